"""All slices playing together, and those pinned alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from cmrstudio.gui.study_pictures import PictureFrame, placed
from cmrstudio.gui.views.montage_view import rows_and_columns
from tests.gui.layout_hand import (
    CTRL,
    PHASES,
    SHIFT,
    SLICES,
    PaintCounter,
    click,
    drag,
    draw,
    show_phantom,
    wheel,
)


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    show_phantom(made, make_study(PHASES, SLICES))
    made.actions_by_name["layout_montage"].trigger()
    QApplication.processEvents()
    return made


@pytest.fixture
def montage(window):
    view = window.layouts_feature.montage
    view.setFocus()
    return view


def kept_phantom(qtbot, window, study):
    """Open a study in a window with a workspace, as a reader does, and show its montage."""
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    window.actions_by_name["layout_montage"].trigger()
    QApplication.processEvents()
    return window


def strip_text(window) -> str:
    return window.layouts_feature.montage_page.strip.text.text()


def tile(montage, slice_index: int):
    slices = [key[1] for key in montage.shown_keys()]
    return montage.tile_rects()[slices.index(slice_index)]


def radius_px(montage, slice_index: int) -> float:
    """How far the bright disc reaches to the right in a picture."""
    place = tile(montage, slice_index)
    picture = montage.grab().toImage()
    y = round(place.center().y())
    bright = [
        x
        for x in range(round(place.center().x()), round(place.right()) - 2)
        if picture.pixelColor(x, y).lightness() > 150
    ]
    return max(bright, default=0) - place.center().x()


class TestPictures:
    def test_all_slices_are_shown_base_first_at_the_present_phase(self, window, montage):
        window.session.go_to(3)
        assert montage.shown_keys() == [(3, index) for index in range(SLICES)]
        assert strip_text(window) == "All 5 slices, base first"
        assert all(radius_px(montage, index) > 10 for index in range(SLICES))

    def test_all_slices_play_together(self, qtbot, window, montage):
        diastole = [radius_px(montage, index) for index in range(SLICES)]
        window.session.go_to(5)
        systole = [radius_px(montage, index) for index in range(SLICES)]
        assert all(one < other - 5 for one, other in zip(systole, diastole, strict=True))
        before = montage.paint_count
        window.actions_by_name["play"].trigger()
        qtbot.waitUntil(lambda: montage.paint_count >= before + 5)
        window.actions_by_name["play"].trigger()

    def test_contours_lie_on_the_edge_that_they_follow(self, window, montage):
        draw(window.session, (0, 2), radius_px=12.0)
        picture, place = montage.grab().toImage(), tile(montage, 2)
        frame = montage.frame_for(round(place.width()), round(place.height()))
        edge = placed(frame, place.left(), place.top(), 1.0).map(QPointF(32 + 12.0, 32.0))
        around = [picture.pixelColor(round(edge.x()) + x, round(edge.y())) for x in range(-2, 3)]
        assert max(c.red() - c.green() for c in around) > 100
        assert abs(edge.x() - place.center().x() - radius_px(montage, 1)) < 6

    def test_window_and_level_are_the_cines(self, window, montage):
        before = montage.grab().toImage()
        window.page.cine.set_window_level(2000.0, 400.0)
        assert window.layouts_feature.pictures.window_level == (2000.0, 400.0)
        assert montage.grab().toImage() != before

    def test_a_drag_with_w_sets_window_and_level_everywhere(self, qtbot, window, montage):
        before = window.page.cine.canvas.window_level
        qtbot.keyPress(montage, Qt.Key.Key_W)
        drag(montage, tile(montage, 2).center(), tile(montage, 2).center() + QPointF(60, 30))
        qtbot.keyRelease(montage, Qt.Key.Key_W)
        centre, width = window.page.cine.canvas.window_level
        assert (centre > before[0], width > before[1]) == (True, True)
        assert window.layouts_feature.pictures.window_level == (centre, width)
        window.session.go_to(4)
        assert window.page.cine.canvas.window_level == (centre, width)

    def test_ctrl_wheel_zooms_all_and_r_takes_it_back(self, window, montage):
        before = [radius_px(montage, index) for index in range(SLICES)]
        wheel(montage, 240, CTRL)
        assert all(radius_px(montage, index) > before[index] + 5 for index in range(SLICES))
        window.actions_by_name["reset_view"].trigger()
        assert [radius_px(montage, index) for index in range(SLICES)] == before

    def test_a_drag_with_the_middle_button_pans_all(self, window, montage):
        drag(
            montage, tile(montage, 2).center(), tile(montage, 2).center() + QPointF(40, 0), Qt.MouseButton.MiddleButton
        )
        place = tile(montage, 0)
        frame = montage.frame_for(round(place.width()), round(place.height()))
        assert abs(frame.transform.map(QPointF(31.5, 31.5)).x() - place.width() / 2 - 40) < frame.scale[0]

    def test_an_image_that_is_missing_is_named(self, window, montage, make_study):
        study = make_study(PHASES, SLICES, name="2")
        study.short_axis.stack.present[0, 3] = False
        show_phantom(window, study)
        assert montage.tip_at(tile(montage, 3).center()) == "Slice 4, phase 1: image missing"
        picture = montage.grab().toImage()
        assert picture.pixelColor((tile(montage, 3).center() + QPointF(0, 30)).toPoint()).lightness() < 100

    def test_hidden_it_is_not_painted(self, qtbot, window, montage):
        window.actions_by_name["layout_cine"].trigger()
        QApplication.processEvents()
        counter, before = PaintCounter(montage), montage.paint_count
        for phase in range(PHASES):
            window.session.go_to(phase)
            QApplication.processEvents()
        assert (counter.counts[montage], montage.paint_count) == (0, before)

    def test_a_second_round_makes_no_pictures_anew(self, window, montage, monkeypatch):
        for phase in range(PHASES):
            window.session.go_to(phase)
            montage.grab()
        made = []
        monkeypatch.setattr(PictureFrame, "cut", lambda *_: made.append(1))
        for phase in range(PHASES):
            window.session.go_to(phase)
            montage.grab()
        assert made == []


class TestReaching:
    def test_a_click_goes_to_the_slice_and_play_goes_on(self, qtbot, window, montage):
        window.actions_by_name["play"].trigger()
        click(montage, tile(montage, 4).center())
        assert window.session.position[1] == 4
        assert window.playback.is_playing
        window.actions_by_name["play"].trigger()

    def test_a_double_click_opens_the_cine(self, qtbot, window, montage):
        qtbot.mouseDClick(montage, Qt.MouseButton.LeftButton, pos=tile(montage, 1).center().toPoint())
        assert (window.session.position, window.page.layout_name) == ((0, 1), "cine")

    def test_arrows_and_wheel_step(self, qtbot, window, montage):
        qtbot.keyClick(montage, Qt.Key.Key_Down)
        qtbot.keyClick(montage, Qt.Key.Key_Right)
        assert window.session.position == (1, 3)
        wheel(montage, 120)
        wheel(montage, -120, SHIFT)
        assert window.session.position == (2, 2)

    def test_contours_are_drawn_once_until_they_change(self, window, montage):
        draw(window.session, *[(phase, 2) for phase in range(PHASES)])

        def go_round() -> int:
            before = montage.lines.drawn_count
            for phase in range(PHASES):
                window.session.go_to(phase, 2)
                QApplication.processEvents()
            return montage.lines.drawn_count - before

        assert go_round() == PHASES
        assert go_round() == 0
        draw(window.session, (4, 2), radius_px=9)
        assert go_round() == 1
        window.layouts_feature.pictures.zoom_by(1.2)
        assert go_round() == PHASES

    def test_a_step_to_another_slice_paints_the_two_slices_alone(self, window, montage, monkeypatch):
        window.session.go_to(0, 1)
        QApplication.processEvents()
        painted, paint = [], montage._paint_tile

        def note(painter, key, *rest) -> None:
            painted.append(key)
            paint(painter, key, *rest)

        monkeypatch.setattr(montage, "_paint_tile", note)
        window.session.go_to(0, 3)
        QApplication.processEvents()
        assert painted == [(0, 1), (0, 3)]
        painted.clear()
        window.session.go_to(1, 3)
        QApplication.processEvents()
        assert len(painted) == SLICES

    def test_a_title_is_as_long_as_there_is_room(self, window, montage):
        wide, narrow = QRectF(0, 0, 200, 100), QRectF(0, 0, 60, 100)
        assert montage.title_mark((0, 2), 2, wide).width() > montage.title_mark((0, 2), 2, narrow).width()
        beside = window.layouts_feature.phases_view
        for width in (220, 120, 60):
            assert beside.title_mark((0, 2), 0, QRectF(0, 0, width, 90)).width() <= width - beside.title_margin


class TestPins:
    def test_pinned_slices_are_shown_alone(self, window, montage):
        click(montage, montage.pin_rect(tile(montage, 1)).center())
        assert [key[1] for key in montage.shown_keys()] == [1]
        assert strip_text(window) == "1 pinned of 5 slices"
        window.session.go_to(None, 3)
        window.actions_by_name["pin_slice"].trigger()
        assert [key[1] for key in montage.shown_keys()] == [1, 3]

    def test_a_second_click_unpins(self, window, montage):
        click(montage, montage.pin_rect(tile(montage, 1)).center())
        click(montage, montage.pin_rect(tile(montage, 1)).center())
        assert len(montage.shown_keys()) == SLICES

    def test_all_slices_come_back_with_one_button(self, qtbot, window, montage):
        for slice_index in (0, 2):
            window.layouts_feature.pins.toggle(slice_index)
        button = window.layouts_feature.montage_page.unpin
        assert button.isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(montage.shown_keys()) == SLICES
        assert not button.isVisible()

    def test_the_action_says_what_it_would_do(self, window, montage):
        window.session.go_to(None, 2)
        action = window.actions_by_name["pin_slice"]
        assert action.text() == "&Pin this slice"
        action.trigger()
        assert action.text() == "Un&pin this slice"
        window.session.go_to(None, 1)
        assert action.text() == "&Pin this slice"

    def test_a_pin_is_seen(self, window, montage):
        place = montage.pin_rect(tile(montage, 2)).center()
        before = montage.grab().toImage().pixelColor(place.toPoint() - QPointF(0, 3).toPoint())
        window.layouts_feature.pins.toggle(2)
        place = montage.pin_rect(tile(montage, 2)).center()
        after = montage.grab().toImage().pixelColor(place.toPoint() - QPointF(0, 3).toPoint())
        assert after.lightness() > before.lightness() + 40

    def test_pins_belong_to_their_study_and_come_back_with_it(self, qtbot, open_window, make_study):
        window = kept_phantom(qtbot, open_window(), make_study(PHASES, SLICES))
        montage = window.layouts_feature.montage
        click(montage, montage.pin_rect(tile(montage, 1)).center())
        kept_phantom(qtbot, window, make_study(PHASES, 3, name="2"))
        assert len(montage.shown_keys()) == 3
        kept_phantom(qtbot, window, make_study(PHASES, SLICES))
        assert [key[1] for key in montage.shown_keys()] == [1]
        assert strip_text(window) == "1 pinned of 5 slices"

    def test_pins_come_back_after_a_restart(self, qtbot, open_window, make_study):
        window = kept_phantom(qtbot, open_window(), make_study(PHASES, SLICES))
        montage = window.layouts_feature.montage
        click(montage, montage.pin_rect(tile(montage, 1)).center())
        window.session.go_to(None, 3)
        window.actions_by_name["pin_slice"].trigger()
        window.close()
        again = kept_phantom(qtbot, open_window(), make_study(PHASES, SLICES))
        assert [key[1] for key in again.layouts_feature.montage.shown_keys()] == [1, 3]
        again.session.go_to(None, 3)
        assert again.actions_by_name["pin_slice"].text() == "Un&pin this slice"
        again.actions_by_name["unpin_slices"].trigger()
        again.close()
        at_last = kept_phantom(qtbot, open_window(), make_study(PHASES, SLICES))
        assert len(at_last.layouts_feature.montage.shown_keys()) == SLICES

    def test_what_is_pinned_before_the_workspace_is_open_is_kept_too(self, qtbot, open_window, make_study):
        window = open_window(start=False)
        show_phantom(window, make_study(PHASES, SLICES))
        window.layouts_feature.pins.toggle(2)
        with qtbot.waitSignal(window.keeping.facts_recalled, timeout=20_000):
            window.start()
        kept_phantom(qtbot, window, make_study(PHASES, 3, name="2"))
        kept_phantom(qtbot, window, make_study(PHASES, SLICES))
        assert window.layouts_feature.pins.slices == {2}

    def test_a_blind_reader_sees_no_pins_of_another(self, qtbot, open_window, make_study):
        window = kept_phantom(qtbot, open_window(), make_study(PHASES, SLICES))
        window.layouts_feature.pins.toggle(2)
        window.readers.switch("Dr. Blind")
        qtbot.waitUntil(lambda: window.keeping.reader == "Dr. Blind" and window.session.is_restored, timeout=20_000)
        assert window.layouts_feature.pins.slices == frozenset()
        window.layouts_feature.pins.toggle(4)
        window.readers.switch("")
        qtbot.waitUntil(lambda: window.keeping.reader == "" and window.session.is_restored, timeout=20_000)
        assert window.layouts_feature.pins.slices == {2}

    def test_a_kept_pin_of_a_slice_that_is_no_more_is_left_out(self, window):
        window.layouts_feature.pins.recall({"pinned_slices": [1, 70, -3, "x"]})
        assert window.layouts_feature.pins.slices == {1}


@given(
    centre=st.tuples(st.floats(-20, 90), st.floats(-20, 70)),
    scale=st.tuples(st.floats(0.2, 9), st.floats(0.2, 9)),
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
def test_a_picture_always_has_its_size_and_is_black_beyond_the_image(centre, scale, size):
    image = np.full((50, 70), 500, np.int16)
    frame = PictureFrame(centre, scale, *size)
    picture = frame.cut(image, (250.0, 500.0))
    assert picture.shape == (size[1], size[0])
    corner, end = frame.to_picture(np.array([[-0.5, -0.5], [69.5, 49.5]]))
    rows, columns = np.mgrid[: size[1], : size[0]] + 0.5
    beyond = (columns < corner[0] - 1) | (columns > end[0] + 1) | (rows < corner[1] - 1) | (rows > end[1] + 1)
    inside = (columns > corner[0] + 1) & (columns < end[0] - 1) & (rows > corner[1] + 1) & (rows < end[1] - 1)
    assert (picture[beyond] == 0).all()
    assert (picture[inside] >= 254).all()


@given(
    column=st.integers(2, 60),
    row=st.integers(2, 40),
    scale=st.floats(2, 8),
    shift=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
)
def test_a_bright_pixel_is_where_its_coordinates_say(column, row, scale, shift):
    image = np.zeros((50, 70), np.float32)
    image[row, column] = 100.0
    frame = PictureFrame((column + shift[0], row + shift[1]), (scale, scale), 80, 80)
    picture = frame.cut(image, (50.0, 100.0)).astype(float)
    rows, columns = np.mgrid[:80, :80] + 0.5
    found = np.array([(picture * columns).sum(), (picture * rows).sum()]) / picture.sum()
    assert np.allclose(found, frame.to_picture(np.array([[column, row]]))[0], atol=1.0)


@given(count=st.integers(1, 30), width=st.floats(100, 2000), height=st.floats(100, 2000))
def test_tiles_have_room_for_all(count, width, height):
    rows, columns = rows_and_columns(count, width, height)
    assert rows * columns >= count
    assert (rows - 1) * columns < count
