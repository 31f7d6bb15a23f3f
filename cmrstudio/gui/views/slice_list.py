"""The slices at the current phase with the state of their contours."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.theme import STATE_COLOURS, theme_changes
from cmrstudio.gui.translation import current_language, tr
from cmrstudio.gui.views.quality_bar import NUMBER_WIDTH_PX, paint_quality, quality_text

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
WIDEST_ROW = "○  10   100.0 mm   predicted"
"""Leaves the bars of all rows the same room, so that they can be compared."""
QUALITY_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
BAR_WIDTH_PX = 34
TEXT_MARGIN_PX, RIGHT_MARGIN_PX = 16, 8


class QualityDelegate(QStyledItemDelegate):
    """Draws the quality of a slice's contours at the right end of its row."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Shorten the row's text where the number needs the room."""
        super().initStyleOption(option, index)
        if index.data(QUALITY_ROLE) is not None:
            room = option.rect.width() - TEXT_MARGIN_PX - NUMBER_WIDTH_PX - RIGHT_MARGIN_PX
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row, then the bar where there is a quality."""
        super().paint(painter, option, index)
        quality = index.data(QUALITY_ROLE)
        if quality is not None:
            place = QRect(option.rect)
            text_px = max(map(option.fontMetrics.horizontalAdvance, (str(index.data()), WIDEST_ROW)))
            room = place.width() - TEXT_MARGIN_PX - text_px - RIGHT_MARGIN_PX
            width = NUMBER_WIDTH_PX + max(0, min(BAR_WIDTH_PX, room - NUMBER_WIDTH_PX))
            place.setLeft(place.right() - width - RIGHT_MARGIN_PX)
            place.setWidth(width)
            paint_quality(painter, place, quality)


class SliceList(QListWidget):
    """One row a slice, base first: number, position, the state by shape, word and colour, and the lowest quality."""

    slice_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[int, tuple[object, ...]] = {}  # a step in phase changes few of many slices
        self.setAccessibleName("Slices at this phase")
        self.setUniformItemSizes(True)
        self.setItemDelegate(QualityDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._request)
        theme_changes.changed.connect(self._take_colours)

    def set_slices(self, positions_mm: list[float]) -> None:
        """Begin anew with the slices at these positions, all without contours."""
        self._shown.clear()
        with QSignalBlocker(self):
            self.clear()
            for position_mm in positions_mm:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, position_mm)
                self.addItem(item)
        for index in range(len(positions_mm)):
            self.set_state(index, ContourState.EMPTY)

    def set_state(
        self, slice_index: int, state: ContourState, *, is_present: bool = True, quality: float | None = None
    ) -> None:
        """Show how the contours of a slice stand and the lowest quality among them, or that its image is missing."""
        item = self.item(slice_index)
        shown_before, shown = self._shown.get(slice_index), (state, is_present, quality, current_language())
        if item is None or shown == shown_before:
            return
        self._shown[slice_index] = shown
        mark, word = LABELS[state] if is_present or state is not ContourState.EMPTY else MISSING
        number, position = f"{slice_index + 1:>2}", f"{tr(f'{item.data(Qt.ItemDataRole.UserRole):.1f}'):>6} mm"
        place = f"{number.replace(' ', FIGURE_SPACE)}   {position.replace(' ', FIGURE_SPACE)}"
        text = f"{mark}  {place}   {tr(SHORT_WORDS.get(state, word))}"
        if item.text() != text:
            item.setText(text)
            item.setForeground(QBrush(QColor(STATE_COLOURS[state])))
            item.setData(STATE_ROLE, state.value)
        item.setData(QUALITY_ROLE, quality)
        tip = tr("Slice {number}: {state}").format(number=slice_index + 1, state=tr(word))
        item.setToolTip(tip if quality is None else f"{tip}\n{quality_text(quality)}")

    def show_slice(self, slice_index: int) -> None:
        """Mark the slice on the screen."""
        if self.currentRow() != slice_index:
            with QSignalBlocker(self):
                self.setCurrentRow(slice_index)
            self.scrollToItem(self.item(slice_index))

    def _take_colours(self) -> None:
        """Write the rows in the colours of the theme in use."""
        for item in map(self.item, range(self.count())):
            item.setForeground(QBrush(QColor(STATE_COLOURS[ContourState(item.data(STATE_ROLE))])))

    def _request(self, row: int) -> None:
        if row >= 0:
            self.slice_requested.emit(row)
