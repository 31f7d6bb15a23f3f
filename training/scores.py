"""How well two label images agree: overlap of one structure, and the paper's figures pooled over all channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.uint8]

STRUCTURES = ("cavity", "myocardium", "epicardium")
"""Epicardium stands for all that the epicardial contour holds: cavity and myocardium together."""
CHANNELS = (CAVITY, MYOCARDIUM, BACKGROUND)
"""The labels in the order of the networks' output channels."""
CHANNEL_THRESHOLD = 0.5
"""Where the paper cuts a channel; a probability of just this is on."""
BAD_DICE = 0.8
"""A contour or slice below this is a bad one."""


@dataclass(frozen=True)
class PooledScore:
    """The paper's five figures over all three channels, background included; each is in 0..1.

    They are comparable with what the paper prints and say little of the heart: a mask that says "background everywhere"
    has a Dice of about 0.97. They are never averaged with, nor shown beside, the figures of single structures.
    """

    dice: float
    iou: float
    accuracy: float
    precision: float
    recall: float


def structure_mask(labels: Labels, structure: str) -> Mask:
    """The pixels of ``labels`` (any shape) that belong to one of ``STRUCTURES``. Raises ``KeyError`` for another."""
    wanted = {"cavity": labels == CAVITY, "myocardium": labels == MYOCARDIUM, "epicardium": labels != BACKGROUND}
    return np.asarray(wanted[structure])


def known_structures(myocardium_known: bool) -> tuple[str, ...]:
    """The structures of which the truth is known: of partial truth the cavity alone."""
    return STRUCTURES if myocardium_known else STRUCTURES[:1]


def dice(predicted: Mask, truth: Mask) -> float | None:
    """Dice coefficient 2TP / (2TP + FP + FN) of masks of one shape; None where both are empty, 0 where only one is."""
    total = int(predicted.sum()) + int(truth.sum())
    return 2 * int((predicted & truth).sum()) / total if total else None


def iou(predicted: Mask, truth: Mask) -> float | None:
    """Intersection over union TP / (TP + FP + FN) of masks of one shape; None where both are empty, 0 where one is."""
    union = int((predicted | truth).sum())
    return int((predicted & truth).sum()) / union if union else None


def one_hot(labels: Labels) -> Mask:
    """Labels [...] as three exclusive channels [..., 3] of cavity, myocardium and background."""
    return np.stack([labels == label for label in CHANNELS], axis=-1)


def pooled(predicted: Mask, truth: Mask) -> PooledScore:
    """The five figures over channels [..., 3], counted over all their values at once.

    Dice = 2TP / (2TP + FP + FN), IoU = TP / (TP + FP + FN), accuracy = (TP + TN) / all, precision = TP / (TP + FP),
    recall = TP / (TP + FN). ``truth`` has exactly one channel on at every pixel; ``predicted`` may have any number, as
    a network's three sigmoids cut at 0.5 do. Where both say one channel a pixel, Dice, precision and recall are equal.
    """
    both = int((predicted & truth).sum())
    said, true = int(predicted.sum()), int(truth.sum())
    wrong = said + true - 2 * both
    return PooledScore(
        dice=2 * both / (said + true),
        iou=both / (said + true - both),
        accuracy=1 - wrong / truth.size,
        precision=both / said if said else 0.0,
        recall=both / true,
    )


def mean_pooled(scores: Sequence[PooledScore]) -> PooledScore | None:
    """The mean of each figure; None where there is none."""
    if not scores:
        return None
    names = ("dice", "iou", "accuracy", "precision", "recall")
    return PooledScore(**{name: float(np.mean([getattr(score, name) for score in scores])) for name in names})
