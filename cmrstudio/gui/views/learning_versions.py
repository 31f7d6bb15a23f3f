"""The versions of a model as the tree of who was trained from whom, with which is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import button, label

if TYPE_CHECKING:
    from cmrstudio.inference.model_versions import LineageNode
    from cmrstudio.learning_overview import VersionsOverview

HEADERS = ("Version", "State", "Last trained on")
SOURCE = Qt.ItemDataRole.UserRole


class LearningVersions(QWidget):
    """Shows a ``VersionsOverview``; asks for a version to be looked at, used, taken back, exported or imported."""

    show_requested = Signal(str)
    promote_requested = Signal(str)
    export_requested = Signal(str)
    """The source of the version that is chosen."""
    rollback_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: VersionsOverview | None = None
        self.in_use = label("", "subtitle", name="Version in use")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Versions, each below the one it was trained from")
        self.tree.setColumnCount(len(HEADERS))
        self.tree.setTabKeyNavigation(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.rollback = button("Roll back", "Use the version again that was in use before")
        self.show_button = button("Show comparison", "Show how the chosen version compares with its parent")
        self.promote = button("Use this version", "Put the chosen version to use, if it is offered")
        self.export_button = button("Export…", "Write the chosen version as one file, for another computer")
        self.import_button = button("Import…", "Take a version that was exported; a damaged file is refused")
        row = QHBoxLayout()
        for one in (self.rollback, self.show_button, self.promote, self.export_button, self.import_button):
            row.addWidget(one)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.in_use)
        layout.addLayout(row)
        layout.addWidget(self.tree, 1)
        self._connect()
        self._write()

    def _connect(self) -> None:
        self.rollback.clicked.connect(self.rollback_requested)
        self.import_button.clicked.connect(self.import_requested)
        for one, signal in (
            (self.show_button, self.show_requested),
            (self.promote, self.promote_requested),
            (self.export_button, self.export_requested),
        ):
            one.clicked.connect(lambda _=False, signal=signal: signal.emit(self.chosen))
        self.tree.itemActivated.connect(lambda *_: self.show_requested.emit(self.chosen))
        self.tree.currentItemChanged.connect(lambda *_: self._enable())
        language_changes.changed.connect(self._write)

    @property
    def chosen(self) -> str:
        """The source of the version that is chosen, empty where none is."""
        item = self.tree.currentItem()
        return item.data(0, SOURCE) if item is not None else ""

    def choose(self, source: str) -> None:
        """Choose a version."""
        for item in self._items():
            if item.data(0, SOURCE) == source:
                self.tree.setCurrentItem(item)

    def show_versions(self, overview: VersionsOverview) -> None:
        """Show how the versions stand."""
        self._overview = overview
        self._write()

    def texts(self) -> list[tuple[str, str]]:
        """Version and state of every row, from top to bottom."""
        return [(item.text(0), item.text(1)) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        return self.tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)

    def _write(self) -> None:
        found, chosen = self._overview, self.chosen
        self.tree.setHeaderLabels([tr(word) for word in HEADERS])
        self.tree.clear()
        if found is not None:
            self.in_use.setText(tr("{version} is in use").format(version=found.in_use.source))
            for node in found.lineage:
                self.tree.addTopLevelItem(_item(node))
            self.tree.expandAll()
            self.choose(chosen or found.in_use.source)
        self._enable()

    def _enable(self) -> None:
        found, chosen = self._overview, self.chosen
        self.rollback.setEnabled(found is not None and found.can_roll_back)
        is_own = found is not None and chosen.partition("@")[0] == found.model_id
        self.promote.setEnabled(is_own and chosen != found.in_use.source)
        for one in (self.show_button, self.export_button):
            one.setEnabled(bool(chosen))


def _item(node: LineageNode) -> QTreeWidgetItem:
    card = node.version.card
    states = [tr("in use")] if node.version.is_in_use else []
    if node.version.is_shipped:
        states.append(tr("shipped"))
    trained_on = tr(card.trained_on[-1]) if card.trained_on else ""
    item = QTreeWidgetItem([card.source, ", ".join(states), trained_on])
    item.setData(0, SOURCE, card.source)
    if node.version.is_in_use:
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
    item.addChildren([_item(child) for child in node.children])
    return item
