"""Contours of one image under the reader's hand: the tool in use, the gesture in progress, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from cmrstudio.domain import editing
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import Points
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.editing_tools import (
    MEASURING_TOOLS,
    ControlPointTool,
    EditTool,
    FreehandTool,
    NavigateTool,
    Pointer,
    PusherTool,
    Tool,
    delete_control_point,
    insert_control_point,
)
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.cine_canvas import CineCanvas
from cmrstudio.gui.views.cine_overlay import CineOverlay
from cmrstudio.gui.whole_contour_tool import WholeContourTool

_HANDLE_REACH_SCREEN_PX = 9.0
_NEAR_REACH_SCREEN_PX = 16.0
_HINT_MS = 3500
_CROSSING_WARNING = "Endocardium and epicardium cross"


@lru_cache(maxsize=1024)
def _is_inside(endocardium: Contour, epicardium: Contour) -> bool:
    """Kept, since a cine comes by again and again."""
    return editing.contained(endocardium.points_px, epicardium.points_px)


class CineEditor(QObject):
    """The ``EditingHost`` of the cine view; see ``CineView`` for the signals."""

    started = Signal(object)
    dragged = Signal(object)
    finished = Signal(object, str)
    cancelled = Signal(object)
    active_structure_changed = Signal(object)
    tool_changed = Signal(object)
    pusher_radius_changed = Signal(float)

    def __init__(self, canvas: CineCanvas, overlay: CineOverlay, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._overlay = canvas, overlay
        self._contours: dict[Structure, Contour] = {}
        self._live: Contour | None = None
        self._changing: Structure | None = None
        self._hovered: editing.Target = None
        self._last_pointer: Pointer | None = None
        self.overlays_visible = True
        self.active_structure = Structure.LV_ENDOCARDIUM
        self._pusher = PusherTool(self)
        self.freehand = FreehandTool(self)
        self._tools: dict[EditTool, Tool] = {
            EditTool.NAVIGATE: NavigateTool(self),
            EditTool.CONTROL_POINTS: ControlPointTool(self),
            EditTool.FREEHAND: self.freehand,
            EditTool.PUSHER: self._pusher,
            EditTool.WHOLE_CONTOUR: WholeContourTool(self),
            **{kind: Tool(self) for kind in MEASURING_TOOLS},
        }
        self.tool_kind = EditTool.NAVIGATE
        self._dragging = False
        self._hint_timer = QTimer(self, singleShot=True, interval=_HINT_MS)
        self._hint_timer.timeout.connect(lambda: self._overlay.set_content(hint=""))

    # What tools ask

    @property
    def image_shape(self) -> tuple[int, int] | None:
        """(rows, columns) of the image shown, or None."""
        return None if self._canvas.image is None else self._canvas.image.shape

    @property
    def pixel_spacing_mm(self) -> tuple[float, float]:
        """(row, column) spacing of the image."""
        return self._canvas.pixel_spacing_mm

    @property
    def tool(self) -> Tool:
        """The tool in use."""
        return self._tools[self.tool_kind]

    @property
    def contours(self) -> tuple[Contour, ...]:
        """The contours as they are drawn at this moment."""
        shown = dict(self._contours)
        if self._live is not None:
            shown[self._live.structure] = self._live
        return tuple(shown[structure] for structure in Structure if structure in shown)

    def contour(self, structure: Structure) -> Contour | None:
        """The contour as it is now."""
        return next((contour for contour in self.contours if contour.structure is structure), None)

    def target_at(self, pointer: Pointer, reach_screen_px: float = _HANDLE_REACH_SCREEN_PX) -> editing.Target:
        """What lies under the cursor; nothing where contours are hidden or there is no image."""
        if not self.overlays_visible or self._canvas.image is None:
            return None
        scale = self._canvas.screen_px_per_image_px
        return editing.hit_test(self.contours, pointer.position_px, reach_screen_px, scale, self.active_structure)

    def image_px(self, screen_px: float) -> float:
        """A length of the screen in source pixels."""
        return screen_px / min(self._canvas.screen_px_per_image_px)

    # What tools tell

    def activate(self, structure: Structure) -> None:
        """Make this the structure that edits go to."""
        if structure is self.active_structure:
            return
        self.active_structure = structure
        self._canvas.layer.raise_structure(structure)
        self._refresh_handles()
        self._pusher.hover(self._last_pointer if self.tool_kind is EditTool.PUSHER else None)
        self.active_structure_changed.emit(structure)

    def begin(self, structure: Structure) -> None:
        """A gesture has begun to change this structure."""
        self._changing = structure
        self.started.emit(structure)

    def show_live(self, contour: Contour) -> None:
        """Draw the contour in the middle of the gesture and tell of it."""
        self._live = contour
        self._redraw()
        self.dragged.emit(contour)

    def finish(self, contour: Contour, gesture: str) -> None:
        """Keep the outcome and tell of it."""
        self._contours[contour.structure] = contour
        self._live = self._changing = None
        self._hovered = None
        self._redraw()
        self.finished.emit(contour, gesture)

    def abandon(self) -> None:
        """Go back to the contour as it was before the gesture."""
        structure, live = self._changing, self._live
        self._live = self._changing = None
        self._redraw()
        if structure is None:
            return
        if live is not None and structure in self._contours:
            self.dragged.emit(self._contours[structure])
        self.cancelled.emit(structure)

    def show_hint(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self._overlay.set_content(hint=tr(text))
        self._hint_timer.start()

    def show_stroke(self, stroke_px: Points | None) -> None:
        """Draw the line of a freehand stroke, or none."""
        self._canvas.layer.show_stroke(stroke_px, self.active_structure)

    def show_pusher(self, centre_px: Points | None, radius_mm: float, *, pushing: bool) -> None:
        """Draw the disc of the pusher, or none."""
        self._canvas.layer.show_pusher(centre_px, radius_mm, self.active_structure, pushing=pushing)

    # What the view tells

    @property
    def gesture_active(self) -> bool:
        """Whether the left button holds something of the tool's."""
        return self._dragging

    def set_contours(self, contours: Sequence[Contour], state: ContourState) -> None:
        """Take the contours of the image; one that is being dragged stays as the hand has it."""
        self._contours = {contour.structure: contour for contour in contours}
        self._canvas.layer.set_state(state)
        self._overlay.set_content(state=state)
        if not self._dragging:
            self._hovered = None
        self._redraw()
        if self._last_pointer is not None and not self._dragging:
            self.hover(self._last_pointer)

    def set_tool(self, kind: EditTool) -> None:
        """Change the tool; a gesture in progress is taken back, and what was hinted goes."""
        if kind is self.tool_kind:
            return
        self.cancel_gesture()
        self.tool.hover(None)
        self.tool_kind = kind
        self._hovered = None
        self._overlay.set_content(hint="")  # it told of the tool before
        self._refresh_handles()
        if self._last_pointer is not None:
            self.hover(self._last_pointer)
        self.tool_changed.emit(kind)

    def set_overlays_visible(self, visible: bool) -> None:
        """Show or hide contours; what is hidden cannot be edited."""
        if not visible:
            self.cancel_gesture()
        self.overlays_visible = visible
        self._overlay.set_content(contours_hidden=not visible)
        self.image_changed()

    def image_changed(self) -> None:
        """There is another image, or none: contours are not drawn on nothing."""
        self._canvas.layer.set_shown(self.overlays_visible and self._canvas.image is not None)
        if self._canvas.image is None:
            self.hover(None)
        self._redraw()

    def press(self, pointer: Pointer) -> bool:
        """Hand a press of the left button to the tool; True where it takes the drag."""
        self._last_pointer = pointer
        if self._canvas.image is None:
            return False
        if not self.overlays_visible:
            if self.tool_kind is not EditTool.NAVIGATE:
                self.show_hint("Contours are hidden; show them to edit (View > Show contours).")
            return False
        self._dragging = self.tool.press(pointer)
        self._refresh_handles()
        return self._dragging

    def move(self, pointer: Pointer) -> None:
        """Hand a drag to the tool."""
        self._last_pointer = pointer
        if self._dragging:
            self.tool.move(pointer)

    def release(self, pointer: Pointer) -> None:
        """Hand the end of a drag to the tool."""
        self._last_pointer = pointer
        if self._dragging:
            self._dragging = False
            self.tool.release(pointer)
        self.hover(pointer)

    def double_click(self, pointer: Pointer) -> None:
        """Hand a double click to the tool."""
        if self._canvas.image is not None and self.overlays_visible:
            self.tool.double_click(pointer)

    def cancel_gesture(self) -> bool:
        """Take back the gesture in progress; False where there is none."""
        if not self._dragging:
            return False
        self._dragging = False
        self.tool.cancel()
        self.abandon()
        return True

    def drop_gesture(self) -> None:
        """Forget the gesture in progress without telling anyone: the image it belongs to is gone."""
        self._dragging = False
        self.tool.leave()
        self._live = self._changing = None

    def hover(self, pointer: Pointer | None) -> None:
        """The cursor moved without a drag, or left (None)."""
        self._last_pointer = pointer
        self.tool.hover(pointer if self._canvas.image is not None else None)
        self._hovered = None
        if pointer is not None and isinstance(self.tool, ControlPointTool):
            self._hovered = self.target_at(pointer, _NEAR_REACH_SCREEN_PX)
        self._refresh_handles()

    @property
    def hovered_handle(self) -> editing.HandleHit | None:
        """The control point under the cursor, near enough to be held."""
        hovered = self._hovered
        near = isinstance(hovered, editing.HandleHit) and hovered.distance <= _HANDLE_REACH_SCREEN_PX
        return hovered if near else None

    def delete_point(self, target: editing.HandleHit) -> None:
        """Delete this control point as one gesture."""
        delete_control_point(self, target)
        self.hover(self._last_pointer)

    def insert_point(self, target: editing.CurveHit) -> None:
        """Insert a control point here as one gesture."""
        insert_control_point(self, target)
        self.hover(self._last_pointer)

    @property
    def pusher_radius_mm(self) -> float:
        """Radius of the pusher's disc."""
        return self._pusher.radius_mm

    def set_pusher_radius_mm(self, radius_mm: float) -> None:
        """Make the pusher's disc larger or smaller."""
        before = self._pusher.radius_mm
        self._pusher.set_radius_mm(radius_mm)
        if self._pusher.radius_mm != before:
            self.pusher_radius_changed.emit(self._pusher.radius_mm)

    def redraw_cursor(self, screen: QPointF | None) -> None:
        """After a zoom or a pan: the cursor is over another place of the image."""
        if self._last_pointer is not None and screen is not None and not self._dragging:
            self.hover(Pointer(self._canvas.to_image_px(screen), self._last_pointer.screen_px))

    def _redraw(self) -> None:
        self._canvas.layer.show_contours({contour.structure: contour for contour in self.contours})
        self._refresh_handles()
        self._overlay.set_content(warning=self._warning() if self.overlays_visible else "")

    def _warning(self) -> str:
        shown = {contour.structure: contour for contour in self.contours}
        if len(shown) < len(Structure):
            return ""
        inside = _is_inside(shown[Structure.LV_ENDOCARDIUM], shown[Structure.LV_EPICARDIUM])
        return "" if inside else _CROSSING_WARNING

    def _refresh_handles(self) -> None:
        structures: set[Structure] = set()
        if self.tool.shows_handles:
            structures = {self.active_structure}
        if isinstance(self._hovered, editing.HandleHit | editing.CurveHit):
            structures.add(self._hovered.structure)
        if self._changing is not None and isinstance(self.tool, ControlPointTool):
            structures.add(self._changing)
        handle = self.hovered_handle
        hovered = None if handle is None else (handle.structure, handle.point_index)
        self._canvas.layer.show_handles(structures if self.overlays_visible else set(), hovered)
