"""Contours between two slices on which they are drawn; numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import MAXIMUM_POINTS, MINIMUM_POINTS, fit_control_points
from cmrstudio.domain.geometry import Points, closed_spline, resample_closed

INTERPOLATED = "interpolation"
"""The source of a contour that was interpolated; no reader has looked at it yet."""

_COUNT = 96


def between(first: Contour, second: Contour, share: float) -> Contour:
    """The contour at ``share`` (0 to 1) of the way from one contour to another of the same structure.

    Points at equal arc lengths are paired by the turn that brings the two outlines nearest, about their centres, and
    run straight from one to the other. It does not matter where or in which sense the contours begin.
    """
    begin, end = _dense(first.points_px), _dense(second.points_px)
    end = _turned_to(begin, end)
    wanted = round((1 - share) * len(first.points_px) + share * len(second.points_px))
    count = min(max(wanted, MINIMUM_POINTS), MAXIMUM_POINTS)
    return Contour(first.structure, fit_control_points((1 - share) * begin + share * end, count), INTERPOLATED)


def fill_between(
    drawn: Mapping[int, SliceAnnotation], slice_positions_mm: Sequence[float], structures: Sequence[Structure]
) -> dict[int, tuple[Contour, ...]]:
    """Contours for the slices between those that are ``drawn`` (by slice index), by slice index.

    Each structure is interpolated by slice position between neighbouring slices that have it. Slices in ``drawn`` and
    those beyond the first or last are not filled.
    """
    found: dict[int, list[Contour]] = {}
    for structure in structures:
        anchors = {index: contour for index, one in sorted(drawn.items()) if (contour := one.contour(structure))}
        for low, high in pairwise(anchors):
            low_mm, high_mm = slice_positions_mm[low], slice_positions_mm[high]
            for index in range(low + 1, high):
                if index not in drawn:
                    share = (slice_positions_mm[index] - low_mm) / (high_mm - low_mm)
                    found.setdefault(index, []).append(between(anchors[low], anchors[high], float(share)))
    return {index: tuple(contours) for index, contours in sorted(found.items())}


def _dense(points_px: Points) -> Points:
    """Points at equal arc lengths, always in the same sense."""
    curve = closed_spline(points_px)
    following = np.roll(curve, -1, axis=0)
    signed = float((curve[:, 0] * following[:, 1] - following[:, 0] * curve[:, 1]).sum())
    return resample_closed(curve if signed > 0 else curve[::-1], _COUNT)


def _turned_to(begin: Points, end: Points) -> Points:
    """``end`` begun where its points lie nearest to those of ``begin``, each seen from its centre."""
    seen, other = begin - begin.mean(axis=0), end - end.mean(axis=0)
    distances = [float(((np.roll(other, -turn, axis=0) - seen) ** 2).sum()) for turn in range(_COUNT)]
    return np.roll(end, -int(np.argmin(distances)), axis=0)
