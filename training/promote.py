"""Turns the weights of a run into a shipped model with its card, and shipped models into an ensemble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError
from cmrstudio.domain.resource_paths import models_folder
from cmrstudio.inference.model_card import ENSEMBLE, ModelCard
from cmrstudio.inference.registry import STORED_DTYPE, ModelRegistry, write_ensemble, write_model
from training.split import read_split

NAMES = {
    "unet": "U-Net",
    "unet_dropout": "U-Net with dropout",
    "residual_unet": "Residual U-Net",
    "fcn": "FCN",
}
THE_FOUR = tuple(NAMES)
"""The ids of the four models of the paper, which are the architectures' names; an ensemble asks all of them."""
PERMISSIVE, NON_COMMERCIAL = "CC0-1.0", "CC BY-NC-SA 4.0"

Metrics = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class DataSource:
    """A data set that models are trained on: how a card calls it, and the licence of weights made with it."""

    title: str
    licence: str


DATA_SOURCES = {
    "acdc": DataSource("ACDC (CC BY-NC-SA 4.0)", NON_COMMERCIAL),
    "sunnybrook": DataSource("Sunnybrook Cardiac Data (CC0 1.0)", PERMISSIVE),
}


def write_shipped_model(
    model_id: str,
    version: str,
    architecture: str,
    weights: Sequence[npt.NDArray[np.floating]],
    metrics: Metrics,
    *,
    sources: Sequence[str] = tuple(DATA_SOURCES),
    parent: ModelCard | None = None,
    folder: Path | None = None,
) -> ModelCard:
    """Write a model trained on the training subjects of ``sources``, with its scores on subjects kept out.

    ``weights`` are in the order of Keras's ``get_weights``; ``metrics`` are ``Evaluation.means`` by source of test
    subjects. ``parent`` is the model that training began with, if any: what it was trained on, and its licence, bind
    this one too. The model lands in ``folder`` (the shipped models' own unless told otherwise) under its id. Raises
    ``ModelError``, ``OutputError``.
    """
    name = _name(architecture, sources)
    parents = () if parent is None else (parent,)
    trained_on = dict.fromkeys([*_trained_on(sources), *(fact for card in parents for fact in card.trained_on)])
    card = ModelCard(
        model_id=model_id,
        version=version,
        name=name,
        description=(
            f"{NAMES[architecture]} of Sinha et al. (ICMLA 2020), trained on short-axis cine MRI at end-diastole and "
            "end-systole; papillary muscles count to the cavity. For research use."
        ),
        architecture=architecture,
        licence=strictest([*(DATA_SOURCES[source].licence for source in sources), *(card.licence for card in parents)]),
        trained_on=tuple(trained_on),
        metrics=card_metrics(metrics),
        parent=None if parent is None else parent.source,
    )
    return write_model((folder or models_folder()) / model_id, card, weights)


def write_shipped_ensemble(
    metrics: Metrics,
    *,
    model_id: str = ENSEMBLE,
    version: str = "1.0.0",
    members: Sequence[str] = THE_FOUR,
    folder: Path | None = None,
) -> ModelCard:
    """Write the card of an ensemble of models that lie in ``folder``; it has no weights of its own.

    To be written anew whenever a member changes. Its licence is the strictest of its members'. Raises ``ModelError``
    where a member is missing, ``OutputError``.
    """
    folder = folder or models_folder()
    registry = ModelRegistry([folder])
    cards = [registry.card(member) for member in members]
    names = ", ".join(card.name for card in cards)
    card = ModelCard(
        model_id=model_id,
        version=version,
        name=f"Ensemble of {len(cards)}",
        description=(
            f"The mean of the probabilities of {names}. Slower than one network by their number; where they disagree, "
            "a contour's quality score is low. For research use."
        ),
        architecture=ENSEMBLE,
        licence=strictest(card.licence for card in cards),
        trained_on=tuple(dict.fromkeys(fact for card in cards for fact in card.trained_on)),
        metrics=card_metrics(metrics),
        members=tuple(members),
    )
    return write_ensemble(folder / model_id, card, registry)


def as_stored(weights: Iterable[npt.NDArray[np.floating]]) -> list[npt.NDArray[np.float32]]:
    """Weights rounded as a shipped model's file rounds them: these are to be scored for its card."""
    return [np.asarray(array).astype(STORED_DTYPE).astype(np.float32) for array in weights]


def strictest(licences: Iterable[str]) -> str:
    """CC0 where everything is, else CC BY-NC-SA 4.0."""
    return PERMISSIVE if set(licences) == {PERMISSIVE} else NON_COMMERCIAL


def card_metrics(metrics: Metrics) -> dict[str, dict[str, float]]:
    """Means by source as a card has them: by test set, to four decimals."""
    return {
        f"{source}_test": {name: round(value, 4) for name, value in values.items()}
        for source, values in metrics.items()
    }


def _name(architecture: str, sources: Sequence[str]) -> str:
    if architecture not in NAMES:
        raise ModelError(f"There is no architecture {architecture!r} to promote; choose one of {', '.join(NAMES)}.")
    unknown = [source for source in sources if source not in DATA_SOURCES]
    if unknown or not sources:
        raise ModelError(
            f"The licence of weights trained on {', '.join(unknown) or 'nothing'} is not known: train a shipped model "
            f"on some of {', '.join(DATA_SOURCES)}."
        )
    return f"{NAMES[architecture]}, Sunnybrook only" if set(sources) == {"sunnybrook"} else NAMES[architecture]


def _trained_on(sources: Sequence[str]) -> list[str]:
    split = read_split()
    return [f"{DATA_SOURCES[source].title}: {len(split[source]['train'])} subjects" for source in sources]
