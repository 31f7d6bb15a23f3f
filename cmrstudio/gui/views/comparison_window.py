"""Two readers' contours on the images, with Dice, distances and differences in volume, slice by slice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reader_agreement import SliceAgreement
from cmrstudio.domain.readers import Reading, reader_name
from cmrstudio.domain.reading_comparison import Comparison
from cmrstudio.domain.study import CineStack
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.busy_page import BusyPage
from cmrstudio.gui.views.cine_canvas import CineCanvas
from cmrstudio.gui.views.contour_graphics import ContourLayer
from cmrstudio.gui.views.sign_off_panel import NUMBER_NAMES

STRUCTURE_WORDS = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}
SLICE_HEADERS = ("Phase", "Slice", "Contour", "Dice", "Mean mm", "HD95 mm", "Diff. ml")
SHARE_OF_VIEW = 0.55
GAP_PX = 10
NOTHING = "–"
MESSAGE_WIDTH_PX = 520
DISTANCES = (
    "Choose a row to see both contours on its image. The distances are between the curves, in the plane: the mean of "
    "both directions, and HD95, below which 95 % of the points lie."
)
FETCHING = "Fetching both readings…"


class ComparisonCanvas(CineCanvas):
    """An image with two readers' contours: solid the first's, dashed the second's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.second_layer = ContourLayer(self._box)
        self.layer.set_state(ContourState.VERIFIED)
        self.second_layer.set_state(ContourState.STALE)

    def set_image(self, image, pixel_spacing_mm) -> None:
        """Show ``image`` [row, column] with both layers in its coordinates."""
        super().set_image(image, pixel_spacing_mm)
        self.second_layer.set_pixel_spacing_mm(pixel_spacing_mm)

    def show_both(self, first: tuple[Contour, ...], second: tuple[Contour, ...]) -> None:
        """Draw both readers' contours and look at the heart."""
        for layer, contours in ((self.layer, first), (self.second_layer, second)):
            layer.show_contours({contour.structure: contour for contour in contours})
        points = [contour.points_px for contour in (*first, *second)]
        self.reset_view()
        if points:
            every = np.vstack(points) * self._scale
            self._move_to((every.min(axis=0) + every.max(axis=0)) / 2)
            heart_px = float(np.ptp(every, axis=0).max()) * self.screen_px_per_mm
            self._set_zoom(max(1.0, SHARE_OF_VIEW * min(self.width(), self.height()) / heart_px))

    def _apply_range(self) -> None:
        super()._apply_range()
        if hasattr(self, "second_layer"):
            self.second_layer.set_screen_scale(self.screen_px_per_mm)


class LineSample(QWidget):
    """A piece of a reader's line, solid or dashed, for the legend."""

    def __init__(self, style: Qt.PenStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.setFixedSize(44, 18)

    def paintEvent(self, _event) -> None:
        """Draw it in both structures' colours."""
        painter = QPainter(self)
        for y, colour in ((6, COLOURS.endocardium), (12, COLOURS.epicardium)):
            painter.setPen(QPen(QColor(colour), 2, self._style))
            painter.drawLine(2, y, 42, y)
        painter.end()


class ComparisonWindow(QDialog):
    """Asks for two readings and shows them; what may not be seen it never gets."""

    readers_chosen = Signal(str, str)

    def __init__(self, stack: CineStack, readers: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare two readers")
        self.resize(1240, 760)
        self._stack, self._readings = stack, ()
        self._comparison: Comparison | None = None
        self._rows: tuple[SliceAgreement, ...] = ()
        self.first, self.second = (_reader_box(readers, title) for title in ("First reader", "Second reader"))
        self.canvas = ComparisonCanvas()
        self.place, self.phases, self.summary = (_muted() for _ in range(3))
        self.hidden = QLabel()
        self.hidden.setProperty("role", "flag")
        self.hidden.setWordWrap(True)
        self.hidden.setAccessibleName("Why there is nothing to compare")
        self.numbers = _table(("", "First", "Second", "Difference"), "Numbers of both readers")
        self.slices = _table(SLICE_HEADERS, "Agreement slice by slice")
        self.slices.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.slices.horizontalHeader().setStretchLastSection(True)
        self.slices.setToolTip(DISTANCES)
        self.slices.currentCellChanged.connect(lambda row, *_: self._show_row(row))
        self.busy = BusyPage(FETCHING)
        self.busy.cancel_requested.connect(self.reject)
        self._lay_out()
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(self._choose)
        language_changes.changed.connect(self._write_again)

    @Slot()
    def _write_again(self) -> None:
        """Write what is put together from numbers and names in the language of the moment."""
        if self._comparison is not None:
            row = self.slices.currentRow()
            self.show_comparison(self._comparison)
            self.slices.setCurrentCell(row, 0)
            self._show_row(row)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for box, style in ((self.first, Qt.PenStyle.SolidLine), (self.second, Qt.PenStyle.DashLine)):
            top.addWidget(LineSample(style))
            top.addWidget(box)
            top.addSpacing(16)
        top.addWidget(self.phases, 1)
        left, right = QWidget(), QWidget()
        images, tables = QVBoxLayout(left), QVBoxLayout(right)
        for layout in (images, tables):
            layout.setContentsMargins(0, 0, 0, 0)
        tables.setContentsMargins(GAP_PX, 0, 0, 0)
        images.addWidget(self.canvas, 1)
        images.addWidget(self.place)
        tables.addWidget(self.numbers)
        tables.addWidget(self.summary)
        tables.addWidget(self.slices, 1)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(left)
        self._body.addWidget(right)
        self._body.setSizes([560, 660])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._message_page())
        self._pages.addWidget(self._body)
        self._pages.addWidget(self.busy)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        self._begin()

    def _message_page(self) -> QWidget:
        page = QWidget()
        across, down = QHBoxLayout(page), QVBoxLayout()
        self.hidden.setFixedWidth(MESSAGE_WIDTH_PX)
        down.addStretch(2)
        down.addWidget(self.hidden)
        down.addStretch(3)
        across.addStretch(1)
        across.addLayout(down)
        across.addStretch(1)
        return page

    def begin(self, viewer: str) -> None:
        """Ask for two readings: the viewer's own first where there is one, the shared one last."""
        order = sorted(
            (self.first.itemData(index) for index in range(self.first.count())),
            key=lambda reader: (reader != viewer or not viewer, not reader, reader),
        )
        with QSignalBlocker(self.first), QSignalBlocker(self.second):
            self.first.setCurrentIndex(self.first.findData(order[0]))
            self.second.setCurrentIndex(self.second.findData(order[1]))
        self._choose()

    def set_window_level(self, window_level: tuple[float, float] | None) -> None:
        """Show the images as bright as the cine."""
        if window_level is not None:
            self.canvas.set_window_level(*window_level)

    def _choose(self) -> None:
        first, second = self.first.currentData(), self.second.currentData()
        if first == second:
            self.show_hidden("Choose two different readers.")
        else:
            self._begin()
            self.readers_chosen.emit(first, second)

    def _begin(self) -> None:
        """Say that what is to be seen is being fetched."""
        self.show_hidden("")
        self.busy.begin()
        self._pages.setCurrentWidget(self.busy)

    def show_hidden(self, text: str) -> None:
        """Say why there is nothing to see; nothing of either reading stays."""
        self._comparison, self._readings, self._rows = None, (), ()
        self.slices.setRowCount(0)
        self.numbers.setRowCount(0)
        self.canvas.show_both((), ())
        self.hidden.setText(tr(text))
        self.phases.setText("")
        self._pages.setCurrentIndex(0)

    def show_comparison(self, found: Comparison) -> None:
        """Show two readings that may be seen."""
        if [one.reader for one in found.readings] != [self.first.currentData(), self.second.currentData()]:
            return  # others have been chosen since
        self._pages.setCurrentIndex(1)
        self._comparison, self._readings, self._rows = found, found.readings, found.rows
        self.phases.setText(_phases_text(found.readings, found.phases))
        self.slices.setHorizontalHeaderLabels([tr(header) for header in SLICE_HEADERS])
        self._show_numbers(found.measures)
        self._show_slices(found.phases)
        self.summary.setText(tr(_summary(self._rows)))
        if self._rows:
            beside = [row for row in self._rows if row.phase_index == self._rows[0].phase_index]
            self.slices.setCurrentCell(len(beside) // 4, 0)  # a middle slice, where the heart is large

    def _show_numbers(self, measures: Sequence[Measures]) -> None:
        self.numbers.setHorizontalHeaderLabels(["", *(tr(one.name) for one in self._readings), tr("Difference")])
        self.numbers.setRowCount(len(NUMBER_NAMES))
        for row, (name, title, unit) in enumerate(NUMBER_NAMES):
            values = [getattr(one, name) for one in measures]
            shown = [NOTHING if value is None else tr(f"{value:.1f} {unit}") for value in values]
            difference = NOTHING if None in values else tr(f"{values[0] - values[1]:+z.1f} {unit}")
            _fill(self.numbers, row, [tr(title), *shown, difference])
        _fit_height(self.numbers)

    def _show_slices(self, phases: Sequence[PhaseSelection]) -> None:
        self.slices.setRowCount(len(self._rows))
        for row, one in enumerate(self._rows):
            found = one.agreement
            drawn = tr("only dashed") if one.first_area_mm2 is None else tr("only solid")
            figures = (
                [tr(f"{found.dice:.3f}"), tr(f"{found.mean_distance_mm:.2f}"), tr(f"{found.hd95_mm:.2f}")]
                if found
                else [drawn, NOTHING, NOTHING]
            )
            names = {phases[0].end_systole: "end-systole", phases[0].end_diastole: "end-diastole"}
            phase = names.get(one.phase_index)
            texts = [
                tr(phase) if phase else tr("phase {number}").format(number=one.phase_index + 1),
                str(one.slice_index + 1),
                tr(STRUCTURE_WORDS[one.structure]),
                *figures,
                tr(f"{one.difference_ml:+z.2f}"),
            ]
            _fill(self.slices, row, texts)

    def _show_row(self, row: int) -> None:
        if not self._readings or not 0 <= row < len(self._rows):
            return
        key = (self._rows[row].phase_index, self._rows[row].slice_index)
        self.canvas.set_image(self._stack.pixels[key], self._stack.pixel_spacing_mm)
        contours = [one.annotations[key].contours if key in one.annotations else () for one in self._readings]
        self.canvas.show_both(*contours)
        solid, dashed = (one.name for one in self._readings)
        self.place.setText(
            tr("Slice {number}, phase {phase}. Solid: {solid}. Dashed: {dashed}.").format(
                number=key[1] + 1, phase=key[0] + 1, solid=tr(solid), dashed=tr(dashed)
            )
        )


def _phases_text(readings: Sequence[Reading], phases: Sequence[PhaseSelection]) -> str:
    """The phases and how was counted: numbers differ by both, too."""
    texts = [
        f"{_phases(selection)}. {tr(one.conventions.text)}" for one, selection in zip(readings, phases, strict=True)
    ]
    if texts[0] == texts[1]:
        return tr("Both: {text}").format(text=texts[0])
    return "\n".join(f"{tr(one.name)}: {text}" for one, text in zip(readings, texts, strict=True))


def _phases(selection: PhaseSelection) -> str:
    return tr("end-diastole phase {ed}, end-systole phase {es}").format(
        ed=selection.end_diastole + 1, es=selection.end_systole + 1
    )


def _summary(rows: tuple[SliceAgreement, ...]) -> str:
    parts = []
    for structure, word in STRUCTURE_WORDS.items():
        found = [row.agreement for row in rows if row.structure is structure and row.agreement]
        if found:
            dice, mean_mm = np.mean([one.dice for one in found]), np.mean([one.mean_distance_mm for one in found])
            text = tr("{structure}: mean Dice {dice}, distance {mean_mm} mm, largest HD95 {hd95_mm} mm, {count} images")
            parts.append(
                text.format(
                    structure=tr(word.capitalize()),
                    dice=tr(f"{dice:.3f}"),
                    mean_mm=tr(f"{mean_mm:.2f}"),
                    hd95_mm=tr(f"{max(one.hd95_mm for one in found):.2f}"),
                    count=len(found),
                )
            )
    return "\n".join(parts)


def _reader_box(readers: tuple[str, ...], title: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(title)
    box.setToolTip(title)
    for reader in readers:
        box.addItem(tr(reader_name(reader)), reader)
    return box


def _muted() -> QLabel:
    label = QLabel()
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


def _table(headers: tuple[str, ...], name: str) -> QTableWidget:
    table = QTableWidget(0, len(headers))
    table.setAccessibleName(name)
    table.setTabKeyNavigation(False)
    table.setHorizontalHeaderLabels([tr(header) for header in headers])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    return table


def _fill(table: QTableWidget, row: int, texts: list[str]) -> None:
    for column, text in enumerate(texts):
        item = QTableWidgetItem(tr(text))
        if text.lstrip("+-")[:1].isdigit():
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setItem(row, column, item)


def _fit_height(table: QTableWidget) -> None:
    rows = table.rowCount() * table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows + 4)
