"""What happens around the epochs of a run: validation, early stopping, checkpoints, logs and progress."""

from __future__ import annotations

import csv
import io
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cmrstudio.domain.errors import TrainingError
from cmrstudio.io.atomic_file import write_atomically
from training.batches import AugmentedBatches, whole_frames
from training.checkpoints import CHECKPOINT_FILE, WEIGHTS_FILE, RunState, write_checkpoint, write_weights
from training.distribution import Distribution
from training.losses import LOSSES
from training.settings import FitSettings
from training.truth import TruthImage

EPOCHS_FILE = "epochs.csv"
TIMES_FILE = "times.csv"
"""Beside the epochs' figures, which come out the same every time, as times do not."""
TENSORBOARD_FOLDER = "tensorboard"
VALIDATION_LOSS = "val_loss"

Logs = dict[str, Any] | None


@contextmanager
def averaged_weights(model: keras.Model) -> Iterator[None]:
    """Within this a model has the moving average of its weights, where its optimiser keeps one."""
    current = _copied_weights(model)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    # With JAX the model now shares its arrays with the optimiser, and predicting would give them up.
    model.set_weights(_copied_weights(model))
    try:
        yield
    finally:
        model.set_weights(current)


def _copied_weights(model: keras.Model) -> list[npt.NDArray[np.floating]]:
    return [np.array(keras.ops.convert_to_numpy(variable), copy=True) for variable in model.weights]


class EpochOfBatches(keras.callbacks.Callback):
    """Tells the batches which epoch begins."""

    def __init__(self, batches: AugmentedBatches) -> None:
        super().__init__()
        self._batches = batches

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Set the epoch, counted from 1."""
        del logs
        self._batches.epoch = epoch + 1


class Validation(keras.callbacks.Callback):
    """Adds the loss and the Dice of either structure over all pixels of the validation images to an epoch's logs.

    Where the myocardium is unknown it does not count. The averaged weights are what is judged, where there are such.
    ``on_batch`` is told after every batch the number of its first image and its probabilities [n, row, column, 3].
    """

    def __init__(
        self,
        images: Sequence[TruthImage],
        settings: FitSettings,
        distribution: Distribution,
        on_batch: Callable[[int, npt.NDArray[np.float32]], None] | None = None,
    ) -> None:
        super().__init__()
        self._images = images
        self._settings = settings
        self._distribution = distribution
        self._on_batch = on_batch

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Validate."""
        del epoch
        if logs is None or not self._images:
            return
        with averaged_weights(self.model):
            scores = self.scores()
        # The mean over the processes, so that all of them stop at the same epoch.
        logs.update({name: float(np.mean(self._distribution.gather(value))) for name, value in scores.items()})

    def scores(self) -> dict[str, float]:
        """Loss and Dice of the model's weights as they are."""
        loss, done = 0.0, 0
        overlap, total = np.zeros(2), np.zeros(2)
        for images, encoded in whole_frames(self._images, self._settings.batch_size):
            predicted = self._distribution.forward(self.model, images)
            value = keras.ops.convert_to_numpy(LOSSES[self._settings.loss](encoded, predicted))
            loss += float(value) * len(images) / len(self._images)
            known = encoded[..., 3:5] > 0
            truth = (encoded[..., :2] > 0) & known
            drawn = (predicted.argmax(axis=-1)[..., None] == np.arange(2)) & known
            overlap += (truth & drawn).sum(axis=(0, 1, 2))
            total += truth.sum(axis=(0, 1, 2)) + drawn.sum(axis=(0, 1, 2))
            if self._on_batch is not None:
                self._on_batch(done, predicted)
            done += len(images)
        dice = [2 * o / t if t else math.nan for o, t in zip(overlap, total, strict=True)]
        return {VALIDATION_LOSS: loss, "val_cavity_dice": float(dice[0]), "val_myocardium_dice": float(dice[1])}


def never_away() -> float:
    """No second of an epoch was spent on other things."""
    return 0.0


def do_nothing() -> None:
    """Nobody waits."""


class RunKeeper(keras.callbacks.Callback):
    """Keeps a run after every epoch: its result so far, a checkpoint to go on from, and the tables of epochs.

    They are written in this order, each wholly or not at all. A run that is cut off between them does its last epoch
    again and comes to the same. ``machine`` says what the epochs are trained on; their time has the validation in it,
    not the writing, nor the seconds that ``seconds_away`` says were spent on other things since the epoch began.
    ``between_writes`` is called between the files and after them. Raises ``OutputError``, and ``TrainingError`` where a
    loss is no number any more.
    """

    def __init__(
        self,
        run: Path,
        settings: FitSettings,
        state: RunState,
        run_facts: Mapping[str, Any],
        *,
        machine: str,
        writes: bool,
        seconds_away: Callable[[], float] = never_away,
        between_writes: Callable[[], None] = do_nothing,
    ) -> None:
        super().__init__()
        self._run = run
        self._settings = settings
        self._state = state
        self._run_facts = run_facts
        self._machine = machine
        self._writes = writes
        self._seconds_away = seconds_away
        self._between_writes = between_writes
        self._began = 0.0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Look at the clock."""
        del epoch, logs
        self._began = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Note the epoch's figures, decide whether to stop, and write."""
        row = {name: float(value) for name, value in (logs or {}).items()}
        row["learning_rate"] = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))
        for name, words in (("loss", "loss"), (VALIDATION_LOSS, "validation loss")):
            if not math.isfinite(row.get(name, 0.0)):
                kept = f"the checkpoint of epoch {epoch} is kept" if epoch else "there is no checkpoint"
                problem = f"the {words} of epoch {epoch + 1} is {row[name]}; {kept}. Try a lower learning rate"
                raise TrainingError(self._run, problem)
        self._state.rows.append(row)
        self._state.seconds.append(time.monotonic() - self._began - self._seconds_away())
        self._state.machines.append(self._machine)
        better = self._judge(epoch, row)
        if not self._writes:
            return
        if better:
            with averaged_weights(self.model):
                write_weights(self._run / WEIGHTS_FILE, self._settings.architecture, self.model.get_weights())
        self._between_writes()
        write_checkpoint(self._run / CHECKPOINT_FILE, self.model, self._state, self._run_facts)
        write_tables(self._run, self._state)
        self._between_writes()

    def _judge(self, epoch: int, row: Mapping[str, float]) -> bool:
        """Whether this epoch's weights are the result so far; stops the run once patience is at its end."""
        state, patience = self._state, self._settings.patience
        loss = row.get(VALIDATION_LOSS)
        better = loss is not None and (state.best_loss is None or loss < state.best_loss)
        if better:
            state.best_loss, state.best_epoch = loss, epoch + 1
        if patience is None:
            return True
        if epoch + 1 - state.best_epoch >= patience:
            state.stopped = True
            self.model.stop_training = True
        return better


def write_tables(run: Path, state: RunState) -> None:
    """Write one row an epoch: its figures, and in a table of their own the times that are known.

    Raises ``OutputError``.
    """
    names = list(state.rows[0]) if state.rows else []
    figures = [[number, *(row[name] for name in names)] for number, row in enumerate(state.rows, start=1)]
    _write_table(run / EPOCHS_FILE, ["epoch", *names], figures)
    timed = enumerate(zip(state.seconds, state.machines, strict=True), start=state.untimed + 1)
    _write_table(run / TIMES_FILE, ["epoch", "seconds", "machine"], [[number, *row] for number, row in timed])


def _write_table(path: Path, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(rows)
    write_atomically(path, text.getvalue().encode())


class ProgressLines(keras.callbacks.Callback):
    """A bar over the whole run with the time left, and a line of figures after every epoch."""

    def __init__(self, console: Console, title: str, epochs: int) -> None:
        super().__init__()
        self._console = console
        self._title = title
        self._epochs = epochs
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Long, because the speed is uneven: validation takes its time between the epochs.
        self._bar = Progress(*columns, console=console, speed_estimate_period=600, disable=not console.is_terminal)
        self._task = self._bar.add_task(title)
        self._began = 0.0
        self._first: int | None = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Show the bar."""
        del logs
        self._bar.start()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Put the bar where the epoch begins."""
        del logs
        if self._first is None:
            self._first, self._began = epoch, time.monotonic()
            steps = int(self.params["steps"])
            self._bar.reset(self._task, total=self._epochs * steps, completed=epoch * steps)
        self._bar.update(self._task, description=f"{self._title} {epoch + 1}/{self._epochs}")

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Move the bar on."""
        del batch, logs
        self._bar.advance(self._task)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Print the epoch's figures and how long the rest takes at most."""
        each_s = (time.monotonic() - self._began) / (epoch + 1 - (self._first or 0))
        left = timedelta(seconds=round(each_s * (self._epochs - epoch - 1)))
        figures = "  ".join(f"{name} {float(value):.4f}" for name, value in (logs or {}).items())
        self._bar.console.print(
            f"{self._title} {epoch + 1}/{self._epochs}  {figures}  {left} left", highlight=False, soft_wrap=True
        )

    def on_train_end(self, logs: Logs = None) -> None:
        """Take the bar away."""
        del logs
        self.close()

    def close(self) -> None:
        """Take the bar away, also where a run ends by an error."""
        self._bar.stop()
