"""Matrix, montage and the other layouts in the whole window: 12 slices at 25 phases, contours on all of them."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

PHASES, SLICES, SIZE_PX = 25, 12, 256
FRAME_MS = 40.0
PLAY_S = 4.0
Row = tuple[str, float, str, float]
"""What, how much, unit, and the most (or for a rate, the least) that is wanted."""


def synthetic_study():
    """A beating disc on noise."""
    from cmrstudio.domain.study import CineStack, Series, Study, View

    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX] - SIZE_PX / 2
    radius = 30 - 8 * np.sin(np.pi * np.arange(PHASES) / PHASES)
    noise = np.random.default_rng(0).normal(0, 40, (SLICES, SIZE_PX, SIZE_PX))
    disc = np.where(np.hypot(rows, columns)[None] < radius[:, None, None], 900.0, 300.0)
    stack = CineStack(
        pixels=(disc[:, None] + noise[None]).astype(np.int16),
        present=np.ones((PHASES, SLICES), bool),
        pixel_spacing_mm=(1.4, 1.4),
        slice_positions_mm=np.arange(SLICES) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], SLICES, axis=0),
        trigger_times_ms=np.repeat(np.arange(PHASES)[:, None] * FRAME_MS, SLICES, axis=1),
        sop_uids=np.full((PHASES, SLICES), "1.2.3"),
        slice_thickness_mm=8.0,
        frame_time_ms=FRAME_MS,
    )
    series = Series("1.2.1", View.SHORT_AXIS, "synthetic", stack)
    return Study("1.1.1", "patient", "2020-01-01", (series,), Path("/synthetic"), patient_label="Synthetic")


def contours(session):
    """Endocardium and epicardium of all images, as a model draws them."""
    from cmrstudio.domain.annotation import SliceAnnotation
    from cmrstudio.domain.contour import Contour, Structure

    angle = np.arange(18) * 2 * np.pi / 18
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    for phase in range(PHASES):
        radius = 30 - 8 * np.sin(np.pi * phase / PHASES)
        for slice_index in range(SLICES):
            drawn = tuple(
                Contour(structure, SIZE_PX / 2 + (radius + extra) * circle, "unet@1.0.0", 0.6 + 0.03 * slice_index)
                for structure, extra in ((Structure.LV_ENDOCARDIUM, 0), (Structure.LV_EPICARDIUM, 9))
            )
            yield SliceAnnotation(session.series.series_uid, phase, slice_index, drawn)


class Loop:
    """Turns the event loop by hand and notes the longest time that it was held up."""

    def __init__(self, application) -> None:
        self._application = application
        self.longest_ms = 0.0

    def run_until(self, done: Callable[[], bool]) -> float:
        """Milliseconds until ``done``."""
        self.longest_ms, begun = 0.0, time.perf_counter()
        while not done():
            self.turn()
            time.sleep(0.0002)
        return 1000 * (time.perf_counter() - begun)

    def turn(self) -> float:
        """Milliseconds of one turn."""
        begun = time.perf_counter()
        self._application.processEvents()
        spent = 1000 * (time.perf_counter() - begun)
        self.longest_ms = max(self.longest_ms, spent)
        return spent


def showing(window, loop: Loop) -> Iterator[Row]:
    """Show the matrix for the first time, and again after all contours changed."""
    feature = window.layouts_feature
    mosaic = feature.matrix.mosaic

    def show() -> float:
        begun = time.perf_counter()
        window.actions_by_name["layout_matrix"].trigger()
        held_ms = 1000 * (time.perf_counter() - begun)
        loop.run_until(lambda: mosaic.is_current and not mosaic.image.isNull())
        loop.turn()
        loop.longest_ms = max(loop.longest_ms, held_ms)
        return 1000 * (time.perf_counter() - begun)

    yield "matrix of 12 x 25 shown for the first time", show(), "ms", 150
    yield "longest hold-up meanwhile", loop.longest_ms, "ms", 50
    window.actions_by_name["layout_cine"].trigger()
    loop.turn()
    feature.pictures.zoom_by(1.1)
    yield "matrix shown again, all thumbnails anew", show(), "ms", 150
    window.actions_by_name["layout_cine"].trigger()
    loop.turn()
    yield "matrix shown again, nothing changed", show(), "ms", 150


def playing(window, loop: Loop) -> Iterator[Row]:
    """Play the montage at the pace of the heart."""
    montage = window.layouts_feature.montage
    window.actions_by_name["layout_montage"].trigger()
    loop.turn()
    window.playback.set_speed(1.0)
    window.playback.play()
    before, begun = montage.paint_count, time.perf_counter()
    loop.run_until(lambda: time.perf_counter() - begun > PLAY_S)
    rate = (montage.paint_count - before) / (time.perf_counter() - begun)
    window.playback.stop()
    yield "montage of 12 slices, images a second", rate, "/s", 25
    yield "longest hold-up while it plays", loop.longest_ms, "ms", 50


def stepping(window, loop: Loop) -> Iterator[Row]:
    """Step phase and slice in every layout."""
    session, mosaic = window.session, window.layouts_feature.matrix.mosaic
    for name in ("cine", "phases", "montage", "matrix"):
        window.actions_by_name[f"layout_{name}"].trigger()
        loop.run_until(lambda mosaic=mosaic, hidden=name != "matrix": hidden or mosaic.is_current)
        for kind, steps in (("phase", 75), ("slice", 60)):
            times = []
            for step in range(steps):
                begun = time.perf_counter()
                session.go_to(step % PHASES, None) if kind == "phase" else session.go_to(None, step % SLICES)
                loop.turn()
                times.append(1000 * (time.perf_counter() - begun))
                time.sleep(0.004)
            yield f"{kind} step in {name}, median", float(np.median(times)), "ms", 16
            yield f"{kind} step in {name}, 95th percentile", float(np.percentile(times, 95)), "ms", 16


def acting(window, loop: Loop) -> Iterator[Row]:
    """Clear all 300 images at once, and take it back."""
    matrix = window.layouts_feature.matrix
    matrix.selection.take(frozenset(window.session.annotations), keep=False)
    for name, act in (
        ("all images cleared", window.actions_by_name["clear_selected"].trigger),
        ("clearing undone", window.session.undo_stack.undo),
    ):
        begun = time.perf_counter()
        act()
        held_ms = 1000 * (time.perf_counter() - begun)
        loop.run_until(lambda: matrix.mosaic.is_current)
        yield f"{name}, longest hold-up", max(held_ms, loop.longest_ms), "ms", 50


def main() -> int:
    """Print what the layouts take, beside what they may take; 1 where one takes more."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.app import make_application

    application = make_application()
    from cmrstudio.gui.main_window import MainWindow

    late = 0
    print(f"{'in a window of 1440 x 900':<48}{'':>9}    {'wanted':>8}")
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Path(folder) / "workspace.sqlite")
        window.resize(1440, 900)
        window.show()
        loop = Loop(application)
        study = synthetic_study()
        window.session.open_study(study)
        window.session.complete_study(study)
        window.session.restore({}, {}, None)
        window.session.place(contours(window.session), None)
        begun = time.perf_counter()
        loop.run_until(lambda: time.perf_counter() - begun > 0.5)
        for part in (showing, playing, stepping, acting):
            for name, value, unit, wanted in part(window, loop):
                missed = value < 0.95 * wanted if unit == "/s" else value > wanted
                late += missed
                print(f"{name:<48}{value:>9.1f} {unit:<3}{wanted:>8.0f}{'  missed' if missed else ''}", flush=True)
        window.close()
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
