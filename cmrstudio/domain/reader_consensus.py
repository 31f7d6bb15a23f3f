"""One truth out of what several readers verified: whose contours count, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import VerifiedSetError
from cmrstudio.domain.geometry import closed_spline, rasterise
from cmrstudio.domain.interpolation import between
from cmrstudio.domain.readers import SHARED, reader_name
from cmrstudio.domain.sentence import Sentence
from cmrstudio.domain.verified_set import Place, VerifiedImage, VerifiedSet

SHARED_READING, CONSENSUS = "shared", "consensus"
LEAST_DICE = 0.7
"""Readers of the same cavity agree with a Dice of about 0.9; below this they saw something else, and no mean of the two
is what either of them meant."""
MOST_OUTSIDE = 0.1
"""How much of a cavity may lie outside the epicardium: the lines meet at the valve, and cross there by a little."""
_CELLS = 200


class Clash(StrEnum):
    """How verified contours contradict each other."""

    CAVITIES_DIFFER = "cavities_differ"
    VENTRICLE_OR_NONE = "ventricle_or_none"
    OUTSIDE_EPICARDIUM = "outside_epicardium"
    GAP = "gap"


TEMPLATES = {
    Clash.CAVITIES_DIFFER: "Slice {slice}, phase {phase}: the cavities of {readers} overlap with a Dice of {dice:.2f} "
    "only. Have them look at it again.",
    Clash.VENTRICLE_OR_NONE: "Slice {slice}, phase {phase}: of {readers}, one verified that no ventricle is there, "
    "another drew it. Have them look at it again.",
    Clash.OUTSIDE_EPICARDIUM: "Slice {slice}, phase {phase}: the endocardium that {readers} verified lies outside the "
    "epicardium. Correct one of them and verify it again.",
    Clash.GAP: "Slice {slice}, phase {phase}: {readers} verified that no ventricle is there, but it is drawn on slices "
    "above and below. Draw it, or correct those slices.",
}
"""The English words, which are the keys of their translations; slices and phases are counted from one."""


@dataclass(frozen=True)
class Contradiction:
    """An image that is left out of learning since its verified contours contradict each other (zero-based indices).

    ``readers`` are as the window shows them; ``dice`` is that of their cavities where that is the reason.
    """

    clash: Clash
    patient_key: str
    series_uid: str
    phase_index: int
    slice_index: int
    readers: tuple[str, ...]
    dice: float | None = None

    @property
    def sentence(self) -> Sentence:
        """Where it is, why, and what to do."""
        values = {"slice": self.slice_index + 1, "phase": self.phase_index + 1, "readers": ", ".join(self.readers)}
        return Sentence(TEMPLATES[self.clash], values if self.dice is None else values | {"dice": self.dice})

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.sentence.text


@dataclass(frozen=True)
class Resolution:
    """At most one truth for every image, and what had to be left out of it."""

    verified: VerifiedSet
    contradictions: tuple[Contradiction, ...] = ()


def resolve_readers(verified: VerifiedSet, choice: str = CONSENSUS) -> Resolution:
    """Keep one truth for every image.

    ``choice`` is "shared" (the shared reading alone), a reader's name (that reader's own reading alone) or "consensus":
    the contours halfway between those of all readers who verified the image, and a single reader's where only one did.
    The epicardium is then known only where all of them drew it. An image whose cavities have a Dice below 0.7, on which
    one reader drew a ventricle and another verified that none is there, whose endocardium lies outside the epicardium,
    or that lies without a ventricle between slices with one is left out and told. Raises ``VerifiedSetError`` for a
    reader who verified nothing.
    """
    readings: dict[Place, list[VerifiedImage]] = {}
    for image in _chosen(verified, choice):
        readings.setdefault(image.place, []).append(image)
    contradictions: list[Contradiction] = []
    images = []
    for place in sorted(readings):
        of_readers = sorted(readings[place], key=lambda image: image.reader)
        clash = next((found for image in of_readers if (found := _within(image))), None) or _among(of_readers)
        if clash is None:
            images.append(of_readers[0] if len(of_readers) == 1 else _mean(of_readers))
        else:
            contradictions.append(clash)
    gaps = _gaps(images)
    kept = tuple(image for image in images if image.place not in gaps)
    return Resolution(replace(verified, images=kept), (*contradictions, *gaps.values()))


def _chosen(verified: VerifiedSet, choice: str) -> Sequence[VerifiedImage]:
    if choice == CONSENSUS:
        return verified.images
    reader = SHARED if choice == SHARED_READING else choice
    images = [image for image in verified.images if image.reader == reader]
    if not images and reader != SHARED:
        known = [SHARED_READING, CONSENSUS, *(name for name in verified.readers if name)]
        raise VerifiedSetError(f"{choice}: this reader has verified nothing here; choose one of {', '.join(known)}.")
    return images


def _within(image: VerifiedImage) -> Contradiction | None:
    """How the contours of one reader's image contradict each other."""
    inner, outer = (image.contour(structure) for structure in (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM))
    if inner is None or outer is None:
        return None
    cavity, heart = _areas(inner, outer)
    if (cavity & ~heart).sum() <= MOST_OUTSIDE * cavity.sum():
        return None
    return _contradiction(Clash.OUTSIDE_EPICARDIUM, [image])


def _among(images: Sequence[VerifiedImage]) -> Contradiction | None:
    """How the readings of one image contradict each other."""
    cavities = [image.contour(Structure.LV_ENDOCARDIUM) for image in images]
    drawn = [cavity for cavity in cavities if cavity is not None]
    if 0 < len(drawn) < len(images):
        return _contradiction(Clash.VENTRICLE_OR_NONE, images)
    pairs = [(i, j) for j in range(len(drawn)) for i in range(j)]
    dice = {(i, j): contour_dice(drawn[i], drawn[j]) for i, j in pairs}
    if not dice or min(dice.values()) >= LEAST_DICE:
        return None
    worst = min(dice, key=lambda pair: dice[pair])
    return _contradiction(Clash.CAVITIES_DIFFER, [images[index] for index in worst], dice[worst])


def _gaps(images: Sequence[VerifiedImage]) -> Mapping[Place, Contradiction]:
    """Images without a ventricle between slices of the same phase that have one."""
    drawn: dict[tuple[str, int], list[int]] = {}
    for image in images:
        if image.contours:
            drawn.setdefault(image.place[:2], []).append(image.slice_index)
    return {
        image.place: _contradiction(Clash.GAP, [image])
        for image in images
        if not image.contours
        and (slices := drawn.get(image.place[:2]))
        and min(slices) < image.slice_index < max(slices)
    }


def _contradiction(clash: Clash, images: Sequence[VerifiedImage], dice: float | None = None) -> Contradiction:
    first = images[0]
    readers = tuple(image.reviewer if image.reader == SHARED else reader_name(image.reader) for image in images)
    return Contradiction(clash, first.patient_key, *first.place, tuple(dict.fromkeys(readers)), dice)


def contour_dice(one: Contour, other: Contour) -> float:
    """Dice of the areas inside two contours, on a grid of 200 cells across both."""
    inside, beside = _areas(one, other)
    total = int(inside.sum() + beside.sum())
    return 2 * int((inside & beside).sum()) / total if total else 0.0


def _areas(one: Contour, other: Contour) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    curves = [closed_spline(contour.points_px) for contour in (one, other)]
    points = np.vstack(curves)
    corner, cell_px = points.min(axis=0), float(np.ptp(points, axis=0).max()) / _CELLS
    first, second = (rasterise((curve - corner) / cell_px - 0.5, (_CELLS + 1, _CELLS + 1)) for curve in curves)
    return first, second


def _mean(images: Sequence[VerifiedImage]) -> VerifiedImage:
    """The consensus of readings that do not contradict each other."""
    first = images[0]
    contours = []
    for structure in Structure:
        drawn = [contour for image in images if (contour := image.contour(structure))]
        if len(drawn) == len(images):
            contours.append(_mean_contour(drawn))
    annotation = SliceAnnotation(*first.place, tuple(contours))
    return replace(
        first,
        contours=annotation.contours,
        reviewer=", ".join(dict.fromkeys(image.reviewer for image in images)),
        verified_at_utc=max(image.verified_at_utc for image in images),
        content_sha256=annotation.content_sha256,
        drawn_by=tuple(sorted({source for image in images for source in image.drawn_by})),
        reader=CONSENSUS,
        phase_is_whole=all(image.phase_is_whole for image in images),
    )


def _mean_contour(contours: Sequence[Contour]) -> Contour:
    """The contour in the middle of several: each in turn draws it by its share, and all shares are the same."""
    if all(contour.content == contours[0].content for contour in contours):
        return contours[0]
    numbered = enumerate(contours[1:], start=2)
    mean = reduce(lambda so_far, found: between(so_far, found[1], 1 / found[0]), numbered, contours[0])
    return Contour(mean.structure, mean.points_px, CONSENSUS)
