"""Open one DICOM file without trusting it: is it DICOM, is it what it claims to be, is it safe to read on?"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

import pydicom
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_file_meta_info
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    UID_dictionary,
)
from pydicom.valuerep import VR

from cmrstudio.io.dicom import tags

MAXIMUM_INFLATED_BYTES = 256 << 20
"""A deflated file that grows beyond this is refused: a whole cine of 30 x 20 images is a quarter of it."""

MAXIMUM_NESTING = 16
"""Sequences nested deeper than this are refused; enhanced MR needs four levels."""

MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"
ENHANCED_MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4.1"
LEGACY_CONVERTED_ENHANCED_MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4.4"
MULTI_FRAME_CLASSES = (ENHANCED_MR_IMAGE, LEGACY_CONVERTED_ENHANCED_MR_IMAGE)
MR_CLASSES = (MR_IMAGE, *MULTI_FRAME_CLASSES)

READ_ERRORS = (
    InvalidDicomError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, EOFError, OverflowError,
    LookupError, struct.error, zlib.error,
)  # fmt: skip
_KNOWN_REPRESENTATIONS = frozenset(str(representation) for representation in VR)
_HEAD_BYTES = 1024
UNDEFINED_LENGTH = 0xFFFFFFFF


class FileRefusedError(Exception):
    """A file is not read; the message is the reason, fit to follow the file's name."""


def open_dicom(path: Path, *, with_pixels: bool) -> FileDataset:
    """Read a DICOM file; without ``with_pixels`` reading stops where the pixel data begin.

    A file without the DICOM mark is taken only if it turns out to be an MR image with a place in space. Raises
    ``FileRefusedError`` for files that are no DICOM, that break the standard beyond use, or that look like an attack.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  a link to a device or a pipe would block
            raise FileRefusedError("not a regular file")
        with path.open("rb") as file:
            return _open(path, file, with_pixels=with_pixels)
    except OSError as error:
        raise FileRefusedError(f"cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise FileRefusedError("refused: its sequences are nested too deep to be genuine") from error
    except MemoryError as error:
        raise FileRefusedError("refused: reading it takes more memory than any genuine file needs") from error
    except READ_ERRORS as error:
        raise FileRefusedError(f"damaged DICOM file: {_one_line(error)}") from error


def _open(path: Path, file: BinaryIO, *, with_pixels: bool) -> FileDataset:
    head = file.read(_HEAD_BYTES)
    has_mark = head[128:132] == b"DICM"
    if not has_mark and not _may_be_bare_dataset(head):
        raise FileRefusedError("not a DICOM file")
    if has_mark and DeflatedExplicitVRLittleEndian.encode() in head:
        _refuse_deflate_bomb(path, file)
    try:
        dataset = _read(file, has_mark=has_mark, with_pixels=with_pixels)
        if with_pixels and not any(tag in dataset for tag in tags.ALL_PIXEL_DATA):
            # Where compressed pixel data break off, pydicom gives up the whole dataset: save at least its header.
            dataset = _read(file, has_mark=has_mark, with_pixels=False)
    except (*READ_ERRORS, MemoryError) as error:
        if has_mark:
            raise
        raise FileRefusedError("not a DICOM file") from error
    if not has_mark and not _is_placed_mr_image(dataset):
        raise FileRefusedError("not a DICOM file: it lacks the DICOM mark, and no MR image with a position can be read")
    _settle_transfer_syntax(dataset)
    _refuse_strange_elements(dataset, depth=0)
    return dataset


def _read(file: BinaryIO, *, has_mark: bool, with_pixels: bool) -> FileDataset:
    file.seek(0)
    return pydicom.dcmread(file, force=not has_mark, stop_before_pixels=not with_pixels)


def _may_be_bare_dataset(head: bytes) -> bool:
    """Whether bytes without the DICOM mark start with an element of group 0002 or 0008, in either byte order."""
    if len(head) < 8:
        return False
    little, big = struct.unpack("<HH", head[:4]), struct.unpack(">HH", head[:4])
    return any(group in (2, 8) and element <= 0x70 for group, element in (little, big))


def _is_placed_mr_image(dataset: Dataset) -> bool:
    try:
        return str(dataset.get("SOPClassUID")) in MR_CLASSES and (
            tags.SHARED_FUNCTIONAL_GROUPS in dataset
            or (len(dataset.ImagePositionPatient) == 3 and len(dataset.ImageOrientationPatient) == 6)
        )
    except READ_ERRORS:
        return False


def _settle_transfer_syntax(dataset: FileDataset) -> None:
    """Give a dataset without file meta the encoding it was read with; refuse file meta without a transfer syntax."""
    meta = getattr(dataset, "file_meta", None)
    if meta is not None and meta.get("TransferSyntaxUID"):
        syntax = meta.TransferSyntaxUID
        if not (syntax.is_private or (syntax in UID_dictionary and syntax.is_transfer_syntax)):
            raise FileRefusedError(f"names an unknown transfer syntax ({syntax}); export it again")
        return
    if meta is not None and len(meta):
        raise FileRefusedError("names no transfer syntax, so its bytes have no certain meaning; export it again")
    is_implicit, is_little_endian = dataset.original_encoding
    dataset.file_meta = FileMetaDataset()
    if is_implicit:
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    else:
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian if is_little_endian else ExplicitVRBigEndian


def _refuse_deflate_bomb(path: Path, file: BinaryIO) -> None:
    """Inflate in small steps and stop at the limit, before pydicom would inflate everything at once."""
    meta = read_file_meta_info(path)
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        return
    file.seek(128 + 4 + 12 + int(meta.FileMetaInformationGroupLength))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    inflated_bytes = 0
    pending = file.read(1 << 16)
    while pending and not inflater.eof:
        inflated_bytes += len(inflater.decompress(pending, 1 << 20))
        if inflated_bytes > MAXIMUM_INFLATED_BYTES:
            limit_mb = MAXIMUM_INFLATED_BYTES >> 20
            raise FileRefusedError(f"refused: it inflates to more than {limit_mb} MB, which no genuine image file does")
        pending = inflater.unconsumed_tail or file.read(1 << 16)


def _refuse_strange_elements(dataset: Dataset, depth: int) -> None:
    """Look for value representations that do not exist and for sequences nested beyond reason."""
    if depth > MAXIMUM_NESTING:
        raise FileRefusedError("refused: its sequences are nested too deep to be genuine")
    for element in list(dataset.values()):
        if type(element) is RawDataElement:
            _refuse_broken_element(element)
        if (element.VR or _dictionary_representation(element.tag)) == "SQ":
            for item in dataset[element.tag].value or ():
                _refuse_strange_elements(item, depth + 1)


def _refuse_broken_element(element: RawDataElement) -> None:
    _, representation, length, value, *_ = element
    is_cut_short = isinstance(value, bytes) and UNDEFINED_LENGTH != length > len(value)
    if not is_cut_short and representation in _KNOWN_REPRESENTATIONS:
        return
    # pydicom takes an element whose representation is no letters for an implicit one, and then misreads its length.
    is_unknown = representation is None and not element.is_implicit_VR and is_cut_short
    if is_unknown or (representation and representation not in _KNOWN_REPRESENTATIONS):
        found = f" {representation!r}" if representation else ""
        raise FileRefusedError(f"damaged DICOM file: element {element.tag} has the invalid value representation{found}")
    if is_cut_short and element.tag not in tags.ALL_PIXEL_DATA:
        raise FileRefusedError(f"damaged DICOM file: it is cut short in element {element.tag}")


def _dictionary_representation(tag: int) -> str:
    try:
        return dictionary_VR(tag)
    except KeyError:
        return ""


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:197] + "..."
