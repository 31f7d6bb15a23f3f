"""The RV insertion and the borders of the segments, drawn over the cine image."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.views.cine_canvas import CineCanvas

Place = tuple[float, float]
_MARK_PX = 6.0


@dataclass(frozen=True)
class SegmentMarks:
    """What is drawn, in source pixels (column, row): the insertion, borders across the wall, numbers in the wall."""

    insertion: Place | None = None
    borders: tuple[tuple[Place, Place], ...] = ()
    numbers: tuple[tuple[Place, str], ...] = ()


class SegmentOverlay(QWidget):
    """A see-through widget over the canvas that lets the mouse pass."""

    def __init__(self, canvas: CineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.marks = SegmentMarks()
        self._is_allowed = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Segments on the image")
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)
        canvas.zoom_changed.connect(lambda _zoom: self.update())
        self.setGeometry(canvas.rect())

    def show_marks(self, marks: SegmentMarks) -> None:
        """Draw other marks."""
        if marks != self.marks:
            self.marks = marks
            self._show()

    def set_allowed(self, allowed: bool) -> None:
        """Hide the marks with the contours."""
        self._is_allowed = allowed
        self._show()

    def _show(self) -> None:
        self.setVisible(self._is_allowed and self.marks != SegmentMarks())
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the canvas."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks where the image is now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(255, 255, 255, 170), 1.2))
        for start, end in self.marks.borders:
            painter.drawLine(self._canvas.to_screen(start), self._canvas.to_screen(end))
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        for place, text in self.marks.numbers:
            area = QRectF(0, 0, 24, 16)
            area.moveCenter(self._canvas.to_screen(place))
            _write(painter, area, text, QColor("#ffffff"))
        if self.marks.insertion is not None:
            self._paint_insertion(painter, self._canvas.to_screen(self.marks.insertion))
        painter.end()

    def _paint_insertion(self, painter: QPainter, place: QPointF) -> None:
        steps = ((0, -_MARK_PX), (_MARK_PX, 0), (0, _MARK_PX), (-_MARK_PX, 0))
        painter.setPen(QPen(QColor(0, 0, 0), 1.2))
        painter.setBrush(QColor(COLOURS.amber))
        painter.drawPolygon(QPolygonF([place + QPointF(*step) for step in steps]))
        _write(painter, QRectF(place.x() - 38, place.y() - 8, 28, 16), "RV", QColor(COLOURS.amber))


def _write(painter: QPainter, area: QRectF, text: str, colour: QColor) -> None:
    """Light text with a dark edge, to be read on blood and on muscle."""
    painter.setPen(QColor(0, 0, 0))
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(area.translated(x, y), Qt.AlignmentFlag.AlignCenter, text)
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
