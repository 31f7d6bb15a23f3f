"""Two readers' signed numbers as CSV files: one of the studies, one of how the readers agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from cmrstudio.domain.reader_agreement import StudyPair, agreement
from cmrstudio.domain.readers import reader_name
from cmrstudio.domain.sign_off import NUMBERS
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.io.measures_table import harmless

STUDY_COLUMNS = (
    "study",
    "series_uid",
    "first_reader",
    "second_reader",
    "first_signed_at_utc",
    "second_signed_at_utc",
    "both_blind",
    "first_conventions",
    "second_conventions",
    *(f"{number}_{which}" for number in NUMBERS for which in ("first", "second", "difference")),
)
SUMMARY_COLUMNS = ("number", "studies", "bias", "sd", "lower_limit", "upper_limit", "icc_2_1")


def summary_path(path: Path) -> Path:
    """Where the summary goes beside the file of studies."""
    return path.with_name(f"{path.stem}_summary{path.suffix}")


def write_agreement(path: Path, pairs: Sequence[StudyPair]) -> tuple[Path, Path]:
    """Write the studies to ``path`` and the summary beside it; returns both. Raises ``OutputError``.

    Differences are first minus second; unknown numbers are empty. Units are in the names of the columns. Text that a
    spreadsheet would run as a formula gets an apostrophe in front.
    """
    write_atomically(path, _csv(STUDY_COLUMNS, (_study_row(pair) for pair in pairs)))
    write_atomically(summary_path(path), _csv(SUMMARY_COLUMNS, (_summary_row(pairs, number) for number in NUMBERS)))
    return path, summary_path(path)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # the mark at the start has spreadsheets read names in UTF-8


def _study_row(pair: StudyPair) -> list[object]:
    row: list[object] = [
        harmless(pair.label),
        pair.first.content.series_uid,
        harmless(reader_name(pair.first.reader)),
        harmless(reader_name(pair.second.reader)),
        pair.first.signed_at_utc.isoformat(),
        pair.second.signed_at_utc.isoformat(),
        "yes" if pair.first.was_blind and pair.second.was_blind else "no",
        pair.first.conventions.text,
        pair.second.conventions.text,
    ]
    for number in NUMBERS:
        first, second = pair.values(number)
        row += [_shown(first), _shown(second), _shown(first - second)]
    return row


def _summary_row(pairs: Sequence[StudyPair], number: str) -> list[object]:
    found = agreement(pairs, number)
    if found.plot is None:
        return [number, 0, "", "", "", "", ""]
    plot = found.plot
    values = (plot.bias, plot.sd, plot.lower_limit, plot.upper_limit, found.icc)
    return [number, plot.count, *(_shown(value) for value in values)]


def _shown(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:.3f}"  # noqa: PLR0124 - only NaN differs from itself
