"""Plane geometry of closed curves. Points are (column, row) in pixels with pixel centres on integers; numpy only."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
SPLINE_STEPS = 8
SAME_POINT_PX = 1e-9


def closed_spline(control_points: npt.ArrayLike, steps: int = SPLINE_STEPS) -> Points:
    """Sample the closed centripetal Catmull-Rom curve through control points.

    Returns (n * steps, 2); every ``steps``-th point is a control point. Centripetal knots (Yuksel et al.,
    "Parameterization and applications of Catmull-Rom curves", CAD 2011) keep the curve free of loops and cusps.
    """
    points = without_repeats(np.asarray(control_points, np.float64))
    if len(points) < 3:
        return np.repeat(points, steps, axis=0)
    return spline_with_knots(points, knot_gaps(points), steps)


def knot_gaps(points: Points) -> Points:
    """Centripetal knot distances [n] from each control point to the next: the square roots of the chords."""
    return np.asarray(np.sqrt(np.linalg.norm(turned(points, 1) - points, axis=1)))


def turned(around: Points, places: int) -> Points:
    """What goes round a closed curve [n, ...], begun ``places`` later: ``np.roll``, but fast for short arrays."""
    return np.concatenate((around[places:], around[:places]))


def spline_with_knots(points: Points, gaps: Points, steps: int) -> Points:
    """Sample the closed Catmull-Rom curve with given knot distances; for fixed ``gaps`` [n] it is linear in the points.

    ``points`` is [n, d]; returns (n * steps, d). The identity matrix as points gives the weights of every sample.
    """
    before, end, after = (turned(points, places) for places in (-1, 1, 2))
    knot_gap = gaps[:, None]
    gap_before, gap_after = turned(knot_gap, -1), turned(knot_gap, 1)
    tangent_start = _tangent(before, points, end, gap_before, knot_gap) * knot_gap
    tangent_end = _tangent(points, end, after, knot_gap, gap_after) * knot_gap
    parts = (part[:, None, :] for part in (points, tangent_start, end, tangent_end))
    of_start, of_tangent_start, of_end, of_tangent_end = (
        share * part for share, part in zip(_hermite(steps), parts, strict=True)
    )
    curve = of_start + of_tangent_start + of_end + of_tangent_end
    return np.asarray(curve.reshape(-1, points.shape[1]))


@lru_cache(maxsize=16)
def _hermite(steps: int) -> tuple[Points, ...]:
    """The shares [1, steps, 1] of start, its tangent, end and its tangent in the samples of a piece of a curve."""
    t = (np.arange(steps) / steps)[None, :, None]
    return 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2


def _tangent(before: Points, here: Points, after: Points, gap_before: Points, gap_after: Points) -> Points:
    return (here - before) / gap_before - (after - before) / (gap_before + gap_after) + (after - here) / gap_after


def without_repeats(points: Points) -> Points:
    """Drop points that equal their predecessor, and last points that equal the first; the first point always stays."""
    if len(points) == 0:
        return points
    differs = np.linalg.norm(np.diff(points, axis=0), axis=1) > SAME_POINT_PX
    distinct = points[np.concatenate([[True], differs])]
    if len(distinct) > 1 and np.linalg.norm(distinct[-1] - distinct[0]) <= SAME_POINT_PX:
        distinct = distinct[:-1]
    return np.asarray(distinct)


def polygon_area_px(points: npt.ArrayLike) -> float:
    """Enclosed area of a closed polygon in square pixels, never negative (shoelace formula)."""
    column, row = np.asarray(points, np.float64).T
    return abs(float(np.dot(column, turned(row, 1)) - np.dot(row, turned(column, 1)))) / 2


def contour_area_px(control_points: npt.ArrayLike) -> float:
    """Area in square pixels inside the closed spline through control points."""
    return polygon_area_px(closed_spline(control_points))


def centroid_px(points: npt.ArrayLike) -> Points:
    """Centre of mass (column, row) of the area of a closed polygon; the mean of its points where it has no area."""
    polygon = np.asarray(points, np.float64)
    following = turned(polygon, 1)
    cross = polygon[:, 0] * following[:, 1] - following[:, 0] * polygon[:, 1]
    if abs(cross.sum()) < 1e-9:
        return np.asarray(polygon.mean(axis=0))
    return np.asarray(((polygon + following) * cross[:, None]).sum(axis=0) / (3 * cross.sum()))


def rasterise(points: npt.ArrayLike, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Pixels (row, column) of an image of ``shape`` whose centres lie inside a closed polygon (even-odd rule)."""
    rows, columns = shape
    start = np.asarray(points, np.float64)
    end = turned(start, 1)
    row = np.arange(rows)[:, None]
    crossed, edge = np.nonzero((start[:, 1] <= row) != (end[:, 1] <= row))
    share = (crossed - start[edge, 1]) / (end[edge, 1] - start[edge, 1])
    crossing = start[edge, 0] + share * (end[edge, 0] - start[edge, 0])
    column = np.clip(np.ceil(crossing), 0, columns).astype(np.intp)
    toggles = np.bincount(crossed * (columns + 1) + column, minlength=rows * (columns + 1))
    odd = np.cumsum(toggles.reshape(rows, columns + 1)[:, :columns], axis=1) % 2
    return np.asarray(odd.astype(bool))


def rasterise_contour(control_points: npt.ArrayLike, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Pixels (row, column) inside the closed spline through control points."""
    return rasterise(closed_spline(control_points), shape)


def resample_closed(points: npt.ArrayLike, count: int) -> Points:
    """Place ``count`` points at equal arc lengths along a closed polygon, beginning at its first point."""
    polygon = without_repeats(np.asarray(points, np.float64))
    closed = np.vstack([polygon, polygon[:1]])
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    wanted = np.arange(count) * lengths[-1] / count
    return np.column_stack([np.interp(wanted, lengths, closed[:, axis]) for axis in (0, 1)])
