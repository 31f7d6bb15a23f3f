"""What an evaluation comes to: the scores of all volumes, their means, and what a clinician reads off each subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cmrstudio.domain.measures import MYOCARDIAL_DENSITY_G_PER_ML
from training.specimens import Specimen
from training.training_time import TrainingTime
from training.volume_score import VolumeScore

MEASURES = ("edv_ml", "esv_ml", "ef_percent", "lv_mass_g")


@dataclass(frozen=True)
class ModelFacts:
    """What is said of the scored model in tables and report; an ensemble has the parameters of all its members.

    ``device`` and ``precision`` are those it is scored on. ``training`` is None where nobody kept how long it took.
    """

    name: str = "model"
    architecture: str = ""
    trainable_parameters: int | None = None
    device: str = ""
    precision: str = ""
    training: TrainingTime | None = None


@dataclass(frozen=True)
class SubjectMeasures:
    """What a clinician would read off one subject, of both sides, by name of ``MEASURES``; None where not to be had.

    Volumes and mass need calibrated images and a known slice spacing. EF needs neither, only both phases on evenly
    spaced slices; a prediction without any cavity at end-diastole counts as an EF of 0. A phase that lies in several
    volumes, as where the truth of some of its slices is partial, gives none of them: no volume is the whole of it.
    """

    source: str
    subject: str
    group: str
    calibrated: bool
    predicted: Mapping[str, float | None]
    truth: Mapping[str, float | None]


@dataclass(frozen=True)
class Evaluation:
    """All scores of one model, and its worst volumes with their images."""

    model: ModelFacts
    scores: tuple[VolumeScore, ...]
    worst: tuple[Specimen, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that were scored, in their order."""
        return tuple(dict.fromkeys(score.source for score in self.scores))

    def of_source(self, source: str) -> tuple[VolumeScore, ...]:
        """The scores of one source."""
        return tuple(score for score in self.scores if score.source == source)

    def means(self) -> dict[str, dict[str, float]]:
        """``mean_scores`` by source, as a model card has them."""
        return {
            source: mean_scores(score for score in self.scores if score.source == source) for source in self.sources
        }


def mean_scores(scores: Iterable[VolumeScore]) -> dict[str, float]:
    """Means over volumes of every Dice that is known, and the EF error of subjects with calibrated ED and ES volumes.

    These are the metrics of a model card. ``pooled_dice`` is that of the final masks.
    """
    scores = list(scores)
    means: dict[str, float] = {}
    for structure in ("cavity", "myocardium", "epicardium"):
        known = [value for score in scores if (value := score.dice(structure)) is not None]
        if known:
            means[f"{structure}_dice"] = float(np.mean(known))
    pooled_dices = [score.pooled_masks.dice for score in scores if score.pooled_masks]
    if pooled_dices:
        means["pooled_dice"] = float(np.mean(pooled_dices))
    pairs = measure_pairs(subject_measures(scores), "ef_percent", calibrated_only=True)
    if pairs:
        errors = [predicted - truth for predicted, truth in pairs]
        means["ef_mean_absolute_error_percent"] = float(np.mean(np.abs(errors)))
        means["ef_bias_percent"] = float(np.mean(errors))
    means["subjects"] = float(len({(score.source, score.subject) for score in scores}))
    means["volumes"] = float(len(scores))
    return means


def subject_measures(scores: Iterable[VolumeScore]) -> tuple[SubjectMeasures, ...]:
    """EDV, ESV, EF and LV mass (myocardium at end-diastole, 1.05 g/ml) of every subject, predicted and true."""
    subjects: dict[tuple[str, str], list[VolumeScore]] = {}
    for score in scores:
        subjects.setdefault((score.source, score.subject), []).append(score)
    return tuple(
        SubjectMeasures(
            source,
            subject,
            found[0].group,
            all(score.calibrated for score in found),
            _measures(_whole_phases(found), "predicted"),
            _measures(_whole_phases(found), "truth"),
        )
        for (source, subject), found in subjects.items()
    )


def _whole_phases(scores: Sequence[VolumeScore]) -> dict[str, VolumeScore]:
    """A subject's phases that lie in one volume."""
    volumes = Counter(score.phase for score in scores)
    return {score.phase: score for score in scores if volumes[score.phase] == 1}


def measure_pairs(
    subjects: Iterable[SubjectMeasures], measure: str, *, calibrated_only: bool = False
) -> list[tuple[float, float]]:
    """(predicted, truth) of one of ``MEASURES`` for every subject where both are known."""
    pairs = []
    for subject in subjects:
        predicted, truth = subject.predicted[measure], subject.truth[measure]
        if predicted is not None and truth is not None and (subject.calibrated or not calibrated_only):
            pairs.append((predicted, truth))
    return pairs


def _measures(by_phase: Mapping[str, VolumeScore], side: str) -> dict[str, float | None]:
    def value(phase: str, structure: str, unit: str) -> float | None:
        score = by_phase.get(phase)
        found = score.structures.get(structure) if score else None
        return None if found is None else getattr(found, f"{side}_{unit}")

    mass_ml = value("ED", "myocardium", "ml")
    edv_px, esv_px = value("ED", "cavity", "px"), value("ES", "cavity", "px")
    ef_percent = None
    if edv_px is not None and esv_px is not None:
        ef_percent = 100 * (edv_px - esv_px) / edv_px if edv_px else (0.0 if side == "predicted" else None)
    return {
        "edv_ml": value("ED", "cavity", "ml"),
        "esv_ml": value("ES", "cavity", "ml"),
        "ef_percent": ef_percent,
        "lv_mass_g": None if mass_ml is None else mass_ml * MYOCARDIAL_DENSITY_G_PER_ML,
    }
