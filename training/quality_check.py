"""Whether the quality of contours finds the bad ones: ranked by it, on subjects with expert truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata, spearmanr

from cmrstudio.domain.errors import EvaluationError
from cmrstudio.inference.ensemble import combine, contour_quality
from cmrstudio.inference.preprocess import MODEL_SPACING_MM
from cmrstudio.inference.registry import ModelRegistry
from training.scores import BAD_DICE
from training.truth import TruthVolume
from training.volume_score import Predict, VolumeScore, score_and_labels

CONTOURS = ("cavity", "epicardium")
"""The structures that contours enclose, in the order of ``contour_quality``."""
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CheckedContour:
    """One predicted contour of one slice: the quality given to it, and its Dice with the expert's (0 without one)."""

    source: str
    subject: str
    phase: str
    slice_index: int
    structure: str
    quality: float
    dice: float


@dataclass(frozen=True)
class QualityBand:
    """The contours whose quality lies from ``low`` to ``high``, their mean quality and Dice, and how many are bad."""

    low: float
    high: float
    contours: int
    bad: int
    mean_quality: float
    mean_dice: float


@dataclass(frozen=True)
class QualityCheck:
    """Every predicted contour with its quality and its Dice; ``unrated`` counts contours that were given no quality."""

    contours: tuple[CheckedContour, ...]
    unrated: int = 0

    @property
    def qualities(self) -> Array:
        """The quality of every contour."""
        return np.array([contour.quality for contour in self.contours])

    @property
    def dice(self) -> Array:
        """The Dice of every contour."""
        return np.array([contour.dice for contour in self.contours])

    @property
    def bad(self) -> int:
        """How many contours have a Dice below 0.8."""
        return int((self.dice < BAD_DICE).sum())

    @property
    def auroc(self) -> float | None:
        """How well a low quality finds bad contours; None where all or none are bad."""
        return auroc(-self.qualities, self.dice < BAD_DICE)

    @property
    def rank_correlation(self) -> float | None:
        """Spearman's correlation of quality and Dice; None where either is constant."""
        if np.ptp(self.qualities) == 0 or np.ptp(self.dice) == 0:
            return None
        return float(spearmanr(self.qualities, self.dice).statistic)

    @property
    def mean_error(self) -> float:
        """Mean absolute difference of quality and Dice, which quality estimates."""
        return float(np.abs(self.qualities - self.dice).mean())

    def of(self, source: str | None = None, structure: str | None = None) -> QualityCheck:
        """The same for the contours of one source, of one structure, or both."""
        chosen = [c for c in self.contours if c.source == (source or c.source) and structure in (None, c.structure)]
        return QualityCheck(tuple(chosen))

    def bands(self) -> tuple[QualityBand, ...]:
        """What contours of about one quality are worth, from the lowest to the highest; empty bands are left out."""
        qualities, dice, found = self.qualities, self.dice, []
        for low, high in pairwise(BANDS):
            inside = (qualities >= low) & ((qualities < high) | (high == BANDS[-1]))
            if inside.any():
                means = float(qualities[inside].mean()), float(dice[inside].mean())
                found.append(QualityBand(low, high, int(inside.sum()), int((dice[inside] < BAD_DICE).sum()), *means))
        return tuple(found)


def auroc(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float | None:
    """The area under the ROC curve, by ranks: the chance that a positive has a higher score than a negative.

    Equal scores count half. None where there are no positives or no negatives.
    """
    is_positive = np.asarray(positive, bool)
    ranks = rankdata(np.asarray(scores, np.float64))
    positives, negatives = int(is_positive.sum()), int((~is_positive).sum())
    if not positives or not negatives:
        return None
    above = ranks[is_positive].sum() - positives * (positives + 1) / 2
    return float(above / (positives * negatives))


def quality_auroc(
    volumes: Iterable[TruthVolume],
    members: Sequence[Predict],
    *,
    progress: Callable[[VolumeScore], None] | None = None,
) -> QualityCheck:
    """Check the quality that a model's networks give their common contours against expert truth.

    ``members`` are the networks of an ensemble in order, or one network alone. Every predicted contour of a structure
    whose truth is known counts, on every slice, with its Dice on source pixels; where the expert drew none it is 0. A
    contour that was not predicted has no quality and does not count. Time says nothing here: experts' contours are of
    end-diastole and end-systole only. Raises ``EvaluationError`` where a volume is not what it must be, and where
    nothing was predicted at all.
    """
    if not members:
        raise EvaluationError("quality", "a model needs at least one network: name a model that has some")
    contours: list[CheckedContour] = []
    unrated = 0
    for volume in volumes:
        score, qualities = _score(volume, members)
        for one in score.slices:
            if one.structure in CONTOURS and one.predicted_px and one.dice is not None:
                quality = float(qualities[one.slice_index, CONTOURS.index(one.structure)])
                place = score.source, score.subject, score.phase, one.slice_index, one.structure
                if np.isfinite(quality):
                    contours.append(CheckedContour(*place, quality, one.dice))
                else:
                    unrated += 1
        if progress:
            progress(score)
    if not contours:
        raise EvaluationError("quality", "no contour was predicted, so that none could be checked; give other subjects")
    return QualityCheck(tuple(contours), unrated)


def members_of(model_id: str, registry: ModelRegistry | None = None) -> list[Predict]:
    """The networks of an installed model, ready to be checked. Imports TensorFlow; raises ``ModelError``."""
    from training.installed_model import networks_of

    known = registry or ModelRegistry()
    return [network.predict for network in networks_of(known.members(model_id), known)]


def _score(volume: TruthVolume, members: Sequence[Predict]) -> tuple[VolumeScore, npt.NDArray[np.float32]]:
    """The scores of the members' common answer, and its quality [slice, 2]."""
    answers: list[npt.NDArray[np.float32]] = []

    def together(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        answers.append(np.stack([predict(images) for predict in members]))
        return combine(answers[0])

    score, _ = score_and_labels(volume, together)
    return score, contour_quality(answers[0], MODEL_SPACING_MM)


def summary(check: QualityCheck) -> str:
    """The check in some lines of text, for a terminal or a report."""
    lines = [f"{len(check.contours)} contours, {check.bad} of them bad (Dice below {BAD_DICE:g})"]
    sources = sorted({contour.source for contour in check.contours})
    parts = [("all", check), *((name, check.of(structure=name)) for name in CONTOURS)]
    parts += [(source, check.of(source)) for source in sources if len(sources) > 1]
    for name, part in parts:
        area = "–" if not part.contours or part.auroc is None else f"{part.auroc:.3f}"
        lines.append(
            f"AUROC {name:12} {area:>6}  ({len(part.contours)} contours, {part.bad if part.contours else 0} bad)"
        )
    correlation = check.rank_correlation
    lines.append(f"rank correlation with Dice {'–' if correlation is None else f'{correlation:.3f}'}")
    lines.append(f"mean difference from Dice {check.mean_error:.3f}")
    for band in check.bands():
        counts = f"{band.contours:4} contours, {band.bad:3} bad, mean Dice {band.mean_dice:.3f}"
        lines.append(f"quality {band.low:.2f}-{band.high:.2f}: {counts}")
    if check.unrated:
        lines.append(f"{check.unrated} contours were given no quality")
    return "\n".join(lines)
