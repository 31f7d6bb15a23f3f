"""All slices at the present phase side by side, playing together, and end-diastole beside end-systole."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.study_pictures import PictureFrame, StudyPictures, placed
from cmrstudio.gui.theme import COLOURS, ON_IMAGE
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.picture_marks import (
    HALO,
    paint_polygons,
    paint_waiting,
    pin_mark,
    quality_mark,
    state_mark,
    status_text,
)
from cmrstudio.gui.views.picture_view import PictureView

GAP = 2
LINE_WIDTH = 1.5
PIN_SIZE = 24.0
HATCH = QColor("#39414c")
HOLE = QColor("#181c21")


def rows_and_columns(count: int, width: float, height: float) -> tuple[int, int]:
    """How to lay ``count`` pictures out so that the square that fits each is largest; as few rows as that takes."""
    choices = ((math.ceil(count / columns), columns) for columns in range(1, count + 1))
    return max(choices, key=lambda one: (min(width / one[1], height / one[0]), -one[0] * one[1]), default=(0, 0))


class TiledView(PictureView):
    """Pictures of some images beside each other, each with its contours, state, quality and a title."""

    def __init__(self, pictures: StudyPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._session = pictures, pictures.session
        self.paint_count = 0
        """How often the view has been painted."""
        pictures.reset.connect(self.update)
        pictures.restyled.connect(self.update)
        pictures.images_changed.connect(self._take_changes)
        self._session.phases_changed.connect(lambda _: self.update())

    # For those who build on it

    def shown_keys(self) -> list[Key]:
        """The images to show, in order."""
        raise NotImplementedError

    def title(self, key: Key, index: int) -> str:
        """What to write over the picture of an image, which is the ``index``-th."""
        raise NotImplementedError

    def frame_for(self, width: int, height: int) -> PictureFrame:
        """Which part of the images pictures of that many device pixels show."""
        return self._pictures.frame(width, height)

    def paint_extra(self, painter: QPainter, key: Key, tile: QRectF) -> None:
        """Draw more over a picture."""

    # Where things are

    def tile_rects(self) -> list[QRectF]:
        """Where the pictures are, in the order of ``shown_keys``, on whole device pixels."""
        count, ratio = len(self.shown_keys()), self.devicePixelRatioF()
        rows, columns = rows_and_columns(count, self.width(), self.height())
        if not count:
            return []
        width = int((self.width() - GAP * (columns - 1)) / columns * ratio) / ratio
        height = int((self.height() - GAP * (rows - 1)) / rows * ratio) / ratio
        return [
            QRectF(index % columns * (width + GAP), index // columns * (height + GAP), max(width, 1), max(height, 1))
            for index in range(count)
        ]

    def key_at(self, place: QPointF) -> Key | None:
        """The image under a place of the widget."""
        found = (key for key, tile in zip(self.shown_keys(), self.tile_rects(), strict=True) if tile.contains(place))
        return next(found, None)

    def screen_px_per_image_px(self) -> tuple[float, float]:
        """Size of a source pixel on the screen (column, row)."""
        tiles = self.tile_rects() or [QRectF(self.rect())]
        return self.frame_for(round(tiles[0].width()), round(tiles[0].height())).scale

    # Following

    def _take_changes(self, keys: set[Key]) -> None:
        if self.isVisible() and keys & set(self.shown_keys()):
            self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all pictures."""
        self.paint_count += 1
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(COLOURS.background))
        tiles = self.tile_rects() if self._pictures.stack is not None else []
        if tiles:
            ratio = self.devicePixelRatioF()
            frame = self.frame_for(round(tiles[0].width() * ratio), round(tiles[0].height() * ratio))
            self._pictures.prepare_curves(self.shown_keys())
            for index, (key, tile) in enumerate(zip(self.shown_keys(), tiles, strict=True)):
                if event.region().intersects(tile.toAlignedRect()):
                    painter.setClipRect(tile)
                    self._paint_tile(painter, key, index, tile, frame)
        else:
            paint_waiting(painter, self.rect())
        painter.end()

    def _paint_tile(self, painter: QPainter, key: Key, index: int, tile: QRectF, frame: PictureFrame) -> None:
        status = self._pictures.status(key)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if not self._pictures.paint(painter, tile, key, frame):
            painter.fillRect(tile, HOLE)
            if status.is_missing:
                painter.fillRect(tile, QBrush(HATCH, Qt.BrushStyle.BDiagPattern))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        transform = placed(frame, tile.left(), tile.top(), self.devicePixelRatioF())
        stale = status.state is ContourState.STALE
        paint_polygons(painter, self._pictures.polygons(key), transform, is_stale=stale, width=LINE_WIDTH)
        self._paint_marks(painter, key, index, tile)
        self.paint_extra(painter, key, tile)

    def _paint_marks(self, painter: QPainter, key: Key, index: int, tile: QRectF) -> None:
        status = self._pictures.status(key)
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        write(painter, QPointF(tile.left() + 8, tile.top() + 18), self.title(key, index))
        if status.is_missing or status.is_loading:
            words = tr("Image missing") if status.is_missing else "Loading…"
            width = QFontMetricsF(font).horizontalAdvance(words)
            write(painter, tile.center() - QPointF(width / 2, -4), words)
        ratio = self.devicePixelRatioF()
        if not status.is_loading:
            mark = state_mark(status.state, status.is_missing, 5.0, ratio)
            painter.drawImage(QPointF(tile.left() + 5, tile.bottom() - 21), mark)
        if status.quality is not None:
            bar = quality_mark(int(status.quality * 100), max(min(70.0, tile.width() - 44), 4.0), 4.0, ratio)
            painter.drawImage(QPointF(tile.left() + 26, tile.bottom() - bar.height() / ratio - 10), bar)

    # Qt

    def event(self, event: QEvent) -> bool:
        """Say in words what the marks mean."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """What is at a place of the widget, in words."""
        key = self.key_at(place)
        if key is None:
            return ""
        return tr(f"Slice {key[1] + 1}, phase {key[0] + 1}: {status_text(self._pictures.status(key))}")

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed meanwhile."""
        super().showEvent(event)
        self.update()


class MontageView(TiledView):
    """All slices, or the pinned ones where any are, at the phase on the screen, base first."""

    pin_requested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, pictures: StudyPictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self.pinned: frozenset[int] = frozenset()
        self.setAccessibleName("Montage of slices")
        self.setAccessibleDescription("All slices, or those pinned, at the present phase with their contours.")
        self.setMinimumSize(240, 160)
        self._session.position_changed.connect(self._show_position)

    def shown_keys(self) -> list[Key]:
        """The slices at the present phase."""
        stack = self._pictures.stack
        if stack is None:
            return []
        phase_index = self._session.position[0]
        every = range(stack.slice_count)
        return [(phase_index, index) for index in (sorted(self.pinned & set(every)) or every)]

    def title(self, key: Key, index: int) -> str:
        """The number of the slice."""
        return tr(f"Slice {key[1] + 1}")

    def set_pinned(self, pinned: frozenset[int]) -> None:
        """Show these slices alone, or all where there are none."""
        self.pinned = pinned
        self.update()

    def pin_rect(self, tile: QRectF) -> QRectF:
        """Where the pin of the picture at ``tile`` is."""
        return QRectF(tile.right() - PIN_SIZE - 2, tile.top() + 2, PIN_SIZE, PIN_SIZE)

    def press_left(self, event: QMouseEvent) -> None:
        """Go to a slice, or pin it."""
        for key, tile in zip(self.shown_keys(), self.tile_rects(), strict=True):
            if self.pin_rect(tile).contains(event.position()):
                self.pin_requested.emit(key[1])
                return
        super().press_left(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a slice."""
        key = self.key_at(QPointF(event.pos()))
        if key is not None:
            self.menu_requested.emit(key[1], event.globalPos())

    def paint_extra(self, painter: QPainter, key: Key, tile: QRectF) -> None:
        """The pin, and a frame around the slice on the screen."""
        pin = pin_mark(PIN_SIZE, self.devicePixelRatioF(), is_filled=key[1] in self.pinned)
        painter.drawImage(self.pin_rect(tile).topLeft(), pin)
        if key[1] == self._session.position[1]:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor("#ffffff"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(tile.adjusted(1, 1, -1, -1))

    def _show_position(self, _phase_index: int, _slice_index: int) -> None:
        if self.isVisible():
            self.update()


class PhasesView(TiledView):
    """End-diastole and end-systole of the slice on the screen."""

    def __init__(self, pictures: StudyPictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self._centre_mm = (0.0, 0.0)
        self._zoom = 1.0
        self._shown_slice = -1
        self.setAccessibleName("End-diastole and end-systole")
        self.setAccessibleDescription("The present slice at end-diastole and at end-systole with its contours.")
        self.setMinimumSize(160, 160)
        self._session.position_changed.connect(self._show_position)

    def shown_keys(self) -> list[Key]:
        """End-diastole, then end-systole."""
        if self._pictures.stack is None:
            return []
        phases, slice_index = self._session.phases, self._session.position[1]
        return [(phases.end_diastole, slice_index), (phases.end_systole, slice_index)]

    def title(self, key: Key, index: int) -> str:
        """Which of the two, and where it is in the cycle."""
        return tr(f"{('End-diastole', 'End-systole')[index]}, phase {key[0] + 1}")

    def look_at(self, centre_mm: tuple[float, float], zoom: float) -> None:
        """Show the place (x, y) that the cine shows, and as large: ``zoom`` is 1 where the whole image fits."""
        if (centre_mm, zoom) != (self._centre_mm, self._zoom):
            self._centre_mm, self._zoom = centre_mm, zoom
            self.update()

    def frame_for(self, width: int, height: int) -> PictureFrame:
        """The same part as the cine shows."""
        stack = self._pictures.stack
        if stack is None:
            return super().frame_for(width, height)
        (rows, columns), (row_mm, column_mm) = stack.image_shape, stack.pixel_spacing_mm
        device_px_per_mm = min(width / (columns * column_mm), height / (rows * row_mm)) * self._zoom
        centre = (self._centre_mm[0] / column_mm, self._centre_mm[1] / row_mm)
        return PictureFrame(centre, (device_px_per_mm * column_mm, device_px_per_mm * row_mm), width, height)

    def _show_position(self, _phase_index: int, slice_index: int) -> None:
        if slice_index != self._shown_slice:
            self._shown_slice = slice_index
            self.update()


def write(painter: QPainter, baseline: QPointF, text: str) -> None:
    """Light text with a dark edge, to be read on blood and on air."""
    painter.setPen(HALO)
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(baseline + QPointF(x, y), text)
    painter.setPen(QColor(ON_IMAGE.text))
    painter.drawText(baseline, text)
