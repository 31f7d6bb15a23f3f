"""The PDF and the HTML of one report say the same numbers: here of the bundled study with everything that can be said.

The patient's weight, height and sex are entered and the walls' beginning is marked, so that indexed volumes, normal
ranges, segments and rates are among them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict

import numpy as np
import pytest

from cmrstudio import workflow
from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.reading_report import ReadingReport
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.wording import DECIMAL_MARKS, Language
from cmrstudio.io.report_html import to_html
from cmrstudio.io.report_pdf import BOTTOM, PAGE_SIZE, TOP, to_pdf
from cmrstudio.io.words import read_wording
from tests.pdf_pages import page_words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
HEADLINES = ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g")


@pytest.fixture(scope="module")
def reading():
    """The bundled study, and what a reader keeps of it: two contours on each image, phases, patient and walls."""
    study = workflow.open_study(sample_study_folder())
    series = study.short_axis
    stack, turn = series.stack, np.arange(24) * np.pi / 12
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    drawn = {}
    for phase, slice_ in np.ndindex(stack.phase_count, stack.slice_count):
        radius = 26 - 8 * np.sin(np.pi * phase / stack.phase_count) - 0.37 * slice_
        contours = (
            Contour(Structure.LV_ENDOCARDIUM, 128 + radius * circle, "unet@1.0.0"),
            Contour(Structure.LV_EPICARDIUM, 128 + (radius + 8) * circle, "unet@1.0.0"),
        )
        drawn[phase, slice_] = SliceAnnotation(series.series_uid, phase, slice_, contours)
    facts = {"sex": "male", "age_years": 58.0, "height_cm": 178.0, "weight_kg": 82.0}
    insertion = {"rv_insertion": asdict(RvInsertion(0, stack.slice_count // 2, 100.0, 110.0))}
    phases = PhaseSelection(0, stack.phase_count // 2, PhaseSource.READER, PhaseSource.READER)
    return study, series, workflow.KeptReading(drawn, {}, phases, facts=facts | insertion)


@pytest.fixture(params=list(Language))
def report(request, reading) -> ReadingReport:
    return workflow.report_on(*reading, wording=read_wording(request.param))


def numbers_of_html(report: ReadingReport) -> Counter[str]:
    """The numbers between head and foot, in texts, tables and drawings."""
    body = to_html(report).split("</header>")[1].split("<footer>")[0]
    return Counter(NUMBER.findall(re.sub(r"<[^>]+>", " ", body)))


def numbers_of_pdf(report: ReadingReport) -> Counter[str]:
    """The numbers between head and foot of all pages."""
    words = (word for page in page_words(to_pdf(report)) for word in page)
    body = " ".join(word.text for word in words if word.bottom > BOTTOM - 5 and word.top < PAGE_SIZE[1] - TOP + 5)
    return Counter(NUMBER.findall(body))


def test_a_pdf_says_each_number_as_often_as_the_html_does(report):
    html, pdf = numbers_of_html(report), numbers_of_pdf(report)
    assert {"only in the HTML": html - pdf, "only in the PDF": pdf - html} == {
        "only in the HTML": Counter(),
        "only in the PDF": Counter(),
    }


def test_the_numbers_of_the_reading_are_among_them(report):
    pdf, mark = numbers_of_pdf(report), DECIMAL_MARKS[report.wording.language]
    rows = {row.name: row for row in report.measures}
    for name in HEADLINES:
        assert pdf[rows[name].value_text.replace(".", mark)], name
    assert pdf.total() > 12 * 20, "a volume at each phase, an area on each slice and more"
    assert any(row.indexed for row in report.measures)
    assert report.bulls_eyes
