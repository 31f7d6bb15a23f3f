"""The work list as a table: what its rows say, in which order, and the pictures of those on the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from cmrstudio.domain.quality import verdict
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.work_list import Selection, SortKey, WorkList
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.quality_bar import shown_quality

STATE_LABELS = {
    ReadingState.NEW: ("◌", "new"),
    ReadingState.PREDICTED: ("○", "predicted"),
    ReadingState.IN_REVIEW: ("◐", "in review"),
    ReadingState.VERIFIED: ("●", "verified"),
    ReadingState.OPENED: ("◌", "opened before"),
    ReadingState.UNREADABLE: ("×", "cannot be read"),
}
SUMMARY_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 1
KEPT_THUMBNAILS = 1500
ASK_MS = 15
NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it is sorted by, whether it holds numbers, and its width to begin with."""

    title: str
    sort_key: SortKey
    tip: str
    width_px: int
    is_number: bool = False


COLUMNS = (
    Column("Study", SortKey.PATIENT, "Patient, and what the series is called", 230),
    Column("Acquired", SortKey.DATE, "Date of the examination", 94),
    Column("State", SortKey.STATE, "How far the reading has come at end-diastole and end-systole", 166),
    Column("Quality", SortKey.QUALITY, "Lowest quality of a contour at end-diastole and end-systole, 0 to 1", 126),
    Column("EF (%)", SortKey.EF, "Ejection fraction", 70, is_number=True),
    Column("EDV (ml)", SortKey.EDV, "End-diastolic volume", 80, is_number=True),
    Column("ESV (ml)", SortKey.ESV, "End-systolic volume", 80, is_number=True),
    Column("Reviewer", SortKey.REVIEWER, "Who verified last", 110),
    Column("Last change", SortKey.CHANGED, "When contours, phases or verifications changed last", 138),
    Column("Folder", SortKey.SOURCE, "Where the study came from", 160),
)
STUDY, ACQUIRED, STATE, QUALITY, EF, EDV, ESV, REVIEWER, CHANGED, FOLDER = range(len(COLUMNS))
NUMBERS = range(QUALITY, CHANGED)
"""The columns that stay empty where a study cannot be read."""


class WorkListModel(QAbstractTableModel):
    """All studies of a workspace, of which those of the selection are rows.

    Pictures come when their rows are drawn: ``thumbnails_wanted`` asks for them, ``take_thumbnails`` shows them.
    """

    selected = Signal()
    """Other rows are shown, or the same in another order."""
    thumbnails_wanted = Signal(object)
    """tuple[str, ...] of entry ids."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work_list = WorkList()
        self._selection = Selection()
        self._rows: list[StudySummary] = []
        self._thumbnails: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._wanted: dict[str, None] = {}
        self._asked: set[str] = set()
        self._outdated: set[str] = set()
        """Pictures that changed while they were asked for: the answer may still be the one before."""
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(ASK_MS)
        self._ask_timer.timeout.connect(self._ask)

    # What is in it

    @property
    def total(self) -> int:
        """How many studies there are, shown or not."""
        return len(self._work_list)

    @property
    def selection(self) -> Selection:
        """Which studies are shown, and in which order."""
        return self._selection

    @property
    def entries(self) -> tuple[StudySummary, ...]:
        """All studies, shown or not, in no order."""
        return self._work_list.entries

    @property
    def sources(self) -> frozenset[str]:
        """Where the studies that could be read came from."""
        return self._work_list.readable_sources

    def counts(self) -> dict[ReadingState, int]:
        """How many studies there are in each state, shown or not."""
        return self._work_list.counts()

    def set_work_list(self, work_list: WorkList) -> None:
        """Begin anew with these studies."""
        self._work_list = work_list
        self._select()

    def put(self, summaries: Iterable[StudySummary]) -> None:
        """Add studies or replace those that are there."""
        self._work_list.put(summaries)
        self._select()

    def remove(self, entry_ids: Collection[str]) -> None:
        """Take entries off the list."""
        self._work_list.remove(entry_ids)
        self._select()

    def select(self, *, text: str | None = None, states: frozenset[ReadingState] | None = None) -> None:
        """Show the studies that match; None leaves a part of the selection as it is."""
        wanted = replace(
            self._selection,
            text=self._selection.text if text is None else text,
            states=self._selection.states if states is None else states,
        )
        if wanted != self._selection:
            self._selection = wanted
            self._select()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what has nothing there comes last."""
        if column >= 0:
            is_descending = order == Qt.SortOrder.DescendingOrder
            self._selection = replace(self._selection, sort_key=COLUMNS[column].sort_key, is_descending=is_descending)
            self._select()

    def _select(self) -> None:
        self.beginResetModel()
        self._rows = self._work_list.select(self._selection)
        self.endResetModel()
        self.selected.emit()

    def summary(self, row: int) -> StudySummary | None:
        """The study of a row, None where there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, entry_id: str) -> int | None:
        """The row of an entry, None where it is not shown."""
        return next((row for row, summary in enumerate(self._rows) if summary.entry_id == entry_id), None)

    def rows_of(self, entry_ids: Collection[str]) -> list[int]:
        """The rows of those entries that are shown."""
        return [row for row, summary in enumerate(self._rows) if summary.entry_id in entry_ids] if entry_ids else []

    # Pictures

    def take_thumbnails(self, pictures: Mapping[str, bytes | None]) -> None:
        """Show these pictures; None says that there is none."""
        for entry_id, png in pictures.items():
            if entry_id in self._outdated:
                self._outdated.discard(entry_id)
                self._asked.discard(entry_id)
                continue  # it is asked for again as soon as it is drawn
            pixmap = QPixmap()
            self._thumbnails[entry_id] = pixmap if png is not None and pixmap.loadFromData(png) else None
            self._thumbnails.move_to_end(entry_id)
            self._asked.discard(entry_id)
        while len(self._thumbnails) > KEPT_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        if self._rows:
            self.dataChanged.emit(self.index(0, STUDY), self.index(len(self._rows) - 1, STUDY), [THUMBNAIL_ROLE])

    def forget_thumbnails(self, entry_ids: Iterable[str]) -> None:
        """Ask for these pictures again when they are drawn."""
        for entry_id in entry_ids:
            self._thumbnails.pop(entry_id, None)
            if entry_id in self._asked:
                self._outdated.add(entry_id)

    def _thumbnail(self, entry_id: str) -> QPixmap | None:
        if entry_id not in self._thumbnails:
            if entry_id not in self._asked:
                self._wanted[entry_id] = None
                if not self._ask_timer.isActive():  # begun anew at every look, it would never come to its end
                    self._ask_timer.start()
            return None
        return self._thumbnails[entry_id]

    def _ask(self) -> None:
        wanted = tuple(self._wanted)
        self._wanted.clear()
        self._asked.update(wanted)
        self.thumbnails_wanted.emit(wanted)

    # Qt

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        """How many studies are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole):
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr("{tip}. Click to sort.").format(tip=tr(column.tip))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        """What a cell says, in full in its tool tip."""
        summary = self.summary(index.row())
        if summary is None:
            return None
        if role == SUMMARY_ROLE:
            return summary
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(summary, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(summary, index.column())
        if role == THUMBNAIL_ROLE:
            return self._thumbnail(summary.entry_id)
        return None


def cell_text(summary: StudySummary, column: int) -> str:
    """What a cell says in one line; a number that is not known is a dash."""
    match column:
        case 0:
            return summary.name
        case 1:
            return summary.acquired_on or "–"
        case 2:
            return tr(STATE_LABELS[summary.state][1])
        case 3:
            return "–" if summary.lowest_quality is None else shown_quality(summary.lowest_quality)
        case 4 | 5 | 6:
            value = (summary.ef_percent, summary.edv_ml, summary.esv_ml)[column - EF]
            return "–" if value is None else f"{value:.0f}{' !' if summary.is_doubtful else ''}"
        case 7:
            return summary.reviewer or "–"
        case 8:
            return time_text(summary.changed_at_utc)
        case _:
            return summary.source


def state_detail(summary: StudySummary) -> str:
    """How many images at end-diastole and end-systole are where, in a few words; empty where there are none."""
    if summary.stale_count:
        return tr("{count} changed").format(count=summary.stale_count)
    if summary.state is ReadingState.IN_REVIEW:
        words = tr("{verified} of {drawn} verified")
        return words.format(verified=summary.verified_count, drawn=summary.drawn_count)
    if summary.drawn_count:
        one = summary.drawn_count == 1
        return tr("1 image") if one else tr("{count} images").format(count=summary.drawn_count)
    return ""


def cell_tip(summary: StudySummary, column: int) -> str:
    """All that is known of what a cell says."""
    if summary.state is ReadingState.UNREADABLE and column != FOLDER:
        return tr(summary.problem) + "\n" + tr("Press Enter to try again, Delete to take it off the list.")
    if column == STATE:
        counts = (
            (summary.predicted_count, "predicted"),
            (summary.edited_count, "edited"),
            (summary.verified_count, "verified"),
            (summary.stale_count, "changed since verified"),
        )
        told = ", ".join(f"{count} {tr(word)}" for count, word in counts if count) or tr("no contours")
        return tr("Images at end-diastole and end-systole: {told}").format(told=told)
    if column == QUALITY and summary.lowest_quality is not None and summary.mean_quality is not None:
        return tr(
            f"Lowest quality at end-diastole and end-systole: {shown_quality(summary.lowest_quality)}, "
            f"{verdict(summary.lowest_quality)}\nMean: {shown_quality(summary.mean_quality)}"
        )
    if column in (EF, EDV, ESV):
        return tr(summary.measured_on or "There are no contours at end-diastole or end-systole to measure.")
    if column == CHANGED and summary.changed_at_utc is not None:
        return f"{summary.changed_at_utc.astimezone():%Y-%m-%d %H:%M}"
    if column == STUDY:
        return "\n".join(part for part in (summary.name, summary.description, summary.source) if part)
    return cell_text(summary, column)


def time_text(moment: datetime | None, now: datetime | None = None) -> str:
    """A moment as short as one can say it: the time today, else the date."""
    if moment is None:
        return "–"
    local, today = moment.astimezone(), (now or datetime.now(UTC)).astimezone().date()
    days = (today - local.date()).days
    if days == 0:
        return tr("today {time}").format(time=f"{local:%H:%M}")
    return tr("yesterday {time}").format(time=f"{local:%H:%M}") if days == 1 else f"{local:%Y-%m-%d}"
