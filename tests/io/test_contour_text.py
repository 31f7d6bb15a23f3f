from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.io.contour_text import read_contour

TEXT = "10.50 20.00\n14.50 20.00\n14.50 26.00\n10.50 26.00\n"


def write(folder: Path, text: str, name: str = "IM-0001-0048-icontour-manual.txt") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_points_are_column_and_row_counted_from_zero(tmp_path: Path) -> None:
    contour = read_contour(write(tmp_path, TEXT))
    np.testing.assert_array_equal(contour.points_px, [[9.5, 19], [13.5, 19], [13.5, 25], [9.5, 25]])
    assert contour.source == "file"


@pytest.mark.parametrize(
    ("name", "structure"),
    [("a-icontour-manual.txt", Structure.LV_ENDOCARDIUM), ("a-ocontour-auto.txt", Structure.LV_EPICARDIUM)],
)
def test_the_name_tells_the_structure(tmp_path: Path, name: str, structure: Structure) -> None:
    assert read_contour(write(tmp_path, TEXT, name)).structure is structure


def test_a_name_that_tells_nothing_needs_the_structure(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT, "points.txt")
    with pytest.raises(StudyReadError, match=r"points\.txt: .*say which structure"):
        read_contour(path)
    assert read_contour(path, Structure.LV_EPICARDIUM, first_pixel=0).points_px[0].tolist() == [10.5, 20]


def test_a_repeated_last_point_and_empty_lines_do_not_matter(tmp_path: Path) -> None:
    plain = read_contour(write(tmp_path, TEXT))
    closed = read_contour(write(tmp_path, f"\n{TEXT}10.50 20.00\r\n\n"))
    np.testing.assert_array_equal(closed.points_px, plain.points_px)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 2\nthree four\n5 6\n7 8", "line 2 holds no"),
        ("1 2\n3 4 5\n5 6\n7 8", "line 2 holds no"),
        ("1 2\n3 4\n5 nan\n7 8", "line 3 holds a point that is not finite"),
        ("1 2\n3 4\n", "needs at least 3 points; this has 2"),
        ("1 2\n3 4\n3 4\n1 2", "this has 2"),
        ("", "this has 0"),
    ],
)
def test_what_is_no_contour_is_refused_by_file_and_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(StudyReadError, match=rf"icontour-manual\.txt: .*{problem}"):
        read_contour(write(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "icontour.txt"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(StudyReadError, match=r"icontour\.txt: this cannot be read"):
        read_contour(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyReadError, match=r"absent-icontour\.txt"):
        read_contour(tmp_path / "absent-icontour.txt")


def test_every_contour_of_the_sunnybrook_cines_is_read() -> None:
    root = Path(__file__).resolve().parents[2] / "../shared/data/sunnybrook/cine"
    paths = sorted(root.glob("*/contours/*.txt"))
    if not paths:
        pytest.skip("the Sunnybrook cines are not here")
    areas = [contour_area_px(read_contour(path).points_px) for path in paths]
    assert min(areas) > 20
    assert max(areas) < 6000
