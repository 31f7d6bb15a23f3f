"""Segmentation through the real engine with the shipped model, without a window."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.phases import PhaseSource
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.controllers.segmentation import SegmentationController
from cmrstudio.workflow import DEFAULT_MODEL

PATIENCE_MS = 120_000


@pytest.fixture
def reading(qtbot, short_study):
    session = ReadingSession()
    session.open_study(short_study)
    session.complete_study(short_study)
    session.restore({}, {}, None)
    return session


@pytest.fixture
def segmentation(qtbot, reading, gpu_worker):
    made = SegmentationController(reading, gpu_worker)
    yield made
    made.cancel()
    qtbot.waitUntil(lambda: not made.is_busy, timeout=PATIENCE_MS)
    gpu_worker.disconnect(made)


def _finish(qtbot, segmentation, start):
    with qtbot.waitSignal(segmentation.finished, timeout=PATIENCE_MS) as told:
        start()
    return told.args[0]


def test_a_whole_study_gets_contours_volumes_and_phases_from_the_volumes(qtbot, reading, segmentation):
    text = _finish(qtbot, segmentation, lambda: segmentation.segment_study(DEFAULT_MODEL))
    assert text == "Contours drawn on 9 images."
    assert np.isfinite(reading.measures.volumes_ml).all()
    assert reading.measures.edv_ml > 20
    assert reading.phases.end_diastole_source is PhaseSource.VOLUMES
    assert reading.undo_stack.count() == 0


def test_end_diastole_and_end_systole_come_first(qtbot, reading, segmentation):
    reading.choose_phases(reading.phases.with_end_diastole(2).with_end_systole(1), "Set phases")
    arrived = []
    reading.annotations_changed.connect(lambda keys: arrived.extend(phase for phase, _ in keys))
    _finish(qtbot, segmentation, lambda: segmentation.segment_study(DEFAULT_MODEL))
    assert list(dict.fromkeys(arrived)) == [2, 1, 0]
    assert (reading.phases.end_diastole, reading.phases.end_systole) == (2, 1)


def test_one_slice_is_one_slice(qtbot, reading, segmentation):
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))
    assert list(reading.annotations) == [(0, 1)]
    assert {c.structure for c in reading.annotation().contours} == set(Structure)


def test_a_readers_contours_stay_and_it_is_said_how_many(qtbot, reading, segmentation, make_contour):
    mine = reading.annotation((0, 1)).with_contour(make_contour(9, "reader"))
    reading.finish_gesture(mine, "Draw")
    checked = reading.annotation((0, 2)).with_contour(make_contour(9))
    reading.place([checked], "Segment")
    now = datetime.now(UTC)
    reading.take_verification(Verification(checked.key, 1, "Dr. Example", now, checked.content_sha256))
    text = _finish(qtbot, segmentation, lambda: segmentation.segment_phase(DEFAULT_MODEL))
    assert "2 images with edited or verified contours kept" in text
    assert reading.annotation((0, 1)).contours == mine.contours
    assert reading.state((0, 2)) is ContourState.VERIFIED
    assert reading.state((0, 0)) is ContourState.PREDICTED


def test_what_a_reader_cleared_stays_clear(qtbot, reading, segmentation, make_contour):
    reading.place([reading.annotation((0, 1)).with_contour(make_contour())], "Segment")
    reading.finish_gesture(replace(reading.annotation((0, 1)), contours=()), "Remove")
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))
    assert reading.annotation((0, 1)).contours == ()


def test_replacing_a_readers_contours_can_be_undone(qtbot, reading, segmentation, make_contour):
    mine = reading.annotation((0, 1)).with_contour(make_contour(9, "reader"))
    reading.finish_gesture(mine, "Draw")
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL, may_replace=True))
    assert reading.state((0, 1)) is ContourState.PREDICTED
    reading.undo_stack.undo()
    assert reading.annotation((0, 1)).contours == mine.contours


def test_a_contour_in_the_readers_hand_is_not_replaced(qtbot, reading, segmentation, make_contour):
    reading.preview(make_contour(9, "reader"), "Drag")
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL, may_replace=True))
    assert reading.state((0, 1)) is ContourState.EDITED


def test_an_unknown_model_is_named_in_the_message(qtbot, segmentation):
    with qtbot.waitSignal(segmentation.failed, timeout=PATIENCE_MS) as told:
        segmentation.segment_slice("no-such-model")
    assert "no-such-model" in told.args[0]


def test_a_second_run_waits_for_the_first(qtbot, segmentation):
    refusals = []
    segmentation.failed.connect(refusals.append)
    segmentation.segment_slice(DEFAULT_MODEL)
    segmentation.segment_slice(DEFAULT_MODEL)
    assert refusals == ["A segmentation is running: wait for it or cancel it first."]


def test_a_study_that_is_still_loading_is_not_segmented(qtbot, gpu_worker, short_study):
    session = ReadingSession()
    session.open_study(short_study)
    segmentation = SegmentationController(session, gpu_worker)
    with qtbot.waitSignal(segmentation.failed) as told:
        segmentation.segment_study(DEFAULT_MODEL)
    assert "still loading" in told.args[0]


def test_cancelling_ends_the_run_and_the_next_one_works(qtbot, segmentation):
    segmentation.segment_study(DEFAULT_MODEL)
    with qtbot.waitSignal(segmentation.finished, timeout=PATIENCE_MS) as told:
        segmentation.cancel()
    assert "cancelled" in told.args[0]
    assert "Contours drawn" in _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))


def test_contours_for_a_study_that_was_left_are_dropped(qtbot, reading, segmentation, make_study):
    segmentation.segment_study(DEFAULT_MODEL)
    reading.open_study(make_study(4, 3))
    assert not segmentation.is_busy
    qtbot.wait(500)
    assert dict(reading.annotations) == {}


def test_the_death_of_the_engine_is_told_and_the_next_run_works(qtbot, gpu_worker, segmentation):
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))
    with qtbot.waitSignal(segmentation.failed, timeout=PATIENCE_MS) as told:
        segmentation.segment_study(DEFAULT_MODEL)
        os.kill(gpu_worker.engine_pid, signal.SIGKILL)
    assert "engine" in told.args[0]
    assert "Contours drawn" in _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))


def test_one_contour_alone_is_drawn_as_an_undo_step_and_the_other_stays(qtbot, reading, segmentation, make_contour):
    _finish(qtbot, segmentation, lambda: segmentation.segment_slice(DEFAULT_MODEL))
    mine = make_contour(9, "reader")
    reading.finish_gesture(reading.annotation().with_contour(mine), "Draw")
    epicardium = reading.annotation().contour(Structure.LV_EPICARDIUM)
    reading.place([reading.annotation().with_contour(replace(epicardium, points_px=epicardium.points_px + 3))], None)
    moved = reading.annotation()
    text = _finish(qtbot, segmentation, lambda: segmentation.segment_contour(DEFAULT_MODEL, Structure.LV_EPICARDIUM))
    assert text == "Epicardium drawn on 1 image."
    assert reading.annotation().contour(Structure.LV_ENDOCARDIUM) == mine
    np.testing.assert_allclose(reading.annotation().contour(Structure.LV_EPICARDIUM).points_px, epicardium.points_px)
    assert reading.undo_stack.undoText().startswith("Segment epicardium")
    reading.undo_stack.undo()
    assert reading.annotation().contours == moved.contours


def test_a_readers_contour_is_not_drawn_again_unasked(qtbot, reading, segmentation, make_contour):
    mine = reading.annotation().with_contour(make_contour(9, "reader"))
    reading.finish_gesture(mine, "Draw")
    text = _finish(qtbot, segmentation, lambda: segmentation.segment_contour(DEFAULT_MODEL, Structure.LV_ENDOCARDIUM))
    assert "kept as they were" in text
    assert reading.annotation().contours == mine.contours
