"""Thickness and thickening of the walls, as a bull's-eye of three plots to choose from."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from cmrstudio.domain.aha_segments import ABOUT, LEVEL_NAMES, SegmentThickness, WallMeasures
from cmrstudio.gui.actions import say_keys
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.bulls_eye import BullsEye, Scale


class WallPlot(StrEnum):
    """What the bull's-eye shows."""

    END_DIASTOLE = "End-diastole"
    END_SYSTOLE = "End-systole"
    THICKENING = "Thickening"


_SCALES = {
    WallPlot.END_DIASTOLE: Scale(4, 16, "mm", 1),
    WallPlot.END_SYSTOLE: Scale(4, 16, "mm", 1),
    WallPlot.THICKENING: Scale(-20, 100, "%", 0),
}
_TITLES = {
    WallPlot.END_DIASTOLE: "Wall thickness at end-diastole",
    WallPlot.END_SYSTOLE: "Wall thickness at end-systole",
    WallPlot.THICKENING: "Wall thickening in systole",
}
_TIPS = {
    WallPlot.END_DIASTOLE: "Wall thickness at end-diastole, in mm",
    WallPlot.END_SYSTOLE: "Wall thickness at end-systole, in mm",
    WallPlot.THICKENING: "How much thicker the wall gets, in percent of end-diastole",
}


class WallsPanel(QWidget):
    """The bull's-eye, what it rests on, and the way to mark the RV insertion."""

    mark_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        self._walls: WallMeasures | None = None
        self._plot = WallPlot.END_DIASTOLE
        self._title = _label("", "section")
        layout.addLayout(self._choices())
        layout.addWidget(self._title)
        self.bulls_eye = BullsEye()
        layout.addWidget(self.bulls_eye)
        self._summary = _label("", "")
        self._slices = _label("", "muted")
        self._problem = _label("", "flag")
        self._unverified = _label("", "muted")
        self._mark = _label("", "muted")
        self.mark_button = QPushButton("Mark RV insertion")
        tip = "Click the anterior RV insertion on any image; it serves all slices and phases"
        say_keys(self.mark_button, tip, "mark_rv_insertion")
        self.mark_button.clicked.connect(self.mark_requested)
        about = _label(ABOUT, "muted")
        for widget in (
            self._summary,
            self._slices,
            self._problem,
            self._unverified,
            self.mark_button,
            self._mark,
            about,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_walls(None, "", "")

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._buttons = QButtonGroup(self)
        for plot in WallPlot:
            button = QToolButton()
            button.setText(plot.value)
            button.setCheckable(True)
            button.setToolTip(_TIPS[plot])
            button.setAccessibleName(_TITLES[plot])
            button.setChecked(plot is self._plot)
            button.clicked.connect(lambda _checked=False, plot=plot: self.choose(plot))
            self._buttons.addButton(button, list(WallPlot).index(plot))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def button(self, plot: WallPlot) -> QToolButton:
        """The button of a plot."""
        return self._buttons.button(list(WallPlot).index(plot))

    @property
    def summary(self) -> str:
        """The mean and the ends of what is shown."""
        return self._summary.text()

    @property
    def slices_text(self) -> str:
        """Which phases and slices were used."""
        return self._slices.text()

    @property
    def problem_text(self) -> str:
        """Why there is no plot, or what is wrong with it; empty where nothing is."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def unverified_text(self) -> str:
        """On which contours that are not verified the walls rest; empty where all are."""
        return "" if self._unverified.isHidden() else self._unverified.text()

    def choose(self, plot: WallPlot) -> None:
        """Show another plot."""
        self._plot = plot
        self.button(plot).setChecked(True)
        self._show_plot()

    def show_walls(self, walls: WallMeasures | None, problem: str, mark: str, unverified: str = "") -> None:
        """Show measures of the walls, or why there are none, where the RV insertion is marked, and what to verify."""
        self._walls = walls
        lines = [problem] if problem else []
        if walls is not None:
            for each in (walls.end_diastolic, walls.end_systolic):
                lines += _warnings(each)
        text = "\n".join(dict.fromkeys(lines))
        if text != self._problem.text():
            self._problem.setText(text)
        name = tr("Warning: {text}").format(text=text) if text else ""
        if name != self._problem.accessibleName():  # the text may be in another language already
            self._problem.setAccessibleName(name)
        self._problem.setVisible(bool(text))
        self._unverified.setText(unverified)
        self._unverified.setVisible(bool(unverified))
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        self._show_plot()

    def _show_plot(self) -> None:
        walls, scale = self._walls, _SCALES[self._plot]
        values = None
        used: tuple[SegmentThickness, ...] = ()
        if walls is not None and self._plot is WallPlot.END_DIASTOLE:
            values, used = walls.end_diastolic.thickness_mm, (walls.end_diastolic,)
        elif walls is not None and self._plot is WallPlot.END_SYSTOLE:
            values, used = walls.end_systolic.thickness_mm, (walls.end_systolic,)
        elif walls is not None:
            values, used = walls.thickening_percent, (walls.end_diastolic, walls.end_systolic)
        self._title.setText(tr(_TITLES[self._plot]).upper())
        self.bulls_eye.show_values(values, scale, tr(_TITLES[self._plot]))
        used = tuple(each for each in used if not each.problem)
        self._slices.setText("\n".join([tr("Slices used, a third each:"), *map(_slices_text, used)]))
        self._slices.setVisible(bool(used))
        known = values[np.isfinite(values)] if values is not None else np.zeros(0)
        text = ""
        if len(known):
            low, mean, high = (
                tr(f"{number:.{scale.decimals}f}") for number in (known.min(), known.mean(), known.max())
            )
            sentence = tr("Mean of segments {mean} {unit}, from {low} to {high} {unit}")
            text = sentence.format(mean=mean, low=low, high=high, unit=scale.unit).replace("-", "−")
        self._summary.setText(text)
        self._summary.setVisible(bool(text))


def _slices_text(used: SegmentThickness) -> str:
    levels = ", ".join(f"{tr(name)} {_run(level)}" for name, level in zip(LEVEL_NAMES, used.level_slices, strict=True))
    return tr("Phase {number}: {text}").format(number=used.phase_index + 1, text=levels)


def _run(slices: tuple[int, ...]) -> str:
    numbers = [index + 1 for index in slices]
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(str(number) for number in numbers) or "–"


def _warnings(each: SegmentThickness) -> list[str]:
    """What is wrong with the walls of a phase, in sentences."""
    crossing = tr("Phase {number}: the contours cross on slice {slices}. Mend them, or the wall there counts as 0.")
    missing = tr("Phase {number}: no epicardium on slice {slices}. Draw it, or the wall there is left out.")
    lines = [tr(each.problem)] if each.problem else []
    for sentence, slices in ((crossing, each.crossing_slices), (missing, each.without_epicardium)):
        if slices:
            lines.append(sentence.format(number=each.phase_index + 1, slices=_run(slices)))
    return lines


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(True)
    return label
