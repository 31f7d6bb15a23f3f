"""The figures of a report look as the picture that is kept of them, and the picture tells what is wrong."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.reading_report import BullsEye
from cmrstudio.io import contact_sheet, report_charts
from cmrstudio.io.report_html import to_html
from tests.golden import TOLERATED, assert_looks_as_kept, golden, plain_font, share_that_differs, values_of

EYE = BullsEye("Wall thickness", "mm", tuple(5.0 + 7 * index % 16 for index in range(16)), value_range=(4.0, 20.0))


def figures_of(html: str) -> np.ndarray:
    """Curve, bull's-eyes and contact sheet of an HTML report, one below the other, as RGB [row, column, 3]."""
    html = re.sub(r'font-family="[^"]*"', f'font-family="{plain_font().family()}"', html)
    drawn = [_svg(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]
    drawn += [_png(data) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', html)]
    width = max(picture.shape[1] for picture in drawn)
    return np.vstack([np.pad(one, ((0, 8), (0, width - one.shape[1]), (0, 0)), constant_values=255) for one in drawn])


def _svg(svg: str) -> np.ndarray:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return values_of(image)


def _png(data: str) -> np.ndarray:
    """At half size, to keep the picture small."""
    sheet = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)


def assert_differs(drawn: np.ndarray) -> None:
    assert share_that_differs(drawn, golden("report")) > 2 * TOLERATED


@pytest.fixture
def report(qapp, make_report):
    return make_report(bulls_eyes=(EYE,))


def test_a_report_looks_as_kept(report, tmp_path):
    assert_looks_as_kept(figures_of(to_html(report)), "report", tmp_path)


def test_a_missing_contour_on_the_contact_sheet_is_seen(report, reading):
    drawn = {**reading.annotations, (0, 2): reading.annotations[0, 2].without(Structure.LV_EPICARDIUM)}
    sheet = contact_sheet.render(reading.stack, drawn, report.phases)
    assert_differs(figures_of(to_html(replace(report, contact_sheet=sheet))))


def test_a_shifted_curve_is_seen(report):
    volumes = tuple(replace(row, volume_ml=row.volume_ml + 4) for row in report.volumes)
    assert_differs(figures_of(to_html(replace(report, volumes=volumes))))


def test_two_swapped_segments_are_seen(report):
    values = list(EYE.values)
    values[2], values[3] = values[3], values[2]
    assert_differs(figures_of(to_html(replace(report, bulls_eyes=(replace(EYE, values=tuple(values)),)))))


def test_a_missing_bulls_eye_is_seen(report):
    assert_differs(figures_of(to_html(replace(report, bulls_eyes=()))))


@pytest.mark.parametrize("name", ["CURVE", "MARK"])
def test_another_colour_is_seen(report, monkeypatch, name):
    monkeypatch.setattr(report_charts, name, report_charts.INK)
    assert_differs(figures_of(to_html(report)))


def test_swapped_colours_of_the_contours_are_seen(report, reading, monkeypatch):
    endo, epi = (contact_sheet.COLOURS[one] for one in (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM))
    monkeypatch.setitem(contact_sheet.COLOURS, Structure.LV_ENDOCARDIUM, epi)
    monkeypatch.setitem(contact_sheet.COLOURS, Structure.LV_EPICARDIUM, endo)
    sheet = contact_sheet.render(reading.stack, reading.annotations, report.phases)
    assert_differs(figures_of(to_html(replace(report, contact_sheet=sheet))))
