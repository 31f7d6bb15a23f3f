"""One window a workspace: a lock file beside it, which the operating system lets go when its holder dies."""

from __future__ import annotations

from pathlib import Path

from cmrstudio.domain.errors import StoreError, WorkspaceInUseError
from cmrstudio.store.file_lock import FileHeldError, FileLock

LOCK_SUFFIX = ".lock"


class WorkspaceLock:
    """Holds a workspace for one store.

    The lock is the operating system's on an open file, so a killed process leaves none behind; the file itself stays
    and only names the last holder. Raises ``WorkspaceInUseError`` or ``StoreError`` from ``acquire``.
    """

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._lock = FileLock(workspace.with_name(workspace.name + LOCK_SUFFIX))

    def acquire(self) -> None:
        """Take the workspace or refuse at once."""
        try:
            self._lock.acquire()
        except FileHeldError as error:
            raise WorkspaceInUseError(
                f"{self._workspace}: this workspace is already open in another cmrstudio window{error.holder}. "
                "Close that window first, or choose another workspace."
            ) from error
        except OSError as error:
            raise StoreError(
                f"{self._workspace}: the workspace cannot be used: {error.strerror}. "
                "Choose a folder on a local disk that can be written."
            ) from error
        try:
            self._lock.write_holder()
        except OSError as error:
            raise StoreError(
                f"{self._lock.path}: the lock of the workspace cannot be written: {error.strerror}. "
                "Free some space or choose another workspace."
            ) from error

    def release(self) -> None:
        """Let the workspace go; a second call does nothing."""
        self._lock.release()
