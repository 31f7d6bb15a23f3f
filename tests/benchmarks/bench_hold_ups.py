"""How long clicks hold up the event loop: windows, panels and exports of the bundled study with contours everywhere.

The workspace has 10,000 other studies in its work list.

On a busy machine only the column "of it computing" means something: it is the time that the window's thread had.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench_report import circles
from bench_work_list import make_summaries
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmrstudio import workflow
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.wording import Language
from cmrstudio.gui.features.language import choose_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cmrstudio.gui.main_window import MainWindow

Clicks = Iterator[tuple[str, Callable[[], object], Callable[[], bool]]]
"""Name, what is clicked, and how it is known that it is done."""
PATIENCE_S = 900.0
SELECTED = int(os.environ.get("CMRSTUDIO_BENCH_STUDIES", "20"))
"""How many studies of a selection are read and written."""
SETTLE_S = 0.3
GOAL_MS = 50.0


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


def now() -> bool:
    """For what is done when the click is."""
    return True


def clicks_on_windows(window: MainWindow, folder: Path) -> Clicks:
    """Windows of their own, and files."""
    from cmrstudio.domain.reading_comparison import compare_readings
    from cmrstudio.domain.reading_report import ReportFormat
    from cmrstudio.gui.controllers.movie_export import MovieOptions
    from cmrstudio.gui.controllers.reporting import ReportRequest
    from cmrstudio.gui.demonstration_readings import READERS, signed_studies, two_readings
    from cmrstudio.gui.views.agreement_window import AgreementWindow
    from cmrstudio.gui.views.comparison_window import ComparisonWindow

    session, actions = window.session, window.actions_by_name
    compared = ComparisonWindow(session.stack, READERS, window)
    found = compare_readings(session.stack, two_readings(session))
    compared.readers_chosen.connect(lambda *_: compared.show_comparison(found))
    signed = signed_studies(session)

    def compare() -> None:
        compared.show()
        compared.begin(READERS[0])

    def report(*formats: ReportFormat) -> None:
        window.reporting.make(ReportRequest(folder / "reports", formats, True))

    yield "report window", actions["report"].trigger, now
    yield "XLSX", lambda: report(ReportFormat.XLSX), lambda: not window.reporting.is_busy
    yield "PDF, HTML, CSV and XLSX", lambda: report(*ReportFormat), lambda: not window.reporting.is_busy
    many = ReportRequest(
        folder / "many", (ReportFormat.XLSX,), True, others=(sample_study_folder(),) * SELECTED, with_open_study=False
    )
    yield f"XLSX of {SELECTED} studies", lambda: window.reporting.make(many), lambda: not window.reporting.is_busy
    movie = folder / "cine.mp4"
    yield "movie of one slice", lambda: window.movie.export(movie, MovieOptions()), lambda: not window.movie.is_busy
    yield "comparison window", compare, now
    yield "agreement window, 12 studies", lambda: AgreementWindow(signed, READERS[0], window).show(), now
    yield "conventions", actions["conventions"].trigger, now
    yield "training window", actions["training"].trigger, now
    yield "training window again", actions["training"].trigger, now
    yield "training window closed", window.learning_window.close, now


def clicks_on_page(window: MainWindow, _folder: Path) -> Clicks:
    """Panels and layouts, themes and languages."""
    actions, panels, layouts = window.actions_by_name, window.page.panels, window.layouts_feature
    for again in ("", " again"):
        for index, name in enumerate(("reading", "numbers", "walls", "sign-off", "3-D")):
            yield f"{name} tab{again}", lambda index=index: panels.setCurrentIndex(index), now
    yield "phase step with the 3-D tab", actions["next_phase"].trigger, now
    for again in ("", " again"):
        yield f"phases{again}", actions["layout_phases"].trigger, now
        yield f"montage{again}", actions["layout_montage"].trigger, now
        yield f"matrix{again}", actions["layout_matrix"].trigger, lambda: layouts.matrix.mosaic.is_current
        yield f"cine alone{again}", actions["layout_cine"].trigger, now
    for again in ("", " again"):
        for theme in ("light", "high contrast", "dark"):
            yield f"theme, {theme}{again}", actions["next_theme"].trigger, now
    for again in ("", " again"):
        for language in Language:
            other = Language.GERMAN if language is Language.ENGLISH else Language.ENGLISH
            yield f"language, {other}{again}", lambda other=other: choose_language(window, other), now


def clicks_on_images(window: MainWindow, _folder: Path) -> Clicks:
    """Many images at once."""
    actions, session, verifying = window.actions_by_name, window.session, window.verifying
    matrix = window.layouts_feature.matrix
    yield "matrix for many images", actions["layout_matrix"].trigger, lambda: matrix.mosaic.is_current

    def select_all() -> None:
        QTest.keyClick(matrix, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    yield "all selected", select_all, lambda: len(matrix.chosen) > 1
    window.dialogs.ask_replace_at = lambda *_: True
    for name, act in (
        ("contours copied to all", actions["copy_to_selected"].trigger),
        ("copying undone", session.undo_stack.undo),
        ("copying redone", session.undo_stack.redo),
    ):
        yield name, act, lambda: matrix.mosaic.is_current
    yield "verify the study", lambda: verifying.verify(verifying.waiting()), lambda: not verifying.waiting()


def clicks_on_work_list(window: MainWindow, _folder: Path) -> Clicks:
    """A list of 10,000 studies."""
    page = window.work_list
    yield "work list", window.actions_by_name["work_list"].trigger, now
    for text in ("w", "weber", "weber 20", ""):
        yield f"searched for {text!r}", lambda text=text: page.search.setText(text), now
    yield "sorted", lambda: page.table.sortByColumn(3, Qt.SortOrder.DescendingOrder), now
    yield "back to the study", window.actions_by_name["work_list"].trigger, now


def main() -> int:
    """Print by how long each click holds the window up; 1 where one does for longer than it may."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio.app import make_application
    from cmrstudio.gui.garbage import GarbageCollection
    from cmrstudio.gui.main_window import MainWindow

    study = workflow.open_study(sample_study_folder())
    application = make_application()
    with tempfile.TemporaryDirectory() as place:
        make_summaries(b"", Path(place) / "workspace.sqlite")
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
        application.findChild(GarbageCollection).spare_what_is_there()  # as the program does
        hold_up_ms(application, lambda: None, lambda: True)
        late = 0
        print(f"{'click':<32}{'held up, at most 50 ms':>24}{'of it computing':>18}{'done after':>14}")
        for part in (clicks_on_page, clicks_on_windows, clicks_on_images, clicks_on_work_list):
            for name, click, is_done in part(window, Path(place)):
                longest_ms, busy_ms, done_ms = hold_up_ms(application, click, is_done)
                late += longest_ms > GOAL_MS
                mark = "  missed" if longest_ms > GOAL_MS else ""
                print(f"{name:<32}{longest_ms:>21.0f} ms{busy_ms:>15.0f} ms{done_ms:>11.0f} ms{mark}", flush=True)
        window.shut_down()
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
