"""Probabilities of a whole stack to one heart, and its masks to smooth closed contours in source pixels."""

from __future__ import annotations

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
from cmrstudio.domain.geometry import Points, closed_spline, polygon_area_px
from cmrstudio.inference.preprocess import MODEL_SPACING_MM, GridTransform

BACKGROUND, CAVITY, MYOCARDIUM = 0, 1, 2
SMALLEST_CAVITY_MM2 = 25.0
SMALLEST_EPICARDIUM_MM2 = 100.0
BREATHING_MM = 4.5
"""How far the heart may jump between neighbouring slices, which are taken in different breath-holds."""
TAIL_WIDTH_MM = 7.5
"""What is narrower than this and sticks out of the epicardium is no heart."""
CONTROL_POINT_SPACING_MM = 7.0
_LARGEST_GAP_SLICES = 2
_SMOOTHING_PX = 0.6
_MARGIN_PX = 4

Field = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def labels_from_probabilities(
    probabilities: npt.NDArray[np.floating], spacing_mm: float = MODEL_SPACING_MM
) -> npt.NDArray[np.uint8]:
    """The one heart in a stack: labels [slice, row, column], 0 background, 1 LV cavity, 2 LV myocardium.

    ``probabilities`` [slice, row, column, 3] of cavity, myocardium and background are those of neighbouring slices of one
    phase, on square pixels of ``spacing_mm``. A pixel is LV where cavity and myocardium together outweigh the background,
    and cavity where that outweighs the myocardium. Of the LV the largest body over all slices is kept, one connected
    region a slice, without holes and without thin tails; the cavity lies wholly inside it, at least a pixel of wall away
    from the background. Regions too small to be a heart are dropped.
    """
    ventricle, cavity = _fields(probabilities)
    pixel_mm2 = spacing_mm**2
    labels = np.zeros(ventricle.shape, np.uint8)
    for index, region in enumerate(_one_body(ventricle >= 0.5, BREATHING_MM / spacing_mm)):
        epicardium = _without_tails(_filled(region), TAIL_WIDTH_MM / spacing_mm)
        endocardium = _filled(_largest(epicardium & (cavity[index] >= 0.5)))
        if endocardium.sum() * pixel_mm2 < SMALLEST_CAVITY_MM2:
            endocardium = np.zeros_like(endocardium)
        epicardium |= ndimage.binary_dilation(endocardium)
        if epicardium.sum() * pixel_mm2 >= SMALLEST_EPICARDIUM_MM2:
            labels[index][epicardium] = MYOCARDIUM
            labels[index][endocardium] = CAVITY
    return labels


def contours_from_probabilities(
    probabilities: npt.NDArray[np.floating], transform: GridTransform, source: str
) -> list[tuple[Contour, ...]]:
    """Contours of every slice in source pixels: endocardium, then epicardium, each only where there is one.

    ``probabilities`` is [slice, row, column, 3] on the model's grid of ``transform``; ``source`` names the model. The
    epicardium is the outer boundary of cavity and myocardium together. Contours follow the probabilities between pixels
    and have 8 to 24 control points at about equal arc lengths.
    """
    ventricle, cavity = _fields(probabilities)
    labels = labels_from_probabilities(probabilities, transform.model_spacing_mm)
    return [
        _slice_contours(labels[index], ventricle[index], cavity[index], transform, source) for index in range(len(labels))
    ]


def contour_from_mask(mask: Mask, structure: Structure, transform: GridTransform, source: str) -> Contour | None:
    """The contour of a mask [row, column] on the model's grid in source pixels; None where the mask is empty."""
    points = _control_points(mask, mask.astype(np.float32), transform)
    return None if points is None else Contour(structure, points, source)


def _fields(probabilities: npt.NDArray[np.floating]) -> tuple[Field, Field]:
    """Two maps [slice, row, column] that are 0.5 on the epicardium and on the endocardium.

    The channels are sigmoids of their own, so what they say of the whole ventricle is relative to their sum.
    """
    cavity, myocardium, background = np.moveaxis(np.asarray(probabilities, np.float32), -1, 0)
    either = cavity + myocardium
    ventricle = either / np.maximum(either + background, 1e-6)
    inner = np.minimum(ventricle, cavity / np.maximum(either, 1e-6))
    return ventricle, inner


def _one_body(ventricle: Mask, reach_px: float) -> list[Mask]:
    """The largest body of a stack of masks [slice, row, column], as one connected region a slice (or none).

    Regions of slices up to two apart belong together where they overlap or come within ``reach_px`` of each other.
    """
    regions = [(index, region) for index, mask in enumerate(ventricle) for region in _regions(mask)]
    near = [ndimage.distance_transform_edt(~region) <= reach_px for _, region in regions]
    groups = list(range(len(regions)))
    for first, (slice_index, _) in enumerate(regions):
        for second in range(first + 1, len(regions)):
            other_index, other = regions[second]
            if other_index - slice_index > _LARGEST_GAP_SLICES:
                break
            if other_index > slice_index and (near[first] & other).any():
                old, new = groups[second], groups[first]
                groups = [new if group == old else group for group in groups]
    sizes = {group: 0 for group in groups}
    for group, (_, region) in zip(groups, regions, strict=True):
        sizes[group] += int(region.sum())
    body = [np.zeros(ventricle.shape[1:], bool) for _ in ventricle]
    if sizes:
        heart = max(sizes, key=lambda group: sizes[group])
        for group, (index, region) in zip(groups, regions, strict=True):
            if group == heart and region.sum() > body[index].sum():
                body[index] = region
    return body


def _regions(mask: Mask) -> list[Mask]:
    """The connected regions of a mask (row, column) that are not mere specks."""
    numbered, count = ndimage.label(mask)
    sizes = np.bincount(numbered.ravel(), minlength=count + 1)
    return [numbered == number for number in range(1, count + 1) if sizes[number] >= 8]


def _largest(mask: Mask) -> Mask:
    numbered, count = ndimage.label(mask)
    if count <= 1:
        return mask
    sizes = np.bincount(numbered.ravel())
    return np.asarray(numbered == 1 + int(sizes[1:].argmax()))


def _filled(mask: Mask) -> Mask:
    return np.asarray(ndimage.binary_fill_holes(mask), np.bool_)


def _without_tails(mask: Mask, width_px: float) -> Mask:
    """Cut off what is narrower than ``width_px``, unless nothing much would be left."""
    reach = int(width_px / 2)
    row, column = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = row**2 + column**2 <= (reach + 0.5) ** 2
    opened = _largest(np.asarray(ndimage.binary_opening(mask, disc), np.bool_))
    return opened if opened.sum() >= 0.5 * mask.sum() else mask


def _slice_contours(
    labels: npt.NDArray[np.uint8], ventricle: Field, cavity: Field, transform: GridTransform, source: str
) -> tuple[Contour, ...]:
    epicardium = _control_points(labels != BACKGROUND, ventricle, transform)
    if epicardium is None:
        return ()
    endocardium = _control_points(labels == CAVITY, cavity, transform)
    outer = Contour(Structure.LV_EPICARDIUM, epicardium, source)
    if endocardium is None:
        return (outer,)
    return Contour(Structure.LV_ENDOCARDIUM, _pulled_inside(endocardium, epicardium), source), outer


def _control_points(mask: Mask, field: Field, transform: GridTransform) -> Points | None:
    """Control points in source pixels of the boundary of ``mask``, found where ``field`` passes 0.5."""
    boundary = _boundary(mask, field)
    if boundary is None:
        return None
    steps_px = np.linalg.norm(boundary - np.roll(boundary, 1, axis=0), axis=1)
    perimeter_mm = float(steps_px.sum()) * transform.model_spacing_mm
    wanted = int(np.clip(round(perimeter_mm / CONTROL_POINT_SPACING_MM), MINIMUM_POINTS, MAXIMUM_POINTS))
    polygon = transform.to_source(boundary)
    for count in range(wanted, MINIMUM_POINTS - 1, -1):
        points = fit_control_points(polygon, count)
        if is_simple(points):
            break
    return points


def _boundary(mask: Mask, field: Field) -> Points | None:
    """The outer boundary [n, 2] of a mask as (column, row) between pixels, None where the mask is empty.

    Where mask and field disagree, the field is mirrored at 0.5, so that the mask decides which side a pixel is on and the
    field how far from it the boundary runs. A light blur then takes out the steps of a field that is all or nothing.
    """
    if not mask.any():
        return None
    rows, columns = np.nonzero(mask)
    first_row, first_column = rows.min(), columns.min()
    window = np.s_[first_row : rows.max() + 1, first_column : columns.max() + 1]
    mask, field = (np.pad(array[window], _MARGIN_PX, mode="constant") for array in (mask, field))
    distance = np.maximum(np.abs(field - 0.5), 1e-3)
    decided = ndimage.gaussian_filter(np.where(mask, 0.5 + distance, 0.5 - distance), _SMOOTHING_PX)
    lines = find_contours(decided, 0.5)
    if not lines:
        return None
    largest = max(lines, key=polygon_area_px)
    return np.asarray(largest[:-1, ::-1] - _MARGIN_PX + [first_column, first_row], np.float64)


def _pulled_inside(inner: Points, outer: Points) -> Points:
    """Move control points of ``inner`` towards its middle where its curve leaves the curve of ``outer``."""
    centre, outer_curve = inner.mean(axis=0), closed_spline(outer)
    points = inner
    for _ in range(20):
        if contained(points, outer):
            break
        curve = closed_spline(points).reshape(len(points), -1, 2)
        outside = ~inside_polygon(outer_curve, curve.reshape(-1, 2)).reshape(curve.shape[:2])
        leaving = outside.any(axis=1) | np.roll(outside.any(axis=1), 1)
        towards = centre - points
        towards /= np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-9)
        points = points + np.where(leaving[:, None], 0.25 * towards, 0)
    return points
