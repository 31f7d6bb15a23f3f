"""How long the engine takes to start, to load a model and to segment, and what reduced precision gains."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import PhaseImages, PhaseSegmented, Reply, SegmentRequest
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.predictor import Predictor, cpu_has_bfloat16
from cmrstudio.inference.preprocess import GridTransform
from cmrstudio.inference.registry import ModelRegistry
from tests import brightness_model

SHAPE, SPACING_MM = (256, 256), (1.3672, 1.3672)
SLICES, PHASES = 12, 2
GOAL_S = 4.0


def phase(index: int) -> PhaseImages:
    """Twelve slices with a round heart in each."""
    image = brightness_model.heart(SHAPE, (128, 120), 25, 9, SPACING_MM) * 1000
    return PhaseImages(index, np.repeat(image[None], SLICES, axis=0).astype(np.int16), np.ones(SLICES, bool))


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def highest_memory_mb(pid: int | None) -> str:
    """The most memory a process has had, as far as the operating system tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return f"{int(line.split()[1]) / 1024:.0f} MB"


def engine_rows(models: Path) -> list[tuple[str, str, str]]:
    """Times as the window sees them, through the engine process."""
    client = EngineClient([models])
    start_s = timed(client.start)
    ready_s = start_s + timed(client.wait_until_ready)
    warm_s = timed(lambda: client.warm(brightness_model.MODEL_ID))
    images = tuple(phase(index) for index in range(PHASES))
    totals, firsts = [], []
    for _ in range(3):
        began = time.perf_counter()
        first: list[float] = []

        def listen(reply: Reply, began: float = began, first: list[float] = first) -> None:
            if isinstance(reply, PhaseSegmented):
                first.append(time.perf_counter() - began)

        request = SegmentRequest(client.next_generation(), brightness_model.MODEL_ID, SPACING_MM, images)
        client.segment(request, listen)
        totals.append(time.perf_counter() - began)
        firsts.append(first[0])
    memory = highest_memory_mb(client.pid)
    stop_s = timed(client.stop)
    return [
        ("start() returns", f"{start_s * 1000:.0f} ms", ""),
        ("engine ready (TensorFlow loaded)", f"{ready_s:.2f} s", ""),
        ("model loaded and warm", f"{warm_s:.2f} s", ""),
        ("start to first mask, nothing warm", f"{ready_s + warm_s + min(firsts):.2f} s", ""),
        (f"first phase of {SLICES} slices, warm", f"{min(firsts):.2f} s", ""),
        (f"{PHASES} phases of {SLICES} slices of 256 x 256, warm", f"{min(totals):.2f} s", f"{GOAL_S:.0f} s"),
        ("engine's highest memory", memory, "2048 MB"),
        ("stop()", f"{stop_s * 1000:.0f} ms", ""),
    ]


def network_rows(models: Path) -> list[tuple[str, str, str]]:
    """The network and the postprocessing by themselves, in this process."""
    weights = ModelRegistry([models]).weights(brightness_model.MODEL_ID)
    images = np.random.default_rng(0).random((8, 256, 256)).astype(np.float32)
    rows = []
    for precision in ("bfloat16", "float32"):
        predictor = Predictor("unet", weights, precision)
        predictor.warm_up()
        best_s = min(timed(lambda: predictor.predict(images)) for _ in range(3))  # noqa: B023 - called at once
        note = "" if precision == "float32" or cpu_has_bfloat16() else " (emulated)"
        rows.append((f"U-Net, one slice, {precision}{note}", f"{best_s / len(images) * 1000:.0f} ms", ""))
    transform = GridTransform((256, 256), (1.5, 1.5))
    hearts = np.stack([brightness_model.heart((256, 256), (128, 120), 25, 9, (1.5, 1.5))] * SLICES)
    probabilities = predictor.predict(hearts)
    best_s = min(timed(lambda: contours_from_probabilities(probabilities, transform, "bench")) for _ in range(3))
    rows.append(("probabilities to contours, one slice", f"{best_s / SLICES * 1000:.1f} ms", ""))
    return rows


def main() -> None:
    """Measure and print."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    table = Table("what", "measured", "goal")
    with tempfile.TemporaryDirectory() as folder:
        models = brightness_model.write(Path(folder))
        for row in engine_rows(models) + network_rows(models):
            table.add_row(*row)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
