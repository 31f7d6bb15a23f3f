"""All installed models side by side, with everything that is known of the one that is marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.model_chooser import models_table

NO_MODEL = "No model is installed: contours can be drawn by hand. Import one under Segment > Training."


class ModelsDialog(QDialog):
    """Compares the models (``ModelCard``), lets one be chosen, and says why others (``BrokenModel``) cannot be used."""

    model_chosen = Signal(str)

    def __init__(self, cards: tuple, model_id: str | None, broken: tuple = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Models")
        self.resize(1120, 460)
        text = QLabel(
            "Scores are Dice on subjects that no model was trained on. A model is used from the next segmentation."
        )
        text.setWordWrap(True)
        self.table = QTableView()
        self.table.setAccessibleName("Models")
        self.table.setTabKeyNavigation(False)
        self.table.setModel(models_table(cards))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.details = QLabel("" if cards else NO_MODEL)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.use_button = buttons.addButton("Use this model", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        self.warnings = [_warning(tr(f"Cannot be used: {model.reason}")) for model in broken]
        layout = QVBoxLayout(self)
        for widget in (text, self.table, self.details, *self.warnings, buttons):
            layout.addWidget(widget)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.table.doubleClicked.connect(lambda _index: self._choose())
        self.use_button.setEnabled(False)
        self._mark(model_id)

    def _mark(self, model_id: str | None) -> None:
        model = self.table.model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data(Qt.ItemDataRole.UserRole) == model_id:
                self.table.selectRow(row)

    def _show(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        self.details.setText(str(index.data(Qt.ItemDataRole.ToolTipRole)))
        self.use_button.setEnabled(True)

    def _choose(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.model_chosen.emit(index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole))
            self.accept()


def _warning(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "flag")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
