"""The round pusher: a disc that moves the wall it meets. Points are (column, row) in source pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.curves import MAXIMUM_POINTS, MINIMUM_POINTS, cross, densify, is_simple, thin
from cmrstudio.domain.geometry import Points, closed_spline, polygon_area_px, without_repeats

_CURVE_STEPS = 8
_STEP_SHARE_OF_RADIUS = 0.5
_SPACING_SHARE_OF_RADIUS = 0.7
_SMALLEST_AREA_PX = 4.0


def push_along(
    points: npt.ArrayLike,
    start_px: npt.ArrayLike,
    end_px: npt.ArrayLike,
    radius_mm: float,
    pixel_spacing_mm: tuple[float, float],
    *,
    outward: bool,
) -> Points:
    """Push with the disc moving from ``start_px`` to ``end_px`` in steps small against its radius; see ``push``."""
    start, end = np.asarray(start_px, np.float64), np.asarray(end_px, np.float64)
    length_mm = float(np.linalg.norm((end - start) * pixel_spacing_mm[::-1]))
    steps = min(max(1, int(np.ceil(length_mm / (radius_mm * _STEP_SHARE_OF_RADIUS)))), 64)
    moved = np.asarray(points, np.float64)
    for share in np.arange(1, steps + 1) / steps:
        moved = push(moved, start + share * (end - start), radius_mm, pixel_spacing_mm, outward=outward)
    return moved


def push(
    points: npt.ArrayLike,
    centre_px: npt.ArrayLike,
    radius_mm: float,
    pixel_spacing_mm: tuple[float, float],
    *,
    outward: bool,
) -> Points:
    """Move the wall out of a disc: outward joins the disc to the area, inward cuts it out of the area.

    ``radius_mm`` is round in patient space, ``pixel_spacing_mm`` is (row, column). Control points away from the disc
    stay as they are; there are 8 to 24 afterwards. Of an area cut in two the larger part stays. Where nothing sensible
    is left, or the disc does not touch the curve, the points come back unchanged.
    """
    control = np.asarray(points, np.float64)
    scale = np.array(pixel_spacing_mm[::-1])
    distinct = without_repeats(control)
    curve = closed_spline(distinct, _CURVE_STEPS) * scale
    centre = np.asarray(centre_px, np.float64) * scale
    within = np.linalg.norm(curve - centre, axis=1) < radius_mm * (1 - 1e-9)
    if len(distinct) < 3 or not within.any() or within.all():
        return control
    pieces = _trace(curve, within, centre, radius_mm, outward=outward)
    length_mm = float(np.linalg.norm(np.roll(curve, -1, axis=0) - curve, axis=1).sum())
    spacing_mm = min(_SPACING_SHARE_OF_RADIUS * radius_mm, 1.5 * length_mm / MAXIMUM_POINTS)
    shaped = _control_points(pieces, centre, radius_mm, spacing_mm) / scale
    outcome = densify(thin(shaped, MAXIMUM_POINTS), MINIMUM_POINTS)
    if (
        len(outcome) < MINIMUM_POINTS
        or polygon_area_px(outcome) < _SMALLEST_AREA_PX
        or (is_simple(distinct) and not is_simple(outcome))
    ):
        return control
    return outcome


# A boundary after the push, piece by piece: samples of the old curve (their indices) and arcs of the disc (angles).
_Piece = tuple[npt.NDArray[np.intp], Points, tuple[float, float]]


def _trace(
    curve: Points, within: npt.NDArray[np.bool_], centre: Points, radius: float, *, outward: bool
) -> list[_Piece]:
    """The largest loop of the boundary of area and disc joined, or of the area without the disc.

    Each piece is a run of old samples outside the disc and the arc that follows it. Walking along the old curve into
    the disc, the boundary goes on along the disc to the next place where the curve comes out of it (Weiler and
    Atherton, SIGGRAPH 1977): the same way round as the curve when joining, the other way when cutting.
    """
    count = len(curve)
    following = np.roll(curve, -1, axis=0)
    turns_positive = cross(curve, following).sum() > 0
    direction = 1.0 if turns_positive == outward else -1.0
    leaving = np.flatnonzero(within & ~np.roll(within, -1))
    entering = np.flatnonzero(~within & np.roll(within, -1))
    entering = entering[np.searchsorted(entering, leaving, side="right") % len(entering)]
    exit_angle = np.array([_crossing_angle(curve, int(i), centre, radius) for i in leaving])
    entry_angle = np.array([_crossing_angle(curve, int(i), centre, radius) for i in entering])
    # From the end of run k the arc leads to the start of the run whose exit comes first round the disc.
    sweep = np.mod(direction * (exit_angle[None, :] - entry_angle[:, None]), 2 * np.pi)
    successor = sweep.argmin(axis=1)
    loops: list[list[_Piece]] = []
    unseen = set(range(len(leaving)))
    while unseen:
        run = min(unseen)
        loop: list[_Piece] = []
        while run in unseen:
            unseen.remove(run)
            indices = (leaving[run] + 1 + np.arange((entering[run] - leaving[run] - 1) % count + 1)) % count
            following_run = int(successor[run])
            angles = (float(entry_angle[run]), float(direction * sweep[run, following_run]))
            loop.append((indices, curve[indices], angles))
            run = following_run
        loops.append(loop)
    return max(loops, key=lambda loop: polygon_area_px(_outline(loop, centre, radius)))


def _crossing_angle(curve: Points, sample_index: int, centre: Points, radius: float) -> float:
    """The angle round the disc where the segment from this sample to the next crosses its edge."""
    start, end = curve[sample_index] - centre, curve[(sample_index + 1) % len(curve)] - centre
    along = end - start
    a, b, c = along @ along, start @ along, start @ start - radius**2
    root = np.sqrt(max(b * b - a * c, 0.0))
    share = next((s for s in ((-b - root) / a, (-b + root) / a) if 0 <= s <= 1), 0.5) if a > 0 else 0.0
    crossing = start + share * along
    return float(np.arctan2(crossing[1], crossing[0]))


def _outline(loop: list[_Piece], centre: Points, radius: float) -> Points:
    return np.vstack([np.vstack([run, _arc(centre, radius, angles, 12)]) for _, run, angles in loop])


def _arc(centre: Points, radius: float, angles: tuple[float, float], count: int) -> Points:
    """``count`` points in the middles of equal parts of an arc given by its start and its signed sweep."""
    start, sweep = angles
    angle = start + sweep * (np.arange(count) + 0.5) / count
    return centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _control_points(loop: list[_Piece], centre: Points, radius: float, spacing: float) -> Points:
    """Control points of a traced boundary: old ones well away from the disc, new ones along its arcs."""
    parts: list[Points] = []
    for indices, run, (start, sweep) in loop:
        parts.append(_kept(run, indices % _CURVE_STEPS == 0, centre, radius, spacing))
        parts.append(_arc(centre, radius, (start, sweep), max(1, round(abs(sweep) * radius / spacing))))
    return np.vstack(parts)


def _kept(
    run: Points, is_control_point: npt.NDArray[np.bool_], centre: Points, radius: float, spacing: float
) -> Points:
    """Control points of a run of old samples; where the disc's trail has left a long gap at an end, samples fill it."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(run, axis=0), axis=1))])
    clear = np.linalg.norm(run - centre, axis=1) > radius + 0.15 * spacing
    chosen = along[is_control_point & clear]
    first, last = (chosen[0], chosen[-1]) if len(chosen) else (along[-1], along[-1])
    before = np.arange(first - spacing, 0.6 * spacing, -spacing)[::-1]
    after = np.arange(last + spacing, along[-1] - 0.6 * spacing, spacing)
    wanted = np.concatenate([before, chosen, after])
    return np.column_stack([np.interp(wanted, along, run[:, axis]) for axis in (0, 1)])
