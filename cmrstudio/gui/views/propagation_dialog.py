"""To which phases contours are propagated."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from cmrstudio.gui.translation import tr


class PropagationDialog(QDialog):
    """Asks for a range of phases, counted from 1; it may go round the end of the cycle."""

    def __init__(self, phase_count: int, first: int, last: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Propagate contours")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        text = QLabel(
            "Carry the contours on the screen phase by phase through this range, each time fitted to the image. "
            "Edited and verified contours stay unless you agree."
        )
        text.setWordWrap(True)
        layout.addWidget(text)
        grid = QGridLayout()
        grid.setColumnStretch(2, 1)
        self.first, self.last = (QSpinBox(), QSpinBox())
        rows = (
            (self.first, "From phase", first, tr(f"The first of {phase_count} phases to carry contours to")),
            (self.last, "to phase", last, tr(f"The last of {phase_count} phases to carry contours to")),
        )
        for row, (spin, name, value, tip) in enumerate(rows):
            spin.setRange(1, phase_count)
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)
            spin.setValue(value + 1)
            spin.setAccessibleName(name)
            spin.setToolTip(tip)
            label = QLabel(name)
            label.setBuddy(spin)
            grid.addWidget(label, row, 0)
            grid.addWidget(spin, row, 1)
        layout.addLayout(grid)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        layout.addWidget(self._note)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Propagate")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        for spin in (self.first, self.last):
            spin.valueChanged.connect(self._tell_round)
        self._tell_round()
        self.setMinimumWidth(400)

    @property
    def phases(self) -> tuple[int, int]:
        """First and last phase, zero-based."""
        return self.first.value() - 1, self.last.value() - 1

    def _tell_round(self) -> None:
        goes_round = self.last.value() < self.first.value()
        self._note.setText("Goes round the end of the cycle." if goes_round else "")
