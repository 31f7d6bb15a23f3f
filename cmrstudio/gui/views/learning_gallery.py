"""A handful of validation images whose contours move as the model learns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import closed_spline
from cmrstudio.gui.theme import ON_IMAGE
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import label, phase_text

TILES, COLUMNS = 6, 3
TURN_MS = 5
MARGIN_PX = 14.0
"""How much of the image is shown around all contours, in its own pixels."""
CONTOUR_COLOURS = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}
LEGEND = "Solid: the model now. Thin dashes: before it learned. White dots: your contours."


class GalleryTile(QWidget):
    """One image with the reader's contours, those that the parent drew and those that the model draws now.

    It says when it ``needs_drawing`` and is drawn when it is told to: all tiles at once would hold up the window.
    """

    needs_drawing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = None
        self._before: tuple[Contour, ...] = ()
        self._area: QRectF | None = None
        self._picture: QPixmap | None = None
        self.names: Mapping[str, str] = {}
        """How patients are called, by patient key."""
        self.setMinimumSize(100, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        language_changes.changed.connect(self._describe)

    @property
    def drawn(self) -> tuple[Contour, ...]:
        """The contours that the model draws now."""
        return self._image.drawn if self._image is not None else ()

    @property
    def before(self) -> tuple[Contour, ...]:
        """The contours that its parent drew."""
        return self._before

    def sizeHint(self) -> QSize:
        """As large as an image is looked at well."""
        return QSize(200, 200)

    def show_image(self, image, *, is_parent: bool) -> None:
        """Show a ``GalleryImage``; what the parent drew stays as a thin line."""
        if is_parent:
            self._before = image.drawn
        self._image = image
        if is_parent or self._area is None:  # the view must not move with the contours
            self._area = _area(image.image.shape, (*image.truth, *image.drawn))
        self._describe()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._before, self._area, self._picture = None, (), None, None
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Have it drawn in its new size."""
        self.needs_drawing.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show what was drawn last."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if self._picture is not None:
            painter.drawPixmap(QPointF(0, 0), self._picture)

    def draw(self) -> None:
        """Draw image and contours into the largest square."""
        if self._image is None or self._area is None:
            return
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap((QSizeF(self.size()) * ratio).toSize())
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor("black"))
        painter = QPainter(self._picture)
        painter.setFont(self.font())
        side = min(self.width(), self.height())
        target = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.setClipRect(target)
        # Item pixels have their edges on integers, contours their pixel centres.
        painter.drawImage(target, _grey(self._image.image), self._area.translated(0.5, 0.5))
        scale = side / self._area.width()

        def draw(contours: tuple[Contour, ...], width: float, style: Qt.PenStyle, colour: str | None = None) -> None:
            for contour in contours:
                tint = colour or getattr(ON_IMAGE, CONTOUR_COLOURS[contour.structure])
                painter.setPen(QPen(QColor(tint), width, style))
                curve = (closed_spline(contour.points_px) - (self._area.left(), self._area.top())) * scale
                points = [QPointF(x + target.left(), y + target.top()) for x, y in curve]
                painter.drawPolygon(QPolygonF(points))

        draw(self._image.truth, 1.5, Qt.PenStyle.DotLine, "#ffffff")
        draw(self._before, 1.0, Qt.PenStyle.DashLine)
        draw(self._image.drawn, 2.0, Qt.PenStyle.SolidLine)
        painter.setClipping(False)
        painter.setPen(QColor(ON_IMAGE.text))
        painter.drawText(self.rect().adjusted(6, 4, -6, -4), Qt.AlignmentFlag.AlignLeft, self._title())
        painter.end()
        self.update()

    def _title(self) -> str:
        image = self._image
        words = tr("{phase}, slice {number}")
        return words.format(phase=phase_text(image.phase), number=image.slice_index + 1) if image is not None else ""

    def _describe(self) -> None:
        if self._image is not None:
            subject = self._image.subject
            self.setToolTip(f"{self.names.get(subject, subject)}: {self._title()}")
            self.setAccessibleName(self.toolTip())
            self.needs_drawing.emit()


class LearningGallery(QWidget):
    """Tiles, and what their lines mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[GalleryTile] = []
        self.caption = label("", "muted")
        self._epoch: int | None = None
        self._waiting: list[GalleryTile] = []
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._draw_next)
        self._names: Mapping[str, str] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(self.caption)
        layout.addLayout(self._grid, 1)
        for number in range(TILES):
            self._add_tile(number)
        language_changes.changed.connect(self._write)
        self._write()

    def _add_tile(self, number: int) -> None:
        tile = GalleryTile()
        tile.needs_drawing.connect(lambda: self._draw_soon(tile))
        self.tiles.append(tile)
        self._grid.addWidget(tile, number // COLUMNS, number % COLUMNS)

    def _draw_soon(self, tile: GalleryTile) -> None:
        if tile not in self._waiting:
            self._waiting.append(tile)
        self._turn.start()

    def _draw_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0).draw()
        else:
            self._turn.stop()

    def show_names(self, names: Mapping[str, str]) -> None:
        """How patients are called in the work list, by patient key."""
        self._names = names

    def clear(self) -> None:
        """Begin anew."""
        self._epoch = None
        for tile in self.tiles:
            tile.clear()
        self._write()

    def show_images(self, epoch: int, images: tuple) -> None:
        """Show ``GalleryImage``s as they are drawn after an epoch; 0 is the parent."""
        self._epoch = epoch
        for number, image in enumerate(images):
            if number == len(self.tiles):
                self._add_tile(number)
            self.tiles[number].names = self._names
            self.tiles[number].show_image(image, is_parent=epoch == 0)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(images))
        self._write()

    def _write(self) -> None:
        if self._epoch is None:
            self.caption.setText(tr("Images of your validation patients appear here as the model learns."))
        else:
            self.caption.setText(f"{tr('After epoch {epoch}.').format(epoch=self._epoch)} {tr(LEGEND)}")


def _area(shape: tuple[int, ...], contours: tuple[Contour, ...]) -> QRectF:
    """A square around all contours, in contour coordinates; the whole image where there are none."""
    rows, columns = shape[:2]
    if not contours:
        side = max(rows, columns)
        return QRectF(-0.5, -0.5, side, side)
    points = np.vstack([contour.points_px for contour in contours])
    low, high = points.min(axis=0) - MARGIN_PX, points.max(axis=0) + MARGIN_PX
    side = float((high - low).max())
    left, top = (low + high - side) / 2
    return QRectF(left, top, side, side)


def _grey(image: npt.NDArray[np.uint8]) -> QImage:
    copied = np.ascontiguousarray(image)
    rows, columns = copied.shape
    return QImage(copied.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
