"""Words that the views of the training share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from cmrstudio.domain.sentence import Sentence
from cmrstudio.gui.time_left import coarse_seconds
from cmrstudio.gui.translation import tr

STRUCTURE_NAMES = {
    "mean": "Mean of cavity and myocardium",
    "cavity": "LV cavity",
    "myocardium": "LV myocardium",
    "epicardium": "Epicardium",
}


def say(sentence: Sentence) -> str:
    """A sentence in the language in use; names of structures in it are translated too, and decimal marks."""
    return tr(sentence.template).format(**{name: _said(name, value) for name, value in sentence.values.items()})


def _said(name: str, value: object) -> object:
    if name == "structure" and value in STRUCTURE_NAMES:
        return tr(STRUCTURE_NAMES[str(value)])
    return _Number(value) if isinstance(value, float) else value


class _Number(float):
    """Formatted, it has the decimal mark of the language in use."""

    def __format__(self, spec: str) -> str:
        return tr(super().__format__(spec))


def phase_text(name: str) -> str:
    """A phase as it is said: "ED", "ES", or "phase 3" for "phase003"."""
    number = name.removeprefix("phase")
    return tr("phase {number}").format(number=int(number)) if number.isdecimal() else tr(name)


def decimals(value: float, places: int = 3) -> str:
    """A number with the decimal mark of the language in use."""
    return tr(f"{value:.{places}f}")


def signed(value: float) -> str:
    """A difference of Dice with its sign; nothing has none but a plus."""
    return tr(f"{value:+z.3f}")


def time_left_text(seconds: float | None) -> str:
    """About how long something still takes; empty where nobody knows."""
    if seconds is None or seconds <= 0:
        return ""
    number, is_minutes = coarse_seconds(seconds)
    return tr("about {number} min left" if is_minutes else "about {number} s left").format(number=number)


def label(text: str, role: str, *, name: str = "") -> QLabel:
    """A label that wraps, in one of the style sheet's roles."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if name:
        made.setAccessibleName(name)
    return made


def button(text: str, tip: str) -> QPushButton:
    """A button that the return key of a dialog does not press."""
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    return made
