"""Calipers and areas on the cine under the reader's hand: drawn, taken hold of, selected, deleted."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from cmrstudio.domain import editing, image_measurements
from cmrstudio.domain.geometry import Points
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.gui.editing_tools import MEASURING_TOOLS, EditTool, Pointer
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.cine_canvas import CineCanvas
from cmrstudio.gui.views.cine_editor import CineEditor
from cmrstudio.gui.views.measurement_graphics import (
    MeasurementsItem,
    ShownMeasurement,
    describe,
    describe_unfinished,
)

_REACH_SCREEN_PX = 9.0
_LINE_REACH_SCREEN_PX = 5.0
_DRAG_BEGINS_SCREEN_PX = 4.0
_LEAST_AREA_SCREEN_PX = 6.0
_MOST_CORNERS = 500
_TOOLS_THAT_SELECT = MEASURING_TOOLS | {EditTool.NAVIGATE, EditTool.CONTROL_POINTS}
_KINDS = {
    EditTool.CALIPER: MeasurementKind.DISTANCE,
    EditTool.ELLIPSE: MeasurementKind.ELLIPSE,
    EditTool.POLYGON: MeasurementKind.POLYGON,
}
_NAMES = {
    MeasurementKind.DISTANCE: "distance",
    MeasurementKind.ELLIPSE: "ellipse",
    MeasurementKind.POLYGON: "area",
}


class CineMeasuring(QObject):
    """Shows the measurements of an image and works them. It keeps none: ``decided`` tells what is to be kept.

    A distance is drawn by a drag or by two clicks, an ellipse by a drag across its box, a polygon by a click at each
    corner; a double click, Enter or a click on the first corner closes it. Escape takes back what is being drawn.
    """

    gesture_began = Signal()
    decided = Signal(object, object, str)
    """The measurement before (None where it is new), after (None where it is deleted), and the name of the gesture."""

    def __init__(self, canvas: CineCanvas, editor: CineEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._editor = canvas, editor
        self._item = MeasurementsItem()
        canvas.add_item(self._item)
        self._measurements: dict[str, ImageMeasurement] = {}
        self._slice_index = self._phase_index = 0
        self._selected_id: str | None = None
        self._original: ImageMeasurement | None = None
        self._live: ImageMeasurement | None = None
        self._handle_index: int | None = None
        self._corners: list[Points] = []
        self._pressed_at: Pointer | None = None
        self._box_start = np.zeros(2)
        self.is_hovering = False
        canvas.view_changed.connect(self._redraw)
        editor.tool_changed.connect(lambda _: self.cancel())

    # What to show

    def set_measurements(self, measurements: Sequence[ImageMeasurement], phase_index: int, slice_index: int) -> None:
        """Show the measurements of this slice; what is being drawn on another slice is taken back."""
        if slice_index != self._slice_index:
            self.cancel()
            self._selected_id = None
        self._phase_index, self._slice_index = phase_index, slice_index
        self._measurements = {each.measurement_id: each for each in measurements}
        if self._selected_id not in self._measurements:
            self._selected_id = None
        self._redraw()

    @property
    def shown(self) -> tuple[ShownMeasurement, ...]:
        """What is drawn at this moment, with the numbers beside it."""
        return self._item.shown

    @property
    def selected(self) -> ImageMeasurement | None:
        """The measurement that Delete would take away."""
        return self._measurements.get(self._selected_id or "")

    @property
    def is_active(self) -> bool:
        """Whether something is being drawn or dragged."""
        return self._live is not None or bool(self._corners)

    def select(self, measurement_id: str | None) -> None:
        """Mark one measurement, or none."""
        self._selected_id = measurement_id
        self._redraw()

    def image_changed(self) -> None:
        """There is another image, or none, or what lies over it is shown or hidden."""
        if not self._is_usable:
            self.cancel()
        self._redraw()

    @property
    def _is_usable(self) -> bool:
        return self._canvas.image is not None and self._editor.overlays_visible

    # Mouse

    def press(self, pointer: Pointer) -> bool:
        """The left button went down; True where the drag is about a measurement."""
        tool = self._editor.tool_kind
        if not self._is_usable or tool not in _TOOLS_THAT_SELECT:
            return False
        if self.is_active:  # the second click of a distance, or another corner
            self._press_again(pointer)
            return True
        on_contour = tool not in MEASURING_TOOLS and isinstance(self._editor.target_at(pointer), editing.HandleHit)
        found = None if on_contour else self._find(pointer)
        if found is not None:
            self._take(*found, pointer)
            return True
        self.select(None)
        if tool not in MEASURING_TOOLS:
            return False
        self._begin(_KINDS[tool], pointer)
        return True

    def _take(self, measurement: ImageMeasurement, handle_index: int | None, pointer: Pointer) -> None:
        self.select(measurement.measurement_id)
        self._original, self._handle_index, self._pressed_at = measurement, handle_index, pointer
        self.gesture_began.emit()

    def _begin(self, kind: MeasurementKind, pointer: Pointer) -> None:
        start = self._inside(pointer)
        self._pressed_at, self._original = pointer, None
        self.gesture_began.emit()
        if kind is MeasurementKind.POLYGON:
            self._corners = [start]
            self._editor.show_hint("Click at each corner; double-click or Enter closes the area, Escape takes it back.")
        else:
            self._live = self._new(kind, start, start)
        self._redraw()

    def _press_again(self, pointer: Pointer) -> None:
        self._pressed_at = pointer
        if not self._corners:
            self._follow(pointer)
            return
        place = self._inside(pointer)
        scale = np.array(self._canvas.screen_px_per_image_px)
        if len(self._corners) > 2 and np.linalg.norm((place - self._corners[0]) * scale) <= _REACH_SCREEN_PX:
            self._close_polygon()
        elif len(self._corners) < _MOST_CORNERS:
            self._corners.append(place)
            self._redraw()

    def move(self, pointer: Pointer) -> None:
        """The cursor moved in a drag."""
        if self._original is not None:
            self._drag(pointer)
        elif self._live is not None:
            self._follow(pointer)

    def _drag(self, pointer: Pointer) -> None:
        moved = float(np.linalg.norm(pointer.screen_px - self._pressed_at.screen_px))
        if self._live is None and moved < _DRAG_BEGINS_SCREEN_PX:
            return
        original = self._original
        if self._handle_index is None:
            points = original.points_px + (pointer.position_px - self._pressed_at.position_px)
        else:
            points = image_measurements.moved_handle(
                original, self._handle_index, self._inside(pointer), self._canvas.pixel_spacing_mm
            )
        self._live = original.with_points(points, self._phase_index)
        self._redraw()

    def _follow(self, pointer: Pointer) -> None:
        start = self._live.points_px[0] if self._live.kind is MeasurementKind.DISTANCE else self._box_start
        self._live = self._new(self._live.kind, start, self._inside(pointer))
        self._redraw()

    def release(self, pointer: Pointer) -> None:
        """The left button went up."""
        if self._original is not None:
            original, live = self._original, self._live
            self._forget()
            if live is not None:
                self._decide(original, live, "Move")
        elif self._live is not None and not self._is_too_small():
            live = self._live
            self._forget()
            self._selected_id = live.measurement_id
            self._decide(None, live, "Measure")
        elif self._live is not None and self._live.kind is MeasurementKind.ELLIPSE:
            self._forget()
            self._editor.show_hint("Drag from one corner of the ellipse to the other.")
        self._redraw()

    def _is_too_small(self) -> bool:
        """A click and no drag: a distance goes on to its second click, an ellipse is nothing."""
        scale = np.array(self._canvas.screen_px_per_image_px)
        extent = np.ptp(image_measurements.handles_px(self._live), axis=0) * scale
        if self._live.kind is MeasurementKind.DISTANCE:
            return float(np.linalg.norm(extent)) < _DRAG_BEGINS_SCREEN_PX
        return float(extent.min()) < _LEAST_AREA_SCREEN_PX

    def double_click(self, pointer: Pointer) -> bool:
        """Close the polygon being drawn; True where the double click was about a measurement."""
        if len(self._corners) > 2:
            self._close_polygon()
            return True
        return self.is_active or self._editor.tool_kind in MEASURING_TOOLS

    def hover(self, pointer: Pointer) -> None:
        """The cursor moved without a drag: the second end of a distance and the next corner follow it."""
        self.is_hovering = False
        if not self._is_usable:
            return
        if self._live is not None and self._original is None:
            self._follow(pointer)
        elif self._corners:
            self._redraw(self._inside(pointer))
        elif self._measurements and self._editor.tool_kind in _TOOLS_THAT_SELECT:
            self.is_hovering = self._find(pointer) is not None

    # Keys and menu

    def wants_key(self, key: int) -> bool:
        """Whether this key is about a measurement at this moment."""
        if key == Qt.Key.Key_Escape:
            return self.is_active or self._selected_id is not None
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return len(self._corners) > 2
        if key not in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            return False
        if self.is_active:
            return bool(self._corners)
        return self.selected is not None and self._editor.hovered_handle is None

    def key_press(self, key: int) -> bool:
        """Handle a key; False where it is not about a measurement."""
        if not self.wants_key(key):
            return False
        if key == Qt.Key.Key_Escape:
            self.cancel() or self.select(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._close_polygon()
        elif self._corners:
            self._corners.pop()
            self._redraw()
        else:
            self.delete_selected()
        return True

    def delete_selected(self) -> None:
        """Take the selected measurement away."""
        selected = self.selected
        if selected is not None:
            self._selected_id = None
            self._decide(selected, None, "Delete")

    def menu_actions(self, pointer: Pointer, parent: QObject) -> list[QAction]:
        """What the context menu offers at this place."""
        found = self._find(pointer) if self._is_usable else None
        if found is None:
            return []
        delete = QAction(tr(f"Delete {_NAMES[found[0].kind]}"), parent)
        delete.triggered.connect(lambda: (self.select(found[0].measurement_id), self.delete_selected()))
        return [delete]

    def cancel(self) -> bool:
        """Take back what is being drawn or dragged; False where there is nothing."""
        was_active = self.is_active or self._original is not None
        self._forget()
        if was_active:
            self._redraw()
        return was_active

    # What they share

    def _find(self, pointer: Pointer) -> tuple[ImageMeasurement, int | None] | None:
        shown = list(self._measurements.values())
        return _found_at(shown, pointer, self._canvas.screen_px_per_image_px, self._selected_id)

    def _inside(self, pointer: Pointer) -> Points:
        return editing.clamp_to_image(pointer.position_px, self._canvas.image.shape)

    def _new(self, kind: MeasurementKind, start: Points, end: Points) -> ImageMeasurement:
        measurement_id = self._live.measurement_id if self._live is not None else secrets.token_hex(8)
        self._box_start = start
        points = image_measurements.ellipse_in_box(start, end) if kind is MeasurementKind.ELLIPSE else [start, end]
        return ImageMeasurement(measurement_id, kind, self._slice_index, self._phase_index, np.array(points))

    def _close_polygon(self) -> None:
        corners = np.array(self._corners)
        self._forget()
        made = ImageMeasurement(
            secrets.token_hex(8), MeasurementKind.POLYGON, self._slice_index, self._phase_index, corners
        )
        self._selected_id = made.measurement_id
        self._decide(None, made, "Measure")

    def _decide(self, before: ImageMeasurement | None, after: ImageMeasurement | None, what: str) -> None:
        self.decided.emit(before, after, f"{what} {_NAMES[(after or before).kind]}")

    def _forget(self) -> None:
        self._original = self._live = self._handle_index = self._pressed_at = None
        self._corners = []

    def _redraw(self, cursor_px: Points | None = None) -> None:
        if not self._is_usable:
            self._item.show_measurements((), np.ones(2), 1.0, self._canvas.visible_mm)
            return
        shown = dict(self._measurements)
        if self._live is not None:
            shown[self._live.measurement_id] = self._live
        image, spacing_mm, phase_index = self._canvas.image, self._canvas.pixel_spacing_mm, self._phase_index
        drawn = [
            describe(each, image, spacing_mm, phase_index, is_selected=each.measurement_id == self._selected_id)
            for each in shown.values()
        ]
        if self._corners:
            drawn.append(describe_unfinished(self._corners, cursor_px, spacing_mm))
        canvas = self._canvas
        scale = np.array(spacing_mm[::-1])
        self._item.show_measurements(tuple(drawn), scale, canvas.screen_px_per_mm, canvas.visible_mm)


def _found_at(
    measurements: Sequence[ImageMeasurement], pointer: Pointer, scale: tuple[float, float], selected_id: str | None
) -> tuple[ImageMeasurement, int | None] | None:
    """The measurement under the cursor and the handle of it, None where it is the line that is there."""
    lines = []
    for measurement in _nearest_the_eye(measurements, selected_id):
        handle_index, distance = image_measurements.nearest_handle(measurement, pointer.position_px, scale)
        is_middle = measurement.kind is MeasurementKind.ELLIPSE and handle_index == 0
        if distance <= _REACH_SCREEN_PX and (not is_middle or measurement.measurement_id == selected_id):
            return measurement, handle_index
        if image_measurements.distance_to_line(measurement, pointer.position_px, scale) <= _LINE_REACH_SCREEN_PX:
            lines.append((measurement, None))
    return lines[0] if lines else None


def _nearest_the_eye(measurements: Sequence[ImageMeasurement], selected_id: str | None) -> list[ImageMeasurement]:
    """The selected measurement first, then the others, what was drawn last first."""
    latest_first = list(measurements)[::-1]
    return sorted(latest_first, key=lambda each: each.measurement_id != selected_id)
