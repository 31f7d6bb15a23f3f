"""The engine under test is a real process with a real network whose answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cmrstudio.engine.client import EngineClient
from cmrstudio.inference.model_card import ENSEMBLE
from cmrstudio.inference.registry import ModelRegistry, write_ensemble, write_model
from tests import brightness_model

TWINS = ("second", "third")
TOGETHER = "together"


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a working model, an ensemble of three such, and a model whose weights are damaged."""
    folder = brightness_model.write(tmp_path_factory.mktemp("engine_models"))
    for twin in TWINS:
        write_model(folder / twin, brightness_model.card(twin), brightness_model.weights())
    members = (brightness_model.MODEL_ID, *TWINS)
    together = replace(brightness_model.card(TOGETHER), architecture=ENSEMBLE, members=members)
    write_ensemble(folder / TOGETHER, together, ModelRegistry([folder]))
    card = (folder / brightness_model.MODEL_ID / "card.json").read_text()
    (folder / "damaged").mkdir()
    (folder / "damaged" / "card.json").write_text(card.replace('"brightness"', '"damaged"'))
    (folder / "damaged" / "weights.npz").write_bytes(b"damaged")
    return folder


@pytest.fixture(scope="session")
def client(model_folder: Path) -> Iterator[EngineClient]:
    """One engine for all tests: those that break it leave one that works."""
    engine = EngineClient([model_folder])
    engine.start()
    yield engine
    engine.stop()
