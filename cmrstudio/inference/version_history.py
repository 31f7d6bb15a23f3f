"""Which version of each model was put to use, when and by whom: a file of lines that are only ever added."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cmrstudio.domain.errors import ModelError, OutputError
from cmrstudio.inference.model_card import is_model_id, is_version

HISTORY_FILE = "history.jsonl"
LARGEST_HISTORY_BYTES = 1 << 24


class Action(StrEnum):
    """How a version came to be in use."""

    PROMOTED = "promoted"
    ROLLED_BACK = "rolled back"


@dataclass(frozen=True)
class VersionChange:
    """One line of the history: from ``at_utc`` on ``version`` of ``model_id`` is in use; ``who`` wanted it so."""

    at_utc: datetime
    who: str
    action: Action
    model_id: str
    version: str


class VersionHistory:
    """The history in ``user_folder``, where every version lies in ``<model id>/<version>/``.

    A line that a loss of power has cut off was never acknowledged, and counts for nothing.
    """

    def __init__(self, user_folder: Path) -> None:
        self.user_folder = user_folder
        self._path = user_folder / HISTORY_FILE

    def version_folder(self, model_id: str, version: str) -> Path:
        """Where a version lies or would lie. Raises ``ModelError`` for a name that cannot be one."""
        if not (is_model_id(model_id) and is_version(version)):
            raise ModelError(
                f"There can be no model {model_id!r} of version {version!r}: choose one that is installed."
            )
        return self.user_folder / model_id / version

    def changes(self) -> tuple[VersionChange, ...]:
        """All changes, the oldest first. Raises ``ModelError`` naming the file and the line that cannot be."""
        try:
            if self._path.stat().st_size > LARGEST_HISTORY_BYTES:
                raise ModelError(
                    f"{self._path}: a history of more than {LARGEST_HISTORY_BYTES} bytes is not believed. "
                    "Put back a good copy of the file."
                )
            content = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ModelError(
                f"{self._path}: the history of versions cannot be read ({error.strerror}). Check that you may read it."
            ) from error
        whole = content[: content.rfind(b"\n") + 1]
        return tuple(self._change(number, line) for number, line in enumerate(whole.splitlines(), start=1))

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """By model the versions promoted one after the other and not taken back, the one in use last.

        Where there is none the shipped version is in use. Raises ``ModelError``.
        """
        stacks: dict[str, list[str]] = {}
        for change in self.changes():
            stack = stacks.setdefault(change.model_id, [])
            if change.action is Action.PROMOTED:
                stack.append(change.version)
            elif stack:
                stack.pop()
        return {model_id: tuple(stack) for model_id, stack in stacks.items() if stack}

    def add(self, action: Action, model_id: str, version: str, who: str) -> VersionChange:
        """Add a change and return it when it is on the disk. Raises ``ModelError``, ``OutputError``."""
        self.changes()  # nothing is added to what cannot be read
        change = VersionChange(datetime.now(UTC), who, action, model_id, version)
        facts = {"at_utc": change.at_utc.isoformat(), "who": who, "action": action.value}
        line = json.dumps({**facts, "model_id": model_id, "version": version}, ensure_ascii=False)
        try:
            self.user_folder.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                whole = self._path.read_bytes().rfind(b"\n") + 1
                file.truncate(whole)
                file.write(line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                self._path,
                f"the history of versions cannot be written ({reason}). "
                "Check that you may write there, and free some space.",
            ) from error
        return change

    def _change(self, number: int, line: bytes) -> VersionChange:
        try:
            facts = json.loads(line)
            change = VersionChange(
                datetime.fromisoformat(facts["at_utc"]),
                str(facts["who"]),
                Action(facts["action"]),
                facts["model_id"],
                facts["version"],
            )
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ModelError(
                f"{self._path}: line {number} tells of no version that was put to use ({error}). "
                "Remove that line, or put back a good copy of the file."
            ) from error
        if not (is_model_id(change.model_id) and is_version(change.version)):
            raise ModelError(
                f"{self._path}: line {number} names no model and version. "
                "Remove that line, or put back a good copy of the file."
            )
        return change
