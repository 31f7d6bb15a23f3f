"""A hand-made model and hearts whose place is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests import brightness_model


@pytest.fixture(scope="session")
def brightness_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with the brightness model in it."""
    return brightness_model.write(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def brightness_weights() -> list[npt.NDArray[np.float32]]:
    """The brightness model's weights."""
    return brightness_model.weights()
