"""A window with a phantom in it, and a hand that works its layouts with real mouse and key events."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure

LEFT, MIDDLE, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PHASES, SLICES = 10, 5


def show_phantom(window, study) -> None:
    window.session.open_study(study)
    window.session.complete_study(study)
    window.session.restore({}, {}, None)


def circle(radius_px: float, centre_px=(32.0, 32.0), count: int = 12) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return np.array(centre_px) + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])


def draw(session, *keys, radius_px=12.0, source="unet@1.0.0", quality=None) -> None:
    """Put both contours on images, as a model does."""
    session.place(
        [
            SliceAnnotation(
                session.series.series_uid,
                *key,
                (
                    Contour(Structure.LV_ENDOCARDIUM, circle(radius_px), source, quality),
                    Contour(Structure.LV_EPICARDIUM, circle(radius_px + 5), source, quality),
                ),
            )
            for key in keys
        ],
        "Segment",
    )


def mouse(widget: QWidget, kind: QEvent.Type, place: QPointF, button=LEFT, held=LEFT, modifiers=PLAIN) -> None:
    QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, held, modifiers))


def drag(widget: QWidget, start: QPointF, end: QPointF, button=LEFT, modifiers=PLAIN, steps: int = 5) -> None:
    mouse(widget, QEvent.Type.MouseButtonPress, start, button, button, modifiers)
    for step in range(1, steps + 1):
        mouse(widget, QEvent.Type.MouseMove, start + (end - start) * step / steps, NO_BUTTON, button, modifiers)
    mouse(widget, QEvent.Type.MouseButtonRelease, end, button, NO_BUTTON, modifiers)


def click(widget: QWidget, place: QPointF, modifiers=PLAIN) -> None:
    QTest.mouseClick(widget, LEFT, modifiers, place.toPoint())


def wheel(widget: QWidget, delta: int, modifiers=PLAIN) -> None:
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, delta),
        NO_BUTTON,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


class PaintCounter(QObject):
    """Counts how often widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.counts = dict.fromkeys(widgets, 0)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[watched] += 1
        return False
