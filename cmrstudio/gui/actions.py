"""The actions of a window, its menus and the list of shortcuts, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence, QUndoStack
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QWidget

from cmrstudio.gui.action_table import MENUS, SPECS, ActionSpec
from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr

_TIP, _ACTION = "tipWithoutKeys", "actionOfKeys"
UNDO_KEYS, REDO_KEYS = ("Ctrl+Z",), ("Ctrl+Shift+Z", "Ctrl+Y")


class StepAction(QAction):
    """Undo or redo; its text names the step that it would take."""

    def __init__(self, word: str, take: Callable[[], object], parent: QMainWindow) -> None:
        super().__init__(tr(word), parent)
        self.word, self._step = word, ""
        self.setEnabled(False)
        self.triggered.connect(take)

    def show_step(self, step: str | None = None) -> None:
        """Name this step, or the same as before in the language in use."""
        self._step = self._step if step is None else step
        self.setText(f"{tr(self.word)}: {tr(self._step)}" if self._step else tr(self.word))


class ActionSet:
    """The actions of one window, by name, in its menu bar.

    "undo" and "redo" are among them though not in the table: their texts name the step that they would take.
    """

    def __init__(self, window: QMainWindow, undo_stack: QUndoStack) -> None:
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._words: dict[str, tuple[str, str]] = {spec.name: (spec.text, spec.tip) for spec in SPECS}
        """Text and tip of each action in English."""
        self.menus: dict[str, QMenu] = {name: window.menuBar().addMenu(tr(title)) for name, title in MENUS.items()}
        self.undo = StepAction("Undo", undo_stack.undo, window)
        self.redo = StepAction("Redo", undo_stack.redo, window)
        undo_stack.canUndoChanged.connect(self.undo.setEnabled)
        undo_stack.canRedoChanged.connect(self.redo.setEnabled)
        undo_stack.undoTextChanged.connect(self.undo.show_step)
        undo_stack.redoTextChanged.connect(self.redo.show_step)
        for name, action, keys in (("undo", self.undo, UNDO_KEYS), ("redo", self.redo, REDO_KEYS)):
            action.setObjectName(name)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setIcon(icon(name))
            self.menus["edit"].addAction(action)
            self._actions[name] = action
        for spec in SPECS:
            self._add(spec, window)
        self.set_study_open(False)
        self.write_words()

    def _add(self, spec: ActionSpec, window: QMainWindow) -> None:
        action = QAction(icon(spec.icon) if spec.icon else QIcon(), tr(spec.text), window)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
        action.setCheckable(spec.checkable or bool(spec.group))
        if spec.group:
            if spec.group not in self._groups:
                self._groups[spec.group] = QActionGroup(window)
            self._groups[spec.group].addAction(action)
        if spec.separator_before:
            self.menus[spec.menu].addSeparator()
        self.menus[spec.menu].addAction(action)
        self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all actions."""
        return tuple(self._actions)

    def connect(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Have each named action call its handler, without the checked state that Qt would pass."""
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _checked=False, handler=handler: handler())

    def set_study_open(self, is_open: bool) -> None:
        """Enable what makes sense only with a study."""
        for spec in SPECS:
            if spec.needs_study:
                self._actions[spec.name].setEnabled(is_open)

    def set_words(self, name: str, text: str, tip: str = "") -> None:
        """Say what an action does at the moment, in English, such as "&Stop" where it was "&Play"."""
        self._actions[name].setText(tr(text))
        self._words[name] = (text, tip)
        self._write_tip(name)

    def set_keys(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Give an action other shortcuts; its tool tip follows."""
        self._actions[name].setShortcuts(list(keys))
        self._write_tip(name)

    def title(self, name: str) -> str:
        """What an action is called in lists, "Undo" whatever would be undone."""
        action = self._actions[name]
        return tr(action.word) if isinstance(action, StepAction) else plain_text(action)

    def by_menu(self) -> Iterator[tuple[str, list[str]]]:
        """(menu title, [action name, ...]) in the order of the menus."""
        for menu, title in MENUS.items():
            names = ["undo", "redo"] if menu == "edit" else []
            yield tr(title).replace("&", ""), names + [spec.name for spec in SPECS if spec.menu == menu]

    def listing(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """(menu title, [(shortcuts, text), ...]) for the list of shortcuts."""
        for title, names in self.by_menu():
            yield title, [(shortcut_text(self._actions[name]), self.title(name)) for name in names]

    def write_words(self) -> None:
        """Write texts and tool tips in the language in use."""
        for name, title in MENUS.items():
            self.menus[name].setTitle(tr(title))
        for name, (text, _) in self._words.items():
            self._actions[name].setText(tr(text))
            self._write_tip(name)
        for action in (self.undo, self.redo):
            action.show_step()
            self._write_tip(action.objectName())

    def _write_tip(self, name: str) -> None:
        action, keys = self._actions[name], shortcut_text(self._actions[name])
        _, tip = self._words.get(name, ("", ""))
        tip = tr(tip) if tip else self.title(name)
        action.setToolTip(with_keys(tip, keys))
        action.setStatusTip(tip)


def shortcut_text(action: QAction) -> str:
    """The shortcuts of an action as they stand on the keyboard."""
    keys = [sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts()]
    return tr(" or ").join(keys)


def say_keys(button: QAbstractButton, tip: str, action: str) -> None:
    """Give a button a tool tip, English, that ends in the keys of an action, as ``write_keys`` knows them."""
    button.setToolTip(tip)
    button.setProperty(_TIP, tip)
    button.setProperty(_ACTION, action)


def write_keys(root: QWidget, actions: ActionSet) -> None:
    """Write the keys of the moment, in the language in use, on all buttons that ``say_keys`` was told of."""
    for button in root.findChildren(QAbstractButton):
        action = button.property(_ACTION)
        if action:
            button.setToolTip(with_keys(tr(button.property(_TIP)), shortcut_text(actions[action])))


def with_keys(words: str, keys: str) -> str:
    """Words with the keys after them, where there are any: "Verify (V)"."""
    return f"{words} ({keys})" if keys else words


def plain_text(action: QAction) -> str:
    """The text of an action without the mark of its menu key and without dots."""
    return action.text().replace("&", "").rstrip("…")
