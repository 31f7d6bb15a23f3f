"""Zipped studies: refuse hostile archives before anything is written, then unpack under names of our own."""

from __future__ import annotations

import contextlib
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.progress import Cancellation, raise_if_cancelled
from cmrstudio.domain.study import LeftOut
from cmrstudio.io.dicom.scan import DICOMDIR_NAME, DICOMDIR_REASON

MAXIMUM_TOTAL_BYTES = 20 << 30
MAXIMUM_RATIO = 100
RATIO_MATTERS_BYTES = 8 << 20
"""Smaller files may compress as well as they like: a black image does, and it harms nobody."""

MAXIMUM_ENTRIES = 200_000
CHUNK_BYTES = 1 << 20


@dataclass
class ExtractedStudy:
    """Unpacked files with the names that they have in the archive, and what was not unpacked."""

    names: dict[Path, Path] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive, by its first bytes: a DICOM file that happens to contain a zip is none."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
    except OSError:
        return False


@contextlib.contextmanager
def extracted(path: Path, cancellation: Cancellation) -> Iterator[ExtractedStudy]:
    """Unpack a zip into a temporary folder that goes when the block ends.

    The whole table of contents is checked first. Raises ``StudyReadError`` for paths that lead out of the archive,
    links, encrypted or oversized content and damaged archives; ``CancelledError``.
    """
    with tempfile.TemporaryDirectory(prefix="cmrstudio-") as folder:
        try:
            study = _unpack(path, Path(folder), cancellation)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            advice = "unpack it yourself and open the folder"
            raise StudyReadError(path, f"this zip cannot be unpacked ({error}); {advice}.") from error
        yield study


def _unpack(path: Path, folder: Path, cancellation: Cancellation) -> ExtractedStudy:
    study = ExtractedStudy()
    with zipfile.ZipFile(path) as archive:
        _refuse_hostile(path, archive.infolist())
        for number, entry in enumerate(archive.infolist()):
            raise_if_cancelled(cancellation)
            shown = path / entry.filename
            if entry.is_dir():
                continue
            if shown.name.upper() == DICOMDIR_NAME:
                study.left_out.append(LeftOut(shown, DICOMDIR_REASON))
                continue
            target = folder / f"{number:06d}"
            _extract(archive, entry, target)
            study.names[target] = shown
    return study


def _refuse_hostile(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAXIMUM_ENTRIES:
        raise StudyReadError(path, f"refused: this zip has {len(entries):,} entries; zip one examination alone.")
    total = sum(entry.file_size for entry in entries)
    if total > MAXIMUM_TOTAL_BYTES:
        raise StudyReadError(path, f"refused: this zip unpacks to {total / 1e9:,.0f} GB; zip one examination alone.")
    packed = sum(entry.compress_size for entry in entries)
    if total > RATIO_MATTERS_BYTES and total > MAXIMUM_RATIO * packed:
        raise StudyReadError(
            path,
            f"refused: this zip unpacks to over {MAXIMUM_RATIO} times its size, like a zip bomb; "
            "zip one examination anew.",
        )
    for entry in entries:
        problem = _problem(entry)
        if problem:
            raise StudyReadError(
                path,
                f"refused: its entry {entry.filename!r} {problem}; "
                "zip the examination anew, without password and links.",
            )


def _problem(entry: zipfile.ZipInfo) -> str:
    for flavour in (PurePosixPath(entry.filename), PureWindowsPath(entry.filename)):
        if flavour.is_absolute() or flavour.drive or flavour.root or ".." in flavour.parts:
            return "leads out of the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a symbolic link"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.file_size > RATIO_MATTERS_BYTES and entry.file_size > MAXIMUM_RATIO * max(1, entry.compress_size):
        return f"unpacks to over {MAXIMUM_RATIO} times its size, like a zip bomb"
    return ""


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write one entry, and no byte more than it declares."""
    written = 0
    with archive.open(entry) as source, target.open("wb") as output:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > entry.file_size:
                raise zipfile.BadZipFile(f"{entry.filename!r} is larger than it says")
            output.write(chunk)
