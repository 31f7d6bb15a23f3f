"""What a report is to hold and where it goes; then how far it is, and what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.gui.controllers.reporting import ReportRequest, Written
from cmrstudio.gui.time_left import TimeLeft, time_left_text
from cmrstudio.gui.translation import LANGUAGE_NAMES, Language, tr
from cmrstudio.gui.views.other_studies import OtherStudies
from cmrstudio.gui.views.scrolled_body import ScrolledBody

FORMAT_TEXTS = {
    ReportFormat.PDF: ("&PDF", "The report on A4 pages, to print or to send"),
    ReportFormat.HTML: ("&HTML", "The report as one file for a browser; shows names in every script"),
    ReportFormat.CSV: ("&CSV", "All numbers as four tables: study, phases, slices, measurements by hand"),
    ReportFormat.XLSX: ("E&xcel", "All numbers as one workbook: study, phases, slices, measurements by hand"),
}
REMARKS_SHOWN = 3
BURNT_IN_TEXT = (
    "The headers say that text is burnt into the images of this study: it may name the patient, also on the contact "
    "sheet of a report without identity."
)


class ReportDialog(QDialog):
    """Asks for a report and shows what becomes of it; it does nothing itself, and reading goes on beside it."""

    report_requested = Signal(object)
    """A ``ReportRequest``."""
    cancel_requested = Signal()
    studies_requested = Signal()
    """The other studies of the workspace are wanted; ``others.show_studies`` answers."""
    open_requested = Signal(object)
    """The path of a file or folder to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report")
        self.setMinimumWidth(560)
        self.selection: tuple[Path, ...] = ()
        """The sources of the studies to export; empty where the open study is to be reported."""
        self._is_burnt_in = False
        self._is_busy = False
        self._time_left = TimeLeft()
        self._paths: tuple[Path, ...] = ()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._form())
        self.burnt_in = _label(BURNT_IN_TEXT, "flag")
        self.looked = QCheckBox("I have &looked: no image names the patient")
        self.looked.setToolTip("A report without identity needs someone to have looked at the images (Alt+L)")
        self.looked.toggled.connect(self._refresh)
        self.message = _label("", "flag")
        self.message.setAccessibleName("What went wrong")
        self.state = _label("", "muted")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the report")
        for widget in (self.burnt_in, self.looked, self.message, self.state, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self._results())
        self.body = ScrolledBody(body)
        outer = QVBoxLayout(self)
        outer.setSpacing(12)
        outer.addWidget(self.body, 1)
        outer.addWidget(self._buttons())
        self.show_idle()

    # Parts

    def _form(self) -> QFormLayout:
        self.form = form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(12)
        self.subject = _label("", "")
        self.others = OtherStudies()
        self.others.wanted.connect(self.studies_requested)
        self.others.changed.connect(self._fit)
        self.formats: dict[ReportFormat, QCheckBox] = {}
        ticks = QHBoxLayout()
        ticks.setSpacing(22)
        for kind, (text, tip) in FORMAT_TEXTS.items():
            tick = self.formats[kind] = QCheckBox(text)
            tick.setToolTip(f"{tip} (Alt+{text[text.index('&') + 1]})".replace("(Alt+x)", "(Alt+X)"))
            tick.toggled.connect(self._refresh)
            ticks.addWidget(tick)
        ticks.addStretch(1)
        self.without_identity = QCheckBox("Without patient &identity")
        self.without_identity.setToolTip(
            "Leaves out name, patient ID, UIDs and paths, and of the date all but the year (Alt+I)"
        )
        self.without_identity.toggled.connect(self._refresh)
        self.language = QComboBox()
        self.language.setAccessibleName("Language of the report")
        self.language.setToolTip("The language of the words in the files (Alt+A)")
        for language, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, language)
        self.reported_by = QLineEdit()
        self.reported_by.setAccessibleName("Reported by")
        self.reported_by.setToolTip("Who stands as the author in the report; may be empty (Alt+R)")
        self.conclusion = QPlainTextEdit()
        self.conclusion.setAccessibleName("Conclusion")
        self.conclusion.setToolTip("A text that stands in the report below the numbers; may be empty (Alt+O)")
        self.conclusion.setPlaceholderText("Optional: stands below the numbers")
        self.conclusion.setTabChangesFocus(True)
        self.conclusion.setFixedHeight(84)
        form.addRow("Study", self.subject)
        form.addRow("", self.others)
        form.addRow("Files", ticks)
        form.addRow("&Folder", self._folder_row())
        form.addRow("L&anguage", self.language)
        form.addRow("Patient", self.without_identity)
        form.addRow("&Reported by", self.reported_by)
        form.addRow("C&onclusion", self.conclusion)
        form.labelForField(form.itemAt(3, QFormLayout.ItemRole.FieldRole).layout()).setBuddy(self.folder)
        return form

    def _folder_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.folder = QLineEdit()
        self.folder.setAccessibleName("Folder for the report")
        self.folder.setToolTip("Where the files go; made if it is not there (Alt+F)")
        self.folder.textChanged.connect(self._refresh)
        choose = QPushButton("Choo&se…")
        choose.setToolTip("Choose the folder (Alt+S)")
        choose.clicked.connect(self._choose_folder)
        choose.setAutoDefault(False)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        return row

    def _results(self) -> QWidget:
        self.results = QWidget()
        layout = QVBoxLayout(self.results)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.written = _label("", "muted")
        layout.addWidget(self.written)
        self.files = QListWidget()
        self.files.setAccessibleName("Files written")
        self.files.setToolTip("Return or a double click opens a file")
        self.files.setFixedHeight(150)
        self.files.itemActivated.connect(lambda _item: self._open_file())
        self.open_button = QPushButton("O&pen")
        self.open_button.setToolTip("Open the marked file with the system's program for it (Alt+P)")
        self.open_button.clicked.connect(self._open_file)
        self.open_folder_button = QPushButton("Open fol&der")
        self.open_folder_button.setToolTip("Show the folder of the files (Alt+D)")
        self.open_folder_button.clicked.connect(lambda: self.open_requested.emit(self._paths[0].parent))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.open_folder_button)
        row.addStretch(1)
        layout.addWidget(self.files)
        layout.addLayout(row)
        return self.results

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.make_button = buttons.addButton("&Make report", QDialogButtonBox.ButtonRole.ActionRole)
        self.make_button.setProperty("primary", "true")
        self.make_button.setToolTip("Write the files (Alt+M)")
        self.make_button.setDefault(True)
        self.make_button.clicked.connect(lambda: self.report_requested.emit(self.request))
        self.close_button = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.close_button.setToolTip("Close the report (Esc)")
        self.close_button.clicked.connect(self._stop_or_close)
        return buttons

    # What is asked for

    @property
    def request(self) -> ReportRequest:
        """What the reader has entered."""
        return ReportRequest(
            Path(self.folder.text().strip()).expanduser(),
            tuple(kind for kind, tick in self.formats.items() if tick.isChecked()),
            not self.without_identity.isChecked(),
            self.reported_by.text().strip(),
            self.conclusion.toPlainText(),
            self.selection or self.others.sources,
            Language(self.language.currentData()),
            with_open_study=not self.selection,
        )

    def show_request(self, request: ReportRequest) -> None:
        """Fill the form."""
        self.folder.setText(str(request.folder))
        for kind, tick in self.formats.items():
            tick.setChecked(kind in request.formats)
        self.without_identity.setChecked(not request.with_identity)
        self.language.setCurrentIndex(self.language.findData(request.language))
        self.reported_by.setText(request.reported_by)
        self.conclusion.setPlainText(request.conclusion)

    def show_subject(self, text: str, *, is_burnt_in: bool) -> None:
        """Whose report it will be, and whether text is burnt into the images."""
        self._show_subject(text, (), is_burnt_in=is_burnt_in)

    def show_selection(self, sources: tuple[Path, ...], text: str) -> None:
        """Ask for the numbers of several studies, whether or not one is open; ``text`` names them."""
        self._show_subject(text, sources, is_burnt_in=False)

    def _show_subject(self, text: str, selection: tuple[Path, ...], *, is_burnt_in: bool) -> None:
        self.selection = selection
        self.subject.setText(text)
        self.others.begin_anew()
        self.form.setRowVisible(self.others, not selection)
        self.form.setRowVisible(self.conclusion, not selection)
        self.setWindowTitle(tr("Export") if selection else tr("Report"))
        self.make_button.setText(tr("&Make the files") if selection else tr("&Make report"))
        self._is_burnt_in = is_burnt_in
        self.looked.setChecked(False)
        self._refresh()

    def _refresh(self) -> None:
        needs_a_look = self._is_burnt_in and self.without_identity.isChecked()
        self.burnt_in.setVisible(self._is_burnt_in)
        self.looked.setVisible(needs_a_look)
        is_ready = bool(self.request.formats) and bool(self.folder.text().strip())
        self.make_button.setEnabled(is_ready and not self._is_busy and (self.looked.isChecked() or not needs_a_look))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the report"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    # What becomes of it

    def show_idle(self) -> None:
        """Nothing is being written."""
        self._set_busy(False)
        for widget in (self.message, self.state, self.bar, self.results):
            widget.hide()
        self._fit()

    def show_started(self) -> None:
        """A report is being written."""
        self.show_idle()
        self._time_left.forget()
        self._set_busy(True)
        self.bar.setRange(0, 0)
        self.state.setText(tr("Beginning…"))
        for widget in (self.state, self.bar):
            widget.show()
        self._fit(self.bar)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """How far the report is, and how long it will still take."""
        left = time_left_text(self._time_left.report(done, total))
        self.state.setText(" · ".join(filter(None, (tr(text), left))))
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def show_failure(self, text: str) -> None:
        """Why there is no report."""
        self.show_idle()
        self.message.setText(tr(text))
        self.message.setToolTip("")
        self.message.show()
        self._fit(self.message)

    def show_written(self, written: Written) -> None:
        """What was written, and what could not be."""
        self.show_idle()
        self._paths = written.paths
        self.files.clear()
        for path in written.paths:
            self.files.addItem(path.name)
            self.files.item(self.files.count() - 1).setToolTip(str(path))
        self.files.setCurrentRow(0)
        self.written.setText(tr("Written to {folder}").format(folder=written.paths[0].parent))
        self.results.show()
        shown, count = list(written.remarks[:REMARKS_SHOWN]), len(written.remarks)
        shown += [tr("… and {count} more").format(count=count - len(shown))] if count > len(shown) else []
        self.message.setText("\n".join(shown))
        self.message.setToolTip("\n".join(written.remarks))
        self.message.setVisible(bool(written.remarks))
        self._fit(self.results)
        self.open_button.setFocus()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.close_button.setText(tr("Cancel" if is_busy else "Close"))
        self._refresh()

    def _fit(self, news: QWidget | None = None) -> None:
        """Take as much room as is needed now; where the screen has less, ``news`` comes into sight."""
        self.body.widget().layout().activate()
        self.body.updateGeometry()
        self.layout().activate()
        self.resize(self.width(), self.sizeHint().height())
        if news is not None:
            self.body.ensureWidgetVisible(news)

    def _open_file(self) -> None:
        row = self.files.currentRow()
        if 0 <= row < len(self._paths):
            self.open_requested.emit(self._paths[row])

    def _stop_or_close(self) -> None:
        if self._is_busy:
            self.cancel_requested.emit()
        else:
            self.close()


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
