"""A model card is believed only where every field can be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cmrstudio.domain.errors import ModelError, OutputError
from cmrstudio.inference.model_card import CARD_FILE, ModelCard, card_to_json, read_card, write_card

CARD = ModelCard(
    model_id="unet",
    version="1.2.0",
    name="U-Net",
    description="A test",
    architecture="unet",
    licence="CC BY-NC-SA 4.0",
    trained_on=("ACDC: 57 subjects", "Sunnybrook: 19 subjects"),
    metrics={"acdc_test": {"lv_cavity_dice": 0.93}},
    parent="unet@1.1.0",
    weights_sha256="0" * 64,
)


def written(folder: Path, **changes: Any) -> Path:
    path = folder / CARD_FILE
    path.write_text(json.dumps({**card_to_json(CARD), **changes}))
    return path


def test_a_written_card_reads_back_as_it_was(tmp_path: Path) -> None:
    write_card(tmp_path / CARD_FILE, CARD)
    assert read_card(tmp_path / CARD_FILE) == CARD


def test_a_card_names_the_source_of_contours_and_the_size_of_its_network() -> None:
    assert CARD.source == "unet@1.2.0"
    assert CARD.trainable_parameters == 8_480_739


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("model_id", "../escape"),
        ("model_id", ""),
        ("model_id", 7),
        ("version", "newest"),
        ("name", " "),
        ("description", None),
        ("architecture", "transformer"),
        ("architecture", ["unet"]),
        ("licence", ""),
        ("trained_on", "ACDC"),
        ("trained_on", [1]),
        ("metrics", {"lv_cavity_dice": 0.9}),
        ("metrics", {"acdc_test": {"lv_cavity_dice": "high"}}),
        ("metrics", {"acdc_test": {"lv_cavity_dice": float("inf")}}),
        ("metrics", {"acdc_test": {"subjects": 10**400}}),
        ("parent", 3),
        ("weights_sha256", "abc"),
        ("weights_sha256", ""),
        ("spacing_mm", 0),
        ("spacing_mm", True),
        ("spacing_mm", float("nan")),
        ("input_size_px", 250),
        ("input_size_px", 4096),
        ("input_size_px", 256.0),
        ("intensity", "z_score"),
        ("labels", ["lv_cavity", "rv_cavity", "background"]),
        ("members", ["fcn", "residual_unet"]),
        ("members", ["../escape", "fcn"]),
        ("members", ["fcn", 3]),
        ("members", "fcn"),
    ],
)
def test_a_card_with_an_impossible_value_is_refused_by_name(tmp_path: Path, field: str, value: object) -> None:
    path = written(tmp_path, **{field: value})
    with pytest.raises(ModelError, match=field) as refusal:
        read_card(path)
    assert str(path) in str(refusal.value)


def test_a_card_without_a_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / CARD_FILE
    content = card_to_json(CARD)
    del content["licence"]
    path.write_text(json.dumps(content))
    with pytest.raises(ModelError, match="lacks licence"):
        read_card(path)


def test_a_card_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="unknown field keras_config"):
        read_card(written(tmp_path, keras_config={"class_name": "Lambda"}))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_card_that_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CARD_FILE).write_bytes(content)
    with pytest.raises(ModelError, match="not JSON"):
        read_card(tmp_path / CARD_FILE)


def test_a_card_that_is_not_an_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).write_text("[]")
    with pytest.raises(ModelError, match="must be a JSON object"):
        read_card(tmp_path / CARD_FILE)


def test_an_endless_card_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).write_bytes(b" " * (1 << 20) + b"{}")
    with pytest.raises(ModelError, match="bytes"):
        read_card(tmp_path / CARD_FILE)


def test_a_missing_card_is_reported_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_card(tmp_path / CARD_FILE)


def test_a_card_that_cannot_be_written_names_the_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="absent"):
        write_card(tmp_path / "absent" / CARD_FILE, CARD)


def test_an_impossible_card_cannot_even_be_made() -> None:
    with pytest.raises(ModelError, match="version"):
        replace(CARD, version="one")


ENSEMBLE_CARD = replace(CARD, model_id="all", architecture="ensemble", members=("unet", "fcn"), weights_sha256="1" * 64)


def test_an_ensembles_card_reads_back_as_it_was(tmp_path: Path) -> None:
    write_card(tmp_path / CARD_FILE, ENSEMBLE_CARD)
    read = read_card(tmp_path / CARD_FILE)
    assert read == ENSEMBLE_CARD
    assert read.is_ensemble
    assert read.trainable_parameters == 0


def test_a_card_from_before_there_were_ensembles_is_a_networks(tmp_path: Path) -> None:
    assert "members" not in card_to_json(CARD)
    card = read_card(written(tmp_path))
    assert card.members == ()
    assert not card.is_ensemble


@pytest.mark.parametrize(
    "members", [(), ("unet",), ("unet", "unet"), ("unet", "all"), tuple(f"m{index}" for index in range(17))]
)
def test_an_ensemble_is_of_several_others(members: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match="members"):
        replace(ENSEMBLE_CARD, members=members)
