"""The axis of a plot whose numbers are read in the language in use."""

from __future__ import annotations

import pyqtgraph as pg

from cmrstudio.gui.translation import tr


class DecimalAxis(pg.AxisItem):
    """An axis with the decimal sign of the language in use; a change of language shows when it is drawn next."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The numbers at the ticks, as pyqtgraph rounds them."""
        return [tr(text) for text in super().tickStrings(values, scale, spacing)]


def decimal_axes() -> dict[str, DecimalAxis]:
    """A left and a bottom axis, as a ``PlotWidget`` takes them."""
    return {side: DecimalAxis(side) for side in ("left", "bottom")}
