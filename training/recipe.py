"""Runs the stages of a recipe one after the other, each beginning with what the one before came to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
from rich.console import Console

from cmrstudio.inference.registry import ModelRegistry
from training.callbacks import CHECKPOINT_FILE
from training.checkpoints import read_weights
from training.distribution import Distribution
from training.fit import FitResult, fit, take_over
from training.presets import Stage
from training.settings import FitSettings
from training.truth import TruthImage

Arrays = Sequence[npt.NDArray[np.float32]]


def run_recipe(
    stages: Sequence[Stage],
    images: Sequence[TruthImage],
    run: Path,
    *,
    validation: Sequence[TruthImage] = (),
    start: str | None = None,
    registry: ModelRegistry | None = None,
    distribution: Distribution | None = None,
    console: Console | None = None,
) -> FitResult:
    """Train through all stages and return what the last one came to; finished stages are not trained again.

    A single stage lives in ``run`` itself, several in its folders stage1, stage2 and so on. ``start`` replaces what the
    first stage begins with: a file of weights of its architecture, or the id of an installed model. Raises what ``fit``
    raises, and ``UnknownModelError`` where the model to begin with is not installed.
    """
    result: FitResult | None = None
    for number, stage in enumerate(stages, start=1):
        folder = run if len(stages) == 1 else run / f"stage{number}"
        initial: Path | Arrays | None = result.weights if result else None
        if not (folder / CHECKPOINT_FILE).exists():
            if number == 1 and start is not None:
                initial = _given_start(start, stage.settings, registry)
            elif stage.warm_start:
                initial = _installed(stage.warm_start, stage.settings, registry)
        result = fit(
            images,
            stage.settings,
            folder,
            validation=validation,
            initial_weights=initial,
            distribution=distribution,
            console=console,
        )
        keras.utils.clear_session()  # else every stage's graph stays in memory
    if result is None:
        raise ValueError("a recipe has at least one stage")
    return result


def _given_start(start: str, settings: FitSettings, registry: ModelRegistry | None) -> Path | Arrays:
    path = Path(start)
    if path.suffix in (".npz", ".h5"):
        read_weights(path, settings.architecture)  # a wrong file is found before anything is set up
        return path
    return _installed(start, settings, registry)


def _installed(model_id: str, settings: FitSettings, registry: ModelRegistry | None) -> Arrays:
    registry = registry or ModelRegistry()
    source = registry.card(model_id).architecture
    weights = registry.weights(model_id)
    return weights if source == settings.architecture else take_over(weights, source, settings)
