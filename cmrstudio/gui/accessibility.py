"""What Qt's own small controls lack for readers who hear the window or rest the cursor on it: names and tool tips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QMainWindow, QTabBar, QTableView, QWidget

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
    """Completes and translates every dialog of a window when it is about to be shown."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See dialogs on their way to the screen."""
        if event.type() == QEvent.Type.ChildPolished:
            child = event.child()
            if isinstance(child, QDialog):
                translate_widgets(child)
                complete(child)
        return False
