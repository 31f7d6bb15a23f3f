"""Distances and areas on an image: right in mm whatever the pixels are like, and with the grey values inside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.errors import InvalidMeasurementError
from cmrstudio.domain.image_measurements import (
    ImageMeasurement,
    MeasurementKind,
    area_mm2,
    distance_mm,
    distance_to_line,
    ellipse_in_box,
    grey_values,
    handles_px,
    moved_handle,
    nearest_handle,
    outline_px,
    value_text,
)

spacings = st.tuples(st.floats(0.4, 4), st.floats(0.4, 4))
places = st.tuples(st.floats(-100, 300), st.floats(-100, 300))
KIND = MeasurementKind


def made(kind: KIND, points) -> ImageMeasurement:
    return ImageMeasurement("m", kind, 3, 1, np.asarray(points, float))


@given(spacing=spacings, one=places, two=places)
def test_a_distance_respects_the_spacing_of_rows_and_columns(spacing, one, two) -> None:
    across, down = (two[0] - one[0]) * spacing[1], (two[1] - one[1]) * spacing[0]
    assert distance_mm([one, two], spacing) == pytest.approx(np.sqrt(across**2 + down**2), abs=1e-9)
    assert distance_mm([two, one], spacing) == pytest.approx(distance_mm([one, two], spacing))


@given(spacing=spacings, corner=places, width=st.floats(1, 80), height=st.floats(1, 80))
def test_areas_respect_the_spacing_of_rows_and_columns(spacing, corner, width, height) -> None:
    box = np.array(corner) + np.array([[0, 0], [width, 0], [width, height], [0, height]])
    assert area_mm2(made(KIND.POLYGON, box), spacing) == pytest.approx(
        width * spacing[1] * height * spacing[0], rel=1e-6
    )
    ellipse = made(KIND.ELLIPSE, ellipse_in_box(box[2], box[0]))
    expected = np.pi / 4 * width * spacing[1] * height * spacing[0]
    assert area_mm2(ellipse, spacing) == pytest.approx(expected, rel=1e-6)
    drawn = made(KIND.POLYGON, outline_px(ellipse))
    assert area_mm2(drawn, spacing) == pytest.approx(expected, rel=2e-3)


@given(spacing=spacings, to=places, handle=st.sampled_from([1, 2, 3, 4]))
def test_the_axes_of_an_ellipse_stay_at_right_angles_and_the_hand_keeps_its_end(spacing, to, handle) -> None:
    ellipse = made(KIND.ELLIPSE, ellipse_in_box((40, 50), (80, 70)))
    scale = np.array(spacing[::-1])
    if np.linalg.norm((np.array(to) - ellipse.points_px[0]) * scale) < 0.1:
        return
    moved = ellipse.with_points(moved_handle(ellipse, handle, to, spacing))
    first, second = (moved.points_px[1:] - moved.points_px[0]) * scale
    assert first @ second == pytest.approx(0, abs=1e-6 * (1 + np.linalg.norm(first) * np.linalg.norm(second)))
    assert handles_px(moved)[handle] == pytest.approx(np.array(to), abs=1e-6)
    other = 2 if handle in {1, 3} else 1
    before = np.linalg.norm((ellipse.points_px[other] - ellipse.points_px[0]) * scale)
    assert np.linalg.norm((moved.points_px[other] - moved.points_px[0]) * scale) == pytest.approx(before)


@given(step=places)
def test_the_middle_of_an_ellipse_moves_it_whole(step) -> None:
    ellipse = made(KIND.ELLIPSE, ellipse_in_box((40, 50), (80, 70)))
    moved = moved_handle(ellipse, 0, ellipse.points_px[0] + step, (1, 2))
    assert moved - ellipse.points_px == pytest.approx(np.tile(step, (3, 1)), abs=1e-9)


def test_dragging_an_end_moves_that_end_alone() -> None:
    line = made(KIND.DISTANCE, [[0, 0], [3, 4]])
    assert moved_handle(line, 1, (9, 9), (1, 1)).tolist() == [[0, 0], [9, 9]]


def test_an_ellipse_cannot_be_dragged_to_nothing() -> None:
    ellipse = made(KIND.ELLIPSE, ellipse_in_box((40, 50), (80, 70)))
    assert np.array_equal(moved_handle(ellipse, 1, ellipse.points_px[0], (1, 1)), ellipse.points_px)


def test_grey_values_are_those_of_the_pixels_inside() -> None:
    image = np.arange(100.0).reshape(10, 10)
    found = grey_values(made(KIND.POLYGON, [[1.5, 1.5], [4.5, 1.5], [4.5, 3.5], [1.5, 3.5]]), image)
    inside = image[2:4, 2:5]
    assert (found.mean, found.standard_deviation, found.count) == pytest.approx((inside.mean(), inside.std(), 6))


def test_areas_without_a_pixel_and_distances_have_no_grey_values() -> None:
    image = np.ones((10, 10))
    assert grey_values(made(KIND.POLYGON, [[1.1, 1.1], [1.4, 1.1], [1.4, 1.4]]), image) is None
    assert grey_values(made(KIND.POLYGON, [[100, 100], [120, 100], [120, 120]]), image) is None
    assert grey_values(made(KIND.DISTANCE, [[0, 0], [9, 9]]), image) is None


def test_pixels_that_are_not_finite_do_not_count() -> None:
    image = np.full((10, 10), 5.0)
    image[3, 3] = np.nan
    found = grey_values(made(KIND.POLYGON, [[1.5, 1.5], [6.5, 1.5], [6.5, 6.5], [1.5, 6.5]]), image)
    assert (found.mean, found.count) == (5.0, 24)


def test_hits_are_measured_on_the_screen() -> None:
    line = made(KIND.DISTANCE, [[10, 10], [20, 10]])
    assert nearest_handle(line, (21, 10), (3, 5)) == (1, pytest.approx(3))
    assert distance_to_line(line, (15, 12), (3, 5)) == pytest.approx(10)
    assert distance_to_line(line, (0, 10), (3, 5)) == pytest.approx(30)
    triangle = made(KIND.POLYGON, [[0, 0], [10, 0], [0, 10]])
    assert distance_to_line(triangle, (-2, 5), (1, 1)) == pytest.approx(2), "the last side counts too"


@pytest.mark.parametrize(
    ("kind", "points", "text"),
    [
        (KIND.DISTANCE, [[0, 0], [30, 40]], "50.0 mm"),
        (KIND.POLYGON, [[0, 0], [9, 0], [9, 11], [0, 11]], "99 mm²"),
        (KIND.POLYGON, [[0, 0], [20, 0], [20, 20], [0, 20]], "4.00 cm²"),
    ],
)
def test_values_are_told_in_the_unit_that_suits_them(kind, points, text) -> None:
    assert value_text(made(kind, points), (1.0, 1.0)) == text


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        (KIND.DISTANCE, [[0, 0]]),
        (KIND.DISTANCE, [[0, 0], [1, 1], [2, 2]]),
        (KIND.POLYGON, [[0, 0], [1, 1]]),
        (KIND.ELLIPSE, [[0, 0], [1, 1]]),
        (KIND.DISTANCE, [[0, 0], [np.nan, 1]]),
        (KIND.DISTANCE, [[0, 0, 0], [1, 1, 1]]),
    ],
)
def test_points_that_make_no_measurement_are_refused(kind, points) -> None:
    with pytest.raises(InvalidMeasurementError, match=kind):
        made(kind, points)


def test_measurements_are_equal_where_all_they_hold_is() -> None:
    one = made(KIND.DISTANCE, [[0, 0], [1, 1]])
    assert one == made(KIND.DISTANCE, [[0, 0], [1, 1]])
    assert one != one.with_points([[0, 0], [1, 2]])
    assert one != one.with_points(one.points_px, phase_index=2)
    assert one.with_points([[0, 0], [5, 5]]).measurement_id == one.measurement_id
