"""Matrix, montage and the other layouts in the whole window: 12 slices at 25 phases, contours on all of them.

A beat of 25 phases at 40 ms each is what a montage has to keep up with. How many images it paints in so many seconds
of it says little: there are 25 a second at most, less a part of one at each end. So it is asked how many images are
left out at the pace of the heart, and, at twice that pace, whether there are 25 a second.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject

PHASES, SLICES, SIZE_PX = 25, 12, 256
FRAME_MS = 40.0
PLAY_MS = 4000.0
UNDO_GOAL_MS = 30
EDITS = 40
Times = tuple[float, float]
"""Wall and processor time; of a rate, what it is and what it could be if nothing else took the processor."""
Row = tuple[str, Times, str, float]
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


class Stopwatch:
    """Wall and processor time of this thread since it was made, in ms: on a busy machine the second tells more."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.thread_time()

    @property
    def ms(self) -> Times:
        """(wall, processor) so far."""
        return 1000 * (time.perf_counter() - self._wall), 1000 * (time.thread_time() - self._processor)


class Loop:
    """Turns the event loop by hand and notes the longest time that it was held up."""

    def __init__(self, application) -> None:
        self._application = application
        self.longest: Times = (0.0, 0.0)

    def run_until(self, done: Callable[[], bool]) -> None:
        """Turn until ``done``."""
        self.longest = (0.0, 0.0)
        while not done():
            self.turn()
            time.sleep(0.0002)

    def turn(self) -> None:
        """Turn once."""
        watch = Stopwatch()
        self._application.processEvents()
        self.note(watch.ms)

    def note(self, spent: Times) -> None:
        """Take a hold-up into account."""
        self.longest = max(self.longest[0], spent[0]), max(self.longest[1], spent[1])


def showing(window, loop: Loop) -> Iterator[Row]:
    """Show the matrix for the first time, and again after all thumbnails changed."""
    feature = window.layouts_feature
    mosaic = feature.matrix.mosaic

    def show() -> Times:
        watch = Stopwatch()
        window.actions_by_name["layout_matrix"].trigger()
        held = watch.ms
        loop.run_until(lambda: mosaic.is_current and not mosaic.image.isNull())
        loop.turn()
        loop.note(held)
        return watch.ms

    yield "matrix of 12 x 25 shown for the first time", show(), "ms", 150
    yield "longest hold-up meanwhile", loop.longest, "ms", 50
    window.actions_by_name["layout_cine"].trigger()
    loop.turn()
    feature.pictures.zoom_by(1.1)
    yield "matrix shown again, all thumbnails anew", show(), "ms", 150
    window.actions_by_name["layout_cine"].trigger()
    loop.turn()
    yield "matrix shown again, nothing changed", show(), "ms", 150


def playing(window, loop: Loop) -> Iterator[Row]:
    """Play the montage at the pace of the heart, and twice as fast."""
    window.actions_by_name["layout_montage"].trigger()
    loop.turn()
    _, painted, due = play(window, loop, speed=1.0)
    left_out = float(due - painted)
    yield f"montage of 12 slices, left out of {due} images", (left_out, left_out), "", 0
    yield "longest hold-up while it plays", loop.longest, "ms", 50
    (wall, processor), painted, _ = play(window, loop, speed=2.0)
    yield "montage at twice the pace, images a second", (1000 * painted / wall, 1000 * painted / processor), "/s", 25
    yield "longest hold-up while it plays so fast", loop.longest, "ms", 50


def play(window, loop: Loop, speed: float) -> tuple[Times, int, int]:
    """How long it played, how many images of all slices were painted and how many the beat went through meanwhile."""
    montage, reached = window.layouts_feature.montage, [window.session.position[0]]
    note = window.session.position_changed.connect(lambda phase, _: reached.append(phase))
    loop.turn()
    before = montage.paint_count
    window.playback.set_speed(speed)
    window.playback.play()
    watch = Stopwatch()
    loop.run_until(lambda: watch.ms[0] > PLAY_MS)
    window.playback.stop()
    spent, longest = watch.ms, loop.longest
    loop.turn()  # the last phase may not be painted yet
    loop.longest = longest
    window.session.position_changed.disconnect(note)
    due = sum((after - earlier) % PHASES for earlier, after in pairwise(reached))
    return spent, min(montage.paint_count - before, len(reached) - 1), due


def stepping(window, loop: Loop) -> Iterator[Row]:
    """Step phase and slice in every layout."""
    session, mosaic = window.session, window.layouts_feature.matrix.mosaic
    for name in ("cine", "phases", "montage", "matrix"):
        window.actions_by_name[f"layout_{name}"].trigger()
        loop.run_until(lambda mosaic=mosaic, hidden=name != "matrix": hidden or mosaic.is_current)
        for kind, steps in (("phase", 75), ("slice", 60)):
            times = []
            for step in range(steps):
                watch = Stopwatch()
                session.go_to(step % PHASES, None) if kind == "phase" else session.go_to(None, step % SLICES)
                loop.turn()
                times.append(watch.ms)
                time.sleep(0.004)
            for words, percentile in (("median", 50), ("95th percentile", 95)):
                yield f"{kind} step in {name}, {words}", tuple(np.percentile(times, percentile, axis=0)), "ms", 16


def acting(window, loop: Loop) -> Iterator[Row]:
    """Clear all 300 images at once, and take it back."""
    matrix = window.layouts_feature.matrix
    matrix.selection.take(frozenset(window.session.annotations), keep=False)
    for name, act in (
        ("all images cleared", window.actions_by_name["clear_selected"].trigger),
        ("clearing undone", window.session.undo_stack.undo),
    ):
        watch = Stopwatch()
        act()
        held = watch.ms
        loop.run_until(lambda: matrix.mosaic.is_current)
        loop.note(held)
        yield f"{name}, longest hold-up", loop.longest, "ms", 50


class PaintNote(QObject):
    """Notes that a widget is painted."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.is_painted = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on."""
        self.is_painted |= event.type() == QEvent.Type.Paint
        return False


def undoing(window, loop: Loop) -> Iterator[Row]:
    """Edit one contour, take it back and do it again, each until it is painted."""
    from cmrstudio.domain.contour import Structure

    feature, session = window.layouts_feature, window.session
    mosaic, middle = feature.matrix.mosaic, SLICES // 2
    for name, shown in (
        ("cine", window.page.cine.canvas.viewport()),
        ("montage", feature.montage),
        ("matrix", feature.matrix),
    ):
        window.actions_by_name[f"layout_{name}"].trigger()
        session.go_to(0, middle)
        loop.run_until(lambda hidden=name != "matrix": hidden or mosaic.is_current)
        loop.turn()
        note, times = PaintNote(shown), {"edit": [], "undo": [], "redo": []}

        def act(change: Callable[[], object], kept: list[Times], note=note, hidden=name != "matrix") -> None:
            note.is_painted = False
            watch = Stopwatch()
            change()
            loop.run_until(lambda: note.is_painted and (hidden or mosaic.is_current))
            kept.append(watch.ms)

        for number in range(EDITS):
            annotation = session.annotation()
            contour = annotation.contour(Structure.LV_ENDOCARDIUM)
            moved = annotation.with_contour(contour.with_points(contour.points_px + (0.5 if number % 2 else -0.5)))
            act(lambda moved=moved: session.finish_gesture(moved, "Move"), times["edit"])
            act(session.undo_stack.undo, times["undo"])
            act(session.undo_stack.redo, times["redo"])
        shown.removeEventFilter(note)
        for what, measured in times.items():
            high = tuple(np.percentile(measured, 95, axis=0))
            yield f"{what} of a contour in {name}, 95th percentile", high, "ms", UNDO_GOAL_MS


def main() -> int:
    """Print what the layouts take, beside what they may take; 1 where one takes more."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.app import make_application

    application = make_application()
    from cmrstudio.gui.main_window import MainWindow

    late = 0
    print(f"{'in a window of 1440 x 900':<46}{'wall':>9}{'processor':>11}    {'wanted':>8}")
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Path(folder) / "workspace.sqlite")
        window.resize(1440, 900)
        window.show()
        loop, study = Loop(application), synthetic_study()
        window.session.open_study(study)
        window.session.complete_study(study)
        window.session.restore({}, {}, None)
        window.session.place(contours(window.session), None)
        watch = Stopwatch()
        loop.run_until(lambda: watch.ms[0] > 500)
        for part in (showing, playing, stepping, undoing, acting):
            for name, (wall, processor), unit, wanted in part(window, loop):
                missed = wall < wanted if unit == "/s" else wall > wanted
                late += missed
                mark = "  missed" if missed else ""
                print(f"{name:<46}{wall:>9.1f}{processor:>11.1f} {unit:<3}{wanted:>8.0f}{mark}", flush=True)
        window.close()
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
