"""The four networks of Sinha et al. (ICMLA 2020), built with the Keras 3 API only.

Every network maps ``(batch, row, column, 1)`` to ``(batch, row, column, 3)`` sigmoid probabilities of LV cavity, LV
myocardium and background. They are fully convolutional: any side divisible by 16 works.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cmrstudio.domain.errors import UnknownArchitectureError

if TYPE_CHECKING:
    import keras

OUTPUT_CHANNELS = 3
SIDE_MULTIPLE = 16
DROPOUT_RATE = 0.5
ENCODER_FILTERS = (32, 64, 128, 256)
BOTTOM_FILTERS = 512

TRAINABLE_PARAMETERS = {
    "unet_dropout": 8_480_739,
    "unet": 8_480_739,
    "residual_unet": 4_715_507,
    "fcn": 7_564_259,
}

Tensor = Any


def _conv(tensor: Tensor, filters: int, name: str, *, stride: int = 1, relu: bool = True, side: int = 3) -> Tensor:
    from keras import layers

    return layers.Conv2D(
        filters,
        side,
        strides=stride,
        padding="same",
        activation="relu" if relu else None,
        kernel_initializer="he_normal",
        name=name,
    )(tensor)


def _conv_pair(tensor: Tensor, first: int, second: int, name: str, dropout_rate: float) -> Tensor:
    from keras import layers

    tensor = _conv(tensor, first, f"{name}_conv1")
    if dropout_rate:
        tensor = layers.Dropout(dropout_rate, name=f"{name}_dropout")(tensor)
    return _conv(tensor, second, f"{name}_conv2")


def _transposed_conv(tensor: Tensor, filters: int, name: str) -> Tensor:
    from keras import layers

    return layers.Conv2DTranspose(
        filters, 2, strides=2, padding="same", kernel_initializer="he_normal", name=f"{name}_up"
    )(tensor)


def _output(tensor: Tensor) -> Tensor:
    """Sigmoid output; kept in float32 so that mixed precision does not round the probabilities."""
    from keras import layers

    return layers.Conv2D(
        OUTPUT_CHANNELS, 1, activation="sigmoid", kernel_initializer="he_normal", dtype="float32", name="output"
    )(tensor)


def _encoder(image: Tensor, dropout_rate: float) -> tuple[Tensor, list[Tensor]]:
    """The five blocks shared by both U-Nets and the FCN: the bottom tensor, and the skips from fine to coarse."""
    from keras import layers

    skips = []
    tensor = image
    for level, filters in enumerate(ENCODER_FILTERS, start=1):
        tensor = _conv_pair(tensor, filters, filters, f"encoder{level}", dropout_rate)
        skips.append(tensor)
        tensor = layers.MaxPooling2D(2, name=f"encoder{level}_pool")(tensor)
    tensor = _conv_pair(tensor, BOTTOM_FILTERS, BOTTOM_FILTERS, "bottom", dropout_rate)
    if dropout_rate:
        tensor = layers.Dropout(dropout_rate, name="bottom_dropout2")(tensor)
    return tensor, skips


def _unet(image: Tensor, dropout_rate: float) -> Tensor:
    from keras import layers

    tensor, skips = _encoder(image, dropout_rate)
    decoder_filters = ((256, 512), (128, 128), (64, 64), (32, 32))
    for level, (first, second) in zip((4, 3, 2, 1), decoder_filters, strict=True):
        name = f"decoder{level}"
        tensor = _transposed_conv(tensor, first, name)
        tensor = layers.Concatenate(name=f"{name}_concatenate")([tensor, skips[level - 1]])
        tensor = _conv_pair(tensor, first, second, name, dropout_rate)
    return _output(tensor)


def _fcn(image: Tensor, dropout_rate: float) -> Tensor:
    from keras import layers

    tensor, _ = _encoder(image, dropout_rate)
    for level, (first, second) in zip((4, 3), ((256, 512), (128, 128)), strict=True):
        name = f"decoder{level}"
        tensor = _transposed_conv(tensor, first, name)
        tensor = _conv_pair(tensor, first, second, name, dropout_rate)
    tensor = layers.UpSampling2D(4, interpolation="bilinear", name="up_sampling")(tensor)
    return _output(tensor)


def _normalised_conv(tensor: Tensor, filters: int, name: str, *, stride: int = 1) -> Tensor:
    """Batch norm, ReLU, convolution: the pre-activation order of the Residual U-Net."""
    from keras import layers

    tensor = layers.BatchNormalization(name=f"{name}_norm")(tensor)
    tensor = layers.ReLU(name=f"{name}_relu")(tensor)
    return _conv(tensor, filters, name, stride=stride, relu=False)


def _shortcut(tensor: Tensor, filters: int, name: str, *, stride: int = 1) -> Tensor:
    from keras import layers

    tensor = _conv(tensor, filters, f"{name}_shortcut", stride=stride, relu=False, side=1)
    return layers.BatchNormalization(name=f"{name}_shortcut_norm")(tensor)


def _residual_block(tensor: Tensor, filters: int, name: str, *, stride: int = 1) -> Tensor:
    from keras import layers

    path = _normalised_conv(tensor, filters, f"{name}_conv1", stride=stride)
    path = _normalised_conv(path, filters, f"{name}_conv2")
    return layers.Add(name=f"{name}_add")([path, _shortcut(tensor, filters, name, stride=stride)])


def _residual_unet(image: Tensor, dropout_rate: float) -> Tensor:
    """Residual U-Net; it has no dropout, so ``dropout_rate`` is not used."""
    from keras import layers

    del dropout_rate
    path = _normalised_conv(_conv(image, 16, "stem_conv1", relu=False), 16, "stem_conv2")
    tensor = layers.Add(name="stem_add")([path, _shortcut(image, 16, "stem")])
    skips = [tensor]
    for level, filters in enumerate((32, 64, 128, 256), start=1):
        tensor = _residual_block(tensor, filters, f"encoder{level}", stride=2)
        skips.append(tensor)
    skips.pop()
    tensor = _normalised_conv(_normalised_conv(tensor, 256, "bridge_conv1"), 256, "bridge_conv2")
    for level, filters in zip((4, 3, 2, 1), (256, 128, 64, 32), strict=True):
        tensor = layers.UpSampling2D(2, name=f"decoder{level}_up")(tensor)
        tensor = layers.Concatenate(name=f"decoder{level}_concatenate")([tensor, skips[level - 1]])
        tensor = _residual_block(tensor, filters, f"decoder{level}")
    return _output(tensor)


_BODIES: dict[str, tuple[Callable[[Tensor, float], Tensor], float]] = {
    "unet_dropout": (_unet, DROPOUT_RATE),
    "unet": (_unet, 0.0),
    "residual_unet": (_residual_unet, 0.0),
    "fcn": (_fcn, DROPOUT_RATE),
}


def build(architecture: str, *, dropout_rate: float | None = None) -> keras.Model:
    """Build one of the four networks with fresh weights.

    ``architecture`` is a key of ``TRAINABLE_PARAMETERS``. ``dropout_rate`` replaces the published 0.5 where the
    architecture has dropout; it changes no weight shape. Raises ``UnknownArchitectureError``.
    """
    import keras

    if architecture not in _BODIES:
        raise UnknownArchitectureError(architecture, known=tuple(_BODIES))
    body, published_rate = _BODIES[architecture]
    rate = published_rate if dropout_rate is None or not published_rate else dropout_rate
    image = keras.Input((None, None, 1), name="image")
    return keras.Model(image, body(image, rate), name=architecture)


@lru_cache(maxsize=len(_BODIES))
def weight_shapes(architecture: str) -> tuple[tuple[int, ...], ...]:
    """The shapes of an architecture's weights in the order of Keras's ``get_weights``, batch-norm statistics included.

    Raises ``UnknownArchitectureError``.
    """
    return tuple(tuple(weight.shape) for weight in build(architecture).weights)
