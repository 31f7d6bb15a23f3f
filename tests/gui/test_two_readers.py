"""Two readers read the same study and see nothing of each other until both have signed off, or it is revealed."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from cmrstudio import workflow
from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.report_contents import RV_INSERTION
from cmrstudio.domain.study_summary import ReadingState
from cmrstudio.domain.verification import ContourState
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from tests.gui.reader_hand import ES, become, draw, read, verify_and_sign


@pytest.fixture
def window(qtbot, open_window, make_study):
    made = open_window()
    made.verifying.set_reviewer("Dr. Example")
    read(qtbot, made, make_study(10, 5))
    return made


def numbers(window):
    return [window.page.measures.value_text(name) for name in ("edv_ml", "esv_ml", "ef_percent", "lv_mass_g")]


def test_another_reader_starts_with_nothing_of_what_the_first_one_did(qtbot, window, make_contour):
    become(qtbot, window, "Dr. A")
    draw(window, make_contour)
    window.session.go_to(0, 2)
    window.verifying.verify_image()
    qtbot.waitUntil(lambda: window.session.state((0, 2)) is ContourState.VERIFIED, timeout=5000)
    drawn, shown = dict(window.session.annotations), numbers(window)
    become(qtbot, window, "Dr. B")
    assert window.session.annotations == {}
    assert window.session.state((0, 2)) is ContourState.EMPTY
    assert window.session.phases.end_systole_source != "reader"
    assert numbers(window) == ["–"] * 4
    assert not window.session.undo_stack.canUndo()
    assert window.page.cine.contours() == ()
    assert window.sign_off.refresh().signed is None
    become(qtbot, window, "Dr. A")
    assert {key: one.contours for key, one in window.session.annotations.items()} == {
        key: one.contours for key, one in drawn.items()
    }
    assert window.session.state((0, 2)) is ContourState.VERIFIED
    assert window.session.phases.end_systole == ES
    assert numbers(window) == shown
    assert shown[0] != "–"


def test_the_shared_reading_is_one_more_and_nobody_elses(qtbot, window, make_contour):
    draw(window, make_contour)
    become(qtbot, window, "Dr. A")
    assert window.session.annotations == {}
    draw(window, make_contour, 9.0)
    become(qtbot, window, "")
    assert window.session.annotation((0, 2)).contour(Structure.LV_ENDOCARDIUM).points_px[0][0] == pytest.approx(44)


def test_work_of_both_lies_under_keys_of_their_own(qtbot, window, make_contour, workspace):
    for reader, radius in (("Dr. A", 12.0), ("Dr. B", 10.0)):
        become(qtbot, window, reader)
        draw(window, make_contour, radius)
        verify_and_sign(qtbot, window)
    uid = window.session.series.series_uid
    window.shut_down()
    store = AnnotationStore.open(workspace)
    records = ReadingRecords(store)
    for reader in ("Dr. A", "Dr. B"):
        key = reading_key(uid, reader)
        assert len(store.annotations(key)) == 6
        assert {word.reviewer for word in store.verifications(key).values()} == {reader}
        (signed,) = records.sign_offs(key)
        assert (signed.signed_by, signed.was_blind) == (reader, True)
    assert store.annotations(uid) == {}
    store.close()


def test_a_gesture_in_the_hand_is_taken_back_and_does_not_wander_to_the_other_reader(qtbot, window, make_contour):
    become(qtbot, window, "Dr. A")
    draw(window, make_contour)
    window.session.go_to(0, 2)
    window.session.preview(make_contour(15), "Move control point")
    window.session.finish_gesture(window.session.annotation(), "Move control point")
    become(qtbot, window, "Dr. B")
    assert window.keeping.flush() is None
    uid = window.session.series.series_uid
    with sqlite3.connect(f"file:{window._workspace}?mode=ro", uri=True) as connection:
        keys = {key for (key,) in connection.execute("SELECT DISTINCT series_uid FROM edits")}
    connection.close()
    assert keys == {reading_key(uid, "Dr. A")}


def test_what_the_disk_answers_late_is_not_shown_to_the_other_reader(qtbot, window, make_contour):
    become(qtbot, window, "Dr. A")
    draw(window, make_contour)
    window.verifying.verify(window.verifying.waiting())  # the answers are still on their way
    window.readers.switch("Dr. B")
    qtbot.waitUntil(lambda: window.keeping.reader == "Dr. B" and window.session.is_restored, timeout=10_000)
    qtbot.wait(300)
    assert window.session.annotations == {}
    assert all(window.session.verification((phase, 2)) is None for phase in (0, ES))
    assert window.verifying.verdicts.verification((0, 2), Structure.LV_ENDOCARDIUM) is None


def test_the_workspace_remembers_who_reads(qtbot, window, open_window, make_study, make_contour):
    become(qtbot, window, "Dr. A")
    draw(window, make_contour)
    window.shut_down()
    again = open_window()
    assert again.keeping.reader == "Dr. A"
    assert again.reader_button.text() == "Reader: Dr. A (blind)"
    read(qtbot, again, make_study(10, 5))
    assert len(again.session.annotations) == 6


def test_a_reader_verifies_in_their_own_name_and_no_other(qtbot, window, make_contour):
    become(qtbot, window, "Dr. A")
    assert window.verifying.reviewer == "Dr. A"
    told = []
    window.verifying.refused.connect(told.append)
    assert not window.verifying.ask_reviewer()
    assert "You read as Dr. A" in told[0]
    become(qtbot, window, "")
    assert window.verifying.reviewer == "Dr. Example"


def test_the_reader_is_chosen_in_a_dialog_by_a_new_name_or_from_the_list(qtbot, window):
    window.actions_by_name["readers"].trigger()
    qtbot.waitUntil(lambda: window.readers_dialog is not None, timeout=5000)
    dialog = window.readers_dialog
    qtbot.keyClicks(dialog.new_name, "Dr. A")
    with qtbot.waitSignal(window.readers.switched, timeout=5000):
        qtbot.mouseClick(dialog.read_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=5000)
    assert window.reader_button.text() == "Reader: Dr. A (blind)"
    window.readers_dialog = None
    qtbot.mouseClick(window.reader_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.readers_dialog is not None, timeout=5000)
    dialog = window.readers_dialog
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "○  Shared reading, which everybody sees",
        "●  Dr. A (now)",
    ]
    dialog.list.setCurrentRow(0)
    with qtbot.waitSignal(window.readers.switched, timeout=5000):
        qtbot.mouseClick(dialog.read_button, Qt.MouseButton.LeftButton)
    assert window.reader_button.text() == "Shared reading"


def test_the_reader_cannot_change_while_images_are_still_being_read(window, make_study):
    window.session.open_study(make_study(10, 5, "2"))
    told = []
    window.readers.refused.connect(told.append)
    window.readers.switch("Dr. A")
    assert told == ["Wait until all images of the study are read, then change the reader."]
    assert window.keeping.reader == ""


def test_the_reader_can_change_without_a_study(qtbot, open_window):
    window = open_window()
    become(qtbot, window, "Dr. A")
    assert window.keeping.reader == "Dr. A"


LAYOUTS = ("layout_matrix", "layout_montage", "layout_phases", "layout_cine")


def shown(qtbot, window) -> dict[str, QImage]:
    """What can be seen of the study: every layout, every panel, and the work list."""
    seen = {}
    for name in LAYOUTS:
        window.actions_by_name[name].trigger()
        settle(qtbot, window)
        seen[name] = picture(window.page)
    for index in range(window.page.panels.count()):
        window.page.panels.setCurrentIndex(index)
        settle(qtbot, window)
        seen[window.page.panels.tabText(index)] = picture(window.page.panels)
    window.page.panels.setCurrentIndex(0)
    window.actions_by_name["work_list"].trigger()
    settle(qtbot, window)
    seen["work list"] = picture(window.work_list)
    window.actions_by_name["work_list"].trigger()
    return seen


def settle(qtbot, window) -> None:
    window.message_bar.dismiss()
    matrix = window.layouts_feature.matrix
    qtbot.wait(400)  # what follows once the hand rests; a picture too early could only hide a leak
    qtbot.waitUntil(lambda: not matrix.isVisible() or matrix.mosaic.is_current, timeout=10_000)
    qtbot.wait(100)


def picture(widget) -> QImage:
    return widget.grab().toImage()


def do_everything(window, make_contour) -> None:
    """All that a reader can leave behind on a study."""
    session = window.session
    draw(window, make_contour)
    session.go_to(0, 2)
    session.finish_gesture(session.annotation().with_contour(make_contour(13, "reader")), "Move")
    window.verifying.verify_image()
    window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
    window.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Conventions")
    line = ImageMeasurement("one", MeasurementKind.DISTANCE, 2, 0, np.array([[10.0, 10.0], [40.0, 40.0]]))
    window.image_measuring.place(None, line)
    window.layouts_feature.pins.toggle(2)
    session.go_to(0, 3)
    window.page.panels.setCurrentIndex(0)


def test_no_view_shows_a_blind_reader_anything_of_another_one(qtbot, window, make_contour):
    become(qtbot, window, "Dr. B")
    window.session.go_to(0, 2)
    entry = window.session.study.study_uid
    qtbot.waitUntil(lambda: window.work_list.model.row_of(entry) is not None, timeout=20_000)
    window.page.curve.hide()  # its axis keeps the width that numbers gave it
    before = shown(qtbot, window)
    become(qtbot, window, "Dr. A")
    do_everything(window, make_contour)
    window.work_list_controller.keep_changes()
    model = window.work_list.model
    qtbot.waitUntil(lambda: model.summary(model.row_of(entry)).state is ReadingState.IN_REVIEW, timeout=20_000)
    assert model.summary(model.row_of(entry)).ef_percent is not None
    shown(qtbot, window)
    become(qtbot, window, "Dr. B")
    window.session.go_to(0, 2)
    qtbot.waitUntil(lambda: model.summary(model.row_of(entry)).state is ReadingState.NEW, timeout=20_000)
    after = shown(qtbot, window)
    assert [name for name, image in before.items() if image != after[name]] == []
    assert not np.isfinite(window.page.curve.volumes_ml).any()
    assert window.page.curve.rates_text == ""
    assert window.study_facts.insertion is None
    assert window.measuring.conventions == Conventions()
    assert window.layouts_feature.pins.slices == frozenset()


def test_the_work_list_tells_a_blind_reader_nothing_of_the_shared_reading(qtbot, window, make_contour):
    draw(window, make_contour)
    window.verifying.verify(window.verifying.waiting())
    qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)
    page, uid = window.work_list, window.session.study.study_uid

    def entry():
        row = page.model.row_of(uid)
        return None if row is None else page.model.summary(row)

    window.work_list_controller.keep_changes()
    qtbot.waitUntil(lambda: (found := entry()) is not None and found.ef_percent is not None, timeout=20_000)
    assert (entry().reviewer, entry().state) == ("Dr. Example", ReadingState.VERIFIED)
    become(qtbot, window, "Dr. A")
    qtbot.waitUntil(lambda: entry().state is ReadingState.NEW, timeout=20_000)
    cells = [page.model.index(page.model.row_of(uid), column) for column in range(page.model.columnCount())]
    told = " ".join(
        str(cell.data(role)) for cell in cells for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    )
    assert "Dr. Example" not in told
    assert "%" not in told
    page.search.setText("Example")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=5000)
    page.search.clear()
    become(qtbot, window, "")
    qtbot.waitUntil(lambda: entry().reviewer == "Dr. Example", timeout=20_000)


def test_what_a_reader_marks_is_kept_for_that_reader_and_facts_of_the_patient_for_all(qtbot, window, make_contour):
    mark = RvInsertion(0, 2, 20.0, 20.0)
    become(qtbot, window, "Dr. A")
    draw(window, make_contour)
    window.study_facts.mark_insertion(mark)
    window.study_facts.enter("height_cm", 170.0)
    become(qtbot, window, "Dr. B")
    draw(window, make_contour)
    assert window.study_facts.insertion is None
    assert window.study_facts.patient.height_cm == 170.0
    assert window.keeping.flush() is None
    study, series = window.session.study, window.session.series
    assert RV_INSERTION not in workflow.kept_in(window.keeping.store, study, series).facts
    become(qtbot, window, "Dr. A")
    assert window.study_facts.insertion == mark
    assert RV_INSERTION in workflow.kept_in(window.keeping.store, study, series).facts
