"""The work list: every study of the workspace in one table, to be searched, sorted, filtered and opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.import_strip import ImportStrip
from cmrstudio.gui.views.work_list_delegate import ROW_HEIGHT_PX, WorkListDelegate
from cmrstudio.gui.views.work_list_model import CHANGED, COLUMNS, FOLDER, STATE_LABELS, STUDY, WorkListModel

CHIPS = tuple(ReadingState)
WIDE_PX = 1240
MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class WorkListPage(QWidget):
    """Shows a ``WorkListModel``. Enter opens, Delete takes off what cannot be read, typing searches, Esc clears."""

    study_requested = Signal(object)
    """The ``StudySummary`` to open."""
    removal_requested = Signal(object)
    """tuple[str, ...] of entry ids that cannot be read."""
    folder_requested = Signal()
    import_requested = Signal()
    watch_requested = Signal()
    unwatch_requested = Signal(object)
    """The ``Path`` of a folder that is to be watched no more."""
    back_requested = Signal()
    """Back to the study that is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workList")
        self.model = WorkListModel(self)
        self._chosen_id: str | None = None
        self.search = self._make_search()
        self.chips = {state: self._make_chip(state) for state in CHIPS}
        self.table = self._make_table()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.imports = ImportStrip()
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        self._lay_out()
        self.model.modelAboutToBeReset.connect(self._remember_choice)
        self.model.selected.connect(self._show_selection)
        self.model.sort(CHANGED, Qt.SortOrder.DescendingOrder)

    # Parts

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText("Search patient, series, folder, reviewer or date")
        search.setAccessibleName("Search the work list")
        search.setToolTip("All words must occur. Esc clears, Enter opens the first study, Down goes to the list.")
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._search)
        search.installEventFilter(self)
        return search

    def _make_chip(self, state: ReadingState) -> QPushButton:
        chip = QPushButton()
        chip.setCheckable(True)
        chip.setProperty("chip", "true")
        chip.toggled.connect(self._filter)
        return chip

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setItemDelegate(WorkListDelegate(table))
        table.setAccessibleName("Work list")
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        for index, column in enumerate(COLUMNS):
            table.setColumnWidth(index, column.width_px)
        for index in (STUDY, FOLDER):
            header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(CHANGED, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(lambda *_: self.choose(self._chosen_id))
        table.doubleClicked.connect(lambda index: self._open(index.row()))
        table.installEventFilter(self)
        return table

    def _lay_out(self) -> None:
        title = QLabel("Work list")
        title.setProperty("role", "title")
        self.back = _button("Back to the study", "Back to the study that is open (Ctrl+L)", self.back_requested)
        self.back.hide()
        self.watch = QPushButton("Watch folders")
        self.watch.setToolTip("New studies that appear in a watched folder come onto the list by themselves")
        self.watch.setAccessibleName("Watched folders")
        self.watch.setMenu(QMenu(self.watch))
        self.watch.menu().setToolTipsVisible(True)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.back)
        top.addWidget(_button("Open folder…", "Read one study (Ctrl+O)", self.folder_requested))
        tip = "Put all studies in a folder onto the list, in the background (Ctrl+Shift+L)"
        top.addWidget(_button("Import folder…", tip, self.import_requested))
        top.addWidget(self.watch)
        filters = QHBoxLayout()
        filters.setSpacing(6)
        filters.addWidget(self.search, 1)
        filters.addSpacing(6)
        for chip in self.chips.values():
            filters.addWidget(chip)
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.imports)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 10)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addLayout(filters)
        layout.addWidget(self.body, 1)
        layout.addLayout(foot)
        self.show_watched((), {})

    # What is shown

    @property
    def current(self) -> StudySummary | None:
        """The study that is marked, or None."""
        return self.model.summary(self.table.currentIndex().row())

    def set_work_list(self, work_list: WorkList) -> None:
        """Begin anew with these studies."""
        self.model.set_work_list(work_list)

    def put(self, summaries: Iterable[StudySummary]) -> None:
        """Add studies or replace those that are there; what is on the screen stays there, and marked what is marked."""
        bar = self.table.verticalScrollBar()
        top = self.model.summary(self.table.rowAt(0)) if bar.value() else None
        below_px = bar.value() % ROW_HEIGHT_PX
        self.model.put(summaries)
        row = self.model.row_of(top.entry_id) if top else None
        if row is not None:
            bar.setValue(row * ROW_HEIGHT_PX + below_px)

    def take_thumbnails(self, pictures: Mapping[str, bytes | None]) -> None:
        """Show pictures (PNG) by entry id."""
        self.model.take_thumbnails(pictures)

    def set_back_possible(self, is_possible: bool) -> None:
        """Offer the way back to an open study, or not."""
        self.back.setVisible(is_possible)

    def show_watched(self, folders: tuple[Path, ...], problems: Mapping[Path, str]) -> None:
        """List the watched folders in the menu, with why one cannot be watched at the moment."""
        menu = self.watch.menu()
        menu.clear()
        menu.addAction(tr("Watch a &folder…")).triggered.connect(self.watch_requested)
        menu.addSeparator()
        for folder in folders:
            note = tr(" (not there at the moment)") if folder in problems else ""
            words = tr("Stop watching {folder}").format(folder=folder) + note
            action = menu.addAction(words.replace("&", "&&"))
            action.setToolTip(problems.get(folder, str(folder)))
            action.triggered.connect(lambda _=False, folder=folder: self.unwatch_requested.emit(folder))
        self.watch.setText(tr("Watch folders ({count})").format(count=len(folders)) if folders else tr("Watch folders"))

    def choose(self, entry_id: str | None) -> None:
        """Mark an entry where it is shown, and have it in sight."""
        row = self.model.row_of(entry_id) if entry_id else None
        if row is not None:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the names need it more than the folders, which their tool tips tell too."""
        super().resizeEvent(event)
        self.table.setColumnHidden(FOLDER, self.width() < WIDE_PX)

    def _search(self, text: str) -> None:
        self.model.select(text=text)
        self.table.scrollToTop()

    def _filter(self) -> None:
        self.model.select(states=frozenset(state for state, chip in self.chips.items() if chip.isChecked()))
        self.table.scrollToTop()

    def _mark_again(self) -> None:
        """Mark what was marked, where it is shown, without going there."""
        row = self.model.row_of(self._chosen_id) if self._chosen_id else None
        if row is not None:
            bar = self.table.verticalScrollBar()
            place = bar.value()
            self.table.selectRow(row)
            bar.setValue(place)

    def _remember_choice(self) -> None:
        current = self.current
        self._chosen_id = current.entry_id if current else self._chosen_id

    def write_again(self) -> None:
        """Write everything in the language of the moment."""
        self._show_selection()
        self.table.viewport().update()
        self.table.horizontalHeader().viewport().update()

    def _show_selection(self) -> None:
        self._mark_again()
        shown, total = self.model.rowCount(), self.model.total
        some = tr("{shown} of {total}").format(shown=f"{shown:,}", total=_counted(total))
        self.count.setText(_counted(total) if shown == total else some)
        for state, count in self.model.counts().items():
            mark, word = STATE_LABELS[state][0], tr(STATE_LABELS[state][1])
            chip = self.chips[state]
            chip.setText(f"{mark} {word[:1].upper()}{word[1:]}  {count:,}")
            chip.setAccessibleName(tr("Show studies in the state {state}: {count}").format(state=word, count=count))
            chip.setToolTip(tr("Show only studies in the state “{state}”; several can be chosen").format(state=word))
            is_rare = state in (ReadingState.OPENED, ReadingState.UNREADABLE)
            chip.setVisible(not is_rare or bool(count) or chip.isChecked())
        if total:
            self.empty.setText(tr("No study matches. Esc clears the search, and the states above can be switched off."))
        else:
            self.empty.setText(tr("No studies yet: open a study, import a folder of studies, or watch a folder."))
        self.body.setCurrentWidget(self.table if shown else self.empty)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search field and of the table that are about both."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search:
                return self._take_key_in_search(event)
            if watched is self.table:
                return self._take_key_in_table(event)
        return super().eventFilter(watched, event)

    def _take_key_in_search(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self._clear()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(max(0, self.table.currentIndex().row()))
            case Qt.Key.Key_Down:
                self.focus_table()
            case _:
                return False
        return True

    def _take_key_in_table(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.table.currentIndex().row())
            case Qt.Key.Key_Escape:
                self._clear()
            case Qt.Key.Key_Delete:
                self._remove()
            case Qt.Key.Key_Home:
                self.table.selectRow(0)
            case Qt.Key.Key_End:
                self.table.selectRow(self.model.rowCount() - 1)
            case _ if event.text().strip() and event.text().isprintable() and not event.modifiers() & MODIFIERS:
                self.search.setFocus()
                self.search.insert(event.text())
            case _:
                return False
        return True

    def focus_table(self) -> None:
        """Put the keys to the table, with a row marked."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def _clear(self) -> None:
        """Clear the search; with nothing left to clear go back to the open study."""
        if self.search.text():
            self.search.clear()
        elif not self.back.isHidden():
            self.back_requested.emit()

    def _open(self, row: int) -> None:
        summary = self.model.summary(row)
        if summary is not None:
            self.study_requested.emit(summary)

    def _remove(self) -> None:
        current = self.current
        if current is not None and current.state is ReadingState.UNREADABLE:
            self.removal_requested.emit((current.entry_id,))


def _button(text: str, tip: str, signal) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text.rstrip("…"))
    button.clicked.connect(signal)
    return button


def _counted(count: int) -> str:
    return tr("1 study") if count == 1 else tr("{count} studies").format(count=f"{count:,}")
