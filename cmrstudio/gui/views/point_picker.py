"""Lets the reader point at one place of the cine image, with the next click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from cmrstudio.gui.views.cine_view import CineView


class PointPicker(QObject):
    """Takes one click away from the editing tools; Escape gives it back. Wheel, pan and phases work as ever."""

    picked = Signal(float, float)
    """Column and row in source pixels."""
    cancelled = Signal()

    def __init__(self, view: CineView, parent: QObject | None = None) -> None:
        super().__init__(parent or view)
        self._view = view
        self._hint = ""
        self._swallow_release = False
        self._swallow_double_click = False
        view.installEventFilter(self)
        view.canvas.viewport().installEventFilter(self)

    @property
    def is_picking(self) -> bool:
        """Whether the next click is waited for."""
        return bool(self._hint)

    def begin(self, hint: str) -> None:
        """Wait for a click and show ``hint`` meanwhile."""
        self._view.cancel_gesture()
        self._hint = hint
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._view.show_hint(hint)

    def cancel(self) -> None:
        """Wait no longer."""
        if self._hint:
            self._end()
            self.cancelled.emit()

    def _end(self) -> None:
        self._hint = ""
        self._view.show_hint("")
        self._view.interaction.show_cursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the click, and what belongs to it, before the tools see it."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonRelease and self._swallow_release and watched is not self._view:
            self._swallow_release = False
            return True
        if watched is not self._view and self._is_second_click(kind):
            return True
        if not self._hint:
            return False
        if watched is self._view:
            return self._key(event) if kind in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} else False
        if kind == QEvent.Type.MouseMove and not event.buttons():
            self._view.canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
            self._view.show_hint(self._hint)
            return True
        if kind in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            return self._press(event)
        return False

    def _is_second_click(self, kind: QEvent.Type) -> bool:
        """Whether this is the second half of a double click whose first half was taken: no tool may see it."""
        if kind not in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            return False
        was_taken, self._swallow_double_click = self._swallow_double_click, False
        if not was_taken or kind == QEvent.Type.MouseButtonPress:
            return False
        self._swallow_release = True
        return True

    def _press(self, event: QMouseEvent) -> bool:
        canvas = self._view.canvas
        if event.button() != Qt.MouseButton.LeftButton or canvas.image is None:
            return False
        column, row = canvas.to_image_px(event.position())
        rows, columns = canvas.image.shape
        self._swallow_release = True
        if -0.5 <= column <= columns - 0.5 and -0.5 <= row <= rows - 0.5:
            self._swallow_double_click = True
            self._end()
            self.picked.emit(float(column), float(row))
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.cancel()
        return True
