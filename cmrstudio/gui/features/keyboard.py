"""The keyboard: shortcuts that the reader can change, keys for the control with the focus, names for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.accessibility import DialogFinisher, complete
from cmrstudio.gui.actions import shortcut_text, write_keys
from cmrstudio.gui.controllers.keyboard import KeyboardGuard
from cmrstudio.gui.controllers.shortcuts import ShortcutBook

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.gui.views.shortcuts_editor import ShortcutsEditor


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.shortcuts = ShortcutBook(window.actions_by_name, window.settings, window)
    window.dialog_finisher = DialogFinisher(window)
    complete(window)
    window.keyboard_guard = KeyboardGuard(window, window.page.cine)
    window.actions_by_name.connect({"change_shortcuts": lambda: make_editor(window).exec()})
    window.shortcuts.changed.connect(lambda _: show_keys(window))
    show_keys(window)


def make_editor(window: MainWindow) -> ShortcutsEditor:
    """The window in which keys are changed."""
    from cmrstudio.gui.views.shortcuts_editor import ShortcutsEditor

    return ShortcutsEditor(window.actions_by_name, window.shortcuts, window)


def show_keys(window: MainWindow) -> None:
    """Write the keys on the buttons that name them."""
    actions = window.actions_by_name
    write_keys(window, actions)
    window.sign_off_panel.show_keys(shortcut_text(actions["sign_off"]))
    window.tool_bar.show_keys(shortcut_text(actions["switch_structure"]))
    window.segmenting_bar.write()
    window.status.show_cancel_keys(shortcut_text(actions["cancel"]))
    window.first_run.write()
    verify_actions = ("verify_image", "next_to_look_at", "verify_contour")
    window.page.verify_box.show_keys(*(shortcut_text(actions[name]) for name in verify_actions))
