"""The engine under test is a real process with a real network whose answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cmrstudio.engine.client import EngineClient
from tests import brightness_model


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a working model and one whose weights are damaged."""
    folder = brightness_model.write(tmp_path_factory.mktemp("engine_models"))
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
