"""A contour moved, scaled and made convex as a whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.curves import inside_polygon
from cmrstudio.domain.errors import EditRefusedError
from cmrstudio.domain.geometry import centroid_px, closed_spline, contour_area_px
from cmrstudio.domain.whole_contour import convex_hull, scale, shift

SHAPE = (128, 160)


def star(depth: float = 0.0, radius: float = 20.0, centre=(70.0, 60.0), count: int = 16) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    arms = radius * (1 - depth * (np.arange(count) % 4 == 0))
    return np.array(centre) + arms[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


@given(st.floats(-300, 300), st.floats(-300, 300))
def test_a_moved_contour_keeps_its_shape_and_stays_in_the_image(right, down):
    points = star(0.3)
    moved = shift(points, [right, down], SHAPE)
    np.testing.assert_allclose(moved - moved[0], points - points[0], atol=1e-9)
    assert (moved >= -0.5 - 1e-9).all()
    assert (moved <= np.array([159.5, 127.5]) + 1e-9).all()


def test_a_contour_moves_by_what_was_asked_where_there_is_room():
    np.testing.assert_allclose(shift(star(), [3.0, -4.0], SHAPE), star() + np.array([3.0, -4.0]))


@given(st.floats(0.3, 1.5))
def test_scaling_keeps_centre_and_shape(factor):
    scaled = scale(star(0.3), factor, SHAPE)
    assert contour_area_px(scaled) == pytest.approx(factor**2 * contour_area_px(star(0.3)), rel=1e-6)
    centres = [centroid_px(closed_spline(points)) for points in (star(0.3), scaled)]
    np.testing.assert_allclose(*centres, atol=1e-6)


@given(st.floats(1.5, 100))
def test_scaling_ends_at_the_edge_of_the_image(factor):
    scaled = scale(star(), factor, SHAPE)
    assert (scaled >= -0.5 - 1e-9).all()
    assert (scaled <= np.array([159.5, 127.5]) + 1e-9).all()


@pytest.mark.parametrize("factor", [0.0, -1.0, 0.02])
def test_scaling_to_nothing_is_refused(factor):
    with pytest.raises(EditRefusedError, match="too small"):
        scale(star(), factor, SHAPE)


@given(st.floats(0.0, 0.6), st.floats(8, 40))
def test_a_hull_is_convex_and_encloses_the_contour(depth, radius):
    points = star(depth, radius)
    hull = convex_hull(points)
    assert contour_area_px(convex_hull(hull)) == pytest.approx(contour_area_px(hull), rel=0.01)
    assert inside_polygon(1.02 * (closed_spline(hull) - [70, 60]), closed_spline(points) - [70, 60]).all()
    assert contour_area_px(hull) >= 0.99 * contour_area_px(points)


def test_the_hull_of_a_convex_contour_is_that_contour():
    assert contour_area_px(convex_hull(star())) == pytest.approx(contour_area_px(star()), rel=0.005)
    assert len(convex_hull(star())) == 16


def test_a_hull_bridges_a_dent_of_a_papillary_muscle():
    points = star(0.0)
    points[0] = [62.0, 60.0]
    assert contour_area_px(points) < 0.9 * contour_area_px(star())
    assert contour_area_px(convex_hull(points)) > 0.94 * contour_area_px(star())


def test_the_hull_of_a_line_is_refused():
    with pytest.raises(EditRefusedError, match="draw it again"):
        convex_hull(np.column_stack([np.arange(10.0), np.arange(10.0)]))
