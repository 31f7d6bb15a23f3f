"""How much of each slice counts under the conventions of a study, from its contours and images; numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane
from cmrstudio.domain.curves import distance_to_curve
from cmrstudio.domain.geometry import closed_spline, rasterise, resample_closed
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack

LEAST_WALL_MM = 2.0
"""Thinner than this, a wall between endocardium and epicardium is no muscle but the two lines meeting at the valve."""

_RAYS = 96
_BLOOD_PERCENTILE = 75.0

Shares = npt.NDArray[np.float64]
Annotations = Mapping[tuple[int, int], SliceAnnotation]


@lru_cache(maxsize=1024)
def circumference_percent(endocardium: Contour, epicardium: Contour, pixel_spacing_mm: tuple[float, float]) -> float:
    """How much of the endocardium's length has at least 2 mm of muscle outside it; spacing is (row, column)."""
    scale = np.array(pixel_spacing_mm[::-1])
    inner = resample_closed(closed_spline(endocardium.points_px) * scale, _RAYS)
    outer = closed_spline(epicardium.points_px) * scale
    return float(100 * (distance_to_curve(outer, inner) >= LEAST_WALL_MM).mean())


def plane_position_mm(plane: MitralPlane, phases: PhaseSelection, phase_index: int, phase_count: int) -> float:
    """Where the mitral plane is at a phase: between ED and ES in proportion to the number of phases from each."""
    from_diastole, from_systole = (
        min((phase_index - at) % phase_count, (at - phase_index) % phase_count)
        for at in (phases.end_diastole, phases.end_systole)
    )
    if from_diastole + from_systole == 0:
        return plane.end_diastole_mm
    share = from_diastole / (from_diastole + from_systole)
    return (1 - share) * plane.end_diastole_mm + share * plane.end_systole_mm


def counted_shares(
    stack: CineStack,
    annotations: Annotations,
    phase_index: int,
    extents_mm: Shares,
    conventions: Conventions,
    phases: PhaseSelection,
) -> Shares:
    """How much of each slice counts at a phase, 0 to 1 [slice]; ``extents_mm`` [slice] is what it stands for."""
    if conventions.basal_rule is BasalRule.MITRAL_PLANE and conventions.mitral_plane is not None:
        plane_mm = plane_position_mm(conventions.mitral_plane, phases, phase_index, stack.phase_count)
        apical_edge = stack.slice_positions_mm + extents_mm / 2
        return np.asarray(np.clip((apical_edge - plane_mm) / np.maximum(extents_mm, 1e-9), 0, 1))
    shares = np.ones(stack.slice_count)
    if conventions.basal_rule is BasalRule.CIRCUMFERENCE:
        drawn = [
            index
            for index in range(stack.slice_count)
            if (found := annotations.get((phase_index, index))) and found.contour(Structure.LV_ENDOCARDIUM)
        ]
        for index in drawn[: len(drawn) // 2]:  # an open ring near the apex is no outflow tract
            percent = _percent_on(stack, annotations[phase_index, index])
            if percent is None or percent >= conventions.least_circumference_percent:
                break
            shares[index] = 0.0
    return shares


def _percent_on(stack: CineStack, annotation: SliceAnnotation) -> float | None:
    inner, outer = (annotation.contour(structure) for structure in (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM))
    if inner is None or outer is None:
        return None
    return circumference_percent(inner, outer, stack.pixel_spacing_mm)


def papillary_pixels_px(
    image: npt.NDArray[np.generic], endocardium: Contour, epicardium: Contour, grey_percent: float
) -> npt.NDArray[np.intp] | None:
    """Pixels [n, 2] as (column, row) inside the endocardium that are muscle by their grey value in ``image``.

    Muscle is the median between the two contours, blood the 75th percentile inside the endocardium, and the threshold
    lies ``grey_percent`` of the way from muscle to blood. Pixels at the contour, which are part wall, are not muscle
    inside it. None where muscle is no darker than blood. ``image`` is [row, column].
    """
    inner, outer = closed_spline(endocardium.points_px), closed_spline(epicardium.points_px)
    both = np.concatenate([inner, outer])
    left, top = np.maximum(np.floor(both.min(axis=0)), 0).astype(np.intp)
    right, bottom = np.ceil(both.max(axis=0)).astype(np.intp) + 1
    grey = np.asarray(image[top:bottom, left:right], np.float64)
    shape = (grey.shape[0], grey.shape[1])
    inside = rasterise(inner - [left, top], shape)
    wall = rasterise(outer - [left, top], shape) & ~inside
    if not inside.any() or not wall.any():
        return None
    muscle, blood = float(np.median(grey[wall])), float(np.percentile(grey[inside], _BLOOD_PERCENTILE))
    if muscle >= blood:
        return None
    is_dark = grey < muscle + grey_percent / 100 * (blood - muscle)
    row, column = np.nonzero(_without_rim(inside) & is_dark)
    return np.column_stack([column + left, row + top])


def papillary_area_px(
    image: npt.NDArray[np.generic], endocardium: Contour, epicardium: Contour, grey_percent: float
) -> float | None:
    """The area in square pixels of ``papillary_pixels_px``, or None."""
    pixels = papillary_pixels_px(image, endocardium, epicardium, grey_percent)
    return None if pixels is None else float(len(pixels))


def _without_rim(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The pixels [row, column] whose four neighbours are inside too."""
    padded = np.pad(inside, 1)
    return np.asarray(inside & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])


class PapillaryAreas:
    """Papillary muscle on the images of a stack in square pixels, computed again only where contours changed."""

    def __init__(self, stack: CineStack, annotations: Annotations, grey_percent: float) -> None:
        self._stack, self._annotations, self._grey_percent = stack, annotations, grey_percent
        self._known: dict[tuple[int, int], tuple[tuple[Contour, ...], float | None]] = {}

    def area_px(self, phase_index: int, slice_index: int) -> float | None:
        """The area on one image; None where muscle cannot be told from blood: no image, no wall, no contrast."""
        key = (phase_index, slice_index)
        annotation = self._annotations.get(key)
        if annotation is None or not self._stack.present[key]:
            return None
        known = self._known.get(key)
        if known is None or known[0] != annotation.contours:
            known = self._known[key] = (annotation.contours, self._measured(annotation))
        return known[1]

    def _measured(self, annotation: SliceAnnotation) -> float | None:
        inner = annotation.contour(Structure.LV_ENDOCARDIUM)
        outer = annotation.contour(Structure.LV_EPICARDIUM)
        if inner is None or outer is None:
            return None
        image = self._stack.pixels[annotation.phase_index, annotation.slice_index]
        return papillary_area_px(image, inner, outer, self._grey_percent)
