"""Writing reports of the open study, or of a selection, on a thread of its own, while reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError, NothingToReportError
from cmrstudio.domain.progress import Cancellation, Progress, raise_if_cancelled
from cmrstudio.domain.reading_report import ReadingReport, ReportFormat, compose
from cmrstudio.domain.wording import Language
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag

if TYPE_CHECKING:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter


@dataclass(frozen=True)
class ReportRequest:
    """What the reader wants of a report; ``others`` are the sources of further studies of the workspace.

    Without the open study ``others`` are a selection, and ``conclusion``, which is of one study, stands in none.
    """

    folder: Path
    formats: tuple[ReportFormat, ...]
    with_identity: bool
    reported_by: str = ""
    conclusion: str = ""
    others: tuple[Path, ...] = ()
    language: Language = Language.ENGLISH
    with_open_study: bool = True

    @property
    def has_pages(self) -> bool:
        """Whether pictures have a place in it."""
        return ReportFormat.PDF in self.formats or ReportFormat.HTML in self.formats


@dataclass(frozen=True)
class Written:
    """The files of a report, and which further studies are not in it or not as they were wanted, and why."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


AddToReport = Callable[[ReadingReport], ReadingReport]
"""Gives a report what a feature knows; called in the background."""


class ReportingController(QObject):
    """Takes down the reading as it is at the moment and has it written in the background, with others or without.

    Features that have something to add ``contribute`` to every report.
    """

    started = Signal()
    progressed = Signal(int, int, str)
    finished = Signal(object)
    """What was ``Written``."""
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        session: ReadingSession,
        store: Callable[[], AnnotationStore | None],
        licences: Callable[[], Mapping[str, str]],
        writer: Callable[[], StoreWriter | None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._store, self._licences, self._writer = session, store, licences, writer
        self._contributions: list[Callable[[], AddToReport]] = []
        self._thread: BackgroundThread | None = None
        self._cancellation: CancelFlag | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a report is being written."""
        return self._cancellation is not None

    @property
    def obstacle(self) -> str:
        """Why there can be no report yet, in words for the reader; empty where there can."""
        if not self._session.is_complete or not self._session.is_restored:
            return "The study is still loading: make the report when all its images are there."
        if not any(annotation.contours for annotation in self._session.annotations.values()):
            return "There are no contours yet, so there is nothing to report: segment the study first."
        return ""

    def contribute(self, take_down: Callable[[], AddToReport]) -> None:
        """Add to every report from now on.

        ``take_down`` is called on the window's thread when a report is asked for, and what it returns later on another
        one, with the report: it may only use what was taken down. A report whose ``patient`` is None must stay so.
        """
        self._contributions.append(take_down)

    def make(self, request: ReportRequest) -> None:
        """Begin to write a report of the reading as it is now; does nothing while one is being written."""
        if self.is_busy:
            return
        if request.with_open_study and self.obstacle:
            self.failed.emit(self.obstacle)
            return
        self._cancellation = CancelFlag()
        if self._thread is None:
            self._thread = BackgroundThread("report-writer", self)
        work = self._work(request, self._cancellation)
        self.started.emit()
        self._thread.submit(work, self._end, self._fail)

    def cancel(self) -> None:
        """Stop after the file that is being written."""
        if self._cancellation is not None:
            self._cancellation.cancel()

    def close(self) -> None:
        """Stop, and end the thread."""
        self.cancel()
        if self._thread is not None:
            self._thread.close()

    def _work(self, request: ReportRequest, cancellation: CancelFlag) -> Callable[[], Written]:
        own = self._take_down(request) if request.with_open_study else None
        store, writer = self._store(), self._writer()
        progress = _Told(self.progressed.emit)

        def write() -> Written:
            from cmrstudio.io.report_files import write_reports

            reports = [own()] if own is not None else []
            remarks: list[str] = []
            if request.others:
                others, remarks = _reports_on_others(request, store, writer, progress, cancellation)
                reports += others
            if not reports:
                raise NothingToReportError(len(request.others), remarks[0])
            files = write_reports(
                *(request.folder, reports, request.formats),
                keep_earlier=True,
                progress=progress,
                cancellation=cancellation,
            )
            return Written(tuple(files), tuple(remarks))

        return write

    def _take_down(self, request: ReportRequest) -> Callable[[], ReadingReport]:
        """The reading as it is now; what is returned makes its report, on another thread."""
        session, licences = self._session, dict(self._licences())
        study, series, measures = session.study, session.series, session.measures
        annotations = dict(session.annotations)
        everywhere = np.ndindex(series.stack.phase_count, series.stack.slice_count)
        verifications = {key: found for key in everywhere if (found := session.verification(key)) is not None}
        made_at = datetime.now().astimezone()
        additions = [take_down() for take_down in self._contributions]

        def report() -> ReadingReport:
            from cmrstudio.io.report_files import illustrated
            from cmrstudio.io.words import read_wording

            self.progressed.emit(0, 0, "Drawing the contact sheet")
            report = compose(
                study,
                series,
                measures,
                annotations,
                verifications,
                made_at=made_at,
                with_identity=request.with_identity,
                licences=licences,
                reported_by=request.reported_by,
                conclusion=request.conclusion,
                wording=read_wording(request.language),
            )
            report = illustrated(report, series.stack, annotations, measures.conventions)
            for add in additions:
                report = add(report)
            return report

        return report

    def _end(self, written: Written) -> None:
        self._cancellation = None
        self.finished.emit(written)

    def _fail(self, error: CmrstudioError) -> None:
        self._cancellation = None
        if isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            self.failed.emit(str(error))


def _reports_on_others(
    request: ReportRequest,
    store: AnnotationStore | None,
    writer: StoreWriter | None,
    progress: Progress,
    cancellation: Cancellation,
) -> tuple[list[ReadingReport], list[str]]:
    """Reports on further studies as the workspace keeps them, and remarks on those of which there is none."""
    from cmrstudio import workflow
    from cmrstudio.io.dicom.decode_pool import DecodePool
    from cmrstudio.io.words import read_wording

    if store is None and request.with_open_study:
        return [], [
            "The workspace is not open: the report is on the open study alone. Wait for it, or start cmrstudio again."
        ]
    if store is None:
        return [], ["The workspace is not open: there are no numbers to export. Wait for it, or start cmrstudio again."]
    if writer is not None:
        writer.flush()  # the open study may be among them
    reports, remarks = [], []
    with DecodePool() as pool:
        for done, path in enumerate(request.others):
            raise_if_cancelled(cancellation)
            progress.report(done, len(request.others), f"Reading {path.name}")
            try:
                study = workflow.open_study(path, cancellation=cancellation, pool=pool)
                kept = workflow.kept_in(store, study, study.short_axis)
            except CancelledError:
                raise
            except CmrstudioError as error:
                remarks.append(str(error))
                continue
            if kept is None:
                remarks.append(f"{path}: there are no contours of this study yet.")
                continue
            report = workflow.report_on(
                study,
                study.short_axis,
                kept,
                with_identity=request.with_identity,
                reported_by=request.reported_by,
                wording=read_wording(request.language),
                workspace=store.path,
                with_contact_sheet=request.has_pages,
            )
            if report.has_burnt_in_text and not request.with_identity:  # nobody has looked at these images for it
                report = replace(report, contact_sheet=None)
                remarks.append(f"{path}: text is burnt into its images, so its report is without them.")
            reports.append(report)
    return reports, remarks


class _Told:
    """A ``Progress`` that passes on what it is told."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell

    def report(self, done: int, total: int, message: str) -> None:
        """Pass it on."""
        self._tell(done, total, message)
