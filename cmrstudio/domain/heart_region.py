"""Where the heart is in the images of a study, so that small pictures show it large; numpy only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.geometry import Points
from cmrstudio.domain.study import CineStack

USUAL_SIZE_MM = 150.0
"""Both ventricles of an adult in short axis, with some room around them."""
LEAST_SIZE_MM = 80.0
ROOM_AROUND_CONTOURS = 1.75
_MOST_PHASES, _MOST_SLICES, _STEP_PX = 12, 5, 2
_COUNTED_PERCENTILE = 95.0


@dataclass(frozen=True)
class HeartRegion:
    """A square of ``size_mm`` about ``centre_px`` (column, row)."""

    centre_px: tuple[float, float]
    size_mm: float


def middle_region(stack: CineStack) -> HeartRegion:
    """The middle of the images, where nothing is known yet."""
    rows, columns = stack.image_shape
    return HeartRegion(((columns - 1) / 2, (rows - 1) / 2), _within(stack, USUAL_SIZE_MM))


def region_of_motion(stack: CineStack) -> HeartRegion:
    """Where the images change most over the cardiac cycle, in the middle slices that are there at every phase.

    Only the middle three quarters of the image are looked at: flow in the aorta and breathing at the edges move too.
    The middle of the images where there is no motion to see.
    """
    complete = [int(index) for index in np.flatnonzero(stack.present.all(axis=0))]
    if stack.phase_count < 3 or not complete:
        return middle_region(stack)
    complete.sort(key=lambda index: abs(index - (stack.slice_count - 1) / 2))
    phases = np.unique(np.linspace(0, stack.phase_count - 1, _MOST_PHASES).round().astype(int))
    rows, columns = stack.image_shape
    first_row, first_column = rows // 8, columns // 8
    inner = np.s_[first_row : rows - first_row : _STEP_PX, first_column : columns - first_column : _STEP_PX]
    motion = np.zeros(stack.pixels[(0, 0, *inner)].shape, np.float32)
    for slice_index in complete[:_MOST_SLICES]:
        images = stack.pixels[(phases, slice_index, *inner)].astype(np.float32)
        motion += np.nan_to_num(images, nan=0.0, posinf=0.0, neginf=0.0).std(axis=0)
    if motion.size == 0:
        return middle_region(stack)
    weight = np.maximum(motion - np.percentile(motion, _COUNTED_PERCENTILE), 0)
    total = float(weight.sum())
    if total <= 0:
        return middle_region(stack)
    row = first_row + _STEP_PX * float((weight.sum(axis=1) * np.arange(weight.shape[0])).sum()) / total
    column = first_column + _STEP_PX * float((weight.sum(axis=0) * np.arange(weight.shape[1])).sum()) / total
    return HeartRegion((column, row), _within(stack, USUAL_SIZE_MM))


def region_of_contours(stack: CineStack, contours_px: Iterable[Points]) -> HeartRegion | None:
    """A square around all contours (each [n, 2] of (column, row)) with room for the right ventricle; None without any.

    A contour far from the others does not shrink the picture for all: the outermost twentieth of the points counts not.
    """
    found: list[npt.NDArray[np.float64]] = [np.asarray(points, np.float64) for points in contours_px]
    if not found:
        return None
    low, high = np.percentile(np.vstack(found), [2.5, 97.5], axis=0)
    row_mm, column_mm = stack.pixel_spacing_mm
    size_mm = float(((high - low) * (column_mm, row_mm)).max()) * ROOM_AROUND_CONTOURS
    column, row = ((low + high) / 2).tolist()
    return HeartRegion((column, row), _within(stack, max(size_mm, LEAST_SIZE_MM)))


def _within(stack: CineStack, size_mm: float) -> float:
    rows, columns = stack.image_shape
    row_mm, column_mm = stack.pixel_spacing_mm
    return min(size_mm, rows * row_mm, columns * column_mm)
