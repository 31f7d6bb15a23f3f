from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton

from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import LeftOut
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.theme import STATE_COLOURS, theme_changes
from cmrstudio.gui.views.dialogs import LeftOutDialog, ReviewerDialog
from cmrstudio.gui.views.measures_panel import MeasuresPanel
from cmrstudio.gui.views.message_bar import MessageBar, MessageKind
from cmrstudio.gui.views.position_controls import PhaseSlider, SliceSlider
from cmrstudio.gui.views.slice_list import LABELS, SHORT_WORDS, SliceList
from cmrstudio.gui.views.start_page import StartPage
from cmrstudio.gui.views.status_strip import NOT_FOR_DIAGNOSTIC_USE, StatusStrip
from cmrstudio.gui.views.verify_box import VerifyBox
from cmrstudio.gui.views.volume_curve import VolumeCurve
from cmrstudio.store.records import StudyRecord


@pytest.fixture
def curve(qtbot):
    made = VolumeCurve()
    qtbot.addWidget(made)
    made.resize(600, 160)
    made.show()
    made.show_measures(np.linspace(120, 60, 20), PhaseSelection(0, 19))
    return made


class TestVolumeCurve:
    @pytest.mark.parametrize("phase_index", [0, 7, 19])
    def test_a_click_asks_for_the_phase_under_it(self, qtbot, curve, phase_index):
        place = curve.getPlotItem().vb.mapViewToScene(QPoint(phase_index + 1, 90))
        with qtbot.waitSignal(curve.phase_requested) as asked:
            qtbot.mouseClick(curve.viewport(), Qt.MouseButton.LeftButton, pos=curve.mapFromScene(place))
        assert asked.args == [phase_index]

    def test_unknown_phases_are_gaps(self, curve):
        volumes = np.array([100.0, np.nan, 80.0])
        curve.show_measures(volumes, PhaseSelection(0, 2))
        assert np.isnan(curve._curve.getData()[1][1])

    def test_without_any_volume_it_says_how_to_get_one(self, curve):
        curve.show_measures(np.full(20, np.nan), PhaseSelection(0, 8))
        assert curve._hint.isVisible()

    def test_a_click_on_an_empty_curve_asks_for_nothing(self, qtbot, curve):
        curve.show_measures(np.zeros(0), PhaseSelection(0, 0))
        assert curve.phase_at(curve.rect().center().toPointF()) is None

    def test_every_volume_stays_inside_the_picture(self, curve):
        for volumes in ([10.0, 20.0], [100.0, 300.0], [99.0, 101.0]):
            curve.show_measures(np.array(volumes), PhaseSelection(0, 1))
            (_, _), (bottom, top) = curve.viewRange()
            assert bottom <= min(volumes) < max(volumes) <= top

    def test_closed_it_minds_no_change_of_theme(self, qapp):
        curve = VolumeCurve()  # not the test's own, which is closed once more at its end
        curve.close()
        theme_changes.changed.emit()

    def test_the_names_of_the_phases_cover_no_part_of_the_curve(self, qtbot, curve):
        rising = 192 - 30 * np.sin(np.linspace(0, np.pi, 20))
        for highest in np.arange(192.0, 230.0, 1.5):  # as more phases are segmented
            volumes = rising.copy()
            volumes[18] = highest
            curve.show_measures(volumes, PhaseSelection(18, 9))
            qtbot.wait(1)
            curve.grab()  # lays the names out
            top = curve.getPlotItem().vb.mapViewToScene(QPointF(19, highest)).y()
            assert curve._marks["ED"].label.sceneBoundingRect().bottom() <= top, highest


@pytest.fixture
def panel(qtbot):
    made = MeasuresPanel()
    qtbot.addWidget(made)
    return made


class TestMeasuresPanel:
    def test_without_measures_it_shows_dashes(self, panel):
        panel.show_measures(None)
        assert {panel.value_text(name) for name in ("edv_ml", "ef_percent", "lv_mass_g")} == {"–"}

    def test_numbers_have_one_decimal_and_name_their_slices(self, panel, session, draw):
        for phase_index, radius in ((0, 12), (5, 9)):
            for slice_index in (1, 2, 3):
                draw(phase_index, slice_index, radius)
        panel.show_measures(measure(session.stack, session.annotations, PhaseSelection(0, 5)))
        assert re.fullmatch(r"\d+\.\d", panel.value_text("edv_ml"))
        assert float(panel.value_text("ef_percent")) == pytest.approx(100 * (1 - 81 / 144), abs=0.1)
        assert panel._notes["edv_ml"].text() == "slices 2–4"

    def test_flags_are_sentences_that_go_when_their_reason_goes(self, panel, session, draw):
        draw(0, 1)
        draw(0, 3)
        panel.show_measures(measure(session.stack, session.annotations, PhaseSelection(0, 5)))
        assert any("slice 3" in text for text in panel.flag_texts)
        draw(0, 2)
        panel.show_measures(measure(session.stack, session.annotations, PhaseSelection(0, 5)))
        assert not any("slice 3" in text for text in panel.flag_texts)

    def test_a_flagged_number_is_marked(self, panel, session, draw):
        draw(0, 1)
        draw(0, 3)
        panel.show_measures(measure(session.stack, session.annotations, PhaseSelection(0, 5)))
        assert panel._values["edv_ml"].property("flagged") is True
        assert not panel._values["lv_mass_g"].property("flagged")


def test_sliders_ask_for_zero_based_indices_and_count_from_one(qtbot):
    for slider in (PhaseSlider(), SliceSlider()):
        qtbot.addWidget(slider)
        asked = []
        slider.index_requested.connect(asked.append)
        slider.set_count(12)
        slider.set_index(4)
        slider.slider.setValue(7)
        slider.slider.setValue(11)
        assert asked == [7, 11]


def test_a_slider_over_one_position_is_off(qtbot):
    slider = PhaseSlider()
    qtbot.addWidget(slider)
    slider.set_count(1)
    assert not slider.slider.isEnabled()


class TestSliceList:
    @pytest.fixture
    def slices(self, qtbot):
        made = SliceList()
        qtbot.addWidget(made)
        made.set_slices([0.0, 10.0, 20.0])
        return made

    @pytest.mark.parametrize("state", list(ContourState))
    def test_a_state_is_a_word_and_a_colour(self, slices, state):
        slices.set_state(1, state)
        assert slices.item(1).foreground().color().name() == STATE_COLOURS[state]
        assert slices.item(1).text().endswith(SHORT_WORDS.get(state, LABELS[state][1]))
        assert LABELS[state][1] in slices.item(1).toolTip()

    def test_a_missing_image_is_said_to_be_missing(self, slices):
        slices.set_state(1, ContourState.EMPTY, is_present=False)
        assert "missing" in slices.item(1).text()

    def test_choosing_a_row_asks_for_its_slice(self, slices):
        asked = []
        slices.slice_requested.connect(asked.append)
        slices.setCurrentRow(2)
        assert asked == [2]

    def test_showing_a_slice_asks_for_nothing(self, slices):
        asked = []
        slices.slice_requested.connect(asked.append)
        slices.show_slice(2)
        assert (asked, slices.currentRow()) == ([], 2)


class TestVerifyBox:
    def test_it_names_reviewer_and_time(self, qtbot, session):
        box = VerifyBox()
        qtbot.addWidget(box)
        when = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
        box.show_state(ContourState.VERIFIED, Verification(session.annotation().key, 1, "Dr. Example", when, "x"), "")
        assert "Dr. Example" in box._who.text()
        assert "2026-03-04" in box._who.text()
        assert not box.verify_button.isEnabled()

    def test_a_stale_verification_can_be_renewed(self, qtbot):
        box = VerifyBox()
        qtbot.addWidget(box)
        box.show_state(ContourState.STALE, None, "")
        assert box.verify_button.isEnabled()


class TestMessageBar:
    @pytest.fixture
    def bar(self, qtbot):
        made = MessageBar()
        qtbot.addWidget(made)
        return made

    def test_a_warning_does_not_push_an_error_away(self, bar):
        bar.show_message("The engine died.", MessageKind.ERROR)
        bar.show_message("One file is missing.", MessageKind.WARNING)
        assert bar.text == "The engine died."

    def test_a_dismissed_message_is_gone(self, bar):
        bar.show_message("The engine died.", MessageKind.ERROR)
        bar.dismiss()
        assert bar.text == ""


def test_the_status_strip_never_loses_the_notice(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show()
    strip.showMessage("Something new")
    strip.show_task("Segmenting", 3, 10)
    notices = [label for label in strip.findChildren(type(strip._save)) if label.text() == NOT_FOR_DIAGNOSTIC_USE]
    assert [label.isVisible() for label in notices] == [True]
    assert strip.task_text == "Segmenting"
    strip.end_task()
    assert strip.task_text == ""


def test_news_that_do_not_fit_beside_a_task_end_in_an_ellipsis_and_are_whole_in_the_tool_tip(qtbot):
    strip, news = StatusStrip(), "15 files are not part of this cine: see File > What was left out."
    qtbot.addWidget(strip)
    strip.resize(1400, 26)
    strip.show()
    strip.show_news(news)
    assert strip.news_shown == news
    strip.resize(700, 26)
    strip.show_task("Segmenting 20 phases", 3, 10)
    qtbot.waitUntil(lambda: strip.news_shown.endswith("…"), timeout=5000)
    assert news.startswith(strip.news_shown.rstrip("…"))
    assert strip.toolTip() == news


def test_the_start_page_offers_recent_studies(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    now = datetime.now(UTC)
    page.set_recent((StudyRecord("1", "k", "Jane", "/data/jane", "2020-01-01", now),))
    button = next(b for b in page.findChildren(QPushButton) if "Jane" in b.text())
    with qtbot.waitSignal(page.study_requested) as asked:
        button.click()
    assert asked.args == [Path("/data/jane")]


def test_the_left_out_dialog_lists_reasons_files_and_notes(qtbot, make_study):
    from dataclasses import replace

    study = make_study(4, 3)
    study = replace(study, left_out=(LeftOut(study.source / "a" / "x.dcm", "a localizer"),))
    dialog = LeftOutDialog(study, ("Two slices overlap.",))
    qtbot.addWidget(dialog)
    assert [dialog.table.item(0, column).text() for column in (0, 1)] == ["a localizer", "a/x.dcm"]


def test_the_reviewer_dialog_takes_no_empty_name(qtbot):
    dialog = ReviewerDialog("")
    qtbot.addWidget(dialog)
    assert not dialog._ok.isEnabled()
    qtbot.keyClicks(dialog.name, "Dr. Example")
    assert dialog._ok.isEnabled()
