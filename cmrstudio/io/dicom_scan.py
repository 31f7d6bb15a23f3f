"""Find the files of a study in a folder: nested, with junk in it, and never outside of it."""

from __future__ import annotations

import os
from pathlib import Path

from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.progress import Cancellation, raise_if_cancelled
from cmrstudio.domain.study import LeftOut

MAXIMUM_FILES = 200_000
DICOMDIR_NAME = "DICOMDIR"


def scan_folder(folder: Path, *, nested: bool, cancellation: Cancellation) -> tuple[list[Path], list[LeftOut]]:
    """All files that may be images, in a steady order, and what is not looked at.

    Folders reached by a link are not entered, and a link to a file outside ``folder`` is not followed. A DICOMDIR is
    never believed: it may name files elsewhere or long gone. Raises ``StudyReadError``, ``CancelledError``.
    """
    root = folder.resolve()
    files: list[Path] = []
    left_out: list[LeftOut] = []
    for parent, folders, names in os.walk(folder):
        raise_if_cancelled(cancellation)
        folders.sort()
        for name in list(folders):
            if (Path(parent) / name).is_symlink():
                folders.remove(name)
                left_out.append(LeftOut(Path(parent) / name, "a link to a folder; links are not followed"))
        for name in sorted(names):
            path = Path(parent) / name
            reason = _reason_not_to_read(path, root)
            if reason:
                left_out.append(LeftOut(path, reason))
            else:
                files.append(path)
        if len(files) > MAXIMUM_FILES:
            raise StudyReadError(folder, f"more than {MAXIMUM_FILES:,} files; choose the folder of one examination.")
        if not nested:
            break
    return files, left_out


def _reason_not_to_read(path: Path, root: Path) -> str:
    if path.name.upper() == DICOMDIR_NAME:
        return "an index (DICOMDIR); the files themselves are read instead"
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "a link to a file outside the folder; not followed"
    return ""
