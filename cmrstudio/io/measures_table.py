"""All numbers of one or several readings as tables: CSV for programs, XLSX for people with a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.measures import numbers_text
from cmrstudio.domain.reading_report import NOT_FOR_DIAGNOSTIC_USE, ReadingReport
from cmrstudio.domain.verification import ContourState
from cmrstudio.domain.wording import ENGLISH, Wording
from cmrstudio.io.atomic_file import write_atomically

Cell = str | float | int | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NO_SHEET_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767
ROWS_OF_A_SHEET = 1_048_576
WIDEST_COLUMN = 44
TABLES = ("studies", "phases", "slices", "measurements")
CODE_WORDS = ("end_diastole_source", "end_systole_source", "sex", "state", "kind")
"""Columns of which a cell is one of a few words."""
STUDY = ("study", "acquired_on", "series")


@dataclass(frozen=True)
class NumberTable:
    """A table whose numbers are numbers; ``name`` tells it from the others."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_csv(folder: Path, stem: str, reports: Sequence[ReadingReport]) -> list[Path]:
    """Write ``<stem>_<name>.csv`` for each of ``TABLES``; returns their paths. Raises ``OutputError``.

    Text that a spreadsheet would run as a formula gets an apostrophe in front. Numbers have all their digits.
    """
    paths = []
    for table in tables(reports):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(table.header)
        writer.writerows([harmless(cell) for cell in row] for row in table.rows)
        path = folder / f"{stem}_{table.name}.csv"
        # The mark at the start has spreadsheets read names in UTF-8.
        write_atomically(path, buffer.getvalue().encode("utf-8-sig"))
        paths.append(path)
    return paths


def write_xlsx(path: Path, reports: Sequence[ReadingReport]) -> None:
    """Write one workbook with a sheet a table, with headings in the language of the reports. Raises ``OutputError``.

    Text never becomes a formula. A table with more rows than a sheet can hold goes on in the next, "slices 2".
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    say = reports[0].wording if reports else ENGLISH
    buffer = io.BytesIO()
    try:
        for table in tables(reports):
            for sheet_name, part in _parts(_worded(table, say), say(table.name)):
                _fill(book.create_sheet(sheet_name), part)
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
    except OSError as error:  # the library keeps each sheet in a temporary file for a moment
        _give_up(book.worksheets)
        reason = error.strerror or str(error)
        raise OutputError(
            path, f"the workbook cannot be made: {reason}. Free some space for temporary files."
        ) from error
    write_atomically(path, buffer.getvalue())


def _give_up(sheets: Sequence[Any]) -> None:
    """Close the temporary files of sheets, into which nothing more can be written."""
    for sheet in sheets:
        with suppress(OSError, ValueError):
            sheet.close()


def _worded(table: NumberTable, say: Wording) -> NumberTable:
    """A table for people: its headings and its code words in their language."""
    places = [index for index, name in enumerate(table.header) if name in CODE_WORDS]
    rows = (
        tuple(say(cell) if index in places and isinstance(cell, str) else cell for index, cell in enumerate(row))
        for row in table.rows
    )
    return replace(table, header=tuple(map(say, table.header)), rows=tuple(rows))


def _parts(table: NumberTable, name: str) -> Iterator[tuple[str, NumberTable]]:
    """What goes into each sheet, under its name; a table without rows has a sheet too."""
    room = ROWS_OF_A_SHEET - 1  # the heading takes one
    for number, start in enumerate(range(0, max(len(table.rows), 1), room), start=1):
        part = table if len(table.rows) <= room else replace(table, rows=table.rows[start : start + room])
        yield name if number == 1 else f"{name} {number}", part


def _fill(sheet: Any, table: NumberTable) -> None:
    """Write row after row, none of which stays in memory: to look through a million cells would hold up the window."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for index in range(len(table.header)):
        longest = max(len(_shown(row[index])) for row in (table.header, *table.rows))
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(longest + 2, WIDEST_COLUMN)
    heading = [_sheet_cell(sheet, name) for name in table.header]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for row in table.rows:
        sheet.append([_sheet_cell(sheet, value) for value in row])


def _sheet_cell(sheet: Any, value: Cell) -> Any:
    """A cell with its number format, None for an empty one."""
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = NO_SHEET_CHARACTER.sub(" ", value)[:LONGEST_CELL]
        cell.data_type = "s"  # else "=1+1" would become a formula
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
        cell.number_format = "0.00" if isinstance(value, float) else "0"
    return cell


def _shown(cell: Cell) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else "" if cell is None else str(cell)


def harmless(cell: Cell) -> Cell:
    """A cell of a CSV file with an apostrophe in front of text that a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def tables(reports: Sequence[ReadingReport]) -> tuple[NumberTable, ...]:
    """``TABLES``: a row a study with its measures, a phase with its volume, an image with its areas, a caliper or area.

    Phases and slices count from one; what is unknown is empty.
    """
    return _studies(reports), _phases(reports), _slices(reports), _measurements(reports)


def _studies(reports: Sequence[ReadingReport]) -> NumberTable:
    names = list(dict.fromkeys(row.name for report in reports for row in report.numbers))
    with_range = {row.name for report in reports for row in report.numbers if row.normal is not None}
    columns = [
        column
        for name in names
        for column in (name, *((f"{name}_normal_low", f"{name}_normal_high") if name in with_range else ()))
    ]
    people = ("patient_name", "born_on", "sex", "age_years", "height_cm", "weight_kg", "body_surface_area_m2")
    header = (
        *STUDY,
        "pseudonym",
        *people,
        *columns,
        "end_diastole_phase",
        "end_diastole_source",
        "end_systole_phase",
        "end_systole_source",
        "taken_from",
        "flags",
        "notes",
        "images_counted",
        "images_verified",
        "reviewers",
        "signatures",
        "signatures_void",
        "reader",
        "contours_by",
        "conventions",
        "phases",
        "slices",
        "row_spacing_mm",
        "column_spacing_mm",
        "slice_thickness_mm",
        "heart_rate_bpm",
        "study_uid",
        "conclusion",
        "reported_by",
        "made_at",
        "cmrstudio_version",
        "notice",
    )
    return NumberTable("studies", header, tuple(_study_row(report, columns) for report in reports))


def _study_row(report: ReadingReport, columns: Sequence[str]) -> tuple[Cell, ...]:
    numbers: dict[str, Cell] = {}
    for row in report.numbers:
        numbers[row.name] = row.value
        if row.normal is not None:
            numbers[f"{row.name}_normal_low"], numbers[f"{row.name}_normal_high"] = row.normal.low, row.normal.high
    verified = [row for row in report.counted if row.state is ContourState.VERIFIED]
    phases, study, say = report.phases, report.study, report.wording
    rests_on = "; ".join(f"{row.name}: {say(row.rests_on)}" for row in report.measures if row.rests_on)
    return (
        *_study_cells(report),
        report.pseudonym,
        *_patient_cells(report),
        *(numbers.get(column) for column in columns),
        phases.end_diastole + 1,
        str(phases.end_diastole_source),
        phases.end_systole + 1,
        str(phases.end_systole_source),
        rests_on,
        " ".join(map(say, report.flags)),
        " ".join(map(say, report.notes)),
        len(report.counted),
        len(verified),
        ", ".join(sorted({row.reviewer for row in verified})),
        " ".join(say(one.text) for one in report.signatures),
        sum(one.is_void for one in report.signatures),
        report.reader,
        ", ".join(f"{origin.source} ({origin.contour_count})" for origin in report.origins),
        _conventions_text(report),
        study.phase_count,
        study.slice_count,
        *study.pixel_spacing_mm,
        study.slice_thickness_mm,
        study.heart_rate_bpm,
        study.study_uid,
        report.conclusion,
        report.reported_by,
        report.made_at.isoformat(timespec="seconds"),
        report.software_version,
        say(NOT_FOR_DIAGNOSTIC_USE),
    )


def _conventions_text(report: ReadingReport) -> str:
    return ". ".join(report.wording(text) for _, text in report.conventions)


def _study_cells(report: ReadingReport) -> tuple[Cell, ...]:
    return report.label, report.study.acquired_on, report.study.description


def _patient_cells(report: ReadingReport) -> tuple[Cell, ...]:
    patient = report.patient or report.withheld
    if patient is None:
        return (None,) * 7
    return (
        patient.name,
        patient.born_on,
        patient.sex,
        patient.age_years,
        patient.height_cm,
        patient.weight_kg,
        patient.body_surface_area_m2,
    )


def _phases(reports: Sequence[ReadingReport]) -> NumberTable:
    known = ("time_ms", "lv_volume_ml", "is_end_diastole", "is_end_systole", "slices", "flags", "conventions")
    header = (*STUDY, "phase", *known)
    rows = [
        (
            *_study_cells(report),
            row.phase_index + 1,
            row.time_ms,
            row.volume_ml,
            int(row.phase_index == report.phases.end_diastole),
            int(row.phase_index == report.phases.end_systole),
            numbers_text(row.slice_indices),
            " ".join(map(report.wording, row.flags)),
            _conventions_text(report),
        )
        for report in reports
        for row in report.volumes
    ]
    return NumberTable("phases", header, tuple(rows))


def _slices(reports: Sequence[ReadingReport]) -> NumberTable:
    header = (
        *STUDY,
        "phase",
        "slice",
        "position_mm",
        "has_image",
        "endocardial_area_mm2",
        "epicardial_area_mm2",
        "state",
        "contours_by",
        "lowest_quality",
        "reviewer",
        "verified_at_utc",
    )
    rows = [
        (
            *_study_cells(report),
            row.phase_index + 1,
            row.slice_index + 1,
            row.position_mm,
            int(row.has_image),
            row.endocardial_area_mm2,
            row.epicardial_area_mm2,
            str(row.state),
            ", ".join(row.sources),
            row.quality,
            row.reviewer,
            row.verified_at_utc.isoformat(timespec="seconds") if row.verified_at_utc else None,
        )
        for report in reports
        for row in report.slices
    ]
    return NumberTable("slices", header, tuple(rows))


def _measurements(reports: Sequence[ReadingReport]) -> NumberTable:
    """What readers drew by hand, at the phase on which it was drawn last."""
    grey = ("grey_mean", "grey_sd", "grey_pixels")
    header = (*STUDY, "kind", "slice", "phase", "position_mm", "length_mm", "area_mm2", *grey)
    rows = [
        (
            *_study_cells(report),
            str(row.kind),
            row.slice_index + 1,
            row.phase_index + 1,
            row.position_mm,
            row.length_mm,
            row.area_mm2,
            *((row.grey.mean, row.grey.standard_deviation, row.grey.count) if row.grey else (None,) * 3),
        )
        for report in reports
        for row in report.drawn
    ]
    return NumberTable("measurements", header, tuple(rows))
