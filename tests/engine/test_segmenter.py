"""Which networks are kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from cmrstudio.engine import segmenter
from cmrstudio.engine.segmenter import NETWORKS_KEPT, Segmenter
from cmrstudio.inference.model_card import ModelCard
from tests import brightness_model


class Registry:
    """Stands in for the registry: every model has one network, "many" has several."""

    def __init__(self, members: Iterable[str] = ()) -> None:
        self.read: list[str] = []
        self.version = "1"
        self._members = tuple(members)

    def card(self, model_id: str) -> ModelCard:
        return replace(brightness_model.card(model_id), weights_sha256=self.version * 64)

    def card_and_members(self, model_id: str) -> tuple[ModelCard, tuple[ModelCard, ...]]:
        members = self._members if model_id == "many" else (model_id,)
        return self.card(model_id), tuple(map(self.card, members))

    def weights(self, card: ModelCard) -> list[object]:
        self.read.append(card.model_id)
        return []


class Network:
    def __init__(self, architecture: str, weights: object, *, side_px: int) -> None:
        self.runs = 0

    def warm_up(self) -> None:
        self.runs += 1


@pytest.fixture(autouse=True)
def networks_that_load_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenter, "Predictor", Network)


def load(registry: Registry, *model_ids: str) -> list[str]:
    """What is read from the disk while models are loaded one after the other."""
    used = Segmenter(registry)  # type: ignore[arg-type]
    for model_id in model_ids:
        _, networks = used.load(model_id)
        assert [network.runs for network in networks] == [1] * len(networks)  # type: ignore[attr-defined]
    return registry.read


def test_a_network_is_read_once_and_an_ensemble_shares_it() -> None:
    assert load(Registry("abcd"), "b", "many", "b", "many") == ["b", "a", "c", "d"]


def test_the_network_that_was_used_longest_ago_goes_first() -> None:
    names = [str(number) for number in range(NETWORKS_KEPT)]
    assert load(Registry(), *names, "0", "new", "0", "1") == [*names, "new", "1"]


def test_an_ensemble_of_more_networks_than_are_kept_is_read_once_too() -> None:
    names = [str(number) for number in range(NETWORKS_KEPT + 3)]
    assert load(Registry(names), "many", "many") == names


def test_changed_weights_are_read_anew() -> None:
    registry = Registry()
    used = Segmenter(registry)  # type: ignore[arg-type]
    used.load("a")
    registry.version = "2"
    used.load("a")
    assert registry.read == ["a", "a"]
