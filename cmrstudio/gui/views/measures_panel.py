"""The numbers, big enough to read from the chair, with what they rest on and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cmrstudio.domain import reading_report
from cmrstudio.domain.conventions import PapillaryMuscles
from cmrstudio.domain.measures import Measures, Volume
from cmrstudio.domain.phases import PhaseSource
from cmrstudio.gui.actions import say_keys
from cmrstudio.gui.translation import tr

UNKNOWN = "–"
ROWS = (
    ("edv_ml", "EDV", "ml", "End-diastolic volume"),
    ("esv_ml", "ESV", "ml", "End-systolic volume"),
    ("sv_ml", "SV", "ml", "Stroke volume: EDV minus ESV"),
    ("lv_mass_g", "LV mass", "g", "Epicardial minus endocardial volume at end-diastole, times 1.05 g/ml"),
)
SOURCE_NAMES = {
    PhaseSource.IMAGES: "guessed from images",
    PhaseSource.VOLUMES: "from volumes",
    PhaseSource.READER: "set by reader",
}


def slices_text(volume: Volume | None) -> str:
    """The slices a volume was summed over, in the language in use."""
    return reading_report.slices_text(volume, (tr("slice"), tr("slices"), tr("not")))


class MeasuresPanel(QWidget):
    """Shows a ``Measures``: ejection fraction, then volumes and mass with the slices used, what counts, and flags."""

    conventions_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(_label("LEFT VENTRICLE", "section"))
        self._values: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        self._texts: dict[QLabel, str] = {}
        layout.addLayout(self._headline())
        layout.addLayout(self._grid())
        self._phases = _label("", "muted", wrap=True)
        layout.addWidget(self._phases)
        self._conventions = _label("", "muted", wrap=True)
        layout.addWidget(self._conventions)
        self.conventions_button = QPushButton("Conventions…")
        self.conventions_button.setProperty("link", "true")
        say_keys(self.conventions_button, "Choose what counts into volumes and mass", "conventions")
        self.conventions_button.clicked.connect(self.conventions_requested)
        layout.addWidget(self.conventions_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._flag_layout = QVBoxLayout()
        self._flag_layout.setSpacing(4)
        layout.addLayout(self._flag_layout)
        self._flags: tuple[str, ...] = ()
        self.show_measures(None)

    def _headline(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(2, 1)
        value = self._values["ef_percent"] = _label(UNKNOWN, "headline", name="Ejection fraction")
        caption = _label("EF", "muted")
        caption.setToolTip("Ejection fraction: stroke volume over end-diastolic volume")
        grid.addWidget(caption, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(value, 0, 1)
        grid.addWidget(_label("%", "muted"), 0, 2, Qt.AlignmentFlag.AlignBottom)
        return grid

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(3, 1)
        for row, (key, title, unit, tip) in enumerate(ROWS):
            caption = _label(title, "muted")
            caption.setToolTip(tip)
            self._values[key] = _label(UNKNOWN, "value", name=tip)
            self._values[key].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._notes[key] = _label("", "muted", wrap=True)
            self._notes[key].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(caption, row, 0)
            grid.addWidget(self._values[key], row, 1)
            grid.addWidget(_label(unit, "muted"), row, 2)
            grid.addWidget(self._notes[key], row, 3)
        return grid

    def value_text(self, name: str) -> str:
        """The number shown for a field of ``Measures`` such as "edv_ml"."""
        return self._values[name].text()

    @property
    def conventions_text(self) -> str:
        """What is said to count."""
        return self._conventions.text()

    @property
    def flag_texts(self) -> tuple[str, ...]:
        """The sentences of the flags shown."""
        return self._flags

    def show_measures(self, measures: Measures | None) -> None:
        """Show the numbers; None shows dashes."""
        for name, label in self._values.items():
            value = getattr(measures, name) if measures else None
            self._set(label, UNKNOWN if value is None else tr(f"{value:.1f}"))
        volumes = {
            "edv_ml": measures.end_diastolic if measures else None,
            "esv_ml": measures.end_systolic if measures else None,
            "lv_mass_g": measures.myocardial if measures else None,
        }
        for name, volume in volumes.items():
            self._set(self._notes[name], slices_text(volume))
        self._set(self._phases, _phases_text(measures))
        self._set(self._conventions, conventions_text(measures))
        for name, is_flagged in _flagged(measures).items():
            self._set_flagged(self._values[name], is_flagged)
        self._show_flags(tuple(tr(flag.message) for flag in measures.flags) if measures else ())

    def _set(self, label: QLabel, text: str) -> None:
        """Spare the label the work of laying out a text that it shows already."""
        if self._texts.get(label) != text:
            self._texts[label] = text
            label.setText(text)

    @staticmethod
    def _set_flagged(label: QLabel, is_flagged: bool) -> None:
        if bool(label.property("flagged")) != is_flagged:
            label.setProperty("flagged", is_flagged)
            label.style().unpolish(label)
            label.style().polish(label)

    def _show_flags(self, messages: tuple[str, ...]) -> None:
        if messages == self._flags:
            return
        self._flags = messages
        while (item := self._flag_layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for message in messages:
            label = _label(message, "flag", wrap=True)
            label.setAccessibleName(tr("Warning: {text}").format(text=message))
            self._flag_layout.addWidget(label)


def conventions_text(measures: Measures | None) -> str:
    """What counts, and how much papillary muscle was moved from the volumes to the mass."""
    if measures is None:
        return ""
    conventions = measures.conventions
    text = f"{tr(conventions.basal_text)}. {tr(conventions.papillary_text)}."
    at_diastole, at_systole = measures.end_diastolic, measures.end_systolic
    if measures.conventions.papillary_muscles is PapillaryMuscles.MASS and at_diastole and at_systole:
        volumes_ml = (
            f"{at_diastole.papillary_ml:.1f} ml at end-diastole, {at_systole.papillary_ml:.1f} ml at end-systole"
        )
        text += " " + tr(f"They are {volumes_ml}.")
    return text


def _flagged(measures: Measures | None) -> dict[str, bool]:
    """Which numbers rest on a volume that has a flag; the mass rests on both contours at end-diastole."""
    volumes = (measures.end_diastolic, measures.end_systolic, measures.myocardial) if measures else (None,) * 3
    diastolic, systolic, mass = (bool(volume and volume.flags) for volume in volumes)
    either = diastolic or systolic
    return {
        "edv_ml": diastolic,
        "esv_ml": systolic,
        "lv_mass_g": mass or (diastolic and bool(measures and measures.myocardial)),
        "sv_ml": either,
        "ef_percent": either,
    }


def _phases_text(measures: Measures | None) -> str:
    if measures is None:
        return ""
    phases = measures.phases
    return (
        f"{tr('ED phase')} {phases.end_diastole + 1} ({tr(SOURCE_NAMES[phases.end_diastole_source])})\n"
        f"{tr('ES phase')} {phases.end_systole + 1} ({tr(SOURCE_NAMES[phases.end_systole_source])})"
    )


def _label(text: str, role: str, *, wrap: bool = False, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if name:
        label.setAccessibleName(name)
    return label
