"""A page that says what is being fetched, how far that is and how long it will take, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cmrstudio.gui.time_left import TimeLeft, time_left_text
from cmrstudio.gui.translation import tr

WIDTH_PX = 420


class BusyPage(QWidget):
    """Stands in a window in the place of what is still to come."""

    cancel_requested = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time_left = TimeLeft()
        self._text = QLabel(text)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Progress")
        self._bar.setFixedWidth(WIDTH_PX)
        self._left = QLabel()
        self._left.setProperty("role", "muted")
        self._left.setAccessibleName("Time left")
        self.cancel = QPushButton("Cancel")
        self.cancel.setAccessibleName("Cancel what is running")
        self.cancel.setToolTip("Stop it and close this window")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.cancel_requested)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for widget in (self._text, self._bar, self._left, self.cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.begin()

    @property
    def text(self) -> str:
        """What is said: what is fetched, how far it is, and the time left where it is known."""
        return "  ".join(part for part in (self._text.text(), self._bar.text(), self._left.text()) if part)

    def begin(self) -> None:
        """Nothing is known yet but that it runs."""
        self._time_left.forget()
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is; without a total, only that it runs."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setFormat(tr("{done} of {total}").format(done=done, total=total) if total else "")
        self._left.setText(time_left_text(self._time_left.report(done, total)))
