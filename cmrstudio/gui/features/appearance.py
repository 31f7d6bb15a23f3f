"""How the window looks: its theme, chosen under View > Theme and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cmrstudio.gui.theme import Theme, apply_theme, current_theme, theme_changes

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

SETTING = "theme"
NAMES = {Theme.DARK: "&Dark", Theme.LIGHT: "&Light", Theme.HIGH_CONTRAST: "&High contrast"}


class ThemeMenu(QMenu):
    """One entry a theme, with a mark at the one in use."""

    theme_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&Theme", parent)
        group = QActionGroup(self)
        for theme, text in NAMES.items():
            action = QAction(text, group)
            action.setCheckable(True)
            action.setData(theme)
            action.triggered.connect(lambda _=False, theme=theme: self.theme_chosen.emit(theme))
            self.addAction(action)
        theme_changes.changed.connect(self._mark)
        self._mark()

    def _mark(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == current_theme())


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    menu = ThemeMenu(window)
    menu.theme_chosen.connect(lambda theme: choose_theme(window, theme))
    window.actions_by_name.menus["view"].insertMenu(window.actions_by_name["next_theme"], menu)
    window.actions_by_name.connect({"next_theme": lambda: choose_theme(window, _next(current_theme()))})
    remembered = window.settings.value(SETTING)
    if remembered in list(Theme) and remembered != current_theme():
        choose_theme(window, Theme(remembered))


def choose_theme(window: MainWindow, theme: Theme) -> None:
    """Show everything in a theme, now and at the next start."""
    window.settings.setValue(SETTING, theme.value)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        apply_theme(application, theme)


def _next(theme: Theme) -> Theme:
    themes = list(Theme)
    return themes[(themes.index(theme) + 1) % len(themes)]
