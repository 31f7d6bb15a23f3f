"""Contours changed, copied and carried on by the keys of the window, each step taken back by Ctrl+Z."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import closed_spline, contour_area_px
from cmrstudio.gui.views.propagation_dialog import PropagationDialog
from tests.gui.conftest import ring

ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
PHASES, SLICES = 6, 5
PIXEL_MM = 1.5
HERE = (2, 2)


@pytest.fixture
def window(qtbot, open_window, make_study):
    made = open_window()
    study = make_study(PHASES, SLICES)
    made.session.open_study(study)
    made.session.complete_study(study)
    qtbot.waitUntil(lambda: made.session.is_restored)
    made.show_page()
    made.session.go_to(*HERE)
    return made


@pytest.fixture
def press(qtbot, window):
    def send(key, modifier=NONE):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.page.cine.setFocus()
        qtbot.keyClick(window.page.cine, key, modifier)

    return send


def draw(window, key=HERE, points=None, epicardium=None):
    contours = [Contour(ENDOCARDIUM, ring(count=24) if points is None else points, "unet@1.0.0")]
    if epicardium is not None:
        contours.append(Contour(EPICARDIUM, epicardium, "unet@1.0.0"))
    window.session.place([SliceAnnotation(window.session.series.series_uid, *key, tuple(contours))], "Segment")


def points_at(window, key=HERE, structure=ENDOCARDIUM):
    contour = window.session.annotation(key).contour(structure)
    return None if contour is None else contour.points_px


def radius_px(window, key=HERE):
    """The mean radius of the endocardium about its own centre."""
    return float(np.sqrt(contour_area_px(points_at(window, key)) / np.pi))


def dented(depth_px=5.0):
    points = ring(count=24)
    points[3] = [32.0, 32.0] + (points[3] - 32.0) * (1 - depth_px / 12)
    return points


def rough():
    points = ring(count=24)
    return 32.0 + (points - 32.0) * np.where(np.arange(24) % 2, 1.05, 0.95)[:, None]


def roughness(points):
    distances = np.hypot(*(closed_spline(points) - 32.0).T)
    return float(distances.std())


def is_taken_back(window, press, key, before):
    press(KEY.Key_Z, CTRL)
    if before is None:
        assert points_at(window, key) is None
    else:
        assert np.array_equal(points_at(window, key), before)
        assert window.session.position == key


def test_o_smooths_the_active_contour(window, press):
    draw(window, points=rough())
    press(KEY.Key_O)
    assert roughness(points_at(window)) < roughness(rough()) / 2
    assert window.session.undo_stack.undoText() == "Smooth endocardium (slice 3, phase 3)"
    is_taken_back(window, press, HERE, rough())


@pytest.mark.parametrize(("key", "millimetres"), [(KEY.Key_E, 1.0), (KEY.Key_K, -1.0)])
def test_ctrl_e_and_ctrl_k_move_the_contour_by_a_millimetre(window, press, key, millimetres):
    draw(window)
    before = radius_px(window)
    press(key, CTRL)
    assert (radius_px(window) - before) * PIXEL_MM == pytest.approx(millimetres, abs=0.05)
    is_taken_back(window, press, HERE, ring(count=24))


def test_by_how_many_millimetres_can_be_typed(qtbot, window, press):
    draw(window)
    before = radius_px(window)

    def answer():
        box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QInputDialog) and one.isVisible())
        box.setDoubleValue(2.5)
        box.accept()

    QTimer.singleShot(0, answer)
    press(KEY.Key_E, CTRL | SHIFT)
    assert window.actions_by_name["expand"].text() == "&Expand by 2.5 mm"
    press(KEY.Key_E, CTRL)
    assert (radius_px(window) - before) * PIXEL_MM == pytest.approx(2.5, abs=0.1)


def test_ctrl_shift_h_replaces_the_contour_by_its_convex_hull(window, press):
    draw(window, points=dented())
    press(KEY.Key_H, CTRL | SHIFT)
    assert contour_area_px(points_at(window)) == pytest.approx(contour_area_px(ring(count=24)), rel=0.02)
    is_taken_back(window, press, HERE, dented())


def test_the_other_contour_is_changed_once_it_is_the_active_one(window, press):
    outer = ring(18.0, count=24)
    draw(window, epicardium=outer)
    press(KEY.Key_E)
    press(KEY.Key_E, CTRL)
    assert np.array_equal(points_at(window), ring(count=24))
    grown = np.sqrt(contour_area_px(points_at(window, HERE, EPICARDIUM)) / np.pi)
    assert (grown - np.sqrt(contour_area_px(outer) / np.pi)) * PIXEL_MM == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(
    ("key", "modifier", "place"),
    [
        (KEY.Key_D, CTRL, (2, 3)),
        (KEY.Key_U, CTRL, (2, 1)),
        (KEY.Key_F, CTRL, (3, 2)),
        (KEY.Key_B, CTRL | SHIFT, (1, 2)),
    ],
)
def test_contours_are_copied_to_the_next_slice_and_phase_either_way(window, press, key, modifier, place):
    draw(window, epicardium=ring(18.0, count=24))
    press(KEY.Key_D, CTRL | ALT)
    assert not window.editing.refines_copies
    press(key, modifier)
    assert window.session.position == place
    assert np.array_equal(points_at(window, place), ring(count=24))
    assert np.array_equal(points_at(window, place, EPICARDIUM), ring(18.0, count=24))
    assert window.session.undo_stack.undoText().startswith("Copy contours")
    is_taken_back(window, press, place, None)


def test_a_copy_is_fitted_to_its_image_as_long_as_that_is_switched_on(window, press):
    blood_px = 12 - 3 * np.sin(np.pi * np.arange(PHASES) / PHASES)
    window.session.go_to(0, 2)
    draw(window, (0, 2), ring(float(blood_px[0]), count=24), ring(18.0, count=24))
    assert window.actions_by_name["refine_copies"].isChecked()
    press(KEY.Key_F, CTRL)
    fitted = radius_px(window, (1, 2))
    assert abs(fitted - blood_px[1]) < abs(blood_px[0] - blood_px[1]) / 2
    press(KEY.Key_Z, CTRL)
    press(KEY.Key_D, CTRL | ALT)
    window.session.go_to(0, 2)
    press(KEY.Key_F, CTRL)
    assert radius_px(window, (1, 2)) == pytest.approx(radius_px(window, (0, 2)))


def test_ctrl_shift_f_carries_contours_along_with_the_heart_through_all_phases(qtbot, window, press):
    blood_px = 12 - 3 * np.sin(np.pi * np.arange(PHASES) / PHASES)
    window.session.go_to(0, 2)
    draw(window, (0, 2), ring(float(blood_px[0]), count=24), ring(18.0, count=24))
    press(KEY.Key_F, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not window.propagation.is_busy, timeout=20_000)
    found = [radius_px(window, (phase, 2)) for phase in range(PHASES)]
    assert found == pytest.approx(blood_px.tolist(), abs=0.7)
    press(KEY.Key_Z, CTRL)
    assert {key for key in window.session.annotations if points_at(window, key) is not None} == {(0, 2)}


def test_ctrl_alt_f_asks_for_the_phases_to_carry_contours_to(qtbot, window, press):
    window.session.go_to(0, 2)
    draw(window, (0, 2), epicardium=ring(18.0, count=24))

    def answer():
        box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PropagationDialog))
        for spin, typed in ((box.first, "2"), (box.last, "3")):
            spin.selectAll()
            qtbot.keyClicks(spin, typed)
        qtbot.mouseClick(box.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, answer)
    press(KEY.Key_F, CTRL | ALT)
    qtbot.waitUntil(lambda: not window.propagation.is_busy, timeout=20_000)
    assert {key for key in window.session.annotations if points_at(window, key) is not None} == {(0, 2), (1, 2), (2, 2)}


def test_ctrl_shift_i_fills_the_slices_between_two_drawn_ones(qtbot, window, press):
    for slice_index, radius in ((0, 8.0), (4, 12.0)):
        key = (2, slice_index)
        drawn = window.session.annotation(key).with_contour(Contour(ENDOCARDIUM, ring(radius, count=24), "reader"))
        window.session.finish_gesture(drawn, "Draw")
    window.session.go_to(2, 0)
    press(KEY.Key_I, CTRL | SHIFT)
    qtbot.waitUntil(lambda: points_at(window, (2, 2)) is not None, timeout=20_000)
    assert [radius_px(window, (2, slice_index)) for slice_index in (1, 2, 3)] == pytest.approx([9, 10, 11], abs=0.2)
    press(KEY.Key_Z, CTRL)
    assert [points_at(window, (2, slice_index)) for slice_index in (1, 2, 3)] == [None] * 3


def test_ctrl_backspace_removes_the_active_contour_only(window, press):
    draw(window, epicardium=ring(18.0, count=24))
    press(KEY.Key_Backspace, CTRL)
    assert points_at(window) is None
    assert points_at(window, HERE, EPICARDIUM) is not None
    is_taken_back(window, press, HERE, ring(count=24))
