"""Studies, contours, workers and windows for the tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings
from PySide6.QtGui import QCursor

from cmrstudio import learning, workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study import CineStack, Series, Study, View
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.theme import Theme, apply_theme
from cmrstudio.gui.workers.gpu_worker import GpuWorker
from cmrstudio.inference.model_versions import ModelVersions
from tests import brightness_model
from tests.gui.training_hand import MODEL, SOON_MS, is_shown, reference, weights
from tests.verified_hearts import WHO, verify

RADIUS_PX = 12.0
NOWHERE = QPoint(-1000, -1000)


def ring(radius_px: float = RADIUS_PX, centre_px: tuple[float, float] = (32.0, 32.0), count: int = 12) -> np.ndarray:
    """Control points (column, row) of a circle."""
    angle = np.arange(count) * 2 * np.pi / count
    return np.array(centre_px) + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])


def endocardium(radius_px: float = RADIUS_PX, source: str = "unet@1.0.0") -> Contour:
    return Contour(Structure.LV_ENDOCARDIUM, ring(radius_px), source)


@pytest.fixture
def make_contour() -> Callable[..., Contour]:
    return endocardium


def _study(phases: int, slices: int, name: str = "1") -> Study:
    rows, columns = np.mgrid[:64, :64] - 32
    disk = np.hypot(rows, columns)
    radius = 12 - 3 * np.sin(np.pi * np.arange(phases) / max(phases, 1))
    images = np.where(disk[None] < radius[:, None, None], 900, 200).astype(np.int16)
    stack = CineStack(
        pixels=np.repeat(images[:, None], slices, axis=1),
        present=np.ones((phases, slices), bool),
        pixel_spacing_mm=(1.5, 1.5),
        slice_positions_mm=np.arange(slices) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], slices, axis=0),
        trigger_times_ms=np.repeat(np.arange(phases)[:, None] * 40.0, slices, axis=1),
        sop_uids=np.full((phases, slices), "1.2.3"),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )
    series = Series(f"1.2.{name}", View.SHORT_AXIS, "phantom", stack)
    return Study(f"1.1.{name}", "patient", "2020-01-01", (series,), Path("/phantom") / name, patient_label="Phantom")


@pytest.fixture
def make_study() -> Callable[..., Study]:
    return _study


@pytest.fixture
def session(qapp) -> ReadingSession:
    """A session on a phantom of 10 phases and 5 slices, all there and nothing kept from before."""
    made = ReadingSession()
    study = _study(10, 5)
    made.open_study(study)
    made.complete_study(study)
    made.restore({}, {}, None)
    return made


@pytest.fixture
def draw(session) -> Callable[..., SliceAnnotation]:
    """Put a predicted endocardium on an image of the session."""

    def put(phase_index: int, slice_index: int, radius_px: float = RADIUS_PX) -> SliceAnnotation:
        annotation = SliceAnnotation(session.series.series_uid, phase_index, slice_index, (endocardium(radius_px),))
        session.place([annotation], "Segment")
        return annotation

    return put


@pytest.fixture(scope="session")
def sample_study() -> Study:
    """The bundled study, read for real."""
    return workflow.open_study(sample_study_folder())


@pytest.fixture
def short_study(sample_study) -> Study:
    """Three phases and three middle slices of the bundled study: quick to segment."""
    series = sample_study.short_axis
    stack = series.stack
    some = np.s_[:3, 4:7]
    cut = replace(
        stack,
        pixels=stack.pixels[some],
        present=stack.present[some],
        slice_positions_mm=stack.slice_positions_mm[4:7],
        affine_mm=stack.affine_mm[4:7],
        trigger_times_ms=stack.trigger_times_ms[some],
        sop_uids=stack.sop_uids[some],
    )
    return replace(sample_study, series=(replace(series, stack=cut),))


@pytest.fixture(scope="session")
def gpu_worker(qapp) -> Iterator[GpuWorker]:
    """The worker with a real engine, started once for all tests that segment."""
    worker = GpuWorker()
    worker.start(workflow.DEFAULT_MODEL)
    yield worker
    worker.close()


@pytest.fixture
def settings(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def workspace(tmp_path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture(autouse=True)
def _no_test_begins_where_another_one_left_the_mouse(request: pytest.FixtureRequest) -> None:
    """A control under the mouse is lit as soon as a layout or a panel changes beneath it, not before."""
    if "qapp" in request.fixturenames:
        request.getfixturevalue("qapp")
        QCursor.setPos(NOWHERE)


@pytest.fixture
def use_theme(qapp):
    """Give the application a theme; afterwards it is as plain as before."""
    palette = qapp.palette()
    yield lambda theme: apply_theme(qapp, theme)
    apply_theme(qapp, Theme.DARK)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


@pytest.fixture
def open_window(qtbot, workspace) -> Iterator[Callable[[], MainWindow]]:
    """Make windows on the test's workspace; they are shut down at the end."""
    made: list[MainWindow] = []

    def make(*, start: bool = True) -> MainWindow:
        window = MainWindow(workspace)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        if start:
            window.start()
            qtbot.waitUntil(lambda: window.keeping.is_open, timeout=20_000)
        return window

    yield make
    for window in made:
        window.shut_down()
        window.deleteLater()
    # Else all windows of all tests live on, and each change of theme or language goes through them.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def versions(workspace: Path, tmp_path: Path) -> ModelVersions:
    """The versions of the workspace: beside the shipped models one that takes grey for cavity, and learns fast."""
    elsewhere = ModelVersions(tmp_path / "elsewhere")
    elsewhere.add_candidate(brightness_model.card(), weights(right=False))
    package = elsewhere.export(MODEL, "1.0.0", tmp_path / "brightness.cmrmodel")
    found = learning.model_versions(workspace)
    found.import_(package, WHO)
    return found


@pytest.fixture
def open_training(qtbot, open_window, workspace, versions) -> Callable:
    """Open the training window on the model that learns fast."""

    def make(patients: int = 3):
        if not workspace.exists():
            verify(workspace.parent, patients)
        window = open_window()
        window.learning_worker.reference = reference()
        qtbot.waitUntil(lambda: window.models.model_id is not None, timeout=SOON_MS)
        assert window.learning_window.controls.model_id == "unet", "the first network of the ensemble"
        window.actions_by_name["training"].trigger()
        models = window.learning_window.controls.models
        models.setCurrentIndex(models.findData(MODEL))
        qtbot.waitUntil(lambda: is_shown(window), timeout=SOON_MS)
        return window

    return make
