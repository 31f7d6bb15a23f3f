"""The ACDC layout: NIfTI volumes, one folder a patient, with `patients.csv`, with `Info.cfg`, or with neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy as np
import numpy.typing as npt
from nibabel.nifti1 import Nifti1Pair

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import CAVITY
from cmrstudio.domain.phases import phase_names
from cmrstudio.io.nifti import MM_PER_UNIT, UNREADABLE
from training.layouts.images import (
    check_image,
    check_same_size,
    chosen_subjects,
    found_any,
    myocardium_is_known,
    subfolders,
)
from training.layouts.layout import ACDC_NUMBERS, UNKNOWN_GROUP, LabelNumbers, Subject
from training.layouts.masks import check_numbers, labels_from_numbers
from training.layouts.subject_table import length_mm, read_csv
from training.truth import TruthVolume

# What an image without calibration is taken to be: the set's own placeholder.
PLACEHOLDER_MM = (1.5, 1.5)
# Headers without a unit that hold one of these (x, y, z) hold what programs write where they know no spacing.
PLACEHOLDER_HEADERS_MM = ((1.5, 1.5, 10.0), (1.0, 1.0, 1.0))
PATIENTS_CSV, INFO_CFG = "patients.csv", "Info.cfg"
FRAME = re.compile(r"_frame(\d+)_gt\.nii(\.gz)?$")
FRAME_COLUMNS = {"ED": "end_diastole_frame", "ES": "end_systole_frame"}
EXPECTED = "one folder a patient with PATIENT_frameNN.nii.gz and PATIENT_frameNN_gt.nii.gz"


@dataclass(frozen=True)
class _Calibration:
    """Spacing (row, column) and between slices in mm; ``known`` is false for a placeholder."""

    pixel_spacing_mm: tuple[float, float]
    slice_spacing_mm: float | None
    known: bool


@dataclass(frozen=True)
class AcdcLayout:
    """Folders PATIENT with PATIENT_frameNN.nii.gz and _gt.nii.gz.

    What a patient is (group, ED and ES frame) stands in ``patients.csv`` beside the folders, else in the patient's
    ``Info.cfg``, else ED is the frame with the larger cavity. Spacing comes from ``patients.csv`` where there is one, a
    blank there meaning unknown, and from the NIfTI header elsewhere. A volume with a cavity but no myocardium at all is
    one whose epicardium nobody drew: there the myocardium is unknown.
    """

    labels: LabelNumbers = ACDC_NUMBERS
    name: str = "acdc"

    def subjects(self, folder: Path) -> list[Subject]:
        """Every folder with truth in it."""
        rows = _patients(folder)
        folders = [path for path in subfolders(folder) if _truth_files(path)]
        found = [Subject(path.name, _group(path, rows.get(path.name))) for path in folders]
        return found_any(folder, found, EXPECTED)

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """The volumes of every patient, ED first."""
        rows = _patients(folder)
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            yield from self._patient(folder / subject.subject, subject, rows.get(subject.subject), folder)

    def _patient(self, folder: Path, subject: Subject, row: dict[str, str] | None, root: Path) -> Iterator[TruthVolume]:
        frames = _frames(folder, row, self.labels)
        truths = {phase: _label_numbers(path, _load(path)) for phase, path in frames.items()}
        numbers = {int(number) for truth in truths.values() for number in np.unique(truth)}
        for phase, path in frames.items():
            check_numbers(path, numbers, self.labels)
            labels, image = labels_from_numbers(truths[phase], self.labels), _load(_image_of(path))
            pixels = _values(_image_of(path), image)
            check_same_size(_image_of(path), pixels, path, labels)
            for index, slice_ in enumerate(pixels):
                check_image(_image_of(path), slice_, f"on slice {index + 1}, ")
            calibration = _from_header(_image_of(path), image) if row is None else _from_row(root / PATIENTS_CSV, row)
            yield TruthVolume(
                self.name,
                subject.subject,
                subject.group,
                phase,
                pixels,
                labels,
                calibration.pixel_spacing_mm,
                calibration.slice_spacing_mm,
                calibration.known,
                self.labels.myocardium is not None and myocardium_is_known(labels),
            )


def _patients(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / PATIENTS_CSV
    rows = read_csv(path) if path.exists() else []
    needed = ("patient", *FRAME_COLUMNS.values())
    for column in needed:
        if rows and column not in rows[0]:
            raise TrainingDataError(path, f"it has no column named {column}: give it {', '.join(needed)}")
    return {row["patient"]: row for row in rows}


def _truth_files(folder: Path) -> dict[int, Path]:
    """Truth by frame number."""
    found = {int(match[1]): path for path in folder.iterdir() if (match := FRAME.search(path.name))}
    return dict(sorted(found.items()))


def _info(folder: Path) -> dict[str, str]:
    path = folder / INFO_CFG
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingDataError(path, f"it cannot be read ({error}): see to the file and its rights") from error
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _group(folder: Path, row: dict[str, str] | None) -> str:
    return (row.get("group") if row else _info(folder).get("Group")) or UNKNOWN_GROUP


def _frames(folder: Path, row: dict[str, str] | None, numbers: LabelNumbers) -> dict[str, Path]:
    """The truth file of each phase."""
    files = _truth_files(folder)
    facts = {phase: row[column] for phase, column in FRAME_COLUMNS.items()} if row else _info(folder)
    if any(facts.get(phase) for phase in FRAME_COLUMNS):
        told_by = folder.parent / PATIENTS_CSV if row else folder / INFO_CFG
        return {phase: _told_frame(folder, files, phase, facts, told_by) for phase in FRAME_COLUMNS}
    cavities = {
        frame - 1: {0: int((labels_from_numbers(_label_numbers(path, _load(path)), numbers) == CAVITY).sum())}
        for frame, path in files.items()
    }
    names = phase_names(cavities)
    return {names[index]: files[index + 1] for index in sorted(names, key=lambda index: (names[index] != "ED", index))}


def _told_frame(folder: Path, files: dict[int, Path], phase: str, facts: dict[str, str], told_by: Path) -> Path:
    text = facts.get(phase, "")
    if not text.isdigit():
        raise TrainingDataError(
            told_by, f"the {phase} frame of {folder.name} is {text!r}; give the number of the frame"
        )
    if int(text) not in files:
        missing = folder / f"{folder.name}_frame{int(text):02d}_gt.nii.gz"
        raise TrainingDataError(
            missing, f"it is absent, but {told_by} names it as {phase}: add it, or correct the number"
        )
    return files[int(text)]


def _image_of(truth: Path) -> Path:
    return truth.with_name(truth.name.replace("_gt.nii", ".nii"))


def _load(path: Path) -> Nifti1Pair:
    if not path.exists():
        raise TrainingDataError(path, "it is absent: put every image's truth beside it, and every truth's image")
    try:
        image = nibabel.load(path)
    except UNREADABLE as error:
        raise TrainingDataError(path, f"it cannot be read as a NIfTI file ({error}): export it again") from error
    if not isinstance(image, Nifti1Pair):
        raise TrainingDataError(path, f"it is no NIfTI file but {type(image).__name__}; convert it to NIfTI")
    return image


def _values(path: Path, image: Nifti1Pair) -> npt.NDArray[np.generic]:
    """A volume as [slice, row, column]."""
    try:
        values = np.asarray(image.dataobj)
    except (*UNREADABLE, MemoryError) as error:
        raise TrainingDataError(path, f"its values cannot be read ({error}): copy the whole file again") from error
    while values.ndim > 3 and values.shape[-1] == 1:
        values = values[..., 0]
    if values.ndim != 3 or 0 in values.shape or values.dtype.kind not in "biuf":
        raise TrainingDataError(
            path, f"it holds {values.dtype} of shape {values.shape}: give a volume of three axes (x, y, slice)"
        )
    return values.transpose(2, 1, 0)


def _label_numbers(path: Path, image: Nifti1Pair) -> npt.NDArray[np.int64]:
    values = _values(path, image)
    with np.errstate(invalid="ignore"):
        whole = np.rint(values).astype(np.int64)
    if not np.isfinite(values).all() or np.abs(values - whole).max() > 1e-3:
        raise TrainingDataError(path, "its values are no whole numbers: give one label number a pixel")
    return np.asarray(whole)


def _from_row(path: Path, row: dict[str, str]) -> _Calibration:
    row_mm, column_mm, slice_mm = (length_mm(path, row, f"spacing_{axis}_mm") for axis in "yxz")
    if row_mm is None or column_mm is None:
        return _Calibration(PLACEHOLDER_MM, None, False)
    return _Calibration((row_mm, column_mm), slice_mm, True)


def _from_header(path: Path, image: Nifti1Pair) -> _Calibration:
    unit, _ = image.header.get_xyzt_units()  # type: ignore[no-untyped-call]
    lengths = np.abs(np.array(image.header.get_zooms()[:3], np.float64))  # type: ignore[no-untyped-call]
    x_mm, y_mm, z_mm = (round(float(length) * MM_PER_UNIT.get(unit, 1.0), 6) for length in lengths)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise TrainingDataError(
            path, f"its header's pixel spacing is {x_mm} x {y_mm} x {z_mm}; set pixdim to the true one"
        )
    is_placeholder = unit not in MM_PER_UNIT and (x_mm, y_mm, z_mm) in PLACEHOLDER_HEADERS_MM
    return _Calibration((y_mm, x_mm), None if is_placeholder else z_mm, not is_placeholder)
