"""The tool that moves and scales a contour as a whole, with real mouse, wheel and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmrstudio.domain.geometry import centroid_px, closed_spline, contour_area_px
from cmrstudio.gui.controllers.contour_editing import ContourEditing
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.views.cine_view import CineView
from tests.gui.cine_hand import CENTRE, ENDO, EPI, Hand, cine_view, circle, shown

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot) -> CineView:
    made = cine_view(qtbot)
    made.set_tool(EditTool.WHOLE_CONTOUR)
    return made


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


def area(contour) -> float:
    return contour_area_px(contour.points_px)


def centre(contour) -> np.ndarray:
    return centroid_px(closed_spline(contour.points_px))


def test_a_drag_inside_moves_the_contour_as_it_is(view, hand) -> None:
    hand.stroke(np.linspace([60, 64], [66, 61], 6))
    contour, gesture = hand.finished[0]
    assert gesture == "Move contour"
    assert (contour.structure, contour.source) == (ENDO, "reader")
    np.testing.assert_allclose(contour.points_px - circle(20), np.tile([6.0, -3.0], (12, 1)), atol=0.4)
    assert shown(view) == contour


def test_every_move_shows_the_contour_under_the_hand(view, hand) -> None:
    hand.press((60, 64))
    for column in (62.0, 64.0, 66.0):
        hand.move((column, 64))
        np.testing.assert_allclose(centre(shown(view)), [64 + column - 60, 64], atol=0.4)
    hand.release((66, 64))


def test_a_drag_of_its_line_scales_the_contour_about_its_centre(view, hand) -> None:
    hand.stroke(np.linspace([84, 64], [94, 64], 6))
    contour, gesture = hand.finished[0]
    assert gesture == "Scale contour"
    np.testing.assert_allclose(contour.points_px, circle(30), atol=0.5)


def test_a_drag_inside_with_shift_scales_too(view, hand) -> None:
    hand.press((74, 64), SHIFT)
    hand.move((70, 64))
    hand.release((70, 64))
    np.testing.assert_allclose(hand.finished[0][0].points_px, circle(12), atol=0.6)


def test_the_contour_under_the_cursor_becomes_the_active_one(view, hand) -> None:
    hand.stroke(np.linspace([64, 37], [64, 40], 6))  # between endocardium and epicardium
    assert view.active_structure is EPI
    assert hand.finished[0][0].structure is EPI


def test_escape_takes_the_drag_back(qtbot, view, hand) -> None:
    before = shown(view)
    hand.press((60, 64))
    hand.move((70, 64))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert hand.names[-1] == "cancelled"
    assert shown(view) == before


def test_a_click_changes_nothing(hand) -> None:
    hand.press((60, 64))
    hand.release((60, 64))
    assert hand.events == []


def test_a_contour_does_not_shrink_to_nothing(view, hand) -> None:
    hand.stroke(np.linspace([84, 64], [64.05, 64], 30))
    assert area(shown(view)) >= 4.0
    assert "too small" in hand.hint


def test_a_contour_stays_in_the_image(view, hand) -> None:
    hand.stroke(np.linspace([60, 64], [125, 64], 20))
    assert shown(view).points_px.max() <= 127.5 + 1e-6


@pytest.mark.parametrize(
    ("key", "step"),
    [(Qt.Key.Key_Left, (-1, 0)), (Qt.Key.Key_Right, (1, 0)), (Qt.Key.Key_Up, (0, -1)), (Qt.Key.Key_Down, (0, 1))],
)
def test_arrow_keys_with_shift_nudge_the_active_contour_by_half_a_millimetre(view, hand, key, step) -> None:
    QTest.keyClick(view, key, SHIFT)
    contour, gesture = hand.finished[0]
    assert gesture == "Nudge contour"
    np.testing.assert_allclose(centre(contour) - CENTRE, 0.5 * np.array(step), atol=1e-6)


def test_plus_and_minus_scale_by_two_percent(view, hand) -> None:
    before = area(shown(view))
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert area(shown(view)) == pytest.approx(before * 1.02**2, rel=1e-3)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert area(shown(view)) == pytest.approx(before, rel=1e-3)


def test_the_wheel_with_control_scales_over_a_contour_and_zooms_beside_it(view, hand) -> None:
    before, zoom = area(shown(view)), view.zoom
    hand.wheel(120, CONTROL)  # the middle of the view is inside
    assert area(shown(view)) == pytest.approx(before * 1.02**2, rel=1e-3)
    assert view.zoom == zoom
    view.set_contours((), view.editor._overlay.content.state)
    hand.wheel(120, CONTROL)
    assert view.zoom > zoom


def test_with_another_tool_the_wheel_zooms_and_arrows_are_the_windows(view, hand) -> None:
    view.set_tool(EditTool.CONTROL_POINTS)
    zoom = view.zoom
    hand.wheel(120, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.zoom > zoom
    assert hand.events == []


def test_hidden_contours_are_not_nudged(view, hand) -> None:
    view.set_overlays_visible(False)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert hand.events == []


def test_nudges_in_a_row_are_one_undo_step(session, draw, make_contour) -> None:
    editing = ContourEditing(session, lambda _key: False)
    original = draw(0, 2)
    for radius in (13.0, 14.0, 15.0):
        editing.begin(ENDO)
        editing.drag(make_contour(radius, "reader"))
        editing.finish(make_contour(radius, "reader"), "Nudge contour")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.annotation().contours == original.contours
    session.undo_stack.redo()
    assert area(session.annotation().contour(ENDO)) == pytest.approx(area(make_contour(15.0)))


def test_moves_with_the_mouse_are_a_step_each(session, draw, make_contour) -> None:
    editing = ContourEditing(session, lambda _key: False)
    draw(0, 2)
    for radius in (13.0, 14.0):
        editing.begin(ENDO)
        editing.drag(make_contour(radius, "reader"))
        editing.finish(make_contour(radius, "reader"), "Move contour")
    assert session.undo_stack.count() == 2
