from __future__ import annotations

import pytest

from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.gui.controllers.opening import OpeningController
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.workers.study_loader import StudyLoader

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def loader(qapp):
    """One loader with warm decoding processes for all tests."""
    made = StudyLoader()
    yield made
    made.close()


@pytest.fixture
def opening(loader):
    return OpeningController(ReadingSession(), loader)


def test_an_image_comes_before_the_plan_and_the_plan_before_the_rest(qtbot, loader):
    heard = []
    loader.preview_ready.connect(lambda image, spacing: heard.append(("preview", image.ndim)))
    loader.study_planned.connect(lambda study: heard.append(("plan", study.short_axis.stack.present.any())))
    loader.frames_ready.connect(lambda frames: heard.append(("frames", len(frames))))
    with qtbot.waitSignal(loader.study_ready, timeout=PATIENCE_MS) as ready:
        loader.open(sample_study_folder())
    batches = [count for kind, count in heard if kind == "frames"]
    assert heard[0] == ("preview", 2)
    assert [kind for kind, _ in heard[:2]] == ["preview", "plan"]
    assert sum(batches) == 240
    assert len(batches) < 120
    assert ready.args[0].short_axis.stack.present.all()


def test_cancelling_ends_the_reading(qtbot, loader):
    with qtbot.waitSignal(loader.cancelled, timeout=PATIENCE_MS):
        loader.open(sample_study_folder())
        loader.cancel()
    assert not loader.is_loading


def test_a_second_study_abandons_the_first(qtbot, loader):
    ready = []
    loader.study_ready.connect(ready.append)
    loader.open(sample_study_folder())
    with qtbot.waitSignal(loader.study_ready, timeout=PATIENCE_MS):
        loader.open(sample_study_folder())
    assert len(ready) == 1


def test_a_folder_without_a_cine_fails_with_its_name(qtbot, loader, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing to see")
    with qtbot.waitSignal(loader.failed, timeout=PATIENCE_MS) as failure:
        loader.open(tmp_path)
    assert str(tmp_path) in failure.args[0]


def test_a_path_that_does_not_exist_fails_at_once(qtbot, opening, tmp_path):
    with qtbot.waitSignal(opening.failed) as failure:
        opening.open(tmp_path / "gone")
    assert "no such file or folder" in failure.args[0]


def test_an_opened_study_has_phases_guessed_and_says_what_was_left_out(qtbot, loader):
    session = ReadingSession()
    opening = OpeningController(session, loader)
    notes = []
    opening.noted.connect(notes.append)
    with qtbot.waitSignal(opening.ended, timeout=PATIENCE_MS):
        opening.open(sample_study_folder())
    assert session.is_complete
    assert session.phases.end_systole > 0
    assert "15 files are not part of this cine" in notes[0]


def test_a_failed_opening_leaves_the_open_study_alone(qtbot, loader, tmp_path, make_study):
    session = ReadingSession()
    opening = OpeningController(session, loader)
    session.open_study(make_study(4, 3))
    with qtbot.waitSignal(opening.failed, timeout=PATIENCE_MS):
        opening.open(tmp_path)
    assert session.study.patient_label == "Phantom"
