"""Marks that say how an image stands, by shape and colour, and contours on small pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmrstudio.domain.quality import WORTH_A_LOOK, verdict
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.study_pictures import ImageStatus, Polygons
from cmrstudio.gui.theme import COLOURS, ON_IMAGE, QUALITY_COLOURS, STATE_COLOURS
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.contour_graphics import STRUCTURE_COLOURS
from cmrstudio.gui.views.quality_bar import quality_text

WORDS = {
    ContourState.EMPTY: "no contours",
    ContourState.PREDICTED: "predicted",
    ContourState.EDITED: "edited",
    ContourState.VERIFIED: "verified",
    ContourState.STALE: "changed since verified",
}
QUALITY_WORDS = "quality, ! is worth a look"
LEGEND_LINE = 24
HALO = QColor(8, 9, 11)
EDGE = QColor(8, 9, 11, 210)
QUALITY_ROOM = 12.0
"""How much higher than its bar the mark of a quality is."""
_PIN_HEAD = ((8, 3.5), (16, 3.5), (15, 10), (18, 13.5), (18, 15), (6, 15), (6, 13.5), (9, 10))


def status_text(status: ImageStatus) -> str:
    """How an image stands, in words."""
    if status.is_missing:
        return tr("image missing")
    if status.is_loading:
        return tr("loading")
    text = tr(WORDS[status.state])
    return text if status.quality is None else f"{text}. {quality_text(status.quality)}"


def place_and_status(key: Key, status: ImageStatus) -> str:
    """Which image it is, counted from one, and how it stands, in words."""
    place = tr("Slice {slice}, phase {phase}").format(slice=key[1] + 1, phase=key[0] + 1)
    return f"{place}: {status_text(status)}"


def paint_state(painter: QPainter, centre: QPointF, radius: float, status: ImageStatus) -> None:
    """A dotted ring, a ring, a half, a disc, a triangle or a cross, on a dark plate that keeps it legible on blood."""
    if status.is_missing:
        _paint_cross(painter, centre, radius)
        return
    colour = QColor(STATE_COLOURS.on_image(status.state))
    painter.setPen(Qt.PenStyle.NoPen)
    if status.state is not ContourState.EMPTY:
        painter.setBrush(EDGE)
        painter.drawEllipse(centre, radius + 2, radius + 2)
    ring = QPen(colour, max(1.3, radius * 0.32))
    if status.state is ContourState.STALE:
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF([centre + QPointF(x * radius, y * radius) for x, y in ((0, -1.15), (1.15, 0.9), (-1.15, 0.9))])
        )
        return
    if status.state in (ContourState.VERIFIED, ContourState.EDITED):
        painter.setBrush(colour)
        if status.state is ContourState.VERIFIED:
            painter.drawEllipse(centre, radius, radius)
            return
        painter.drawPie(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), 90 * 16, 180 * 16)
    if status.state is ContourState.EMPTY:
        ring.setStyle(Qt.PenStyle.DotLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ring)
    painter.drawEllipse(centre, radius - 0.5, radius - 0.5)


def _paint_cross(painter: QPainter, centre: QPointF, radius: float) -> None:
    painter.setPen(QPen(QColor(ON_IMAGE.red), max(1.6, radius * 0.4), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for x in (-1, 1):
        step = QPointF(x * radius * 0.8, radius * 0.8)
        painter.drawLine(centre - step, centre + step)


def paint_quality_mark(painter: QPainter, place: QRectF, quality: float) -> None:
    """A bar as long as the quality is high, and an exclamation mark at its end where the contour is worth a look."""
    colour = QColor(QUALITY_COLOURS.on_image(verdict(quality)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(EDGE)
    painter.drawRect(place.adjusted(-1, -1, 1, 1))
    painter.setBrush(colour)
    painter.drawRect(QRectF(place.left(), place.top(), max(2.0, place.width() * quality), place.height()))
    if quality < WORTH_A_LOOK:
        x, bottom, size = place.right() - 1.5, place.top() - 2.5, 7.0
        for pen, dot in ((QPen(HALO, 4.2), 2.6), (QPen(colour, 2.2), 1.5)):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, bottom - size), QPointF(x, bottom - 3))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen.color())
            painter.drawEllipse(QPointF(x, bottom - 0.8), dot, dot)


@lru_cache(maxsize=64)
def state_mark(state: ContourState, is_missing: bool, radius: float, ratio: float) -> QImage:
    """The mark of a state as a small picture, for views that draw many."""
    side = 2 * radius + 6
    status = ImageStatus(state, is_missing, False, None)
    return _picture(
        side, side, ratio, lambda painter: paint_state(painter, QPointF(side / 2, side / 2), radius, status)
    )


@lru_cache(maxsize=512)
def quality_mark(percent: int, width: float, height: float, ratio: float) -> QImage:
    """The mark of a quality, cut off to a hundredth, as a small picture; its bar is at the bottom."""
    bar = QRectF(1, QUALITY_ROOM, width, height)
    return _picture(
        width + 3, QUALITY_ROOM + height + 1, ratio, lambda painter: paint_quality_mark(painter, bar, percent / 100)
    )


@lru_cache(maxsize=16)
def pin_mark(size: float, ratio: float, *, is_filled: bool) -> QImage:
    """A pin on a dark plate as a small picture."""

    def paint(painter: QPainter) -> None:
        centre = QPointF(size / 2, size / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(EDGE)
        painter.drawEllipse(centre, size / 2, size / 2)
        colour = QColor(ON_IMAGE.accent if is_filled else ON_IMAGE.muted)
        paint_pin(painter, centre, size * 0.7, colour, is_filled=is_filled)

    return _picture(size, size, ratio, paint)


@lru_cache(maxsize=512)
def text_mark(text: str, family: str, ratio: float) -> QImage:
    """Light words with a dark edge, to be read on blood and on air, as a small picture."""
    font = QFont(family)
    font.setPixelSize(12)
    font.setBold(True)
    metrics = QFontMetricsF(font)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        baseline = QPointF(2, metrics.ascent() + 2)
        painter.setPen(HALO)
        for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(baseline + QPointF(x, y), text)
        painter.setPen(QColor(ON_IMAGE.text))
        painter.drawText(baseline, text)

    return _picture(metrics.horizontalAdvance(text) + 4, metrics.height() + 4, ratio, paint)


def _picture(width: float, height: float, ratio: float, paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(ceil(width * ratio), ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return image


def paint_pin(painter: QPainter, centre: QPointF, size: float, colour: QColor, *, is_filled: bool) -> None:
    """A drawing pin like that of the icon, filled where the slice is pinned."""
    place = QTransform.fromScale(size / 24, size / 24) * QTransform.fromTranslate(centre.x(), centre.y())
    head = place.map(QPolygonF([QPointF(x - 12, y - 12) for x, y in _PIN_HEAD]))
    pen = QPen(colour, max(1.2, size * 0.08), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(place.map(QPointF(0, 3)), place.map(QPointF(0, 9)))
    painter.setBrush(colour if is_filled else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(head)


def paint_polygons(
    painter: QPainter, polygons: Polygons, to_widget: QTransform, *, is_stale: bool, width: float
) -> None:
    """Contours with a dark edge; dashed where they changed since they were verified."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for structure, polygon in polygons:
        placed = to_widget.map(polygon)
        painter.setPen(QPen(HALO, width + 1.4))
        painter.drawPolygon(placed)
        pen = QPen(STRUCTURE_COLOURS[structure], width)
        if is_stale:
            pen.setDashPattern([3.2, 2.6])
        painter.setPen(pen)
        painter.drawPolygon(placed)


def paint_waiting(painter: QPainter, place: QRect) -> None:
    """Say that images are on their way: nothing is read without a study but one that is being opened."""
    painter.setPen(QColor(COLOURS.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("Loading…"))


class StateLegend(QWidget):
    """What the marks mean, in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What the marks mean")
        self.setAccessibleDescription(
            "Dotted ring: no contours. Ring: predicted. Half disc: edited. Disc: verified. Triangle: changed since "
            "verified. Cross: image missing. Bar: quality, with an exclamation mark where it is worth a look."
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        language_changes.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(320, LEGEND_LINE)

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return round(self.places(width)[-1].bottom())

    def places(self, width: int) -> list[QRectF]:
        """Where the marks are with their words, the quality last, in a legend of that width."""
        metrics, places, x, y = QFontMetricsF(self._small_font()), [], 12.0, 0.0
        entries = [(14.0, words) for _, words in _LEGEND]
        for mark_width, words in (*entries, (29.0, QUALITY_WORDS)):
            length = mark_width + metrics.horizontalAdvance(tr(words)) + 2
            if places and x + length > width - 4:
                x, y = 12.0, y + LEGEND_LINE
            places.append(QRectF(x, y, length, LEGEND_LINE))
            x += length + 14
        return places

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw marks and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small_font())
        *places, last = self.places(self.width())
        for (status, words), place in zip(_LEGEND, places, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(HALO)
            centre = QPointF(place.left() + 4, place.center().y())
            painter.drawEllipse(centre, 6.4, 6.4)  # the marks are made for images, which are dark
            paint_state(painter, centre, 4.2, status)
            _write_beside(painter, place.adjusted(14, 0, 0, 0), words)
        paint_quality_mark(painter, QRectF(last.left(), last.center().y() + 2, 22, 3), 0.6)
        _write_beside(painter, last.adjusted(29, 0, 0, 0), QUALITY_WORDS)
        painter.end()


def _write_beside(painter: QPainter, place: QRectF, words: str) -> None:
    painter.setPen(QColor(COLOURS.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr(words))


_LEGEND = (
    *((ImageStatus(state, False, False, None), words) for state, words in WORDS.items()),
    (ImageStatus(ContourState.EMPTY, True, False, None), "image missing"),
)
