"""An ensemble is offered only while its members are exactly those it was made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS, weight_shapes
from cmrstudio.inference.model_card import CARD_FILE, ENSEMBLE, WEIGHTS_FILE, ModelCard, members_sha256, write_card
from cmrstudio.inference.registry import ModelRegistry, write_ensemble, write_model
from tests import brightness_model

MEMBERS = ("first", "second")


def add_network(folder: Path, model_id: str, value: float = 0.0) -> ModelCard:
    weights = [np.full(shape, value, np.float32) for shape in weight_shapes("residual_unet")]
    return write_model(folder / model_id, brightness_model.card(model_id, "residual_unet"), weights)


def ensemble_card(members: tuple[str, ...] = MEMBERS, **changes: Any) -> ModelCard:
    facts = {"model_id": "both", "architecture": ENSEMBLE, "members": members, **changes}
    return replace(brightness_model.card(), **facts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two networks and the ensemble of both."""
    for number, model_id in enumerate(MEMBERS):
        add_network(tmp_path, model_id, number / 8)
    write_ensemble(tmp_path / "both", ensemble_card(), ModelRegistry([tmp_path]))
    return tmp_path


@pytest.fixture
def refusal(folder: Path) -> Callable[[], str]:
    """Checks that the ensemble is refused everywhere and gives the reason."""

    def check() -> str:
        registry = ModelRegistry([folder])
        assert "both" not in [card.model_id for card in registry.cards()]
        (broken,) = (model for model in registry.broken() if model.folder.name == "both")
        for ask in (registry.card, registry.members, registry.weights, registry.trainable_parameters):
            with pytest.raises(ModelError) as refused:
                ask("both")
            assert str(refused.value) == broken.reason
        assert str(folder / "both") in broken.reason
        return broken.reason

    return check


def test_an_ensemble_is_listed_with_its_members_in_order(folder: Path) -> None:
    registry = ModelRegistry([folder])
    assert [card.model_id for card in registry.cards()] == ["both", *MEMBERS]
    assert registry.broken() == ()
    assert [card.model_id for card in registry.members("both")] == list(MEMBERS)
    assert registry.trainable_parameters("both") == 2 * TRAINABLE_PARAMETERS["residual_unet"]
    assert registry.card("both").weights_sha256 == members_sha256(registry.members("both"))


def test_a_network_is_its_only_member(folder: Path) -> None:
    registry = ModelRegistry([folder])
    assert registry.members("first") == (registry.card("first"),)
    with pytest.raises(UnknownModelError):
        registry.members("third")


def test_an_ensemble_has_no_weights_of_its_own(folder: Path) -> None:
    assert not (folder / "both" / WEIGHTS_FILE).exists()
    with pytest.raises(ModelError, match="no weights of its own"):
        ModelRegistry([folder]).weights("both")


def test_an_ensemble_without_a_member_is_refused(folder: Path, refusal: Callable[[], str]) -> None:
    (folder / "second" / CARD_FILE).unlink()
    assert "'second' is not installed" in refusal()


def test_an_ensemble_of_a_damaged_member_is_refused(folder: Path, refusal: Callable[[], str]) -> None:
    (folder / "second" / CARD_FILE).write_text("{}")
    assert "'second' is not installed" in refusal()


def test_an_ensemble_of_another_version_of_a_member_is_refused(folder: Path, refusal: Callable[[], str]) -> None:
    add_network(folder, "second", 0.5)
    assert "has been changed since (SHA-256)" in refusal()


def test_members_in_another_order_are_another_ensemble(folder: Path, refusal: Callable[[], str]) -> None:
    path = folder / "both" / CARD_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "members": MEMBERS[::-1]}))
    assert "has been changed since (SHA-256)" in refusal()


def test_weights_of_a_member_that_are_not_its_cards_are_refused(folder: Path) -> None:
    (folder / "second" / WEIGHTS_FILE).write_bytes((folder / "first" / WEIGHTS_FILE).read_bytes())
    registry = ModelRegistry([folder])
    with pytest.raises(ModelError, match="SHA-256"):
        registry.weights(registry.members("both")[1].model_id)


def test_an_ensemble_of_ensembles_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="'both' is itself an ensemble"):
        write_ensemble(folder / "more", ensemble_card(("first", "both"), model_id="more"), ModelRegistry([folder]))
    (folder / "more").mkdir()
    write_card(folder / "more" / CARD_FILE, ensemble_card(("first", "both"), model_id="more", weights_sha256="0" * 64))
    with pytest.raises(ModelError, match="'both' is itself an ensemble"):
        ModelRegistry([folder]).card("more")


def test_ensembles_of_each_other_are_refused(tmp_path: Path) -> None:
    add_network(tmp_path, "first")
    for model_id, other in (("a", "b"), ("b", "a")):
        (tmp_path / model_id).mkdir()
        card = ensemble_card(("first", other), model_id=model_id, weights_sha256="0" * 64)
        write_card(tmp_path / model_id / CARD_FILE, card)
    registry = ModelRegistry([tmp_path])
    assert [card.model_id for card in registry.cards()] == ["first"]
    assert ["is itself an ensemble" in model.reason for model in registry.broken()] == [True, True]


def test_a_member_that_sees_images_on_another_grid_is_refused(folder: Path) -> None:
    card = ensemble_card(spacing_mm=2.0)
    with pytest.raises(ModelError, match="on another grid"):
        write_ensemble(folder / "both", card, ModelRegistry([folder]))


def test_an_ensemble_of_unknown_members_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="'first' is not installed"):
        write_ensemble(tmp_path / "both", ensemble_card(), ModelRegistry([tmp_path]))
    assert not (tmp_path / "both").exists()


def test_a_networks_card_is_not_written_as_an_ensemble(folder: Path) -> None:
    with pytest.raises(ModelError, match="not an ensemble"):
        write_ensemble(folder / "first", brightness_model.card("first"), ModelRegistry([folder]))


def test_an_ensemble_that_cannot_be_written_names_the_path(folder: Path) -> None:
    (folder / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        write_ensemble(folder / "file" / "both", ensemble_card(), ModelRegistry([folder]))
