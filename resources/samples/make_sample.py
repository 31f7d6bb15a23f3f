"""Make the bundled study from Sunnybrook's SC-HF-I-01: same pixels in lossless JPEG-LS, valid DICOM headers.

Run as ``python resources/samples/make_sample.py SOURCE TARGET``, where SOURCE is the folder with ``dicom`` and
``dicom_localizers`` in it. The result is the same on every run: new UIDs are hashes of the old ones.
"""

# ruff: noqa: INP001  (a script beside its data, no package)
from __future__ import annotations

import argparse
import hashlib
import warnings
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, JPEGLSLossless

FOLDERS = {"dicom": "cine", "dicom_localizers": "localizers"}
DATE_TAGS = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate")
VALID_DATE = "20120101"


def uuid_uid(text: str) -> UID:
    """A valid UID under 2.25 that depends on ``text`` alone (DICOM PS3.5 annex B.2, bits of UUID 4)."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")
    number = number & ~(0xF << 76) | (0x4 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return UID(f"2.25.{number}")


def pixel_hash(pixels: np.ndarray) -> str:
    """SHA-256 of an image's values [row, column] as little-endian signed 16-bit numbers."""
    return hashlib.sha256(np.ascontiguousarray(pixels, "<i2").tobytes()).hexdigest()


def with_valid_header(source: FileDataset) -> FileDataset:
    """Replace UIDs and dates that break the standard and drop references to objects that are not in the study."""
    dataset = FileDataset(None, Dataset(), preamble=b"\0" * 128, file_meta=FileMetaDataset())
    for element in source:
        referenced = element.keyword.startswith("Referenced") and element.VR == "SQ"
        empty_sequence = element.VR == "SQ" and not any(len(item) for item in element.value)
        retired = element.tag.element == 0 or element.tag.group == 0x0032
        if retired or referenced or empty_sequence or element.tag.is_private:
            continue
        dataset.add(element)
    dataset.StudyInstanceUID = uuid_uid(source.StudyInstanceUID)
    dataset.SeriesInstanceUID = uuid_uid(source.SeriesInstanceUID)
    dataset.SOPInstanceUID = uuid_uid(source.SOPInstanceUID)
    # The originals carry another frame of reference in every file; one examination has one.
    dataset.FrameOfReferenceUID = uuid_uid(source.StudyInstanceUID + " frame of reference")
    for keyword in DATE_TAGS:
        if keyword in dataset:
            setattr(dataset, keyword, VALID_DATE)
    dataset.BodyPartExamined = "HEART"  # unpaired: no laterality
    dataset.pop("Laterality", None)
    if not dataset.get("InversionTime"):
        dataset.pop("InversionTime", None)
    dataset.PatientBirthDate = ""
    dataset.ReferringPhysicianName = ""
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta.TransferSyntaxUID = source.file_meta.TransferSyntaxUID
    dataset.file_meta.ImplementationClassUID = uuid_uid("cmrstudio")
    dataset.file_meta.ImplementationVersionName = "CMRSTUDIO"
    return dataset


def make_sample(source: Path, target: Path) -> int:
    """Write the sample below ``target``, the hashes of its pixels beside it, and return its size in bytes."""
    size = 0
    hashes = []
    for source_name, target_name in FOLDERS.items():
        folder = target / target_name
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted((source / source_name).glob("*.dcm")):
            original = pydicom.dcmread(path)
            pixels = original.pixel_array.copy()
            dataset = with_valid_header(original)
            dataset.compress(JPEGLSLossless, encoding_plugin="pyjpegls", generate_instance_uid=False)
            prefix = "slice-and-phase" if target_name == "cine" else "localizer"
            output = folder / f"{prefix}-{int(original.InstanceNumber):03d}.dcm"
            dataset.save_as(output, enforce_file_format=True)
            written = pydicom.dcmread(output).pixel_array
            if not np.array_equal(written, pixels):
                raise SystemExit(f"{path}: the pixels changed on compression")
            hashes.append(f"{pixel_hash(pixels)}  {target_name}/{output.name}\n")
            size += output.stat().st_size
    target.with_suffix(".sha256").write_text("".join(hashes))
    return size


def main() -> None:
    """Read the two folders from the command line."""
    parser = argparse.ArgumentParser(description="Make the bundled study.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", message="Invalid value for VR", category=UserWarning)
    size = make_sample(arguments.source, arguments.target)
    print(f"{size / 1e6:.2f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
