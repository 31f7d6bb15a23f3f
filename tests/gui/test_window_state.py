"""What the reader had chosen is there at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.editing_tools import EditTool


@pytest.fixture
def window(open_window):
    return open_window(start=False)


def _again(window, open_window):
    window.shut_down()
    return open_window(start=False)


def test_tool_structure_and_speed_come_back(window, open_window):
    window.actions_by_name["freehand"].setEnabled(True)
    window.actions_by_name["freehand"].trigger()
    window.editing.choose_structure(Structure.LV_EPICARDIUM)
    window.playback.set_speed(2.0)
    again = _again(window, open_window)
    assert again.page.cine.tool is EditTool.FREEHAND
    assert again.actions_by_name["freehand"].isChecked()
    assert again.page.cine.active_structure is again.editing.structure is Structure.LV_EPICARDIUM
    assert again.tool_bar._structures[Structure.LV_EPICARDIUM].isChecked()
    assert again.playback.speed == 2.0
    assert again.tool_bar.speeds.currentText() == "2×"


def test_the_panel_that_was_open_comes_back(window, open_window):
    window.page.panels.setCurrentIndex(2)
    assert _again(window, open_window).page.panels.currentIndex() == 2


def test_splitters_come_back(window, open_window, make_study):
    window.session.open_study(make_study(4, 3))
    window.show_page()
    window.page.setSizes([700, 500])
    inner = window.page.findChild(QSplitter, "imagesSplitter")
    inner.setSizes([400, 300])
    sizes = window.page.sizes(), inner.sizes()
    again = _again(window, open_window)
    again.session.open_study(make_study(4, 3))
    again.show_page()
    restored = again.page.sizes(), again.page.findChild(QSplitter, "imagesSplitter").sizes()
    for before, after in zip(sizes, restored, strict=True):
        assert after == pytest.approx(before, abs=4)


def test_every_splitter_of_the_page_has_a_name_to_be_remembered_by(window):
    assert [splitter for splitter in window.page.findChildren(QSplitter) if not splitter.objectName()] == []
    assert window.page.objectName()


def test_what_makes_no_sense_any_more_is_forgotten(workspace, open_window):
    settings = QSettings(str(workspace.with_suffix(".ini")), QSettings.Format.IniFormat)
    for name, value in {
        "tool": "hammer",
        "speed": "fast",
        "structure": "liver",
        "panel": "x",
    }.items():
        settings.setValue(f"window/{name}", value)
    settings.setValue("window/splitter/pageSplitter", "no bytes")
    settings.sync()
    window = open_window(start=False)
    assert window.page.cine.tool is EditTool.CONTROL_POINTS
    assert window.playback.speed == 1.0
    assert window.settings.value("window/tool") is None


def test_the_size_of_the_window_comes_back(window, open_window, qtbot):
    window.resize(790, 640)  # the offscreen screen is 800 by 800
    qtbot.wait(10)
    window.shut_down()
    from cmrstudio.gui.main_window import MainWindow

    again = MainWindow(window._workspace)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (790, 640)
    again.shut_down()
