"""A folded network is shorter and says the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from cmrstudio.domain.errors import ModelError, UnknownArchitectureError
from cmrstudio.inference import architectures, folding, topology
from cmrstudio.inference.folding import folded
from tests.inference.random_network import random_network

ARCHITECTURES = topology.ARCHITECTURES


def kinds(architecture: str) -> Counter[str]:
    return Counter(operation.kind for operation in folded(architecture, zeros(architecture)))


def zeros(architecture: str) -> list[np.ndarray]:
    return [np.zeros(shape, np.float32) for shape in topology.weight_shapes(architecture)]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_operation_comes_after_its_inputs_and_the_output_last(architecture: str) -> None:
    operations = folded(architecture, zeros(architecture))
    known = {topology.IMAGE}
    for operation in operations:
        assert set(operation.inputs) <= known
        known.add(operation.name)
    assert operations[-1].name == topology.OUTPUT
    assert operations[-1].activation == "sigmoid"
    assert len(known) == len(operations) + 1


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_steps_weights_come_in_the_order_in_which_keras_lists_them(architecture: str) -> None:
    model = architectures.build(architecture)
    assert [layer.name for layer in model.layers if layer.weights] == [
        step.name for step in topology.weighted_steps(architecture)
    ]
    assert [tuple(weight.shape) for weight in model.weights] == list(topology.weight_shapes(architecture))


def test_no_dropout_and_no_batch_norm_is_left() -> None:
    for architecture in ARCHITECTURES:
        assert set(kinds(architecture)) <= {
            *("convolution", "transposed", "pool", "affine", "nearest", "bilinear", "concatenate", "add"),
        }


def test_only_norms_of_what_others_need_too_stay_as_one_scale_and_shift() -> None:
    """Those after a block's sum, which is also its shortcut's and the skip's; the skip's twice, once on each way."""
    operations = folded("residual_unet", zeros("residual_unet"))
    affine = {operation.name for operation in operations if operation.kind == "affine"}
    expected = {f"encoder{level}_conv1_relu" for level in (1, 2, 3, 4)}
    expected |= {f"decoder{level}_conv1_relu_{side}" for level in (1, 2, 3, 4) for side in ("small", "skip")}
    assert affine == expected


def test_the_fcn_weighs_its_channels_before_it_enlarges_them() -> None:
    last = folded("fcn", zeros("fcn"))[-2:]
    assert [operation.kind for operation in last] == ["convolution", "bilinear"]
    assert last[0].weights[0].shape == (1, 1, 128, 3)


def test_the_kernel_that_enlarges_is_doubling_and_convolving_at_once() -> None:
    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(3, 3, 2, 4)).astype(np.float32)
    small = rng.normal(size=(5, 6, 2))
    large = np.pad(small.repeat(2, axis=0).repeat(2, axis=1), ((1, 1), (1, 1), (0, 0)))
    expected = sum(
        large[row : row + 10, column : column + 12] @ kernel[row, column] for row in range(3) for column in range(3)
    )
    scattered = np.zeros((12, 14, 4))
    enlarging = folding._enlarging_kernel(kernel)
    for row, column in np.ndindex(5, 6):
        scattered[2 * row : 2 * row + 4, 2 * column : 2 * column + 4] += enlarging @ small[row, column]
    assert np.allclose(scattered[1:-1, 1:-1], expected, atol=1e-6)


def test_folding_changes_no_weight_that_it_was_given() -> None:
    _, weights = random_network("residual_unet")
    before = [weight.copy() for weight in weights]
    folded("residual_unet", weights)
    assert all(np.array_equal(*pair) for pair in zip(weights, before, strict=True))


def test_weights_of_another_architecture_are_refused() -> None:
    with pytest.raises(ModelError, match="do not fit architecture 'fcn'"):
        folded("fcn", zeros("unet"))
    with pytest.raises(ModelError, match="do not fit architecture 'unet'"):
        folded("unet", zeros("unet")[:-1])
    with pytest.raises(UnknownArchitectureError):
        folded("transformer", [])
