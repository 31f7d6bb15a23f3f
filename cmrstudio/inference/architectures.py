"""The four networks of ``topology`` as models to train, built with the Keras 3 API only.

Every network maps ``(batch, row, column, 1)`` to ``(batch, row, column, 3)`` sigmoid probabilities of LV cavity, LV
myocardium and background. They are fully convolutional: any side divisible by 16 works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmrstudio.inference.topology import (
    IMAGE,
    NORM_EPSILON,
    OUTPUT,
    OUTPUT_CHANNELS,
    SIDE_MULTIPLE,
    Step,
    steps_of,
    weight_shapes,
)

if TYPE_CHECKING:
    import keras

__all__ = ["OUTPUT_CHANNELS", "SIDE_MULTIPLE", "TRAINABLE_PARAMETERS", "build", "weight_shapes"]

DROPOUT_RATE = 0.5

TRAINABLE_PARAMETERS = {
    "unet_dropout": 8_480_739,
    "unet": 8_480_739,
    "residual_unet": 4_715_507,
    "fcn": 7_564_259,
}

Tensor = Any


def build(architecture: str, *, dropout_rate: float | None = None) -> keras.Model:
    """Build one of the four networks with fresh weights.

    ``architecture`` is a key of ``TRAINABLE_PARAMETERS``. ``dropout_rate`` replaces the published 0.5 where the
    architecture has dropout; it changes no weight shape. Raises ``UnknownArchitectureError``.
    """
    steps = steps_of(architecture)
    import keras

    rate = DROPOUT_RATE if dropout_rate is None else dropout_rate
    tensors: dict[str, Tensor] = {IMAGE: keras.Input((None, None, 1), name=IMAGE)}
    for step in steps:
        inputs = [tensors[name] for name in step.inputs]
        if step.kind == "dropout" and not rate:
            tensors[step.name] = inputs[0]
        else:
            tensors[step.name] = _layer(step, rate)(inputs if len(inputs) > 1 else inputs[0])
    return keras.Model(tensors[IMAGE], tensors[OUTPUT], name=architecture)


def _layer(step: Step, dropout_rate: float) -> Any:
    """The Keras layer of a step; the output stays in float32, so that mixed precision does not round probabilities."""
    from keras import layers

    facts = {
        "strides": step.stride,
        "padding": "same",
        "activation": step.activation or None,
        "kernel_initializer": "he_normal",
        "dtype": "float32" if step.name == OUTPUT else None,
        "name": step.name,
    }
    match step.kind:
        case "convolution":
            layer = layers.Conv2D(step.channels, step.side, **facts)
        case "transposed":
            layer = layers.Conv2DTranspose(step.channels, step.side, **facts)
        case "norm":
            layer = layers.BatchNormalization(epsilon=NORM_EPSILON, name=step.name)
        case "relu":
            layer = layers.ReLU(name=step.name)
        case "dropout":
            layer = layers.Dropout(dropout_rate, name=step.name)
        case "pool":
            layer = layers.MaxPooling2D(step.side, name=step.name)
        case "nearest" | "bilinear":
            layer = layers.UpSampling2D(step.side, interpolation=step.kind, name=step.name)
        case "concatenate":
            layer = layers.Concatenate(name=step.name)
        case "add":
            layer = layers.Add(name=step.name)
        case _:
            raise ValueError(f"there is no step of the kind {step.kind!r}")
    return layer
