from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.editing import is_simple
from cmrstudio.domain.geometry import closed_spline, contour_area_px
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.cine_view import CineView, EditTool

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_MODIFIER, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CENTRE = np.array([64.0, 64.0])


def circle(radius: float, count: int = 12) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return CENTRE + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def arc(radius: float, start: float, end: float, count: int = 40) -> np.ndarray:
    angle = np.linspace(start, end, count)
    return CENTRE + radius * np.column_stack([np.cos(angle), np.sin(angle)])


class Hand:
    """A reader's hand on a cine view: real mouse events, and a record of the signals they brought about."""

    def __init__(self, view: CineView) -> None:
        self.view = view
        self.events: list[tuple[str, object]] = []
        view.contour_edit_started.connect(lambda structure: self.events.append(("started", structure)))
        view.contour_dragged.connect(lambda contour: self.events.append(("dragged", contour)))
        view.contour_edit_finished.connect(lambda contour, name: self.events.append(("finished", (contour, name))))
        view.contour_edit_cancelled.connect(lambda structure: self.events.append(("cancelled", structure)))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    @property
    def finished(self) -> list[tuple[Contour, str]]:
        return [what for name, what in self.events if name == "finished"]

    def at(self, position_px: Iterable[float]) -> QPoint:
        return self.view.canvas.to_screen(tuple(position_px)).toPoint()

    def press(self, position_px, modifiers=NO_MODIFIER) -> None:
        QTest.mousePress(self.view.canvas.viewport(), LEFT, modifiers, self.at(position_px))

    def move(self, position_px, held=LEFT) -> None:
        viewport = self.view.canvas.viewport()
        place = self.view.canvas.to_screen(tuple(position_px))
        event = QMouseEvent(QEvent.Type.MouseMove, place, viewport.mapToGlobal(place), NO_BUTTON, held, NO_MODIFIER)
        QApplication.sendEvent(viewport, event)

    def hover(self, position_px) -> None:
        self.move(position_px, NO_BUTTON)

    def release(self, position_px) -> None:
        QTest.mouseRelease(self.view.canvas.viewport(), LEFT, NO_MODIFIER, self.at(position_px))

    def double_click(self, position_px) -> None:
        self.press(position_px)
        self.release(position_px)
        QTest.mouseDClick(self.view.canvas.viewport(), LEFT, NO_MODIFIER, self.at(position_px))

    def stroke(self, line: np.ndarray) -> None:
        self.press(line[0])
        for position in line[1:]:
            self.move(position)
        self.release(line[-1])

    def wheel(self, delta: int, modifiers=NO_MODIFIER) -> None:
        viewport = self.view.canvas.viewport()
        place = QPointF(viewport.rect().center())
        event = QWheelEvent(
            place,
            viewport.mapToGlobal(place),
            QPoint(),
            QPoint(0, delta),
            NO_BUTTON,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    @property
    def hint(self) -> str:
        return self.view._overlay.content.hint


@pytest.fixture
def view(qtbot) -> CineView:
    widget = CineView()
    qtbot.addWidget(widget)
    widget.resize(640, 640)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_image(np.arange(128 * 128, dtype=np.int16).reshape(128, 128), (1.0, 1.0))
    widget.set_contours(
        (Contour(ENDO, circle(20), "unet@1.0.0"), Contour(EPI, circle(32), "unet@1.0.0")), ContourState.PREDICTED
    )
    widget.set_tool(EditTool.CONTROL_POINTS)
    QApplication.processEvents()
    return widget


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


def shown(view: CineView, structure: Structure = ENDO) -> Contour:
    return next(contour for contour in view.contours() if contour.structure is structure)


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


# Freehand


def test_a_closed_stroke_draws_the_first_contour(view, hand) -> None:
    view.set_contours((), ContourState.EMPTY)
    view.set_tool(EditTool.FREEHAND)
    hand.stroke(arc(25, 0, 6.2, 90))
    contour, gesture = hand.finished[0]
    assert gesture == "Draw contour"
    assert contour.structure is ENDO
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 25**2, rel=0.03)
    assert hand.names == ["started", "dragged", "finished"]


def test_a_closed_stroke_replaces_the_active_contour(view, hand) -> None:
    view.set_tool(EditTool.FREEHAND)
    view.set_active_structure(EPI)
    hand.stroke(arc(40, 1, 7.2, 90))
    contour, gesture = hand.finished[0]
    assert gesture == "Redraw contour"
    assert contour.structure is EPI
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 40**2, rel=0.03)


def test_an_open_stroke_on_the_contour_redraws_that_part(view, hand) -> None:
    view.set_tool(EditTool.FREEHAND)
    share = np.linspace(-1, 1, 30)
    radius = 20 + 6 * (1 - share**2)
    stroke = CENTRE + radius[:, None] * np.column_stack([np.cos(share), np.sin(share)])
    hand.stroke(stroke)
    contour, _ = hand.finished[0]
    curve = closed_spline(contour.points_px)
    assert np.linalg.norm(curve - [90, 64], axis=1).min() < 1
    assert np.linalg.norm(curve - [44, 64], axis=1).min() < 0.1


def test_an_open_stroke_in_empty_space_is_refused_with_a_hint(view, hand) -> None:
    view.set_tool(EditTool.FREEHAND)
    hand.stroke(np.linspace([5, 5], [5, 40], 20))
    assert hand.finished == []
    assert hand.names == ["started", "cancelled"]
    assert "Close the line" in hand.hint
    assert np.array_equal(shown(view).points_px, circle(20))


def test_a_freehand_click_does_nothing(view, hand) -> None:
    view.set_tool(EditTool.FREEHAND)
    hand.stroke(np.array([[64, 64], [64, 64]]))
    assert hand.events == []


def test_a_stroke_outside_the_image_stays_on_its_edge(view, hand) -> None:
    view.set_tool(EditTool.FREEHAND)
    hand.stroke(arc(90, 0, 6.2, 120))
    contour, _ = hand.finished[0]
    assert (contour.points_px >= -0.5).all()
    assert (contour.points_px <= 127.5).all()


# Pusher


def test_the_pusher_shows_its_disc_at_the_cursor(view, hand) -> None:
    view.set_tool(EditTool.PUSHER)
    hand.hover((64, 64))
    item = view.canvas.layer.pusher_item
    assert item.isVisible()
    view.set_tool(EditTool.NAVIGATE)
    assert not item.isVisible()


def test_pushing_from_inside_grows_and_from_outside_shrinks(view, hand) -> None:
    view.set_tool(EditTool.PUSHER)
    view.set_pusher_radius_mm(6)
    hand.stroke(np.linspace([70, 64], [84, 64], 15))
    grown, gesture = hand.finished[0]
    assert gesture == "Push contour"
    assert contour_area_px(grown.points_px) > contour_area_px(circle(20)) + 20
    hand.stroke(np.linspace([110, 64], [86, 64], 20))
    shrunk, _ = hand.finished[1]
    assert contour_area_px(shrunk.points_px) < contour_area_px(grown.points_px)
    for contour in (grown, shrunk):
        assert 8 <= len(contour.points_px) <= 24
        assert is_simple(contour.points_px)


def test_pushing_where_there_is_no_wall_is_no_gesture(view, hand) -> None:
    view.set_tool(EditTool.PUSHER)
    view.set_pusher_radius_mm(3)
    hand.stroke(np.linspace([60, 64], [66, 64], 6))
    assert hand.events == []


def test_pushing_a_contour_that_is_not_there_says_so(view, hand) -> None:
    view.set_contours((), ContourState.EMPTY)
    view.set_tool(EditTool.PUSHER)
    hand.stroke(np.linspace([60, 64], [90, 64], 6))
    assert hand.events == []
    assert "no contour" in hand.hint


def test_the_pusher_out_of_the_image_keeps_the_contour_in_it(view, hand) -> None:
    view.set_tool(EditTool.PUSHER)
    hand.stroke(np.linspace([70, 64], [200, 64], 60))
    contour, _ = hand.finished[0]
    assert (contour.points_px <= 127.5).all()


def test_the_disc_grows_and_shrinks_by_wheel_and_brackets(view, hand, qtbot) -> None:
    view.set_tool(EditTool.PUSHER)
    view.set_pusher_radius_mm(10)
    with qtbot.assertNotEmitted(view.slice_step_requested), qtbot.waitSignal(view.pusher_radius_changed):
        hand.wheel(120, ALT)
    assert view.pusher_radius_mm == pytest.approx(11)
    QTest.keyClick(view, Qt.Key.Key_BracketLeft)
    assert view.pusher_radius_mm == pytest.approx(10)
    QTest.keyClick(view, Qt.Key.Key_BracketRight)
    assert view.pusher_radius_mm == pytest.approx(11)
    assert "11.0 mm" in hand.hint


def test_the_disc_has_a_least_and_a_greatest_size(view) -> None:
    view.set_pusher_radius_mm(0)
    assert view.pusher_radius_mm == 1
    view.set_pusher_radius_mm(1e6)
    assert view.pusher_radius_mm == 40


def test_the_disc_is_round_in_patient_space(view) -> None:
    view.set_image(np.zeros((64, 128), np.int16), (2.0, 1.0))
    view.set_tool(EditTool.PUSHER)
    Hand(view).hover((64, 32))
    bounds = view.canvas.layer.pusher_item.boundingRect()
    assert bounds.width() == pytest.approx(bounds.height())
