"""Changes of everything on the screen, done a piece at a time so that none holds up the event loop for long."""

from __future__ import annotations

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

TURN_MS = 1  # with none at all, one turn of the event loop would take several pieces


class Turns(QObject):
    """Takes one piece in each turn of the event loop; nothing is painted until the last one is done.

    Then windows are painted, and what splitters divide them into in turns of its own. A change that comes while another
    one runs has that one finish first.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: Iterator[None] | None = None
        self._frozen: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._take_next)

    @property
    def is_running(self) -> bool:
        """Whether pieces are left to be taken."""
        return self._pieces is not None

    def run(self, pieces: Iterator[None]) -> None:
        """Take the first piece at once and the others in turn."""
        self.finish()
        self._frozen = _painted_in_turn()
        for shown in self._frozen:
            shown.setUpdatesEnabled(False)
        self._pieces = self._with_painting(pieces)
        self._timer.start()
        self._take_next()

    @Slot()
    def finish(self) -> None:
        """Take all pieces that are left."""
        while self._pieces is not None:
            self._take_next()

    def _with_painting(self, pieces: Iterator[None]) -> Iterator[None]:
        yield from pieces
        while self._frozen:
            yield
            _thaw(self._frozen.pop(0))

    @Slot()
    def _take_next(self) -> None:
        if self._pieces is None:
            return
        is_over = True
        try:
            next(self._pieces)
            is_over = False
        except StopIteration:
            pass
        finally:
            if is_over:  # also where a piece failed: the screen must not stay as it was
                self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._pieces = None
        while self._frozen:
            _thaw(self._frozen.pop(0))


def _painted_in_turn() -> list[QWidget]:
    """The windows on the screen, each followed by what its splitters divide it into, from the outside in."""
    found = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and window.updatesEnabled():
            parts = [part for splitter in window.findChildren(QSplitter) for part in _parts_of(splitter)]
            found += [window, *parts]
    return found


def _parts_of(splitter: QSplitter) -> list[QWidget]:
    parts = [splitter.widget(index) for index in range(splitter.count())]
    return [part for part in parts if part.isVisible() and part.updatesEnabled()]


def _thaw(frozen: QWidget) -> None:
    if shiboken6.isValid(frozen):
        frozen.setUpdatesEnabled(True)
