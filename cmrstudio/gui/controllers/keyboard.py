"""Who gets a key: the control that has the focus before the shortcuts of the window, where it has a use for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QListView,
    QMainWindow,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolBar,
    QWidget,
)

TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QKeySequenceEdit)
SIDEWAYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
UP_AND_DOWN = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
PRESS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def needs_key(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether a control with the focus has a use for a key that might be a shortcut of the window too."""
    if event.modifiers() & COMMANDS:
        return False
    if isinstance(widget, TEXT_FIELDS) or (isinstance(widget, QComboBox) and widget.isEditable()):
        return not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35 and event.key() != Qt.Key.Key_Escape
    key = event.key()
    if isinstance(widget, QAbstractButton):
        among_others = widget.group() is not None and widget.group().exclusive()
        return key in PRESS | (SIDEWAYS | UP_AND_DOWN if among_others else set())
    if isinstance(widget, QComboBox):
        return key in UP_AND_DOWN | ENDS | PRESS or _begins_a_choice(widget, event.text())
    if isinstance(widget, QAbstractSlider):
        axis = SIDEWAYS if widget.orientation() == Qt.Orientation.Horizontal else UP_AND_DOWN
        return key in axis | ENDS
    if isinstance(widget, QTabBar):
        return key in SIDEWAYS | ENDS
    if isinstance(widget, QAbstractItemView):
        across = set() if isinstance(widget, QListView) else SIDEWAYS
        return key in UP_AND_DOWN | ENDS | PRESS | across
    return False


def _begins_a_choice(widget: QComboBox, letter: str) -> bool:
    """Whether a letter chooses in a field that is filled in; those of the tool bar leave letters to the images."""
    if not letter.strip() or isinstance(widget.parent(), QToolBar):
        return False
    return widget.findText(letter, Qt.MatchFlag.MatchStartsWith) >= 0


class KeyboardGuard(QObject):
    """Keeps single keys from being shortcuts while they are typed or work a control; Escape goes back to the images.

    It looks at the events of the one widget with the focus, so that it costs nothing while the mouse is used.
    """

    def __init__(self, window: QMainWindow, home: QWidget) -> None:
        super().__init__(window)
        self._window, self._home = window, home
        self._watched: QWidget | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)
            self._watch(None, application.focusWidget())
        window.installEventFilter(self)

    def _watch(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is self._watched:
            before.removeEventFilter(self)
        self._watched = now if now is not None and now is not self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a key for the control that needs it; Escape that nobody had a use for leaves a control."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(watched, QWidget) and needs_key(watched, event):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress:
            if watched is self._window:
                return self._leave(event)
            if isinstance(watched, QAbstractButton) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                watched.click()
                return True
        return False

    def _leave(self, event: QKeyEvent) -> bool:
        focused = self._window.focusWidget()
        if event.key() != Qt.Key.Key_Escape or not self._home.isVisible() or focused is self._home:
            return False
        self._home.setFocus(Qt.FocusReason.TabFocusReason)
        return True
