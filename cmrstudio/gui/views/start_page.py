"""What is shown while no study is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

MOST_SHOWN = 8
ROOM_FOR_TWO_COLUMNS_PX = 1000


class StartPage(QScrollArea):
    """Ways to open a study: a folder, a file, the bundled study, a recent one, or dropping one on the window."""

    folder_requested = Signal()
    file_requested = Signal()
    sample_requested = Signal()
    study_requested = Signal(object)
    """The ``Path`` of a recent study."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("readingArea")
        self.setWidget(inside)
        outer = QVBoxLayout(inside)
        outer.addStretch(2)
        column = QWidget()
        column.setMaximumWidth(640)
        column.setMinimumWidth(480)
        layout = QVBoxLayout(column)
        layout.setSpacing(12)
        layout.addWidget(_text("cmrstudio", "title"))
        layout.addWidget(
            _text("Reads short-axis cine cardiac MRI: contours, volumes, ejection fraction and mass.", "muted")
        )
        layout.addSpacing(12)
        layout.addLayout(self._buttons())
        layout.addWidget(_text("Or drop a folder, a DICOM file, a zip or a NIfTI file on this window.", "muted"))
        layout.addSpacing(16)
        self._recent_title = _text("RECENT STUDIES", "section")
        layout.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        layout.addLayout(self._recent)
        layout.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(36)
        self._columns.addWidget(column)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._columns)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        self.set_recent(())

    def set_card(self, card: QWidget) -> None:
        """Show a card beside the ways to open a study, or below them where the window is narrow."""
        card.setFixedWidth(440)
        self._columns.addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what does not fit beside each other below each other."""
        super().resizeEvent(event)
        fits = event.size().width() >= ROOM_FOR_TWO_COLUMNS_PX
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        for text, signal, tip in (
            ("Open folder…", self.folder_requested, "Open a study's folder"),
            ("Open file…", self.file_requested, "Open a DICOM file, a zip or a NIfTI file"),
            ("Open the bundled study", self.sample_requested, "Open the study that comes with cmrstudio"),
        ):
            button = QPushButton(text)
            button.setProperty("primary", "true" if signal is self.folder_requested else "false")
            button.setToolTip(tip)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def set_recent(self, records: tuple) -> None:
        """List recent studies (``StudyRecord``), latest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._recent_title.setVisible(bool(records))
        for record in records[:MOST_SHOWN]:
            path = Path(record.source)
            button = QPushButton(recent_text(record))
            button.setProperty("link", "true")
            button.setToolTip(str(path))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, path=path: self.study_requested.emit(path))
            self._recent.addWidget(button)


def recent_text(record) -> str:
    """A recent study in one line: patient, date of acquisition and folder."""
    parts = (record.patient_label, record.acquired_on, Path(record.source).name)
    return "  ·  ".join(dict.fromkeys(part for part in parts if part))


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(role == "muted")
    return label
