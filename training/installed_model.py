"""An installed model, a network or an ensemble, as the function that an evaluation scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.inference.ensemble import combine
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.registry import ModelRegistry
from training.evaluation import ModelFacts
from training.volume_score import Predict


def installed_model(
    model_id: str, registry: ModelRegistry | None = None, precision: str = "auto"
) -> tuple[Predict, ModelFacts]:
    """What a model says of images, and what it is; loads TensorFlow and the weights of all its networks.

    The networks of an ensemble run one after another over all images of a call. Raises ``UnknownModelError``,
    ``ModelError``.
    """
    registry = registry or ModelRegistry()
    card = registry.card(model_id)
    networks = [
        Predictor(member.architecture, registry.weights(member.model_id), precision)
        for member in registry.members(model_id)
    ]

    def predict(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return combine(np.stack([network.predict(images) for network in networks]))

    facts = ModelFacts(
        name=f"{card.name} {card.version}",
        architecture=card.architecture,
        trainable_parameters=registry.trainable_parameters(model_id),
        device=networks[0].device,
        precision=networks[0].precision,
    )
    return predict, facts
