"""A network with its weights as the fewest operations that give the same result; numpy only.

What training needs and running does not is worked into the weights: dropout goes, and a batch norm becomes part of the
convolution before it, or one scale and shift per channel. Enlarging is put off until after what need not be done on the
larger image. All of it is exact: only float32 rounding differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError
from cmrstudio.inference.topology import IMAGE, NORM_EPSILON, OUTPUT, Step, steps_of, weighted_steps

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of a network that is only run.

    ``kind``, ``inputs``, ``side``, ``stride`` and ``activation`` are those of ``topology.Step``, with "affine" (a scale
    and a shift for every channel) in place of batch norms; the activation comes last, whatever the kind. ``weights``
    are kernel and, unless it is zero, bias; or scale and shift. Kernels are laid out as TensorFlow has them.
    """

    kind: str
    name: str
    inputs: tuple[str, ...]
    weights: tuple[Array, ...] = ()
    side: int = 1
    stride: int = 1
    activation: str = ""


def folded(architecture: str, weights: Sequence[npt.NDArray[np.floating]]) -> tuple[Operation, ...]:
    """The operations of a network, every one after those that it needs; the last is called ``topology.OUTPUT``.

    ``weights`` are in the order of Keras's ``get_weights``. Raises ``ModelError`` where they do not fit,
    ``UnknownArchitectureError``.
    """
    nodes = _operations(architecture, weights)
    _output_before_enlarging(nodes)
    _norms_into_convolutions(nodes)
    _activations_into_operations(nodes)
    for step in steps_of(architecture):
        if step.kind == "concatenate" and nodes[step.inputs[0]].kind == "nearest":
            _split(nodes, nodes[step.name], step.channels_in[0])
    return tuple(_in_order(nodes))


Nodes = dict[str, Operation]


def _operations(architecture: str, weights: Sequence[npt.NDArray[np.floating]]) -> Nodes:
    """The steps with their weights: batch norms as affine operations, and without dropout."""
    of_step = _by_step(architecture, weights)
    nodes: Nodes = {}
    same = {IMAGE: IMAGE}
    for step in steps_of(architecture):
        inputs = tuple(same[name] for name in step.inputs)
        same[step.name] = inputs[0] if step.kind == "dropout" else step.name
        if step.kind != "dropout":
            arrays = of_step.get(step.name, ())
            kind, arrays = ("affine", _scale_and_shift(*arrays)) if step.kind == "norm" else (step.kind, arrays)
            nodes[step.name] = Operation(kind, step.name, inputs, arrays, step.side, step.stride, step.activation)
    return nodes


def _by_step(architecture: str, weights: Sequence[npt.NDArray[np.floating]]) -> dict[str, tuple[Array, ...]]:
    steps: tuple[Step, ...] = weighted_steps(architecture)
    wanted = [shape for step in steps for shape in step.weight_shapes]
    if [tuple(np.shape(array)) for array in weights] != wanted:
        raise ModelError(
            f"The weights do not fit architecture {architecture!r}: {len(weights)} arrays where it has {len(wanted)}, "
            "or other shapes. Choose the architecture that the model's card names."
        )
    remaining = iter(weights)
    return {step.name: tuple(np.asarray(next(remaining), np.float32) for _ in step.weight_shapes) for step in steps}


def _scale_and_shift(gamma: Array, beta: Array, mean: Array, variance: Array) -> tuple[Array, Array]:
    scale = gamma / np.sqrt(variance.astype(np.float64) + NORM_EPSILON)
    return scale.astype(np.float32), (beta - mean * scale).astype(np.float32)


def _users(nodes: Nodes, name: str) -> list[Operation]:
    return [node for node in nodes.values() for source in node.inputs if source == name]


def _only_source(nodes: Nodes, node: Operation, *kinds: str) -> Operation | None:
    """The operation before ``node`` if it is of one of these kinds, has no activation and serves no other."""
    source = nodes.get(node.inputs[0])
    if source is None or source.kind not in kinds or source.activation or len(_users(nodes, source.name)) > 1:
        return None
    return source


def _output_before_enlarging(nodes: Nodes) -> None:
    """Weigh the channels of the small image, and enlarge the three that are left: both are sums, so order is free."""
    output = nodes[OUTPUT]
    enlarged = _only_source(nodes, output, "bilinear")
    if enlarged is not None:
        small = replace(output, name=f"{OUTPUT}_small", inputs=enlarged.inputs, activation="")
        nodes[small.name] = small
        nodes[OUTPUT] = replace(enlarged, name=OUTPUT, inputs=(small.name,), activation=output.activation)
        del nodes[enlarged.name]


def _norms_into_convolutions(nodes: Nodes) -> None:
    """Fold each affine operation into the convolution before it, through sums, wherever nobody else needs that."""
    waiting = [node for node in nodes.values() if node.kind == "affine"]
    while waiting:
        node = waiting.pop(0)  # the first come first: what they fold into may take in the next ones
        scale, shift = node.weights
        source = _only_source(nodes, node, "convolution", "add")
        if source is None:
            continue
        del nodes[source.name]
        if source.kind == "convolution":
            kernel, bias = source.weights
            nodes[node.name] = replace(source, name=node.name, weights=(kernel * scale, bias * scale + shift))
            continue
        shifts = (shift, *(np.zeros_like(shift) for _ in source.inputs[1:]))
        parts = [
            Operation("affine", f"{node.name}_{index}", (name,), (scale, part))
            for index, (name, part) in enumerate(zip(source.inputs, shifts, strict=True))
        ]
        nodes.update({part.name: part for part in parts})
        nodes[node.name] = replace(source, name=node.name, inputs=tuple(part.name for part in parts))
        waiting.extend(parts)


def _activations_into_operations(nodes: Nodes) -> None:
    for node in [node for node in nodes.values() if node.kind == "relu"]:
        source = _only_source(nodes, node, "affine", "convolution", "add")
        if source is not None:
            del nodes[source.name]
            nodes[node.name] = replace(source, name=node.name, activation="relu")


def _split(nodes: Nodes, joined: Operation, enlarged_channels: int) -> None:
    """Treat the two sides of a concatenation, of which the first was enlarged, apart, and add up the results.

    What a convolution makes of the enlarged side it can make of the small one, with fewer multiplications.
    """
    large, skip = joined.inputs
    small = nodes[large].inputs[0]
    parts = slice(None, enlarged_channels), slice(enlarged_channels, None)
    for user in _users(nodes, joined.name):
        if user.kind == "affine":
            sides = [
                replace(
                    user, name=f"{user.name}_{side}", inputs=(source,), weights=tuple(w[part] for w in user.weights)
                )
                for side, source, part in zip(("small", "skip"), (small, skip), parts, strict=True)
            ]
            nodes.update({side.name: side for side in sides})
            for convolution in _users(nodes, user.name):
                _convolve_apart(nodes, convolution, sides[0].name, sides[1].name, parts)
        else:
            _convolve_apart(nodes, user, small, skip, parts)


def _convolve_apart(nodes: Nodes, node: Operation, small: str, skip: str, parts: tuple[slice, slice]) -> None:
    """Replace a convolution of a concatenation by the sum of one of the small side and one of the skip."""
    kernel, bias = node.weights
    from_small, from_skip = f"{node.name}_small", f"{node.name}_skip"
    if node.side == 1:
        nodes[f"{from_small}_conv"] = Operation(
            "convolution", f"{from_small}_conv", (small,), (kernel[:, :, parts[0]],)
        )
        nodes[from_small] = Operation("nearest", from_small, (f"{from_small}_conv",), side=2)
    else:
        enlarging = _enlarging_kernel(kernel[:, :, parts[0]])
        nodes[from_small] = Operation("transposed", from_small, (small,), (enlarging,), side=4, stride=2)
    nodes[from_skip] = replace(
        node, name=from_skip, inputs=(skip,), weights=(kernel[:, :, parts[1]], bias), activation=""
    )
    nodes[node.name] = Operation("add", node.name, (from_skip, from_small), activation=node.activation)


def _enlarging_kernel(kernel: Array) -> Array:
    """The 4 x 4 kernel, laid out for a transposed convolution of stride 2, that doubles pixels and then convolves.

    ``kernel`` [3, 3, in, out] sees each small pixel twice in each direction, so neighbouring entries add up.
    """
    first, middle, last = np.eye(3)
    doubling = np.array([last, middle + last, first + middle, first])
    return np.asarray(np.einsum("ai,bj,ijco->aboc", doubling, doubling, kernel), np.float32)


def _in_order(nodes: Nodes) -> list[Operation]:
    """What the output needs, every operation after its inputs."""
    done: dict[str, Operation] = {}

    def visit(name: str) -> None:
        if name != IMAGE and name not in done:
            for source in nodes[name].inputs:
                visit(source)
            done[name] = nodes[name]

    visit(OUTPUT)
    return list(done.values())
