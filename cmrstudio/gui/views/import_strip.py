"""How far an import is: what is read, a bar, the time left, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from cmrstudio.gui.time_left import time_left_text
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.folder_import import ImportProgress

TEXT_WIDTH_PX = 230


class ImportStrip(QWidget):
    """Hidden while nothing is imported."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(200)
        self._bar.setAccessibleName("Import")
        self._left = QLabel()
        self._left.setProperty("role", "muted")
        self.cancel = QPushButton("Cancel import")
        self.cancel.setProperty("link", "true")
        self.cancel.setToolTip("Stop importing; the studies imported so far stay on the list")
        self.cancel.setAccessibleName("Cancel import")
        self.cancel.clicked.connect(self.cancel_requested)
        for widget in (self._text, self._bar, self._left, self.cancel):
            layout.addWidget(widget)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, empty while nothing is imported."""
        parts = (self._text.text(), self._bar.text(), self._left.text())
        return "" if self.isHidden() else "  ".join(part for part in parts if part)

    def show_progress(self, progress: ImportProgress) -> None:
        """Show how far it is."""
        words = tr("Importing {name}" if progress.total else "Looking for studies in {name}")
        words = words.format(name=progress.current)
        self._text.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, TEXT_WIDTH_PX))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._bar.setFormat(_of(progress.done, progress.total) if progress.total else "")
        self._left.setText(time_left_text(progress.seconds_left if progress.total else None))
        self.show()


def _of(done: int, total: int) -> str:
    return tr("{done} of {total}").format(done=done, total=total)
