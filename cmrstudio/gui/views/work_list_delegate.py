"""Draws the rows of the work list: picture and name, state by shape, word and colour, quality as a bar."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cmrstudio.domain.quality import verdict
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.gui.theme import COLOURS, QUALITY_COLOURS
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.quality_bar import paint_quality
from cmrstudio.gui.views.work_list_model import (
    ACQUIRED,
    COLUMNS,
    FOLDER,
    NUMBERS,
    QUALITY,
    STATE,
    STATE_LABELS,
    STUDY,
    SUMMARY_ROLE,
    THUMBNAIL_ROLE,
    cell_text,
    state_detail,
)

ROW_HEIGHT_PX = 58
PICTURE_PX = 48
MARGIN_PX = 8
LINE_PX = 18
MARK_PX = 18
BAR_HEIGHT_PX = 16
_COLOUR_NAMES = {
    ReadingState.NEW: "muted",
    ReadingState.PREDICTED: "predicted",
    ReadingState.IN_REVIEW: "edited",
    ReadingState.VERIFIED: "verified",
    ReadingState.OPENED: "muted",
    ReadingState.UNREADABLE: "amber",
}
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class WorkListDelegate(QStyledItemDelegate):
    """Paints every cell itself, so that ten thousand rows cost no more than those on the screen."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for a picture and two lines."""
        return QSize(COLUMNS[index.column()].width_px, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row's background, then what the column is about."""
        summary = index.data(SUMMARY_ROLE)
        if summary is None:
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(COLOURS.accent_deep))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(option.rect, QColor(COLOURS.stripe))
        place = option.rect.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
        column = index.column()
        if column == STUDY:
            _paint_study(painter, option.font, place, summary, index.data(THUMBNAIL_ROLE))
        elif column == STATE:
            _paint_state(painter, option.font, place, summary)
        elif summary.state is ReadingState.UNREADABLE and column in NUMBERS:
            self._paint_problem(painter, option, index, summary)
        elif column == QUALITY:
            _paint_quality(painter, option.font, place, summary)
        else:
            _paint_text(painter, option.font, place, summary, column)
        painter.restore()

    def _paint_problem(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, summary: StudySummary
    ) -> None:
        """Draw this cell's part of the reason, which runs over all the columns that have nothing else to say."""
        table = self.parent()
        assert isinstance(table, QTableView)
        left = table.columnViewportPosition(NUMBERS[0])
        right = table.columnViewportPosition(NUMBERS[-1]) + table.columnWidth(NUMBERS[-1])
        place = QRect(left + MARGIN_PX, option.rect.top(), right - left - 2 * MARGIN_PX, option.rect.height())
        painter.setClipRect(option.rect)
        painter.setPen(QColor(COLOURS.text))
        words = " ".join(without_path(tr(summary.problem), summary.source).split())
        painter.drawText(place.adjusted(0, 4, 0, -4), LEFT | Qt.TextFlag.TextWordWrap, words)


def _paint_study(painter: QPainter, font: QFont, place: QRect, summary: StudySummary, picture: QPixmap | None) -> None:
    frame = QRect(place.left(), place.top() + (ROW_HEIGHT_PX - PICTURE_PX) // 2, PICTURE_PX, PICTURE_PX)
    is_unreadable = summary.state is ReadingState.UNREADABLE
    if picture is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(frame, picture)
    else:
        painter.fillRect(frame, QColor(COLOURS.raised))
        painter.setPen(QColor(COLOURS.amber if is_unreadable else COLOURS.disabled))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "×" if is_unreadable else "–")
    words = place.adjusted(PICTURE_PX + MARGIN_PX + 2, 0, 0, 0)
    _two_lines(painter, font, words, cell_text(summary, STUDY), summary.description, is_bold=True)


def without_path(text: str, source: str) -> str:
    """A problem without the path that it begins with: the folder stands in its own column."""
    return text.removeprefix(source).removeprefix(": ")


def _paint_state(painter: QPainter, font: QFont, place: QRect, summary: StudySummary) -> None:
    mark, word = STATE_LABELS[summary.state][0], cell_text(summary, STATE)
    colour = getattr(COLOURS, _COLOUR_NAMES[summary.state])
    painter.setPen(QColor(colour))
    detail = state_detail(summary)
    top = place.top() + (ROW_HEIGHT_PX - (2 if detail else 1) * LINE_PX) // 2
    painter.drawText(QRect(place.left(), top, MARK_PX, LINE_PX), LEFT, mark)
    _two_lines(painter, font, place.adjusted(MARK_PX, 0, 0, 0), word, detail, colour=colour)


def _paint_quality(painter: QPainter, font: QFont, place: QRect, summary: StudySummary) -> None:
    if summary.lowest_quality is None:
        painter.setPen(QColor(COLOURS.disabled))
        painter.drawText(place, LEFT, "–")
        return
    words = verdict(summary.lowest_quality)
    top = place.top() + (ROW_HEIGHT_PX - BAR_HEIGHT_PX - LINE_PX) // 2
    paint_quality(painter, QRect(place.left(), top, place.width(), BAR_HEIGHT_PX), summary.lowest_quality)
    below = QRect(place.left(), top + BAR_HEIGHT_PX, place.width(), LINE_PX)
    _line(painter, font, below, tr(words), QUALITY_COLOURS[words])


def _paint_text(painter: QPainter, font: QFont, place: QRect, summary: StudySummary, column: int) -> None:
    text, is_number = cell_text(summary, column), COLUMNS[column].is_number
    colour = COLOURS.disabled if text == "–" else COLOURS.text
    if is_number and summary.is_doubtful and text != "–":
        colour = COLOURS.amber
    elif column in (ACQUIRED, FOLDER) and text != "–":
        colour = COLOURS.muted
    mode = Qt.TextElideMode.ElideMiddle if column == FOLDER else Qt.TextElideMode.ElideRight
    _line(painter, font, place, text, colour, RIGHT if is_number else LEFT, mode)


def _two_lines(
    painter: QPainter,
    font: QFont,
    place: QRect,
    first: str,
    second: str,
    *,
    colour: str = "",
    is_bold: bool = False,
) -> None:
    """One line in the middle, or two around it, the second quieter."""
    top = place.top() + (ROW_HEIGHT_PX - (2 if second else 1) * LINE_PX) // 2
    strong = QFont(font)
    strong.setBold(is_bold)
    _line(painter, strong, QRect(place.left(), top, place.width(), LINE_PX), first, colour or COLOURS.text)
    if second:
        _line(painter, font, QRect(place.left(), top + LINE_PX, place.width(), LINE_PX), second, COLOURS.muted)


def _line(
    painter: QPainter,
    font: QFont,
    place: QRect,
    text: str,
    colour: str,
    alignment: Qt.AlignmentFlag = LEFT,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, alignment, painter.fontMetrics().elidedText(" ".join(text.split()), mode, place.width()))
