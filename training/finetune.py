"""A shipped model learns from images that a reader verified, without forgetting what it knew.

Loads Keras only when it trains. All of a run is in its folder, so that one that was cut off, by whatever, goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cmrstudio.domain.errors import TrainingDataError, TrainingError
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.inference.topology import steps_of
from training.augment import AugmentSettings
from training.checkpoints import CHECKPOINT_FILE
from training.finetune_settings import (
    DEFAULTS,
    FineTuneHooks,
    FineTuneRequest,
    FineTuneResult,
    FineTuneSettings,
    NobodyWatches,
)
from training.presets import NO_AUGMENTATION, find_preset
from training.run_folder import RunRecord, held, read_record, write_record, write_result
from training.settings import FitSettings
from training.snapshot import read_snapshot
from training.truth import TruthImage

__all__ = ["FineTuneRequest", "FineTuneResult", "FineTuneSettings", "Lessons", "fine_tune", "learn", "read_lessons"]

SHORTEST_EPOCH = 64
"""Images; with fewer, validation would take more time than learning."""
AVERAGED_SHARE = 0.1
"""The averaged weights look back over about this share of all steps."""
SLOWEST_AVERAGE, FASTEST_AVERAGE = 0.995, 0.9
LONGEST_WARM_UP_STEPS = 50


@dataclass(frozen=True)
class Lessons:
    """Images to learn from, to validate with, and to rehearse."""

    training: Sequence[TruthImage]
    validation: Sequence[TruthImage]
    replay: Sequence[TruthImage]


def read_lessons(request: FineTuneRequest) -> Lessons:
    """The images of a request: those of its snapshot and, if wanted, shipped ones. Raises ``SnapshotError``."""
    snapshot = read_snapshot(request.snapshot)
    replay: list[TruthImage] = []
    if request.settings.replay_share:
        from training.reference import replay_images

        replay = replay_images()
    return Lessons(snapshot.images("train"), snapshot.images("validation"), replay)


def fine_tune(
    request: FineTuneRequest,
    folder: Path,
    hooks: FineTuneHooks | None = None,
    registry: ModelRegistry | None = None,
) -> FineTuneResult:
    """Fine-tune an installed model and keep all of it in ``folder``, which is one of several beside each other.

    The same request goes on in a folder where it was cut off, and comes to the same; one that is done comes back at
    once. Raises what ``learn`` raises, ``SnapshotError``, and ``TrainingError`` where another fine-tuning is going on.
    """
    hooks = hooks or NobodyWatches()
    with held(folder):
        lessons = read_lessons(request)
        hooks.between_batches()
        return learn(request, folder, lessons, hooks, registry or ModelRegistry())


def learn(
    request: FineTuneRequest, folder: Path, lessons: Lessons, hooks: FineTuneHooks, registry: ModelRegistry
) -> FineTuneResult:
    """Fine-tune on ``lessons``.

    Raises ``TrainingDataError`` for too few images, ``TrainingError`` for settings that cannot be or a folder of
    another request, ``ModelError``, and what ``fit`` raises. Whatever the hooks raise ends the run, which can go on.
    """
    _check(lessons, folder)
    record = _record(request, folder, registry)
    from training.fit import fit

    settings = fit_settings(record.request.settings, record.architecture, record.dtype_policy, lessons)
    notes: list[str] = []
    result = fit(
        lessons.training,
        settings,
        folder,
        validation=lessons.validation,
        # A run that is under way has its weights in its checkpoint.
        initial_weights=None if (folder / CHECKPOINT_FILE).exists() else registry.weights(record.parent),
        start_name=f"{record.weights_sha256[:16]} of {record.parent}",
        replay=lessons.replay,
        hooks=_Noting(hooks, notes),
    )
    told = FineTuneResult(
        run=folder,
        weights=result.weights,
        architecture=record.architecture,
        parent=record.parent,
        settings=record.request.settings,
        epochs=result.epochs,
        best_epoch=result.best_epoch,
        stopped_early=result.stopped_early,
        minutes=result.time.minutes,
        batch_size=settings.batch_size // result.batch_divisor,
        device=result.time.machine,
        notes=tuple(notes),
    )
    write_result(folder, told)
    return told


class _Noting:
    """Hooks that also keep what was noted."""

    def __init__(self, hooks: FineTuneHooks, notes: list[str]) -> None:
        self._notes = notes
        self.between_batches = hooks.between_batches
        self.on_epoch = hooks.on_epoch
        self.on_gallery = hooks.on_gallery
        self._on_note = hooks.on_note

    def on_note(self, text: str) -> None:
        """Keep it and pass it on."""
        self._notes.append(text)
        self._on_note(text)


def _check(lessons: Lessons, folder: Path) -> None:
    advice = "verify contours of at least two patients: one to learn from, one to check what was learned"
    if not lessons.training:
        raise TrainingDataError(folder, f"there is no verified image to learn from; {advice}")
    if not lessons.validation:
        raise TrainingDataError(folder, f"there is no verified image to check with what was learned; {advice}")


def _record(request: FineTuneRequest, folder: Path, registry: ModelRegistry) -> RunRecord:
    """What the run in ``folder`` is: neither a later version of the model nor another machine change it any more."""
    kept = read_record(folder)
    if kept is not None:
        asked = request.settings.complete(kept.architecture)
        if asked != kept.request.settings or request.snapshot.name != kept.request.snapshot.name:
            problem = "it holds another fine-tuning; choose another folder, or ask for the same again to go on"
            raise TrainingError(folder, problem)
        return kept
    card = registry.card(request.settings.base_model_id)
    if card.is_ensemble:
        members = ", ".join(card.members)
        problem = f"{card.model_id!r} is several models together; fine-tune one of them: {members}"
        raise TrainingError("base_model_id", problem)
    settings = request.settings.complete(card.architecture)
    record = RunRecord(
        FineTuneRequest(settings, request.snapshot),
        card.source,
        card.weights_sha256,
        card.architecture,
        "float32" if settings.preset == "paper" else fast_dtype_policy(),
    )
    write_record(folder, record)
    return record


def fast_dtype_policy() -> str:
    """What this machine trains fastest with: bfloat16 where it multiplies such numbers by nature, else float32."""
    from cmrstudio.inference.predictor import default_precision

    return "mixed_bfloat16" if default_precision() == "bfloat16" else "float32"


def fit_settings(settings: FineTuneSettings, architecture: str, dtype_policy: str, lessons: Lessons) -> FitSettings:
    """The settings of the training run for complete settings of a fine-tuning.

    It is the last stage of what made the shipped weights, or the paper's recipe, with batch norms as they are.
    """
    assert settings.epochs is not None
    assert settings.learning_rate is not None
    assert settings.batch_size is not None
    defaults = DEFAULTS[settings.preset]
    recipe = find_preset("paper" if settings.preset == "paper" else "shipped")
    stage = recipe.stages(architecture)[-1].settings
    images = max(len(lessons.training) / (1 - settings.replay_share), SHORTEST_EPOCH)
    steps_per_epoch = max(1, int(images) // settings.batch_size)
    average = stage.average_momentum
    if average is not None:
        average = 1 - 1 / (AVERAGED_SHARE * steps_per_epoch * settings.epochs + 1)
        average = min(max(average, FASTEST_AVERAGE), SLOWEST_AVERAGE)
    has_crops = isinstance(stage.augment, AugmentSettings) and settings.augment
    return replace(
        stage,
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        warm_up_steps=min(steps_per_epoch, LONGEST_WARM_UP_STEPS),
        average_momentum=average,
        patience=defaults.patience,
        dtype_policy=dtype_policy,
        seed=settings.seed,
        augment=stage.augment if settings.augment else NO_AUGMENTATION,
        freeze_norms=True,
        wide_every=defaults.wide_every if has_crops and _takes_any_size(architecture) else 0,
        shortest_epoch=SHORTEST_EPOCH,
        replay_share=settings.replay_share,
    )


def _takes_any_size(architecture: str) -> bool:
    """Whether Keras can train a network on crops and whole frames in turn: it enlarges linearly to known sizes only."""
    return all(step.kind != "bilinear" for step in steps_of(architecture))
