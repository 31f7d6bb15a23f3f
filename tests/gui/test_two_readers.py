"""Two readers read the same study and see nothing of each other until both have signed off, or it is revealed."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import Qt

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.readers import reading_key
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
