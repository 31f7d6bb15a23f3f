"""Calipers and measured areas as a graphics item. Scene units are mm: x = column, y = row times spacing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cmrstudio.domain.geometry import Points
from cmrstudio.domain.image_measurements import (
    ImageMeasurement,
    MeasurementKind,
    grey_values,
    handles_px,
    outline_px,
    value_text,
)
from cmrstudio.gui.translation import tr

# Neither the colours of the structures nor those of states; told from them by the ticks and the number too.
_COLOUR = QColor("#ffd54a")
_SELECTED = QColor("#ffffff")
_HALO = QColor(10, 10, 12)
_PLATE = QColor(12, 14, 17, 205)
_FONT_PX = 12
_MARGIN_SCREEN_PX = 260.0
_TICK_SCREEN_PX = 6.0
_HANDLE_SCREEN_PX = 3.6


@dataclass(frozen=True, eq=False)
class ShownMeasurement:
    """A measurement with what is written beside it; ``is_open`` while its outline is still being drawn."""

    measurement: ImageMeasurement
    lines: tuple[str, ...]
    is_selected: bool = False
    is_faint: bool = False
    is_open: bool = False


def describe(
    measurement: ImageMeasurement,
    image: npt.NDArray[np.generic],
    pixel_spacing_mm: tuple[float, float],
    phase_index: int,
    *,
    is_selected: bool,
) -> ShownMeasurement:
    """A measurement as it is shown on an image [row, column] of the phase ``phase_index``."""
    lines = [tr(value_text(measurement, pixel_spacing_mm))]
    grey = grey_values(measurement, image)
    if grey is not None:
        lines.append(f"{tr('mean grey')} {grey.mean:.0f} ± {grey.standard_deviation:.0f}")
    of_other_phase = measurement.phase_index != phase_index
    if of_other_phase:
        lines.append(tr("drawn at phase {phase}").format(phase=measurement.phase_index + 1))
    return ShownMeasurement(measurement, tuple(lines), is_selected, is_faint=of_other_phase)


def describe_unfinished(
    corners_px: list[Points], cursor_px: Points | None, pixel_spacing_mm: tuple[float, float]
) -> ShownMeasurement:
    """An area of which some corners are there and the next one is at the cursor."""
    corners = [*corners_px, *([] if cursor_px is None else [cursor_px])]
    corners += [corners[-1]] * (3 - len(corners))
    polygon = ImageMeasurement("", MeasurementKind.POLYGON, 0, 0, np.array(corners))
    return ShownMeasurement(polygon, (tr(value_text(polygon, pixel_spacing_mm)),), is_open=True)


class MeasurementsItem(QGraphicsItem):
    """All measurements of the image on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(20)
        self.shown: tuple[ShownMeasurement, ...] = ()
        self.label_rects_screen_px: list[QRectF] = []
        self._scale = np.ones(2)
        self._screen_px_per_mm = 1.0
        self._bounds = QRectF()
        self._visible_mm = QRectF()

    def show_measurements(
        self,
        shown: tuple[ShownMeasurement, ...],
        scale: Points,
        screen_px_per_mm: float,
        visible_mm: QRectF,
    ) -> None:
        """Draw these; ``scale`` is mm for (column, row), and what is written keeps inside ``visible_mm``."""
        self.prepareGeometryChange()
        self.shown, self._scale, self._screen_px_per_mm = shown, scale, screen_px_per_mm
        self._visible_mm = visible_mm
        points = [handles_px(each.measurement) * scale for each in shown]
        self._bounds = QRectF()
        if points:
            low, high = np.vstack(points).min(axis=0), np.vstack(points).max(axis=0)
            margin = _MARGIN_SCREEN_PX / screen_px_per_mm
            self._bounds = QRectF(QPointF(*(low - margin).tolist()), QPointF(*(high + margin).tolist()))
        self.update()

    def boundingRect(self) -> QRectF:
        """The lines with room for what is written beside them."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw lines, ends and numbers; numbers last, so that no line crosses them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(1 / self._screen_px_per_mm, 1 / self._screen_px_per_mm)
        self.label_rects_screen_px = []
        for each in self.shown:
            self._paint_line(painter, each)
        for each in self.shown:
            self._paint_label(painter, each)

    def _places(self, points_px: Points) -> Points:
        return points_px * self._scale * self._screen_px_per_mm

    def _paint_line(self, painter: QPainter, each: ShownMeasurement) -> None:
        measurement = each.measurement
        colour = _SELECTED if each.is_selected else _COLOUR
        line = QPolygonF([QPointF(x, y) for x, y in self._places(outline_px(measurement)).tolist()])
        is_line = measurement.kind is MeasurementKind.DISTANCE or each.is_open
        for pen in (QPen(_HALO, 3.6), QPen(colour, 1.6)):
            if each.is_faint:
                pen.setDashPattern([5.0 / pen.widthF(), 4.0 / pen.widthF()])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(line) if is_line else painter.drawPolygon(line)
            if measurement.kind is MeasurementKind.DISTANCE:
                self._paint_ticks(painter, line)
        if each.is_selected or each.is_open:
            painter.setPen(QPen(_HALO, 1.0))
            painter.setBrush(colour)
            for x, y in self._places(handles_px(measurement)).tolist():
                painter.drawEllipse(QPointF(x, y), _HANDLE_SCREEN_PX, _HANDLE_SCREEN_PX)

    def _paint_ticks(self, painter: QPainter, line: QPolygonF) -> None:
        start, end = line.at(0), line.at(1)
        along = end - start
        length = float(np.hypot(along.x(), along.y()))
        if length < 1e-6:
            return
        tick = QPointF(-along.y(), along.x()) * (_TICK_SCREEN_PX / length)
        pen = QPen(painter.pen())
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        for place in (start, end):
            painter.drawLine(place - tick, place + tick)

    def _paint_label(self, painter: QPainter, each: ShownMeasurement) -> None:
        if not each.lines:
            return
        font = QFont(painter.font())
        font.setPixelSize(_FONT_PX)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width = max(metrics.horizontalAdvance(line) for line in each.lines) + 12
        height = metrics.height() * len(each.lines) + 6
        places = self._places(outline_px(each.measurement))
        if each.measurement.kind is MeasurementKind.DISTANCE:
            middle = places.mean(axis=0)
            along = places[1] - places[0]
            length = float(np.hypot(*along)) or 1.0
            normal = np.array([-along[1], along[0]]) / length
            normal *= -1 if normal[1] > 0 else 1  # above the line
            reach = abs(normal[0]) * width / 2 + abs(normal[1]) * height / 2 + 8
            centre = middle + normal * reach
        else:
            centre = np.array([places[:, 0].mean(), places[:, 1].max() + height / 2 + 6])
        rect = self._kept_visible(QRectF(centre[0] - width / 2, centre[1] - height / 2, width, height))
        self.label_rects_screen_px.append(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(_SELECTED if each.is_selected else _COLOUR)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "\n".join(each.lines))

    def _kept_visible(self, rect: QRectF) -> QRectF:
        scale, seen = self._screen_px_per_mm, self._visible_mm
        room = QRectF(seen.topLeft() * scale, seen.size() * scale).adjusted(4, 4, -4, -4)
        left = max(room.left(), min(rect.left(), room.right() - rect.width()))
        top = max(room.top(), min(rect.top(), room.bottom() - rect.height()))
        return QRectF(left, top, rect.width(), rect.height())
