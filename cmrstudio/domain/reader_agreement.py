"""How well two readers agree: on contours of the same images, and on numbers of the same studies; numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.counting import counted_shares
from cmrstudio.domain.geometry import Points, closed_spline, rasterise, resample_closed
from cmrstudio.domain.measures import Counting, enclosed_area_px, slice_extents_mm
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import Cancellation, NeverCancelled, raise_if_cancelled
from cmrstudio.domain.readers import Reading, reader_name
from cmrstudio.domain.review_order import counted_contours
from cmrstudio.domain.sign_off import SignOff
from cmrstudio.domain.study import CineStack

DISTANCE_POINTS = 200
CELL_MM = 0.2
MOST_CELLS = 600
HAUSDORFF_PERCENT = 95.0
LIMITS_SD = 1.96
MM3_PER_ML = 1000.0

Key = tuple[int, int]
Annotations = Mapping[Key, SliceAnnotation]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ContourAgreement:
    """Two contours of one structure on one image.

    ``dice`` is that of the areas inside; ``mean_distance_mm`` and ``hd95_mm`` are between the curves, in the plane.
    """

    dice: float
    mean_distance_mm: float
    hd95_mm: float


@dataclass(frozen=True)
class SliceAgreement:
    """One structure on one image (zero-based) as two readers have it.

    ``agreement`` is None where one of them drew nothing; areas are in mm², None where nothing was drawn.
    ``difference_ml`` is the first reader's volume on this slice minus the second's, as each counts it; nothing drawn
    counts as no volume.
    """

    phase_index: int
    slice_index: int
    structure: Structure
    agreement: ContourAgreement | None
    first_area_mm2: float | None
    second_area_mm2: float | None
    difference_ml: float


@dataclass(frozen=True)
class BlandAltman:
    """Differences between two readers over ``count`` studies: first minus second, limits at 1.96 standard deviations.

    ``means`` and ``differences`` [study] are what is plotted. The standard deviation and the limits are None below two
    studies. Bland and Altman, "Statistical methods for assessing agreement between two methods of clinical
    measurement", Lancet 1986;327:307-310.
    """

    means: Values
    differences: Values
    bias: float
    sd: float | None
    lower_limit: float | None
    upper_limit: float | None

    @property
    def count(self) -> int:
        """Number of studies."""
        return len(self.differences)


# Contours


def compare_contours(first: Contour, second: Contour, pixel_spacing_mm: tuple[float, float]) -> ContourAgreement:
    """Dice and distances in mm of two contours on one image; ``pixel_spacing_mm`` is (row, column).

    The Dice is that of the areas on a grid of 0.2 mm, much finer than pixels. Distances are taken from 200 points at
    equal arc lengths of each curve to the other curve: the mean is that of both directions' means, HD95 the 95th
    percentile of both directions together, as the models are scored.
    """
    scale_mm = np.array(pixel_spacing_mm[::-1])
    one, other = (closed_spline(contour.points_px) * scale_mm for contour in (first, second))
    there, back = _distances_mm(one, other), _distances_mm(other, one)
    hd95_mm = float(np.percentile(np.concatenate([there, back]), HAUSDORFF_PERCENT))
    return ContourAgreement(_dice(one, other), float(there.mean() + back.mean()) / 2, hd95_mm)


def _dice(one_mm: Points, other_mm: Points) -> float:
    points = np.vstack([one_mm, other_mm])
    corner, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    cell_mm = max(CELL_MM, extent / MOST_CELLS)
    columns, rows = (np.ceil(np.ptp(points, axis=0) / cell_mm).astype(int) + 1).tolist()
    inside = [rasterise((polygon - corner) / cell_mm - 0.5, (rows, columns)) for polygon in (one_mm, other_mm)]
    total = int(inside[0].sum() + inside[1].sum())
    return 2 * int((inside[0] & inside[1]).sum()) / total if total else 0.0


def _distances_mm(from_mm: Points, to_mm: Points) -> Values:
    """The distance [point] of points on one closed polygon to the nearest place on another."""
    points = resample_closed(from_mm, DISTANCE_POINTS)
    start, along = to_mm, np.roll(to_mm, -1, axis=0) - to_mm
    length2 = np.maximum((along**2).sum(axis=1), 1e-18)
    offsets = points[:, None, :] - start[None]
    share = np.clip((offsets * along[None]).sum(axis=2) / length2, 0.0, 1.0)
    return np.asarray(np.linalg.norm(offsets - share[..., None] * along[None], axis=2).min(axis=1))


def compare_slices(
    stack: CineStack,
    readings: tuple[Reading, Reading],
    phases: tuple[PhaseSelection, PhaseSelection],
    cancellation: Cancellation | None = None,
) -> tuple[SliceAgreement, ...]:
    """Every contour that a number of either reader counts, slice by slice; ``phases`` are both readers' choices.

    Sorted by phase, structure and slice. Volumes are counted by each reader's own conventions, so that the differences
    of the endocardia add up to that of the volumes. Raises ``CancelledError``.
    """
    first, second = readings
    cancellation = cancellation or NeverCancelled()
    counted = {
        one for reading in readings for chosen in phases for one in counted_contours(reading.annotations, chosen)
    }
    volumes = [_SliceVolumes(stack, reading, chosen) for reading, chosen in zip(readings, phases, strict=True)]
    found = []
    for key, structure in sorted(counted, key=lambda one: (one[0][0], one[1], one[0][1])):
        raise_if_cancelled(cancellation)
        a, b = (
            reading.annotations[key].contour(structure) if key in reading.annotations else None
            for reading in (first, second)
        )
        agreement = compare_contours(a, b, stack.pixel_spacing_mm) if a is not None and b is not None else None
        difference_ml = volumes[0].inside_ml(key, a) - volumes[1].inside_ml(key, b)
        found.append(
            SliceAgreement(*key, structure, agreement, _area_mm2(a, stack), _area_mm2(b, stack), difference_ml)
        )
    return tuple(found)


class _SliceVolumes:
    """What the contours of a reading add to its volumes, slice by slice."""

    def __init__(self, stack: CineStack, reading: Reading, phases: PhaseSelection) -> None:
        self._stack, self._annotations = stack, reading.annotations
        self._counting = Counting.of(stack, reading.annotations, reading.conventions, phases)
        self._extents_mm = slice_extents_mm(stack.slice_positions_mm, stack.slice_thickness_mm)
        self._heights_mm: dict[int, Values] = {}

    def inside_ml(self, key: Key, contour: Contour | None) -> float:
        """The volume inside a contour as it counts; of an endocardium without muscle that counts to the mass."""
        if contour is None:
            return 0.0
        phase_index, slice_index = key
        if phase_index not in self._heights_mm:
            counting = self._counting
            shares = counted_shares(
                self._stack, self._annotations, phase_index, self._extents_mm, counting.conventions, counting.phases
            )
            self._heights_mm[phase_index] = self._extents_mm * shares
        area_px = enclosed_area_px(contour)
        if contour.structure is Structure.LV_ENDOCARDIUM and self._counting.papillary is not None:
            area_px -= self._counting.papillary.area_px(phase_index, slice_index) or 0.0
        height_mm = float(self._heights_mm[phase_index][slice_index])
        return area_px * self._stack.pixel_area_mm2 * height_mm / MM3_PER_ML


def _area_mm2(contour: Contour | None, stack: CineStack) -> float | None:
    return None if contour is None else enclosed_area_px(contour) * stack.pixel_area_mm2


# Numbers


def bland_altman(first: npt.ArrayLike, second: npt.ArrayLike) -> BlandAltman | None:
    """Bias and limits of agreement of two readers' numbers [study]; None without any study both have a number of."""
    values = _pairs(first, second)
    if not len(values):
        return None
    differences = values[:, 0] - values[:, 1]
    bias = float(differences.mean())
    if len(values) < 2:
        return BlandAltman(values.mean(axis=1), differences, bias, None, None, None)
    sd = float(differences.std(ddof=1))
    return BlandAltman(values.mean(axis=1), differences, bias, sd, bias - LIMITS_SD * sd, bias + LIMITS_SD * sd)


def icc_2_1(first: npt.ArrayLike, second: npt.ArrayLike) -> float | None:
    """ICC(2,1) of two readers' numbers [study]: two-way random effects, absolute agreement, single readings.

    None below two studies, or where nothing varies. See ``icc_of_ratings``.
    """
    return icc_of_ratings(_pairs(first, second))


def icc_of_ratings(ratings: npt.ArrayLike) -> float | None:
    """ICC(2,1) of ratings [study, reader]; None below two studies or readers, or where nothing varies.

    (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n) with the mean squares of studies (MSR), readers (MSC) and what
    is left (MSE), n studies and k readers: Shrout and Fleiss, "Intraclass correlations: uses in assessing rater
    reliability", Psychol Bull 1979;86:420-428; ICC(A,1) in McGraw and Wong, Psychol Methods 1996;1:30-46.
    """
    values = np.asarray(ratings, np.float64)
    if values.ndim != 2 or min(values.shape) < 2:
        return None
    n, k = values.shape
    grand, by_study, by_reader = values.mean(), values.mean(axis=1), values.mean(axis=0)
    msr = k * ((by_study - grand) ** 2).sum() / (n - 1)
    msc = n * ((by_reader - grand) ** 2).sum() / (k - 1)
    left = values - by_study[:, None] - by_reader[None] + grand
    mse = (left**2).sum() / ((n - 1) * (k - 1))
    below = msr + (k - 1) * mse + k * (msc - mse) / n
    scale = max(float(np.abs(values).max()), 1.0) ** 2
    return float((msr - mse) / below) if below > 1e-12 * scale else None


def _pairs(first: npt.ArrayLike, second: npt.ArrayLike) -> Values:
    """Numbers [study, 2] of the studies that both readers have a number of; raises ``ValueError`` for other shapes."""
    values = np.column_stack([np.asarray(first, np.float64), np.asarray(second, np.float64)])
    return np.asarray(values[np.isfinite(values).all(axis=1)])


# Studies


@dataclass(frozen=True)
class StudyPair:
    """One study that two readers signed off."""

    first: SignOff
    second: SignOff

    @property
    def label(self) -> str:
        """The study as the window shows it."""
        return self.first.study_label or self.first.content.series_uid

    def values(self, number: str) -> tuple[float, float]:
        """Both readers' values of a number of ``sign_off.NUMBERS``, NaN where unknown."""
        first, second = (one.content.numbers.get(number) for one in (self.first, self.second))
        return (np.nan if first is None else first, np.nan if second is None else second)


@dataclass(frozen=True)
class NumberAgreement:
    """How two readers agree on one number over studies; None where there is no study."""

    number: str
    plot: BlandAltman | None
    icc: float | None


def pair_studies(
    signed: Sequence[tuple[SignOff, bool]], first: str, second: str, viewer: str, *, blind_only: bool = True
) -> tuple[tuple[StudyPair, ...], tuple[str, ...]]:
    """The studies that both readers signed off, and sentences on those left out.

    ``signed`` are all signatures, oldest first, each with whether its reading is as it was signed. Of each reader the
    last signature counts, with ``blind_only`` the last made blind; it must hold, or have been replaced by a later one.
    What a named ``viewer`` has not signed, or has changed since, is left out, so that nobody sees numbers of a study
    still to be read.
    """
    series = dict.fromkeys(one.content.series_uid for one, _ in signed)
    pairs, left_out = [], []
    for uid in series:
        here = [(one, holds) for one, holds in signed if one.content.series_uid == uid]
        readers = {one.reader for one, _ in here}
        if not {first, second} & readers:
            continue
        label = here[0][0].study_label or uid
        if not {first, second} <= readers:
            missing = second if first in readers else first
            left_out.append(f"{label}: not signed off by {reader_name(missing)}.")
            continue
        if viewer and not any(holds for one, holds in here if one.reader == viewer):
            left_out.append(f"{label}: hidden until {viewer} has signed it off.")
            continue
        chosen = [_last_signature(here, reader, blind_only) for reader in (first, second)]
        one, other = chosen
        if isinstance(one, SignOff) and isinstance(other, SignOff):
            pairs.append(StudyPair(one, other))
        else:
            left_out += [f"{label}: {reason}" for reason in chosen if isinstance(reason, str)]
    return tuple(pairs), tuple(left_out)


def _last_signature(here: Sequence[tuple[SignOff, bool]], reader: str, blind_only: bool) -> SignOff | str:
    """The signature of a reader that counts, or why there is none."""
    own = [(one, holds) for one, holds in here if one.reader == reader]
    usable = [index for index, (one, _) in enumerate(own) if one.was_blind or not blind_only]
    if not usable:
        return f"{reader_name(reader)} signed after the readings had been revealed."
    one, holds = own[usable[-1]]
    is_replaced = usable[-1] < len(own) - 1
    return one if holds or is_replaced else f"the sign-off of {reader_name(reader)} is void."


def agreement(pairs: Sequence[StudyPair], number: str) -> NumberAgreement:
    """How two readers agree on a number of ``sign_off.NUMBERS`` over studies."""
    values = np.array([pair.values(number) for pair in pairs], np.float64).reshape(-1, 2)
    return NumberAgreement(number, bland_altman(*values.T), icc_2_1(*values.T))


@dataclass(frozen=True)
class CountedAlike:
    """Studies by name of which each reader's numbers count the same; ``first`` and ``second`` say what, in words."""

    first: str
    second: str
    labels: tuple[str, ...]


def counted_alike(pairs: Sequence[StudyPair]) -> tuple[CountedAlike, ...]:
    """The studies by what counts in them, most studies first: one group where both readers count all alike."""
    groups: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        rules = (pair.first.conventions.rules_text, pair.second.conventions.rules_text)
        groups.setdefault(rules, []).append(pair.label)
    found = (CountedAlike(*rules, tuple(labels)) for rules, labels in groups.items())
    return tuple(sorted(found, key=lambda group: -len(group.labels)))
