"""Contours carried from one image to others: over phases, and between slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.controllers.propagation import Propagation, phases_between

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    propagation = window.propagation = Propagation(
        window.session,
        window.background,
        lambda count: window.dialogs.ask_overwrite(count, "Propagate contours", may_keep=True),
        window,
    )
    window.actions_by_name.connect(
        {
            "propagate": lambda: propagation.propagate(range(_phase_count(window))),
            "propagate_range": lambda: _propagate_range(window),
            "interpolate": propagation.interpolate,
        }
    )
    propagation.started.connect(window.begin_task)
    propagation.finished.connect(lambda text: _end(window, text))
    propagation.refused.connect(window.page.cine.show_hint)
    window.actions_by_name["cancel"].triggered.connect(propagation.cancel)
    window.status.cancel_requested.connect(propagation.cancel)


def _phase_count(window: MainWindow) -> int:
    return window.session.stack.phase_count if window.session.stack is not None else 0


def _propagate_range(window: MainWindow) -> None:
    count = _phase_count(window)
    if count == 0:
        return
    phases = window.session.phases
    chosen = window.dialogs.ask_phases(count, phases.end_diastole, phases.end_systole)
    if chosen is not None:
        window.propagation.propagate(phases_between(*chosen, count))


def _end(window: MainWindow, text: str) -> None:
    if not (window.segmentation.is_busy or window.loader.is_loading):
        window.status.end_task()
    window.show_message(text)
