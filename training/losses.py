"""Losses over the three sigmoid channels that leave out what is not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.labels import CAVITY, MYOCARDIUM

Tensor = Any


def encode_truth(labels: npt.NDArray[np.uint8], myocardium_known: bool) -> npt.NDArray[np.float32]:
    """Truth for the losses: (row, column, 6), three channels of truth and three of weights.

    Channels are cavity, myocardium, background. Where the myocardium is unknown, pixels outside the cavity are
    myocardium or background, nobody knows which: there only the cavity channel counts.
    """
    cavity, myocardium = labels == CAVITY, labels == MYOCARDIUM
    truth = np.stack([cavity, myocardium, ~(cavity | myocardium)], axis=-1).astype(np.float32)
    weights = np.ones_like(truth)
    if not myocardium_known:
        weights[..., 1:] = cavity[..., None]
    return np.concatenate([truth, weights], axis=-1)


def binary_cross_entropy(encoded: Tensor, predicted: Tensor) -> Tensor:
    """Mean binary cross-entropy over known channels and pixels; ``encoded`` comes from ``encode_truth``."""
    from keras import ops

    truth, weights = encoded[..., :3], encoded[..., 3:]
    clipped = ops.clip(predicted, 1e-6, 1 - 1e-6)
    entropy = -(truth * ops.log(clipped) + (1 - truth) * ops.log(1 - clipped))
    return ops.sum(entropy * weights) / (ops.sum(weights) + 1e-6)


def cross_entropy_and_dice(encoded: Tensor, predicted: Tensor) -> Tensor:
    """Binary cross-entropy plus one minus the soft Dice of cavity and myocardium over the known part of the batch."""
    from keras import ops

    truth, weights = encoded[..., :2], encoded[..., 3:5]
    foreground = predicted[..., :2] * weights
    overlap = ops.sum(foreground * truth, axis=(0, 1, 2))
    total = ops.sum(foreground + truth * weights, axis=(0, 1, 2))
    dice = (2 * overlap + 1) / (total + 1)
    return binary_cross_entropy(encoded, predicted) + 0.5 * (1 - ops.mean(dice))


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross_entropy": binary_cross_entropy,
    "cross_entropy_and_dice": cross_entropy_and_dice,
}
