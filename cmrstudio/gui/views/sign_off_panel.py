"""How the study stands with its sign-off: what is missing, what would be signed, who signed before."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cmrstudio.domain.readers import reader_name
from cmrstudio.domain.sign_off import Remark, SignOff
from cmrstudio.gui.actions import say_keys, with_keys
from cmrstudio.gui.controllers.sign_off import SignOffStatus
from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr

REMARK_ROLE = Qt.ItemDataRole.UserRole
MOST_ROWS = 9
ROW_PX = 28
NUMBER_NAMES = (
    ("edv_ml", "EDV", "ml"),
    ("esv_ml", "ESV", "ml"),
    ("sv_ml", "SV", "ml"),
    ("ef_percent", "EF", "%"),
    ("lv_mass_g", "LV mass", "g"),
)


def numbers_text(status: SignOffStatus) -> str:
    """The numbers of what is or would be signed, with their phases and how was counted, as rich text."""
    content = status.content
    if content is None:
        return ""
    rows = []
    for name, title, unit in NUMBER_NAMES:
        value = content.numbers.get(name)
        shown = tr("unknown") if value is None else tr(f"{value:.1f} {unit}")
        rows.append(f"<tr><td style='padding-right:14px'>{tr(title)}</td><td align='right'><b>{shown}</b></td></tr>")
    phases = tr("End-diastole phase {ed}, end-systole phase {es}").format(
        ed=content.end_diastole + 1, es=content.end_systole + 1
    )
    contours = tr("{count} contours").format(count=len(content.contours))
    return f"<table>{''.join(rows)}</table><p>{phases}<br>{contours}</p><p>{tr(status.conventions.text)}</p>"


def sign_off_text(sign_off: SignOff) -> str:
    """Who signed when, on what, and what drew the contours."""
    names = {"reader": tr("by hand"), "file": tr("from a file")}
    by = {source: names.get(source) or tr("by {source}").format(source=source) for source in sign_off.drawn_by}
    sources = ", ".join(f"{by[source]} ({count})" for source, count in sign_off.drawn_by.items())
    when = sign_off.signed_at_utc
    drawn = tr("Contours drawn {sources}").format(sources=sources or tr("by nobody"))
    content = tr("Content {digest}…").format(digest=sign_off.content_sha256[:12])
    return f"{sign_off.signed_by}, {when:%Y-%m-%d %H:%M} UTC\n{drawn}\n{content}"


def summary(status: SignOffStatus) -> str:
    """The state in one short line, its shape first."""
    if status.is_void:
        return "▲  " + tr("Sign-off void: changed since")
    if status.holds:
        return "●  " + tr("Signed off by {name}").format(name=status.signed.signed_by)
    if status.content is None:
        return "○  " + tr("Not signed off")
    count = len(status.missing)
    return "○  " + (tr("Not signed off: {count} to do").format(count=count) if count else tr("Ready to be signed off"))


class SignOffPanel(QWidget):
    """Shows a ``SignOffStatus``. A click or Enter on a row asks to go to that contour."""

    remark_requested = Signal(object)
    """A ``Remark`` with a place."""
    sign_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        self._reader, self._who = _label("muted"), _label("muted")
        self._state = _label("")
        self._who.setAccessibleName("Who signed off")
        self._who.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._todo_title, self._numbers_title, self._history_title = (_label("section") for _ in range(3))
        self.todo = QListWidget()
        self.todo.setAccessibleName("What is missing for the sign-off")
        self.todo.setToolTip("Click, or press Enter, to go to the contour")
        self.todo.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.todo.itemClicked.connect(self._request)
        self.todo.itemActivated.connect(self._request)
        self._numbers, self._doubts, self._history = _label(""), _label("flag"), _label("muted")
        self.sign_button = QPushButton("Sign off…")
        self.sign_button.setProperty("primary", "true")
        self.sign_button.setAccessibleName("Sign the study off")
        self.sign_button.clicked.connect(self.sign_requested)
        self.report_button = QPushButton("Report now")
        say_keys(self.report_button, "Write the report as it was asked for last", "report_now")
        self.report_button.setAccessibleName("Write the report now")
        for widget in (
            _title("SIGN-OFF"),
            self._state,
            self._who,
            self._reader,
            self.sign_button,
            self.report_button,
            self._todo_title,
            self.todo,
            self._numbers_title,
            self._numbers,
            self._doubts,
            self._history_title,
            self._history,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._status = SignOffStatus()
        self._reading = self._sign_keys = ""
        theme_changes.changed.connect(self._show_again)
        language_changes.changed.connect(self._show_again)
        self.show_reader("")
        self.show_status(SignOffStatus())

    @property
    def state_text(self) -> str:
        """What is said about the sign-off."""
        return self._state.text()

    @property
    def status(self) -> SignOffStatus:
        """What is shown."""
        return self._status

    def show_reader(self, reader: str) -> None:
        """Show whose reading is open."""
        self._reading = reader
        self._reader.setText(tr("Reading: {name}").format(name=tr(reader_name(reader))))

    def show_keys(self, sign_keys: str) -> None:
        """Name the keys that sign off."""
        self._sign_keys = sign_keys
        self.show_status(self._status)

    def _show_again(self) -> None:
        """Show the same in the colours and the language of the moment."""
        self.todo.clear()
        self.show_reader(self._reading)
        self.show_status(self._status)

    def show_status(self, status: SignOffStatus) -> None:
        """Show how the study stands."""
        self._status = status
        colour = COLOURS.amber if status.is_void else COLOURS.verified if status.holds else COLOURS.text
        self._state.setText(summary(status))
        self._state.setStyleSheet(f"color: {colour}; font-size: 16px; font-weight: 600;")
        self._who.setText(sign_off_text(status.signed) if status.signed else "")
        self._who.setVisible(status.signed is not None)
        self._show_remarks(status)
        self._numbers_title.setText(tr("WHAT IS SIGNED") if status.holds else tr("WHAT WOULD BE SIGNED"))
        self._numbers.setText(numbers_text(status))
        for widget in (self._numbers, self._numbers_title):
            widget.setVisible(status.content is not None)
        self._doubts.setText("\n".join(map(tr, status.doubts)))
        self._doubts.setVisible(bool(status.doubts))
        earlier = status.history[:-1]
        self._history_title.setText(tr("EARLIER SIGN-OFFS, ALL REPLACED"))
        self._history.setText("\n".join(f"{one.signed_by}, {one.signed_at_utc:%Y-%m-%d %H:%M} UTC" for one in earlier))
        for widget in (self._history, self._history_title):
            widget.setVisible(bool(earlier))
        self.sign_button.setEnabled(status.can_be_signed)
        why = tr("it is signed as it is") if status.holds else tr("all that is counted must be verified first")
        words = tr("Sign the study off") + ("" if status.can_be_signed else f": {why}")
        self.sign_button.setToolTip(with_keys(words, self._sign_keys))

    def _show_remarks(self, status: SignOffStatus) -> None:
        named = {_place(remark) for remark in status.changes}
        missing = [remark for remark in status.missing if _place(remark) not in named]
        rows = [("▲", remark) for remark in status.changes] + [("○", remark) for remark in missing]
        title = tr("CHANGED SINCE SIGNED ({count})") if named else tr("TO VERIFY FIRST ({count})")
        self._todo_title.setText(title.format(count=len(named or missing)))
        self._todo_title.setVisible(bool(rows))
        self.todo.setVisible(bool(rows))
        texts = [f"{mark}  {tr(remark.text.partition(': ')[0])}" for mark, remark in rows]
        if texts == [self.todo.item(row).text() for row in range(self.todo.count())]:
            return
        place = self.todo.verticalScrollBar().value()
        self.todo.clear()
        for text, (_, remark) in zip(texts, rows, strict=True):
            item = QListWidgetItem(text)
            item.setData(REMARK_ROLE, remark)
            item.setToolTip(tr(remark.text))
            item.setSizeHint(QSize(0, ROW_PX))
            self.todo.addItem(item)
        self.todo.setFixedHeight(ROW_PX * min(max(len(rows), 1), MOST_ROWS) + 8)
        self.todo.verticalScrollBar().setValue(place)

    def _request(self, item: QListWidgetItem) -> None:
        remark: Remark = item.data(REMARK_ROLE)
        if remark.phase_index is not None:
            self.remark_requested.emit(remark)


def _place(remark: Remark) -> tuple:
    return remark.phase_index, remark.slice_index, remark.structure


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _title(text: str) -> QLabel:
    label = _label("section")
    label.setText(text)
    return label
