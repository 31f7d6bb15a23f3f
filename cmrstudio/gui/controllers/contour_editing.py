"""From what the hand does on the image, or a command in the menu, to one undo step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import EditRefusedError
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession, copy_would_cost
from cmrstudio.gui.translation import tr

USUAL_OFFSET_MM = 1.0
AskReplace = Callable[[Key], bool]
"""Asks whether a reader's contours on an image may be replaced."""
STRUCTURE_NAMES = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}


class ContourEditing(QObject):
    """Edits the contours of the current image; what cannot be done is told through ``refused``."""

    refused = Signal(str)
    structure_changed = Signal(object)
    gesture_began = Signal()

    def __init__(self, session: ReadingSession, ask_replace: AskReplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask_replace = session, ask_replace
        self._structure = Structure.LV_ENDOCARDIUM
        self._gesture_key: Key | None = None
        self.offset_step_mm = USUAL_OFFSET_MM
        self.refines_copies = True
        session.position_changed.connect(self._leave_image)
        session.study_opened.connect(self._forget_gesture)
        session.study_closed.connect(self._forget_gesture)

    @property
    def structure(self) -> Structure:
        """The structure that commands and new strokes are about."""
        return self._structure

    @Slot(object)
    def choose_structure(self, structure: Structure) -> None:
        """Make ``structure`` the active one."""
        if structure is not self._structure:
            self._structure = structure
            self.structure_changed.emit(structure)

    def switch_structure(self) -> None:
        """Make the other structure the active one."""
        others = [structure for structure in Structure if structure is not self._structure]
        self.choose_structure(others[0])

    # Gestures on the image

    @Slot(object)
    def begin(self, _structure: Structure) -> None:
        """The hand is on a contour of the current image."""
        self._gesture_key = self._session.position
        self.gesture_began.emit()

    @Slot(object)
    def drag(self, contour: Contour) -> None:
        """The contour as it is at this moment of the gesture."""
        if self._gesture_key == self._session.position:
            self._session.preview(contour, f"Edit {STRUCTURE_NAMES[contour.structure]}")

    @Slot(object, str)
    def finish(self, contour: Contour, gesture: str) -> None:
        """The hand let go."""
        if self._gesture_key == self._session.position:
            self._gesture_key = None
            self._session.finish_gesture(self._session.annotation().with_contour(contour), gesture)

    @Slot(object)
    def cancel(self, _contour: Contour) -> None:
        """The reader took the gesture back; the contour is as it was."""
        if self._gesture_key == self._session.position:
            self._gesture_key = None
            self._session.take_back_gesture()

    @Slot(int, int)
    def _leave_image(self, _phase_index: int, _slice_index: int) -> None:
        key = self._gesture_key
        if key is not None and key != self._session.position:
            self._gesture_key = None
            if self._session.is_in_gesture(key):
                self._session.finish_gesture(self._session.annotation(key), "Edit contour")

    @Slot()
    def _forget_gesture(self) -> None:
        self._gesture_key = None

    # Commands

    def smooth(self) -> None:
        """Smooth the active contour."""
        from cmrstudio.domain import editing

        self._reshape(lambda contour, _: editing.smooth(contour.points_px), "Smooth")

    def expand(self) -> None:
        """Grow the active contour by ``offset_step_mm``."""
        self._offset(self.offset_step_mm, "Expand")

    def contract(self) -> None:
        """Shrink the active contour by ``offset_step_mm``."""
        self._offset(-self.offset_step_mm, "Contract")

    def make_convex(self) -> None:
        """Replace the active contour by its convex hull."""
        from cmrstudio.domain.whole_contour import convex_hull

        self._reshape(lambda contour, _: convex_hull(contour.points_px), "Make convex")

    def _offset(self, distance_mm: float, verb: str) -> None:
        from cmrstudio.domain import editing

        self._reshape(lambda contour, spacing: editing.offset_mm(contour.points_px, distance_mm, spacing), verb)

    def _reshape(self, change: Callable[[Contour, tuple[float, float]], np.ndarray], verb: str) -> None:
        stack, annotation = self._session.stack, self._session.annotation()
        contour = annotation.contour(self._structure)
        name = STRUCTURE_NAMES[self._structure]
        if stack is None or contour is None:
            refusal = tr("This image has no {name} to change. Draw it, segment, or copy it from a neighbour.")
            self.refused.emit(refusal.format(name=tr(name)))
            return
        try:
            points = change(contour, stack.pixel_spacing_mm)
        except EditRefusedError as error:
            self.refused.emit(str(error))
            return
        self._session.finish_gesture(annotation.with_contour(contour.with_points(points)), f"{verb} {name}")

    def remove(self) -> None:
        """Remove the active contour from the image."""
        annotation = self._session.annotation()
        name = STRUCTURE_NAMES[self._structure]
        if annotation.contour(self._structure) is None:
            self.refused.emit(
                tr("This image has no {name} to remove: choose the other contour or another image.").format(
                    name=tr(name)
                )
            )
            return
        self._session.finish_gesture(annotation.without(self._structure), f"Remove {name}")

    def copy_to(self, phase_step: int, slice_step: int) -> None:
        """Copy the contours of the image to a neighbour in time or space, fit them to its image, and go there.

        Where that would cost what a reader drew or verified, nothing is done before the reader agrees.
        """
        stack, source = self._session.stack, self._session.annotation()
        if stack is None or not source.contours:
            self.refused.emit("This image has no contours to copy: draw or segment it first.")
            return
        phase_index = (source.phase_index + phase_step) % stack.phase_count
        slice_index = source.slice_index + slice_step
        if not 0 <= slice_index < stack.slice_count:
            self.refused.emit("There is no slice beyond this one: copy the other way.")
            return
        if not stack.present[phase_index, slice_index]:
            refusal = tr("The image of slice {slice} at phase {phase} is missing: copy to another one.")
            self.refused.emit(refusal.format(slice=slice_index + 1, phase=phase_index + 1))
            return
        target = (phase_index, slice_index)
        if copy_would_cost(self._session, target) and not self._ask_replace(target):
            return
        contours = tuple(contour.with_points(contour.points_px) for contour in source.contours)
        if self.refines_copies and stack.present[source.phase_index, source.slice_index]:
            from cmrstudio.domain.refinement import refine

            here = stack.pixels[source.phase_index, source.slice_index]
            contours = refine(contours, here, stack.pixels[phase_index, slice_index], stack.pixel_spacing_mm)
        gesture = "Copy and fit contours" if self.refines_copies else "Copy contours"
        self._session.finish_gesture(replace(self._session.annotation(target), contours=contours), gesture)
        self._session.go_to(phase_index, slice_index)
