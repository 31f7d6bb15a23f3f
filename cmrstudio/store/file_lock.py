"""A lock file that the operating system lets go when its holder dies, however that happens."""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from pathlib import Path
from typing import BinaryIO

HELD_ERRORS = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
# Windows locks bytes against reading too: the locked byte lies behind those that name the holder.
WINDOWS_LOCKED_BYTE = 4096


class FileHeldError(Exception):
    """Another holds the lock; ``holder`` names it in words that begin with a space, or is empty."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FileLock:
    """The operating system's lock on an open file; the file itself stays and only names the last holder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Take the lock or refuse at once. Raises ``FileHeldError``, or ``OSError`` where there can be no lock."""
        file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            holder = _holder(file)
            file.close()
            if error.errno in HELD_ERRORS:
                raise FileHeldError(holder) from error
            raise
        self._file = file

    def write_holder(self) -> None:
        """Write down who holds it. Raises ``OSError``; the lock is let go then."""
        assert self._file is not None
        text = json.dumps({"process": os.getpid(), "computer": platform.node()}).encode()
        try:
            self._file.seek(0)
            self._file.truncate(0)
            self._file.write(text)
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Let it go; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


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
