"""Small images with a ring in them, and a network of a few layers that trains on them in a moment."""

import numpy as np
import pytest

from cmrstudio.inference import architectures
from training.augment import AugmentSettings
from training.settings import FitSettings
from training.truth import TruthImage

TOY, PLAIN_TOY = "toy", "plain_toy"
TINY = FitSettings(
    architecture=TOY,
    epochs=1,
    batch_size=2,
    learning_rate=1e-2,
    warm_up_steps=1,
    dtype_policy="float32",
    augment=AugmentSettings(side_px=32, heart_shift_px=8.0),
)


def register_toy(monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    """Add two networks of two convolutions to the architectures, for good or while a test runs.

    One has batch norm and dropout between them, the plain one has not.
    """
    build, weight_shapes = architectures.build, architectures.weight_shapes

    def build_any(architecture, **settings):
        return _build(architecture) if architecture in (TOY, PLAIN_TOY) else build(architecture, **settings)

    def any_shapes(architecture):
        if architecture not in (TOY, PLAIN_TOY):
            return weight_shapes(architecture)
        return tuple(tuple(weight.shape) for weight in _build(architecture).weights)

    patch = setattr if monkeypatch is None else monkeypatch.setattr
    patch(architectures, "build", build_any)
    patch(architectures, "weight_shapes", any_shapes)


def _build(architecture):
    import keras
    from keras import layers

    image = keras.Input((None, None, 1), name="image")
    tensor = layers.Conv2D(4, 3, padding="same", activation="relu", name="encoder1_conv1")(image)
    if architecture == TOY:
        tensor = layers.BatchNormalization(name="norm")(tensor)
        tensor = layers.Dropout(0.5, name="dropout")(tensor)
    output = layers.Conv2D(3, 1, activation="sigmoid", dtype="float32", name="output")(tensor)
    return keras.Model(image, output, name=architecture)


def toy_images(count: int = 8, side_px: int = 64, seed: int = 0) -> list[TruthImage]:
    """Bright discs in half bright rings, each of a subject of its own."""
    random = np.random.default_rng(seed)
    row, column = np.mgrid[:side_px, :side_px]
    radius = np.hypot(row - side_px / 2, column - side_px / 2)
    labels = np.where(radius < side_px / 6, 1, np.where(radius < side_px / 4, 2, 0)).astype(np.uint8)
    images = (np.choose(labels, (0, 200, 100)) + random.integers(0, 40, (count, side_px, side_px))).astype(np.uint8)
    return [TruthImage(image, labels, f"subject{n}", "NOR", "ED", 0) for n, image in enumerate(images)]
