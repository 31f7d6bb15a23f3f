"""Edits of contours as pure functions: arrays in, arrays out.

Control points are [n, 2] as (column, row) in source pixels. No function changes its arguments. What cannot be done
raises ``EditRefusedError`` with a sentence for the reader. Freehand strokes and the pusher have modules of their own
and are offered here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import (
    MAXIMUM_POINTS,
    MINIMUM_POINTS,
    contained,
    distance_to_curve,
    fit_control_points,
    inside_polygon,
    is_simple,
    nearest_on_curve,
)
from cmrstudio.domain.errors import EditRefusedError, InvalidContourError
from cmrstudio.domain.freehand import apply_stroke, redraw, replace_arc
from cmrstudio.domain.geometry import (
    Points,
    centroid_px,
    closed_spline,
    contour_area_px,
    polygon_area_px,
    resample_closed,
    without_repeats,
)
from cmrstudio.domain.pusher import push, push_along

__all__ = [
    "MAXIMUM_POINTS",
    "MINIMUM_POINTS",
    "CurveHit",
    "HandleHit",
    "InsideHit",
    "Target",
    "apply_stroke",
    "clamp_to_image",
    "contained",
    "delete_point",
    "fit_control_points",
    "hit_test",
    "insert_point",
    "is_simple",
    "move_point",
    "offset_mm",
    "push",
    "push_along",
    "redraw",
    "replace_arc",
    "smooth",
]

_HIT_STEPS = 8
_PREFERRED_BONUS = 2.0
_CLOSEST_POINTS_PX = 0.2
_DENSE_POINTS = 192
_SMOOTHING_HARMONIC = 7.0
_FIT_TOLERANCE = 0.01
"""By what share fitting control points alone may change an area."""
_LEAST_OFFSET_MM = 1e-6


@dataclass(frozen=True)
class HandleHit:
    """A control point lies under the cursor; ``distance`` in the units of the tolerance."""

    structure: Structure
    point_index: int
    distance: float


@dataclass(frozen=True)
class CurveHit:
    """The curve between control point ``segment_index`` and the next passes under the cursor at ``position_px``."""

    structure: Structure
    segment_index: int
    position_px: tuple[float, float]
    distance: float


@dataclass(frozen=True)
class InsideHit:
    """The cursor is inside this contour, off its curve; of several the innermost."""

    structure: Structure


Target = HandleHit | CurveHit | InsideHit | None


def hit_test(
    contours: Sequence[Contour],
    position_px: npt.ArrayLike,
    tolerance: float,
    scale: tuple[float, float] = (1.0, 1.0),
    prefer: Structure | None = None,
) -> Target:
    """What lies under ``position_px`` (column, row): a handle before a curve, a curve before the inside of a contour.

    ``tolerance`` is a distance after multiplying (column, row) by ``scale``, for instance in screen pixels. Of two
    contours about equally near, ``prefer`` wins.
    """
    factor = np.asarray(scale, np.float64)
    position = np.asarray(position_px, np.float64) * factor

    def rank(hit: HandleHit | CurveHit) -> float:
        return hit.distance - (_PREFERRED_BONUS if hit.structure is prefer else 0.0)

    handles, curves, enclosing = [], [], []
    for contour in contours:
        distance = np.linalg.norm(contour.points_px * factor - position, axis=1)
        nearest = int(distance.argmin())
        if distance[nearest] <= tolerance:
            handles.append(HandleHit(contour.structure, nearest, float(distance[nearest])))
        curve = closed_spline(contour.points_px, _HIT_STEPS) * factor
        segment, foot, apart = nearest_on_curve(curve, position)
        if apart <= tolerance:
            column, row = (foot / factor).tolist()
            curves.append(CurveHit(contour.structure, segment // _HIT_STEPS, (column, row), apart))
        if inside_polygon(curve, position)[0]:
            enclosing.append((polygon_area_px(curve), InsideHit(contour.structure)))
    if handles:
        return min(handles, key=rank)
    if curves:
        return min(curves, key=rank)
    return min(enclosing, key=lambda entry: entry[0])[1] if enclosing else None


def move_point(points: npt.ArrayLike, point_index: int, position_px: npt.ArrayLike) -> Points:
    """Put one control point at ``position_px``, but never quite upon another, where the curve loses a point."""
    moved = np.array(points, np.float64)
    wanted = np.asarray(position_px, np.float64)
    others = np.delete(moved, point_index, axis=0)
    for _ in range(len(others)):
        offset = wanted - others
        distance = np.linalg.norm(offset, axis=1)
        nearest = int(distance.argmin())
        if distance[nearest] >= _CLOSEST_POINTS_PX:
            break
        direction = offset[nearest] / distance[nearest] if distance[nearest] > 1e-9 else np.array([1.0, 0.0])
        wanted = others[nearest] + direction * _CLOSEST_POINTS_PX * 1.01
    moved[point_index] = wanted
    return moved


def insert_point(points: npt.ArrayLike, position_px: npt.ArrayLike) -> tuple[Points, int]:
    """Add a control point on the curve where it passes nearest to ``position_px``; returns the points and its index.

    The curve stays nearly the same. Raises ``EditRefusedError`` beyond 24 points.
    """
    distinct = without_repeats(np.asarray(points, np.float64))
    if len(distinct) >= MAXIMUM_POINTS:
        raise EditRefusedError(f"A contour has at most {MAXIMUM_POINTS} control points; delete one first.")
    segment, foot, _ = nearest_on_curve(closed_spline(distinct, _HIT_STEPS), position_px)
    if np.linalg.norm(distinct - foot, axis=1).min() < _CLOSEST_POINTS_PX:
        raise EditRefusedError("There is a control point here already; move it instead.")
    point_index = segment // _HIT_STEPS + 1
    return np.insert(distinct, point_index, foot, axis=0), point_index


def delete_point(points: npt.ArrayLike, point_index: int) -> Points:
    """Remove one control point. Raises ``EditRefusedError`` where fewer than 8 would be left."""
    kept = np.asarray(points, np.float64)
    if len(kept) <= MINIMUM_POINTS:
        raise EditRefusedError(f"A contour keeps at least {MINIMUM_POINTS} control points; move this one instead.")
    return np.delete(kept, point_index, axis=0)


def clamp_to_image(points: npt.ArrayLike, shape: tuple[int, int]) -> Points:
    """Bring points outside an image of ``shape`` (rows, columns) to its edge, half a pixel beyond the centres."""
    rows, columns = shape
    return np.clip(np.asarray(points, np.float64), -0.5, [columns - 0.5, rows - 0.5])


def smooth(points: npt.ArrayLike) -> Points:
    """Take the small bumps out of a contour and keep its area, its centre and its number of control points (8 to 24).

    A Gaussian over the Fourier harmonics of the curve as complex numbers; ellipses stay as they are.
    """
    control = np.asarray(points, np.float64)
    dense = resample_closed(closed_spline(control), _DENSE_POINTS)
    spectrum = np.fft.fft(dense[:, 0] + 1j * dense[:, 1])
    harmonic = np.abs(np.fft.fftfreq(_DENSE_POINTS, 1 / _DENSE_POINTS))
    smoothed = np.fft.ifft(spectrum * np.exp(-((np.maximum(harmonic - 1, 0) / _SMOOTHING_HARMONIC) ** 2)))
    polygon = np.column_stack([smoothed.real, smoothed.imag])
    centre = centroid_px(polygon)
    grown = np.sqrt(polygon_area_px(dense) / max(polygon_area_px(polygon), 1e-9))
    return fit_control_points(centre + (polygon - centre) * grown, _editable_count(control))


def offset_mm(points: npt.ArrayLike, distance_mm: float, pixel_spacing_mm: tuple[float, float]) -> Points:
    """Grow (positive) or shrink (negative) a contour by ``distance_mm`` along its normals.

    ``pixel_spacing_mm`` is (row, column). The number of control points stays, within 8 to 24. Raises
    ``EditRefusedError`` where the contour would vanish.
    """
    control = np.asarray(points, np.float64)
    if abs(distance_mm) < _LEAST_OFFSET_MM:
        return control
    scale = np.array(pixel_spacing_mm[::-1])
    dense = resample_closed(closed_spline(control) * scale, _DENSE_POINTS)
    tangent = np.roll(dense, -1, axis=0) - np.roll(dense, 1, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    normal = np.column_stack([tangent[:, 1], -tangent[:, 0]]) * _turning(dense)
    moved = dense + normal * distance_mm
    # Where the offset folds over itself, points come nearer to the old curve than the distance asked for.
    on_right_side = inside_polygon(dense, moved) == (distance_mm < 0)
    kept = moved[on_right_side & (distance_to_curve(dense, moved) >= 0.98 * abs(distance_mm))]
    if len(kept) < MINIMUM_POINTS or polygon_area_px(kept) < 4 * scale.prod():
        raise EditRefusedError("The contour is too small to shrink this far; try less.")
    try:
        fitted = fit_control_points(kept / scale, _editable_count(control))
    except InvalidContourError as error:
        raise EditRefusedError("The contour is too small to shrink this far; try less.") from error
    before_px = contour_area_px(control)
    wrong_way = (contour_area_px(fitted) - before_px) * np.sign(distance_mm) < -_FIT_TOLERANCE * before_px
    if not is_simple(fitted) or wrong_way:
        raise EditRefusedError("The contour cannot be offset this far without crossing itself; try less.")
    return fitted


def _turning(polygon: Points) -> float:
    """1 where the polygon runs so that (row tangent, -column tangent) points outward, -1 where it points inward."""
    following = np.roll(polygon, -1, axis=0)
    signed = float((polygon[:, 0] * following[:, 1] - following[:, 0] * polygon[:, 1]).sum())
    return 1.0 if signed > 0 else -1.0


def _editable_count(points: Points) -> int:
    return min(max(len(points), MINIMUM_POINTS), MAXIMUM_POINTS)
