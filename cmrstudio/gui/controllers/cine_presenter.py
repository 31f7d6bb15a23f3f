"""Keeps the cine view showing what the session holds at the current position."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot

from cmrstudio.domain.orientation import edge_letters
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr

if TYPE_CHECKING:
    from cmrstudio.gui.controllers.contour_verdicts import ContourVerdicts
    from cmrstudio.gui.views.cine_view import CineView

WINDOW_PERCENTILES = (1.0, 99.5)


class CinePresenter(QObject):
    """Shows the image, contours and corner texts of the session's position in a ``CineView``."""

    def __init__(self, session: ReadingSession, view: CineView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._window_level: tuple[float, float] | None = None
        self._window_is_guess = True
        self._verdicts: ContourVerdicts | None = None
        session.study_opened.connect(self._begin)
        session.study_completed.connect(self._complete)
        session.study_closed.connect(self._clear)
        session.position_changed.connect(self._show_position)
        session.frames_arrived.connect(self._take_frames)
        session.annotations_changed.connect(self._take_annotations)
        session.phases_changed.connect(self._show_corners)
        view.window_level_changed.connect(self._take_window_level)

    def show_states(self, verdicts: ContourVerdicts) -> None:
        """Show each contour in its own state from now on."""
        self._verdicts = verdicts
        verdicts.changed.connect(self._take_annotations)

    def show_preview(self, image: np.ndarray, pixel_spacing_mm: tuple[float, float]) -> None:
        """Show one image [row, column] of a study that is still being sorted."""
        self._clear()
        self._view.set_image(image, pixel_spacing_mm)
        self._view.set_window_level(*window_for(image))
        self._view.set_corner_text(tr("Loading…"), "", "", "")

    def reset_window_level(self) -> None:
        """Window and level from the grey values of the image on the screen."""
        self._window_level, self._window_is_guess = None, True
        self._show_position()

    @Slot()
    def _begin(self) -> None:
        self._window_level, self._window_is_guess = None, True

    @Slot()
    def _complete(self) -> None:
        if self._window_is_guess:
            self._window_level = None
        self._show_position()

    @Slot()
    def _clear(self) -> None:
        self._window_level, self._window_is_guess = None, True
        self._view.set_image(None, (1.0, 1.0))
        self._view.set_contours((), ContourState.EMPTY)
        self._view.set_corner_text("", "", "", "")
        self._view.set_orientation_markers("", "", "", "")

    @Slot(float, float)
    def _take_window_level(self, center: float, width: float) -> None:
        if (center, width) != self._window_level:
            self._window_level, self._window_is_guess = (center, width), False
        self._show_corners()

    @Slot(int, int)
    def _show_position(self, _phase: int = 0, _slice: int = 0) -> None:
        stack = self._session.stack
        if stack is None:
            return
        phase_index, slice_index = self._session.position
        if stack.present[phase_index, slice_index]:
            image = stack.pixels[phase_index, slice_index]
            if self._window_level is None:
                self._window_level = window_for(image)
                self._view.set_window_level(*self._window_level)
            self._view.set_image(image, stack.pixel_spacing_mm)
            # Only a DICOM header is trusted to say where the patient's left is.
            is_dicom = bool(stack.sop_uids[phase_index, slice_index])
            self._view.set_orientation_markers(*(edge_letters(stack.affine_mm[slice_index]) if is_dicom else [""] * 4))
        elif self._session.is_complete:
            self._view.show_message("This image is missing from the study")
        else:
            self._view.show_message("Loading…")
        self._show_contours()
        self._show_corners()

    @Slot(object)
    def _take_frames(self, keys: list) -> None:
        if self._session.position in keys:
            self._show_position()

    @Slot(object)
    def _take_annotations(self, keys: set[Key]) -> None:
        here = self._session.position
        if here in keys and not self._session.is_in_gesture(here):
            self._show_contours()

    def _show_contours(self) -> None:
        self._view.set_contours(self._session.annotation().contours, self._session.state())
        if self._verdicts is not None:
            self._view.set_contour_states(self._verdicts.states(self._session.position))

    def write_again(self) -> None:
        """Write the corners in the language of the moment."""
        self._show_corners()

    @Slot()
    def _show_corners(self) -> None:
        if self._session.stack is not None:
            self._view.set_corner_text(*corner_texts(self._session, self._session.position))


def corner_texts(session: ReadingSession, key: Key, *, with_name: bool = True) -> tuple[str, str, str, str]:
    """What stands in the corners of an image of the open study.

    Without ``with_name`` neither the patient nor the series is named: a series may be called after the patient.
    """
    stack, (phase_index, slice_index) = session.stack, key
    lines = [
        f"{tr('Slice')} {slice_index + 1}/{stack.slice_count}",
        f"{tr('Phase')} {phase_index + 1}/{stack.phase_count}",
    ]
    marks = [
        name
        for name, index in (("ED", session.phases.end_diastole), ("ES", session.phases.end_systole))
        if index == phase_index
    ]
    if marks:
        lines[1] += f"  {' '.join(marks)}"
    time_ms = float(stack.trigger_times_ms[phase_index, slice_index])
    timing = f"{time_ms:.0f} ms" if np.isfinite(time_ms) else ""
    position = tr(f"{stack.slice_positions_mm[slice_index]:.1f} mm")
    names = (session.study.patient_label, session.series.description) if with_name else ()
    label = "\n".join(dict.fromkeys(name for name in names if name))
    return "\n".join(lines), label, "", f"{timing}\n{position}".strip()


def window_for(image: np.ndarray) -> tuple[float, float]:
    """Centre and width that show an image [row, column] from its 1st to its 99.5th percentile."""
    low, high = np.percentile(image[::2, ::2], WINDOW_PERCENTILES)
    return float(low + high) / 2, max(float(high - low), 1.0)
