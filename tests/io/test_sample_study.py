"""The bundled study has the pixels of the originals and headers that keep to the standard."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pydicom
import pytest

from cmrstudio.domain.resource_paths import sample_study_folder

PROJECT = Path(__file__).resolve().parents[2]
ORIGINAL = PROJECT / "../shared/data/sunnybrook/cine/SC-HF-I-01"
ORIGINAL_FOLDERS = {"cine": "dicom", "localizers": "dicom_localizers"}


def _hash_list() -> dict[str, str]:
    lines = sample_study_folder().with_suffix(".sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def _hash(pixels: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(pixels, "<i2").tobytes()).hexdigest()


def test_every_file_of_the_sample_has_the_pixels_of_the_hash_list():
    folder = sample_study_folder()
    found = {
        path.relative_to(folder).as_posix(): _hash(pydicom.dcmread(path).pixel_array) for path in folder.rglob("*.dcm")
    }
    assert len(found) == 255
    assert found == _hash_list()


@pytest.mark.skipif(not ORIGINAL.is_dir(), reason="the Sunnybrook originals are not beside the project")
@pytest.mark.filterwarnings("ignore:Invalid value for VR:UserWarning")
def test_the_hash_list_is_that_of_the_original_files():
    original = {}
    for ours, theirs in ORIGINAL_FOLDERS.items():
        for path in (ORIGINAL / theirs).glob("*.dcm"):
            dataset = pydicom.dcmread(path)
            prefix = "slice-and-phase" if ours == "cine" else "localizer"
            original[f"{ours}/{prefix}-{int(dataset.InstanceNumber):03d}.dcm"] = _hash(dataset.pixel_array)
    assert original == _hash_list()


def test_headers_of_the_sample_hold_only_valid_uids_and_dates():
    sop_uids = set()
    shared = set()
    for path in sample_study_folder().rglob("*.dcm"):
        dataset = pydicom.dcmread(path, stop_before_pixels=True)
        assert all(element.value.is_valid for element in dataset.iterall() if element.VR == "UI")
        assert dataset.StudyDate == dataset.ContentDate == "20120101"
        assert dataset.PatientBirthDate == ""
        assert dataset.file_meta.MediaStorageSOPInstanceUID == dataset.SOPInstanceUID
        sop_uids.add(dataset.SOPInstanceUID)
        shared.add((dataset.StudyInstanceUID, dataset.SeriesInstanceUID, dataset.FrameOfReferenceUID))
    assert len(sop_uids) == 255
    assert len(shared) == 1


def test_the_sample_is_at_most_nine_megabytes():
    assert sum(path.stat().st_size for path in sample_study_folder().rglob("*") if path.is_file()) <= 9_000_000
