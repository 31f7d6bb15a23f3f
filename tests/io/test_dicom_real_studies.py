"""Real studies: the bundled one and, where they are there, the Sunnybrook originals."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
import pytest

from cmrstudio.domain.resource_paths import sample_study_folder

ORIGINALS = Path(__file__).resolve().parents[2] / "../shared/data/sunnybrook/cine"
needs_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason="the Sunnybrook originals are not beside the project"
)


class Listener:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.present_when_planned: np.ndarray | None = None
        self.frames: set[tuple[int, int]] = set()
        self.study = None

    def preview(self, image, pixel_spacing_mm) -> None:
        self.events.append("preview")
        self.image, self.spacing_mm = image.copy(), pixel_spacing_mm

    def planned(self, study) -> None:
        self.events.append("planned")
        self.study = study
        self.present_when_planned = study.short_axis.stack.present.copy()

    def frame(self, phase_index, slice_index) -> None:
        if not self.frames:
            self.events.append("frame")
        self.frames.add((phase_index, slice_index))
        stack = self.study.short_axis.stack
        assert stack.present[phase_index, slice_index]
        assert stack.pixels[phase_index, slice_index].any()


def test_the_bundled_study_is_found_among_its_localizers(read):
    study = read(sample_study_folder())
    stack = study.short_axis.stack
    assert stack.pixels.shape == (20, 12, 256, 256)
    assert stack.pixels.dtype == np.int16
    assert stack.present.all()
    assert Counter(item.path.parent.name for item in study.left_out) == {"localizers": 15}
    assert all("localizer" in item.reason for item in study.left_out)
    assert study.short_axis.notes == ()
    assert study.acquired_on == "2012-01-01"
    np.testing.assert_allclose(np.diff(stack.slice_positions_mm), 10, atol=0.01)
    assert stack.pixel_spacing_mm == (1.367188, 1.367188)
    assert 37 < stack.frame_time_ms < 39
    assert 75 < stack.heart_rate_bpm < 82


def test_the_first_image_comes_before_the_plan_and_images_fill_it_in_place(read):
    listener = Listener()
    study = read(sample_study_folder(), listener)
    assert listener.events == ["preview", "planned", "frame"]
    assert listener.image.shape == (256, 256)
    assert listener.spacing_mm == (1.367188, 1.367188)
    assert not listener.present_when_planned.any()
    assert len(listener.frames) == 240
    assert listener.study.short_axis.stack.pixels is study.short_axis.stack.pixels


@needs_originals
@pytest.mark.parametrize(("subject", "slices"), [("SC-HF-I-01", 12), ("SC-HF-I-02", 13), ("SC-HF-I-04", 10)])
def test_real_studies_give_whole_stacks_without_their_localizers(read, subject, slices):
    study = read(ORIGINALS / subject)
    stack = study.short_axis.stack
    assert stack.pixels.shape == (20, slices, 256, 256)
    assert stack.present.all()
    assert (np.diff(stack.slice_positions_mm) > 0).all()
    left_out = Counter(item.path.parent.name for item in study.left_out if "localizer" in item.reason)
    assert left_out == {"dicom_localizers": 15}
    others = [item for item in study.left_out if "localizer" not in item.reason]
    assert all(item.reason == "not a DICOM file" for item in others)


@needs_originals
def test_the_bundled_study_and_its_original_give_the_same_stack(read):
    ours, theirs = (read(folder).short_axis.stack for folder in (sample_study_folder(), ORIGINALS / "SC-HF-I-01"))
    np.testing.assert_array_equal(ours.pixels, theirs.pixels)
    np.testing.assert_array_equal(ours.affine_mm, theirs.affine_mm)
    np.testing.assert_array_equal(ours.trigger_times_ms, theirs.trigger_times_ms)


@needs_originals
@pytest.mark.filterwarnings("ignore:Invalid value for VR:UserWarning")
@pytest.mark.parametrize("subject", ["SC-HF-I-01", "SC-HF-I-02", "SC-HF-I-04"])
def test_experts_drew_their_smallest_cavity_on_the_last_slices(read, subject):
    stack = read(ORIGINALS / subject).short_axis.stack
    headers = [pydicom.dcmread(path, stop_before_pixels=True) for path in (ORIGINALS / subject / "dicom").glob("*.dcm")]
    uid_by_number = {int(header.InstanceNumber): str(header.SOPInstanceUID) for header in headers}
    areas: dict[int, float] = {}
    for path in (ORIGINALS / subject / "contours").rglob("*-icontour-*"):
        instance_number = int(path.name.split("-")[2])
        column, row = np.loadtxt(path).T
        area = abs(np.dot(column, np.roll(row, 1)) - np.dot(row, np.roll(column, 1))) / 2
        slice_index = int(np.argwhere(stack.sop_uids == uid_by_number[instance_number])[0][1])
        areas[slice_index] = max(area, areas.get(slice_index, 0.0))
    slices = sorted(areas)
    assert areas[slices[-1]] < 0.5 * areas[slices[0]]
