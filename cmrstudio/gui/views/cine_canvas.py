"""The picture itself: one image in true proportions, zoomed, panned and windowed, with the contours drawn on it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QWidget

from cmrstudio.domain.geometry import Points
from cmrstudio.gui.views.cine_image import SmoothImageItem
from cmrstudio.gui.views.contour_graphics import ContourLayer

_LEAST_ZOOM = 0.5
_LARGEST_PIXEL_SCREEN_PX = 80.0
_FIT_MARGIN = 1.0


class CineCanvas(pg.GraphicsView):
    """A pyqtgraph view in mm (x = column spacing times column, y downwards), with pixel centres on integers.

    ``zoom`` is 1 where the whole image just fits. The displayed grey values are computed here with numpy, so that the
    image item only ever gets 8 bits.
    """

    zoom_changed = Signal(float)
    view_changed = Signal()
    window_level_changed = Signal(float, float)
    """Centre and width, whoever chose them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="#000000")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, invertY=True, lockAspect=1.0, defaultPadding=0)
        self._box.disableAutoRange()
        self.setCentralItem(self._box)
        self.image_item = SmoothImageItem()
        self.image_item.setVisible(False)
        self._box.addItem(self.image_item, ignoreBounds=True)
        self.layer = ContourLayer(self._box)
        self._image: npt.NDArray[np.generic] | None = None
        self._scale = np.ones(2)
        self._window: tuple[float, float] | None = None
        self._zoom = 1.0
        self._centre_mm = np.zeros(2)

    # The image

    @property
    def image(self) -> npt.NDArray[np.generic] | None:
        """The image shown [row, column], or None."""
        return self._image if self.image_item.isVisible() else None

    @property
    def pixel_spacing_mm(self) -> tuple[float, float]:
        """(row, column) spacing."""
        return float(self._scale[1]), float(self._scale[0])

    def set_image(self, image: npt.NDArray[np.generic] | None, pixel_spacing_mm: tuple[float, float]) -> None:
        """Show ``image`` [row, column]; zoom and place stay where shape and spacing are as before."""
        self.image_item.setVisible(image is not None)
        if image is None:
            return
        scale = np.array(pixel_spacing_mm[::-1], np.float64)
        spacing_differs = not np.array_equal(scale, self._scale)
        refit = self._image is None or image.shape != self._image.shape or spacing_differs
        if spacing_differs:
            self._scale = scale
            self.layer.set_pixel_spacing_mm(pixel_spacing_mm)
        self._image = image
        if self._window is None:
            self._window = _automatic_window(image)
        self._show_levels()
        if refit:
            transform = QTransform.fromScale(*self._scale.tolist())
            transform.translate(-0.5, -0.5)
            self.image_item.setTransform(transform)
            self.reset_view()

    @property
    def window_level(self) -> tuple[float, float] | None:
        """(centre, width) in grey values of the image; None before the first image."""
        return self._window

    def set_window_level(self, centre: float, width: float) -> None:
        """Show ``centre`` - ``width`` / 2 as black and ``centre`` + ``width`` / 2 as white."""
        self._window = (float(centre), max(float(width), 1e-6))
        if self._image is not None:
            self._show_levels()
        self.window_level_changed.emit(*self._window)

    def _show_levels(self) -> None:
        centre, width = self._window
        grey = np.subtract(self._image, np.float32(centre - width / 2), dtype=np.float32)
        grey *= np.float32(255.0 / width)
        np.nan_to_num(grey, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
        np.clip(grey, 0, 255, out=grey)
        self.image_item.show_grey(grey.astype(np.uint8))

    # Zoom and pan

    @property
    def zoom(self) -> float:
        """How much larger than fitting the view the image is."""
        return self._zoom

    @property
    def screen_px_per_mm(self) -> float:
        """How many (logical) pixels of the screen make 1 mm."""
        return self._fit_scale() * self._zoom

    def reset_view(self) -> None:
        """Show the whole image in the middle."""
        self._centre_mm = (self._extent_px()[::-1] - 1) / 2 * self._scale
        self._set_zoom(1.0)

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom and keep the place under ``anchor`` (widget coordinates) where it is."""
        fixed_mm = self.to_mm(anchor)
        before = self.screen_px_per_mm
        greatest = max(_LARGEST_PIXEL_SCREEN_PX / (self._fit_scale() * float(self._scale.max())), 1.0)
        zoom = float(np.clip(self._zoom * factor, _LEAST_ZOOM, greatest))
        ratio = before / (self._fit_scale() * zoom)
        self._move_to(fixed_mm + (self._centre_mm - fixed_mm) * ratio)
        self._set_zoom(zoom)

    def pan_by(self, screen_x: float, screen_y: float) -> None:
        """Move the image with the hand; its edge cannot be dragged past the middle of the view."""
        self._move_to(self._centre_mm - np.array([screen_x, screen_y]) / self.screen_px_per_mm)
        self._apply_range()

    def _move_to(self, centre_mm: Points) -> None:
        self._centre_mm = np.clip(centre_mm, -0.5 * self._scale, (self._extent_px()[::-1] - 0.5) * self._scale)

    def _set_zoom(self, zoom: float) -> None:
        changed = zoom != self._zoom
        self._zoom = zoom
        self._apply_range()
        if changed:
            self.zoom_changed.emit(zoom)

    def _extent_px(self) -> Points:
        return np.array(self._image.shape if self._image is not None else (256, 256), np.float64)

    def _fit_scale(self) -> float:
        extent_mm = self._extent_px()[::-1] * self._scale
        available = np.array([max(self.width(), 16), max(self.height(), 16)]) * _FIT_MARGIN
        return float((available / extent_mm).min())

    def _apply_range(self) -> None:
        size_mm = np.array([max(self.width(), 16), max(self.height(), 16)]) / self.screen_px_per_mm
        corner = self._centre_mm - size_mm / 2
        self._box.setRange(QRectF(*corner.tolist(), *size_mm.tolist()), padding=0, disableAutoRange=True)
        self.layer.set_screen_scale(self.screen_px_per_mm)
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the centre and the zoom."""
        super().resizeEvent(event)
        if hasattr(self, "_centre_mm"):
            self._apply_range()

    # Coordinates

    def to_mm(self, screen: QPointF) -> Points:
        """Widget coordinates to (x, y) in mm."""
        middle = np.array([self.width(), self.height()]) / 2
        return self._centre_mm + (np.array([screen.x(), screen.y()]) - middle) / self.screen_px_per_mm

    def to_image_px(self, screen: QPointF) -> Points:
        """Widget coordinates to (column, row) in source pixels, centres on integers."""
        return self.to_mm(screen) / self._scale

    def to_screen(self, position_px: npt.ArrayLike) -> QPointF:
        """(column, row) in source pixels to widget coordinates."""
        middle = np.array([self.width(), self.height()]) / 2
        offset_mm = np.asarray(position_px, np.float64) * self._scale - self._centre_mm
        return QPointF(*(middle + offset_mm * self.screen_px_per_mm).tolist())

    @property
    def screen_px_per_image_px(self) -> tuple[float, float]:
        """Size of a source pixel on the screen (column, row)."""
        column, row = (self._scale * self.screen_px_per_mm).tolist()
        return column, row


def _automatic_window(image: npt.NDArray[np.generic]) -> tuple[float, float]:
    """(centre, width) from the darkest to nearly the brightest grey value of an image."""
    finite = np.asarray(image, np.float32)
    finite = finite[np.isfinite(finite)]
    if not finite.size:
        return 128.0, 255.0
    low, high = np.percentile(finite, [1, 99.5]).tolist()
    return (low + high) / 2, max(high - low, 1.0)
