from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmrstudio.domain.editing import is_simple
from cmrstudio.domain.geometry import closed_spline, contour_area_px
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.cine_view import CineView, EditTool
from tests.gui.cine_hand import ALT, CENTRE, ENDO, EPI, Hand, arc, cine_view, circle, shown


@pytest.fixture
def view(qtbot) -> CineView:
    return cine_view(qtbot)


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


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
