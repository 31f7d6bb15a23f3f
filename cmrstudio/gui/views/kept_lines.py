"""Contours as small pictures: drawing a picture again takes a tenth of drawing its lines again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.study_pictures import PictureFrame, Polygons, placed
from cmrstudio.gui.views.picture_marks import paint_polygons

MOST_KEPT_BYTES = 48_000_000
_ROOM_PX = 4
"""How far lines reach beyond the points that they go through."""


@dataclass(frozen=True)
class _Kept:
    polygons: Polygons
    frame: PictureFrame
    ratio: float
    is_stale: bool
    picture: QImage
    corner: QPoint

    def shows(self, polygons: Polygons, frame: PictureFrame, ratio: float, is_stale: bool) -> bool:
        return self.polygons is polygons and (self.frame, self.ratio, self.is_stale) == (frame, ratio, is_stale)


class KeptLines:
    """The contours of many images, drawn ``width`` wide when they are first seen and kept until they change."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._kept: dict[Key, _Kept] = {}
        self._kept_bytes = 0
        self.drawn_count = 0
        """How often the contours of an image have been drawn."""

    def paint(
        self,
        painter: QPainter,
        place: QPointF,
        key: Key,
        polygons: Polygons,
        frame: PictureFrame,
        ratio: float,
        *,
        is_stale: bool,
    ) -> None:
        """Draw the contours of an image whose picture, of ``ratio`` device pixels each way, begins at ``place``."""
        if not polygons:
            return
        kept = self._kept.get(key)
        if kept is None or not kept.shows(polygons, frame, ratio, is_stale):
            kept = self._draw(key, polygons, frame, ratio, is_stale)
        if not kept.picture.isNull():
            painter.drawImage(place + QPointF(kept.corner) / ratio, kept.picture)

    def _draw(self, key: Key, polygons: Polygons, frame: PictureFrame, ratio: float, is_stale: bool) -> _Kept:
        place = QRectF()
        for _, polygon in polygons:
            place = place.united(frame.transform.map(polygon).boundingRect())
        room = round(_ROOM_PX * ratio)
        part = place.toAlignedRect().adjusted(-room, -room, room, room) & QRect(0, 0, frame.width, frame.height)
        picture = QImage(part.size(), QImage.Format.Format_ARGB32_Premultiplied)
        if not picture.isNull():
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(picture)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            transform = placed(frame, -part.left() / ratio, -part.top() / ratio, ratio)
            paint_polygons(own, polygons, transform, is_stale=is_stale, width=self._width)
            own.end()
        self.drawn_count += 1
        return self._keep(key, _Kept(polygons, frame, ratio, is_stale, picture, part.topLeft()))

    def _keep(self, key: Key, made: _Kept) -> _Kept:
        before = self._kept.get(key)
        self._kept_bytes += made.picture.sizeInBytes() - (before.picture.sizeInBytes() if before else 0)
        if self._kept_bytes > MOST_KEPT_BYTES:
            self._kept.clear()
            self._kept_bytes = made.picture.sizeInBytes()
        self._kept[key] = made
        return made
