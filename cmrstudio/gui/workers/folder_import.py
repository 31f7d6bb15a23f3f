"""Imports folders of many studies in the background: finds them, puts each on the work list, and says how far it is."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError
from cmrstudio.domain.readers import SHARED
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag
from cmrstudio.gui.workers.kept_pool import KeptPool

if TYPE_CHECKING:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter

BATCH_MS = 150
LAST_STUDIES = 20
"""The time left is foretold from so many studies, so that a slow beginning is soon forgotten."""
IDLE_POOL_S = 20.0

Workspace = tuple["AnnotationStore", "StoreWriter"]


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is; ``total`` is 0 while studies are still being looked for, the time left None if unknown."""

    done: int
    total: int
    unreadable: int
    current: str
    seconds_left: float | None = None


@dataclass(frozen=True)
class _Order:
    """What to import: everything below a folder, or some of its children alone, or studies whose places are known."""

    folder: Path
    children: tuple[Path, ...] | None = None
    places: tuple[Path, ...] = ()


class _Course:
    """What the importing thread has to tell, collected until the window asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = self._total = self._unreadable = 0
        self._current = ""
        self._listed: list[tuple[str, StudySummary]] = []
        self._ends: deque[float] = deque([time.monotonic()], LAST_STUDIES + 1)

    def look_into(self, folder: Path) -> None:
        """Studies are being looked for in ``folder``."""
        with self._lock:
            self._current = folder.name or str(folder)

    def found(self, count: int) -> None:
        """So many more studies are to be imported."""
        with self._lock:
            self._total += count
            self._ends = deque([time.monotonic()], LAST_STUDIES + 1)

    def begin(self, place: Path) -> None:
        """The study at ``place`` is being read."""
        with self._lock:
            self._current = place.name or str(place)

    def end(self, summary: StudySummary, reader: str) -> None:
        """A study is on a reader's list, or why it cannot be read."""
        with self._lock:
            self._done += 1
            self._unreadable += summary.state is ReadingState.UNREADABLE
            self._listed.append((reader, summary))
            self._ends.append(time.monotonic())

    def take(self) -> tuple[ImportProgress, tuple[tuple[str, StudySummary], ...]]:
        """How far it is, and what was listed since the last call, each with the reader whose list it was made for."""
        with self._lock:
            listed, self._listed = tuple(self._listed), []
            timed = len(self._ends) - 1
            each_s = (self._ends[-1] - self._ends[0]) / timed if timed else None
            left_s = None if each_s is None else each_s * (self._total - self._done)
            return ImportProgress(self._done, self._total, self._unreadable, self._current, left_s), listed


class FolderImporter(QObject):
    """Imports one order after another on a thread and in a decoding process of its own.

    ``workspace`` gives the open store and its writer, or None. Signals in their order: ``started``, ``progressed`` and
    ``listed`` many times, then ``finished``. Studies already listed stay so when it is cancelled or fails.
    """

    started = Signal()
    progressed = Signal(object)
    """An ``ImportProgress``."""
    listed = Signal(object)
    """tuple[StudySummary, ...] that are now in the workspace, also those that cannot be read."""
    finished = Signal(str)
    """A sentence on what was imported."""
    failed = Signal(str)
    """Why the import could not go on; ``finished`` follows."""

    def __init__(self, workspace: Callable[[], Workspace | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread = BackgroundThread("folder-import", self)
        self._pool = KeptPool(1)  # one process: a study that the reader opens meanwhile is not held up
        self._reader = SHARED
        self._flag: CancelFlag | None = None
        self._course = _Course()
        self._waiting = 0
        self._is_cut_short = False
        self._timer = QTimer(self)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self._pass_on)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(round(1000 * IDLE_POOL_S))
        self._idle.timeout.connect(lambda: self._thread.submit(self._pool.stop))

    @property
    def is_importing(self) -> bool:
        """Whether studies are being imported."""
        return self._flag is not None

    def set_reader(self, reader: str) -> None:
        """Import for this reader's list from now on."""
        self._reader = reader

    def import_folder(self, folder: Path, children: Sequence[Path] | None = None) -> None:
        """Import all studies below ``folder``, or below some of its children; what runs already goes on first."""
        self._take(_Order(folder, None if children is None else tuple(children)))

    def import_studies(self, places: Sequence[Path]) -> None:
        """Import the study at each of these places."""
        if places:
            self._take(_Order(places[0].parent, places=tuple(places)))

    def _take(self, order: _Order) -> None:
        workspace = self._workspace()
        if workspace is None:
            self.failed.emit("The workspace is not open yet: try again in a moment.")
            return
        self._idle.stop()
        if self._flag is None:
            self._flag, self._course, self._is_cut_short = CancelFlag(), _Course(), False
            self._timer.start()
            self.started.emit()
        flag, course = self._flag, self._course
        self._waiting += 1
        self._thread.submit(
            lambda: self._run(order, workspace, flag, course), lambda _: self._end(), lambda error: self._fail(error)
        )

    def cancel(self) -> None:
        """Stop after what is read already; studies that wait are dropped."""
        if self._flag is not None:
            self._flag.cancel()

    def close(self) -> None:
        """Stop importing and end the decoding process."""
        self.cancel()
        self._timer.stop()
        self._idle.stop()
        self._thread.submit(self._pool.stop)
        self._thread.close()

    # On the importing thread

    def _run(self, order: _Order, workspace: Workspace, flag: CancelFlag, course: _Course) -> None:
        from cmrstudio.gui.workers.study_import import import_study
        from cmrstudio.io.dicom.discover import find_studies

        if flag.is_cancelled():
            raise CancelledError
        course.look_into(order.folder)
        pool = self._pool.start()
        places = order.places or find_studies(order.folder, pool=pool, cancellation=flag, children=order.children)
        course.found(len(places))
        for place in places:
            if flag.is_cancelled():
                raise CancelledError
            course.begin(place)
            reader = self._reader
            course.end(import_study(place, *workspace, pool, flag, reader), reader)

    # On the thread of the window

    def _pass_on(self) -> ImportProgress:
        progress, listed = self._course.take()
        if listed:  # what a reader made of a study, who has left meanwhile, is not for the next one
            self.listed.emit(tuple(one if whose == self._reader else one.without_reading() for whose, one in listed))
        self.progressed.emit(progress)
        return progress

    def _fail(self, error: CmrstudioError) -> None:
        if isinstance(error, CancelledError):
            self._is_cut_short = True  # a cancel that comes when all is read already has cut nothing short
        else:
            self.failed.emit(str(error))
        self._end()

    def _end(self) -> None:
        self._waiting -= 1
        if self._waiting or self._flag is None:
            return
        self._timer.stop()
        progress = self._pass_on()
        self._flag = None
        self._idle.start()
        self.finished.emit(_outcome(progress, is_cut_short=self._is_cut_short))


def _outcome(progress: ImportProgress, *, is_cut_short: bool) -> str:
    """What was imported, in a sentence or two."""
    read = progress.done - progress.unreadable
    text = tr("1 study imported" if read == 1 else "{count} studies imported").format(count=read)
    if progress.unreadable:
        text += tr(", {count} cannot be read: the work list says why").format(count=progress.unreadable)
    return tr("Import cancelled; {outcome}.").format(outcome=text) if is_cut_short else f"{text}."
