"""The work list: every study of the workspace in one table, to be searched, sorted, filtered and opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.actions import say_keys
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.import_strip import ImportStrip
from cmrstudio.gui.views.work_list_delegate import ROW_HEIGHT_PX
from cmrstudio.gui.views.work_list_model import CHANGED, FOLDER, REVIEWER, STATE_LABELS, WorkListModel
from cmrstudio.gui.views.work_list_table import WorkListTable

CHIPS = tuple(ReadingState)
WIDE_PX, NARROW_PX = 1240, 1080


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

    def _make_table(self) -> WorkListTable:
        table = WorkListTable(self.model)
        table.open_requested.connect(self._open)
        table.removal_requested.connect(self.removal_requested)
        table.typed.connect(self._type)
        table.escaped.connect(self._clear)
        return table

    def _lay_out(self) -> None:
        title = QLabel("Work list")
        title.setProperty("role", "title")
        self.back = _button("Back to the study", "Back to the study that is open", "work_list", self.back_requested)
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
        top.addWidget(_button("Open folder…", "Read one study", "open_folder", self.folder_requested))
        tip = "Put all studies in a folder onto the list, in the background"
        top.addWidget(_button("Import folder…", tip, "import_folder", self.import_requested))
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
        """The study that the keys are at, or None."""
        return self.table.current

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
        self.table.choose(entry_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the names need it more than folders, which their tool tips tell, and reviewers."""
        super().resizeEvent(event)
        self.table.setColumnHidden(FOLDER, self.width() < WIDE_PX)
        self.table.setColumnHidden(REVIEWER, self.width() < NARROW_PX)

    def _search(self, text: str) -> None:
        self.model.select(text=text)
        self.table.scrollToTop()

    def _filter(self) -> None:
        self.model.select(states=frozenset(state for state, chip in self.chips.items() if chip.isChecked()))
        self.table.scrollToTop()

    def write_again(self) -> None:
        """Write everything in the language of the moment."""
        self._show_selection()
        self.table.viewport().update()
        self.table.horizontalHeader().viewport().update()

    def _show_selection(self) -> None:
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
        """Keys of the search field that are about the table."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key_in_search(event)
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

    def _type(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

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


def _button(text: str, tip: str, action: str, signal) -> QPushButton:
    button = QPushButton(text)
    say_keys(button, tip, action)
    button.setAccessibleName(text.rstrip("…"))
    button.clicked.connect(signal)
    return button


def _counted(count: int) -> str:
    return tr("1 study") if count == 1 else tr("{count} studies").format(count=f"{count:,}")
