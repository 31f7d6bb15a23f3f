"""The window: it owns session, controllers and views, and lets them go in the right order."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study import View
from cmrstudio.gui.action_table import MOUSE_GESTURES
from cmrstudio.gui.actions import ActionSet
from cmrstudio.gui.commands import place_name
from cmrstudio.gui.controllers.cine_presenter import CinePresenter
from cmrstudio.gui.controllers.contour_editing import ContourEditing
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.models import ModelChoice
from cmrstudio.gui.controllers.opening import OpeningController
from cmrstudio.gui.controllers.page_presenter import PagePresenter
from cmrstudio.gui.controllers.playback import Playback
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.controllers.segmentation import SegmentationController
from cmrstudio.gui.controllers.verifying import VerifyingController
from cmrstudio.gui.features import wire
from cmrstudio.gui.screen_room import screen_room, size_within
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.dialogs import Dialogs, LeftOutDialog, ShortcutsDialog
from cmrstudio.gui.views.message_bar import MessageBar, MessageKind
from cmrstudio.gui.views.models_dialog import ModelsDialog
from cmrstudio.gui.views.reading_page import ReadingPage
from cmrstudio.gui.views.start_page import StartPage, recent_text
from cmrstudio.gui.views.status_strip import StatusStrip
from cmrstudio.gui.views.toolbar import ReadingToolBar, SegmentingToolBar
from cmrstudio.gui.workers.background import BackgroundThread
from cmrstudio.gui.workers.gpu_worker import GpuWorker
from cmrstudio.gui.workers.study_loader import StudyLoader
from cmrstudio.workflow import models_user_folder

FILE_FILTER = "Studies (*.dcm *.dicom *.ima *.zip *.nii *.nii.gz);;All files (*)"


class MainWindow(QMainWindow):
    """The one window of cmrstudio, on one workspace.

    Nothing slow happens before ``start``: it opens the workspace, starts the decoding processes and the engine, and
    looks for models, all in the background.
    """

    workspace_refused = Signal(str)
    about_to_shut = Signal()
    """Threads and settings are still there."""

    def __init__(self, workspace: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.settings = QSettings(str(workspace.with_suffix(".ini")), QSettings.Format.IniFormat)
        self.dialogs = Dialogs(self)
        self._make_controllers()
        self._make_views()
        self.cine_presenter = CinePresenter(self.session, self.page.cine, self)
        self.page_presenter = PagePresenter(self.session, self.page, self)
        wire(self)
        self.setAcceptDrops(True)
        self.setWindowTitle("cmrstudio")
        self._restore_geometry()

    def _make_controllers(self) -> None:
        user_models = self.user_models = models_user_folder(self._workspace)
        self.session = ReadingSession(self)
        self.background = BackgroundThread("workspace-reader", self)
        self.loader = StudyLoader(self)
        self.gpu_worker = GpuWorker(self, user_models=user_models)
        self.playback = Playback(self.session, self)
        self.editing = ContourEditing(
            self.session, lambda key: self.dialogs.ask_replace_at(place_name([key]), "Copy contours"), self
        )
        self.keeping = KeepingController(self.session, self.background, self)
        self.opening = OpeningController(self.session, self.loader, self)
        self.segmentation = SegmentationController(self.session, self.gpu_worker, self)
        self.models = ModelChoice(self.background, self.settings, self, user_models=user_models)
        self.verifying = VerifyingController(
            self.session, self.keeping, self.settings, lambda suggestion: self.dialogs.ask_reviewer(suggestion), self
        )

    def _make_views(self) -> None:
        self.actions_by_name = ActionSet(self, self.session.undo_stack)
        self.recent_menu = QMenu("&Recent studies", self)
        self.actions_by_name.menus["file"].insertMenu(self.actions_by_name["left_out"], self.recent_menu)
        self.series_menu = QMenu("&Series", self)
        self.actions_by_name.menus["view"].addSeparator()
        self.actions_by_name.menus["view"].addMenu(self.series_menu)
        self.tool_bar = ReadingToolBar(self.actions_by_name, self)
        self.addToolBar(self.tool_bar)
        self.segmenting_bar = SegmentingToolBar(self.actions_by_name, self)
        self.addToolBar(self.segmenting_bar)
        self.message_bar = MessageBar()
        self.start_page, self.page = StartPage(), ReadingPage()
        self.home_page: QWidget = self.start_page
        self.is_at_home = False  # also while a study is open: the reader has gone back to the list
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.page)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message_bar)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        self.status = StatusStrip(self)
        self.setStatusBar(self.status)

    def start(self) -> None:
        """Begin what takes time; call it once the window is on the screen."""
        self.keeping.open(self._workspace)
        self.loader.warm_up()
        self.models.load()
        self.status.show_engine("Engine starting…")
        self.gpu_worker.start()

    # Studies

    def open_path(self, path: Path) -> None:
        """Open a study; what runs on the one that is open is given up."""
        self.opening.open(path)

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Open a study's folder"), self._last_folder())
        if chosen:
            self._open_chosen(Path(chosen), Path(chosen).parent)

    def choose_file(self) -> None:
        """Ask for a file and open its study."""
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Open a study's file"), self._last_folder(), tr(FILE_FILTER))
        if chosen:
            self._open_chosen(Path(chosen), Path(chosen).parent)

    def open_sample(self) -> None:
        """Open the bundled study."""
        self.open_path(sample_study_folder())

    def _open_chosen(self, path: Path, folder: Path) -> None:
        self.settings.setValue("last_folder", str(folder))
        self.open_path(path)

    def _last_folder(self) -> str:
        return str(self.settings.value("last_folder", str(Path.home())))

    def show_recent(self, records: tuple) -> None:
        """List recent studies in the menu and on the start page."""
        self.start_page.set_recent(records)
        self.recent_menu.clear()
        for record in records:
            action = self.recent_menu.addAction(recent_text(record).replace("&", "&&"))
            action.setToolTip(record.source)
            action.triggered.connect(lambda _=False, path=Path(record.source): self.open_path(path))
        self.recent_menu.setEnabled(bool(records))

    def show_series(self) -> None:
        """Offer the short-axis cines of the open study in the menu, where there are several."""
        self.series_menu.clear()
        study = self.session.study
        choices = [series for series in study.series if series.view is View.SHORT_AXIS] if study else []
        for series in choices:
            action = self.series_menu.addAction(series.description.replace("&", "&&") or series.series_uid)
            action.setCheckable(True)
            action.setChecked(series.series_uid == (self.session.series.series_uid if self.session.series else ""))
            action.triggered.connect(lambda _=False, series=series: self.opening.show_series(series))
        self.series_menu.setEnabled(len(choices) > 1)

    # Windows of their own

    def make_left_out_dialog(self) -> LeftOutDialog | None:
        """The list of what was left out of the open study."""
        study, series = self.session.study, self.session.series
        return None if study is None or series is None else LeftOutDialog(study, series.notes, self)

    def show_left_out(self) -> None:
        """List what was left out of the open study, with reasons."""
        dialog = self.make_left_out_dialog()
        if dialog is not None:
            dialog.exec()

    def make_shortcuts_dialog(self) -> ShortcutsDialog:
        """The list of all shortcuts and mouse gestures."""
        return ShortcutsDialog(
            [*self.actions_by_name.listing(), (tr("Mouse"), [(tr(hand), tr(text)) for hand, text in MOUSE_GESTURES])],
            self,
        )

    def show_shortcuts(self) -> None:
        """List all shortcuts."""
        self.make_shortcuts_dialog().exec()

    def make_models_dialog(self) -> ModelsDialog:
        """The installed models and what each is good at."""
        dialog = ModelsDialog(self.models.cards, self.models.model_id, self.models.broken, self)
        dialog.model_chosen.connect(self.models.choose)
        return dialog

    def show_models(self) -> None:
        """Compare the installed models, and choose one."""
        self.make_models_dialog().exec()

    def show_message(self, text: str, kind: MessageKind = MessageKind.INFO) -> None:
        """Tell the reader something: news in the status bar, what went wrong in a bar over the images."""
        if kind is MessageKind.INFO:
            self.status.show_news(text)
        else:
            self.message_bar.show_message(text, kind)

    def begin_task(self, text: str) -> None:
        """Show that something has begun to run; what was said of the task before goes."""
        self.message_bar.dismiss()
        self.status.show_task(text)

    def show_page(self) -> None:
        """The reading page where there is something to read, else the start page or the work list."""
        reading = not self.is_at_home and (self.session.study is not None or self.loader.is_loading)
        self.pages.setCurrentWidget(self.page if reading else self.home_page)
        study = self.session.study if reading else None
        self.actions_by_name.set_study_open(study is not None)
        title = (study.patient_label or study.source.name) if study else ""
        self.setWindowTitle(f"{title} – cmrstudio" if title else "cmrstudio")
        self.show_series()

    def set_full_screen(self) -> None:
        """Fill the screen, or stop it."""
        if self.actions_by_name["full_screen"].isChecked():
            self.showFullScreen()
        else:
            self.showNormal()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if _dropped_path(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        path = _dropped_path(event)
        if path is not None:
            event.acceptProposedAction()
            self._open_chosen(path, path.parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the bars fit."""
        super().resizeEvent(event)
        self.segmenting_bar.fit(event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is left, and ask where that cannot be done; then end threads and processes."""
        problem = self.keeping.flush()
        if problem is not None and not self.dialogs.ask_quit_unsaved(problem):
            event.ignore()
            return
        self.shut_down()
        event.accept()

    def shut_down(self) -> None:
        """End threads and processes and let the workspace go; a second call does nothing."""
        if self.keeping.is_shut:
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.about_to_shut.emit()
        self.settings.sync()
        self.playback.stop()
        self.loader.close()
        self.reporting.close()
        self.gpu_worker.close()
        self.learning.close()
        self.background.close()
        self.keeping.close()

    def _restore_geometry(self) -> None:
        saved = self.settings.value("geometry")
        if saved is None or not self.restoreGeometry(saved):
            self.resize(size_within(self, QSize(1360, 860), screen_room(self)))


def _dropped_path(event: QDropEvent) -> Path | None:
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
