"""How the window looks: its theme, chosen under View > Theme and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cmrstudio.gui.theme import Theme, apply_theme, current_theme, theme_changes, theme_pieces
from cmrstudio.gui.turns import Turns
from cmrstudio.gui.views.choice_menu import ChoiceMenu

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

SETTING = "theme"
NAMES = {Theme.DARK: "&Dark", Theme.LIGHT: "&Light", Theme.HIGH_CONTRAST: "&High contrast"}


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.turns = Turns(window)
    window.about_to_shut.connect(window.turns.finish)
    menu = ChoiceMenu("&Theme", NAMES, current_theme, theme_changes.changed, window)
    menu.chosen.connect(lambda theme: choose_theme(window, theme))
    window.actions_by_name.menus["view"].insertMenu(window.actions_by_name["next_theme"], menu)
    window.actions_by_name.connect({"next_theme": lambda: choose_theme(window, _next(current_theme()))})
    remembered = window.settings.value(SETTING)
    application = QApplication.instance()
    if remembered in list(Theme) and remembered != current_theme() and isinstance(application, QApplication):
        apply_theme(application, Theme(remembered))


def choose_theme(window: MainWindow, theme: Theme) -> None:
    """Show everything in a theme, now and at the next start."""
    window.settings.setValue(SETTING, theme.value)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        window.turns.run(theme_pieces(application, theme))


def _next(theme: Theme) -> Theme:
    themes = list(Theme)
    return themes[(themes.index(theme) + 1) % len(themes)]
