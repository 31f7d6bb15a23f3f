"""How fast the bundled study is read, beside plain reading and decoding of the same files with all cores."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study import Study
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.reader import read_study

ROUNDS = 9
FIRST_IMAGE_GOAL_S = 0.3
RATIO_GOAL = 1.3


class FirstImage:
    """Notes when the first image can be shown."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.seconds = float("nan")

    def preview(self, image: np.ndarray, pixel_spacing_mm: tuple[float, float]) -> None:
        self.seconds = time.perf_counter() - self.started

    def planned(self, study: Study) -> None:
        pass

    def frame(self, phase_index: int, slice_index: int) -> None:
        pass


def read_plainly(paths: list[str]) -> int:
    """Read and decode files one after the other, as a script would; returns how many."""
    import pydicom

    return sum(pydicom.dcmread(path).pixel_array.size > 0 for path in paths)


def time_plain(executor: ProcessPoolExecutor, paths: list[str], cores: int) -> float:
    """Seconds that plain reading takes, the files dealt out evenly to the cores."""
    started = time.perf_counter()
    done = sum(executor.map(read_plainly, [paths[core::cores] for core in range(cores)]))
    seconds = time.perf_counter() - started
    assert done == len(paths)
    return seconds


def time_study(pool: DecodePool, folder: Path) -> tuple[float, float]:
    """Seconds until the first image and until the whole study is there."""
    first = FirstImage()
    study = read_study(folder, progress=SilentProgress(), cancellation=NeverCancelled(), listener=first, pool=pool)
    seconds = time.perf_counter() - first.started
    assert study.short_axis.stack.present.all()
    return first.seconds, seconds


def main() -> int:
    """Print medians over rounds in which both ways take turns, so that a busy machine slows both; 1 over a goal."""
    folder = sample_study_folder()
    paths = sorted(str(path) for path in folder.rglob("*.dcm"))
    cores = min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    with DecodePool() as pool, ProcessPoolExecutor(cores, mp_context=context) as executor:
        pool.wait_until_ready()
        time_plain(executor, paths, cores)
        time_study(pool, folder)
        rounds = [(time_plain(executor, paths, cores), *time_study(pool, folder)) for _ in range(ROUNDS)]
    plain_s, first_s, all_s = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(whole / plain for plain, _, whole in rounds)
    print(f"files {len(paths)}, processes {cores}, rounds {ROUNDS}")
    print(f"first image            {first_s * 1000:7.0f} ms   (goal {FIRST_IMAGE_GOAL_S * 1000:.0f})")
    print(f"whole study            {all_s:7.3f} s")
    print(f"plain read and decode  {plain_s:7.3f} s")
    print(f"ratio                  {ratio:7.2f}      (goal {RATIO_GOAL})")
    print(f"best of all rounds: study {min(r[2] for r in rounds):.3f} s, plain {min(r[0] for r in rounds):.3f} s")
    return int(first_s > FIRST_IMAGE_GOAL_S or ratio > RATIO_GOAL)


if __name__ == "__main__":
    sys.exit(main())
