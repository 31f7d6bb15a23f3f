"""Decode one image of a DICOM dataset into values that mean something: bright is high, slope and intercept applied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydicom.dataset import FileDataset
from pydicom.encaps import get_frame
from pydicom.pixels import pixel_array
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGLSLossless,
    JPEGLSNearLossless,
)

from cmrstudio.io.dicom import tags
from cmrstudio.io.dicom.header import PixelFormat
from cmrstudio.io.dicom.open import READ_ERRORS, FileRefusedError

END_OF_CODESTREAM = b"\xff\xd9"
"""JPEG, JPEG-LS (EOI) and JPEG 2000 (EOC) end with the same marker."""

TELLING_DECODERS = ("pylibjpeg", "pyjpegls", "pydicom", "pillow", "gdcm")
PLAIN_SYNTAXES = (ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian)

JPEG_LS_SYNTAXES = (JPEGLSLossless, JPEGLSNearLossless)

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
    frame = _whole_frame(dataset, frame_index, frame_count) if tags.PIXEL_DATA in dataset else b""
    syntax = dataset.file_meta.TransferSyntaxUID
    stored: npt.NDArray[np.generic] | None = None
    try:
        if frame and syntax in PLAIN_SYNTAXES:
            stored = _plain_frame(dataset, frame)
        elif frame and syntax in JPEG_LS_SYNTAXES:
            stored = _jpeg_ls_frame(dataset, frame)
        if stored is None:
            stored = pixel_array(dataset, index=frame_index if frame_count > 1 else None, raw=True)
    except (*READ_ERRORS, RuntimeError) as error:
        raise FileRefusedError(f"its pixel data cannot be decoded: {_gist(error)}") from error
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


def _whole_frame(dataset: FileDataset, frame_index: int, frame_count: int) -> bytes:
    """The bytes of one frame, compressed or not. Raises ``FileRefusedError`` where they are cut short."""
    syntax = dataset.file_meta.TransferSyntaxUID
    data = dataset.PixelData
    if not syntax.is_encapsulated:
        frame_bytes = dataset.Rows * dataset.Columns * dataset.BitsAllocated // 8
        start = frame_index * frame_bytes
        if len(data) < start + frame_bytes:
            raise FileRefusedError(f"its pixel data are cut short ({len(data)} of {frame_count * frame_bytes} bytes)")
        return bytes(data[start : start + frame_bytes])
    try:
        frame = get_frame(data, frame_index, number_of_frames=frame_count, extended_offsets=_extended_offsets(dataset))
    except READ_ERRORS as error:
        raise FileRefusedError(f"its pixel data are cut short or damaged: {_gist(error)}") from error
    if syntax.startswith(JPEG_FAMILY_PREFIX) and END_OF_CODESTREAM not in frame[-64:]:
        raise FileRefusedError("its pixel data are cut short (the compressed image has no end)")
    return frame


def _plain_frame(dataset: FileDataset, frame: bytes) -> npt.NDArray[np.generic]:
    """A frame of uncompressed little-endian pixel data as it stands."""
    kind = "i" if dataset.get("PixelRepresentation") == 1 else "u"
    values = np.frombuffer(frame, f"<{kind}{dataset.BitsAllocated // 8}")
    return values.reshape(dataset.Rows, dataset.Columns)


def _jpeg_ls_frame(dataset: FileDataset, frame: bytes) -> npt.NDArray[np.generic] | None:
    """A JPEG-LS frame by CharLS, which takes half the time of the decoder that pydicom prefers.

    None for signed values that do not fill their words: these need the sign extension that pydicom does.
    """
    import jpeg_ls  # type: ignore[import-untyped,unused-ignore]

    is_signed = dataset.get("PixelRepresentation") == 1
    if is_signed and dataset.BitsStored != dataset.BitsAllocated:
        return None
    values: npt.NDArray[np.generic] = jpeg_ls.decode(np.frombuffer(frame, np.uint8))
    if values.dtype.itemsize * 8 != dataset.BitsAllocated:
        return None
    return values.view(f"i{values.dtype.itemsize}") if is_signed else values


def _extended_offsets(dataset: FileDataset) -> tuple[bytes, bytes] | None:
    offsets, lengths = dataset.get("ExtendedOffsetTable"), dataset.get("ExtendedOffsetTableLengths")
    return (offsets, lengths) if offsets and lengths else None


def _gist(error: BaseException) -> str:
    """One line of an error; where pydicom lists what every decoder said, the one that explains itself best."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    told = next((line for name in TELLING_DECODERS for line in lines[1:] if line.startswith(f"{name}: ")), lines[0])
    return (lines[0] if told is lines[0] else told.partition(": ")[2])[:200].rstrip(".")
