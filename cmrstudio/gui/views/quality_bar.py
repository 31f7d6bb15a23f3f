"""How good a contour is to be expected to be: a short bar with its number, and the same in plain words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmrstudio.domain.quality import verdict
from cmrstudio.gui.theme import COLOURS, QUALITY_COLOURS
from cmrstudio.gui.translation import language_changes, tr

NUMBER_WIDTH_PX = 34
LABEL_WIDTH_PX = 90
HEIGHT_PX = 20
THICKNESS_PX = 6
SHORTEST_BAR_PX = 12
MEANING = (
    "How well an expert's contour is expected to agree with it, from 0 to 1:\n"
    "how sure the networks are of the outline, and how steadily it goes on in time."
)
UNKNOWN = "No quality is known: drawn or changed by hand, or drawn before qualities were kept."


def shown_quality(quality: float) -> str:
    """A quality as a number with two decimals, cut off: what is worth a look at 0.8 must not read 0.80."""
    return tr(f"{int(quality * 100 + 1e-6) / 100:.2f}")


def quality_text(quality: float) -> str:
    """A quality in plain words: "Quality 0.62: worth a look"."""
    return tr("Quality {number}: {verdict}").format(number=shown_quality(quality), verdict=tr(verdict(quality)))


def paint_quality(painter: QPainter, place: QRect, quality: float) -> None:
    """Draw a bar as long as the quality is high, with the number at its right, or that alone where room is short."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(QUALITY_COLOURS[verdict(quality)])
    length = place.width() - NUMBER_WIDTH_PX
    if length >= SHORTEST_BAR_PX:
        top = place.center().y() - THICKNESS_PX / 2 + 1
        painter.setPen(Qt.PenStyle.NoPen)
        for share, tint in ((1.0, QColor(COLOURS.border)), (quality, colour)):
            painter.setBrush(tint)
            bar = QRectF(place.left(), top, max(THICKNESS_PX, length * share), THICKNESS_PX)
            painter.drawRoundedRect(bar, THICKNESS_PX / 2, THICKNESS_PX / 2)
    painter.setPen(colour)
    number = QRect(place.right() - NUMBER_WIDTH_PX + 1, place.top(), NUMBER_WIDTH_PX, place.height())
    painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown_quality(quality))
    painter.restore()


class QualityBar(QWidget):
    """The quality of one contour of the image on the screen, with the contour's name before it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._quality: float | None = None
        self._is_drawn = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_quality(None, is_drawn=False)
        language_changes.changed.connect(self._write)

    @property
    def quality(self) -> float | None:
        """The quality shown, None where none is known."""
        return self._quality

    def show_quality(self, quality: float | None, *, is_drawn: bool) -> None:
        """Show the quality of a contour, or that none is known, or that there is no contour."""
        if (quality, is_drawn) == (self._quality, self._is_drawn):
            return
        self._quality, self._is_drawn = quality, is_drawn
        self._write()

    def _write(self) -> None:
        quality, is_drawn, name = self._quality, self._is_drawn, tr(self._name)
        text = quality_text(quality) if quality is not None else tr(UNKNOWN) if is_drawn else tr("There is no contour")
        self.setToolTip(f"{name}. {text}\n{tr(MEANING)}" if quality is not None else f"{name}: {text}")
        self.setAccessibleName(f"{name}: {text}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the name, the bar and the number."""
        return QSize(LABEL_WIDTH_PX + 120, HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name, and the bar where there is a quality."""
        painter = QPainter(self)
        painter.setPen(QColor(COLOURS.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, 0, LABEL_WIDTH_PX, self.height()), middle, tr(self._name))
        place = QRect(LABEL_WIDTH_PX, 0, self.width() - LABEL_WIDTH_PX, self.height())
        if self._quality is not None:
            paint_quality(painter, place, self._quality)
        else:
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, tr("unknown") if self._is_drawn else "–")
        painter.end()
