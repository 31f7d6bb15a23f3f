"""The picture of all slices at all phases: one image, of which only what changed is drawn again."""

from __future__ import annotations

import time

import cv2
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.study_pictures import ImageStatus, PictureFrame, StudyPictures
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.views.contour_graphics import STRUCTURE_COLOURS
from cmrstudio.gui.views.picture_marks import quality_mark, state_mark

MARK_RADIUS = 3.6
AT_ONCE = 60
QUALITY_HEIGHT = 3.0
THICK_FROM_PX = 90
_SHIFT = 4


def _bgra(colour: QColor) -> tuple[int, int, int, int]:
    return colour.blue(), colour.green(), colour.red(), 255


LINE_COLOURS = {structure: _bgra(colour) for structure, colour in STRUCTURE_COLOURS.items()}
GAP_COLOUR = np.array(_bgra(QColor(COLOURS.background)), np.uint8)
HOLE_COLOUR = np.array(_bgra(QColor("#22272e")), np.uint8)
HATCH_COLOUR = _bgra(QColor("#39414c"))


class MatrixMosaic:
    """Thumbnails, phases from left to right and slices from top to bottom, on ``image``; sizes in device pixels."""

    def __init__(self, pictures: StudyPictures) -> None:
        self._pictures = pictures
        self._stale: dict[Key, None] = {}
        self._cell = (0, 0)
        self._counts = (0, 0)
        self.ratio = 1.0
        self._values = np.zeros((1, 1, 4), np.uint8)
        self.image = QImage()
        self.cells_drawn = 0
        """How many thumbnails have been drawn so far."""

    def lay_out(self, phases: int, slices: int, width: int, height: int, ratio: float) -> None:
        """Make thumbnails of this many device pixels, gap included; all are to be drawn where that is new."""
        wanted = ((phases, slices), (width, height), ratio)
        if wanted == (self._counts, self._cell, self.ratio):
            return
        self._counts, self._cell, self.ratio = wanted
        self._values = np.empty((max(slices * height, 1), max(phases * width, 1), 4), np.uint8)
        self._values[...] = GAP_COLOUR
        rows, columns = self._values.shape[:2]
        self.image = QImage(self._values.data, columns, rows, self._values.strides[0], QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        self.touch_all()

    def touch_all(self) -> None:
        """All thumbnails are to be drawn again."""
        phases, slices = self._counts
        self._stale = {(phase, slice_): None for phase in range(phases) for slice_ in range(slices)}

    def touch(self, keys: set[Key]) -> None:
        """These are to be drawn again."""
        phases, slices = self._counts
        self._stale.update({key: None for key in keys if key[0] < phases and key[1] < slices})

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to be drawn."""
        return not self._stale

    def draw(self, budget_ms: float, first_phase: int) -> list[Key]:
        """Draw what is to be drawn, for so long at most and from a phase on; returns what was drawn."""
        if not self._stale:
            return []
        phases = self._counts[0]
        waiting = sorted(self._stale, key=lambda key: ((key[0] - first_phase) % phases, key[1]))
        width, height = self._cell
        frame = self._pictures.frame(max(width - 1, 1), max(height - 1, 1))
        until = time.perf_counter() + budget_ms / 1000
        done = []
        painter = QPainter(self.image)
        for index, key in enumerate(waiting):
            if index % AT_ONCE == 0:
                self._pictures.prepare_curves(waiting[index : index + AT_ONCE])
            self._draw_cell(painter, key, frame)
            done.append(key)
            if time.perf_counter() > until:
                break
        painter.end()
        for key in done:
            del self._stale[key]
        self.cells_drawn += len(done)
        return done

    def _draw_cell(self, painter: QPainter, key: Key, frame: PictureFrame) -> None:
        left, top = key[0] * self._cell[0], key[1] * self._cell[1]
        cell = self._values[top : top + frame.height, left : left + frame.width]
        status = self._pictures.status(key)
        greys = self._pictures.greys(key, frame)
        if greys is None:
            self._draw_hole(cell, status)
        else:
            cell[...] = cv2.cvtColor(greys, cv2.COLOR_GRAY2BGRA)
        self._draw_contours(cell, key, frame)
        self._draw_marks(painter, left, top, frame, status)

    def _draw_hole(self, cell: np.ndarray, status: ImageStatus) -> None:
        cell[...] = HOLE_COLOUR
        if status.is_missing:
            size = max(cell.shape)
            for offset in range(-size, size, max(6, size // 6)):
                cv2.line(cell, (offset, size), (offset + size, 0), HATCH_COLOUR, 1, cv2.LINE_AA)

    def _draw_contours(self, cell: np.ndarray, key: Key, frame: PictureFrame) -> None:
        thickness = 2 if min(self._cell) >= THICK_FROM_PX else 1
        for structure, points in self._pictures.curves(key):
            # A picture has its pixels' edges on integers, OpenCV has their centres there.
            fixed = np.rint((frame.to_picture(points) - 0.5) * (1 << _SHIFT)).astype(np.int32)
            colour = LINE_COLOURS[Structure(structure)]
            cv2.polylines(cell, [fixed], True, colour, thickness, cv2.LINE_AA, _SHIFT)

    def _draw_marks(self, painter: QPainter, left: int, top: int, frame: PictureFrame, status: ImageStatus) -> None:
        if status.is_loading:
            return
        x, bottom = left / self.ratio, (top + frame.height) / self.ratio
        mark = state_mark(status.state, status.is_missing, MARK_RADIUS, self.ratio)
        size = mark.height() / self.ratio
        painter.drawImage(QPointF(x, bottom - size), mark)
        if status.quality is not None:
            length = max(frame.width / self.ratio - size - 4, 4.0)
            bar = quality_mark(int(status.quality * 100), length, QUALITY_HEIGHT, self.ratio)
            painter.drawImage(QPointF(x + size, bottom - bar.height() / self.ratio - 2), bar)
