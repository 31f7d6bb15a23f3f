"""Watches folders for new studies, and waits until what appears there has come to rest."""

from __future__ import annotations

import math
import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.gui.workers.background import BackgroundThread

POLL_S = 4.0
SETTLE_S = 8.0
"""So long nothing may change in what appeared before it is read: a folder being copied is not read half-way."""
FORGOTTEN_S = 600.0
"""What has rested for so long after it was read is not looked at again until the next start."""
UNFINISHED_ENDINGS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart")

Signature = tuple[int, int, int]
"""How many files, their bytes, and the latest change in nanoseconds."""


@dataclass
class _Newcomer:
    """A child of a watched folder that the work list did not know when it was first seen."""

    signature: Signature
    since_s: float
    handed_on: Signature | None = None
    look_again_s: float = 0.0


class SettlingFolders:
    """Tells which children of watched folders are new and have come to rest.

    A child that changes after it was handed on is handed on again; the longer it rests, the more seldom it is looked
    at, and at last no more. ``settle_s`` is how long nothing may change.
    """

    def __init__(self, settle_s: float = SETTLE_S) -> None:
        self._settle_s = settle_s
        self._newcomers: dict[Path, dict[Path, _Newcomer]] = {}
        self._known: dict[Path, frozenset[str]] = {}
        self._sources: frozenset[str] = frozenset()

    def know(self, sources: Collection[str]) -> None:
        """Studies at these paths are on the work list already; children that hold them are no news."""
        self._sources = frozenset(sources)
        self._known.clear()

    def poll(self, folders: Iterable[Path], now_s: float) -> tuple[dict[Path, tuple[Path, ...]], dict[Path, str]]:
        """The settled children by their folder, and why folders cannot be watched at the moment."""
        settled: defaultdict[Path, list[Path]] = defaultdict(list)
        problems: dict[Path, str] = {}
        for folder in folders:
            try:
                children = list(_children(folder))
            except OSError as error:
                problems[folder] = f"{folder}: cannot be watched: {error.strerror}."
                continue
            newcomers = self._newcomers.setdefault(folder, {})
            for gone in newcomers.keys() - set(children):
                del newcomers[gone]
            for child in children:
                if (child in newcomers or child.name not in self._known_in(folder)) and self._is_settled(
                    newcomers, child, now_s
                ):
                    settled[folder].append(child)
        return {folder: tuple(found) for folder, found in settled.items()}, problems

    def _known_in(self, folder: Path) -> frozenset[str]:
        """Names of the children of ``folder`` in which a study is known."""
        if folder not in self._known:
            start = os.path.join(folder, "")  # noqa: PTH118 - with the separator at its end
            names = (source[len(start) :] for source in self._sources if source.startswith(start))
            self._known[folder] = frozenset(name.partition(os.sep)[0] for name in names)
        return self._known[folder]

    def _is_settled(self, newcomers: dict[Path, _Newcomer], child: Path, now_s: float) -> bool:
        seen = newcomers.get(child)
        if seen is not None and seen.handed_on is not None and now_s < seen.look_again_s:
            return False
        signature = signature_of(child)
        if seen is None:
            newcomers[child] = _Newcomer(signature, now_s)
            return False
        if seen.signature != signature:
            seen.signature, seen.since_s = signature, now_s
            return False
        rested_s = now_s - seen.since_s
        seen.look_again_s = now_s + rested_s if rested_s < FORGOTTEN_S else math.inf
        if seen.handed_on == signature or not signature[0] or rested_s < self._settle_s:
            return False
        seen.handed_on = signature
        return True


def signature_of(place: Path) -> Signature:
    """What changes while a file or folder is being copied; nothing is read but the listing."""
    count = size = latest = 0
    for path in _files(place):
        try:
            facts = path.stat()
        except OSError:  # it went while it was looked at
            continue
        count, size, latest = count + 1, size + facts.st_size, max(latest, facts.st_mtime_ns)
        if path.name.lower().endswith(UNFINISHED_ENDINGS):
            latest = max(latest, time.time_ns())  # never at rest
    return count, size, latest


def _children(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        shown = sorted((e for e in entries if not e.name.startswith(".") and not e.is_symlink()), key=lambda e: e.name)
    return (Path(entry.path) for entry in shown)


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for folder, _, names in os.walk(place):
        yield from (Path(folder) / name for name in names)


class FolderWatcher(QObject):
    """Looks into the watched folders every few seconds on a thread of its own, and sooner where the system tells."""

    settled = Signal(object, object)
    """A watched folder, and tuple[Path, ...] of its children that are new and complete."""
    problems_changed = Signal(object)
    """Why folders cannot be watched at the moment, by folder."""

    def __init__(self, poll_s: float = POLL_S, settle_s: float = SETTLE_S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[Path, ...] = ()
        self._settling = SettlingFolders(settle_s)
        self._problems: dict[Path, str] = {}
        self._thread = BackgroundThread("folder-watch", self)
        self._is_polling = False
        self._timer = QTimer(self)
        self._timer.setInterval(round(1000 * poll_s))
        self._timer.timeout.connect(self._poll)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(200)
        self._soon.timeout.connect(self._poll)
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _path: self._soon.start())

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that are watched."""
        return self._folders

    @property
    def problems(self) -> dict[Path, str]:
        """Why watched folders cannot be watched at the moment."""
        return {folder: why for folder, why in self._problems.items() if folder in self._folders}

    def watch(self, folders: Iterable[Path]) -> None:
        """Watch these folders from now on and no others."""
        self._folders = tuple(dict.fromkeys(folders))
        if watched := self._system.directories():
            self._system.removePaths(watched)
        if there := [str(folder) for folder in self._folders if folder.is_dir()]:
            self._system.addPaths(there)
        if self._folders:
            self._timer.start()
            self._soon.start()
        else:
            self._timer.stop()
            self._take(({}, {}))

    def know(self, sources: Collection[str]) -> None:
        """Studies at these paths are on the work list already."""
        self._thread.submit(lambda: self._settling.know(sources))

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._soon.stop()
        self._thread.close()

    def _poll(self) -> None:
        if not self._is_polling and self._folders:
            self._is_polling = True
            folders = self._folders
            self._thread.submit(lambda: self._settling.poll(folders, time.monotonic()), self._take, self._give_up)

    def _give_up(self, _error: CmrstudioError) -> None:
        self._is_polling = False

    def _take(self, found: tuple[dict[Path, tuple[Path, ...]], dict[Path, str]]) -> None:
        self._is_polling = False
        settled, problems = found
        if problems != self._problems:
            self._problems = problems
            self.problems_changed.emit(dict(problems))
        for folder, children in settled.items():
            if folder in self._folders:
                self.settled.emit(folder, children)
