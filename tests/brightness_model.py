"""A U-Net whose weights are set by hand: it reads bright as cavity, half bright as myocardium and dark as background.

It is a real model in a real file, so that the whole way from an image to contours can be tested against shapes whose
place is known, before and apart from any training.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.registry import write_model

MODEL_ID = "brightness"
CAVITY, MYOCARDIUM, BACKGROUND = 1.0, 0.6, 0.0
STEEPNESS = 40.0


def card(model_id: str = MODEL_ID, architecture: str = "unet") -> ModelCard:
    """The facts of the model."""
    return ModelCard(model_id, "1.0.0", "Brightness", "Thresholds set by hand, for tests.", architecture, "CC0 1.0")


def weights() -> list[npt.NDArray[np.float32]]:
    """Three features of the grey value x pass through the finest level alone: x, x above 0.6, x below 0.6."""
    from cmrstudio.inference import architectures

    model = architectures.build("unet")
    model.set_weights([np.zeros(weight.shape, np.float32) for weight in model.weights])
    first = np.zeros((3, 3, 1, 32), np.float32)
    first[1, 1, 0, :3] = (1, 1, -1)
    bias = np.zeros(32, np.float32)
    bias[:3] = (0, -MYOCARDIUM, MYOCARDIUM)
    model.get_layer("encoder1_conv1").set_weights([first, bias])
    for layer, first_input in (("encoder1_conv2", 0), ("decoder1_conv1", 32), ("decoder1_conv2", 0)):
        kernel, no_bias = (np.zeros(weight.shape, np.float32) for weight in model.get_layer(layer).weights)
        for feature in range(3):
            kernel[1, 1, first_input + feature, feature] = 1
        model.get_layer(layer).set_weights([kernel, no_bias])
    output = np.zeros((1, 1, 32, 3), np.float32)
    output[0, 0, :3] = np.array([[1, 0, -1], [0, -1.5, 0], [0, -1, 0]]) * STEEPNESS
    model.get_layer("output").set_weights([output, np.array([-0.8, 0.3, 0.3], np.float32) * STEEPNESS])
    return [np.asarray(weight) for weight in model.get_weights()]


def write(folder: Path) -> Path:
    """Write the model into a sub-folder of ``folder``, which then is a folder of models; returns ``folder``."""
    write_model(folder / MODEL_ID, card(), weights())
    return folder


def heart(
    shape: tuple[int, int],
    centre_px: tuple[float, float],
    cavity_mm: float,
    wall_mm: float,
    pixel_spacing_mm: tuple[float, float],
) -> npt.NDArray[np.float32]:
    """A round heart as the model wants it: image [row, column] of grey values, each pixel the mean over its area.

    ``centre_px`` is (column, row), ``cavity_mm`` the radius of the cavity, ``pixel_spacing_mm`` (row, column).
    """
    fine = (np.arange(8) - 3.5) / 8
    row = (np.arange(shape[0])[:, None] + fine).ravel()[:, None] - centre_px[1]
    column = (np.arange(shape[1])[:, None] + fine).ravel()[None, :] - centre_px[0]
    distance_mm = np.hypot(row * pixel_spacing_mm[0], column * pixel_spacing_mm[1])
    image = np.select([distance_mm <= cavity_mm, distance_mm <= cavity_mm + wall_mm], [CAVITY, MYOCARDIUM], BACKGROUND)
    return image.reshape(shape[0], 8, shape[1], 8).mean(axis=(1, 3)).astype(np.float32)
