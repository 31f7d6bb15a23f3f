from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.controllers.contour_editing import ContourEditing


@pytest.fixture
def answers():
    """What the reader says, one after the other, when asked whether a contour may be replaced; ``True`` is yes."""
    return []


@pytest.fixture
def editing(session, answers):
    made = ContourEditing(session, lambda key: made.asked.append(key) or answers.pop(0))
    made.asked = []
    return made


@pytest.fixture
def refusals(editing):
    found = []
    editing.refused.connect(found.append)
    return found


def _area(session):
    return contour_area_px(session.annotation().contour(Structure.LV_ENDOCARDIUM).points_px)


def test_a_gesture_on_the_image_is_one_undo_step_with_its_name(session, editing, draw, make_contour):
    draw(0, 2)
    editing.begin(Structure.LV_ENDOCARDIUM)
    for radius in (13, 14):
        editing.drag(make_contour(radius, "reader"))
    editing.finish(make_contour(15, "reader"), "Push contour")
    assert session.undo_stack.undoText() == "Push contour (slice 3, phase 1)"
    assert session.state() is ContourState.EDITED


def test_a_cancelled_gesture_leaves_no_trace(session, editing, draw, make_contour):
    original = draw(0, 2)
    editing.begin(Structure.LV_ENDOCARDIUM)
    editing.drag(make_contour(15, "reader"))
    editing.drag(original.contours[0])
    editing.cancel(original.contours[0])
    assert session.annotation().contours == original.contours
    assert session.undo_stack.count() == 0
    assert not session.is_readers_work((0, 2))


def test_leaving_the_image_in_the_middle_of_a_gesture_finishes_it_there(session, editing, draw, make_contour):
    draw(0, 2)
    editing.begin(Structure.LV_ENDOCARDIUM)
    editing.drag(make_contour(15, "reader"))
    session.go_to(5, 1)
    editing.finish(make_contour(20, "reader"), "Late")
    assert (0, 2) in session.annotations
    assert (5, 1) not in session.annotations
    assert session.undo_stack.count() == 1


def test_expanding_and_contracting_change_the_area_by_a_millimetre_all_round(session, editing, draw):
    draw(0, 2)
    before = _area(session)
    editing.expand()
    assert _area(session) > before
    editing.contract()
    assert _area(session) == pytest.approx(before, rel=0.01)


def test_smoothing_is_an_undo_step_of_its_own(session, editing, draw):
    draw(0, 2)
    editing.smooth()
    assert session.undo_stack.undoText().startswith("Smooth endocardium")


def test_what_is_not_there_cannot_be_changed(session, editing, refusals, draw):
    draw(0, 2)
    editing.choose_structure(Structure.LV_EPICARDIUM)
    editing.smooth()
    editing.remove()
    assert [("epicardium" in text) for text in refusals] == [True, True]
    assert session.undo_stack.count() == 0


def test_shrinking_to_nothing_is_refused_with_a_reason(session, editing, refusals, draw):
    draw(0, 2, 2.0)
    for _ in range(5):
        editing.contract()
    assert "too small" in refusals[-1]


def test_copying_goes_to_the_neighbour_and_is_the_readers(session, editing, draw):
    source = draw(0, 2)
    editing.refines_copies = False
    editing.copy_to(0, 1)
    assert session.position == (0, 3)
    assert [c.points_px.tolist() for c in session.annotation().contours] == [
        c.points_px.tolist() for c in source.contours
    ]
    assert session.state() is ContourState.EDITED


def test_a_copy_is_fitted_to_the_image_it_comes_to(session, editing, draw):
    draw(4, 2, 9.2)
    session.go_to(4, 2)
    editing.copy_to(1, 0)
    session.go_to(4, 2)
    session.stack.pixels[4, 3] = session.stack.pixels[0, 3]  # a slice whose cavity is wider
    editing.copy_to(0, 1)
    assert session.position == (4, 3)
    assert _area(session) == pytest.approx(3.14 * 12**2, rel=0.12)
    assert session.undo_stack.undoText() == "Copy and fit contours (slice 4, phase 5)"


@pytest.mark.parametrize(("answer", "radius", "position"), [(True, 12, (0, 3)), (False, 7, (0, 2))])
def test_copying_over_a_readers_contour_asks_first(
    session, editing, answers, draw, make_contour, answer, radius, position
):
    draw(0, 2)
    session.finish_gesture(session.annotation((0, 3)).with_contour(make_contour(7, "reader")), "Draw")
    editing.refines_copies = False
    steps = session.undo_stack.count()
    answers.append(answer)
    editing.copy_to(0, 1)
    assert editing.asked == [(0, 3)]
    assert session.position == position
    assert session.undo_stack.count() - steps == int(answer)
    session.go_to(0, 3)
    assert _area(session) == pytest.approx(3.14 * radius**2, rel=0.05)


def test_copying_over_predicted_or_cleared_contours_asks_nothing(session, editing, draw):
    draw(0, 2)
    draw(0, 3, 7)
    session.finish_gesture(session.annotation((1, 2)).with_contour(session.annotation((0, 2)).contours[0]), "Draw")
    session.finish_gesture(session.annotation((1, 2)).without(Structure.LV_ENDOCARDIUM), "Remove")
    editing.copy_to(0, 1)
    session.go_to(0, 2)
    editing.copy_to(1, 0)
    assert editing.asked == []
    assert session.annotation((0, 3)).contours
    assert session.annotation((1, 2)).contours


@pytest.mark.parametrize("step", [(0, 1), (0, -1), (1, 0)])
def test_copying_onto_an_image_verified_as_having_no_lv_asks_first(session, editing, answers, draw, step):
    draw(0, 2)
    target = (step[0], 2 + step[1])
    empty = session.annotation(target)
    session.take_verification(
        Verification(empty.key, empty.revision, "Dr. Example", datetime(2026, 1, 2, tzinfo=UTC), empty.content_sha256)
    )
    answers.append(False)
    editing.copy_to(*step)
    assert editing.asked == [target]
    assert session.state(target) is ContourState.VERIFIED


def test_the_step_of_expanding_is_the_readers_to_set(session, editing, draw):
    draw(0, 2)
    editing.offset_step_mm = 3.0
    editing.expand()
    assert _area(session) == pytest.approx(3.1416 * 14**2, rel=0.02)


def test_a_dent_is_bridged_by_the_convex_hull(session, editing, draw):
    annotation = draw(0, 2)
    contour = annotation.contours[0]
    dented = contour.points_px.copy()
    dented[0] = [36.0, 32.0]
    session.place([annotation.with_contour(contour.with_points(dented))], "Segment")
    before = _area(session)
    editing.make_convex()
    assert _area(session) > 1.05 * before
    assert session.undo_stack.undoText().startswith("Make convex endocardium")


def test_copying_forward_from_the_last_phase_goes_to_the_first(session, editing, draw):
    draw(9, 2)
    session.go_to(9, 2)
    editing.copy_to(1, 0)
    assert session.position == (0, 2)


@pytest.mark.parametrize("slice_step", [-1, 1])
def test_copying_beyond_base_or_apex_is_refused(session, editing, refusals, draw, slice_step):
    edge = 0 if slice_step < 0 else 4
    draw(0, edge)
    session.go_to(0, edge)
    editing.copy_to(0, slice_step)
    assert refusals == ["There is no slice beyond this one: copy the other way."]


def test_copying_nothing_is_refused(session, editing, refusals):
    editing.copy_to(0, 1)
    assert refusals == ["This image has no contours to copy: draw or segment it first."]


def test_copying_onto_a_missing_image_is_refused(session, editing, refusals, draw):
    session.stack.present[0, 3] = False
    draw(0, 2)
    editing.copy_to(0, 1)
    assert "missing" in refusals[0]


def test_removing_takes_the_active_contour_only(session, editing, draw, make_contour):
    annotation = draw(0, 2)
    epicardium = Contour(Structure.LV_EPICARDIUM, make_contour(18).points_px, "unet@1.0.0")
    session.place([annotation.with_contour(epicardium)], "Segment")
    editing.remove()
    assert [c.structure for c in session.annotation().contours] == [Structure.LV_EPICARDIUM]


def test_switching_goes_to_the_other_structure_and_back(editing):
    editing.switch_structure()
    assert editing.structure is Structure.LV_EPICARDIUM
    editing.switch_structure()
    assert editing.structure is Structure.LV_ENDOCARDIUM
