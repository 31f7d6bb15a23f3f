"""The patient: sex, age, height, weight and heart rate, from the header or entered by the reader."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cmrstudio.domain.body_surface_area import BsaFormula, patient_bsa_m2
from cmrstudio.domain.patient_facts import SPANS, PatientFacts, Sex
from cmrstudio.gui.translation import tr

UNKNOWN = "–"
_ENTERED = " ✎"
_NOTE = "✎ entered by you; grey: from the header"
_FIELDS = (("age_years", 0, 1), ("height_cm", 1, 0), ("weight_kg", 1, 1), ("heart_rate_bpm", 2, 0))
"""Name, row and column."""


class PatientBox(QWidget):
    """Fields to read and to correct. What the header tells stands in grey; an emptied field goes back to it."""

    fact_entered = Signal(str, object)
    """A name in ``PatientFacts``, and a number, a ``Sex``, or None for what the header tells."""
    formula_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_label("PATIENT", "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._captions: dict[str, QLabel] = {}
        self._edits: dict[str, QLineEdit] = {}
        self._sex = QComboBox()
        for text, sex in ((UNKNOWN, None), ("Female", Sex.FEMALE), ("Male", Sex.MALE)):
            self._sex.addItem(text, sex)
        self._sex.setAccessibleName("Sex")
        self._sex.setToolTip("Sex: normal ranges differ")
        self._sex.activated.connect(lambda _index: self.fact_entered.emit("sex", self._sex.currentData()))
        self._add("sex", "Sex", self._sex, 0, 0)
        for name, row, column in _FIELDS:
            self._add_number(name, row, column)
        self._formula = QComboBox()
        for formula in BsaFormula:
            self._formula.addItem(formula.value, formula)
        self._formula.setAccessibleName("Formula of the body surface area")
        self._formula.setToolTip("How the body surface area is computed from height and weight")
        self._formula.activated.connect(lambda _index: self.formula_chosen.emit(self._formula.currentData()))
        self._add("bsa", "BSA", self._formula, 2, 1)
        layout.addLayout(self._grid)
        self._note = _label(_NOTE, "muted")
        self._note.setWordWrap(True)
        layout.addWidget(self._note)
        self._problem = _label("", "flag")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout.addWidget(self._problem)
        self._shown = (PatientFacts(), PatientFacts())
        self.show_facts(PatientFacts(), PatientFacts(), BsaFormula.MOSTELLER)

    def _add(self, name: str, text: str, field: QWidget, row: int, column: int) -> None:
        caption = self._captions[name] = _label(text, "muted")
        caption.setBuddy(field)
        self._grid.addWidget(caption, 2 * row, column)
        self._grid.addWidget(field, 2 * row + 1, column)
        self._grid.setColumnStretch(column, 1)
        self._grid.setColumnMinimumWidth(column, 100)

    def _add_number(self, name: str, row: int, column: int) -> None:
        span = SPANS[name]
        edit = self._edits[name] = QLineEdit()
        edit.setAccessibleName(tr(f"{span.name} in {span.unit}"))
        edit.setToolTip(
            tr(f"{span.name} in {span.unit}, {span.least:g} to {span.greatest:g}; empty for what the header says")
        )
        edit.setMaxLength(7)
        edit.setMinimumWidth(60)
        edit.editingFinished.connect(lambda: self._finish(name))
        self._add(name, span.name, edit, row, column)

    def edit(self, name: str) -> QLineEdit:
        """The field of a number by its name in ``PatientFacts``."""
        return self._edits[name]

    @property
    def sex_field(self) -> QComboBox:
        """The field of the sex."""
        return self._sex

    @property
    def formula_field(self) -> QComboBox:
        """The field of the formula."""
        return self._formula

    def caption_text(self, name: str) -> str:
        """What stands above a field, by its name in ``PatientFacts``, or "bsa"."""
        return self._captions[name].text()

    @property
    def problem_text(self) -> str:
        """Why the last entry was refused, or empty."""
        return "" if self._problem.isHidden() else self._problem.text()

    def show_facts(self, header: PatientFacts, entered: PatientFacts, formula: BsaFormula) -> None:
        """Show what the headers tell and what the reader entered."""
        self._shown = (header, entered)
        for name, edit in self._edits.items():
            told, own = getattr(header, name), getattr(entered, name)
            edit.setPlaceholderText(UNKNOWN if told is None else _number(told))
            text = "" if own is None else _number(own)
            if edit.text() != text and not (edit.hasFocus() and edit.isModified()):
                edit.setText(text)
            unit = {"heart_rate_bpm": "/min"}.get(name, SPANS[name].unit)
            self._captions[name].setText(f"{tr(SPANS[name].name)}, {tr(unit)}{_ENTERED if own is not None else ''}")
        known = entered.or_else(header)
        self._sex.setCurrentIndex(max(self._sex.findData(known.sex), 0))
        self._captions["sex"].setText(f"{tr('Sex')}{_ENTERED if entered.sex is not None else ''}")
        bsa_m2 = patient_bsa_m2(known, formula)
        self._formula.setCurrentIndex(self._formula.findData(formula))
        self._captions["bsa"].setText(f"{tr('BSA')} {UNKNOWN if bsa_m2 is None else tr(f'{bsa_m2:.2f} m²')}")

    def show_problem(self, text: str) -> None:
        """Say why an entry was refused; empty where none was."""
        self._problem.setText(tr(text))
        self._problem.setAccessibleName(tr("Warning: {text}").format(text=tr(text)) if text else "")
        self._problem.setVisible(bool(text))

    def _finish(self, name: str) -> None:
        edit = self._edits[name]
        text = edit.text().strip().replace(",", ".")
        edit.setModified(False)
        own = getattr(self._shown[1], name)
        if text == ("" if own is None else _number(own).replace(",", ".")):
            self.show_problem("")
            return
        try:
            value = float(text) if text else None
        except ValueError:
            refusal = tr("{name}: “{text}” is no number. Enter digits only.")
            self.show_problem(refusal.format(name=tr(SPANS[name].name), text=text))
            return
        self.show_problem("")
        self.fact_entered.emit(name, value)


def _number(value: float) -> str:
    return tr(f"{value:.1f}".removesuffix(".0"))


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
