"""The image item of the cine view: smooth at any zoom, and cheap to paint again while only contours move."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

_GREATEST_TIMES = 4
_LARGEST_ENLARGED_PX = 1600


class SmoothImageItem(pg.ImageItem):
    """A grey 8-bit image [row, column], interpolated for the pixels of the screen and kept until something changes.

    The image is first enlarged a whole number of times by cubic interpolation, once, and the visible part is then taken
    out of that linearly: cubic to the eye, exact in place, and far faster than Qt's scaling or a cubic warp.
    """

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")
        self._grey = np.zeros((1, 1), np.uint8)
        self._enlarged: npt.NDArray[np.uint8] | None = None
        self._painted: QImage | None = None
        self._painted_for: tuple[object, ...] = ()

    def show_grey(self, grey: npt.NDArray[np.uint8]) -> None:
        """Show these grey values."""
        self._grey = grey
        self._painted = self._enlarged = None
        self.setImage(grey, autoLevels=False)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the visible part; without a widget (a print, a picture of the scene) as any image item does."""
        if widget is None or self.image is None:
            super().paint(painter, option, widget)
            return
        transform, ratio = painter.worldTransform(), widget.devicePixelRatioF()
        wanted = (transform, widget.width(), widget.height(), ratio)
        if self._painted is None or wanted != self._painted_for:
            self._painted = self._interpolated(transform, widget.width(), widget.height(), ratio)
            self._painted_for = wanted
        painter.save()
        painter.resetTransform()
        painter.drawImage(QPointF(0, 0), self._painted)
        painter.restore()

    def _interpolated(self, transform: QTransform, width: int, height: int, ratio: float) -> QImage:
        columns, rows = round(width * ratio), round(height * ratio)
        # From the centre of a screen pixel back to source pixels; item coordinates have pixel edges on integers.
        across, down = 1 / (transform.m11() * ratio), 1 / (transform.m22() * ratio)
        left = (0.5 / ratio - transform.dx()) / transform.m11() - 0.5
        top = (0.5 / ratio - transform.dy()) / transform.m22() - 0.5
        times = self._enlarge(1 / across)
        # The middle of source pixel 0 is at (times - 1) / 2 of the enlarged image.
        shift = (times - 1) / 2
        to_enlarged = times * np.array([[across, 0, left], [0, down, top]]) + [[0, 0, shift], [0, 0, shift]]
        flags = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
        values = cv2.warpAffine(self._enlarged, to_enlarged, (columns, rows), flags=flags)
        stride = values.strides[0]
        image = QImage(values.data, columns, rows, stride, QImage.Format.Format_Grayscale8)
        image = image.convertToFormat(QImage.Format.Format_RGB32)  # a copy, and the format that paints fastest
        image.setDevicePixelRatio(ratio)
        return image

    def _enlarge(self, screen_px_per_image_px: float) -> int:
        """Make the enlarged image for this scale, unless it is there; returns how many times it is enlarged."""
        most = max(1, _LARGEST_ENLARGED_PX // max(self._grey.shape))
        times = int(np.clip(round(screen_px_per_image_px), 1, min(most, _GREATEST_TIMES)))
        rows, columns = self._grey.shape
        if self._enlarged is None or self._enlarged.shape != (rows * times, columns * times):
            size = (columns * times, rows * times)
            self._enlarged = cv2.resize(self._grey, size, interpolation=cv2.INTER_CUBIC) if times > 1 else self._grey
        return times
