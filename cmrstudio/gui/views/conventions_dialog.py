"""What counts into volumes and mass: a box beside the images whose choices show in the numbers at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.gui.translation import tr

BASAL_NAMES = {
    BasalRule.ALL_CONTOURS: ("&All slices with contours", "Every slice with a contour counts in full"),
    BasalRule.CIRCUMFERENCE: (
        "Where &muscle surrounds at least",
        "A slice in the basal half counts from where muscle of 2 mm or more surrounds this much of the blood pool",
    ),
    BasalRule.MITRAL_PLANE: (
        "Apical of the mitral &plane",
        "Each slice counts by its share apical of the plane, which moves from end-diastole to end-systole and back",
    ),
}
PAPILLARY_NAMES = {
    PapillaryMuscles.BLOOD_POOL: ("In the &blood pool", "As the contours were drawn that the models learned from"),
    PapillaryMuscles.MASS: (
        "In the m&ass, where darker than",
        "What is darker inside the endocardium, tinted on the image, counts to the mass and not to the volumes",
    ),
}
_INDENT_PX = 26


class ConventionsDialog(QDialog):
    """Shows a ``Conventions`` and emits each change of it with the name of the undo step."""

    conventions_chosen = Signal(object, str)
    plane_requested = Signal(bool)
    """Put the mitral plane at the slice on the screen: true at end-systole, false at end-diastole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Conventions")
        self.setModal(False)
        self._conventions = AS_TRAINED
        self._suggested = MitralPlane(0.0, 0.0)
        self._is_showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(_label("BASAL SLICES", "section"))
        self.basal = self._radios(BASAL_NAMES)
        self.circumference = _spin(" %", 5, 100, 5, "Least share of the circumference")
        self.plane = {
            at_systole: _spin(" mm", -999, 999, 1, f"Mitral plane at {name}, position along the stack", decimals=1)
            for at_systole, name in ((False, "end-diastole"), (True, "end-systole"))
        }
        self.plane_buttons = {at_systole: _plane_button(at_systole) for at_systole in (False, True)}
        layout.addWidget(self.basal[BasalRule.ALL_CONTOURS], 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(_row(self.basal[BasalRule.CIRCUMFERENCE], self.circumference, _label("of the blood", "")))
        layout.addWidget(self.basal[BasalRule.MITRAL_PLANE], 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._plane_grid())
        layout.addSpacing(10)
        layout.addWidget(_label("PAPILLARY MUSCLES AND TRABECULATIONS", "section"))
        self.papillary = self._radios(PAPILLARY_NAMES)
        self.grey = _spin(" %", 5, 95, 5, "Grey threshold of papillary muscles")
        layout.addWidget(self.papillary[PapillaryMuscles.BLOOD_POOL], 0, Qt.AlignmentFlag.AlignLeft)
        to_mass = self.papillary[PapillaryMuscles.MASS]
        layout.addLayout(_row(to_mass, self.grey, _label("from muscle to blood", "")))
        layout.addSpacing(10)
        self._effect = _label("", "muted")
        layout.addWidget(self._effect)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._connect()
        self.show_conventions(AS_TRAINED)

    def _radios(self, names: dict) -> dict:
        group, radios = QButtonGroup(self), {}
        for value, (text, tip) in names.items():
            radios[value] = QRadioButton(text)
            radios[value].setToolTip(tip)
            group.addButton(radios[value])
        return radios

    def _plane_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(_INDENT_PX, 0, 0, 0)
        grid.setColumnStretch(3, 1)
        for row, (at_systole, name) in enumerate(((False, "End-diastole"), (True, "End-systole"))):
            grid.addWidget(_label(name, "muted"), row, 0)
            grid.addWidget(self.plane[at_systole], row, 1)
            grid.addWidget(self.plane_buttons[at_systole], row, 2)
        return grid

    def _connect(self) -> None:
        for rule, radio in self.basal.items():
            radio.clicked.connect(lambda _=False, rule=rule: self._choose_basal(rule))
        for choice, radio in self.papillary.items():
            radio.clicked.connect(
                lambda _=False, choice=choice: self._choose("Change papillary muscles", papillary_muscles=choice)
            )
        self.circumference.valueChanged.connect(
            lambda percent: self._choose("Change share of circumference", least_circumference_percent=percent)
        )
        self.grey.valueChanged.connect(
            lambda percent: self._choose("Change papillary threshold", papillary_grey_percent=percent)
        )
        for at_systole in (False, True):
            self.plane[at_systole].valueChanged.connect(lambda _: self._choose_plane())
            self.plane_buttons[at_systole].clicked.connect(
                lambda _=False, at_systole=at_systole: self.plane_requested.emit(at_systole)
            )

    def suggest_plane(self, plane: MitralPlane) -> None:
        """Where the mitral plane begins when the reader first counts by it."""
        self._suggested = plane
        self.show_conventions(self._conventions)

    def show_conventions(self, conventions: Conventions) -> None:
        """Show these conventions."""
        self._is_showing = True
        self._conventions = conventions
        plane = conventions.mitral_plane or self._suggested
        self.basal[conventions.basal_rule].setChecked(True)
        self.papillary[conventions.papillary_muscles].setChecked(True)
        self.circumference.setValue(conventions.least_circumference_percent)
        self.grey.setValue(conventions.papillary_grey_percent)
        self.plane[False].setValue(plane.end_diastole_mm)
        self.plane[True].setValue(plane.end_systole_mm)
        self.circumference.setEnabled(conventions.basal_rule is BasalRule.CIRCUMFERENCE)
        self.grey.setEnabled(conventions.papillary_muscles is PapillaryMuscles.MASS)
        for widget in (*self.plane.values(), *self.plane_buttons.values()):
            widget.setEnabled(conventions.basal_rule is BasalRule.MITRAL_PLANE)
        self._is_showing = False

    def show_effect(self, text: str) -> None:
        """The numbers as they are with these conventions, one a line."""
        self._effect.setText(tr(text))

    @property
    def effect_text(self) -> str:
        """The numbers shown."""
        return self._effect.text()

    def place_plane(self, at_systole: bool, position_mm: float) -> None:
        """Put the mitral plane at a place of the reader's choice."""
        self.plane[at_systole].setValue(position_mm)

    def _choose_basal(self, rule: BasalRule) -> None:
        plane = self._conventions.mitral_plane
        if rule is BasalRule.MITRAL_PLANE and plane is None:
            plane = self._suggested
        self._choose("Change basal rule", basal_rule=rule, mitral_plane=plane)

    def _choose_plane(self) -> None:
        plane = MitralPlane(self.plane[False].value(), self.plane[True].value())
        self._choose("Move mitral plane", mitral_plane=plane)

    def _choose(self, gesture: str, **changes: object) -> None:
        if not self._is_showing:
            self.conventions_chosen.emit(replace(self._conventions, **changes), gesture)


def _plane_button(at_systole: bool) -> QPushButton:
    name = "end-systole" if at_systole else "end-diastole"
    button = QPushButton("Slice on screen")
    button.setToolTip(tr(f"Put the mitral plane of {name} at the basal edge of the slice on the screen"))
    button.setAccessibleName(tr(f"Mitral plane of {name} at the slice on the screen"))
    button.setAutoDefault(False)
    return button


def _spin(suffix: str, least: float, greatest: float, step: float, name: str, decimals: int = 0) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setDecimals(decimals)
    spin.setRange(least, greatest)
    spin.setSingleStep(step)
    spin.setSuffix(suffix)
    spin.setKeyboardTracking(False)
    spin.setAccessibleName(tr(name))
    spin.setToolTip(tr(name))
    spin.setAlignment(Qt.AlignmentFlag.AlignRight)
    spin.setMinimumWidth(96)
    return spin


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
