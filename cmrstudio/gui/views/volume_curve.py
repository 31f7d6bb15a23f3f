"""The LV volume over the cardiac cycle, with end-diastole, end-systole and the phase on the screen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem, QLabel, QWidget

from cmrstudio.domain.filling_rates import FillingRates
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.decimal_axis import decimal_axes

_LEGEND_HEIGHT, _LEGEND_MARGIN = 18, 12
EMPTY_TEXT = "Segment the study to see the volume over the cardiac cycle"


class VolumeCurve(pg.PlotWidget):
    """Volume in ml over the phases, counted from one; unknown phases are gaps. A click asks for a phase."""

    phase_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=COLOURS.panel, axisItems=decimal_axes())
        self.setAccessibleName("Volume-time curve")
        for widget in (self, self.viewport()):  # keys step phases by shortcuts; a scene would swallow Tab
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(100)
        self._volumes_ml = np.zeros(0)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(y=True, alpha=0.12)
        for side in ("left", "bottom"):  # the line of the phase crosses them: they are not to be painted with each step
            plot.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        plot.setContentsMargins(4, 6, 10, 2)
        self._curve = plot.plot(symbol="o", symbolSize=5, symbolPen=None)
        self._current = pg.InfiniteLine()
        self._marks = {name: self._mark(name) for name in ("ED", "ES")}
        self._hint = pg.TextItem(EMPTY_TEXT, anchor=(0.5, 0.5))
        self._rate_trace = _RateTrace(plot, self)
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
        if self.getPlotItem() is None:
            return  # closed: pyqtgraph has taken its parts away
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
        self._rate_trace.take_colours()

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

    @property
    def rates_text(self) -> str:
        """The rates written above the curve, or empty."""
        return self._rate_trace.legend.text()

    def show_rates(self, rates: FillingRates | None) -> None:
        """Draw dV/dt over the curve and write its peaks above it; None takes them away."""
        self._rate_trace.show(rates)

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
        outside = low < bottom or high + 2.2 * margin > top or (top - bottom) > 2 * (wanted[1] - wanted[0])
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

    def resizeEvent(self, event) -> None:
        """Keep the legend above the plot, as long as there is room for it."""
        super().resizeEvent(event)
        if hasattr(self, "_rate_trace"):  # pyqtgraph resizes the widget while it makes it
            self._rate_trace.fit(self.width())

    def wheelEvent(self, event) -> None:
        """Leave the range as it is."""
        event.ignore()

    def _request(self, event) -> None:
        event.accept()
        phase_index = self.phase_at(event.position())
        if phase_index is not None:
            self.phase_requested.emit(phase_index)


class _RateTrace:
    """dV/dt over the phases on an axis of its own at the right, with its peaks marked and named above the plot."""

    def __init__(self, plot: pg.PlotItem, parent: QWidget) -> None:
        self._plot = plot
        self._texts = ("", "")
        self._width = parent.width()
        self.legend = QLabel(parent)
        self.legend.setAccessibleName("Peak ejection and filling rates")
        self.legend.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.legend.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._axis = plot.getAxis("right")
        self._axis.linkToView(self._box)
        plot.scene().addItem(self._box)
        self._box.setXLink(plot.vb)
        self._box.setZValue(-10)
        self._zero = pg.InfiniteLine(angle=0)
        self._trace = pg.PlotCurveItem()
        self._peaks = pg.ScatterPlotItem(size=9, pen=None)
        for item in (self._zero, self._trace, self._peaks):
            self._box.addItem(item)
        plot.vb.sigResized.connect(self._follow)
        self._rates: FillingRates | None = None
        self._limit = 0.0
        self._set_visible(visible=False)

    def take_colours(self) -> None:
        """Draw everything in the colours in use."""
        self.legend.setStyleSheet(f"color: {COLOURS.muted}; background: transparent; font-size: 12px;")
        self._axis.setPen(COLOURS.border)
        self._axis.setTextPen(COLOURS.muted)
        self._axis.setLabel("dV/dt (ml/s)", color=COLOURS.muted)
        self._zero.setPen(pg.mkPen(COLOURS.border, width=1))
        self._trace.setPen(pg.mkPen(COLOURS.muted, width=1, style=Qt.PenStyle.DashLine))
        self._peaks.setBrush(COLOURS.muted)

    def _follow(self) -> None:
        self._box.setGeometry(self._plot.vb.sceneBoundingRect())

    def _set_visible(self, *, visible: bool) -> None:
        self._plot.showAxis("right", visible)
        self._box.setVisible(visible)
        self._plot.setContentsMargins(4, 6 + (_LEGEND_HEIGHT if visible else 0), 10, 2)
        self.legend.setVisible(visible)
        if not visible:
            self._texts = ("", "")
            self.legend.setText("")

    def show(self, rates: FillingRates | None) -> None:
        """Draw these rates."""
        was_shown, self._rates = self._rates is not None, rates
        if rates is None:
            if was_shown:
                self._set_visible(visible=False)
            return
        if not was_shown:
            self._set_visible(visible=True)
            self._follow()
        phases, slopes = _from_first_phase(rates)
        self._trace.setData(phases, slopes)
        at = [rates.peak_ejection_index, rates.peak_filling_index]
        self._peaks.setData(x=rates.phase_numbers[at], y=rates.rates_ml_per_s[at], symbol=["t", "t1"])
        self._set_range(1.1 * float(np.abs(rates.rates_ml_per_s).max()))
        after = tr("at {time} ms after {phase}")
        ejection, filling = (
            (f"{rate:.0f} ml/s", f"({tr(f'{per_edv:.2f} EDV/s')})", after.format(time=f"{since_ms:.0f}", phase=name))
            for rate, per_edv, since_ms, name in (
                (rates.peak_ejection_ml_per_s, rates.peak_ejection_edv_per_s, rates.time_to_peak_ejection_ms, "ED"),
                (rates.peak_filling_ml_per_s, rates.peak_filling_edv_per_s, rates.time_to_peak_filling_ms, "ES"),
            )
        )
        long = tr("●— volume    - - dV/dt    ▼ peak ejection {ejection}    ▲ peak filling {filling}").format(
            ejection=" ".join(ejection), filling=" ".join(filling)
        )
        short = tr("- - dV/dt    ▼ ejection {ejection}    ▲ filling {filling}").format(
            ejection=" ".join(ejection[:2]), filling=" ".join(filling[:2])
        )
        if self._texts != (long, short):
            self._texts = (long, short)
            self.fit(self._width)

    def fit(self, width: int) -> None:
        """Write what there is room for in a widget of this width."""
        self._width = width
        self.legend.setGeometry(0, 4, width, _LEGEND_HEIGHT)
        room = width - 2 * _LEGEND_MARGIN
        fitting = [text for text in self._texts if self.legend.fontMetrics().horizontalAdvance(text) <= room]
        self.legend.setText(fitting[0] if fitting else self._texts[-1])

    def _set_range(self, most_ml_per_s: float) -> None:
        """Steps of 100 ml/s, so that an edit seldom draws the axis anew."""
        limit = 100.0 * np.ceil(most_ml_per_s / 100)
        if limit != self._limit:
            self._limit = limit
            self._box.setYRange(-limit, limit, padding=0)


def _from_first_phase(rates: FillingRates) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Phases and dV/dt as far as the axis of phases reaches."""
    inside = rates.phase_numbers <= len(rates.times.times_ms) + 0.5
    return rates.phase_numbers[inside], rates.rates_ml_per_s[inside]
