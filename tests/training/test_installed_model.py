"""An installed network or ensemble becomes one function to score."""

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import UnknownModelError
from cmrstudio.inference import registry
from cmrstudio.inference.registry import ModelRegistry
from training import installed_model as installed
from training.installed_model import installed_model
from training.promote import write_shipped_ensemble, write_shipped_model


class _Constant:
    """A network that says its one weight everywhere."""

    device, precision = "CPU", "float32"

    def __init__(self, architecture: str, weights: list[np.ndarray], precision: str, side_px: int) -> None:
        assert (architecture in ("unet", "fcn"), precision, side_px) == (True, "auto", 256)
        self._value = float(weights[0][0])

    def predict(self, images: np.ndarray) -> np.ndarray:
        return np.full((*images.shape, 3), self._value, np.float32)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelRegistry:
    monkeypatch.setattr(registry, "weight_shapes", lambda _: ((1,),))
    monkeypatch.setattr(installed, "Predictor", _Constant)
    for architecture, value in (("unet", 0.25), ("fcn", 0.75)):
        write_shipped_model(architecture, "1.0.0", architecture, [np.array([value])], {}, folder=tmp_path)
    write_shipped_ensemble({}, members=("unet", "fcn"), folder=tmp_path)
    return ModelRegistry([tmp_path])


def test_a_network(models: ModelRegistry) -> None:
    predict, facts = installed_model("unet", models)
    assert (predict(np.zeros((2, 8, 8), np.float32)) == 0.25).all()
    assert (facts.name, facts.architecture, facts.precision) == ("U-Net 1.0.0", "unet", "float32")
    assert facts.trainable_parameters == 8_480_739


def test_an_ensemble_is_the_mean_of_its_networks(models: ModelRegistry) -> None:
    predict, facts = installed_model("ensemble", models)
    probabilities = predict(np.zeros((2, 8, 8), np.float32))
    assert probabilities.shape == (2, 8, 8, 3)
    assert (probabilities == 0.5).all()
    assert facts.architecture == "ensemble"
    assert facts.trainable_parameters == 8_480_739 + 7_564_259


def test_a_model_that_is_not_there(models: ModelRegistry) -> None:
    with pytest.raises(UnknownModelError, match="residual"):
        installed_model("residual", models)
