"""Scores of a model against expert truth, on source pixels and through the whole way that a reader's contours take."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.labels import CAVITY, MYOCARDIUM, label_image
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.preprocess import prepare
from training.truth import TruthVolume

Predict = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]
"""Images [n, 256, 256] to probabilities [n, 256, 256, 3]."""


@dataclass(frozen=True)
class VolumeScore:
    """Dice of one volume, None where the truth is not known or neither side has any of the structure.

    ``cavity_ml`` and ``truth_cavity_ml`` are None for uncalibrated images. Pooled Dice counts all three channels,
    background included, as the paper does.
    """

    source: str
    subject: str
    group: str
    phase: str
    cavity_dice: float | None
    myocardium_dice: float | None
    epicardium_dice: float | None
    pooled_dice: float | None
    cavity_ml: float | None
    truth_cavity_ml: float | None


def dice(predicted: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float | None:
    """Dice coefficient 2TP / (2TP + FP + FN); None where both are empty."""
    total = int(predicted.sum()) + int(truth.sum())
    return 2 * int((predicted & truth).sum()) / total if total else None


def predicted_contours(volume: TruthVolume, predict: Predict) -> list[tuple[Contour, ...]]:
    """The contours that a reader would see on every slice of a volume."""
    prepared = [prepare(image, volume.pixel_spacing_mm) for image in volume.images]
    probabilities = predict(np.stack([image for image, _ in prepared]))
    return contours_from_probabilities(probabilities, prepared[0][1], "evaluation")


def labels_from_contours(contours: Sequence[tuple[Contour, ...]], shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Label maps [slice, row, column] of contours by slice."""
    drawn = [SliceAnnotation("", 0, index, found) for index, found in enumerate(contours)]
    return np.stack([label_image(annotation, shape) for annotation in drawn])


def score_volume(volume: TruthVolume, predict: Predict) -> VolumeScore:
    """Score a model on one volume."""
    rows, columns = volume.images.shape[1:]
    labels = labels_from_contours(predicted_contours(volume, predict), (rows, columns))
    known = volume.myocardium_known
    agreeing = sum(int(((labels == value) & (volume.labels == value)).sum()) for value in (0, CAVITY, MYOCARDIUM))
    millilitres = None
    if volume.calibrated and volume.slice_spacing_mm:
        millilitres = float(np.prod(volume.pixel_spacing_mm)) * volume.slice_spacing_mm / 1000
    return VolumeScore(
        volume.source,
        volume.subject,
        volume.group,
        volume.phase,
        dice(labels == CAVITY, volume.labels == CAVITY),
        dice(labels == MYOCARDIUM, volume.labels == MYOCARDIUM) if known else None,
        dice(labels > 0, volume.labels > 0) if known else None,
        agreeing / labels.size if known else None,
        None if millilitres is None else float((labels == CAVITY).sum()) * millilitres,
        None if millilitres is None else float((volume.labels == CAVITY).sum()) * millilitres,
    )


def mean_scores(scores: Iterable[VolumeScore]) -> dict[str, float]:
    """Means over volumes of every Dice that is known, and the EF error where both phases are calibrated."""
    scores = list(scores)
    means: dict[str, float] = {}
    for name in ("cavity_dice", "myocardium_dice", "epicardium_dice", "pooled_dice"):
        known = [value for score in scores if (value := getattr(score, name)) is not None]
        if known:
            means[name] = float(np.mean(known))
    errors = list(ejection_fraction_errors(scores).values())
    if errors:
        means["ef_mean_absolute_error_percent"] = float(np.mean(np.abs(errors)))
        means["ef_bias_percent"] = float(np.mean(errors))
    means["subjects"] = float(len({score.subject for score in scores}))
    means["volumes"] = float(len(scores))
    return means


def ejection_fraction_errors(scores: Iterable[VolumeScore]) -> dict[str, float]:
    """Predicted minus true EF in percentage points, by subject with calibrated ED and ES volumes."""
    phases: dict[str, dict[str, VolumeScore]] = {}
    for score in scores:
        if score.cavity_ml is not None:
            phases.setdefault(score.subject, {})[score.phase] = score
    return {
        subject: _ejection_fraction(by_phase, "cavity_ml") - _ejection_fraction(by_phase, "truth_cavity_ml")
        for subject, by_phase in phases.items()
        if {"ED", "ES"} <= by_phase.keys()
    }


def _ejection_fraction(by_phase: Mapping[str, VolumeScore], name: str) -> float:
    edv_ml, esv_ml = getattr(by_phase["ED"], name), getattr(by_phase["ES"], name)
    return float(100 * (edv_ml - esv_ml) / edv_ml) if edv_ml else 0.0


def write_cases(path: Path, scores: Sequence[VolumeScore]) -> None:
    """Write one row per volume and structure as CSV."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "subject", "group", "phase", "structure", "dice"])
        for score in scores:
            for structure in ("cavity", "myocardium", "epicardium"):
                value = getattr(score, f"{structure}_dice")
                if value is not None:
                    writer.writerow([score.source, score.subject, score.group, score.phase, structure, f"{value:.4f}"])
