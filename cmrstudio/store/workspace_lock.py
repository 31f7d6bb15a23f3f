"""One window a workspace: a lock file beside it, which the operating system lets go when its holder dies."""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from pathlib import Path
from typing import BinaryIO

from cmrstudio.domain.errors import StoreError, WorkspaceInUseError

LOCK_SUFFIX = ".lock"
HELD_ERRORS = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
# Windows locks bytes against reading too: the locked byte lies behind those that name the holder.
WINDOWS_LOCKED_BYTE = 4096


class WorkspaceLock:
    """Holds a workspace for one store.

    The lock is the operating system's on an open file, so a killed process leaves none behind; the file itself stays
    and only names the last holder. Raises ``WorkspaceInUseError`` or ``StoreError`` from ``acquire``.
    """

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._path = workspace.with_name(workspace.name + LOCK_SUFFIX)
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Take the workspace or refuse at once."""
        try:
            file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        except OSError as error:
            raise StoreError(
                f"{self._workspace}: the workspace cannot be used: {error.strerror}. "
                "Choose a folder that can be written."
            ) from error
        try:
            _lock(file)
        except OSError as error:
            holder = _holder(file)
            file.close()
            if error.errno in HELD_ERRORS:
                raise WorkspaceInUseError(
                    f"{self._workspace}: this workspace is already open in another cmrstudio window{holder}. "
                    "Close that window first, or choose another workspace."
                ) from error
            raise StoreError(
                f"{self._workspace}: the workspace cannot be locked: {error.strerror}. Keep it on a local disk."
            ) from error
        self._file = file
        self._write_holder(file)

    def release(self) -> None:
        """Let the workspace go; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write_holder(self, file: BinaryIO) -> None:
        text = json.dumps({"process": os.getpid(), "computer": platform.node()}).encode()
        try:
            file.seek(0)
            file.truncate(0)
            file.write(text)
        except OSError as error:
            self.release()
            raise StoreError(
                f"{self._path}: the lock of the workspace cannot be written: {error.strerror}. "
                "Free some space or choose another workspace."
            ) from error


def _holder(file: BinaryIO) -> str:
    try:
        file.seek(0)
        facts = json.loads(file.read(WINDOWS_LOCKED_BYTE))
        return f" (process {int(facts['process'])} on {facts['computer']})"
    except (OSError, ValueError, KeyError, TypeError):  # the holder has not written its name yet
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(WINDOWS_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
