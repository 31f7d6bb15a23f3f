"""Reports of the open study: asked for in a dialog, written in the background, opened from there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.reading_report import ReadingReport, ReportFormat
from cmrstudio.domain.report_contents import KnownFacts, complete
from cmrstudio.domain.study import BURNT_IN_TEXT_NOTE
from cmrstudio.domain.study_summary import ReadingState
from cmrstudio.gui.controllers.reporting import AddToReport, ReportingController, ReportRequest, Written
from cmrstudio.gui.features.work_list import show_work_list
from cmrstudio.gui.translation import current_language, tr
from cmrstudio.gui.views.report_dialog import ReportDialog

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

FOLDER, FORMATS, IDENTITY = "report/folder", "report/formats", "report/without_identity"
SELECTION_FORMATS = "report/selection_formats"
USUAL_FORMATS, USUAL_SELECTION_FORMATS = "pdf,html", "csv,xlsx"
STUDIES_NAMED = 4
STUDIES_OFFERED = 500
HOW_TO_MARK = "Mark studies on the list, with Ctrl or Shift and a click, or all with Ctrl+A: then export their numbers."


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.reporting = reporting = ReportingController(
        window.session,
        lambda: window.keeping.store,
        lambda: window.models.licences,
        lambda: window.keeping.writer,
        window,
    )
    reporting.contribute(lambda: _all_that_is_known(window))
    window.report_dialog = dialog = ReportDialog(window)
    window.actions_by_name.connect(
        {
            "report": lambda: _show(window),
            "report_now": lambda: _make_now(window),
            "export_studies": lambda: _show_selection(window),
        }
    )
    window.work_list.table.export_requested.connect(lambda: _show_selection(window))
    window.sign_off_panel.report_button.clicked.connect(lambda: _make_now(window))
    dialog.report_requested.connect(lambda request: _make(window, request))
    dialog.cancel_requested.connect(reporting.cancel)
    dialog.studies_requested.connect(lambda: _list_studies(window))
    dialog.open_requested.connect(lambda path: _open(window, path))
    reporting.started.connect(dialog.show_started)
    reporting.progressed.connect(dialog.show_progress)
    reporting.cancelled.connect(dialog.show_idle)
    reporting.finished.connect(lambda written: _tell_finished(window, written))
    reporting.failed.connect(lambda text: _tell_failed(window, text))
    window.session.study_closed.connect(dialog.close)
    window.session.study_opened.connect(lambda _: _forget(window))


def _all_that_is_known(window: MainWindow) -> AddToReport:
    """Take down what numbers, readers and sign-offs have to say of the reading as it is now."""
    session, known, reader = window.session, window.study_facts, window.keeping.reader
    series, measures, annotations = session.series, session.measures, dict(session.annotations)
    facts = KnownFacts(known.patient, known.formula, known.insertion)
    drawn = tuple(window.image_measuring.measurements.values())
    store, made_at = window.keeping.store, datetime.now(UTC)

    def add(report: ReadingReport) -> ReadingReport:
        from cmrstudio.store.reading_records import ReadingRecords

        signed = ReadingRecords(store).sign_offs(reading_key(series.series_uid, reader)) if store else ()
        signed = tuple(one for one in signed if one.signed_at_utc <= made_at)
        return complete(report, series, annotations, measures, facts, reader=reader, sign_offs=signed, drawn=drawn)

    return add


def _can_report(window: MainWindow) -> bool:
    """Whether there can be a report now; the reader is told why not."""
    if window.session.study is None:
        return False
    obstacle = window.reporting.obstacle
    if window.segmentation.is_busy:
        obstacle = "The study is being segmented: make the report when that is done."
    if obstacle:
        window.show_message(obstacle)
    return not obstacle


def _make_now(window: MainWindow) -> None:
    """Write what was asked for last, in one click; where the reader must look first, the dialog opens."""
    if window.reporting.is_busy or not _can_report(window):
        return
    request = _usual_request(window, window.report_dialog.request.conclusion)
    must_look = BURNT_IN_TEXT_NOTE in window.session.series.notes and not request.with_identity
    if must_look or not request.formats:
        _show(window)
    else:
        _make(window, request)


def _show(window: MainWindow) -> None:
    dialog, study, series = window.report_dialog, window.session.study, window.session.series
    if study is None or series is None or not _can_report(window):
        return
    if (dialog.selection or not dialog.isVisible()) and not window.reporting.is_busy:
        dialog.show_request(_usual_request(window, dialog.request.conclusion))
        name = study.patient_label or study.source.name
        text = " · ".join(filter(None, (name, study.acquired_on, series.description)))
        dialog.show_subject(text, is_burnt_in=BURNT_IN_TEXT_NOTE in series.notes)
        dialog.show_idle()
    _bring_up(dialog)


def _bring_up(dialog: ReportDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _show_selection(window: MainWindow) -> None:
    """Ask what is wanted of the studies that are marked on the work list."""
    if window.pages.currentWidget() is not window.work_list:
        show_work_list(window)
        window.show_message(HOW_TO_MARK)
        return
    marked = [one for one in window.work_list.table.marked if one.state is not ReadingState.UNREADABLE]
    dialog = window.report_dialog
    if not marked:
        window.show_message(HOW_TO_MARK)
        return
    if not window.reporting.is_busy:
        dialog.show_request(
            _usual_request(window, dialog.request.conclusion, SELECTION_FORMATS, USUAL_SELECTION_FORMATS)
        )
        names = [one.name for one in marked]
        more = len(names) - STUDIES_NAMED
        named = ", ".join(names[:STUDIES_NAMED])
        count = tr("1 study") if len(names) == 1 else tr("{count} studies").format(count=len(names))
        text = tr("{names} and {count} more").format(names=named, count=more) if more > 0 else named
        dialog.show_selection(tuple(Path(one.source) for one in marked), f"{count}: {text}")
        dialog.show_idle()
    _bring_up(dialog)


def _usual_request(
    window: MainWindow, conclusion: str, formats_setting: str = FORMATS, usual: str = USUAL_FORMATS
) -> ReportRequest:
    """What was asked for last, in the name of the reviewer."""
    settings = window.settings
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = settings.value(FOLDER) or str(Path(documents or Path.home()) / "cmrstudio reports")
    wanted = str(settings.value(formats_setting, usual)).split(",")
    formats = tuple(kind for kind in ReportFormat if kind in wanted)
    with_identity = str(settings.value(IDENTITY, "false")) != "true"
    return ReportRequest(
        Path(str(folder)), formats, with_identity, window.verifying.reviewer, conclusion, language=current_language()
    )


def _forget(window: MainWindow) -> None:
    """Another study is another report."""
    window.report_dialog.close()
    window.report_dialog.conclusion.clear()


def _make(window: MainWindow, request: ReportRequest) -> None:
    window.settings.setValue(FOLDER, str(request.folder))
    window.settings.setValue(FORMATS if request.with_open_study else SELECTION_FORMATS, ",".join(request.formats))
    window.settings.setValue(IDENTITY, "false" if request.with_identity else "true")
    window.reporting.make(request)


def _list_studies(window: MainWindow) -> None:
    """Offer the other studies of the workspace, which may be many."""
    store, study = window.keeping.store, window.session.study
    if store is None or study is None:
        window.report_dialog.others.show_studies(())
        return
    window.background.submit(
        lambda: tuple(one for one in store.recent_studies(STUDIES_OFFERED) if one.study_uid != study.study_uid),
        window.report_dialog.others.show_studies,
        lambda error: window.report_dialog.show_failure(str(error)),
    )


def _tell_finished(window: MainWindow, written: Written) -> None:
    window.report_dialog.show_written(written)
    number, folder = len(written.paths), written.paths[0].parent
    files = tr("one file") if number == 1 else tr("{count} files").format(count=number)
    window.show_message(tr("The report is written: {files} in {path}").format(files=files, path=folder))


def _tell_failed(window: MainWindow, text: str) -> None:
    window.report_dialog.show_failure(text)
    if not window.report_dialog.isVisible():
        window.show_message(text)


def _open(window: MainWindow, path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        window.report_dialog.show_failure(f"No program on this computer opens {path}: open it from its folder.")
