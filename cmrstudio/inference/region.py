"""Where the heart lies in a cine, so that most of its images need to be looked at only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.geometry import Points, closed_spline
from cmrstudio.inference.preprocess import GridTransform
from cmrstudio.inference.topology import SIDE_MULTIPLE

MARGIN_MM = 64.0
"""How much a network must see around the heart to draw it as in the full frame.

On the bundled study, where the most basal slice is a matter of opinion, the two have a mean Dice of 0.999 for the
endocardium and 0.9975 for the epicardium; with 48 mm they have 0.998 and 0.996.
"""
NEAR_MM = 15.0
"""A heart that comes as close as this to the region's edge may be drawn otherwise than in the full frame."""

SliceContours = Sequence[Sequence[Contour]]


@dataclass(frozen=True)
class Region:
    """A square of the model's grid: its first ``row`` and ``column``, and its ``side_px``; ``frame_px`` is the grid's.

    First pixels and side are multiples of ``SIDE_MULTIPLE``: then the networks halve the same pairs of pixels as in the
    full frame. A region shifted by less would be judged as differently as another image (Dice 0.99).
    """

    row: int
    column: int
    side_px: int
    frame_px: int

    @property
    def origin_px(self) -> tuple[int, int]:
        """The first pixel as (column, row)."""
        return self.column, self.row

    def cut(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The region of full frames [n, row, column]."""
        return images[:, self.row : self.row + self.side_px, self.column : self.column + self.side_px]

    def edge_distance_px(self, points: Points) -> float:
        """How close points (column, row) of the full frame come to an edge of the region that is not the frame's."""
        lowest, highest = points.min(axis=0), points.max(axis=0)
        first = np.array(self.origin_px)
        last = first + self.side_px - 1
        before = np.where(first > 0, lowest - first, np.inf)
        after = np.where(last < self.frame_px - 1, last - highest, np.inf)
        return float(min(before.min(), after.min()))


def region_around(box: Points, frame_px: int, spacing_mm: float) -> Region | None:
    """The smallest region with ``MARGIN_MM`` around ``box``, the lowest and the highest (column, row) of a heart.

    None where that is no smaller than the frame. The margin may be less where the frame ends.
    """
    margin_px = MARGIN_MM / spacing_mm
    largest = frame_px - frame_px % SIDE_MULTIPLE
    for side_px in range(SIDE_MULTIPLE, largest, SIDE_MULTIPLE):
        middle = (box[0] + box[1] + 1) / 2
        nearest = np.round((middle - side_px / 2) / SIDE_MULTIPLE) * SIDE_MULTIPLE
        column, row = (int(first) for first in np.clip(nearest, 0, largest - side_px))
        region = Region(row, column, side_px, frame_px)
        if region.edge_distance_px(box) >= margin_px:
            return region
    return None


def heart_box(contours: SliceContours, transform: GridTransform) -> Points | None:
    """The lowest and the highest (column, row) on the model's grid that contours in source pixels reach; or None."""
    curves = [closed_spline(contour.points_px) for drawn in contours for contour in drawn]
    if not curves:
        return None
    points = transform.to_model(np.vstack(curves))
    return np.stack([points.min(axis=0), points.max(axis=0)])


def misses(region: Region, contours: SliceContours, expected: Sequence[bool], transform: GridTransform) -> bool:
    """Whether the contours found in a region cannot be trusted to be those of the full frame.

    That is so where there are none, where one comes ``NEAR_MM`` close to the region's edge, and where of the slices in
    which one is ``expected`` one in the middle of the heart or more than half of all have none.
    """
    box = heart_box(contours, transform)
    if box is None or region.edge_distance_px(box) < NEAR_MM / transform.model_spacing_mm:
        return True
    found = np.array([bool(drawn) for drawn in contours])
    lost = np.asarray(expected, bool) & ~found
    first, last = np.flatnonzero(found)[[0, -1]]
    return bool(lost[first:last].any() or 2 * lost.sum() > np.sum(expected))
