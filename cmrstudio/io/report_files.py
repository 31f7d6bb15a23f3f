"""The files of a report: which ones, under what names, in what order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.measures import Annotations
from cmrstudio.domain.progress import (
    Cancellation,
    NeverCancelled,
    Progress,
    SilentProgress,
    raise_if_cancelled,
)
from cmrstudio.domain.reading_report import ReadingReport, ReportFormat
from cmrstudio.domain.study import CineStack
from cmrstudio.io.measures_table import TABLES

TABLE_ENDINGS = tuple(f"_{name}.csv" for name in TABLES)
SELECTION_STEM = "selection"


def illustrated(
    report: ReadingReport, stack: CineStack, annotations: Annotations, conventions: Conventions = AS_TRAINED
) -> ReadingReport:
    """The report with the contact sheet of its contours; ``conventions`` stand below."""
    from cmrstudio.io import contact_sheet

    sheet = contact_sheet.render(stack, annotations, report.phases, conventions, report.wording)
    return replace(report, contact_sheet=sheet)


def write_reports(
    folder: Path,
    reports: Sequence[ReadingReport],
    formats: Collection[ReportFormat],
    *,
    keep_earlier: bool = False,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> list[Path]:
    """Write a PDF and an HTML file a study, and tables of all studies together; returns the files in that order.

    With ``keep_earlier`` new names are found where files of these names are there already, else those are replaced.
    Raises ``OutputError``, ``CancelledError``.
    """
    from cmrstudio.io import measures_table, report_html, report_pdf

    progress, cancellation = progress or SilentProgress(), cancellation or NeverCancelled()
    stems = _stems(folder, reports, formats, keep_earlier=keep_earlier)
    together = stems[0] if len(reports) == 1 else _free(folder, SELECTION_STEM, formats, (), keep=keep_earlier)
    singles = [kind for kind in (ReportFormat.PDF, ReportFormat.HTML) if kind in formats]
    tables = [kind for kind in (ReportFormat.CSV, ReportFormat.XLSX) if kind in formats]
    total = len(singles) * len(reports) + len(tables)
    written: list[Path] = []

    def begin(name: str) -> None:
        raise_if_cancelled(cancellation)
        progress.report(begun, total, f"Writing {name}")

    begun = 0
    for report, stem in zip(reports, stems, strict=True):
        for kind in singles:
            path = folder / f"{stem}.{kind}"
            begin(path.name)
            (report_pdf.write_pdf if kind is ReportFormat.PDF else report_html.write_html)(path, report)
            written.append(path)
            begun += 1
    for kind in tables:
        begin(f"{together}.{kind}")
        if kind is ReportFormat.CSV:
            written += measures_table.write_csv(folder, together, reports)
        else:
            measures_table.write_xlsx(folder / f"{together}.xlsx", reports)
            written.append(folder / f"{together}.xlsx")
        begun += 1
    progress.report(total, total, "Done")
    return written


def _stems(
    folder: Path, reports: Sequence[ReadingReport], formats: Collection[ReportFormat], *, keep_earlier: bool
) -> list[str]:
    stems: list[str] = []
    for report in reports:
        stems.append(_free(folder, report.file_stem, formats, stems, keep=keep_earlier))
    return stems


def _free(folder: Path, stem: str, formats: Collection[ReportFormat], taken: Collection[str], *, keep: bool) -> str:
    """The stem, or the first with a number behind it that is not taken and, to ``keep`` files, has none on the disk."""
    endings = [f".{kind}" for kind in formats if kind is not ReportFormat.CSV]
    endings += TABLE_ENDINGS if ReportFormat.CSV in formats else ()
    number, tried = 1, stem
    while tried in taken or (keep and any((folder / f"{tried}{ending}").exists() for ending in endings)):
        number += 1
        tried = f"{stem}-{number}"
    return tried
