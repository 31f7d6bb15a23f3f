"""Segments on phantoms whose thickness, volume and mass are worked by hand: within 1 %."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.aha_segments import (
    SEGMENT_NAMES,
    RvInsertion,
    insertion_angle_degrees,
    segment_numbers,
    segment_thickness,
    septum_is_anticlockwise,
    wall_measures,
)
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import SegmentsUnknownError
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack

MIDDLE = np.array([64.0, 60.0])
SPACING = 1.25
ED_ES = PhaseSelection(0, 1)
UP_LEFT = RvInsertion(0, 4, float(64 - 40 * np.cos(np.pi / 3)), float(60 - 40 * np.sin(np.pi / 3)))
"""Where the anterior insertion stands on an ordinary image: at eleven o'clock."""


def stack(slices: int, phases: int = 2, gap_mm: float = 10.0, *, seen_from_base: bool = False) -> CineStack:
    affine = np.repeat(np.eye(4)[None], slices, axis=0)
    affine[:, 2, 3] = np.arange(slices) * (gap_mm if seen_from_base else -gap_mm)
    return CineStack(
        pixels=np.zeros((phases, slices, 128, 128), np.int16),
        present=np.ones((phases, slices), bool),
        pixel_spacing_mm=(SPACING, SPACING),
        slice_positions_mm=np.arange(slices) * gap_mm,
        affine_mm=affine,
        trigger_times_ms=np.full((phases, slices), np.nan),
        sop_uids=np.full((phases, slices), "1.2.3"),
        slice_thickness_mm=gap_mm,
        frame_time_ms=40.0,
    )


def circle(radius_mm: float, middle_px: np.ndarray = MIDDLE, turn: float = 0.0) -> np.ndarray:
    angle = turn + np.arange(24) * 2 * np.pi / 24
    return middle_px + radius_mm / SPACING * np.column_stack([np.cos(angle), np.sin(angle)])


def annotation(phase: int, slice_: int, inner: np.ndarray | None, outer: np.ndarray | None) -> SliceAnnotation:
    pairs = ((Structure.LV_ENDOCARDIUM, inner), (Structure.LV_EPICARDIUM, outer))
    contours = tuple(Contour(structure, points, "reader") for structure, points in pairs if points is not None)
    return SliceAnnotation("1.2", phase, slice_, contours)


def cylinder(slices: int = 9, walls_mm: tuple[float, float] = (8.0, 12.0)) -> dict[tuple[int, int], SliceAnnotation]:
    """A cylinder whose epicardium stays and whose wall thickens inwards from phase 0 to 1."""
    return {
        (phase, slice_): annotation(phase, slice_, circle(35 - wall), circle(35))
        for phase, wall in enumerate(walls_mm)
        for slice_ in range(slices)
    }


class TestCylinder:
    def test_every_segment_is_as_thick_as_the_wall_and_thickens_as_much(self) -> None:
        walls = wall_measures(stack(9), cylinder(), ED_ES, UP_LEFT)
        assert walls.end_diastolic.thickness_mm == pytest.approx(np.full(16, 8.0), rel=0.01)
        assert walls.end_systolic.thickness_mm == pytest.approx(np.full(16, 12.0), rel=0.01)
        assert walls.thickening_percent == pytest.approx(np.full(16, 50.0), rel=0.01)

    @pytest.mark.parametrize(
        ("slices", "levels"),
        [
            (3, ((0,), (1,), (2,))),
            (9, ((0, 1, 2), (3, 4, 5), (6, 7, 8))),
            (10, ((0, 1, 2, 3), (4, 5, 6), (7, 8, 9))),
            (11, ((0, 1, 2, 3), (4, 5, 6, 7), (8, 9, 10))),
        ],
    )
    def test_slices_are_divided_into_thirds_from_the_base(self, slices, levels) -> None:
        found = segment_thickness(stack(slices), cylinder(slices), 0, 240.0)
        assert found.level_slices == levels

    def test_slices_without_both_contours_do_not_count(self) -> None:
        drawn = cylinder()
        drawn[0, 0] = annotation(0, 0, circle(27), None)
        drawn[0, 8] = annotation(0, 8, None, circle(35))
        assert segment_thickness(stack(9), drawn, 0, 240.0).slice_indices == tuple(range(1, 8))

    def test_a_slice_without_epicardium_is_named_and_keeps_its_third(self) -> None:
        drawn = cylinder()
        for index in range(4, 9):
            drawn[1, index] = annotation(1, index, circle(23), None)
        found = segment_thickness(stack(9), drawn, 1, 240.0)
        assert found.level_slices == ((0, 1, 2), (3,), ())
        assert found.without_epicardium == (4, 5, 6, 7, 8)
        assert found.thickness_mm[:12] == pytest.approx(np.full(12, 12.0), rel=0.01)
        assert np.isnan(found.thickness_mm[12:]).all()  # the apex is unknown, not that of the slices that are left

    @pytest.mark.parametrize("lacking", [0, 1])
    def test_without_the_epicardium_of_one_phase_the_other_is_measured_and_thickening_is_unknown(self, lacking) -> None:
        drawn = cylinder()
        for index in range(9):
            drawn[lacking, index] = annotation(lacking, index, circle(23), None)
        walls = wall_measures(stack(9), drawn, ED_ES, UP_LEFT)
        lost, left = (walls.end_diastolic, walls.end_systolic)[:: 1 - 2 * lacking]
        assert left.thickness_mm == pytest.approx(np.full(16, (12.0, 8.0)[lacking]), rel=0.01)
        assert left.problem == ""
        assert np.isnan(lost.thickness_mm).all()
        assert f"Phase {lacking + 1} has both contours on 0 slices" in lost.problem
        assert np.isnan(walls.thickening_percent).all()

    def test_without_any_epicardium_nothing_is_measured(self) -> None:
        drawn = {key: annotation(*key, circle(23), None) for key in cylinder()}
        with pytest.raises(SegmentsUnknownError, match="Phase 1 has both contours on 0 slices"):
            wall_measures(stack(9), drawn, ED_ES, UP_LEFT)

    def test_each_third_has_its_own_thickness(self) -> None:
        drawn = {
            (0, slice_): annotation(0, slice_, circle(35 - wall), circle(35))
            for slice_, wall in enumerate((10.0, 10.0, 8.0, 8.0, 6.0, 6.0))
        }
        found = segment_thickness(stack(6, phases=1), drawn, 0, 240.0).thickness_mm
        assert found == pytest.approx(np.repeat([10.0, 8.0, 6.0], [6, 6, 4]), rel=0.01)


def bulging(towards_degrees: float, depth_mm: float = 4.0) -> dict[tuple[int, int], SliceAnnotation]:
    """A wall that is thickest in one direction of the image (degrees clockwise from its x axis)."""
    angle = np.arange(24) * 2 * np.pi / 24
    away = (np.degrees(angle) - towards_degrees + 180) % 360 - 180
    radius = (25 - depth_mm * np.exp(-((away / 25) ** 2))) / SPACING
    inner = MIDDLE + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return {(phase, slice_): annotation(phase, slice_, inner, circle(33)) for phase in (0, 1) for slice_ in range(9)}


class TestOrientation:
    """On the screen seen from the apex, the RV to the left: septum left, lateral wall right, anterior wall on top."""

    @pytest.mark.parametrize(
        ("towards", "segments"),
        [
            (270, ("basal anterior", "mid anterior", "apical anterior")),
            (210, ("basal anteroseptal", "mid anteroseptal", "apical septal")),
            (150, ("basal inferoseptal", "mid inferoseptal", "apical septal")),
            (90, ("basal inferior", "mid inferior", "apical inferior")),
            (30, ("basal inferolateral", "mid inferolateral", "apical lateral")),
            (330, ("basal anterolateral", "mid anterolateral", "apical lateral")),
        ],
    )
    def test_the_thickest_segment_has_the_name_of_its_wall(self, towards, segments) -> None:
        found = wall_measures(stack(9), bulging(towards), ED_ES, UP_LEFT).end_diastolic.thickness_mm
        thickest = [SEGMENT_NAMES[start + found[start:end].argmax()] for start, end in ((0, 6), (6, 12), (12, 16))]
        assert tuple(thickest) == segments

    def test_seen_from_the_base_the_image_is_mirrored(self) -> None:
        assert septum_is_anticlockwise(stack(9))
        mirrored = stack(9, seen_from_base=True)
        assert not septum_is_anticlockwise(mirrored)
        up_right = replace(UP_LEFT, column_px=2 * MIDDLE[0] - UP_LEFT.column_px)
        found = wall_measures(mirrored, bulging(330), ED_ES, up_right).end_diastolic.thickness_mm
        assert SEGMENT_NAMES[found[:6].argmax()] == "basal anteroseptal"

    def test_files_that_are_not_dicom_are_taken_as_seen_from_the_apex(self) -> None:
        mirrored = stack(9, seen_from_base=True)
        assert septum_is_anticlockwise(replace(mirrored, sop_uids=np.full((2, 9), "")))

    def test_edges_belong_to_one_segment_each(self) -> None:
        angles = np.arange(0, 360, 0.5)
        for level, count in ((0, 6), (1, 6), (2, 4)):
            numbers, sizes = np.unique(segment_numbers(angles, level), return_counts=True)
            assert len(numbers) == count
            assert set(sizes) == {720 // count}
        assert segment_numbers([359.999, 0.001, 59.999, 60.001], 0).tolist() == [0, 1, 1, 2]
        assert segment_numbers([14.999, 15.001, 104.999, 105.001], 2).tolist() == [12, 13, 13, 14]


@settings(max_examples=20)
@given(turn=st.floats(0, 360), move=st.tuples(st.floats(-10, 10), st.floats(-10, 10)))
def test_turning_the_heart_with_its_mark_changes_no_segment(turn: float, move: tuple[float, float]) -> None:
    angle = np.radians(turn)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def turned(points: np.ndarray) -> np.ndarray:
        return (np.asarray(points) - MIDDLE) @ matrix.T + MIDDLE + move

    drawn = bulging(200)
    rotated = {
        key: replace(each, contours=tuple(c.with_points(turned(c.points_px)) for c in each.contours))
        for key, each in drawn.items()
    }
    mark = turned(np.array([[UP_LEFT.column_px, UP_LEFT.row_px]]))[0]
    before = wall_measures(stack(9), drawn, ED_ES, UP_LEFT).end_diastolic.thickness_mm
    after = wall_measures(
        stack(9), rotated, ED_ES, replace(UP_LEFT, column_px=float(mark[0]), row_px=float(mark[1]))
    ).end_diastolic.thickness_mm
    assert after == pytest.approx(before, rel=0.01)


def test_eccentric_circles_have_their_known_thickness_in_each_segment() -> None:
    shift = 3.0  # mm to the right of the screen: the lateral wall is thin, the septum thick
    inner = circle(25, MIDDLE + np.array([shift / SPACING, 0]))
    drawn = {(phase, slice_): annotation(phase, slice_, inner, circle(35)) for phase in (0, 1) for slice_ in range(9)}
    found = wall_measures(stack(9), drawn, ED_ES, UP_LEFT).end_diastolic.thickness_mm
    # The line midway is an ellipse with both centres as foci; seen from the outer centre its points lie at the polar
    # distance of an ellipse about a focus, and the wall is twice as thick as the rest of the way to the outer circle.
    angle = np.radians(np.arange(0.5, 360))
    distance = ((35 + 25) ** 2 - shift**2) / (2 * ((35 + 25) - shift * np.cos(angle)))
    wall = 2 * (35 - distance)
    six = [wall[np.arange(middle - 30, middle + 30) % 360].mean() for middle in (90, 150, 210, 270, 330, 30)]
    four = [wall[np.arange(middle - 45, middle + 45) % 360].mean() for middle in (90, 180, 270, 0)]
    assert found == pytest.approx([*six, *six, *four], rel=0.01)


def test_a_half_ellipsoid_has_its_volume_mass_and_thickness() -> None:
    slices, gap = 24, 3.0
    depth = (np.arange(slices) + 0.5) * gap  # from the base; the epicardium ends at 80 mm, the endocardium at 72
    radius = {
        Structure.LV_ENDOCARDIUM: 24 * np.sqrt(np.maximum(1 - (depth / 72) ** 2, 0)),
        Structure.LV_EPICARDIUM: 33 * np.sqrt(np.maximum(1 - (depth / 72) ** 2, 0)),
    }
    drawn = {
        (phase, index): annotation(
            phase,
            index,
            circle(radius[Structure.LV_ENDOCARDIUM][index]),
            circle(radius[Structure.LV_EPICARDIUM][index]),
        )
        for phase in (0, 1)
        for index in range(slices)
    }
    made = stack(slices, gap_mm=gap)
    measures = measure(made, drawn, ED_ES)
    cavity_ml = 2 / 3 * np.pi * 24 * 24 * 72 / 1000
    whole_ml = 2 / 3 * np.pi * 33 * 33 * 72 / 1000
    assert measures.edv_ml == pytest.approx(cavity_ml, rel=0.01)
    assert measures.lv_mass_g == pytest.approx(1.05 * (whole_ml - cavity_ml), rel=0.01)
    found = wall_measures(made, drawn, ED_ES, UP_LEFT).end_diastolic.thickness_mm
    wall = radius[Structure.LV_EPICARDIUM] - radius[Structure.LV_ENDOCARDIUM]
    assert found == pytest.approx(
        np.repeat([wall[:8].mean(), wall[8:16].mean(), wall[16:].mean()], [6, 6, 4]), rel=0.01
    )


class TestMark:
    def test_the_direction_is_taken_from_the_middle_of_the_marked_image(self) -> None:
        assert insertion_angle_degrees(stack(9), cylinder(), UP_LEFT) == pytest.approx(-120, abs=0.1)

    def test_on_an_image_without_contours_the_nearest_slice_serves(self) -> None:
        drawn = cylinder()
        del drawn[0, 4]
        drawn[0, 5] = annotation(0, 5, None, circle(35, MIDDLE + np.array([0, 10])))
        drawn[0, 3] = annotation(0, 3, None, circle(35, MIDDLE + np.array([0, 10])))
        mark = RvInsertion(0, 4, float(MIDDLE[0] - 30), float(MIDDLE[1] + 10))
        assert abs(insertion_angle_degrees(stack(9), drawn, mark)) == pytest.approx(180, abs=0.1)

    def test_without_a_mark_it_says_how_to_make_one(self) -> None:
        with pytest.raises(SegmentsUnknownError, match=r"Mark the anterior RV insertion.*Contour > Mark RV insertion"):
            wall_measures(stack(9), cylinder(), ED_ES, None)

    def test_without_contours_it_says_so(self) -> None:
        with pytest.raises(SegmentsUnknownError, match="no contours yet"):
            wall_measures(stack(9), {}, ED_ES, UP_LEFT)

    def test_a_mark_in_the_middle_of_the_lv_is_refused(self) -> None:
        with pytest.raises(SegmentsUnknownError, match="mark it again"):
            wall_measures(stack(9), cylinder(), ED_ES, RvInsertion(0, 4, *MIDDLE.tolist()))

    def test_fewer_than_three_slices_are_refused(self) -> None:
        with pytest.raises(SegmentsUnknownError, match="Phase 1 has both contours on 2 slices"):
            wall_measures(stack(2), cylinder(2), ED_ES, UP_LEFT)


def test_slices_whose_contours_cross_are_named() -> None:
    drawn = cylinder()
    drawn[0, 4] = annotation(0, 4, circle(27, MIDDLE + np.array([12, 0])), circle(35))
    assert segment_thickness(stack(9), drawn, 0, 240.0).crossing_slices == (4,)
