"""A contour that is half drawn waits on its image while the reader looks at a neighbour."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.gui.editing_tools import EditTool
from tests.gui.cine_hand import Hand

HERE = (0, 2)


@pytest.fixture
def window(qtbot, open_window, make_study):
    opened = open_window(start=False)
    study = make_study(6, 5)
    opened.session.open_study(study)
    opened.session.complete_study(study)
    opened.session.go_to(*HERE)
    opened.page.cine.set_tool(EditTool.FREEHAND)
    QTest.qWait(50)
    return opened


@pytest.fixture
def hand(window) -> Hand:
    return Hand(window.page.cine)


def arc(start: float, end: float) -> np.ndarray:
    angle = np.radians(np.linspace(start, end, 40))
    return np.array([32.0, 32.0]) + 14 * np.column_stack([np.cos(angle), np.sin(angle)])


def draw_half(window, hand, slice_step: int = 1) -> None:
    """Half a circle, and then another slice is looked at with the button still down."""
    line = arc(0, 180)
    hand.press(line[0])
    for place in line[1:]:
        hand.move(place)
    window.session.go_to(None, window.session.position[1] + slice_step)
    hand.release(line[-1])


def note(window) -> str:
    return window.page.cine._overlay.content.note


def stroke_is_shown(window) -> bool:
    return window.page.cine.canvas.layer.stroke_item._line.size() > 0


def test_looking_at_a_neighbour_keeps_the_line_and_says_where_it_waits(window, hand):
    draw_half(window, hand)
    assert window.half_drawn.waiting == (HERE,)
    assert note(window) == "A half-drawn contour waits on slice 3, phase 1"
    assert not stroke_is_shown(window)
    assert dict(window.session.annotations) == {}


def test_coming_back_shows_the_line_and_how_to_go_on(window, hand):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    assert stroke_is_shown(window)
    assert "press at the end of its line to go on" in note(window)


def test_the_line_is_gone_on_with_and_becomes_one_contour(window, hand):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    hand.stroke(arc(180, 358))
    contour = window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM)
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 14**2, rel=0.05)
    assert note(window) == ""
    assert window.half_drawn.waiting == ()
    assert window.session.undo_stack.undoText() == "Draw contour (slice 3, phase 1)"


def test_it_waits_through_phases_and_a_change_of_tool_and_structure(window, hand):
    draw_half(window, hand)
    window.session.go_to(3, 4)
    window.page.cine.set_tool(EditTool.CONTROL_POINTS)
    window.editing.choose_structure(Structure.LV_EPICARDIUM)
    window.session.go_to(*HERE)
    assert window.page.cine.tool is EditTool.FREEHAND
    assert window.editing.structure is Structure.LV_ENDOCARDIUM
    hand.stroke(arc(180, 358))
    assert window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM) is not None


def test_a_line_let_go_of_before_it_closes_waits_too(window, hand):
    hand.stroke(arc(0, 180))
    assert window.half_drawn.waiting == (HERE,)
    assert stroke_is_shown(window)
    assert hand.hint.startswith("Close the line")
    assert "press at the end of its line to go on" in note(window)
    hand.wheel(-120)
    assert window.session.position == (0, 3)
    assert not stroke_is_shown(window)
    hand.wheel(120)
    assert stroke_is_shown(window)
    hand.stroke(arc(180, 358))
    contour = window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM)
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 14**2, rel=0.05)
    assert window.half_drawn.waiting == ()


def test_a_line_let_go_of_is_gone_on_with_as_often_as_it_takes(window, hand):
    for start, end in ((0, 100), (100, 220), (220, 358)):
        assert dict(window.session.annotations) == {}
        hand.stroke(arc(start, end))
    contour = window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM)
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 14**2, rel=0.05)
    assert window.session.undo_stack.count() == 1


def test_it_waits_while_other_layouts_are_looked_at(window, hand):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    for layout in ("layout_montage", "layout_matrix", "layout_phases", "layout_cine"):
        window.actions_by_name[layout].trigger()
    assert stroke_is_shown(window)
    hand.stroke(arc(180, 358))
    assert window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM) is not None


def test_escape_discards_it(window, hand):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    QTest.keyClick(window.page.cine, Qt.Key.Key_Escape)
    assert not stroke_is_shown(window)
    assert note(window) == ""
    assert window.half_drawn.waiting == ()


def test_a_line_begun_elsewhere_takes_its_place(window, hand):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    hand.stroke(np.array([32.0, 32.0]) + 0.5 * (arc(0, 358) - 32.0))
    contour = window.session.annotation(HERE).contour(Structure.LV_ENDOCARDIUM)
    assert contour_area_px(contour.points_px) == pytest.approx(np.pi * 7**2, rel=0.1)
    assert window.half_drawn.waiting == ()


def test_lines_wait_on_several_images(window, hand):
    draw_half(window, hand)
    draw_half(window, hand)
    assert window.half_drawn.waiting == (HERE, (0, 3))
    assert note(window) == "A half-drawn contour waits on slice 3, phase 1 and 1 more"


def test_a_missing_neighbour_does_not_lose_it(window, hand):
    window.session.stack.present[0, 3] = False
    draw_half(window, hand)
    assert window.half_drawn.waiting == (HERE,)


def test_another_study_has_none_of_it(window, hand, make_study):
    draw_half(window, hand)
    window.session.go_to(*HERE)
    hand.press(arc(180, 181)[0])
    for place in arc(180, 250):
        hand.move(place)
    window.session.open_study(make_study(6, 5, "2"))
    assert window.half_drawn.waiting == ()
    assert note(window) == ""
    assert not stroke_is_shown(window)


def test_a_stroke_of_no_length_is_not_kept(window, hand):
    hand.press((40, 32))
    window.session.go_to(0, 3)
    hand.release((40, 32))
    assert window.half_drawn.waiting == ()
