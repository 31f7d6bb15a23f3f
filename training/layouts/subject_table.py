"""`subjects.csv`: what the images of a data set do not say of its subjects."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from cmrstudio.domain.errors import TrainingDataError
from training.layouts.layout import UNKNOWN_GROUP

SUBJECTS_CSV = "subjects.csv"


@dataclass(frozen=True)
class SubjectFacts:
    """One row: the group, and the spacings in mm where they are given."""

    group: str = UNKNOWN_GROUP
    pixel_spacing_mm: tuple[float, float] | None = None
    slice_spacing_mm: float | None = None


def read_subject_table(folder: Path) -> dict[str, SubjectFacts]:
    """Facts by subject from ``subjects.csv`` in a folder; empty without that file.

    Columns: subject, and where known group, row_spacing_mm, column_spacing_mm, slice_spacing_mm; cells may be blank.
    """
    path = folder / SUBJECTS_CSV
    rows = read_csv(path) if path.exists() else []
    if rows and "subject" not in rows[0]:
        raise TrainingDataError(path, "it has no column named subject: name the columns in its first line")
    return {row["subject"]: _facts(path, row) for row in rows}


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header, blanks stripped."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingDataError(path, f"it cannot be read as CSV ({error}): save it as CSV again") from error
    return [{name: value.strip() for name, value in row.items() if name} for row in rows]


def length_mm(path: Path, row: dict[str, str], column: str) -> float | None:
    """A length in mm from a cell; None where it is blank."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        length = float(text)
    except ValueError:
        length = 0.0
    if not 0 < length < 1000:
        raise TrainingDataError(path, f"{column} is {text!r}; give a length in mm, or leave the cell blank")
    return length


def _facts(path: Path, row: dict[str, str]) -> SubjectFacts:
    row_mm, column_mm, slice_mm = (length_mm(path, row, f"{axis}_spacing_mm") for axis in ("row", "column", "slice"))
    spacing = (row_mm, column_mm) if row_mm and column_mm else None
    return SubjectFacts(row.get("group") or UNKNOWN_GROUP, spacing, slice_mm)
