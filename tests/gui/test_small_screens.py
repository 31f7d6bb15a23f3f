"""Every dialog can be worked on a small screen: one scaled by 200 % leaves 960 x 540 of a common 1920 x 1080."""

from __future__ import annotations

import importlib
import json
import pkgutil

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import cmrstudio.gui
from cmrstudio.gui.demonstration import Look, _Tour
from cmrstudio.gui.features.language import rewrite
from cmrstudio.gui.translation import Language, use_language
from tests.gui.dialog_hand import DIALOGS, QUESTIONS, by_action, cramped, full_report, look_at, show_drawn_phantom
from tests.gui.layout_hand import PHASES, SLICES, draw
from tests.gui.scaled_process import assert_nothing_found

FRAME_PX = 2
"""Of windows on the offscreen platform."""
ROOM = QRect(0, 0, 960 + 2 * FRAME_PX, 500 + 2 * FRAME_PX)
"""A screen of 960 x 540 less a title bar."""
ES = 4
NOT_ON_THE_TOUR = {
    "LearningWindow": "the tour comes to it while a model learns, which takes minutes: see demonstration_training",
}


@pytest.fixture(params=list(Language))
def window(request, open_window, make_study):
    made = open_window(start=False)
    use_language(request.param)
    rewrite(made)
    made.dialog_finisher.screen_room = lambda _: ROOM
    show_drawn_phantom(made, make_study(PHASES, SLICES))
    yield made
    use_language(Language.ENGLISH)


@pytest.fixture
def english_window(open_window, make_study):
    made = open_window(start=False)
    show_drawn_phantom(made, make_study(PHASES, SLICES))
    return made


def dialog_classes() -> set[str]:
    """The names of all dialogs that there are in the program."""
    for module in pkgutil.walk_packages(cmrstudio.gui.__path__, f"{cmrstudio.gui.__name__}."):
        importlib.import_module(module.name)
    found, waiting = set(), [QDialog]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.startswith(cmrstudio.gui.__name__):
                found.add(one.__name__)
    return found


@pytest.mark.parametrize("name", [*DIALOGS, *QUESTIONS])
def test_every_dialog_fits_and_its_buttons_are_in_sight(qtbot, window, name):
    open_it = {**DIALOGS, **QUESTIONS}[name]
    assert look_at(qtbot, window, open_it, lambda dialog: cramped(dialog, ROOM)) == []


def test_no_dialog_is_left_out_here(english_window):
    assert {type(make(english_window)).__name__ for make in DIALOGS.values()} == dialog_classes()


def test_a_dialog_that_grows_stays_on_the_screen_and_shows_what_is_new(qtbot, english_window):
    window = english_window
    window.dialog_finisher.screen_room = lambda _: ROOM
    dialog = by_action(window, "report", window.report_dialog)
    full_report(window)
    qtbot.waitUntil(lambda: ROOM.contains(dialog.frameGeometry()))
    assert not dialog.open_folder_button.visibleRegion().isEmpty()
    assert not dialog.close_button.visibleRegion().isEmpty()


def test_on_a_large_screen_a_dialog_has_the_size_that_was_meant_for_it(english_window):
    english_window.dialog_finisher.screen_room = lambda _: QRect(0, 0, 1920, 1080)
    dialog = DIALOGS["training data"](english_window)
    assert (dialog.width(), dialog.height()) == (1120, 780)


def test_a_question_asked_by_a_dialog_is_kept_on_the_screen_too(qtbot, english_window):
    window = english_window
    asked = []
    window.dialog_finisher.screen_room = lambda dialog: asked.append(type(dialog).__name__) or ROOM
    DIALOGS["training result"](window)
    window.learning_window.hide()
    look_at(qtbot, window, QUESTIONS["name of an experiment"], lambda _: [])
    assert "QInputDialog" in asked


def test_a_long_message_leaves_room_for_the_images(english_window):
    window = english_window
    window.message_bar.show_message("The folder cannot be read any more. " * 60)
    window.resize(960, 500)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (960, 500)
    assert window.page.cine.height() > window.message_bar.height()


class SeeingTour(_Tour):
    """Notes what it takes pictures of."""

    seen: set[str]

    def _save(self, widget: QWidget, look, name: str) -> None:
        self.seen.add(type(widget).__name__)
        super()._save(widget, look, name)


def test_every_dialog_has_its_picture_on_the_tour(qtbot, open_window, make_study, tmp_path):
    window = open_window()
    window.verifying.set_reviewer("Dr. Example")
    study = make_study(PHASES, SLICES)
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=10_000)
    window.session.choose_phases(window.session.phases.with_end_diastole(0).with_end_systole(ES), "Set phases")
    for phase, radius_px in ((0, 12.0), (ES, 8.0)):
        draw(window.session, *[(phase, slice_index) for slice_index in range(SLICES)], radius_px=radius_px)
    tour = SeeingTour(window, study.source, tmp_path, (Look(),))
    tour.seen = set()
    for walk in (tour._dialogs, tour._windows, tour._report, tour._sign):
        walk()
    assert dialog_classes() - tour.seen == set(NOT_ON_THE_TOUR)


@pytest.mark.parametrize(("factor", "size_px", "language"), [("1.75", (1680, 945), "en"), ("2", (1920, 1080), "de")])
def test_nothing_is_cut_off_on_a_scaled_screen(tmp_path, project_root, factor, size_px, language):
    screen = {"name": "scaled", "x": 0, "y": 0, "width": size_px[0], "height": size_px[1]}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    (tmp_path / "screen.json").write_text(json.dumps({"screens": [screen]}))
    arguments = ["-m", "tests.gui.small_screen_look", "workspace.sqlite", language, factor]
    # The plugin's options cannot name a path with a colon, so that the process is in the screen's folder.
    platform = "offscreen:configfile=screen.json"
    assert_nothing_found(arguments, factor, tmp_path, platform, [str(project_root)])
