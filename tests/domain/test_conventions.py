"""What counts into volumes and mass: basal slices and papillary muscles, on phantoms whose volumes are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.counting import circumference_percent, papillary_area_px, plane_position_mm
from cmrstudio.domain.errors import ConventionsError
from cmrstudio.domain.geometry import rasterise_contour
from cmrstudio.domain.live_measures import LiveMeasures
from cmrstudio.domain.measures import FlagKind, measure
from cmrstudio.domain.phases import PhaseSelection

SPACING_MM = (1.25, 1.5)
PHASES = PhaseSelection(0, 0)
BY_CIRCUMFERENCE = Conventions(BasalRule.CIRCUMFERENCE)
TO_MASS = Conventions(papillary_muscles=PapillaryMuscles.MASS)
ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM


def by_plane(end_diastole_mm: float, end_systole_mm: float | None = None) -> Conventions:
    plane = MitralPlane(end_diastole_mm, end_diastole_mm if end_systole_mm is None else end_systole_mm)
    return Conventions(BasalRule.MITRAL_PLANE, mitral_plane=plane)


def horseshoe(circle, slice_: int, surrounded_percent: float, phase: int = 0):
    """A round cavity of 20 mm whose wall of 8 mm is open over the rest of the circumference."""
    whole = circle(phase, slice_, 20.0, 28.0, points=48)
    angle = np.linspace(0, 360, 48, endpoint=False)
    is_wall = angle < 3.6 * surrounded_percent
    radius_mm = np.where(is_wall, 28.0, 20.5)
    column = 40 + radius_mm * np.cos(np.radians(angle)) / SPACING_MM[1]
    row = 48 + radius_mm * np.sin(np.radians(angle)) / SPACING_MM[0]
    return whole.with_contour(Contour(EPI, np.column_stack([column, row]), "unet@1.0.0"))


def with_papillary_muscles(stack, annotations):
    """Blood of 900, muscle of 100, and inside the cavity of every drawn image a block of muscle; returns its pixels."""
    for (phase, slice_), annotation in annotations.items():
        image = stack.pixels[phase, slice_]
        shape = image.shape
        image[rasterise_contour(annotation.contour(EPI).points_px, shape)] = 100
        image[rasterise_contour(annotation.contour(ENDO).points_px, shape)] = 900
        image[44:50, 36:40] = 100
    return 6 * 4


# The basal rule


@pytest.mark.parametrize("surrounded", [25, 50, 75])
def test_the_share_of_the_circumference_is_that_of_a_wall_of_known_length(circle, surrounded):
    drawn = horseshoe(circle, 0, surrounded)
    percent = circumference_percent(drawn.contour(ENDO), drawn.contour(EPI), SPACING_MM)
    assert percent == pytest.approx(surrounded, abs=5)


def test_by_default_every_slice_with_contours_counts_as_before(make_stack, circle):
    annotations = {(0, s): horseshoe(circle, s, 30 if s == 0 else 100) for s in range(3)}
    measures = measure(make_stack(), annotations, PHASES)
    assert measures.conventions == AS_TRAINED
    assert measures.end_diastolic.slice_indices == (0, 1, 2)
    assert measures.end_diastolic.left_out_indices == ()


def test_a_basal_slice_open_over_most_of_its_circumference_does_not_count(make_stack, circle):
    annotations = {(0, s): horseshoe(circle, s, 30 if s == 0 else 100) for s in range(3)}
    everything = measure(make_stack(), annotations, PHASES)
    measures = measure(make_stack(), annotations, PHASES, BY_CIRCUMFERENCE)
    assert measures.end_diastolic.slice_indices == (1, 2)
    assert measures.end_diastolic.left_out_indices == (0,)
    assert measures.myocardial.slice_indices == (1, 2)
    assert measures.edv_ml == pytest.approx(everything.edv_ml * 2 / 3, rel=0.01)


def test_the_least_share_is_the_readers_to_set(make_stack, circle):
    annotations = {(0, s): horseshoe(circle, s, 60 if s == 0 else 100) for s in range(3)}
    strict = replace(BY_CIRCUMFERENCE, least_circumference_percent=75.0)
    assert measure(make_stack(), annotations, PHASES, BY_CIRCUMFERENCE).end_diastolic.slice_indices == (0, 1, 2)
    assert measure(make_stack(), annotations, PHASES, strict).end_diastolic.slice_indices == (1, 2)


def test_an_open_ring_at_the_apex_counts(make_stack, circle):
    annotations = {(0, s): horseshoe(circle, s, 30 if s == 2 else 100) for s in range(3)}
    assert measure(make_stack(), annotations, PHASES, BY_CIRCUMFERENCE).end_diastolic.slice_indices == (0, 1, 2)


def test_a_basal_slice_without_epicardium_counts(make_stack, circle):
    annotations = {(0, s): circle(0, s, 20.0, None if s == 0 else 28.0) for s in range(3)}
    assert measure(make_stack(), annotations, PHASES, BY_CIRCUMFERENCE).end_diastolic.slice_indices == (0, 1, 2)


@pytest.mark.parametrize(("plane_mm", "slices"), [(-5.0, 3.0), (0.0, 2.5), (5.0, 2.0), (12.5, 1.25)])
def test_each_slice_counts_by_its_share_apical_of_the_mitral_plane(make_stack, circle, plane_mm, slices):
    annotations = {(0, s): circle(0, s, 20.0, 28.0) for s in range(3)}
    one_slice_ml = measure(make_stack(), annotations, PHASES).edv_ml / 3
    measures = measure(make_stack(), annotations, PHASES, by_plane(plane_mm))
    assert measures.edv_ml == pytest.approx(slices * one_slice_ml)


def test_a_plane_beyond_the_apex_leaves_nothing_and_says_so(make_stack, circle):
    annotations = {(0, s): circle(0, s, 20.0, 28.0) for s in range(3)}
    measures = measure(make_stack(), annotations, PHASES, by_plane(99.0))
    assert measures.edv_ml is None
    assert measures.flags[0].message == "There is no endocardial contour that counts at end-diastole."


def test_the_mitral_plane_descends_from_end_diastole_to_end_systole_and_returns():
    phases, plane = PhaseSelection(0, 4), MitralPlane(0.0, 12.0)
    positions = [plane_position_mm(plane, phases, index, 10) for index in range(10)]
    assert positions[0] == 0.0
    assert positions[4] == 12.0
    assert positions[2] == pytest.approx(6.0)
    assert positions[7] == pytest.approx(6.0)


@given(st.floats(-50, 50), st.floats(-50, 50), st.integers(2, 40), st.integers(0, 39), st.integers(0, 39))
def test_the_plane_is_never_outside_of_its_two_positions(diastole_mm, systole_mm, count, diastole, index):
    phases = PhaseSelection(diastole % count, (diastole + count // 2) % count)
    position = plane_position_mm(MitralPlane(diastole_mm, systole_mm), phases, index % count, count)
    assert min(diastole_mm, systole_mm) - 1e-9 <= position <= max(diastole_mm, systole_mm) + 1e-9


# Papillary muscles


def test_papillary_muscles_move_from_the_volume_to_the_mass(make_stack, circle):
    stack = make_stack()
    annotations = {(0, s): circle(0, s, 20.0, 28.0) for s in range(3)}
    pixels = with_papillary_muscles(stack, annotations)
    papillary_ml = 3 * pixels * stack.pixel_area_mm2 * 10.0 / 1000
    plain, counted = measure(stack, annotations, PHASES), measure(stack, annotations, PHASES, TO_MASS)
    assert counted.edv_ml == pytest.approx(plain.edv_ml - papillary_ml)
    assert counted.lv_mass_g == pytest.approx(plain.lv_mass_g + 1.05 * papillary_ml)
    assert counted.end_diastolic.papillary_ml == pytest.approx(papillary_ml)


def test_the_grey_threshold_decides_what_is_muscle(make_stack, circle):
    stack, annotations = make_stack(), {(0, 0): circle(0, 0, 20.0, 28.0)}
    with_papillary_muscles(stack, annotations)
    stack.pixels[0, 0, 44:50, 36:40] = 500  # half way from muscle to blood
    contours = [annotations[0, 0].contour(structure) for structure in (ENDO, EPI)]
    assert papillary_area_px(stack.pixels[0, 0], *contours, 40.0) == 0
    assert papillary_area_px(stack.pixels[0, 0], *contours, 60.0) == 24


def test_where_muscle_cannot_be_told_from_blood_a_flag_says_so(make_stack, circle):
    stack = make_stack()
    annotations = {(0, s): circle(0, s, 20.0, None if s == 0 else 28.0) for s in range(3)}
    flags = measure(stack, annotations, PHASES, TO_MASS).end_diastolic.flags
    assert [flag.slice_indices for flag in flags if flag.kind is FlagKind.PAPILLARY_UNKNOWN] == [(0, 1, 2)]
    assert "slices 1–3 at phase 1" in flags[0].message


def test_an_apical_cap_has_no_papillary_muscles_and_no_flag(make_stack, circle):
    stack = make_stack()
    annotations = {(0, s): circle(0, s, 20.0, 28.0) for s in range(2)}
    with_papillary_muscles(stack, annotations)
    annotations[0, 2] = circle(0, 2, None, 10.0)
    assert measure(stack, annotations, PHASES, TO_MASS).flags == ()


# Live measures and the conventions themselves


@pytest.mark.parametrize("conventions", [AS_TRAINED, BY_CIRCUMFERENCE, by_plane(2.0, 9.0), TO_MASS])
def test_live_measures_follow_edits_and_conventions(make_stack, circle, conventions):
    stack = make_stack(phases=4)
    annotations = {(p, s): circle(p, s, 20.0 - p, 28.0) for p in range(4) for s in range(3)}
    with_papillary_muscles(stack, annotations)
    live = LiveMeasures(stack, annotations)
    live.measure(PhaseSelection(0, 2))
    live.count_by(conventions)
    live.measure(PhaseSelection(0, 2))
    annotations[0, 1] = circle(0, 1, 16.0, 25.0)
    live.touch(0)
    for phases in (PhaseSelection(0, 2), PhaseSelection(1, 3)):
        found, expected = live.measure(phases), measure(stack, annotations, phases, conventions)
        np.testing.assert_allclose(found.volumes_ml, expected.volumes_ml)
        assert found.lv_mass_g == pytest.approx(expected.lv_mass_g)
        assert found.conventions == conventions


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"least_circumference_percent": 0.0}, "least share of the circumference"),
        ({"papillary_grey_percent": 101.0}, "grey threshold of papillary muscles"),
        ({"papillary_grey_percent": float("nan")}, "grey threshold of papillary muscles"),
        ({"basal_rule": BasalRule.MITRAL_PLANE}, "set its place first"),
    ],
)
def test_conventions_without_sense_are_refused_with_a_reason(options, reason):
    with pytest.raises(ConventionsError, match=reason):
        Conventions(**options)


def test_a_plane_without_a_place_is_refused():
    with pytest.raises(ConventionsError, match="position in mm"):
        MitralPlane(float("nan"), 0.0)


def test_conventions_say_in_words_what_they_count():
    assert AS_TRAINED.text == "All slices with contours count. Papillary muscles belong to the blood pool."
    assert "at least 50 % of the blood" in BY_CIRCUMFERENCE.text
    assert "2.0 mm (end-diastole) and 9.0 mm (end-systole)" in by_plane(2.0, 9.0).text
    assert "count to the mass (below 50 % from muscle to blood)" in TO_MASS.text
