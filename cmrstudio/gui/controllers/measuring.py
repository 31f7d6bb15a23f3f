"""By which conventions the open study is measured: chosen by the reader, undone, kept, and put back when it reopens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.gui.controllers.reading_session import ReadingSession


class MeasuringController(QObject):
    """Holds the conventions of the open series; each choice is one undo step."""

    conventions_changed = Signal(object)
    """The ``Conventions`` that numbers are counted by from now on."""
    conventions_decided = Signal(str, object)
    """Series UID and the ``Conventions`` to keep."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._conventions = AS_TRAINED
        self._is_chosen = False
        session.study_opened.connect(self._begin)

    @property
    def conventions(self) -> Conventions:
        """The conventions of the open series."""
        return self._conventions

    def choose(self, conventions: Conventions, gesture: str) -> None:
        """The reader's choice, as one undo step named ``gesture``."""
        if self._session.series is not None and conventions != self._conventions:
            self._session.undo_stack.push(_SetConventions(self, self._conventions, conventions, gesture))

    def place(self, conventions: Conventions) -> None:
        """Count by these conventions without an undo step, and have them kept."""
        series = self._session.series
        if series is not None:
            self._is_chosen = True
            self._take(conventions)
            self.conventions_decided.emit(series.series_uid, conventions)

    @Slot(object)
    def restore(self, conventions: Conventions) -> None:
        """Take what was kept of this series; what the reader chose since it was opened stays."""
        if not self._is_chosen and conventions != self._conventions:
            self._take(conventions)

    @Slot()
    def keep_again(self) -> None:
        """The workspace has just opened: what the reader chose before that is to be kept now."""
        series = self._session.series
        if series is not None and self._is_chosen:
            self.conventions_decided.emit(series.series_uid, self._conventions)

    @Slot()
    def _begin(self) -> None:
        self._is_chosen = False
        self._take(AS_TRAINED)

    def _take(self, conventions: Conventions) -> None:
        self._conventions = conventions
        self._session.measure_by(conventions)
        self.conventions_changed.emit(conventions)


class _SetConventions(QUndoCommand):
    """The conventions of a series before and after."""

    def __init__(self, measuring: MeasuringController, before: Conventions, after: Conventions, gesture: str) -> None:
        super().__init__(gesture)
        self._measuring, self._before, self._after = measuring, before, after

    def redo(self) -> None:
        """Take the new choice."""
        self._measuring.place(self._after)

    def undo(self) -> None:
        """Take the old choice."""
        self._measuring.place(self._before)
