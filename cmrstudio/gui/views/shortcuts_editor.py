"""The window in which keys are given to actions."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.actions import ActionSet
from cmrstudio.gui.controllers.shortcuts import Conflict, ShortcutBook
from cmrstudio.gui.translation import tr

NAME_ROLE = Qt.ItemDataRole.UserRole


class KeyField(QKeySequenceEdit):
    """Takes one key, with or without Ctrl, Alt and Shift; Escape leaves it instead of being taken."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setClearButtonEnabled(True)
        self.setAccessibleName(name)
        for field in self.findChildren(QLineEdit):
            field.setAccessibleName(name)
            field.setPlaceholderText(tr("none"))
        self.setToolTip(tr("Press the key, with Ctrl, Alt or Shift if you like"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ShortcutsEditor(QDialog):
    """Lists every action with its keys, and changes the keys of the one that is marked.

    A key that is taken is not given twice: the owner is named, and gives it up only when the reader says so.
    """

    def __init__(self, actions: ActionSet, book: ShortcutBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._book = actions, book
        self._rows: dict[str, QTreeWidgetItem] = {}
        self.setWindowTitle(tr("Change shortcuts"))
        self.resize(680, 720)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search for an action or a key"))
        self.search.setAccessibleName(tr("Search for an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = self._make_tree()
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(self._make_form())
        layout.addWidget(self._make_buttons())
        self._fill()
        book.changed.connect(self._show_keys)
        self.tree.currentItemChanged.connect(self._show_chosen)
        self.tree.setCurrentItem(next(iter(self._rows.values())))

    # What it is made of

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(tr("Actions and their keys"))
        tree.setHeaderLabels([tr("Action"), tr("Keys")])
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        return tree

    def _make_form(self) -> QGridLayout:
        self.chosen = QLabel()
        self.chosen.setProperty("role", "section")
        self.fields = [KeyField(tr(name)) for name in ("Key", "Second key")]
        self.assign_button = QPushButton(tr("Assign"))
        self.assign_button.setToolTip(tr("Give these keys to the action"))
        self.assign_button.setProperty("primary", "true")
        self.assign_button.setDefault(True)
        self.assign_button.clicked.connect(self._assign)
        self.reset_button = QPushButton(tr("Reset"))
        self.reset_button.setToolTip(tr("Give this action the keys back that it had from the start"))
        self.reset_button.clicked.connect(lambda: self._book.reset(self.name))
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(40)
        row = QHBoxLayout()
        for field, text in zip(self.fields, ("Key", "Second key"), strict=True):
            label = QLabel(tr(text))
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
            field.keySequenceChanged.connect(self._judge)
        row.addWidget(self.assign_button)
        row.addWidget(self.reset_button)
        grid = QGridLayout()
        grid.addWidget(self.chosen, 0, 0)
        grid.addLayout(row, 1, 0)
        grid.addWidget(self.verdict, 2, 0)
        return grid

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setToolTip(tr("Close (Esc)"))
        close.setAutoDefault(False)
        self.reset_all_button = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all_button.setToolTip(tr("Give all actions the keys back that they had from the start"))
        self.reset_all_button.setAutoDefault(False)
        self.reset_all_button.clicked.connect(self._book.reset_all)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fill(self) -> None:
        for title, names in self._actions.by_menu():
            group = QTreeWidgetItem([title, ""])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            self.tree.addTopLevelItem(group)
            for name in names:
                row = QTreeWidgetItem([self._actions.title(name), ""])
                row.setData(0, NAME_ROLE, name)
                group.addChild(row)
                self._rows[name] = row
                self._show_row(name)
            group.setExpanded(True)

    # What is shown

    @property
    def name(self) -> str:
        """The name of the action that is marked."""
        row = self.tree.currentItem()
        return str(row.data(0, NAME_ROLE) or "") if row is not None else ""

    def choose(self, name: str) -> None:
        """Mark an action."""
        self.tree.setCurrentItem(self._rows[name])

    def row_text(self, name: str) -> str:
        """The keys that are listed for an action."""
        return self._rows[name].text(1)

    def _show_keys(self, name: str) -> None:
        self._show_row(name)
        if name == self.name:
            self._show_chosen()
        else:
            self._judge()

    def _show_row(self, name: str) -> None:
        keys = [_native(key) for key in self._book.keys(name)]
        row = self._rows[name]
        row.setText(1, "   ".join(keys))
        for column in range(2):
            font = row.font(column)
            font.setBold(self._book.is_changed(name))
            row.setFont(column, font)
            row.setToolTip(column, tr("Changed by you") if self._book.is_changed(name) else "")

    def _show_chosen(self) -> None:
        name = self.name
        keys = self._book.keys(name) if name else ()
        for index, field in enumerate(self.fields):
            with QSignalBlocker(field):
                field.setKeySequence(keys[index] if index < len(keys) else QKeySequence())
            field.setEnabled(bool(name))
        self.chosen.setText(self._actions.title(name) if name else "")
        self._judge()

    def _filter(self, text: str) -> None:
        """Show only the actions whose name or keys have ``text`` in them."""
        wanted = text.casefold().strip()
        for index in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(index)
            rows = [group.child(row) for row in range(group.childCount())]
            for row in rows:
                row.setHidden(wanted not in f"{row.text(0)} {row.text(1)}".casefold())
            group.setHidden(all(row.isHidden() for row in rows))

    # Giving keys

    def _wanted(self) -> list[QKeySequence]:
        return [field.keySequence() for field in self.fields if not field.keySequence().isEmpty()]

    def _judge(self) -> None:
        """Say whether the keys in the fields can be given, and to whom they belong."""
        name = self.name
        wanted = self._wanted()
        conflicts = [c for c in (self._book.conflict(name, key) for key in wanted) if c is not None] if name else []
        is_new = bool(name) and tuple(wanted) != self._book.keys(name)
        fixed = next((conflict for conflict in conflicts if not conflict.owner), None)
        self.reset_button.setEnabled(bool(name) and self._book.is_changed(name))
        self.assign_button.setEnabled(is_new and fixed is None)
        self.assign_button.setText(tr("Take over") if conflicts and fixed is None else tr("Assign"))
        self.verdict.setText(self._verdict(fixed, conflicts, is_new=is_new))
        self.verdict.setProperty("flagged", bool(conflicts))
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    @staticmethod
    def _verdict(fixed: Conflict | None, conflicts: list[Conflict], *, is_new: bool) -> str:
        if fixed is not None:
            return f"{tr(fixed.text)} {tr('Choose another key.')}"
        if conflicts:
            owners = tr(" and ").join(f"“{conflict.text}”" for conflict in conflicts)
            return tr("That key belongs to {owners}. Taking it over leaves that without it.").format(owners=owners)
        return tr("The key is free.") if is_new else ""

    def _assign(self) -> None:
        """Give the keys in the fields to the action; the button said from whom they are taken."""
        if self.name and self.assign_button.isEnabled():
            self._book.assign(self.name, self._wanted(), take_over=True)


def _native(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
