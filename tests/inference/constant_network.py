"""Networks all of whose weights are one number: real models in real files, quickly made and told apart by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.inference.architectures import weight_shapes
from cmrstudio.inference.model_card import ENSEMBLE, ModelCard
from cmrstudio.inference.registry import ModelRegistry, write_ensemble, write_model
from tests import brightness_model

ARCHITECTURE = "residual_unet"


def weights(value: float) -> list[npt.NDArray[np.float32]]:
    return [np.full(shape, value, np.float32) for shape in weight_shapes(ARCHITECTURE)]


def card(model_id: str, **changes: Any) -> ModelCard:
    return replace(brightness_model.card(model_id, ARCHITECTURE), **changes)


def write_shipped(folder: Path) -> Path:
    """Two networks, "first" of zeros and "second" of eighths, and "both" of them together; returns ``folder``."""
    for number, model_id in enumerate(("first", "second")):
        write_model(folder / model_id, card(model_id), weights(number / 8))
    both = card("both", architecture=ENSEMBLE, members=("first", "second"))
    write_ensemble(folder / "both", both, ModelRegistry([folder]))
    return folder
