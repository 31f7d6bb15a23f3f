"""Changes of a contour as a whole: moved, scaled, or its convex hull. Points are (column, row) in source pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.curves import MAXIMUM_POINTS, MINIMUM_POINTS, fit_control_points
from cmrstudio.domain.errors import EditRefusedError, InvalidContourError
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline, polygon_area_px

LEAST_AREA_PX = 4.0
_HULL_STEPS = 16


def shift(points: npt.ArrayLike, by_px: npt.ArrayLike, image_shape: tuple[int, int]) -> Points:
    """Move control points by (column, row), as far as the whole contour stays in an image of (rows, columns)."""
    control, wanted = np.asarray(points, np.float64), np.asarray(by_px, np.float64)
    rows, columns = image_shape
    room_low = np.minimum(-0.5 - control.min(axis=0), 0)
    room_high = np.maximum([columns - 0.5, rows - 0.5] - control.max(axis=0), 0)
    return np.asarray(control + np.clip(wanted, room_low, room_high))


def scale(points: npt.ArrayLike, factor: float, image_shape: tuple[int, int]) -> Points:
    """Scale control points about the centre of what they enclose, as far as they stay in an image of (rows, columns).

    Raises ``EditRefusedError`` where under 4 square pixels would be left.
    """
    control = np.asarray(points, np.float64)
    curve = closed_spline(control)
    centre = centroid_px(curve)
    if factor <= 0 or polygon_area_px(curve) * factor**2 < LEAST_AREA_PX:
        raise EditRefusedError("The contour is too small to shrink this far; try less.")
    rows, columns = image_shape
    arms = control - centre
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(arms > 0, ([columns - 0.5, rows - 0.5] - centre) / arms, (-0.5 - centre) / arms)
    room = room[np.isfinite(room)]
    greatest = max(float(room.min()), 1.0) if len(room) else factor
    return np.asarray(centre + arms * min(factor, greatest))


def convex_hull(points: npt.ArrayLike) -> Points:
    """Control points of the tightest convex curve round a contour; their number stays, within 8 to 24.

    Andrew's monotone chain ("Another efficient algorithm for convex hulls in two dimensions", 1979) over the curve.
    Raises ``EditRefusedError`` where the contour encloses nothing.
    """
    control = np.asarray(points, np.float64)
    curve = closed_spline(control, _HULL_STEPS)
    ordered = [(float(column), float(row)) for column, row in np.unique(curve, axis=0)]
    hull = np.array([*_half_hull(ordered), *_half_hull(ordered[::-1])])
    try:
        return fit_control_points(hull, min(max(len(control), MINIMUM_POINTS), MAXIMUM_POINTS))
    except InvalidContourError as error:
        raise EditRefusedError("The contour encloses nothing: draw it again.") from error


def _half_hull(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """One side of the hull of points in order of columns, without its last point."""
    chain: list[tuple[float, float]] = []
    for column, row in ordered:
        while len(chain) > 1:
            (first_column, first_row), (last_column, last_row) = chain[-2:]
            turn = (last_column - first_column) * (row - first_row) - (last_row - first_row) * (column - first_column)
            if turn > 0:
                break
            chain.pop()
        chain.append((column, row))
    return chain[:-1]
