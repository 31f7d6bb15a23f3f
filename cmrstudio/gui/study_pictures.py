"""What the layouts with many images show: pictures, contours and states of a session, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPolygonF, QTransform

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import Points
from cmrstudio.domain.heart_region import HeartRegion, middle_region, region_of_contours, region_of_motion
from cmrstudio.domain.many_splines import closed_splines
from cmrstudio.domain.study import CineStack
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.cine_presenter import window_for
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession

LEAST_ZOOM, GREATEST_ZOOM = 0.5, 8.0
CURVE_STEPS = 3
MOST_KEPT_BYTES = 48_000_000

Curves = tuple[tuple[Structure, Points], ...]
Polygons = tuple[tuple[Structure, QPolygonF], ...]


@dataclass(frozen=True)
class ImageStatus:
    """How one image stands: its contours' state, whether there is an image at all, and the lowest quality."""

    state: ContourState
    is_missing: bool
    is_loading: bool
    quality: float | None


@dataclass(frozen=True)
class PictureFrame:
    """Which part of the images a picture of ``width`` x ``height`` device pixels shows, and at what scale.

    The picture's middle shows ``centre_px`` (column, row) of the source; ``scale`` is device pixels per source pixel
    (column, row).
    """

    centre_px: tuple[float, float]
    scale: tuple[float, float]
    width: int
    height: int

    @property
    def transform(self) -> QTransform:
        """From source pixels, with centres on integers, to pixels of the picture, with edges on integers."""
        (column, row), (across, down) = self.centre_px, self.scale
        return QTransform(across, 0, 0, down, self.width / 2 - column * across, self.height / 2 - row * down)

    def to_picture(self, points_px: Points) -> Points:
        """Points (column, row) [n, 2] of the source in the picture."""
        return (points_px - self.centre_px) * self.scale + (self.width / 2, self.height / 2)

    def cut(self, image: npt.NDArray[np.generic], window_level: tuple[float, float]) -> npt.NDArray[np.uint8]:
        """The picture [height, width] of an image [row, column], in greys of this centre and width; black beyond it."""
        picture = np.zeros((self.height, self.width), np.uint8)
        (rows, top, bottom), (columns, left, right) = (
            _span(image.shape[axis], self.centre_px[1 - axis], self.scale[1 - axis], size)
            for axis, size in ((0, self.height), (1, self.width))
        )
        if (
            bottom <= top
            or right <= left
            or not len(range(image.shape[0])[rows])
            or not len(range(image.shape[1])[columns])
        ):
            return picture
        part, size = image[rows, columns], (right - left, bottom - top)
        if self.scale[0] < 1:
            small = cv2.resize(np.asarray(part, np.float32), size, interpolation=cv2.INTER_AREA)
            grey = grey_levels(small, window_level, is_finite=part.dtype.kind != "f")
        else:
            grey = cv2.resize(grey_levels(part, window_level), size, interpolation=cv2.INTER_CUBIC)
        shown_top, shown_left = max(top, 0), max(left, 0)
        shown = grey[shown_top - top : self.height - top, shown_left - left : self.width - left]
        picture[shown_top : shown_top + shown.shape[0], shown_left : shown_left + shown.shape[1]] = shown
        return picture


def _span(count: int, centre_px: float, scale: float, size: int) -> tuple[slice, int, int]:
    """The source pixels that are seen along one axis, and where in the picture their outer edges are."""
    half = size / 2 / scale
    first = max(0, int(np.floor(centre_px - half + 0.5)))
    last = min(count, int(np.ceil(centre_px + half + 0.5)))
    begin, end = ((edge - 0.5 - centre_px) * scale + size / 2 for edge in (first, last))
    return slice(first, max(first, last)), round(begin), round(end)


def grey_levels(
    values: npt.NDArray[np.generic], window_level: tuple[float, float], *, is_finite: bool = False
) -> npt.NDArray[np.uint8]:
    """8 bits of grey values, from centre - width / 2 (black) to centre + width / 2 (white)."""
    centre, width = window_level
    grey = np.subtract(values, np.float32(centre - width / 2), dtype=np.float32)
    grey *= np.float32(255.0 / width)
    if values.dtype.kind == "f" and not is_finite:
        np.nan_to_num(grey, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
    return np.clip(grey, 0, 255, out=grey).astype(np.uint8)


class StudyPictures(QObject):
    """Follows a session and gives its images as pictures, with contours and states, to views that draw many at once.

    Pictures are kept until window, level, zoom or place change; curves until their contours change. ``zoom`` is 1 where
    the heart just fits; the views of one ``StudyPictures`` share it and the place they look at.
    """

    reset = Signal()
    """Another study, or none: everything is different."""
    restyled = Signal()
    """All pictures look different: window, level, zoom or place."""
    images_changed = Signal(object)
    """set[Key] of images whose picture, contours or state changed."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.zoom = 1.0
        self.contours_visible = True
        self._region: HeartRegion | None = None
        self._moved_px = np.zeros(2)
        self._region_knows_contours = False
        self._window_level: tuple[float, float] | None = None
        self._pictures: dict[tuple[Key, PictureFrame], npt.NDArray[np.uint8]] = {}
        self._kept_bytes = 0
        self._curves: dict[Key, tuple[tuple[Contour, ...], Curves]] = {}
        self._polygons: dict[Key, tuple[Curves, Polygons]] = {}
        session.study_opened.connect(self._begin)
        session.study_closed.connect(self._begin)
        session.study_completed.connect(self._complete)
        session.frames_arrived.connect(self._take_frames)
        session.annotations_changed.connect(self._take_annotations)

    @property
    def stack(self) -> CineStack | None:
        """The images, None without a study."""
        return self.session.stack

    # What is shown of all images

    @property
    def window_level(self) -> tuple[float, float]:
        """(centre, width) in grey values."""
        if self._window_level is None and self.stack is not None and self.stack.present.any():
            self._window_level = window_for(self.stack.pixels[tuple(np.argwhere(self.stack.present)[0])])
        return self._window_level or (128.0, 255.0)

    def set_window_level(self, centre: float, width: float) -> None:
        """Show all images in this window."""
        if (centre, width) != self._window_level:
            self._window_level = (centre, width)
            self._restyle()

    def set_contours_visible(self, visible: bool) -> None:
        """Show or hide contours in all pictures."""
        if visible != self.contours_visible:
            self.contours_visible = visible
            self.restyled.emit()

    def zoom_by(self, factor: float) -> None:
        """Show the images larger or smaller."""
        zoom = min(max(self.zoom * factor, LEAST_ZOOM), GREATEST_ZOOM)
        if zoom != self.zoom:
            self.zoom = zoom
            self._restyle()

    def pan_by(self, columns_px: float, rows_px: float) -> None:
        """Look at another place, as many source pixels away."""
        self._moved_px = self._moved_px + np.array([columns_px, rows_px])
        self._restyle()

    def reset_view(self) -> None:
        """Look at the heart again, where contours show it best."""
        self.zoom, self._moved_px = 1.0, np.zeros(2)
        self._find_heart()
        self._restyle()

    def frame(self, width: int, height: int) -> PictureFrame:
        """The heart in a picture of that many device pixels."""
        stack = self.stack
        if stack is None:
            return PictureFrame((0.0, 0.0), (1.0, 1.0), width, height)
        if self._region is None:
            self._find_heart()
        region = self._region or middle_region(stack)
        device_px_per_mm = max(min(width, height), 1) / region.size_mm * self.zoom
        row_mm, column_mm = stack.pixel_spacing_mm
        rows, columns = stack.image_shape
        column, row = np.clip(region.centre_px + self._moved_px, 0, (columns - 1, rows - 1)).tolist()
        return PictureFrame((column, row), (device_px_per_mm * column_mm, device_px_per_mm * row_mm), width, height)

    # One image

    def paint(self, painter: QPainter, place: QRectF, key: Key, frame: PictureFrame) -> bool:
        """Draw one image at ``place``; False where there is none to show."""
        greys = self._pictures.get((key, frame))
        if greys is None:
            greys = self.greys(key, frame)
            if greys is None:
                return False
            self._kept_bytes += greys.nbytes
            if self._kept_bytes > MOST_KEPT_BYTES:
                self._forget_pictures()
                self._kept_bytes = greys.nbytes
            self._pictures[key, frame] = greys
        # Four bytes a pixel are drawn seven times as fast as one, and made anew in no time.
        values = cv2.cvtColor(greys, cv2.COLOR_GRAY2BGRA)
        image = QImage(values.data, frame.width, frame.height, values.strides[0], QImage.Format.Format_RGB32)
        painter.drawImage(place, image)
        return True

    def greys(self, key: Key, frame: PictureFrame) -> npt.NDArray[np.uint8] | None:
        """One image [height, width] in 8 bits of grey, not kept; None where there is none to show."""
        stack = self.stack
        if stack is None or not stack.present[key]:
            return None
        return frame.cut(stack.pixels[key], self.window_level)

    def curves(self, key: Key) -> Curves:
        """The contours of an image as closed curves [n, 2] of (column, row); none while they are hidden."""
        annotation = self.session.annotations.get(key) if self.contours_visible else None
        if annotation is None:
            return ()
        kept = self._curves.get(key)
        if kept is None or kept[0] is not annotation.contours:
            self.prepare_curves([key])
        return self._curves[key][1]

    def polygons(self, key: Key) -> Polygons:
        """The same curves as polygons to draw."""
        curves = self.curves(key)
        kept = self._polygons.get(key)
        if kept is None or kept[0] is not curves:
            made = tuple((name, QPolygonF([QPointF(x, y) for x, y in points.tolist()])) for name, points in curves)
            kept = self._polygons[key] = (curves, made)
        return kept[1]

    def prepare_curves(self, keys: Iterable[Key]) -> None:
        """Make the curves of some images at once, which takes a fraction of the time that one by one would take."""
        wanted = {}
        for key in keys:
            annotation = self.session.annotations.get(key)
            kept = self._curves.get(key)
            if annotation is not None and (kept is None or kept[0] is not annotation.contours):
                wanted[key] = annotation.contours
        made = iter(closed_splines([c.points_px for contours in wanted.values() for c in contours], CURVE_STEPS))
        for key, contours in wanted.items():
            self._curves[key] = (contours, tuple((contour.structure, next(made)) for contour in contours))

    def status(self, key: Key) -> ImageStatus:
        """How an image stands."""
        stack = self.stack
        is_there = stack is not None and bool(stack.present[key])
        known = [c.quality for c in self.session.annotation(key).contours if c.quality is not None]
        done = self.session.is_complete
        return ImageStatus(
            self.session.state(key), not is_there and done, not is_there and not done, min(known, default=None)
        )

    # Following the session

    @Slot()
    def _begin(self) -> None:
        self.zoom, self._moved_px, self._region, self._window_level = 1.0, np.zeros(2), None, None
        self._curves.clear()
        self._polygons.clear()
        self._forget_pictures()
        self.reset.emit()

    @Slot()
    def _complete(self) -> None:
        self._region = None
        self._restyle()

    @Slot(object)
    def _take_frames(self, keys: list[Key]) -> None:
        self.images_changed.emit(set(keys))

    @Slot(object)
    def _take_annotations(self, keys: set[Key]) -> None:
        if not self._region_knows_contours and self._region is not None and self.session.is_complete:
            self._region = None  # contours know better than motion where the heart is
            self._restyle()
        self.images_changed.emit(keys)

    def _find_heart(self) -> None:
        stack = self.stack
        if stack is None:
            self._region = None
            return
        drawn = (c.points_px for a in self.session.annotations.values() for c in a.contours)
        found = region_of_contours(stack, drawn)
        self._region_knows_contours = found is not None
        if found is None:
            found = region_of_motion(stack) if self.session.is_complete else middle_region(stack)
        self._region = found

    def _restyle(self) -> None:
        self._forget_pictures()
        self.restyled.emit()

    def _forget_pictures(self) -> None:
        self._pictures.clear()
        self._kept_bytes = 0


def placed(frame: PictureFrame, left: float, top: float, ratio: float) -> QTransform:
    """From source pixels to a widget whose picture begins at (left, top); ``ratio`` device pixels make one of its."""
    return frame.transform * QTransform.fromScale(1 / ratio, 1 / ratio) * QTransform.fromTranslate(left, top)
