"""The table of the work list: several studies can be marked, and a menu and keys act on those that are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.work_list_delegate import ROW_HEIGHT_PX, WorkListDelegate
from cmrstudio.gui.views.work_list_model import CHANGED, COLUMNS, FOLDER, STUDY, WorkListModel

COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class WorkListTable(QTableView):
    """Shows a ``WorkListModel``; what is marked stays marked while rows come, go and change places.

    Enter opens, Delete takes off what cannot be read, Ctrl+A marks all, Shift and Ctrl mark several.
    """

    open_requested = Signal(int)
    """The row of the study to open."""
    removal_requested = Signal(object)
    """tuple[str, ...] of entry ids that cannot be read."""
    export_requested = Signal()
    """The numbers of the marked studies are wanted."""
    typed = Signal(str)
    """Text for the search."""
    escaped = Signal()

    def __init__(self, model: WorkListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studies = model
        self._chosen_id: str | None = None
        self._marked_ids: frozenset[str] = frozenset()
        self.setModel(model)
        self.setItemDelegate(WorkListDelegate(self))
        self.setAccessibleName("Work list")
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        self._set_up_columns()
        self.doubleClicked.connect(lambda index: self.open_requested.emit(index.row()))
        model.modelAboutToBeReset.connect(self._remember_marks)
        model.selected.connect(self._mark_again)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        for index, column in enumerate(COLUMNS):
            self.setColumnWidth(index, column.width_px)
        for index in (STUDY, FOLDER):
            header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(CHANGED, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(lambda *_: self._show_chosen())

    # What is marked

    @property
    def current(self) -> StudySummary | None:
        """The study that the keys are at, or None."""
        return self._studies.summary(self.currentIndex().row())

    @property
    def marked(self) -> tuple[StudySummary, ...]:
        """The studies that are marked, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(found for row in rows if (found := self._studies.summary(row)) is not None)

    def choose(self, entry_id: str | None) -> None:
        """Mark this entry alone where it is shown, and have it in sight."""
        row = self._studies.row_of(entry_id) if entry_id else None
        if row is not None:
            self.selectRow(row)
            self._show_row(row)

    def _show_chosen(self) -> None:
        row = self._studies.row_of(self._chosen_id) if self._chosen_id else None
        if row is not None:
            self._show_row(row)

    def _show_row(self, row: int) -> None:
        self.scrollTo(self._studies.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def _remember_marks(self) -> None:
        """Keep what is marked; while none of it is shown, what was marked before."""
        current = self.current
        self._chosen_id = current.entry_id if current else self._chosen_id
        self._marked_ids = frozenset(one.entry_id for one in self.marked) or self._marked_ids

    def _mark_again(self) -> None:
        """Mark what was marked, where it is shown, without going there."""
        chosen = self._studies.row_of(self._chosen_id) if self._chosen_id else None
        marks = QItemSelection()
        for first, last in _runs(self._studies.rows_of(self._marked_ids)):
            marks.select(self._studies.index(first, 0), self._studies.index(last, 0))
        place = self.verticalScrollBar().value()
        selection = self.selectionModel()
        if chosen is not None:
            selection.setCurrentIndex(self._studies.index(chosen, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(marks, SELECT)
        self.verticalScrollBar().setValue(place)

    # Keys and the menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, take off, go to an end; letters go to the search."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.open_requested.emit(self.currentIndex().row())
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case Qt.Key.Key_Delete:
                self.remove_marked()
            case Qt.Key.Key_Home if not event.modifiers():
                self.selectRow(0)
            case Qt.Key.Key_End if not event.modifiers():
                self.selectRow(self._studies.rowCount() - 1)
            case _ if event.text().strip() and event.text().isprintable() and not event.modifiers() & COMMANDS:
                self.typed.emit(event.text())
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the marked studies, by the mouse or the menu key."""
        marked = self.marked
        if not marked:
            return
        menu = self.menu(marked)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = self.visualRect(self.currentIndex()).center()
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(place))

    def menu(self, marked: tuple[StudySummary, ...]) -> QMenu:
        """The menu of these studies."""
        menu = QMenu(self)
        unreadable = _unreadable(marked)
        opening = menu.addAction(tr("&Open"))
        opening.setEnabled(len(marked) == 1)
        opening.triggered.connect(lambda: self.open_requested.emit(self.currentIndex().row()))
        count = len(marked) - len(unreadable)
        one, several = tr("E&xport the numbers of 1 study…"), tr("E&xport the numbers of {count} studies…")
        exporting = menu.addAction(one if count == 1 else several.format(count=f"{count:,}"))
        exporting.setEnabled(bool(count))
        exporting.triggered.connect(self.export_requested)
        removal = menu.addAction(tr("&Take off the list what cannot be read"))
        removal.setEnabled(bool(unreadable))
        removal.triggered.connect(self.remove_marked)
        return menu

    def remove_marked(self) -> None:
        """Ask for those marked studies to be taken off the list that cannot be read."""
        unreadable = _unreadable(self.marked)
        if unreadable:
            self.removal_requested.emit(unreadable)


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of rows that follow on each other: ten thousand marks may be one."""
    for _, run in groupby(enumerate(rows), lambda each: each[1] - each[0]):
        found = [row for _, row in run]
        yield found[0], found[-1]


def _unreadable(summaries: tuple[StudySummary, ...]) -> tuple[str, ...]:
    return tuple(one.entry_id for one in summaries if one.state is ReadingState.UNREADABLE)
