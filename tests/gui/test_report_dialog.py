"""Making a report from the window: asked for, written beside the reading, opened."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reading_report import ReportFormat, ReportTable, measure_rows
from cmrstudio.domain.study import BURNT_IN_TEXT_NOTE
from cmrstudio.gui.controllers.reporting import ReportingController, ReportRequest
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.store.records import StudyRecord
from tests.gui.conftest import ring


@pytest.fixture
def window(qtbot, open_window, make_study) -> MainWindow:
    """A window in which a phantom is open and contours are drawn at all phases."""
    made = open_window()
    open_phantom(qtbot, made, make_study(10, 5))
    return made


def open_phantom(qtbot, window: MainWindow, study) -> None:
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
    uid = study.short_axis.series_uid
    drawn = [
        SliceAnnotation(uid, phase, slice_, tuple(_contours(12.0 - 3 * (phase == 4))))
        for phase in range(10)
        for slice_ in range(5)
    ]
    window.session.place(drawn, "Segment")
    window.session.improve_phases()


def _contours(radius_px: float):
    yield Contour(Structure.LV_ENDOCARDIUM, ring(radius_px), "unet@1.0.0")
    yield Contour(Structure.LV_EPICARDIUM, ring(radius_px + 6), "unet@1.0.0")


def ask(qtbot, window: MainWindow, folder: Path):
    """Open the dialog by its key and fill in the folder."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    dialog = window.report_dialog
    qtbot.waitUntil(dialog.isVisible)
    dialog.folder.setText(str(folder))
    return dialog


def tick(qtbot, box, wanted: bool) -> None:
    if box.isChecked() != wanted:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(9, box.height() // 2))
    assert box.isChecked() is wanted


def make(qtbot, window: MainWindow) -> tuple[Path, ...]:
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        qtbot.mouseClick(window.report_dialog.make_button, Qt.MouseButton.LeftButton)
    return done.args[0].paths


def test_the_numbers_in_the_files_are_those_in_the_window(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path / "new")
    for kind, box in dialog.formats.items():
        tick(qtbot, box, kind in (ReportFormat.CSV, ReportFormat.HTML))
    files = make(qtbot, window)
    assert {path.suffix for path in files} == {".csv", ".html"}
    html = next(path for path in files if path.suffix == ".html").read_text()
    studies = next(path for path in files if path.name.endswith("_studies.csv"))
    with studies.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    for name in ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g"):
        shown = window.page.measures.value_text(name)
        assert f'<td class="number bold">{shown}</td>' in html
        assert f"{float(row[name]):.1f}" == shown


def test_the_report_marks_and_explains_numbers_as_the_window_does(window) -> None:
    window.session.finish_gesture(window.session.annotation((0, 2)).without(Structure.LV_ENDOCARDIUM), "Remove")
    window.session.choose_phases(PhaseSelection(0, 4), "Set phases")
    panel = window.page.measures
    for row in measure_rows(window.session.measures):
        assert bool(panel._values[row.name].property("flagged")) is row.is_flagged
        if row.name in ("edv_ml", "esv_ml", "lv_mass_g"):
            assert panel._notes[row.name].text() == row.rests_on
    assert any(row.is_flagged for row in measure_rows(window.session.measures))


def test_the_paths_are_shown_and_can_be_opened(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    files = make(qtbot, window)
    assert [path.suffix for path in files] == [".pdf", ".html"]
    assert all(path.is_file() for path in files)
    assert [dialog.files.item(row).text() for row in range(dialog.files.count())] == [path.name for path in files]
    assert str(tmp_path) in dialog.written.text()
    assert str(tmp_path) in window.status.currentMessage()
    dialog.open_requested.disconnect()  # no program is to be started here
    with qtbot.waitSignal(dialog.open_requested) as opened:
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert opened.args == [files[0]]
    with qtbot.waitSignal(dialog.open_requested) as opened:
        qtbot.mouseClick(dialog.open_folder_button, Qt.MouseButton.LeftButton)
    assert opened.args == [tmp_path]


def test_one_click_writes_what_was_asked_for_last(qtbot, window, tmp_path: Path) -> None:
    window.settings.setValue("report/folder", str(tmp_path / "reports"))
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        qtbot.mouseClick(window.sign_off_panel.report_button, Qt.MouseButton.LeftButton)
    assert sorted(path.suffix for path in done.args[0].paths) == [".html", ".pdf"]
    assert all(path.parent == tmp_path / "reports" and path.stat().st_size for path in done.args[0].paths)
    assert not window.report_dialog.isVisible()
    assert str(tmp_path / "reports") in window.status.currentMessage()


def test_one_click_opens_the_dialog_where_the_images_must_be_looked_at_first(qtbot, window, make_study) -> None:
    window.settings.setValue("report/without_identity", "true")
    study = make_study(10, 5)
    burnt = replace(study, series=(replace(study.short_axis, notes=(BURNT_IN_TEXT_NOTE,)),))
    open_phantom(qtbot, window, burnt)
    window.actions_by_name["report_now"].trigger()
    assert window.report_dialog.isVisible()
    assert not window.reporting.is_busy


def test_a_second_report_leaves_the_first(qtbot, window, tmp_path: Path) -> None:
    ask(qtbot, window, tmp_path)
    first, second = make(qtbot, window), make(qtbot, window)
    assert not set(first) & set(second)
    assert all(path.is_file() for path in (*first, *second))


def test_without_identity_no_file_says_who_it_is(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    tick(qtbot, dialog.without_identity, True)
    html = next(path for path in make(qtbot, window) if path.suffix == ".html")
    assert "Phantom" not in html.read_text()
    assert "Phantom" not in html.name


def test_what_was_asked_for_is_remembered_and_the_reviewer_reports(qtbot, window, tmp_path: Path) -> None:
    window.verifying.set_reviewer("Dr. Example")
    dialog = ask(qtbot, window, tmp_path)
    assert dialog.reported_by.text() == "Dr. Example"
    dialog.conclusion.setPlainText("All well.")
    tick(qtbot, dialog.formats[ReportFormat.PDF], False)
    (html,) = make(qtbot, window)
    assert "All well." in html.read_text()
    assert "Dr. Example" in html.read_text()
    dialog.close()
    again = ask(qtbot, window, tmp_path)
    assert not again.formats[ReportFormat.PDF].isChecked()
    assert again.folder.text() == str(tmp_path)
    assert again.conclusion.toPlainText() == "All well."


def test_burnt_in_text_is_warned_of_and_must_be_looked_at_before_identity_is_left_out(
    qtbot, window, make_study, tmp_path: Path
) -> None:
    study = make_study(10, 5, "2")
    series = replace(study.short_axis, notes=(BURNT_IN_TEXT_NOTE,))
    open_phantom(qtbot, window, replace(study, series=(series,)))
    dialog = ask(qtbot, window, tmp_path)
    assert dialog.burnt_in.isVisible()
    assert dialog.make_button.isEnabled()
    tick(qtbot, dialog.without_identity, True)
    assert not dialog.make_button.isEnabled()
    tick(qtbot, dialog.looked, True)
    assert dialog.make_button.isEnabled()


def test_a_study_without_burnt_in_text_is_not_warned_of(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    tick(qtbot, dialog.without_identity, True)
    assert not dialog.burnt_in.isVisible()
    assert not dialog.looked.isVisible()
    assert dialog.make_button.isEnabled()


def test_without_files_or_folder_nothing_can_be_made(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    for box in dialog.formats.values():
        tick(qtbot, box, False)
    assert not dialog.make_button.isEnabled()
    tick(qtbot, dialog.formats[ReportFormat.CSV], True)
    assert dialog.make_button.isEnabled()
    dialog.folder.clear()
    assert not dialog.make_button.isEnabled()


def test_a_place_that_cannot_be_written_is_named(qtbot, window, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    dialog = ask(qtbot, window, tmp_path / "file" / "reports")
    with qtbot.waitSignal(window.reporting.failed, timeout=60_000):
        qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
    assert str(tmp_path / "file") in dialog.message.text()
    assert dialog.message.isVisible()
    assert dialog.make_button.isEnabled()


def test_without_contours_the_reader_is_told_what_to_do(qtbot, open_window, make_study) -> None:
    window = open_window()
    study = make_study(4, 3)
    window.session.open_study(study)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "still loading" in window.status.currentMessage()
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "segment the study first" in window.status.currentMessage()
    assert not window.report_dialog.isVisible()


def test_reading_goes_on_while_a_report_is_written(qtbot, window, tmp_path: Path) -> None:
    """The report holds what was on the screen when it was asked for, whatever is drawn or closed meanwhile."""
    dialog = ask(qtbot, window, tmp_path)
    shown = window.page.measures.value_text("edv_ml")
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(1)
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
        assert window.reporting.is_busy
        window.session.close_study()
    assert len(beats) > 10
    html = next(path for path in done.args[0].paths if path.suffix == ".html").read_text()
    assert f'<td class="number bold">{shown}</td>' in html
    assert not dialog.isVisible()


def test_features_add_to_the_report_what_they_knew_when_it_was_asked_for(qtbot, window, tmp_path: Path) -> None:
    words = ["Strain at that time"]

    def take_down():
        title = words[0]
        return lambda report: replace(report, tables=(ReportTable(title, ("a",), (("b",),)),))

    window.reporting.contribute(take_down)
    ask(qtbot, window, tmp_path)
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        qtbot.mouseClick(window.report_dialog.make_button, Qt.MouseButton.LeftButton)
        words[0] = "Strain later"
    html = next(path for path in done.args[0].paths if path.suffix == ".html").read_text()
    assert "Strain at that time" in html


def test_other_studies_of_the_workspace_can_be_in_it(qtbot, window, make_study, sample_study, tmp_path: Path) -> None:
    """One table of all, a file each; a study without contours, or that is gone, is named and left out."""
    uid = sample_study.short_axis.series_uid
    drawn = [
        SliceAnnotation(uid, phase, 5, (Contour(Structure.LV_ENDOCARDIUM, 128 + ring(20 - phase, (0, 0)), "reader"),))
        for phase in (0, 8)
    ]
    window.keeping.store.append(drawn, "Draw")
    for source in (sample_study.source, tmp_path / "gone", sample_study.source / "cine"):
        record = StudyRecord(f"1.9.{source.name}", "k", f"ID {source.name}", str(source), None, datetime.now(UTC))
        window.keeping.store.remember_study(record)
    dialog = ask(qtbot, window, tmp_path / "out")
    for kind, box in dialog.formats.items():
        tick(qtbot, box, kind in (ReportFormat.CSV, ReportFormat.HTML))
    tick(qtbot, dialog.others.more, True)
    qtbot.waitUntil(lambda: dialog.others.studies.count() == 3, timeout=10_000)
    names = [dialog.others.studies.item(row).text() for row in range(3)]
    cine = next(row for row in range(3) if "ID cine" in names[row])
    dialog.others.studies.item(cine).setCheckState(Qt.CheckState.Unchecked)
    paths = make(qtbot, window)
    assert [path.name for path in paths if path.suffix == ".html"] == [
        "Phantom_2020-01-01_report.html",
        "SCD0000101_2012-01-01_report.html",
    ]
    studies = next(path for path in paths if path.name == "selection_studies.csv")
    with studies.open(encoding="utf-8-sig", newline="") as file:
        assert [row["study"] for row in csv.DictReader(file)] == ["Phantom", "SCD0000101"]
    assert str(tmp_path / "gone") in dialog.message.text()
    assert dialog.message.isVisible()


def test_a_workspace_without_other_studies_says_so(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    tick(qtbot, dialog.others.more, True)
    qtbot.waitUntil(dialog.others.none.isVisible, timeout=10_000)
    assert not dialog.others.studies.isVisible()
    assert make(qtbot, window)


def test_cancelling_stops_between_files(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path / "reports")
    with qtbot.waitSignal(window.reporting.cancelled, timeout=60_000):
        qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
        assert dialog.close_button.text() == "Cancel"
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not window.reporting.is_busy
    assert len(list(tmp_path.glob("reports/*"))) < 2
    assert make(qtbot, window), "and it can be made after all"


def test_every_control_has_a_name_and_says_its_key(qtbot, window, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, tmp_path)
    buttons = (*dialog.formats.values(), dialog.without_identity, dialog.looked, dialog.make_button)
    for control in (*buttons, dialog.open_button, dialog.open_folder_button):
        assert control.text()
        assert "Alt+" in control.toolTip()
    for field in (dialog.folder, dialog.reported_by, dialog.conclusion, dialog.files, dialog.bar):
        assert field.accessibleName()


def test_closing_the_window_ends_a_report_that_is_being_written(qtbot, window, tmp_path: Path) -> None:
    window.reporting.make(ReportRequest(tmp_path, tuple(ReportFormat), True))
    window.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_controller_that_never_wrote_closes(session) -> None:
    ReportingController(session, lambda: None, dict).close()
