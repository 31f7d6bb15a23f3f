"""Dice, distances, Bland-Altman and ICC: against figures known from geometry and from the literature."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.errors import CancelledError
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reader_agreement import (
    bland_altman,
    compare_contours,
    compare_slices,
    icc_2_1,
    icc_of_ratings,
)
from cmrstudio.domain.readers import Reading

ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
SPACING_MM = (1.25, 1.5)
# Table 2 of Shrout and Fleiss 1979: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def circle(radius_mm: float, centre_mm: tuple[float, float] = (60.0, 60.0), spacing_mm=SPACING_MM) -> Contour:
    angles = np.arange(24) * 2 * np.pi / 24
    points_mm = np.array(centre_mm) + radius_mm * np.column_stack([np.cos(angles), np.sin(angles)])
    return Contour(ENDOCARDIUM, points_mm / np.array(spacing_mm[::-1]), "reader")


class TestContours:
    def test_a_contour_agrees_with_itself(self):
        found = compare_contours(circle(20), circle(20), SPACING_MM)
        assert found.dice == 1.0
        assert found.mean_distance_mm == pytest.approx(0, abs=1e-9)
        assert found.hd95_mm == pytest.approx(0, abs=1e-9)

    def test_two_circles_in_one_another_are_as_far_apart_as_their_radii(self):
        found = compare_contours(circle(20), circle(23), SPACING_MM)
        assert found.mean_distance_mm == pytest.approx(3, abs=0.01)
        assert found.hd95_mm == pytest.approx(3, abs=0.02)
        assert found.dice == pytest.approx(2 * 20**2 / (20**2 + 23**2), abs=0.003)

    def test_two_circles_beside_one_another_share_a_lens(self):
        radius, apart = 20.0, 8.0
        lens = 2 * radius**2 * np.arccos(apart / (2 * radius)) - apart / 2 * np.sqrt(4 * radius**2 - apart**2)
        found = compare_contours(circle(radius), circle(radius, (60 + apart, 60)), SPACING_MM)
        assert found.dice == pytest.approx(lens / (np.pi * radius**2), abs=0.003)
        assert found.hd95_mm == pytest.approx(apart, rel=0.03)

    def test_contours_that_do_not_touch_share_nothing(self):
        found = compare_contours(circle(5), circle(5, (100, 60)), SPACING_MM)
        assert found.dice == 0.0
        assert found.mean_distance_mm > 29

    @settings(max_examples=30, deadline=None)
    @given(
        radii=st.tuples(st.floats(4, 45), st.floats(4, 45)),
        shift=st.tuples(st.floats(-30, 30), st.floats(-30, 30)),
        spacing=st.tuples(st.floats(0.6, 2.5), st.floats(0.6, 2.5)),
    )
    def test_it_does_not_matter_who_is_first_nor_where_the_image_begins(self, radii, shift, spacing):
        one, other = circle(radii[0], spacing_mm=spacing), circle(radii[1], (60 + shift[0], 60 + shift[1]), spacing)
        found, turned = compare_contours(one, other, spacing), compare_contours(other, one, spacing)
        assert found.dice == turned.dice
        assert found.hd95_mm == pytest.approx(turned.hd95_mm)
        assert 0 <= found.dice <= 1
        assert 0 <= found.mean_distance_mm <= found.hd95_mm * 20 + 1e-9
        moved = [Contour(c.structure, c.points_px + np.array([17.0, -9.0]), c.source) for c in (one, other)]
        assert compare_contours(*moved, spacing).mean_distance_mm == pytest.approx(found.mean_distance_mm, abs=1e-6)


def readings(first, second) -> tuple[Reading, Reading]:
    return Reading("Dr. A", first, None), Reading("Dr. B", second, None)


class Cancelled:
    def is_cancelled(self) -> bool:
        return True


class TestSlices:
    def test_each_counted_contour_has_a_row_and_the_differences_add_up_to_those_of_the_volumes(
        self, make_stack, circle
    ):
        stack = make_stack(phases=3)
        first = {(0, s): circle(0, s, 25 - s, 33) for s in range(3)} | {(2, s): circle(2, s, 15) for s in range(2)}
        second = {(0, s): circle(0, s, 24, 32) for s in range(2)} | {(2, s): circle(2, s, 16) for s in range(2)}
        phases = PhaseSelection(0, 2)
        found = compare_slices(stack, readings(first, second), (phases, phases))
        assert [(one.phase_index, one.slice_index) for one in found if one.structure is ENDOCARDIUM] == [
            (0, 0), (0, 1), (0, 2), (2, 0), (2, 1),
        ]  # fmt: skip
        alone = next(one for one in found if (one.phase_index, one.slice_index) == (0, 2))
        assert (alone.agreement, alone.second_area_mm2) == (None, None)
        measures = [measure(stack, annotations, phases) for annotations in (first, second)]
        diastole = sum(one.difference_ml for one in found if one.phase_index == 0 and one.structure is ENDOCARDIUM)
        assert diastole == pytest.approx(measures[0].edv_ml - measures[1].edv_ml)

    def test_the_phases_of_both_readers_are_compared(self, make_stack, circle):
        stack = make_stack(phases=4)
        drawn = {(phase, 0): circle(phase, 0, 15) for phase in range(4)}
        found = compare_slices(stack, readings(drawn, drawn), (PhaseSelection(0, 2), PhaseSelection(0, 3)))
        assert [one.phase_index for one in found] == [0, 2, 3]
        assert {one.agreement.dice for one in found} == {1.0}

    def test_nothing_drawn_is_nothing_to_compare(self, make_stack):
        once = PhaseSelection(0, 0)
        assert compare_slices(make_stack(), readings({}, {}), (once, once)) == ()

    @pytest.mark.parametrize(
        "conventions",
        [
            Conventions(BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(12.0, 12.0)),
            Conventions(BasalRule.CIRCUMFERENCE),
            Conventions(papillary_muscles=PapillaryMuscles.MASS),
        ],
        ids=["mitral plane", "circumference", "papillary"],
    )
    def test_each_readers_contours_count_by_the_readers_own_conventions(self, make_stack, circle, conventions):
        stack = make_stack(phases=3)
        noise = np.random.default_rng(0).integers(0, 800, stack.pixels.shape).astype(np.int16)
        stack = replace(stack, pixels=noise)
        drawn = {(phase, s): circle(phase, s, 20, 28) for phase in (0, 2) for s in range(3)}
        phases = PhaseSelection(0, 2)
        as_trained, otherwise = readings(drawn, drawn)
        found = compare_slices(stack, (as_trained, replace(otherwise, conventions=conventions)), (phases, phases))
        numbers = [measure(stack, drawn, phases, chosen) for chosen in (as_trained.conventions, conventions)]
        for phase, volumes in ((0, [one.edv_ml for one in numbers]), (2, [one.esv_ml for one in numbers])):
            rows = [one for one in found if one.phase_index == phase and one.structure is ENDOCARDIUM]
            difference = sum(one.difference_ml for one in rows)
            assert difference == pytest.approx(volumes[0] - volumes[1])

    def test_comparing_can_be_cancelled(self, make_stack, circle):
        drawn, once = {(0, 0): circle(0, 0, 15)}, PhaseSelection(0, 0)
        with pytest.raises(CancelledError):
            compare_slices(make_stack(), readings(drawn, drawn), (once, once), Cancelled())


class TestNumbers:
    def test_the_icc_is_that_of_shrout_and_fleiss(self):
        assert icc_of_ratings(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)

        assert icc_of_ratings(SHROUT_FLEISS) == pytest.approx(0.2898, abs=5e-5), "as the R package psych gives it"

    def test_the_icc_is_that_of_the_example_of_pingouin(self):
        """Eight wines and four judges, of which pingouin's documentation gives an ICC2 of 0.728."""
        judges = (
            (1, 1, 3, 6, 6, 7, 8, 9), (2, 3, 8, 4, 5, 5, 7, 9), (0, 3, 1, 3, 5, 6, 7, 9), (1, 2, 4, 3, 6, 2, 9, 8),
        )  # fmt: skip
        assert icc_of_ratings(np.transpose(judges)) == pytest.approx(0.728, abs=5e-4)

    def test_two_readers_have_the_icc_of_an_analysis_of_variance_by_hand(self):
        # Means 9, 12, 15 over 3 studies: MSR = 18; readers' means 11 and 13: MSC = 6; nothing is left: MSE = 0.
        assert icc_2_1([8, 11, 14], [10, 13, 16]) == pytest.approx(18 / (18 + 2 * 6 / 3))

    def test_bias_and_limits_are_those_of_bland_and_altman_1986(self):
        """Peak expiratory flow of 17 subjects by two meters in l/min: the mean difference is -2.1, its SD 38.8."""
        large = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
        small = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
        found = bland_altman(large, small)
        assert (found.bias, found.sd) == (pytest.approx(-2.1, abs=0.05), pytest.approx(38.8, abs=0.05))
        assert found.upper_limit == pytest.approx(found.bias + 1.96 * 38.765, abs=0.01)

    def test_equal_readers_have_an_icc_of_one_and_a_constant_bias_lowers_it(self):
        edv = np.array([120.0, 150, 180, 90, 210])
        assert icc_2_1(edv, edv) == pytest.approx(1)
        assert icc_2_1(edv, edv + 40) < 0.8

    @pytest.mark.parametrize("values", [[], [100.0], [100.0, 100.0, 100.0]])
    def test_no_icc_where_it_cannot_be_had(self, values):
        assert icc_2_1(values, values) is None

    def test_bias_and_limits_are_those_of_the_differences(self):
        first, second = np.array([100.0, 110, 120, 130]), np.array([98.0, 111, 115, 132])
        found = bland_altman(first, second)
        assert found.bias == pytest.approx(1.0)
        assert found.sd == pytest.approx(np.sqrt(30 / 3))
        assert found.upper_limit == pytest.approx(1 + 1.96 * np.sqrt(10))
        assert found.lower_limit == pytest.approx(1 - 1.96 * np.sqrt(10))
        assert found.means.tolist() == [99, 110.5, 117.5, 131]

    def test_one_study_has_a_difference_and_no_limits_and_none_has_nothing(self):
        found = bland_altman([100.0], [96.0])
        assert (found.bias, found.sd, found.lower_limit, found.count) == (4.0, None, None, 1)
        assert bland_altman([], []) is None

    def test_a_study_without_a_number_of_one_reader_is_left_out(self):
        assert bland_altman([100.0, np.nan, 90.0], [96.0, 80.0, 90.0]).count == 2
        assert icc_2_1([100.0, np.nan], [96.0, 80.0]) is None

    @given(st.lists(st.tuples(st.floats(10, 400), st.floats(10, 400)), min_size=2, max_size=20))
    def test_turning_readers_round_turns_the_bias_and_leaves_the_icc(self, pairs):
        first, second = np.array(pairs).T
        found, turned = bland_altman(first, second), bland_altman(second, first)
        assert found.bias == pytest.approx(-turned.bias)
        assert found.sd == pytest.approx(turned.sd)
        icc = icc_2_1(first, second)
        if icc is not None:
            assert icc == pytest.approx(icc_2_1(second, first), abs=1e-6)
            assert icc <= 1 + 1e-9
