"""A study is read, verified and signed off with the keyboard and the mouse alone, as a reader does it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.dialogs import ReviewerDialog
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from tests.gui.modal_hand import ModalHand

LEFT = Qt.MouseButton.LeftButton
SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
READER = "Dr. Example"
PATIENCE_MS = 20_000
ES = 4
COUNTED = frozenset((phase, slice_index) for phase in (0, ES) for slice_index in (1, 2, 3))
WORST = (ES, 2)


@pytest.fixture
def window(qtbot, open_window, make_study, make_contour):
    """A window on a phantom whose contours a model drew at both phases; nobody has said yet who reads."""
    made = open_window()
    session, study = made.session, make_study(10, 5)
    session.open_study(study)
    session.complete_study(study)
    qtbot.waitUntil(lambda: session.is_restored, timeout=PATIENCE_MS)
    made.show_page()
    drawn = []
    for phase, slice_index in sorted(COUNTED):
        radius, quality = (8.0 if phase == ES else 12.0), (0.41 if (phase, slice_index) == WORST else 0.95)
        inner = make_contour(radius).with_quality(quality)
        outer = Contour(Structure.LV_EPICARDIUM, make_contour(radius * 1.4).points_px, "unet@1.0.0", 0.95)
        drawn.append(SliceAnnotation(session.series.series_uid, phase, slice_index, (inner, outer)))
    session.place(drawn, "Segment")
    return made


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()  # as window managers do after a dialog; the offscreen platform has none
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    window.page.cine.setFocus()
    qtbot.keyClick(window.page.cine, key, modifier)


def say_who_reads(qtbot, dialog: ReviewerDialog) -> None:
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, READER)
    qtbot.mouseClick(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok), LEFT)


def set_phases(qtbot, window) -> None:
    """Left and Right go to the phases, Alt+D and Alt+S say which is which, Up leaves the slice."""
    for key, steps in ((Qt.Key.Key_D, -window.session.position[0]), (Qt.Key.Key_S, ES)):
        for _ in range(abs(steps)):
            press(qtbot, window, Qt.Key.Key_Right if steps > 0 else Qt.Key.Key_Left)
        press(qtbot, window, key, Qt.KeyboardModifier.AltModifier)
    press(qtbot, window, Qt.Key.Key_Up)


def verify_what_n_shows(qtbot, window) -> tuple[int, int]:
    """N, look, V; returns where it was."""
    press(qtbot, window, Qt.Key.Key_N)
    key = window.session.position
    press(qtbot, window, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: window.session.state(key) is ContourState.VERIFIED, timeout=PATIENCE_MS)
    return key


def verify_all(qtbot, window) -> list[tuple[int, int]]:
    """All that N leads to; the first V asks who reads."""
    hand = ModalHand((ReviewerDialog, lambda dialog: say_who_reads(qtbot, dialog)))
    visited = [verify_what_n_shows(qtbot, window) for _ in COUNTED]
    assert hand.left == []
    return visited


def test_n_and_v_ctrl_shift_s_and_two_clicks_sign_a_study_off_and_the_workspace_keeps_it(
    qtbot, window, workspace
) -> None:
    set_phases(qtbot, window)
    visited = verify_all(qtbot, window)
    assert visited[0] == WORST, "the worst comes first"
    assert set(visited) == COUNTED
    press(qtbot, window, Qt.Key.Key_N)
    assert window.status.currentMessage() == "Every contour at end-diastole and end-systole is verified."

    press(qtbot, window, Qt.Key.Key_S, SHIFT_CONTROL)
    dialog = window.sign_off_dialog
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.sign_button, LEFT)
    assert dialog.isVisible(), "who has not said that all was looked at cannot sign"
    dialog.agreed.setFocus()
    qtbot.keyClick(dialog.agreed, Qt.Key.Key_Space)
    with qtbot.waitSignal(window.sign_off.signed, timeout=PATIENCE_MS):
        qtbot.mouseClick(dialog.sign_button, LEFT)
    assert window.sign_off_panel.state_text == f"●  Signed off by {READER}"

    uid, edv_ml = window.session.series.series_uid, window.session.measures.edv_ml
    window.shut_down()
    store = AnnotationStore.open(workspace)
    (kept,) = ReadingRecords(store).sign_offs(uid)
    store.close()
    assert kept.signed_by == READER
    assert kept.content.numbers["edv_ml"] == pytest.approx(edv_ml, abs=5e-4)


def test_ctrl_shift_s_shows_what_is_left_to_do_and_a_click_leads_there(qtbot, window) -> None:
    set_phases(qtbot, window)
    hand = ModalHand((ReviewerDialog, lambda dialog: say_who_reads(qtbot, dialog)))
    visited = [verify_what_n_shows(qtbot, window) for _ in range(len(COUNTED) - 1)]
    assert hand.left == []
    (left,) = COUNTED - set(visited)
    press(qtbot, window, Qt.Key.Key_S, SHIFT_CONTROL)
    panel = window.sign_off_panel
    qtbot.waitUntil(panel.isVisible, timeout=PATIENCE_MS)
    assert panel.todo.count() == 2, "both contours of one image"
    place = panel.todo.visualItemRect(panel.todo.item(0)).center()
    qtbot.mouseClick(panel.todo.viewport(), LEFT, pos=place)
    assert window.session.position == left
    press(qtbot, window, Qt.Key.Key_V)
    qtbot.waitUntil(panel.sign_button.isEnabled, timeout=PATIENCE_MS)
