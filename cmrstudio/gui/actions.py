"""The actions of a window, its menus and the list of shortcuts, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from cmrstudio.gui.action_table import MENUS, SPECS, ActionSpec
from cmrstudio.gui.theme import icon


class ActionSet:
    """The actions of one window, by name, in its menu bar."""

    def __init__(self, window: QMainWindow, undo_stack: QUndoStack) -> None:
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.menus: dict[str, QMenu] = {name: window.menuBar().addMenu(title) for name, title in MENUS.items()}
        self.undo = undo_stack.createUndoAction(window, "Undo")
        self.redo = undo_stack.createRedoAction(window, "Redo")
        for action, keys, image in ((self.undo, ["Ctrl+Z"], "undo"), (self.redo, ["Ctrl+Shift+Z", "Ctrl+Y"], "redo")):
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setIcon(icon(image))
            self.menus["edit"].addAction(action)
        for spec in SPECS:
            self._add(spec, window)
        self.set_study_open(False)

    def _add(self, spec: ActionSpec, window: QMainWindow) -> None:
        action = QAction(icon(spec.icon) if spec.icon else QIcon(), spec.text, window)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
        action.setCheckable(spec.checkable or bool(spec.group))
        if spec.group:
            if spec.group not in self._groups:
                self._groups[spec.group] = QActionGroup(window)
            self._groups[spec.group].addAction(action)
        tip = spec.tip or plain_text(action)
        action.setToolTip(f"{tip} ({shortcut_text(action)})")
        action.setStatusTip(tip)
        if spec.separator_before:
            self.menus[spec.menu].addSeparator()
        self.menus[spec.menu].addAction(action)
        self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Have each named action call its handler, without the checked state that Qt would pass."""
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _checked=False, handler=handler: handler())

    def set_study_open(self, is_open: bool) -> None:
        """Enable what makes sense only with a study."""
        for spec in SPECS:
            if spec.needs_study:
                self._actions[spec.name].setEnabled(is_open)

    def listing(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """(menu title, [(shortcuts, text), ...]) for the list of shortcuts."""
        for name, title in MENUS.items():
            actions = [self._actions[spec.name] for spec in SPECS if spec.menu == name]
            rows = [(shortcut_text(action), plain_text(action)) for action in actions]
            if name == "edit":  # their texts name the step that they would undo at the moment
                rows = [(shortcut_text(self.undo), "Undo"), (shortcut_text(self.redo), "Redo"), *rows]
            yield title.replace("&", ""), rows


def shortcut_text(action: QAction) -> str:
    """The shortcuts of an action as they stand on the keyboard."""
    return " or ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts())


def plain_text(action: QAction) -> str:
    """The text of an action without the mark of its menu key and without dots."""
    return action.text().replace("&", "").rstrip("…")
