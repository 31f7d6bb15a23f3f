"""A movie made as a reader makes one: by the menu, the dialog and the dialog of files."""

from __future__ import annotations

import cv2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from cmrstudio.gui.translation import Language, use_language
from cmrstudio.gui.views.movie_dialog import MovieDialog
from tests.gui.layout_hand import draw, show_phantom
from tests.gui.modal_hand import ModalHand

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 60_000
PHASES, SLICES = 6, 3
FRAME_MS = 40
MP4_FILTER, GIF_FILTER = "MP4 video (*.mp4)", "Animated GIF (*.gif)"


@pytest.fixture(autouse=True)
def dialogs_of_qt(qapp):
    """A dialog of the operating system cannot be clicked from here."""
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)


@pytest.fixture
def window(open_window, make_study, tmp_path):
    """A window with contours on a phantom, whose last movie was written into ``tmp_path``."""
    made = open_window(start=False)
    made.settings.setValue("movie_folder", str(tmp_path))
    show_phantom(made, make_study(PHASES, SLICES))
    draw(made.session, *[(phase, index) for phase in range(PHASES) for index in range(SLICES)])
    QApplication.processEvents()
    return made


def choose_file(qtbot, dialog: QFileDialog, name: str, name_filter: str) -> None:
    """Choose the kind, type the name and press Enter."""
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    kinds.setCurrentText(name_filter)
    kinds.activated.emit(kinds.currentIndex())
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setCompleter(None)  # its suggestions open at a time of their own, and take the key
    field.selectAll()
    qtbot.keyClicks(field, name)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose_movie(window, work_dialog, work_files) -> None:
    """Take the movie from the menu and answer what is asked."""
    hand = ModalHand((MovieDialog, work_dialog), (QFileDialog, work_files))
    menus = window.actions_by_name.menus.values()
    action = next(one for menu in menus for one in menu.actions() if one is window.actions_by_name["export_movie"])
    action.trigger()
    assert hand.left == []


def save_button(dialog: MovieDialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)


def test_an_mp4_of_the_slice_is_made_from_the_menu_with_its_frames_and_rate(window, qtbot, tmp_path) -> None:
    path = tmp_path / "beating.mp4"
    with qtbot.waitSignal(window.movie.finished, timeout=PATIENCE_MS):
        choose_movie(
            window,
            lambda dialog: qtbot.mouseClick(save_button(dialog), LEFT),
            lambda files: choose_file(qtbot, files, path.name, MP4_FILTER),
        )
    movie = cv2.VideoCapture(str(path))
    count, rate_hz = movie.get(cv2.CAP_PROP_FRAME_COUNT), movie.get(cv2.CAP_PROP_FPS)
    movie.release()
    assert count == PHASES
    assert rate_hz == pytest.approx(1000 / FRAME_MS)
    assert path.name in window.status.currentMessage()


def test_a_gif_of_all_slices_is_made_as_it_was_asked_for(window, qtbot, tmp_path) -> None:
    path = tmp_path / "beating.gif"

    def ask(dialog: MovieDialog) -> None:
        for button in (dialog.all_slices, dialog.overlays):
            button.setFocus()
            qtbot.keyClick(button, Qt.Key.Key_Space)
        dialog.repeats.setFocus()
        qtbot.keyClick(dialog.repeats, Qt.Key.Key_Up)
        assert (dialog.repeats.value(), dialog.all_slices.isChecked(), dialog.overlays.isChecked()) == (2, True, False)
        qtbot.mouseClick(save_button(dialog), LEFT)

    with qtbot.waitSignal(window.movie.finished, timeout=PATIENCE_MS):
        choose_movie(window, ask, lambda files: choose_file(qtbot, files, path.stem, GIF_FILTER))
    durations_ms = []
    with Image.open(path) as movie:
        for index in range(movie.n_frames):
            movie.seek(index)
            durations_ms.append(movie.info["duration"])
    assert sum(durations_ms) == 2 * PHASES * SLICES * FRAME_MS
    assert set(durations_ms) == {FRAME_MS}


def test_without_a_file_no_movie_is_made(window, qtbot, tmp_path) -> None:
    choose_movie(window, lambda dialog: qtbot.mouseClick(save_button(dialog), LEFT), lambda files: files.reject())
    assert not window.movie.is_busy
    assert list(tmp_path.glob("*.mp4")) == []


def test_escape_closes_the_dialog_and_no_file_is_asked_for(window, qtbot) -> None:
    hand = ModalHand((MovieDialog, lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape)))
    window.actions_by_name["export_movie"].trigger()
    assert hand.left == []
    assert not window.movie.is_busy


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.ENGLISH, ("MPEG-4 Part 2", "many web browsers do not", "GIF")),
        (Language.GERMAN, ("MPEG-4 Teil 2", "viele Webbrowser nicht", "GIF")),
    ],
)
def test_the_dialog_says_what_kind_of_video_an_mp4_is_and_who_shows_it(qtbot, language, words) -> None:
    dialog = MovieDialog(1, SLICES)
    qtbot.addWidget(dialog)
    dialog.show()
    use_language(language)
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    use_language(Language.ENGLISH)
    assert [each for each in words if each not in shown] == []
