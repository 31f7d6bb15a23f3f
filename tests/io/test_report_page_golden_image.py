"""The first page of a printed report looks as the picture that is kept of it, and the picture tells what is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cmrstudio.domain.reading_report import NormalRange, ReadingReport
from cmrstudio.io import report_pdf
from cmrstudio.io.report_pdf import to_pdf
from tests.golden import TOLERATED, assert_looks_as_kept, golden, share_that_differs
from tests.pdf_pages import page_picture


def first_page(report: ReadingReport) -> np.ndarray:
    return page_picture(to_pdf(report), dots_per_inch=72)


def assert_differs(drawn: np.ndarray) -> None:
    assert share_that_differs(drawn, golden("report_page")) > 2 * TOLERATED


@pytest.fixture
def report(make_report) -> ReadingReport:
    usual = NormalRange(50, 70, "Kawel-Boehm 2020")
    made = make_report(software_version="1.2.3", flags=("The image of slice 5 at phase 1 is missing from the study.",))
    return replace(made, measures=tuple(replace(row, normal=usual) for row in made.measures))


def test_the_first_page_looks_as_kept(report, tmp_path):
    assert_looks_as_kept(first_page(report), "report_page", tmp_path)


def test_a_missing_column_is_seen(report):
    assert_differs(first_page(replace(report, measures=tuple(replace(row, normal=None) for row in report.measures))))


def test_a_missing_warning_is_seen(report):
    assert_differs(first_page(replace(report, flags=())))


def test_a_shifted_curve_is_seen(report):
    volumes = tuple(replace(row, volume_ml=row.volume_ml + 4) for row in report.volumes)
    assert_differs(first_page(replace(report, volumes=volumes)))


@pytest.mark.parametrize("name", ["ACCENT", "WARNING_TINT"])
def test_another_colour_is_seen(report, monkeypatch, name):
    monkeypatch.setattr(report_pdf, name, "#000000")
    assert_differs(first_page(report))


def test_another_margin_is_seen(report, monkeypatch):
    monkeypatch.setattr(report_pdf, "MARGIN", report_pdf.MARGIN + 4)
    assert_differs(first_page(report))
