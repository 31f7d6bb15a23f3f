"""A run that was killed comes to exactly what it would have come to, and a full disk takes nothing away."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from rich.console import Console

from tests.training.toy import PLAIN_TOY, TINY, TOY, toy_images
from training.batches import AugmentedBatches
from training.checkpoints import read_weights
from training.fit import FitResult, fit

needs_tensorboard = pytest.mark.skipif(find_spec("tensorboard") is None, reason="tensorboard is not installed")

# Averaged weights, a schedule, dropout, batch norm and early stopping: everything that has to be remembered.
SETTINGS = replace(TINY, epochs=4, patience=3)

KILLED_RUN = """
import os, signal, sys
from pathlib import Path
from tests.training import test_resume, toy
from training.batches import AugmentedBatches
from training.callbacks import EpochOfBatches
toy.register_toy()

class Deadly(EpochOfBatches):
    def on_train_batch_end(self, batch, logs=None):
        if self._batches.epoch == 3 and batch == 2:
            os.kill(os.getpid(), signal.SIGKILL)

import training.fit
training.fit.EpochOfBatches = Deadly
test_resume.whole_run(Path(sys.argv[1]))
"""

FULL_DISK_RUN = """
import resource, signal, sys
from pathlib import Path
from tests.training import test_resume, toy
from cmrstudio.domain.errors import OutputError
toy.register_toy()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
try:
    test_resume.whole_run(Path(sys.argv[1]))
except OutputError as error:
    print(error)
    sys.exit(7)
"""


def whole_run(run: Path) -> FitResult:
    images = toy_images()
    return fit(images, SETTINGS, run, validation=images[:3])


def run_python(program: str, run: Path, project_root: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(project_root), "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        [sys.executable, "-c", program, str(run)], env=environment, capture_output=True, text=True, check=False
    )


def assert_same(first: Path, second: Path) -> None:
    """Every digit of the table of epochs, of the result and of the last checkpoint, but for the times it took."""
    assert (first / "epochs.csv").read_text() == (second / "epochs.csv").read_text()
    for one, other in zip(*(read_weights(run / "trained.npz", TOY) for run in (first, second)), strict=True):
        assert np.array_equal(one, other)
    with np.load(first / "checkpoint.npz") as one, np.load(second / "checkpoint.npz") as other:
        assert one.files == other.files
        assert all(np.array_equal(one[name], other[name]) for name in one.files if name != "facts")
        assert without_times(one) == without_times(other)


def without_times(checkpoint: Mapping[str, np.ndarray]) -> dict[str, Any]:
    facts = json.loads(str(checkpoint["facts"]))
    assert len(facts["state"].pop("seconds")) == len(facts["state"]["rows"])
    return facts


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("uncut")
    whole_run(run)
    return run


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    run = tmp_path_factory.mktemp("killed")
    done = run_python(KILLED_RUN, run, project_root)
    assert done.returncode == -9, done.stderr
    return run


def test_a_run_killed_in_the_middle_of_an_epoch_goes_on_to_the_same_numbers(
    uncut: Path, killed: Path, project_root: Path
) -> None:
    before = (killed / "checkpoint.npz").read_bytes()
    assert (killed / "epochs.csv").read_text().splitlines() == (uncut / "epochs.csv").read_text().splitlines()[:3]

    # First the disk is full, then there is room again.
    done = run_python(FULL_DISK_RUN, killed, project_root)
    assert done.returncode == 7, done.stderr
    assert ".npz: the file cannot be written: File too large" in done.stdout
    assert (killed / "checkpoint.npz").read_bytes() == before

    whole_run(killed)
    assert_same(uncut, killed)


def test_the_same_seed_gives_the_same_curve_and_another_seed_another(uncut: Path, tmp_path: Path) -> None:
    whole_run(tmp_path / "again")
    assert_same(uncut, tmp_path / "again")
    images = toy_images()
    other = fit(images, replace(SETTINGS, seed=1, epochs=1), tmp_path / "other", validation=images[:3])
    assert f"{other.epochs[0]['loss']}" not in (uncut / "epochs.csv").read_text()


@needs_tensorboard
def test_logs_that_the_disk_refuses_are_told_of(tmp_path: Path, project_root: Path) -> None:
    done = run_python(FULL_DISK_RUN.replace("4000", "30"), tmp_path, project_root)
    assert done.returncode == 7, done.stderr
    assert f"{tmp_path / 'tensorboard'}: the logs cannot be written: File too large" in done.stdout


@needs_tensorboard
def test_an_epoch_is_kept_before_it_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no logs")

    monkeypatch.setattr(keras.callbacks.TensorBoard, "on_epoch_end", fail)
    with pytest.raises(RuntimeError, match="no logs"):
        whole_run(tmp_path)
    assert (tmp_path / "checkpoint.npz").exists()
    assert len((tmp_path / "epochs.csv").read_text().splitlines()) == 2


def test_early_stopping_remembers_across_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a learning rate of 0 no epoch is better than the first, and the run ends after patience more."""
    settings = replace(TINY, architecture=PLAIN_TOY, epochs=9, patience=2, schedule="constant", learning_rate=0.0)
    images = toy_images()
    read = AugmentedBatches.__getitem__

    def fail_in_epoch_two(batches: AugmentedBatches, index: int) -> object:
        if batches.epoch == 2:
            raise RuntimeError("cut off")
        return read(batches, index)

    with monkeypatch.context() as patch:
        patch.setattr(AugmentedBatches, "__getitem__", fail_in_epoch_two)
        with pytest.raises(Exception, match="cut off"):
            fit(images, settings, tmp_path, validation=images[:1])
    shown = StringIO()
    terminal = Console(file=shown, force_terminal=True, width=120)
    result = fit(images, settings, tmp_path, validation=images[:1], console=terminal)
    assert result.stopped_early
    assert "12/36" in shown.getvalue()  # the bar is over the batches of the whole run
    assert result.best_epoch == 1
    assert len(result.epochs) == 3
    assert fit(images, settings, tmp_path, validation=images[:1]) == result
