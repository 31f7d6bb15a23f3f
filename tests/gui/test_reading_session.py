from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.controllers.reading_session import ReadingSession


def _recorded(signal):
    calls = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls


def _verify(session, key):
    annotation = session.annotation(key)
    now = datetime.now(UTC)
    session.take_verification(Verification(annotation.key, 1, "Dr. Example", now, annotation.content_sha256))


def test_many_images_that_change_at_once_are_told_of_at_once(session, make_contour):
    images = [SliceAnnotation(session.series.series_uid, 0, row, (make_contour(),)) for row in range(3)]
    calls = _recorded(session.annotations_changed)
    session.place(images, "Copy")
    assert calls == [({(0, 0), (0, 1), (0, 2)},)]


def test_what_was_kept_is_told_of_with_the_images_that_were_verified_without_contours(qapp, make_study, make_contour):
    session, study = ReadingSession(), make_study(10, 5)
    session.open_study(study)
    uid = study.short_axis.series_uid
    drawn, empty = SliceAnnotation(uid, 0, 1, (make_contour(),)), SliceAnnotation(uid, 0, 4)
    told = set()
    session.annotations_changed.connect(told.update)
    word = Verification(empty.key, 0, "Dr. Example", datetime.now(UTC), empty.content_sha256)
    session.restore({(0, 1): drawn}, {(0, 4): word}, None)
    assert told == {(0, 1), (0, 4)}


def test_a_study_opens_at_its_middle_slice_and_first_phase(qapp, make_study):
    session = ReadingSession()
    session.open_study(make_study(10, 5))
    assert session.position == (0, 2)


def test_phases_go_round_and_slices_end_at_base_and_apex(session):
    session.go_to(-1, -4)
    assert session.position == (9, 0)
    session.go_to(10, 99)
    assert session.position == (0, 4)


def test_going_where_one_is_says_nothing(session):
    calls = _recorded(session.position_changed)
    session.go_to(*session.position)
    assert calls == []


def test_a_closed_session_goes_nowhere(qapp):
    session = ReadingSession()
    session.go_to(3, 3)
    assert session.position == (0, 0)
    assert session.measures is None


def test_a_step_of_a_drag_moves_the_measures_without_an_undo_step(session, draw, make_contour):
    draw(0, 2)
    before = session.measures.edv_ml
    session.preview(make_contour(15, "reader"), "Drag")
    assert session.measures.edv_ml > before
    assert session.undo_stack.count() == 0


def test_live_measures_equal_measures_from_scratch(session, draw, make_contour):
    for phase_index in range(10):
        for slice_index in range(5):
            draw(phase_index, slice_index, 8 + phase_index / 2)
    session.go_to(3, 2)
    session.preview(make_contour(15, "reader"), "Drag")
    expected = measure(session.stack, session.annotations, session.phases)
    np.testing.assert_allclose(session.measures.volumes_ml, expected.volumes_ml)
    assert session.measures.flags == expected.flags


def test_a_gesture_of_many_steps_is_one_undo_step_back_to_before_it(session, draw, make_contour):
    original = draw(0, 2)
    for radius in (13, 14, 15):
        session.preview(make_contour(radius, "reader"), "Drag")
    session.finish_gesture(session.annotation(), "Move control point")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.annotation((0, 2)).contours == original.contours


def test_undo_names_gesture_and_place_and_goes_there(session, draw, make_contour):
    draw(3, 1)
    session.go_to(3, 1)
    session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Move control point")
    session.go_to(7, 4)
    assert session.undo_stack.undoText() == "Move control point (slice 2, phase 4)"
    session.undo_stack.undo()
    assert session.position == (3, 1)


def test_undo_and_redo_span_slices_and_phases(session, make_contour):
    for key in ((0, 0), (4, 2), (9, 4)):
        session.go_to(*key)
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
    for _ in range(3):
        session.undo_stack.undo()
    assert [a for a in session.annotations.values() if a.contours] == []
    for _ in range(3):
        session.undo_stack.redo()
    assert {key for key, a in session.annotations.items() if a.contours} == {(0, 0), (4, 2), (9, 4)}


def test_a_gesture_that_ends_where_it_began_is_no_undo_step_and_its_drafts_are_put_right(session, draw, make_contour):
    original = draw(0, 2)
    kept = _recorded(session.annotations_decided)
    session.preview(make_contour(15, "reader"), "Drag")
    session.finish_gesture(original, "Move control point")
    assert session.undo_stack.count() == 0
    assert kept[-1][0][0].contours == original.contours


def test_a_gesture_taken_back_leaves_the_contour_as_it_was(session, draw, make_contour):
    original = draw(0, 2)
    session.preview(make_contour(15, "reader"), "Drag")
    session.take_back_gesture()
    assert session.annotation().contours == original.contours
    assert not session.is_in_gesture((0, 2))


def test_every_gesture_undo_and_redo_is_handed_over_to_be_kept(session, make_contour):
    kept = _recorded(session.annotations_decided)
    session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert [gesture for _, gesture in kept] == ["Draw", "Undo: Draw", "Redo: Draw"]


def test_an_edit_makes_a_verification_stale_and_undoing_it_makes_it_hold_again(session, draw, make_contour):
    draw(0, 2)
    _verify(session, (0, 2))
    assert session.state() is ContourState.VERIFIED
    session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Move")
    assert session.state() is ContourState.STALE
    session.undo_stack.undo()
    assert session.state() is ContourState.VERIFIED


def test_a_verification_of_another_series_is_not_shown(session, draw):
    annotation = draw(0, 2)
    other = replace(annotation, series_uid="9.9")
    session.take_verification(Verification(other.key, 1, "X", datetime.now(UTC), other.content_sha256))
    assert session.state() is ContourState.PREDICTED


def test_phases_set_by_hand_outlive_guesses_and_volumes(session, draw):
    session.choose_phases(session.phases.with_end_diastole(4), "Set end-diastole")
    for phase_index in range(10):
        for slice_index in range(5):
            draw(phase_index, slice_index, 14 - phase_index)
    session.improve_phases()
    session.guess_phases(PhaseSelection(1, 2))
    assert (session.phases.end_diastole, session.phases.end_systole) == (4, 8)
    assert session.phases.end_systole_source is PhaseSource.VOLUMES


def test_setting_a_phase_by_hand_can_be_undone(session):
    before = session.phases
    session.choose_phases(before.with_end_systole(6), "Set end-systole")
    session.undo_stack.undo()
    assert session.phases == before


def test_a_guess_is_not_handed_over_to_be_kept(session):
    kept = _recorded(session.phases_decided)
    session.guess_phases(PhaseSelection(2, 5))
    assert (session.phases.end_systole, kept) == (5, [])


def test_two_known_volumes_choose_no_phases(session, draw):
    draw(0, 2, 8)
    draw(5, 2, 14)
    session.improve_phases()
    assert session.phases.end_diastole_source is PhaseSource.IMAGES


def test_restoring_keeps_what_was_drawn_meanwhile(session, make_contour):
    mine = session.annotation((0, 2)).with_contour(make_contour(15, "reader"))
    session.finish_gesture(mine, "Draw")
    kept = {
        (0, 2): SliceAnnotation(session.series.series_uid, 0, 2, (make_contour(9),), 3),
        (1, 2): SliceAnnotation(session.series.series_uid, 1, 2, (make_contour(9),), 1),
    }
    session.restore(kept, {}, None)
    assert session.annotation((0, 2)).contours == mine.contours
    assert session.annotation((1, 2)).revision == 1


def test_restoring_what_lies_outside_the_stack_is_ignored(session, make_contour):
    outside = SliceAnnotation(session.series.series_uid, 99, 0, (make_contour(),), 1)
    session.restore({(99, 0): outside}, {}, PhaseSelection(50, 60))
    assert (99, 0) not in session.annotations
    assert session.phases == PhaseSelection(0, 0)


def test_revisions_from_the_store_are_noted_without_touching_contours(session, draw):
    annotation = draw(0, 2)
    session.take_revisions([replace(annotation, revision=7, contours=())])
    assert session.annotation((0, 2)).revision == 7
    assert session.annotation((0, 2)).contours == annotation.contours


@pytest.mark.parametrize("touch", ["edited", "cleared", "verified"])
def test_a_readers_work_is_recognised(session, draw, make_contour, touch):
    draw(0, 2)
    assert not session.is_readers_work((0, 2))
    if touch == "edited":
        session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Move")
    elif touch == "cleared":
        session.finish_gesture(replace(session.annotation(), contours=()), "Remove")
    else:
        _verify(session, (0, 2))
    assert session.is_readers_work((0, 2))


def test_opening_another_study_forgets_contours_and_history(session, draw, make_study, make_contour):
    draw(0, 2)
    session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Move")
    session.open_study(make_study(4, 3, "2"))
    assert (dict(session.annotations), session.undo_stack.count(), session.is_complete) == ({}, 0, False)


def test_completing_the_study_that_is_open_keeps_place_and_contours(qapp, make_study, make_contour):
    session, study = ReadingSession(), make_study(10, 5)
    session.open_study(study)
    session.go_to(4, 1)
    session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
    session.complete_study(replace(study, patient_label="Known now"))
    assert session.position == (4, 1)
    assert session.state() is ContourState.EDITED
    assert session.study.patient_label == "Known now"


def test_images_that_arrive_take_their_flags_from_the_measures(qapp, make_study, make_contour):
    session, study = ReadingSession(), make_study(3, 3)
    study.short_axis.stack.present[:] = False
    session.open_study(study)
    session.finish_gesture(session.annotation((0, 1)).with_contour(make_contour(12, "reader")), "Draw")
    assert any("missing" in flag.message for flag in session.measures.flags)
    study.short_axis.stack.present[:] = True
    session.take_frames([(phase, index) for phase in range(3) for index in range(3)])
    assert not any("image" in flag.message for flag in session.measures.flags)
