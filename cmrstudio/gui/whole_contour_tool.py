"""A contour moved and scaled as a whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cmrstudio.domain import editing, whole_contour
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.errors import EditRefusedError
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline
from cmrstudio.gui.editing_tools import DRAG_BEGINS_SCREEN_PX, EditingHost, Pointer, Tool

NUDGE_MM, NUDGE_GESTURE = 0.5, "Nudge contour"
RESIZE_FACTOR, RESIZE_GESTURE = 1.02, "Resize contour"
_LEAST_ARM_MM = 1.0


class WholeContourTool(Tool):
    """Drag inside a contour moves it, drag its line or Shift+drag scales it; keys and the wheel take small steps."""

    shows_handles = True

    def __init__(self, host: EditingHost) -> None:
        super().__init__(host)
        self._original: Contour | None = None
        self._live: Contour | None = None
        self._scales = False
        self._pressed = Pointer(np.zeros(2), np.zeros(2))
        self._centre_px = np.zeros(2)

    def press(self, pointer: Pointer) -> bool:
        """Take hold of the contour under the cursor."""
        target = self._host.target_at(pointer)
        if target is None:
            return False
        self._host.activate(target.structure)
        self._original, self._live = self._host.contour(target.structure), None
        self._scales = pointer.shift or not isinstance(target, editing.InsideHit)
        self._pressed = pointer
        self._centre_px = centroid_px(closed_spline(self._original.points_px))
        return True

    def move(self, pointer: Pointer) -> None:
        """Move or scale the contour with the cursor."""
        if self._live is None and np.linalg.norm(pointer.screen_px - self._pressed.screen_px) < DRAG_BEGINS_SCREEN_PX:
            return
        if self._live is None:
            self._host.begin(self._original.structure)
        try:
            points = self._changed(pointer.position_px)
        except EditRefusedError as refusal:
            self._host.show_hint(str(refusal))
            points = (self._live or self._original).points_px
        self._live = self._original.with_points(points)
        self._host.show_live(self._live)

    def _changed(self, position_px: Points) -> Points:
        points, shape = self._original.points_px, self._host.image_shape
        if not self._scales:
            return whole_contour.shift(points, position_px - self._pressed.position_px, shape)
        spacing = np.array(self._host.pixel_spacing_mm[::-1])
        now, before = (
            float(np.linalg.norm((place - self._centre_px) * spacing))
            for place in (position_px, self._pressed.position_px)
        )
        return whole_contour.scale(points, now / max(before, _LEAST_ARM_MM), shape)

    def release(self, pointer: Pointer) -> None:
        """Let go of the contour."""
        live, gesture = self._live, "Scale contour" if self._scales else "Move contour"
        self.cancel()
        if live is not None:
            self._host.finish(live, gesture)

    def cancel(self) -> None:
        """Forget the contour that was held."""
        self._original = self._live = None

    def nudge(self, columns: float, rows: float) -> bool:
        """Move the active contour by half a millimetre a step."""
        by_px = np.array([columns, rows]) * NUDGE_MM / np.array(self._host.pixel_spacing_mm[::-1])
        return self._at_once(lambda points, shape: whole_contour.shift(points, by_px, shape), NUDGE_GESTURE)

    def resize(self, steps: float, pointer: Pointer | None = None) -> bool:
        """Scale the active contour, or the one under the cursor, by two percent a step."""
        if pointer is not None:
            target = self._host.target_at(pointer)
            if target is None:
                return False
            self._host.activate(target.structure)
        factor = RESIZE_FACTOR**steps
        return self._at_once(lambda points, shape: whole_contour.scale(points, factor, shape), RESIZE_GESTURE)

    def _at_once(self, change: Callable[[Points, tuple[int, int]], Points], gesture: str) -> bool:
        contour = self._host.contour(self._host.active_structure)
        if contour is None or self._original is not None:
            return False
        try:
            points = change(contour.points_px, self._host.image_shape)
        except EditRefusedError as refusal:
            self._host.show_hint(str(refusal))
            return True
        changed = contour.with_points(points)
        self._host.begin(changed.structure)
        self._host.show_live(changed)
        self._host.finish(changed, gesture)
        return True
