from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.cine_view import CineView, EditTool

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def circle(radius: float, count: int = 12, centre: tuple[float, float] = (100.0, 60.0)) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return np.column_stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)])


@pytest.fixture
def image() -> np.ndarray:
    rows, columns = np.mgrid[:128, :200]
    return (rows + columns).astype(np.int16)


@pytest.fixture
def view(qtbot, image) -> CineView:
    widget = CineView()
    qtbot.addWidget(widget)
    widget.resize(600, 500)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_image(image, (1.0, 1.0))
    widget.set_contours((Contour(ENDO, circle(20), "unet@1.0.0"),), ContourState.PREDICTED)
    QApplication.processEvents()
    return widget


def at(view: CineView, column: float, row: float) -> QPoint:
    return view.canvas.to_screen((column, row)).toPoint()


def wheel(view: CineView, delta: int, modifiers=NO_MODIFIER, position: QPoint | None = None, sideways=False) -> None:
    viewport = view.canvas.viewport()
    place = QPointF(position if position is not None else viewport.rect().center())
    angle = QPoint(delta, 0) if sideways else QPoint(0, delta)
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def drag(view: CineView, button: Qt.MouseButton, start: QPoint, end: QPoint) -> None:
    viewport = view.canvas.viewport()
    QTest.mousePress(viewport, button, NO_MODIFIER, start)
    for share in (0.25, 0.5, 0.75, 1.0):
        place = QPointF(start) + (QPointF(end) - QPointF(start)) * share
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, viewport.mapToGlobal(place), Qt.MouseButton.NoButton, button, NO_MODIFIER
        )
        QApplication.sendEvent(viewport, event)
    QTest.mouseRelease(viewport, button, NO_MODIFIER, end)


def colours(view: CineView) -> np.ndarray:
    """The viewport as [row, column, RGB]."""
    picture = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB888)
    data = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return data[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).astype(int)


# Geometry of the picture


@pytest.mark.parametrize("spacing", [(1.0, 1.0), (2.0, 1.0), (0.8, 1.5)])
def test_a_pixel_is_drawn_where_its_coordinates_say(view, spacing) -> None:
    spot = np.zeros((128, 200), np.uint8)
    spot[55, 108] = 255
    view.set_contours((), ContourState.EMPTY)
    view.set_image(spot, spacing)
    view.set_window_level(127.5, 255)
    view.set_corner_text("", "", " ", "")
    view.zoom_in(2.5)
    QApplication.processEvents()
    bright = colours(view)[:, :, 0] * (colours(view)[:, :, 0] > 60)
    expected = view.canvas.to_screen((108, 55))
    window = bright[round(expected.y()) - 25 : round(expected.y()) + 25, round(expected.x()) - 25 :]
    window = window[:, :50]
    rows, columns = np.mgrid[: window.shape[0], : window.shape[1]]
    centre_x = (columns * window).sum() / window.sum() + round(expected.x()) - 25 + 0.5
    centre_y = (rows * window).sum() / window.sum() + round(expected.y()) - 25 + 0.5
    assert (centre_x, centre_y) == pytest.approx((expected.x(), expected.y()), abs=0.7)


def test_anisotropic_pixels_are_drawn_in_true_proportions(view, image) -> None:
    view.set_image(image, (2.0, 1.0))
    across, down = view.canvas.screen_px_per_image_px
    assert down == pytest.approx(2 * across)


def test_rows_run_downwards_and_columns_to_the_right(view) -> None:
    assert at(view, 10, 20).y() > at(view, 10, 10).y()
    assert at(view, 20, 10).x() > at(view, 10, 10).x()


def test_screen_and_image_coordinates_are_each_others_inverse(view) -> None:
    view.zoom_in(3)
    there = view.canvas.to_screen((33.25, 77.5))
    assert view.canvas.to_image_px(there).tolist() == pytest.approx([33.25, 77.5])


def test_the_whole_image_fits_at_first_and_after_a_reset(view) -> None:
    for _ in range(2):
        rect = view.canvas.viewport().rect()
        assert rect.adjusted(-1, -1, 1, 1).contains(at(view, -0.5, -0.5))
        assert rect.adjusted(-1, -1, 1, 1).contains(at(view, 199.5, 127.5))
        view.zoom_in(4)
        view.reset_view()


def test_window_and_level_map_grey_values_linearly(view) -> None:
    view.set_window_level(100, 50)
    shown = view.canvas.image_item.image
    assert shown[0, 75] == 0
    assert shown[0, 125] == 255
    assert shown[0, 100] == 127


def test_images_of_floats_with_holes_are_shown(view) -> None:
    floats = np.full((64, 64), 0.5, np.float32)
    floats[0, 0], floats[1, 1] = np.nan, np.inf
    view.set_window_level(0.5, 1)
    view.set_image(floats, (1, 1))
    assert view.canvas.image_item.image[0, 0] == 0
    assert view.canvas.image_item.image[1, 1] == 255


def test_a_constant_image_is_shown(qtbot) -> None:
    widget = CineView()
    qtbot.addWidget(widget)
    widget.set_image(np.zeros((32, 32), np.uint16), (1, 1))
    widget.grab()
    assert widget.canvas.window_level is not None


# Wheel, pan, window


def test_the_wheel_steps_through_slices(view, qtbot) -> None:
    with qtbot.waitSignal(view.slice_step_requested) as down:
        wheel(view, -120)
    with qtbot.waitSignal(view.slice_step_requested) as up:
        wheel(view, 240)
    assert (down.args, up.args) == ([1], [-2])


@pytest.mark.parametrize("sideways", [False, True])
def test_shift_and_wheel_step_through_phases(view, qtbot, sideways) -> None:
    with qtbot.assertNotEmitted(view.slice_step_requested), qtbot.waitSignal(view.phase_step_requested) as step:
        wheel(view, -120, Qt.KeyboardModifier.ShiftModifier, sideways=sideways)
    assert step.args == [1]


def test_small_turns_of_a_fine_wheel_add_up(view, qtbot) -> None:
    with qtbot.assertNotEmitted(view.slice_step_requested):
        wheel(view, -60)
    with qtbot.waitSignal(view.slice_step_requested):
        wheel(view, -60)


def test_ctrl_and_wheel_zoom_about_the_cursor(view, qtbot) -> None:
    cursor = at(view, 40, 30)
    before = view.canvas.to_image_px(QPointF(cursor))
    with qtbot.waitSignal(view.zoom_changed) as zoom:
        wheel(view, 240, Qt.KeyboardModifier.ControlModifier, cursor)
    assert zoom.args[0] == pytest.approx(1.44)
    assert np.allclose(view.canvas.to_image_px(QPointF(cursor)), before)


def test_zoom_has_limits(view) -> None:
    for _ in range(40):
        wheel(view, 240, Qt.KeyboardModifier.ControlModifier)
    assert view.canvas.screen_px_per_image_px[0] < 100
    for _ in range(80):
        wheel(view, -240, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom >= 0.5


@pytest.mark.parametrize(
    ("button", "tool"),
    [
        (Qt.MouseButton.MiddleButton, EditTool.PUSHER),
        (Qt.MouseButton.LeftButton, EditTool.NAVIGATE),
    ],
)
def test_a_drag_pans(view, button, tool) -> None:
    view.set_tool(tool)
    start = at(view, 30, 100)
    held = view.canvas.to_image_px(QPointF(start))
    drag(view, button, start, start + QPoint(37, -21))
    assert np.allclose(view.canvas.to_image_px(QPointF(start + QPoint(37, -21))), held)


def test_the_image_cannot_be_panned_out_of_sight(view) -> None:
    for _ in range(5):
        drag(view, Qt.MouseButton.MiddleButton, QPoint(10, 10), QPoint(590, 490))
    assert view.canvas.viewport().rect().contains(at(view, 5, 5))


def test_dragging_with_w_held_changes_window_and_level(view, qtbot) -> None:
    view.set_window_level(100, 200)
    QTest.keyPress(view, Qt.Key.Key_W)
    with qtbot.waitSignal(view.window_level_changed):
        drag(view, Qt.MouseButton.LeftButton, QPoint(300, 250), QPoint(360, 280))
    QTest.keyRelease(view, Qt.Key.Key_W)
    centre, width = view.canvas.window_level
    assert centre > 100
    assert width > 200
    drag(view, Qt.MouseButton.LeftButton, at(view, 30, 100), at(view, 40, 100))
    assert view.canvas.window_level == (centre, width)


def test_w_is_forgotten_when_the_focus_goes_elsewhere(view, qtbot) -> None:
    QTest.keyPress(view, Qt.Key.Key_W)
    QApplication.sendEvent(view, _focus_out())
    with qtbot.assertNotEmitted(view.window_level_changed):
        drag(view, Qt.MouseButton.LeftButton, at(view, 30, 100), at(view, 40, 100))


def _focus_out():
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut)


def test_entering_with_the_mouse_takes_the_focus_but_not_from_a_text_field(view, qtbot) -> None:
    field = QLineEdit(view)
    field.show()
    field.setFocus()
    QApplication.sendEvent(view.canvas.viewport(), QEvent(QEvent.Type.Enter))
    assert QApplication.focusWidget() in {field, None}
    field.clearFocus()
    QApplication.sendEvent(view.canvas.viewport(), QEvent(QEvent.Type.Enter))
    assert QApplication.focusWidget() in {view, None}


# Contours, badges, messages


def test_each_structure_has_its_colour_and_each_state_its_line(view) -> None:
    contours = (Contour(ENDO, circle(20), "reader"), Contour(EPI, circle(30), "reader"))
    pens = {}
    for state in ContourState:
        view.set_contours(contours, state)
        pens[state] = {s: view.canvas.layer.contour_items[s].pen() for s in Structure}
    predicted = pens[ContourState.PREDICTED]
    assert predicted[ENDO].color().red() > 200 > predicted[ENDO].color().green()
    assert predicted[EPI].color().green() > 200 > predicted[EPI].color().red()
    assert pens[ContourState.EDITED][ENDO].widthF() > predicted[ENDO].widthF()
    assert pens[ContourState.STALE][ENDO].style() == Qt.PenStyle.CustomDashLine
    assert pens[ContourState.VERIFIED][ENDO].style() == Qt.PenStyle.SolidLine


def test_the_contour_is_drawn_on_the_image(view) -> None:
    view.set_image(np.zeros((128, 200), np.uint8), (1, 1))
    spot = at(view, 120, 60)
    near = colours(view)[spot.y() - 4 : spot.y() + 5, spot.x() - 4 : spot.x() + 5]
    assert (near[:, :, 0] > near[:, :, 1] + 80).any()


def test_the_badge_names_the_state(view) -> None:
    view.grab()
    predicted = view._overlay.content.badge_rect
    view.set_contours(view.contours(), ContourState.STALE)
    view.grab()
    assert view._overlay.content.badge_rect.width() > predicted.width() > 0
    view.set_contours((), ContourState.EMPTY)
    view.grab()
    assert view._overlay.content.badge_rect.isNull()


def test_hidden_contours_are_not_drawn_and_a_badge_says_so(view) -> None:
    view.set_overlays_visible(False)
    assert not view.canvas.layer.contour_items[ENDO].isVisible()
    assert view._overlay.content.contours_hidden
    view.set_overlays_visible(True)
    assert view.canvas.layer.contour_items[ENDO].isVisible()


def test_a_missing_image_shows_its_message_and_no_contours(view, image) -> None:
    view.show_message("Phase 3 of slice 2 is missing.")
    assert view._overlay.content.message == "Phase 3 of slice 2 is missing."
    assert not view.canvas.layer.contour_items[ENDO].isVisible()
    view.set_image(image, (1.0, 1.0))
    assert view._overlay.content.message == ""
    assert view.canvas.layer.contour_items[ENDO].isVisible()


def test_a_missing_image_does_not_lose_zoom_and_place(view, image) -> None:
    view.zoom_in(3)
    view.show_message("Missing.")
    view.set_image(image, (1.0, 1.0))
    assert view.zoom == pytest.approx(3)


def test_without_an_image_everything_still_answers(qtbot) -> None:
    widget = CineView()
    qtbot.addWidget(widget)
    widget.resize(300, 300)
    widget.show()
    for tool in EditTool:
        widget.set_tool(tool)
        drag(widget, Qt.MouseButton.LeftButton, QPoint(50, 50), QPoint(150, 150))
        wheel(widget, 120, Qt.KeyboardModifier.ControlModifier)
    widget.set_contours((Contour(ENDO, circle(20), "reader"),), ContourState.EDITED)
    widget.grab()
    assert widget.contours() != ()


def test_the_empty_corner_shows_window_level_and_zoom(view) -> None:
    view.set_window_level(120, 300)
    assert "W 300" in view._overlay.content.corners[2]
    view.zoom_in(2)
    assert "200 %" in view._overlay.content.corners[2]
    view.set_corner_text("a", "b", "mine", "d")
    assert view._overlay.content.corners == ("a", "b", "mine", "d")


@pytest.mark.parametrize(("zoom", "length_mm"), [(1.0, 20.0), (4.0, 10.0), (12.0, 2.0)])
def test_the_scale_bar_is_a_round_length_that_fits(view, zoom, length_mm) -> None:
    view.zoom_in(zoom)
    assert view._overlay.scale_bar_mm() == length_mm


def test_crossing_contours_are_pointed_out(view) -> None:
    view.set_contours((Contour(ENDO, circle(20), "x"), Contour(EPI, circle(15), "x")), ContourState.EDITED)
    assert view._overlay.content.warning
    view.set_contours((Contour(ENDO, circle(20), "x"), Contour(EPI, circle(30), "x")), ContourState.EDITED)
    assert not view._overlay.content.warning


def test_a_contour_of_three_points_is_drawn(view) -> None:
    view.set_contours((Contour(ENDO, circle(20, 3), "file"),), ContourState.PREDICTED)
    view.grab()
    assert view.canvas.layer.contour_items[ENDO].isVisible()


def test_a_new_shape_or_spacing_fits_the_view_again(view, image) -> None:
    view.zoom_in(3)
    view.set_image(image, (1.0, 1.0))
    assert view.zoom == pytest.approx(3)
    view.set_image(image[:64, :64], (1.0, 1.0))
    assert view.zoom == 1


def test_resizing_keeps_the_middle_in_the_middle(view) -> None:
    view.zoom_in(2)
    middle = view.canvas.to_image_px(QPointF(view.canvas.width() / 2, view.canvas.height() / 2))
    view.resize(800, 400)
    QApplication.processEvents()
    after = view.canvas.to_image_px(QPointF(view.canvas.width() / 2, view.canvas.height() / 2))
    assert np.allclose(after, middle)


def test_the_context_menu_offers_what_can_be_done_there(view) -> None:
    on_handle = view.interaction.menu_at(QPointF(at(view, 120, 60)))
    assert [action.isEnabled() for action in on_handle.actions()] == [False, True]
    elsewhere = view.interaction.menu_at(QPointF(at(view, 10, 10)))
    assert [action.isEnabled() for action in elsewhere.actions()] == [False, False]
