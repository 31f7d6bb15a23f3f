"""A menu of which one entry is in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget


class ChoiceMenu(QMenu):
    """One entry a choice, with a mark at the one in use, also when it is changed elsewhere."""

    chosen = Signal(object)
    changed = Signal()
    """Another choice is in use now, and marked."""

    def __init__(
        self,
        title: str,
        names: Mapping[StrEnum, str],
        in_use: Callable[[], StrEnum],
        changes: SignalInstance,
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self._in_use = in_use
        group = QActionGroup(self)
        for choice, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(lambda _=False, choice=choice: self.chosen.emit(choice))
            self.addAction(action)
        changes.connect(self._mark)
        self._mark()

    def _mark(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == self._in_use())
        self.changed.emit()
