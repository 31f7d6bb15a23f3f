"""An expert's word on contours: who says it, on what, and what to look at next."""

from __future__ import annotations

import getpass
from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession

SETTING = "reviewer"
AskReviewer = Callable[[str], str | None]
"""Asks for the reviewer's name, given a suggestion; None where the reader thought better of it."""


def login_name() -> str:
    """The name the user is logged in with, or nothing where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


class VerifyingController(QObject):
    """Verifies images in the name of a reviewer, who is asked for once."""

    reviewer_changed = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        keeping: KeepingController,
        settings: QSettings,
        ask_reviewer: AskReviewer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._settings, self._ask = session, keeping, settings, ask_reviewer

    @property
    def reviewer(self) -> str:
        """The reviewer's name, empty while it has not been asked for."""
        return str(self._settings.value(SETTING, ""))

    def ask_reviewer(self) -> bool:
        """Ask for the reviewer's name; false where none was given."""
        name = (self._ask(self.reviewer or login_name()) or "").strip()
        if name:
            self.set_reviewer(name)
        return bool(name)

    def set_reviewer(self, name: str) -> None:
        """Verify in this name from now on, also after the next start."""
        self._settings.setValue(SETTING, name)
        self.reviewer_changed.emit(name)

    def verify_image(self) -> None:
        """Verify the contours on the screen; an image without contours is verified as showing no left ventricle."""
        if self._session.stack is None:
            return
        phase_index, slice_index = self._session.position
        if not self._session.stack.present[phase_index, slice_index]:
            self.refused.emit("There is no image here that could be verified.")
        elif self._session.is_in_gesture((phase_index, slice_index)):
            self.refused.emit("Finish the edit first, then verify.")
        elif self._has_reviewer():
            self._keeping.verify([self._session.annotation()], self.reviewer)

    def verify_phase(self) -> None:
        """Verify all contours of the current phase that are not verified yet; images without any are left alone."""
        phase_index = self._session.position[0]
        waiting = [
            annotation
            for key, annotation in sorted(self._session.annotations.items())
            if key[0] == phase_index and annotation.contours and self._session.state(key) is not ContourState.VERIFIED
        ]
        if not waiting:
            self.refused.emit(f"Phase {phase_index + 1} has no contours that wait for verification.")
        elif self._has_reviewer():
            self._keeping.verify(waiting, self.reviewer)

    def _has_reviewer(self) -> bool:
        return bool(self.reviewer) or self.ask_reviewer()

    def next_to_look_at(self) -> Key | None:
        """The next image at end-diastole or end-systole whose contours are not verified, after the one on the screen.

        Stale ones come first, base to apex; None where all are verified.
        """
        phases = list(dict.fromkeys((self._session.phases.end_diastole, self._session.phases.end_systole)))
        order = {phase_index: rank for rank, phase_index in enumerate(phases)}
        waiting = sorted(
            (
                key
                for key in self._session.annotations
                if key[0] in order
                and self._session.state(key) in (ContourState.PREDICTED, ContourState.EDITED, ContourState.STALE)
            ),
            key=lambda key: (order[key[0]], key[1]),
        )
        stale = [key for key in waiting if self._session.state(key) is ContourState.STALE]
        waiting = stale or waiting
        if not waiting:
            return None
        here = (order.get(self._session.position[0], -1), self._session.position[1])
        later = (key for key in waiting if (order[key[0]], key[1]) > here)
        return next(later, waiting[0])
