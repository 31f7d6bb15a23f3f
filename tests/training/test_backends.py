"""The same code trains on Keras's other backends, and goes on there exactly where it was cut off."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

CUT_AND_UNCUT_RUN = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.training import toy
toy.register_toy()
import keras
from training.batches import AugmentedBatches
from training.distribution import choose_distribution
from training.fit import fit

assert keras.backend.backend() == sys.argv[1]
folder, devices = Path(sys.argv[2]), int(sys.argv[3])
distribution = choose_distribution()
assert distribution.replicas == devices
images = toy.toy_images()

def run(name):
    settings = replace(toy.TINY, epochs=3, patience=3)
    fit(images, settings, folder / name, validation=images[:3], distribution=distribution)

run("uncut")
read = AugmentedBatches.__getitem__


def cut_off(batches, index):
    if batches.epoch == 2 and index == 2:
        raise ZeroDivisionError
    return read(batches, index)


AugmentedBatches.__getitem__ = cut_off
try:
    run("cut")
except ZeroDivisionError:
    AugmentedBatches.__getitem__ = read
    run("cut")
"""


@pytest.mark.parametrize(("backend", "devices"), [("jax", 1), ("jax", 2), ("torch", 1)])
def test_a_run_on_another_backend_trains_and_resumes(
    backend: str, devices: int, tmp_path: Path, project_root: Path
) -> None:
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed; it is none of cmrstudio's dependencies")
    environment = {**os.environ, "PYTHONPATH": str(project_root), "KERAS_BACKEND": backend}
    environment["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={devices}"
    done = subprocess.run(
        [sys.executable, "-c", CUT_AND_UNCUT_RUN, backend, str(tmp_path), str(devices)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tables = [(tmp_path / name / "epochs.csv").read_text() for name in ("uncut", "cut")]
    assert tables[0] == tables[1]
    with (
        np.load(tmp_path / "uncut" / "checkpoint.npz") as uncut,
        np.load(tmp_path / "cut" / "checkpoint.npz") as cut,
    ):
        assert all(np.array_equal(uncut[name], cut[name]) for name in uncut.files)
