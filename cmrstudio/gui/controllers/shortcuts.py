"""Which keys do what: the shortcuts of all actions, as the reader has changed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.gui.actions import ActionSet

GROUP = "shortcuts"
FIXED_KEYS = {
    "W": "W is held to change window and level on the image.",
    "Esc": "Esc takes back what is being done and leaves a control.",
    "Del": "Del deletes the control point under the cursor.",
    "Backspace": "Backspace deletes the control point under the cursor.",
    "Tab": "Tab goes to the next control.",
    "Shift+Tab": "Shift+Tab goes to the control before.",
    "Return": "Return confirms.",
    "Enter": "Enter confirms.",
}
"""Keys that views and controls need themselves, in Qt's portable names, with the reason."""


class ShortcutTakenError(CmrstudioError):
    """A key cannot be given to an action because something else has it."""


@dataclass(frozen=True)
class Conflict:
    """Who has a key: the action of that name, which could give it up, or, without a name, a fixed use."""

    owner: str
    text: str


class ShortcutBook(QObject):
    """The shortcuts of an ``ActionSet``, each with its default; what differs from it is kept in the settings."""

    changed = Signal(str)
    """The name of an action that has other keys now."""

    def __init__(self, actions: ActionSet, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions, self._settings = actions, settings
        self._defaults = {name: tuple(actions[name].shortcuts()) for name in actions.names}
        for name in actions.names:
            kept = settings.value(f"{GROUP}/{name}")
            if kept is not None:
                self._actions.set_keys(name, [QKeySequence(key) for key in str(kept).splitlines()])
        self._yield_to_kept_keys()

    def _yield_to_kept_keys(self) -> None:
        """Take keys that the reader gave to an action from those that have them from the start: two fire neither."""
        chosen = {name for name in self._actions.names if self._settings.contains(f"{GROUP}/{name}")}
        taken = {key.toString() for name in chosen for key in self.keys(name)}
        for name in self._actions.names:
            free = [key for key in self.keys(name) if key.toString() not in taken]
            if name not in chosen and len(free) < len(self.keys(name)):
                self._actions.set_keys(name, free)

    def keys(self, name: str) -> tuple[QKeySequence, ...]:
        """The keys of an action, the one in the menu first."""
        return tuple(self._actions[name].shortcuts())

    def default_keys(self, name: str) -> tuple[QKeySequence, ...]:
        """The keys that an action has from the start."""
        return self._defaults[name]

    def is_changed(self, name: str) -> bool:
        """Whether an action has other keys than from the start."""
        return self.keys(name) != self._defaults[name]

    def conflict(self, name: str, key: QKeySequence) -> Conflict | None:
        """Who else has a key that the action ``name`` is to get, None where it is free.

        A sequence of several strokes is in the way of its beginning and the other way round.
        """
        if key.isEmpty():
            return None
        first = QKeySequence(key[0]).toString(QKeySequence.SequenceFormat.PortableText)
        if first in FIXED_KEYS:
            return Conflict("", FIXED_KEYS[first])
        for other in self._actions.names:
            if other != name and any(_are_in_the_way(key, taken) for taken in self.keys(other)):
                return Conflict(other, self._actions.title(other))
        return None

    def assign(self, name: str, keys: Sequence[QKeySequence], *, take_over: bool = False) -> None:
        """Give an action these keys and no others, none at all where there are none.

        With ``take_over`` other actions give up what is in the way. Raises ``ShortcutTakenError`` otherwise, and where
        a key has a fixed use.
        """
        wanted = list({key.toString(): key for key in keys if not key.isEmpty()}.values())
        for key in wanted:
            while (conflict := self.conflict(name, key)) is not None:
                if not conflict.owner:
                    raise ShortcutTakenError(f"{conflict.text} Choose another key.")
                if not take_over:
                    shown = key.toString(QKeySequence.SequenceFormat.NativeText)
                    raise ShortcutTakenError(
                        f"{shown} belongs to “{conflict.text}”. Choose another key or take it over."
                    )
                kept = [taken for taken in self.keys(conflict.owner) if not _are_in_the_way(key, taken)]
                self._set(conflict.owner, kept)
        self._set(name, wanted)

    def reset(self, name: str) -> None:
        """Give an action its default keys back; who has them gives them up."""
        self.assign(name, self._defaults[name], take_over=True)

    def reset_all(self) -> None:
        """Give all actions their default keys back."""
        for name, keys in self._defaults.items():
            if self.is_changed(name):
                self._set(name, keys)

    def _set(self, name: str, keys: Sequence[QKeySequence]) -> None:
        self._actions.set_keys(name, keys)
        if self.is_changed(name):
            text = "\n".join(key.toString(QKeySequence.SequenceFormat.PortableText) for key in keys)
            self._settings.setValue(f"{GROUP}/{name}", text)
        else:
            self._settings.remove(f"{GROUP}/{name}")
        self.changed.emit(name)


def _are_in_the_way(one: QKeySequence, other: QKeySequence) -> bool:
    match = QKeySequence.SequenceMatch
    return one.matches(other) is not match.NoMatch or other.matches(one) is not match.NoMatch
