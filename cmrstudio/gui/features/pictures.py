"""Taking the cine elsewhere: a picture to the clipboard, a movie to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from cmrstudio.gui.cine_pictures import CinePictures
from cmrstudio.gui.controllers.layouts import MATRIX_LAYOUT, MONTAGE_LAYOUT
from cmrstudio.gui.controllers.movie_export import MovieExport
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.message_bar import MessageKind

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

CAPTION_MARGIN_PX = 12
MOVIE_FILTERS = {"MP4 video (*.mp4)": ".mp4", "Animated GIF (*.gif)": ".gif"}


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.movie = MovieExport(lambda: make_pictures(window), window.session, window)
    movie, status = window.movie, window.status
    window.actions_by_name.connect(
        {
            "copy_image": lambda: copy_image(window),
            "copy_curve": lambda: copy_curve(window),
            "copy_bulls_eye": lambda: copy_bulls_eye(window),
            "copy_surfaces": lambda: copy_surfaces(window),
            "export_movie": lambda: ask_for_movie(window),
            "cancel": movie.cancel,
        }
    )
    movie.started.connect(window.begin_task)
    movie.progressed.connect(status.show_progress)
    movie.ended.connect(lambda: None if window.segmentation.is_busy or window.loader.is_loading else status.end_task())
    movie.finished.connect(lambda text: window.show_message(text))
    movie.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    status.cancel_requested.connect(movie.cancel)
    window.about_to_shut.connect(movie.close)


def make_pictures(window: MainWindow) -> CinePictures:
    """Draws the images of the open study as they are shown; close it afterwards."""
    return CinePictures(window.session, window.image_measuring, window.verifying.verdicts, window.page.cine)


def copy_image(window: MainWindow) -> None:
    """Put the image, montage or matrix on the screen on the clipboard as shown; the patient is not named on it."""
    session, cine = window.session, window.page.cine
    if session.stack is None:
        return
    without_cine = {MONTAGE_LAYOUT: window.layouts_feature.montage, MATRIX_LAYOUT: window.layouts_feature.matrix}
    if window.page.layout_name in without_cine:
        _put_on_clipboard(without_cine[window.page.layout_name].grab().toImage())
        window.show_message("The images are on the clipboard, without the patient's name.")
        return
    pictures = make_pictures(window)
    pictures.fit_to_view()
    ratio = cine.devicePixelRatioF()
    picture = pictures.picture(session.position, with_overlays=cine.editor.overlays_visible, device_pixel_ratio=ratio)
    pictures.close()
    picture.setDevicePixelRatio(1.0)
    _put_on_clipboard(picture)
    window.show_message("The image is on the clipboard, without the patient's name.")


def copy_curve(window: MainWindow) -> None:
    """Put the volume curve as it is seen on the clipboard, with the conventions that its volumes are counted by."""
    curve, measures = window.page.curve, window.session.measures
    if measures is None or not curve.isVisible() or not np.isfinite(curve.volumes_ml).any():
        window.show_message("There is no volume curve to be seen: segment the study or draw contours first.")
        return
    _put_on_clipboard(_with_caption(curve, tr(measures.conventions.text)))
    window.show_message("The volume curve is on the clipboard.")


def copy_bulls_eye(window: MainWindow) -> None:
    """Put the bull's-eye, as it is seen, on the clipboard."""
    view = window.walls_panel.bulls_eye
    if not view.isVisible() or not np.isfinite(view.values).any():
        window.show_message("There is no bull's-eye to be seen: open the Walls tab and mark the RV insertion first.")
        return
    _put_on_clipboard(view.grab().toImage())
    window.show_message("The bull's-eye is on the clipboard.")


def _with_caption(shown: QWidget, text: str) -> QImage:
    """A widget as it is seen, with words below it."""
    picture = shown.grab()
    room = QRect(CAPTION_MARGIN_PX, 0, shown.width() - 2 * CAPTION_MARGIN_PX, 1000)
    needed = shown.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
    room.moveTop(shown.height())
    made = QPixmap(picture.width(), round((shown.height() + needed.height() + 8) * picture.devicePixelRatio()))
    made.setDevicePixelRatio(picture.devicePixelRatio())
    made.fill(COLOURS.panel)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, picture)
    painter.setFont(shown.font())
    painter.setPen(QColor(COLOURS.muted))
    painter.drawText(room, Qt.TextFlag.TextWordWrap, text)
    painter.end()
    return made.toImage()


def copy_surfaces(window: MainWindow) -> None:
    """Put the surfaces, as they are seen, on the clipboard."""
    view = window.surfaces.view
    if not view.isVisible() or view.scene.is_empty:
        window.show_message("There are no surfaces to be seen: open the 3-D tab of a study with contours first.")
        return
    _put_on_clipboard(view.grab().toImage())
    window.show_message("The 3-D view is on the clipboard.")


def _put_on_clipboard(picture: QImage) -> None:
    QGuiApplication.clipboard().setImage(picture)


def ask_for_movie(window: MainWindow) -> None:
    """Ask what the movie is to show and where to write it, and write it."""
    from cmrstudio.gui.views.movie_dialog import MovieDialog

    stack = window.session.stack
    if stack is None:
        return
    if window.movie.is_busy:
        window.show_message("A movie is being written: wait for it, or cancel it.")
        return
    slice_index = window.session.position[1]
    dialog = MovieDialog(slice_index, stack.slice_count, window)
    if not dialog.exec():
        return
    name = "cine-all-slices" if dialog.options.all_slices else f"cine-slice-{slice_index + 1}"
    folder = Path(str(window.settings.value("movie_folder", str(Path.home()))))
    title, filters = tr("Export the cine as a movie"), {tr(text): text for text in MOVIE_FILTERS}
    chosen, chosen_filter = QFileDialog.getSaveFileName(window, title, str(folder / f"{name}.mp4"), ";;".join(filters))
    if chosen:
        path = movie_path(chosen, filters.get(chosen_filter, chosen_filter))
        if path != Path(chosen) and path.exists():  # the file dialog asked about another name
            text = tr("{path} is there already: choose another name.").format(path=path)
            window.show_message(text, MessageKind.WARNING)
            return
        window.settings.setValue("movie_folder", str(path.parent))
        window.movie.export(path, dialog.options)


def movie_path(chosen: str, chosen_filter: str) -> Path:
    """The file that was chosen, with the ending of the kind that was chosen where it has none of a movie."""
    path = Path(chosen)
    if path.suffix.lower() in MOVIE_FILTERS.values():
        return path
    return path.with_name(path.name + MOVIE_FILTERS.get(chosen_filter, ".mp4"))
