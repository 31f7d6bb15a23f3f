"""The four networks are those of the paper, to the last parameter."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cmrstudio.domain.errors import UnknownArchitectureError
from cmrstudio.inference import architectures

PRINTED = {"unet_dropout": 8_480_739, "unet": 8_480_739, "residual_unet": 4_715_507, "fcn": 7_564_259}


@pytest.fixture(scope="module", params=sorted(PRINTED))
def network(request):
    return architectures.build(request.param)


def test_trainable_parameters_are_those_printed(network) -> None:
    count = sum(math.prod(weight.shape) for weight in network.trainable_weights)
    assert count == PRINTED[network.name] == architectures.TRAINABLE_PARAMETERS[network.name]


def test_the_residual_network_has_the_printed_count_with_batch_norm_statistics() -> None:
    assert architectures.build("residual_unet").count_params() == 4_722_803


def test_a_side_divisible_by_16_gives_probabilities_of_that_size(network) -> None:
    probabilities = np.asarray(network(np.zeros((1, 32, 48, 1), np.float32), training=False))
    assert probabilities.shape == (1, 32, 48, 3)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_only_the_published_networks_drop_half_of_their_values(network) -> None:
    rates = {layer.rate for layer in network.layers if type(layer).__name__ == "Dropout"}
    assert rates == ({0.5} if network.name in {"unet_dropout", "fcn"} else set())


def test_an_unknown_architecture_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownArchitectureError, match="fcn"):
        architectures.build("vnet")
