"""DICOM images with RGB TIFF masks, by name and by place."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from pydicom.dataset import FileDataset

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import CmrstudioError, TrainingDataError
from cmrstudio.domain.labels import label_image
from cmrstudio.io.mask_tiff import write_mask
from tests.io.conftest import SyntheticCine
from tests.training.truth_files import SHAPE, colours, ring, write_tiff
from training.layouts import Subject, make_layout

SPACING_MM = (1.6, 1.4)


def cine(slices: int = 3, phases: int = 4) -> SyntheticCine:
    return SyntheticCine(slices, phases, SHAPE, SPACING_MM, gap_mm=9.0)


def write(folder: Path, name: str, dataset: FileDataset, mask: np.ndarray | None) -> None:
    path = folder / "anna/images" / f"{name}.dcm"
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path)
    if mask is not None:
        write_tiff(folder / "anna/masks" / f"{name}.tif", mask)


def read(folder: Path):
    return list(make_layout("dicom").read(folder, ["anna"]))


def two_phases(folder: Path) -> SyntheticCine:
    """ED and ES of three slices with masks, written from apex to base, and two phases without."""
    study = cine()
    for (phase, slice_), dataset in study.datasets.items():
        name = {0: "ED", 2: "ES"}.get(phase, f"phase{phase}")
        mask = None if name.startswith("phase") else colours(ring(8 - phase - slice_))
        write(folder, f"{name}/{9 - slice_}", dataset, mask)
    return study


def test_masks_belong_to_the_images_of_their_names(tmp_path: Path) -> None:
    study = two_phases(tmp_path)
    (tmp_path / "subjects.csv").write_text("subject,group\nanna,HCM\n")
    assert make_layout("dicom").subjects(tmp_path) == [Subject("anna", "HCM")]
    diastole, systole = sorted(read(tmp_path), key=lambda volume: volume.phase)
    assert (diastole.phase, systole.phase, diastole.group) == ("ED", "ES", "HCM")
    assert diastole.pixel_spacing_mm == SPACING_MM
    assert diastole.slice_spacing_mm == pytest.approx(9.0)
    assert diastole.calibrated
    assert np.array_equal(diastole.images, study.expected[0])
    assert np.array_equal(systole.images, study.expected[2])
    assert np.array_equal(systole.labels, [ring(6), ring(5), ring(4)])


def test_masks_that_the_command_line_writes_belong_to_their_places(tmp_path: Path) -> None:
    study = cine(slices=2)
    study.write(tmp_path / "anna/images")
    angles = np.arange(12) * np.pi / 6
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    truth = {}
    for phase, radius in ((1, 8), (3, 5)):
        for slice_ in range(2):
            endocardium = Contour(Structure.LV_ENDOCARDIUM, circle * radius + 16, "reader")
            epicardium = Contour(Structure.LV_EPICARDIUM, circle * (radius + 4) + 16, "reader")
            annotation = SliceAnnotation("", phase, slice_, (endocardium, epicardium))
            write_mask(tmp_path / f"anna/masks/phase{phase + 1:03d}_slice{slice_ + 1:03d}.tiff", annotation, SHAPE)
            truth[phase, slice_] = label_image(annotation, SHAPE)
    diastole, systole = sorted(read(tmp_path), key=lambda volume: volume.phase)
    assert (diastole.phase, systole.phase) == ("ED", "ES")
    assert np.array_equal(diastole.images, study.expected[1])
    assert np.array_equal(systole.labels, [truth[3, 0], truth[3, 1]])
    assert (diastole.pixel_spacing_mm, diastole.slice_spacing_mm) == (SPACING_MM, pytest.approx(9.0))
    (tmp_path / "anna/masks/phase005_slice001.tiff").write_bytes(
        (tmp_path / "anna/masks/phase002_slice001.tiff").read_bytes()
    )
    with pytest.raises(TrainingDataError, match=r"phase005_slice001.tiff: the cine in .* has no image there"):
        read(tmp_path)


def test_a_slice_left_out_leaves_no_volume_to_measure(tmp_path: Path) -> None:
    two_phases(tmp_path)
    (tmp_path / "anna/masks/ED/8.tif").unlink()
    spacings = {volume.phase: volume.slice_spacing_mm for volume in read(tmp_path)}
    assert spacings["ED"] == pytest.approx(18.0)
    write(tmp_path, "ED/8", cine().datasets[0, 1], colours(ring(wall_px=0)))
    by_knowledge = {(volume.phase, volume.myocardium_known): volume.slice_spacing_mm for volume in read(tmp_path)}
    assert by_knowledge["ED", True] is None
    assert by_knowledge["ED", False] is None


def test_a_mask_with_other_colours_is_named(tmp_path: Path) -> None:
    mask = colours(ring())
    mask[7, 2] = (255, 255, 0)
    write(tmp_path, "1", cine().datasets[0, 0], mask)
    with pytest.raises(CmrstudioError, match=r"masks/1.tif: 1 pixels are none.*row 7, column 2.*255, 255, 0"):
        read(tmp_path)


def test_a_mask_of_another_size_is_named(tmp_path: Path) -> None:
    write(tmp_path, "1", cine().datasets[0, 0], colours(ring(shape=(256, 256))))
    with pytest.raises(TrainingDataError, match=r"masks/1.tif: it is 256 x 256, but its image .*1.dcm is 40 x 32"):
        read(tmp_path)


def test_a_mask_without_image_and_a_subject_without_masks_are_named(tmp_path: Path) -> None:
    write(tmp_path, "1", cine().datasets[0, 0], colours(ring()))
    write_tiff(tmp_path / "anna/masks/2.tiff", colours(ring()))
    with pytest.raises(TrainingDataError, match=r"images/2.dcm: it is absent, but its mask .*2.tiff is there"):
        read(tmp_path)
    for path in (tmp_path / "anna/masks").iterdir():
        path.unlink()
    with pytest.raises(TrainingDataError, match=r"anna/masks: there is no TIFF mask in it"):
        read(tmp_path)


def test_an_image_without_spacing_or_contrast_or_any_meaning_is_named(tmp_path: Path) -> None:
    dataset = cine().datasets[0, 0]
    dataset.PixelData = b"\1\1" * (SHAPE[0] * SHAPE[1])
    write(tmp_path, "1", dataset, colours(ring()))
    with pytest.raises(TrainingDataError, match=r"images/1.dcm: every pixel is 257"):
        read(tmp_path)
    del dataset.PixelSpacing
    write(tmp_path, "1", dataset, None)
    with pytest.raises(TrainingDataError, match=r"images/1.dcm: it has no PixelSpacing"):
        read(tmp_path)
    (tmp_path / "anna/images/1.dcm").write_bytes(b"no DICOM")
    with pytest.raises(TrainingDataError, match=r"images/1.dcm: not a DICOM file.*; put a whole MR image in its place"):
        read(tmp_path)


def test_a_float_image_with_nan_is_named(tmp_path: Path) -> None:
    dataset = cine().datasets[0, 0]
    values = np.arange(np.prod(SHAPE), dtype=np.float32)
    values[5] = np.nan
    del dataset.PixelData, dataset.PixelRepresentation, dataset.HighBit, dataset.BitsStored
    dataset.BitsAllocated, dataset.FloatPixelData = 32, values.tobytes()
    write(tmp_path, "1", dataset, colours(ring()))
    with pytest.raises(TrainingDataError, match=r"images/1.dcm: 1 pixels are no finite numbers \(NaN or infinite\)"):
        read(tmp_path)


def test_a_mask_compressed_with_lzw_is_read(tmp_path: Path) -> None:
    write(tmp_path, "1", cine().datasets[0, 0], colours(ring()))
    options = [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_LZW]
    content = cv2.imencode(".tiff", colours(ring())[..., ::-1], options)[1].tobytes()
    (tmp_path / "anna/masks/1.tif").write_bytes(content)
    assert np.array_equal(read(tmp_path)[0].labels[0], ring())
    (tmp_path / "anna/masks/1.tif").write_bytes(content[: len(content) // 2])
    with pytest.raises(CmrstudioError, match=r"1.tif: (this cannot be read|a mask is 8-bit RGB)"):
        read(tmp_path)
