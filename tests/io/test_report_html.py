from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest

from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.reading_report import BullsEye, PatientBlock
from cmrstudio.io.report_html import to_html, write_html

VOID = {"meta", "img", "br", "line", "circle", "polygon", "polyline"}


class Reader(HTMLParser):
    """Keeps tags and text, and finds tags that are not closed in order."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_the_numbers_are_those_that_the_window_shows(make_report, reading) -> None:
    text = Reader(to_html(make_report())).text
    for name in ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g"):
        assert f"{getattr(reading.measures, name):.1f}" in text
    assert "Not for diagnostic use" in text


def test_it_is_well_formed_and_needs_nothing_beside_it(make_report) -> None:
    eye = BullsEye("Thickness", "mm", (*(1.0,) * 15, None))
    content = to_html(make_report(bulls_eyes=(eye,)))
    read = Reader(content)
    assert read.open == []
    assert [tag for tag, _ in read.tags].count("svg") == 2
    sources = [
        value or "" for _, attributes in read.tags for name, value in attributes.items() if name in ("src", "href")
    ]
    assert len(sources) == 1
    assert sources[0].startswith("data:image/png;base64,")
    assert "://" not in content
    assert not {"script", "link", "iframe"} & {tag for tag, _ in read.tags}


def test_the_contact_sheet_inside_is_the_one_given(make_report) -> None:
    report = make_report()
    data = re.search(r"base64,([^\"]+)", to_html(report)).group(1)
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(picture, report.contact_sheet)


def test_numbers_units_and_ranges_are_never_broken_in_two(make_report) -> None:
    content = to_html(make_report())
    (ef,) = re.findall(r'<tr class="headline[^"]*">(.*?)</tr>', content, re.DOTALL)
    cells = re.findall(r'<td class="([^"]*)">', ef)
    assert cells[:2] == ["number bold", "short"]
    assert ".number, .bold, .short { white-space: nowrap; }" in content


def test_every_script_is_kept(make_report) -> None:
    name = "山田太郎 محمد Иванова Ελένη 👩"
    assert name in Reader(to_html(make_report(patient=PatientBlock("1", name)))).text


def test_texts_from_outside_are_escaped(make_report) -> None:
    evil = "<script>alert(1)</script>\"'&\x00\x1b"
    report = make_report(patient=PatientBlock(evil, evil), conclusion=evil, notes=(evil,), reported_by=evil)
    content = to_html(report)
    assert "script" not in {tag for tag, _ in Reader(content).tags}
    assert "<script>" not in content
    assert "\x00" not in content
    assert "\x1b" not in content
    assert "default-src 'none'" in content


def test_without_identity_nothing_says_who_it_is(make_report) -> None:
    content = to_html(make_report(with_identity=False))
    assert "4711" not in content
    assert "2020-03-04" not in content
    assert "phantom" not in content


def test_a_full_disk_is_named_and_leaves_the_earlier_report(make_report, tmp_path: Path, no_room) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"earlier")
    with no_room(), pytest.raises(OutputError, match=r"report\.html"):
        write_html(path, make_report())
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]
