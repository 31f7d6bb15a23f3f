"""The program with the window: from arguments to an exit code."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cmrstudio.domain.errors import CmrstudioError, StoreError

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from cmrstudio.gui.main_window import MainWindow

SETTLED_MS = 10_000
"""By then all that the window needs is loaded."""
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY")


class NoDisplayError(CmrstudioError):
    """There is no screen to open a window on."""

    def __init__(self) -> None:
        super().__init__(
            "There is no display to open a window on. Use `cmrstudio segment STUDY --out DIR`, `cmrstudio demo`, or "
            "set QT_QPA_PLATFORM=offscreen."
        )


def run(study: Path | None, workspace: Path) -> int:
    """Open the window on ``workspace``, with ``study`` in it if given, and stay until it is closed.

    Returns the exit code. Raises ``NoDisplayError``; ``StoreError``, after saying so in a dialog, where the workspace
    is held by another window or cannot be used.
    """
    _check_display()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    application = make_application()
    from cmrstudio.gui.garbage import GarbageCollection
    from cmrstudio.gui.main_window import MainWindow

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = MainWindow(workspace)
    refusals: list[str] = []

    def refuse(reason: str) -> None:
        refusals.append(reason)
        if QApplication.platformName() != "offscreen":
            window.dialogs.tell_workspace_refused(reason)
        window.shut_down()
        application.exit(1)

    window.workspace_refused.connect(refuse)
    sys.excepthook = lambda *error: _report(window, *error)
    window.show()
    QTimer.singleShot(0, window.start)
    garbage = application.findChild(GarbageCollection)
    assert garbage is not None  # every application has one
    QTimer.singleShot(SETTLED_MS, garbage.spare_what_is_there)
    if study is not None:
        QTimer.singleShot(0, lambda: window.open_path(study.absolute()))
    exit_code = application.exec()
    window.shut_down()
    if refusals:
        raise StoreError(refusals[0])
    return exit_code


def _report(window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell the reader of an error that nobody foresaw, and leave its details on standard error."""
    sys.__excepthook__(kind, error, trace)
    from cmrstudio.gui.views.message_bar import MessageKind

    text = (
        f"Something went wrong: {kind.__name__}: {error}. Try again: what you have drawn is kept, and the details are "
        "in the terminal."
    )
    window.show_message(text, MessageKind.ERROR)


def make_application() -> QApplication:
    """The Qt application with its name, theme and icon; the one there is where there is one already."""
    from PySide6.QtCore import QCoreApplication, qInstallMessageHandler
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from cmrstudio.domain.resource_paths import resource_folder
    from cmrstudio.gui.garbage import GarbageCollection
    from cmrstudio.gui.theme import apply_theme

    existing = QCoreApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("cmrstudio")
    application.setApplicationDisplayName("cmrstudio")
    application.setWindowIcon(QIcon(str(resource_folder() / "icons" / "cmrstudio.svg")))
    apply_theme(application)
    if application.findChild(GarbageCollection) is None:
        GarbageCollection(application)
    if application.platformName() == "offscreen":
        qInstallMessageHandler(_pass_on)
    return application


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages to standard error, but for the one with which the offscreen platform comments on every window."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)  # noqa: T201 - what Qt itself would do


def _check_display() -> None:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not any(os.environ.get(variable) for variable in DISPLAY_VARIABLES):
        raise NoDisplayError
