"""Loss and Dice over the epochs of a run, as it goes on."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.decimal_axis import decimal_axes

TRAINING_LOSS, VALIDATION_LOSS = "loss", "val_loss"
CAVITY, MYOCARDIUM = "cavity", "myocardium"
TRACES = {
    TRAINING_LOSS: ("Training", "muted", "o"),
    VALIDATION_LOSS: ("Validation", "accent", "s"),
    CAVITY: ("LV cavity", "endocardium", "o"),
    MYOCARDIUM: ("LV myocardium", "epicardium", "s"),
}
"""Words, colour and symbol: a shape always stands beside the colour."""
MOST_TICKS = 10
NO_BREAK_SPACE, NO_BREAK_HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"
SHAPES = {"o": "●", "s": "■"}


class EpochPlot(QWidget):
    """Some figures over the epochs, with the current and the best epoch marked."""

    def __init__(self, title: str, traces: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._traces = title, traces
        self._points: dict[int, dict[str, float]] = {}
        self._best = 0
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.plot = pg.PlotWidget(axisItems=decimal_axes())
        self.plot.setAccessibleName(title)
        for widget in (self.plot, self.plot.viewport()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(y=True, alpha=0.12)
        self._lines = {name: item.plot(symbol=TRACES[name][2], symbolSize=6, symbolPen=None) for name in traces}
        self._current, self._best_line = pg.InfiniteLine(), pg.InfiniteLine(label="", labelOpts={"position": 0.9})
        for line in (self._current, self._best_line):
            item.addItem(line, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        self._take_colours()
        self.clear()
        theme_changes.changed.connect(self._take_colours)
        language_changes.changed.connect(self._take_colours)

    def values(self, name: str) -> list[float]:
        """What is drawn of a trace, in the order of the epochs."""
        return [self._points[epoch][name] for epoch in sorted(self._points) if name in self._points[epoch]]

    @property
    def best_epoch(self) -> int:
        """The epoch that is marked as the best; 0 where none is."""
        return self._best

    def clear(self) -> None:
        """Begin anew."""
        self._points.clear()
        self._best = 0
        self.plot.setXRange(0, 1, padding=0.03)
        self.plot.setYRange(0, 1, padding=0)
        self._draw()

    def add(self, epoch: int, epochs: int, values: dict[str, float], best_epoch: int) -> None:
        """Draw one more epoch; unknown values (NaN) are left out."""
        self._points[epoch] = {name: value for name, value in values.items() if math.isfinite(value)}
        self._best = best_epoch
        self.plot.setXRange(0, max(epochs, 1), padding=0.03)
        step = math.ceil(epochs / MOST_TICKS) or 1
        self.plot.getPlotItem().getAxis("bottom").setTickSpacing(step, step)  # there are no half epochs
        self._draw()

    def _draw(self) -> None:
        every: list[float] = []
        for name, line in self._lines.items():
            epochs = [epoch for epoch in sorted(self._points) if name in self._points[epoch]]
            values = [self._points[epoch][name] for epoch in epochs]
            line.setData(np.array(epochs, float), np.array(values, float))
            every += values
        if every:
            low, high = min(every), max(every)
            margin = max((high - low) * 0.15, 0.005)
            self.plot.setYRange(low - margin, high + 2 * margin, padding=0)
        self._current.setVisible(bool(self._points))
        self._current.setPos(max(self._points, default=0))
        self._best_line.setVisible(self._best > 0)
        self._best_line.setPos(self._best)

    def _take_colours(self) -> None:
        self.plot.setBackground(COLOURS.panel)
        for side, text in (("left", ""), ("bottom", tr("Epoch"))):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(COLOURS.border)
            axis.setTextPen(COLOURS.muted)
            axis.setLabel(text, color=COLOURS.muted)
        for name, line in self._lines.items():
            colour = getattr(COLOURS, TRACES[name][1])
            line.setPen(pg.mkPen(colour, width=2))
            line.setSymbolBrush(colour)
        self._current.setPen(pg.mkPen(COLOURS.text, width=1))
        self._best_line.setPen(pg.mkPen(COLOURS.amber, width=1, style=Qt.PenStyle.DashLine))
        self._best_line.label.setFormat(tr("best"))
        self._best_line.label.setColor(COLOURS.amber)
        self._best_line.label.fill = pg.mkBrush(COLOURS.panel)
        parts = [f"<b>{tr(self._title)}</b>"]
        for name in self._traces:
            words, colour, symbol = TRACES[name]
            together = tr(words).replace(" ", NO_BREAK_SPACE).replace("-", NO_BREAK_HYPHEN)
            shown = f"{SHAPES[symbol]}{NO_BREAK_SPACE}{together}"
            parts.append(f'<span style="color:{getattr(COLOURS, colour)}">{shown}</span>')
        self.legend.setText("&nbsp;&nbsp; ".join(parts))


class LearningCurves(QWidget):
    """Training and validation loss above, Dice of the validation images by structure below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = EpochPlot("Loss, lower is better", (TRAINING_LOSS, VALIDATION_LOSS))
        self.dice = EpochPlot("Dice on validation images, higher is better", (CAVITY, MYOCARDIUM))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(self.loss, 1)
        layout.addWidget(self.dice, 1)

    def clear(self) -> None:
        """Begin anew."""
        for plot in (self.loss, self.dice):
            plot.clear()

    def show_report(self, report) -> None:
        """Draw an epoch (``EpochReport``)."""
        losses = {TRAINING_LOSS: report.loss, VALIDATION_LOSS: report.val_loss}
        self.loss.add(report.epoch, report.epochs, losses, report.best_epoch)
        self.dice.add(report.epoch, report.epochs, dict(report.dice), report.best_epoch)
