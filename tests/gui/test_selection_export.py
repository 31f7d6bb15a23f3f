"""Several studies marked on the work list and exported in one go, with the real window, workspace and files."""

from __future__ import annotations

import csv
import gc
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.domain.study_summary import ReadingState, StudySummary, unreadable
from cmrstudio.store.annotation_store import AnnotationStore
from tests.gui.conftest import ring
from tests.io.conftest import SyntheticCine

PATIENCE_MS = 60_000
LONGEST_TURN_MS = 50.0
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def entry(number: int, source: Path, cine: SyntheticCine, state: ReadingState) -> StudySummary:
    return StudySummary(cine.study_uid, cine.series_uid, "key", f"P-{number}", "SA cine", str(source), None, state)


@pytest.fixture
def window(qtbot, open_window, workspace, tmp_path):
    """A work list of three studies in files, the third without contours, and one that cannot be read."""
    store = AnnotationStore.open(workspace)
    store.summaries.put(unreadable(tmp_path / "broken", f"{tmp_path / 'broken'}: no short-axis cine"))
    for number in (3, 2, 1):  # the last changed is first on the list
        cine = SyntheticCine(shape=(24, 24))
        for dataset in cine.datasets.values():
            dataset.PatientID = f"P-{number}"
        cine.write(tmp_path / f"study{number}")
        state = ReadingState.PREDICTED if number < 3 else ReadingState.NEW
        store.summaries.put(entry(number, tmp_path / f"study{number}", cine, state))
        if number < 3:
            contour = Contour(Structure.LV_ENDOCARDIUM, ring(3.0 + number, (12, 12)), "reader")
            places = [(phase, at) for phase in (0, 2) for at in range(3)]
            drawn = [SliceAnnotation(cine.series_uid, *place, (contour,)) for place in places]
            store.append(drawn, "Draw")
            store.save_phases(cine.series_uid, PhaseSelection(0, 2))
    store.close()
    made = open_window()
    qtbot.waitUntil(lambda: made.work_list.model.total == 4, timeout=PATIENCE_MS)
    made.activateWindow()
    made.settings.setValue("report/folder", str(tmp_path / "out"))
    made.work_list.focus_table()
    return made


def labels(window) -> list[str]:
    return [one.patient_label for one in window.work_list.table.marked if one.study_uid]


def row(window, number: int) -> int:
    model = window.work_list.model
    return next(row for row in range(model.rowCount()) if model.summary(row).patient_label == f"P-{number}")


def click(qtbot, window, number: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    table = window.work_list.table
    place = table.visualRect(window.work_list.model.index(row(window, number), 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def menu_of(window, reason=QContextMenuEvent.Reason.Keyboard) -> QMenu:
    """The menu that the menu key opens on the table."""
    table = window.work_list.table
    QApplication.sendEvent(table, QContextMenuEvent(reason, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5))))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def export(qtbot, window) -> list[Path]:
    with qtbot.waitSignal(window.reporting.finished, timeout=PATIENCE_MS) as done:
        qtbot.mouseClick(window.report_dialog.make_button, Qt.MouseButton.LeftButton)
    return list(done.args[0].paths)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestMarking:
    def test_several_studies_are_marked_by_mouse_and_by_keys(self, qtbot, window):
        click(qtbot, window, 1)
        click(qtbot, window, 3, CONTROL)
        assert labels(window) == ["P-1", "P-3"]
        click(qtbot, window, 1)
        click(qtbot, window, 2, SHIFT)
        assert labels(window) == ["P-1", "P-2"]
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_Down, SHIFT)
        assert labels(window) == ["P-1", "P-2", "P-3"]
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_A, CONTROL)
        assert len(window.work_list.table.marked) == 4

    def test_what_is_marked_stays_marked_while_the_list_changes_and_is_sorted(self, qtbot, window):
        click(qtbot, window, 1)
        click(qtbot, window, 3, CONTROL)
        window.work_list.put([window.work_list.table.marked[0]])
        window.work_list.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        assert labels(window) == ["P-3", "P-1"]

    def test_delete_takes_off_all_marked_studies_that_cannot_be_read(self, qtbot, window):
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_A, CONTROL)
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: window.work_list.model.total == 3, timeout=PATIENCE_MS)


class TestExport:
    def test_the_menu_exports_the_numbers_of_all_marked_studies_into_tables_of_all(self, qtbot, window, tmp_path):
        click(qtbot, window, 1)
        click(qtbot, window, 2, SHIFT)
        menu = menu_of(window)
        texts = [action.text() for action in menu.actions()]
        assert texts[1] == "E&xport the numbers of 2 studies…"
        assert [action.isEnabled() for action in menu.actions()] == [False, True, False]
        menu.actions()[1].trigger()
        menu.close()
        dialog = window.report_dialog
        assert dialog.isVisible()
        assert "P-1" in dialog.subject.text()
        ticked = [kind for kind, box in dialog.formats.items() if box.isChecked()]
        assert ticked == [ReportFormat.CSV, ReportFormat.XLSX]
        paths = export(qtbot, window)
        names = [f"selection_{name}.csv" for name in ("studies", "phases", "slices", "measurements")]
        assert [path.name for path in paths] == [*names, "selection.xlsx"]
        assert [row["study"] for row in rows_of(paths[0])] == ["P-1", "P-2"]
        assert all(float(row["edv_ml"]) > 0 for row in rows_of(paths[0]))
        assert load_workbook(paths[4])["studies"].max_row == 3

    def test_a_key_exports_and_a_study_without_contours_or_that_is_gone_is_named(self, qtbot, window, tmp_path):
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_A, CONTROL)
        for path in (tmp_path / "study2").iterdir():
            path.unlink()
        qtbot.keyClick(window, Qt.Key.Key_X, CONTROL | SHIFT)
        paths = export(qtbot, window)
        assert [row["study"] for row in rows_of(paths[0])] == ["P-1"]
        for name in ("study2", "study3"):
            assert str(tmp_path / name) in window.report_dialog.message.toolTip()

    def test_where_no_study_has_numbers_nothing_is_written_and_the_reason_is_said(self, qtbot, window, tmp_path):
        click(qtbot, window, 3)
        window.actions_by_name["export_studies"].trigger()
        with qtbot.waitSignal(window.reporting.failed, timeout=PATIENCE_MS):
            qtbot.mouseClick(window.report_dialog.make_button, Qt.MouseButton.LeftButton)
        assert "there are no contours of this study yet" in window.report_dialog.message.text()
        assert not list(tmp_path.glob("out/*"))

    def test_with_nothing_marked_the_reader_is_told_how_to_mark(self, window):
        window.work_list.table.clearSelection()
        window.actions_by_name["export_studies"].trigger()
        assert "Ctrl+A" in window.status.currentMessage()
        assert not window.report_dialog.isVisible()

    def test_from_a_study_the_action_goes_to_the_list_first(self, qtbot, window, make_study):
        window.session.open_study(make_study(4, 3))
        window.session.complete_study(window.session.study)
        assert window.pages.currentWidget() is window.page
        window.actions_by_name["export_studies"].trigger()
        assert window.pages.currentWidget() is window.work_list
        assert not window.report_dialog.isVisible()

    def test_what_was_asked_for_a_selection_is_not_asked_for_the_next_report(self, qtbot, window):
        click(qtbot, window, 1)
        window.actions_by_name["export_studies"].trigger()
        export(qtbot, window)
        assert window.settings.value("report/formats") is None
        assert window.settings.value("report/selection_formats") == "csv,xlsx"

    def test_the_window_goes_on_while_studies_are_read_and_written(self, qtbot, window):
        """No turn of the event loop takes more of the processor than a reader could feel."""
        click(qtbot, window, 1)
        click(qtbot, window, 2, SHIFT)
        window.actions_by_name["export_studies"].trigger()
        gc.collect()
        gc.freeze()  # what other tests left behind is not this window's to look through
        turns: list[float] = []
        ended: list[object] = []
        for end in (window.reporting.finished, window.reporting.failed):
            end.connect(ended.append)
        window.report_dialog.report_requested.emit(window.report_dialog.request)
        while not ended:
            before = time.thread_time()
            QApplication.processEvents()
            turns.append(1000 * (time.thread_time() - before))
            time.sleep(0.001)
        gc.unfreeze()
        assert ended[0].paths
        assert max(turns) < LONGEST_TURN_MS
