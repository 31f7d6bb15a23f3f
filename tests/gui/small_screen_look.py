"""Looks at the window and all its dialogs on a real, small screen: run it as a program, it prints what is amiss.

It takes a workspace, a language and how much the screen is scaled.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from cmrstudio.app import make_application
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.translation import Language, use_language
from tests.gui.conftest import _study
from tests.gui.dialog_hand import DIALOGS, QUESTIONS, cramped, cut_off, look_at, show_drawn_phantom
from tests.gui.layout_hand import PHASES, SLICES

SIZE_PX = (960, 500)
"""A screen of 960 x 540 less a title bar."""
TURNS = 5
LAYOUTS = ("layout_phases", "layout_montage", "layout_matrix", "layout_cine")


class Patience:
    """Waits as the tests' own robot does."""

    def waitUntil(self, condition, timeout: int) -> None:
        """Work off events until ``condition`` holds; the caller of this program ends it after a while."""
        while not condition():
            QApplication.processEvents()


def look_at_pages(window: MainWindow) -> list[str]:
    """What is cut off on the start page, in the layouts, in the work list and beside a message."""
    found = []
    stations = [("start page", window.session.close_study)]
    stations += [("message", lambda: window.message_bar.show_message("The folder cannot be read. " * 30))]
    stations += [("work list", window.actions_by_name["work_list"].trigger)]
    stations += [(name, window.actions_by_name[name].trigger) for name in LAYOUTS]
    for name, go in reversed(stations):
        go()
        window.resize(*SIZE_PX)
        for _ in range(TURNS):
            QApplication.processEvents()
        if window.height() > SIZE_PX[1] or window.width() > SIZE_PX[0]:
            found.append(f"{name}: the window is {window.width()} x {window.height()}")
        found += [f"{name}: {complaint}" for complaint in cut_off(window)]
        if name == "message":
            window.message_bar.dismiss()
        elif name == "work list":
            window.actions_by_name["work_list"].trigger()
    return found


def look_at_menus(window: MainWindow, room: QRect) -> list[str]:
    """Which menus do not fit on the screen."""
    found = []
    for menu in window.actions_by_name.menus.values():
        menu.popup(room.topLeft())
        QApplication.processEvents()
        if not room.contains(menu.geometry()) or menu.width() < menu.sizeHint().width():
            found.append(f"the menu {menu.title()} of {menu.sizeHint().toTuple()} is at {menu.geometry().getRect()}")
        menu.close()
    return found


def main(workspace: Path, language: Language, factor: float) -> list[str]:
    """All complaints."""
    application = make_application()
    use_language(language)
    window = MainWindow(workspace)
    found = []
    room = window.screen().availableGeometry()
    if window.width() > room.width() or window.height() > room.height():
        found.append(f"the window begins with {window.size().toTuple()} on a screen of {room.size().toTuple()}")
    window.show()
    show_drawn_phantom(window, _study(PHASES, SLICES))
    application.processEvents()
    if abs(window.devicePixelRatio() - factor) > 0.01:
        found.append(f"not scaled: {window.devicePixelRatio()}")
    for name, open_it in {**DIALOGS, **QUESTIONS}.items():
        seen = look_at(Patience(), window, open_it, lambda dialog: cramped(dialog, room))
        found += [f"{name}: {complaint}" for complaint in seen]
    found += look_at_menus(window, room)
    found += look_at_pages(window)
    window.shut_down()
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(main(Path(sys.argv[1]), Language(sys.argv[2]), float(sys.argv[3]))))
