from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.editing import is_simple
from cmrstudio.domain.geometry import closed_spline
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.cine_view import CineView, EditTool
from tests.gui.cine_hand import ALT, ENDO, EPI, NO_BUTTON, Hand, cine_view, circle, shown


@pytest.fixture
def view(qtbot) -> CineView:
    return cine_view(qtbot)


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


# Control points


@pytest.mark.parametrize("tool", [EditTool.NAVIGATE, EditTool.CONTROL_POINTS])
def test_dragging_a_handle_moves_that_point(view, hand, tool) -> None:
    view.set_tool(tool)
    hand.stroke(np.linspace([84, 64], [90, 60], 6))
    assert hand.names[0] == "started"
    assert set(hand.names[1:-1]) == {"dragged"}
    contour, gesture = hand.finished[0]
    assert gesture == "Move control point"
    assert contour.structure is ENDO
    assert contour.source == "reader"
    assert np.allclose(contour.points_px[0], [90, 60], atol=0.3)
    assert np.array_equal(contour.points_px[1:], circle(20)[1:])
    assert shown(view) == contour


def test_every_move_of_a_drag_tells_the_live_contour(view, hand) -> None:
    hand.press((84, 64))
    for column in (86.0, 88.0, 90.0):
        hand.move((column, 64))
        assert hand.events[-1][1].points_px[0] == pytest.approx([column, 64], abs=0.3)
        assert shown(view) is hand.events[-1][1]
    hand.release((90, 64))


def test_a_click_on_a_handle_changes_nothing(hand) -> None:
    hand.press((84, 64))
    hand.move((84.2, 64))
    hand.release((84.2, 64))
    assert hand.events == []


def test_a_drag_outside_the_image_stops_at_its_edge(hand) -> None:
    hand.stroke(np.linspace([84, 64], [400, 64], 20))
    contour, _ = hand.finished[0]
    assert contour.points_px[0] == pytest.approx([127.5, 64], abs=0.3)


def test_a_point_cannot_be_dragged_so_that_the_contour_crosses_itself(hand) -> None:
    hand.stroke(np.linspace([84, 64], [30, 40], 40))
    contour, _ = hand.finished[0]
    assert is_simple(contour.points_px)


def test_the_handles_of_the_active_structure_are_shown_and_the_hovered_one_stands_out(view, hand) -> None:
    items = view.canvas.layer.contour_items
    assert items[ENDO].handles_shown
    assert not items[EPI].handles_shown
    hand.hover((96, 64))
    assert items[EPI].handles_shown
    assert items[EPI].hovered_index == 0


def test_while_navigating_handles_show_only_near_the_curve(view, hand) -> None:
    view.set_tool(EditTool.NAVIGATE)
    items = view.canvas.layer.contour_items
    hand.hover((64, 64))
    assert not items[ENDO].handles_shown
    hand.hover(circle(20)[3])
    assert items[ENDO].handles_shown


def test_taking_hold_of_the_other_contour_makes_it_active(view, hand, qtbot) -> None:
    with qtbot.waitSignal(view.active_structure_changed) as changed:
        hand.press((96, 64))
    hand.release((96, 64))
    assert changed.args == [EPI]
    assert view.active_structure is EPI


def test_a_double_click_on_the_curve_inserts_a_point(view, hand) -> None:
    between = closed_spline(circle(20), 2)[1]
    hand.double_click(between)
    contour, gesture = hand.finished[0]
    assert gesture == "Insert control point"
    assert len(contour.points_px) == 13
    assert np.linalg.norm(contour.points_px - between, axis=1).min() < 0.5
    assert hand.names == ["started", "dragged", "finished"]


def test_a_25th_point_is_refused_with_a_hint(view, hand) -> None:
    view.set_contours((Contour(ENDO, circle(30, 24), "reader"),), ContourState.EDITED)
    hand.double_click(closed_spline(circle(30, 24), 2)[1])
    assert hand.finished == []
    assert "at most 24" in hand.hint


@pytest.mark.parametrize("way", ["alt", "delete", "backspace", "menu"])
def test_a_point_is_deleted(view, hand, way) -> None:
    if way == "alt":
        hand.press((84, 64), ALT)
        hand.release((84, 64))
    elif way == "menu":
        view.interaction.menu_at(QPointF(hand.at((84, 64)))).actions()[1].trigger()
    else:
        hand.hover((84, 64))
        QTest.keyClick(view, Qt.Key.Key_Delete if way == "delete" else Qt.Key.Key_Backspace)
    contour, gesture = hand.finished[0]
    assert gesture == "Delete control point"
    assert np.array_equal(contour.points_px, circle(20)[1:])


def test_delete_away_from_a_handle_does_nothing(view, hand) -> None:
    hand.hover((64, 64))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert hand.events == []


@pytest.mark.parametrize("count", [3, 8])
def test_few_points_cannot_become_fewer(view, hand, count) -> None:
    view.set_contours((Contour(ENDO, circle(20, count), "file"),), ContourState.PREDICTED)
    hand.press((84, 64), ALT)
    hand.release((84, 64))
    assert hand.finished == []
    assert "at least 8" in hand.hint


def test_a_contour_of_three_points_can_be_dragged(view, hand) -> None:
    view.set_contours((Contour(ENDO, circle(20, 3), "file"),), ContourState.PREDICTED)
    hand.stroke(np.linspace([84, 64], [90, 64], 5))
    assert len(hand.finished[0][0].points_px) == 3


# Escape and other ends of a gesture


def test_escape_restores_the_contour_and_finishes_nothing(view, hand) -> None:
    original = shown(view)
    hand.press((84, 64))
    hand.move((95, 64))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert hand.names == ["started", "dragged", "dragged", "cancelled"]
    assert hand.events[2][1] is original
    assert shown(view) is original
    hand.move((99, 64))
    hand.release((99, 64))
    assert len(hand.events) == 4


@pytest.mark.parametrize("tool", [EditTool.FREEHAND, EditTool.PUSHER])
def test_escape_takes_back_a_stroke_and_a_push(view, hand, tool) -> None:
    original = shown(view)
    view.set_tool(tool)
    hand.press((78, 64))
    for column in np.linspace(79, 95, 10):
        hand.move((column, 64))
    assert view.gesture_active
    QTest.keyClick(view, Qt.Key.Key_Escape)
    hand.release((95, 64))
    assert shown(view) is original
    assert hand.names[-1] == "cancelled"
    assert hand.finished == []


def test_escape_without_a_gesture_is_left_to_the_window(qtbot, view, hand) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(view)
    pressed = []
    action = QAction(window)
    action.setShortcut(QKeySequence(Qt.Key.Key_Escape))
    action.triggered.connect(lambda: pressed.append(True))
    window.addAction(action)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert len(pressed) == 1
    hand.press((84, 64))
    hand.move((95, 64))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert len(pressed) == 1
    assert not view.gesture_active
    window.takeCentralWidget().setParent(None)


def test_changing_the_tool_takes_back_the_gesture(view, hand) -> None:
    hand.press((84, 64))
    hand.move((95, 64))
    view.set_tool(EditTool.PUSHER)
    assert hand.names[-1] == "cancelled"
    assert np.array_equal(shown(view).points_px, circle(20))


def test_hiding_the_contours_takes_back_the_gesture(view, hand) -> None:
    hand.press((84, 64))
    hand.move((95, 64))
    view.set_overlays_visible(False)
    assert hand.names[-1] == "cancelled"


def test_another_image_ends_the_gesture_without_a_signal(view, hand) -> None:
    hand.press((84, 64))
    hand.move((95, 64))
    before = len(hand.events)
    view.set_image(np.zeros((128, 128), np.int16), (1.0, 1.0))
    hand.move((97, 64))
    hand.release((97, 64))
    assert len(hand.events) == before
    assert not view.gesture_active


def test_the_same_image_again_does_not_end_the_gesture(view, hand, qtbot) -> None:
    stack = np.zeros((2, 128, 128), np.int16)
    view.set_image(stack[1], (1.0, 1.0))
    hand.press((84, 64))
    hand.move((95, 64))
    view.set_image(stack[1], (1.0, 1.0))
    assert view.gesture_active
    hand.release((95, 64))
    assert len(hand.finished) == 1


def test_contours_set_during_a_drag_leave_the_one_in_the_hand_alone(view, hand) -> None:
    hand.press((84, 64))
    hand.move((90, 64))
    view.set_contours((Contour(ENDO, circle(10), "x"), Contour(EPI, circle(40), "x")), ContourState.EDITED)
    assert shown(view).points_px[0] == pytest.approx([90, 64], abs=0.3)
    assert shown(view, EPI).points_px[0] == pytest.approx([104, 64])
    hand.release((90, 64))
    assert hand.finished[0][0].points_px[0] == pytest.approx([90, 64], abs=0.3)


def test_a_release_that_was_never_seen_ends_the_gesture_at_the_next_move(view, hand) -> None:
    hand.press((84, 64))
    hand.move((90, 64))
    hand.move((30, 30), held=NO_BUTTON)
    assert hand.finished[0][0].points_px[0] == pytest.approx([90, 64], abs=0.3)


def test_the_wheel_does_not_leave_the_slice_in_the_middle_of_a_gesture(view, hand, qtbot) -> None:
    hand.press((84, 64))
    hand.move((90, 64))
    with qtbot.assertNotEmitted(view.slice_step_requested), qtbot.assertNotEmitted(view.phase_step_requested):
        hand.wheel(-120)
        hand.wheel(-120, Qt.KeyboardModifier.ShiftModifier)
    hand.release((90, 64))


def test_hidden_contours_cannot_be_edited(view, hand) -> None:
    view.set_overlays_visible(False)
    for tool in EditTool:
        view.set_tool(tool)
        hand.stroke(np.linspace([84, 64], [95, 64], 8))
        hand.double_click(closed_spline(circle(20), 2)[1])
    assert hand.events == []
    assert "hidden" in hand.hint


def test_without_an_image_nothing_can_be_edited(view, hand) -> None:
    view.show_message("Missing.")
    for tool in EditTool:
        view.set_tool(tool)
        hand.stroke(np.linspace([84, 64], [95, 64], 8))
    assert hand.events == []
