"""An installed model, a network or an ensemble, as the function that an evaluation scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cmrstudio.inference.ensemble import combine
from cmrstudio.inference.model_card import ENSEMBLE, ModelCard
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.io.native_output import quiet_unless_it_fails
from training.evaluation import ModelFacts
from training.volume_score import Predict


def installed_model(
    model_id: str, registry: ModelRegistry | None = None, precision: str = "auto"
) -> tuple[Predict, ModelFacts]:
    """What a model says of images, and what it is; loads TensorFlow and the weights of all its networks.

    Raises ``UnknownModelError``, ``ModelError``.
    """
    registry = registry or ModelRegistry()
    card, members = registry.card_and_members(model_id)
    return _together(members, registry, precision, f"{card.name} {card.version}", card.architecture)


def models_together(member_ids: Sequence[str], registry: ModelRegistry | None = None) -> tuple[Predict, ModelFacts]:
    """What installed networks say together, before there is a card of their ensemble.

    Raises ``UnknownModelError``, ``ModelError``.
    """
    registry = registry or ModelRegistry()
    cards = [registry.card(member) for member in member_ids]
    return _together(cards, registry, "auto", f"Ensemble of {len(cards)}", ENSEMBLE)


def networks_of(cards: Sequence[ModelCard], registry: ModelRegistry, precision: str = "auto") -> list[Predictor]:
    """Installed networks, ready to run. Imports TensorFlow; raises ``ModelError``."""
    weights = [registry.weights(card) for card in cards]
    load_tensorflow()
    return [
        Predictor(card.architecture, arrays, precision, card.input_size_px)
        for card, arrays in zip(cards, weights, strict=True)
    ]


def load_tensorflow() -> None:
    """Import TensorFlow and let it look for accelerators, without what it logs meanwhile unless that fails."""
    with quiet_unless_it_fails():
        import tensorflow as tf

        tf.config.list_logical_devices()


def _together(
    members: Sequence[ModelCard], registry: ModelRegistry, precision: str, name: str, architecture: str
) -> tuple[Predict, ModelFacts]:
    """The networks run one after another over all images of a call, and their probabilities are averaged."""
    networks = networks_of(members, registry, precision)

    def predict(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return combine(np.stack([network.predict(images) for network in networks]))

    facts = ModelFacts(
        name=name,
        architecture=architecture,
        trainable_parameters=sum(card.trainable_parameters for card in members),
        device=networks[0].device,
        precision=networks[0].precision,
    )
    return predict, facts
