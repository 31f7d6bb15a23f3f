"""Freehand lines that were left unfinished: they wait on their image until the reader comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.gui.controllers.contour_editing import STRUCTURE_NAMES
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.editing_tools import Stroke
from cmrstudio.gui.translation import tr


class HalfDrawn(QObject):
    """Keeps one unfinished stroke an image while its study is open, and offers it when its image is shown again."""

    offered = Signal(object)
    """A ``Stroke`` that waits on the image now shown, or None."""
    noted = Signal(str)
    """A sentence on where a stroke waits, or how to go on with it; empty where there is nothing to say."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._strokes: dict[Key, Stroke] = {}
        self._here: Key | None = session.position
        session.position_changed.connect(self._show_position)
        session.annotations_changed.connect(self._forget_drawn)
        session.study_opened.connect(self._forget_all)
        session.study_closed.connect(self._forget_all)

    @property
    def waiting(self) -> tuple[Key, ...]:
        """The images on which strokes wait, by (phase index, slice index)."""
        return tuple(sorted(self._strokes))

    def leave(self, stroke: Stroke) -> None:
        """The reader went away in the middle of a stroke; the image it belongs to is the one shown before."""
        if self._here is not None:
            self._strokes[self._here] = stroke
            self._tell()

    def take_up(self) -> None:
        """The reader goes on with the stroke that waits here, or begins anew."""
        self._strokes.pop(self._session.position, None)
        self._tell()

    def discard(self) -> bool:
        """Forget the stroke that waits here; False where there is none."""
        if self._strokes.pop(self._session.position, None) is None:
            return False
        self.offered.emit(None)
        self._tell()
        return True

    @Slot(int, int)
    def _show_position(self, phase_index: int, slice_index: int) -> None:
        self._here = (phase_index, slice_index)
        self.offered.emit(self._strokes.get(self._here))
        self._tell()

    @Slot(object)
    def _forget_drawn(self, keys: set[Key]) -> None:
        """A contour was drawn or changed where a stroke waited: the stroke is no longer what it was begun for."""
        here = self._session.position
        if here in self._strokes and here in keys:
            self.discard()

    @Slot()
    def _forget_all(self) -> None:
        had_any = bool(self._strokes)
        self._strokes.clear()
        self._here = None  # until an image of the next study is shown, a stroke that comes is of the one before
        if had_any:
            self.offered.emit(None)
            self._tell()

    def _tell(self) -> None:
        here = self._strokes.get(self._session.position)
        if here is not None:
            name = STRUCTURE_NAMES[here.structure]
            note = tr("Half-drawn {name}: press at the end of its line to go on, Esc discards it")
            self.noted.emit(note.format(name=tr(name)))
        elif self._strokes:
            phase_index, slice_index = self.waiting[0]
            more = tr(" and {count} more").format(count=len(self._strokes) - 1) if len(self._strokes) > 1 else ""
            note = tr("A half-drawn contour waits on slice {slice}, phase {phase}")
            self.noted.emit(note.format(slice=slice_index + 1, phase=phase_index + 1) + more)
        else:
            self.noted.emit("")
