"""A report made in a German window: German words, commas in numbers, and the same columns of CSV as anywhere."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape

import openpyxl
import pytest

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.gui.controllers.reporting import ReportRequest
from cmrstudio.gui.translation import Language, use_language
from tests.english_words import english_in
from tests.gui.test_report_dialog import open_phantom
from tests.gui.test_sign_off import sign

KNOWN = PatientFacts(sex=Sex.MALE, age_years=57.6, height_cm=178.0, weight_kg=82.0, heart_rate_bpm=140.0)
CONCLUSION = "The conclusion is what the reader has written."


@pytest.fixture
def window(qtbot, open_window, make_study, make_contour):
    """A German window with all that a report can hold: patient, walls, papillary muscles, a signature that is void."""
    made = open_window()
    use_language(Language.GERMAN)
    made.verifying.set_reviewer("Dr. Example")
    open_phantom(qtbot, made, replace(make_study(10, 5), patient=KNOWN))
    made.show_page()
    made.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
    made.verifying.verify(made.verifying.waiting())
    qtbot.waitUntil(lambda: not made.verifying.waiting(), timeout=10_000)
    sign(qtbot, made)
    made.session.go_to(0, 2)
    made.session.finish_gesture(made.session.annotation().with_contour(make_contour(13.0, "reader")), "Move")
    made.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Change papillary muscles")
    yield made
    use_language(Language.ENGLISH)


@pytest.fixture
def files(qtbot, window, tmp_path):
    """All files of a report as the dialog asks for it, by their endings."""
    window.actions_by_name["report"].trigger()
    asked = window.report_dialog.request
    assert asked.language is Language.GERMAN
    request = replace(asked, folder=tmp_path, formats=tuple(ReportFormat), conclusion=CONCLUSION)
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        window.reporting.make(request)
    return {path.name.removeprefix(done.args[0].paths[0].stem): path for path in done.args[0].paths}


def shown_text(html: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:alt|aria-label)="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]+>", " | ", body) + labels)


def test_no_english_is_left_but_what_the_reader_wrote(files):
    text = shown_text(files[".html"].read_text(encoding="utf-8"))
    assert CONCLUSION in text
    assert english_in(text.replace(CONCLUSION, "")) == []
    for words in (
        *("Herz-MRT-Befund", "Enddiastolisches Volumen (EDV)", "Schlagvolumen (SV)", "Ejektionsfraktion (EF)"),
        *("Herzminutenvolumen (HMV)", "LV-Masse (Enddiastole)", "Körperoberfläche", "Papillarmuskeln", "Normbereich"),
        *("Ungültig, seither geändert: Freigegeben von Dr. Example", "Nicht für die Diagnostik", "Wanddicke"),
    ):
        assert words in text


def test_numbers_have_a_comma(window, files):
    html = files[".html"].read_text(encoding="utf-8")
    assert f"{window.session.measures.edv_ml:.1f}".replace(".", ",") in html
    assert '<html lang="de-DE">' in html
    numbers = re.findall(r"(?<![\d.:;])\d+\.\d+(?![\d.])", shown_text(html))
    assert [number for number in numbers if number not in shown_text(html).partition("cmrstudio")[2]] == []


def test_tables_for_programs_keep_their_columns_and_points(window, files):
    with files["_studies.csv"].open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert float(row["edv_ml"]) == pytest.approx(window.session.measures.edv_ml)
    assert row["notice"] == "Nicht für die Diagnostik"
    assert (
        english_in(" ".join(row[name] for name in ("flags", "notes", "signatures", "conventions", "taken_from"))) == []
    )


def test_a_workbook_has_german_headings_and_numbers_that_are_numbers(window, files):
    book = openpyxl.load_workbook(files[".xlsx"])
    studies = book["Studien"]
    row = {heading.value: cell.value for heading, cell in zip(studies[1], studies[2], strict=True)}
    assert row["EDV (ml)"] == pytest.approx(window.session.measures.edv_ml)
    assert row["Geschlecht"] == "männlich"
    headings = [str(cell.value) for sheet in book for cell in sheet[1]]
    assert [heading for heading in headings if "_" in heading] == []
    assert english_in(" | ".join(headings)) == []


def test_the_report_may_be_in_another_language_than_the_window(qtbot, window, tmp_path):
    with qtbot.waitSignal(window.reporting.finished, timeout=60_000) as done:
        window.reporting.make(ReportRequest(tmp_path, (ReportFormat.HTML,), True, language=Language.ENGLISH))
    text = shown_text(done.args[0].paths[0].read_text(encoding="utf-8"))
    assert "End-diastolic volume (EDV)" in text
