"""A hand that opens every dialog of the window, and an eye that looks at it while it is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QWidget,
)

from cmrstudio.domain.reading_comparison import compare_readings
from cmrstudio.gui.controllers.reporting import Written
from cmrstudio.gui.demonstration_readings import READERS, signed_studies, two_readings
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.views.agreement_window import AgreementWindow
from cmrstudio.gui.views.comparison_window import ComparisonWindow
from cmrstudio.gui.views.dialogs import ReviewerDialog
from cmrstudio.gui.views.movie_dialog import MovieDialog
from cmrstudio.gui.views.propagation_dialog import PropagationDialog
from cmrstudio.gui.views.readers_dialog import ReadersDialog, RevealDialog
from cmrstudio.gui.views.report_dialog import ReportDialog
from cmrstudio.gui.views.sign_off_dialog import SignOffDialog
from tests.gui.layout_hand import PHASES, SLICES, draw, show_phantom
from tests.gui.training_hand import SOON_MS

LOOK_EVERY_MS = 5
NUMBER_OF_FILES = 6
LONG_FOLDER = Path("/data/cardiology/cohort-of-2026/reports-of-the-second-reader")
"""A path as long as those of hospitals are."""


def show_drawn_phantom(window: MainWindow, study) -> None:
    """Open a phantom with contours on every image."""
    show_phantom(window, study)
    draw(window.session, *[(phase, slice_index) for phase in range(PHASES) for slice_index in range(SLICES)])


def comparison(window: MainWindow) -> ComparisonWindow:
    made = ComparisonWindow(window.session.stack, READERS, window)
    made.begin(READERS[0])
    made.show_comparison(compare_readings(window.session.stack, two_readings(window.session)))
    return made


def hidden_comparison(window: MainWindow) -> ComparisonWindow:
    made = ComparisonWindow(window.session.stack, READERS, window)
    made.show_hidden("Choose two different readers.")
    return made


def agreement(window: MainWindow) -> AgreementWindow:
    return AgreementWindow(signed_studies(window.session), READERS[0], window)


def full_report(window: MainWindow) -> ReportDialog:
    """The report with everything in it that it can have at a time."""
    dialog = window.report_dialog
    window.actions_by_name["report"].trigger()
    dialog.show_subject("Phantom, 2020-01-01", is_burnt_in=True)
    dialog.others.more.setChecked(True)
    dialog.without_identity.setChecked(True)
    paths = tuple(LONG_FOLDER / f"report_{number}.pdf" for number in range(NUMBER_OF_FILES))
    dialog.show_written(Written(paths, tuple(f"Study {number} cannot be read." for number in range(NUMBER_OF_FILES))))
    return dialog


def training(window: MainWindow, page: str):
    window.actions_by_name["training"].trigger()
    window.learning_window.show_page(page)
    return window.learning_window


def by_action(window: MainWindow, name: str, dialog: QDialog) -> QDialog:
    window.actions_by_name[name].trigger()
    return dialog


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "shortcuts": lambda window: window.make_shortcuts_dialog(),
    "change shortcuts": make_editor,
    "left out": lambda window: window.make_left_out_dialog(),
    "models": lambda window: window.make_models_dialog(),
    "reviewer": lambda window: ReviewerDialog(READERS[0], window),
    "readers": lambda window: ReadersDialog(READERS, READERS[0], window),
    "reveal": RevealDialog,
    "sign-off": lambda window: SignOffDialog(window.sign_off.refresh(), READERS[0], window),
    "movie": lambda window: MovieDialog(1, SLICES, window),
    "propagate": lambda window: PropagationDialog(PHASES, 0, 4, window),
    "conventions": lambda window: by_action(window, "conventions", window.conventions_dialog),
    "comparison": comparison,
    "comparison hidden": hidden_comparison,
    "agreement": agreement,
    "agreement empty": lambda window: AgreementWindow((), READERS[0], window),
    "report": lambda window: by_action(window, "report", window.report_dialog),
    "report full": full_report,
    **{
        f"training {page}": lambda window, page=page: training(window, page)
        for page in ("data", "progress", "result", "versions")
    },
}
"""How each dialog is made or shown; those that were only made are shown by ``look_at``."""

QUESTIONS: dict[str, Callable[[MainWindow], object]] = {
    "overwrite": lambda window: window.dialogs.ask_overwrite(3),
    "overwrite one": lambda window: window.dialogs.ask_replace_at("slice 3, phase 4", "Copy contours"),
    "clear verified": lambda window: window.dialogs.ask_clear_verified(2),
    "verify study": lambda window: window.actions_by_name["verify_study"].trigger(),
    "quit unsaved": lambda window: window.dialogs.ask_quit_unsaved("The disk is full."),
    "workspace refused": lambda window: window.dialogs.tell_workspace_refused("Another window holds it."),
    "about": lambda window: window.actions_by_name["about"].trigger(),
    "offset": lambda window: window.actions_by_name["offset_step"].trigger(),
    "folder": lambda window: window.actions_by_name["open_folder"].trigger(),
    "file": lambda window: window.actions_by_name["open_file"].trigger(),
    "name of an experiment": lambda window: window.learning_window.result.keep_requested.emit("unet@1.0.1"),
}
"""What asks and waits for the answer."""


def _is_to_be_seen(widget: object) -> bool:
    return isinstance(widget, QDialog) and widget.isVisible()


def cut_off(root: QWidget) -> list[str]:
    """Words and buttons in a window that have less room than they need, or are outside of what they are in."""
    found = []
    for shown in (*root.findChildren(QLabel), *root.findChildren(QAbstractButton)):
        if not shown.isVisible() or shown.window() is not root or not shown.text():
            continue
        needed = shown.minimumSizeHint()
        if isinstance(shown, QLabel) and shown.wordWrap():
            needed = QSize(0, shown.heightForWidth(shown.width()))
        if shown.width() < needed.width() - 1 or shown.height() < needed.height() - 1:
            found.append(f"{shown.text()!r} needs {needed.toTuple()} and has {shown.size().toTuple()}")
        if not _is_scrolled(shown) and not root.rect().contains(_place(shown, root)):
            found.append(f"{shown.text()!r} is outside of its window")
    return found


def cramped(dialog: QDialog, room: QRect) -> list[str]:
    """Why a dialog cannot be worked on a screen that leaves ``room``."""
    QApplication.processEvents()
    found = cut_off(dialog)
    if not room.contains(dialog.frameGeometry()):
        found.append(f"it is at {dialog.frameGeometry().getRect()} on a screen of {room.getRect()}")
    needed = dialog.minimumSizeHint()
    if needed.boundedTo(dialog.size()) != needed:
        found.append(f"it needs {needed.toTuple()} and has {dialog.size().toTuple()}")
    for box in dialog.findChildren(QDialogButtonBox):
        found += [f"{button.text()!r} scrolls out of sight" for button in box.buttons() if _is_scrolled(button)]
    return found


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def look_at(qtbot, window: MainWindow, open_it: Callable[[MainWindow], object], look: Callable[[QDialog], list[str]]):
    """What ``look`` finds at the dialog that ``open_it`` opens; it is closed then: a question would wait for ever."""
    found: list[list[str]] = []
    timer = QTimer()
    made: list[QDialog] = []

    def look_once() -> None:
        dialog = made[0] if made else next(filter(_is_to_be_seen, QApplication.topLevelWidgets()), None)
        if dialog is None:
            return
        timer.stop()
        try:
            found.append(look(dialog))
        finally:
            dialog.close()

    timer.timeout.connect(look_once)
    timer.start(LOOK_EVERY_MS)
    opened = open_it(window)
    if isinstance(opened, QDialog):
        made.append(opened)
        opened.show()
    qtbot.waitUntil(lambda: bool(found), timeout=SOON_MS)
    timer.stop()
    return found[0]
