"""Mouse, wheel and keys over the cine: who gets them, and the gestures that belong to no tool."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from cmrstudio.domain.editing import CurveHit, HandleHit
from cmrstudio.gui.editing_tools import MEASURING_TOOLS, EditTool, Pointer
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.cine_canvas import CineCanvas
from cmrstudio.gui.views.cine_editor import CineEditor
from cmrstudio.gui.views.cine_measuring import CineMeasuring

_WHEEL_NOTCH = 120
_ZOOM_PER_NOTCH = 1.2
_RADIUS_PER_NOTCH = 1.1
_WINDOW_TRAVEL_SCREEN_PX = 300.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""(columns, rows) that an arrow key nudges by."""
_RESIZE_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_TYPING_WIDGETS = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit)


class CineInteraction(QObject):
    """Watches the canvas's viewport: pan, window/level, zoom and stepping here, the left button to the editor."""

    slice_step_requested = Signal(int)
    phase_step_requested = Signal(int)
    window_level_changed = Signal(float, float)

    def __init__(self, canvas: CineCanvas, editor: CineEditor, measuring: CineMeasuring, view: QObject) -> None:
        super().__init__(view)
        self._canvas, self._editor, self._measuring, self._view = canvas, editor, measuring, view
        self._gesture: str | None = None
        self._last_screen = QPointF()
        self._pointer_screen: QPointF | None = None
        self._wheel_remainder = 0
        self._window_key_down = False
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every mouse and wheel event of the viewport."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._move(event)
        elif kind == QEvent.Type.MouseButtonPress:
            self._press(event)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._release(event)
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._double_click(event)
        elif kind == QEvent.Type.Wheel:
            self._wheel(event)
        elif kind == QEvent.Type.ContextMenu:
            self._context_menu(event)
        elif kind == QEvent.Type.Enter:
            self._take_focus()
            return False
        elif kind == QEvent.Type.Leave:
            self._pointer_screen = None
            if not self._editor.gesture_active:
                self._editor.hover(None)
            return False
        else:
            return False
        return True

    def pointer_at(self, screen: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Pointer:
        """Where this place of the widget is in the image."""
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        return Pointer(self._canvas.to_image_px(screen), np.array([screen.x(), screen.y()]), alt, shift)

    def _take_focus(self) -> None:
        if not isinstance(QApplication.focusWidget(), _TYPING_WIDGETS):
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)

    # Buttons

    def _press(self, event: QMouseEvent) -> None:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._gesture is not None:
            return
        self._last_screen = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin("pan", Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press_left(event)

    def _press_left(self, event: QMouseEvent) -> None:
        if self._window_key_down:
            self._begin("window", Qt.CursorShape.SizeAllCursor)
        elif self._measuring.press(self.pointer_at(event.position(), event.modifiers())):
            self._gesture = "measure"
        elif self._editor.press(self.pointer_at(event.position(), event.modifiers())):
            self._gesture = "edit"
        elif self._editor.tool.drag_pans and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._begin("pan", Qt.CursorShape.ClosedHandCursor)

    def _begin(self, gesture: str, cursor: Qt.CursorShape) -> None:
        self._gesture = gesture
        self._canvas.viewport().setCursor(cursor)

    def _move(self, event: QMouseEvent) -> None:
        screen = event.position()
        self._pointer_screen = screen
        buttons = Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton
        if self._gesture is not None and not event.buttons() & buttons:
            self._end(event)  # the button went up where this window could not see it
        moved = screen - self._last_screen
        self._last_screen = screen
        if self._gesture == "edit":
            self._editor.move(self.pointer_at(screen, event.modifiers()))
        elif self._gesture == "measure":
            self._measuring.move(self.pointer_at(screen, event.modifiers()))
        elif self._gesture == "pan":
            self._canvas.pan_by(moved.x(), moved.y())
        elif self._gesture == "window":
            self._drag_window(moved)
        else:
            self._editor.hover(self.pointer_at(screen, event.modifiers()))
            self._measuring.hover(self.pointer_at(screen, event.modifiers()))
            self.show_cursor()

    def _release(self, event: QMouseEvent) -> None:
        held = {"pan": Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton}
        if self._gesture is not None and event.button() & held.get(self._gesture, Qt.MouseButton.LeftButton):
            self._end(event)

    def _end(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture == "edit":
            self._editor.release(self.pointer_at(event.position(), event.modifiers()))
        elif gesture == "measure":
            self._measuring.release(self.pointer_at(event.position(), event.modifiers()))
        else:
            self._editor.hover(self.pointer_at(event.position(), event.modifiers()))
        self.show_cursor()

    def _double_click(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._window_key_down:
            pointer = self.pointer_at(event.position(), event.modifiers())
            if self._measuring.double_click(pointer):
                return
            self._editor.double_click(pointer)
            self._editor.hover(pointer)

    def _drag_window(self, moved: QPointF) -> None:
        window = self._canvas.window_level
        if window is None:
            return
        centre, width = window
        width_after = max(width * float(np.exp(moved.x() / _WINDOW_TRAVEL_SCREEN_PX)), 1e-3)
        self._canvas.set_window_level(centre + moved.y() / _WINDOW_TRAVEL_SCREEN_PX * width, width_after)
        self.window_level_changed.emit(*self._canvas.window_level)

    def cancel(self) -> bool:
        """Take back a gesture in progress; False where there is none."""
        cancelled = self._editor.cancel_gesture()
        cancelled = self._measuring.cancel() or cancelled
        if self._gesture is not None:
            self._gesture = None
            self.show_cursor()
        return cancelled

    # Wheel

    def _wheel(self, event: QWheelEvent) -> None:
        event.accept()
        # Qt gives the wheel as sideways where Alt is held, macOS where Shift is held.
        self._wheel_remainder += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel_remainder / _WHEEL_NOTCH)
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            steps = self._wheel_remainder / _WHEEL_NOTCH
            if self._may_edit and self._editor.tool.resize(steps, self.pointer_at(event.position())):
                self._wheel_remainder = 0
                return
            factor = _ZOOM_PER_NOTCH ** (self._wheel_remainder / _WHEEL_NOTCH)
            self._wheel_remainder = 0
            if self._gesture is None:
                self._canvas.zoom_by(factor, event.position())
                self._editor.redraw_cursor(event.position())
            return
        self._wheel_remainder -= notches * _WHEEL_NOTCH
        if not notches:
            return
        if modifiers & Qt.KeyboardModifier.AltModifier and self._editor.tool_kind is EditTool.PUSHER:
            self._change_radius(notches)
        elif self._gesture is not None:
            return  # a contour in the hand stays on its image
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.phase_step_requested.emit(-notches)
        else:
            self.slice_step_requested.emit(-notches)

    def _change_radius(self, notches: int) -> None:
        self._editor.set_pusher_radius_mm(self._editor.pusher_radius_mm * _RADIUS_PER_NOTCH**notches)
        self._editor.show_hint(tr(f"Pusher radius {self._editor.pusher_radius_mm:.1f} mm"))

    # Keys

    @property
    def _may_edit(self) -> bool:
        """Whether keys and the wheel may change a contour: there is an image, it is shown, and the hand is off it."""
        editor = self._editor
        return self._gesture is None and editor.overlays_visible and editor.image_shape is not None

    def _is_for_whole_contour(self, event: QKeyEvent) -> bool:
        is_nudge = event.key() in _ARROWS and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        is_whole = self._editor.tool_kind is EditTool.WHOLE_CONTOUR and self._may_edit
        return is_whole and not others and (is_nudge or event.key() in _RESIZE_KEYS)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether this key belongs to the view at this moment, before any shortcut of the window."""
        if self._is_for_whole_contour(event):
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        return (
            (key == Qt.Key.Key_Escape and (self._gesture is not None or self._editor.freehand.is_waiting))
            or self._measuring.wants_key(key)
            or key == Qt.Key.Key_W
            or (key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._editor.hovered_handle is not None)
            or (key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight} and self._editor.tool_kind is EditTool.PUSHER)
        )

    def key_press(self, event: QKeyEvent) -> bool:
        """Handle a key; False where it is not the view's."""
        if not self.wants_key(event):
            return False
        key = event.key()
        if self._gesture in {None, "measure"} and self._measuring.key_press(key):
            self.show_cursor()
        elif self._is_for_whole_contour(event):
            if key in _ARROWS:
                self._editor.tool.nudge(*_ARROWS[key])
            else:
                self._editor.tool.resize(_RESIZE_KEYS[key])
        elif key == Qt.Key.Key_Escape:
            if self._gesture is None:
                self._editor.freehand.give_up()
            self.cancel()
        elif key == Qt.Key.Key_W:
            self._window_key_down = True
            self.show_cursor()
        elif key == Qt.Key.Key_BracketLeft:
            self._change_radius(-1)
        elif key == Qt.Key.Key_BracketRight:
            self._change_radius(1)
        elif not self._editor.gesture_active:
            self._editor.delete_point(self._editor.hovered_handle)
        return True

    def key_release(self, event: QKeyEvent) -> bool:
        """Handle a key let go; False where it is not the view's."""
        if event.key() != Qt.Key.Key_W or event.isAutoRepeat():
            return False
        self.forget_keys()
        return True

    def forget_keys(self) -> None:
        """No key is held any more, as far as this view can know."""
        self._window_key_down = False
        self.show_cursor()

    # Menu and cursor

    def menu_at(self, screen: QPointF) -> QMenu:
        """The context menu for this place."""
        menu = QMenu(self._view)
        target = self._editor.target_at(self.pointer_at(screen))
        insert = QAction(tr("Insert control point here"), menu, enabled=isinstance(target, CurveHit))
        insert.triggered.connect(lambda: self._editor.insert_point(target))
        delete = QAction(tr("Delete control point"), menu, enabled=isinstance(target, HandleHit))
        delete.triggered.connect(lambda: self._editor.delete_point(target))
        menu.addActions([insert, delete, *self._measuring.menu_actions(self.pointer_at(screen), menu)])
        if self._view.actions():
            menu.addSeparator()
            menu.addActions(self._view.actions())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _context_menu(self, event: QContextMenuEvent) -> None:
        if self._gesture is None:
            self.menu_at(QPointF(event.pos())).popup(event.globalPos())

    def show_cursor(self) -> None:
        """Show by the cursor what a press would do."""
        if self._gesture in {"pan", "window"}:
            return
        if self._window_key_down:
            shape = Qt.CursorShape.SizeAllCursor
        elif self._editor.hovered_handle is not None or self._measuring.is_hovering:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._editor.tool_kind in {EditTool.FREEHAND, EditTool.PUSHER, *MEASURING_TOOLS}:
            shape = Qt.CursorShape.CrossCursor
        elif self._editor.tool_kind is EditTool.WHOLE_CONTOUR:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self._canvas.viewport().setCursor(shape)
