"""How long after an edit or undo each panel shows it: p50 and p95 in ms, with the redraw of the whole window.

A heart of 12 slices and 25 phases is drawn in the real window. Each edit changes a contour at end-diastole, and the
clock stops when the panel that is seen has painted what it makes of it. ``work`` is the time of the processor in it,
which other programs do not lengthen. Run it with ``QT_QPA_PLATFORM=offscreen`` where there is no display.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

TARGET_MS = 100.0
PHASES, SLICES, SIZE = 25, 12, 256
_EDITS = 60


def _ring(radius_px: float) -> np.ndarray:
    angle = np.arange(24) * 2 * np.pi / 24
    return SIZE / 2 + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])


def _study():
    from cmrstudio.domain.patient_facts import PatientFacts, Sex
    from cmrstudio.domain.study import CineStack, Series, Study, View

    stack = CineStack(
        pixels=np.random.default_rng(0).integers(0, 900, (PHASES, SLICES, SIZE, SIZE)).astype(np.int16),
        present=np.ones((PHASES, SLICES), bool),
        pixel_spacing_mm=(1.4, 1.4),
        slice_positions_mm=np.arange(SLICES) * 8.0,
        affine_mm=np.repeat(np.eye(4)[None], SLICES, axis=0),
        trigger_times_ms=np.repeat(np.arange(PHASES)[:, None] * 32.0, SLICES, axis=1),
        sop_uids=np.full((PHASES, SLICES), "1.2.3"),
        slice_thickness_mm=8.0,
        frame_time_ms=32.0,
        heart_rate_bpm=75.0,
    )
    series = Series("1.2.3", View.SHORT_AXIS, "phantom", stack)
    patient = PatientFacts(Sex.MALE, 60, 180, 80)
    return Study("1.2", "patient", None, (series,), Path("/phantom"), patient=patient)


def _heart(uid: str) -> list:
    from cmrstudio.domain.annotation import SliceAnnotation
    from cmrstudio.domain.contour import Contour, Structure

    drawn = []
    for phase in range(PHASES):
        inner = 18 + 4 * np.cos(2 * np.pi * phase / PHASES)
        for slice_ in range(SLICES):
            outer = np.sqrt(30**2 - 22**2 + inner**2) + slice_ * 0.01
            pairs = ((Structure.LV_ENDOCARDIUM, inner - slice_ * 0.01), (Structure.LV_EPICARDIUM, outer))
            contours = tuple(Contour(structure, _ring(radius), "unet@1.0.0") for structure, radius in pairs)
            drawn.append(SliceAnnotation(uid, phase, slice_, contours))
    return drawn


def measure(title: str) -> tuple[np.ndarray, np.ndarray]:
    """Times and work [n, 2] in ms from steps of a drag, and from undo and redo, to the painted panel of this tab."""
    from PySide6.QtWidgets import QApplication

    from cmrstudio.domain.aha_segments import RvInsertion
    from cmrstudio.domain.contour import Structure
    from cmrstudio.domain.phases import PhaseSelection, PhaseSource
    from cmrstudio.gui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Path(folder) / "workspace.sqlite")
        window.resize(1440, 900)
        window.show()
        session, study = window.session, _study()
        session.open_study(study)
        session.complete_study(study)
        session.restore({}, {}, None)
        session.place(_heart("1.2.3"), None)
        session.place_phases(PhaseSelection(0, 12, PhaseSource.READER, PhaseSource.READER))
        window.study_facts.mark_insertion(RvInsertion(0, 5, 110.0, 100.0))
        panels = window.page.panels
        panels.setCurrentIndex(next(index for index in range(panels.count()) if panels.tabText(index) == title))
        _settle(QApplication, 0.5)

        def timed(change: Callable[[], None]) -> tuple[float, float]:
            shown = _shown(window)
            started, worked = time.perf_counter(), time.process_time()
            change()
            while _shown(window) == shown and time.perf_counter() - started < 5:
                QApplication.processEvents()
                time.sleep(0.001)
            panels.repaint()
            return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)

        session.go_to(0, 5)
        contour = session.annotation((0, 5)).contour(Structure.LV_ENDOCARDIUM)
        steps = [contour.with_points(_ring(19 + 0.12 * number)) for number in range(_EDITS)]
        dragged = [timed(lambda step=step: session.preview(step, "Drag")) for step in steps]
        session.finish_gesture(session.annotation((0, 5)), "Drag")
        _settle(QApplication, 0.5)
        undone = [
            timed(each) for _ in range(_EDITS // 2) for each in (session.undo_stack.undo, session.undo_stack.redo)
        ]
        window.shut_down()
        window.deleteLater()
        QApplication.processEvents()
    return np.array(dragged[3:]), np.array(undone[3:])


def _shown(window) -> tuple:
    """What the reader sees of the numbers: it changes with every edit."""
    if window.surfaces.view.isVisible():
        surface = window.surfaces.view.scene.endocardium
        return () if surface is None else (surface.volume_ml,)
    if window.walls_panel.isVisible():
        return tuple(window.walls_panel.bulls_eye.values)
    if window.page.measures.isVisible():
        return (window.page.measures.value_text("edv_ml"),)
    return window.numbers_panel.text("edv_ml"), window.page.curve.rates_text


def _settle(application, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        application.processEvents()
        time.sleep(0.002)


def main() -> int:
    """Print the table; 1 where a 95th percentile is over the target."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    print(f"{'edit to what is seen':<34}{'p50 ms':>8}{'p95 ms':>8}{'target':>8}{'work':>8}")
    slowest = 0.0
    for title, name in (
        ("Reading", "measures"),
        ("Numbers", "numbers and rates"),
        ("Walls", "walls"),
        ("3-D", "surfaces"),
    ):
        for what, measured in zip(("drag", "undo"), measure(title), strict=True):
            (middle, high), work = np.percentile(measured[:, 0], [50, 95]), np.median(measured[:, 1])
            slowest = max(slowest, high)
            print(f"{f'{name}, {what}':<34}{middle:>8.1f}{high:>8.1f}{TARGET_MS:>8.0f}{work:>8.1f}")
    del application
    return int(slowest > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
