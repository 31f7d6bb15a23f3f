"""The whole story of a reading, in the real window, with the real model, on the real study."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.phases import PhaseSource
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.main_window import MainWindow

PATIENCE_MS = 240_000
REVIEWER = "Dr. Example"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def window(qtbot: QtBot, workspace: Path) -> Iterator[MainWindow]:
    opened = open_window(qtbot, workspace)
    yield opened
    opened.shut_down()


def open_window(qtbot: QtBot, workspace: Path) -> MainWindow:
    window = MainWindow(workspace)
    window.verifying.set_reviewer(REVIEWER)
    window.resize(1400, 900)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.models.model_id is not None and window.keeping.is_open, timeout=PATIENCE_MS)
    return window


def open_sample(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["open_sample"].trigger()
    session = window.session
    qtbot.waitUntil(lambda: session.is_complete and session.is_restored, timeout=PATIENCE_MS)


def segment(qtbot: QtBot, window: MainWindow, action: str) -> None:
    window.actions_by_name[action].trigger()
    assert window.segmentation.is_busy
    qtbot.waitUntil(lambda: not window.segmentation.is_busy, timeout=PATIENCE_MS)


def screen_point(window: MainWindow, point_px: np.ndarray) -> QPoint:
    return window.page.cine.canvas.to_screen(point_px).toPoint()


def test_a_reading_is_found_again_as_it_was_left(qtbot: QtBot, workspace: Path) -> None:
    window = open_window(qtbot, workspace)
    open_sample(qtbot, window)
    session = window.session
    assert session.stack is not None
    assert session.stack.present.all()
    assert session.phases.end_systole_source is PhaseSource.IMAGES

    phase_before = session.position[0]
    window.actions_by_name["play"].trigger()
    qtbot.waitUntil(lambda: session.position[0] != phase_before, timeout=5000)
    window.actions_by_name["play"].trigger()

    segment(qtbot, window, "segment_study")
    assert window.message_bar.text == ""
    assert session.phases.end_diastole_source is PhaseSource.VOLUMES
    qtbot.waitUntil(lambda: bool(np.isfinite(window.page.curve.volumes_ml).all()), timeout=2000)
    assert session.measures is not None
    assert np.isfinite(session.measures.volumes_ml).all()
    assert session.measures.ef_percent is not None

    window.actions_by_name["go_to_ed"].trigger()
    edv_before = session.measures.edv_ml
    drag_first_control_point(qtbot, window)
    assert session.measures.edv_ml != edv_before
    assert session.state() is ContourState.EDITED
    window.actions_by_name["verify_image"].trigger()
    qtbot.waitUntil(lambda: session.state() is ContourState.VERIFIED, timeout=5000)

    window.actions_by_name["next_phase"].trigger()
    window.actions_by_name["set_ed"].trigger()
    left = dict(session.annotations), session.phases, session.measures.edv_ml, session.position[1]
    verified_key = (session.position[0] - 1) % session.stack.phase_count, session.position[1]
    window.close()
    window.shut_down()

    again = open_window(qtbot, workspace)
    open_sample(qtbot, again)
    found = again.session
    assert {key: a.contours for key, a in found.annotations.items()} == {key: a.contours for key, a in left[0].items()}
    assert found.phases == left[1]
    assert found.phases.end_diastole_source is PhaseSource.READER
    assert found.measures is not None
    assert found.measures.edv_ml == left[2]
    assert found.state(verified_key) is ContourState.VERIFIED
    verification = found.verification(verified_key)
    assert verification is not None
    assert verification.reviewer == REVIEWER
    again.shut_down()


def drag_first_control_point(qtbot: QtBot, window: MainWindow) -> None:
    """Take the first control point of the endocardium and pull it outwards by two pixels of the image."""
    window.actions_by_name["control_points"].trigger()
    contour = window.session.annotation().contour(Structure.LV_ENDOCARDIUM)
    assert contour is not None
    start = contour.points_px[0]
    outwards = start - contour.points_px.mean(axis=0)
    end = start + 2 * outwards / np.linalg.norm(outwards)
    viewport = window.page.cine.canvas.viewport()
    qtbot.mouseMove(viewport, screen_point(window, start))
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=screen_point(window, start))
    for share in (0.5, 1.0):
        qtbot.mouseMove(viewport, screen_point(window, start + share * (end - start)))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=screen_point(window, end))


def test_a_phase_set_by_hand_survives_a_segmentation(qtbot: QtBot, window: MainWindow) -> None:
    open_sample(qtbot, window)
    window.session.go_to(phase_index=3)
    window.actions_by_name["set_es"].trigger()
    segment(qtbot, window, "segment_study")
    assert window.session.phases.end_systole == 3
    assert window.session.phases.end_systole_source is PhaseSource.READER


def test_the_window_survives_the_death_of_the_engine(qtbot: QtBot, window: MainWindow) -> None:
    open_sample(qtbot, window)
    window.actions_by_name["segment_study"].trigger()
    qtbot.waitUntil(lambda: bool(window.session.annotations), timeout=PATIENCE_MS)
    pid = window.gpu_worker.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.segmentation.is_busy, timeout=PATIENCE_MS)
    assert "engine" in window.message_bar.text.lower()
    drawn = len(window.session.annotations)
    window.session.go_to(phase_index=window.session.phases.end_systole)
    segment(qtbot, window, "segment_slice")
    assert len(window.session.annotations) >= drawn
    assert window.gpu_worker.engine_pid not in (None, pid)


def test_the_program_tests_itself_and_its_window_never_loads_tensorflow(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "cmrstudio", "--selftest"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("ok")
