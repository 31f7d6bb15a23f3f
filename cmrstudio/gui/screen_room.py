"""Keeps windows as small as their screen: one scaled by 200 % leaves no more than 960 x 540 of a common 1920 x 1080."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QStyle, QWidget


def screen_room(window: QWidget) -> QRect:
    """What bars and docks leave of the screen on which ``window`` is or, before it is shown, will be."""
    return _shown_like(window).screen().availableGeometry()


def size_within(window: QWidget, size: QSize, room: QRect) -> QSize:
    """``size``, or as much of it as ``room`` has for a window with its frame."""
    return size.boundedTo(room.marginsRemoved(_frame(window)).size())


def keep_within(window: QWidget, room: QRect) -> None:
    """Make a window as small as ``room``, also where more was asked for, and move it there once it has a place.

    A dialog that is on its way to the screen has none yet: Qt then puts it over the middle of its window, and may leave
    its frame outside of the screen.
    """
    if window.isMaximized() or window.isFullScreen():
        return
    most = room.marginsRemoved(_frame(window)).size()
    least = window.minimumSize()
    if least.boundedTo(most) != least:
        window.setMinimumSize(least.boundedTo(most))
    if window.size().boundedTo(most) != window.size():
        window.resize(window.size().boundedTo(most))
    handle = window.windowHandle()
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved) or (handle is not None and handle.isVisible()):
        _move_within(window, room)


def _move_within(window: QWidget, room: QRect) -> None:
    frame = window.frameGeometry()
    place = frame.topLeft()
    place.setX(max(room.left(), min(place.x(), room.right() + 1 - frame.width())))
    place.setY(max(room.top(), min(place.y(), room.bottom() + 1 - frame.height())))
    if place != frame.topLeft():
        window.move(place)


def _shown_like(window: QWidget) -> QWidget:
    """The window itself; before it is shown its parent's, on whose screen and in whose frame it will be."""
    parent = window.parentWidget()
    return parent.window() if parent is not None and window.windowHandle() is None else window


def _frame(window: QWidget) -> QMargins:
    """The frame that the system puts around a window; before it is shown, that around its parent, or a title bar."""
    framed = _shown_like(window)
    if framed.windowHandle() is None:
        return QMargins(0, framed.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight), 0, 0)
    inner, outer = framed.geometry(), framed.frameGeometry()
    return QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )
