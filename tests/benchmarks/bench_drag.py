"""How long one step of dragging a contour takes, with all that hangs on it and the redraw: p50 and p95 in ms.

Each step is a real mouse move delivered to the view, followed by the painting of the whole widget's changed parts.
Run it with ``QT_QPA_PLATFORM=offscreen`` where there is no display.
"""

from __future__ import annotations

import os
import time

import numpy as np

TARGET_MS = 16.0
_STEPS = 200


def synthetic_image(size: int) -> np.ndarray:
    """A bright ventricle in dark muscle on noise, int16 [row, column]."""
    rows, columns = np.mgrid[:size, :size] - size / 2
    radius = np.hypot(rows, columns) / size
    image = np.where(radius < 0.12, 900.0, np.where(radius < 0.17, 250.0, 450.0))
    return (image + np.random.default_rng(0).normal(0, 40, image.shape)).astype(np.int16)


def measure(size: int, tool_name: str) -> np.ndarray:
    """Times of drag steps in ms for an image of ``size`` x ``size`` in a view of 900 x 900."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from cmrstudio.domain.contour import Contour, Structure
    from cmrstudio.domain.verification import ContourState
    from cmrstudio.gui.views.cine_view import CineView, EditTool

    view = CineView()
    view.resize(900, 900)
    view.show()
    view.set_image(synthetic_image(size), (350 / size, 350 / size))
    view.set_corner_text("Patient\nShort axis cine", "Slice 5 of 10\nPhase 1 of 25", "", "Not for diagnostic use")
    angle = np.arange(24) * 2 * np.pi / 24
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    contours = tuple(
        Contour(structure, size / 2 + share * size * circle, "reader")
        for structure, share in ((Structure.LV_ENDOCARDIUM, 0.12), (Structure.LV_EPICARDIUM, 0.17))
    )
    view.set_contours(contours, ContourState.EDITED)
    view.set_tool(EditTool(tool_name))
    view.zoom_in(2.0)
    QApplication.processEvents()
    viewport = view.canvas.viewport()

    def send(kind: QEvent.Type, position: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        place = viewport.mapToGlobal(position)
        event = QMouseEvent(kind, position, place, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)

    begin = contours[0].points_px[0] if tool_name == "control_points" else np.array([size * 0.58, size / 2])
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send(QEvent.Type.MouseButtonPress, view.canvas.to_screen(begin), left, left)
    times = []
    for step in range(_STEPS):
        turn = 2 * np.pi * step / 50
        place = view.canvas.to_screen(begin + size * 0.03 * np.array([1 - np.cos(turn), np.sin(turn)]))
        started = time.perf_counter()
        send(QEvent.Type.MouseMove, place, none, left)
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - started))
    send(QEvent.Type.MouseButtonRelease, place, left, none)
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    return np.array(times[5:])


def main() -> int:
    """Print the table; 1 where a 95th percentile is over the target."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    print(f"{'drag step':<34}{'p50 ms':>8}{'p95 ms':>8}{'target':>8}")
    slowest = 0.0
    for size in (256, 512):
        for tool in ("control_points", "pusher", "freehand"):
            middle, high = np.percentile(measure(size, tool), [50, 95])
            slowest = max(slowest, high)
            print(f"{tool + f', {size} x {size}':<34}{middle:>8.1f}{high:>8.1f}{TARGET_MS:>8.0f}")
    del application
    return int(slowest > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
