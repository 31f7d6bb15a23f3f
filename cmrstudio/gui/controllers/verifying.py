"""An expert's word on contours: who says it, on what, and what to look at next."""

from __future__ import annotations

import getpass
from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.review_order import ReviewItem, review_order
from cmrstudio.domain.sign_off import NAMES
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.contour_verdicts import ContourVerdicts
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr

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
        self.verdicts = ContourVerdicts(session, keeping, self)
        self._led_to: Key | None = None
        keeping.reader_changed.connect(lambda _: self.reviewer_changed.emit(self.reviewer))

    @property
    def reviewer(self) -> str:
        """The reviewer's name, empty while it has not been asked for; a reader of their own verifies in that name."""
        return self._keeping.reader or str(self._settings.value(SETTING, ""))

    def ask_reviewer(self) -> bool:
        """Ask for the reviewer's name; false where none was given."""
        if self._keeping.reader:
            self.refused.emit(
                f"You read as {self._keeping.reader}: change the reader (Verify > Readers) to use another name."
            )
            return False
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
            self.refused.emit("There is no image here that could be verified: go to another one.")
        elif self._session.is_in_gesture((phase_index, slice_index)):
            self.refused.emit("Finish the edit first, then verify.")
        elif self._has_reviewer():
            self._keeping.verify([self._session.annotation()], self.reviewer)

    def verify_contour(self, structure: Structure) -> None:
        """Verify one contour of the image on the screen; the other one stays as it is."""
        key = self._session.position
        if self._session.is_in_gesture(key):
            self.refused.emit("Finish the edit first, then verify.")
        elif self._session.annotation(key).contour(structure) is None:
            self.refused.emit(f"There is no {NAMES[structure]} here that could be verified: draw or segment it first.")
        elif self._has_reviewer():
            self.verdicts.verify([structure], key, self.reviewer)

    def verify_phase(self) -> None:
        """Verify all contours of the current phase that are not verified yet; images without any are left alone."""
        phase_index = self._session.position[0]
        waiting = [annotation for annotation in self.waiting() if annotation.phase_index == phase_index]
        if not waiting:
            text = tr("Phase {number} has no contours that wait for verification: go to another phase.")
            self.refused.emit(text.format(number=phase_index + 1))
        else:
            self.verify(waiting)

    def verify_slice(self) -> None:
        """Verify all contours of the current slice, at all phases, that are not verified yet."""
        slice_index = self._session.position[1]
        waiting = [annotation for annotation in self.waiting() if annotation.slice_index == slice_index]
        if not waiting:
            text = tr("Slice {number} has no contours that wait for verification: go to another slice.")
            self.refused.emit(text.format(number=slice_index + 1))
        else:
            self.verify(waiting)

    def waiting(self) -> list[SliceAnnotation]:
        """All images of the study with contours that are not verified, by phase and slice."""
        return [
            annotation
            for key, annotation in sorted(self._session.annotations.items())
            if annotation.contours and self._session.state(key) is not ContourState.VERIFIED
        ]

    def verify(self, annotations: list[SliceAnnotation]) -> None:
        """Verify these images as they are."""
        if any(self._session.is_in_gesture((one.phase_index, one.slice_index)) for one in annotations):
            self.refused.emit("Finish the edit first, then verify.")
        elif self._has_reviewer():
            self._keeping.verify(annotations, self.reviewer)

    def _has_reviewer(self) -> bool:
        return bool(self.reviewer) or self.ask_reviewer()

    # What to look at next

    def review_items(self, only: Key | None = None) -> tuple[ReviewItem, ...]:
        """The contours that wait for a look, of ``only`` that image if given; the one that most needs it first."""
        stack = self._session.stack
        if stack is None:
            return ()
        return review_order(stack, self._session.annotations, self._session.phases, self.verdicts.state, only)

    def next_item(self) -> ReviewItem | None:
        """The contour that most needs a look; asked again from there, the one of the image that needs it next.

        None where every contour that counts is verified.
        """
        images: dict[Key, ReviewItem] = {}
        for item in self.review_items():
            images.setdefault(item.key, item)
        places = list(images)
        if not places:
            return None
        here = self._session.position
        was_led_here = here in images and here in (self._led_to, places[0])
        self._led_to = places[(places.index(here) + 1) % len(places)] if was_led_here else places[0]
        return images[self._led_to]

    def next_to_look_at(self) -> Key | None:
        """The place, (phase index, slice index), of the contour that ``next_item`` finds."""
        item = self.next_item()
        return item.key if item else None
