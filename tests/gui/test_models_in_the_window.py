"""The real model draws from the window's own buttons: a slice, one contour, what is selected in the matrix."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.verification import ContourState, Verification
from tests.gui.layout_hand import CTRL, PLAIN, drag

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
PATIENCE_MS = 240_000


@pytest.fixture
def window(qtbot, open_window, short_study):
    made = open_window()
    made.verifying.set_reviewer("Dr. Example")
    made.session.open_study(short_study)
    made.session.complete_study(short_study)
    qtbot.waitUntil(lambda: made.session.is_restored and made.models.model_id is not None, timeout=PATIENCE_MS)
    QApplication.processEvents()
    return made


def draws(qtbot, window):
    """What is done inside has a model draw, and this waits for it."""
    return qtbot.waitSignal(window.segmentation.finished, timeout=PATIENCE_MS)


def type_key(qtbot, window, key: Qt.Key, modifiers) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.page.cine, key, modifiers)


def answer(word: str, asked: list[str]) -> None:
    """Click on the button with this word in the question that comes next, and note what was asked."""

    def click() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, click)
            return
        asked.append(box.text())
        next(button for button in box.buttons() if button.text().replace("&", "") == word).click()

    QTimer.singleShot(20, click)


def press(qtbot, window, bar, name: str) -> None:
    button = bar.widgetForAction(window.actions_by_name[name])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def strip_button(window, name: str) -> QToolButton:
    buttons = window.layouts_feature.matrix_page.strip.findChildren(QToolButton)
    return next(button for button in buttons if button.defaultAction() is window.actions_by_name[name])


def drag_the_epicardium(window) -> None:
    """Move the first control point of the epicardium by two pixels, by hand."""
    canvas = window.page.cine.canvas
    start = window.session.annotation().contour(EPI).points_px[0]
    ends = [canvas.to_screen(tuple(place)) for place in (start, start + 2.0)]
    drag(canvas.viewport(), *ends)


def test_a_slice_and_then_one_contour_of_it_are_drawn_again(qtbot, window):
    session, asked = window.session, []
    with draws(qtbot, window):
        press(qtbot, window, window.segmenting_bar, "segment_slice")
    assert {contour.structure for contour in session.annotation().contours} == {ENDO, EPI}
    assert list(session.annotations) == [session.position]
    first = session.annotation()
    drag_the_epicardium(window)
    assert session.annotation().contour(EPI) != first.contour(EPI)
    edited = session.annotation()

    window.editing.choose_structure(EPI)
    answer("Cancel", asked)
    type_key(qtbot, window, Qt.Key.Key_G, CTRL)
    assert session.annotation().contours == edited.contours
    answer("Replace", asked)
    with draws(qtbot, window):
        type_key(qtbot, window, Qt.Key.Key_G, CTRL)
    assert asked == ["The contours of this image were edited or verified by a reader."] * 2
    assert session.annotation().contour(ENDO) == edited.contour(ENDO)
    np.testing.assert_allclose(session.annotation().contour(EPI).points_px, first.contour(EPI).points_px)
    assert window.actions_by_name.undo.text().startswith("Undo: Segment epicardium (slice 2")
    window.actions_by_name.undo.trigger()
    assert session.annotation().contours == edited.contours

    answer("Replace", asked)
    with draws(qtbot, window):
        type_key(qtbot, window, Qt.Key.Key_G, PLAIN)
    assert session.state() is ContourState.PREDICTED


def test_a_selection_in_the_matrix_is_segmented_copied_to_verified_and_cleared(qtbot, window):
    session = window.session
    window.actions_by_name["layout_matrix"].trigger()
    QApplication.processEvents()
    matrix = window.layouts_feature.matrix
    drag(matrix, matrix.cell_rect((0, 0)).center(), matrix.cell_rect((1, 1)).center())
    chosen = {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert matrix.chosen == chosen
    with draws(qtbot, window):
        qtbot.mouseClick(strip_button(window, "segment_selected"), Qt.MouseButton.LeftButton)
    assert {key for key, one in session.annotations.items() if one.contours} == chosen

    qtbot.mouseClick(strip_button(window, "verify_selected"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(session.state(key) is ContourState.VERIFIED for key in chosen), timeout=PATIENCE_MS)

    asked: list[str] = []
    answer("Keep", asked)
    session.go_to(0, 0)
    drag(matrix, matrix.cell_rect((1, 1)).center(), matrix.cell_rect((2, 2)).center())
    session.go_to(0, 0)
    qtbot.mouseClick(strip_button(window, "copy_to_selected"), Qt.MouseButton.LeftButton)
    assert asked.pop() == "The contours of slice 2, phase 2 were edited or verified by a reader."
    assert session.state((1, 1)) is ContourState.VERIFIED
    assert {key for key in ((1, 2), (2, 1), (2, 2)) if session.state(key) is ContourState.EDITED} == {
        (1, 2),
        (2, 1),
        (2, 2),
    }

    for word in ("Cancel", "Clear"):
        assert any(session.annotation(key).contours for key in matrix.chosen)
        answer(word, asked)
        qtbot.mouseClick(strip_button(window, "clear_selected"), Qt.MouseButton.LeftButton)
        assert asked.pop() == "1 of these images is verified."
    assert not any(session.annotation(key).contours for key in matrix.chosen)
    window.actions_by_name.undo.trigger()
    assert session.state((1, 1)) is ContourState.VERIFIED


def test_a_contour_verified_alone_stays_when_the_study_is_segmented(qtbot, window):
    session = window.session
    with draws(qtbot, window):
        press(qtbot, window, window.segmenting_bar, "segment_slice")
    moved = session.annotation()
    moved = moved.with_contour(moved.contour(EPI).with_points(moved.contour(EPI).points_px + 1.5, source="other@1.0.0"))
    session.place([moved], "Segment")  # as another model drew it
    window.editing.choose_structure(EPI)
    window.actions_by_name["verify_contour"].trigger()
    qtbot.waitUntil(lambda: window.verifying.verdicts.state(session.position, EPI) is ContourState.VERIFIED)
    assert session.state() is ContourState.PREDICTED
    with draws(qtbot, window):
        press(qtbot, window, window.segmenting_bar, "segment_study")
    assert session.annotation().contours == moved.contours
    assert "1 image with edited or verified contours kept" in window.status.currentMessage()
    asked: list[str] = []
    answer("Cancel", asked)
    type_key(qtbot, window, Qt.Key.Key_G, CTRL)
    assert len(asked) == 1
    assert session.annotation().contours == moved.contours


@pytest.mark.parametrize(("word", "is_copied"), [("Cancel", False), ("Replace", True)])
def test_a_copy_by_key_onto_a_verified_image_asks_in_words_that_name_it(
    qtbot, open_window, make_study, make_contour, word, is_copied
):
    window = open_window(start=False)
    session, study = window.session, make_study(4, 5)
    session.open_study(study)
    session.complete_study(study)
    session.restore({}, {}, None)
    session.finish_gesture(session.annotation((0, 2)).with_contour(make_contour(10)), "Draw contour")
    empty = session.annotation((0, 3))
    session.take_verification(Verification(empty.key, 0, "Dr. Example", datetime.now(UTC), empty.content_sha256))
    asked: list[str] = []
    answer(word, asked)
    type_key(qtbot, window, Qt.Key.Key_D, CTRL)
    assert asked == ["The contours of slice 4, phase 1 were edited or verified by a reader."]
    assert bool(session.annotation((0, 3)).contours) is is_copied
    assert session.position == (0, 3 if is_copied else 2)
    assert session.state((0, 3)) is (ContourState.STALE if is_copied else ContourState.VERIFIED)
