"""Synthetic cine studies as real DICOM files, and a pool of decoding processes that all tests of reading share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

from cmrstudio.domain.progress import Cancellation, NeverCancelled, SilentProgress
from cmrstudio.domain.study import Study, StudyListener
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.reader import read_study

ROW = np.array([0.0, 0.6, -0.8])
COLUMN = np.array([-0.8, -0.48, -0.36])


class SyntheticCine:
    """A small short-axis cine whose datasets a test may change before it writes them.

    ``datasets`` is keyed by (phase index, slice index), slices from base to apex. Every image is different.
    """

    def __init__(
        self,
        slices: int = 3,
        phases: int = 4,
        shape: tuple[int, int] = (12, 10),
        spacing_mm: tuple[float, float] = (1.5, 1.5),
        gap_mm: float = 10.0,
        interval_ms: float = 800.0,
        origin_mm: tuple[float, float, float] = (-50.0, 20.0, 90.0),
        row: np.ndarray = ROW,
        column: np.ndarray = COLUMN,
        study_uid: str | None = None,
        series_uid: str | None = None,
        frame_of_reference_uid: str | None = None,
    ) -> None:
        self.slices, self.phases, self.shape = slices, phases, shape
        self.study_uid = study_uid or generate_uid()
        self.series_uid = series_uid or generate_uid()
        self.frame_of_reference_uid = frame_of_reference_uid or generate_uid()
        self.spacing_mm, self.gap_mm, self.interval_ms = spacing_mm, gap_mm, interval_ms
        self.row, self.column = row, column
        normal = np.cross(row, column)
        self.towards_apex = normal if normal @ [1, -1, -1] > 0 else -normal
        self.origin_mm = np.array(origin_mm)
        self.datasets = {(p, s): self._dataset(p, s) for s in range(slices) for p in range(phases)}

    def pixels(self, phase: int, slice_: int) -> np.ndarray:
        """The image [row, column] at one place: values tell the phase, the slice and the pixel."""
        ramp = np.arange(np.prod(self.shape), dtype=np.int64).reshape(self.shape)
        return (ramp + 1000 * slice_ + 200 * phase).astype(np.uint16)

    @property
    def expected(self) -> np.ndarray:
        """All images [phase, slice, row, column]."""
        return np.array([[self.pixels(p, s) for s in range(self.slices)] for p in range(self.phases)])

    def write(self, folder: Path, names: Callable[[int], str] = "image-{:04d}.dcm".format) -> list[Path]:
        """Write all datasets, numbered in the order of ``datasets``."""
        return write_datasets(list(self.datasets.values()), folder, names)

    def _dataset(self, phase: int, slice_: int) -> FileDataset:
        dataset = FileDataset(None, Dataset(), file_meta=FileMetaDataset(), preamble=b"\0" * 128)
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = MRImageStorage
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        dataset.StudyInstanceUID, dataset.SeriesInstanceUID = self.study_uid, self.series_uid
        dataset.FrameOfReferenceUID = self.frame_of_reference_uid
        dataset.Modality, dataset.PatientID, dataset.PatientName = "MR", "P-001", "Somebody^Real"
        dataset.StudyDate, dataset.AcquisitionDate, dataset.AcquisitionTime = (
            "20240229",
            "20240229",
            f"10{slice_:02d}00",
        )
        dataset.SeriesNumber, dataset.AcquisitionNumber = 7, 1
        dataset.InstanceNumber = slice_ * self.phases + phase + 1
        dataset.ImageType = ["ORIGINAL", "PRIMARY", "M"]
        dataset.ScanningSequence, dataset.SequenceVariant = "GR", "SS"
        dataset.ImagePositionPatient = [float(v) for v in self.origin_mm + slice_ * self.gap_mm * self.towards_apex]
        dataset.ImageOrientationPatient = [float(v) for v in (*self.row, *self.column)]
        dataset.PixelSpacing = list(self.spacing_mm)
        dataset.SliceThickness, dataset.SpacingBetweenSlices = 8.0, self.gap_mm
        dataset.TriggerTime = round(10 + phase * self.interval_ms / self.phases, 3)
        dataset.NominalInterval, dataset.CardiacNumberOfImages = int(self.interval_ms), self.phases
        dataset.HeartRate = round(60_000 / self.interval_ms)
        dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
        dataset.Rows, dataset.Columns = self.shape
        dataset.BitsAllocated = dataset.BitsStored = 16
        dataset.HighBit, dataset.PixelRepresentation = 15, 0
        dataset.PixelData = self.pixels(phase, slice_).astype("<u2").tobytes()
        return dataset


def write_datasets(
    datasets: list[Dataset], folder: Path, names: Callable[[int], str] = "image-{:04d}.dcm".format
) -> list[Path]:
    """Write datasets into a folder; returns their paths in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, dataset in enumerate(datasets):
        path = folder / names(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        dataset.save_as(path)
        paths.append(path)
    return paths


@pytest.fixture
def synthetic_cine() -> type[SyntheticCine]:
    """The class that makes synthetic studies."""
    return SyntheticCine


@pytest.fixture
def write_dicom() -> Callable[..., list[Path]]:
    """Write a list of datasets into a folder."""
    return write_datasets


@pytest.fixture(scope="session")
def decode_pool() -> Iterator[DecodePool]:
    """Two decoding processes for all tests."""
    with DecodePool(2) as pool:
        yield pool


ReadStudy = Callable[..., Study]


@pytest.fixture
def read(decode_pool: DecodePool) -> ReadStudy:
    """Read a study with the shared pool."""

    def read_path(
        path: Path,
        listener: StudyListener | None = None,
        cancellation: Cancellation | None = None,
        pool: DecodePool = decode_pool,
    ) -> Study:
        cancelled = cancellation or NeverCancelled()
        return read_study(path, progress=SilentProgress(), cancellation=cancelled, listener=listener, pool=pool)

    return read_path


@pytest.fixture
def reasons() -> Callable[[Study], dict[str, str]]:
    """What a study left out: reason by file name."""

    def by_name(study: Study) -> dict[str, str]:
        return {item.path.name: item.reason for item in study.left_out}

    return by_name
