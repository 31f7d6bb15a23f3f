"""Turns the weights of a run into a shipped model with its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.resource_paths import models_folder
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.registry import write_model
from training.split import read_split

NAMES = {
    "unet": "U-Net",
    "unet_dropout": "U-Net with dropout",
    "residual_unet": "Residual U-Net",
    "fcn": "FCN",
}
SOURCE_TITLES = {"acdc": "ACDC (CC BY-NC-SA 4.0)", "sunnybrook": "Sunnybrook Cardiac Data (CC0 1.0)"}
NON_COMMERCIAL = "CC BY-NC-SA 4.0"


def write_shipped_model(
    model_id: str,
    version: str,
    architecture: str,
    weights: Sequence[npt.NDArray[np.floating]],
    metrics: Mapping[str, Mapping[str, float]],
) -> ModelCard:
    """Write a model trained on the training subjects of both sources, with its scores on the subjects kept out."""
    split = read_split()
    card = ModelCard(
        model_id=model_id,
        version=version,
        name=NAMES[architecture],
        description=(
            f"{NAMES[architecture]} of Sinha et al. (ICMLA 2020), trained on short-axis cine MRI at end-diastole and "
            "end-systole; papillary muscles count to the cavity. For research use."
        ),
        architecture=architecture,
        licence=NON_COMMERCIAL,
        trained_on=tuple(f"{title}: {len(split[source]['train'])} subjects" for source, title in SOURCE_TITLES.items()),
        metrics={
            f"{source}_test": {name: round(value, 4) for name, value in values.items()}
            for source, values in metrics.items()
        },
    )
    return write_model(models_folder() / model_id, card, weights)
