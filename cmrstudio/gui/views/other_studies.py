"""Which other studies of the workspace are to be in a report too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cmrstudio.gui.views.start_page import recent_text

if TYPE_CHECKING:
    from cmrstudio.store.records import StudyRecord


class OtherStudies(QWidget):
    """A box, and once it is ticked the studies to choose from."""

    wanted = Signal()
    """The studies are wanted; ``show_studies`` answers."""
    changed = Signal()
    """It needs more room, or less."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.more = QCheckBox("And other st&udies of the workspace")
        self.more.setToolTip("A report each, and one table of all of them (Alt+U)")
        self.more.toggled.connect(self._toggle)
        self.studies = QListWidget()
        self.studies.setAccessibleName("Other studies of the workspace")
        self.studies.setToolTip("Space ticks a study")
        self.studies.setFixedHeight(120)
        self.none = QLabel("There are no other studies in the workspace.")
        self.none.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.more, self.studies, self.none):
            layout.addWidget(widget)
        self.studies.hide()
        self.none.hide()

    @property
    def sources(self) -> tuple[Path, ...]:
        """Where the ticked studies came from."""
        items = [self.studies.item(row) for row in range(self.studies.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(Path(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def begin_anew(self) -> None:
        """Without other studies."""
        self.more.setChecked(False)
        self._toggle(False)

    def _toggle(self, is_wanted: bool) -> None:
        self.studies.clear()
        self.studies.setVisible(is_wanted)
        self.none.hide()
        if is_wanted:
            self.wanted.emit()
        self.changed.emit()

    def show_studies(self, records: tuple[StudyRecord, ...]) -> None:
        """Offer studies, all of them ticked."""
        self.studies.clear()
        for record in records:
            item = QListWidgetItem(recent_text(record), self.studies)
            item.setData(Qt.ItemDataRole.UserRole, record.source)
            item.setToolTip(record.source)
            item.setCheckState(Qt.CheckState.Checked)
        self.studies.setVisible(bool(records) and self.more.isChecked())
        self.none.setVisible(not records and self.more.isChecked())
        self.changed.emit()
