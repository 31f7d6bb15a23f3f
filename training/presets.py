"""Ways of training that have a name, as data: what was done in the paper, and what made the shipped weights.

A recipe is a row of stages, one after the other; each is one run of ``training.fit``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cmrstudio.domain.errors import TrainingError, UnknownArchitectureError
from training.augment import AugmentSettings, WholeFrameSettings
from training.settings import FitSettings
from training.split import SOURCE_FOLDERS

ARCHITECTURES = ("unet", "unet_dropout", "residual_unet", "fcn")
SOURCES = tuple(SOURCE_FOLDERS)
NO_AUGMENTATION = WholeFrameSettings(rotation_degrees=0.0, clahe_share=0.0)
"""Whole frames, neither turned nor recoloured."""


@dataclass(frozen=True)
class Stage:
    """One run of a recipe.

    ``warm_start`` names the installed model whose layers are taken over where name and shapes agree, the others staying
    fresh. Without it the first stage starts afresh, and each later one from the weights of the stage before.
    """

    settings: FitSettings
    warm_start: str | None = None


@dataclass(frozen=True)
class Preset:
    """A named way of training: recipes by architecture, and the sources of the fixed split that it trains on."""

    description: str
    recipes: Mapping[str, tuple[Stage, ...]]
    sources: tuple[str, ...] = SOURCES

    def stages(self, architecture: str) -> tuple[Stage, ...]:
        """The recipe of one architecture. Raises ``UnknownArchitectureError``."""
        if architecture not in self.recipes:
            raise UnknownArchitectureError(architecture, known=tuple(self.recipes))
        return self.recipes[architecture]


def _paper(architecture: str) -> FitSettings:
    return FitSettings(
        architecture=architecture,
        epochs=200,
        batch_size=4,
        learning_rate=1e-5,
        schedule="constant",
        weight_decay=None,
        clip_norm=None,
        average_momentum=None,
        loss="cross_entropy",
        patience=20,
        dtype_policy="float32",
        augment=WholeFrameSettings(rotation_degrees=90.0, clahe_share=0.5),
    )


def _crops(
    architecture: str, side_px: int, epochs: int, learning_rate: float, dropout_rate: float | None = None
) -> FitSettings:
    """AdamW along a cosine, averaged weights, cross-entropy plus soft Dice, on crops of ``side_px`` near the heart."""
    return FitSettings(
        architecture=architecture,
        epochs=epochs,
        learning_rate=learning_rate,
        dropout_rate=dropout_rate,
        augment=AugmentSettings(side_px=side_px, heart_shift_px=28.0 * side_px / 128),
    )


PRESETS: dict[str, Preset] = {
    "paper": Preset(
        "Sinha et al. 2020: cross-entropy over three sigmoid channels, Adam 1e-5, batch 4, 200 epochs, early stopping "
        "after 20, whole frames, rotation in (-90, 90) degrees and CLAHE at random, float32",
        {architecture: (Stage(_paper(architecture)),) for architecture in ARCHITECTURES},
    ),
    "shipped": Preset(
        "What the shipped weights were made with: AdamW along a cosine, averaged weights, cross-entropy plus soft "
        "Dice, crops around the heart, strong augmentation, mixed bfloat16",
        {
            "unet": (
                Stage(_crops("unet", 128, 40, 1e-3)),
                Stage(_crops("unet", 112, 18, 8e-4)),
                Stage(_crops("unet", 112, 14, 5e-4)),
            ),
            "unet_dropout": (
                Stage(_crops("unet_dropout", 112, 6, 4e-4, 0.2), warm_start="unet"),
                Stage(_crops("unet_dropout", 112, 18, 6e-4, 0.1)),
            ),
            "residual_unet": (
                Stage(_crops("residual_unet", 96, 30, 1e-3)),
                Stage(_crops("residual_unet", 128, 8, 5e-4)),
                Stage(_crops("residual_unet", 112, 16, 6e-4)),
            ),
            "fcn": (
                Stage(_crops("fcn", 96, 12, 1e-3), warm_start="unet"),
                Stage(_crops("fcn", 96, 22, 8e-4, 0.1)),
                Stage(_crops("fcn", 96, 10, 5e-4, 0.1)),
            ),
        },
    ),
    "sunnybrook": Preset(
        "As shipped, from the CC0 Sunnybrook set alone",
        {"residual_unet": (Stage(_crops("residual_unet", 96, 60, 1e-3)), Stage(_crops("residual_unet", 96, 16, 8e-4)))},
        sources=("sunnybrook",),
    ),
}


def find_preset(name: str) -> Preset:
    """The preset of a name. Raises ``TrainingError``."""
    if name not in PRESETS:
        raise TrainingError("preset", f"there is no preset {name!r}; choose one of {', '.join(PRESETS)}")
    return PRESETS[name]


def change_stages(
    stages: Sequence[Stage],
    *,
    augment: bool = True,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    dtype_policy: str | None = None,
) -> tuple[Stage, ...]:
    """The same stages with what is given in place of their own; without ``augment`` on the images as they are."""
    wanted = {"epochs": epochs, "batch_size": batch_size, "seed": seed, "dtype_policy": dtype_policy}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    if not augment:
        given["augment"] = NO_AUGMENTATION
    return tuple(replace(stage, settings=replace(stage.settings, **given)) for stage in stages)
