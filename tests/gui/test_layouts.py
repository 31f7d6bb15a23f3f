"""Switching between layouts, and what they have in common."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.controllers.layouts import LAYOUTS, SETTING
from tests.gui.layout_hand import (
    CTRL,
    LEFT,
    PHASES,
    SLICES,
    PaintCounter,
    click,
    drag,
    draw,
    mouse,
    show_phantom,
    wheel,
)

KEYS = {"cine": Qt.Key.Key_F2, "phases": Qt.Key.Key_F3, "montage": Qt.Key.Key_F4, "matrix": Qt.Key.Key_F5}


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    show_phantom(made, make_study(PHASES, SLICES))
    return made


@pytest.fixture
def feature(window):
    return window.layouts_feature


@pytest.fixture
def beside(window, feature):
    """End-diastole and end-systole beside the cine, at phases 1 and 5."""
    window.session.choose_phases(window.session.phases.with_end_diastole(0).with_end_systole(4), "Set phases")
    window.actions_by_name["layout_phases"].trigger()
    QApplication.processEvents()
    return feature.phases_view


def views(feature) -> dict:
    return {
        "cine": feature._window.page.cine,
        "phases": feature.phases_view,
        "montage": feature.montage,
        "matrix": feature.matrix,
    }


class TestSwitching:
    def test_the_cine_alone_is_first(self, window, feature):
        assert feature.layouts.name == "cine"
        assert not feature.phases_view.isVisible()
        assert window.actions_by_name["layout_cine"].isChecked()

    @pytest.mark.parametrize("name", ["phases", "montage", "matrix"])
    def test_keys_switch_there_and_back(self, qtbot, window, feature, name):
        qtbot.keyClick(window.page.cine, KEYS[name])
        assert views(feature)[name].isVisible()
        assert window.page.cine.isVisible() is (name == "phases")
        assert [other for other in LAYOUTS if window.actions_by_name[f"layout_{other}"].isChecked()] == [name]
        qtbot.keyClick(QApplication.focusWidget() or window, KEYS["cine"])
        assert window.page.cine.isVisible()
        assert not views(feature)[name].isVisible()

    def test_the_switch_in_the_window_switches_and_shows_where_one_is(self, qtbot, window, feature):
        buttons = feature.switch.buttons
        qtbot.mouseClick(buttons["layout_montage"], Qt.MouseButton.LeftButton)
        assert feature.montage.isVisible()
        assert [name for name, button in buttons.items() if button.isChecked()] == ["layout_montage"]
        assert "F4" in buttons["layout_montage"].toolTip()
        assert all(button.accessibleName() for button in buttons.values())

    @pytest.mark.parametrize("name", LAYOUTS)
    def test_the_layout_is_remembered(self, open_window, name):
        first = open_window(start=False)
        first.layouts_feature.layouts.show(name)
        first.shut_down()
        second = open_window(start=False)
        assert second.layouts_feature.layouts.name == name
        assert second.actions_by_name[f"layout_{name}"].isChecked()

    def test_a_layout_that_no_longer_exists_gives_the_cine(self, open_window):
        first = open_window(start=False)
        first.settings.setValue(SETTING, "hologram")
        first.shut_down()
        assert open_window(start=False).layouts_feature.layouts.name == "cine"
        with pytest.raises(KeyError):
            first.layouts_feature.layouts.show("hologram")

    def test_a_gesture_is_taken_back_when_the_layout_changes(self, window):
        draw(window.session, window.session.position)
        before = window.session.annotation().contours
        canvas = window.page.cine.canvas
        start = canvas.to_screen(before[0].points_px[0])
        mouse(canvas.viewport(), QEvent.Type.MouseMove, start, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
        mouse(canvas.viewport(), QEvent.Type.MouseButtonPress, start)
        mouse(canvas.viewport(), QEvent.Type.MouseMove, start + QPointF(20, 0), Qt.MouseButton.NoButton, LEFT)
        assert window.session.is_in_gesture(window.session.position)
        window.actions_by_name["layout_matrix"].trigger()
        assert not window.session.is_in_gesture(window.session.position)
        assert window.session.annotation().contours == before

    def test_only_the_layout_that_is_shown_is_painted(self, qtbot, window, feature):
        everything = views(feature)
        counter = PaintCounter(everything["phases"], everything["montage"], everything["matrix"], window.page.cine)
        for name in LAYOUTS:
            window.actions_by_name[f"layout_{name}"].trigger()
            QApplication.processEvents()
            for view in counter.counts:
                counter.counts[view] = 0
            window.session.go_to(window.session.position[0] + 1, (window.session.position[1] + 1) % SLICES)
            draw(window.session, window.session.position)
            qtbot.wait(20)
            shown = {name, "cine"} if name == "phases" else {name}
            painted = {other for other, view in everything.items() if counter.counts[view]}
            assert painted <= shown
            assert name == "cine" or name in painted


class TestPhasesBesideTheCine:
    def test_both_phases_of_the_slice_on_the_screen_are_shown(self, window, beside):
        window.session.go_to(7, 3)
        assert beside.shown_keys() == [(0, 3), (4, 3)]
        assert [beside.titles(key, index)[0] for index, key in enumerate(beside.shown_keys())] == [
            "End-diastole, phase 1",
            "End-systole, phase 5",
        ]

    def test_playing_paints_the_cine_and_leaves_them_alone(self, window, beside):
        QApplication.processEvents()
        before = beside.paint_count
        for phase in range(PHASES):
            window.session.go_to(phase)
            QApplication.processEvents()
        assert beside.paint_count == before

    def test_an_edit_of_one_of_the_two_is_seen_at_once(self, window, beside):
        window.session.go_to(4)
        before = beside.grab().toImage()
        draw(window.session, window.session.position)
        assert beside.grab().toImage() != before

    def test_another_choice_of_phases_is_followed(self, window, beside):
        window.session.go_to(6)
        window.actions_by_name["set_es"].trigger()
        assert beside.shown_keys()[1][0] == 6

    def test_a_click_goes_to_the_phase(self, window, beside):
        click(beside, beside.tile_rects()[1].center())
        assert window.session.position[0] == 4
        assert window.page.cine.isVisible()

    def test_they_look_where_the_cine_looks(self, window, beside):
        cine = window.page.cine
        for _ in range(2):
            cine.zoom_in(1.5)
            cine.canvas.pan_by(37, -21)
        place = beside.tile_rects()[0]
        frame = beside.frame_for(round(place.width()), round(place.height()))
        middle = cine.canvas.to_mm(QPointF(cine.canvas.width() / 2, cine.canvas.height() / 2))
        shown = frame.transform.map(QPointF(middle[0] / 1.5, middle[1] / 1.5))
        assert (shown.x(), shown.y()) == (pytest.approx(frame.width / 2), pytest.approx(frame.height / 2))
        assert frame.scale[0] == pytest.approx(min(place.width(), place.height()) / 64 * 1.5**2)

    def test_zoom_and_pan_over_them_move_the_cine_too(self, window, beside):
        cine = window.page.cine
        wheel(beside, 120, CTRL)
        assert cine.zoom == pytest.approx(1.2)
        before = cine.canvas.to_mm(QPointF(0, 0))
        drag(beside, QPointF(60, 60), QPointF(90, 60), Qt.MouseButton.MiddleButton)
        assert cine.canvas.to_mm(QPointF(0, 0))[0] < before[0]


class TestInCommon:
    def test_hidden_contours_are_hidden_everywhere(self, window, feature):
        draw(window.session, window.session.position)
        window.actions_by_name["overlays"].trigger()
        assert feature.pictures.curves(window.session.position) == ()
        window.actions_by_name["overlays"].trigger()
        assert {structure for structure, _ in feature.pictures.curves(window.session.position)} == set(Structure)

    def test_curves_are_made_once_until_their_contours_change(self, window, feature):
        key = window.session.position
        draw(window.session, key)
        first = feature.pictures.curves(key)
        assert feature.pictures.curves(key) is first
        draw(window.session, key, radius_px=9)
        assert feature.pictures.curves(key) is not first

    def test_the_first_contours_bring_the_heart_into_the_middle(self, window, feature):
        feature.pictures.frame(100, 100)
        seen = []
        feature.pictures.restyled.connect(lambda: seen.append(1))
        draw(window.session, (0, 1))
        assert seen == [1]
        assert feature.pictures.frame(100, 100).centre_px == (pytest.approx(32, abs=0.5), pytest.approx(32, abs=0.5))
        draw(window.session, (0, 2))
        assert seen == [1]

    def test_images_that_arrive_late_are_shown(self, qtbot, window, feature, make_study):
        study = make_study(PHASES, SLICES, name="2")
        present = study.short_axis.stack.present
        present[...] = False
        window.session.open_study(study)
        window.actions_by_name["layout_matrix"].trigger()
        assert feature.pictures.status((2, 2)).is_loading
        present[2, 2] = True
        window.session.take_frames([(2, 2)])
        assert feature.pictures.greys((2, 2), feature.pictures.frame(20, 20)).max() > 200
        qtbot.waitUntil(lambda: feature.matrix.mosaic.is_current)

    def test_why_an_edit_is_refused_is_told_where_no_cine_is_seen(self, window, feature):
        window.actions_by_name["layout_matrix"].trigger()
        window.actions_by_name["smooth"].trigger()
        assert window.status.currentMessage().startswith("This image has no endocardium to change.")
        window.actions_by_name["propagate"].trigger()
        assert window.status.currentMessage().startswith("This image has no contours to propagate.")

    def test_an_edit_by_key_is_seen_in_the_montage_at_once(self, window, feature):
        draw(window.session, window.session.position)
        window.actions_by_name["layout_montage"].trigger()
        before = feature.montage.grab().toImage()
        window.actions_by_name["expand"].trigger()
        assert feature.montage.grab().toImage() != before

    @pytest.mark.parametrize("name", LAYOUTS)
    def test_without_a_study_every_layout_is_empty_and_calm(self, open_window, name):
        window = open_window(start=False)
        window.layouts_feature.layouts.show(name)
        window.pages.setCurrentWidget(window.page)
        for action in ("pin_slice", "clear_selected", "copy_to_selected", "segment_selected", "verify_selected"):
            window.actions_by_name[action].setEnabled(True)
            window.actions_by_name[action].trigger()
        QApplication.processEvents()
        view = views(window.layouts_feature)[name]
        click(view, QPointF(view.rect().center()))
        assert not view.grab().isNull()
