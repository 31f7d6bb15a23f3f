"""Contours of one phase carried through others, phase by phase, each time fitted to the image; numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.progress import Cancellation, NeverCancelled, raise_if_cancelled
from cmrstudio.domain.refinement import refine

PROPAGATED = "propagation"
"""The source of a contour that was propagated; no reader has looked at it yet."""

Contours = tuple[Contour, ...]


def ways_round(phase_index: int, targets: Sequence[int], phase_count: int) -> tuple[list[int], list[int]]:
    """The phases to go through forward and backward from ``phase_index``, so that each target is met soonest.

    The cine is a cycle. Phases on the way that are no targets are gone through too.
    """
    ahead = {(target - phase_index) % phase_count for target in targets} - {0}
    forward = [steps for steps in ahead if steps <= phase_count - steps]
    backward = [phase_count - steps for steps in ahead if steps > phase_count - steps]
    return (
        [(phase_index + step) % phase_count for step in range(1, max(forward, default=0) + 1)],
        [(phase_index - step) % phase_count for step in range(1, max(backward, default=0) + 1)],
    )


def propagate(
    contours: Contours,
    phase_index: int,
    targets: Sequence[int],
    images: npt.NDArray[np.generic],
    present: npt.NDArray[np.bool_],
    pixel_spacing_mm: tuple[float, float],
    kept: Mapping[int, Contours] | None = None,
    cancellation: Cancellation | None = None,
) -> dict[int, Contours]:
    """Contours for the ``targets`` among phases, from those of ``phase_index``, by phase index.

    ``images`` is [phase, row, column] of one slice, ``present`` [phase]; ``kept`` are contours by phase that stay: they
    are not in the result, and from them it goes on. A missing image is stepped over. Raises ``CancelledError``.
    """
    kept, cancellation = kept or {}, cancellation or NeverCancelled()
    found: dict[int, Contours] = {}
    for way in ways_round(phase_index, targets, len(images)):
        here, current = phase_index, contours
        for index in way:
            raise_if_cancelled(cancellation)
            if not present[index]:
                continue
            fitted = refine(current, images[here], images[index], pixel_spacing_mm)
            current = tuple(contour.with_points(contour.points_px, PROPAGATED) for contour in fitted)
            here = index
            if index in kept:
                stays = {contour.structure: contour for contour in kept[index]}
                current = tuple(stays.get(contour.structure, contour) for contour in current)
            elif index in targets:
                found[index] = current
    return found
