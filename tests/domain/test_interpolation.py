"""Contours between two drawn slices: pairs of ellipses give the ellipse between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import contained, is_simple
from cmrstudio.domain.geometry import centroid_px, closed_spline, contour_area_px
from cmrstudio.domain.interpolation import INTERPOLATED, between, fill_between

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
STRUCTURES = tuple(Structure)
centres = st.tuples(st.floats(60, 140), st.floats(60, 140))
radii = st.floats(8, 40)
squashes = st.floats(0.6, 1.6)


def ellipse(centre, width, height, count=16, begin=0, sense=1, structure=ENDO) -> Contour:
    angle = sense * np.arange(count) * 2 * np.pi / count + begin
    points = np.array(centre) + np.column_stack([width * np.cos(angle), height * np.sin(angle)])
    return Contour(structure, points, "reader")


def area(contour: Contour) -> float:
    return contour_area_px(contour.points_px)


@given(centres, centres, radii, radii, st.floats(0, 1))
def test_between_two_circles_lies_the_circle_between_them(first, second, small, large, share):
    found = between(ellipse(first, small, small), ellipse(second, large, large), share)
    radius = (1 - share) * small + share * large
    assert area(found) == pytest.approx(np.pi * radius**2, rel=0.02)
    centre = (1 - share) * np.array(first) + share * np.array(second)
    np.testing.assert_allclose(centroid_px(closed_spline(found.points_px)), centre, atol=0.05 * radius)


@given(
    centres,
    centres,
    radii,
    radii,
    st.floats(0.6, 1.6),
    st.floats(0.05, 0.95),
    st.floats(0, 6.28),
    st.sampled_from([1, -1]),
)
def test_it_does_not_matter_where_or_in_which_sense_a_contour_begins(first, second, a, b, squash, share, begin, sense):
    plain = between(ellipse(first, a, a * squash, 24), ellipse(second, b, b * squash, 24), share)
    turned = between(ellipse(first, a, a * squash, 24), ellipse(second, b, b * squash, 24, begin, sense), share)
    assert is_simple(turned.points_px)
    assert area(turned) == pytest.approx(area(plain), rel=0.05)


@given(centres, centres, radii, radii, st.floats(0, 1))
def test_it_does_not_matter_from_which_slice_one_begins(first, second, a, b, share):
    one, other = ellipse(first, a, a), ellipse(second, b, b)
    there, back = between(one, other, share), between(other, one, 1 - share)
    assert area(there) == pytest.approx(area(back), rel=0.01)


@given(centres, radii, st.floats(1.15, 2.0), st.floats(0.7, 1.3), st.floats(0, 1))
def test_an_endocardium_stays_inside_its_epicardium(centre, inner, wall, taper, share):
    endocardium = between(ellipse(centre, inner, inner), ellipse(centre, inner * taper, inner * taper), share)
    outer = inner * wall
    epicardium = between(ellipse(centre, outer, outer), ellipse(centre, outer * taper, outer * taper), share)
    assert contained(endocardium.points_px, epicardium.points_px)


def test_at_its_ends_it_is_what_was_drawn():
    first, second = ellipse((80, 80), 20, 26), ellipse((90, 84), 12, 10)
    assert area(between(first, second, 0.0)) == pytest.approx(area(first), rel=0.01)
    assert area(between(first, second, 1.0)) == pytest.approx(area(second), rel=0.01)


def test_what_is_interpolated_says_so_and_has_control_points_to_edit():
    found = between(ellipse((80, 80), 20, 20, 10), ellipse((80, 80), 20, 20, 20), 0.5)
    assert (found.source, found.structure, len(found.points_px)) == (INTERPOLATED, ENDO, 15)


def annotation(slice_: int, *contours: Contour) -> SliceAnnotation:
    return SliceAnnotation("1.2", 0, slice_, contours)


def test_slices_between_are_filled_by_their_place_along_the_axis():
    drawn = {0: annotation(0, ellipse((80, 80), 30, 30)), 3: annotation(3, ellipse((80, 80), 18, 18))}
    found = fill_between(drawn, [0.0, 10.0, 15.0, 30.0, 40.0], STRUCTURES)
    assert list(found) == [1, 2]
    assert area(found[1][0]) == pytest.approx(np.pi * 26**2, rel=0.01)
    assert area(found[2][0]) == pytest.approx(np.pi * 24**2, rel=0.01)


def test_each_structure_is_filled_between_the_slices_that_have_it():
    both = (ellipse((80, 80), 20, 20), ellipse((80, 80), 30, 30, structure=EPI))
    drawn = {0: annotation(0, *both), 2: annotation(2, both[0]), 4: annotation(4, *both)}
    found = fill_between(drawn, [0.0, 10.0, 20.0, 30.0, 40.0], STRUCTURES)
    assert {index: [contour.structure for contour in contours] for index, contours in found.items()} == {
        1: [ENDO, EPI],
        3: [ENDO, EPI],
    }


@pytest.mark.parametrize("slices", [(), (2,), (2, 3)])
def test_without_a_gap_between_two_drawn_slices_nothing_is_filled(slices):
    drawn = {index: annotation(index, ellipse((80, 80), 20, 20)) for index in slices}
    assert fill_between(drawn, [0.0, 10.0, 20.0, 30.0, 40.0], STRUCTURES) == {}
