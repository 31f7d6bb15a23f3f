"""Every slice against every phase: thumbnails with contours, states and a selection."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.grid_selection import GridSelection
from cmrstudio.gui.study_pictures import StudyPictures
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.matrix_grid import HEADER_HEIGHT, HEADER_WIDTH, LEAST_CELL, MatrixGrid
from cmrstudio.gui.views.matrix_mosaic import MatrixMosaic
from cmrstudio.gui.views.matrix_painting import paint_frames, paint_numbers, paint_thumbnails
from cmrstudio.gui.views.picture_marks import paint_waiting, place_and_status
from cmrstudio.gui.views.picture_view import PictureView

DRAW_MS = 14.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class MatrixView(PictureView):
    """Phases from left to right, slices from base to apex.

    A click goes to an image; drag, Shift and Ctrl select as in a spreadsheet, with arrows too; a click on a number
    selects the whole phase or slice; a click on a pin pins the slice. What is not drawn yet follows in short turns.
    """

    selection_changed = Signal()
    pin_requested = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(self, pictures: StudyPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._session = pictures, pictures.session
        self.mosaic = MatrixMosaic(pictures)
        self.selection = GridSelection()
        self.pinned: frozenset[int] = frozenset()
        self._shown_position = self._session.position
        self._drag_anchor: Key | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._draw_more)
        self.setAccessibleName("Slices and phases")
        self.setAccessibleDescription("All images of the study, phases from left to right, slices from base to apex.")
        self._take_least_size()
        pictures.reset.connect(self._begin)
        pictures.restyled.connect(self._restyle)
        pictures.images_changed.connect(self._take_changes)
        self._session.position_changed.connect(self._show_position)
        self._session.phases_changed.connect(lambda _: self.update())

    # Where things are

    @property
    def counts(self) -> tuple[int, int]:
        """How many phases and slices there are."""
        stack = self._pictures.stack
        return (stack.phase_count, stack.slice_count) if stack else (0, 0)

    @property
    def grid(self) -> MatrixGrid:
        """Where things are at the present size."""
        scrolled = (max(-self.x(), 0), max(-self.y(), 0))
        return MatrixGrid(*self.counts, self.width(), self.height(), self.devicePixelRatioF(), scrolled)

    def cell_rect(self, key: Key) -> QRectF:
        """Where a thumbnail is."""
        return self.grid.cell_rect(key)

    def key_at(self, place: QPointF) -> Key | None:
        """The image under a place of the widget."""
        return self.grid.key_at(place)

    def screen_px_per_image_px(self) -> tuple[float, float]:
        """Size of a source pixel on the screen (column, row)."""
        width, height = self.grid.cell_size
        return self._pictures.frame(round(width), round(height)).scale

    # Selecting

    @property
    def chosen(self) -> frozenset[Key]:
        """The selected images, or the one on the screen where none is."""
        return self.selection.keys or frozenset([self._session.position])

    def press_left(self, event: QMouseEvent) -> None:
        """Go to an image, or select."""
        place, modifiers = event.position(), event.modifiers()
        key = self.key_at(place)
        self._drag_anchor = key
        if key is None:
            self._press_header(place, keep=bool(modifiers & _CTRL))
        elif modifiers & _SHIFT:
            self.selection.extend(key, self._session.position)
        elif modifiers & _CTRL:
            self.selection.toggle(key, self._session.position)
        else:
            self.selection.clear()
            self.image_requested.emit(*key)
        self._show_selection()

    def _press_header(self, place: QPointF, *, keep: bool) -> None:
        keys = self.grid.header_at(place)
        for slice_index in {key[1] for key in keys} if place.x() < self.grid.numbers_right() else ():
            if self.grid.pin_rect(slice_index).contains(place):
                self.pin_requested.emit(slice_index)
                return
        self.selection.take(keys, keep=keep)

    def drag_left(self, event: QMouseEvent) -> None:
        """Select from where the button went down to here."""
        key = self.grid.nearest(event.position())
        anchor = self._drag_anchor
        if anchor is None or key is None or (key == anchor and self.selection.end is None) or key == self.selection.end:
            return
        if self.selection.end is None:
            if event.modifiers() & _CTRL:
                self.selection.begin(anchor)
            else:
                self.selection.clear()
        self.selection.extend(key, anchor)
        self._show_selection()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a range."""
        self._drag_anchor = None
        super().mouseReleaseEvent(event)

    def clear_selection(self) -> None:
        """Select nothing."""
        self.selection.clear()
        self._show_selection()

    def _show_selection(self) -> None:
        self.selection_changed.emit()
        self.update()

    def wants_key(self, event: QKeyEvent) -> bool:
        """Arrows, Ctrl+A, Return, and Escape where there is a selection."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _STEPS:
            return modifiers in (Qt.KeyboardModifier.NoModifier, _SHIFT)
        if event.key() == Qt.Key.Key_A:
            return modifiers == _CTRL
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.selection.keys)
        return super().wants_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, select, or open in the cine."""
        phases, slices = self.counts
        if not phases or not (self.wants_key(event) or event.key() == Qt.Key.Key_Return):
            super().keyPressEvent(event)
        elif event.key() in _STEPS:
            self._step(*_STEPS[event.key()], extend=bool(event.modifiers() & _SHIFT))
        elif event.key() == Qt.Key.Key_A:
            self.selection.take(frozenset((p, s) for p in range(phases) for s in range(slices)), keep=False)
            self._show_selection()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear_selection()
        elif event.key() == Qt.Key.Key_Return:
            self.cine_requested.emit(*self._session.position)
        else:
            super().keyPressEvent(event)

    def _step(self, phase_step: int, slice_step: int, *, extend: bool) -> None:
        phases, slices = self.counts
        if extend:
            phase_index, slice_index = self.selection.end or self._session.position
            end = max(0, min(phase_index + phase_step, phases - 1)), max(0, min(slice_index + slice_step, slices - 1))
            self.selection.extend(end, self._session.position)
            self._show_selection()
            return
        self.clear_selection()
        if phase_step:
            self.phase_step_requested.emit(phase_step)
        else:
            self.slice_step_requested.emit(slice_step)

    # Following

    def set_pinned(self, pinned: frozenset[int]) -> None:
        """Mark these slices as pinned."""
        self.pinned = pinned
        self.update()

    def _begin(self) -> None:
        self._shown_position = self._session.position
        self.mosaic.lay_out(0, 0, 0, 0, 1.0)
        self._take_least_size()
        self.clear_selection()

    def _take_least_size(self) -> None:
        phases, slices = self.counts
        self.setMinimumSize(HEADER_WIDTH + LEAST_CELL * max(phases, 8), HEADER_HEIGHT + LEAST_CELL * max(slices, 5))

    def _restyle(self) -> None:
        self.mosaic.touch_all()
        self._draw_soon()

    def _take_changes(self, keys: set[Key]) -> None:
        self.mosaic.touch(keys)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _draw_more(self) -> None:
        phases, slices = self.counts
        if not self.isVisible() or not phases:
            return
        ratio = self.devicePixelRatioF()
        width, height = (round(size * ratio) for size in self.grid.cell_size)
        self.mosaic.lay_out(phases, slices, width, height, ratio)
        drawn = self.mosaic.draw(DRAW_MS, self._session.position[0])
        if len(drawn) > phases:
            self.update()
        else:
            for key in drawn:
                self.update(self.cell_rect(key).toAlignedRect())
        if not self.mosaic.is_current:
            self._timer.start()

    def _show_position(self, phase_index: int, slice_index: int) -> None:
        before, self._shown_position = self._shown_position, (phase_index, slice_index)
        if self.isVisible():
            grid = self.grid
            for key in (before, self._shown_position):
                self.update(grid.cell_rect(key).toAlignedRect().adjusted(-3, -3, 3, 3))
            left, top = grid.scrolled
            self.update(QRect(left, top, self.width(), HEADER_HEIGHT))
            self.update(QRect(left, top, HEADER_WIDTH, self.height()))

    # Qt

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(900, 520)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed meanwhile."""
        super().showEvent(event)
        self._draw_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw thumbnails of another size."""
        super().resizeEvent(event)
        self._draw_soon()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, for what is selected or for the image under the mouse."""
        key = self.key_at(QPointF(event.pos()))
        if key is not None and event.reason() == QContextMenuEvent.Reason.Mouse and key not in self.selection.keys:
            self.clear_selection()
            self.image_requested.emit(*key)
        self.menu_requested.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Say in words what a thumbnail shows by marks."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """What is at a place of the widget, in words."""
        key = self.key_at(place)
        if key is not None:
            return place_and_status(key, self._pictures.status(key))
        header = self.grid.header_at(place)
        if not header:
            return ""
        if place.x() >= self.grid.numbers_right():
            return tr("Select phase {phase}, all slices").format(phase=next(iter(header))[0] + 1)
        slice_index = next(iter(header))[1]
        if self.grid.pin_rect(slice_index).contains(place):
            unpin, pin = "Unpin slice {slice}", "Pin slice {slice}"
            words = tr(unpin if slice_index in self.pinned else pin).format(slice=slice_index + 1)
            return f"{words}: {tr('the montage shows pinned slices alone')}"
        return tr("Select slice {slice}, all phases").format(slice=slice_index + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the thumbnails that are wanted, and draw frames and numbers over them."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(COLOURS.background))
        if self.counts[0]:
            paint_thumbnails(painter, self.grid, self.mosaic.image, event.region())
            phases = self._session.phases
            marked = {phases.end_diastole: "ED"}
            marked[phases.end_systole] = "ED ES" if phases.end_systole in marked else "ES"
            paint_frames(painter, self.grid, marked, self.selection.keys, self._session.position)
            paint_numbers(painter, self.grid, marked, self.pinned, self._session.position)
        else:
            paint_waiting(painter, self.rect())
        painter.end()
