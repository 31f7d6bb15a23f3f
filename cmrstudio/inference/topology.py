"""The four networks of Sinha et al. (ICMLA 2020) as plain lists of steps: what is built for training, folded and run.

A step names the steps whose results it takes; the image is the result called "image". Tensors are (batch, row, column,
channel). Nothing here needs more than Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cmrstudio.domain.errors import UnknownArchitectureError

IMAGE = "image"
OUTPUT = "output"
OUTPUT_CHANNELS = 3
SIDE_MULTIPLE = 16
"""Images must have a side that this divides: they are halved four times and doubled again."""
ENCODER_FILTERS = (32, 64, 128, 256)
BOTTOM_FILTERS = 512
NORM_EPSILON = 1e-3
"""What a batch norm adds to the variance."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """One layer.

    ``kind`` is "convolution" or "transposed" (of ``side`` x ``side``, as far apart as ``stride``, padded to the same
    size), "norm" (batch norm), "relu", "dropout", "pool" (maximum of ``side`` x ``side``), "nearest" or
    "bilinear" (enlarged ``side`` times), "concatenate" or "add". It has ``channels`` where each of ``inputs`` has those
    of ``channels_in``. ``activation`` is "", "relu" or "sigmoid".
    """

    kind: str
    name: str
    inputs: tuple[str, ...]
    channels_in: tuple[int, ...]
    channels: int
    side: int = 1
    stride: int = 1
    activation: str = ""

    @property
    def weight_shapes(self) -> tuple[Shape, ...]:
        """Kernel and bias; or scale, shift, mean and variance of a batch norm; in the order of Keras."""
        (first, *_), channels = self.channels_in, (self.channels,)
        match self.kind:
            case "convolution":
                return (self.side, self.side, first, self.channels), channels
            case "transposed":
                return (self.side, self.side, self.channels, first), channels
            case "norm":
                return (channels,) * 4
            case _:
                return ()


class _Plan:
    """Steps written down one after the other; every method returns the name of the step that it adds."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}

    def add(
        self, kind: str, name: str, *inputs: str, filters: int = 0, side: int = 1, stride: int = 1, activation: str = ""
    ) -> str:
        channels_in = tuple(1 if source == IMAGE else self.steps[source].channels for source in inputs)
        channels = filters or (sum(channels_in) if kind == "concatenate" else channels_in[0])
        self.steps[name] = Step(kind, name, inputs, channels_in, channels, side, stride, activation)
        return name

    def convolution(
        self, source: str, filters: int, name: str, *, stride: int = 1, relu: bool = True, side: int = 3
    ) -> str:
        activation = "relu" if relu else ""
        return self.add("convolution", name, source, filters=filters, side=side, stride=stride, activation=activation)

    def pair(self, source: str, first: int, second: int, name: str, *, dropout: bool) -> str:
        tensor = self.convolution(source, first, f"{name}_conv1")
        if dropout:
            tensor = self.add("dropout", f"{name}_dropout", tensor)
        return self.convolution(tensor, second, f"{name}_conv2")

    def up(self, source: str, filters: int, name: str) -> str:
        return self.add("transposed", f"{name}_up", source, filters=filters, side=2, stride=2)

    def encoder(self, *, dropout: bool) -> tuple[str, list[str]]:
        """The five blocks shared by both U-Nets and the FCN: the bottom tensor, and the skips from fine to coarse."""
        skips = []
        tensor = IMAGE
        for level, filters in enumerate(ENCODER_FILTERS, start=1):
            skips.append(self.pair(tensor, filters, filters, f"encoder{level}", dropout=dropout))
            tensor = self.add("pool", f"encoder{level}_pool", skips[-1], side=2)
        tensor = self.pair(tensor, BOTTOM_FILTERS, BOTTOM_FILTERS, "bottom", dropout=dropout)
        return (self.add("dropout", "bottom_dropout2", tensor) if dropout else tensor), skips

    def normalised(self, source: str, filters: int, name: str, *, stride: int = 1) -> str:
        """Batch norm, ReLU, convolution: the pre-activation order of the Residual U-Net."""
        tensor = self.add("relu", f"{name}_relu", self.add("norm", f"{name}_norm", source))
        return self.convolution(tensor, filters, name, stride=stride, relu=False)

    def shortcut(self, source: str, filters: int, name: str, *, stride: int = 1) -> str:
        tensor = self.convolution(source, filters, f"{name}_shortcut", stride=stride, relu=False, side=1)
        return self.add("norm", f"{name}_shortcut_norm", tensor)

    def residual_block(self, source: str, filters: int, name: str, *, stride: int = 1) -> str:
        path = self.normalised(source, filters, f"{name}_conv1", stride=stride)
        path = self.normalised(path, filters, f"{name}_conv2")
        return self.add("add", f"{name}_add", path, self.shortcut(source, filters, name, stride=stride))

    def output(self, source: str) -> None:
        self.add("convolution", OUTPUT, source, filters=OUTPUT_CHANNELS, activation="sigmoid")


def _unet(plan: _Plan, *, dropout: bool) -> None:
    tensor, skips = plan.encoder(dropout=dropout)
    decoder_filters = ((256, 512), (128, 128), (64, 64), (32, 32))
    for level, (first, second) in zip((4, 3, 2, 1), decoder_filters, strict=True):
        name = f"decoder{level}"
        tensor = plan.up(tensor, first, name)
        tensor = plan.add("concatenate", f"{name}_concatenate", tensor, skips[level - 1])
        tensor = plan.pair(tensor, first, second, name, dropout=dropout)
    plan.output(tensor)


def _fcn(plan: _Plan) -> None:
    tensor, _ = plan.encoder(dropout=True)
    for level, (first, second) in zip((4, 3), ((256, 512), (128, 128)), strict=True):
        tensor = plan.pair(plan.up(tensor, first, f"decoder{level}"), first, second, f"decoder{level}", dropout=True)
    plan.output(plan.add("bilinear", "up_sampling", tensor, side=4))


def _residual_unet(plan: _Plan) -> None:
    path = plan.normalised(plan.convolution(IMAGE, 16, "stem_conv1", relu=False), 16, "stem_conv2")
    tensor = plan.add("add", "stem_add", path, plan.shortcut(IMAGE, 16, "stem"))
    skips = [tensor]
    for level, filters in enumerate((32, 64, 128, 256), start=1):
        tensor = plan.residual_block(tensor, filters, f"encoder{level}", stride=2)
        skips.append(tensor)
    tensor = plan.normalised(plan.normalised(tensor, 256, "bridge_conv1"), 256, "bridge_conv2")
    for level, filters in zip((4, 3, 2, 1), (256, 128, 64, 32), strict=True):
        tensor = plan.add("nearest", f"decoder{level}_up", tensor, side=2)
        tensor = plan.add("concatenate", f"decoder{level}_concatenate", tensor, skips[level - 1])
        tensor = plan.residual_block(tensor, filters, f"decoder{level}")
    plan.output(tensor)


ARCHITECTURES = ("unet_dropout", "unet", "residual_unet", "fcn")


@lru_cache(maxsize=len(ARCHITECTURES))
def steps_of(architecture: str) -> tuple[Step, ...]:
    """The steps of an architecture, every one after those that it needs. Raises ``UnknownArchitectureError``."""
    plan = _Plan()
    match architecture:
        case "unet" | "unet_dropout":
            _unet(plan, dropout=architecture == "unet_dropout")
        case "residual_unet":
            _residual_unet(plan)
        case "fcn":
            _fcn(plan)
        case _:
            raise UnknownArchitectureError(architecture, known=ARCHITECTURES)
    return tuple(plan.steps.values())


@lru_cache(maxsize=len(ARCHITECTURES))
def weighted_steps(architecture: str) -> tuple[Step, ...]:
    """The steps that have weights, in the order in which Keras lists a model's layers: that of the stored weights.

    Keras goes by how far a layer lies from the output, the farthest first, and among equals by when it is met on the
    way back from the output. Raises ``UnknownArchitectureError``.
    """
    steps = {step.name: step for step in steps_of(architecture)}
    met = {name: index for index, name in enumerate(_backwards(steps, OUTPUT, set()))}
    depth = dict.fromkeys(steps, 0)
    for step in reversed(steps.values()):
        for source in step.inputs:
            if source != IMAGE:
                depth[source] = max(depth[source], depth[step.name] + 1)
    weighted = (step for step in steps.values() if step.weight_shapes)
    return tuple(sorted(weighted, key=lambda step: (-depth[step.name], met[step.name])))


def _backwards(steps: dict[str, Step], name: str, seen: set[str]) -> Iterator[str]:
    if name != IMAGE and name not in seen:
        seen.add(name)
        yield name
        for source in steps[name].inputs:
            yield from _backwards(steps, source, seen)


@lru_cache(maxsize=len(ARCHITECTURES))
def weight_shapes(architecture: str) -> tuple[Shape, ...]:
    """The shapes of an architecture's weights in the order of Keras's ``get_weights``, batch-norm statistics included.

    Raises ``UnknownArchitectureError``.
    """
    return tuple(shape for step in weighted_steps(architecture) for shape in step.weight_shapes)
