"""The first run: the ten gestures on the start page and beside the bundled study, until the reader has got them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.gestures_card import GesturesCard

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

SETTING = "gestures_seen"
TITLE, TAB = "Ten gestures", "?"
"""A tab with the whole title would push others out of sight."""


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.first_run = FirstRun(window)
    window.actions_by_name.connect({"gestures": window.first_run.show})


class FirstRun(QObject):
    """Shows the gestures until they are dismissed, and again when Help is asked for them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.card = GesturesCard(window.actions_by_name)
        self.panel_card = GesturesCard(window.actions_by_name, offers_sample=False)
        self._panel = None
        window.start_page.set_card(self.card)
        self.card.setVisible(not window.settings.value(SETTING, False, bool))
        self.card.sample_requested.connect(self._try_on_sample)
        for card in (self.card, self.panel_card):
            card.dismissed.connect(self.dismiss)

    @property
    def is_panel_shown(self) -> bool:
        """Whether the gestures stand beside the images."""
        return self._panel is not None and self._window.page.panels.indexOf(self._panel) >= 0

    def write(self) -> None:
        """Write the gestures with the keys and in the language of the moment."""
        self.card.write()
        self.panel_card.write()
        if self.is_panel_shown:
            self._name_tab()

    def show(self) -> None:
        """Show the gestures: beside the images where a study is open, else on the start page."""
        self.card.show()
        if self._window.session.study is not None:
            self._show_panel()

    def dismiss(self) -> None:
        """Take the gestures away and do not show them at the next start."""
        self._window.settings.setValue(SETTING, True)
        self.card.hide()
        if self.is_panel_shown:
            panels = self._window.page.panels
            panels.removeTab(panels.indexOf(self._panel))
            panels.setCurrentIndex(0)
            self._window.page.cine.setFocus()

    def _try_on_sample(self) -> None:
        self._show_panel()
        self._window.open_sample()

    def _show_panel(self) -> None:
        page = self._window.page
        if self._panel is None:
            page.add_panel(TAB, self.panel_card)
            self._panel = page.panels.widget(page.panels.count() - 1)
        elif not self.is_panel_shown:
            page.panels.addTab(self._panel, TAB)
        self._name_tab()
        page.panels.setCurrentWidget(self._panel)

    def _name_tab(self) -> None:
        panels = self._window.page.panels
        index = panels.indexOf(self._panel)
        panels.setTabToolTip(index, tr(TITLE))
        panels.tabBar().setAccessibleTabName(index, tr(TITLE))
