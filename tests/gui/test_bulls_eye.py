"""The bull's-eye and the panel around it, seen and worked as a reader would."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from cmrstudio.domain.aha_segments import ABOUT, SEGMENT_NAMES, SegmentThickness, WallMeasures
from cmrstudio.gui.theme import Theme, apply_theme, style_sheet
from cmrstudio.gui.views.bulls_eye import BullsEye, Scale, colour_at
from cmrstudio.gui.views.walls_panel import WallPlot, WallsPanel
from tests.golden import TOLERATED, assert_looks_as_kept, golden, picture_of, plain_font, share_that_differs

MM = Scale(4, 20, "mm", 1)
VALUES = np.linspace(5, 20, 16)


@pytest.fixture
def plot(qtbot, qapp) -> BullsEye:
    apply_theme(qapp, Theme.DARK)
    made = BullsEye()
    qtbot.addWidget(made)
    made.resize(290, 330)
    made.show_values(VALUES, MM, "Wall thickness at end-diastole")
    made.show()
    return made


def lightness(share: float) -> float:
    colour = colour_at(share)
    return 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()


class TestBullsEye:
    def test_every_segment_lies_where_it_is_found(self, plot):
        assert [plot.segment_at(plot.middle_of(index)) for index in range(16)] == list(range(16))
        assert plot.segment_at(QPointF(145, 145)) == 16
        assert plot.segment_at(QPointF(1, 1)) is None

    def test_the_heart_is_seen_from_the_apex(self, plot):
        centre = QPointF(145, 145)
        middles = {name: plot.middle_of(index) - centre for index, name in enumerate(SEGMENT_NAMES)}
        assert middles["basal anterior"].y() < 0
        assert middles["basal inferior"].y() > 0
        assert middles["basal anteroseptal"].x() < 0 < middles["basal anterolateral"].x()
        assert middles["basal inferoseptal"].x() < 0 < middles["basal inferolateral"].x()
        assert middles["apical septal"].x() < 0 < middles["apical lateral"].x()
        assert abs(middles["apical septal"].y()) < 1

    def test_a_tool_tip_names_the_segment_with_its_value(self, plot):
        for index, expected in ((1, "2 Basal anteroseptal: 6.0 mm"), (13, "14 Apical septal: 18.0 mm")):
            place = plot.middle_of(index).toPoint()
            QApplication.sendEvent(plot, QHelpEvent(QEvent.Type.ToolTip, place, plot.mapToGlobal(place)))
            assert QToolTip.text() == expected
        QApplication.sendEvent(plot, QHelpEvent(QEvent.Type.ToolTip, QPoint(145, 145), QPoint(145, 145)))
        assert "cannot be seen on short-axis slices" in QToolTip.text()

    def test_an_unknown_segment_is_a_dash_and_not_a_colour(self, plot):
        some = VALUES.copy()
        some[3] = np.nan
        plot.show_values(some, MM, "")
        assert plot.segment_text(3) == "4 Basal inferior: – mm"
        place = plot.middle_of(3) - QPointF(0, 14)
        known = plot.grab().toImage().pixelColor(place.toPoint())
        assert known.saturation() < 70

    def test_values_are_read_out_to_those_who_cannot_see_them(self, plot):
        assert "1 Basal anterior: 5.0 mm" in plot.accessibleDescription()
        assert "16 Apical lateral: 20.0 mm" in plot.accessibleDescription()

    def test_colours_grow_lighter_all_the_way(self):
        steps = [lightness(share) for share in np.linspace(0, 1, 101)]
        assert all(one < other for one, other in pairwise(steps))
        assert colour_at(-1) == colour_at(0)
        assert colour_at(2) == colour_at(1)

    def test_it_looks_as_kept(self, plot, tmp_path):
        plot.setFont(plain_font())
        assert_looks_as_kept(picture_of(plot), "bulls_eye", tmp_path)

    def test_two_swapped_segments_are_seen(self, plot):
        plot.setFont(plain_font())
        plot.show_values(VALUES[[7, *range(1, 7), 0, *range(8, 16)]], MM, "Wall thickness at end-diastole")
        assert share_that_differs(picture_of(plot), golden("bulls_eye")) > 2 * TOLERATED


def thickness(values: np.ndarray, phase: int = 0, crossing: tuple[int, ...] = ()) -> SegmentThickness:
    return SegmentThickness(phase, values, ((1, 2, 3), (4, 5), (6, 7)), crossing)


@pytest.fixture
def panel(qtbot) -> WallsPanel:
    made = WallsPanel()
    made.setStyleSheet(style_sheet())
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    return made


class TestWallsPanel:
    def test_three_plots_are_chosen_by_their_buttons(self, qtbot, panel):
        walls = WallMeasures(thickness(np.full(16, 8.0)), thickness(np.full(16, 10.0), phase=7))
        panel.show_walls(walls, "", "Marked on slice 5, phase 1.")
        assert panel.bulls_eye.values == pytest.approx(8.0)
        qtbot.mouseClick(panel.button(WallPlot.END_SYSTOLE), Qt.MouseButton.LeftButton)
        assert panel.bulls_eye.values == pytest.approx(10.0)
        assert panel.slices_text == "Slices used, a third each:\nPhase 8: basal 2–4, mid 5–6, apical 7–8"
        panel.button(WallPlot.THICKENING).setFocus()
        qtbot.keyClick(panel.button(WallPlot.THICKENING), Qt.Key.Key_Space)
        assert panel.bulls_eye.values == pytest.approx(25.0)
        assert panel.slices_text.splitlines()[1].startswith("Phase 1: basal")
        assert panel.summary == "Mean of segments 25 %, from 25 to 25 %"

    def test_without_walls_it_says_what_to_do(self, panel):
        panel.show_walls(None, "Mark the anterior RV insertion on one image.", "")
        assert panel.problem_text.startswith("Mark the anterior")
        assert np.isnan(panel.bulls_eye.values).all()
        assert panel.summary == ""

    def test_crossing_contours_are_named(self, panel):
        crossing = WallMeasures(thickness(np.full(16, 8.0), crossing=(4,)), thickness(np.full(16, 10.0)))
        panel.show_walls(crossing, "", "")
        assert "the contours cross on slice 5" in panel.problem_text

    def test_slices_without_epicardium_are_named(self, panel):
        partly = replace(thickness(np.full(16, 8.0), phase=3), without_epicardium=(4, 5))
        panel.show_walls(WallMeasures(thickness(np.full(16, 8.0)), partly), "", "")
        assert panel.problem_text == "Phase 4: no epicardium on slice 5–6. Draw it, or the wall there is left out."

    def test_thinning_is_shown_as_less_than_nothing(self, panel):
        panel.show_walls(WallMeasures(thickness(np.full(16, 10.0)), thickness(np.full(16, 9.0))), "", "")
        panel.choose(WallPlot.THICKENING)
        assert panel.bulls_eye.segment_text(0) == "1 Basal anterior: −10 %"

    def test_the_button_asks_for_the_mark(self, qtbot, panel):
        with qtbot.waitSignal(panel.mark_requested):
            qtbot.mouseClick(panel.mark_button, Qt.MouseButton.LeftButton)

    def test_controls_have_names_and_tips(self, panel):
        for button in (*(panel.button(plot) for plot in WallPlot), panel.mark_button):
            assert button.toolTip()
            assert button.accessibleName() or button.text()

    def test_that_segment_17_is_not_seen_and_how_thickness_is_measured_stands_beside_the_values(self, panel):
        assert "segment 17, the apical cap, cannot be seen" in ABOUT
        assert "Centre-line method" in ABOUT
        assert ABOUT in [label.text() for label in panel.findChildren(QLabel)]
