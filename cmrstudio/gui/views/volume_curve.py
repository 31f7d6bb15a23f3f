"""The LV volume over the cardiac cycle, with end-diastole, end-systole and the phase on the screen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr

EMPTY_TEXT = "Segment the study to see the volume over the cardiac cycle"


class VolumeCurve(pg.PlotWidget):
    """Volume in ml over the phases, counted from one; unknown phases are gaps. A click asks for a phase."""

    phase_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=COLOURS.panel)
        self.setAccessibleName("Volume-time curve")
        for widget in (self, self.viewport()):  # keys step phases by shortcuts; a scene would swallow Tab
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(110)
        self._volumes_ml = np.zeros(0)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(y=True, alpha=0.12)
        plot.setContentsMargins(4, 6, 10, 2)
        self._curve = plot.plot(symbol="o", symbolSize=5, symbolPen=None)
        self._current = pg.InfiniteLine()
        self._marks = {name: self._mark(name) for name in ("ED", "ES")}
        self._hint = pg.TextItem(EMPTY_TEXT, anchor=(0.5, 0.5))
        for item in (self._current, *self._marks.values(), self._hint):
            plot.addItem(item, ignoreBounds=True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_measures(np.zeros(0), PhaseSelection(0, 0))
        self._take_colours()
        theme_changes.changed.connect(self._take_colours)
        language_changes.changed.connect(self._take_colours)

    @staticmethod
    def _mark(name: str) -> pg.InfiniteLine:
        return pg.InfiniteLine(label=name, labelOpts={"position": 0.92, "movable": False})

    def _take_colours(self) -> None:
        """Draw everything in the colours and words in use."""
        self.setBackground(COLOURS.panel)
        for side, text in (("left", "Volume (ml)"), ("bottom", "Phase")):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(COLOURS.border)
            axis.setTextPen(COLOURS.muted)
            axis.setLabel(tr(text), color=COLOURS.muted)
        self._curve.setPen(pg.mkPen(COLOURS.accent, width=2))
        self._curve.setSymbolBrush(COLOURS.accent)
        self._current.setPen(pg.mkPen(COLOURS.text, width=1))
        self._hint.setText(tr(EMPTY_TEXT), color=COLOURS.muted)
        for mark in self._marks.values():
            mark.setPen(pg.mkPen(COLOURS.amber, width=1, style=Qt.PenStyle.DashLine))
            mark.label.setColor(COLOURS.amber)
            mark.label.fill = pg.mkBrush(COLOURS.panel)

    @property
    def volumes_ml(self) -> npt.NDArray[np.float64]:
        """What is drawn: volumes [phase] in ml, NaN for gaps."""
        return self._volumes_ml

    def show_measures(self, volumes_ml: npt.NDArray[np.float64], phases: PhaseSelection) -> None:
        """Draw volumes [phase] in ml, NaN where unknown, and mark end-diastole and end-systole."""
        known = np.isfinite(volumes_ml)
        resized = len(volumes_ml) != len(self._volumes_ml) or known.any() != np.isfinite(self._volumes_ml).any()
        self._volumes_ml = volumes_ml.copy()
        # Points that are all unknown have no range, and pyqtgraph warns of it.
        drawn = volumes_ml if known.any() else volumes_ml[:0]
        self._curve.setData(np.arange(1, len(drawn) + 1), drawn, connect="finite")
        for mark, index in ((self._marks["ED"], phases.end_diastole), (self._marks["ES"], phases.end_systole)):
            mark.setVisible(len(volumes_ml) > 0)
            mark.setPos(index + 1)
        self._hint.setVisible(len(volumes_ml) > 0 and not known.any())
        self.getPlotItem().getAxis("bottom").setStyle(showValues=len(volumes_ml) > 0)
        self._set_ranges(resized)

    def _set_ranges(self, resized: bool) -> None:
        count = max(len(self._volumes_ml), 1)
        known = self._volumes_ml[np.isfinite(self._volumes_ml)]
        if resized:
            self.setXRange(0.5, count + 0.5, padding=0)
            self._hint.setPos((count + 1) / 2, 50)
            self._current.setVisible(len(self._volumes_ml) > 0)
        if not len(known):
            self.setYRange(0, 100, padding=0)
            return
        low, high = float(known.min()), float(known.max())
        margin = max((high - low) * 0.12, 2.0)
        (_, _), (bottom, top) = self.viewRange()
        wanted = (max(0.0, low - margin), high + 2.5 * margin)  # the names of ED and ES stand above the curve
        outside = low < bottom or high + 1.5 * margin > top or (top - bottom) > 2 * (wanted[1] - wanted[0])
        if resized or outside:
            self.setYRange(*wanted, padding=0)

    def show_phase(self, phase_index: int) -> None:
        """Mark the phase on the screen."""
        self._current.setPos(phase_index + 1)

    def phase_at(self, position: QPointF) -> int | None:
        """The zero-based phase nearest to a position in the widget, None where the curve is empty."""
        if not len(self._volumes_ml):
            return None
        phase = self.getPlotItem().vb.mapSceneToView(self.mapToScene(position.toPoint())).x()
        return int(np.clip(round(phase) - 1, 0, len(self._volumes_ml) - 1))

    def mousePressEvent(self, event) -> None:
        """Go to the phase under the cursor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._request(event)

    def mouseMoveEvent(self, event) -> None:
        """Follow the cursor while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._request(event)

    def mouseReleaseEvent(self, event) -> None:
        """Nothing more to do."""
        event.accept()

    def wheelEvent(self, event) -> None:
        """Leave the range as it is."""
        event.ignore()

    def _request(self, event) -> None:
        event.accept()
        phase_index = self.phase_at(event.position())
        if phase_index is not None:
            self.phase_requested.emit(phase_index)
