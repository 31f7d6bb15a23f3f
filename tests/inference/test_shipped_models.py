"""What every shipped model must be, whichever are shipped."""

from __future__ import annotations

import pytest

from cmrstudio.domain.resource_paths import models_folder
from cmrstudio.inference.architectures import weight_shapes
from cmrstudio.inference.model_card import WEIGHTS_FILE, ModelCard
from cmrstudio.inference.registry import ModelRegistry

MOST_BYTES = 60_000_000
CARDS = ModelRegistry().cards()


def trained_on(card: ModelCard, data: str) -> bool:
    return any(source.startswith(data) for source in card.trained_on)


def test_none_is_broken() -> None:
    assert CARDS
    assert ModelRegistry().broken() == ()


@pytest.mark.parametrize("card", [card for card in CARDS if not card.is_ensemble], ids=lambda card: card.model_id)
def test_its_weights_are_those_of_its_card(card: ModelCard) -> None:
    weights = ModelRegistry().weights(card.model_id)
    assert tuple(array.shape for array in weights) == weight_shapes(card.architecture)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.model_id)
def test_its_card_says_where_it_comes_from_and_how_it_scores(card: ModelCard) -> None:
    assert card.trained_on
    assert card.metrics
    for scores in card.metrics.values():
        assert {"cavity_dice", "epicardium_dice", "pooled_dice", "subjects"} <= scores.keys()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.model_id)
def test_what_was_trained_with_acdc_carries_its_licence(card: ModelCard) -> None:
    if trained_on(card, "ACDC"):
        assert card.licence == "CC BY-NC-SA 4.0"


def test_the_networks_trained_on_all_data_are_small_enough_to_ship() -> None:
    networks = [card for card in CARDS if not card.is_ensemble and trained_on(card, "ACDC")]
    sizes = [(models_folder() / card.model_id / WEIGHTS_FILE).stat().st_size for card in networks]
    assert sum(sizes) <= MOST_BYTES
