"""The panels of numbers and walls in the real window: entered by keys, marked by a click, kept over a restart."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.clinical_numbers import clinical_numbers
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.gui.controllers.numbers_presenter import NUMBERS_MS
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.gui.views.numbers_panel import _RANGE_TIP
from cmrstudio.gui.views.walls_panel import WallPlot

NUMBERS, WALLS = 1, 2
READER = PhaseSource.READER
ENDO = Structure.LV_ENDOCARDIUM


def ring(radius_px: float) -> np.ndarray:
    angle = np.arange(24) * 2 * np.pi / 24
    return 32 + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).replace("\xa0", " ")


def open_phantom(window, study, *, kept: bool = False) -> None:
    """A study with walls of 8 px at phase 0 and 10 px at phase 10, whose volume goes as a cosine."""
    window.session.open_study(study)
    window.session.complete_study(study)
    if not kept:
        window.session.restore({}, {}, None)


def draw_heart(window, phases: int = 20, slices: int = 6) -> None:
    drawn = []
    for phase in range(phases):
        volume = 1 + 0.4 * np.cos(2 * np.pi * phase / phases)
        inner = 12 * np.sqrt(volume / 1.4)
        outer = np.sqrt(20**2 - 12**2 + inner**2)
        for slice_ in range(slices):
            contours = (
                Contour(Structure.LV_ENDOCARDIUM, ring(inner), "reader"),
                Contour(Structure.LV_EPICARDIUM, ring(outer), "reader"),
            )
            drawn.append(SliceAnnotation(window.session.series.series_uid, phase, slice_, contours))
    window.session.place(drawn, "Segment")
    window.session.place_phases(PhaseSelection(0, phases // 2, READER, READER))


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    open_phantom(made, make_study(20, 6))
    draw_heart(made)
    return made


def _english_tips() -> set[str]:
    return {_RANGE_TIP, *(number.meaning for number in clinical_numbers(None, PatientFacts()))}


def show_panel(window, index: int) -> None:
    window.page.panels.setCurrentIndex(index)
    QApplication.processEvents()


def enter(qtbot, window, name: str, text: str) -> None:
    edit = window.numbers_panel.patient.edit(name)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text) if text else qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def choose_sex(qtbot, window, text: str) -> None:
    field = window.numbers_panel.patient.sex_field
    field.setFocus()
    qtbot.keyClicks(field, text[0])
    field.activated.emit(field.currentIndex())


def click_image(qtbot, window, column: float, row: float) -> None:
    canvas = window.page.cine.canvas
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.to_screen((column, row)).toPoint())


def settle(qtbot) -> None:
    qtbot.wait(NUMBERS_MS * 3)


class TestNumbers:
    def test_volumes_are_indexed_once_height_and_weight_are_entered(self, qtbot, window):
        show_panel(window, NUMBERS)
        panel = window.numbers_panel
        assert plain(panel.text("edv_ml_per_m2")).startswith("–")
        enter(qtbot, window, "height_cm", "180")
        enter(qtbot, window, "weight_kg", "80")
        settle(qtbot)
        edv = float(plain(panel.text("edv_ml")).split()[0])
        assert float(plain(panel.text("edv_ml_per_m2")).split()[0]) == pytest.approx(edv / 2.0, abs=0.06)
        assert panel.patient.caption_text("bsa") == "BSA 2.00 m²"
        assert plain(panel.text("edv_ml")).endswith(" ml")
        assert plain(panel.text("edv_ml_per_m2")).endswith(" ml/m²")

    def test_du_bois_can_be_chosen(self, qtbot, window):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "height_cm", "170")
        enter(qtbot, window, "weight_kg", "70")
        field = window.numbers_panel.patient.formula_field
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Down)
        field.activated.emit(field.currentIndex())
        settle(qtbot)
        assert window.numbers_panel.patient.caption_text("bsa") == "BSA 1.81 m²"

    def test_normal_ranges_need_sex_and_age_and_name_their_source(self, qtbot, window):
        show_panel(window, NUMBERS)
        panel = window.numbers_panel
        settle(qtbot)
        assert "Enter the patient's sex and age" in panel.note
        assert plain(panel.range_text("edv_ml")) == ""
        enter(qtbot, window, "age_years", "60")
        choose_sex(qtbot, window, "Male")
        settle(qtbot)
        assert plain(panel.range_text("edv_ml")).endswith("101–218")
        assert "Healthy Hearts Consortium" in panel.note
        assert "White adults aged 60–69 of the same sex, papillary muscles in the blood pool" in panel.note
        assert plain(panel.range_text("lv_mass_g")).endswith("70–141")
        enter(qtbot, window, "age_years", "30")
        settle(qtbot)
        assert "White adults aged 30–39" in panel.note
        assert plain(panel.range_text("edv_ml")).endswith("126–244")
        qtbot.wait(QApplication.keyboardInputInterval() + 50)  # so that "F" does not go on with "M"
        choose_sex(qtbot, window, "Female")
        settle(qtbot)
        assert plain(panel.range_text("edv_ml")).endswith("101–185")
        enter(qtbot, window, "age_years", "90")
        settle(qtbot)
        assert "the source covers 18 to 83 years" in panel.note
        assert plain(panel.range_text("edv_ml")) == ""

    def test_numbers_say_how_they_count_and_what_is_wrong_with_them(self, qtbot, window):
        show_panel(window, NUMBERS)
        settle(qtbot)
        panel = window.numbers_panel
        assert "All slices with contours count. Papillary muscles belong to the blood pool." in panel.note
        assert panel.warnings_text == ""
        gone = replace(window.session.annotation((0, 2)), contours=())
        window.session.place([gone], "Clear")
        settle(qtbot)
        assert "No endocardial contour on slice 3 at phase 1" in panel.warnings_text
        window.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Count papillary muscles")
        settle(qtbot)
        assert "Papillary muscles count to the mass" in panel.note

    def test_normal_ranges_change_with_the_papillary_choice(self, qtbot, window):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "age_years", "60")
        choose_sex(qtbot, window, "Male")
        window.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Count papillary muscles")
        settle(qtbot)
        panel = window.numbers_panel
        assert plain(panel.range_text("edv_ml")).endswith("89–197")
        assert plain(panel.range_text("lv_mass_g")).endswith("81–165")
        assert "papillary muscles in the mass" in panel.note
        window.session.undo_stack.undo()
        settle(qtbot)
        assert plain(panel.range_text("edv_ml")).endswith("101–218")
        assert "papillary muscles in the blood pool" in panel.note

    def test_in_german_ranges_and_tips_have_german_words(self, qtbot, window):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "age_years", "60")
        choose_sex(qtbot, window, "Male")
        try:
            use_language(Language.GERMAN)
            settle(qtbot)
            panel = window.numbers_panel
            assert (
                "95 % gesunder weißer Erwachsener von 60–69 Jahren gleichen Geschlechts, Papillarmuskeln" in panel.note
            )
            left = [label.toolTip() for label in panel.findChildren(QLabel) if label.toolTip() in _english_tips()]
            assert left == []
        finally:
            use_language(Language.ENGLISH)

    def test_what_lies_outside_its_range_is_told_by_a_word_too(self, qtbot, window):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "age_years", "60")
        choose_sex(qtbot, window, "Male")
        settle(qtbot)
        edv = float(plain(window.numbers_panel.text("edv_ml")).split()[0])
        assert edv < 101
        assert plain(window.numbers_panel.range_text("edv_ml")) == "▼ low 101–218"

    def test_the_output_needs_a_heart_rate(self, qtbot, window):
        show_panel(window, NUMBERS)
        settle(qtbot)
        assert plain(window.numbers_panel.text("co_l_per_min")).startswith("–")
        assert "Cardiac output needs the heart rate" in window.numbers_panel.note
        assert "at most 75/min, since the images cover 800 ms" in window.numbers_panel.note
        enter(qtbot, window, "heart_rate_bpm", "75")
        settle(qtbot)
        assert "Cardiac output" not in window.numbers_panel.note
        stroke = window.session.measures.sv_ml
        assert float(plain(window.numbers_panel.text("co_l_per_min")).split()[0]) == pytest.approx(
            stroke * 75 / 1000, abs=0.006
        )

    def test_they_say_which_phases_and_slices_they_rest_on(self, qtbot, window):
        show_panel(window, NUMBERS)
        settle(qtbot)
        assert "ED phase 1, slices 1–6; ES phase 11, slices 1–6." in window.numbers_panel.note


class TestPatient:
    def test_headers_are_shown_and_the_reader_goes_before_them(self, qtbot, open_window, make_study):
        window = open_window(start=False)
        study = replace(make_study(20, 6), patient=PatientFacts(Sex.FEMALE, 61, 168, 70))
        open_phantom(window, study)
        show_panel(window, NUMBERS)
        settle(qtbot)
        patient = window.numbers_panel.patient
        assert patient.edit("height_cm").placeholderText() == "168"
        assert patient.sex_field.currentText() == "Female"
        assert window.study_facts.patient.weight_kg == 70
        enter(qtbot, window, "weight_kg", "72,5")
        settle(qtbot)
        assert window.study_facts.patient.weight_kg == 72.5
        assert patient.caption_text("weight_kg").endswith("✎")
        enter(qtbot, window, "weight_kg", "")
        settle(qtbot)
        assert window.study_facts.patient.weight_kg == 70
        assert not patient.caption_text("weight_kg").endswith("✎")

    @pytest.mark.parametrize(("text", "message"), [("1.75", "Height: 1.75 cm cannot be"), ("tall", "is no number")])
    def test_an_entry_that_cannot_be_is_refused_and_changes_nothing(self, qtbot, window, text, message):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "height_cm", "170")
        enter(qtbot, window, "height_cm", text)
        assert message in window.numbers_panel.patient.problem_text
        assert window.study_facts.patient.height_cm == 170
        enter(qtbot, window, "height_cm", "171")
        assert window.numbers_panel.patient.problem_text == ""
        assert window.study_facts.patient.height_cm == 171

    def test_another_study_begins_with_its_own_facts(self, qtbot, window, make_study):
        show_panel(window, NUMBERS)
        enter(qtbot, window, "height_cm", "170")
        open_phantom(window, make_study(20, 6, "2"))
        settle(qtbot)
        assert window.study_facts.patient == PatientFacts()
        assert window.numbers_panel.patient.edit("height_cm").text() == ""


class TestRates:
    def test_rates_stand_above_the_curve_and_in_the_panel(self, qtbot, window):
        show_panel(window, NUMBERS)
        settle(qtbot)
        stroke = window.session.measures.sv_ml
        expected = stroke / 2 * 2 * np.pi / 0.8  # the steepest slope of a cosine over 20 phases of 40 ms
        assert f"peak ejection {expected:.0f} ml/s" in window.page.curve.rates_text
        assert window.numbers_panel.text("peak_ejection_rate") == f"{expected:.0f} ml/s"
        assert window.numbers_panel.text("peak_filling_edv_rate").endswith("EDV/s")
        assert "trigger times" in window.numbers_panel.rates_note
        assert window.numbers_panel.rates_note.endswith("Rests on contours that are not verified at 20 of 20 phases.")

    @pytest.mark.parametrize("width", [1440, 1100, 900])
    def test_the_curve_fits_its_place_with_the_rates_in_any_window(self, qtbot, window, width):
        window.resize(width, 700)
        settle(qtbot)
        curve = window.page.curve
        legend = curve._rate_trace.legend
        assert legend.fontMetrics().horizontalAdvance(legend.text()) <= curve.width()
        assert curve.getPlotItem().getAxis("right").sceneBoundingRect().right() <= curve.width()
        place = curve.getPlotItem().vb.mapViewToScene(QPointF(20, 20))
        with qtbot.waitSignal(curve.phase_requested) as asked:
            qtbot.mouseClick(curve.viewport(), Qt.MouseButton.LeftButton, pos=curve.mapFromScene(place))
        assert asked.args == [19]

    def test_without_times_there_are_no_rates_and_the_panel_says_why(self, qtbot, open_window, make_study):
        window = open_window(start=False)
        study = make_study(20, 6)
        stack = replace(study.short_axis.stack, trigger_times_ms=np.full((20, 6), np.nan))
        open_phantom(window, replace(study, series=(replace(study.short_axis, stack=stack),)))
        draw_heart(window)
        show_panel(window, NUMBERS)
        settle(qtbot)
        assert window.page.curve.rates_text == ""
        assert "enter the heart rate" in window.numbers_panel.rates_note
        enter(qtbot, window, "heart_rate_bpm", "75")
        settle(qtbot)
        assert "peak ejection" in window.page.curve.rates_text

    def test_an_edit_is_seen_in_the_rates(self, qtbot, window):
        settle(qtbot)
        before = window.page.curve.rates_text
        for slice_ in range(6):
            annotation = window.session.annotation((5, slice_))
            contour = annotation.contour(Structure.LV_ENDOCARDIUM)
            window.session.place([annotation.with_contour(contour.with_points(ring(8.0)))], "Edit")
        qtbot.waitUntil(lambda: window.page.curve.rates_text not in ("", before), timeout=2000)


class TestWalls:
    def test_i_and_a_click_mark_the_insertion_and_fill_the_bulls_eye(self, qtbot, window):
        window.session.go_to(0, 3)
        qtbot.keyClick(window.page.cine, Qt.Key.Key_I)
        assert window.walls_panel.isVisible()
        undo_steps = window.session.undo_stack.count()
        click_image(qtbot, window, 20, 12)
        settle(qtbot)
        mark = window.study_facts.insertion
        assert (mark.phase_index, mark.slice_index) == (0, 3)
        assert (mark.column_px, mark.row_px) == pytest.approx((20, 12), abs=0.2)
        assert window.session.undo_stack.count() == undo_steps + 1
        assert window.walls_panel.bulls_eye.values == pytest.approx(12.0, rel=0.01)  # 8 px of 1.5 mm
        assert window.walls_panel.problem_text == ""
        assert "Phase 1: basal 1–2, mid 3–4, apical 5–6" in window.walls_panel.slices_text
        window.actions_by_name["copy_bulls_eye"].trigger()
        shown = window.walls_panel.bulls_eye.grab().toImage()
        assert QGuiApplication.clipboard().image() == shown.convertToFormat(
            QGuiApplication.clipboard().image().format()
        )

    def test_marking_is_undone_and_done_again_like_any_edit(self, qtbot, window):
        undo, redo = window.actions_by_name.undo, window.actions_by_name.redo
        for slice_index, column in ((3, 20), (2, 18)):
            window.session.go_to(0, slice_index)
            window.actions_by_name["mark_rv_insertion"].trigger()
            click_image(qtbot, window, column, 12)
        assert undo.text() == "Undo: Mark RV insertion (slice 3, phase 1)"
        window.session.go_to(5, 0)
        undo.trigger()
        assert window.session.position == (0, 2)
        assert window.study_facts.insertion.column_px == pytest.approx(20, abs=0.2)
        undo.trigger()
        assert window.session.position == (0, 3)
        assert window.study_facts.insertion is None
        settle(qtbot)
        assert "Mark the anterior RV insertion" in window.walls_panel.problem_text
        window.session.go_to(5, 0)
        redo.trigger()
        assert window.session.position == (0, 3)
        assert window.study_facts.insertion.column_px == pytest.approx(20, abs=0.2)
        settle(qtbot)
        assert window.walls_panel.bulls_eye.values == pytest.approx(12.0, rel=0.01)

    def test_escape_gives_the_click_back(self, qtbot, window):
        window.actions_by_name["mark_rv_insertion"].trigger()
        qtbot.keyClick(window.page.cine, Qt.Key.Key_Escape)
        click_image(qtbot, window, 20, 12)
        assert window.study_facts.insertion is None

    def test_a_click_beside_the_image_marks_nothing_and_may_be_tried_again(self, qtbot, window):
        window.actions_by_name["mark_rv_insertion"].trigger()
        viewport = window.page.cine.canvas.viewport()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(1, viewport.height() // 2))
        assert window.study_facts.insertion is None
        click_image(qtbot, window, 20, 12)
        assert window.study_facts.insertion is not None

    def test_a_double_click_marks_once_and_inserts_no_point(self, qtbot, window):
        window.session.go_to(0, 3)
        before = window.session.annotation()
        on_curve = before.contour(Structure.LV_EPICARDIUM).points_px[:2].mean(axis=0)
        window.actions_by_name["mark_rv_insertion"].trigger()
        click_image(qtbot, window, *on_curve)
        canvas = window.page.cine.canvas
        place = canvas.to_screen(on_curve).toPoint()
        qtbot.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert window.study_facts.insertion is not None
        assert window.session.annotation().contours == before.contours

    def test_hiding_the_contours_hides_the_segments(self, qtbot, window):
        show_panel(window, WALLS)
        window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
        settle(qtbot)
        overlay = next(child for child in window.page.cine.canvas.children() if hasattr(child, "marks"))
        assert overlay.isVisible()
        qtbot.keyClick(window.page.cine, Qt.Key.Key_H)
        assert not overlay.isVisible()
        qtbot.keyClick(window.page.cine, Qt.Key.Key_H)
        assert overlay.isVisible()

    def test_the_reader_may_go_to_another_slice_before_the_click(self, qtbot, window):
        window.session.go_to(0, 3)
        show_panel(window, WALLS)
        qtbot.mouseClick(window.walls_panel.mark_button, Qt.MouseButton.LeftButton)
        qtbot.keyClick(window.page.cine, Qt.Key.Key_Down)
        click_image(qtbot, window, 20, 12)
        assert window.study_facts.insertion.slice_index == 4

    def test_one_mark_serves_all_slices_and_phases(self, qtbot, window):
        show_panel(window, WALLS)
        window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
        overlay = next(child for child in window.page.cine.canvas.children() if hasattr(child, "marks"))
        for key, numbers in (((0, 0), range(1, 7)), ((7, 3), range(7, 13)), ((10, 5), range(13, 17))):
            window.session.go_to(*key)
            settle(qtbot)
            assert [text for _, text in overlay.marks.numbers] == [str(number) for number in numbers]
            offset = np.array(overlay.marks.insertion) - 32
            assert np.degrees(np.arctan2(offset[1], offset[0])) == pytest.approx(
                np.degrees(np.arctan2(12 - 32, 20 - 32)), abs=3
            )
        show_panel(window, NUMBERS)
        assert overlay.marks.insertion is None

    def test_the_mark_goes_along_where_the_heart_lies_elsewhere_on_a_slice(self, qtbot, window):
        show_panel(window, WALLS)
        window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
        overlay = next(child for child in window.page.cine.canvas.children() if hasattr(child, "marks"))
        there, shift = window.session.annotation((7, 1)), np.array([5.0, -4.0])
        moved = tuple(one.with_points(one.points_px + shift) for one in there.contours)
        window.session.place([replace(there, contours=moved)], "Edit")
        places = []
        for key in ((7, 0), (7, 1)):
            window.session.go_to(*key)
            settle(qtbot)
            places.append(np.array(overlay.marks.insertion))
        assert places[1] - places[0] == pytest.approx(shift, abs=0.3)

    def test_thickening_without_an_epicardium_at_end_systole_is_unknown_and_says_why(self, qtbot, window):
        show_panel(window, WALLS)
        window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
        session = window.session
        whole = session.annotation((10, 5))
        alone = replace(whole, contours=tuple(one for one in whole.contours if one.structure is ENDO))
        session.place([alone], "Delete the epicardium")
        settle(qtbot)
        panel = window.walls_panel
        assert "Phase 11: no epicardium on slice 6" in panel.problem_text
        panel.choose(WallPlot.THICKENING)
        assert np.isfinite(panel.bulls_eye.values).all()  # slice 5 is left of the apical third
        for index in range(6):
            before = session.annotation((10, index))
            session.place([replace(before, contours=before.contours[:1])], "Delete the epicardium")
        settle(qtbot)
        assert np.isnan(panel.bulls_eye.values).all()
        assert "Phase 11 has both contours on 0 slices" in panel.problem_text
        panel.choose(WallPlot.END_DIASTOLE)
        assert panel.bulls_eye.values == pytest.approx(12.0, rel=0.01)

    def test_thickening_follows_an_edit(self, qtbot, window):
        show_panel(window, WALLS)
        window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
        window.walls_panel.choose(WallPlot.THICKENING)
        settle(qtbot)
        panel = window.walls_panel
        before = panel.bulls_eye.values.copy()
        annotation = window.session.annotation((10, 0))
        contour = annotation.contour(Structure.LV_EPICARDIUM)
        window.session.place([annotation.with_contour(contour.with_points(ring(22.0)))], "Edit")
        qtbot.waitUntil(lambda: bool(np.all(panel.bulls_eye.values[:6] > before[:6] + 1)), timeout=2000)
        assert window.walls_panel.bulls_eye.values[6:] == pytest.approx(before[6:])

    def test_a_click_in_another_tool_still_edits_afterwards(self, qtbot, window):
        window.session.go_to(0, 3)
        window.actions_by_name["mark_rv_insertion"].trigger()
        click_image(qtbot, window, 20, 12)
        contour = window.session.annotation().contour(Structure.LV_ENDOCARDIUM)
        canvas = window.page.cine.canvas
        viewport, left, none = canvas.viewport(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        start = contour.points_px[0]
        for kind, place, button, held in (
            (QEvent.Type.MouseMove, start, none, none),
            (QEvent.Type.MouseButtonPress, start, left, left),
            (QEvent.Type.MouseMove, start + 1.5, none, left),
            (QEvent.Type.MouseButtonRelease, start + 1.5, left, none),
        ):
            at = canvas.to_screen(place)
            event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(viewport, event)
        assert window.session.annotation().contour(Structure.LV_ENDOCARDIUM) != contour


def test_a_kept_fact_that_cannot_be_used_is_told_and_left_out(qtbot, window):
    told = []
    window.study_facts.refused.connect(lambda *news: told.append(news))
    uid, series = window.session.study.study_uid, window.session.series.series_uid
    window.study_facts.recall({uid: {"sex": "robot", "height_cm": 9000, "age_years": 50}, series: {"rv_insertion": {}}})
    assert {name for name, _ in told} == {"sex", "height_cm", "rv_insertion"}
    assert window.study_facts.patient == PatientFacts(age_years=50)
    assert window.study_facts.insertion is None
