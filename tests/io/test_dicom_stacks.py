"""How images become a stack: cases C01 to C13 and C16 of reading cine short-axis studies."""

from __future__ import annotations

import random

import numpy as np
import pytest
from pydicom.dataset import FileDataset
from pydicom.uid import generate_uid


def notes_of(study) -> str:
    return "\n".join(study.short_axis.notes)


def assert_same_stack(study, cine) -> None:
    stack = study.short_axis.stack
    assert stack.present.all()
    np.testing.assert_array_equal(stack.pixels, cine.expected)


# ---- C01 to C05: the order of phases


@pytest.mark.parametrize("value", [None, 0.0])
def test_c01_without_trigger_times_the_temporal_position_orders_the_phases(tmp_path, synthetic_cine, read, value):
    cine = synthetic_cine()
    numbers = random.Random(3).sample(range(1, 100), 12)
    for number, ((phase, _), dataset) in zip(numbers, cine.datasets.items(), strict=True):
        dataset.TriggerTime = value
        dataset.TemporalPositionIdentifier = phase + 1
        dataset.InstanceNumber = number
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert "ordered by temporal position" in notes_of(study)


def test_c01_without_temporal_positions_the_instance_number_orders_the_phases(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for (phase, slice_), dataset in cine.datasets.items():
        del dataset.TriggerTime
        dataset.InstanceNumber = phase * cine.slices + slice_ + 1
    cine.write(tmp_path, names=lambda number: f"{(number * 7) % 12:02d}.dcm")
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert "ordered by instance number" in notes_of(study)


def test_c01_the_frame_time_comes_from_the_interval_when_trigger_times_are_absent(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        del dataset.TriggerTime
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    assert stack.frame_time_ms == pytest.approx(200)
    assert np.isnan(stack.trigger_times_ms).all()


def test_c02_trigger_times_beyond_the_interval_are_ignored_with_a_warning(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for (phase, _), dataset in cine.datasets.items():
        dataset.TriggerTime = 5000.0 - 400 * phase
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert "longer than the R-R interval" in notes_of(study)
    assert np.isnan(study.short_axis.stack.trigger_times_ms).all()


def test_c03_instance_numbers_in_random_order_do_not_matter(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    numbers = random.Random(7).sample(range(1, 13), 12)
    for number, dataset in zip(numbers, cine.datasets.values(), strict=True):
        dataset.InstanceNumber = number
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert study.short_axis.notes == ()


def test_c04_the_percentage_of_the_cardiac_phase_is_used_as_the_phase(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for (phase, _), dataset in cine.datasets.items():
        del dataset.TriggerTime
        dataset.NominalPercentageOfCardiacPhase = 25.0 * phase
        dataset.InstanceNumber = 100 - dataset.InstanceNumber
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert study.short_axis.notes == ()


@pytest.mark.parametrize("order", ["time-major", "slice-major", "shuffled"])
def test_c05_the_order_of_files_does_not_matter(tmp_path, synthetic_cine, write_dicom, read, order):
    cine = synthetic_cine()
    keys = sorted(cine.datasets, key=(lambda key: key) if order == "time-major" else (lambda key: key[::-1]))
    if order == "shuffled":
        random.Random(1).shuffle(keys)
    for number, key in enumerate(keys):
        cine.datasets[key].InstanceNumber = number + 1
    write_dicom([cine.datasets[key] for key in keys], tmp_path, names=lambda number: f"{number % 3}/{number}")
    assert_same_stack(read(tmp_path), cine)


# ---- C06 and C07: series and acquisitions


def test_c06_one_series_per_slice_becomes_one_stack(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    series = [generate_uid() for _ in range(cine.slices)]
    for (_, slice_), dataset in cine.datasets.items():
        dataset.SeriesInstanceUID, dataset.SeriesNumber = series[slice_], 20 - slice_
        dataset.InstanceNumber = dataset.InstanceNumber % cine.phases + 1
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert len(study.series) == 1
    assert study.short_axis.series_uid not in series
    assert read(tmp_path).short_axis.series_uid == study.short_axis.series_uid


def test_c06_another_frame_of_reference_is_another_stack(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine(slices=4)
    other = synthetic_cine(slices=3, study_uid=cine.study_uid, origin_mm=(-45, 20, 90))
    cine.write(tmp_path / "a")
    other.write(tmp_path / "b", names="other-{:03d}".format)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert all("another short-axis cine" in reason for reason in reasons(study).values())
    assert len(reasons(study)) == 12


def test_c06_frames_of_reference_made_up_for_every_file_are_ignored(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.FrameOfReferenceUID = generate_uid()
    cine.write(tmp_path)
    assert_same_stack(read(tmp_path), cine)


def _again(cine, synthetic_cine, slice_: int, phases: int, time: str, **changes) -> list[FileDataset]:
    """One slice of a cine acquired once more, with pixels of its own."""
    repeat = synthetic_cine(
        slices=cine.slices,
        phases=cine.phases,
        study_uid=cine.study_uid,
        series_uid=cine.series_uid,
        frame_of_reference_uid=cine.frame_of_reference_uid,
    )
    datasets = []
    for phase in range(phases):
        dataset = repeat.datasets[phase, slice_]
        dataset.AcquisitionTime = time
        dataset.PixelData = (repeat.pixels(phase, slice_) + 5000).astype("<u2").tobytes()
        for keyword, value in changes.items():
            setattr(dataset, keyword, value)
        datasets.append(dataset)
    return datasets


@pytest.mark.parametrize("changes", [{"SeriesInstanceUID": "1.2.3"}, {"AcquisitionNumber": 2}, {}])
@pytest.mark.parametrize("later", [True, False], ids=["later", "earlier"])
def test_c07_of_a_slice_acquired_twice_the_later_is_used(
    tmp_path, synthetic_cine, write_dicom, read, reasons, changes, later
):
    cine = synthetic_cine()
    time = "120000" if later else "090000"
    write_dicom(_again(cine, synthetic_cine, 1, 4, time, **changes), tmp_path, names="0-again-{}".format)
    paths = dict(zip(cine.datasets, cine.write(tmp_path), strict=True))
    study = read(tmp_path)
    stack = study.short_axis.stack
    assert stack.pixels.shape[:2] == (4, 3)
    assert stack.present.all()
    shown = stack.pixels[:, 1] - cine.expected[:, 1]
    assert (shown == (5000 if later else 0)).all()
    assert "Slice 2 was acquired 2 times: the later complete" in notes_of(study)
    dropped = {paths[phase, 1].name for phase in range(4)} if later else {f"0-again-{i}" for i in range(4)}
    assert set(reasons(study)) == dropped


def test_c07_an_incomplete_repetition_does_not_replace_a_complete_slice(
    tmp_path, synthetic_cine, write_dicom, read, reasons
):
    cine = synthetic_cine()
    cine.write(tmp_path)
    repeated = _again(cine, synthetic_cine, 1, 2, "120000", SeriesInstanceUID="1.2.3")
    write_dicom(repeated, tmp_path, names="again-{}".format)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert set(reasons(study)) == {"again-0", "again-1"}
    assert "acquired 2 times" in notes_of(study)


def test_c07_a_whole_stack_acquired_again_is_not_mixed_with_the_first(tmp_path, synthetic_cine, read, reasons):
    first = synthetic_cine(slices=4)
    second = synthetic_cine(slices=3, study_uid=first.study_uid, frame_of_reference_uid=first.frame_of_reference_uid)
    first.write(tmp_path, names="first-{}".format)
    second.write(tmp_path, names="second-{}".format)
    study = read(tmp_path)
    assert_same_stack(study, first)
    assert study.short_axis.series_uid == first.series_uid
    assert all(name.startswith("second") for name in reasons(study))


# ---- C08, C09, C12: holes


@pytest.mark.parametrize("place", [(2, 1), (0, 0), (3, 2)])
@pytest.mark.parametrize("timing", ["trigger", "trigger without interval", "temporal", "instance", "percent"])
def test_c08_a_missing_image_leaves_a_hole_at_its_place(tmp_path, synthetic_cine, read, place, timing):
    cine = synthetic_cine()
    for (phase, _), dataset in cine.datasets.items():
        if timing != "trigger":
            del dataset.NominalInterval, dataset.HeartRate
        if timing in ("temporal", "instance", "percent"):
            del dataset.TriggerTime
        if timing == "temporal":
            dataset.TemporalPositionIdentifier = phase + 1
        if timing == "percent":
            dataset.NominalPercentageOfCardiacPhase = 25.0 * phase
    del cine.datasets[place]
    cine.write(tmp_path)
    study = read(tmp_path)
    stack = study.short_axis.stack
    expected = np.ones((4, 3), bool)
    expected[place] = False
    np.testing.assert_array_equal(stack.present, expected)
    np.testing.assert_array_equal(stack.pixels[expected], cine.expected[expected])
    assert not stack.pixels[place].any()
    assert f"Slice {place[1] + 1}: the image of phase {place[0] + 1} is missing" in notes_of(study)


def test_c08_a_phase_missing_in_every_slice_is_told_by_the_announced_count(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(slices=1, phases=6)
    del cine.datasets[4, 0]
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    assert stack.present[:, 0].tolist() == [True, True, True, True, False, True]


@pytest.mark.parametrize("odd_phases", [3, 6])
def test_c09_unequal_phase_counts_are_aligned_by_share_of_the_interval(
    tmp_path, synthetic_cine, write_dicom, read, odd_phases
):
    cine = synthetic_cine(slices=3, phases=4)
    odd = synthetic_cine(
        slices=3,
        phases=odd_phases,
        study_uid=cine.study_uid,
        series_uid=cine.series_uid,
        frame_of_reference_uid=cine.frame_of_reference_uid,
        interval_ms=1000.0,
    )
    datasets = [dataset for (_, slice_), dataset in cine.datasets.items() if slice_ != 2]
    datasets += [dataset for (_, slice_), dataset in odd.datasets.items() if slice_ == 2]
    for dataset in datasets:
        del dataset.CardiacNumberOfImages
    write_dicom(datasets, tmp_path)
    study = read(tmp_path)
    stack = study.short_axis.stack
    assert stack.pixels.shape[:2] == (4, 3)
    assert stack.present[:, :2].all()
    shown = {phase: int(stack.pixels[phase, 2, 0, 0]) for phase in range(4) if stack.present[phase, 2]}
    assert len(set(shown.values())) == len(shown) == min(odd_phases, 4)
    assert list(shown.values()) == sorted(shown.values())
    assert f"Slice 3 has {odd_phases} images where the cine has 4 phases" in notes_of(study)
    assert len(study.left_out) == max(0, odd_phases - 4)


def test_c12_a_slice_missing_in_the_middle_is_told(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(slices=6)
    for key in [key for key in cine.datasets if key[1] == 3]:
        del cine.datasets[key]
    cine.write(tmp_path)
    study = read(tmp_path)
    assert "slice is missing between slices 3 and 4: they are 20.0 mm apart" in notes_of(study)
    np.testing.assert_allclose(study.short_axis.stack.slice_positions_mm, [0, 10, 20, 40, 50], atol=1e-6)


def test_c12_unevenly_spaced_slices_are_told(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(slices=4)
    for (_, slice_), dataset in cine.datasets.items():
        if slice_ == 3:
            dataset.ImagePositionPatient = list(cine.origin_mm + 33 * cine.towards_apex)
    cine.write(tmp_path)
    assert "not evenly spaced: 10.0 to 13.0 mm" in notes_of(read(tmp_path))


# ---- C10, C11, C16: geometry


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"PixelSpacing": [1.2, 1.2]}, "other pixel spacing (1.2 x 1.2 mm, not 1.5 x 1.5 mm)"),
        ({"Rows": 10, "Columns": 12}, "other matrix size (10 x 12, not 12 x 10)"),
        ({"ImageOrientationPatient": [0, 0.8, -0.6, -0.8, -0.36, -0.48]}, "other orientation (turned by"),
    ],
)
def test_c10_images_of_other_geometry_in_the_same_series_are_left_out_by_name(
    tmp_path, synthetic_cine, read, reasons, change, reason
):
    cine = synthetic_cine(slices=4)
    odd = cine.datasets[2, 3]
    for keyword, value in change.items():
        setattr(odd, keyword, value)
    paths = dict(zip(cine.datasets, cine.write(tmp_path), strict=True))
    study = read(tmp_path)
    assert list(reasons(study)) == [paths[2, 3].name]
    assert reason in reasons(study)[paths[2, 3].name]
    assert reason in notes_of(study)
    assert study.short_axis.stack.present.sum() == 15


@pytest.mark.parametrize("spacing", [-10.0, None, 3.0])
def test_c11_positions_come_from_the_images_not_from_the_nominal_spacing(tmp_path, synthetic_cine, read, spacing):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.SpacingBetweenSlices = spacing
    cine.write(tmp_path)
    np.testing.assert_allclose(read(tmp_path).short_axis.stack.slice_positions_mm, [0, 10, 20], atol=1e-6)


def test_c11_without_a_slice_thickness_the_distance_is_taken_and_told(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        del dataset.SliceThickness
    cine.write(tmp_path)
    study = read(tmp_path)
    assert study.short_axis.stack.slice_thickness_mm == pytest.approx(10)
    assert "slice thickness is not given" in notes_of(study)


def test_c16_anisotropic_spacing_keeps_its_order(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(spacing_mm=(2.0, 1.25))
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    assert stack.pixel_spacing_mm == (2.0, 1.25)
    step_right = stack.affine_mm[0] @ [1, 0, 0, 0]
    step_down = stack.affine_mm[0] @ [0, 1, 0, 0]
    np.testing.assert_allclose(step_right[:3], np.array(cine.row) * 1.25, atol=1e-6)
    np.testing.assert_allclose(step_down[:3], np.array(cine.column) * 2.0, atol=1e-6)
    np.testing.assert_allclose(stack.affine_mm[0, :3, 3], cine.origin_mm, atol=1e-6)


@pytest.mark.parametrize("reverse", [False, True])
def test_slices_run_from_base_to_apex_whatever_the_direction_of_the_normal(tmp_path, synthetic_cine, read, reverse):
    cine = synthetic_cine()
    if reverse:  # the same planes seen from the other side
        for dataset in cine.datasets.values():
            dataset.ImageOrientationPatient = [
                *dataset.ImageOrientationPatient[3:],
                *dataset.ImageOrientationPatient[:3],
            ]
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    np.testing.assert_array_equal(stack.pixels, cine.expected)
    assert (np.diff(stack.slice_positions_mm) > 0).all()
    assert (stack.affine_mm[-1, :3, 3] - stack.affine_mm[0, :3, 3]) @ [1, -1, -1] > 0


# ---- C13: duplicate UIDs


def test_c13_a_copy_with_the_same_pixels_is_dropped(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "copy.dcm").write_bytes(paths[5].read_bytes())
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert f"copy of {paths[5].name}" in reasons(study)["copy.dcm"]
    assert study.short_axis.notes == ()


def test_c13_the_same_uid_with_other_pixels_is_shown_as_a_conflict(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    dataset = cine.datasets[1, 1]
    dataset.PixelData = bytes(len(dataset.PixelData))
    dataset.save_as(tmp_path / "other.dcm")
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert "conflict" in reasons(study)["other.dcm"]
    assert "Conflict: other.dcm and" in notes_of(study)
    assert paths[5].name not in reasons(study)


def test_c13_images_of_other_places_under_one_uid_are_all_kept(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.SOPInstanceUID = "1.2.3.4"
    cine.write(tmp_path)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert "share one SOPInstanceUID" in notes_of(study)
