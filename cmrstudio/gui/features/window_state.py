"""The window as the reader left it: sizes, splitters, layout, panel, tool, structure and speed. Wire it last.

The theme and the language are kept where they are chosen, the window's place by the window itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.editing_tools import EditTool

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

GROUP = "window"


def wire(window: MainWindow) -> None:
    """Bring back what was kept, and keep it when the window closes. Everything else must be wired."""
    restore(window)
    window.start_page.setFocus()  # else the first tool shows the ring of the keyboard before any key was pressed
    window.about_to_shut.connect(lambda: keep(window))


def keep(window: MainWindow) -> None:
    """Write down how the window is."""
    values = {
        "bars": window.saveState(),
        "layout": window.page.layout_name,
        "panel": window.page.panels.currentIndex(),
        "tool": window.page.cine.tool.value,
        "structure": window.editing.structure.value,
        "speed": window.playback.speed,
        "full_screen": window.isFullScreen(),
    }
    for name, splitter in _splitters(window).items():
        values[f"splitter/{name}"] = splitter.saveState()
    for name, value in values.items():
        window.settings.setValue(f"{GROUP}/{name}", value)


def restore(window: MainWindow) -> None:
    """Make the window as it was; what was kept and makes no sense any more is left as it is from the start."""
    bars = window.settings.value(f"{GROUP}/bars")
    if isinstance(bars, QByteArray):
        window.restoreState(bars)
    for name, splitter in _splitters(window).items():
        sizes = window.settings.value(f"{GROUP}/splitter/{name}")
        if isinstance(sizes, QByteArray):
            splitter.restoreState(sizes)
    for name, take in (
        ("layout", lambda value: _show_layout(window, value)),
        ("panel", lambda value: window.page.panels.setCurrentIndex(int(value))),
        ("tool", lambda value: window.page.cine.set_tool(EditTool(value))),
        ("structure", lambda value: window.editing.choose_structure(Structure(value))),
        ("speed", lambda value: window.playback.set_speed(float(value))),
    ):
        _take(window, name, take)
    if window.settings.value(f"{GROUP}/full_screen", False, bool):
        window.actions_by_name["full_screen"].setChecked(True)


def _take(window: MainWindow, name: str, take: Callable[[str], object]) -> None:
    value = window.settings.value(f"{GROUP}/{name}")
    if value is None:
        return
    try:
        take(str(value))
    except (KeyError, ValueError):  # kept by another version, or changed by hand
        window.settings.remove(f"{GROUP}/{name}")


def _show_layout(window: MainWindow, name: str) -> None:
    window.page.show_layout(name)
    action_name = f"layout_{name}"
    if action_name in window.actions_by_name.names:
        window.actions_by_name[action_name].setChecked(True)


def _splitters(window: MainWindow) -> dict[str, QSplitter]:
    return {splitter.objectName(): splitter for splitter in window.findChildren(QSplitter) if splitter.objectName()}
