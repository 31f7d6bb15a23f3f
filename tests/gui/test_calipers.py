"""Calipers and areas, drawn by hand on the real view and kept by the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.gui.editing_tools import MEASURING_TOOLS
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.gui.views.cine_view import CineView, EditTool
from tests.gui.cine_hand import Hand, cine_view

KIND = MeasurementKind
SPACING_MM = (2.0, 1.0)


@pytest.fixture
def view(qtbot) -> CineView:
    """A view that keeps what is decided, as the window does; pixels are twice as high as wide."""
    made = cine_view(qtbot)
    made.set_contours((), made._overlay.content.state)
    made.set_image(np.arange(128 * 128, dtype=np.int16).reshape(128, 128), SPACING_MM)
    QApplication.processEvents()
    return made


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


@pytest.fixture
def kept(view) -> dict[str, ImageMeasurement]:
    found: dict[str, ImageMeasurement] = {}

    def keep(before, after, gesture) -> None:
        if after is None:
            del found[before.measurement_id]
        else:
            found[after.measurement_id] = after
        view.measuring.set_measurements(list(found.values()), 0, 0)

    view.measuring.decided.connect(keep)
    return found


def only(kept) -> ImageMeasurement:
    (found,) = kept.values()
    return found


def lines(view) -> tuple[str, ...]:
    (shown,) = view.measuring.shown
    return shown.lines


def click(hand, place) -> None:
    hand.press(place)
    hand.release(place)


def draw_caliper(view, hand, start=(30, 30), end=(60, 50)) -> None:
    view.set_tool(EditTool.CALIPER)
    hand.stroke(np.linspace(start, end, 6))


# Drawing


def test_a_drag_measures_a_distance_in_mm_whatever_the_pixels_are_like(view, hand, kept) -> None:
    draw_caliper(view, hand)
    assert only(kept).kind is KIND.DISTANCE
    assert only(kept).points_px == pytest.approx(np.array([[30, 30], [60, 50]]), abs=0.3)
    assert lines(view) == ("50.0 mm",) or float(lines(view)[0].split()[0]) == pytest.approx(50, abs=0.8)


def test_in_german_the_number_has_a_comma(view, hand, kept) -> None:
    use_language(Language.GERMAN)
    try:
        draw_caliper(view, hand)
        assert lines(view)[0].partition(",")[0] in ("49", "50")
    finally:
        use_language(Language.ENGLISH)


def test_two_clicks_measure_a_distance_and_the_line_follows_the_cursor_between_them(view, hand, kept) -> None:
    view.set_tool(EditTool.CALIPER)
    click(hand, (30, 30))
    assert kept == {}
    hand.hover((45, 40))
    assert view.measuring.shown[0].measurement.points_px[1] == pytest.approx([45, 40], abs=0.3)
    hand.hover((60, 50))
    click(hand, (60, 50))
    assert only(kept).points_px == pytest.approx(np.array([[30, 30], [60, 50]]), abs=0.3)
    hand.hover((90, 90))
    assert only(kept).points_px[1] == pytest.approx([60, 50], abs=0.3)


def test_a_drag_across_its_box_measures_an_ellipse_with_its_mean_grey_value(view, hand, kept) -> None:
    view.set_tool(EditTool.ELLIPSE)
    hand.stroke(np.linspace([40, 40], [80, 60], 6))
    assert only(kept).points_px[0] == pytest.approx([60, 50], abs=0.3)
    area, grey = lines(view)
    assert area.endswith(" cm²")
    assert float(area.split()[0]) == pytest.approx(np.pi * 20 * 20 / 100, rel=0.03)
    assert float(grey.split()[2]) == pytest.approx(50 * 128 + 60, abs=80)


def test_a_click_is_no_ellipse_and_a_hint_says_what_to_do(view, hand, kept) -> None:
    view.set_tool(EditTool.ELLIPSE)
    click(hand, (40, 40))
    assert kept == {}
    assert view.measuring.shown == ()
    assert "Drag" in hand.hint


def test_the_hint_of_a_tool_goes_with_the_tool(view, hand) -> None:
    view.set_tool(EditTool.ELLIPSE)
    click(hand, (40, 40))
    view.set_tool(EditTool.CONTROL_POINTS)
    assert hand.hint == ""


@pytest.mark.parametrize("way", ["double click", "enter", "first corner"])
def test_clicks_measure_an_area_that_is_closed(view, hand, kept, way) -> None:
    view.set_tool(EditTool.POLYGON)
    for corner in [(40, 40), (60, 40), (60, 60)]:
        click(hand, corner)
    if way == "double click":
        hand.double_click((40, 60))
    else:
        click(hand, (40, 60))
        assert kept == {}
        if way == "enter":
            QTest.keyClick(view, Qt.Key.Key_Return)
        else:
            click(hand, (40, 40))
    assert only(kept).points_px == pytest.approx(np.array([[40, 40], [60, 40], [60, 60], [40, 60]]), abs=0.3)
    assert float(lines(view)[0].split()[0]) == pytest.approx(8.0, rel=0.03)


def test_backspace_takes_back_a_corner_and_the_area_so_far_is_told(view, hand, kept) -> None:
    view.set_tool(EditTool.POLYGON)
    for corner in [(40, 40), (60, 40), (60, 60), (10, 90)]:
        click(hand, corner)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    hand.hover((40, 60))
    assert float(lines(view)[0].split()[0]) == pytest.approx(8.0, rel=0.03)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(only(kept).points_px) == 3


@pytest.mark.parametrize("tool", sorted(MEASURING_TOOLS))
def test_escape_takes_back_what_is_being_drawn(view, hand, kept, tool) -> None:
    view.set_tool(tool)
    hand.press((40, 40))
    hand.move((70, 70))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    hand.move((80, 80))
    hand.release((80, 80))
    assert kept == {}
    assert view.measuring.shown == ()


def test_another_tool_takes_back_what_is_being_drawn(view, hand, kept) -> None:
    view.set_tool(EditTool.CALIPER)
    click(hand, (30, 30))
    view.set_tool(EditTool.NAVIGATE)
    hand.hover((60, 60))
    assert view.measuring.shown == ()


def test_ends_stay_inside_the_image(view, hand, kept) -> None:
    draw_caliper(view, hand, end=(300, 50))
    assert only(kept).points_px[1, 0] == pytest.approx(127.5)


def test_contours_are_left_alone_by_the_measuring_tools(view, hand, kept) -> None:
    for tool in MEASURING_TOOLS:
        view.set_tool(tool)
        hand.stroke(np.linspace([84, 64], [95, 70], 6))
    assert hand.events == []


# What is there already


@pytest.mark.parametrize("tool", [EditTool.CALIPER, EditTool.NAVIGATE, EditTool.CONTROL_POINTS])
def test_an_end_is_dragged(view, hand, kept, tool) -> None:
    draw_caliper(view, hand)
    before = only(kept)
    view.set_tool(tool)
    hand.stroke(np.linspace([60, 50], [60, 30], 6))
    assert only(kept).points_px == pytest.approx(np.array([[30, 30], [60, 30]]), abs=0.4)
    assert only(kept).measurement_id == before.measurement_id
    assert float(lines(view)[0].split()[0]) == pytest.approx(30, abs=0.5)


def test_the_line_is_dragged_whole(view, hand, kept) -> None:
    draw_caliper(view, hand)
    hand.stroke(np.linspace([45, 40], [55, 60], 6))
    assert only(kept).points_px == pytest.approx(np.array([[40, 50], [70, 70]]), abs=0.5)


def test_a_click_selects_and_delete_takes_it_away(view, hand, kept) -> None:
    draw_caliper(view, hand)
    click(hand, (100, 100))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.measuring.selected is None
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(kept) == 1
    click(hand, (45, 40))
    assert view.measuring.selected == only(kept)
    assert view.measuring.shown[0].is_selected
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert kept == {}


def test_the_context_menu_deletes_what_is_under_the_cursor(view, hand, kept) -> None:
    draw_caliper(view, hand)
    actions = view.interaction.menu_at(QPointF(hand.at((45, 40)))).actions()
    (delete,) = [action for action in actions if action.text() == "Delete distance"]
    delete.trigger()
    assert kept == {}
    assert all("distance" not in a.text() for a in view.interaction.menu_at(QPointF(hand.at((45, 40)))).actions())


def test_escape_in_a_drag_puts_the_end_back(view, hand, kept) -> None:
    draw_caliper(view, hand)
    before = only(kept)
    hand.press((60, 50))
    hand.move((90, 90))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    hand.release((90, 90))
    assert only(kept) == before
    assert view.measuring.shown[0].measurement == before


def test_a_contours_control_point_goes_before_a_caliper_that_ends_on_it(qtbot) -> None:
    view = cine_view(qtbot)
    hand = Hand(view)
    view.measuring.set_measurements([ImageMeasurement("a", KIND.DISTANCE, 0, 0, np.array([[84, 64], [44, 64]]))], 0, 0)
    hand.stroke(np.linspace([84, 64], [90, 60], 6))
    assert [gesture for _, gesture in hand.finished] == ["Move control point"]


def test_hidden_overlays_hide_measurements_and_nothing_can_be_measured(view, hand, kept) -> None:
    draw_caliper(view, hand)
    view.set_overlays_visible(False)
    assert view.measuring.shown == ()
    hand.stroke(np.linspace([30, 30], [60, 50], 6))
    assert len(kept) == 1
    assert "hidden" in hand.hint
    view.set_overlays_visible(True)
    assert len(view.measuring.shown) == 1


def test_at_other_phases_a_measurement_is_faint_and_says_where_it_was_drawn(view, hand, kept) -> None:
    draw_caliper(view, hand)
    view.measuring.set_measurements(list(kept.values()), 3, 0)
    (shown,) = view.measuring.shown
    assert shown.is_faint
    assert "drawn at phase 1" in shown.lines


@pytest.mark.parametrize("end", [(2, 126), (126, 126), (126, 2), (2, 2)])
def test_the_number_stays_in_sight_beside_a_measurement_at_the_edge(view, hand, kept, end) -> None:
    view.set_tool(EditTool.ELLIPSE)
    hand.stroke(np.linspace([64, 64], end, 6))
    view.zoom_in(3.0)
    view.grab()
    item = view.measuring._item
    (label,) = item.label_rects_screen_px
    seen = view.canvas.visible_mm
    scale = view.canvas.screen_px_per_mm
    assert label.left() >= seen.left() * scale
    assert label.right() <= seen.right() * scale
    assert label.top() >= seen.top() * scale
    assert label.bottom() <= seen.bottom() * scale


# In the window


@pytest.fixture
def window(open_window, make_study):
    made = open_window()
    _open(made, make_study(4, 5))
    return made


def _open(window, study) -> None:
    window.session.open_study(study)
    window.session.complete_study(study)


def _measure(window) -> ImageMeasurement:
    window.actions_by_name["caliper"].trigger()
    Hand(window.page.cine).stroke(np.linspace([20, 20], [44, 30], 6))
    return next(iter(window.image_measuring.measurements.values()))


def test_measuring_is_one_undo_step_that_leads_back_to_its_slice(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.session.is_restored)
    made = _measure(window)
    assert window.session.undo_stack.undoText() == "Measure distance (slice 3)"
    window.session.go_to(1, 0)
    assert window.page.cine.measuring.shown == ()
    window.actions_by_name.undo.trigger()
    assert window.session.position[1] == 2
    assert window.image_measuring.measurements == {}
    window.actions_by_name.redo.trigger()
    assert window.image_measuring.measurements == {made.measurement_id: made}
    assert len(window.page.cine.measuring.shown) == 1


def test_one_button_of_the_tool_bar_holds_the_tool_that_was_last_measured_with(window) -> None:
    button = window.tool_bar.measuring
    assert {action.objectName() for action in button.menu().actions()} == set(MEASURING_TOOLS)
    for name in ("ellipse", "polygon", "caliper"):
        window.actions_by_name[name].trigger()
        assert button.defaultAction().objectName() == name
        assert button.isChecked()
        assert len(button.menu().actions()) == 3
    window.actions_by_name["navigate"].trigger()
    assert not button.isChecked()
    button.click()
    assert window.page.cine.tool is EditTool.CALIPER


def test_the_cine_stops_where_the_reader_begins_to_measure(window, qtbot) -> None:
    window.playback.play()
    made = _measure(window)
    assert not window.playback.is_playing
    assert made.phase_index == window.session.position[0]


def test_h_hides_measurements_with_the_contours(window, qtbot) -> None:
    _measure(window)
    qtbot.keyClick(window.page.cine, Qt.Key.Key_H)
    assert window.page.cine.measuring.shown == ()
    qtbot.keyClick(window.page.cine, Qt.Key.Key_H)
    assert len(window.page.cine.measuring.shown) == 1


def test_measurements_are_there_again_when_the_study_is_opened_again(window, make_study, qtbot) -> None:
    qtbot.waitUntil(lambda: window.session.is_restored)
    made = _measure(window)
    gone = _deleted_too(window)
    _open(window, make_study(4, 5, name="2"))
    assert window.image_measuring.measurements == {}
    qtbot.waitUntil(lambda: window.session.is_restored)
    _open(window, make_study(4, 5))
    qtbot.waitUntil(lambda: window.session.is_restored)
    assert window.image_measuring.measurements == {made.measurement_id: made}
    assert gone.measurement_id not in window.image_measuring.measurements


def test_measurements_are_shown_again_after_a_restart(open_window, make_study, qtbot) -> None:
    first = open_window()
    _open(first, make_study(4, 5))
    qtbot.waitUntil(lambda: first.session.is_restored)
    made = _measure(first)
    first.shut_down()
    second = open_window()
    _open(second, make_study(4, 5))
    qtbot.waitUntil(lambda: second.session.is_restored)
    assert second.image_measuring.measurements == {made.measurement_id: made}
    second.session.go_to(made.phase_index, made.slice_index)
    (shown,) = second.page.cine.measuring.shown
    assert shown.measurement == made


def _deleted_too(window) -> ImageMeasurement:
    before = set(window.image_measuring.measurements)
    Hand(window.page.cine).stroke(np.linspace([10, 50], [40, 55], 6))
    (name,) = set(window.image_measuring.measurements) - before
    gone = window.image_measuring.measurements[name]
    QTest.keyClick(window.page.cine, Qt.Key.Key_Delete)
    return gone


def test_what_is_measured_before_the_workspace_is_open_is_kept_once_it_is(open_window, make_study, qtbot) -> None:
    window = open_window(start=False)
    _open(window, make_study(4, 5))
    made = _measure(window)
    window.start()
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    assert window.image_measuring.measurements == {made.measurement_id: made}
    assert window.keeping.flush() is None
    uid = window.session.series.series_uid
    assert window.keeping._store.measurements(uid) == (made,)
