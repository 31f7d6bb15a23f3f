"""The bull's-eye: a value for each segment of the left ventricle, base outside, apex inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from cmrstudio.domain.aha_segments import LEVEL_SEGMENTS, SEGMENT_COUNT, SEGMENT_NAMES
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import tr

UNKNOWN = "–"
APEX_TIP = "17 Apical cap: cannot be seen on short-axis slices"
# Viridis (van der Walt and Smith, CC0): lightness grows all the way, so that it reads without hue.
_COLOURS = ("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725")
_EDGES = (1.0, 0.77, 0.53, 0.2)
"""Outer radius of the basal, mid and apical ring and of the cap, as a share of the whole."""
_BEGIN_DEGREES = (60.0, 60.0, 45.0)
"""Where the first segment of each ring begins, anticlockwise from three o'clock: the anterior one is on top."""
_LEGEND_HEIGHT = 40.0
_MARGIN = 22.0


@dataclass(frozen=True)
class Scale:
    """Which values the colours run over, and how values are written."""

    low: float
    high: float
    unit: str
    decimals: int

    def share(self, value: float) -> float:
        """Where a value lies on the scale, 0 to 1."""
        return float(np.clip((value - self.low) / (self.high - self.low), 0, 1))


def colour_at(share: float) -> QColor:
    """The colour at a share 0 to 1 of the scale."""
    position = min(max(share, 0.0), 1.0) * (len(_COLOURS) - 1)
    index = min(int(position), len(_COLOURS) - 2)
    one, other, between = QColor(_COLOURS[index]), QColor(_COLOURS[index + 1]), position - index
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return QColor(*(round(first + (second - first) * between) for first, second in parts))


class BullsEye(QWidget):
    """Values of segments 1 to 16, in colours of equal steps of lightness, each with its number written in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bull's-eye of the left ventricle")
        self.setMinimumSize(200, 240)
        self._values: npt.NDArray[np.float64] = np.full(SEGMENT_COUNT, np.nan)
        self._scale = Scale(0, 1, "", 0)
        self._title = ""
        self.show_values(None, self._scale, "")

    def sizeHint(self) -> QSize:
        """Room for numbers in every segment."""
        return QSize(290, 330)

    @property
    def values(self) -> npt.NDArray[np.float64]:
        """What is drawn [16], NaN where unknown."""
        return self._values

    def show_values(self, values: npt.NDArray[np.float64] | None, scale: Scale, title: str) -> None:
        """Draw ``values`` [16], NaN where unknown; None draws all as unknown."""
        self._values = np.full(SEGMENT_COUNT, np.nan) if values is None else np.array(values, np.float64)
        self._scale, self._title = scale, title
        spoken = "; ".join(self.segment_text(index) for index in range(SEGMENT_COUNT))
        self.setAccessibleDescription(f"{title}. {spoken}")
        self.update()

    def segment_text(self, index: int) -> str:
        """The number, name and value of a segment, such as "2 Basal anteroseptal: 9.3 mm"."""
        return f"{index + 1} {SEGMENT_NAMES[index].capitalize()}: {self._number(index)} {self._scale.unit}".strip()

    def _number(self, index: int) -> str:
        value = self._values[index]
        if not np.isfinite(value):
            return UNKNOWN
        return tr(f"{value:z.{self._scale.decimals}f}").replace("-", "−")

    # Geometry

    def _circle(self) -> tuple[QPointF, float]:
        height = self.height() - _LEGEND_HEIGHT
        radius = max(min(self.width(), height) / 2 - _MARGIN, 10.0)
        return QPointF(self.width() / 2, height / 2), radius

    def segment_at(self, place: QPointF) -> int | None:
        """The zero-based segment at a place of the widget, 16 for the apical cap, None outside."""
        centre, radius = self._circle()
        offset = place - centre
        share = float(np.hypot(offset.x(), offset.y())) / radius
        if share > 1:
            return None
        if share <= _EDGES[3]:
            return SEGMENT_COUNT
        level = next(level for level in (2, 1, 0) if share <= _EDGES[level])
        count = len(LEVEL_SEGMENTS[level])
        turn = (np.degrees(np.arctan2(-offset.y(), offset.x())) - _BEGIN_DEGREES[level]) % 360
        return LEVEL_SEGMENTS[level][min(int(turn * count / 360), count - 1)]

    def middle_of(self, index: int) -> QPointF:
        """The middle of a segment on the widget."""
        level = next(level for level, segments in enumerate(LEVEL_SEGMENTS) if index in segments)
        span = 360 / len(LEVEL_SEGMENTS[level])
        angle = np.radians(_BEGIN_DEGREES[level] + (LEVEL_SEGMENTS[level].index(index) + 0.5) * span)
        centre, radius = self._circle()
        reach = radius * (_EDGES[level] + _EDGES[level + 1]) / 2
        return centre + QPointF(reach * np.cos(angle), -reach * np.sin(angle))

    def _outline(self, index: int) -> QPainterPath:
        level = next(level for level, segments in enumerate(LEVEL_SEGMENTS) if index in segments)
        span = 360 / len(LEVEL_SEGMENTS[level])
        begin = _BEGIN_DEGREES[level] + LEVEL_SEGMENTS[level].index(index) * span
        centre, radius = self._circle()
        outer, inner = (_square(centre, radius * _EDGES[ring]) for ring in (level, level + 1))
        path = QPainterPath()
        path.arcMoveTo(outer, begin)
        path.arcTo(outer, begin, span)
        path.arcTo(inner, begin + span, -span)
        path.closeSubpath()
        return path

    # Qt

    def event(self, event: QEvent) -> bool:
        """Tell the name and value of the segment under the cursor."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.segment_at(QPointF(event.pos()))
            if index is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), APEX_TIP if index == SEGMENT_COUNT else self.segment_text(index))
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw segments, walls' names and the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre, radius = self._circle()
        for index in range(SEGMENT_COUNT):
            self._paint_segment(painter, index)
        painter.setPen(QPen(QColor(COLOURS.panel), 1.5))
        painter.setBrush(QColor(COLOURS.raised))
        painter.drawEllipse(_square(centre, radius * _EDGES[3]))
        painter.setFont(_font(self, 11))
        painter.setPen(QColor(COLOURS.muted))
        painter.drawText(_square(centre, radius * _EDGES[3]), Qt.AlignmentFlag.AlignCenter, f"17\n{UNKNOWN}")
        self._paint_walls(painter, centre, radius)
        self._paint_legend(painter)
        painter.end()

    def _paint_segment(self, painter: QPainter, index: int) -> None:
        value = self._values[index]
        known = bool(np.isfinite(value))
        colour = colour_at(self._scale.share(value)) if known else QColor(COLOURS.raised)
        painter.setPen(QPen(QColor(COLOURS.panel), 2))
        painter.setBrush(colour)
        painter.drawPath(self._outline(index))
        light = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue() > 140
        painter.setPen(QColor("#101418" if light else "#ffffff") if known else QColor(COLOURS.muted))
        painter.setFont(_font(self, 13, bold=True))
        area = QRectF(0, 0, 46, 18)
        area.moveCenter(self.middle_of(index))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._number(index))

    def _paint_walls(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        painter.setPen(QColor(COLOURS.muted))
        painter.setFont(_font(self, 11))
        across = radius + _MARGIN / 2
        for text, x, y, turn in (
            ("Anterior", 0, -across, 0),
            ("Inferior", 0, across, 0),
            ("Septal", -across, 0, -90),
            ("Lateral", across, 0, 90),
        ):
            painter.save()
            painter.translate(centre + QPointF(x, y))
            painter.rotate(turn)
            painter.drawText(QRectF(-40, -9, 80, 18), Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()

    def _paint_legend(self, painter: QPainter) -> None:
        width = min(self.width() - 60.0, 220.0)
        bar = QRectF((self.width() - width) / 2, self.height() - _LEGEND_HEIGHT + 6, width, 10)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(len(_COLOURS)):
            gradient.setColorAt(step / (len(_COLOURS) - 1), QColor(_COLOURS[step]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRect(bar)
        painter.setPen(QColor(COLOURS.muted))
        low, high = self._scale.low, self._scale.high
        for share, text in ((0, f"≤ {low:g}"), (0.5, f"{(low + high) / 2:g}"), (1, f"≥ {high:g} {self._scale.unit}")):
            area = QRectF(bar.left() + share * width - 40, bar.bottom() + 3, 80, 16)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text.replace("-", "−"))


def _square(centre: QPointF, radius: float) -> QRectF:
    return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)


def _font(widget: QWidget, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
