from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.measures import FlagKind, cavity_volume, gaps_in_stack, measure, slice_extents_mm
from cmrstudio.domain.phases import PhaseSelection, phases_from_volumes


def kinds(flags) -> set[FlagKind]:
    return {flag.kind for flag in flags}


def test_a_cylinder_has_the_volume_of_a_cylinder(make_stack, circle) -> None:
    stack = make_stack(phases=2, positions_mm=(0.0, 10.0, 20.0, 30.0))
    contours = {(p, s): circle(p, s, (25.0, 15.0)[p], (35.0, 30.0)[p]) for p in range(2) for s in range(4)}
    measures = measure(stack, contours, PhaseSelection(0, 1))
    edv, esv = np.pi * 25**2 * 40 / 1000, np.pi * 15**2 * 40 / 1000
    assert measures.edv_ml == pytest.approx(edv, rel=0.01)
    assert measures.esv_ml == pytest.approx(esv, rel=0.01)
    assert measures.sv_ml == pytest.approx(edv - esv, rel=0.01)
    assert measures.ef_percent == pytest.approx(100 * (1 - 15**2 / 25**2), rel=0.01)
    assert measures.lv_mass_g == pytest.approx(np.pi * (35**2 - 25**2) * 40 / 1000 * 1.05, rel=0.01)
    assert measures.flags == ()
    assert measures.end_diastolic is not None
    assert measures.end_diastolic.slice_indices == (0, 1, 2, 3)


def test_half_an_ellipsoid_has_two_thirds_of_its_cylinder(make_stack, circle) -> None:
    length_mm, radius_mm, step_mm = 80.0, 26.0, 4.0
    positions = np.arange(step_mm / 2, length_mm, step_mm)
    stack = make_stack(positions_mm=tuple(positions), thickness_mm=step_mm)
    radii = radius_mm * np.sqrt(1 - (positions / length_mm) ** 2)
    contours = {(0, s): circle(0, s, radius) for s, radius in enumerate(radii)}
    volume = cavity_volume(stack, contours, 0)
    assert volume is not None
    assert volume.volume_ml == pytest.approx(2 / 3 * np.pi * radius_mm**2 * length_mm / 1000, rel=0.01)


def test_volume_comes_from_the_positions_and_not_from_the_thickness(make_stack, circle) -> None:
    contours = {(0, s): circle(0, s, 20.0) for s in range(3)}
    volumes = [cavity_volume(make_stack(thickness_mm=thickness), contours, 0) for thickness in (5.0, 8.0, 10.0)]
    assert len({volume.volume_ml for volume in volumes if volume}) == 1


def test_uneven_slices_each_count_half_way_to_their_neighbours() -> None:
    np.testing.assert_allclose(slice_extents_mm([0, 8, 20], 5.0), [8, 10, 12])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1, 20), min_size=1, max_size=12))
def test_extents_add_up_to_the_stack_and_half_an_end_slice_on_either_side(gaps: list[float]) -> None:
    positions = np.concatenate([[0.0], np.cumsum(gaps)])
    expected = positions[-1] + gaps[0] / 2 + gaps[-1] / 2
    assert slice_extents_mm(positions, 1.0).sum() == pytest.approx(expected)


def test_a_single_slice_counts_its_thickness_and_is_flagged(make_stack, circle) -> None:
    volume = cavity_volume(make_stack(positions_mm=(3.0,), thickness_mm=8.0), {(0, 0): circle(0, 0, 20.0)}, 0)
    assert volume is not None
    assert volume.volume_ml == pytest.approx(np.pi * 400 * 8 / 1000, rel=0.01)
    assert kinds(volume.flags) == {FlagKind.SINGLE_SLICE}


def test_a_slice_missing_from_the_stack_is_bridged_and_flagged(make_stack, circle) -> None:
    stack = make_stack(positions_mm=(0.0, 10.0, 30.0, 40.0))
    volume = cavity_volume(stack, {(0, s): circle(0, s, 20.0) for s in range(4)}, 0)
    assert volume is not None
    assert volume.volume_ml == pytest.approx(np.pi * 400 * 50 / 1000, rel=0.01)
    assert [(flag.kind, flag.slice_indices) for flag in volume.flags] == [(FlagKind.SLICE_GAP, (1,))]


def test_a_gap_outside_the_heart_is_no_matter(make_stack, circle) -> None:
    stack = make_stack(positions_mm=(0.0, 10.0, 20.0, 40.0))
    volume = cavity_volume(stack, {(0, s): circle(0, s, 20.0) for s in range(3)}, 0)
    assert volume is not None
    assert volume.flags == ()


def test_one_of_two_distances_can_be_a_gap() -> None:
    assert gaps_in_stack([0, 10, 30]) == (1,)


def test_even_slices_have_no_gap() -> None:
    assert gaps_in_stack([0, 10, 20.4, 29.8]) == ()


def test_a_slice_without_a_contour_between_others_is_flagged(make_stack, circle) -> None:
    measures = measure(make_stack(), {(0, s): circle(0, s, 20.0, 28.0) for s in (0, 2)}, PhaseSelection(0, 0))
    flagged = [(flag.kind, flag.phase_index, flag.slice_indices) for flag in measures.flags]
    assert (FlagKind.MISSING_CONTOUR, 0, (1,)) in flagged


def test_a_missing_image_flags_the_number_whatever_is_drawn(make_stack, circle) -> None:
    stack = make_stack()
    stack.present[0, 2] = False
    measures = measure(stack, {(0, s): circle(0, s, 20.0, 28.0) for s in (0, 1)}, PhaseSelection(0, 0))
    assert [(flag.kind, flag.slice_indices) for flag in measures.flags] == [(FlagKind.MISSING_IMAGE, (2,))]


def test_a_slice_with_an_epicardium_alone_counts_in_full_for_the_mass(make_stack, circle) -> None:
    contours = {(0, 0): circle(0, 0, 20.0, 28.0), (0, 1): circle(0, 1, 15.0, 25.0), (0, 2): circle(0, 2, None, 18.0)}
    measures = measure(make_stack(), contours, PhaseSelection(0, 0))
    area_mm2 = np.pi * (28**2 - 20**2 + 25**2 - 15**2 + 18**2)
    assert measures.lv_mass_g == pytest.approx(area_mm2 * 10 / 1000 * 1.05, rel=0.01)
    assert measures.myocardial is not None
    assert measures.myocardial.slice_indices == (0, 1, 2)


def test_a_slice_without_an_endocardium_between_others_flags_the_mass(make_stack, circle) -> None:
    contours = {(0, s): circle(0, s, None if s == 1 else 20.0, 30.0) for s in range(3)}
    myocardial = measure(make_stack(), contours, PhaseSelection(0, 0)).myocardial
    assert myocardial is not None
    assert [(flag.kind, flag.slice_indices) for flag in myocardial.flags] == [(FlagKind.MISSING_CONTOUR, (1,))]


def test_a_slice_without_an_epicardium_is_left_out_of_the_mass_and_flagged(make_stack, circle) -> None:
    contours = {(0, 0): circle(0, 0, 20.0), (0, 1): circle(0, 1, 15.0, 25.0), (0, 2): circle(0, 2, 10.0, 20.0)}
    measures = measure(make_stack(), contours, PhaseSelection(0, 0))
    assert [(flag.kind, flag.slice_indices) for flag in measures.flags] == [(FlagKind.MISSING_EPICARDIUM, (0,))]


def test_a_mass_that_cannot_be_had_is_flagged(make_stack, circle) -> None:
    measures = measure(make_stack(), {(0, s): circle(0, s, 20.0) for s in range(3)}, PhaseSelection(0, 0))
    assert measures.lv_mass_g is None
    assert kinds(measures.flags) == {FlagKind.MISSING_EPICARDIUM}


def test_without_contours_there_is_no_number_and_a_flag_for_each_phase(make_stack) -> None:
    measures = measure(make_stack(phases=2), {}, PhaseSelection(0, 1))
    assert (measures.edv_ml, measures.esv_ml, measures.sv_ml, measures.ef_percent) == (None, None, None, None)
    assert [(flag.kind, flag.phase_index) for flag in measures.flags] == [
        (FlagKind.NO_CONTOURS, 0),
        (FlagKind.NO_CONTOURS, 1),
    ]
    assert np.isnan(measures.volumes_ml).all()


def test_a_phase_with_a_missing_image_is_flagged_and_not_taken_for_end_systole(make_stack, circle) -> None:
    stack = make_stack(phases=4)
    stack.present[3, 1] = False
    radii = (25.0, 22.0, 18.0, 20.0)
    contours = {(p, s): circle(p, s, radii[p], 30.0) for p in range(4) for s in range(3) if stack.present[p, s]}
    measures = measure(stack, contours, PhaseSelection(0, 2))
    assert measures.flags == ()
    assert [(flag.kind, flag.phase_index) for flag in measures.curve_flags] == [(FlagKind.MISSING_IMAGE, 3)]
    assert int(np.argmin(measures.volumes_ml)) == 3
    found = phases_from_volumes(measures.complete_volumes_ml)
    assert found is not None
    assert (found.end_diastole, found.end_systole) == (0, 2)


def test_a_missing_epicardium_does_not_make_a_cavity_incomplete(make_stack, circle) -> None:
    contours = {(0, s): circle(0, s, 20.0, None if s == 1 else 28.0) for s in range(3)}
    measures = measure(make_stack(), contours, PhaseSelection(0, 0))
    assert np.isfinite(measures.complete_volumes_ml).all()
