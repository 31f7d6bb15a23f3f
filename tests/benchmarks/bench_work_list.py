"""The work list with 10,000 studies: shown, searched, sorted, scrolled; and the same search in SQLite's FTS5."""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench_window import is_missed
from sqlalchemy import insert

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.work_list import WorkList, searched_text
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.rows import time_to_text
from cmrstudio.store.schema import study_summaries, study_thumbnails

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cmrstudio.gui.views.work_list import WorkListPage

STUDIES = 10_000
ROUNDS = 5
TYPED = ("mueller", "SC-HF-4711", "dr. weber 2024", "ssfp verified-not-there", "archive/2023/09")
SHOWN_GOAL_MS, SEARCH_GOAL_MS = 300, 50
READ_STATES = (ReadingState.NEW, ReadingState.PREDICTED, ReadingState.IN_REVIEW, ReadingState.VERIFIED)

Row = tuple[str, float, str]


def make_summaries(picture: bytes, path: Path) -> None:
    """Fill a workspace with studies, in one transaction."""
    AnnotationStore.open(path).close()
    chance = random.Random(1)
    rows = [_row(number, chance) for number in range(STUDIES)]
    engine = sqlite.open_engine(path)
    with sqlite.writing(engine, path) as connection:
        connection.execute(insert(study_summaries), rows)
        connection.execute(insert(study_thumbnails), [{"entry_id": row["entry_id"], "png": picture} for row in rows])
    engine.dispose()


def _row(number: int, chance: random.Random) -> dict:
    state = chance.choice(READ_STATES)
    is_drawn = state is not ReadingState.NEW
    edv_ml, ef_percent = chance.uniform(80, 280), chance.uniform(15, 70)
    acquired = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    summary = StudySummary(
        study_uid=f"1.2.826.0.1.3680043.8.498.{number}",
        series_uid=f"1.2.826.0.1.3680043.8.499.{number}",
        patient_key=f"{number:064x}",
        patient_label=f"SC-HF-{number}",
        description=chance.choice(("cine SSFP short axis", "sBTFE_BH_M2D", "tf2d14_retro_iPAT")),
        source=f"/archive/{acquired:%Y/%m/%d}/{chance.choice(('mueller', 'smith', 'garcia'))}/{number}",
        acquired_on=f"{acquired:%Y-%m-%d}",
        state=state,
        predicted_count=18 if is_drawn else 0,
        lowest_quality=chance.uniform(0.3, 0.98) if is_drawn else None,
        mean_quality=0.9 if is_drawn else None,
        ef_percent=ef_percent if is_drawn else None,
        edv_ml=edv_ml if is_drawn else None,
        esv_ml=edv_ml * (1 - ef_percent / 100) if is_drawn else None,
        measured_on="End-diastole: phase 1, slices 1 to 9.\nEnd-systole: phase 9, slices 1 to 8." if is_drawn else "",
        reviewer=chance.choice(("Dr. Weber", "Dr. Okafor", "Dr. Lindqvist")) if state is ReadingState.VERIFIED else "",
    )
    changed = time_to_text(acquired + timedelta(days=400))
    return {**vars(summary), "entry_id": summary.entry_id, "state": state.value, "changed_at_utc": changed}


def timed_ms(work: Callable[[], object]) -> float:
    """Milliseconds that ``work`` takes."""
    before = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - before)


def search_in_page(page: WorkListPage, application: QApplication) -> list[float]:
    """Milliseconds from each key pressed to the list drawn anew."""
    from PySide6.QtTest import QTest

    def press(character: str) -> None:
        QTest.keyClick(page.search, character)
        application.processEvents()

    times = []
    for text in TYPED * ROUNDS:
        page.search.clear()
        application.processEvents()
        times += [timed_ms(lambda character=character: press(character)) for character in text]
    return times


def search_in_fts5(summaries: tuple[StudySummary, ...]) -> tuple[float, list[float]] | None:
    """Milliseconds to fill a trigram index of the same texts, and those of each query; None where there is none."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='trigram')")
    except sqlite3.OperationalError:
        return None
    rows = [(searched_text(summary),) for summary in summaries]
    fill_ms = timed_ms(lambda: connection.executemany("INSERT INTO texts (text) VALUES (?)", rows))

    def ask(text: str) -> None:
        words = [word for word in text.lower().split() if len(word) >= 3]
        if words:
            match = " AND ".join(f'"{word}"' for word in words)
            connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (match,)).fetchall()

    strokes = [text[:count] for text in TYPED for count in range(1, len(text) + 1)]
    return fill_ms, [timed_ms(lambda text=text: ask(text)) for _ in range(ROUNDS) for text in strokes]


def measure(path: Path, application: QApplication) -> Iterator[Row]:
    """Everything that a reader waits for."""
    from PySide6.QtCore import Qt

    from cmrstudio.gui.views.work_list import WorkListPage
    from cmrstudio.gui.views.work_list_model import COLUMNS

    store = AnnotationStore.open(path)
    page = WorkListPage()
    page.model.thumbnails_wanted.connect(lambda ids: page.take_thumbnails(store.summaries.thumbnails(ids)))
    page.resize(1440, 900)
    page.show()
    application.processEvents()

    def show() -> None:
        page.set_work_list(WorkList(store.summaries.all()))
        application.processEvents()

    yield "workspace read", statistics.median(timed_ms(store.summaries.all) for _ in range(ROUNDS)), ""
    goal = f"at most {SHOWN_GOAL_MS}"
    yield "list read and shown", statistics.median(timed_ms(show) for _ in range(ROUNDS)), goal
    goal = f"under {SEARCH_GOAL_MS}"
    times = sorted(search_in_page(page, application))
    yield "key stroke to list drawn, median", statistics.median(times), goal
    yield "key stroke to list drawn, 95th percentile", times[int(len(times) * 0.95)], goal
    page.search.clear()

    def sort(column: int) -> None:
        page.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        application.processEvents()

    yield "sorted by another column, slowest", max(timed_ms(lambda c=c: sort(c)) for c in range(len(COLUMNS))), ""
    bar = page.table.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 3000) % bar.maximum())
        application.processEvents()

    yield "scrolled by 50 rows, drawn, median", statistics.median(timed_ms(scroll) for _ in range(100)), ""
    changed = page.model.summary(5000)
    assert changed is not None
    yield "one study changed, drawn", statistics.median(timed_ms(lambda: page.put([changed])) for _ in range(20)), ""
    index = search_in_fts5(store.summaries.all())
    if index is not None:
        yield "for comparison: FTS5 index filled", index[0], ""
        yield "for comparison: FTS5 query without drawing, median", statistics.median(index[1]), ""
        yield "for comparison: FTS5 query, 95th percentile", sorted(index[1])[int(len(index[1]) * 0.95)], ""
    store.close()
    page.close()


def main() -> int:
    """Print what the list takes, beside what it may take; 1 where it takes more."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import numpy as np

    from cmrstudio.app import make_application
    from cmrstudio.io.thumbnail import thumbnail_png

    application = make_application()
    picture = thumbnail_png(np.random.default_rng(1).integers(0, 900, (200, 200)).astype(np.int16), (1.5, 1.5))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workspace.sqlite"
        make_summaries(picture, path)
        missed = 0
        for name, value, goal in measure(path, application):
            missed += is_missed(value, goal)
            print(f"{name:<54}{value:>9.1f} ms  {goal}{'  missed' if is_missed(value, goal) else ''}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
