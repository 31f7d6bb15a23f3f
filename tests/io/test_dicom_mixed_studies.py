"""Studies with more in them than one short-axis cine: case C15 of reading DICOM, and the choice between stacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import NoShortAxisCineError, StudyReadError


def assert_same_stack(study, cine) -> None:
    stack = study.short_axis.stack
    assert stack.present.all()
    np.testing.assert_array_equal(stack.pixels, cine.expected)


def _long_axis(cine, synthetic_cine):
    return synthetic_cine(
        slices=1,
        phases=4,
        row=np.array([0.6, -0.48, -0.64]),
        column=np.array([0.0, 0.8, -0.6]),
        study_uid=cine.study_uid,
        frame_of_reference_uid=cine.frame_of_reference_uid,
    )


def test_c15_long_axis_localizer_and_flow_are_left_out_each_with_its_reason(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    cine.write(tmp_path / "sax")
    _long_axis(cine, synthetic_cine).write(tmp_path / "lax", names="lax-{}".format)
    localizers = synthetic_cine(slices=3, phases=1, study_uid=cine.study_uid, series_uid=cine.series_uid)
    for dataset in localizers.datasets.values():
        dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        del dataset.TriggerTime, dataset.CardiacNumberOfImages
    localizers.write(tmp_path / "loc", names="localizer-{}".format)
    flow = synthetic_cine(
        slices=2,
        study_uid=cine.study_uid,
        series_uid=cine.series_uid,
        frame_of_reference_uid=cine.frame_of_reference_uid,
    )
    for dataset in flow.datasets.values():
        dataset.ImageType = ["DERIVED", "PRIMARY", "P"]
    flow.write(tmp_path / "flow", names="flow-{}".format)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    found = reasons(study)
    assert len(found) == 4 + 3 + 8
    assert all("cine in another plane" in found[f"lax-{i}"] for i in range(4))
    assert all("localizer" in found[f"localizer-{i}"] for i in range(3))
    assert all("flow" in found[f"flow-{i}"] for i in range(8))


def test_c15_a_parallel_still_image_series_is_not_mixed_into_the_cine(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    late = synthetic_cine(phases=1, study_uid=cine.study_uid, frame_of_reference_uid=cine.frame_of_reference_uid)
    for dataset in late.datasets.values():
        dataset.ScanningSequence = ["GR", "IR"]
        dataset.SeriesDescription = "PSIR late enhancement"
    cine.write(tmp_path)
    late.write(tmp_path, names="late-{}".format)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert set(reasons(study)) == {"late-0", "late-1", "late-2"}


def test_c15_a_study_with_long_axis_cine_only_is_refused(tmp_path, synthetic_cine, read):
    _long_axis(synthetic_cine(), synthetic_cine).write(tmp_path)
    with pytest.raises(NoShortAxisCineError, match=r"a cine in another plane.*choose a short-axis cine") as caught:
        read(tmp_path)
    assert caught.value.path == tmp_path


def test_c15_localizers_alone_are_no_cine(tmp_path, synthetic_cine, read):
    localizers = synthetic_cine(slices=5, phases=1)
    localizers.write(tmp_path)
    with pytest.raises(NoShortAxisCineError, match="localizer or still image"):
        read(tmp_path)


def test_of_two_studies_in_a_folder_the_larger_cine_is_read(tmp_path, synthetic_cine, read, reasons):
    cine, other = synthetic_cine(slices=4), synthetic_cine(slices=3)
    cine.write(tmp_path / "a")
    other.write(tmp_path / "b", names="other-{}".format)
    study = read(tmp_path)
    assert_same_stack(study, cine)
    assert all("another study" in reason for reason in reasons(study).values())


def test_a_single_file_opens_the_stack_that_it_belongs_to(tmp_path: Path, synthetic_cine, read):
    cine, other = synthetic_cine(slices=4), synthetic_cine(slices=3)
    cine.write(tmp_path)
    path = other.write(tmp_path, names="other-{}".format)[0]
    assert_same_stack(read(path), other)


def test_the_heart_rate_and_frame_time_come_from_the_headers(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(phases=8, interval_ms=750.0)
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    assert stack.heart_rate_bpm == pytest.approx(80)
    assert stack.frame_time_ms == pytest.approx(93.75)


def test_two_stacks_of_one_series_never_get_the_same_series_uid(tmp_path, synthetic_cine, read):
    first = synthetic_cine(slices=4)
    second = synthetic_cine(slices=3, study_uid=first.study_uid, series_uid=first.series_uid, spacing_mm=(1.2, 1.2))
    one = first.write(tmp_path, names="first-{}".format)[0]
    other = second.write(tmp_path, names="second-{}".format)[0]
    assert read(one).short_axis.series_uid != read(other).short_axis.series_uid
    assert read(one).short_axis.series_uid == read(tmp_path).short_axis.series_uid


def test_a_folder_too_large_to_keep_is_read_just_the_same(tmp_path, synthetic_cine, read, monkeypatch):
    monkeypatch.setattr("cmrstudio.io.dicom.reader.KEPT_BYTES", 0)
    cine = synthetic_cine()
    cine.write(tmp_path)
    assert_same_stack(read(tmp_path), cine)


def test_a_single_file_that_is_no_image_is_refused_even_beside_a_study(tmp_path, synthetic_cine, read):
    synthetic_cine().write(tmp_path)
    (tmp_path / "notes.txt").write_text("not an image")
    with pytest.raises(StudyReadError, match="not a DICOM file") as caught:
        read(tmp_path / "notes.txt")
    assert caught.value.path == tmp_path / "notes.txt"
