"""How long clicks hold up the event loop: windows, panels and exports of the bundled study with contours everywhere.

On a busy machine only the column "of it computing" means something: it is the time that the window's thread had.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench_report import circles

from cmrstudio import workflow
from cmrstudio.domain.resource_paths import sample_study_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cmrstudio.gui.main_window import MainWindow

PATIENCE_S = 900.0
SELECTED = int(os.environ.get("CMRSTUDIO_BENCH_STUDIES", "20"))
"""How many studies of a selection are read and written."""
SETTLE_S = 0.3


def hold_up_ms(
    application: QApplication, click: Callable[[], object], is_done: Callable[[], bool]
) -> tuple[float, float, float]:
    """(longest hold-up of the event loop, the same in time of the processor, time until ``is_done``) in ms."""
    started = time.perf_counter()
    longest, busiest, settled = 0.0, 0.0, None
    turn = click
    while settled is None or time.perf_counter() - settled < SETTLE_S:
        before, busy_before = time.perf_counter(), time.thread_time()
        turn()
        turn = application.processEvents
        longest = max(longest, time.perf_counter() - before)
        busiest = max(busiest, time.thread_time() - busy_before)
        if settled is None and is_done():
            settled = time.perf_counter()
        if time.perf_counter() - started > PATIENCE_S:
            raise TimeoutError
        time.sleep(0.0005)
    return 1000 * longest, 1000 * busiest, 1000 * (settled - started)


def clicks(window: MainWindow, folder: Path) -> dict[str, tuple[Callable[[], object], Callable[[], bool]]]:
    """What is clicked, and how it is known that it is done."""
    from cmrstudio.domain.reading_comparison import compare_readings
    from cmrstudio.domain.reading_report import ReportFormat
    from cmrstudio.gui.controllers.movie_export import MovieOptions
    from cmrstudio.gui.controllers.reporting import ReportRequest
    from cmrstudio.gui.demonstration_readings import READERS, signed_studies, two_readings
    from cmrstudio.gui.views.agreement_window import AgreementWindow
    from cmrstudio.gui.views.comparison_window import ComparisonWindow

    session, actions, panels = window.session, window.actions_by_name, window.page.panels
    compared = ComparisonWindow(session.stack, READERS, window)
    found = compare_readings(session.stack, two_readings(session))
    compared.readers_chosen.connect(lambda *_: compared.show_comparison(found))
    signed = signed_studies(session)

    def compare() -> None:
        compared.show()
        compared.begin(READERS[0])

    def now() -> bool:
        return True

    def report() -> None:
        window.reporting.make(ReportRequest(folder / "reports", tuple(ReportFormat), True))

    selection = (sample_study_folder(),) * SELECTED
    of_many = ReportRequest(folder / "many", (ReportFormat.XLSX,), True, others=selection, with_open_study=False)
    return {
        "report window": (actions["report"].trigger, now),
        "PDF, HTML, CSV and XLSX": (report, lambda: not window.reporting.is_busy),
        f"XLSX of {SELECTED} studies": (
            lambda: window.reporting.make(of_many),
            lambda: not window.reporting.is_busy,
        ),
        "movie of one slice": (
            lambda: window.movie.export(folder / "cine.mp4", MovieOptions()),
            lambda: not window.movie.is_busy,
        ),
        "comparison window": (compare, now),
        "agreement window, 12 studies": (lambda: AgreementWindow(signed, READERS[0], window).show(), now),
        "numbers tab": (lambda: panels.setCurrentIndex(1), now),
        "walls tab": (lambda: panels.setCurrentIndex(2), now),
        "sign-off tab": (lambda: panels.setCurrentIndex(3), now),
        "3-D tab": (lambda: panels.setCurrentIndex(4), now),
        "phase step with the 3-D tab": (actions["next_phase"].trigger, now),
        "montage": (actions["layout_montage"].trigger, now),
        "matrix": (actions["layout_matrix"].trigger, lambda: window.layouts_feature.matrix.mosaic.is_current),
        "cine alone": (actions["layout_cine"].trigger, now),
        "conventions": (actions["conventions"].trigger, now),
        "next theme": (actions["next_theme"].trigger, now),
        "verify the study": (
            lambda: window.verifying.verify(window.verifying.waiting()),
            lambda: not window.verifying.waiting(),
        ),
        "work list": (actions["work_list"].trigger, now),
    }


def main() -> None:
    """Measure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.app import make_application
    from cmrstudio.gui.main_window import MainWindow

    study = workflow.open_study(sample_study_folder())
    application = make_application()
    with tempfile.TemporaryDirectory() as place:
        window = MainWindow(Path(place) / "workspace.sqlite")
        window.resize(1440, 900)
        window.show()
        window.verifying.set_reviewer("Dr. Example")
        window.keeping.open(Path(place) / "workspace.sqlite")
        hold_up_ms(application, lambda: None, lambda: window.keeping.is_open)
        window.session.open_study(study)
        window.session.complete_study(study)
        window.session.restore({}, {}, None)
        window.show_page()
        window.session.place(list(circles(study).values()), "Segment")
        hold_up_ms(application, lambda: None, lambda: True)
        print(f"{'click':<32}{'held up, at most 50 ms':>24}{'of it computing':>18}{'done after':>14}")
        for name, (click, is_done) in clicks(window, Path(place)).items():
            longest_ms, busy_ms, done_ms = hold_up_ms(application, click, is_done)
            print(f"{name:<32}{longest_ms:>21.0f} ms{busy_ms:>15.0f} ms{done_ms:>11.0f} ms")
        window.shut_down()


if __name__ == "__main__":
    main()
