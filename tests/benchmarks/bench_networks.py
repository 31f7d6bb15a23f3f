"""How fast the four networks run, one full frame of 256 x 256: ours beside plain Keras, ONNX Runtime and OpenVINO.

All in one run, in turns, with the same weights: those that are shipped, or random ones for an architecture of which
none are. ONNX Runtime and OpenVINO live in a virtual environment of their own, which `make bench-others` makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS
from cmrstudio.inference.predictor import Predictor, describe_device
from cmrstudio.inference.registry import ModelRegistry
from tests.inference.random_network import random_network

HERE = Path(__file__).resolve().parent
OTHERS = HERE.parents[1] / ".venv-bench" / "bin" / "python"
IMAGES, ROUNDS = 4, 15
SIDE = 256
GOALS = {"residual_unet": 0.5}
GOAL = 0.25
REFERENCE = "onnxruntime float32"
GPU_IMAGES = 256
REST_S = 0.3
"""Threads of one runtime spin for a while after its last call; nobody is measured meanwhile."""


class Others:
    """The process with the other runtimes; see other_runtimes.py."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
        self._folder = folder
        self._process = subprocess.Popen(
            [str(OTHERS), str(HERE / "other_runtimes.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def ask(self, **request: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply

    def load(self, architecture: str, weights: list[np.ndarray], images: np.ndarray) -> list[str]:
        np.savez(self._folder / "weights.npz", *weights)
        np.save(self._folder / "images.npy", images)
        places = {
            "weights": self._folder / "weights.npz",
            "images": self._folder / "images.npy",
            "folder": self._folder,
        }
        names: list[str] = self.ask(load=architecture, **{key: str(path) for key, path in places.items()})["runtimes"]
        return names

    def seconds(self, name: str) -> float:
        return float(self.ask(time=name)["seconds"])

    def outputs(self, name: str) -> np.ndarray:
        return np.asarray(np.load(self.ask(outputs=name)["outputs"]))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def network(architecture: str) -> tuple[str, Any, list[np.ndarray]]:
    """Whose weights they are, the Keras model and its weights."""
    registry = ModelRegistry()
    shipped = [card.model_id for card in registry.cards() if card.architecture == architecture]
    model, weights = random_network(architecture)
    if not shipped:
        return "random weights", model, weights
    weights = registry.weights(shipped[0])
    model.set_weights(weights)
    return shipped[0], model, weights


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(architecture: str, others: Others | None, precisions: list[str]) -> Table:
    """A table of one architecture: best time of each runtime, beside ONNX Runtime's, and how far outputs differ."""
    origin, model, weights = network(architecture)
    images = np.random.default_rng(0).random((IMAGES, SIDE, SIDE)).astype(np.float32)
    ours = {f"ours {precision}": Predictor(architecture, weights, precision) for precision in precisions}
    batches = [images[start : start + 2, ..., None] for start in range(0, IMAGES, 2)]
    runs: dict[str, Callable[[], float]] = {
        name: lambda predictor=predictor: timed(lambda: predictor.predict(images)) for name, predictor in ours.items()
    }
    runs["Keras float32"] = lambda: timed(lambda: [np.asarray(model(part, training=False)) for part in batches])
    outputs = {name: predictor.predict(images) for name, predictor in ours.items()}
    outputs["Keras float32"] = np.concatenate([np.asarray(model(part, training=False)) for part in batches])
    if others is not None:
        for name in others.load(architecture, weights, images):
            runs[name] = lambda name=name: others.seconds(name)
            outputs[name] = others.outputs(name)
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            time.sleep(REST_S)
            times[name].append(run() / IMAGES)
    best = {name: min(seconds) for name, seconds in times.items()}
    table = Table(
        "runtime", "a slice", f"x {REFERENCE}", "goal", "largest difference", title=f"{architecture} ({origin})"
    )
    for name, seconds in sorted(best.items(), key=lambda item: item[1]):
        ratio = f"{seconds / best[REFERENCE]:.2f}" if REFERENCE in best else ""
        goal = f"{GOALS.get(architecture, GOAL)}" if name == f"ours {precisions[0]}" else ""
        difference = np.abs(outputs[name] - outputs["Keras float32"]).max()
        table.add_row(name, f"{seconds * 1000:.1f} ms", ratio, goal, f"{difference:.1e}")
    return table


def gpu_row(architecture: str) -> str:
    """Throughput in large batches."""
    _, _, weights = network(architecture)
    images = np.random.default_rng(0).random((GPU_IMAGES, SIDE, SIDE)).astype(np.float32)
    predictor = Predictor(architecture, weights)
    predictor.predict(images[:32])
    seconds = min(timed(lambda: predictor.predict(images)) for _ in range(3))
    return f"{architecture}: {GPU_IMAGES / seconds:.0f} slices a second on the GPU in {predictor.precision}"


def main() -> None:
    """Measure and print."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    console = Console(width=110)
    device, fastest, tensorflow, keras = describe_device()
    console.print(f"{device}, {os.cpu_count()} cores, precision {fastest}, TensorFlow {tensorflow}, Keras {keras}")
    if not OTHERS.exists():
        console.print(f"skipped: ONNX Runtime and OpenVINO, since {OTHERS} is not there; `make bench-others` makes it")
    precisions = list(dict.fromkeys([fastest, "bfloat16" if device == "CPU" else "float16", "float32"]))
    with tempfile.TemporaryDirectory() as folder:
        others = Others(Path(folder)) if OTHERS.exists() else None
        try:
            for architecture in TRAINABLE_PARAMETERS:
                console.print(measure(architecture, others, precisions))
        finally:
            if others is not None:
                others.close()
    if device != "CPU":
        for architecture in TRAINABLE_PARAMETERS:
            console.print(gpu_row(architecture))


if __name__ == "__main__":
    main()
