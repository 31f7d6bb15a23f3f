"""How a version compares with the one it was trained from: figures, worst cases side by side, and the verdict."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import STRUCTURE_NAMES, button, decimals, label, phase_text, say, signed

if TYPE_CHECKING:
    from cmrstudio.learning_overview import Candidate

DATA_NAMES = {"user": "Your validation patients", "reference": "The reference set"}
MEASURE_NAMES = {"edv_ml": "EDV (ml)", "esv_ml": "ESV (ml)", "ef_percent": "EF (%)", "lv_mass_g": "LV mass (g)"}
DICE_HEADERS = ("Images of", "Structure", "Patients", "Dice before", "Dice now", "Difference", "95 % interval")
MEASURE_HEADERS = ("Patient", "Number", "Reader", "Before", "Now")
NOTHING = "When a model has learned, it is compared here with the version that it was trained from."
NEVER_COMPARED = "This version was never compared with another one."


class LearningResult(QWidget):
    """Shows a ``Candidate``; asks for it to be put to use, kept under a name of its own, or discarded."""

    promote_requested = Signal(str)
    keep_requested = Signal(str)
    discard_requested = Signal(str)
    """The source of the version, such as "unet@1.1.0"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidate: Candidate | None = None
        self._names: Mapping[str, str] = {}
        self.title = label("", "subtitle", name="Version")
        self.verdict = label("", "muted", name="Verdict")
        self.reasons = label("", "muted", name="Reasons")
        self.promote = button("Use this version", "Put it to use for all segmentations from now on")
        self.promote.setProperty("primary", "true")
        self.keep = button("Keep as experiment…", "Keep it as a model of its own, under a name, beside the others")
        self.discard = button("Discard", "Remove this version; the one in use is not touched")
        self.dice = _table(DICE_HEADERS, "Dice by structure")
        self.measures = _table(MEASURE_HEADERS, "Volumes and ejection fraction by patient")
        self._worst = QVBoxLayout()
        self._waiting: deque[tuple[QLabel, Path]] = deque()
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._show_picture)
        self._body = QWidget()
        self._lay_out()
        for one, signal in (
            (self.promote, self.promote_requested),
            (self.keep, self.keep_requested),
            (self.discard, self.discard_requested),
        ):
            one.clicked.connect(lambda _=False, signal=signal: signal.emit(self._candidate.card.source))
        language_changes.changed.connect(self._write)
        self._write()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for one in (self.promote, self.keep, self.discard):
            buttons.addWidget(one)
        buttons.addStretch(1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(8)
        body.addWidget(label("DICE BY STRUCTURE", "section"))
        body.addWidget(self.dice, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(label("VOLUMES AND EJECTION FRACTION", "section"))
        body.addWidget(self.measures, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(label("WORST CASES: IMAGE, YOUR CONTOURS, BEFORE, NOW", "section"))
        body.addLayout(self._worst)
        body.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._body)
        self._scroll.setAccessibleName("Comparison")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.title, self.verdict, self.reasons):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self._scroll, 1)
        layout.addStretch()  # where there is no comparison

    @property
    def source(self) -> str:
        """The version that is shown, empty where none is."""
        return self._candidate.card.source if self._candidate else ""

    def show_names(self, names: Mapping[str, str]) -> None:
        """How patients are called in the work list, by patient key."""
        if names != self._names:
            self._names = names
            self._write()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show how a version compares; None shows that there is none."""
        self._candidate = candidate
        self._write()

    def _write(self) -> None:
        found = self._candidate
        comparison = found.comparison if found else None
        self._scroll.setVisible(comparison is not None)
        self.promote.setEnabled(found is not None and not found.is_in_use and not found.obstacle)
        self.keep.setEnabled(found is not None)
        self.discard.setEnabled(found is not None and not found.is_in_use)
        if found is None:
            self.title.setText(tr(NOTHING))
            self.verdict.hide()
            self.reasons.hide()
            return
        self.title.setText(self._title(found))
        head, lines = self._verdict(found)
        self.verdict.setProperty("flagged", "true" if found.obstacle else "false")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.setText(head)
        self.verdict.show()
        self.reasons.setText("\n".join(lines))
        self.reasons.setVisible(bool(lines))
        self._write_tables(found)
        self._write_worst(found)

    @staticmethod
    def _title(found: Candidate) -> str:
        words = "Version {version} beside {parent}" if found.comparison else "{version}"
        parent = found.comparison.parent if found.comparison else ""
        return tr(words).format(version=found.card.source, parent=parent)

    @staticmethod
    def _verdict(found: Candidate) -> tuple[str, list[str]]:
        if found.is_in_use:
            head = tr("This version is in use.")
        elif not found.obstacle:
            head = tr("Offered: it may be put to use.")
        else:
            head = tr("Not offered to be put to use.")
        if found.comparison is None:
            return head, [tr(NEVER_COMPARED)]
        verdict = found.comparison.verdict
        lines = [say(sentence) for sentence in (*verdict.reasons, *verdict.cautions)]
        if found.obstacle and verdict.is_offered:  # it was compared with another version than the one in use
            lines.insert(0, tr(found.obstacle))
        return head, lines

    def _write_tables(self, found: Candidate) -> None:
        for table, headers in ((self.dice, DICE_HEADERS), (self.measures, MEASURE_HEADERS)):
            table.setHorizontalHeaderLabels([tr(word) for word in headers])
        comparison = found.comparison
        dice, measures = [], []
        for data, name in DATA_NAMES.items() if comparison else ():
            for one in comparison.differences(data):
                known = one.lower is not None and one.upper is not None
                interval = f"{signed(one.lower)} … {signed(one.upper)}" if known else "–"
                figures = (decimals(one.parent), decimals(one.candidate), signed(one.difference), interval)
                dice.append((tr(name), tr(STRUCTURE_NAMES[one.structure]), str(one.patients), *figures))
            for patient in comparison.of(data):
                for key, pair in patient.measures.items():
                    truth = "–" if pair.truth is None else decimals(pair.truth, 1)
                    row = (self._name(patient.patient), tr(MEASURE_NAMES.get(key, key)), truth)
                    measures.append((*row, decimals(pair.parent, 1), decimals(pair.candidate, 1)))
        _fill(self.dice, dice, numbers_from=2)
        _fill(self.measures, measures, numbers_from=2)

    def _name(self, patient: str) -> str:
        return self._names.get(patient, patient)

    def _write_worst(self, found: Candidate) -> None:
        self._waiting.clear()
        while (item := self._worst.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for case in found.comparison.worst if found.comparison else ():
            words = tr("{patient}, {phase}, slice {number}: Dice {before} before, {now} now")
            text = words.format(
                patient=self._name(case.patient),
                phase=phase_text(case.phase),
                number=case.slice_index + 1,
                before=decimals(case.dice.parent),
                now=decimals(case.dice.candidate),
            )
            self._worst.addWidget(label(text, "muted"))
            picture = QLabel()
            picture.setAccessibleName(text)
            self._worst.addWidget(picture, 0, Qt.AlignmentFlag.AlignLeft)
            self._waiting.append((picture, found.folder / case.picture))
        self._turn.start()

    def _show_picture(self) -> None:
        """One picture a turn: all at once would hold up the window."""
        if self._waiting:
            picture, path = self._waiting.popleft()
            picture.setPixmap(QPixmap(str(path)))
        else:
            self._turn.stop()


def _table(headers: tuple[str, ...], name: str) -> QTableWidget:
    table = QTableWidget(0, len(headers))
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setHighlightSections(False)
    return table


def _fill(table: QTableWidget, rows: list[tuple[str, ...]], *, numbers_from: int) -> None:
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column >= numbers_from:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    for column in range(numbers_from, table.columnCount()):
        header = table.horizontalHeaderItem(column)
        header.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    height = table.horizontalHeader().sizeHint().height() + len(rows) * 26 + 4
    table.setFixedSize(table.horizontalHeader().length() + 4, height)  # the page scrolls, not its tables
