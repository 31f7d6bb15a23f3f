"""How long the engine takes to start and to segment the bundled study, with one network and with four."""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study import CineStack
from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import PhaseImages, PhaseSegmented, Reply, SegmentRequest
from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS
from cmrstudio.inference.ensemble import contour_quality
from cmrstudio.inference.model_card import ENSEMBLE
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.preprocess import GridTransform, prepare
from cmrstudio.inference.registry import ModelRegistry, write_ensemble, write_model
from cmrstudio.workflow import first_guess, open_study, segmentation_order
from tests import brightness_model
from tests.inference.random_network import random_network

MODEL_ID = "unet"
START_GOAL_S, STUDY_GOAL_S, MEMORY_GOAL_MB = 6.0, 2.0, 2048
ROUNDS = 8

DIGITS = {"s": 2, "ms": 1, "MB": 0}


class Row(NamedTuple):
    """What was measured; nan where this operating system does not tell."""

    what: str
    measured: float
    unit: str
    goal: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it is more than it may be."""
        return self.goal is not None and self.measured > self.goal

    @property
    def cells(self) -> tuple[str, str, str]:
        """What the table shows."""
        known = "unknown" if math.isnan(self.measured) else f"{self.measured:.{DIGITS[self.unit]}f} {self.unit}"
        wanted = "" if self.goal is None else f"{self.goal:.0f} {self.unit}{', missed' if self.is_missed else ''}"
        return self.what, known, wanted


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def highest_memory_mb(pid: int | None) -> float:
    """The most memory a process has had; nan where the operating system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return math.nan
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def phases_of(stack: CineStack) -> tuple[PhaseImages, ...]:
    """All phases in the order in which the program asks for them."""
    order = segmentation_order(first_guess(stack), stack.phase_count)
    return tuple(PhaseImages(index, stack.pixels[index], stack.present[index]) for index in order)


def segment(
    client: EngineClient, stack: CineStack, phases: tuple[PhaseImages, ...], model_id: str
) -> tuple[float, float]:
    """Seconds until the first phase's contours and until the last one's."""
    began = time.perf_counter()
    arrived: list[float] = []

    def listen(reply: Reply) -> None:
        if isinstance(reply, PhaseSegmented):
            arrived.append(time.perf_counter() - began)

    request = SegmentRequest(client.next_generation(), model_id, stack.pixel_spacing_mm, phases)
    client.segment(request, listen)
    return arrived[0], arrived[-1]


def one_network(stack: CineStack) -> list[Row]:
    """Times as the window sees them, through the engine process, with a shipped network."""
    client = EngineClient()
    phases = phases_of(stack)
    start_s = timed(client.start)
    ready_s = start_s + timed(client.wait_until_ready)
    warm_s = timed(lambda: client.warm(MODEL_ID))
    middle = np.arange(stack.slice_count) == stack.slice_count // 2
    one_slice = replace(phases[0], present=phases[0].present & middle)
    mask_s = segment(client, stack, (one_slice,), MODEL_ID)[1]
    rounds = [segment(client, stack, phases, MODEL_ID) for _ in range(ROUNDS)]
    first_s, all_s = (min(seconds) for seconds in zip(*rounds, strict=True))
    memory = highest_memory_mb(client.pid)
    stop_s = timed(client.stop)
    images = int(stack.present.sum())
    return [
        Row("start() returns", start_s * 1000, "ms"),
        Row("engine ready (TensorFlow loaded)", ready_s, "s"),
        Row("model loaded and warm", warm_s, "s"),
        Row("start to first mask, nothing warm", ready_s + warm_s + mask_s, "s", START_GOAL_S),
        Row(f"bundled study, first of {len(phases)} phases, warm", first_s, "s"),
        Row(f"bundled study, all {images} images, warm", all_s, "s", STUDY_GOAL_S),
        Row("engine's highest memory, one network", memory, "MB", MEMORY_GOAL_MB),
        Row("stop()", stop_s * 1000, "ms"),
    ]


def four_networks(stack: CineStack, folder: Path) -> list[Row]:
    """An ensemble of all architectures.

    Where one is not shipped it has random weights, and no heart to make a region of: then two phases must do.
    """
    members, phases = [], phases_of(stack)
    for architecture in TRAINABLE_PARAMETERS:
        shipped = [card for card in ModelRegistry().cards() if card.architecture == architecture]
        weights = ModelRegistry().weights(shipped[0].model_id) if shipped else random_network(architecture)[1]
        phases = phases if shipped else phases[:2]
        write_model(folder / architecture, brightness_model.card(architecture, architecture), weights)
        members.append(architecture)
    card = replace(brightness_model.card("all"), architecture=ENSEMBLE, members=tuple(members))
    write_ensemble(folder / "all", card, ModelRegistry([folder]))
    client = EngineClient([folder])
    client.wait_until_ready()
    warm_s = timed(lambda: client.warm("all"))
    all_s = segment(client, stack, phases, "all")[1]
    images = sum(int(phase.present.sum()) for phase in phases)
    memory = highest_memory_mb(client.pid)
    client.stop()
    return [
        Row("four networks loaded and warm", warm_s, "s"),
        Row(f"bundled study, {images} images, four networks", all_s, "s"),
        Row("engine's highest memory, four networks", memory, "MB", MEMORY_GOAL_MB),
    ]


def parts(stack: CineStack) -> list[Row]:
    """What one slice takes besides the network, in this process."""
    phase = phases_of(stack)[0]
    spacing_mm = stack.pixel_spacing_mm
    frames = np.stack([prepare(image, spacing_mm)[0] for image in phase.pixels])
    predictor = Predictor("unet", ModelRegistry().weights(MODEL_ID))
    probabilities = predictor.predict(frames)
    rows, columns = phase.pixels.shape[1:]
    transform = GridTransform((rows, columns), spacing_mm)
    works: dict[str, Callable[[], object]] = {
        "image to model input": lambda: [prepare(image, spacing_mm) for image in phase.pixels],
        f"network, full frame, {predictor.precision}": lambda: predictor.predict(frames),
        f"network, 128 x 128, {predictor.precision}": lambda: predictor.predict(frames[:, 64:192, 64:192]),
        "probabilities to contours": lambda: contours_from_probabilities(probabilities, transform, "bench"),
        "quality of contours": lambda: contour_quality(probabilities[None], transform.model_spacing_mm),
    }
    found = []
    for name, work in works.items():
        work()
        best_s = min(timed(work) for _ in range(ROUNDS))
        found.append(Row(f"one slice: {name}", best_s / len(frames) * 1000, "ms"))
    return found


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    table = Table("what", "measured", "goal")
    stack = open_study(sample_study_folder()).short_axis.stack
    with tempfile.TemporaryDirectory() as folder:
        rows = one_network(stack) + four_networks(stack, Path(folder)) + parts(stack)
    for row in rows:
        table.add_row(*row.cells)
    Console(width=100).print(table)
    return int(any(row.is_missed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
