"""One training run: network, optimiser, schedule, and going on where a run was cut off."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from rich.console import Console

from cmrstudio.domain.errors import CheckpointError, TrainingDataError, TrainingError
from cmrstudio.inference import architectures
from training.batches import AugmentedBatches
from training.callbacks import (
    TENSORBOARD_FOLDER,
    EpochOfBatches,
    ProgressLines,
    RunKeeper,
    Validation,
    do_nothing,
    never_away,
    write_tables,
)
from training.checkpoints import (
    CHECKPOINT_FILE,
    WEIGHTS_FILE,
    RunState,
    another_run,
    read_state,
    read_weights,
    restore,
    weights_digest,
)
from training.distribution import (
    Distribution,
    Loss,
    can_log_to_tensorboard,
    device_errors,
    devices_in_words,
    is_out_of_memory,
    tensorboard_errors,
)
from training.finetune_settings import FineTuneHooks
from training.losses import LOSSES
from training.settings import FitSettings
from training.training_time import TrainingTime
from training.truth import TruthImage
from training.watching import Watch

__all__ = ["AugmentedBatches", "FitResult", "FitSettings", "Start", "compile_model", "fit", "take_over"]

Start = Path | Sequence[npt.ArrayLike]
"""Weights to begin with: a file of the same architecture, or arrays in the order of Keras's ``get_weights``."""
FRESH = "fresh from the seed"


@dataclass(frozen=True)
class FitResult:
    """What a run came to: the file of its weights, and the figures of every epoch (see ``epochs.csv``).

    ``best_epoch`` counts from 1 and is 0 without validation; ``stopped_early`` says that patience came to its end.
    ``time`` is that of all epochs, however often the run was cut off, and of the stages before. ``batch_divisor`` is
    more than 1 where memory did not suffice for whole batches.
    """

    weights: Path
    epochs: tuple[dict[str, float], ...]
    best_epoch: int
    stopped_early: bool
    time: TrainingTime = field(default_factory=TrainingTime)
    batch_divisor: int = 1

    def summary(self) -> str:
        """What a run came to, in a line."""
        early = ", stopped early" if self.stopped_early else ""
        best = f"; epoch {self.best_epoch} had the lowest validation loss" if self.best_epoch else ""
        minutes = "" if self.time.minutes is None else f", trained for {self.time.minutes:.1f} min"
        return f"{len(self.epochs)} epochs{early}{best}{minutes}: {self.weights}"


def fit(
    images: Sequence[TruthImage],
    settings: FitSettings,
    run: Path,
    *,
    validation: Sequence[TruthImage] = (),
    initial_weights: Start | None = None,
    start_name: str | None = None,
    time_before: TrainingTime | None = None,
    distribution: Distribution | None = None,
    console: Console | None = None,
    replay: Sequence[TruthImage] = (),
    hooks: FineTuneHooks | None = None,
) -> FitResult:
    """Train on ``images`` and keep everything in the folder ``run``; a run that was cut off goes on where it stopped.

    ``start_name`` is what the run remembers of the weights that it began with, in place of their file's name and hash;
    ``time_before`` is the time of the stages before. Without a ``console`` nothing is shown. Of ``replay`` every epoch
    shows the share that the settings say; ``hooks`` watch the run. Where memory does not suffice, batches are halved
    and the run goes on from its last epoch. Raises ``TrainingError`` for settings that cannot be and where not even
    single images fit into memory, ``DeviceLostError``, ``TrainingDataError`` without images, ``CheckpointError`` for a
    checkpoint of another run or weights of another architecture, and ``OutputError`` where the disk refuses: the last
    checkpoint is then still whole. Whatever the hooks raise ends the run.
    """
    distribution = distribution or Distribution()
    _check(images, settings, run, validation, distribution)
    _check_replay(settings, run, replay)
    facts = {**settings.facts(), "training images": _digest(images), "validation images": _digest(validation)}
    if replay:
        facts["replay images"] = _digest(replay)
    begun_with = start_name or _in_words(initial_weights, settings.architecture)
    parts = _Run(
        run=run,
        settings=settings,
        images=images,
        validation=validation,
        replay=replay,
        facts=facts,
        begun_with=begun_with,
        initial_weights=initial_weights,
        distribution=distribution,
        console=console if distribution.writes else None,
        hooks=hooks,
    )
    state = parts.state_to_go_on_from()
    state.before = state.before or time_before
    while not (state.stopped or state.epochs_done >= settings.epochs):
        if not parts.is_trained(state):
            state = parts.with_smaller_batches(state.batch_divisor)
            state.before = state.before or time_before
    if distribution.writes and state.rows:
        write_tables(run, state)
    return FitResult(
        run / WEIGHTS_FILE, tuple(state.rows), state.best_epoch, state.stopped, state.time, state.batch_divisor
    )


@dataclass(frozen=True)
class _Run:
    """All that a run is made of, to begin it and to go on with it."""

    run: Path
    settings: FitSettings
    images: Sequence[TruthImage]
    validation: Sequence[TruthImage]
    replay: Sequence[TruthImage]
    facts: Mapping[str, Any]
    begun_with: str
    initial_weights: Start | None
    distribution: Distribution
    console: Console | None
    hooks: FineTuneHooks | None

    def state_to_go_on_from(self) -> RunState:
        """How far the run is, by its checkpoint if it has one."""
        state = _state_to_go_on_from(self.run, self.facts, self.begun_with, self.distribution, self.console)
        return state or RunState(begun_with=self.begun_with)

    def is_trained(self, state: RunState) -> bool:
        """Train to the end; false where memory did not suffice."""
        try:
            with device_errors(self.run):
                self._train(state)
        except Exception as error:
            if not is_out_of_memory(error) or self.distribution.replicas > 1:
                raise
            return False
        return True

    def with_smaller_batches(self, divisor: int) -> RunState:
        """Halve the batches once more and tell of it; the run is then as its last epoch left it."""
        keras.utils.clear_session()
        gc.collect()
        size = self.settings.batch_size // (2 * divisor)
        if size < 1:
            problem = "memory does not suffice for one image at a time"
            raise TrainingError(self.run, f"{problem}; close other programs, then start it again to go on")
        state = self.state_to_go_on_from()
        state.batch_divisor = 2 * divisor
        first = state.epochs_done + 1
        text = f"Memory ran out: from epoch {first} on, the batch size is {size} instead of {2 * size}."
        if self.hooks is not None:
            self.hooks.on_note(text)
        if self.console is not None:
            self.console.print(f"{self.run.name}: {text}", highlight=False, markup=False, soft_wrap=True)
        return state

    def _train(self, state: RunState) -> None:
        run, distribution, epochs = self.run, self.distribution, self.settings.epochs
        settings = replace(self.settings, batch_size=self.settings.batch_size // state.batch_divisor)
        batches = AugmentedBatches(self.images, settings, replay=self.replay)
        machine = devices_in_words(distribution.replicas)
        with distribution.scope(), tensorboard_errors(run / TENSORBOARD_FOLDER):
            model = compile_model(settings, len(batches) * epochs)
            if state.epochs_done:
                restore(run / CHECKPOINT_FILE, model)
                # Smaller batches are more steps: the schedule goes on at the same part of its way.
                model.optimizer.iterations.assign(state.epochs_done * len(batches))
            elif self.initial_weights is not None:
                _begin_with(model, self.initial_weights, settings.architecture)
            watch = None if self.hooks is None else Watch(self.hooks, self.validation, settings, state, machine)
            validation = Validation(
                self.validation, settings, distribution, on_batch=None if watch is None else watch.validated
            )
            keeper = RunKeeper(
                run,
                settings,
                state,
                self.facts,
                machine=machine,
                writes=distribution.writes,
                seconds_away=never_away if watch is None else watch.seconds_away,
                between_writes=do_nothing if watch is None else watch.act,
            )
            callbacks = [
                EpochOfBatches(batches),
                validation,
                # An epoch is kept before it is logged, so that logs which fail take nothing away.
                keeper,
                *(_logs(run, distribution) if watch is None else [watch]),
            ]
            if watch is not None:
                validation.set_model(model)
                watch.begin(validation)
            with _progress(self.console, run.name, epochs) as shown:
                left = range(state.epochs_done, epochs)
                distribution.train(model, LOSSES[settings.loss], batches, left, [*callbacks, *shown])


def _state_to_go_on_from(
    run: Path, facts: Mapping[str, Any], begun_with: str, distribution: Distribution, console: Console | None
) -> RunState | None:
    """How far the run is, None where it has not begun; it has to be the same run, begun with the same weights."""
    path = run / CHECKPOINT_FILE
    state = read_state(path, facts)
    if len(set(distribution.gather(-1.0 if state is None else state.epochs_done))) > 1:
        raise TrainingError(run, "the workers do not find the same checkpoint: give all the same, shared run folder")
    if state is None:
        return None
    if state.begun_with not in (None, begun_with):  # None: from before it was kept
        raise another_run(path, "initial weights", state.begun_with, begun_with)
    if state.untimed and console:
        lacking = f"nobody kept the time of its first {state.untimed} epochs; its training time is without them"
        console.print(f"{run.name}: {lacking}", highlight=False, markup=False, soft_wrap=True)
    return state


def _in_words(start: Start | None, architecture: str) -> str:
    """What tells these weights to begin with from others, for a run to remember."""
    if start is None:
        return FRESH
    if isinstance(start, Path):
        return f"{weights_digest(read_weights(start, architecture))} of {start.name}"
    return weights_digest(start)


@contextmanager
def _progress(console: Console | None, title: str, epochs: int) -> Iterator[list[keras.callbacks.Callback]]:
    if console is None:
        yield []
        return
    lines = ProgressLines(console, title, epochs)
    try:
        yield [lines]
    finally:
        lines.close()


def _logs(run: Path, distribution: Distribution) -> list[keras.callbacks.Callback]:
    if not (distribution.writes and can_log_to_tensorboard()):
        return []
    return [keras.callbacks.TensorBoard(str(run / TENSORBOARD_FOLDER), write_graph=False)]


def compile_model(settings: FitSettings, steps: int) -> keras.Model:
    """A network with its optimiser, fresh from the seed; ``steps`` is the whole length of the run in batches."""
    keras.utils.set_random_seed(settings.seed)
    with _dtype_policy(settings.dtype_policy):
        model = architectures.build(settings.architecture, dropout_rate=settings.dropout_rate)
    if settings.freeze_norms:
        for layer in model.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False  # for Keras this also means that it uses the statistics it has
    optimiser = keras.optimizers.AdamW if settings.weight_decay is not None else keras.optimizers.Adam
    averaging: dict[str, Any] = {}
    if settings.average_momentum is not None:
        averaging = {"use_ema": True, "ema_momentum": settings.average_momentum}
    model.compile(
        optimiser(
            _learning_rate(settings, steps),
            weight_decay=settings.weight_decay,
            clipnorm=settings.clip_norm,
            **averaging,
        ),
        loss=_as_row(LOSSES[settings.loss]),
    )
    model.optimizer.build(model.trainable_variables)
    return model


def _as_row(loss: Loss) -> Loss:
    """A loss as a row of one value: Keras scales rows for several devices that share a batch, but leaves scalars."""

    def row(encoded: Any, predicted: Any) -> Any:
        return keras.ops.reshape(loss(encoded, predicted), (1,))

    return row


def _learning_rate(settings: FitSettings, steps: int) -> Any:
    if settings.schedule == "constant":
        return settings.learning_rate
    return keras.optimizers.schedules.CosineDecay(
        1e-5,
        max(1, steps - settings.warm_up_steps),
        alpha=0.01,
        warmup_target=settings.learning_rate,
        warmup_steps=settings.warm_up_steps,
    )


@contextmanager
def _dtype_policy(name: str) -> Iterator[None]:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def take_over(weights: Sequence[npt.ArrayLike], source: str, settings: FitSettings) -> list[npt.NDArray[np.float32]]:
    """Fresh weights with those of another architecture where layers agree in name and shapes, as a start.

    ``weights`` are of the architecture ``source``, in the order of Keras's ``get_weights``.
    """
    keras.utils.set_random_seed(settings.seed)
    giver, taker = architectures.build(source), architectures.build(settings.architecture)
    giver.set_weights([np.asarray(array, np.float32) for array in weights])
    given = {layer.name: layer for layer in giver.layers}
    for layer in taker.layers:
        other = given.get(layer.name)
        if other is not None and [w.shape for w in other.weights] == [w.shape for w in layer.weights]:
            layer.set_weights(other.get_weights())
    return [np.asarray(array, np.float32) for array in taker.get_weights()]


def _begin_with(model: keras.Model, start: Start, architecture: str) -> None:
    arrays = read_weights(start, architecture) if isinstance(start, Path) else list(start)
    try:
        model.set_weights([np.asarray(array, np.float32) for array in arrays])
    except ValueError as error:
        raise CheckpointError(
            "initial weights", f"they are not of {architecture!r} ({error}): choose others"
        ) from error


def _check(
    images: Sequence[TruthImage],
    settings: FitSettings,
    run: Path,
    validation: Sequence[TruthImage],
    distribution: Distribution,
) -> None:
    settings.check()
    if not images:
        raise TrainingDataError(run, "there is not one image to train on: add subjects")
    if settings.patience is not None and not validation:
        raise TrainingDataError(
            run, "early stopping needs validation images, and there are none: add subjects, or leave patience out"
        )
    distribution.check(min(settings.batch_size, len(images)))


def _check_replay(settings: FitSettings, run: Path, replay: Sequence[TruthImage]) -> None:
    if bool(settings.replay_share) != bool(replay):
        lacking = (
            "no share for the images to rehearse: set one" if replay else "there is no image to rehearse: add some"
        )
        raise TrainingDataError(run, f"replay_share is {settings.replay_share}, and {lacking}")


def _digest(images: Sequence[TruthImage]) -> str:
    """What tells one set of images, and one truth of them, from another in a few letters."""
    facts = [[i.subject, i.phase, i.slice_index, i.myocardium_known, list(i.image.shape)] for i in images]
    digest = hashlib.sha256(json.dumps(facts).encode())
    for image in images:
        digest.update(image.image.tobytes())
        digest.update(image.labels.tobytes())
    return f"{len(images)}:{digest.hexdigest()[:16]}"
