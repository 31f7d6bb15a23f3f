from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import OutputError, StudyReadError
from cmrstudio.domain.labels import label_image
from cmrstudio.io.mask_tiff import read_mask, write_mask

SHAPE = (40, 56)
ANNOTATION = SliceAnnotation(
    "1.2",
    0,
    0,
    (
        Contour(Structure.LV_ENDOCARDIUM, [[14, 10], [26, 10], [26, 24], [14, 24]], "reader"),
        Contour(Structure.LV_EPICARDIUM, [[10, 6], [30, 6], [30, 28], [10, 28]], "reader"),
    ),
)


def rgb(path: Path, pixels: np.ndarray) -> Path:
    tifffile.imwrite(path, pixels, photometric="rgb")
    return path


def test_the_cavity_is_red_the_myocardium_green_the_rest_blue(tmp_path: Path) -> None:
    write_mask(tmp_path / "m.tiff", ANNOTATION, SHAPE)
    pixels = tifffile.imread(tmp_path / "m.tiff")
    assert pixels.shape == (*SHAPE, 3)
    assert pixels.dtype == np.uint8
    assert pixels[17, 20].tolist() == [255, 0, 0]
    assert pixels[17, 28].tolist() == [0, 255, 0]
    assert pixels[2, 50].tolist() == [0, 0, 255]


def test_each_pixel_has_exactly_one_channel_on(tmp_path: Path) -> None:
    write_mask(tmp_path / "m.tiff", ANNOTATION, SHAPE)
    pixels = tifffile.imread(tmp_path / "m.tiff")
    assert set(np.unique(pixels)) == {0, 255}
    assert ((pixels == 255).sum(axis=2) == 1).all()


def test_a_mask_reads_back_as_the_labels_it_was_made_of(tmp_path: Path) -> None:
    write_mask(tmp_path / "m.tiff", ANNOTATION, SHAPE)
    labels = read_mask(tmp_path / "m.tiff")
    assert labels.dtype == np.uint8
    np.testing.assert_array_equal(labels, label_image(ANNOTATION, SHAPE))


def test_another_reader_sees_the_same_colours(tmp_path: Path) -> None:
    write_mask(tmp_path / "m.tiff", ANNOTATION, SHAPE)
    seen = cv2.imread(str(tmp_path / "m.tiff"), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(seen[..., ::-1], tifffile.imread(tmp_path / "m.tiff"))


def test_an_image_without_contours_is_all_blue(tmp_path: Path) -> None:
    write_mask(tmp_path / "m.tiff", SliceAnnotation("1", 0, 0), SHAPE)
    assert (tifffile.imread(tmp_path / "m.tiff") == (0, 0, 255)).all()


@pytest.mark.parametrize("colour", [(255, 255, 0), (0, 0, 0), (254, 0, 0), (255, 255, 255)])
def test_other_colours_are_refused_by_file_and_place(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    pixels = np.zeros((5, 6, 3), np.uint8)
    pixels[..., 2] = 255
    pixels[3, 4] = colour
    with pytest.raises(StudyReadError, match=r"m\.tiff: 1 pixels are none of .* row 3, column 4"):
        read_mask(rgb(tmp_path / "m.tiff", pixels))


def test_a_grey_image_is_refused(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "m.tiff", np.zeros((5, 6), np.uint8))
    with pytest.raises(StudyReadError, match=r"m\.tiff: a mask is 8-bit RGB"):
        read_mask(tmp_path / "m.tiff")


def test_sixteen_bits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyReadError, match="uint16"):
        read_mask(rgb(tmp_path / "m.tiff", np.zeros((5, 6, 3), np.uint16)))


@pytest.mark.parametrize("content", [b"", b"no picture", b"II*\x00\xff\xff\xff\xff"])
def test_what_is_no_tiff_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.tiff").write_bytes(content)
    with pytest.raises(StudyReadError, match=r"m\.tiff"):
        read_mask(tmp_path / "m.tiff")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyReadError, match=r"absent\.tiff"):
        read_mask(tmp_path / "absent.tiff")


def test_an_unwritable_place_is_named_and_nothing_left_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"file/m\.tiff: the file cannot be written: "):
        write_mask(tmp_path / "file" / "m.tiff", ANNOTATION, SHAPE)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "m.tiff"
    folder.mkdir()
    (folder / "precious").write_text("kept")
    with pytest.raises(OutputError, match=r"m\.tiff"):
        write_mask(folder, ANNOTATION, SHAPE)
    assert [path.name for path in tmp_path.iterdir()] == ["m.tiff"]
    assert (folder / "precious").read_text() == "kept"
