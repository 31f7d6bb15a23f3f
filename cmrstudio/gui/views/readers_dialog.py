"""Who reads, and letting a supervisor reveal what readers hide from each other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.readers import SHARED, SHARED_NAME
from cmrstudio.gui.translation import tr

EXPLANATION = (
    "Each reader has contours, verifications and numbers of their own. Nobody sees those of another until both have "
    "signed the study off, or a supervisor reveals them. Everybody sees the shared reading."
)
READER_ROLE = Qt.ItemDataRole.UserRole


class ReadersDialog(QDialog):
    """Asks who reads from now on. It shows names only."""

    reader_chosen = Signal(str)
    reveal_requested = Signal()

    def __init__(self, readers: tuple[str, ...], active: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Readers")
        self.setMinimumSize(460, 420)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(_wrapped(EXPLANATION))
        self.list = QListWidget()
        self.list.setAccessibleName("Readers of this workspace")
        self.list.setToolTip("Choose who reads from now on; Enter or a double click reads as that reader")
        for reader in (SHARED, *(reader for reader in readers if reader)):
            name = reader or tr(f"{SHARED_NAME}, which everybody sees")
            item = QListWidgetItem((tr("●  {person} (now)") if reader == active else "○  {person}").format(person=name))
            item.setData(READER_ROLE, reader)
            self.list.addItem(item)
            if reader == active:
                self.list.setCurrentItem(item)
        layout.addWidget(self.list, 1)
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText("Name of a new reader")
        self.new_name.setAccessibleName("Name of a new reader")
        layout.addWidget(self.new_name)
        self.reveal = QPushButton("Reveal all readings of this study…")
        self.reveal.setProperty("link", "true")
        self.reveal.setToolTip("For a supervisor: everybody may then compare all readings of the open study")
        self.reveal.clicked.connect(self.reveal_requested)
        layout.addWidget(self.reveal)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.read_button = buttons.addButton("Read as this reader", QDialogButtonBox.ButtonRole.AcceptRole)
        self.read_button.setProperty("primary", "true")
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.list.itemDoubleClicked.connect(lambda _: self._choose())
        self.new_name.textChanged.connect(lambda _: self.list.clearSelection())

    def _choose(self) -> None:
        item = self.list.currentItem()
        name = self.new_name.text().strip()
        self.accept()
        self.reader_chosen.emit(name or (item.data(READER_ROLE) if item else SHARED))


class RevealDialog(QDialog):
    """Asks a supervisor for name and reason; both are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reveal readings")
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(
            _wrapped(
                "From now on everybody may compare all readings of the open study. This cannot be taken back: later "
                "sign-offs of it count as not blind."
            )
        )
        form = QFormLayout()
        self.supervisor, self.reason = QLineEdit(), QLineEdit()
        for title, field in (("Supervisor", self.supervisor), ("Reason", self.reason)):
            field.setAccessibleName(title)
            field.textChanged.connect(self._check)
            form.addRow(title, field)
        layout.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.reveal_button = buttons.addButton("Reveal", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._check()

    def _check(self) -> None:
        self.reveal_button.setEnabled(bool(self.supervisor.text().strip() and self.reason.text().strip()))


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
