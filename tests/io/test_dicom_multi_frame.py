"""Multi-frame files, enhanced and legacy-converted: case C14 of reading cine short-axis studies."""

from __future__ import annotations

import random

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    EnhancedMRImageStorage,
    ExplicitVRLittleEndian,
    LegacyConvertedEnhancedMRImageStorage,
    RLELossless,
    generate_uid,
)


def assert_same_stack(study, cine) -> None:
    stack = study.short_axis.stack
    assert stack.present.all()
    np.testing.assert_array_equal(stack.pixels, cine.expected)


COPIED_TO_ENHANCED = (
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "FrameOfReferenceUID",
    "Modality",
    "PatientID",
    "StudyDate",
    "AcquisitionDate",
    "AcquisitionTime",
    "SeriesNumber",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "SamplesPerPixel",
    "PhotometricInterpretation",
)


def _enhanced(cine, *, legacy: bool, keys: list[tuple[int, int]]) -> FileDataset:
    """The cine as one multi-frame object with its frames in the order of ``keys``."""
    source = cine.datasets[0, 0]
    dataset = FileDataset(None, Dataset(), file_meta=FileMetaDataset(), preamble=b"\0" * 128)
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    for keyword in COPIED_TO_ENHANCED:
        setattr(dataset, keyword, source[keyword].value)
    dataset.SOPClassUID = LegacyConvertedEnhancedMRImageStorage if legacy else EnhancedMRImageStorage
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "CARDIAC", "NONE"]
    dataset.NumberOfFrames = len(keys)
    shared = Dataset()
    shared.PixelMeasuresSequence = Sequence([_item(PixelSpacing=source.PixelSpacing, SliceThickness=8.0)])
    shared.PlaneOrientationSequence = Sequence([_item(ImageOrientationPatient=source.ImageOrientationPatient)])
    dataset.SharedFunctionalGroupsSequence = Sequence([shared])
    frames = []
    for phase, slice_ in keys:
        classic = cine.datasets[phase, slice_]
        frame = Dataset()
        frame.PlanePositionSequence = Sequence([_item(ImagePositionPatient=classic.ImagePositionPatient)])
        if legacy:
            converted = _item(TriggerTime=classic.TriggerTime, NominalInterval=classic.NominalInterval)
            frame.UnassignedPerFrameConvertedAttributesSequence = Sequence([converted])
        else:
            timing = _item(
                NominalCardiacTriggerDelayTime=float(classic.TriggerTime),
                RRIntervalTimeNominal=float(classic.NominalInterval),
            )
            frame.CardiacSynchronizationSequence = Sequence([timing])
            frame.FrameContentSequence = Sequence([_item(TemporalPositionIndex=phase + 1)])
        frame.PixelValueTransformationSequence = Sequence([_item(RescaleSlope=1, RescaleIntercept=0)])
        frames.append(frame)
    dataset.PerFrameFunctionalGroupsSequence = Sequence(frames)
    dataset.PixelData = b"".join(cine.pixels(phase, slice_).astype("<u2").tobytes() for phase, slice_ in keys)
    return dataset


def _item(**values) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


@pytest.mark.parametrize("legacy", [False, True], ids=["enhanced", "legacy-converted"])
@pytest.mark.parametrize("compressed", [False, True], ids=["native", "compressed"])
def test_c14_a_multi_frame_file_gives_the_same_stack_as_classic_files(
    tmp_path, synthetic_cine, read, legacy, compressed
):
    cine = synthetic_cine(slices=3, phases=4)
    keys = sorted(cine.datasets)
    random.Random(5).shuffle(keys)
    cine.write(tmp_path / "classic")
    (tmp_path / "enhanced").mkdir()
    enhanced = _enhanced(cine, legacy=legacy, keys=keys)
    if compressed:
        enhanced.compress(RLELossless, generate_instance_uid=False)
    enhanced.save_as(tmp_path / "enhanced" / "all.dcm")
    study, classic = read(tmp_path / "enhanced"), read(tmp_path / "classic")
    assert_same_stack(study, cine)
    ours, theirs = study.short_axis.stack, classic.short_axis.stack
    np.testing.assert_allclose(ours.affine_mm, theirs.affine_mm)
    np.testing.assert_allclose(ours.trigger_times_ms, theirs.trigger_times_ms)
    assert ours.frame_time_ms == pytest.approx(theirs.frame_time_ms)
    assert study.short_axis.notes == ()


def test_c14_a_multi_frame_file_cut_short_misses_only_its_last_frames(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(slices=3, phases=4)
    path = tmp_path / "all.dcm"
    _enhanced(cine, legacy=False, keys=sorted(cine.datasets)).save_as(path)
    path.write_bytes(path.read_bytes()[:-100])
    stack = read(path).short_axis.stack
    assert stack.present.sum() == 11
    assert not stack.present[3, 2]
