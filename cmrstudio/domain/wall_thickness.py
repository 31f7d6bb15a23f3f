"""Thickness of the wall by the centre-line method: along chords at right angles to the line midway in the wall."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.curves import cross, inside_polygon
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline, polygon_area_px, resample_closed, turned

CHORDS = 100
_ROUNDS = 3
_LEAST_AREA_MM2 = 1e-6
_BLUR_CHORDS = 2


@dataclass(frozen=True, eq=False)
class WallChords:
    """Chords through the wall of one image.

    ``endocardial_mm`` and ``epicardial_mm`` [n, 2] are their ends as (x to the right, y down) in the plane of the
    image, in mm from the centre of the first pixel, at equal distances along the centre-line; NaN where a chord misses
    a contour. ``centre_mm`` [2] is the middle of the area inside the epicardium. ``is_nested`` tells whether the whole
    endocardium lies inside the epicardium: where it does not, the wall there has thickness 0.
    """

    endocardial_mm: Points
    epicardial_mm: Points
    thickness_mm: Points
    centre_mm: Points
    is_nested: bool

    @property
    def middles_mm(self) -> Points:
        """The middle [n, 2] of each chord."""
        return (self.endocardial_mm + self.epicardial_mm) / 2


@lru_cache(maxsize=512)
def wall_chords(
    endocardium: Contour, epicardium: Contour, pixel_spacing_mm: tuple[float, float], count: int = CHORDS
) -> WallChords:
    """Chords between two contours of one image, for pixels of (row, column) spacing in mm.

    Sheehan FH et al., "Advantages and applications of the centerline method for characterizing regional ventricular
    function", Circulation 1986;74:293: chords at right angles to a line midway between two contours, here endocardium
    and epicardium of one image. The line is found by rounds of laying chords and taking their middles. What was
    computed for a pair of contours is kept, so that an edit costs its own image alone. A contour without an area makes
    no wall: all chords are NaN.
    """
    inner, outer = (_curve_mm(contour, pixel_spacing_mm) for contour in (endocardium, epicardium))
    if min(polygon_area_px(inner), polygon_area_px(outer)) < _LEAST_AREA_MM2:
        return _no_wall(outer, count)
    coarse_inner, coarse_outer = inner[::2], outer[::2]
    line = _first_line(coarse_inner, coarse_outer, count)
    for _ in range(_ROUNDS):
        normal = _normals(line)
        inward, outward = _along(line, normal, coarse_inner), _along(line, normal, coarse_outer)
        middle = line + normal * np.nan_to_num((inward + outward) / 2)[:, None]
        line = resample_closed(middle, count)
    normal = _normals(line)
    inward, outward = _along(line, normal, inner), _along(line, normal, outer)
    return WallChords(
        endocardial_mm=line + normal * inward[:, None],
        epicardial_mm=line + normal * outward[:, None],
        thickness_mm=np.maximum(outward - inward, 0.0),
        centre_mm=centroid_px(outer),
        is_nested=bool(inside_polygon(outer, inner).all()),
    )


def _no_wall(outer: Points, count: int) -> WallChords:
    unknown = np.full((count, 2), np.nan)
    return WallChords(unknown, unknown, unknown[:, 0], centroid_px(outer), is_nested=False)


def _curve_mm(contour: Contour, pixel_spacing_mm: tuple[float, float]) -> Points:
    """The drawn curve in mm, going round from x to y."""
    curve = closed_spline(contour.points_px) * np.array(pixel_spacing_mm[::-1])
    area = float(cross(curve, turned(curve, 1)).sum())
    return np.asarray(curve if area > 0 else curve[::-1])


def _first_line(inner: Points, outer: Points, count: int) -> Points:
    """The middles between points of both contours in the same directions from the centre of the inner one."""
    centre = centroid_px(inner)
    angle = np.arange(count) * 2 * np.pi / count
    direction = np.column_stack([np.cos(angle), np.sin(angle)])
    start = np.repeat(centre[None], count, axis=0)
    reach = [_along(start, direction, curve, farthest=True) for curve in (inner, outer)]
    half = np.nan_to_num(np.mean(reach, axis=0), nan=float(np.nanmean(reach)))
    return np.asarray(resample_closed(centre + direction * half[:, None], count))


def _normals(line: Points) -> Points:
    """Unit vectors [n, 2] that point outwards from a closed line, from its course over a few neighbours."""
    along = turned(line, _BLUR_CHORDS) - turned(line, -_BLUR_CHORDS)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return np.column_stack([along[:, 1], -along[:, 0]])


def _along(start: Points, direction: Points, curve: Points, *, farthest: bool = False) -> Points:
    """Where lines through ``start`` [n, 2] meet a closed curve [m, 2]: signed distances [n], NaN where they do not.

    Of several meetings the nearest counts, or the farthest ahead.
    """
    side = turned(curve, 1) - curve
    offset = curve[None] - start[:, None]
    bottom = cross(direction[:, None], side[None])
    bottom = np.where(np.abs(bottom) < 1e-15, np.nan, bottom)
    distance = cross(offset, side[None]) / bottom
    share = cross(offset, direction[:, None]) / bottom
    meets = (share >= -1e-9) & (share <= 1 + 1e-9)
    if farthest:
        best = np.where(meets & (distance > 0), distance, -np.inf).argmax(axis=1)
    else:
        best = np.where(meets, np.abs(distance), np.inf).argmin(axis=1)
    row = np.arange(len(start))
    return np.where(meets[row, best], distance[row, best], np.nan)
