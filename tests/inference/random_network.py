"""Networks with random weights and random batch-norm statistics, as no fresh network has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.inference import architectures

_SPREAD = {"gamma": (1.0, 0.2), "beta": (0.0, 0.2), "moving_mean": (0.0, 0.2), "bias": (0.0, 0.1)}


def random_network(architecture: str, seed: int = 0) -> tuple[Any, list[npt.NDArray[np.float32]]]:
    """The network in Keras, and its weights in the order of ``get_weights``."""
    rng = np.random.default_rng(seed)
    model = architectures.build(architecture)
    weights = []
    for variable in model.weights:
        kind = variable.path.rsplit("/", 1)[-1]
        shape = tuple(variable.shape)
        if kind == "moving_variance":
            array = rng.uniform(0.5, 2.0, shape)
        elif kind == "kernel":
            gain = 1.0 if architecture == "residual_unet" else 2.0
            inputs = np.prod(shape[:2]) * shape[3 if "_up/" in variable.path else 2]
            array = rng.normal(0, np.sqrt(gain / inputs), shape)
        else:
            array = rng.normal(*_SPREAD[kind], shape)
        weights.append(array.astype(np.float32))
    model.set_weights(weights)
    return model, weights
