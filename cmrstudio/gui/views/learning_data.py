"""What has been verified since the version in use, whether it is enough, and what would help most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.reader_consensus import CONSENSUS, SHARED_READING
from cmrstudio.domain.verified_set import Origin, VerifiedSet
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import decimals, label, say

if TYPE_CHECKING:
    from cmrstudio.learning_overview import Overview

READER_NAMES = {CONSENSUS: "All readers, in consensus", SHARED_READING: "The shared reading alone"}
PHASES = {"ED": "End-diastole", "ES": "End-systole", "other": "Other phases"}
REGIONS = {
    "above_base": "Above the base",
    "base": "Base",
    "middle": "Middle",
    "apex": "Apex",
    "below_apex": "Below the apex",
    "unknown": "Region unknown",
}
ORIGINS = {
    Origin.CORRECTED: "Corrected or drawn by a reader",
    Origin.AS_DRAWN: "As a model drew them",
    Origin.OTHER: "Of other origin",
    Origin.NO_VENTRICLE: "No ventricle there",
}
UNREAD_SHOWN = 50
UNREAD_HEADERS = ("Study", "Expected gain", "Why")


class LearningData(QWidget):
    """Shows an ``Overview``: counts, advice, contradictions and a ranked list of studies."""

    reader_chosen = Signal(str)
    study_requested = Signal(object)
    """A ``StudySummary`` that is to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview: Overview | None = None
        self.headline = label("", "subtitle", name="Verified since the version in use")
        self.readers = QComboBox()
        self.readers.setAccessibleName("Whose contours count")
        self.readers.setToolTip("Whose contours count where several readers verified the same image")
        self.readers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(18)
        self._counts.setVerticalSpacing(2)
        self.verdict = label("", "value", name="Whether it is enough")
        self.verdict.setProperty("role", "subtitle")
        self.lacking = label("", "flag", name="What is lacking")
        self.hints = label("", "muted", name="What would help")
        self.contradictions = label("", "flag", name="Contradictions")
        self.contradictions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.all_read = label("No study of the work list waits to be read.", "muted")
        self.unread = QTableWidget(0, len(UNREAD_HEADERS))
        self._lay_out()
        self.readers.currentIndexChanged.connect(lambda _: self.reader_chosen.emit(self.readers.currentData() or ""))
        self.unread.cellActivated.connect(lambda row, _: self.study_requested.emit(self.overview.unread[row].summary))
        language_changes.changed.connect(self._write)
        self._write()

    def _lay_out(self) -> None:
        table = self.unread
        table.setAccessibleName("Unread studies that would help most")
        table.setToolTip("Double-click a study to open it")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.setMinimumHeight(120)
        whose = QHBoxLayout()
        caption = QLabel("Whose contours count")
        caption.setBuddy(self.readers)
        whose.addWidget(caption)
        whose.addWidget(self.readers)
        whose.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(label("VERIFIED SINCE THE VERSION IN USE", "section"))
        layout.addWidget(self.headline)
        layout.addLayout(self._counts)
        layout.addLayout(whose)
        layout.addWidget(self.verdict)
        for widget in (self.lacking, self.hints, self.contradictions):
            layout.addWidget(widget)
        layout.addWidget(label("UNREAD STUDIES THAT WOULD HELP MOST", "section"))
        layout.addWidget(self.all_read)
        layout.addWidget(table, 1)
        layout.addStretch(0)

    def show_overview(self, overview: Overview) -> None:
        """Show what is verified."""
        self.overview = overview
        self._write()

    def _write(self) -> None:
        found = self.overview
        self.unread.setHorizontalHeaderLabels([tr(word) for word in UNREAD_HEADERS])
        if found is None:
            self.headline.setText(tr("Reading what is verified"))
            for widget in (self.verdict, self.lacking, self.hints, self.contradictions, self.all_read, self.unread):
                widget.hide()
            return
        self._write_readers(found)
        words = tr("{images} images of {patients} patients, {contours} contours (of {all} images verified in all)")
        new = found.new
        self.headline.setText(
            words.format(
                images=len(new.images),
                patients=len(new.patients),
                contours=new.contour_count,
                all=len(found.verified.images),
            )
        )
        self._write_counts(new)
        enough = "Enough to learn from (patients: {training} to learn from, {validating} to check what was learned)"
        said = tr(enough if found.advice.is_enough else "Not enough to learn from yet")
        training, validating = found.advice.training, found.advice.validating
        self.verdict.setText(said.format(training=len(training), validating=len(validating)))
        self.verdict.show()
        _write_lines(self.lacking, [say(sentence) for sentence in found.advice.lacking])
        _write_lines(self.hints, [say(sentence) for sentence in found.advice.hints])
        head = tr("Readers contradict each other on {count} images, which are left out:")
        names = found.patient_names
        clashes = [f"{names.get(c.patient_key, c.patient_key)}: {say(c.sentence)}" for c in found.contradictions]
        _write_lines(self.contradictions, [head.format(count=len(clashes)), *clashes] if clashes else [])
        self._write_unread(found)

    def _write_readers(self, found: Overview) -> None:
        self.readers.blockSignals(True)
        self.readers.clear()
        for reader in found.readers:
            self.readers.addItem(tr(READER_NAMES[reader]) if reader in READER_NAMES else reader, reader)
        self.readers.setCurrentIndex(max(0, self.readers.findData(found.reader)))
        self.readers.blockSignals(False)

    def _write_counts(self, new: VerifiedSet) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        regions, phases, origins = new.by_region(), new.by_phase(), new.by_origin()
        columns = (
            [(name, phases[key]) for key, name in PHASES.items()],
            [(name, regions[key]) for key, name in REGIONS.items() if regions.get(key)],
            [(name, origins[key]) for key, name in ORIGINS.items() if origins[key]],
        )
        for column, rows in enumerate(columns):
            for row, (name, count) in enumerate(rows):
                number = QLabel(str(count))
                number.setAccessibleName(f"{tr(name)}: {count}")
                self._counts.addWidget(number, row, 2 * column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                caption = QLabel(tr(name))
                caption.setProperty("role", "muted")
                caption.setAlignment(Qt.AlignmentFlag.AlignTop)
                caption.setWordWrap(rows is columns[-1])  # its words are the longest, and it has what room is left
                self._counts.addWidget(caption, row, 2 * column + 1)
        self._counts.setColumnStretch(2 * len(columns) - 1, 1)

    def _write_unread(self, found: Overview) -> None:
        shown = found.unread[:UNREAD_SHOWN]
        self.all_read.setVisible(not shown)
        self.unread.setVisible(bool(shown))
        self.unread.setRowCount(len(shown))
        for row, study in enumerate(shown):
            gain = "–" if study.expected_gain is None else decimals(study.expected_gain, 2)
            for column, text in enumerate((study.summary.name, gain, say(study.reason))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.unread.setItem(row, column, item)
        self.unread.resizeRowsToContents()


def _write_lines(shown: QLabel, lines: list[str]) -> None:
    shown.setText("\n".join(lines))
    shown.setVisible(bool(lines))
