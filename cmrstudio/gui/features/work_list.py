"""The work list: all studies of the workspace, imported and watched folders, and the way to and from a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QToolButton

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.controllers.work_list import WorkListController
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.work_list import WorkListPage
from cmrstudio.gui.workers.folder_import import FolderImporter, ImportProgress
from cmrstudio.gui.workers.folder_watch import FolderWatcher

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter

WATCHED_SETTING = "watched_folders"
CATCH_UP_MS = 3000
"""Studies opened before there was a work list are summarised once the window has had time to start."""


def wire(window: MainWindow) -> None:
    """Make the list with its controller and workers, and connect them in a window whose session is there."""
    window.work_list = WorkListPage()
    window.pages.addWidget(window.work_list)
    window.work_list_controller = WorkListController(window.session, window.keeping, window.background, window)
    window.folder_importer = FolderImporter(lambda: _workspace(window), window)
    window.folder_watcher = FolderWatcher(parent=window)
    window.menuBar().setCornerWidget(_button(window))
    window.actions_by_name.connect(
        {"work_list": lambda: _toggle(window), "import_folder": lambda: _choose_import(window)}
    )
    _wire_list(window)
    _wire_import(window)
    _wire_ways(window)


def write_again(window: MainWindow) -> None:
    """Write the list, and its button as wide as its word, in the language of the moment."""
    window.work_list.write_again()
    bar = window.menuBar()
    bar.setCornerWidget(bar.cornerWidget())


def _button(window: MainWindow) -> QToolButton:
    """One click to the list and back, in the corner of the menu bar: the tool bar has no room in a small window."""
    button = QToolButton(window.menuBar())
    button.setDefaultAction(window.actions_by_name["work_list"])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAccessibleName("Work list")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setObjectName("workListButton")
    button.setIconSize(QSize(14, 14))
    return button


def _wire_list(window: MainWindow) -> None:
    page, controller = window.work_list, window.work_list_controller
    controller.listed.connect(lambda work_list: _begin(window, work_list))
    controller.changed.connect(lambda summaries: _put(window, summaries))
    controller.removed.connect(page.model.remove)
    controller.thumbnails_ready.connect(page.take_thumbnails)
    controller.failed.connect(lambda text: window.show_message(text, MessageKind.WARNING))
    page.model.thumbnails_wanted.connect(controller.ask_for_thumbnails)
    page.removal_requested.connect(controller.remove_unreadable)


def _wire_import(window: MainWindow) -> None:
    page, importer, watcher = window.work_list, window.folder_importer, window.folder_watcher
    importer.listed.connect(lambda summaries: _take_imported(window, summaries))
    importer.progressed.connect(lambda progress: _show_import(window, progress))
    importer.finished.connect(lambda text: _end_import(window, text))
    importer.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    window.keeping.reader_changed.connect(importer.set_reader)
    page.imports.cancel_requested.connect(importer.cancel)
    page.import_requested.connect(lambda: _choose_import(window))
    page.watch_requested.connect(lambda: _choose_watch(window))
    page.unwatch_requested.connect(lambda folder: unwatch(window, folder))
    watcher.settled.connect(importer.import_folder)
    watcher.problems_changed.connect(lambda problems: page.show_watched(watched_folders(window), problems))
    window.actions_by_name["cancel"].triggered.connect(
        lambda: None if window.loader.is_loading or window.segmentation.is_busy else importer.cancel()
    )
    window.about_to_shut.connect(window.work_list_controller.keep_changes)
    window.about_to_shut.connect(watcher.close)
    window.about_to_shut.connect(importer.close)
    page.show_watched(watched_folders(window), {})


def _wire_ways(window: MainWindow) -> None:
    page, session = window.work_list, window.session
    page.folder_requested.connect(window.choose_folder)
    page.study_requested.connect(lambda summary: _open(window, summary))
    page.back_requested.connect(lambda: _leave(window))
    session.study_opened.connect(lambda _: _leave_for_study(window))
    session.study_closed.connect(lambda: page.set_back_possible(False))
    window.opening.preview_ready.connect(lambda *_: _leave_for_study(window) if session.study is None else None)


# To the list and back


def _toggle(window: MainWindow) -> None:
    if window.pages.currentWidget() is not window.work_list:
        show_work_list(window)
    elif window.session.study is not None or window.loader.is_loading:
        _leave(window)
    elif not window.work_list.model.total:
        window.home_page = window.start_page
        window.show_page()


def show_work_list(window: MainWindow) -> None:
    """Go to the list; an open study stays open, and what runs on it goes on."""
    window.playback.stop()
    window.work_list_controller.keep_changes()
    window.home_page, window.is_at_home = window.work_list, True
    window.show_page()
    for action in (window.actions_by_name.undo, window.actions_by_name.redo):
        action.setEnabled(False)  # what they would change is out of sight
    study = window.session.study
    window.work_list.set_back_possible(study is not None)
    window.work_list.choose(study.study_uid if study else None)
    window.work_list.focus_table()


def _leave(window: MainWindow) -> None:
    _leave_for_study(window)
    window.show_page()
    window.page.cine.setFocus()


def _leave_for_study(window: MainWindow) -> None:
    window.is_at_home = False
    window.actions_by_name.undo.setEnabled(window.session.undo_stack.canUndo())
    window.actions_by_name.redo.setEnabled(window.session.undo_stack.canRedo())


def _open(window: MainWindow, summary: StudySummary) -> None:
    study = window.session.study
    if study is not None and study.study_uid == summary.study_uid:
        _leave(window)
    else:
        window.open_path(Path(summary.source))


# What is on the list


def _begin(window: MainWindow, work_list: WorkList) -> None:
    page = window.work_list
    page.set_work_list(work_list)
    _make_home(window)
    window.folder_watcher.know(page.model.sources)
    window.folder_watcher.watch(watched_folders(window))
    QTimer.singleShot(CATCH_UP_MS, window, lambda: _catch_up(window))


def _make_home(window: MainWindow) -> None:
    """The list takes the start page's place as soon as there is something on it."""
    if window.work_list.model.total and window.home_page is window.start_page:
        is_shown = window.pages.currentWidget() is window.start_page
        window.home_page = window.work_list
        window.show_page()
        if is_shown and window.pages.currentWidget() is window.work_list:
            window.work_list.focus_table()


def _put(window: MainWindow, summaries: tuple[StudySummary, ...]) -> None:
    window.work_list.put(summaries)
    _make_home(window)


def _take_imported(window: MainWindow, summaries: tuple[StudySummary, ...]) -> None:
    window.work_list.model.forget_thumbnails(summary.entry_id for summary in summaries)
    _put(window, summaries)


def _catch_up(window: MainWindow) -> None:
    """Summarise what was opened before there was a work list, where it is still there and was not tried before."""
    entries = window.work_list.model.entries
    failed = {entry.source for entry in entries if entry.state is ReadingState.UNREADABLE}
    open_uid = window.session.study.study_uid if window.session.study else ""
    opened = [entry for entry in entries if entry.state is ReadingState.OPENED and entry.study_uid != open_uid]
    waiting = [Path(entry.source) for entry in opened]
    places = [place for place in waiting if str(place) not in failed and place.exists()]
    if places and not window.keeping.is_shut:
        window.folder_importer.import_studies(places)


# Imported and watched folders


def _workspace(window: MainWindow) -> tuple[AnnotationStore, StoreWriter] | None:
    store, writer = window.keeping.store, window.keeping.writer
    return None if store is None or writer is None else (store, writer)


def _choose_import(window: MainWindow) -> None:
    folder = _ask_for_folder(window, "Import all studies in a folder")
    if folder is not None:
        show_work_list(window)
        window.folder_importer.import_folder(folder)


def _choose_watch(window: MainWindow) -> None:
    folder = _ask_for_folder(window, "Watch a folder for new studies")
    if folder is not None:
        watch(window, folder)


def _ask_for_folder(window: MainWindow, title: str) -> Path | None:
    start = str(window.settings.value("import_folder", str(Path.home())))
    chosen = QFileDialog.getExistingDirectory(window, title, start)
    if not chosen:
        return None
    window.settings.setValue("import_folder", chosen)
    return Path(chosen)


def watched_folders(window: MainWindow) -> tuple[Path, ...]:
    """The folders that are watched, also after the next start."""
    kept = window.settings.value(WATCHED_SETTING, [])
    return tuple(Path(folder) for folder in ([kept] if isinstance(kept, str) else kept or []))


def watch(window: MainWindow, folder: Path) -> None:
    """Watch a folder from now on: what is in it and not on the list yet is imported, and what comes later."""
    _set_watched(window, dict.fromkeys((*watched_folders(window), folder)))


def unwatch(window: MainWindow, folder: Path) -> None:
    """Watch a folder no more; its studies stay on the list."""
    _set_watched(window, [kept for kept in watched_folders(window) if kept != folder])


def _set_watched(window: MainWindow, folders) -> None:
    window.settings.setValue(WATCHED_SETTING, [str(folder) for folder in folders])
    window.folder_watcher.know(window.work_list.model.sources)
    window.folder_watcher.watch(folders)
    window.work_list.show_watched(watched_folders(window), window.folder_watcher.problems)


def _show_import(window: MainWindow, progress: ImportProgress) -> None:
    """In full on the list, and in short on the button that leads there."""
    window.work_list.imports.show_progress(progress)
    if progress.total:
        words = tr("Work list: importing {done} of {total}").format(done=progress.done, total=progress.total)
        window.menuBar().cornerWidget().setText(words)
        window.menuBar().adjustSize()


def _end_import(window: MainWindow, text: str) -> None:
    window.menuBar().cornerWidget().setText(tr("Work list"))
    window.work_list.imports.hide()
    window.show_message(text)
