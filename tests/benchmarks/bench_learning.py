"""How long a model that learns holds up the event loop, and how long an image then waits to be segmented.

The bundled study and its mirror images are verified; a few epochs are trained with the default settings.
On a busy machine only the column "of it computing" means something: it is the time that the window's thread had.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench_hold_ups import GOAL_MS, hold_up_ms

from cmrstudio.domain.resource_paths import sample_study_folder

EPOCHS = 3
MODEL_ID = "unet"
REPEATS = 5


class Bench:
    """A window on a workspace with three verified patients, and its training window."""

    def __init__(self, folder: Path) -> None:
        from cmrstudio.app import make_application
        from cmrstudio.gui.main_window import MainWindow

        self.late = 0
        self._application = make_application()
        self.window = MainWindow(folder / "workspace.sqlite")
        self.window.resize(1440, 900)
        self.window.show()
        self.window.start()
        self.window.verifying.set_reviewer("Dr. Example")
        self._prepare(folder)

    def _wait(self, is_done: Callable[[], bool]) -> None:
        hold_up_ms(self._application, lambda: None, is_done)

    def measure(self, name: str, click: Callable[[], object], is_done: Callable[[], bool]) -> None:
        """Print a row, and count it where the window is held up for longer than it may be."""
        longest_ms, busy_ms, done_ms = hold_up_ms(self._application, click, is_done)
        self.late += longest_ms > GOAL_MS
        mark = "  missed" if longest_ms > GOAL_MS else ""
        print(f"{name:<44}{longest_ms:>12.0f} ms{busy_ms:>15.0f} ms{done_ms:>11.0f} ms{mark}", flush=True)

    def _prepare(self, folder: Path) -> None:
        from cmrstudio.gui.demonstration_training import add_mirrored_patients
        from cmrstudio.gui.garbage import GarbageCollection

        window = self.window
        self._wait(lambda: window.keeping.is_open and window.models.model_id is not None)
        self._application.findChild(GarbageCollection).spare_what_is_there()  # as the program does
        window.open_path(sample_study_folder())
        self._wait(lambda: window.session.is_complete and window.session.is_restored)
        window.models.choose(MODEL_ID)
        window.segmentation.segment_study(MODEL_ID)
        self._wait(lambda: not window.segmentation.is_busy)
        window.verifying.verify(window.verifying.waiting())
        self._wait(lambda: not window.verifying.waiting())
        added: list[object] = []
        window.keeping.write(lambda store: add_mirrored_patients(store, window.session, folder), added.append)
        self._wait(lambda: bool(added))
        window.actions_by_name["training"].trigger()
        view = window.learning_window
        self._wait(lambda: view.data.overview is not None and view.controls.start.isEnabled())
        view.settings.epochs.setValue(EPOCHS)


def main() -> int:
    """Measure; 1 where the window is held up for longer than it may be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.gui.controllers.learning import Stage

    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place))
        window, measure = bench.window, bench.measure
        view, learning = window.learning_window, window.learning

        def segment() -> None:
            window.segmentation.segment_slice(MODEL_ID, may_replace=True)

        def is_segmented() -> bool:
            return not window.segmentation.is_busy

        print(
            f"{'what':<44}{'held up':>15}{'of it computing':>18}{'done after':>14}   (at most {GOAL_MS:.0f} ms held up)"
        )
        measure("a slice segmented, nothing else at work", segment, is_segmented)
        measure("training begun", view.controls.start.click, lambda: learning.stage is Stage.TRAINING)
        measure("until the first epoch", lambda: None, lambda: len(view.curves.dice.values("cavity")) > 1)
        measure("a phase step while it learns", window.actions_by_name["next_phase"].trigger, lambda: True)
        for _ in range(REPEATS):
            measure("a slice segmented while it learns", segment, is_segmented)
        measure("a pause", view.controls.pause.click, lambda: learning.stage is Stage.PAUSED)
        measure("a slice segmented while it rests", segment, is_segmented)
        measure("going on", view.controls.pause.click, lambda: learning.stage is Stage.TRAINING)
        measure("all other epochs", lambda: None, lambda: learning.stage in (Stage.COMPARING, Stage.IDLE))
        measure("the comparison", lambda: None, lambda: bool(view.result.source))
        window.shut_down()
    return int(bench.late > 0)


if __name__ == "__main__":
    sys.exit(main())
