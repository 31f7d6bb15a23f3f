"""What the plots of all panels have in common: axes around a box in which things are drawn, and nothing to click.

pyqtgraph's own plot makes about fifty widgets for menus that are never opened here, which cost more time than all that
is drawn: when a window opens, and each time that the theme changes.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QSizePolicy, QWidget

from cmrstudio.gui.theme import COLOURS

PLACES = {"left": (0, 0), "right": (0, 2), "bottom": (1, 1)}


class Plot(pg.GraphicsView):
    """A box with an axis at the left and one below; one at the right can be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=COLOURS.panel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.enableMouse(False)
        self.frame = pg.GraphicsWidget()
        layout = QGraphicsGridLayout()
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.frame.setLayout(layout)
        self.box = pg.ViewBox(parent=self.frame, enableMouse=False, enableMenu=False)
        layout.addItem(self.box, 0, 1)
        self._axes = {side: self._make_axis(side) for side in PLACES}
        layout.setRowStretchFactor(0, 100)
        layout.setColumnStretchFactor(1, 100)
        self._axes["right"].hide()
        self.setCentralItem(self.frame)

    def _make_axis(self, side: str) -> pg.AxisItem:
        axis = pg.AxisItem(side, parent=self.frame)
        axis.enableAutoSIPrefix(False)  # units are in the words; else each new range writes them again
        axis.linkToView(self.box)
        axis.setZValue(0.5)
        axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
        self.frame.layout().addItem(axis, *PLACES[side])
        return axis

    def axis(self, side: str) -> pg.AxisItem:
        """The axis at a ``side``: left, right or bottom."""
        return self._axes[side]

    def show_grid(self, share: float) -> None:
        """Draw lines across at the steps of the upright axes, this opaque."""
        for side in ("left", "right"):
            self._axes[side].setGrid(int(255 * share))

    def style_axis(self, side: str, words: str) -> None:
        """Name an axis, and draw it in the colours in use."""
        axis = self._axes[side]
        axis.setPen(COLOURS.border)
        axis.setTextPen(COLOURS.muted)
        axis.setLabel(words, color=COLOURS.muted)

    def set_range(self, side: str, low: float, high: float, *, padding: float = 0.0) -> None:
        """Have the axis at the left or below reach from ``low`` to ``high``, with a share of them around it."""
        (self.box.setXRange if side == "bottom" else self.box.setYRange)(low, high, padding=padding)

    @property
    def height_range(self) -> tuple[float, float]:
        """From where to where the left axis reaches."""
        low, high = self.box.viewRange()[1]
        return low, high
