"""Undo steps: each changes the session, knows what it touched, and takes the reader back there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.phases import PhaseSelection

if TYPE_CHECKING:
    from cmrstudio.gui.controllers.reading_session import Key, ReadingSession


def place_name(keys: list[Key]) -> str:
    """Where an edit is, in words and counted from one: "slice 5, phase 1" or "4 images"."""
    if len(keys) > 1:
        return f"{len(keys)} images"
    phase_index, slice_index = keys[0]
    return f"slice {slice_index + 1}, phase {phase_index + 1}"


class ChangeAnnotations(QUndoCommand):
    """Contours of one or more images before and after one gesture, which may be in place already."""

    def __init__(
        self,
        session: ReadingSession,
        before: Mapping[Key, SliceAnnotation],
        after: Mapping[Key, SliceAnnotation],
        gesture: str,
        *,
        in_place: bool = False,
    ) -> None:
        self._keys = sorted(after)
        super().__init__(f"{gesture} ({place_name(self._keys)})")
        self._session = session
        self._before, self._after = dict(before), dict(after)
        self._gesture = gesture
        self._done_before = False
        self._in_place = in_place

    def redo(self) -> None:
        """Put the contours as they are after the gesture."""
        if self._in_place:
            self._in_place, self._done_before = False, True
            return
        self._session.place(self._after.values(), f"Redo: {self._gesture}" if self._done_before else self._gesture)
        if self._done_before:
            self._go_there()
        self._done_before = True

    def undo(self) -> None:
        """Put the contours as they were before the gesture."""
        self._session.place(self._before.values(), f"Undo: {self._gesture}")
        self._go_there()

    def _go_there(self) -> None:
        if self._session.position not in self._keys:
            self._session.go_to(*self._keys[0])


class SetPhases(QUndoCommand):
    """The choice of end-diastole and end-systole before and after."""

    def __init__(self, session: ReadingSession, before: PhaseSelection, after: PhaseSelection, gesture: str) -> None:
        super().__init__(gesture)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        """Take the new choice."""
        self._session.place_phases(self._after)

    def undo(self) -> None:
        """Take the old choice and show the phase it concerned."""
        self._session.place_phases(self._before)
        moved = self._before.end_diastole != self._after.end_diastole
        self._session.go_to(self._before.end_diastole if moved else self._before.end_systole)
