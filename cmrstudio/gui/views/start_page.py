"""What is shown while no study is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

MOST_SHOWN = 8


class StartPage(QWidget):
    """Ways to open a study: a folder, a file, the bundled study, a recent one, or dropping one on the window."""

    folder_requested = Signal()
    file_requested = Signal()
    sample_requested = Signal()
    study_requested = Signal(object)
    """The ``Path`` of a recent study."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        column = QWidget()
        column.setMaximumWidth(640)
        column.setMinimumWidth(520)
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
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        self.set_recent(())

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        for text, signal, primary in (
            ("Open folder…", self.folder_requested, True),
            ("Open file…", self.file_requested, False),
            ("Open the bundled study", self.sample_requested, False),
        ):
            button = QPushButton(text)
            button.setProperty("primary", "true" if primary else "false")
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
    return label
