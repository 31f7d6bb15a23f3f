"""What a report made in the window says, against what the panels show: conventions, patient, walls, sign-offs."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from cmrstudio import workflow
from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.reading_report import ReadingReport, ReportFormat, measure_rows, slices_text
from cmrstudio.gui.controllers.reporting import ReportRequest
from cmrstudio.gui.features.reporting import _all_that_is_known
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.gui.views import measures_panel
from cmrstudio.gui.views.walls_panel import _SCALES, _TITLES, WallPlot
from tests.gui.conftest import ring
from tests.gui.test_report_dialog import open_phantom
from tests.gui.test_sign_off import sign

NUMBERS = ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g")
PLANE = Conventions(basal_rule=BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(8.0, 12.0))
KNOWN = PatientFacts(sex=Sex.MALE, age_years=57.6, height_cm=178.0, weight_kg=82.0, heart_rate_bpm=64.0)


@pytest.fixture
def window(qtbot, open_window, make_study):
    """A window in which a patient of whom the headers tell is open, with contours at all phases."""
    made = open_window()
    made.verifying.set_reviewer("Dr. Example")
    open_phantom(qtbot, made, replace(make_study(10, 5), patient=KNOWN))
    made.show_page()
    return made


def show(qtbot, window, panel) -> None:
    tabs = window.page.panels
    tabs.setCurrentIndex(next(i for i in range(tabs.count()) if tabs.widget(i).isAncestorOf(panel)))
    qtbot.waitUntil(panel.isVisible, timeout=5_000)


def make(qtbot, window, folder: Path, *, with_identity: bool = True) -> tuple[dict[str, str], str]:
    """The row of the study's table and the HTML of a report made in the window."""
    request = ReportRequest(folder, (ReportFormat.HTML, ReportFormat.CSV), with_identity)
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        window.reporting.make(request)
    paths = done.args[0].paths
    with next(path for path in paths if path.name.endswith("_studies.csv")).open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    return row, unescape(next(path for path in paths if path.suffix == ".html").read_text())


def words(html: str) -> str:
    """The number with its unit that a label shows."""
    return re.sub(r"<[^>]+>", "", html).strip()


def reopened(window) -> ReadingReport:
    """The report that the command line makes of what the workspace keeps."""
    assert window.keeping.flush() is None
    study = window.session.study
    kept = workflow.kept_in(window.keeping.store, study, study.short_axis)
    return workflow.report_on(study, study.short_axis, kept)


class TestConventions:
    def test_numbers_and_slices_are_those_of_the_panel_under_the_chosen_conventions(self, qtbot, window, tmp_path):
        before = window.page.measures.value_text("edv_ml")
        window.measuring.choose(PLANE, "Change basal rule")
        panel = window.page.measures
        assert panel.value_text("edv_ml") != before
        row, html = make(qtbot, window, tmp_path)
        for name in NUMBERS:
            assert f"{float(row[name]):.1f}" == panel.value_text(name)
            assert f'<td class="number bold">{panel.value_text(name)}</td>' in html
        assert PLANE.basal_text in html
        assert PLANE.basal_text in row["conventions"]
        assert panel._notes["edv_ml"].text() in html
        assert "not 1" in panel._notes["edv_ml"].text()

    def test_papillary_muscle_that_counts_to_the_mass_is_told_as_in_the_panel(self, qtbot, window, tmp_path):
        window.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Change papillary muscles")
        _, html = make(qtbot, window, tmp_path)
        (amounts,) = re.findall(r"They are (.*)\.", window.page.measures.conventions_text)
        assert amounts in html
        assert "papillary muscles in the mass; Raisi-Estabragh" in html

    def test_the_slices_read_the_same_in_panel_and_report(self, window):
        window.measuring.choose(PLANE, "Change basal rule")
        for row, name in ((row, row.name) for row in measure_rows(window.session.measures)):
            if name in ("edv_ml", "esv_ml", "lv_mass_g"):
                assert window.page.measures._notes[name].text() == row.rests_on

    def test_a_report_is_english_also_where_the_window_is_german(self, window):
        volume = replace(window.session.measures.end_diastolic, left_out_indices=(0,), slice_indices=(1, 2))
        use_language(Language.GERMAN)
        try:
            assert measures_panel.slices_text(volume) != slices_text(volume) == "slices 2–3, not 1"
        finally:
            use_language(Language.ENGLISH)

    def test_the_command_line_measures_by_the_kept_conventions(self, window):
        window.measuring.choose(PLANE, "Change basal rule")
        report = reopened(window)
        shown = window.page.measures
        assert {row.name: row.value_text for row in report.measures if row.name in NUMBERS} == {
            name: shown.value_text(name) for name in NUMBERS
        }
        assert ("Basal slices", PLANE.basal_text) in report.conventions

    def test_the_reading_of_the_active_reader_is_reported(self, qtbot, window):
        shared_edv = window.session.measures.edv_ml
        study = window.session.study
        window.opening.reload = lambda: window.session.open_study(study)  # a phantom has no files to read anew
        with qtbot.waitSignal(window.readers.switched, timeout=10_000):
            window.readers.switch("R1")
        window.session.complete_study(study)
        qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
        uid = study.short_axis.series_uid
        structures = ((Structure.LV_ENDOCARDIUM, 0.0), (Structure.LV_EPICARDIUM, 5.0))
        own = [
            SliceAnnotation(uid, phase, at, tuple(Contour(s, ring(radius + more), "reader") for s, more in structures))
            for phase, radius in ((0, 14.0), (4, 9.0))
            for at in range(5)
        ]
        window.session.place(own, "Draw")
        report = reopened(window)
        assert report.reader == "R1"
        edv_ml = next(row.value for row in report.measures if row.name == "edv_ml")
        assert edv_ml == pytest.approx(window.session.measures.edv_ml)
        assert edv_ml != pytest.approx(shared_edv)


class TestPatient:
    def test_indexed_numbers_and_ranges_are_those_of_the_numbers_panel(self, qtbot, window, tmp_path):
        panel = window.numbers_panel
        show(qtbot, window, panel)
        row, html = make(qtbot, window, tmp_path)
        for key in ("edv_ml", "edv_ml_per_m2", "esv_ml_per_m2", "sv_ml_per_m2", "lv_mass_g_per_m2", "ef_percent"):
            assert words(panel.text(key)).startswith(f"{float(row[key]):.1f} ")
            limits = f"{float(row[f'{key}_normal_low']):.0f}–{float(row[f'{key}_normal_high']):.0f}"
            assert words(panel.range_text(key)).endswith(limits)
            assert limits in html
        for key in ("co_l_per_min", "co_l_per_min_per_m2"):
            assert words(panel.text(key)).startswith(f"{float(row[key]):.2f} ")
        assert "JACC Cardiovasc Imaging 2024;17:746" in html
        assert "White adults aged 50–59 of the same sex, papillary muscles in the blood pool" in html
        assert "male, 57 years" in html
        assert "64 beats per minute" in html

    def test_what_the_reader_enters_goes_before_the_header_here_and_on_the_command_line(self, qtbot, window, tmp_path):
        window.study_facts.enter("weight_kg", 120.0)
        row, html = make(qtbot, window, tmp_path)
        assert float(row["weight_kg"]) == 120.0
        assert "120 kg" in html
        patient = reopened(window).patient
        assert (patient.weight_kg, patient.height_cm) == (120.0, 178.0)

    def test_rates_are_those_of_the_numbers_panel(self, qtbot, window, tmp_path):
        panel = window.numbers_panel
        window.study_facts.enter("heart_rate_bpm", 140.0)  # the images last 400 ms
        show(qtbot, window, panel)
        row, html = make(qtbot, window, tmp_path)
        for name in ("peak_ejection", "peak_filling"):
            assert panel.text(f"{name}_rate") == f"{float(row[f'{name}_ml_per_s']):.0f} ml/s"
            assert panel.text(f"{name}_edv_rate") == f"{float(row[f'{name}_edv_per_s']):.2f} EDV/s"
            assert panel.text(f"{name}_time").startswith(f"{float(row[f'time_to_{name}_ms']):.0f} ms")
        assert panel.rates_note in html

    def test_without_identity_age_and_size_are_given_but_neither_name_nor_fine_age(self, qtbot, window, tmp_path):
        window.study_facts.enter("age_years", 96.4)
        row, html = make(qtbot, window, tmp_path, with_identity=False)
        assert "Phantom" not in html
        assert (row["patient_name"], row["born_on"]) == ("", "")
        assert (row["sex"], float(row["age_years"]), float(row["height_cm"])) == ("male", 90.0, 178.0)
        assert "96" not in row["age_years"]

    def test_without_facts_there_is_nothing_indexed(self, qtbot, window, make_study, tmp_path):
        open_phantom(qtbot, window, make_study(10, 5, "2"))
        row, html = make(qtbot, window, tmp_path)
        assert not [name for name in row if "per_m2" in name or name.startswith("co_l")]
        assert "No normal ranges: the patient's sex or age is not known." in html

    def test_what_is_missing_is_said_with_the_reason(self, qtbot, window, make_study, tmp_path):
        open_phantom(qtbot, window, make_study(10, 5, "2"))
        phases = window.session.phases
        ends = [(phases.end_systole, index) for index in range(5)]
        uid = window.session.series.series_uid
        window.session.choose_phases(phases.with_end_diastole(0).with_end_systole(phases.end_systole), "Set phases")
        window.session.place([SliceAnnotation(uid, *key) for key in ends], "Clear")
        row, html = make(qtbot, window, tmp_path)
        assert (row["esv_ml"], row["ef_percent"]) == ("", "")
        section = html.split("<h2>Not in this report</h2>")[1].split("</section>")[0]
        for text in (
            f"No ESV, SV and EF: there is no endocardium at end-systole (phase {phases.end_systole + 1}).",
            "No values per m²: the patient's height or weight is not known.",
            "No ejection and filling rates: ",
            "No wall thickness by segment: Mark the anterior RV insertion",
        ):
            assert text in section
        assert "<dt>Sex and age</dt><dd><bdi>not known</bdi></dd>" in html
        assert "<dt>Size</dt><dd><bdi>not known</bdi></dd>" in html
        assert "0 of the " in html

    def test_where_all_is_known_nothing_is_said_to_be_missing(self, window):
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        window.study_facts.enter("heart_rate_bpm", 150.0)  # as long a cycle as the phantom has images of
        assert reopened(window).missing == ()

    def test_a_fact_that_was_kept_damaged_is_named(self, window):
        assert window.keeping.flush() is None
        window.keeping.store.save_facts(window.session.study.study_uid, {"weight_kg": -1.0})
        assert "What was entered as weight kg cannot be used: enter it again." in reopened(window).notes


class TestWalls:
    def test_bulls_eyes_are_those_of_the_walls_panel(self, qtbot, window):
        panel = window.walls_panel
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        show(qtbot, window, panel)
        report = reopened(window)
        assert len(report.bulls_eyes) == 3
        for eye, plot in zip(report.bulls_eyes, WallPlot, strict=True):
            qtbot.mouseClick(panel.button(plot), Qt.MouseButton.LeftButton)
            scale = _SCALES[plot]
            assert (eye.title, eye.unit, eye.decimals) == (_TITLES[plot], scale.unit, scale.decimals)
            assert eye.value_range == (scale.low, scale.high)
            np.testing.assert_allclose(np.array(eye.values, float), panel.bulls_eye._values)

    def test_contours_that_are_not_verified_are_named_as_in_the_walls_panel(self, qtbot, window, tmp_path):
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        show(qtbot, window, window.walls_panel)
        told = reopened(window).bulls_eyes_note
        both = sorted({window.session.phases.end_diastole, window.session.phases.end_systole})
        assert told.startswith("Rests on contours that are not verified: phase ")
        assert all(f"phase {phase + 1}, slices 1–5" in told for phase in both)
        assert told == window.walls_panel.unverified_text
        assert told in make(qtbot, window, tmp_path)[1]
        window.verifying.verify(window.verifying.waiting())
        qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)
        assert reopened(window).bulls_eyes_note == ""
        assert "Rests on contours" not in make(qtbot, window, tmp_path / "verified")[1]

    def test_without_the_rv_insertion_there_is_none(self, window):
        assert reopened(window).bulls_eyes == ()

    def test_the_window_puts_them_into_its_report(self, qtbot, window, tmp_path):
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        _, html = make(qtbot, window, tmp_path)
        for title in _TITLES.values():
            assert title in html
        assert "The 16 segments of the short axis; segment 17, the apical cap, cannot be seen on it." in html

    def test_without_an_epicardium_at_end_systole_thickness_at_end_diastole_is_left_and_says_why(self, window):
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        session = window.session
        at = session.phases.end_systole
        for index in range(session.stack.slice_count):
            whole = session.annotation((at, index))
            inner = tuple(one for one in whole.contours if one.structure is Structure.LV_ENDOCARDIUM)
            session.place([replace(whole, contours=inner)], "Delete the epicardium")
        (eye,) = reopened(window).bulls_eyes
        assert eye.title == "Wall thickness at end-diastole"
        assert f"No thickening: Phase {at + 1} has both contours on 0 slices" in eye.caption
        assert "segment 17" in eye.caption

    def test_slices_without_epicardium_are_named_beside_the_values(self, window):
        window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
        session = window.session
        whole = session.annotation((session.phases.end_systole, 2))
        inner = tuple(one for one in whole.contours if one.structure is Structure.LV_ENDOCARDIUM)
        session.place([replace(whole, contours=inner)], "Delete the epicardium")
        assert "Left out for want of an epicardium: slice 3." in reopened(window).bulls_eyes[1].caption


class TestDrawnOnImages:
    def test_calipers_and_areas_are_in_the_report_of_the_window_and_of_the_command_line(self, window, qtbot, tmp_path):
        stack = window.session.stack
        stack.pixels[2, 3] = 250
        line = ImageMeasurement("1", MeasurementKind.DISTANCE, 3, 2, np.array([[10, 10], [10, 30]]))
        area = ImageMeasurement("2", MeasurementKind.POLYGON, 1, 0, np.array([[10, 10], [30, 10], [30, 30], [10, 30]]))
        disk = ImageMeasurement("3", MeasurementKind.ELLIPSE, 3, 2, np.array([[20, 20], [24, 20], [20, 24]]))
        for one in (line, area, disk):
            window.image_measuring.place(None, one)
        _, html = make(qtbot, window, tmp_path)
        assert "Measured on the images" in html
        assert "Calipers and areas by hand" in html
        for text in ("9.00 cm²", "30.0 mm", "1.13 cm²", "250 ± 0"):  # 30 mm each way: pixels of 1.5 mm
            assert f">{text}<" in html
        (path,) = tmp_path.glob("*_measurements.csv")
        with path.open(encoding="utf-8-sig") as file:
            written = [(row["kind"], row["slice"], row["phase"]) for row in csv.DictReader(file)]
        assert written == [("polygon", "2", "1"), ("distance", "4", "3"), ("ellipse", "4", "3")]
        for report in (reopened(window), _all_that_is_known(window)(reopened(window))):
            polygon, distance, ellipse = report.drawn
            assert (polygon.area_mm2, distance.length_mm) == (pytest.approx(900.0), pytest.approx(30.0))
            assert ellipse.area_mm2 == pytest.approx(np.pi * 36.0)
            assert (polygon.length_mm, distance.area_mm2, distance.grey) == (None, None, None)
            assert (ellipse.grey.mean, ellipse.grey.standard_deviation) == (250.0, 0.0)

    def test_without_any_there_is_no_such_table(self, window, qtbot, tmp_path):
        assert reopened(window).drawn == ()
        assert "Measured on the images" not in make(qtbot, window, tmp_path)[1]


class TestSignOffs:
    @pytest.fixture
    def signed(self, qtbot, window):
        window.verifying.verify(window.verifying.waiting())
        qtbot.waitUntil(lambda: not window.verifying.waiting(), timeout=10_000)
        sign(qtbot, window)
        return window.sign_off.status.signed

    def test_a_signature_names_who_when_what_and_by_which_models(self, qtbot, window, signed, tmp_path):
        row, html = make(qtbot, window, tmp_path)
        assert row["signatures_void"] == "0"
        for part in (
            f"Signed off by Dr. Example on {signed.signed_at_utc:%Y-%m-%d %H:%M} UTC",
            signed.content_sha256[:12],
            "unet@1.0.0 (20)",
        ):
            assert part in row["signatures"]
            assert part in html
        assert signed.content_sha256 not in html

    def test_a_signature_is_void_once_a_contour_has_changed(self, qtbot, window, signed, make_contour, tmp_path):
        assert not reopened(window).signatures[0].is_void
        window.session.go_to(0, 2)
        window.session.finish_gesture(window.session.annotation().with_contour(make_contour(13.0, "reader")), "Move")
        assert window.sign_off.refresh().is_void
        row, html = make(qtbot, window, tmp_path)
        assert row["signatures_void"] == "1"
        assert "Void, changed since: Signed off by Dr. Example" in html
        assert "heart rate, height and weight, which no signature covers" in html
        assert "Slice 3 at end-diastole, endocardium: changed" in html
        (signature,) = reopened(window).signatures
        assert signature.is_void

    def test_other_conventions_make_it_void_too(self, window, signed):
        window.measuring.choose(PLANE, "Change basal rule")
        (signature,) = reopened(window).signatures
        assert signature.is_void


def test_what_is_taken_down_is_as_it_was_when_the_report_was_asked_for(window):
    add = _all_that_is_known(window)
    window.study_facts.enter("weight_kg", 60.0)
    report = add(reopened(window))
    assert report.patient.weight_kg == 82.0
