"""Synthetic cine studies as real DICOM files, and a pool of decoding processes that all tests of reading share."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import Cancellation, NeverCancelled, SilentProgress
from cmrstudio.domain.reading_report import ReadingReport, compose
from cmrstudio.domain.study import CineStack, Series, Study, StudyListener, View
from cmrstudio.domain.verification import Verification
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.reader import read_study
from cmrstudio.io.report_files import illustrated

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


RING = np.column_stack([np.cos(np.arange(12) * np.pi / 6), np.sin(np.arange(12) * np.pi / 6)])


@pytest.fixture
def reading() -> SimpleNamespace:
    """A study of 8 phases and 5 slices with contours at all of them, and the same measured."""
    phases, slices = 8, 5
    rows, columns = np.mgrid[:64, :64] - 32
    image = np.where(np.hypot(rows, columns) < 12, 900, 200).astype(np.int16)
    stack = CineStack(
        pixels=np.tile(image, (phases, slices, 1, 1)),
        present=np.ones((phases, slices), bool),
        pixel_spacing_mm=(1.5, 1.5),
        slice_positions_mm=np.arange(slices) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], slices, axis=0),
        trigger_times_ms=np.repeat(np.arange(phases)[:, None] * 40.0, slices, axis=1),
        sop_uids=np.full((phases, slices), "1.2.3"),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )
    series = Series("1.2.1", View.SHORT_AXIS, "SA cine", stack, notes=("The slices are not evenly spaced.",))
    study = Study("1.1.1", "f0" * 32, "2020-03-04", (series,), Path("/phantom/1"), patient_label="Ω-4711")
    drawn = {}
    for phase, slice_ in np.ndindex(phases, slices):
        radius = 12 - 3 * np.sin(np.pi * phase / phases)
        contours = tuple(
            Contour(structure, 32 + size * RING, "unet@1.0.0", 0.9)
            for structure, size in ((Structure.LV_ENDOCARDIUM, radius), (Structure.LV_EPICARDIUM, radius + 6))
        )
        drawn[phase, slice_] = SliceAnnotation(series.series_uid, phase, slice_, contours)
    measures = measure(stack, drawn, PhaseSelection(0, 4))
    return SimpleNamespace(study=study, series=series, stack=stack, annotations=drawn, measures=measures)


@pytest.fixture
def make_report(reading: SimpleNamespace) -> Callable[..., ReadingReport]:
    """The report of ``reading``; the contours at end-diastole are verified. Fields may be given anew."""

    def make(*, with_identity: bool = True, **fields: object) -> ReadingReport:
        when = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
        verified = {
            key: Verification(one.key, 1, "Dr. Example", when, one.content_sha256)
            for key, one in reading.annotations.items()
            if key[0] == reading.measures.phases.end_diastole
        }
        report = compose(
            reading.study,
            reading.series,
            reading.measures,
            reading.annotations,
            verified,
            made_at=when,
            with_identity=with_identity,
            licences={"unet@1.0.0": "CC BY-NC-SA 4.0"},
        )
        return replace(illustrated(report, reading.stack, reading.annotations), **fields)  # type: ignore[arg-type]

    return make


@contextmanager
def _no_room() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def no_room() -> Callable[[], AbstractContextManager[None]]:
    """Within it the system lets no file grow beyond 100 bytes, as on a full disk."""
    return _no_room
