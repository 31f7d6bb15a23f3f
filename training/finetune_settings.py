"""What a fine-tuning is asked to do and what it tells on its way: no network, for the window and the engine alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.errors import TrainingError, UnknownArchitectureError

FineTunePreset = Literal["quick", "thorough", "paper"]
PRESETS: tuple[FineTunePreset, ...] = get_args(FineTunePreset)
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class FineTuneDefaults:
    """What a preset stands for, where the settings do not say otherwise.

    Every ``wide_every``-th batch shows whole frames, the others crops around the heart; 0 is never. The run stops after
    ``patience`` epochs without a lower validation loss.
    """

    epochs: int
    batch_size: int
    patience: int
    wide_every: int


DEFAULTS: Mapping[str, FineTuneDefaults] = {
    "quick": FineTuneDefaults(epochs=12, batch_size=8, patience=5, wide_every=8),
    "thorough": FineTuneDefaults(epochs=40, batch_size=8, patience=12, wide_every=4),
    "paper": FineTuneDefaults(epochs=200, batch_size=4, patience=20, wide_every=0),
}
LEARNING_RATES: Mapping[str, float] = {"unet": 2e-4, "unet_dropout": 2e-4, "residual_unet": 2e-4, "fcn": 1e-4}
"""By architecture: a fifth of what the shipped weights were last trained with, so that they are moved and not lost."""
PAPER_LEARNING_RATE = 1e-5
REPLAY_SHARE = 0.5


@dataclass(frozen=True)
class FineTuneSettings:
    """How a model is to learn from a reader's images; what is None is chosen by preset and architecture.

    ``replay_share`` in 0..0.9 is the share of shipped images in every epoch, so that what the model knew is
    rehearsed. Without ``augment`` images are shown as they are.
    """

    base_model_id: str
    preset: FineTunePreset = "quick"
    epochs: int | None = None
    learning_rate: float | None = None
    augment: bool = True
    batch_size: int | None = None
    replay_share: float = REPLAY_SHARE
    seed: int = 2020

    def complete(self, architecture: str) -> FineTuneSettings:
        """The same settings with a number for everything. Raises ``TrainingError`` for one that cannot be."""
        if self.preset not in PRESETS:
            raise TrainingError("preset", f"there is no {self.preset!r}; choose one of {', '.join(PRESETS)}")
        if architecture not in LEARNING_RATES:
            raise UnknownArchitectureError(architecture, known=tuple(LEARNING_RATES))
        defaults = DEFAULTS[self.preset]
        rate = PAPER_LEARNING_RATE if self.preset == "paper" else LEARNING_RATES[architecture]
        chosen = replace(
            self,
            epochs=defaults.epochs if self.epochs is None else self.epochs,
            learning_rate=rate if self.learning_rate is None else self.learning_rate,
            batch_size=defaults.batch_size if self.batch_size is None else self.batch_size,
        )
        chosen.check()
        return chosen

    def check(self) -> None:
        """Raise ``TrainingError`` that names a number which cannot be."""
        for name, least, most in (
            ("epochs", 1, 10_000),
            ("learning_rate", 0, 1),
            ("batch_size", 1, 1024),
            ("replay_share", 0, 0.9),
            ("seed", 0, LARGEST_SEED),
        ):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and least <= value <= most):
                raise TrainingError(name, f"it is {value}: choose {least} to {most}")

    def facts(self) -> dict[str, Any]:
        """Every setting by name, as plain values that JSON keeps."""
        return asdict(self)


@dataclass(frozen=True)
class FineTuneRequest:
    """Learn from the snapshot in the folder ``snapshot``."""

    settings: FineTuneSettings
    snapshot: Path


@dataclass(frozen=True)
class EpochReport:
    """How a run stands after an epoch, counted from 1; epoch 0 is the model that it began with.

    ``loss`` is NaN for epoch 0. ``dice`` is by structure ("cavity", "myocardium") over all pixels of the validation
    images, NaN where nothing is known; ``best_epoch`` has the lowest validation loss so far, 0 before the first.
    ``seconds_left`` is at most, None before an epoch was timed; ``peak_memory_mb`` is of the process or, where there is
    one, of the accelerator; None where nobody counts it.
    """

    epoch: int
    epochs: int
    loss: float
    val_loss: float
    dice: Mapping[str, float]
    best_epoch: int
    seconds_left: float | None
    peak_memory_mb: float | None
    device: str


@dataclass(frozen=True, eq=False)
class GalleryImage:
    """A validation image with the reader's contours and the model's, all in pixels of ``image`` [row, column] uint8."""

    subject: str
    phase: str
    slice_index: int
    image: npt.NDArray[np.uint8]
    truth: tuple[Contour, ...]
    drawn: tuple[Contour, ...]


@dataclass(frozen=True)
class FineTuneResult:
    """What a run came to: the file of its weights, figures by epoch, and how it was trained.

    ``best_epoch`` counts from 1. ``minutes`` is the time of all epochs, however often the run was cut off; None where
    it is unknown. ``batch_size`` is the one it ended with, smaller than that of ``settings`` where memory ran out.
    """

    run: Path
    weights: Path
    architecture: str
    parent: str
    settings: FineTuneSettings
    epochs: tuple[dict[str, float], ...]
    best_epoch: int
    stopped_early: bool
    minutes: float | None
    batch_size: int
    device: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)


class FineTuneHooks(Protocol):
    """Who watches a run, and acts between its batches."""

    def between_batches(self) -> None:
        """Called after every batch of training and validation; what it raises ends the run, which can go on later."""

    def on_epoch(self, report: EpochReport) -> None:
        """Called before the first epoch (as epoch 0) and after every one, when it is kept on disk."""

    def on_gallery(self, epoch: int, images: tuple[GalleryImage, ...]) -> None:
        """Called with what the model draws on a few validation images, as often as ``on_epoch`` and before it."""

    def on_note(self, text: str) -> None:
        """Called where something is done otherwise than asked, such as with smaller batches; in words."""


class NobodyWatches:
    """Hooks that do nothing."""

    def between_batches(self) -> None:
        """Do nothing."""

    def on_epoch(self, report: EpochReport) -> None:
        """Do nothing."""

    def on_gallery(self, epoch: int, images: tuple[GalleryImage, ...]) -> None:
        """Do nothing."""

    def on_note(self, text: str) -> None:
        """Do nothing."""
