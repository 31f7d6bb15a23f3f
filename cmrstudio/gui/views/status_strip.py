"""The bar at the bottom: what is running, how the work is saved, the engine, and what this is not for."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QStyle, QStyleOption, QWidget

from cmrstudio.gui.actions import with_keys
from cmrstudio.gui.time_left import TimeLeft, time_left_text
from cmrstudio.gui.translation import language_changes, tr

NOT_FOR_DIAGNOSTIC_USE = "Not for diagnostic use"
NEWS_MS = 10_000
MARGIN_PX = 6


class StatusStrip(QStatusBar):
    """A status bar with progress and cancel; "Not for diagnostic use" never leaves it."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._news = ""
        language_changes.changed.connect(self._say_news_again)
        self.messageChanged.connect(self.setToolTip)  # the whole of what may be cut short
        self._task = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName("Progress")
        self._time = QLabel()
        self._time.setAccessibleName("Time left")
        self._time_left = TimeLeft()
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel what is running")
        self.show_cancel_keys("Ctrl+.")
        self._cancel.setProperty("link", "true")
        self._cancel.clicked.connect(self.cancel_requested)
        self._engine = QLabel()
        self._save = QLabel()
        self._save.setObjectName("saveState")
        self._save.setAccessibleName("Save state")
        self._engine.setAccessibleName("Engine")
        notice = QLabel(NOT_FOR_DIAGNOSTIC_USE)
        notice.setObjectName("notForDiagnosticUse")
        for widget in (self._task, self._bar, self._time, self._cancel, self._engine, self._save, notice):
            self.addPermanentWidget(widget)
        self.end_task()

    @property
    def save_text(self) -> str:
        """What is said about saving."""
        return self._save.text()

    @property
    def task_text(self) -> str:
        """What is said to be running, empty when nothing is."""
        return self._task.text() if not self._bar.isHidden() else ""

    @property
    def time_text(self) -> str:
        """What is said of the time that is left, empty while it is not known."""
        return self._time.text() if not self._bar.isHidden() else ""

    def show_news(self, text: str) -> None:
        """Say something that is of interest for a while."""
        self._news = text
        self.showMessage(tr(text), NEWS_MS)

    @property
    def news_shown(self) -> str:
        """What is said of interest as far as there is room for it, cut short with an ellipsis."""
        return self.fontMetrics().elidedText(
            self.currentMessage(), Qt.TextElideMode.ElideRight, self._room_for_news().width()
        )

    def _room_for_news(self) -> QRect:
        beside = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        right = min((widget.x() for widget in beside if widget.isVisible()), default=self.width())
        return QRect(MARGIN_PX, 0, max(right - 2 * MARGIN_PX, 0), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt does, but what does not fit beside the rest ends in an ellipsis."""
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelStatusBar, option, painter, self)
        painter.setPen(self.palette().windowText().color())
        where = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(self._room_for_news(), where, self.news_shown)
        painter.end()

    def _say_news_again(self) -> None:
        if self.currentMessage():
            self.show_news(self._news)

    def show_cancel_keys(self, keys: str) -> None:
        """Name the keys that cancel, in the language in use."""
        self._cancel.setToolTip(with_keys(tr("Stop it; what has been done so far stays"), keys))

    def show_task(self, text: str, done: int = 0, total: int = 0) -> None:
        """Show that something runs; without a total it is a bar that only says so."""
        self._task.setText(tr(text))
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setFormat(f"{done} / {total}" if total else "")
        self._time.setText(time_left_text(self._time_left.report(done, total)))
        for widget in (self._task, self._bar, self._time, self._cancel):
            widget.show()

    def show_progress(self, done: int, total: int) -> None:
        """How far the task has come."""
        self.show_task(self._task.text(), done, total)

    def end_task(self) -> None:
        """Nothing runs any more."""
        self._time_left.forget()
        for widget in (self._task, self._bar, self._time, self._cancel):
            widget.hide()

    def show_engine(self, text: str, tip: str = "") -> None:
        """What the engine computes on."""
        self._engine.setText(tr(text))
        self._engine.setToolTip(tip)

    def show_save_state(self, text: str, *, failed: bool) -> None:
        """How the work stands with the disk."""
        self._save.setText(tr(text) if len(text) <= 40 else tr("Not saved"))
        self._save.setToolTip(tr(text))
        self._save.setProperty("state", "failed" if failed else "fine")
        self._save.style().unpolish(self._save)
        self._save.style().polish(self._save)
