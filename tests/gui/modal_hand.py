"""A hand for dialogs that hold the program up until they are answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

PATIENCE_MS = 60_000
LOOK_EVERY_MS = 10


class ModalHand:
    """Works one modal dialog after the other, each as soon as it is open."""

    def __init__(self, *steps: tuple[type[QDialog], Callable[[QDialog], object]]) -> None:
        self.left, self._timer, self._looks_left = list(steps), QTimer(), PATIENCE_MS // LOOK_EVERY_MS
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        opened: QWidget | None = QApplication.activeModalWidget()
        self._looks_left -= 1
        if opened is None:
            if not self.left:
                self._timer.stop()
        elif self._looks_left < 0:
            opened.reject()  # what is left tells what was waited for
        elif self.left and isinstance(opened, self.left[0][0]) and opened.isVisible():
            _, work = self.left.pop(0)
            try:
                work(opened)
            except BaseException:
                opened.reject()  # else the test would wait for it until it is ended
                raise
