"""What the left mouse button does to contours: one small class a tool, from press to release.

A tool knows nothing of widgets. It asks an ``EditingHost`` what lies under the cursor and tells it what the contour has
become.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from cmrstudio.domain import editing
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import inside_polygon
from cmrstudio.domain.errors import EditRefusedError, OpenStrokeError
from cmrstudio.domain.geometry import Points, closed_spline

DRAG_BEGINS_SCREEN_PX = 3.0
_STROKE_STEP_SCREEN_PX = 1.5
_STROKE_TOLERANCE_SCREEN_PX = 14.0
_SHORTEST_STROKE_SCREEN_PX = 12.0
_RESUME_REACH_SCREEN_PX = 24.0
LEAST_RADIUS_MM, GREATEST_RADIUS_MM = 1.0, 40.0


class EditTool(StrEnum):
    """What the reader has in the hand."""

    NAVIGATE = "navigate"
    CONTROL_POINTS = "control_points"
    FREEHAND = "freehand"
    PUSHER = "pusher"
    WHOLE_CONTOUR = "whole_contour"
    CALIPER = "caliper"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"


MEASURING_TOOLS = frozenset({EditTool.CALIPER, EditTool.ELLIPSE, EditTool.POLYGON})
"""The tools that leave contours alone: ``views.cine_measuring`` is the hand that holds them."""


@dataclass(frozen=True)
class Pointer:
    """Where the cursor is: (column, row) in source pixels and in screen pixels; whether Alt and Shift are held."""

    position_px: Points
    screen_px: Points
    alt: bool = False
    shift: bool = False


class EditingHost(Protocol):
    """What a tool may ask and do."""

    active_structure: Structure
    image_shape: tuple[int, int] | None
    pixel_spacing_mm: tuple[float, float]

    def contour(self, structure: Structure) -> Contour | None:
        """The contour as it is now."""

    def target_at(self, pointer: Pointer) -> editing.Target:
        """What lies under the cursor."""

    def image_px(self, screen_px: float) -> float:
        """A length of the screen in source pixels."""

    def activate(self, structure: Structure) -> None:
        """Make this the structure that edits go to."""

    def begin(self, structure: Structure) -> None:
        """A gesture has begun to change this structure."""

    def show_live(self, contour: Contour) -> None:
        """The contour as it is in the middle of the gesture."""

    def finish(self, contour: Contour, gesture: str) -> None:
        """The gesture is over and this is its outcome."""

    def abandon(self) -> None:
        """The gesture is over and nothing has changed."""

    def show_hint(self, text: str) -> None:
        """Tell the reader in a sentence."""

    def show_stroke(self, stroke_px: Points | None) -> None:
        """Draw the line of a freehand stroke, or none."""

    def show_pusher(self, centre_px: Points | None, radius_mm: float, *, pushing: bool) -> None:
        """Draw the disc of the pusher, or none."""


class Tool:
    """A tool that does nothing; what all have in common."""

    shows_handles = False
    drag_pans = False

    def __init__(self, host: EditingHost) -> None:
        self._host = host

    def press(self, pointer: Pointer) -> bool:
        """The left button went down; True where the tool takes the drag."""
        return False

    def move(self, pointer: Pointer) -> None:
        """The cursor moved in a drag that the tool took."""

    def release(self, pointer: Pointer) -> None:
        """The left button went up in a drag that the tool took."""

    def cancel(self) -> None:
        """Forget the drag; the host restores the contour."""

    def leave(self) -> None:
        """The image is gone in the middle of the drag."""
        self.cancel()

    def double_click(self, pointer: Pointer) -> None:
        """The left button was clicked twice."""

    def hover(self, pointer: Pointer | None) -> None:
        """The cursor moved without a drag, or left."""

    def nudge(self, columns: float, rows: float) -> bool:
        """An arrow key was pressed with Shift; True where the tool moved something by so many steps."""
        return False

    def resize(self, steps: float, pointer: Pointer | None = None) -> bool:
        """A key or the wheel asks for larger (positive) or smaller; True where the tool takes it."""
        return False


class ControlPointTool(Tool):
    """Drag a control point; double click on the curve inserts one; Alt+click on one deletes it."""

    shows_handles = True

    def __init__(self, host: EditingHost) -> None:
        super().__init__(host)
        self._grip: editing.HandleHit | None = None
        self._original: Contour | None = None
        self._live: Contour | None = None
        self._must_stay_simple = True
        self._pressed_at = np.zeros(2)
        self._grip_offset = np.zeros(2)

    def press(self, pointer: Pointer) -> bool:
        """Take hold of the control point under the cursor, or delete it with Alt."""
        target = self._host.target_at(pointer)
        if isinstance(target, editing.HandleHit | editing.CurveHit):
            self._host.activate(target.structure)
        if not isinstance(target, editing.HandleHit):
            return False
        if pointer.alt:
            delete_control_point(self._host, target)
            return False
        self._grip, self._live = target, None
        self._original = self._host.contour(target.structure)
        self._must_stay_simple = editing.is_simple(self._original.points_px)
        self._pressed_at = pointer.screen_px
        self._grip_offset = self._original.points_px[target.point_index] - pointer.position_px
        return True

    def move(self, pointer: Pointer) -> None:
        """Move the point; where the contour would come to cross itself it stays as it was last."""
        if self._live is None and np.linalg.norm(pointer.screen_px - self._pressed_at) < DRAG_BEGINS_SCREEN_PX:
            return
        if self._live is None:
            self._host.begin(self._grip.structure)
            self._live = self._original
        wanted = editing.clamp_to_image(pointer.position_px + self._grip_offset, self._host.image_shape)
        moved = editing.move_point(self._original.points_px, self._grip.point_index, wanted)
        if not self._must_stay_simple or editing.is_simple(moved):
            self._live = self._original.with_points(moved)
            self._host.show_live(self._live)

    def release(self, pointer: Pointer) -> None:
        """Let go of the point."""
        live, original = self._live, self._original
        self.cancel()
        if live is original:
            self._host.abandon()
        elif live is not None:
            self._host.finish(live, "Move control point")

    def cancel(self) -> None:
        """Forget the point that was held."""
        self._grip = self._original = self._live = None

    def double_click(self, pointer: Pointer) -> None:
        """Insert a control point where the curve was clicked."""
        target = self._host.target_at(pointer)
        if isinstance(target, editing.CurveHit):
            insert_control_point(self._host, target)


class NavigateTool(ControlPointTool):
    """Control points near the cursor can be dragged; a drag anywhere else pans."""

    shows_handles = False
    drag_pans = True


def insert_control_point(host: EditingHost, target: editing.CurveHit) -> None:
    """Insert a control point into the curve as one gesture, or say why not."""
    contour = host.contour(target.structure)
    try:
        points, _ = editing.insert_point(contour.points_px, target.position_px)
    except EditRefusedError as refusal:
        host.show_hint(str(refusal))
        return
    _at_once(host, contour.with_points(points), "Insert control point")


def delete_control_point(host: EditingHost, target: editing.HandleHit) -> None:
    """Delete a control point as one gesture, or say why not."""
    contour = host.contour(target.structure)
    try:
        points = editing.delete_point(contour.points_px, target.point_index)
        if editing.is_simple(contour.points_px) and not editing.is_simple(points):
            raise EditRefusedError("Without this point the contour would cross itself; move it instead.")
    except EditRefusedError as refusal:
        host.show_hint(str(refusal))
        return
    _at_once(host, contour.with_points(points), "Delete control point")


def _at_once(host: EditingHost, contour: Contour, gesture: str) -> None:
    host.begin(contour.structure)
    host.show_live(contour)
    host.finish(contour, gesture)


@dataclass(frozen=True)
class Stroke:
    """A freehand line that is not finished: points [n, 2] as (column, row) in source pixels, and what it outlines."""

    points_px: Points
    structure: Structure


class FreehandTool(Tool):
    """Draw a contour, or with a stroke from the contour to the contour a part of it.

    A stroke that was left behind unfinished, or let go of before it closed, goes to ``on_left``; one that is resumed is
    gone on with from its end.
    """

    def __init__(self, host: EditingHost) -> None:
        super().__init__(host)
        self._stroke: list[Points] = []
        self._waiting: Stroke | None = None
        self._last_screen_px = np.zeros(2)
        self._length_screen_px = 0.0
        self.on_left: Callable[[Stroke], None] | None = None
        self.on_taken_up: Callable[[], None] | None = None
        """Called when the stroke that waited is gone on with, given up, or another is begun in its place."""

    @property
    def is_waiting(self) -> bool:
        """Whether a stroke waits on this image."""
        return self._waiting is not None

    def resume(self, stroke: Stroke | None) -> None:
        """Show a stroke that waits to be gone on with on this image, or none."""
        self._waiting = stroke
        self._host.show_stroke(None if stroke is None else stroke.points_px)

    def give_up(self) -> None:
        """Forget the stroke that waits."""
        self.resume(None)
        if self.on_taken_up is not None:
            self.on_taken_up()

    def press(self, pointer: Pointer) -> bool:
        """Begin a stroke, or take up the one that waits here where it ended."""
        here = editing.clamp_to_image(pointer.position_px, self._host.image_shape)
        self._stroke, self._length_screen_px = [here], 0.0
        self._last_screen_px = pointer.screen_px
        waiting = self._waiting
        if waiting is None:
            return True
        self.give_up()
        end_px = waiting.points_px[-1]
        if np.linalg.norm(end_px - here) <= self._host.image_px(_RESUME_REACH_SCREEN_PX):
            self._stroke, self._length_screen_px = [*waiting.points_px, here], _SHORTEST_STROKE_SCREEN_PX
            self._host.activate(waiting.structure)
            self._host.begin(waiting.structure)
            self._host.show_stroke(np.array(self._stroke))
        return True

    def leave(self) -> None:
        """Hand over the unfinished stroke, so that it can be gone on with when its image comes back."""
        stroke = self._stroke
        self.cancel()
        if len(stroke) > 1 and self.on_left is not None:
            self.on_left(Stroke(np.array(stroke), self._host.active_structure))

    def _keep_waiting(self, stroke: Stroke) -> None:
        """Let a stroke that was let go of too early wait on its image, where somebody keeps it."""
        if self.on_left is not None:
            self.on_left(stroke)
            self.resume(stroke)

    def move(self, pointer: Pointer) -> None:
        """Carry the stroke on."""
        step = float(np.linalg.norm(pointer.screen_px - self._last_screen_px))
        if step < _STROKE_STEP_SCREEN_PX:
            return
        if len(self._stroke) == 1:
            self._host.begin(self._host.active_structure)
        self._length_screen_px += step
        self._last_screen_px = pointer.screen_px
        self._stroke.append(editing.clamp_to_image(pointer.position_px, self._host.image_shape))
        self._host.show_stroke(np.array(self._stroke))

    def release(self, pointer: Pointer) -> None:
        """Make the stroke a contour, or say why not."""
        stroke, length = np.array(self._stroke), self._length_screen_px
        self.cancel()
        if len(stroke) < 2:
            return
        if length < _SHORTEST_STROKE_SCREEN_PX:
            self._host.abandon()
            return
        structure = self._host.active_structure
        contour = self._host.contour(structure)
        tolerance_px = self._host.image_px(_STROKE_TOLERANCE_SCREEN_PX)
        try:
            points = editing.apply_stroke(None if contour is None else contour.points_px, stroke, tolerance_px)
        except OpenStrokeError as refusal:
            self._host.abandon()
            self._keep_waiting(Stroke(stroke, structure))
            self._host.show_hint(str(refusal))
            return
        except EditRefusedError as refusal:
            self._host.abandon()
            self._host.show_hint(str(refusal))
            return
        drawn = Contour(structure, editing.clamp_to_image(points, self._host.image_shape), "reader")
        self._host.show_live(drawn)
        self._host.finish(drawn, "Draw contour" if contour is None else "Redraw contour")

    def cancel(self) -> None:
        """Forget the stroke."""
        self._stroke = []
        self._host.show_stroke(None)


class PusherTool(Tool):
    """A disc that pushes the wall: out when the drag begins inside the contour, in when it begins outside."""

    def __init__(self, host: EditingHost) -> None:
        super().__init__(host)
        self.radius_mm = 8.0
        self._cursor: Pointer | None = None
        self._last_px: Points | None = None
        self._outward = True
        self._live: Contour | None = None
        self._changed = False

    def set_radius_mm(self, radius_mm: float) -> None:
        """Make the disc larger or smaller, within 1 to 40 mm."""
        self.radius_mm = float(np.clip(radius_mm, LEAST_RADIUS_MM, GREATEST_RADIUS_MM))
        self._show()

    def press(self, pointer: Pointer) -> bool:
        """Put the disc down; where it is decides which way it pushes."""
        self._cursor = pointer
        self._live = self._host.contour(self._host.active_structure)
        if self._live is None:
            self._host.show_hint("There is no contour to push; draw it freehand first.")
            return False
        self._outward = bool(inside_polygon(closed_spline(self._live.points_px), pointer.position_px)[0])
        self._last_px, self._changed = pointer.position_px, False
        self._show()
        return True

    def move(self, pointer: Pointer) -> None:
        """Push the wall ahead of the disc."""
        self._cursor = pointer
        points = editing.push_along(
            self._live.points_px,
            self._last_px,
            pointer.position_px,
            self.radius_mm,
            self._host.pixel_spacing_mm,
            outward=self._outward,
        )
        self._last_px = pointer.position_px
        self._show()
        points = editing.clamp_to_image(points, self._host.image_shape)
        if np.array_equal(points, self._live.points_px):
            return
        if not self._changed:
            self._host.begin(self._live.structure)
            self._changed = True
        self._live = self._live.with_points(points)
        self._host.show_live(self._live)

    def release(self, pointer: Pointer) -> None:
        """Lift the disc."""
        live, changed = self._live, self._changed
        self._cursor = pointer
        self.cancel()
        if changed:
            self._host.finish(live, "Push contour")

    def cancel(self) -> None:
        """Forget the push."""
        self._last_px = self._live = None
        self._changed = False
        self._show()

    def hover(self, pointer: Pointer | None) -> None:
        """Show the disc at the cursor."""
        self._cursor = pointer
        self._show()

    def _show(self) -> None:
        position = None if self._cursor is None else self._cursor.position_px
        self._host.show_pusher(position, self.radius_mm, pushing=self._last_px is not None)
