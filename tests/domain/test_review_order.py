"""The order in which contours are to be looked at, and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.review_order import ReviewItem, counted_contours, review_order
from cmrstudio.domain.verification import ContourState

ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
POSITIONS_MM = (0.0, 10.0, 20.0, 30.0, 40.0)
PHASES = PhaseSelection(0, 4)


def predicted(_key: tuple[int, int], _structure: Structure) -> ContourState:
    return ContourState.PREDICTED


def by_key(*annotations: SliceAnnotation) -> dict[tuple[int, int], SliceAnnotation]:
    return {(annotation.phase_index, annotation.slice_index): annotation for annotation in annotations}


def rated(annotation: SliceAnnotation, *qualities: float) -> SliceAnnotation:
    contours = zip(annotation.contours, qualities, strict=True)
    return replace(annotation, contours=tuple(contour.with_quality(quality) for contour, quality in contours))


def moved(annotation: SliceAnnotation, columns_px: float) -> SliceAnnotation:
    contours = tuple(
        Contour(c.structure, c.points_px + np.array([columns_px, 0.0]), c.source, c.quality)
        for c in annotation.contours
    )
    return replace(annotation, contours=contours)


@pytest.fixture
def stack(make_stack):
    return make_stack(phases=8, positions_mm=POSITIONS_MM)


@pytest.fixture
def heart(circle):
    """Even contours on five slices at end-diastole and end-systole, all of the same good quality."""
    diastole = [rated(circle(0, index, 25, 33), 0.95, 0.95) for index in range(5)]
    systole = [rated(circle(4, index, 15), 0.95) for index in range(5)]
    return by_key(*diastole, *systole)


def places(items: tuple[ReviewItem, ...]) -> list[tuple[int, int]]:
    return list(dict.fromkeys(item.key for item in items))


def test_what_counts_is_both_contours_at_both_phases(circle):
    annotations = by_key(circle(0, 1, 25, 33), circle(4, 1, 15, 30), circle(2, 1, 20, 30), circle(0, 0, None, 33))
    assert counted_contours(annotations, PHASES) == [
        ((0, 0), EPICARDIUM),
        ((0, 1), ENDOCARDIUM),
        ((0, 1), EPICARDIUM),
        ((4, 1), ENDOCARDIUM),
        ((4, 1), EPICARDIUM),
    ]


def test_nothing_counts_twice_where_both_phases_are_one(circle):
    assert len(counted_contours(by_key(circle(0, 1, 25, 33)), PhaseSelection(0, 0))) == 2


def test_base_and_apex_come_first_where_all_else_is_equal(stack, heart):
    order = review_order(stack, heart, PHASES, predicted)
    assert places(order)[:4] == [(0, 0), (0, 4), (4, 0), (4, 4)]
    assert "most basal contour" in order[0].text
    assert len(order) == 15


def test_the_lowest_quality_comes_first(stack, heart):
    heart[(4, 2)] = rated(heart[(4, 2)], 0.41)
    heart[(0, 3)] = rated(heart[(0, 3)], 0.95, 0.62)
    order = review_order(stack, heart, PHASES, predicted)
    assert [(item.key, item.structure) for item in order[:2]] == [((4, 2), ENDOCARDIUM), ((0, 3), EPICARDIUM)]
    assert order[0].text == "quality 0.41, probably wrong"
    assert order[1].text == "quality 0.62, worth a look"


def test_an_area_that_jumps_against_the_slices_beside_it_is_named_with_its_share(stack, heart, circle):
    heart[(0, 2)] = rated(circle(0, 2, 25 * np.sqrt(1.4), 33), 0.95, 0.95)
    first = review_order(stack, heart, PHASES, predicted)[0]
    assert (first.key, first.structure) == ((0, 2), ENDOCARDIUM)
    assert first.text == "area 40 % larger than on the slices beside it"


def test_an_area_that_jumps_against_the_phases_beside_it_is_named(stack, heart, circle):
    for phase in (3, 5):
        heart[(phase, 2)] = circle(phase, 2, 15 * np.sqrt(2))
    first = review_order(stack, heart, PHASES, predicted)[0]
    assert (first.key, first.text) == ((4, 2), "area 50 % smaller than at the phases beside it")


def test_the_cine_goes_round_when_phases_are_compared(stack, heart, circle):
    for phase in (7, 1):
        heart[(phase, 2)] = circle(phase, 2, 25 / np.sqrt(2))
    first = review_order(stack, heart, PHASES, predicted)[0]
    assert (first.key, first.text) == ((0, 2), "area 100 % larger than at the phases beside it")


def test_a_centre_that_jumps_is_named_in_mm(stack, heart):
    heart[(0, 2)] = moved(heart[(0, 2)], 8.0)
    first = review_order(stack, heart, PHASES, predicted)[0]
    assert (first.key, first.text) == ((0, 2), "centre 12 mm away from that on the slices beside it")


def test_an_apex_larger_than_the_slice_before_it_is_named_and_a_smaller_one_is_not(stack, heart, circle):
    heart[(4, 4)] = rated(circle(4, 4, 15 * np.sqrt(1.5)), 0.95)
    heart[(0, 4)] = rated(circle(0, 4, 10, 33), 0.95, 0.95)
    order = review_order(stack, heart, PHASES, predicted)
    assert (order[0].key, order[0].text.split(";")[0]) == ((4, 4), "area 50 % larger than on the slice beside it")
    apex = next(item for item in order if item.key == (0, 4) and item.structure is ENDOCARDIUM)
    assert apex.text == "most apical contour"


def test_an_endocardium_larger_than_its_epicardium_is_named(stack, heart, circle):
    heart[(0, 3)] = rated(circle(0, 3, 30, 29), 0.95, 0.95)
    first = review_order(stack, heart, PHASES, predicted)[0]
    assert first.key == (0, 3)
    assert "endocardium not smaller than the epicardium" in first.text


def test_what_changed_since_it_was_verified_comes_before_everything_and_what_is_verified_not_at_all(stack, heart):
    heart[(0, 1)] = rated(heart[(0, 1)], 0.1, 0.1)

    def state(key, structure):
        if key == (4, 2):
            return ContourState.STALE
        return ContourState.VERIFIED if (key, structure) == ((0, 1), ENDOCARDIUM) else ContourState.EDITED

    order = review_order(stack, heart, PHASES, state)
    assert (order[0].key, order[0].text) == ((4, 2), "changed since it was verified")
    assert (order[1].key, order[1].structure) == ((0, 1), EPICARDIUM)
    assert ((0, 1), ENDOCARDIUM) not in [(item.key, item.structure) for item in order]


def test_a_contour_without_quality_is_neither_first_nor_said_to_be_bad(stack, heart, circle):
    heart[(0, 2)] = circle(0, 2, 25, 33)
    item = next(item for item in review_order(stack, heart, PHASES, predicted) if item.key == (0, 2))
    assert item.text == "not verified yet"


def test_one_image_alone_waits_for_the_same_reasons_as_among_all(stack, heart, circle):
    heart[(0, 2)] = rated(circle(0, 2, 25 * np.sqrt(1.4), 33), 0.95, 0.62)
    among_all = tuple(item for item in review_order(stack, heart, PHASES, predicted) if item.key == (0, 2))
    assert review_order(stack, heart, PHASES, predicted, only=(0, 2)) == among_all
    assert len(among_all) == 2


def test_nothing_waits_where_nothing_is_drawn(stack):
    assert review_order(stack, {}, PHASES, predicted) == ()


@given(radii=st.lists(st.floats(3, 40), min_size=5, max_size=5), quality=st.floats(0, 1))
def test_every_counted_contour_is_there_once_and_needs_never_grow(make_stack_once, radii, quality):
    angles = np.arange(12) * np.pi / 6
    annotations = {
        (0, index): SliceAnnotation(
            "1",
            0,
            index,
            (Contour(ENDOCARDIUM, 45 + r * np.column_stack([np.cos(angles), np.sin(angles)]), "m@1", quality),),
        )
        for index, r in enumerate(radii)
    }
    order = review_order(make_stack_once, annotations, PHASES, predicted)
    assert sorted(item.key for item in order) == sorted(annotations)
    needs = [item.need for item in order]
    assert needs == sorted(needs, reverse=True)


@pytest.fixture(scope="module")
def make_stack_once():
    from cmrstudio.domain.study import CineStack

    return CineStack(
        pixels=np.zeros((8, 5, 96, 96), np.int16),
        present=np.ones((8, 5), bool),
        pixel_spacing_mm=(1.0, 1.0),
        slice_positions_mm=np.array(POSITIONS_MM),
        affine_mm=np.repeat(np.eye(4)[None], 5, axis=0),
        trigger_times_ms=np.full((8, 5), np.nan),
        sop_uids=np.full((8, 5), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )
