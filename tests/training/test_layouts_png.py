"""Image and mask PNG folders."""

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import CmrstudioError, TrainingDataError
from tests.training.truth_files import ACDC, colours, picture_of, ring, write_png
from training.layouts import LabelNumbers, Subject, make_layout


def write_pair(folder: Path, name: str, labels: np.ndarray, mask: np.ndarray | None = None) -> None:
    write_png(folder / "images" / name, picture_of(labels))
    write_png(folder / "masks" / name, colours(labels) if mask is None else mask)


def read(folder: Path, subject: str = "anna", **settings):
    return list(make_layout("png", **settings).read(folder, [subject]))


@pytest.mark.parametrize("names", [("anna/ED/1.png", "anna/ES/1.png"), ("anna_ED_1.png", "anna_es_1.png")])
def test_subject_and_phase_come_from_folders_or_names(tmp_path: Path, names: tuple[str, str]) -> None:
    write_pair(tmp_path, names[0], ring(7))
    write_pair(tmp_path, names[1], ring(5))
    assert make_layout("png").subjects(tmp_path) == [Subject("anna", "unknown")]
    diastole, systole = sorted(read(tmp_path), key=lambda volume: volume.phase)
    assert (diastole.phase, systole.phase) == ("ED", "ES")
    assert np.array_equal(diastole.labels[0], ring(7))
    assert np.array_equal(diastole.images[0], picture_of(ring(7)))
    assert (diastole.pixel_spacing_mm, diastole.calibrated, diastole.slice_spacing_mm) == ((1.5, 1.5), False, None)


def test_a_table_tells_groups_and_spacings(tmp_path: Path) -> None:
    for number in (1, 2):
        write_pair(tmp_path, f"anna/{number}_ED.png", ring(7))
        write_pair(tmp_path, f"anna/{number}_ES.png", ring(5))
    header = "subject,group,row_spacing_mm,column_spacing_mm,slice_spacing_mm"
    (tmp_path / "subjects.csv").write_text(f"{header}\nanna,HCM,1.2,1.1,8\n")
    assert make_layout("png").subjects(tmp_path) == [Subject("anna", "HCM")]
    for volume in read(tmp_path):
        assert volume.images.shape[0] == 2
        assert (volume.pixel_spacing_mm, volume.slice_spacing_mm, volume.calibrated) == ((1.2, 1.1), 8.0, True)


def test_grey_masks_hold_label_numbers(tmp_path: Path) -> None:
    write_pair(tmp_path, "anna/1.png", ring(), ACDC[ring()].astype(np.uint8))
    write_pair(tmp_path, "bert/1.png", ring(), ring() * np.uint8(100))
    assert np.array_equal(read(tmp_path)[0].labels[0], ring())
    assert np.array_equal(read(tmp_path, "bert", labels=LabelNumbers(100, 200))[0].labels[0], ring())
    with pytest.raises(TrainingDataError, match=r"bert/1.png: no pixel has the label 3.*the labels drawn are 100, 200"):
        read(tmp_path, "bert")


def test_a_grey_mask_saved_in_colour_and_a_deep_image_are_read(tmp_path: Path) -> None:
    write_png(tmp_path / "images/anna/1.png", picture_of(ring()).astype(np.uint16) * 200)
    write_png(tmp_path / "masks/anna/1.png", np.repeat(ACDC[ring()][..., None], 3, axis=2).astype(np.uint8))
    (volume,) = read(tmp_path)
    assert volume.images.dtype == np.uint16
    assert np.array_equal(volume.labels[0], ring())


def test_a_cavity_without_any_myocardium_is_partial_truth(tmp_path: Path) -> None:
    write_pair(tmp_path, "anna/1.png", ring())
    write_pair(tmp_path, "anna/2.png", ring(wall_px=0))
    write_pair(tmp_path, "anna/3.png", np.zeros_like(ring()))
    known, unknown = sorted(read(tmp_path), key=lambda volume: not volume.myocardium_known)
    assert (known.myocardium_known, len(known.images)) == (True, 2)
    assert (unknown.myocardium_known, len(unknown.images)) == (False, 1)


def test_a_colour_that_is_none_of_the_three_is_named(tmp_path: Path) -> None:
    mask = colours(ring())
    mask[3, 5] = (200, 10, 10)
    write_pair(tmp_path, "anna/1.png", ring(), mask)
    with pytest.raises(CmrstudioError, match=r"masks/anna/1.png: 1 pixels are none of.*row 3, column 5.*200, 10, 10"):
        read(tmp_path)


def test_a_mask_of_another_size_is_refused(tmp_path: Path) -> None:
    write_pair(tmp_path, "anna/1.png", ring(), colours(ring())[:-2])
    with pytest.raises(
        TrainingDataError, match=r"masks/anna/1.png: it is 38 x 32, but its image .*images/anna/1.png is"
    ):
        read(tmp_path)


@pytest.mark.parametrize("missing", ["images", "masks"])
def test_a_missing_half_of_a_pair_is_named(tmp_path: Path, missing: str) -> None:
    write_pair(tmp_path, "anna/1.png", ring())
    write_pair(tmp_path, "anna/2.png", ring())
    (tmp_path / missing / "anna/2.png").unlink()
    with pytest.raises(TrainingDataError, match=rf"{missing}/anna/2.png: it is absent"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["1.png", "ED/anna.png", "es/anna/1.png", "ED_1.png"])
def test_a_name_that_tells_no_subject_is_refused(tmp_path: Path, name: str) -> None:
    write_pair(tmp_path, name, ring())
    with pytest.raises(TrainingDataError, match=rf"images/{name}: its name does not tell the subject"):
        make_layout("png").subjects(tmp_path)


@pytest.mark.parametrize("names", ["anna/ED/{}.png", "anna_ED_slice{}.png"])
def test_slices_are_in_the_order_in_which_their_names_count(tmp_path: Path, names: str) -> None:
    for number in (1, 2, 10):
        write_pair(tmp_path, names.format(number), ring(12 - number))
    (volume,) = read(tmp_path)
    sizes = [int((labels == 1).sum()) for labels in volume.labels]
    assert sizes == sorted(sizes, reverse=True)


def test_constant_coloured_and_damaged_images_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "images/anna/1.png"
    write_pair(tmp_path, "anna/1.png", ring())
    write_png(path, np.full(ring().shape, 9, np.uint8))
    with pytest.raises(TrainingDataError, match=r"images/anna/1.png: every pixel is 9"):
        read(tmp_path)
    write_png(path, colours(ring()))
    with pytest.raises(TrainingDataError, match=r"images/anna/1.png: it is a colour picture"):
        read(tmp_path)
    for content in (b"", b"no picture", path.read_bytes()[:60]):
        path.write_bytes(content)
        with pytest.raises(TrainingDataError, match=r"images/anna/1.png: it (is no picture|cannot be read)"):
            read(tmp_path)


@pytest.mark.parametrize(
    ("table", "problem"),
    [("name\nanna\n", "no column named subject"), ("subject,row_spacing_mm\nanna,wide\n", "row_spacing_mm is 'wide'")],
)
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, table: str, problem: str) -> None:
    write_pair(tmp_path, "anna/1.png", ring())
    (tmp_path / "subjects.csv").write_text(table)
    with pytest.raises(TrainingDataError, match=rf"subjects.csv: .*{problem}"):
        read(tmp_path)
