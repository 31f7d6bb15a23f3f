"""How long the surfaces of 12 slices x 48 points take to loft and to draw: p50 and p95 in ms, of 25 frames a second.

Drawn in software into a view of 640 x 640, turned a little for each frame. Run it with ``QT_QPA_PLATFORM=offscreen``
where there is no display.
"""

from __future__ import annotations

import os
import time

import numpy as np

TARGET_MS = 40.0
_SLICES, _PHASES, _FRAMES = 12, 25, 100


def heart() -> tuple:
    """A frame of 12 slices, and the contours of a phase whose endocardium is ``shrink`` times as wide."""
    from cmrstudio.domain.annotation import SliceAnnotation
    from cmrstudio.domain.contour import Contour, Structure
    from cmrstudio.domain.surfaces import HeartFrame

    to_mm = np.zeros((_SLICES, 3, 3))
    to_mm[:, 0, 0], to_mm[:, 1, 1], to_mm[:, 2, 2] = 1.4, 1.4, np.arange(_SLICES) * 8.0
    angle = np.arange(16) * 2 * np.pi / 16
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    radii = (26 * np.sqrt(1 - (np.arange(_SLICES) / (_SLICES + 0.5)) ** 2)).tolist()

    def phase(shrink: float) -> dict[int, SliceAnnotation]:
        return {
            index: SliceAnnotation(
                "1",
                0,
                index,
                (
                    Contour(Structure.LV_ENDOCARDIUM, 64 + shrink * radius / 1.4 * circle, "reader"),
                    Contour(Structure.LV_EPICARDIUM, 64 + (radius + 9) / 1.4 * circle, "reader"),
                ),
            )
            for index, radius in enumerate(radii)
        }

    return HeartFrame(to_mm, None), phase


def measure() -> dict[str, np.ndarray]:
    """Times in ms of each kind of step."""
    from PySide6.QtWidgets import QApplication

    from cmrstudio.domain.contour import Structure
    from cmrstudio.domain.surfaces import ventricle_surface
    from cmrstudio.gui.views.surface_drawing import EpicardiumStyle, Scene
    from cmrstudio.gui.views.surface_view import SurfaceView

    frame, phase = heart()
    results: dict[str, list[float]] = {"loft both surfaces": []}
    lofted = []
    for index in range(_FRAMES):
        drawn = phase(1 - 0.3 * np.sin(np.pi * (index % _PHASES) / _PHASES))
        started = time.perf_counter()
        lofted.append(
            [ventricle_surface(frame, drawn, each) for each in (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM)]
        )
        results["loft both surfaces"].append(time.perf_counter() - started)
    view = SurfaceView()
    view.resize(640, 640)
    middle = np.array([64 * 1.4, 64 * 1.4, 44.0])
    view.set_frame(frame, middle, 62.0)
    view.show()
    QApplication.processEvents()
    corners = middle + np.array([[-45, -45, 0], [45, -45, 0], [45, 45, 0], [-45, 45, 0]])
    for style in EpicardiumStyle:
        times = results[f"draw, epicardium {style}"] = []
        for surfaces in lofted:
            view.turn(0.03, 0.01)
            started = time.perf_counter()
            view.show_scene(Scene(*surfaces, corners, epicardium_style=style))
            view.repaint()
            times.append(time.perf_counter() - started)
    view.close()
    return {name: 1000 * np.array(seconds[3:]) for name, seconds in results.items()}


def main() -> int:
    """Print the table; 1 where lofting and drawing together are over the target at the median."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    print(f"{'12 slices x 48 points':<34}{'p50 ms':>8}{'p95 ms':>8}{'target':>8}")
    times = measure()
    for name, values in times.items():
        middle, high = np.percentile(values, [50, 95])
        print(f"{name:<34}{middle:>8.1f}{high:>8.1f}{TARGET_MS:>8.0f}")
    loft, *drawing = (float(np.median(values)) for values in times.values())
    del application
    return int(loft + max(drawing) > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
