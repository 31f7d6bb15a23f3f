"""Opening and closing studies, help, and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.views.message_bar import MessageKind

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.actions_by_name.connect(
        {
            "open_folder": window.choose_folder,
            "open_file": window.choose_file,
            "open_sample": window.open_sample,
            "left_out": window.show_left_out,
            "close_study": window.session.close_study,
            "quit": window.close,
            "shortcuts": window.show_shortcuts,
            "about": lambda: window.dialogs.show_about(),
            "full_screen": window.set_full_screen,
            "cancel": lambda: _cancel(window),
        }
    )
    start, opening, session = window.start_page, window.opening, window.session
    start.folder_requested.connect(window.choose_folder)
    start.file_requested.connect(window.choose_file)
    start.sample_requested.connect(window.open_sample)
    start.study_requested.connect(window.open_path)
    opening.started.connect(window.begin_task)
    opening.preview_ready.connect(lambda image, spacing: _show_preview(window, image, spacing))
    opening.ended.connect(lambda: _end_opening(window))
    opening.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    opening.noted.connect(lambda text: window.show_message(text))
    window.loader.progressed.connect(lambda done, total, text: window.status.show_task(text, done, total))
    window.status.cancel_requested.connect(lambda: _cancel(window))
    session.study_opened.connect(lambda _: _show_study(window))
    session.study_closed.connect(window.show_page)


def _show_preview(window: MainWindow, image, pixel_spacing_mm) -> None:
    if window.session.study is None:
        window.cine_presenter.show_preview(image, pixel_spacing_mm)
        window.show_page()


def _show_study(window: MainWindow) -> None:
    window.show_page()
    window.page.cine.reset_view()
    window.page.cine.setFocus()


def _end_opening(window: MainWindow) -> None:
    if not window.segmentation.is_busy:
        window.status.end_task()
    window.show_page()


def _cancel(window: MainWindow) -> None:
    if window.loader.is_loading:
        window.loader.cancel()
    else:
        window.segmentation.cancel()
