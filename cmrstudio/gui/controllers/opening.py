"""Opening studies: from a path to images on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.domain.study import Series, Study
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.study_loader import StudyLoader


class OpeningController(QObject):
    """Hands what the loader reads to the session, and finds a first guess of the phases when all images are there."""

    started = Signal(str)
    preview_ready = Signal(object, object)
    """Image [row, column] and pixel spacing (row, column) in mm."""
    ended = Signal()
    failed = Signal(str)
    noted = Signal(str)
    """A sentence on what the reader should know about how the study was put together."""

    def __init__(self, session: ReadingSession, loader: StudyLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._loader = session, loader
        self._has_planned = False
        loader.preview_ready.connect(self.preview_ready)
        loader.study_planned.connect(self._take_plan)
        loader.frames_ready.connect(session.take_frames)
        loader.study_ready.connect(self._take_study)
        loader.failed.connect(self._take_failure)
        loader.cancelled.connect(self._take_cancel)

    def open(self, path: Path) -> None:
        """Read the study at ``path``; what is open stays until the new one is understood."""
        if not path.exists():
            self.failed.emit(
                tr("{path}: there is no such file or folder; choose a folder of DICOM images.").format(path=path)
            )
            return
        self._has_planned = False
        self.started.emit(tr("Reading {name}").format(name=path.name or path))
        self._loader.open(path)

    def show_series(self, series: Series) -> None:
        """Read another short-axis cine of the open study."""
        study = self._session.study
        if study is not None and series is not self._session.series and self._session.is_complete:
            self._session.open_study(study, series)
            self._take_study(study)

    def reload(self) -> None:
        """Begin anew with the open series, as it is kept now; where the reader is stays."""
        study, series, position = self._session.study, self._session.series, self._session.position
        if study is not None and self._session.is_complete:
            self._session.open_study(study, series)
            self._take_study(study)
            self._session.go_to(*position)

    @Slot(object)
    def _take_plan(self, study: Study) -> None:
        self._has_planned = True
        self._session.open_study(study)

    @Slot(object)
    def _take_study(self, study: Study) -> None:
        from cmrstudio.workflow import first_guess

        self._session.complete_study(study)
        stack, series = self._session.stack, self._session.series
        if stack is not None and series is not None:
            self._session.guess_phases(first_guess(stack))
            self._note(study, series.notes)
        self.ended.emit()

    def _note(self, study: Study, notes: tuple[str, ...]) -> None:
        if notes:
            and_more = tr(" (and {count} more under File > What was left out)").format(count=len(notes) - 1)
            more = and_more if len(notes) > 1 else ""
            self.noted.emit(tr(notes[0]) + more)
        elif study.left_out:
            count = len(study.left_out)
            one = "1 file is not part of this cine: see File > What was left out."
            several = "{count} files are not part of this cine: see File > What was left out."
            self.noted.emit(tr(one if count == 1 else several).format(count=count))

    @Slot(str)
    def _take_failure(self, message: str) -> None:
        self._give_up()
        self.failed.emit(message)

    @Slot()
    def _take_cancel(self) -> None:
        self._give_up()

    def _give_up(self) -> None:
        if self._has_planned:
            self._session.close_study()
        self.ended.emit()
