"""A promoted model's card tells what it was trained on, under which licence, and how it scored."""

import errno
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.inference import model_card, registry
from cmrstudio.inference.model_card import ModelCard, read_card
from cmrstudio.inference.registry import ModelRegistry
from training import promote
from training.promote import as_stored, strictest, write_shipped_ensemble, write_shipped_model
from training.split import read_split

METRICS = {"acdc": {"cavity_dice": 0.94512345, "pooled_dice": 0.99681}, "sunnybrook": {"cavity_dice": 0.91}}
SHAPES = ((3, 3, 1, 2), (2,))


@pytest.fixture(autouse=True)
def _small_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every architecture has two small arrays of weights here."""
    monkeypatch.setattr(registry, "weight_shapes", lambda _: SHAPES)


def weights(value: float = 0.1) -> list[np.ndarray]:
    return [np.full(shape, value, np.float32) for shape in SHAPES]


def written(folder: Path, model_id: str = "unet", sources: Sequence[str] = ("acdc", "sunnybrook")) -> ModelCard:
    architecture = "unet" if model_id not in promote.NAMES else model_id
    return write_shipped_model(model_id, "1.1.0", architecture, weights(), METRICS, sources=sources, folder=folder)


def test_a_model_of_both_sources_is_not_for_commerce(tmp_path: Path) -> None:
    card = written(tmp_path)
    assert card == read_card(tmp_path / "unet" / "card.json")
    assert card.name == "U-Net"
    assert card.licence == "CC BY-NC-SA 4.0"
    subjects = {source: len(parts["train"]) for source, parts in read_split().items()}
    assert card.trained_on == (
        f"ACDC (CC BY-NC-SA 4.0): {subjects['acdc']} subjects",
        f"Sunnybrook Cardiac Data (CC0 1.0): {subjects['sunnybrook']} subjects",
    )
    assert card.metrics == {
        "acdc_test": {"cavity_dice": 0.9451, "pooled_dice": 0.9968},
        "sunnybrook_test": {"cavity_dice": 0.91},
    }


def test_a_model_of_sunnybrook_alone_is_free(tmp_path: Path) -> None:
    card = written(tmp_path, "unet_sunnybrook", ("sunnybrook",))
    assert card.licence == "CC0-1.0"
    assert card.name == "U-Net, Sunnybrook only"
    assert len(card.trained_on) == 1


def test_what_training_began_with_binds_the_licence(tmp_path: Path) -> None:
    parent = written(tmp_path)
    card = write_shipped_model(
        "warm", "1.0.0", "fcn", weights(), METRICS, sources=("sunnybrook",), parent=parent, folder=tmp_path
    )
    assert card.parent == "unet@1.1.0"
    assert card.licence == "CC BY-NC-SA 4.0"
    assert sorted(card.trained_on) == sorted(parent.trained_on)


@pytest.mark.parametrize("sources", [(), ("ours",), ("sunnybrook", "ours")])
def test_a_source_without_a_known_licence_is_refused(sources: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="licence"):
        written(tmp_path, sources=sources)
    assert not list(tmp_path.iterdir())


def test_an_unknown_architecture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="transformer"):
        write_shipped_model("new", "1.0.0", "transformer", weights(), METRICS, folder=tmp_path)


def test_scores_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="metrics"):
        write_shipped_model("unet", "1.0.0", "unet", weights(), {"acdc": {"dice": float("nan")}}, folder=tmp_path)


def test_weights_are_scored_as_they_are_stored(tmp_path: Path) -> None:
    written(tmp_path)
    stored = ModelRegistry([tmp_path]).weights("unet")
    for array, expected in zip(stored, as_stored(weights()), strict=True):
        assert np.array_equal(array, expected)
        assert array.dtype == expected.dtype == np.float32
    assert not np.array_equal(stored[0], weights()[0])


def test_the_strictest_licence_counts() -> None:
    assert strictest(["CC0-1.0", "CC0-1.0"]) == "CC0-1.0"
    assert strictest(["CC0-1.0", "CC BY-NC-SA 4.0"]) == "CC BY-NC-SA 4.0"
    assert strictest([]) == "CC BY-NC-SA 4.0"


def test_the_ensemble_of_the_four(tmp_path: Path) -> None:
    cards = [written(tmp_path, model_id) for model_id in promote.THE_FOUR]
    ensemble = write_shipped_ensemble(METRICS, folder=tmp_path)
    assert ensemble.is_ensemble
    assert ensemble.members == ("unet", "unet_dropout", "residual_unet", "fcn")
    assert ensemble.weights_sha256 == model_card.members_sha256(cards)
    assert ensemble.licence == "CC BY-NC-SA 4.0"
    assert ensemble.trained_on == cards[0].trained_on
    assert ensemble.metrics["acdc_test"]["pooled_dice"] == 0.9968
    assert ModelRegistry([tmp_path]).members("ensemble") == tuple(cards)


def test_an_ensemble_of_free_models_is_free(tmp_path: Path) -> None:
    for model_id in ("unet", "fcn"):
        written(tmp_path, model_id, ("sunnybrook",))
    ensemble = write_shipped_ensemble(METRICS, model_id="free", members=("unet", "fcn"), folder=tmp_path)
    assert ensemble.licence == "CC0-1.0"


def test_an_ensemble_needs_its_members(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(UnknownModelError, match="unet_dropout"):
        write_shipped_ensemble(METRICS, folder=tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(OutputError, match="taken"):
        written(taken)


def test_a_disk_that_fills_up_leaves_the_model_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(tmp_path)
    synchronised: list[int] = []

    def full(file: int) -> None:
        synchronised.append(file)
        if len(synchronised) > 1:  # the weights still had their place, the card has none
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"unet/card.json: the model card cannot be written \(No space"):
        write_shipped_model("unet", "1.2.0", "unet", weights(0.2), METRICS, folder=tmp_path)
    assert ModelRegistry([tmp_path]).card("unet") == first
    assert ModelRegistry([tmp_path]).weights("unet")[0].max() == pytest.approx(0.1, abs=1e-4)
    assert {path.name for path in (tmp_path / "unet").iterdir()} == {"card.json", "weights.npz"}


def test_promoting_anew_replaces_weights_and_card_together(tmp_path: Path) -> None:
    first = written(tmp_path)
    second = write_shipped_model("unet", "1.2.0", "unet", weights(0.2), METRICS, folder=tmp_path)
    assert second.weights_sha256 != first.weights_sha256
    assert replace(second, version="1.1.0", weights_sha256=first.weights_sha256) == first
    assert ModelRegistry([tmp_path]).weights("unet")[0].max() == pytest.approx(0.2, abs=1e-4)
