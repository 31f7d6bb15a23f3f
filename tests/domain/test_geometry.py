from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.geometry import (
    centroid_px,
    closed_spline,
    contour_area_px,
    polygon_area_px,
    rasterise,
    rasterise_contour,
    resample_closed,
    without_repeats,
)

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def star_shapes(draw: st.DrawFn) -> np.ndarray:
    """Control points around a centre at uneven radii: closed curves without crossings, as (column, row)."""
    count = draw(st.integers(8, 24))
    radii = np.array(draw(st.lists(st.floats(6, 12), min_size=count, max_size=count)))
    centre = np.array([draw(st.floats(20, 40)), draw(st.floats(20, 40))])
    angles = np.arange(count) * 2 * np.pi / count
    return centre + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])


@QUICK
@given(star_shapes())
def test_the_spline_passes_through_every_control_point(points: np.ndarray) -> None:
    curve = closed_spline(points, steps=8)
    assert curve.shape == (8 * len(points), 2)
    np.testing.assert_allclose(curve[::8], points, atol=1e-9)


@QUICK
@given(star_shapes(), st.floats(-50, 50), st.floats(-50, 50), st.floats(0.2, 5), st.floats(-3.2, 3.2))
def test_the_spline_moves_with_its_control_points(
    points: np.ndarray, column: float, row: float, scale: float, angle: float
) -> None:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = points @ turn.T + [column, row]
    np.testing.assert_allclose(closed_spline(moved), closed_spline(points) @ turn.T + [column, row], atol=1e-6)


@QUICK
@given(star_shapes(), st.integers(0, 23))
def test_area_does_not_depend_on_direction_or_first_point(points: np.ndarray, shift: int) -> None:
    area = contour_area_px(points)
    assert contour_area_px(np.roll(points, shift, axis=0)) == pytest.approx(area)
    assert contour_area_px(points[::-1]) == pytest.approx(area)


@QUICK
@given(star_shapes(), st.floats(0.1, 10))
def test_area_grows_with_the_square_of_the_scale(points: np.ndarray, scale: float) -> None:
    assert contour_area_px(points * scale) == pytest.approx(contour_area_px(points) * scale**2)


@QUICK
@given(star_shapes())
def test_a_raster_has_the_area_of_its_contour(points: np.ndarray) -> None:
    area = contour_area_px(points)
    perimeter = np.linalg.norm(np.diff(closed_spline(points), axis=0, append=closed_spline(points)[:1]), axis=1).sum()
    assert rasterise_contour(points, (64, 64)).sum() == pytest.approx(area, abs=perimeter / 2)


@QUICK
@given(star_shapes(), st.integers(0, 30), st.integers(0, 30))
def test_a_raster_moves_with_whole_pixels(points: np.ndarray, column: int, row: int) -> None:
    here = rasterise_contour(points, (64, 64))
    moved = rasterise_contour(points + np.array([column, row]), (96, 96))
    expected = np.zeros_like(moved)
    expected[row : row + 64, column : column + 64] = here
    # The last bit of a sum may put a centre that lies on the edge to the other side.
    assert np.count_nonzero(moved != expected) <= 2


def test_a_raster_takes_pixels_whose_centres_are_inside() -> None:
    mask = rasterise([[0.5, 0.5], [3.5, 0.5], [3.5, 2.5], [0.5, 2.5]], (4, 6))
    expected = np.zeros((4, 6), bool)
    expected[1:3, 1:4] = True
    np.testing.assert_array_equal(mask, expected)


def test_neighbouring_polygons_share_no_pixel_and_leave_none_out() -> None:
    left = rasterise([[0, 0], [3, 0], [3, 5], [0, 5]], (6, 8))
    right = rasterise([[3, 0], [7, 0], [7, 5], [3, 5]], (6, 8))
    both = rasterise([[0, 0], [7, 0], [7, 5], [0, 5]], (6, 8))
    assert not (left & right).any()
    np.testing.assert_array_equal(left | right, both)


def test_a_raster_is_cut_at_the_edge_of_the_image() -> None:
    assert rasterise([[-100, -100], [100, -100], [100, 100], [-100, 100]], (5, 7)).all()
    assert not rasterise([[100, 100], [120, 100], [110, 120]], (5, 7)).any()


def test_areas_of_known_shapes() -> None:
    assert polygon_area_px([[0, 0], [4, 0], [4, 3], [0, 3]]) == 12
    angles = np.arange(16) * np.pi / 8
    circle = 20 * np.column_stack([np.cos(angles), np.sin(angles)])
    assert contour_area_px(circle) == pytest.approx(np.pi * 400, rel=0.002)


def test_the_centre_of_mass_is_that_of_the_area_not_of_the_points() -> None:
    np.testing.assert_allclose(centroid_px([[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [4, 2], [0, 2]]), [2, 1])


def test_a_flat_polygon_has_the_mean_of_its_points_as_its_centre() -> None:
    np.testing.assert_allclose(centroid_px([[0, 0], [2, 2], [4, 4]]), [2, 2])


@QUICK
@given(star_shapes(), st.integers(8, 40))
def test_resampled_points_lie_on_the_polygon_at_equal_distances_along_it(points: np.ndarray, count: int) -> None:
    resampled = resample_closed(points, count)
    np.testing.assert_allclose(resampled[0], points[0])
    assert len(resampled) == count
    fine = resample_closed(points, 4000)
    distance = np.linalg.norm(resampled[:, None] - fine[None], axis=2).min(axis=1)
    assert distance.max() < 0.05


def test_resampling_begins_at_the_first_point_also_where_the_last_repeats_it() -> None:
    square = [[5.0, 5.0], [9.0, 5.0], [9.0, 9.0], [5.0, 9.0], [5.0, 5.0]]
    np.testing.assert_allclose(resample_closed(square, 4), square[:4])


def test_repeated_points_are_dropped_and_the_first_stays() -> None:
    points = np.array([[1.0, 1], [1, 1], [2, 1], [2, 2], [2, 2], [1, 1]])
    np.testing.assert_array_equal(without_repeats(points), [[1, 1], [2, 1], [2, 2]])


def test_points_that_all_coincide_make_one_point_and_no_area() -> None:
    assert len(without_repeats(np.ones((5, 2)))) == 1
    assert contour_area_px(np.ones((5, 2))) == 0


@QUICK
@given(star_shapes(), st.integers(0, 7))
def test_a_doubled_control_point_does_not_change_the_curve(points: np.ndarray, place: int) -> None:
    doubled = np.insert(points, place, points[place], axis=0)
    np.testing.assert_allclose(closed_spline(doubled), closed_spline(points))
