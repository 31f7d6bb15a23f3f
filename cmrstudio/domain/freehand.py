"""Contours from strokes drawn by hand: a whole one drawn anew, or an arc replaced. Points are (column, row)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.curves import (
    MAXIMUM_POINTS,
    MINIMUM_POINTS,
    crossings,
    densify,
    distance_to_curve,
    fit_control_points,
    inside_polygon,
    is_simple,
    nearest_on_curve,
    thin,
)
from cmrstudio.domain.errors import EditRefusedError, InvalidContourError, OpenStrokeError
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline, polygon_area_px, without_repeats

_CURVE_STEPS = 8
_CLOSING_SHARE = 0.25
_SMALLEST_AREA_PX = 4.0
_MOST_STROKE_POINTS = 300


def apply_stroke(points: npt.ArrayLike | None, stroke: npt.ArrayLike, tolerance_px: float) -> Points:
    """Control points of a contour after a freehand ``stroke`` [m, 2], given its present ``points`` or None.

    A stroke whose two ends are within ``tolerance_px`` of the curve replaces the arc between them, unless it runs round
    the contour's centre and so is a new contour; any other stroke must (nearly) close and is one. Raises
    ``EditRefusedError`` with what to do instead.
    """
    line = _stroke_line(stroke)
    if points is not None and len(line) >= 2:
        curve = closed_spline(points, _CURVE_STEPS)
        ends_near = bool((distance_to_curve(curve, line[[0, -1]]) <= tolerance_px).all())
        surrounds = bool(inside_polygon(line, centroid_px(curve))[0]) and _nearly_closed(line, tolerance_px)
        if ends_near and not surrounds:
            return replace_arc(points, line)
    if not _nearly_closed(line, tolerance_px):
        raise OpenStrokeError(
            "Close the line to draw a new contour, or begin and end it on the contour to replace a part."
            if points is not None
            else "Close the line to draw a contour."
        )
    return redraw(line)


def redraw(stroke: npt.ArrayLike, count: int | None = None) -> Points:
    """Control points of the closed contour drawn by ``stroke``; loose ends beyond a crossing are cut off.

    Raises ``EditRefusedError`` where it encloses less than 4 square pixels.
    """
    line = _largest_loop(_stroke_line(stroke))
    if len(line) < 3 or polygon_area_px(line) < _SMALLEST_AREA_PX:
        raise EditRefusedError("This line encloses nothing; draw round the wall.")
    try:
        fitted = fit_control_points(line, count)
    except InvalidContourError as error:
        raise EditRefusedError(str(error)) from error
    if not is_simple(fitted):
        raise EditRefusedError("This line crosses itself; draw once round the wall.")
    return fitted


def replace_arc(points: npt.ArrayLike, stroke: npt.ArrayLike) -> Points:
    """Replace that arc of a contour which the open ``stroke`` redraws; the control points of the other arc stay.

    The arc is the one of the two between the stroke's ends that the stroke resembles more (mean of the distances both
    ways). Raises ``EditRefusedError`` where the outcome would cross itself.
    """
    control = without_repeats(np.asarray(points, np.float64))
    line = _without_loops(_stroke_line(stroke))
    if len(line) < 2:
        raise EditRefusedError("The stroke is too short; draw along the wall.")
    curve = closed_spline(control, _CURVE_STEPS)
    first, last = (nearest_on_curve(curve, end)[0] for end in (line[0], line[-1]))
    forward, backward = _between(first, last, len(curve)), _between(last, first, len(curve))
    if _mean_distance(curve[forward], line) > _mean_distance(curve[backward], line):
        line, first, last = line[::-1], last, first
    if first == last:
        raise EditRefusedError("The stroke is too short; draw along the wall.")
    kept = _kept_control_points(control, first, last)
    spacing = float(np.linalg.norm(np.roll(control, -1, axis=0) - control, axis=1).mean())
    kept = kept[distance_to_line(line, kept) > 0.35 * spacing]
    drawn = _spaced(line, spacing)
    outcome = densify(thin(np.vstack([drawn, kept]), MAXIMUM_POINTS), MINIMUM_POINTS)
    if len(outcome) < MINIMUM_POINTS or (is_simple(control) and not is_simple(outcome)):
        raise EditRefusedError("With this stroke the contour would cross itself; draw along the wall.")
    return outcome


def distance_to_line(line: Points, positions: Points) -> npt.NDArray[np.float64]:
    """Distance from each of ``positions`` [m, 2] to the vertices of an open ``line`` [n, 2]; returns [m]."""
    if not len(positions):
        return np.zeros(0)
    return np.asarray(np.linalg.norm(positions[:, None] - line[None], axis=2).min(axis=1))


def _stroke_line(stroke: npt.ArrayLike) -> Points:
    """The stroke without repeated points and, where it is very long, with fewer points."""
    line = np.asarray(stroke, np.float64).reshape(-1, 2)
    if not np.isfinite(line).all():
        raise EditRefusedError("The stroke has positions that are not numbers; draw it again.")
    if len(line) < 2:
        return line
    line = line[np.concatenate([[True], np.linalg.norm(np.diff(line, axis=0), axis=1) > 1e-6])]
    return _resample_open(line, _MOST_STROKE_POINTS) if len(line) > _MOST_STROKE_POINTS else line


def _resample_open(line: Points, count: int) -> Points:
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    wanted = np.linspace(0, lengths[-1], count)
    return np.column_stack([np.interp(wanted, lengths, line[:, axis]) for axis in (0, 1)])


def _nearly_closed(line: Points, tolerance_px: float) -> bool:
    if len(line) < 3:
        return False
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    gap = float(np.linalg.norm(line[-1] - line[0]))
    crosses = crossings(line, closed=False)
    return gap <= max(_CLOSING_SHARE * length, min(tolerance_px, 0.5 * length)) or bool(
        len(crosses) and np.ptp(crosses, axis=1).max() > 0.5 * len(line)
    )


def _largest_loop(line: Points) -> Points:
    """The largest loop of a stroke; the whole stroke where it does not cross itself."""
    loops = [line, *(line[first + 1 : last + 1] for first, last in crossings(line, closed=False))]
    simple = [loop for loop in loops if len(loop) >= 3 and not len(crossings(loop, closed=True))]
    return max(simple or [line], key=polygon_area_px)


def _without_loops(line: Points) -> Points:
    """An open stroke with the loops cut off where it crosses itself."""
    while len(pairs := crossings(line, closed=False)):
        first, last = pairs[0]
        line = np.delete(line, slice(first + 1, last + 1), axis=0)
    return line


def _between(first: int, last: int, count: int) -> npt.NDArray[np.intp]:
    """Indices from ``first`` up to and with ``last`` on a ring of ``count``."""
    return np.asarray((first + np.arange((last - first) % count + 1)) % count)


def _mean_distance(arc: Points, line: Points) -> float:
    apart = np.linalg.norm(arc[:, None] - line[None], axis=2)
    return float(apart.min(axis=0).mean() + apart.min(axis=1).mean())


def _kept_control_points(control: Points, first: int, last: int) -> Points:
    """Control points that lie after sample ``last`` and not after sample ``first``, in the order of the curve."""
    count = len(control)
    arc = _between(last, first, count * _CURVE_STEPS)
    return control[[int(index) // _CURVE_STEPS for index in arc[1:] if index % _CURVE_STEPS == 0]]


def _spaced(line: Points, spacing: float) -> Points:
    """Points along a stroke, both ends among them, about ``spacing`` apart."""
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    return _resample_open(line, min(max(2, round(length / spacing) + 1), MAXIMUM_POINTS - 2))
