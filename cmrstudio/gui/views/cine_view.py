"""The cine view: one image with its contours, made to be read and to be drawn on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.views.cine_canvas import CineCanvas
from cmrstudio.gui.views.cine_editor import CineEditor
from cmrstudio.gui.views.cine_interaction import CineInteraction
from cmrstudio.gui.views.cine_overlay import CineOverlay

__all__ = ["CineView", "EditTool"]

KEYBOARD_REASONS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class CineView(QWidget):
    """Shows one image and lets the reader edit its contours. It keeps no study: it is told what to show.

    A gesture emits ``contour_edit_started``, ``contour_dragged`` for each step and then either
    ``contour_edit_finished`` with its name, or ``contour_edit_cancelled`` (before it ``contour_dragged`` with the
    contour as it was, where it had changed). While ``gesture_active`` the contour in the hand stays in the view
    whatever ``set_contours`` brings; another image ends the gesture without a signal, so call ``cancel_gesture`` before
    going elsewhere. Steps are positive towards the apex and towards later phases.
    """

    contour_edit_started = Signal(object)
    contour_dragged = Signal(object)
    contour_edit_finished = Signal(object, str)
    contour_edit_cancelled = Signal(object)
    slice_step_requested = Signal(int)
    phase_step_requested = Signal(int)
    window_level_changed = Signal(float, float)
    active_structure_changed = Signal(object)
    tool_changed = Signal(object)
    pusher_radius_changed = Signal(float)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Cine image")
        self.setAccessibleDescription("The image of the present slice and phase with its contours.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 160)
        self._corners = ("", "", "", "")
        self.canvas = CineCanvas(self)
        self._overlay = CineOverlay(self.canvas)
        self.editor = CineEditor(self.canvas, self._overlay, self)
        self.interaction = CineInteraction(self.canvas, self.editor, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self._connect()

    def _connect(self) -> None:
        editor, interaction = self.editor, self.interaction
        editor.started.connect(self.contour_edit_started)
        editor.dragged.connect(self.contour_dragged)
        editor.finished.connect(self.contour_edit_finished)
        editor.cancelled.connect(self.contour_edit_cancelled)
        editor.active_structure_changed.connect(self.active_structure_changed)
        editor.tool_changed.connect(self.tool_changed)
        editor.pusher_radius_changed.connect(self.pusher_radius_changed)
        interaction.slice_step_requested.connect(self.slice_step_requested)
        interaction.phase_step_requested.connect(self.phase_step_requested)
        interaction.window_level_changed.connect(self.window_level_changed)
        interaction.window_level_changed.connect(self._write_corners)
        self.canvas.zoom_changed.connect(self.zoom_changed)
        self.canvas.view_changed.connect(self._write_corners)

    # What to show

    def set_image(
        self, image: npt.NDArray[np.generic] | None, pixel_spacing_mm: tuple[float, float] = (1.0, 1.0)
    ) -> None:
        """Show ``image`` [row, column] with (row, column) spacing in mm; None shows that there is none.

        Zoom, pan and window stay as they are while shape and spacing do. Grey values need not be finite.
        """
        if self.editor.gesture_active and not _same_pixels(image, self.canvas.image):
            self.editor.drop_gesture()
            self.interaction.cancel()
        had_image = self.canvas.image is not None
        self.canvas.set_image(image, pixel_spacing_mm)
        if had_image != (image is not None):
            self.editor.image_changed()
        self._overlay.set_content(message="No image" if image is None else "")
        self._write_corners()

    def show_message(self, text: str) -> None:
        """Show a sentence in place of the image, such as why there is none; the next image takes it away."""
        if text:
            if self.editor.gesture_active:
                self.editor.drop_gesture()
            self.interaction.cancel()
            self.set_image(None, self.canvas.pixel_spacing_mm)
        self._overlay.set_content(message=text)

    def show_hint(self, text: str) -> None:
        """Show a sentence under the image for some seconds."""
        self.editor.show_hint(text)

    def show_note(self, text: str) -> None:
        """Show a sentence under the image until another takes its place; an empty one goes."""
        self._overlay.set_content(note=text)

    def set_contours(self, contours: tuple[Contour, ...], state: ContourState) -> None:
        """Draw these contours, at most one a structure, as being in this state."""
        self.editor.set_contours(contours, state)

    def set_contour_states(self, states: Mapping[Structure, ContourState]) -> None:
        """Draw each contour as being in a state of its own, until ``set_contours`` is called again."""
        self.canvas.layer.set_states(states)

    def contours(self) -> tuple[Contour, ...]:
        """The contours as they are drawn at this moment."""
        return self.editor.contours

    def set_corner_text(self, top_left: str, top_right: str, bottom_left: str, bottom_right: str) -> None:
        """Write into the corners, lines divided by newlines; an empty bottom left shows window, level and zoom."""
        self._corners = (top_left, top_right, bottom_left, bottom_right)
        self._write_corners()

    def set_orientation_markers(self, left: str, top: str, right: str, bottom: str) -> None:
        """Write the patient directions (R, L, A, P, H, F) at the middles of the edges; empty strings write none."""
        self._overlay.set_content(markers=(left, top, right, bottom))

    def set_overlays_visible(self, visible: bool) -> None:
        """Show or hide the contours; a badge says that they are hidden."""
        self.editor.set_overlays_visible(visible)

    def set_window_level(self, centre: float, width: float) -> None:
        """Show grey values from ``centre`` - ``width`` / 2 (black) to ``centre`` + ``width`` / 2 (white)."""
        self.canvas.set_window_level(centre, width)
        self._write_corners()

    def reset_view(self) -> None:
        """Show the whole image in the middle."""
        self.canvas.reset_view()

    def zoom_in(self, factor: float = 1.2) -> None:
        """Zoom about the middle of the view; a factor below 1 zooms out."""
        self.canvas.zoom_by(factor, QPointF(self.canvas.width() / 2, self.canvas.height() / 2))

    @property
    def zoom(self) -> float:
        """1 where the whole image just fits."""
        return self.canvas.zoom

    # Editing

    @property
    def tool(self) -> EditTool:
        """The tool in use."""
        return self.editor.tool_kind

    def set_tool(self, tool: EditTool) -> None:
        """Put another tool into the reader's hand."""
        self.editor.set_tool(tool)
        self.interaction.show_cursor()

    @property
    def active_structure(self) -> Structure:
        """The structure that freehand strokes and the pusher change."""
        return self.editor.active_structure

    def set_active_structure(self, structure: Structure) -> None:
        """Let freehand strokes and the pusher change this structure."""
        if structure is not self.editor.active_structure:
            self.interaction.cancel()
        self.editor.activate(structure)

    @property
    def pusher_radius_mm(self) -> float:
        """Radius of the pusher."""
        return self.editor.pusher_radius_mm

    def set_pusher_radius_mm(self, radius_mm: float) -> None:
        """Make the pusher larger or smaller, within 1 to 40 mm."""
        self.editor.set_pusher_radius_mm(radius_mm)

    @property
    def gesture_active(self) -> bool:
        """Whether the reader is dragging a contour at this moment."""
        return self.editor.gesture_active

    def cancel_gesture(self) -> bool:
        """Take back the gesture in progress, as Escape does; False where there is none."""
        return self.interaction.cancel()

    # Qt

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(720, 720)

    def event(self, event: QEvent) -> bool:
        """Keep the view's own keys from being taken as shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and self.interaction.wants_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Delete, W and the brackets."""
        if not self.interaction.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """W let go."""
        if not self.interaction.key_release(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where the keyboard brought it."""
        self._overlay.set_content(focus_shown=event.reason() in KEYBOARD_REASONS)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key let go elsewhere must not stay held here."""
        self.interaction.forget_keys()
        self._overlay.set_content(focus_shown=False)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the writing over the whole image."""
        super().resizeEvent(event)
        self._overlay.setGeometry(self.canvas.rect())

    def _write_corners(self) -> None:
        self._overlay.setGeometry(self.canvas.rect())
        top_left, top_right, bottom_left, bottom_right = self._corners
        window = self.canvas.window_level
        if not bottom_left and window is not None and self.canvas.image is not None:
            bottom_left = f"W {window[1]:.0f}  L {window[0]:.0f}\nZoom {100 * self.canvas.zoom:.0f} %"
        self._overlay.set_content(
            corners=(top_left, top_right, bottom_left, bottom_right),
            screen_px_per_mm=self.canvas.screen_px_per_mm,
        )


def _same_pixels(one: npt.NDArray[np.generic] | None, other: npt.NDArray[np.generic] | None) -> bool:
    """Whether two arrays look at the same memory: slices of a stack are new arrays each time."""
    if one is None or other is None:
        return False
    same_place = one.__array_interface__["data"] == other.__array_interface__["data"]
    return same_place and one.shape == other.shape and one.strides == other.strides
