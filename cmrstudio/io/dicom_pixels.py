"""Decode one image of a DICOM dataset into values that mean something: bright is high, slope and intercept applied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydicom.dataset import FileDataset
from pydicom.encaps import get_frame
from pydicom.pixels import pixel_array
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from cmrstudio.io import dicom_tags as tags
from cmrstudio.io.dicom_header import PixelFormat
from cmrstudio.io.dicom_open import READ_ERRORS, FileRefusedError

END_OF_CODESTREAM = b"\xff\xd9"
"""JPEG, JPEG-LS (EOI) and JPEG 2000 (EOC) end with the same marker."""

PLAIN_SYNTAXES = (ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian)

JPEG_FAMILY_PREFIX = "1.2.840.10008.1.2.4."


def decode_image(
    dataset: FileDataset, frame_index: int, pixel_format: PixelFormat, data_type: str
) -> npt.NDArray[np.generic]:
    """The image [row, column] at ``frame_index`` as ``data_type``, which must hold its values.

    Raises ``FileRefusedError`` where pixel data are cut short or no decoder reads them; never fills in what is missing.
    """
    frame_count = int(dataset.get("NumberOfFrames") or 1)
    if not any(tag in dataset for tag in tags.ALL_PIXEL_DATA):
        raise FileRefusedError("its pixel data are missing: the file is cut short, or was exported without them")
    if tags.PIXEL_DATA in dataset:
        _refuse_truncated(dataset, frame_index, frame_count)
    try:
        if tags.PIXEL_DATA in dataset and dataset.file_meta.TransferSyntaxUID in PLAIN_SYNTAXES:
            stored = _plain_frame(dataset, frame_index)
        else:
            stored = pixel_array(dataset, index=frame_index if frame_count > 1 else None, raw=True)
    except READ_ERRORS as error:
        raise FileRefusedError(f"its pixel data cannot be decoded: {_first_line(error)}") from error
    if stored.shape != (dataset.Rows, dataset.Columns):
        raise FileRefusedError(f"its pixel data have the shape {stored.shape}, not {dataset.Rows} x {dataset.Columns}")
    return apply_pixel_format(stored, pixel_format, data_type)


def apply_pixel_format(
    stored: npt.NDArray[np.generic], pixel_format: PixelFormat, data_type: str
) -> npt.NDArray[np.generic]:
    """Make stored values [row, column] meaningful: MONOCHROME1 inverted, then slope and intercept (PS3.3 C.11.1)."""
    plain = pixel_format.slope == 1 and pixel_format.intercept == 0 and not pixel_format.is_inverted
    if plain:
        return np.ascontiguousarray(stored, data_type)
    values = stored.astype(np.float64)
    if pixel_format.is_inverted:
        low, high = (float(stored.min()), float(stored.max())) if pixel_format.is_float else pixel_format.stored_range
        values = (low + high) - values
    values = values * pixel_format.slope + pixel_format.intercept
    return np.ascontiguousarray(values, data_type)


def _refuse_truncated(dataset: FileDataset, frame_index: int, frame_count: int) -> None:
    syntax = dataset.file_meta.TransferSyntaxUID
    data = dataset.PixelData
    if not syntax.is_encapsulated:
        frame_bytes = dataset.Rows * dataset.Columns * dataset.BitsAllocated // 8
        if len(data) < (frame_index + 1) * frame_bytes:
            expected = frame_count * frame_bytes
            raise FileRefusedError(f"its pixel data are cut short ({len(data)} of {expected} bytes)")
        return
    try:
        frame = get_frame(data, frame_index, number_of_frames=frame_count, extended_offsets=_extended_offsets(dataset))
    except READ_ERRORS as error:
        raise FileRefusedError(f"its pixel data are cut short or damaged: {_first_line(error)}") from error
    if syntax.startswith(JPEG_FAMILY_PREFIX) and END_OF_CODESTREAM not in frame[-64:]:
        raise FileRefusedError("its pixel data are cut short (the compressed image has no end)")


def _plain_frame(dataset: FileDataset, frame_index: int) -> npt.NDArray[np.generic]:
    """A frame of uncompressed pixel data as it stands; the frames before and after it may be broken."""
    kind = "i" if dataset.get("PixelRepresentation") == 1 else "u"
    data_type = np.dtype(f"<{kind}{dataset.BitsAllocated // 8}")
    count = dataset.Rows * dataset.Columns
    offset = frame_index * count * data_type.itemsize
    return np.frombuffer(dataset.PixelData, data_type, count, offset).reshape(dataset.Rows, dataset.Columns)


def _extended_offsets(dataset: FileDataset) -> tuple[bytes, bytes] | None:
    offsets, lengths = dataset.get("ExtendedOffsetTable"), dataset.get("ExtendedOffsetTableLengths")
    return (offsets, lengths) if offsets and lengths else None


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]
