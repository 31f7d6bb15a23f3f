"""Probabilities of a whole stack to one heart, and its masks to smooth closed contours in source pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage
from skimage.measure import find_contours

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import (
    MAXIMUM_POINTS,
    MINIMUM_POINTS,
    contained,
    fit_control_points,
    inside_polygon,
    is_simple,
)
from cmrstudio.domain.geometry import Points, closed_spline, polygon_area_px, turned
from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM
from cmrstudio.inference.preprocess import MODEL_SPACING_MM, GridTransform

CAVITY_CHANNEL, MYOCARDIUM_CHANNEL, BACKGROUND_CHANNEL = 0, 1, 2
SMALLEST_CAVITY_MM2 = 25.0
SMALLEST_EPICARDIUM_MM2 = 100.0
BREATHING_MM = 4.5
"""How far the heart may jump between neighbouring slices, which are taken in different breath-holds."""
TAIL_WIDTH_MM = 7.5
"""What is narrower than this and sticks out of the epicardium is no heart."""
PERIMETERS_MM, CONTROL_POINTS = (40.0, 80.0, 176.0), (MINIMUM_POINTS, 16, MAXIMUM_POINTS)
"""Small contours need points closer together than large ones to be as true to their mask."""
_LARGEST_GAP_SLICES = 2
_SMOOTHING_PX = 0.4
_SPECK_PX = 8
_NUDGE_PX, _NUDGES = 0.2, 6
_MARGIN_PX = 4

Field = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def labels_from_probabilities(
    probabilities: npt.NDArray[np.floating], spacing_mm: float = MODEL_SPACING_MM
) -> npt.NDArray[np.uint8]:
    """The one heart in a stack: labels [slice, row, column], 0 background, 1 LV cavity, 2 LV myocardium.

    ``probabilities`` [slice, row, column, 3] of cavity, myocardium and background are those of neighbouring slices of
    one phase, on square pixels of ``spacing_mm``. A pixel is LV where cavity and myocardium together outweigh the
    background, and cavity where that outweighs the myocardium. Of the LV the largest body over all slices is kept, one
    connected region a slice, without holes and without thin tails; the cavity lies wholly inside it, at least a pixel
    of wall away from the background. Regions too small to be a heart are dropped.
    """
    labels = np.zeros(probabilities.shape[:3], np.uint8)
    window = _window(probabilities)
    if window is not None:
        labels[window] = _labels(*fields_from_probabilities(probabilities[window]), spacing_mm)
    return labels


def contours_from_probabilities(
    probabilities: npt.NDArray[np.floating],
    transform: GridTransform,
    source: str,
    origin_px: tuple[int, int] = (0, 0),
) -> list[tuple[Contour, ...]]:
    """Contours of every slice in source pixels: endocardium, then epicardium, each only where there is one.

    ``probabilities`` is [slice, row, column, 3] on the model's grid of ``transform``, or on the part of it that begins
    at ``origin_px`` (column, row); ``source`` names the model. The epicardium is the outer boundary of cavity and
    myocardium together. Contours follow the probabilities between pixels and have 8 to 24 control points at about equal
    arc lengths.
    """
    window = _window(probabilities)
    if window is None:
        return [()] * len(probabilities)
    origin = np.array([window[2].start, window[1].start], np.float64) + origin_px
    ventricle, cavity = fields_from_probabilities(probabilities[window])
    labels = _labels(ventricle, cavity, transform.model_spacing_mm)
    return [
        _slice_contours(labels[index], ventricle[index], cavity[index], _Grid(transform, origin), source)
        for index in range(len(labels))
    ]


def contour_from_field(
    field: npt.NDArray[np.floating], structure: Structure, transform: GridTransform, source: str
) -> Contour | None:
    """The contour in source pixels around where ``field`` [row, column] on the model's grid is 0.5 or more.

    A mask of zeros and ones is such a field. Of several regions the largest counts; None where there is none.
    """
    level = np.asarray(field, np.float32)
    points = _control_points(_largest(level >= 0.5), level, _Grid(transform, np.zeros(2)))
    return None if points is None else Contour(structure, points, source)


@dataclass(frozen=True)
class _Grid:
    """A window of the model's grid that begins at ``origin`` (column, row), and the way to source pixels."""

    transform: GridTransform
    origin: Points

    def to_source(self, points: Points) -> Points:
        """Map points of the window to source pixels."""
        return self.transform.to_source(points + self.origin)


def _window(probabilities: npt.NDArray[np.floating]) -> tuple[slice, slice, slice] | None:
    """The part of a stack that holds all that may be LV, with a margin; None where nothing may."""
    either = probabilities[..., CAVITY_CHANNEL] + probabilities[..., MYOCARDIUM_CHANNEL]
    possible: Mask = np.any(either >= probabilities[..., BACKGROUND_CHANNEL], axis=0)
    if not possible.any():
        return None
    rows, columns = (np.flatnonzero(possible.any(axis=axis)) for axis in (1, 0))
    return (
        slice(0, len(probabilities)),
        slice(max(0, int(rows[0]) - _MARGIN_PX), int(rows[-1]) + 1 + _MARGIN_PX),
        slice(max(0, int(columns[0]) - _MARGIN_PX), int(columns[-1]) + 1 + _MARGIN_PX),
    )


def fields_from_probabilities(probabilities: npt.NDArray[np.floating]) -> tuple[Field, Field]:
    """Two maps [..., row, column] that are 0.5 on the epicardium and on the endocardium.

    ``probabilities`` is [..., row, column, 3]. The channels are sigmoids of their own, so what they say of the whole
    ventricle is relative to their sum.
    """
    cavity, myocardium, background = np.moveaxis(np.asarray(probabilities, np.float32), -1, 0)
    either = cavity + myocardium
    ventricle = either / np.maximum(either + background, 1e-6)
    inner = np.minimum(ventricle, cavity / np.maximum(either, 1e-6))
    return ventricle, inner


def _labels(ventricle: Field, cavity: Field, spacing_mm: float) -> npt.NDArray[np.uint8]:
    labels = np.zeros(ventricle.shape, np.uint8)
    for index, region in enumerate(_one_body(ventricle >= 0.5, BREATHING_MM / spacing_mm)):
        epicardium = _without_tails(_filled(region), TAIL_WIDTH_MM / spacing_mm)
        endocardium = _filled(_largest(epicardium & (cavity[index] >= 0.5)))
        if endocardium.sum() * spacing_mm**2 < SMALLEST_CAVITY_MM2:
            endocardium = np.zeros_like(endocardium)
        epicardium = epicardium | _grown(endocardium, 1)
        if epicardium.sum() * spacing_mm**2 >= SMALLEST_EPICARDIUM_MM2:
            labels[index][epicardium] = MYOCARDIUM
            labels[index][endocardium] = CAVITY
    return labels


def _one_body(ventricle: Mask, reach_px: float) -> list[Mask]:
    """The largest body of a stack of masks [slice, row, column], as one connected region a slice (or none).

    Regions of slices up to two apart belong together where they overlap or come within ``reach_px`` of each other.
    """
    regions = [(index, region) for index, mask in enumerate(ventricle) for region in _regions(mask)]
    near = [_grown(region, reach_px) for _, region in regions]
    groups = list(range(len(regions)))
    for first, (slice_index, _) in enumerate(regions):
        for second in range(first + 1, len(regions)):
            other_index, other = regions[second]
            if other_index - slice_index > _LARGEST_GAP_SLICES:
                break
            if other_index > slice_index and (near[first] & other).any():
                old, new = groups[second], groups[first]
                groups = [new if group == old else group for group in groups]
    sizes = dict.fromkeys(groups, 0)
    for group, (_, region) in zip(groups, regions, strict=True):
        sizes[group] += int(region.sum())
    body = [np.zeros(ventricle.shape[1:], bool) for _ in ventricle]
    heart = max(sizes, key=lambda group: sizes[group], default=None)
    for group, (index, region) in zip(groups, regions, strict=True):
        if group == heart and region.sum() > body[index].sum():
            body[index] = region
    return body


def _numbered(mask: Mask) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Each pixel's connected region (0 is outside the mask), and the sizes of the regions, first that of 0."""
    count, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    return np.asarray(numbers, np.int32), np.bincount(numbers.ravel(), minlength=count)


def _regions(mask: Mask) -> list[Mask]:
    """The connected regions of a mask (row, column) that are not mere specks."""
    numbers, sizes = _numbered(mask)
    return [numbers == number for number in range(1, len(sizes)) if sizes[number] >= _SPECK_PX]


def _largest(mask: Mask) -> Mask:
    numbers, sizes = _numbered(mask)
    return mask if len(sizes) <= 2 else np.asarray(numbers == 1 + int(sizes[1:].argmax()))


def _filled(mask: Mask) -> Mask:
    """A mask without the holes that it encloses."""
    numbers, _ = _numbered(np.pad(~mask, 1, constant_values=True))
    return np.asarray(numbers[1:-1, 1:-1] != numbers[0, 0])


def _disc(radius_px: float) -> npt.NDArray[np.uint8]:
    reach = int(radius_px)
    row, column = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return np.asarray(row**2 + column**2 <= (radius_px + 0.01) ** 2, np.uint8)


def _grown(mask: Mask, radius_px: float) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), _disc(radius_px)) > 0)


def _without_tails(mask: Mask, width_px: float) -> Mask:
    """Cut off what is narrower than ``width_px``, unless little would be left."""
    eroded = cv2.erode(
        mask.astype(np.uint8), _disc(width_px / 2), borderType=cv2.BORDER_CONSTANT, borderValue=[0, 0, 0, 0]
    )
    opened = _largest(_grown(eroded > 0, width_px / 2))
    return opened if opened.sum() >= 0.5 * mask.sum() else mask


def _slice_contours(
    labels: npt.NDArray[np.uint8], ventricle: Field, cavity: Field, grid: _Grid, source: str
) -> tuple[Contour, ...]:
    epicardium = _control_points(labels != BACKGROUND, ventricle, grid)
    if epicardium is None:
        return ()
    endocardium = _control_points(labels == CAVITY, cavity, grid)
    if endocardium is not None:
        endocardium, epicardium = _nested(endocardium, epicardium)
    drawn = ((Structure.LV_ENDOCARDIUM, endocardium), (Structure.LV_EPICARDIUM, epicardium))
    return tuple(Contour(structure, points, source) for structure, points in drawn if points is not None)


def _control_points(mask: Mask, field: Field, grid: _Grid) -> Points | None:
    """Control points in source pixels of the boundary of ``mask``, found where ``field`` passes 0.5."""
    boundary = _boundary(mask, field)
    if boundary is None:
        return None
    steps_px = np.linalg.norm(boundary - turned(boundary, -1), axis=1)
    perimeter_mm = float(steps_px.sum()) * grid.transform.model_spacing_mm
    wanted = round(float(np.interp(perimeter_mm, PERIMETERS_MM, CONTROL_POINTS)))
    polygon = grid.to_source(boundary)
    for count in range(wanted, MINIMUM_POINTS - 1, -1):
        points = fit_control_points(polygon, count)
        if is_simple(points):
            break
    return points


def _boundary(mask: Mask, field: Field) -> Points | None:
    """The outer boundary [n, 2] of a mask as (column, row) between pixels, None where the mask is empty.

    Where mask and field disagree, the field is mirrored at 0.5, so that the mask decides which side a pixel is on and
    the field how far from it the boundary runs. A light blur then takes out the steps of a field that is all or
    nothing.
    """
    if not mask.any():
        return None
    rows, columns = np.nonzero(mask)
    first_row, first_column = rows.min(), columns.min()
    window = np.s_[first_row : rows.max() + 1 + 2 * _MARGIN_PX, first_column : columns.max() + 1 + 2 * _MARGIN_PX]
    inside, level = np.pad(mask, _MARGIN_PX)[window], np.pad(field, _MARGIN_PX)[window]
    distance = np.maximum(np.abs(level - 0.5), 1e-3)
    decided = ndimage.gaussian_filter(np.where(inside, 0.5 + distance, 0.5 - distance), _SMOOTHING_PX)
    lines: list[Points] = find_contours(decided, 0.5)  # type: ignore[no-untyped-call]
    if not lines:
        return None
    largest = max(lines, key=polygon_area_px)
    return np.asarray(largest[:-1, ::-1] - _MARGIN_PX + [first_column, first_row], np.float64)


def _nested(inner: Points, outer: Points) -> tuple[Points, Points]:
    """Both contours with ``inner`` wholly inside ``outer``.

    The masks are nested, so that the curves through them cross by a fraction of a pixel at most and a nudge does. Where
    it does not, the shape is too ragged for a heart; then the convex hull is the least wrong epicardium.
    """
    if contained(inner, outer):
        return inner, outer
    inside = _pulled_inside(inner, outer)
    if contained(inside, outer):
        return inside, outer
    curves = np.vstack([closed_spline(inner), closed_spline(outer)]).astype(np.float32)
    hull = fit_control_points(cv2.convexHull(curves)[:, 0], MAXIMUM_POINTS)
    centre = hull.mean(axis=0)
    while not contained(inner, hull):
        hull = centre + 1.02 * (hull - centre)
    return inner, hull


def _pulled_inside(inner: Points, outer: Points) -> Points:
    """Move control points of ``inner`` towards its middle where its curve leaves the curve of ``outer``."""
    centre, outer_curve = inner.mean(axis=0), closed_spline(outer)
    points = inner
    for _ in range(_NUDGES):
        if contained(points, outer):
            break
        curve = closed_spline(points).reshape(len(points), -1, 2)
        leaving = ~inside_polygon(outer_curve, curve.reshape(-1, 2)).reshape(curve.shape[:2]).all(axis=1)
        leaving |= np.roll(leaving, 1)
        towards = centre - points
        towards /= np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-9)
        points = points + np.where(leaving[:, None], _NUDGE_PX * towards, 0)
    return points
