"""What a training run is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from training.augment import AugmentSettings, WholeFrameSettings

Loss = Literal["cross_entropy", "cross_entropy_and_dice"]
DTYPE_POLICIES = ("float32", "mixed_bfloat16", "mixed_float16")


@dataclass(frozen=True)
class FitSettings:
    """What a run is made of; ``training.presets`` has the ones with a name.

    ``schedule`` "cosine" warms up over ``warm_up_steps`` and falls to a hundredth of ``learning_rate`` over the run.
    ``weight_decay``, ``clip_norm`` and ``average_momentum`` (moving average of the weights) are off where None.
    With ``patience`` the run stops after so many epochs without better validation loss, and the best epoch's weights
    are its result; without it, those of the last epoch. ``dropout_rate`` replaces the published 0.5 of the networks
    that have dropout.
    """

    architecture: str = "unet"
    epochs: int = 60
    batch_size: int = 16
    learning_rate: float = 1e-3
    schedule: Literal["cosine", "constant"] = "cosine"
    warm_up_steps: int = 200
    weight_decay: float | None = 1e-4
    clip_norm: float | None = 1.0
    average_momentum: float | None = 0.995
    loss: Loss = "cross_entropy_and_dice"
    patience: int | None = None
    dropout_rate: float | None = None
    dtype_policy: str = "mixed_bfloat16"
    seed: int = 2020
    augment: AugmentSettings | WholeFrameSettings = field(default_factory=AugmentSettings)

    def facts(self) -> dict[str, Any]:
        """Every setting by name, as plain values that JSON keeps."""
        augment = {"kind": type(self.augment).__name__, **asdict(self.augment)}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()} | {
            "augment": {name: list(v) if isinstance(v, tuple) else v for name, v in augment.items()}
        }
