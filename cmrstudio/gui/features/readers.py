"""Two readers of one study, blind to each other, and how well they agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from cmrstudio.domain.readers import reader_name
from cmrstudio.gui.actions import say_keys
from cmrstudio.gui.controllers.readers import ReadersController
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.readers_dialog import ReadersDialog, RevealDialog

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    readers = window.readers = ReadersController(
        window.session, window.keeping, window.opening, window.page.cine.cancel_gesture, window
    )
    window.readers_dialog = window.reveal_dialog = window.comparison = window.agreement = None
    window.actions_by_name.connect(
        {
            "readers": lambda: readers.list_readers(lambda names: _show_readers(window, names)),
            "compare_readers": lambda: readers.list_readings(lambda names: _show_comparison(window, names)),
            "agreement": lambda: _show_agreement(window),
        }
    )
    readers.refused.connect(lambda text: window.show_message(text, MessageKind.WARNING))
    readers.switched.connect(lambda reader: _tell_switched(window, reader))
    readers.switched.connect(lambda _: window.layouts_feature.pins.forget())
    readers.revealed.connect(
        lambda reveal: window.show_message(f"All readings of this study are revealed by {reveal.supervisor}.")
    )
    who = window.reader_button = QPushButton()
    who.setProperty("link", "true")
    say_keys(who, "Change who reads", "readers")
    who.clicked.connect(window.actions_by_name["readers"].trigger)
    window.status.insertPermanentWidget(0, who)
    window.keeping.reader_changed.connect(lambda reader: _show_reader(window, reader))
    window.session.study_closed.connect(lambda: _close(window))
    window.about_to_shut.connect(readers.close)
    _show_reader(window, window.keeping.reader)


def write_again(window: MainWindow) -> None:
    """Say who reads in the language of the moment."""
    _show_reader(window, window.keeping.reader)


def _show_reader(window: MainWindow, reader: str) -> None:
    window.reader_button.setText(tr("Reader: {name} (blind)").format(name=reader) if reader else tr("Shared reading"))
    name = tr("Reader: {name}. Change who reads").format(name=tr(reader_name(reader)))
    window.reader_button.setAccessibleName(name)


def _tell_switched(window: MainWindow, reader: str) -> None:
    _close(window)
    window.message_bar.dismiss()  # it may speak of what the other reader did
    text = f"You read as {reader}, blind to other readers." if reader else "You read in the shared reading."
    window.show_message(text)


def _close(window: MainWindow) -> None:
    """What shows other readers' work goes with the study and with the reader."""
    for dialog in (window.comparison, window.agreement):
        if dialog is not None:
            dialog.close()
    window.comparison = window.agreement = None


def _show_readers(window: MainWindow, names: tuple[str, ...]) -> None:
    dialog = window.readers_dialog = ReadersDialog(names, window.readers.reader, window)
    dialog.reveal.setVisible(window.session.series is not None)
    dialog.reader_chosen.connect(window.readers.switch)
    dialog.reveal_requested.connect(lambda: _ask_to_reveal(window))
    dialog.open()


def _ask_to_reveal(window: MainWindow) -> None:
    window.readers_dialog.reject()
    dialog = window.reveal_dialog = RevealDialog(window)
    dialog.accepted.connect(lambda: window.readers.reveal(dialog.supervisor.text(), dialog.reason.text()))
    dialog.open()


def _show_comparison(window: MainWindow, names: tuple[str, ...]) -> None:
    from cmrstudio.gui.views.comparison_window import ComparisonWindow

    stack = window.session.stack
    if stack is None:
        return
    if len(names) < 2:
        window.show_message(
            "Only one reader has drawn on this study: let another one read it first.", MessageKind.WARNING
        )
        return
    _close(window)
    dialog = window.comparison = ComparisonWindow(stack, names, window)
    dialog.set_window_level(window.page.cine.canvas.window_level)
    dialog.readers_chosen.connect(
        lambda first, second: window.readers.compare((first, second), dialog.show_comparison, dialog.show_hidden)
    )
    dialog.finished.connect(lambda _: window.readers.cancel())
    dialog.show()
    dialog.begin(window.readers.reader)


def _show_agreement(window: MainWindow) -> None:
    from cmrstudio.gui.views.agreement_window import AgreementWindow

    _close(window)
    if not window.keeping.is_open:
        window.readers.refused.emit("The workspace is not open yet: try again in a moment.")
        return
    dialog = window.agreement = AgreementWindow(None, window.readers.reader, window)
    dialog.export_requested.connect(lambda pairs: _export(window, pairs))
    dialog.finished.connect(lambda _: window.readers.cancel())
    window.readers.progressed.connect(dialog.busy.show_progress)
    dialog.show()
    window.readers.list_signed(dialog.show_signed, lambda text: _refuse(window, dialog, text))


def _refuse(window: MainWindow, dialog: QDialog, text: str) -> None:
    dialog.close()
    window.readers.refused.emit(text)


def _export(window: MainWindow, pairs: tuple) -> None:
    chosen, _ = QFileDialog.getSaveFileName(window, "Export the agreement", "agreement.csv", "CSV (*.csv)")
    if chosen:
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".csv")
        window.readers.export(path, pairs, lambda made: window.show_message(f"Written: {made[0]} and {made[1].name}."))
