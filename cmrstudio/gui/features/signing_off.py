"""Signing a study off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.domain.sign_off import Remark, SignOff
from cmrstudio.gui.controllers.sign_off import SignOffController, SignOffStatus
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.sign_off_dialog import SignOffDialog
from cmrstudio.gui.views.sign_off_panel import SignOffPanel, summary

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

TITLE = "Sign-off"
MARKS = {"void": "▲", "signed": "●"}


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    sign_off = window.sign_off = SignOffController(window.session, window.keeping, window.verifying, window)
    panel = window.sign_off_panel = SignOffPanel()
    window.page.add_panel(TITLE, panel)
    window.actions_by_name.connect({"sign_off": lambda: _ask_to_sign(window)})
    panel.sign_requested.connect(lambda: _ask_to_sign(window))
    panel.remark_requested.connect(lambda remark: _go_to(window, remark))
    window.page.verify_box.sign_off_requested.connect(lambda: _show_panel(window))
    sign_off.changed.connect(lambda status: _show(window, status))
    sign_off.refused.connect(lambda text: window.show_message(text, MessageKind.WARNING))
    sign_off.signed.connect(lambda signed: window.show_message(f"Signed off by {signed.signed_by}."))
    sign_off.voided.connect(lambda signed: _tell_void(window, signed))
    window.keeping.reader_changed.connect(panel.show_reader)


def _show_panel(window: MainWindow) -> None:
    tabs = window.page.panels
    tabs.setCurrentIndex(_tab(window))


def _tab(window: MainWindow) -> int:
    tabs = window.page.panels
    return next(index for index in range(tabs.count()) if tabs.widget(index).isAncestorOf(window.sign_off_panel))


def _show(window: MainWindow, status: SignOffStatus) -> None:
    window.sign_off_panel.show_status(status)
    mark = MARKS["void"] if status.is_void else MARKS["signed"] if status.holds else ""
    window.page.panels.setTabText(_tab(window), f"{TITLE} {mark}".strip())
    window.page.verify_box.show_sign_off(summary(status), is_void=status.is_void)


def _go_to(window: MainWindow, remark: Remark) -> None:
    window.playback.stop()
    window.session.go_to(remark.phase_index, remark.slice_index)
    if remark.structure is not None:
        window.page.cine.set_active_structure(remark.structure)


def _tell_void(window: MainWindow, signed: SignOff) -> None:
    window.show_message(
        f"The sign-off of {signed.signed_by} is void: what was signed has changed. Undo, or verify and sign again.",
        MessageKind.WARNING,
    )


def _ask_to_sign(window: MainWindow) -> None:
    _show_panel(window)
    status = window.sign_off.refresh()
    if not status.can_be_signed:
        window.sign_off.sign()  # which says what is missing
        return
    dialog = window.sign_off_dialog = SignOffDialog(status, window.verifying.reviewer, window)
    dialog.accepted.connect(window.sign_off.sign)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
