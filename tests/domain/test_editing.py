from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmrstudio.domain import editing
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import crossings, inside_polygon
from cmrstudio.domain.errors import EditRefusedError, InvalidContourError
from cmrstudio.domain.geometry import closed_spline, contour_area_px, rasterise, resample_closed

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
geometry_settings = settings(max_examples=40, deadline=None)


def circle(radius: float = 20.0, count: int = 12, centre: tuple[float, float] = (64.0, 60.0)) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return np.column_stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)])


@st.composite
def walls(draw: st.DrawFn, fewest: int = 8, most: int = 24) -> np.ndarray:
    """Star-shaped contours like those of ventricles, either way round."""
    count = draw(st.integers(fewest, most))
    radius = draw(st.floats(10, 35))
    wobble = np.array(draw(st.lists(st.floats(0.85, 1.15), min_size=count, max_size=count)))
    angle = np.arange(count) * 2 * np.pi / count * draw(st.sampled_from([1, -1]))
    squeeze = draw(st.floats(0.7, 1.0))
    return np.column_stack([64 + radius * wobble * np.cos(angle), 60 + squeeze * radius * wobble * np.sin(angle)])


spacings = st.tuples(st.floats(0.7, 2.0), st.floats(0.7, 2.0))


# Hit test


def test_a_handle_is_hit_before_the_curve_it_lies_on() -> None:
    target = editing.hit_test([Contour(ENDO, circle(), "reader")], circle()[3] + [0.5, 0.5], 2.0)
    assert isinstance(target, editing.HandleHit)
    assert (target.structure, target.point_index) == (ENDO, 3)


def test_the_curve_between_two_handles_names_their_segment() -> None:
    points = circle()
    target = editing.hit_test([Contour(ENDO, points, "reader")], closed_spline(points, 2)[7], 1.0)
    assert isinstance(target, editing.CurveHit)
    assert target.segment_index == 3


def test_inside_two_contours_the_inner_one_is_found() -> None:
    contours = [Contour(EPI, circle(30), "reader"), Contour(ENDO, circle(20), "reader")]
    assert editing.hit_test(contours, (64, 60), 2.0) == editing.InsideHit(ENDO)
    assert editing.hit_test(contours, (64 + 25, 60), 2.0) == editing.InsideHit(EPI)


def test_far_from_every_contour_nothing_is_hit() -> None:
    assert editing.hit_test([Contour(ENDO, circle(), "reader")], (5, 5), 2.0) is None
    assert editing.hit_test([], (5, 5), 2.0) is None


def test_of_two_coinciding_handles_the_preferred_structure_is_hit() -> None:
    contours = [Contour(ENDO, circle(), "reader"), Contour(EPI, circle(), "reader")]
    for structure in (ENDO, EPI):
        target = editing.hit_test(contours, circle()[0], 2.0, prefer=structure)
        assert isinstance(target, editing.HandleHit)
        assert target.structure is structure


def test_the_tolerance_is_measured_after_scaling() -> None:
    contour = Contour(ENDO, circle(), "reader")
    beside = circle()[0] + [1.5, 0]
    assert isinstance(editing.hit_test([contour], beside, 8.0, scale=(4, 4)), editing.HandleHit)
    assert not isinstance(editing.hit_test([contour], beside, 8.0, scale=(8, 8)), editing.HandleHit)


# Control points


@given(walls(), st.integers(0, 7), st.floats(0, 120), st.floats(0, 120))
@geometry_settings
def test_moving_a_point_moves_only_that_point(points: np.ndarray, index: int, column: float, row: float) -> None:
    moved = editing.move_point(points, index, (column, row))
    assert np.array_equal(np.delete(moved, index, 0), np.delete(points, index, 0))
    assert len(closed_spline(moved, 1)) == len(points)


def test_a_point_moved_upon_its_neighbour_stays_distinct() -> None:
    points = circle()
    moved = editing.move_point(points, 2, points[3])
    assert 0.1 < np.linalg.norm(moved[2] - points[3]) < 0.5


@given(walls(most=23), st.floats(0, 1, exclude_max=True))
@geometry_settings
def test_inserting_on_the_curve_hardly_changes_the_area(points: np.ndarray, share: float) -> None:
    curve = closed_spline(points, 16)
    on_curve = curve[int(share * len(curve))]
    try:
        inserted, index = editing.insert_point(points, on_curve)
    except EditRefusedError:
        assert np.linalg.norm(points - on_curve, axis=1).min() < 0.5
        return
    assert len(inserted) == len(points) + 1
    assert np.array_equal(np.delete(inserted, index, 0), points)
    assert contour_area_px(inserted) == pytest.approx(contour_area_px(points), rel=0.03)


def test_a_25th_point_is_refused() -> None:
    with pytest.raises(EditRefusedError, match="at most 24"):
        editing.insert_point(circle(count=24), (84.0, 62.0))


def test_the_eighth_last_point_stays() -> None:
    assert len(editing.delete_point(circle(count=9), 0)) == 8
    for count in (3, 8):
        with pytest.raises(EditRefusedError, match="at least 8"):
            editing.delete_point(circle(count=count), 0)


def test_points_outside_the_image_come_to_its_edge() -> None:
    clamped = editing.clamp_to_image([[-20, 5], [300, 300]], (100, 120))
    assert clamped.tolist() == [[-0.5, 5], [119.5, 99.5]]


# Fit


@given(walls(), st.integers(12, 24))
@geometry_settings
def test_a_fit_follows_the_line_it_is_given(points: np.ndarray, count: int) -> None:
    line = resample_closed(closed_spline(points), 300)
    fitted = editing.fit_control_points(line, max(count, len(points)))
    assert editing.is_simple(fitted)
    assert contour_area_px(fitted) == pytest.approx(contour_area_px(points), rel=0.05)


def test_a_circle_needs_few_points_and_loses_no_area() -> None:
    fitted = editing.fit_control_points(circle(25, 200))
    assert len(fitted) <= 12
    assert contour_area_px(fitted) == pytest.approx(np.pi * 25**2, rel=0.005)


@pytest.mark.parametrize("line", [[[1, 1]], [[1, 1], [5, 5], [9, 9]], [[2, 2]] * 10, np.zeros((0, 2))])
def test_a_line_without_area_cannot_be_fitted(line: object) -> None:
    with pytest.raises(InvalidContourError, match="encloses an area"):
        editing.fit_control_points(line)


# Whole contour


@given(walls())
@geometry_settings
def test_smoothing_keeps_area_and_number_of_points(points: np.ndarray) -> None:
    smoothed = editing.smooth(points)
    assert len(smoothed) == len(points)
    assert editing.is_simple(smoothed)
    assert contour_area_px(smoothed) == pytest.approx(contour_area_px(points), rel=0.03)


def test_smoothing_takes_a_spike_down_and_leaves_a_circle_alone() -> None:
    spiked = editing.move_point(circle(), 0, (94, 60))
    reach = np.linalg.norm(editing.smooth(spiked) - [64, 60], axis=1).max()
    assert reach < 29
    round_again = np.linalg.norm(closed_spline(editing.smooth(circle())) - [64, 60], axis=1)
    assert np.ptp(round_again) < 0.2


@example(1e-5, (1.0, 1.0))
@given(st.floats(-8, 12), spacings)
@geometry_settings
def test_an_offset_circle_has_the_new_radius_in_mm(distance_mm: float, spacing: tuple[float, float]) -> None:
    radius_mm = 20.0
    points = circle(radius_mm, 24, (80, 80)) / spacing[::-1]
    outcome = closed_spline(editing.offset_mm(points, distance_mm, spacing)) * spacing[::-1]
    radii = np.linalg.norm(outcome - [80, 80], axis=1)
    assert np.allclose(radii, radius_mm + distance_mm, atol=0.35)


@given(walls(), st.floats(0.5, 4), spacings)
@geometry_settings
def test_growing_contains_and_shrinking_is_contained(
    points: np.ndarray, distance_mm: float, spacing: tuple[float, float]
) -> None:
    grown = editing.offset_mm(points, distance_mm, spacing)
    assert contour_area_px(grown) > contour_area_px(points)
    assert editing.is_simple(grown)
    try:
        shrunk = editing.offset_mm(points, -distance_mm, spacing)
    except EditRefusedError:
        return
    assert contour_area_px(shrunk) < contour_area_px(points)
    assert editing.is_simple(shrunk)


def test_shrinking_to_nothing_is_refused() -> None:
    with pytest.raises(EditRefusedError, match="shrink"):
        editing.offset_mm(circle(5), -6, (1, 1))


def test_contained_tells_inner_from_crossing_from_apart() -> None:
    assert editing.contained(circle(20), circle(30))
    assert not editing.contained(circle(30), circle(20))
    assert not editing.contained(circle(20, centre=(80, 60)), circle(30))
    assert not editing.contained(circle(10, centre=(20, 20)), circle(10, centre=(90, 90)))


@given(walls())
@geometry_settings
def test_inside_agrees_with_the_rasteriser(points: np.ndarray) -> None:
    polygon = closed_spline(points)
    rows, columns = np.mgrid[:120:3, :120:3]
    positions = np.column_stack([columns.ravel(), rows.ravel()])
    expected = rasterise(polygon, (120, 120))[::3, ::3].ravel()
    assert np.array_equal(inside_polygon(polygon, positions), expected)


def test_a_figure_of_eight_crosses_itself() -> None:
    eight = np.array([[0, 0], [10, 10], [10, 0], [0, 10]], float)
    assert len(crossings(eight, closed=True)) == 1
    assert not editing.is_simple(eight)


# Freehand


def test_a_closed_stroke_becomes_the_contour() -> None:
    outcome = editing.apply_stroke(circle(), circle(28, 90), 3.0)
    assert 8 <= len(outcome) <= 24
    assert contour_area_px(outcome) == pytest.approx(np.pi * 28**2, rel=0.02)


def test_a_stroke_that_overshoots_its_start_is_cut_there() -> None:
    angle = np.linspace(0, 2 * np.pi + 0.5, 120)
    radius = 25 + np.linspace(2, -2, 120)
    stroke = np.column_stack([64 + radius * np.cos(angle), 60 + radius * np.sin(angle)])
    outcome = editing.apply_stroke(None, stroke, 3.0)
    assert editing.is_simple(outcome)
    assert contour_area_px(outcome) == pytest.approx(np.pi * 25**2, rel=0.05)


@given(st.floats(0, 6.2), st.floats(0.4, 1.2), st.floats(-6, 8), st.sampled_from([1, -1]))
@geometry_settings
def test_an_open_stroke_replaces_its_arc_and_leaves_the_rest(
    middle: float, half_width: float, bulge: float, direction: int
) -> None:
    points = circle(count=16)
    share = np.linspace(-1, 1, 40) * direction
    radius = 20 + bulge * (1 - share**2)
    angle = middle + half_width * share
    stroke = np.column_stack([64 + radius * np.cos(angle), 60 + radius * np.sin(angle)])
    outcome = editing.apply_stroke(points, stroke, 3.0)
    assert 8 <= len(outcome) <= 24
    assert editing.is_simple(outcome)
    apart = np.abs((np.arctan2(*(points - [64, 60]).T[::-1]) - middle + np.pi) % (2 * np.pi) - np.pi)
    far = points[apart > half_width + 0.45]
    kept = {tuple(point) for point in outcome.tolist()}
    assert all(tuple(point) in kept for point in far.tolist())
    curve = closed_spline(outcome)
    assert np.linalg.norm(curve - stroke[20], axis=1).min() < 1.5


@pytest.mark.parametrize(
    "stroke",
    [
        np.zeros((0, 2)),
        [[64, 60]],
        [[10, 10], [10, 10], [10, 10]],
        np.column_stack([np.linspace(5, 30, 20), np.full(20, 5.0)]),
        [[50, 50], [50.5, 50], [50.5, 50.5], [50, 50.5]],
    ],
)
def test_a_stroke_that_draws_nothing_is_refused(stroke: object) -> None:
    for points in (None, circle()):
        with pytest.raises(EditRefusedError, match=r"draw|Close"):
            editing.apply_stroke(points, stroke, 2.0)


def test_a_stroke_with_positions_that_are_not_numbers_is_refused() -> None:
    with pytest.raises(EditRefusedError, match="not numbers"):
        editing.apply_stroke(None, [[1, 1], [np.nan, 4], [5, 5]], 2.0)


@given(st.lists(st.tuples(st.floats(0, 120), st.floats(0, 120)), min_size=0, max_size=30))
@example(stroke=[(0.0, 0.0), (1.0, 2.2e-311)])
@geometry_settings
def test_scribbles_are_refused_or_give_a_simple_contour(stroke: list[tuple[float, float]]) -> None:
    try:
        outcome = editing.apply_stroke(circle(), stroke, 3.0)
    except EditRefusedError:
        return
    assert 8 <= len(outcome) <= 24
    assert editing.is_simple(outcome)


# Pusher


@given(walls(), st.floats(2, 12), st.floats(0, 6.2), st.booleans(), spacings)
@geometry_settings
def test_pushing_keeps_a_simple_contour_of_8_to_24_points(
    points: np.ndarray, radius_mm: float, angle: float, outward: bool, spacing: tuple[float, float]
) -> None:
    ray = np.array([np.cos(angle), np.sin(angle)])
    start = np.array([64.0, 60.0]) + (0 if outward else 50) * ray
    end = np.array([64.0, 60.0]) + (45 if outward else 5) * ray
    pushed, here = points, start
    for share in np.arange(1, 16) / 15:
        there = start + share * (end - start)
        pushed = editing.push_along(pushed, here, there, radius_mm, spacing, outward=outward)
        here = there
    assert 8 <= len(pushed) <= 24
    assert editing.is_simple(pushed) or not editing.is_simple(points)


@given(st.floats(0, 6.2), st.floats(0.15, 0.7), st.floats(3, 10))
@geometry_settings
def test_the_wall_ends_up_at_the_edge_of_the_disc(angle: float, share: float, radius_mm: float) -> None:
    depth = share * radius_mm
    ray = np.array([np.cos(angle), np.sin(angle)])
    centre = np.array([64.0, 60.0])
    for outward, distance in ((True, 20 - radius_mm + depth), (False, 20 + radius_mm - depth)):
        position = centre + distance * ray
        pushed = closed_spline(editing.push(circle(count=20), position, radius_mm, (1, 1), outward=outward))
        assert np.linalg.norm(pushed - position, axis=1).min() > radius_mm - max(0.8, 0.12 * radius_mm)
        edge = position + (radius_mm if outward else -radius_mm) * ray
        assert np.linalg.norm(pushed - edge, axis=1).min() < 1.0


def test_control_points_away_from_the_disc_stay_where_they_are() -> None:
    points = circle(count=16)
    pushed = editing.push(points, (64 + 18, 60), 5, (1, 1), outward=True)
    kept = {tuple(point) for point in pushed.tolist()}
    assert all(tuple(point) in kept for point in points[np.linalg.norm(points - [82, 60], axis=1) > 9].tolist())


@pytest.mark.parametrize(("position", "radius_mm"), [((64, 60), 5.0), ((5, 5), 5.0), ((64, 60), 60.0)])
def test_a_disc_that_meets_no_wall_or_all_of_it_changes_nothing(
    position: tuple[float, float], radius_mm: float
) -> None:
    for outward in (True, False):
        assert np.array_equal(editing.push(circle(), position, radius_mm, (1, 1), outward=outward), circle())


def test_a_contour_of_three_points_can_be_pushed_and_comes_out_with_eight_or_more() -> None:
    pushed = editing.push(circle(count=3), (70, 60), 16, (1, 1), outward=True)
    assert len(pushed) >= 8


def test_cutting_a_contour_in_two_keeps_the_larger_part() -> None:
    pushed, here = circle(), (55.0, 20.0)
    for row in range(22, 100, 2):
        pushed = editing.push_along(pushed, here, (55.0, row), 4, (1, 1), outward=False)
        here = (55.0, row)
    assert editing.is_simple(pushed)
    assert inside_polygon(closed_spline(pushed), [[72, 60]])[0]
    assert not inside_polygon(closed_spline(pushed), [[47, 60]])[0]


def test_edits_do_not_change_their_arguments() -> None:
    points = circle()
    points.setflags(write=False)
    editing.move_point(points, 0, (1, 1))
    editing.insert_point(points, (84, 62))
    editing.delete_point(points, 0)
    editing.smooth(points)
    editing.offset_mm(points, 2, (1, 1))
    editing.push(points, (80, 60), 6, (1, 1), outward=True)
    editing.apply_stroke(points, circle(22, 50), 3)
    assert np.array_equal(points, circle())
