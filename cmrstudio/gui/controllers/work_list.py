"""The work list and the workspace: reads it at the start, and keeps the entry of the open study as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import Series, Study
from cmrstudio.domain.work_list import Selection, WorkList
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.workers.background import BackgroundThread

if TYPE_CHECKING:
    from cmrstudio.domain.study_summary import StudySummary

REST_MS = 1000
"""The entry of the open study follows once nothing has changed for so long."""


@dataclass(frozen=True)
class _Changed:
    """What is to be summarised anew, as ``reader`` left it."""

    reader: str
    study: Study
    series: Series
    phases: PhaseSelection


class WorkListController(QObject):
    """Reads summaries and pictures on the workspace's thread, and writes through its ``StoreWriter``.

    The summary of the open study is worked out from what is on disk, once the changes have come to rest and when the
    study is left; the window waits for nothing.
    """

    listed = Signal(object)
    """The ``WorkList`` of all studies of the workspace, when it has been opened."""
    changed = Signal(object)
    """tuple[StudySummary, ...] that are new or have changed."""
    removed = Signal(object)
    """tuple[str, ...] of entry ids that are gone."""
    thumbnails_ready = Signal(object)
    """dict[str, bytes | None]: PNG by entry id, None where there is no picture."""
    failed = Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        keeping: KeepingController,
        thread: BackgroundThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._thread = session, keeping, thread
        self._changed: _Changed | None = None
        self._pictured: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.keep_changes)
        self._listed_for: str | None = None
        keeping.opened.connect(self.load)
        keeping.reader_changed.connect(self._take_reader)
        keeping.restored.connect(self._note_change)
        session.study_opened.connect(self.keep_changes)
        session.study_closed.connect(self.keep_changes)
        session.study_completed.connect(self._note_change)
        session.annotations_changed.connect(self._note_change)
        session.phases_changed.connect(self._note_change)
        session.measures_changed.connect(self._note_change)

    @Slot()
    def load(self) -> None:
        """Read all summaries; ``listed`` follows."""
        store = self._keeping.store
        if store is None:
            return
        reader = self._listed_for = self._keeping.reader

        def read() -> WorkList:
            found = WorkList(store.summaries.all(reader))
            found.select(Selection())  # sorts it, here where nobody waits
            return found

        self._thread.submit(read, lambda found: self._take_list(reader, found), self._fail)

    def _take_list(self, reader: str, found: WorkList) -> None:
        if reader == self._keeping.reader:  # else the list of the one who reads now is on its way
            self.listed.emit(found)

    @Slot(str)
    def _take_reader(self, reader: str) -> None:
        """Every reader has a list of their own."""
        if self._listed_for not in (None, reader):
            self.load()

    def ask_for_thumbnails(self, entry_ids: tuple[str, ...]) -> None:
        """Read the pictures of some entries; ``thumbnails_ready`` follows."""
        store = self._keeping.store
        if store is None:
            return

        def read() -> dict[str, bytes | None]:
            return dict.fromkeys(entry_ids) | store.summaries.thumbnails(entry_ids)

        self._thread.submit(read, self.thumbnails_ready.emit, self._fail)

    def remove_unreadable(self, entry_ids: tuple[str, ...]) -> None:
        """Take failures to read off the list; ``removed`` follows."""
        store = self._keeping.store
        if store is not None:
            self._thread.submit(
                lambda: store.summaries.remove_unreadable(entry_ids), lambda _: self.removed.emit(entry_ids), self._fail
            )

    @Slot()
    def _note_change(self) -> None:
        """Until what was kept of a study is in the session, what it shows is not how it stands."""
        study, series = self._session.study, self._session.series
        if study is not None and series is not None and self._session.is_restored and self._session.is_complete:
            self._changed = _Changed(self._keeping.reader, study, series, self._session.phases)
            self._timer.start()

    @Slot()
    def keep_changes(self) -> None:
        """Summarise what has changed now, without waiting for it to come to rest."""
        from cmrstudio.gui.workers.study_import import picture_of, summary_of_kept

        self._timer.stop()
        changed, self._changed = self._changed, None
        store, writer = self._keeping.store, self._keeping.writer
        if changed is None or store is None or writer is None:
            return
        is_first = self._pictured != changed.series.series_uid
        self._pictured = changed.series.series_uid

        def keep() -> tuple[StudySummary, bytes | None]:
            writer.flush()
            picture = picture_of(changed.series.stack) if is_first else None  # everybody's: of nobody's end-diastole
            summary = summary_of_kept(changed.study, changed.series, changed.phases, store, changed.reader)
            return writer.summarise(summary, picture, changed.reader).result(), picture

        self._thread.submit(keep, lambda kept: self._take_kept(changed.reader, *kept), self._fail)

    def _take_kept(self, reader: str, summary: StudySummary, picture: bytes | None) -> None:
        if reader == self._keeping.reader:
            self.changed.emit((summary,))
        if picture is not None:
            self.thumbnails_ready.emit({summary.entry_id: picture})

    def _fail(self, error: CmrstudioError) -> None:
        self.failed.emit(f"The work list is not up to date: {error}")
