"""NIfTI files: a 3-D or 4-D image as a study, and label maps on exactly the same grid.

A NIfTI array is [x, y, z, t]; a stack is [phase, slice, row, column] = [t, z, y, x]. No axis is flipped or resampled:
pixel (column, row) of a slice is element (x, y) of the file.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import numpy.typing as npt
from nibabel.filebasedimages import ImageFileError
from nibabel.nifti1 import Nifti1Header, Nifti1Image, Nifti1Pair
from nibabel.nifti2 import Nifti2Header, Nifti2Image
from nibabel.spatialimages import HeaderDataError

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.errors import OutputError, StudyReadError
from cmrstudio.domain.labels import label_image
from cmrstudio.domain.progress import Cancellation, Progress, raise_if_cancelled
from cmrstudio.domain.study import CineStack, Series, Study, StudyListener, View
from cmrstudio.io.atomic_file import write_atomically

NOMINAL_CYCLE_MS = 1000.0
PLAUSIBLE_FRAME_TIMES_MS = (1.0, 500.0)
MM_PER_UNIT = {"mm": 1.0, "meter": 1000.0, "micron": 0.001}
MS_PER_UNIT = {"msec": 1.0, "sec": 1000.0, "usec": 0.001}
# World coordinates: NIfTI's x and y point right and anterior (RAS), a stack's left and posterior (LPS).
RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
UNREADABLE = (OSError, EOFError, ValueError, zlib.error, ImageFileError, HeaderDataError)


@dataclass(frozen=True)
class _Grid:
    """Where the array lies: spacing (x, y, z) in mm, affine from (x, y, z) to LPS in mm, time between phases."""

    spacing_mm: tuple[float, float, float]
    affine_mm: npt.NDArray[np.float64]
    frame_time_ms: float
    notes: tuple[str, ...]


def read_study(
    path: Path, *, progress: Progress, cancellation: Cancellation, listener: StudyListener | None = None
) -> Study:
    """Read a NIfTI file as a study with one series.

    A 3-D file has one phase. Slices stay in the order of the file, spacing is the header's ``pixdim``; the file says
    neither which end is the base nor who the patient is, so ``patient_key`` is a hash of the file. Raises
    ``StudyReadError``, ``CancelledError``.
    """
    raise_if_cancelled(cancellation)
    progress.report(0, 1, f"Reading {path.name}")
    image = _load(path)
    shape = _four_axes(path, image)
    grid = _grid(path, image, shape[3])
    pixels, pixel_notes = _pixels(path, image, shape)
    notes = (*grid.notes, *pixel_notes, "A NIfTI file does not say which end is the base: slices are in its order.")
    stack = _stack(np.zeros_like(pixels), grid)
    study = _study(path, stack, notes)
    if listener is not None:
        listener.preview(pixels[0, shape[2] // 2], stack.pixel_spacing_mm)
        listener.planned(study)
    for phase_index in range(stack.phase_count):
        raise_if_cancelled(cancellation)
        for slice_index in range(stack.slice_count):
            stack.pixels[phase_index, slice_index] = pixels[phase_index, slice_index]
            stack.present[phase_index, slice_index] = True
            if listener is not None:
                listener.frame(phase_index, slice_index)
        progress.report(phase_index + 1, stack.phase_count, f"Reading {path.name}")
    return study


def write_labels(
    path: Path,
    source: Path,
    stack: CineStack,
    annotations: Mapping[tuple[int, int], SliceAnnotation],
    phases: Collection[int] | None = None,
) -> None:
    """Write a uint8 label map (0 background, 1 LV cavity, 2 LV myocardium) with the shape and grid of ``source``.

    ``annotations`` is by (phase index, slice index); only ``phases`` are written, all where it is None, and what has no
    annotation is 0. ``path`` ends in .nii or .nii.gz. Raises ``StudyReadError`` for the source, ``OutputError``.
    """
    if not path.name.lower().endswith((".nii", ".nii.gz")):
        raise OutputError(path, "a label map is a NIfTI file: let its name end in .nii or .nii.gz.")
    image = _load(source)
    shape = _four_axes(source, image)
    rows, columns = stack.image_shape
    if shape != (columns, rows, stack.slice_count, stack.phase_count):
        raise StudyReadError(
            source, f"its shape is {image.shape} now, which is not that of the study that was read. Open it again."
        )
    labels = np.zeros(shape, np.uint8)
    for (phase_index, slice_index), annotation in annotations.items():
        if phases is None or phase_index in phases:
            labels[:, :, slice_index, phase_index] = label_image(annotation, stack.image_shape).T
    content = _label_file(image, labels.reshape(image.shape))
    # No file name and no time in the gzip header: the same labels give the same bytes.
    write_atomically(path, gzip.compress(content, mtime=0) if path.name.lower().endswith(".gz") else content)


def _load(path: Path) -> Nifti1Pair:
    try:
        image = nibabel.load(path)
    except UNREADABLE as error:
        reason = str(error).replace(str(path), path.name)  # which the message begins with
        raise StudyReadError(path, f"this cannot be read as a NIfTI file ({reason}). Choose another file.") from error
    if not isinstance(image, Nifti1Pair):
        raise StudyReadError(path, f"this is no NIfTI file but {type(image).__name__}. Convert it to NIfTI first.")
    return image


def _four_axes(path: Path, image: Nifti1Pair) -> tuple[int, int, int, int]:
    if len(image.shape) not in (3, 4) or 0 in image.shape:
        raise StudyReadError(
            path, f"a cine has 3 or 4 axes (x, y, slice, phase); this has the shape {image.shape}. Choose another file."
        )
    header: Any = image.header
    dtype = np.dtype(header.get_data_dtype())
    if dtype.kind not in "biuf":
        raise StudyReadError(path, f"its values are {dtype}; one plain number a pixel is needed. Convert it first.")
    columns, rows, slices, phases = (*image.shape, 1)[:4]
    return columns, rows, slices, phases


def _stored_pixdim(image: Nifti1Pair) -> tuple[float, ...]:
    """Spacing (x, y, z, t) as it stands in the file: nibabel itself makes a missing spacing 1 without a word."""
    header_type: Any = type(image.header)
    with image.file_map["header" if "header" in image.file_map else "image"].get_prepare_fileobj("rb") as file:
        header = header_type.from_fileobj(file, check=False)
    return tuple(float(spacing) for spacing in header["pixdim"][1:5])


def _grid(path: Path, image: Nifti1Pair, phase_count: int) -> _Grid:
    notes = []
    header: Any = image.header
    affine = image.affine
    space_unit, time_unit = header.get_xyzt_units()
    if space_unit not in MM_PER_UNIT:
        notes.append(
            "The file gives no unit of length: its pixel spacing is taken as mm. Check it before using volumes."
        )
    mm_per_unit = MM_PER_UNIT.get(space_unit, 1.0)
    zooms = _stored_pixdim(image)
    spacing = np.abs(zooms[:3]) * mm_per_unit
    if not (np.isfinite(spacing).all() and (spacing > 0).all()):
        raise StudyReadError(path, f"the header's pixel spacing is {zooms[:3]}; set pixdim to the true spacing.")
    axes = affine[:3, :3] * mm_per_unit
    lengths = np.linalg.norm(axes, axis=0)
    if not np.allclose(lengths, spacing, rtol=1e-3):
        notes.append("The file's affine and pixel spacing disagree: the pixel spacing is used.")
    axes = np.where(lengths > 0, axes / np.where(lengths > 0, lengths, 1.0), np.eye(3)) * spacing
    placed = np.eye(4)
    placed[:3, :3], placed[:3, 3] = axes, affine[:3, 3] * mm_per_unit
    if not (header["qform_code"] or header["sform_code"]):
        notes.append("The file does not say where in the patient its images lie.")
    frame_time_ms, time_notes = _frame_time(zooms[3], time_unit, phase_count)
    x_mm, y_mm, z_mm = (float(length) for length in spacing)
    return _Grid((x_mm, y_mm, z_mm), RAS_TO_LPS @ placed, frame_time_ms, (*notes, *time_notes))


def _frame_time(value: float, unit: str, phase_count: int) -> tuple[float, tuple[str, ...]]:
    frame_time_ms = value * MS_PER_UNIT.get(unit, 0.0)
    shortest, longest = PLAUSIBLE_FRAME_TIMES_MS
    if shortest <= frame_time_ms <= longest:
        return frame_time_ms, ()
    nominal = NOMINAL_CYCLE_MS / phase_count
    if phase_count == 1:
        return nominal, ()
    return nominal, ("The file gives no usable time between phases: it plays as one beat a second.",)


def _pixels(
    path: Path, image: Nifti1Pair, shape: tuple[int, int, int, int]
) -> tuple[npt.NDArray[np.generic], tuple[str, ...]]:
    """Rescaled values as [phase, slice, row, column]: int16 or uint16 where they fit, float32 elsewhere."""
    try:
        values = np.asanyarray(image.dataobj)
    except (*UNREADABLE, MemoryError) as error:
        raise StudyReadError(
            path, f"its pixels cannot be read; the file is cut off or damaged ({error}). Export it again."
        ) from error
    values = values.reshape(shape).transpose(3, 2, 1, 0)
    if values.dtype.kind in "biu":
        low, high = int(values.min()), int(values.max())
        for dtype in (np.int16, np.uint16):
            if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
                return np.ascontiguousarray(values, dtype), ()
    with np.errstate(over="ignore"):
        as_float = np.ascontiguousarray(values, np.float32)
    unknown = ~np.isfinite(as_float)
    if not unknown.any():
        return as_float, ()
    if unknown.all():
        raise StudyReadError(path, "none of its values is a finite number. Choose another file.")
    as_float[unknown] = as_float[~unknown].min()
    return as_float, (f"{int(unknown.sum())} pixels are not finite numbers: they are shown black.",)


def _stack(pixels: npt.NDArray[np.generic], grid: _Grid) -> CineStack:
    phases, slices = pixels.shape[:2]
    x_mm, y_mm, z_mm = grid.spacing_mm
    affines = np.repeat(grid.affine_mm[None], slices, axis=0)
    affines[:, :3, 3] += np.arange(slices)[:, None] * grid.affine_mm[:3, 2]
    times = np.arange(phases) * grid.frame_time_ms
    return CineStack(
        pixels=pixels,
        present=np.zeros((phases, slices), bool),
        pixel_spacing_mm=(y_mm, x_mm),
        slice_positions_mm=np.arange(slices, dtype=np.float64) * z_mm,
        affine_mm=affines,
        trigger_times_ms=np.repeat(times[:, None], slices, axis=1),
        sop_uids=np.full((phases, slices), "", np.str_),
        slice_thickness_mm=z_mm,
        frame_time_ms=grid.frame_time_ms,
    )


def _study(path: Path, stack: CineStack, notes: tuple[str, ...]) -> Study:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    label = path.name.removesuffix(".gz").removesuffix(".nii")
    series = Series(_uid(digest, "series"), View.SHORT_AXIS, label, stack, notes)
    return Study(_uid(digest, "study"), digest[:16], None, (series,), path, patient_label=label)


def _uid(digest: str, level: str) -> str:
    """A valid UID under the root for UUIDs (DICOM PS3.5 B.2), the same whenever the same file is read."""
    number = int.from_bytes(hashlib.sha256(f"{digest} {level}".encode()).digest()[:16], "big")
    return f"2.25.{number}"


def _label_file(image: Nifti1Pair, labels: npt.NDArray[np.uint8]) -> bytes:
    header_type: Any = Nifti2Header if isinstance(image.header, Nifti2Header) else Nifti1Header
    image_type: Any = Nifti2Image if isinstance(image.header, Nifti2Header) else Nifti1Image
    # The source's header, bit for bit, is the way to the very same affine; as a single file, also where it was a pair.
    header = header_type(image.header.binaryblock, endianness=image.header.endianness, check=False)
    header["magic"] = header.single_magic
    header["vox_offset"] = 0
    header.set_data_dtype(np.uint8)
    header.set_slope_inter(1.0, 0.0)
    header["cal_min"] = header["cal_max"] = 0
    header["descrip"] = b"1 LV cavity, 2 LV myocardium (cmrstudio)"
    return bytes(image_type(labels, None, header).to_bytes())
