"""What Qt's own controls lack for readers who hear the window, rest the cursor on it, or have a small screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QChildEvent, QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QMainWindow, QTabBar, QTableView, QWidget

from cmrstudio.gui.screen_room import keep_within, screen_room
from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr, translate_widgets

INNER_BUTTONS = {
    "qt_toolbar_ext_button": "More tools",
    "qt_menubar_ext_button": "More menus",
    "qt_tableview_cornerbutton": "Select all",
}


def complete(root: QWidget) -> None:
    """Give buttons in ``root`` that lack one a tool tip, and those without words a name and an icon to be seen."""
    for button in root.findChildren(QAbstractButton):
        parent = button.parent()
        words = button.text().replace("&", "") or tr(INNER_BUTTONS.get(button.objectName(), ""))
        if not words and isinstance(parent, QLineEdit):
            words = tr("Clear")
        elif not words and isinstance(parent, QTabBar):
            words = tr("Show more tabs")
        elif not words and isinstance(parent, QTableView):
            words = tr("Select all")
        if button.objectName() == "qt_toolbar_ext_button":
            button.setIcon(icon("more"))
            button.setIconSize(QSize(14, 14))
        if not button.toolTip():
            button.setToolTip(words)
        if not button.text() and not button.accessibleName():
            button.setAccessibleName(words)


class DialogFinisher(QObject):
    """Completes and translates every dialog when it is about to be shown, and keeps it within the screen.

    Dialogs of a window and those that these open are seen to.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.screen_room: Callable[[QWidget], QRect] = screen_room
        """How much room there is for a dialog; another one is for pictures taken without a screen."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See dialogs on their way to the screen, and grow on it."""
        kind = event.type()
        if kind == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QDialog):
                translate_widgets(child)
                complete(child)
                child.installEventFilter(self)
        elif isinstance(watched, QDialog) and not event.spontaneous():  # a size that the reader gives it is spontaneous
            if kind in (QEvent.Type.Show, QEvent.Type.Resize):
                self._keep_on_screen(watched)
            if kind == QEvent.Type.Show:  # it gets its place only after this
                QTimer.singleShot(0, watched, lambda: self._keep_on_screen(watched))
        return False

    def _keep_on_screen(self, dialog: QDialog) -> None:
        if dialog.isVisible():
            keep_within(dialog, self.screen_room(dialog))
