from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import InvalidContourError

SQUARE = np.array([[10.0, 10], [20, 10], [20, 22], [10, 22]])
ENDOCARDIUM = Contour(Structure.LV_ENDOCARDIUM, SQUARE, "unet@1.0.0")
EPICARDIUM = Contour(Structure.LV_EPICARDIUM, SQUARE * 1.2, "unet@1.0.0")


def annotation(*contours: Contour) -> SliceAnnotation:
    return SliceAnnotation("1.2.3", 4, 5, contours)


def test_the_hash_is_of_what_is_drawn_and_not_of_who_drew_it_or_when() -> None:
    drawn = annotation(ENDOCARDIUM, EPICARDIUM)
    by_reader = annotation(replace(ENDOCARDIUM, source="reader"), EPICARDIUM)
    assert drawn.content_sha256 == by_reader.content_sha256
    assert drawn.content_sha256 == replace(drawn, revision=9).content_sha256
    assert drawn.content_sha256 == annotation(EPICARDIUM, ENDOCARDIUM).content_sha256


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.integers(0, 1), st.floats(0.002, 5))
def test_the_hash_changes_with_every_point_that_moves(point: int, axis: int, distance_px: float) -> None:
    moved = SQUARE.copy()
    moved[point, axis] += distance_px
    assert annotation(ENDOCARDIUM.with_points(moved)).content_sha256 != annotation(ENDOCARDIUM).content_sha256


def test_the_hash_tells_the_structures_apart() -> None:
    other = replace(ENDOCARDIUM, structure=Structure.LV_EPICARDIUM)
    assert annotation(other).content_sha256 != annotation(ENDOCARDIUM).content_sha256
    assert annotation().content_sha256 != annotation(ENDOCARDIUM).content_sha256


def test_a_hash_that_was_asked_for_stays_behind_when_a_changed_copy_is_made() -> None:
    drawn = annotation(ENDOCARDIUM)
    before = drawn.content_sha256, ENDOCARDIUM.content_sha256
    moved = replace(ENDOCARDIUM, points_px=SQUARE + 1)
    changed = replace(drawn, contours=(moved,))
    assert changed.content_sha256 == annotation(moved).content_sha256 != before[0]
    assert moved.content_sha256 != before[1]


def test_the_hash_is_blind_to_the_sign_of_zero() -> None:
    below, above = SQUARE - [10.0004, 0], SQUARE - [9.9996, 0]
    assert (
        annotation(ENDOCARDIUM.with_points(below)).content_sha256
        == annotation(ENDOCARDIUM.with_points(above)).content_sha256
    )


def test_the_hash_is_the_same_tomorrow() -> None:
    expected = "12a383af40b0af77394a40c405683169145f029261261d5a2991d8c956b15ac2"
    assert annotation(ENDOCARDIUM).content_sha256 == expected


def test_a_contour_replaces_the_one_of_its_structure() -> None:
    moved = ENDOCARDIUM.with_points(SQUARE + 1)
    changed = annotation(EPICARDIUM, ENDOCARDIUM).with_contour(moved)
    assert changed.contour(Structure.LV_ENDOCARDIUM) == moved
    assert changed.contour(Structure.LV_EPICARDIUM) == EPICARDIUM
    assert len(changed.contours) == 2


def test_a_removed_contour_is_gone_and_the_other_stays() -> None:
    left = annotation(ENDOCARDIUM, EPICARDIUM).without(Structure.LV_ENDOCARDIUM)
    assert left.contours == (EPICARDIUM,)


def test_two_contours_of_one_structure_are_refused() -> None:
    with pytest.raises(InvalidContourError, match="Slice 6 at phase 5"):
        annotation(ENDOCARDIUM, ENDOCARDIUM.with_points(SQUARE + 3))


@pytest.mark.parametrize("points", [[[0, 0], [1, 1]], [[0, 0, 0]] * 4, [[0, 0], [1, 0], [np.nan, 1]], [1.0, 2.0, 3.0]])
def test_points_that_make_no_contour_are_refused(points: list[object]) -> None:
    with pytest.raises(InvalidContourError, match="at least 3 finite"):
        Contour(Structure.LV_ENDOCARDIUM, points, "file")


def test_a_contour_cannot_be_changed_in_place() -> None:
    points = SQUARE.copy()
    contour = Contour(Structure.LV_ENDOCARDIUM, points, "file")
    points[0] = 99
    assert contour == ENDOCARDIUM.with_points(SQUARE, "file")
    with pytest.raises(ValueError, match="read-only"):
        contour.points_px[0, 0] = 1


def test_equal_contours_have_equal_hashes() -> None:
    assert hash(ENDOCARDIUM.with_points(SQUARE * -0.0)) == hash(ENDOCARDIUM.with_points(SQUARE * 0.0))
