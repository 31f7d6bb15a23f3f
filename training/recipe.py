"""Runs the stages of a recipe one after the other, each beginning with what the one before came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
from rich.console import Console

from cmrstudio.inference.registry import ModelRegistry
from training.checkpoints import CHECKPOINT_FILE, read_weights, weights_digest
from training.distribution import Distribution
from training.fit import FitResult, fit, take_over
from training.presets import Stage
from training.settings import FitSettings
from training.truth import TruthImage

Arrays = Sequence[npt.NDArray[np.float32]]


@dataclass(frozen=True)
class _Start:
    """What a stage begins with: the name that its run remembers it by, and the weights where they are needed yet."""

    name: str | None = None
    weights: Path | Arrays | None = None


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
    raises, and ``UnknownModelError`` where the model to begin with is not installed. The result's time is that of all
    stages.
    """
    registry = registry or ModelRegistry()
    result: FitResult | None = None
    for number, stage in enumerate(stages, start=1):
        folder = _folder(run, stages, number)
        begun = _Start(weights=result.weights if result else None)
        if number == 1 and start is not None:
            begun = _given(start, stage.settings, registry, needed=not _is_begun(folder))
        elif stage.warm_start:
            begun = _warm(stage.warm_start, stage.settings, registry, needed=not _is_begun(folder))
        result = fit(
            images,
            stage.settings,
            folder,
            validation=validation,
            initial_weights=begun.weights,
            start_name=begun.name,
            time_before=result.time if result else None,
            distribution=distribution,
            console=console,
        )
        keras.utils.clear_session()  # else every stage's graph stays in memory
    if result is None:
        raise ValueError("a recipe has at least one stage")
    return result


def check_starts(
    stages: Sequence[Stage], run: Path, start: str | None = None, registry: ModelRegistry | None = None
) -> None:
    """Find out, before anything is read or set up, whether what ``run_recipe`` would begin with is there.

    Raises ``CheckpointError``, ``UnknownModelError``, ``ModelError``.
    """
    registry = registry or ModelRegistry()
    for number, stage in enumerate(stages, start=1):
        if number == 1 and start is not None:
            _given(start, stage.settings, registry, needed=False)
        elif stage.warm_start and not _is_begun(_folder(run, stages, number)):
            registry.weights(stage.warm_start)


def _folder(run: Path, stages: Sequence[Stage], number: int) -> Path:
    return run if len(stages) == 1 else run / f"stage{number}"


def _is_begun(folder: Path) -> bool:
    return (folder / CHECKPOINT_FILE).exists()


def _given(start: str, settings: FitSettings, registry: ModelRegistry, *, needed: bool) -> _Start:
    """What the user asks to begin with. A run that goes on has to be asked for the same, by its hash."""
    path = Path(start)
    if path.suffix in (".npz", ".h5"):
        return _Start(f"{weights_digest(read_weights(path, settings.architecture))} of {path.name}", path)
    name = f"{weights_digest(registry.weights(start))} of {start}"
    return _Start(name, _installed(start, settings, registry) if needed else None)


def _warm(model_id: str, settings: FitSettings, registry: ModelRegistry, *, needed: bool) -> _Start:
    """What the recipe begins with. Nobody asked for a version of it: a newer one lets a run go on all the same."""
    return _Start(model_id, _installed(model_id, settings, registry) if needed else None)


def _installed(model_id: str, settings: FitSettings, registry: ModelRegistry) -> Arrays:
    source = registry.card(model_id).architecture
    weights = registry.weights(model_id)
    return weights if source == settings.architecture else take_over(weights, source, settings)
