"""The numbers of a report beside their normal ranges, and how fast the ventricle empties and fills."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from cmrstudio.domain.clinical_numbers import ClinicalNumber, Reading
from cmrstudio.domain.filling_rates import FillingRates
from cmrstudio.domain.normal_ranges import Place
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.patient_box import PatientBox

UNKNOWN = "–"
# A shape and a word stand beside the colour, for readers who cannot tell it.
_PLACE_WORDS = {Place.LOW: "▼ low", Place.NORMAL: "", Place.HIGH: "▲ high"}
_RATE_ROWS = (
    ("peak_ejection", "Peak ejection", "Steepest fall of the volume from end-diastole to end-systole"),
    ("peak_filling", "Peak filling", "Steepest rise of the volume from end-systole to the next end-diastole"),
)

_RATE_PARTS = (("rate", "rate", 0, 1), ("edv_rate", "rate per EDV", 0, 2), ("time", "time", 1, 1))
"""Key, spoken name, whether on the line below, and column."""

_RANGE_TIP = "Normal range: 95 % of healthy people of this sex and age, papillary muscles counted as here"


class NumbersPanel(QWidget):
    """Patient, LV numbers with normal ranges, and rates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        self.patient = PatientBox()
        layout.addWidget(self.patient)
        layout.addWidget(_line())
        layout.addWidget(_label("LEFT VENTRICLE", "section"))
        self._texts: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        for column, text in ((1, "Measured"), (2, "Per m² BSA")):
            self._grid.addWidget(_label(text, "muted", right=True), 0, column)
            self._grid.setColumnStretch(column, 1)
        layout.addLayout(self._grid)
        self._warnings = _label("", "flag", wrap=True)
        layout.addWidget(self._warnings)
        self._note = _label("", "muted", wrap=True)
        layout.addWidget(self._note)
        layout.addWidget(_line())
        layout.addWidget(_label("EJECTION AND FILLING", "section"))
        layout.addLayout(self._rates())
        self._rates_note = _label("", "muted", wrap=True)
        layout.addWidget(self._rates_note)
        layout.addStretch(1)

    def _rates(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for row, (name, title, tip) in enumerate(_RATE_ROWS):
            caption = _label(title, "muted")
            caption.setToolTip(tip)
            grid.addWidget(caption, 2 * row, 0)
            for part, spoken, below, column in _RATE_PARTS:
                key = f"{name}_{part}"
                role = "muted" if below else ""
                self._texts[key] = _label(UNKNOWN, role, right=True, name=f"{title}, {spoken}")
                self._texts[key].setToolTip(tip)
                grid.addWidget(self._texts[key], 2 * row + below, column, 1, 2 if below else 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def text(self, key: str) -> str:
        """What is shown under a key, such as "edv_ml", "edv_ml_per_m2" or "peak_filling_rate"."""
        return self._texts[key].text()

    def range_text(self, key: str) -> str:
        """The normal range shown under a number, with the word for what lies outside."""
        return self._texts[f"{key}_range"].text()

    @property
    def note(self) -> str:
        """What the numbers rest on, how they count, and where the normal ranges come from or why there are none."""
        return self._note.text()

    @property
    def warnings_text(self) -> str:
        """What is wrong with the numbers, a sentence a line; empty where nothing is."""
        return "" if self._warnings.isHidden() else self._warnings.text()

    @property
    def rates_note(self) -> str:
        """What the rates rest on, or why there are none."""
        return self._rates_note.text()

    def show_numbers(
        self, numbers: Sequence[ClinicalNumber], ranges_text: str, resting_on: str, warnings: Sequence[str] = ()
    ) -> None:
        """Show measures, in the order given, the same each time; where their normal ranges are from, or why not."""
        if f"{numbers[0].absolute.key}_range" not in self._texts:
            self._make_rows(numbers)
        for number in numbers:
            for reading in (number.absolute, number.indexed):
                if reading is not None:
                    self._show_reading(reading)
        text = "\n".join(warnings)
        self._set(self._warnings, text)
        self._warnings.setAccessibleName(tr("Warning: {text}").format(text=text) if text else "")
        self._warnings.setVisible(bool(text))
        self._set(self._note, f"{resting_on}\n{ranges_text}".strip())

    def _make_rows(self, numbers: Sequence[ClinicalNumber]) -> None:
        for index, number in enumerate(numbers):
            row = 1 + 2 * index
            caption = _label(tr(number.name), "muted")
            caption.setToolTip(tr(number.meaning))
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignBottom)
            for column, reading in ((1, number.absolute), (2, number.indexed)):
                if reading is not None:
                    name = number.meaning if column == 1 else f"{number.meaning}, per m² of body surface area"
                    value = self._texts[reading.key] = _label(UNKNOWN, "", right=True, name=tr(name))
                    limits = _label("", "", right=True, name=tr(f"{name}: normal"))
                    self._texts[f"{reading.key}_range"] = limits
                    value.setToolTip(tr(number.meaning))
                    limits.setToolTip(tr(_RANGE_TIP))
                    self._grid.addWidget(value, row, column)
                    self._grid.addWidget(limits, row + 1, column)
            self._grid.setRowMinimumHeight(row + 1, 5)

    def _show_reading(self, reading: Reading) -> None:
        place = reading.place
        outside = place in (Place.LOW, Place.HIGH)
        colour = COLOURS.amber if outside else COLOURS.text
        value = UNKNOWN if reading.value is None else tr(f"{reading.value:.{reading.decimals}f}")
        self._set(
            self._texts[reading.key],
            f"<span style='font-size:16px; font-weight:600; color:{colour}'>{value}</span>"
            f" <span style='color:{COLOURS.muted}'>{reading.unit}</span>",
        )
        limits = ""
        if reading.normal is not None:
            limits = f"{reading.normal.low:.0f}–{reading.normal.high:.0f}"
        word = tr(_PLACE_WORDS[place]) if outside else ""
        self._set(
            self._texts[f"{reading.key}_range"],
            f"<span style='font-size:11px; color:{COLOURS.amber if outside else COLOURS.muted}'>"
            f"{f'{word} ' if word else ''}{limits}</span>",
        )
        self._texts[f"{reading.key}_range"].setVisible(bool(limits))

    def show_rates(self, rates: FillingRates | None, problem: str = "", unverified: str = "") -> None:
        """Show rates, or why there are none, and on what they rest that is not verified."""
        for (name, _, _), after in zip(_RATE_ROWS, ("ED", "ES"), strict=True):
            texts = (UNKNOWN, "", "")
            if rates is not None:
                ml_per_s, per_edv = getattr(rates, f"{name}_ml_per_s"), getattr(rates, f"{name}_edv_per_s")
                since_ms = getattr(rates, f"time_to_{name}_ms")
                time = tr("{time} ms after {phase}").format(time=f"{since_ms:.0f}", phase=after)
                texts = (f"{ml_per_s:.0f} ml/s", tr(f"{per_edv:.2f} EDV/s"), time)
            for part, text in zip(("rate", "edv_rate", "time"), texts, strict=True):
                self._set(self._texts[f"{name}_{part}"], text)
        note = problem
        if rates is not None:
            note = tr(
                "From a smooth curve through the volumes of all phases; times from {source}, cycle {cycle} ms."
            ).format(source=tr(rates.times.source), cycle=f"{rates.times.cycle_ms:.0f}")
            note = f"{note} {unverified}".strip()
        self._set(self._rates_note, note)

    @staticmethod
    def _set(label: QLabel, text: str) -> None:
        """Spare the label the work of laying out a text that it shows already."""
        if label.text() != text:
            label.setText(text)


def _label(text: str, role: str, *, wrap: bool = False, right: bool = False, name: str = "") -> QLabel:
    label = QLabel(text)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(wrap)
    if right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if name:
        label.setAccessibleName(name)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setProperty("role", "line")
    return line
