"""Which contour most needs a reader's look, and why; numpy only.

Every contour that a number counts is held against what is known of it: whether it changed since it was verified, the
quality that is expected of it, its neighbours on the slices beside it and at the phases beside it, and whether it lies
at the base or the apex, where networks and readers err most. What speaks against it adds up to its ``need``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline
from cmrstudio.domain.measures import enclosed_area_px
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.quality import WORTH_A_LOOK, verdict
from cmrstudio.domain.study import CineStack
from cmrstudio.domain.verification import ContourState

STALE_NEED = 3.0
END_NEED = 0.1
UNRATED_NEED = 0.1
INSIDE_OUT_NEED = 1.0
MOST_FOR_A_JUMP = 0.8
AREA_JUMP_IN_SPACE, CENTRE_JUMP_IN_SPACE_MM = 0.35, 8.0
AREA_JUMP_IN_TIME, CENTRE_JUMP_IN_TIME_MM = 0.25, 5.0
END_GROWTH = 0.3
"""The base and the apex have one neighbour only, and are smaller than it: only growth is held against them."""
BESIDE, BEFORE_AFTER = "on the slices beside it", "at the phases beside it"

Key = tuple[int, int]
Annotations = Mapping[Key, SliceAnnotation]
StateOf = Callable[[Key, Structure], ContourState]
"""The state of one contour by (phase index, slice index) and structure."""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a look at a contour, in words, and how much it weighs."""

    text: str
    need: float


@dataclass(frozen=True)
class ReviewItem:
    """A contour that waits for a reader; the indices are zero-based, the heaviest reason comes first."""

    phase_index: int
    slice_index: int
    structure: Structure
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> Key:
        """(phase index, slice index)."""
        return self.phase_index, self.slice_index

    @property
    def need(self) -> float:
        """How much it needs a look."""
        return sum(reason.need for reason in self.reasons)

    @property
    def says_something(self) -> bool:
        """Whether anything speaks against it, beyond that nobody has verified it."""
        return any(reason.text and reason.need > END_NEED for reason in self.reasons)

    @property
    def text(self) -> str:
        """Why it is worth a look, or that nothing speaks against it."""
        said = [reason.text for reason in self.reasons if reason.text]
        return "; ".join(said) if said else "not verified yet"


def counted_contours(annotations: Annotations, phases: PhaseSelection) -> list[tuple[Key, Structure]]:
    """The contours that what is shown and reported counts, from base to apex, end-diastole first.

    These are both contours at end-diastole and at end-systole. Of the epicardium at end-systole, wall thickness and
    thickening are made, the basal rule by circumference and the papillary muscles that are taken out of the ESV.
    """
    counted = {phases.end_diastole, phases.end_systole}
    found = [
        (key, contour.structure)
        for key, annotation in annotations.items()
        if key[0] in counted
        for contour in annotation.contours
    ]
    return sorted(found, key=lambda one: (one[0][0] != phases.end_diastole, one[0][1], one[1]))


def review_order(
    stack: CineStack, annotations: Annotations, phases: PhaseSelection, state_of: StateOf, only: Key | None = None
) -> tuple[ReviewItem, ...]:
    """The counted contours that are not verified, of ``only`` that image where one is given; the neediest first.

    Contours that need it equally come end-diastole first, from base to apex.
    """
    waiting = [
        (key, structure)
        for key, structure in counted_contours(annotations, phases)
        if only in (None, key) and state_of(key, structure) is not ContourState.VERIFIED
    ]
    course = _Course(stack, annotations)
    items = [
        ReviewItem(*key, structure, course.reasons(key, structure, state_of(key, structure)))
        for key, structure in waiting
    ]
    return tuple(sorted(items, key=lambda item: -item.need))  # a stable sort keeps the order of equals


class _Course:
    """How area and centre of a stack's contours go on over slices and phases."""

    def __init__(self, stack: CineStack, annotations: Annotations) -> None:
        self._annotations, self._phase_count = annotations, stack.phase_count
        self._area_mm2 = stack.pixel_area_mm2
        self._scale_mm = np.array(stack.pixel_spacing_mm[::-1])

    def reasons(self, key: Key, structure: Structure, state: ContourState) -> tuple[Reason, ...]:
        """All that speaks for a look at a contour, the heaviest first."""
        contour = self._contour(key, structure)
        if contour is None:
            return ()
        found = [
            *_of_state(state),
            *_of_quality(contour),
            *self._of_its_place(key, structure),
            *self._of_the_other(key),
            *self._of_space(key, contour),
            *self._of_time(key, contour),
        ]
        return tuple(sorted(found, key=lambda reason: -reason.need))

    def _contour(self, key: Key, structure: Structure) -> Contour | None:
        annotation = self._annotations.get(key)
        return annotation.contour(structure) if annotation else None

    def _area(self, contour: Contour) -> float:
        return enclosed_area_px(contour) * self._area_mm2

    def _centre_mm(self, contour: Contour) -> Points:
        return np.asarray(_centre_px(contour) * self._scale_mm)

    def _beside(self, key: Key, structure: Structure) -> tuple[Contour | None, Contour | None]:
        phase_index, slice_index = key
        basal, apical = (self._contour((phase_index, slice_index + step), structure) for step in (-1, 1))
        return basal, apical

    def _of_its_place(self, key: Key, structure: Structure) -> Iterable[Reason]:
        basal, apical = self._beside(key, structure)
        if basal is None:
            yield Reason("most basal contour", END_NEED)
        elif apical is None:
            yield Reason("most apical contour", END_NEED)

    def _of_the_other(self, key: Key) -> Iterable[Reason]:
        endocardium = self._contour(key, Structure.LV_ENDOCARDIUM)
        epicardium = self._contour(key, Structure.LV_EPICARDIUM)
        if endocardium and epicardium and self._area(endocardium) >= self._area(epicardium):
            yield Reason("endocardium not smaller than the epicardium", INSIDE_OUT_NEED)

    def _of_space(self, key: Key, contour: Contour) -> Iterable[Reason]:
        beside = [other for other in self._beside(key, contour.structure) if other is not None]
        if len(beside) == 2:
            yield from self._jumps(contour, beside, AREA_JUMP_IN_SPACE, CENTRE_JUMP_IN_SPACE_MM, BESIDE)
        elif beside:
            growth = _deviation(self._area(contour), self._area(beside[0]))
            if growth > END_GROWTH:
                yield _area_reason(growth, "on the slice beside it")

    def _of_time(self, key: Key, contour: Contour) -> Iterable[Reason]:
        phase_index, slice_index = key
        around = [((phase_index + step) % self._phase_count, slice_index) for step in (-1, 1)]
        if self._phase_count < 3:
            return
        beside = [other for place in around if (other := self._contour(place, contour.structure)) is not None]
        if len(beside) == 2:
            yield from self._jumps(contour, beside, AREA_JUMP_IN_TIME, CENTRE_JUMP_IN_TIME_MM, BEFORE_AFTER)

    def _jumps(
        self, contour: Contour, beside: list[Contour], area_jump: float, centre_jump_mm: float, where: str
    ) -> Iterable[Reason]:
        area, areas = self._area(contour), [self._area(other) for other in beside]
        deviation = _deviation(area, float(np.mean(areas)))
        # A ventricle that tapers lies between its neighbours, however fast it does.
        if abs(deviation) > area_jump and not min(areas) <= area <= max(areas):
            yield _area_reason(deviation, where)
        expected_mm = np.mean([self._centre_mm(other) for other in beside], axis=0)
        away_mm = float(np.linalg.norm(self._centre_mm(contour) - expected_mm))
        if away_mm > centre_jump_mm:
            yield Reason(f"centre {away_mm:.0f} mm away from that {where}", min(MOST_FOR_A_JUMP, away_mm / 20))


@lru_cache(maxsize=4096)
def _centre_px(contour: Contour) -> Points:
    """Kept per contour, as its area is: each is held against four neighbours, again after every edit."""
    centre = centroid_px(closed_spline(contour.points_px))
    centre.setflags(write=False)
    return centre


def _of_state(state: ContourState) -> Iterable[Reason]:
    if state is ContourState.STALE:
        yield Reason("changed since it was verified", STALE_NEED)


def _of_quality(contour: Contour) -> Iterable[Reason]:
    quality = contour.quality
    if quality is None:
        yield Reason("", UNRATED_NEED)
    elif quality < WORTH_A_LOOK:
        yield Reason(f"quality {int(quality * 100 + 1e-6) / 100:.2f}, {verdict(quality)}", 1 - quality)
    else:
        yield Reason("", 1 - quality)


def _deviation(value: float, expected: float) -> float:
    """By which share a value is above (positive) or below what is expected; 0 where nothing is expected."""
    return value / expected - 1 if expected > 0 else 0.0


def _area_reason(deviation: float, where: str) -> Reason:
    word = "larger" if deviation > 0 else "smaller"
    return Reason(f"area {100 * abs(deviation):.0f} % {word} than {where}", min(MOST_FOR_A_JUMP, abs(deviation)))
