"""Find the files of a study in a folder: nested, with junk in it, and never outside of it."""

from __future__ import annotations

import os
from pathlib import Path

from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.progress import Cancellation, raise_if_cancelled
from cmrstudio.domain.study import LeftOut

MAXIMUM_FILES = 200_000
DICOMDIR_NAME = "DICOMDIR"
DICOMDIR_REASON = "an index (DICOMDIR); the files themselves are read instead"


def scan_folder(folder: Path, *, nested: bool, cancellation: Cancellation) -> tuple[list[Path], list[LeftOut]]:
    """All files that may be images, in a steady order, and what is not looked at.

    Folders reached by a link are not entered, and a link to a file outside ``folder`` is not followed. A DICOMDIR is
    never believed: it may name files elsewhere or long gone. Raises ``StudyReadError``, ``CancelledError``.
    """
    root = folder.resolve()
    files: list[Path] = []
    left_out: list[LeftOut] = []
    waiting = [folder]
    while waiting:
        raise_if_cancelled(cancellation)
        try:
            with os.scandir(waiting.pop()) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            raise StudyReadError(folder, f"cannot be listed: {error.strerror}; check that you may read it.") from error
        folders = []
        for entry in entries:
            reason = _reason_not_to_read(entry, root)
            if reason:
                left_out.append(LeftOut(Path(entry.path), reason))
            elif not entry.is_dir(follow_symlinks=False):
                files.append(Path(entry.path))
            elif nested:
                folders.append(Path(entry.path))
        waiting.extend(reversed(folders))
        if len(files) > MAXIMUM_FILES:
            raise StudyReadError(folder, f"more than {MAXIMUM_FILES:,} files; choose the folder of one examination.")
    return files, left_out


def _reason_not_to_read(entry: os.DirEntry[str], root: Path) -> str:
    if entry.name.upper() == DICOMDIR_NAME:
        return DICOMDIR_REASON
    if entry.is_symlink():
        if entry.is_dir():
            return "a link to a folder; links are not followed"
        if not Path(entry.path).resolve().is_relative_to(root):
            return "a link to a file outside the folder; not followed"
    return ""
