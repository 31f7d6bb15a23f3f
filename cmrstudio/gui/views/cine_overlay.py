"""What is written over the image: texts in the corners, scale bar, state of the contours, messages and hints."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.translation import tr

_MARGIN = 12.0
_TEXT = QColor("#e8ecef")
_SHADOW = QColor(0, 0, 0)
_PLATE = QColor(18, 21, 25, 225)
_PLATE_EDGE = QColor(255, 255, 255, 45)
_AMBER = QColor("#ffc14d")
_BAR_LENGTHS_MM = (100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0)
_BAR_SHARE = 0.24
_ROOM_FOR_ALL = 340

# Chosen to differ in lightness and icon, not in hue alone.
STATE_LABELS = {
    ContourState.PREDICTED: ("Predicted", QColor("#9db4c8")),
    ContourState.EDITED: ("Edited", QColor("#ffffff")),
    ContourState.VERIFIED: ("Verified", QColor("#6cc4ff")),
    ContourState.STALE: ("Changed since verified", _AMBER),
}


@dataclass
class OverlayContent:
    """All that the overlay writes. ``corners`` are top left, top right, bottom left, bottom right."""

    corners: tuple[str, str, str, str] = ("", "", "", "")
    markers: tuple[str, str, str, str] = ("", "", "", "")
    state: ContourState = ContourState.EMPTY
    contours_hidden: bool = False
    message: str = "No image"
    hint: str = ""
    warning: str = ""
    note: str = ""
    screen_px_per_mm: float = 1.0
    focus_shown: bool = False
    badge_rect: QRectF = field(default_factory=QRectF)


class CineOverlay(QWidget):
    """A see-through widget over the image that lets the mouse pass."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = OverlayContent()

    def set_content(self, **changes: object) -> None:
        """Change some of what is written; nothing is painted where nothing changed."""
        changed = False
        for name, value in changes.items():
            if getattr(self.content, name) != value:
                setattr(self.content, name, value)
                changed = True
        if changed:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write everything."""
        content = self.content
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font(self, 12.5))
        heights = self._paint_corners(painter, content.corners)
        if not content.message:
            if self.width() >= _ROOM_FOR_ALL:
                self._paint_scale_bar(painter)
                self._paint_markers(painter)
            self._paint_badge(painter, heights)
            self._paint_notes(painter)
        else:
            self._paint_message(painter, content.message)
        if content.focus_shown:
            painter.setPen(QPen(QColor("white"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_corners(self, painter: QPainter, corners: tuple[str, str, str, str]) -> list[float]:
        line_height = QFontMetricsF(painter.font()).height()
        heights = []
        for index, text in enumerate(corners):
            right, bottom = index % 2 == 1, index >= 2
            lines = text.splitlines()
            heights.append(line_height * len(lines))
            top = self.height() - _MARGIN - heights[-1] if bottom else _MARGIN
            area = QRectF(_MARGIN, top, self.width() - 2 * _MARGIN, line_height)
            for line in lines:
                _write(painter, area, Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft, line)
                area.translate(0, line_height)
        return heights

    def _paint_markers(self, painter: QPainter) -> None:
        left, top, right, bottom = self.content.markers
        if not any(self.content.markers):
            return
        painter.save()
        painter.setFont(_font(self, 13, bold=True))
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        centre_v, centre_h = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignHCenter
        _write(painter, area, Qt.AlignmentFlag.AlignLeft | centre_v, left)
        _write(painter, area, Qt.AlignmentFlag.AlignRight | centre_v, right)
        _write(painter, area, Qt.AlignmentFlag.AlignTop | centre_h, top)
        _write(painter, area.adjusted(0, 0, 0, -34), Qt.AlignmentFlag.AlignBottom | centre_h, bottom)
        painter.restore()

    def scale_bar_mm(self) -> float:
        """Length of the scale bar: the longest round length below a quarter of the width."""
        greatest_mm = max(self.width(), 1) * _BAR_SHARE / self.content.screen_px_per_mm
        return next((length for length in _BAR_LENGTHS_MM if length <= greatest_mm), _BAR_LENGTHS_MM[-1])

    def _paint_scale_bar(self, painter: QPainter) -> None:
        length_mm = self.scale_bar_mm()
        length = length_mm * self.content.screen_px_per_mm
        left, y = (self.width() - length) / 2, self.height() - _MARGIN - 3
        tick_mm = 10.0 if length_mm >= 10 else 1.0
        path = QPainterPath(QPointF(left, y))
        path.lineTo(left + length, y)
        for index in range(round(length_mm / tick_mm) + 1):
            x = left + index * tick_mm * self.content.screen_px_per_mm
            path.moveTo(x, y)
            path.lineTo(x, y - (8 if index in {0, round(length_mm / tick_mm)} else 5))
        for colour, width in ((_SHADOW, 3.6), (_TEXT, 1.6)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
            painter.drawPath(path)
        label = f"{length_mm / 10:.0f} cm" if length_mm >= 10 else f"{length_mm:.0f} mm"
        area = QRectF(left - 40, y - 27, length + 80, 17)
        _write(painter, area, Qt.AlignmentFlag.AlignCenter, label)

    def _paint_badge(self, painter: QPainter, heights: list[float]) -> None:
        content = self.content
        content.badge_rect = QRectF()
        if content.contours_hidden:
            text, colour, state = tr("Contours hidden"), _AMBER, None
        elif content.state in STATE_LABELS:
            (word, colour), state = STATE_LABELS[content.state], content.state
            text = tr(word)
        else:
            return
        painter.save()
        painter.setFont(_font(self, 12, bold=True))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 36
        top = _MARGIN + (heights[1] + 6 if heights[1] else 0)
        rect = QRectF(self.width() - _MARGIN - width, top, width, 24)
        content.badge_rect = rect
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(rect, 12, 12)
        _paint_icon(painter, QPointF(rect.left() + 15, rect.center().y()), colour, state)
        painter.setPen(colour)
        painter.drawText(rect.adjusted(26, 0, -8, 0), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _paint_notes(self, painter: QPainter) -> None:
        bottom = self.height() - (72.0 if self.content.markers[3] else 52.0)
        for text, colour in ((self.content.hint, _TEXT), (self.content.note, _AMBER), (self.content.warning, _AMBER)):
            if text:
                bottom = self._paint_plate(painter, text, colour, bottom) - 6

    def _paint_plate(self, painter: QPainter, text: str, colour: QColor, bottom: float) -> float:
        """A plate with a sentence above ``bottom``; returns its top."""
        text = tr(text)
        metrics = QFontMetricsF(painter.font())
        widest = max(120.0, self.width() - 2 * _MARGIN - 28)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        needed = metrics.boundingRect(QRectF(0, 0, widest, 400), flags, text)
        rect = QRectF(0, 0, needed.width() + 28, needed.height() + 14)
        rect.moveCenter(QPointF(self.width() / 2, bottom - rect.height() / 2))
        painter.setPen(QPen(_PLATE_EDGE, 1))
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(rect, 7, 7)
        painter.setPen(colour)
        painter.drawText(rect.adjusted(14, 7, -14, -7), flags, text)
        return rect.top()

    def _paint_message(self, painter: QPainter, text: str) -> None:
        painter.save()
        painter.setFont(_font(self, 14))
        lines = max(1, text.count("\n") + 1)
        self._paint_plate(painter, text, _TEXT, self.height() / 2 + 16 * lines)
        painter.restore()


def _font(widget: QWidget, pixels: float, *, bold: bool = False) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(round(pixels))
    font.setBold(bold)
    return font


def _write(painter: QPainter, area: QRectF, alignment: Qt.AlignmentFlag, text: str) -> None:
    """Light text with a dark edge, to be read on blood and on air."""
    painter.setPen(_SHADOW)
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(area.translated(x, y), alignment, text)
    painter.setPen(_TEXT)
    painter.drawText(area, alignment, text)


def _paint_icon(painter: QPainter, centre: QPointF, colour: QColor, state: ContourState | None) -> None:
    """A check for verified, a triangle for stale, a pencil for edited, a ring for predicted, an eye for hidden."""
    painter.setPen(QPen(colour, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    path = QPainterPath()
    if state is ContourState.VERIFIED:
        path.moveTo(x - 4.5, y + 0.5)
        path.lineTo(x - 1.5, y + 4)
        path.lineTo(x + 5, y - 4)
    elif state is ContourState.STALE:
        path.moveTo(x, y - 5)
        path.lineTo(x + 5.5, y + 4.5)
        path.lineTo(x - 5.5, y + 4.5)
        path.closeSubpath()
        path.moveTo(x, y - 1)
        path.lineTo(x, y + 1.4)
    elif state is ContourState.EDITED:
        path.moveTo(x - 4.5, y + 4.5)
        path.lineTo(x - 3, y + 1)
        path.lineTo(x + 3, y - 5)
        path.lineTo(x + 5, y - 3)
        path.lineTo(x - 1, y + 3)
        path.closeSubpath()
    elif state is ContourState.PREDICTED:
        path.addEllipse(centre, 4.2, 4.2)
    else:
        path.addEllipse(centre, 5.2, 3.4)
        path.moveTo(x - 5, y + 5)
        path.lineTo(x + 5, y - 5)
    painter.drawPath(path)
