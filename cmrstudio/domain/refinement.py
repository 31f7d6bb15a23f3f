"""Fitting a contour that was copied from a neighbouring image to the image it was copied to; numpy only.

Along the normals of the copied contour the grey values of the new image are compared with those that the contour had on
its own image, and for the endocardium the step from bright blood to darker muscle is looked for. One closed path of
offsets round the contour that fits best and bends least is found by dynamic programming (as in Amini, Weymouth and
Jain, "Using dynamic programming for solving variational problems in vision", IEEE TPAMI 1990).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import MAXIMUM_POINTS, MINIMUM_POINTS, contained, fit_control_points, is_simple
from cmrstudio.domain.errors import InvalidContourError
from cmrstudio.domain.geometry import Points, closed_spline, resample_closed

Image = npt.NDArray[np.generic]
Grey = npt.NDArray[np.float64]

_RAYS = 48
_STEP_MM = 0.5
_EDGE_MM = 2.5
_LEAST_CONTRAST = 1e-6


@dataclass(frozen=True)
class RefinementSettings:
    """How far and how freely a contour may move.

    ``reach_mm`` is the farthest a point goes along its normal, ``profile_mm`` how far to each side grey values are
    compared. ``edge_weight`` is the say of the step from blood to muscle beside that of the comparison, ``stay_weight``
    what a move of one reach costs, ``bend_weight`` what a difference of 1 mm between neighbouring rays costs.
    """

    reach_mm: float = 8.0
    profile_mm: float = 5.0
    edge_weight: float = 0.4
    stay_weight: float = 0.1
    bend_weight: float = 0.2


DEFAULT_SETTINGS = RefinementSettings()


def refine(
    contours: Iterable[Contour],
    source_image: Image,
    target_image: Image,
    pixel_spacing_mm: tuple[float, float],
    settings: RefinementSettings = DEFAULT_SETTINGS,
) -> tuple[Contour, ...]:
    """Fit contours of ``source_image`` [row, column] to ``target_image``; ``pixel_spacing_mm`` is (row, column).

    Each keeps its structure and its number of control points, within 8 to 24, and becomes the reader's. One that finds
    nothing to hold on to, or that would cross itself or the other, stays as it was copied.
    """
    copied = {contour.structure: contour.with_points(contour.points_px) for contour in contours}
    fitted = {
        structure: refine_one(contour, source_image, target_image, pixel_spacing_mm, settings)
        for structure, contour in copied.items()
    }
    if not _nested(fitted):
        fitted = _apart(copied, fitted)
    return tuple(fitted[structure] for structure in Structure if structure in fitted)


def refine_one(
    contour: Contour,
    source_image: Image,
    target_image: Image,
    pixel_spacing_mm: tuple[float, float],
    settings: RefinementSettings = DEFAULT_SETTINGS,
) -> Contour:
    """Fit one contour of ``source_image`` [row, column] to ``target_image``; see ``refine``."""
    scale = np.array(pixel_spacing_mm[::-1])
    dense_mm = resample_closed(closed_spline(contour.points_px) * scale, _RAYS)
    normals = outward_normals(dense_mm)
    offsets_mm = best_offsets_mm(
        _sampled(source_image, dense_mm, normals, scale, settings.profile_mm),
        _sampled(target_image, dense_mm, normals, scale, settings.profile_mm + settings.reach_mm),
        settings,
        looks_for_blood=contour.structure is Structure.LV_ENDOCARDIUM,
    )
    moved = (dense_mm + normals * offsets_mm[:, None]) / scale
    count = min(max(len(contour.points_px), MINIMUM_POINTS), MAXIMUM_POINTS)
    try:
        points = fit_control_points(moved, count)
    except InvalidContourError:
        return contour
    rows, columns = target_image.shape
    points = np.clip(points, -0.5, [columns - 0.5, rows - 0.5])
    return contour.with_points(points) if is_simple(points) else contour


def outward_normals(polygon: Points) -> Points:
    """Unit normals [n, 2] of a closed polygon [n, 2] that point away from what it encloses."""
    following, before = np.roll(polygon, -1, axis=0), np.roll(polygon, 1, axis=0)
    tangent = following - before
    tangent = tangent / np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    signed = float((polygon[:, 0] * following[:, 1] - following[:, 0] * polygon[:, 1]).sum())
    return np.asarray(np.column_stack([tangent[:, 1], -tangent[:, 0]]) * (1.0 if signed > 0 else -1.0))


def best_offsets_mm(
    source_profiles: Grey, target_profiles: Grey, settings: RefinementSettings, *, looks_for_blood: bool
) -> Grey:
    """The offset in mm of every ray [n] along its normal, outward positive.

    Profiles are [n, samples] at 0.5 mm from inside to outside with the contour in the middle: those of the source over
    ``profile_mm`` to each side, those of the target over ``profile_mm + reach_mm``.
    """
    width = source_profiles.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(target_profiles, width, axis=1)
    states_mm = (np.arange(windows.shape[1]) - (windows.shape[1] - 1) / 2) * _STEP_MM
    cost = _difference(source_profiles, windows)
    if looks_for_blood:
        cost = cost - settings.edge_weight * _blood_edge(windows)
    cost = cost + settings.stay_weight * (states_mm / max(settings.reach_mm, _STEP_MM))[None] ** 2
    bend = settings.bend_weight * (states_mm[:, None] - states_mm[None]) ** 2
    return np.asarray(states_mm[closed_path(cost, bend)])


def closed_path(cost: Grey, bend: Grey) -> npt.NDArray[np.intp]:
    """The cheapest closed sequence of states [n]: ``cost`` is [n, states], ``bend`` [state, following state].

    Exact: one run of the Viterbi algorithm for every state that the sequence can begin with, all at once.
    """
    count, states = cost.shape
    total = np.full((states, states), np.inf)  # [first state, state here]
    np.fill_diagonal(total, cost[0])
    came_from = np.zeros((count, states, states), np.intp)
    for ray in range(1, count):
        ways = total[:, :, None] + bend[None]
        came_from[ray] = ways.argmin(axis=1)
        total = ways.min(axis=1) + cost[ray]
    total = total + bend.T  # from the last ray back to the first
    first, here = np.unravel_index(int(total.argmin()), total.shape)
    path = np.zeros(count, np.intp)
    for ray in range(count - 1, -1, -1):
        path[ray] = here
        here = came_from[ray, first, here]
    return path


def _sampled(image: Image, dense_mm: Points, normals: Points, scale: Points, half_mm: float) -> Grey:
    """Grey values [ray, sample] along the normals, ``half_mm`` to each side; linear, the edge goes on outside."""
    steps = round(half_mm / _STEP_MM)
    along = np.arange(-steps, steps + 1) * _STEP_MM
    places = (dense_mm[:, None] + normals[:, None] * along[None, :, None]) / scale
    rows, columns = image.shape
    column = np.clip(places[..., 0], 0, columns - 1.000001)
    row = np.clip(places[..., 1], 0, rows - 1.000001)
    left, top = column.astype(np.intp), row.astype(np.intp)
    right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    share_x, share_y = column - left, row - top
    grey = np.asarray(image, np.float64)
    upper = grey[top, left] * (1 - share_x) + grey[top, right] * share_x
    lower = grey[bottom, left] * (1 - share_x) + grey[bottom, right] * share_x
    return np.asarray(upper * (1 - share_y) + lower * share_y)


def _contrast(profiles: Grey) -> float:
    """The range of grey values round the contour, without the brightest and the darkest."""
    low, high = np.percentile(profiles, [5, 95])
    return max(float(high - low), _LEAST_CONTRAST)


def _difference(source: Grey, windows: Grey) -> Grey:
    """How unlike the source each window is [ray, state]: mean absolute difference over the contrast round the contour.

    Both are measured from the mean round the contour, so that a brighter neighbour is no other heart.
    """
    centred = (source - source.mean()) / _contrast(source)
    middle = windows[:, windows.shape[1] // 2]
    against = (windows - middle.mean()) / _contrast(middle)
    return np.asarray(np.abs(against - centred[:, None]).mean(axis=2))


def _blood_edge(windows: Grey) -> Grey:
    """The step from bright inside to dark outside at the middle of each window [ray, state], over the contrast."""
    middle = windows.shape[2] // 2
    reach = min(middle, round(_EDGE_MM / _STEP_MM))
    inside = windows[:, :, middle - reach : middle].mean(axis=2)
    outside = windows[:, :, middle + 1 : middle + 1 + reach].mean(axis=2)
    return np.asarray((inside - outside) / _contrast(windows[:, windows.shape[1] // 2]))


def _nested(contours: dict[Structure, Contour]) -> bool:
    if len(contours) < len(Structure):
        return True
    return contained(contours[Structure.LV_ENDOCARDIUM].points_px, contours[Structure.LV_EPICARDIUM].points_px)


def _apart(copied: dict[Structure, Contour], fitted: dict[Structure, Contour]) -> dict[Structure, Contour]:
    """The most that can be taken of what was fitted without endocardium and epicardium crossing."""
    for kept in (Structure.LV_EPICARDIUM, Structure.LV_ENDOCARDIUM):
        mixed = {**fitted, kept: copied[kept]}
        if _nested(mixed):
            return mixed
    return copied
