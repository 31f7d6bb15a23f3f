"""What all views with many images do alike under mouse, wheel and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from cmrstudio.gui.controllers.reading_session import Key

_WHEEL_NOTCH = 120
_ZOOM_PER_NOTCH = 1.2
_TYPING_WIDGETS = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit)


class PictureView(QWidget):
    """Steps, zooms, pans and windows as the cine does; what a left click does is for those who build on it.

    Steps are positive towards the apex and towards later phases. Drags are in pixels of the screen.
    """

    image_requested = Signal(int, int)
    """Phase and slice to go to."""
    cine_requested = Signal(int, int)
    """Phase and slice to show in the cine alone."""
    slice_step_requested = Signal(int)
    phase_step_requested = Signal(int)
    window_dragged = Signal(float, float)
    zoom_requested = Signal(float)
    pan_dragged = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._wheel_remainder = 0
        self._window_key_down = False
        self._drag = ""
        self._last = QPointF()

    # For those who build on it

    def key_at(self, place: QPointF) -> Key | None:
        """(phase index, slice index) of the image at a place of the widget; None beside the images."""
        raise NotImplementedError

    def screen_px_per_image_px(self) -> tuple[float, float]:
        """Size of a source pixel on the screen (column, row)."""
        raise NotImplementedError

    def press_left(self, event: QMouseEvent) -> None:
        """The left button goes down; by default, go to the image under it."""
        key = self.key_at(event.position())
        if key is not None:
            self.image_requested.emit(*key)

    def drag_left(self, event: QMouseEvent) -> None:
        """The mouse moves with the left button down, after ``press_left``."""

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag, or click."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._last = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin("pan", Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._window_key_down:
                self._begin("window", Qt.CursorShape.SizeAllCursor)
            else:
                self._drag = "left"
                self.press_left(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a drag."""
        moved, self._last = event.position() - self._last, event.position()
        if not event.buttons():
            self._drag = ""
        if self._drag == "pan":
            self.pan_dragged.emit(moved.x(), moved.y())
        elif self._drag == "window":
            self.window_dragged.emit(moved.x(), moved.y())
        elif self._drag == "left":
            self.drag_left(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End a drag."""
        self._drag = ""
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the image in the cine alone."""
        key = self.key_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and key is not None and not event.modifiers():
            self.cine_requested.emit(*key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Slices; phases with Shift, zoom with Ctrl."""
        event.accept()
        # Qt gives the wheel as sideways where Alt is held, macOS where Shift is held.
        self._wheel_remainder += event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(_ZOOM_PER_NOTCH ** (self._wheel_remainder / _WHEEL_NOTCH))
            self._wheel_remainder = 0
            return
        notches = int(self._wheel_remainder / _WHEEL_NOTCH)
        self._wheel_remainder -= notches * _WHEEL_NOTCH
        if notches and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.phase_step_requested.emit(-notches)
        elif notches:
            self.slice_step_requested.emit(-notches)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Take the keys, unless somebody types."""
        if not isinstance(QApplication.focusWidget(), _TYPING_WIDGETS):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def _begin(self, drag: str, cursor: Qt.CursorShape) -> None:
        self._drag = drag
        self.setCursor(cursor)

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.SizeAllCursor if self._window_key_down else Qt.CursorShape.ArrowCursor)

    # Keys

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether this key is the view's own, before any shortcut of the window."""
        return event.key() == Qt.Key.Key_W and not event.modifiers()

    def event(self, event: QEvent) -> bool:
        """Keep the view's own keys from being taken as shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and self.wants_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """W held: the left button drags window and level."""
        if event.key() == Qt.Key.Key_W and not event.modifiers():
            self._window_key_down = True
            self._show_cursor()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """W let go."""
        if event.key() == Qt.Key.Key_W and not event.isAutoRepeat():
            self._forget_keys()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key let go elsewhere must not stay held here."""
        self._forget_keys()
        super().focusOutEvent(event)

    def _forget_keys(self) -> None:
        self._window_key_down = False
        self._show_cursor()
