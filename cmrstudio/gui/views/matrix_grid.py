"""Where the thumbnails of the matrix are: plain geometry, no drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from cmrstudio.gui.controllers.reading_session import Key

HEADER_WIDTH, HEADER_HEIGHT = 46, 36
PIN_WIDTH = 20
LEAST_CELL = 22
GREATEST_ASPECT = 1.6


@dataclass(frozen=True)
class MatrixGrid:
    """Phases from left to right and slices from top to bottom in ``width`` x ``height`` pixels of a widget.

    Of a widget that is scrolled, the first ``scrolled`` pixels (across, down) are out of sight; the numbers stay in it.
    """

    phases: int
    slices: int
    width: int
    height: int
    ratio: float = 1.0
    scrolled: tuple[int, int] = (0, 0)

    @cached_property
    def cell_size(self) -> tuple[float, float]:
        """Width and height of a thumbnail with its gap, whole device pixels, so that all are equally sharp."""
        width = max((self.width - HEADER_WIDTH) / max(self.phases, 1), LEAST_CELL)
        height = max((self.height - HEADER_HEIGHT) / max(self.slices, 1), LEAST_CELL)
        width, height = min(width, height * GREATEST_ASPECT), min(height, width * GREATEST_ASPECT)
        return int(width * self.ratio) / self.ratio, int(height * self.ratio) / self.ratio

    def cell_rect(self, key: Key) -> QRectF:
        """Where a thumbnail is."""
        width, height = self.cell_size
        return QRectF(HEADER_WIDTH + key[0] * width, HEADER_HEIGHT + key[1] * height, width, height)

    def pin_rect(self, slice_index: int) -> QRectF:
        """Where the pin of a slice is."""
        cell = self.cell_rect((0, slice_index))
        return QRectF(self.scrolled[0], cell.top(), PIN_WIDTH, cell.height())

    def numbers_right(self) -> float:
        """Where the numbers of the slices end."""
        return self.scrolled[0] + HEADER_WIDTH

    def numbers_bottom(self) -> float:
        """Where the numbers of the phases end."""
        return self.scrolled[1] + HEADER_HEIGHT

    def key_at(self, place: QPointF) -> Key | None:
        """The image under a place; None beside the images."""
        if place.x() < self.numbers_right() or place.y() < self.numbers_bottom():
            return None
        key = self.nearest(place)
        return key if key is not None and self.cell_rect(key).contains(place) else None

    def nearest(self, place: QPointF) -> Key | None:
        """The image nearest to a place; None without images."""
        if not self.phases or not self.slices:
            return None
        width, height = self.cell_size
        phase_index = int((place.x() - HEADER_WIDTH) // width)
        slice_index = int((place.y() - HEADER_HEIGHT) // height)
        return max(0, min(phase_index, self.phases - 1)), max(0, min(slice_index, self.slices - 1))

    def header_at(self, place: QPointF) -> frozenset[Key]:
        """The images that the number at a place stands for: a phase's or a slice's, none elsewhere."""
        key = self.nearest(place)
        if key is None or self.key_at(place) is not None:
            return frozenset()
        cell = self.cell_rect(key)
        beside = place.x() < self.numbers_right()
        if place.y() < self.numbers_bottom() and not beside and cell.left() <= place.x() < cell.right():
            return frozenset((key[0], slice_index) for slice_index in range(self.slices))
        if beside and place.y() >= self.numbers_bottom() and cell.top() <= place.y() < cell.bottom():
            return frozenset((phase_index, key[1]) for phase_index in range(self.phases))
        return frozenset()
