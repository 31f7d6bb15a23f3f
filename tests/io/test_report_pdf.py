from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.reading_report import BullsEye, MeasureRow, NormalRange, PatientBlock, ReportTable, Signature
from cmrstudio.io.report_charts import bulls_eye, volume_curve
from cmrstudio.io.report_fonts import PrintedText, register
from cmrstudio.io.report_pdf import to_pdf, write_pdf
from tests.pdf_pages import page_picture, page_texts, page_words

EVERY_SCRIPT = "Žofia Ångström Ελένη Ιωάννου Иванова"


def test_the_numbers_are_those_that_the_window_shows(make_report, reading, tmp_path: Path) -> None:
    text = page_texts(to_pdf(make_report()))[0]
    for name in ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g"):
        assert f"{getattr(reading.measures, name):.1f}" in text
    assert "slices 1–5" in text
    assert "End-diastole is phase 1" in text
    assert "All slices with contours count." in text, "what counts stands beside the numbers"
    assert "Papillary muscles belong to the blood pool." in text


def test_every_page_says_that_it_is_not_for_diagnostic_use_and_whose_it_is(make_report, tmp_path: Path) -> None:
    pages = page_texts(to_pdf(make_report()))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "Not for diagnostic use" in page
        assert "Ω-4711" in page
        assert f"Page {number} of 2" in page


def test_flags_notes_models_reviewers_and_conventions_are_named(make_report, tmp_path: Path) -> None:
    report = make_report(flags=("The image of slice 5 at phase 1 is missing from the study.",), conclusion="All well.")
    text = "\n".join(page_texts(to_pdf(report)))
    for words in (
        "The image of slice 5 at phase 1 is missing",
        "The slices are not evenly spaced.",
        "Model unet, version 1.0.0",
        "CC BY-NC-SA 4.0",
        "5 of the 10 images that were counted are verified by Dr. Example",
        "Papillary muscles",
        "All well.",
        "2026-05-06",
    ):
        assert words in text


def test_names_in_latin_greek_and_cyrillic_are_printed_as_they_are(make_report, tmp_path: Path) -> None:
    text = "\n".join(page_texts(to_pdf(make_report(patient=PatientBlock("1", EVERY_SCRIPT)))))
    assert EVERY_SCRIPT in text
    assert "cannot be printed" not in text


EAST_ASIAN_NAMES = (
    ("李明 张伟", "STSong-Light"),
    ("陳怡君", "STSong-Light"),
    ("山田 たろう", "HeiseiMin-W3"),
    ("ヤマダ^タロウ=山田^太郎", "HeiseiMin-W3"),
    ("김철수 金哲洙", "HYSMyeongJo-Medium"),
)


@pytest.mark.parametrize(("name", "font"), EAST_ASIAN_NAMES)
def test_chinese_japanese_and_korean_names_are_printed_as_they_are(make_report, tmp_path: Path, name, font) -> None:
    content = to_pdf(make_report(patient=PatientBlock("1", name)))
    first, *others = page_texts(content)
    assert first.count(name) == 2, "in the heading of the page and among the facts"
    assert all(name in page for page in others)
    assert "U+" not in first
    assert "drawn with fonts of the program that shows this file" in " ".join(first.split())
    assert f"/BaseFont /{font} ".encode() in content


def test_each_character_is_written_in_an_encoding_that_its_font_has() -> None:
    printed = PrintedText(register())
    assert [(run.text, run.font) for run in printed.runs("Dr. 山田, たろう 1")] == [
        ("Dr. ", ""),
        ("山田", "HeiseiMin-W3"),
        (", ", ""),
        ("たろう", "HeiseiMin-W3"),
        (" 1", ""),
    ]
    assert printed.runs("李😀𠀋")[1].text == "[U+1F600 U+2000B]", "what no font has stays a number"
    assert not PrintedText(register()).remark


def test_a_long_chinese_text_is_broken_into_lines_within_the_margins(make_report) -> None:
    content = to_pdf(make_report(conclusion="左心室功能正常。" * 60, patient=PatientBlock("1", "李明" * 40)))
    assert max(word.right for page in page_words(content) for word in page) <= 595 - 14 / 25.4 * 72
    text = "".join("".join(page_texts(content)).split())
    assert text.count("左心室功能正常。") == 60


def test_names_that_the_font_lacks_stand_as_numbers_and_are_named(make_report, tmp_path: Path) -> None:
    text = "\f".join(page_texts(to_pdf(make_report(patient=PatientBlock("1", "สมชาย محمد")))))
    assert "U+0E2A" in text
    assert "U+0645" in text
    first, *others = text.split("\f")
    assert first.index("cannot be printed here (Thai, Arabic)") < first.index("Left ventricle"), "where the name stands"
    assert "cannot be printed" not in "".join(others)


def test_without_identity_no_page_says_who_it_is(make_report, tmp_path: Path) -> None:
    content = to_pdf(make_report(with_identity=False))
    text = "\n".join(page_texts(content))
    assert "4711" not in text
    assert "2020-03-04" not in text
    assert "f0f0f0f0f0f0" in text
    assert b"4711" not in content, "nor does the file say it outside its pages"


def test_ranges_segments_and_further_tables_have_their_place(make_report, tmp_path: Path) -> None:
    report = make_report()
    usual = NormalRange(50, 70, "Kawel-Boehm 2020")
    index = MeasureRow("edv_ml_per_m2", "EDV index", 77.77, "ml/m²", normal=NormalRange(None, 50), decimals=2)
    report = replace(
        report,
        measures=tuple(replace(row, normal=usual, indexed=index) for row in report.measures),
        signatures=(Signature("Signed off by Dr. Example on 2026-05-07."),),
        bulls_eyes=(BullsEye("Wall thickness", "mm", tuple(float(i) for i in range(17)), caption="Mean."),),
        tables=(ReportTable("Strain", ("Layer", "Peak"), (("endo", "-18.2"),), (1,), "By layer."),),
    )
    text = "\n".join(page_texts(to_pdf(report)))
    for words in ("Normal range", "50–70 (below)", "Kawel-Boehm 2020", "Wall thickness (mm)", "Strain", "-18.2"):
        assert words in text
    for words in ("Indexed", "77.77", "ml/m²", "up to 50", "Signed off by Dr. Example"):
        assert words in text


def test_markup_in_texts_is_text(make_report, tmp_path: Path) -> None:
    report = make_report(conclusion="<b>5 < 6</b> & <img src='x'>", notes=("</para> <font>",))
    text = "\n".join(page_texts(to_pdf(report)))
    assert "<b>5 < 6</b> & <img src='x'>" in text
    assert "</para> <font>" in text


def test_long_texts_and_many_slices_go_on_to_further_pages(make_report, tmp_path: Path) -> None:
    report = make_report(conclusion="\n".join(["A line of the conclusion."] * 150), notes=("x" * 3000,))
    pages = page_texts(to_pdf(report))
    assert sum(page.count("A line of the conclusion.") for page in pages) == 150
    assert all("Not for diagnostic use" in page for page in pages)


def test_all_pages_are_drawn_within_their_margins(make_report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(path, make_report(conclusion="W" * 400))
    content = path.read_bytes()
    for index in range(len(page_texts(content))):
        ink = page_picture(content, index, dots_per_inch=50).min(axis=2) < 250
        edge = round(14 / 25.4 * 50)
        assert ink.any()
        assert not ink[:, :edge].any()
        assert not ink[:, -edge:].any()


def test_three_bulls_eyes_stand_side_by_side_within_the_margins(make_report) -> None:
    eyes = tuple(BullsEye(f"Eye {name}", "mm", tuple(float(i) for i in range(16))) for name in "ABC")
    names = ("A", "B", "C", "Lateral", "Septal")
    words = [word for page in page_words(to_pdf(make_report(bulls_eyes=eyes))) for word in page if word.text in names]
    found = [(word.left, word.bottom, word.right, word.text) for word in words]
    letters = sorted((x0, word, y) for x0, y, _, word in found if word in "ABC")
    assert [word for _, word, _ in letters] == ["A", "B", "C"]
    assert np.ptp([y for *_, y in letters]) < 1, "on one line"
    edge = 14 / 25.4 * 72
    assert min(x0 for x0, *_ in found) > edge
    assert max(x1 for _, _, x1, _ in found) < 595 - edge
    laterals, septals = (sorted(x0 for x0, *_, word in found if word == name) for name in ("Lateral", "Septal"))
    assert all(right - left > 12 for left, right in zip(laterals, septals[1:], strict=False))


@pytest.mark.parametrize("label", ["W" * 300, "Müller-Lüdenscheidt " * 12])
def test_a_long_name_is_printed_whole_and_shortened_above(make_report, tmp_path: Path, label: str) -> None:
    pages = page_texts(to_pdf(make_report(patient=PatientBlock("4711", label))))
    assert "".join(pages[0].split()).count(label[0]) >= label.count(label[0])
    assert all("…" in page.splitlines()[0] + page.splitlines()[1] for page in pages)


def test_a_report_without_contours_images_and_dates_is_still_one(make_report, reading) -> None:
    report = make_report(contact_sheet=None, notes=(), origins=())
    empty = replace(
        report,
        measures=tuple(replace(row, value=None, rests_on="") for row in report.measures),
        volumes=tuple(replace(row, volume_ml=None) for row in report.volumes),
        slices=(),
        study=replace(report.study, acquired_on="", description="", heart_rate_bpm=None),
    )
    assert to_pdf(empty).startswith(b"%PDF")


def test_a_full_disk_is_named_and_leaves_the_earlier_report(make_report, tmp_path: Path, no_room) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"earlier")
    with no_room(), pytest.raises(OutputError, match=r"report\.pdf"):
        write_pdf(path, make_report(contact_sheet=None))
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_is_named(make_report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="file"):
        write_pdf(tmp_path / "file" / "report.pdf", make_report(contact_sheet=None))


def test_what_cannot_be_shown_keeps_names_apart_and_drops_control_characters() -> None:
    printed = PrintedText(register())
    assert printed("Ab\u0007c\u202ed") == "Abcd"
    assert printed("e\u0301") == "é"
    assert printed("山") != printed("田")
    assert printed.note.startswith("2 characters")
    assert not PrintedText(register()).note


def test_unknown_volumes_are_gaps_in_the_curve(make_report) -> None:
    report = make_report()
    full = volume_curve(report.volumes, report.phases)
    gap = [replace(row, volume_ml=None if row.phase_index == 3 else row.volume_ml) for row in report.volumes]
    broken = volume_curve(gap, report.phases)
    kinds = [[type(shape).__name__ for shape in drawing.shapes] for drawing in (full, broken)]
    assert [names.count("Path") for names in kinds] == [1, 2]
    assert [names.count("Dot") for names in kinds] == [8, 7]


def test_a_curve_without_times_is_over_phases(make_report) -> None:
    report = make_report()
    untimed = [replace(row, time_ms=0.0) for row in report.volumes]
    texts = [shape.text for shape in volume_curve(untimed, report.phases).shapes if hasattr(shape, "text")]
    assert "Phase" in texts


def test_a_value_that_rounds_to_nothing_has_no_sign() -> None:
    values = (-0.3, -0.04, 0.2, -0.6, *(5.0,) * 12)
    drawing = bulls_eye(BullsEye("Thickening", "%", values, (-0.4, 40), decimals=0))
    texts = [shape.text for shape in drawing.shapes if hasattr(shape, "text")]
    assert texts[1:5] == ["0", "0", "0", "-1"]
    assert "-0" not in texts
    assert MeasureRow("sv_ml", "Stroke volume", -0.04, "ml").value_text == "0.0"


def test_a_bulls_eye_has_the_septum_on_the_left_and_refuses_other_counts() -> None:
    drawing = bulls_eye(BullsEye("Thickness", "mm", tuple(i + 0.25 for i in range(1, 18)), (0, 20), decimals=2))
    places = {shape.text: shape.place for shape in drawing.shapes if hasattr(shape, "text")}
    centre = np.array(places["17.25"])
    assert places["1.25"][1] < centre[1], "anterior is above"
    assert places["3.25"][0] < centre[0], "inferoseptal is on the left"
    assert places["4.25"][1] > centre[1], "inferior is below"
    assert places["16.25"][0] > centre[0], "the apical lateral segment is on the right"
    with pytest.raises(ValueError, match="16 or 17"):
        bulls_eye(BullsEye("Thickness", "mm", (1.0, 2.0)))
