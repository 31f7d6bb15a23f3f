"""How good contours are to be expected to be, from their images and from how they go on in time; numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.measures import enclosed_area_px
from cmrstudio.domain.study import CineStack

WORTH_A_LOOK = 0.8
"""A contour below this is worth a look: quality estimates the Dice with an expert's contour."""
VERDICTS = ((0.9, "good"), (WORTH_A_LOOK, "fair"), (0.5, "worth a look"), (0.0, "probably wrong"))
FEWEST_PHASES = 6
"""With fewer, the neighbours of a phase say nothing about it."""
FORGIVEN = 0.05
"""A share of the usual area that may come and go from phase to phase without being held against a contour."""
LEAST_SMOOTHNESS = 0.3
ENDOCARDIUM = 0
STRUCTURES = (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM)

Areas = npt.NDArray[np.float64]
Qualities = npt.NDArray[np.float64]
Annotations = Mapping[tuple[int, int], SliceAnnotation]
"""Contours by (phase index, slice index)."""


@dataclass(frozen=True)
class RatedContour:
    """A contour of a cine with its quality; the indices are zero-based."""

    phase_index: int
    slice_index: int
    contour: Contour
    quality: float


def verdict(quality: float) -> str:
    """A quality in plain words."""
    return next(words for least, words in VERDICTS if quality >= least)


def rated_contours(annotations: Annotations) -> list[RatedContour]:
    """All contours of which a quality is known, the lowest first."""
    found = [
        RatedContour(phase_index, slice_index, contour, contour.quality)
        for (phase_index, slice_index), annotation in annotations.items()
        for contour in annotation.contours
        if contour.quality is not None
    ]
    return sorted(found, key=lambda one: (one.quality, one.phase_index, one.slice_index, one.contour.structure))


def mean_quality(annotations: Annotations, phase_count: int) -> Qualities:
    """The mean quality of the contours of each phase [phase], NaN where none is known."""
    found: list[list[float]] = [[] for _ in range(phase_count)]
    for one in rated_contours(annotations):
        found[one.phase_index].append(one.quality)
    return np.array([np.mean(qualities) if qualities else np.nan for qualities in found])


def rate(stack: CineStack, annotations: Annotations, fresh: Annotations) -> dict[tuple[int, int], SliceAnnotation]:
    """``fresh`` with the quality that its contours have as parts of the cine.

    ``fresh`` comes from a model, and its contours carry the quality that their images give them; ``annotations`` is
    all that is drawn on ``stack``, ``fresh`` among it. Where an image is missing or a phase has no endocardium, the
    cine is not complete and time says nothing.
    """
    shape = (stack.phase_count, stack.slice_count, len(STRUCTURES))
    areas_mm2, image_quality = np.full(shape, np.nan), np.full(shape, np.nan)
    for values, source in ((areas_mm2, annotations), (image_quality, fresh)):
        for (phase_index, slice_index), annotation in source.items():
            for contour in annotation.contours:
                known = contour.quality if values is image_quality else enclosed_area_px(contour) * stack.pixel_area_mm2
                values[phase_index, slice_index, STRUCTURES.index(contour.structure)] = (
                    np.nan if known is None else known
                )
    has_cavity = np.isfinite(areas_mm2[..., ENDOCARDIUM]).any(axis=1)
    quality = combine_quality(image_quality, areas_mm2, bool(stack.present.all() and has_cavity.all()))
    return {key: _with_quality(annotation, quality[key]) for key, annotation in fresh.items()}


def _with_quality(annotation: SliceAnnotation, quality: Qualities) -> SliceAnnotation:
    contours = []
    for contour in annotation.contours:
        value = float(quality[STRUCTURES.index(contour.structure)])
        contours.append(contour.with_quality(value if np.isfinite(value) else None))
    return replace(annotation, contours=tuple(contours))


def combine_quality(image_quality: npt.ArrayLike, areas_mm2: npt.ArrayLike, complete: bool) -> Qualities:
    """The quality in 0..1 of every contour [phase, slice, structure], NaN where that of its image is.

    ``image_quality`` [phase, slice, structure] is what one phase alone tells, ``areas_mm2`` [phase, slice, structure]
    the area inside each contour, NaN where there is none; the structures are endocardium (0) and epicardium. Where the
    cine is ``complete``, a contour whose area leaves the course of its slice over time is worth less, and so are all
    contours of a phase whose cavity volume (here the sum of the areas) leaves the course of the volumes; the cine goes
    round. Otherwise time says nothing.
    """
    image = np.asarray(image_quality, np.float64)
    areas = np.asarray(areas_mm2, np.float64)
    if not complete or len(areas) < FEWEST_PHASES:
        return image.copy()
    cavity = areas[..., ENDOCARDIUM]
    volumes = np.where(np.isfinite(cavity).any(axis=1), np.nansum(cavity, axis=1), np.nan)
    return image * smoothness(areas) * smoothness(volumes)[:, None, None]


def smoothness(course: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """How well each value of ``course`` [phase, ...] goes with its neighbours in time, in ``LEAST_SMOOTHNESS``..1.

    The value is held against its neighbours on both sides, and against either side prolonged: the best match counts, so
    that the neighbours of a value that is wrong do not suffer with it. What is left over a forgiven share is turned
    into the Dice that an area of this size can have at best where the one foretold is right. 1 where the neighbours are
    unknown, or the value is; a value that stands alone between two unknown ones gets ``LEAST_SMOOTHNESS``.
    """
    values = np.asarray(course, np.float64)
    before2, before, after, after2 = (np.roll(values, shift, axis=0) for shift in (2, 1, -1, -2))
    foretold = np.stack([(before + after) / 2, 2 * before - before2, 2 * after - after2])
    known = np.isfinite(foretold)
    distances = np.where(known, np.abs(foretold - values), np.inf)
    best = np.take_along_axis(foretold, distances.argmin(axis=0)[None], axis=0)[0]
    usual = np.nanmedian(np.where(np.isfinite(values).any(axis=0), values, 0), axis=0)
    expected = np.maximum(best + np.clip(values - best, -FORGIVEN * usual, FORGIVEN * usual), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        best_dice = 2 * np.minimum(values, expected) / (values + expected)
    alone = ~np.isfinite(before) & ~np.isfinite(after)
    found = np.where(known.any(axis=0), best_dice, np.where(alone, LEAST_SMOOTHNESS, 1.0))
    return np.clip(np.where(np.isfinite(values) & (values > 0), found, 1.0), LEAST_SMOOTHNESS, 1.0)
