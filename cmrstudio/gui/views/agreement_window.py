"""How two readers agree over several studies: Bland-Altman plots with bias, limits of agreement and ICC."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.reader_agreement import (
    BlandAltman,
    CountedAlike,
    NumberAgreement,
    StudyPair,
    agreement,
    counted_alike,
    pair_studies,
)
from cmrstudio.domain.readers import reader_name
from cmrstudio.domain.sign_off import SignOff
from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.busy_page import BusyPage
from cmrstudio.gui.views.decimal_axis import decimal_axes

Signed = tuple[tuple[SignOff, bool], ...]
"""Signatures, oldest first, each with whether it holds."""
PLOTS = (("edv_ml", "EDV", "ml"), ("esv_ml", "ESV", "ml"), ("ef_percent", "EF", "%"), ("lv_mass_g", "LV mass", "g"))
LEFT_OUT_TOLD, NAMED = 3, 6
TURN_MS = 1  # with none at all, one turn of the event loop would draw several
UNLIKE = (
    "The studies are not all counted by the same conventions: what differs between conventions is in bias, limits and "
    "ICC as if readers differed."
)
METHOD = (
    "Bias is the mean of the differences, first reader minus second; the limits of agreement lie 1.96 standard "
    "deviations from it (Bland and Altman 1986). ICC(2,1): two-way random effects, absolute agreement, single readings "
    "(Shrout and Fleiss 1979)."
)


class BlandAltmanPlot(QWidget):
    """One number: the difference of two readers over its mean, a dot a study, with bias and limits as lines."""

    def __init__(self, title: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._unit = title, unit
        self._found: NumberAgreement | None = None
        self._labels: list[str] = []
        self.plot: pg.PlotWidget | None = None
        """Made when it is first drawn."""
        self.is_drawn = False
        self.text = QLabel()
        self.text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        layout.addStretch(1)

    def _make_plot(self) -> pg.PlotWidget:
        plot = pg.PlotWidget(axisItems=decimal_axes())
        plot.setAccessibleName(self._plot_name())
        item = plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        layout = self.layout()
        layout.takeAt(1)
        layout.addWidget(plot, 1)
        return plot

    def _plot_name(self) -> str:
        return tr("Bland-Altman plot of {number}").format(number=tr(self._title))

    def _write_axes(self, shown: pg.PlotWidget) -> None:
        """In the colours and the language of the moment."""
        shown.setBackground(COLOURS.panel)
        shown.setAccessibleName(self._plot_name())
        for side, words in (("left", tr("Difference ({unit})")), ("bottom", tr("Mean {number} ({unit})"))):
            axis = shown.getPlotItem().getAxis(side)
            axis.setStyle(showValues=self._found is not None and self._found.plot is not None)
            axis.setPen(COLOURS.border)
            axis.setTextPen(COLOURS.muted)
            axis.setLabel(words.format(number=tr(self._title), unit=self._unit), color=COLOURS.muted)

    def show_agreement(self, found: NumberAgreement, labels: list[str]) -> None:
        """Say it in words, and draw it with the next ``draw``; ``labels`` name the studies at the dots."""
        self._found, self._labels = found, labels
        self.text.setText(self.words(found))
        self.text.setAccessibleName(self.words(found))
        self.is_drawn = False

    def draw(self) -> None:
        """Draw what was said last, at the second call where there is no plot yet: the first makes it."""
        if self.plot is None:
            self.plot = self._make_plot()
            return
        self.is_drawn = True
        self.plot.getPlotItem().clear()
        self._write_axes(self.plot)
        if self._found is not None and self._found.plot is not None:
            self._draw_studies(self.plot, self._found.plot)

    def _draw_studies(self, shown: pg.PlotWidget, plot: BlandAltman) -> None:
        item = shown.getPlotItem()
        dots = pg.ScatterPlotItem(
            x=plot.means,
            y=plot.differences,
            size=9,
            brush=COLOURS.accent,
            pen=None,
            data=self._labels,
            hoverable=True,
            tip=self._tip,
        )
        item.addItem(dots)
        lines = [(tr("bias"), plot.bias, Qt.PenStyle.SolidLine)]
        if plot.lower_limit is not None and plot.upper_limit is not None:
            lines += [
                (tr("-1.96 SD"), plot.lower_limit, Qt.PenStyle.DashLine),
                (tr("+1.96 SD"), plot.upper_limit, Qt.PenStyle.DashLine),
            ]
        for name, value, style in lines:
            pen = pg.mkPen(COLOURS.amber, width=1.5, style=style)
            options = {"position": 0.97, "color": COLOURS.amber, "anchors": [(1, 1), (1, 1)]}
            item.addItem(
                pg.InfiniteLine(value, angle=0, pen=pen, label=f"{name} {tr(f'{value:+z.1f}')}", labelOpts=options)
            )
        _fit(shown, plot.means, np.concatenate([plot.differences, [value for _, value, _ in lines], [0.0]]))

    def _tip(self, x: float, y: float, data: str) -> str:
        return tr("{study}\nmean {mean}, difference {difference} {unit}").format(
            study=data, mean=tr(f"{x:.1f}"), difference=tr(f"{y:+z.1f}"), unit=self._unit
        )

    def words(self, found: NumberAgreement) -> str:
        """The figures in a line."""
        plot, number = found.plot, tr(self._title)
        if plot is None:
            return tr("{number}: no study").format(number=number)
        limits = tr("no limits from one study")
        if plot.lower_limit is not None and plot.upper_limit is not None:
            limits = tr("limits of agreement {lower} to {upper} {unit}").format(
                lower=tr(f"{plot.lower_limit:+z.1f}"), upper=tr(f"{plot.upper_limit:+z.1f}"), unit=self._unit
            )
        icc = tr("ICC(2,1) unknown") if found.icc is None else f"ICC(2,1) {tr(f'{found.icc:.3f}')}"
        studies = tr("1 study") if plot.count == 1 else tr("{count} studies").format(count=plot.count)
        bias = tr("bias {bias} {unit}").format(bias=tr(f"{plot.bias:+z.1f}"), unit=self._unit)
        return f"{number}: {bias}, {limits}, {icc}, {studies}"


def _fit(shown: pg.PlotWidget, means: np.ndarray, heights: np.ndarray) -> None:
    for across, values in ((True, means), (False, heights)):
        low, high = float(values.min()), float(values.max())
        margin = max((high - low) * 0.18, 1.0)
        (shown.setXRange if across else shown.setYRange)(low - margin, high + margin, padding=0)


class AgreementWindow(QDialog):
    """Pairs the signed studies of two readers. Differences are first minus second.

    Without what is ``signed`` it says that this is being fetched, until ``show_signed``.
    """

    export_requested = Signal(object)
    """tuple[StudyPair, ...]."""

    def __init__(self, signed: Signed | None, viewer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Agreement of two readers")
        self.resize(1120, 820)
        self._signed: Signed = ()
        self._viewer = viewer
        self.pairs: tuple[StudyPair, ...] = ()
        self.busy = BusyPage("Reading the signatures…")
        self.busy.cancel_requested.connect(self.reject)
        self.first, self.second = (_box(title) for title in ("First reader", "Second reader"))
        self.blind_only = QCheckBox("Blind readings only")
        self.blind_only.setToolTip("Leave out what was signed after the readings had been shown to each other")
        self.blind_only.setChecked(True)
        self.plots = {name: BlandAltmanPlot(title, unit) for name, title, unit in PLOTS}
        self.method = QLabel(METHOD)
        self.method.setProperty("role", "muted")
        self.method.setWordWrap(True)
        self.note = QLabel()
        self.note.setProperty("role", "flag")
        self.note.setWordWrap(True)
        self.conventions_note = QLabel()
        self.conventions_note.setProperty("role", "flag")
        self.conventions_note.setWordWrap(True)
        self.conventions = QLabel()
        self.conventions.setWordWrap(True)
        self.export_button = QPushButton("Export CSV…")
        self.export_button.setToolTip("Write the studies, and how the readers agree, as two CSV files")
        self.export_button.clicked.connect(lambda: self.export_requested.emit(self.pairs))
        self._lay_out()
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(self.refresh)
        self.blind_only.toggled.connect(self.refresh)
        theme_changes.changed.connect(self.refresh)
        language_changes.changed.connect(self.refresh)
        if signed is None:
            self._pages.setCurrentWidget(self.busy)
        else:
            self.show_signed(signed)

    @Slot(object)
    def show_signed(self, signed: Signed) -> None:
        """Show what was fetched."""
        self._signed = signed
        self._pages.setCurrentWidget(self._shown)
        self._offer_readers()

    def _offer_readers(self) -> None:
        """Have the first two of those who signed chosen."""
        readers = sorted({one.reader for one, _ in self._signed}, key=lambda reader: (not reader, reader))
        for index, box in enumerate((self.first, self.second)):
            with QSignalBlocker(box):
                box.clear()
                for reader in readers:
                    box.addItem(tr(reader_name(reader)), reader)
                box.setCurrentIndex(min(index, len(readers) - 1))
        self.refresh()

    @property
    def is_drawn(self) -> bool:
        """Whether all plots show the readers that are chosen."""
        return all(plot.is_drawn for plot in self.plots.values())

    @Slot()
    def _draw_next(self) -> None:
        """Draw the plots one after the other, each in a turn of the event loop: all at once would hold it up."""
        waiting = [plot for plot in self.plots.values() if not plot.is_drawn]
        if waiting:
            waiting[0].draw()
            QTimer.singleShot(TURN_MS, self, self._draw_next)

    def _conventions_told(self, groups: Sequence[CountedAlike], most: int | None) -> list[str]:
        """Which studies count what, where not all are counted alike; of each group ``most`` studies by name."""
        if _are_all_alike(groups):
            return []
        lines = [tr(UNLIKE)]
        for group in groups:
            rules = tr(group.first)
            if group.first != group.second:
                one, other = self.first.currentText(), self.second.currentText()
                rules = f"{one}: {rules} {other}: {tr(group.second)}"
            lines.append(f"{_named(group.labels, most)}: {rules}")
        return lines

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.first)
        top.addWidget(QLabel("minus"))
        top.addWidget(self.second)
        top.addSpacing(16)
        top.addWidget(self.blind_only)
        top.addStretch(1)
        top.addWidget(self.export_button)
        grid = QGridLayout()
        grid.setSpacing(14)
        for index, plot in enumerate(self.plots.values()):
            grid.addWidget(plot, index // 2, index % 2)
        self._shown = QWidget()
        layout = QVBoxLayout(self._shown)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.note)
        layout.addWidget(self.conventions_note)
        layout.addLayout(grid, 1)
        layout.addWidget(self.conventions)
        layout.addWidget(self.method)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.busy)
        self._pages.addWidget(self._shown)
        QVBoxLayout(self).addWidget(self._pages)

    @Slot()
    def refresh(self) -> None:
        """Show the two readers that are chosen."""
        if self._pages.currentWidget() is self.busy:
            return
        first, second = self.first.currentData(), self.second.currentData()
        left_out: tuple[str, ...] = ()
        self.pairs = ()
        if first is None or first == second:
            left_out = ("Two readers must have signed studies off, each under their own name (Verify > Readers).",)
        else:
            self.pairs, left_out = pair_studies(
                self._signed, first, second, self._viewer, blind_only=self.blind_only.isChecked()
            )
        if not self.pairs and not left_out:
            left_out = ("These readers have signed no study off that the other has signed too.",)
        labels = [pair.label for pair in self.pairs]
        for name, plot in self.plots.items():
            plot.show_agreement(agreement(self.pairs, name), labels)
        _tell(self.note, [tr(sentence) for sentence in left_out], LEFT_OUT_TOLD)
        groups = counted_alike(self.pairs)
        told, in_full = (self._conventions_told(groups, most) for most in (NAMED, None))
        _tell(self.conventions_note, told, None, in_full)
        self.conventions.setText(tr(groups[0].first) if groups and _are_all_alike(groups) else "")
        self.export_button.setEnabled(bool(self.pairs))
        QTimer.singleShot(0, self, self._draw_next)


def _are_all_alike(groups: Sequence[CountedAlike]) -> bool:
    return len(groups) < 2 and all(group.first == group.second for group in groups)


def _tell(label: QLabel, sentences: list[str], most: int | None, in_full: list[str] | None = None) -> None:
    """Show sentences, the first ``most`` of them, and all of them in the tool tip."""
    more = 0 if most is None else len(sentences) - most
    shown = [*sentences[:most], tr("… and {count} more").format(count=more)] if more > 0 else sentences
    label.setText("\n".join(shown))
    label.setToolTip("\n".join(in_full or sentences))
    label.setVisible(bool(sentences))


def _named(labels: tuple[str, ...], most: int | None) -> str:
    more = 0 if most is None else len(labels) - most
    names = ", ".join(labels[:most] if more > 0 else labels)
    return tr("{names} and {count} more").format(names=names, count=more) if more > 0 else names


def _box(title: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(title)
    box.setToolTip(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
