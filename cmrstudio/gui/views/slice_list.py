"""The slices at the current phase with the state of their contours."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.theme import STATE_COLOURS

LABELS = {
    ContourState.EMPTY: ("◌", "no contours"),
    ContourState.PREDICTED: ("○", "predicted"),
    ContourState.EDITED: ("◐", "edited"),
    ContourState.VERIFIED: ("●", "verified"),
    ContourState.STALE: ("▲", "changed since verified"),
}
SHORT_WORDS = {ContourState.STALE: "changed"}
"""Where the word is too long for a row; the tool tip has all of it."""
FIGURE_SPACE = "\u2007"
"""As wide as a digit, so that columns stand under each other."""
MISSING = ("×", "image missing")


class SliceList(QListWidget):
    """One row a slice, base first: number, position, and the state by shape, word and colour."""

    slice_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Slices at this phase")
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._request)

    def set_slices(self, positions_mm: list[float]) -> None:
        """Begin anew with the slices at these positions, all without contours."""
        with QSignalBlocker(self):
            self.clear()
            for position_mm in positions_mm:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, position_mm)
                self.addItem(item)
        for index in range(len(positions_mm)):
            self.set_state(index, ContourState.EMPTY)

    def set_state(self, slice_index: int, state: ContourState, *, is_present: bool = True) -> None:
        """Show how the contours of a slice stand, or that its image is missing."""
        item = self.item(slice_index)
        if item is None:
            return
        mark, word = LABELS[state] if is_present or state is not ContourState.EMPTY else MISSING
        shown = SHORT_WORDS.get(state, word)
        number, position = f"{slice_index + 1:>2}", f"{item.data(Qt.ItemDataRole.UserRole):6.1f} mm"
        text = f"{mark}  {number.replace(' ', FIGURE_SPACE)}   {position.replace(' ', FIGURE_SPACE)}   {shown}"
        if item.text() != text:
            item.setText(text)
            item.setForeground(QBrush(QColor(STATE_COLOURS[state])))
            item.setToolTip(f"Slice {slice_index + 1}: {word}")

    def show_slice(self, slice_index: int) -> None:
        """Mark the slice on the screen."""
        if self.currentRow() != slice_index:
            with QSignalBlocker(self):
                self.setCurrentRow(slice_index)
            self.scrollToItem(self.item(slice_index))

    def _request(self, row: int) -> None:
        if row >= 0:
            self.slice_requested.emit(row)
