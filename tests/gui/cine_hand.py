"""A cine view with two round contours, and a reader's hand that works it with real mouse events."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.views.cine_view import CineView, EditTool

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_MODIFIER, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CENTRE = np.array([64.0, 64.0])


def circle(radius: float, count: int = 12) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return CENTRE + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def arc(radius: float, start: float, end: float, count: int = 40) -> np.ndarray:
    angle = np.linspace(start, end, count)
    return CENTRE + radius * np.column_stack([np.cos(angle), np.sin(angle)])


class Hand:
    """A reader's hand on a cine view: real mouse events, and a record of the signals they brought about."""

    def __init__(self, view: CineView) -> None:
        self.view = view
        self.events: list[tuple[str, object]] = []
        view.contour_edit_started.connect(lambda structure: self.events.append(("started", structure)))
        view.contour_dragged.connect(lambda contour: self.events.append(("dragged", contour)))
        view.contour_edit_finished.connect(lambda contour, name: self.events.append(("finished", (contour, name))))
        view.contour_edit_cancelled.connect(lambda structure: self.events.append(("cancelled", structure)))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    @property
    def finished(self) -> list[tuple[Contour, str]]:
        return [what for name, what in self.events if name == "finished"]

    def at(self, position_px: Iterable[float]) -> QPoint:
        return self.view.canvas.to_screen(tuple(position_px)).toPoint()

    def press(self, position_px, modifiers=NO_MODIFIER) -> None:
        QTest.mousePress(self.view.canvas.viewport(), LEFT, modifiers, self.at(position_px))

    def move(self, position_px, held=LEFT) -> None:
        viewport = self.view.canvas.viewport()
        place = self.view.canvas.to_screen(tuple(position_px))
        event = QMouseEvent(QEvent.Type.MouseMove, place, viewport.mapToGlobal(place), NO_BUTTON, held, NO_MODIFIER)
        QApplication.sendEvent(viewport, event)

    def hover(self, position_px) -> None:
        self.move(position_px, NO_BUTTON)

    def release(self, position_px) -> None:
        QTest.mouseRelease(self.view.canvas.viewport(), LEFT, NO_MODIFIER, self.at(position_px))

    def double_click(self, position_px) -> None:
        self.press(position_px)
        self.release(position_px)
        QTest.mouseDClick(self.view.canvas.viewport(), LEFT, NO_MODIFIER, self.at(position_px))

    def stroke(self, line: np.ndarray) -> None:
        self.press(line[0])
        for position in line[1:]:
            self.move(position)
        self.release(line[-1])

    def wheel(self, delta: int, modifiers=NO_MODIFIER) -> None:
        viewport = self.view.canvas.viewport()
        place = QPointF(viewport.rect().center())
        event = QWheelEvent(
            place,
            viewport.mapToGlobal(place),
            QPoint(),
            QPoint(0, delta),
            NO_BUTTON,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    @property
    def hint(self) -> str:
        return self.view._overlay.content.hint


def cine_view(qtbot) -> CineView:
    widget = CineView()
    qtbot.addWidget(widget)
    widget.resize(640, 640)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_image(np.arange(128 * 128, dtype=np.int16).reshape(128, 128), (1.0, 1.0))
    widget.set_contours(
        (Contour(ENDO, circle(20), "unet@1.0.0"), Contour(EPI, circle(32), "unet@1.0.0")), ContourState.PREDICTED
    )
    widget.set_tool(EditTool.CONTROL_POINTS)
    QApplication.processEvents()
    return widget


def shown(view: CineView, structure: Structure = ENDO) -> Contour:
    return next(contour for contour in view.contours() if contour.structure is structure)
