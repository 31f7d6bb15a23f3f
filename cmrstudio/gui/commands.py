"""Undo steps: each changes the session, knows what it touched, and takes the reader back there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.gui.translation import tr
from cmrstudio.gui.whole_contour_tool import NUDGE_GESTURE, RESIZE_GESTURE

if TYPE_CHECKING:
    from cmrstudio.gui.controllers.reading_session import Key, ReadingSession


SMALL_STEPS = (NUDGE_GESTURE, RESIZE_GESTURE)
SOON_S = 1.5


def place_name(keys: list[Key]) -> str:
    """Where an edit is, in words and counted from one: "slice 5, phase 1" or "4 images"."""
    if len(keys) > 1:
        return tr("{count} images").format(count=len(keys))
    phase_index, slice_index = keys[0]
    return tr("slice {slice}, phase {phase}").format(slice=slice_index + 1, phase=phase_index + 1)


class ChangeAnnotations(QUndoCommand):
    """Contours of one or more images before and after one gesture; small steps soon after each other are one.

    With ``in_place`` they are as after the gesture already.
    """

    def __init__(
        self,
        session: ReadingSession,
        before: Mapping[Key, SliceAnnotation],
        after: Mapping[Key, SliceAnnotation],
        gesture: str,
        *,
        in_place: bool = False,
    ) -> None:
        self.keys = sorted(after)
        super().__init__(f"{tr(gesture)} ({place_name(self.keys)})")
        self._session = session
        self._before, self.after = dict(before), dict(after)
        self._gesture = gesture
        self._done_before = False
        self._in_place = in_place
        self.done_at_s = time.monotonic()

    def id(self) -> int:
        """The same for steps that may become one."""
        return SMALL_STEPS.index(self._gesture) if self._gesture in SMALL_STEPS else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Become one with the next small step on the same images, where it follows soon."""
        if not isinstance(other, ChangeAnnotations) or other.keys != self.keys:
            return False
        if other.done_at_s - self.done_at_s > SOON_S:
            return False
        self.after, self.done_at_s = other.after, other.done_at_s
        return True

    def redo(self) -> None:
        """Put the contours as they are after the gesture."""
        if self._in_place:
            self._in_place, self._done_before = False, True
            return
        self._session.place(self.after.values(), f"Redo: {self._gesture}" if self._done_before else self._gesture)
        if self._done_before:
            self._go_there()
        self._done_before = True

    def undo(self) -> None:
        """Put the contours as they were before the gesture."""
        self._session.place(self._before.values(), f"Undo: {self._gesture}")
        self._go_there()

    def _go_there(self) -> None:
        """Show an image that changed: of several the nearest, slices before phases."""
        phase_index, slice_index = self._session.position
        nearest = min(self.keys, key=lambda key: (abs(key[1] - slice_index), abs(key[0] - phase_index)))
        self._session.go_to(*nearest)


class SetPhases(QUndoCommand):
    """The choice of end-diastole and end-systole before and after."""

    def __init__(self, session: ReadingSession, before: PhaseSelection, after: PhaseSelection, gesture: str) -> None:
        moved = before.end_diastole != after.end_diastole
        phase_index = after.end_diastole if moved else after.end_systole
        super().__init__(f"{tr(gesture)} ({tr('phase')} {phase_index + 1})")
        self._session, self._before, self.after = session, before, after
        self._done_before = False

    def redo(self) -> None:
        """Take the new choice and, where it is taken again, show the phase it concerns."""
        self._session.place_phases(self.after)
        if self._done_before:
            self._show(self.after)
        self._done_before = True

    def undo(self) -> None:
        """Take the old choice and show the phase it concerned."""
        self._session.place_phases(self._before)
        self._show(self._before)

    def _show(self, phases: PhaseSelection) -> None:
        moved = self._before.end_diastole != self.after.end_diastole
        self._session.go_to(phases.end_diastole if moved else phases.end_systole)


class MarkRvInsertion(QUndoCommand):
    """The mark of the RV insertion before and after; ``place`` puts one in place, or none."""

    def __init__(
        self,
        session: ReadingSession,
        place: Callable[[RvInsertion | None], None],
        before: RvInsertion | None,
        after: RvInsertion,
    ) -> None:
        self._key = (after.phase_index, after.slice_index)
        super().__init__(f"{tr('Mark RV insertion')} ({place_name([self._key])})")
        self._session, self._place, self._before, self._after = session, place, before, after
        self._done_before = False

    def redo(self) -> None:
        """Put the mark in place and, where it is put there again, show the image on which it was made."""
        self._place(self._after)
        if self._done_before:
            self._session.go_to(*self._key)
        self._done_before = True

    def undo(self) -> None:
        """Put the mark of before in place, or none, and show the image on which the later one was made."""
        self._place(self._before)
        self._session.go_to(*self._key)
