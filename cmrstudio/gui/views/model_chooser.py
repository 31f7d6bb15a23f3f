"""The list from which the network is chosen that draws the contours, with what each is good at."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHeaderView, QTreeView, QWidget

from cmrstudio.gui.translation import language_changes, tr

HEADERS = ("Model", "Version", "ACDC LV", "ACDC myo", "Sunnybrook LV", "Sunnybrook epi", "Speed", "Licence")
HEADER_TIPS = (
    "",
    "",
    "Dice of the LV cavity on held-out ACDC subjects",
    "Dice of the myocardium on held-out ACDC subjects",
    "Dice of the endocardium on held-out Sunnybrook subjects",
    "Dice of the epicardium on held-out Sunnybrook subjects",
    "Beside the other models, on the same computer",
    "Licence of the weights",
)
NUMBER_COLUMNS = range(2, 6)
POPUP_MARGIN_PX = 24


def model_row(card) -> tuple[str, ...]:
    """The texts of one model (``ModelCard``) under ``HEADERS``."""
    from cmrstudio.inference.model_facts import dice_text, scores_on, speed_class

    acdc, sunnybrook = scores_on(card, "ACDC"), scores_on(card, "Sunnybrook")
    return (
        card.name,
        card.version,
        dice_text(acdc.cavity_dice if acdc else None),
        dice_text(acdc.myocardium_dice if acdc else None),
        dice_text(sunnybrook.cavity_dice if sunnybrook else None),
        dice_text(sunnybrook.epicardium_dice if sunnybrook else None),
        speed_class(card),
        card.licence,
    )


def models_table(cards: tuple) -> QStandardItemModel:
    """One row a model under ``HEADERS``; its id is the data of the first column, all about it the tool tip."""
    from cmrstudio.inference.model_facts import details

    table = QStandardItemModel(0, len(HEADERS))
    table.setHorizontalHeaderLabels([tr(text) for text in HEADERS])
    for column, tip in enumerate(HEADER_TIPS):
        table.setHeaderData(column, Qt.Orientation.Horizontal, tr(tip), Qt.ItemDataRole.ToolTipRole)
        side = Qt.AlignmentFlag.AlignRight if column in NUMBER_COLUMNS else Qt.AlignmentFlag.AlignLeft
        alignment = side | Qt.AlignmentFlag.AlignVCenter
        table.setHeaderData(column, Qt.Orientation.Horizontal, alignment, Qt.ItemDataRole.TextAlignmentRole)
    for card in cards:
        items = [QStandardItem(tr(text)) for text in model_row(card)]
        items[0].setData(card.model_id, Qt.ItemDataRole.UserRole)
        for column, item in enumerate(items):
            item.setToolTip(tr(details(card)))
            if column in NUMBER_COLUMNS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.appendRow(items)
    return table


class ModelChooser(QComboBox):
    """Shows the name of the model in use; opened, a table of all models."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Model")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumContentsLength(9)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setPlaceholderText("No model")
        self.table = QTreeView()
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAllColumnsShowFocus(True)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.header().setStretchLastSection(True)
        self.setView(self.table)
        self._cards: tuple = ()
        language_changes.changed.connect(self._show_again)
        self._tell()

    def show_models(self, cards: tuple) -> None:
        """Offer these models (``ModelCard``)."""
        self._cards = cards
        with QSignalBlocker(self):
            self.setModel(models_table(cards))
            self.setModelColumn(0)
            self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            self.setCurrentIndex(-1)
        self.setEnabled(bool(cards))
        self._tell()

    def _show_again(self) -> None:
        """Show the same in the language of the moment."""
        model_id = self.currentData()
        self.show_models(self._cards)
        self.show_model(model_id)

    def show_model(self, model_id: str) -> None:
        """Mark the model in use."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(model_id))
        self._tell()

    def showPopup(self) -> None:
        """Open the table, as wide as its columns."""
        header = self.table.header()
        widths = [max(self.table.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in range(header.count())]
        self.table.setMinimumWidth(sum(widths) + POPUP_MARGIN_PX)
        super().showPopup()

    def _tell(self) -> None:
        """The tool tip: what the model in use is."""
        facts = self.itemData(self.currentIndex(), Qt.ItemDataRole.ToolTipRole) if self.currentIndex() >= 0 else None
        what = tr("Which network draws the contours")
        self.setToolTip(f"{what}\n\n{facts}" if facts else what)
