"""Full screen and the places of the tool bars are there again at the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QToolBar

from cmrstudio.gui.main_window import MainWindow

PATIENCE_MS = 20_000
NORMAL_SIZE = (790, 640)
"""The offscreen screen is 800 by 800."""


@pytest.fixture
def start(qtbot, workspace) -> Iterator[Callable[[], MainWindow]]:
    """Start the program as it is started, with no size but that which was kept; the one that ran before is ended."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        for window in made:
            window.shut_down()
        made.append(MainWindow(workspace))
        made[-1].show()
        qtbot.waitUntil(made[-1].isVisible, timeout=PATIENCE_MS)
        return made[-1]

    yield make
    for window in made:
        window.shut_down()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press_f11(qtbot, window: MainWindow) -> None:
    was = window.isFullScreen()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.isFullScreen() is not was, timeout=PATIENCE_MS)


def bars(window: MainWindow) -> list[tuple]:
    """The bars in their order: name, side of the window, whether it begins a row, and whether it is shown."""
    shown = sorted(window.findChildren(QToolBar), key=lambda bar: (bar.y(), bar.x()))
    return [(bar.objectName(), window.toolBarArea(bar), window.toolBarBreak(bar), bar.isVisible()) for bar in shown]


def test_full_screen_comes_back_and_the_menu_says_so(qtbot, start):
    press_f11(qtbot, start())
    again = start()
    qtbot.waitUntil(again.isFullScreen, timeout=PATIENCE_MS)
    assert again.actions_by_name["full_screen"].isChecked()
    qtbot.waitUntil(lambda: again.size() == again.screen().size(), timeout=PATIENCE_MS)


def test_a_window_that_left_full_screen_before_the_end_starts_as_a_window(qtbot, start):
    window = start()
    press_f11(qtbot, window)
    press_f11(qtbot, window)
    again = start()
    assert not again.isFullScreen()
    assert not again.actions_by_name["full_screen"].isChecked()


def test_the_size_from_before_full_screen_is_that_after_it_also_at_the_next_start(qtbot, start):
    window = start()
    window.resize(*NORMAL_SIZE)
    qtbot.waitUntil(lambda: window.size().toTuple() == NORMAL_SIZE, timeout=PATIENCE_MS)
    press_f11(qtbot, window)
    again = start()
    press_f11(qtbot, again)
    qtbot.waitUntil(lambda: again.size().toTuple() == NORMAL_SIZE, timeout=PATIENCE_MS)


def test_every_tool_bar_has_a_name_to_be_remembered_by(start):
    names = [bar.objectName() for bar in start().findChildren(QToolBar)]
    assert len(names) >= 2
    assert all(names)
    assert len(set(names)) == len(names)


def test_tool_bars_stay_where_they_were(qtbot, start):
    before = bars(start())
    again = start()
    qtbot.waitUntil(lambda: bars(again) == before, timeout=PATIENCE_MS)


def test_a_tool_bar_that_was_on_another_side_is_there_at_the_next_start(qtbot, start):
    window = start()
    window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, window.segmenting_bar)
    qtbot.waitUntil(lambda: window.segmenting_bar.y() > window.tool_bar.y(), timeout=PATIENCE_MS)
    before = bars(window)
    again = start()
    assert again.toolBarArea(again.segmenting_bar) is Qt.ToolBarArea.BottomToolBarArea
    assert again.toolBarArea(again.tool_bar) is Qt.ToolBarArea.TopToolBarArea
    qtbot.waitUntil(lambda: bars(again) == before, timeout=PATIENCE_MS)
