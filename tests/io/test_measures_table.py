from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cmrstudio.domain.errors import CancelledError, OutputError
from cmrstudio.domain.image_measurements import GreyValues, MeasurementKind
from cmrstudio.domain.reading_report import DrawnRow, MeasureRow, NormalRange, PatientBlock, ReportFormat
from cmrstudio.io import measures_table
from cmrstudio.io.measures_table import tables, write_csv, write_xlsx
from cmrstudio.io.report_files import write_reports

DRAWN = (
    DrawnRow(MeasurementKind.DISTANCE, 1, 0, 10.0, length_mm=31.25),
    DrawnRow(MeasurementKind.ELLIPSE, 3, 2, 30.0, area_mm2=112.5, grey=GreyValues(250.0, 1.5, 50)),
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_row_a_study_a_phase_a_slice_and_a_measurement_by_hand(make_report, tmp_path: Path) -> None:
    reports = [make_report(drawn=DRAWN), make_report(with_identity=False, drawn=DRAWN[:1])]
    paths = write_csv(tmp_path, "all", reports)
    assert [path.name.removeprefix("all_") for path in paths] == [
        "studies.csv",
        "phases.csv",
        "slices.csv",
        "measurements.csv",
    ]
    assert [len(rows_of(path)) for path in paths] == [2, 2 * 8, 2 * 8 * 5, 3]


def test_measurements_by_hand_have_their_place_their_unit_and_what_is_unknown_is_empty(make_report, tmp_path) -> None:
    caliper, area = rows_of(write_csv(tmp_path, "one", [make_report(drawn=DRAWN)])[3])
    assert (caliper["study"], caliper["kind"], caliper["slice"], caliper["phase"]) == ("Ω-4711", "distance", "2", "1")
    assert (float(caliper["position_mm"]), float(caliper["length_mm"])) == (10.0, 31.25)
    assert {caliper[name] for name in ("area_mm2", "grey_mean", "grey_sd", "grey_pixels")} == {""}
    assert (area["kind"], area["slice"], area["phase"], area["length_mm"]) == ("ellipse", "4", "3", "")
    assert (float(area["area_mm2"]), float(area["grey_mean"]), float(area["grey_sd"])) == (112.5, 250.0, 1.5)
    assert area["grey_pixels"] == "50"


def test_a_reading_without_measurements_by_hand_has_an_empty_table_of_them(make_report, tmp_path: Path) -> None:
    path = write_csv(tmp_path, "one", [make_report()])[3]
    assert rows_of(path) == []
    assert "length_mm" in path.read_text(encoding="utf-8-sig")


def test_csv_numbers_are_exact_and_add_up_to_the_measures(make_report, reading, tmp_path: Path) -> None:
    studies, phases, slices, _ = (rows_of(path) for path in write_csv(tmp_path, "one", [make_report()]))
    for name in ("ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g"):
        assert float(studies[0][name]) == getattr(reading.measures, name)
    assert [float(row["lv_volume_ml"]) for row in phases] == reading.measures.volumes_ml.tolist()
    assert [row["phase"] for row in phases if row["is_end_systole"] == "1"] == ["5"]
    areas = [float(row["endocardial_area_mm2"]) for row in slices if row["phase"] == "1"]
    assert sum(areas) * 10 / 1000 == pytest.approx(reading.measures.edv_ml)
    assert {row["reviewer"] for row in slices if row["phase"] == "1"} == {"Dr. Example"}


def test_conventions_stand_in_every_table_whose_numbers_depend_on_them(make_report, tmp_path: Path) -> None:
    report = make_report()
    by_name = {table.name: table for table in tables([report])}
    expected = ". ".join(text for _, text in report.conventions)
    assert "All slices with contours count" in expected
    for name in ("studies", "phases"):
        column = by_name[name].header.index("conventions")
        assert {row[column] for row in by_name[name].rows} == {expected}
    write_xlsx(tmp_path / "book.xlsx", [report])
    sheet = load_workbook(tmp_path / "book.xlsx")["phases"]
    column = [cell.value for cell in sheet[1]].index("conventions")
    assert {row[column] for row in sheet.iter_rows(min_row=2, values_only=True)} == {expected}


def test_xlsx_has_the_same_cells_as_the_tables(make_report, tmp_path: Path) -> None:
    report = make_report(drawn=DRAWN)
    path = tmp_path / "book.xlsx"
    write_xlsx(path, [report])
    book = load_workbook(path)
    assert book.sheetnames == ["studies", "phases", "slices", "measurements"]
    for table in tables([report]):
        cells = list(book[table.name].iter_rows(values_only=True))
        for found, row in zip(cells, (table.header, *table.rows), strict=True):
            for cell, value in zip(found, row, strict=True):
                wanted = None if value == "" else value
                assert cell == (pytest.approx(wanted, rel=1e-14) if isinstance(wanted, float) else wanted)


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_never_becomes_a_formula(make_report, tmp_path: Path, formula: str) -> None:
    report = make_report(patient=PatientBlock(formula, formula), conclusion=formula)
    row = rows_of(write_csv(tmp_path, "one", [report])[0])[0]
    assert row["study"] == f"'{formula}"
    assert row["conclusion"] == f"'{formula}"
    path = tmp_path / "book.xlsx"
    write_xlsx(path, [report])
    cell = load_workbook(path)["studies"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert str(cell.value).strip() == formula.strip()


def test_negative_numbers_stay_numbers(make_report, tmp_path: Path) -> None:
    report = make_report()
    odd = replace(report, measures=tuple(replace(row, value=-1.5) for row in report.measures))
    assert rows_of(write_csv(tmp_path, "one", [odd])[0])[0]["sv_ml"] == "-1.5"


def test_unknown_numbers_are_empty_and_ranges_have_columns_of_their_own(make_report, tmp_path: Path) -> None:
    report = make_report()
    rows = (replace(report.measures[0], value=None, normal=NormalRange(50, None)), *report.measures[1:])
    row = rows_of(write_csv(tmp_path, "one", [replace(report, measures=rows)])[0])[0]
    assert row["ef_percent"] == ""
    assert row["ef_percent_normal_low"] == "50"
    assert row["ef_percent_normal_high"] == ""


def test_indexed_numbers_have_columns_beside_theirs(make_report, tmp_path: Path) -> None:
    report = make_report()
    index = MeasureRow("edv_ml_per_m2", "EDV index", 77.7, "ml/m²")
    rows = tuple(replace(row, indexed=index) if row.name == "edv_ml" else row for row in report.measures)
    row = rows_of(write_csv(tmp_path, "one", [replace(report, measures=rows)])[0])[0]
    assert float(row["edv_ml_per_m2"]) == 77.7
    assert list(row).index("edv_ml_per_m2") == list(row).index("edv_ml") + 1


def test_a_table_too_long_for_one_sheet_goes_on_in_the_next(make_report, tmp_path: Path, monkeypatch) -> None:
    report = make_report()
    (slices,) = (table for table in tables([report]) if table.name == "slices")
    monkeypatch.setattr(measures_table, "ROWS_OF_A_SHEET", len(slices.rows))  # one row too few, with the heading
    write_xlsx(tmp_path / "book.xlsx", [report])
    book = load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["studies", "phases", "slices", "slices 2", "measurements"]
    first, second = (list(book[name].values) for name in ("slices", "slices 2"))
    assert first[0] == second[0] == slices.header
    assert len(first) == len(slices.rows)
    assert len(second) == 2


def test_characters_that_a_workbook_cannot_hold_are_left_out(make_report, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, [make_report(conclusion="a\x00b\x1bc" + "x" * 40_000)])
    assert load_workbook(path)["studies"]["A2"].value == "Ω-4711"


def test_without_identity_no_cell_says_who_it_is(make_report, tmp_path: Path) -> None:
    files = write_reports(tmp_path, [make_report(with_identity=False)], [ReportFormat.CSV])
    text = "".join(path.read_text(encoding="utf-8-sig") for path in files)
    assert all(word not in text for word in ("4711", "2020-03-04", "1.1.1", "phantom"))
    assert all("4711" not in path.name for path in files)


def test_all_files_of_a_study_share_a_name_and_earlier_ones_can_be_kept(make_report, tmp_path: Path) -> None:
    report = make_report(contact_sheet=None)
    first = write_reports(tmp_path, [report], list(ReportFormat), keep_earlier=True)
    assert [path.name.removeprefix("Ω-4711_2020-03-04_report") for path in first] == [
        ".pdf",
        ".html",
        "_studies.csv",
        "_phases.csv",
        "_slices.csv",
        "_measurements.csv",
        ".xlsx",
    ]
    second = write_reports(tmp_path, [report], [ReportFormat.PDF], keep_earlier=True)
    assert [path.name for path in second] == ["Ω-4711_2020-03-04_report-2.pdf"]
    again = write_reports(tmp_path, [report], [ReportFormat.PDF])
    assert again == first[:1]


def test_studies_of_one_name_get_files_of_their_own_and_share_the_tables(make_report, tmp_path: Path) -> None:
    reports = [make_report(contact_sheet=None)] * 2
    names = [path.name for path in write_reports(tmp_path, reports, [ReportFormat.HTML, ReportFormat.XLSX])]
    assert names == ["Ω-4711_2020-03-04_report.html", "Ω-4711_2020-03-04_report-2.html", "selection.xlsx"]
    assert load_workbook(tmp_path / "selection.xlsx")["studies"].max_row == 3


def test_progress_counts_files_and_a_cancel_stops_before_the_next(make_report, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    class Watch:
        def report(self, done: int, total: int, message: str) -> None:
            told.append((done, total))

        def is_cancelled(self) -> bool:
            return len(told) == 1

    watch = Watch()
    report = make_report(contact_sheet=None)
    with pytest.raises(CancelledError):
        write_reports(tmp_path, [report], list(ReportFormat), progress=watch, cancellation=watch)
    assert told == [(0, 4)]
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]


@pytest.mark.parametrize("kind", [ReportFormat.CSV, ReportFormat.XLSX])
def test_a_full_disk_is_named(make_report, tmp_path: Path, no_room, kind: ReportFormat) -> None:
    with no_room(), pytest.raises(OutputError, match="Ω-4711_2020-03-04_report"):
        write_reports(tmp_path, [make_report(contact_sheet=None)], [kind])
    assert list(tmp_path.iterdir()) == []
