"""Verifying contour by contour, being led to the worst one, and signing a study off, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMessageBox

from cmrstudio import workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.verification import ContourState
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords

ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
ES = 4


@pytest.fixture
def window(qtbot, open_window, make_study):
    made = open_window()
    made.verifying.set_reviewer("Dr. Example")
    read(qtbot, made, make_study(10, 5))
    return made


def read(qtbot, window, study):
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
    window.show_page()


@pytest.fixture
def segment(make_contour):
    """Contours on slices 2 to 4 at both phases; those at end-systole are smaller."""

    def draw(window, **qualities):
        session = window.session
        session.choose_phases(session.phases.with_end_diastole(0).with_end_systole(ES), "Set phases")
        drawn = []
        for phase, radius in ((0, 12.0), (ES, 8.0)):
            for slice_index in (1, 2, 3):
                inner = make_contour(radius).with_quality(qualities.get(f"q{phase}{slice_index}", 0.95))
                outer = Contour(EPICARDIUM, make_contour(radius * 1.4).points_px, "unet@1.0.0", 0.95)
                drawn.append(SliceAnnotation(session.series.series_uid, phase, slice_index, (inner, outer)))
        session.place(drawn, "Segment")

    return draw


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    window.page.cine.setFocus()
    qtbot.keyClick(window.page.cine, key, modifier)


def contour_state(window, key, structure):
    return window.verifying.verdicts.state(key, structure)


def verify_all(qtbot, window):
    window.verifying.verify(window.verifying.waiting())
    qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)
    window.sign_off.refresh()


def sign(qtbot, window):
    window.actions_by_name["sign_off"].trigger()
    dialog = window.sign_off_dialog
    assert not dialog.sign_button.isEnabled()
    dialog.agreed.setChecked(True)
    with qtbot.waitSignal(window.sign_off.signed, timeout=10_000):
        qtbot.mouseClick(dialog.sign_button, Qt.MouseButton.LeftButton)


def edit(window, key, make_contour, radius=13.0):
    window.session.go_to(*key)
    window.session.finish_gesture(window.session.annotation().with_contour(make_contour(radius, "reader")), "Move")


class TestContourByContour:
    def test_y_verifies_the_active_contour_alone_and_the_window_shows_it_on_that_contour(self, qtbot, window, segment):
        segment(window)
        window.session.go_to(0, 2)
        window.page.cine.set_active_structure(EPICARDIUM)
        press(qtbot, window, Qt.Key.Key_Y)
        qtbot.waitUntil(lambda: contour_state(window, (0, 2), EPICARDIUM) is ContourState.VERIFIED, timeout=5000)
        assert contour_state(window, (0, 2), ENDOCARDIUM) is ContourState.PREDICTED
        assert window.session.state((0, 2)) is ContourState.PREDICTED
        items = window.page.cine.canvas.layer.contour_items
        assert items[EPICARDIUM]._state is ContourState.VERIFIED
        assert items[EPICARDIUM].is_marked
        assert items[ENDOCARDIUM]._state is ContourState.PREDICTED
        buttons = window.page.verify_box.contour_buttons
        assert (buttons[EPICARDIUM].text(), buttons[EPICARDIUM].isEnabled()) == ("● Verified", False)
        assert buttons[ENDOCARDIUM].isEnabled()

    def test_v_verifies_the_image_shift_v_the_phase_and_alt_shift_v_the_slice(self, qtbot, window, segment):
        segment(window)
        shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier

        def verified():
            keys = window.session.annotations
            return {key for key in keys if window.session.state(key) is ContourState.VERIFIED}

        window.session.go_to(0, 1)
        press(qtbot, window, Qt.Key.Key_V)
        qtbot.waitUntil(lambda: verified() == {(0, 1)}, timeout=5000)
        window.session.go_to(ES, 3)
        press(qtbot, window, Qt.Key.Key_V, shift)
        qtbot.waitUntil(lambda: verified() == {(0, 1), (ES, 1), (ES, 2), (ES, 3)}, timeout=5000)
        window.session.go_to(7, 2)
        press(qtbot, window, Qt.Key.Key_V, shift | alt)
        qtbot.waitUntil(lambda: verified() == {(0, 1), (0, 2), (ES, 1), (ES, 2), (ES, 3)}, timeout=5000)
        press(qtbot, window, Qt.Key.Key_V, shift | alt)
        assert window.status.currentMessage() == (
            "Slice 3 has no contours that wait for verification: go to another slice."
        )

    def test_the_image_is_verified_once_both_contours_are(self, qtbot, window, segment):
        segment(window)
        window.session.go_to(0, 2)
        for structure in (EPICARDIUM, ENDOCARDIUM):
            button = window.page.verify_box.contour_buttons[structure]
            qtbot.waitUntil(button.isEnabled, timeout=5000)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.session.state((0, 2)) is ContourState.VERIFIED, timeout=5000)

    def test_an_edit_of_one_contour_leaves_the_word_for_the_other(self, qtbot, window, segment, make_contour):
        segment(window)
        window.session.go_to(0, 2)
        press(qtbot, window, Qt.Key.Key_V)
        qtbot.waitUntil(lambda: window.session.state((0, 2)) is ContourState.VERIFIED, timeout=5000)
        edit(window, (0, 2), make_contour)
        assert contour_state(window, (0, 2), ENDOCARDIUM) is ContourState.STALE
        assert contour_state(window, (0, 2), EPICARDIUM) is ContourState.VERIFIED
        assert window.page.verify_box.contour_buttons[ENDOCARDIUM].text() == "▲ Changed"

    def test_it_is_all_there_after_the_window_was_closed(self, qtbot, open_window, make_study, window, segment):
        segment(window)
        window.session.go_to(0, 2)
        window.verifying.verify_contour(EPICARDIUM)
        qtbot.waitUntil(lambda: contour_state(window, (0, 2), EPICARDIUM) is ContourState.VERIFIED, timeout=5000)
        window.shut_down()
        again = open_window()
        read(qtbot, again, make_study(10, 5))
        qtbot.waitUntil(lambda: contour_state(again, (0, 2), EPICARDIUM) is ContourState.VERIFIED, timeout=5000)
        assert contour_state(again, (0, 2), ENDOCARDIUM) is ContourState.PREDICTED

    def test_a_contour_that_is_not_there_cannot_be_verified(self, window):
        told = []
        window.verifying.refused.connect(told.append)
        window.verifying.verify_contour(EPICARDIUM)
        assert told == ["There is no epicardium here that could be verified: draw or segment it first."]

    def test_the_whole_study_is_verified_after_a_question(self, qtbot, window, segment):
        segment(window)
        window.actions_by_name["verify_study"].trigger()
        box = window.findChild(QMessageBox)
        assert box.text() == "Verify the contours of 6 images at 2 phases?"
        (accept,) = [button for button in box.buttons() if button.text() == "Verify all"]
        qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)

    def test_nothing_is_verified_where_the_reader_thinks_better_of_it(self, qtbot, window, segment):
        segment(window)
        window.actions_by_name["verify_study"].trigger()
        qtbot.keyClick(window.findChild(QMessageBox), Qt.Key.Key_Escape)
        assert len(window.verifying.waiting()) == 6


class TestNext:
    def test_n_goes_to_the_worst_contour_and_says_why(self, qtbot, window, segment):
        segment(window, q42=0.41)
        window.session.go_to(0, 0)
        press(qtbot, window, Qt.Key.Key_N)
        assert window.session.position == (ES, 2)
        assert window.page.cine.active_structure is ENDOCARDIUM
        reason = "Endocardium: quality 0.41, probably wrong"
        qtbot.waitUntil(lambda: window.page.verify_box.reason_text == reason, timeout=3000)
        assert reason in window.status.currentMessage()

    def test_n_goes_to_the_worst_from_anywhere_and_on_from_there(self, qtbot, window, segment):
        segment(window, q42=0.41, q03=0.62)
        window.session.go_to(0, 2)
        visited = []
        for _ in range(3):
            press(qtbot, window, Qt.Key.Key_N)
            visited.append(window.session.position)
        assert visited == [(ES, 2), (0, 3), (0, 1)]

    def test_an_area_that_jumps_is_told_on_the_image(self, qtbot, window, segment, make_contour):
        segment(window)
        edit(window, (0, 2), make_contour, 12 * 1.4**0.5)
        window.session.go_to(0, 0)
        press(qtbot, window, Qt.Key.Key_N)
        assert window.session.position == (0, 2)
        words = "area 40 % larger than on the slices beside it"
        qtbot.waitUntil(lambda: words in window.page.verify_box.reason_text, timeout=3000)

    def test_the_reason_goes_with_the_verification(self, qtbot, window, segment):
        segment(window, q42=0.41)
        press(qtbot, window, Qt.Key.Key_N)
        qtbot.waitUntil(lambda: bool(window.page.verify_box.reason_text), timeout=3000)
        press(qtbot, window, Qt.Key.Key_V)
        qtbot.waitUntil(lambda: window.session.state() is ContourState.VERIFIED, timeout=5000)
        qtbot.waitUntil(lambda: not window.page.verify_box.reason_text, timeout=3000)

    def test_where_all_is_verified_it_says_so(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        press(qtbot, window, Qt.Key.Key_N)
        assert "is verified" in window.status.currentMessage()


class TestSignOff:
    def test_what_is_missing_is_listed_and_a_click_goes_there(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        window.session.go_to(0, 2)
        window.session.undo_stack.clear()
        contour = window.session.annotation().contour(EPICARDIUM)
        window.session.finish_gesture(
            window.session.annotation().with_contour(contour.with_points(contour.points_px + 1)), "Move"
        )
        window.session.go_to(7, 0)
        window.actions_by_name["sign_off"].trigger()
        panel = window.sign_off_panel
        assert panel.isVisible()
        assert panel.state_text == "○  Not signed off: 1 to do"
        item = panel.todo.item(0)
        assert item.text() == "○  Slice 3 at end-diastole, epicardium"
        assert item.toolTip() == "Slice 3 at end-diastole, epicardium: changed since verified"
        place = panel.todo.visualItemRect(item).center()
        qtbot.mouseClick(panel.todo.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
        assert window.session.position == (0, 2)
        assert window.page.cine.active_structure is EPICARDIUM
        assert not panel.sign_button.isEnabled()

    def test_it_cannot_be_signed_while_anything_counted_is_unverified(self, window, segment):
        segment(window)
        told = []
        window.sign_off.refused.connect(told.append)
        window.sign_off.sign()
        assert told == ["The study cannot be signed off yet: 12 things are missing; see the Sign-off tab."]

    def test_it_cannot_be_signed_once_a_contour_was_removed_until_the_image_is_verified_again(
        self, qtbot, window, segment
    ):
        segment(window)
        verify_all(qtbot, window)
        window.session.go_to(0, 2)
        window.page.cine.set_active_structure(EPICARDIUM)
        press(qtbot, window, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
        status = window.sign_off.refresh()
        assert [one.text for one in status.missing] == [
            "Slice 3 at end-diastole, epicardium: removed since verified, verify the image"
        ]
        assert not window.sign_off_panel.sign_button.isEnabled()
        press(qtbot, window, Qt.Key.Key_V)
        qtbot.waitUntil(lambda: window.sign_off.refresh().can_be_signed, timeout=5000)

    def test_other_conventions_make_it_void_also_where_no_number_changes(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        least = Conventions(BasalRule.CIRCUMFERENCE, least_circumference_percent=1.0)
        before = window.session.measures.edv_ml
        window.measuring.choose(least, "Change basal rule")
        assert window.session.measures.edv_ml == before
        assert window.sign_off.refresh().is_void
        window.actions_by_name.undo.trigger()
        assert window.sign_off.refresh().holds

    def test_a_report_from_the_workspace_says_what_was_signed_at_the_phases_that_were_shown(
        self, qtbot, window, segment, make_contour, workspace
    ):
        session = window.session
        segment(window)
        session.place_phases(PhaseSelection(0, ES, PhaseSource.VOLUMES, PhaseSource.VOLUMES))
        session.place([session.annotation((ES + 1, s)).with_contour(make_contour(5.0)) for s in (1, 2, 3)], "Segment")
        session.place_phases(PhaseSelection(0, ES, PhaseSource.VOLUMES, PhaseSource.VOLUMES))
        verify_all(qtbot, window)
        sign(qtbot, window)
        measures, study, series = session.measures, session.study, session.series
        window.shut_down()
        store = AnnotationStore.open(workspace)
        kept = workflow.kept_in(store, study, series)
        report = workflow.report_on(study, series, kept, with_contact_sheet=False)
        store.close()
        numbers = {row.name: row.value for row in report.measures}
        assert (numbers["edv_ml"], numbers["esv_ml"]) == (measures.edv_ml, measures.esv_ml)
        assert [one.is_void for one in report.signatures] == [False]

    def test_a_verified_study_is_signed_and_kept(self, qtbot, window, segment, workspace):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        assert window.sign_off_panel.state_text == "●  Signed off by Dr. Example"
        assert window.page.verify_box.sign_off.text() == "●  Signed off by Dr. Example"
        assert not window.sign_off_panel.sign_button.isEnabled()
        uid, edv_ml = window.session.series.series_uid, window.session.measures.edv_ml
        window.shut_down()
        store = AnnotationStore.open(workspace)
        (kept,) = ReadingRecords(store).sign_offs(uid)
        store.close()
        assert (kept.signed_by, dict(kept.drawn_by)) == ("Dr. Example", {"unet@1.0.0": 12})
        assert kept.content.numbers["edv_ml"] == pytest.approx(edv_ml, abs=5e-4)
        assert kept.study_label == "Phantom, 2020-01-01"

    def test_an_edit_makes_it_void_visibly_and_undo_makes_it_hold_again(self, qtbot, window, segment, make_contour):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        with qtbot.waitSignal(window.sign_off.voided, timeout=5000):
            edit(window, (ES, 2), make_contour, 9.0)
        assert window.sign_off_panel.state_text == "▲  Sign-off void: changed since"
        assert window.page.verify_box.sign_off.text() == "▲  Sign-off void: changed since"
        assert "The sign-off of Dr. Example is void" in window.message_bar.text
        assert window.sign_off_panel.todo.item(0).text() == "▲  Slice 3 at end-systole, endocardium"
        titles = [window.page.panels.tabText(index) for index in range(window.page.panels.count())]
        assert "Sign-off ▲" in titles
        window.session.undo_stack.undo()
        qtbot.waitUntil(lambda: window.sign_off.status.holds, timeout=5000)

    def test_an_edit_of_what_does_not_count_leaves_it(self, qtbot, window, segment, make_contour):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        edit(window, (7, 2), make_contour)
        assert window.sign_off.refresh().holds

    def test_an_edit_of_the_epicardium_at_end_systole_makes_it_void(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        window.session.go_to(ES, 2)
        outer = window.session.annotation().contour(EPICARDIUM)
        moved = outer.with_points(outer.points_px + 1)
        with qtbot.waitSignal(window.sign_off.voided, timeout=5000):
            window.session.finish_gesture(window.session.annotation().with_contour(moved), "Move")
        assert window.sign_off_panel.todo.item(0).text() == "▲  Slice 3 at end-systole, epicardium"

    def test_the_study_is_void_or_signed_still_when_it_is_opened_again(
        self, qtbot, window, segment, make_contour, open_window, make_study
    ):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        edit(window, (0, 2), make_contour)
        assert window.keeping.flush() is None
        window.shut_down()
        again = open_window()
        read(qtbot, again, make_study(10, 5))
        qtbot.waitUntil(lambda: again.sign_off.status.is_void, timeout=5000)
        verify_all(qtbot, again)
        sign(qtbot, again)
        assert again.sign_off.status.holds
        assert len(again.sign_off.status.history) == 2

    def test_a_change_of_phase_makes_it_void(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        window.session.choose_phases(window.session.phases.with_end_systole(5), "Set end-systole")
        qtbot.waitUntil(lambda: window.sign_off.status.is_void, timeout=5000)
        assert window.sign_off_panel.todo.item(0).text() == "▲  End-systole was phase 5 and is phase 6"

    def test_nothing_is_signed_where_the_dialog_is_cancelled(self, qtbot, window, segment):
        segment(window)
        verify_all(qtbot, window)
        window.actions_by_name["sign_off"].trigger()
        qtbot.keyClick(window.sign_off_dialog, Qt.Key.Key_Escape)
        assert not window.sign_off.refresh().holds
        assert window.sign_off.status.can_be_signed

    def test_another_study_starts_unsigned(self, qtbot, window, segment, make_study):
        segment(window)
        verify_all(qtbot, window)
        sign(qtbot, window)
        read(qtbot, window, make_study(10, 5, "2"))
        qtbot.waitUntil(lambda: window.sign_off_panel.state_text.startswith("○"), timeout=5000)
        assert window.sign_off.status.signed is None
