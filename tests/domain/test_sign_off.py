"""What a signature needs, what it is for, and what makes it void."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.sign_off import (
    NUMBERS,
    CountedContour,
    SignOff,
    SignOffContent,
    changes_since,
    content_of,
    drawn_by,
    missing_for_sign_off,
)
from cmrstudio.domain.verification import ContourState

ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
PHASES = PhaseSelection(0, 2)
MASS = Conventions(papillary_muscles=PapillaryMuscles.MASS)
PLANE = Conventions(BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(-4.5, 8.25))


@pytest.fixture
def stack(make_stack):
    return make_stack(phases=4)


@pytest.fixture
def heart(circle):
    drawn = [circle(0, 0, 25, 33), circle(0, 1, 24, 32), circle(2, 0, 15, 25), circle(2, 1, 14), circle(1, 0, 20)]
    return {(annotation.phase_index, annotation.slice_index): annotation for annotation in drawn}


def content(stack, heart, phases=PHASES) -> SignOffContent:
    return content_of("1.2.3", heart, measure(stack, heart, phases))


def signature(content: SignOffContent, **other) -> SignOff:
    return SignOff(content, "Dr. Example", datetime(2026, 3, 4, tzinfo=UTC), {}, **other)


def missing(stack, heart, state=ContourState.VERIFIED, phases=PHASES, states=None, images=None):
    return missing_for_sign_off(
        heart,
        measure(stack, heart, phases),
        lambda key, structure: (states or {}).get((key, structure), state),
        lambda key: (images or {}).get(key, ContourState.VERIFIED),
    )


def edited(annotation, structure=ENDOCARDIUM):
    contour = annotation.contour(structure)
    return annotation.with_contour(contour.with_points(contour.points_px + 0.5))


def test_nothing_is_missing_where_all_that_counts_is_verified(stack, heart):
    uncounted = {((1, 0), ENDOCARDIUM): ContourState.STALE}
    assert missing(stack, heart, states=uncounted) == ()


def test_a_contour_that_was_removed_since_the_image_was_verified_is_missing(stack, heart):
    heart[0, 1] = heart[0, 1].without(EPICARDIUM)
    (remark,) = missing(stack, heart, images={(0, 1): ContourState.STALE, (1, 0): ContourState.STALE})
    assert remark.text == "Slice 2 at end-diastole, epicardium: removed since verified, verify the image"
    assert (remark.phase_index, remark.slice_index, remark.structure) == (0, 1, EPICARDIUM)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ContourState.PREDICTED, "not verified"),
        (ContourState.EDITED, "not verified"),
        (ContourState.STALE, "changed since verified"),
    ],
)
def test_what_is_missing_is_named_with_its_place(stack, heart, state, words):
    (remark,) = missing(stack, heart, states={((0, 1), EPICARDIUM): state})
    assert remark.text == f"Slice 2 at end-diastole, epicardium: {words}"
    assert (remark.phase_index, remark.slice_index, remark.structure) == (0, 1, EPICARDIUM)


def test_every_counted_contour_waits_at_first(stack, heart):
    assert len(missing(stack, heart, ContourState.PREDICTED)) == 7


def test_the_epicardium_at_end_systole_counts_since_wall_thickening_is_made_of_it(stack, heart):
    (remark,) = missing(stack, heart, states={((2, 0), EPICARDIUM): ContourState.PREDICTED})
    assert remark.text == "Slice 1 at end-systole, epicardium: not verified"
    (remark,) = changes_since(
        signature(content(stack, heart)), content(stack, heart | {(2, 0): edited(heart[2, 0], EPICARDIUM)})
    )
    assert remark.text == "Slice 1 at end-systole, epicardium: changed"


def test_a_study_without_contours_at_a_phase_cannot_be_signed(stack, circle):
    remarks = missing(stack, {(0, 0): circle(0, 0, 25, 33)})
    assert [remark.text for remark in remarks] == ["No endocardium at end-systole: draw it or segment the study."]
    assert remarks[0].phase_index == 2


def test_one_phase_for_both_cannot_be_signed(stack, heart):
    remarks = missing(stack, heart, phases=PhaseSelection(0, 0))
    assert ["same phase" in remark.text for remark in remarks] == [True]


def test_the_hash_is_the_sha256_of_a_canonical_form_of_contours_phases_and_numbers(stack, heart):
    signed = content(stack, heart)
    assert signed.content_sha256 == hashlib.sha256(signed.canonical.encode()).hexdigest()
    plain = json.loads(signed.canonical)
    assert (plain["end_diastole"], plain["end_systole"], plain["series_uid"]) == (0, 2, "1.2.3")
    assert len(plain["contours"]) == 7
    assert set(plain["numbers"]) == set(NUMBERS)
    assert plain["numbers"]["edv_ml"] == pytest.approx(measure(stack, heart, PHASES).edv_ml, abs=5e-4)


def test_neither_order_nor_who_drew_nor_who_chose_the_phases_is_in_the_hash(stack, heart):
    other = dict(reversed(heart.items()))
    other[0, 0] = replace(
        heart[0, 0], contours=tuple(Contour(c.structure, c.points_px, "other@2", 0.3) for c in heart[0, 0].contours)
    )
    chosen = PhaseSelection(0, 2, PhaseSource.READER, PhaseSource.READER)
    assert content(stack, other, chosen).content_sha256 == content(stack, heart).content_sha256


def test_a_content_reads_back_as_it_was_written(stack, heart):
    signed = content(stack, heart)
    again = SignOffContent.from_canonical(signed.canonical)
    assert again == signed
    assert again.content_sha256 == signed.content_sha256


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"contours": [[1]]}'])
def test_what_is_no_content_is_refused(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        SignOffContent.from_canonical(text)


def test_an_edit_of_a_counted_contour_is_named_and_undoing_it_makes_the_signature_hold(stack, heart):
    signed = signature(content(stack, heart))
    after = heart | {(2, 1): edited(heart[2, 1])}
    (remark,) = changes_since(signed, content(stack, after))
    assert remark.text == "Slice 2 at end-systole, endocardium: changed"
    assert (remark.phase_index, remark.slice_index, remark.structure) == (2, 1, ENDOCARDIUM)
    assert changes_since(signed, content(stack, heart)) == ()


def test_a_new_and_a_removed_contour_are_named(stack, heart, circle):
    signed = signature(content(stack, heart))
    after = heart | {(0, 2): circle(0, 2, 10), (0, 1): heart[0, 1].without(EPICARDIUM)}
    texts = [remark.text for remark in changes_since(signed, content(stack, after))]
    assert texts == ["Slice 2 at end-diastole, epicardium: was removed", "Slice 3 at end-diastole, endocardium: is new"]


def test_an_edit_of_what_no_number_counts_leaves_the_signature(stack, heart):
    signed = signature(content(stack, heart))
    after = heart | {(1, 0): edited(heart[1, 0])}
    assert changes_since(signed, content(stack, after)) == ()


def test_another_phase_is_named_alone(stack, heart, circle):
    signed = signature(content(stack, heart))
    moved = heart | {(3, 0): circle(3, 0, 15), (3, 1): circle(3, 1, 14)}
    (remark,) = changes_since(signed, content(stack, moved, PhaseSelection(0, 3)))
    assert remark.text == "End-systole was phase 3 and is phase 4"


def test_numbers_that_come_out_otherwise_are_said_to(stack, heart):
    signed = content(stack, heart)
    other = replace(signed, numbers={**signed.numbers, "edv_ml": 1.0})
    (remark,) = changes_since(signature(signed), other)
    assert "numbers" in remark.text


def test_other_conventions_are_said_to_count_otherwise_also_where_no_number_changes(stack, heart):
    signed = content(stack, heart)
    (remark,) = changes_since(signature(signed), replace(signed, conventions=MASS))
    assert "computed otherwise" in remark.text


def test_the_conventions_are_part_of_what_is_signed(stack, heart):
    signed = content(stack, heart)
    assert signed.conventions == AS_TRAINED
    assert replace(signed, conventions=PLANE).content_sha256 != signed.content_sha256
    assert SignOffContent.from_canonical(replace(signed, conventions=PLANE).canonical).conventions == PLANE


def test_what_was_signed_before_conventions_were_part_of_it_holds_by_those_chosen_then(stack, heart):
    now = content(stack, heart)
    before = replace(now, conventions=None)
    assert "conventions" not in before.canonical
    assert SignOffContent.from_canonical(before.canonical) == before
    assert changes_since(signature(before), now) == ()
    assert len(changes_since(signature(before, chosen_then=MASS), now)) == 1


def test_the_models_that_drew_are_counted(stack, heart):
    after = heart | {(2, 1): edited(heart[2, 1])}
    assert drawn_by(after, PHASES) == {"reader": 1, "unet@1.0.0": 6}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(0, 20), st.sampled_from(Structure), st.text("0123456789abcdef", max_size=64)
        ),
        max_size=12,
        unique_by=lambda one: one[:3],
    ),
    st.lists(st.none() | st.floats(0, 1e4).map(lambda x: round(x, 3)), min_size=5, max_size=5),
    st.sampled_from([None, AS_TRAINED, MASS, PLANE]),
    st.randoms(),
)
def test_any_content_survives_its_canonical_form_whatever_the_order(contours, numbers, conventions, random):
    ordered = tuple(sorted(CountedContour(*one) for one in contours))
    shuffled = list(ordered)
    random.shuffle(shuffled)
    values = dict(zip(NUMBERS, numbers, strict=True))
    signed = SignOffContent("1.2", 0, 3, ordered, values, conventions)
    assert SignOffContent.from_canonical(signed.canonical) == signed
    assert (
        SignOffContent("1.2", 0, 3, tuple(shuffled), dict(reversed(values.items())), conventions).content_sha256
        == signed.content_sha256
    )
