"""What a training run is made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from cmrstudio.domain.errors import TrainingError
from cmrstudio.inference.topology import SIDE_MULTIPLE
from training.augment import AugmentSettings, WholeFrameSettings

Loss = Literal["cross_entropy", "cross_entropy_and_dice"]
Schedule = Literal["cosine", "constant"]
DTYPE_POLICIES = ("float32", "mixed_bfloat16", "mixed_float16")
SEEDS = 2**32

_Rule = tuple[Callable[[Any], bool], str]
_CHOICES = {"schedule": get_args(Schedule), "loss": get_args(Loss), "dtype_policy": DTYPE_POLICIES}
_ONE_OR_MORE: _Rule = (lambda value: value >= 1, "1 or more")
_NUMBERS: dict[str, _Rule] = {
    "epochs": _ONE_OR_MORE,
    "batch_size": _ONE_OR_MORE,
    "patience": _ONE_OR_MORE,
    "warm_up_steps": (lambda value: value >= 0, "0 or more"),
    "learning_rate": (lambda value: value >= 0, "0 or more"),
    "weight_decay": (lambda value: value >= 0, "0 or more"),
    "clip_norm": (lambda value: value > 0, "more than 0"),
    "average_momentum": (lambda value: 0 <= value < 1, "0 or more and less than 1"),
    "dropout_rate": (lambda value: 0 <= value < 1, "0 or more and less than 1"),
    "wide_every": (lambda value: value == 0 or value >= 2, "0, or 2 or more"),
    "shortest_epoch": (lambda value: value >= 0, "0 or more"),
    "replay_share": (lambda value: 0 <= value < 1, "0 or more and less than 1"),
    "seed": (lambda value: 0 <= value < SEEDS, f"0 to {SEEDS - 1}"),
}
_SIDE: _Rule = (lambda value: value >= 1 and value % SIDE_MULTIPLE == 0, f"a multiple of {SIDE_MULTIPLE}")
_SHARE: _Rule = (lambda value: 0 <= value <= 1, "0 to 1")
_FINITE: _Rule = (lambda _: True, "a finite number")
_NO_FACTS_WHILE_OFF = ("freeze_norms", "wide_every", "shortest_epoch", "replay_share")
"""A run that began before there were these settings is the same run without them."""


@dataclass(frozen=True)
class FitSettings:
    """What a run is made of; ``training.presets`` has the ones with a name.

    ``schedule`` "cosine" warms up over ``warm_up_steps`` and falls to a hundredth of ``learning_rate`` over the run.
    ``weight_decay``, ``clip_norm`` and ``average_momentum`` (moving average of the weights) are off where None.
    With ``patience`` the run stops after so many epochs without better validation loss, and the best epoch's weights
    are its result; without it, those of the last epoch. ``dropout_rate`` replaces the published 0.5 of the networks
    that have dropout.

    For networks that go on learning: ``freeze_norms`` keeps the batch norms as they are; every ``wide_every``-th batch
    shows whole frames in place of crops, fewer of them, so that it costs the same (0: none does); an epoch has at least
    ``shortest_epoch`` images, shown several times where there are fewer; ``replay_share`` of an epoch's images are
    those of old that ``fit`` is given to rehearse.
    """

    architecture: str = "unet"
    epochs: int = 60
    batch_size: int = 16
    learning_rate: float = 1e-3
    schedule: Schedule = "cosine"
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
    freeze_norms: bool = False
    wide_every: int = 0
    shortest_epoch: int = 0
    replay_share: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Every setting by name, as plain values that JSON keeps."""
        augment = {"kind": type(self.augment).__name__, **asdict(self.augment)}
        plain = {name: v for name, v in asdict(self).items() if v or name not in _NO_FACTS_WHILE_OFF}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()} | {
            "augment": {name: list(v) if isinstance(v, tuple) else v for name, v in augment.items()}
        }

    def check(self) -> None:
        """Raise ``TrainingError`` that names a setting which cannot be."""
        for name, known in _CHOICES.items():
            if getattr(self, name) not in known:
                raise TrainingError(
                    name, f"there is no {getattr(self, name)!r}; choose one of {', '.join(map(str, known))}"
                )
        _check_numbers({name: getattr(self, name) for name in _NUMBERS}, _NUMBERS)
        augment = asdict(self.augment)
        rules = {name: _SHARE if name.endswith("_share") else _FINITE for name in augment} | {"side_px": _SIDE}
        _check_numbers(augment, rules)


def _check_numbers(values: Mapping[str, Any], rules: Mapping[str, _Rule]) -> None:
    """Every number has to be finite and to keep its rule; None is a setting that is off."""
    for name, value in values.items():
        can_be, wanted = rules[name]
        for number in value if isinstance(value, tuple | list) else (value,):
            if number is not None and not (math.isfinite(number) and can_be(number)):
                raise TrainingError(name, f"it is {number}: choose {wanted}")
