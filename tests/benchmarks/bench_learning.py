"""How long a model that learns holds up the event loop, and how long an image then waits to be segmented.

The bundled study and its mirror images are verified; a few epochs are trained with the default settings.
On a busy machine only the column "of it computing" means something: it is the time that the window's thread had.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench_hold_ups import hold_up_ms

from cmrstudio import workflow
from cmrstudio.domain.resource_paths import sample_study_folder

EPOCHS = 3


def main() -> None:
    """Measure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.app import make_application
    from cmrstudio.gui.controllers.learning import Stage
    from cmrstudio.gui.demonstration_training import add_mirrored_patients
    from cmrstudio.gui.main_window import MainWindow

    study = workflow.open_study(sample_study_folder())
    application = make_application()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        window = MainWindow(folder / "workspace.sqlite")
        window.resize(1440, 900)
        window.show()
        window.start()
        window.verifying.set_reviewer("Dr. Example")

        def wait(is_done: Callable[[], bool]) -> None:
            hold_up_ms(application, lambda: None, is_done)

        def measure(name: str, click: Callable[[], object], is_done: Callable[[], bool]) -> None:
            longest_ms, busy_ms, done_ms = hold_up_ms(application, click, is_done)
            print(f"{name:<44}{longest_ms:>12.0f} ms{busy_ms:>15.0f} ms{done_ms:>11.0f} ms", flush=True)

        wait(lambda: window.keeping.is_open and window.models.model_id is not None)
        window.open_path(study.source)
        wait(lambda: window.session.is_complete and window.session.is_restored)
        model_id = "unet"
        window.models.choose(model_id)
        window.segmentation.segment_study(model_id)
        wait(lambda: not window.segmentation.is_busy)
        window.verifying.verify(window.verifying.waiting())
        wait(lambda: not window.verifying.waiting())
        added: list[object] = []
        window.keeping.write(lambda store: add_mirrored_patients(store, window.session, folder), added.append)
        wait(lambda: bool(added))
        window.actions_by_name["training"].trigger()
        view, learning = window.learning_window, window.learning
        wait(lambda: view.data.overview is not None and view.controls.start.isEnabled())
        view.settings.epochs.setValue(EPOCHS)

        def segment() -> None:
            window.segmentation.segment_slice(model_id, may_replace=True)

        def epochs_told() -> int:
            return len(view.curves.dice.values("cavity"))

        print(f"{'what':<44}{'held up':>15}{'of it computing':>18}{'done after':>14}   (at most 50 ms held up)")
        measure("a slice segmented, nothing else at work", segment, lambda: not window.segmentation.is_busy)
        measure("training begun", view.controls.start.click, lambda: learning.stage is Stage.TRAINING)
        measure("until the first epoch is told", lambda: None, lambda: epochs_told() > 1)
        measure("a phase step while it learns", window.actions_by_name["next_phase"].trigger, lambda: True)
        measure("a slice segmented while it learns", segment, lambda: not window.segmentation.is_busy)
        measure("a pause", view.controls.pause.click, lambda: learning.stage is Stage.PAUSED)
        measure("a slice segmented while it rests", segment, lambda: not window.segmentation.is_busy)
        measure("going on", view.controls.pause.click, lambda: learning.stage is Stage.TRAINING)
        measure("all other epochs", lambda: None, lambda: learning.stage in (Stage.COMPARING, Stage.IDLE))
        measure("the comparison", lambda: None, lambda: bool(view.result.source))
        window.shut_down()


if __name__ == "__main__":
    main()
