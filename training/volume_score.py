"""Scores of a model on one volume, on source pixels and through the whole way that a reader's contours take."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.errors import EvaluationError
from cmrstudio.domain.labels import MYOCARDIUM, label_image
from cmrstudio.domain.measures import MM3_PER_ML
from cmrstudio.domain.slice_regions import slice_regions
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.preprocess import prepare
from training.scores import (
    CHANNEL_THRESHOLD,
    Labels,
    PooledScore,
    dice,
    iou,
    known_structures,
    one_hot,
    pooled,
    structure_mask,
)
from training.surface_distance import SurfaceDistance, surface_distance
from training.truth import TruthVolume, on_model_grid

Predict = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]
"""Images [n, 256, 256] to probabilities [n, 256, 256, 3]."""


@dataclass(frozen=True)
class StructureScore:
    """One structure of one volume.

    Dice and IoU are None where neither side has any of it, 0 where only one side has. ``surface`` holds mm for
    calibrated images only. Volumes are in ml, None unless pixel and slice spacing are known; ``predicted_px`` and
    ``truth_px`` count pixels over all slices.
    """

    dice: float | None
    iou: float | None
    surface: SurfaceDistance
    predicted_ml: float | None
    truth_ml: float | None
    predicted_px: int
    truth_px: int


@dataclass(frozen=True)
class SliceScore:
    """One structure of one slice; ``region`` is one of ``regions.REGIONS``, Dice as in ``StructureScore``."""

    slice_index: int
    region: str
    structure: str
    dice: float | None
    predicted_px: int
    truth_px: int


@dataclass(frozen=True)
class VolumeScore:
    """One volume, that is one subject at one phase.

    ``structures`` has those of which the truth is known: all three, or the cavity alone. The pooled figures are None
    where the myocardium is not known: ``pooled_masks`` of the final masks on source pixels, ``pooled_network`` of the
    network's three channels, each cut at 0.5, on its own 1.5 mm grid, as the paper has them. ``seconds_per_image`` is
    the network's time alone.
    """

    source: str
    subject: str
    group: str
    phase: str
    calibrated: bool
    images: int
    structures: Mapping[str, StructureScore]
    slices: tuple[SliceScore, ...]
    pooled_masks: PooledScore | None
    pooled_network: PooledScore | None
    seconds_per_image: float

    def dice(self, structure: str) -> float | None:
        """Dice of a structure; None where it is not known or neither side has any."""
        score = self.structures.get(structure)
        return score.dice if score else None


def score_volume(volume: TruthVolume, predict: Predict) -> VolumeScore:
    """Score a model on one volume. Raises ``EvaluationError``."""
    return score_and_labels(volume, predict)[0]


def score_labels(volume: TruthVolume, labels: Labels) -> VolumeScore:
    """The scores of what was drawn on a volume, as ``labels`` [slice, row, column] on its own pixels, by whomever.

    What only a network has is missing: ``pooled_network`` is None and ``seconds_per_image`` NaN. Raises
    ``EvaluationError``.
    """
    _check(volume)
    if labels.shape != volume.labels.shape:
        problem = f"what was drawn is {list(labels.shape)} and the truth {list(volume.labels.shape)}"
        raise EvaluationError(_name(volume), f"{problem}: give both in one size")
    return _score(volume, labels, None, math.nan)


def score_and_labels(volume: TruthVolume, predict: Predict) -> tuple[VolumeScore, Labels]:
    """The scores of one volume and the predicted labels [slice, row, column] on source pixels."""
    _check(volume)
    prepared = [prepare(image, volume.pixel_spacing_mm) for image in volume.images]
    images = np.stack([image for image, _ in prepared])
    started = time.perf_counter()
    probabilities = predict(images)
    seconds = time.perf_counter() - started
    if probabilities.shape != (*images.shape, 3) or not np.isfinite(probabilities).all():
        problem = (
            f"the model gave {list(probabilities.shape)} values for images {list(images.shape)}, or not finite ones: "
            "use other weights"
        )
        raise EvaluationError(_name(volume), problem)
    contours = contours_from_probabilities(probabilities, prepared[0][1], "evaluation")
    rows, columns = volume.images.shape[1:]
    labels = labels_from_contours(contours, (rows, columns))
    return _score(volume, labels, probabilities, seconds / len(images)), labels


def labels_from_contours(contours: Sequence[tuple[Contour, ...]], shape: tuple[int, int]) -> Labels:
    """Label maps [slice, row, column] of contours by slice."""
    drawn = [SliceAnnotation("", 0, index, found) for index, found in enumerate(contours)]
    return np.stack([label_image(annotation, shape) for annotation in drawn])


def _name(volume: TruthVolume) -> str:
    return f"{volume.source} {volume.subject} {volume.phase}"


def _check(volume: TruthVolume) -> None:
    images, labels, name = volume.images, volume.labels, _name(volume)
    if images.ndim != 3 or not images.size:
        raise EvaluationError(name, f"images have shape {list(images.shape)}: give [slice, row, column]")
    if images.shape != labels.shape:
        problem = f"images are {list(images.shape)} and labels {list(labels.shape)}: give both in one size"
        raise EvaluationError(name, problem)
    if not np.isfinite(images).all():
        raise EvaluationError(name, "an image has values that are not finite (NaN or infinite); mend or leave it out")
    if labels.max() > MYOCARDIUM:
        raise EvaluationError(name, f"there is a label {int(labels.max())}: use 0, 1 and 2")
    if not all(np.isfinite(spacing) and spacing > 0 for spacing in volume.pixel_spacing_mm):
        raise EvaluationError(
            name, f"a pixel spacing of {volume.pixel_spacing_mm} mm cannot be: mend it, or leave the volume out"
        )


def _score(
    volume: TruthVolume, labels: Labels, probabilities: npt.NDArray[np.float32] | None, seconds_per_image: float
) -> VolumeScore:
    known = known_structures(volume.myocardium_known)
    masks = network = None
    if volume.myocardium_known:
        masks = pooled(one_hot(labels), one_hot(volume.labels))
    if volume.myocardium_known and probabilities is not None:
        on_grid = np.stack([image.labels for image in on_model_grid(volume)])
        network = pooled(probabilities >= CHANNEL_THRESHOLD, one_hot(on_grid))
    return VolumeScore(
        source=volume.source,
        subject=volume.subject,
        group=volume.group,
        phase=volume.phase,
        calibrated=volume.calibrated,
        images=len(labels),
        structures={structure: _structure_score(volume, labels, structure) for structure in known},
        slices=tuple(_slice_scores(volume, labels)),
        pooled_masks=masks,
        pooled_network=network,
        seconds_per_image=seconds_per_image,
    )


def _structure_score(volume: TruthVolume, labels: Labels, structure: str) -> StructureScore:
    predicted, truth = structure_mask(labels, structure), structure_mask(volume.labels, structure)
    surface = surface_distance(predicted, truth, volume.pixel_spacing_mm)
    predicted_px, truth_px = int(predicted.sum()), int(truth.sum())
    pixel_ml = None
    if volume.calibrated and volume.slice_spacing_mm:
        pixel_ml = float(np.prod(volume.pixel_spacing_mm)) * volume.slice_spacing_mm / MM3_PER_ML
    return StructureScore(
        dice=dice(predicted, truth),
        iou=iou(predicted, truth),
        surface=surface if volume.calibrated else replace(surface, hd95_mm=None, asd_mm=None),
        predicted_ml=None if pixel_ml is None else predicted_px * pixel_ml,
        truth_ml=None if pixel_ml is None else truth_px * pixel_ml,
        predicted_px=predicted_px,
        truth_px=truth_px,
    )


def _slice_scores(volume: TruthVolume, labels: Labels) -> Iterable[SliceScore]:
    known = known_structures(volume.myocardium_known)
    has_truth = [bool(structure_mask(one, known[-1]).any()) for one in volume.labels]
    for index, region in enumerate(slice_regions(has_truth)):
        for structure in known:
            predicted, truth = structure_mask(labels[index], structure), structure_mask(volume.labels[index], structure)
            counts = int(predicted.sum()), int(truth.sum())
            yield SliceScore(index, region, structure, dice(predicted, truth), *counts)
