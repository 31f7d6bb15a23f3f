"""Contours carried over phases and between slices: what is filled, what stays, and that one undo takes it back."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.domain.propagation import PROPAGATED
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.controllers.propagation import Propagation, phases_between
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.views.propagation_dialog import PropagationDialog
from cmrstudio.gui.workers.background import BackgroundThread

ENDO = Structure.LV_ENDOCARDIUM
ALL = range(10)


@pytest.fixture
def answers():
    """What the reader answers when asked, and how many images each question was about."""
    return {"next": Overwrite.KEEP, "asked": []}


@pytest.fixture
def propagation(qtbot, session, answers):
    thread = BackgroundThread("test")

    def ask(count):
        answers["asked"].append(count)
        return answers["next"]

    yield Propagation(session, thread, ask)
    thread.close()


def run(qtbot, propagation, phases=ALL) -> str:
    with qtbot.waitSignal(propagation.finished, timeout=20_000) as told:
        propagation.propagate(phases)
    return told.args[0]


def radius_px(session, key) -> float:
    contour = session.annotation(key).contour(ENDO)
    return float(np.sqrt(contour_area_px(contour.points_px) / np.pi))


def test_contours_follow_the_heart_through_all_phases_as_one_undo_step(qtbot, session, propagation, draw):
    draw(0, 2)
    session.go_to(0, 2)
    assert run(qtbot, propagation) == "Contours propagated to 9 phases."
    truth = 12 - 3 * np.sin(np.pi * np.arange(10) / 10)
    found = [radius_px(session, (phase, 2)) for phase in ALL]
    assert found == pytest.approx(truth.tolist(), abs=0.8)
    assert session.undo_stack.undoText() == "Propagate contours (9 images)"
    session.undo_stack.undo()
    assert [key for key, annotation in session.annotations.items() if annotation.contours] == [(0, 2)]


def test_propagated_contours_wait_for_a_look_like_predicted_ones(qtbot, session, propagation, draw):
    draw(0, 2)
    run(qtbot, propagation)
    assert session.state((4, 2)) is ContourState.PREDICTED
    assert session.annotation((4, 2)).contour(ENDO).source == PROPAGATED


def test_predicted_contours_are_replaced_without_a_question(qtbot, session, propagation, draw, answers):
    draw(0, 2)
    draw(4, 2, 5.0)
    run(qtbot, propagation)
    assert radius_px(session, (4, 2)) == pytest.approx(9.1, abs=0.8)
    assert answers["asked"] == []


def mine(session, make_contour, key, radius=6.0):
    annotation = session.annotation(key).with_contour(make_contour(radius, "reader"))
    session.finish_gesture(annotation, "Draw")
    return annotation


def test_a_readers_contours_stay_and_it_is_said_how_many(qtbot, session, propagation, draw, make_contour, answers):
    drawn = mine(session, make_contour, (4, 2))
    draw(0, 2)
    text = run(qtbot, propagation)
    assert text == "Contours propagated to 8 phases. 1 phase with edited or verified contours kept as they were."
    assert session.annotation((4, 2)).contours == drawn.contours
    assert answers["asked"] == [1]


def test_verified_contours_stay(qtbot, session, propagation, draw):
    checked = draw(4, 2, 6.0)
    now = datetime.now(UTC)
    session.take_verification(Verification(checked.key, 1, "Dr. Example", now, checked.content_sha256))
    draw(0, 2)
    run(qtbot, propagation)
    assert session.state((4, 2)) is ContourState.VERIFIED


def test_they_are_replaced_where_the_reader_agrees(qtbot, session, propagation, draw, make_contour, answers):
    drawn = mine(session, make_contour, (4, 2))
    draw(0, 2)
    answers["next"] = Overwrite.REPLACE
    run(qtbot, propagation)
    assert radius_px(session, (4, 2)) == pytest.approx(9.1, abs=0.8)
    session.undo_stack.undo()
    assert session.annotation((4, 2)).contours == drawn.contours


def test_nothing_happens_where_the_reader_thinks_better_of_it(session, propagation, draw, make_contour, answers):
    mine(session, make_contour, (4, 2))
    draw(0, 2)
    answers["next"] = Overwrite.CANCEL
    propagation.propagate(ALL)
    assert not propagation.is_busy
    assert (1, 2) not in session.annotations


def test_what_a_reader_draws_meanwhile_stays(qtbot, session, propagation, draw, make_contour):
    draw(0, 2)
    with qtbot.waitSignal(propagation.finished, timeout=20_000) as told:
        propagation.propagate(ALL)
        drawn = mine(session, make_contour, (4, 2))
    assert session.annotation((4, 2)).contours == drawn.contours
    assert "1 phase with edited" in told.args[0]


def test_a_range_of_phases_only(qtbot, session, propagation, draw):
    draw(0, 2)
    run(qtbot, propagation, [1, 2])
    assert sorted(session.annotations) == [(0, 2), (1, 2), (2, 2)]


def test_a_cancelled_propagation_leaves_nothing(qtbot, session, propagation, draw):
    draw(0, 2)
    with qtbot.waitSignal(propagation.finished, timeout=20_000, raising=False):
        propagation.propagate(ALL)
        propagation.cancel()
    assert not propagation.is_busy
    assert list(session.annotations) == [(0, 2)]


def test_another_study_gets_nothing_of_it(qtbot, session, propagation, draw, make_study):
    draw(0, 2)
    propagation.propagate(ALL)
    session.open_study(make_study(10, 5, "2"))
    qtbot.waitUntil(lambda: not propagation.is_busy, timeout=20_000)
    assert dict(session.annotations) == {}


def test_without_contours_there_is_a_reason(session, propagation, qtbot):
    with qtbot.waitSignal(propagation.refused) as told:
        propagation.propagate(ALL)
    assert "no contours to propagate" in told.args[0]


@pytest.mark.parametrize(("first", "last", "phases"), [(2, 4, [2, 3, 4]), (8, 1, [8, 9, 0, 1]), (3, 3, [3])])
def test_a_range_may_go_round_the_end_of_the_cycle(first, last, phases):
    assert phases_between(first, last, 10) == phases


def test_the_range_is_asked_for_counted_from_one(qtbot):
    dialog = PropagationDialog(20, 18, 7)
    qtbot.addWidget(dialog)
    assert (dialog.first.value(), dialog.last.value()) == (19, 8)
    dialog.first.selectAll()
    qtbot.keyClicks(dialog.first, "3")
    assert dialog.phases == (2, 7)


# Between slices


def test_slices_between_two_drawn_ones_are_filled_as_one_undo_step(qtbot, session, propagation, make_contour):
    mine(session, make_contour, (0, 0), 12.0)
    mine(session, make_contour, (0, 4), 8.0)
    session.go_to(0, 1)
    with qtbot.waitSignal(propagation.finished) as told:
        propagation.interpolate()
    assert told.args[0] == "Contours interpolated on slices 2–4."
    assert [radius_px(session, (0, index)) for index in range(5)] == pytest.approx([12, 11, 10, 9, 8], abs=0.1)
    assert session.undo_stack.undoText() == "Interpolate contours (3 images)"
    session.undo_stack.undo()
    assert session.annotation((0, 2)).contours == ()


def test_interpolating_replaces_predicted_contours_and_no_others(session, propagation, make_contour, draw):
    mine(session, make_contour, (0, 0), 12.0)
    between = mine(session, make_contour, (0, 2), 4.0)
    mine(session, make_contour, (0, 4), 8.0)
    draw(0, 1, 20.0)
    propagation.interpolate()
    assert session.annotation((0, 2)).contours == between.contours
    assert radius_px(session, (0, 1)) == pytest.approx(8.0, abs=0.1)


def test_interpolating_needs_two_drawn_slices(qtbot, session, propagation, draw, make_contour):
    draw(0, 0)
    mine(session, make_contour, (0, 4))
    with qtbot.waitSignal(propagation.refused) as told:
        propagation.interpolate()
    assert told.args[0] == "Draw contours on two slices of phase 1 with slices between them, then interpolate."


# In the window


def test_the_menu_propagates_in_the_window(qtbot, open_window, make_study, make_contour):
    window = open_window()
    study = make_study(4, 3)
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored)
    mine(window.session, make_contour, window.session.position, 12.0)
    window.actions_by_name["propagate"].trigger()
    qtbot.waitUntil(lambda: not window.propagation.is_busy, timeout=20_000)
    assert len(window.session.annotations) == 4
    assert "propagated to 3 phases" in window.status.currentMessage()
