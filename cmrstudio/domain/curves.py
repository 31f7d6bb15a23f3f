"""Questions about closed curves and fits of control points to them. Points are (column, row); numpy only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import InvalidContourError
from cmrstudio.domain.geometry import (
    Points,
    closed_spline,
    knot_gaps,
    polygon_area_px,
    resample_closed,
    spline_with_knots,
    turned,
    without_repeats,
)

MINIMUM_POINTS, MAXIMUM_POINTS = 8, 24
_FIT_STEPS = 8
_TEST_STEPS = 5
_FIT_ROUNDS = 2
_FIT_TOLERANCE_PX = 0.15


def cross(a: Points, b: Points) -> npt.NDArray[np.float64]:
    """The z component of the cross product of plane vectors [..., 2]."""
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def inside_polygon(polygon: npt.ArrayLike, positions: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which of ``positions`` [m, 2] lie inside a closed ``polygon`` [n, 2] (even-odd rule); returns [m]."""
    start = np.asarray(polygon, np.float64)
    end = turned(start, 1)
    column, row = np.atleast_2d(np.asarray(positions, np.float64)).T[:, :, None]
    straddles = (start[:, 1] > row) != (end[:, 1] > row)
    # Where an edge passes the row, the share of it that lies before is at most 1, however flat the edge is.
    share = np.divide(row - start[:, 1], end[:, 1] - start[:, 1], out=np.zeros(straddles.shape), where=straddles)
    crossing = start[:, 0] + share * (end[:, 0] - start[:, 0])
    return np.asarray((straddles & (column < crossing)).sum(axis=1) % 2 == 1)


def crossings(polyline: Points, *, closed: bool) -> npt.NDArray[np.intp]:
    """Pairs (i, j), i < j, of segments of a polyline that cross or touch, neighbours aside; returns [k, 2]."""
    start = polyline if closed else polyline[:-1]
    end = turned(polyline, 1) if closed else polyline[1:]
    along = end - start
    to_start = cross(along[:, None], start[None] - start[:, None])
    to_end = cross(along[:, None], end[None] - start[:, None])
    apart = (to_start * to_end <= 0) & (to_start != to_end)
    meet = np.triu(apart & apart.T, k=2)
    if closed and len(polyline):
        meet[0, -1] = False
    first, second = np.nonzero(meet)
    return np.column_stack([first, second])


def is_simple(control_points: npt.ArrayLike, steps: int = _TEST_STEPS) -> bool:
    """Whether the closed spline through ``control_points`` does not cross itself."""
    curve = closed_spline(control_points, steps)
    return _is_star_shaped(curve) or len(crossings(curve, closed=True)) == 0


def _is_star_shaped(polygon: Points) -> bool:
    """Whether the mean of the points sees them go round it once, always the same way; such a polygon is simple."""
    seen = polygon - polygon.mean(axis=0)
    following = turned(seen, 1)
    turn = np.arctan2(cross(seen, following), (seen * following).sum(axis=1))
    return bool((np.sign(turn[0]) * turn > 1e-9).all()) and abs(abs(turn.sum()) - 2 * np.pi) < 1e-6


def contained(inner: npt.ArrayLike, outer: npt.ArrayLike) -> bool:
    """Whether the closed spline through ``inner`` lies wholly inside the one through ``outer``."""
    inner_curve, outer_curve = closed_spline(inner, _TEST_STEPS), closed_spline(outer, _TEST_STEPS)
    return bool(inside_polygon(outer_curve, inner_curve).all()) and not inside_polygon(inner_curve, outer_curve).any()


def distance_to_curve(curve: Points, positions: Points) -> npt.NDArray[np.float64]:
    """Distance from each of ``positions`` [m, 2] to a closed polyline [n, 2], in the units of both; returns [m]."""
    along = np.roll(curve, -1, axis=0) - curve
    length_squared = np.maximum((along**2).sum(axis=1), 1e-18)
    offset = positions[:, None] - curve[None]
    share = np.clip((offset * along).sum(axis=2) / length_squared, 0, 1)
    return np.asarray(np.linalg.norm(offset - share[..., None] * along, axis=2).min(axis=1))


def nearest_on_curve(curve: Points, position: npt.ArrayLike) -> tuple[int, Points, float]:
    """The segment of a closed polyline [n, 2] nearest to ``position``, the foot point on it, and the distance to it."""
    along = np.roll(curve, -1, axis=0) - curve
    offset = np.asarray(position, np.float64) - curve
    share = np.clip((offset * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-18), 0, 1)
    feet = curve + share[:, None] * along
    distance = np.linalg.norm(np.asarray(position, np.float64) - feet, axis=1)
    nearest = int(distance.argmin())
    return nearest, np.asarray(feet[nearest]), float(distance[nearest])


def fit_control_points(polyline: npt.ArrayLike, count: int | None = None) -> Points:
    """Control points [count, 2] whose closed spline follows a closed polyline [m, 2] as well as possible.

    Least squares over points at equal arc lengths, the knots held fixed in each of a few rounds. Without ``count``, the
    fewest of 8 to 24 points that come within 0.15 px (root mean square). Raises ``InvalidContourError`` where the
    polyline has no area.
    """
    polygon = without_repeats(np.asarray(polyline, np.float64))
    if len(polygon) < 3 or polygon_area_px(polygon) < 1e-6 or not np.isfinite(polygon).all():
        raise InvalidContourError("A contour needs a line that encloses an area; draw it again.")
    if count is not None:
        return _fit(polygon, count)[0]
    for tried in (*range(MINIMUM_POINTS, MAXIMUM_POINTS, 2), MAXIMUM_POINTS):
        points, error_px = _fit(polygon, tried)
        if error_px <= _FIT_TOLERANCE_PX:
            break
    return points


def _fit(polygon: Points, count: int) -> tuple[Points, float]:
    target = resample_closed(polygon, count * _FIT_STEPS)
    best = target[::_FIT_STEPS]
    best_error = _root_mean_square(closed_spline(best, _FIT_STEPS), target)
    points: Points = best
    for _ in range(_FIT_ROUNDS):
        weights = spline_with_knots(np.eye(count), knot_gaps(points), _FIT_STEPS)
        points = np.asarray(np.linalg.solve(weights.T @ weights, weights.T @ target), np.float64)
        if len(without_repeats(points)) < count:
            break
        error = _root_mean_square(closed_spline(points, _FIT_STEPS), target)
        if error < best_error:
            best, best_error = points, error
    return best, best_error


def _root_mean_square(curve: Points, target: Points) -> float:
    if len(curve) != len(target):
        return float("inf")
    return float(np.sqrt(((curve - target) ** 2).sum(axis=1).mean()))


def thin(points: Points, count: int) -> Points:
    """Drop control points until at most ``count`` are left, each time the one that shapes the curve least.

    The measure is the area of the triangle with both neighbours (Visvalingam and Whyatt, Cartographic J. 1993).
    """
    points = np.asarray(points, np.float64)
    while len(points) > count:
        before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
        least = int(np.abs(cross(points - before, after - before)).argmin())
        points = np.asarray(np.delete(points, least, axis=0))
    return points


def densify(points: Points, count: int) -> Points:
    """Add control points on the spline, in the middle of its longest gaps, until there are at least ``count``."""
    points = without_repeats(points)
    while 3 <= len(points) < count:
        widest = int(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1).argmax())
        points = np.insert(points, widest + 1, closed_spline(points, 2)[2 * widest + 1], axis=0)
    return points
