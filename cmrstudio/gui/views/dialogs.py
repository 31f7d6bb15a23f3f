"""Questions and lists in windows of their own. They ask and show; they do nothing."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmrstudio import __version__
from cmrstudio.domain.study import Study
from cmrstudio.gui.translation import tr

LICENCES = "Code: BSD 3-Clause. Bundled study: Sunnybrook Cardiac Data, CC0. Each model's licence is on its card."


class ShortcutsDialog(QDialog):
    """All actions with their shortcuts, and what the mouse does."""

    def __init__(self, sections: Iterable[tuple[str, list[tuple[str, str]]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.resize(720, 720)
        self.table = _table(["Keys", "What it does"], "Shortcuts")
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for title, rows in sections:
            self._add_title(title)
            for keys, text in rows:
                _add_row(self.table, [keys, text])
        _with_close_button(self, [self.table])

    def _add_title(self, title: str) -> None:
        row = self.table.rowCount()
        _add_row(self.table, [title, ""])
        self.table.setSpan(row, 0, 1, 2)
        item = self.table.item(row, 0)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setForeground(self.palette().link())


class LeftOutDialog(QDialog):
    """What of a study's files is not shown and why, and what the reader should know about the series."""

    def __init__(self, study: Study, notes: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was left out")
        self.resize(860, 520)
        widgets: list[QWidget] = []
        for note in notes:
            label = QLabel(tr(note))
            label.setProperty("role", "flag")
            label.setWordWrap(True)
            widgets.append(label)
        count = len(study.left_out)
        text = "{count} of the files are not part of what is shown:"
        if count < 2:
            text = (
                "One of the files is not part of what is shown:"
                if count
                else "Every file found is part of what is shown."
            )
        widgets.append(QLabel(tr(text).format(count=count)))
        self.table = _table(["Reason", "File"], "Files left out")
        for item in study.left_out:
            _add_row(self.table, [tr(item.reason), _relative(item.path, study.source)])
        widgets.append(self.table)
        self.table.setVisible(bool(count))
        _with_close_button(self, widgets)


class ReviewerDialog(QDialog):
    """Asks in whose name contours are verified."""

    def __init__(self, suggestion: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reviewer")
        self.setMinimumWidth(420)
        layout = QVBoxLayout(self)
        text = QLabel("In whose name are contours verified? The name is kept with every verification.")
        text.setWordWrap(True)
        self.name = QLineEdit(suggestion)
        self.name.setAccessibleName("Reviewer's name")
        self.name.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.name.textChanged.connect(lambda name: self._ok.setEnabled(bool(name.strip())))
        self._ok.setEnabled(bool(suggestion.strip()))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for widget in (text, self.name, buttons):
            layout.addWidget(widget)


LEAST_OFFSET_MM, GREATEST_OFFSET_MM = 0.1, 20.0


class Overwrite(StrEnum):
    """What to do with contours that a reader made."""

    REPLACE = "replace"
    KEEP = "keep"
    CANCEL = "cancel"


class Dialogs:
    """Asks the user on behalf of controllers, which know no widgets."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def ask_reviewer(self, suggestion: str) -> str | None:
        """The reviewer's name, None where the dialog was cancelled."""
        dialog = ReviewerDialog(suggestion, self._parent)
        return dialog.name.text().strip() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_replace_at(self, place: str, title: str) -> bool:
        """Whether the edited or verified contours of an image that is not on the screen may be replaced."""
        return self.ask_overwrite(1, title, place=place) is Overwrite.REPLACE

    def ask_overwrite(
        self, count: int, title: str = "Segment again", *, may_keep: bool = False, place: str = ""
    ) -> Overwrite:
        """Whether the edited or verified contours of ``count`` images may be replaced.

        Keeping them and doing the rest is offered where ``may_keep``, and always with more than one. ``place`` names
        one image that is not on the screen.
        """
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        one = "The contours of this image were edited or verified by a reader."
        several = "The contours of {count} images were edited or verified by a reader."
        if place:
            one = "The contours of {place} were edited or verified by a reader."
        box.setText(tr(one if count == 1 else several).format(count=count, place=place))
        box.setInformativeText("Replacing them can be undone. A verification becomes stale.")
        replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.AcceptRole) if may_keep or count > 1 else None
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.exec()
        if box.clickedButton() is replace:
            return Overwrite.REPLACE
        return Overwrite.KEEP if keep is not None and box.clickedButton() is keep else Overwrite.CANCEL

    def ask_clear_verified(self, count: int) -> bool:
        """Whether contours may be cleared of which those on ``count`` images are verified."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Clear contours")
        one, several = "1 of these images is verified.", "{count} of these images are verified."
        box.setText(tr(one if count == 1 else several).format(count=count))
        box.setInformativeText("Clearing can be undone. A verification becomes stale.")
        clear = box.addButton("Clear", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is clear

    def ask_offset_mm(self, now_mm: float) -> float | None:
        """By how much contours grow and shrink at a time, None where the dialog was cancelled."""
        value, agreed = QInputDialog.getDouble(
            self._parent,
            "Expand and contract",
            "Expand and contract contours by (mm):",
            now_mm,
            LEAST_OFFSET_MM,
            GREATEST_OFFSET_MM,
            1,
        )
        return value if agreed else None

    def ask_phases(self, phase_count: int, first: int, last: int) -> tuple[int, int] | None:
        """First and last phase to propagate to, zero-based, None where the dialog was cancelled."""
        from cmrstudio.gui.views.propagation_dialog import PropagationDialog

        dialog = PropagationDialog(phase_count, first, last, self._parent)
        return dialog.phases if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_quit_unsaved(self, reason: str) -> bool:
        """Whether to quit although work cannot be stored."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Not everything is saved")
        box.setText("Some of your work could not be stored.")
        box.setInformativeText(f"{reason}\n\n{tr('Quitting now loses it.')}")
        box.setDefaultButton(box.addButton("Stay", QMessageBox.ButtonRole.RejectRole))
        leave = box.addButton("Quit and lose it", QMessageBox.ButtonRole.DestructiveRole)
        box.exec()
        return box.clickedButton() is leave

    def tell_workspace_refused(self, reason: str) -> None:
        """Say why the workspace cannot be used."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle("cmrstudio")
        box.setText("The workspace cannot be opened.")
        box.setInformativeText(reason)
        box.exec()

    def show_about(self) -> None:
        """What this is, under which licence, and what it is not for."""
        text = (
            f"<h3>cmrstudio {__version__}</h3><p>{tr('Reads short-axis cine cardiac MRI.')}</p>"
            f"<p><b>{tr('Not for diagnostic use')}.</b></p><p>{tr(LICENCES)}</p>"
        )
        QMessageBox.about(self._parent, tr("About cmrstudio"), text)


def _table(headers: list[str], name: str) -> QTableWidget:
    table = QTableWidget(0, len(headers))
    table.setAccessibleName(name)
    table.setTabKeyNavigation(False)
    table.setHorizontalHeaderLabels([tr(header) for header in headers])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setAlternatingRowColors(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().setDefaultSectionSize(26)
    return table


def _add_row(table: QTableWidget, texts: list[str]) -> None:
    row = table.rowCount()
    table.insertRow(row)
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        table.setItem(row, column, item)


def _with_close_button(dialog: QDialog, widgets: list[QWidget]) -> None:
    layout = QVBoxLayout(dialog)
    for widget in widgets:
        layout.addWidget(widget)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)


def _relative(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) and path != folder else str(path)
