"""The short way to know that a curve does not cross itself says nothing that the long way does not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cmrstudio.domain.curves import _is_star_shaped, crossings, is_simple
from cmrstudio.domain.geometry import closed_spline, turned

polygons = arrays.arrays(np.float64, st.tuples(st.integers(3, 12), st.just(2)), elements=st.integers(-4, 4))


@given(polygons)
def test_no_star_shaped_polygon_crosses_itself(polygon: np.ndarray) -> None:
    if _is_star_shaped(polygon):
        assert len(crossings(polygon, closed=True)) == 0


@given(st.integers(8, 24), st.floats(0, 0.2), st.integers(0, 2**32 - 1))
def test_what_goes_round_a_point_is_star_shaped_either_way(count: int, ragged: float, seed: int) -> None:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = 1 - ragged * np.random.default_rng(seed).random(count)
    polygon = np.array([40, 70]) + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    assert _is_star_shaped(polygon)
    assert _is_star_shaped(polygon[::-1])


def test_a_figure_of_eight_and_a_double_circle_are_not_simple() -> None:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    assert not is_simple(np.column_stack([np.sin(angle), np.sin(2 * angle)]))
    twice = np.column_stack([np.cos(2 * angle + 0.1), np.sin(2 * angle + 0.1)])
    assert not _is_star_shaped(closed_spline(twice))


@given(polygons, st.integers(-2, 2))
def test_turning_is_rolling(polygon: np.ndarray, places: int) -> None:
    assert np.array_equal(turned(polygon, places), np.roll(polygon, -places, axis=0))
