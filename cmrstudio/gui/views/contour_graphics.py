"""Contours, strokes and the pusher's disc as graphics items. Scene units are mm: x = column, y = row times spacing.

Hue tells the structure and the line tells the state, so that the state does not hang on telling red from green: thin is
predicted, thick is edited or verified, dashed is stale; the badge of the view names it and has an icon of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import Points, closed_spline
from cmrstudio.domain.verification import ContourState

STRUCTURE_COLOURS = {Structure.LV_ENDOCARDIUM: QColor("#ff5a5a"), Structure.LV_EPICARDIUM: QColor("#3fe08a")}
STRUCTURE_NAMES = {Structure.LV_ENDOCARDIUM: "Endocardium", Structure.LV_EPICARDIUM: "Epicardium"}
LINE_WIDTHS = {
    ContourState.EMPTY: 1.4,
    ContourState.PREDICTED: 1.4,
    ContourState.EDITED: 2.2,
    ContourState.VERIFIED: 2.2,
    ContourState.STALE: 2.0,
}
# Opaque: a half transparent wide line takes Qt four times as long.
_TINT_ALPHA = 105
_HALO = QColor(10, 10, 12)
_MARK_RADIUS = 7.0
MARKS = {
    ContourState.VERIFIED: ((-0.45, 0.05), (-0.1, 0.4), (0.5, -0.4)),
    ContourState.STALE: ((0.0, -0.55), (0.52, 0.4), (-0.52, 0.4), (0.0, -0.55)),
}
"""Drawn on a disc of radius 1 (y downwards) on the contour that they are about."""
_CURVE_STEPS = 6
_HANDLE_RADIUS = 3.6
_HOVERED_RADIUS = 5.6
_HANDLE_SHARE = 0.22
_MARGIN_SCREEN_PX = 8.0


def _polygon(points: Points) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


@lru_cache(maxsize=1024)
def _curve_path(contour: Contour, column_mm: float, row_mm: float) -> QPainterPath:
    """A contour's curve in scene units, which are mm; kept, since a cine comes by again and again."""
    path = QPainterPath()
    path.addPolygon(_polygon(closed_spline(contour.points_px, _CURVE_STEPS) * (column_mm, row_mm)))
    path.closeSubpath()
    return path


class _ScaledItem(QGraphicsObject):
    """An item with parts of fixed size on the screen, which must know how large a screen pixel is."""

    def __init__(self) -> None:
        super().__init__()
        self.screen_px_per_mm = 1.0
        self._bounds = QRectF()

    def set_screen_scale(self, screen_px_per_mm: float) -> None:
        """Tell the item how large 1 mm is on the screen."""
        self.prepareGeometryChange()
        self.screen_px_per_mm = screen_px_per_mm

    def line(self, colour: QColor, width_screen_px: float) -> QPen:
        """A pen of this width on the screen; Qt's own cosmetic pens become thin on screens of high density."""
        width = width_screen_px / self.screen_px_per_mm
        return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.BevelJoin)

    def boundingRect(self) -> QRectF:
        """The drawn shape with room for lines and handles."""
        if self._bounds.isNull():
            return QRectF()
        margin = _MARGIN_SCREEN_PX / self.screen_px_per_mm
        return self._bounds.adjusted(-margin, -margin, margin, margin)


class ContourItem(_ScaledItem):
    """One contour: its curve with a dark edge against bright blood, and its control points where wanted."""

    def __init__(self, structure: Structure) -> None:
        super().__init__()
        self.structure = structure
        self._path = QPainterPath()
        self._handles: list[QPointF] = []
        self._handle_gap_mm = 1.0
        self._state = ContourState.EMPTY
        self.is_marked = False
        self.handles_shown = False
        self.hovered_index: int | None = None
        self.setVisible(False)

    def show_contour(self, contour: Contour | None, scale: Points) -> None:
        """Draw this contour, or none."""
        self.prepareGeometryChange()
        self.setVisible(contour is not None)
        if contour is None:
            self._path, self._handles, self._bounds = QPainterPath(), [], QRectF()
            return
        self._path = _curve_path(contour, float(scale[0]), float(scale[1]))
        points_mm = contour.points_px * scale
        self._handles = [QPointF(x, y) for x, y in points_mm.tolist()]
        self._handle_gap_mm = float(np.linalg.norm(np.roll(points_mm, -1, axis=0) - points_mm, axis=1).mean())
        self._bounds = self._path.boundingRect()
        self.update()

    def set_state(self, state: ContourState) -> None:
        """Draw the line of this state."""
        self._state = state
        self.update()

    def set_marked(self, is_marked: bool) -> None:
        """Draw or take away the mark of the state on the curve: a tick verified, a triangle changed since."""
        self.is_marked = is_marked
        self.update()

    def show_handles(self, shown: bool, hovered_index: int | None = None) -> None:
        """Draw the control points or not, one of them larger."""
        if (shown, hovered_index) != (self.handles_shown, self.hovered_index):
            self.handles_shown, self.hovered_index = shown, hovered_index
            self.update()

    def pen(self) -> QPen:
        """The line of the present state."""
        pen = self.line(STRUCTURE_COLOURS[self.structure], LINE_WIDTHS[self._state])
        if self._state is ContourState.STALE:
            pen.setDashPattern([3.2, 2.6])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw edge, line and control points."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = self.pen()
        painter.setPen(self.line(_HALO, LINE_WIDTHS[self._state] + 1.6))
        painter.drawPath(self._path)
        painter.setPen(pen)
        painter.drawPath(self._path)
        if self.handles_shown:
            self._paint_handles(painter)
        if self.is_marked and self._handles and self._state in MARKS:
            self._paint_mark(painter, MARKS[self._state])

    def _paint_mark(self, painter: QPainter, shape: tuple[tuple[float, float], ...]) -> None:
        top = min(self._handles, key=lambda handle: handle.y())
        radius = _MARK_RADIUS / self.screen_px_per_mm
        painter.setPen(self.line(STRUCTURE_COLOURS[self.structure], 1.4))
        painter.setBrush(QBrush(_HALO))
        painter.drawEllipse(top, radius, radius)
        painter.setPen(self.line(QColor("white"), 1.8))
        painter.drawPolyline(QPolygonF([QPointF(top.x() + x * radius, top.y() + y * radius) for x, y in shape]))

    def _paint_handles(self, painter: QPainter) -> None:
        colour = STRUCTURE_COLOURS[self.structure]
        painter.setPen(self.line(_HALO, 1.0))
        painter.setBrush(QBrush(colour))
        radius = min(_HANDLE_RADIUS / self.screen_px_per_mm, _HANDLE_SHARE * self._handle_gap_mm)
        for index, centre in enumerate(self._handles):
            if index != self.hovered_index:
                painter.drawEllipse(centre, radius, radius)
        if self.hovered_index is not None and self.hovered_index < len(self._handles):
            radius = _HOVERED_RADIUS / self.screen_px_per_mm
            painter.setPen(self.line(colour, 2.2))
            painter.setBrush(QBrush(QColor("white")))
            painter.drawEllipse(self._handles[self.hovered_index], radius, radius)


class StrokeItem(_ScaledItem):
    """The line of a freehand stroke in progress."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QPolygonF()
        self._colour = QColor("white")

    def show_stroke(self, stroke_mm: Points | None, colour: QColor) -> None:
        """Draw this open line [m, 2], or none."""
        self.prepareGeometryChange()
        self._colour = colour
        self._line = QPolygonF() if stroke_mm is None else _polygon(stroke_mm)
        self._bounds = self._line.boundingRect().adjusted(-1e-3, -1e-3, 1e-3, 1e-3) if self._line.size() else QRectF()
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the line with a dark edge."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (self.line(_HALO, 4.2), self.line(self._colour, 2.2)):
            painter.setPen(pen)
            painter.drawPolyline(self._line)
        if self._line.size():  # where a line that was left is gone on with
            for colour, width in ((_HALO, 9.0), (self._colour, 7.0)):
                painter.setPen(self.line(colour, width))
                painter.drawPoint(self._line.at(self._line.size() - 1))


class PapillaryItem(_ScaledItem):
    """Pixels inside the endocardium that count to the muscle, tinted."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: list[QRectF] = []

    def show_pixels(self, pixels_px: Points | None, scale: Points) -> None:
        """Tint these pixels [n, 2] as (column, row), or none; ``scale`` is mm for (column, row)."""
        self.prepareGeometryChange()
        width, height = scale.tolist()
        corners = [] if pixels_px is None else ((pixels_px - 0.5) * scale).tolist()
        self._pixels = [QRectF(x, y, width, height) for x, y in corners]
        self._bounds = QRectF()
        for pixel in self._pixels:
            self._bounds = self._bounds.united(pixel)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Fill the pixels."""
        tint = QColor(STRUCTURE_COLOURS[Structure.LV_EPICARDIUM])
        tint.setAlpha(_TINT_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRects(self._pixels)


class PusherItem(_ScaledItem):
    """The disc of the pusher at the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._centre, self._radius_mm = QPointF(), 0.0
        self._colour = QColor("white")
        self._pushing = False
        self.setVisible(False)

    def show_disc(self, centre_mm: Points | None, radius_mm: float, colour: QColor, *, pushing: bool) -> None:
        """Draw the disc round ``centre_mm``, or none."""
        self.setVisible(centre_mm is not None)
        if centre_mm is None:
            return
        self.prepareGeometryChange()
        self._centre, self._radius_mm = QPointF(*centre_mm.tolist()), radius_mm
        self._colour, self._pushing = colour, pushing
        self._bounds = QRectF(self._centre.x() - radius_mm, self._centre.y() - radius_mm, 2 * radius_mm, 2 * radius_mm)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the edge of the disc and its centre, filled a little while it pushes."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(self._colour)
        fill.setAlpha(60 if self._pushing else 22)
        painter.setBrush(QBrush(fill))
        painter.setPen(self.line(_HALO, 3.2))
        painter.drawEllipse(self._centre, self._radius_mm, self._radius_mm)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.line(self._colour, 1.6))
        painter.drawEllipse(self._centre, self._radius_mm, self._radius_mm)
        painter.setPen(self.line(self._colour, 3.0))
        painter.drawPoint(self._centre)


class ContourLayer:
    """All that is drawn over the image in its coordinates; items are made once and used again."""

    def __init__(self, view_box: pg.ViewBox) -> None:
        self.contour_items = {structure: ContourItem(structure) for structure in Structure}
        self.stroke_item = StrokeItem()
        self.pusher_item = PusherItem()
        self.papillary_item = PapillaryItem()
        self.scale = np.ones(2)
        self._contours: dict[Structure, Contour] = {}
        self._shown = True
        items = (self.papillary_item, *self.contour_items.values(), self.stroke_item, self.pusher_item)
        for depth, item in enumerate(items, start=9):
            item.setZValue(depth)
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, False)
            view_box.addItem(item, ignoreBounds=True)

    def set_pixel_spacing_mm(self, pixel_spacing_mm: tuple[float, float]) -> None:
        """Draw for this (row, column) spacing from now on."""
        self.scale = np.array(pixel_spacing_mm[::-1])
        self._draw_all()

    def set_screen_scale(self, screen_px_per_mm: float) -> None:
        """Keep handles and lines at their size on the screen."""
        for item in (*self.contour_items.values(), self.stroke_item, self.pusher_item):
            item.set_screen_scale(screen_px_per_mm)

    def show_contours(self, contours: dict[Structure, Contour]) -> None:
        """Draw these contours and no others."""
        changed = {structure for structure in Structure if contours.get(structure) is not self._contours.get(structure)}
        self._contours = dict(contours)
        for structure in changed:
            self._draw(structure)

    def set_state(self, state: ContourState) -> None:
        """Draw the lines of this state, without marks."""
        for item in self.contour_items.values():
            item.set_state(state)
            item.set_marked(False)

    def set_states(self, states: Mapping[Structure, ContourState]) -> None:
        """Draw each contour's line in its own state, with the mark of that state on it."""
        for structure, item in self.contour_items.items():
            item.set_state(states.get(structure, ContourState.EMPTY))
            item.set_marked(structure in states)

    def set_shown(self, shown: bool) -> None:
        """Draw the contours or hide them."""
        self._shown = shown
        self.papillary_item.setVisible(shown)
        self._draw_all()

    def show_handles(self, structures: set[Structure], hovered: tuple[Structure, int] | None) -> None:
        """Draw control points of these structures, one of all larger."""
        for structure, item in self.contour_items.items():
            index = hovered[1] if hovered is not None and hovered[0] is structure else None
            item.show_handles(structure in structures, index)

    def raise_structure(self, structure: Structure) -> None:
        """Draw this contour above the other."""
        for other, item in self.contour_items.items():
            item.setZValue(11 if other is structure else 10)

    def show_stroke(self, stroke_px: Points | None, structure: Structure) -> None:
        """Draw a freehand line given in source pixels, or none."""
        stroke_mm = None if stroke_px is None else stroke_px * self.scale
        self.stroke_item.show_stroke(stroke_mm, STRUCTURE_COLOURS[structure])

    def show_papillary(self, pixels_px: Points | None) -> None:
        """Tint the pixels that count as papillary muscle, or none."""
        self.papillary_item.show_pixels(pixels_px, self.scale)

    def show_pusher(self, centre_px: Points | None, radius_mm: float, structure: Structure, *, pushing: bool) -> None:
        """Draw the pusher's disc, or none."""
        centre_mm = None if centre_px is None else centre_px * self.scale
        self.pusher_item.show_disc(centre_mm, radius_mm, STRUCTURE_COLOURS[structure], pushing=pushing)

    def _draw(self, structure: Structure) -> None:
        contour = self._contours.get(structure) if self._shown else None
        self.contour_items[structure].show_contour(contour, self.scale)

    def _draw_all(self) -> None:
        for structure in Structure:
            self._draw(structure)
