"""Every slice against every phase: what is shown, how images are selected, and what is done to a selection."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.segmentation import SegmentationController
from cmrstudio.gui.grid_selection import GridSelection, rectangle, selection_text
from cmrstudio.gui.study_pictures import ImageStatus
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.views.layout_pages import SELECTION_ACTIONS
from cmrstudio.gui.views.matrix_grid import HEADER_HEIGHT, HEADER_WIDTH, LEAST_CELL, MatrixGrid
from cmrstudio.gui.views.picture_marks import paint_quality_mark, paint_state
from cmrstudio.workflow import DEFAULT_MODEL
from tests.gui.layout_hand import CTRL, PHASES, SHIFT, SLICES, PaintCounter, click, drag, draw, show_phantom, wheel

PATIENCE_MS = 120_000


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    show_phantom(made, make_study(PHASES, SLICES))
    made.actions_by_name["layout_matrix"].trigger()
    return made


@pytest.fixture
def matrix(qtbot, window):
    view = window.layouts_feature.matrix
    qtbot.waitUntil(lambda: view.mosaic.is_current and view.mosaic.cells_drawn >= PHASES * SLICES)
    view.setFocus()
    return view


def middle(matrix, phase: int, slice_: int) -> QPointF:
    return matrix.cell_rect((phase, slice_)).center()


def settle(qtbot, matrix) -> None:
    qtbot.waitUntil(lambda: matrix.mosaic.is_current)
    QApplication.processEvents()


def strip_text(window) -> str:
    return window.layouts_feature.matrix_page.strip.text.text()


def colour_at(matrix, place: QPointF) -> QColor:
    return matrix.grab().toImage().pixelColor(place.toPoint())


class TestThumbnails:
    def test_every_slice_at_every_phase_is_there(self, matrix):
        picture = matrix.grab().toImage()
        for phase in range(PHASES):
            for slice_ in range(SLICES):
                cell = matrix.cell_rect((phase, slice_))
                assert picture.pixelColor(cell.center().toPoint()).lightness() > 200
                assert picture.pixelColor((cell.topLeft() + QPointF(6, 6)).toPoint()).lightness() < 120

    def test_contours_are_on_the_thumbnails_in_their_colours(self, qtbot, window, matrix):
        draw(window.session, (4, 2))
        settle(qtbot, matrix)
        cell = matrix.cell_rect((4, 2)).toAlignedRect()
        picture = matrix.grab().toImage()
        colours = [
            picture.pixelColor(x, y) for x in range(cell.left(), cell.right()) for y in range(cell.top(), cell.bottom())
        ]
        assert sum(c.red() > 150 and c.green() < 110 for c in colours) > 10
        assert sum(c.green() > 150 and c.red() < 110 for c in colours) > 10

    def test_an_edit_draws_one_thumbnail_again(self, qtbot, window, matrix):
        draw(window.session, (4, 2))
        settle(qtbot, matrix)
        before = matrix.mosaic.cells_drawn
        draw(window.session, (4, 2), radius_px=10)
        settle(qtbot, matrix)
        assert matrix.mosaic.cells_drawn == before + 1

    def test_stepping_draws_no_thumbnail_again_and_moves_the_frame(self, qtbot, window, matrix):
        before = matrix.mosaic.cells_drawn
        window.session.go_to(6, 3)
        settle(qtbot, matrix)
        assert matrix.mosaic.cells_drawn == before
        assert colour_at(matrix, matrix.cell_rect((6, 3)).topLeft() + QPointF(10, 0)) == QColor("#ffffff")

    def test_hidden_it_draws_nothing_and_catches_up_when_shown(self, qtbot, window, matrix):
        window.actions_by_name["layout_cine"].trigger()
        counter = PaintCounter(matrix)
        before = matrix.mosaic.cells_drawn
        draw(window.session, *[(phase, 1) for phase in range(PHASES)])
        window.session.go_to(3, 1)
        qtbot.wait(50)
        assert (matrix.mosaic.cells_drawn, counter.counts[matrix]) == (before, 0)
        window.actions_by_name["layout_matrix"].trigger()
        settle(qtbot, matrix)
        assert matrix.mosaic.cells_drawn >= before + PHASES

    def test_end_diastole_and_end_systole_are_marked(self, qtbot, window, matrix):
        window.session.choose_phases(window.session.phases.with_end_diastole(2).with_end_systole(7), "Set phases")
        amber = QColor(COLOURS.amber)
        for phase, is_marked in ((2, True), (7, True), (5, False)):
            plate = QPointF(matrix.cell_rect((phase, 0)).left() + 5, 6)
            assert (colour_at(matrix, plate) == amber) is is_marked

    def test_a_missing_image_is_hatched_and_named(self, qtbot, window, make_study, matrix):
        study = make_study(PHASES, SLICES, name="2")
        study.short_axis.stack.present[3, 1] = False
        show_phantom(window, study)
        qtbot.waitUntil(lambda: matrix.mosaic.is_current and not matrix.mosaic.image.isNull())
        assert colour_at(matrix, middle(matrix, 3, 1)).lightness() < 90
        assert matrix.tip_at(middle(matrix, 3, 1)) == "Slice 2, phase 4: image missing"

    def test_tips_say_state_and_quality_in_words(self, window, matrix):
        draw(window.session, (4, 2), quality=0.62)
        assert matrix.tip_at(middle(matrix, 4, 2)) == "Slice 3, phase 5: predicted. Quality 0.62: worth a look"
        assert matrix.tip_at(middle(matrix, 0, 0)) == "Slice 1, phase 1: no contours"

    def test_hidden_contours_are_hidden_here_too(self, qtbot, window, matrix):
        draw(window.session, (4, 2))
        settle(qtbot, matrix)
        shown = matrix.grab().toImage()
        window.actions_by_name["overlays"].trigger()
        settle(qtbot, matrix)
        assert matrix.grab().toImage() != shown

    def test_where_all_do_not_fit_the_numbers_stay_and_the_image_on_the_screen_is_seen(
        self, qtbot, window, make_study, matrix
    ):
        show_phantom(window, make_study(60, 30, name="2"))
        settle(qtbot, matrix)
        seen = matrix.parentWidget()
        assert matrix.width() > seen.width()
        window.session.go_to(59, 29)
        QApplication.processEvents()
        assert seen.rect().contains(matrix.mapTo(seen, middle(matrix, 59, 29).toPoint()))
        across, down = matrix.grid.scrolled
        assert across > 0
        assert down > 0
        click(matrix, QPointF(middle(matrix, 55, 0).x(), down + HEADER_HEIGHT - 6))
        assert matrix.chosen == rectangle((55, 0), (55, 29))
        click(matrix, matrix.grid.pin_rect(28).center())
        assert window.layouts_feature.pins.slices == {28}
        assert colour_at(matrix, QPointF(across + HEADER_WIDTH - 3, down + 60)) == QColor(COLOURS.background)

    def test_another_study_takes_the_place_of_the_first(self, qtbot, window, matrix, make_study):
        show_phantom(window, make_study(6, 3, name="2"))
        settle(qtbot, matrix)
        assert matrix.counts == (6, 3)
        window.session.close_study()
        assert matrix.counts == (0, 0)
        assert matrix.key_at(QPointF(100, 100)) is None


def grey_picture(paint) -> np.ndarray:
    """What a reader without any colour vision sees of a mark."""
    image = QImage(60, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("#606060"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.array(grey.constBits(), np.int16).reshape(24, grey.bytesPerLine())[:, :60].copy()


class TestMarks:
    def test_states_differ_without_their_colours(self):
        statuses = [ImageStatus(state, False, False, None) for state in ContourState]
        statuses.append(ImageStatus(ContourState.EMPTY, True, False, None))
        pictures = [
            grey_picture(lambda painter, status=status: paint_state(painter, QPointF(12, 12), 5, status))
            for status in statuses
        ]
        for one, other in combinations(pictures, 2):
            assert (np.abs(one - other) > 40).sum() >= 8

    def test_a_lower_quality_has_a_shorter_bar_and_a_mark(self):
        low, high = (
            grey_picture(lambda painter, quality=quality: paint_quality_mark(painter, QRectF(4, 16, 48, 4), quality))
            for quality in (0.5, 0.95)
        )
        assert (high[17] > 110).sum() > (low[17] > 110).sum() + 10
        assert (np.abs(low[6:13] - 0x60) > 40).sum() > (np.abs(high[6:13] - 0x60) > 40).sum()


class TestSelecting:
    def test_a_click_goes_to_the_image(self, window, matrix):
        window.playback.play()
        click(matrix, middle(matrix, 7, 4))
        assert window.session.position == (7, 4)
        assert not window.playback.is_playing
        assert strip_text(window) == "Slice 5, phase 8"

    def test_a_double_click_shows_the_image_in_the_cine(self, qtbot, window, matrix):
        qtbot.mouseDClick(matrix, Qt.MouseButton.LeftButton, pos=middle(matrix, 3, 1).toPoint())
        assert (window.session.position, window.page.layout_name) == ((3, 1), "cine")

    def test_shift_click_selects_from_the_image_on_the_screen(self, window, matrix):
        click(matrix, middle(matrix, 2, 1))
        click(matrix, middle(matrix, 4, 3), SHIFT)
        assert matrix.chosen == rectangle((2, 1), (4, 3))
        assert window.session.position == (2, 1)
        assert strip_text(window) == "Selected: 9 images: slices 2–4, phases 3–5"

    def test_a_second_shift_click_changes_the_range(self, window, matrix):
        click(matrix, middle(matrix, 2, 1))
        click(matrix, middle(matrix, 4, 3), SHIFT)
        click(matrix, middle(matrix, 1, 0), SHIFT)
        assert matrix.chosen == rectangle((2, 1), (1, 0))

    def test_ctrl_click_takes_one_in_and_out(self, window, matrix):
        click(matrix, middle(matrix, 2, 1))
        click(matrix, middle(matrix, 5, 3), CTRL)
        assert matrix.chosen == {(2, 1), (5, 3)}
        click(matrix, middle(matrix, 2, 1), CTRL)
        assert matrix.chosen == {(5, 3)}

    def test_a_drag_selects_a_range(self, window, matrix):
        drag(matrix, middle(matrix, 1, 1), middle(matrix, 3, 2))
        assert matrix.chosen == rectangle((1, 1), (3, 2))
        assert window.session.position == (1, 1)

    def test_a_drag_beyond_the_edge_selects_to_the_edge(self, matrix):
        drag(matrix, middle(matrix, 8, 3), QPointF(matrix.width() + 50, matrix.height() + 50))
        assert matrix.chosen == rectangle((8, 3), (PHASES - 1, SLICES - 1))

    def test_ctrl_drag_adds_a_range(self, matrix):
        drag(matrix, middle(matrix, 0, 0), middle(matrix, 1, 0))
        drag(matrix, middle(matrix, 4, 4), middle(matrix, 5, 4), modifiers=CTRL)
        assert matrix.chosen == {(0, 0), (1, 0), (4, 4), (5, 4)}

    def test_shift_and_arrows_select(self, qtbot, window, matrix):
        window.session.go_to(3, 2)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
            qtbot.keyClick(matrix, key, SHIFT)
        assert matrix.chosen == rectangle((3, 2), (4, 3))
        assert window.session.position == (3, 2)

    def test_arrows_step_and_end_the_selection(self, qtbot, window, matrix):
        window.session.go_to(3, 2)
        qtbot.keyClick(matrix, Qt.Key.Key_Right, SHIFT)
        qtbot.keyClick(matrix, Qt.Key.Key_Right)
        qtbot.keyClick(matrix, Qt.Key.Key_Down)
        assert window.session.position == (4, 3)
        assert matrix.chosen == {(4, 3)}

    def test_ctrl_a_selects_all_and_escape_nothing(self, qtbot, window, matrix):
        qtbot.keyClick(matrix, Qt.Key.Key_A, CTRL)
        assert len(matrix.chosen) == PHASES * SLICES
        qtbot.keyClick(matrix, Qt.Key.Key_Escape)
        assert matrix.chosen == {window.session.position}

    def test_numbers_select_a_phase_or_a_slice(self, matrix):
        click(matrix, QPointF(middle(matrix, 3, 0).x(), HEADER_HEIGHT - 6))
        assert matrix.chosen == rectangle((3, 0), (3, SLICES - 1))
        click(matrix, QPointF(HEADER_WIDTH - 8, middle(matrix, 0, 2).y()), CTRL)
        assert matrix.chosen == rectangle((3, 0), (3, SLICES - 1)) | rectangle((0, 2), (PHASES - 1, 2))

    def test_playing_keeps_the_selection(self, qtbot, window, matrix):
        drag(matrix, middle(matrix, 1, 1), middle(matrix, 3, 2))
        window.playback.play()
        qtbot.waitUntil(lambda: window.session.position[0] > 2)
        assert matrix.chosen == rectangle((1, 1), (3, 2))

    def test_a_pin_pins_its_slice(self, window, matrix):
        click(matrix, matrix.grid.pin_rect(3).center())
        assert window.layouts_feature.pins.slices == {3}
        assert matrix.tip_at(matrix.grid.pin_rect(3).center()).startswith("Unpin slice 4")

    def test_the_wheel_steps_slices_and_with_shift_phases(self, window, matrix):
        window.session.go_to(3, 2)
        wheel(matrix, -120)
        wheel(matrix, -120, SHIFT)
        assert window.session.position == (4, 3)

    def test_return_opens_the_cine(self, qtbot, window, matrix):
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
        assert window.page.layout_name == "cine"


class TestActing:
    def test_clearing_a_selection_is_one_undo_step(self, qtbot, window, matrix):
        keys = rectangle((1, 1), (3, 2))
        draw(window.session, *keys, (5, 2))
        drag(matrix, middle(matrix, 1, 1), middle(matrix, 3, 2))
        window.actions_by_name["clear_selected"].trigger()
        assert all(not window.session.annotation(key).contours for key in keys)
        assert window.session.annotation((5, 2)).contours
        assert window.session.undo_stack.count() == 1
        window.session.undo_stack.undo()
        assert all(len(window.session.annotation(key).contours) == 2 for key in keys)

    def test_copying_to_a_selection_is_one_undo_step_in_the_readers_name(self, window, matrix):
        draw(window.session, (2, 1))
        drag(matrix, middle(matrix, 2, 1), middle(matrix, 5, 1))
        window.actions_by_name["copy_to_selected"].trigger()
        assert [window.session.state((phase, 1)) for phase in (3, 4, 5)] == [ContourState.EDITED] * 3
        assert window.session.state((2, 1)) is ContourState.PREDICTED
        window.session.undo_stack.undo()
        assert not any(window.session.annotation((phase, 1)).contours for phase in (3, 4, 5))

    @pytest.mark.parametrize(
        ("answer", "state_after"),
        [(Overwrite.KEEP, 9.0), (Overwrite.CANCEL, 9.0), (Overwrite.REPLACE, 12.0)],
    )
    def test_copying_asks_before_it_replaces_a_readers_contours(self, window, matrix, monkeypatch, answer, state_after):
        draw(window.session, (2, 1))
        draw(window.session, (3, 1), radius_px=9, source="reader")
        asked = []
        monkeypatch.setattr(window.dialogs, "ask_overwrite", lambda count, *_, **__: asked.append(count) or answer)
        drag(matrix, middle(matrix, 2, 1), middle(matrix, 4, 1))
        window.actions_by_name["copy_to_selected"].trigger()
        endocardium = window.session.annotation((3, 1)).contours[0].points_px
        assert asked == [1]
        assert np.isclose(np.hypot(*(endocardium[0] - 32)), state_after)
        assert bool(window.session.annotation((4, 1)).contours) is (answer is not Overwrite.CANCEL)

    def test_where_all_is_kept_it_says_so(self, window, matrix, monkeypatch):
        draw(window.session, (2, 1))
        draw(window.session, (3, 1), radius_px=9, source="reader")
        monkeypatch.setattr(window.dialogs, "ask_overwrite", lambda *_, **__: Overwrite.KEEP)
        drag(matrix, middle(matrix, 2, 1), middle(matrix, 3, 1))
        window.actions_by_name["copy_to_selected"].trigger()
        assert window.status.currentMessage().startswith("Nothing was copied. 1 image with edited or verified")
        assert window.session.undo_stack.count() == 0

    def test_nothing_is_copied_from_an_image_without_contours_or_to_a_missing_one(self, window, matrix):
        drag(matrix, middle(matrix, 2, 1), middle(matrix, 4, 1))
        window.actions_by_name["copy_to_selected"].trigger()
        assert (
            window.status.currentMessage()
            == "The image on the screen has no contours to copy: draw or segment it first."
        )
        draw(window.session, (2, 1))
        window.session.stack.present[3, 1] = False
        window.actions_by_name["copy_to_selected"].trigger()
        assert not window.session.annotation((3, 1)).contours
        assert window.session.annotation((4, 1)).contours

    def test_a_selection_without_contours_says_so(self, window, matrix):
        window.actions_by_name["clear_selected"].trigger()
        assert window.status.currentMessage() == "There are no contours to clear there: select images with contours."
        window.actions_by_name["verify_selected"].trigger()
        assert window.status.currentMessage() == (
            "There are no contours there that wait for verification: select other images."
        )

    def test_elsewhere_the_actions_are_about_the_image_on_the_screen(self, window, matrix):
        draw(window.session, *rectangle((1, 1), (3, 1)))
        drag(matrix, middle(matrix, 1, 1), middle(matrix, 3, 1))
        window.actions_by_name["layout_cine"].trigger()
        window.actions_by_name["clear_selected"].trigger()
        assert [bool(window.session.annotation((phase, 1)).contours) for phase in (1, 2, 3)] == [False, True, True]

    def test_verifying_a_selection_takes_what_waits(self, qtbot, open_window, make_study):
        window = open_window()
        show_phantom(window, make_study(PHASES, SLICES))
        window.verifying.set_reviewer("Dr. Example")
        window.actions_by_name["layout_matrix"].trigger()
        draw(window.session, (1, 1), (2, 1))
        matrix = window.layouts_feature.matrix
        drag(matrix, middle(matrix, 1, 1), middle(matrix, 4, 1))
        window.actions_by_name["verify_selected"].trigger()
        qtbot.waitUntil(lambda: window.session.state((2, 1)) is ContourState.VERIFIED)
        assert window.session.state((1, 1)) is ContourState.VERIFIED
        assert window.session.state((3, 1)) is ContourState.EMPTY

    def test_without_a_model_segmenting_says_so(self, window, matrix):
        window.actions_by_name["segment_selected"].trigger()
        assert "No model is installed" in window.message_bar.text

    def test_the_menu_and_the_strip_have_all_actions(self, window, matrix):
        menu = window.layouts_feature.matrix_page.make_menu()
        wanted = {window.actions_by_name[name] for name in SELECTION_ACTIONS}
        assert wanted <= set(menu.actions())
        assert window.actions_by_name["pin_slice"] in menu.actions()
        menu.deleteLater()


class TestSegmentingASelection:
    @pytest.fixture
    def reading(self, session, short_study):
        session.open_study(short_study)
        session.complete_study(short_study)
        session.restore({}, {}, None)
        return session

    @pytest.fixture
    def segment(self, qtbot, reading, gpu_worker):
        controller = SegmentationController(reading, gpu_worker)

        def run(keys, **options):
            with qtbot.waitSignal(controller.finished, timeout=PATIENCE_MS) as told:
                controller.segment_images(DEFAULT_MODEL, keys, **options)
            return told.args[0]

        yield run
        gpu_worker.disconnect(controller)

    def test_only_the_selected_images_are_drawn_in_one_undo_step(self, reading, segment):
        text = segment([(0, 1), (2, 0)])
        assert text == "Contours drawn on 2 images."
        assert set(reading.annotations) == {(0, 1), (2, 0)}
        assert reading.undo_stack.count() == 1
        assert all(c.quality is not None for c in reading.annotation((0, 1)).contours)
        reading.undo_stack.undo()
        assert not any(annotation.contours for annotation in reading.annotations.values())
        reading.undo_stack.redo()
        assert reading.annotation((2, 0)).contours

    def test_readers_contours_stay_unless_they_may_go(self, reading, segment, make_contour):
        mine = reading.annotation((0, 1)).with_contour(make_contour(9, "reader"))
        reading.finish_gesture(mine, "Draw")
        assert "kept as they were" in segment([(0, 0), (0, 1)])
        assert reading.annotation((0, 1)).contours == mine.contours
        segment([(0, 0), (0, 1)], may_replace=True)
        assert reading.state((0, 1)) is ContourState.PREDICTED
        reading.undo_stack.undo()
        assert reading.annotation((0, 1)).contours == mine.contours

    def test_no_images_no_run(self, reading, gpu_worker):
        controller, told = SegmentationController(reading, gpu_worker), []
        controller.failed.connect(told.append)
        controller.segment_images(DEFAULT_MODEL, [])
        assert not controller.is_busy
        assert told == ["There are no images there to segment: select others."]
        gpu_worker.disconnect(controller)


grids = st.builds(
    MatrixGrid,
    st.integers(1, 60),
    st.integers(1, 20),
    st.integers(200, 2000),
    st.integers(150, 1500),
    st.sampled_from([1.0, 1.5, 2.0]),
)
keys = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(grid=grids, share=st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)))
def test_the_middle_of_a_thumbnail_leads_back_to_its_image(grid, share):
    key = (int(share[0] * grid.phases), int(share[1] * grid.slices))
    cell = grid.cell_rect(key)
    assert grid.key_at(cell.center()) == key
    assert cell.width() * grid.ratio == round(cell.width() * grid.ratio)


@given(grid=grids)
def test_thumbnails_fit_unless_they_would_be_too_small(grid):
    width, height = grid.cell_size
    assert HEADER_WIDTH + width * grid.phases <= max(grid.width, HEADER_WIDTH + LEAST_CELL * grid.phases) + 1e-6
    assert HEADER_HEIGHT + height * grid.slices <= max(grid.height, HEADER_HEIGHT + LEAST_CELL * grid.slices) + 1e-6


@given(anchor=keys, ends=st.lists(keys, min_size=1))
def test_a_range_always_reaches_from_its_anchor_to_the_last_end(anchor, ends):
    selection = GridSelection()
    for end in ends:
        selection.extend(end, anchor)
    assert selection.keys == rectangle(anchor, ends[-1])
    assert anchor in selection.keys


@given(one=keys, position=keys)
def test_toggling_twice_leaves_what_was_there(one, position):
    selection = GridSelection()
    selection.take(rectangle((0, 0), (2, 2)), keep=False)
    before = selection.keys
    selection.toggle(one, position)
    assert selection.keys != before
    selection.toggle(one, position)
    assert selection.keys == before


def test_a_selection_with_holes_is_only_counted():
    assert selection_text(frozenset([(0, 0), (2, 0)])) == "2 images"
    assert selection_text(frozenset([(0, 0), (1, 0)])) == "2 images: slice 1, phases 1–2"
    assert selection_text(frozenset([(4, 2)])) == "1 image: slice 3, phase 5"
