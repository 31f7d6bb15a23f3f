"""Several devices and several processes come to what one comes to, also when they are cut off on the way."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from cmrstudio.domain.errors import TrainingError
from tests.training.toy import PLAIN_TOY, TINY, toy_images
from training import distribution
from training.distribution import Distribution, MirroredDevices, choose_distribution, devices_in_words
from training.fit import fit

# Cross-entropy alone, all truth known, no batch norm: then the mean over the shares of a batch is that of the batch.
SETTINGS = replace(
    TINY,
    architecture=PLAIN_TOY,
    batch_size=4,
    epochs=2,
    loss="cross_entropy",
    clip_norm=None,
    average_momentum=None,
)

ONE_OF_SEVERAL = """
import sys
from pathlib import Path
import numpy as np
from tests.training import test_distribution, toy
from training import fit as fitting
from training.distribution import MirroredDevices, choose_distribution

toy.register_toy()
run, weights, *workers = sys.argv[1:]
if workers:
    distribution = choose_distribution(workers[1:], int(workers[0]))
else:
    import tensorflow as tf
    cpu, = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    distribution = MirroredDevices(["CPU:0", "CPU:1"])
assert distribution.replicas == 2
models, build = [], fitting.compile_model
fitting.compile_model = lambda *arguments: models.append(build(*arguments)) or models[-1]

class CutOff(fitting.EpochOfBatches):
    def on_epoch_begin(self, epoch, logs=None):
        assert epoch == 0, "cut off"
        super().on_epoch_begin(epoch, logs)

watcher, fitting.EpochOfBatches = fitting.EpochOfBatches, CutOff
try:
    test_distribution.train(Path(run), distribution)
except AssertionError:
    fitting.EpochOfBatches = watcher
distribution.gather(0.0)  # waits until the checkpoint is written
test_distribution.train(Path(run), distribution)
np.savez(weights, *models[-1].get_weights())
"""


def train(run: Path, distribution: Distribution) -> None:
    images = toy_images()
    result = fit(images, SETTINGS, run, validation=images[:2], distribution=distribution)
    assert len(result.epochs) == SETTINGS.epochs


def start(project_root: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ONE_OF_SEVERAL, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(project_root), "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    shown, _ = process.communicate(timeout=300)
    assert process.returncode == 0, shown


def kept_weights(path: Path) -> list[np.ndarray]:
    with np.load(path) as stored:
        return [stored[name] for name in stored.files]


def free_addresses(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    addresses = [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]
    for one in sockets:
        one.close()
    return addresses


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of one process that has all the batches to itself."""
    run = tmp_path_factory.mktemp("alone")
    train(run, Distribution())
    return run


def assert_close(run: Path, alone: Path) -> None:
    """The result and the losses of every epoch, up to the rounding of sums taken in another order."""
    for mine, other in zip(kept_weights(run / "trained.npz"), kept_weights(alone / "trained.npz"), strict=True):
        if mine.dtype == np.float32:
            np.testing.assert_allclose(mine, other, rtol=1e-3, atol=1e-5)
    mine, other = (np.loadtxt(one / "epochs.csv", delimiter=",", skiprows=1) for one in (run, alone))
    np.testing.assert_allclose(mine, other, rtol=1e-3)


def test_two_processes_end_with_the_same_weights_as_each_other_and_as_one(
    alone: Path, tmp_path: Path, project_root: Path
) -> None:
    workers = free_addresses(2)
    run = tmp_path / "run"
    processes = [start(project_root, run, tmp_path / f"{index}.npz", index, *workers) for index in range(2)]
    for process in processes:
        finish(process)
    first, second = (kept_weights(tmp_path / f"{index}.npz") for index in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    assert_close(run, alone)


def test_two_devices_of_one_machine_end_with_the_weights_of_one(
    alone: Path, tmp_path: Path, project_root: Path
) -> None:
    run = tmp_path / "run"
    finish(start(project_root, run, tmp_path / "weights.npz"))
    assert_close(run, alone)


def test_one_device_needs_no_strategy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert type(choose_distribution()) in (Distribution, MirroredDevices)


def test_a_batch_that_cannot_be_dealt_out_is_an_error(tmp_path: Path) -> None:
    distribution = Distribution()
    distribution.replicas = 3
    with pytest.raises(TrainingError, match="batch_size: 4 images cannot be dealt out evenly to 3 devices"):
        fit(toy_images(), SETTINGS, tmp_path, distribution=distribution)


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("{", "names no workers"),
        ('{"cluster": {"worker": ["a:1", "b:2"]}}', "names no workers"),
        (json.dumps({"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 1}}), "no worker 1 among 1"),
    ],
)
def test_a_wrong_tf_config_is_an_error(monkeypatch: pytest.MonkeyPatch, config: str, problem: str) -> None:
    monkeypatch.setenv("TF_CONFIG", config)
    with pytest.raises(TrainingError, match=f"TF_CONFIG: .*{problem}"):
        choose_distribution()


@pytest.mark.parametrize("kind", ["chief", "worker"])
def test_a_run_of_one_worker_is_an_ordinary_run(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    config = {"cluster": {kind: ["127.0.0.1:1"]}, "task": {"type": kind, "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    assert type(choose_distribution()) in (Distribution, MirroredDevices)


def test_workers_need_to_know_which_of_them_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TrainingError, match="0 to 1"):
        choose_distribution(["a:1", "b:2"])


def test_several_machines_need_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CONFIG", "")
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(TrainingError, match="this is jax"):
        choose_distribution(["a:1", "b:2"], 0)


def test_what_a_run_computes_on_has_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "_accelerator", lambda: "")
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: Some Processor @ 2 GHz\n")
    monkeypatch.setattr(distribution, "CPU_INFO", tmp_path / "cpuinfo")
    assert devices_in_words() == f"Some Processor @ 2 GHz, {os.cpu_count()} cores"
    assert devices_in_words(2).startswith("2 x Some Processor")
    monkeypatch.setattr(distribution, "CPU_INFO", tmp_path / "none")
    assert devices_in_words().endswith(" cores")
