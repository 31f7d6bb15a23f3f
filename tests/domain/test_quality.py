"""A contour that leaves the course of its slice over time is worth less, and no other is."""

from __future__ import annotations

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.quality import (
    LEAST_SMOOTHNESS,
    combine_quality,
    mean_quality,
    rate,
    rated_contours,
    smoothness,
    verdict,
)

PHASES, SLICES, STRUCTURES = 20, 6, 2
SHAPE = (PHASES, SLICES, STRUCTURES)
GOOD = np.full(SHAPE, 0.9)


def beating(phases: int = PHASES) -> np.ndarray:
    """Areas in mm2 [phase, slice, structure] of a heart whose cavity shrinks by half and whose wall thickens."""
    time = np.arange(phases) / phases
    cavity = 1 - 0.5 * np.sin(np.pi * np.clip(time / 0.7, 0, 1)) ** 2
    size = np.linspace(1500, 300, SLICES)
    return np.stack([cavity[:, None] * size, (0.6 + 0.3 * cavity[:, None]) * 2 * size], axis=-1)


def test_a_smooth_cine_keeps_the_quality_of_its_images() -> None:
    np.testing.assert_allclose(combine_quality(GOOD, beating(), True), GOOD, atol=0.005)


@pytest.mark.parametrize("factor", [0.6, 0.75, 1.3, 1.6])
@pytest.mark.parametrize("phase", [0, 7, PHASES - 1])
def test_a_bump_lowers_the_score_of_its_contour_and_hardly_any_other(factor: float, phase: int) -> None:
    areas = beating()
    areas[phase, 2, 0] *= factor
    quality = combine_quality(GOOD, areas, True)
    assert quality[phase, 2, 0] < 0.87
    others = np.ones(SHAPE, bool)
    others[phase] = False
    np.testing.assert_allclose(quality[others], GOOD[others], atol=0.01)
    assert quality[phase, 2, 0] < quality[phase].ravel()[np.arange(SLICES * STRUCTURES) != 4].min()


def test_the_larger_the_bump_the_lower_the_score() -> None:
    scores = []
    for factor in (1.0, 1.2, 1.5, 2.0, 3.0):
        areas = beating()
        areas[5, 1, 1] *= factor
        scores.append(combine_quality(GOOD, areas, True)[5, 1, 1])
    assert (np.diff(scores) < 0).all()


def test_a_phase_with_a_wrong_volume_is_worth_less_on_every_slice() -> None:
    areas = beating()
    areas[8, 0:3, 0] = np.nan  # the three largest cavities were not found
    quality = combine_quality(GOOD, areas, True)
    assert (quality[8] < 0.75).all()
    away = np.array([index for index in range(PHASES) if abs(index - 8) > 2])
    np.testing.assert_allclose(quality[away], GOOD[away], atol=0.005)


def test_a_contour_that_is_there_for_one_phase_only_is_doubted() -> None:
    areas = beating()
    areas[:, 0, :] = np.nan
    areas[3, 0, :] = beating()[3, 0, :]
    assert combine_quality(GOOD, areas, True)[3, 0].max() <= LEAST_SMOOTHNESS


def test_a_slice_that_leaves_the_heart_for_part_of_the_cycle_is_no_fault() -> None:
    areas = beating()
    areas[5:12, SLICES - 1] = np.nan
    quality = combine_quality(GOOD, areas, True)
    present = np.isfinite(areas)
    assert quality[present].min() > 0.85


@pytest.mark.parametrize(("complete", "phases"), [(False, PHASES), (True, 5), (True, 1)])
def test_time_says_nothing_where_the_cine_is_not_complete_or_short(complete: bool, phases: int) -> None:
    areas = beating(phases)
    areas[0, 0, 0] *= 3
    assert np.array_equal(combine_quality(GOOD[:phases], areas, complete), GOOD[:phases])


def test_an_unknown_quality_stays_unknown() -> None:
    image = GOOD.copy()
    image[4, 3, 1] = np.nan
    quality = combine_quality(image, beating(), True)
    assert np.isnan(quality[4, 3, 1])
    assert np.isnan(quality).sum() == 1


def test_a_cine_without_contours_has_no_quality() -> None:
    nothing = np.full(SHAPE, np.nan)
    assert np.isnan(combine_quality(nothing, nothing, True)).all()


def test_any_course_has_a_smoothness_between_its_least_and_one() -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        course = random.uniform(0, 2000, (PHASES, 4))
        course[random.random(course.shape) < 0.3] = np.nan
        found = smoothness(course)
        assert ((found >= LEAST_SMOOTHNESS) & (found <= 1)).all()


def drawn(phases: int, radius_px: float = 10.0, quality: float | None = 0.9) -> dict[tuple[int, int], SliceAnnotation]:
    """Endocardium and epicardium on one slice of every phase."""
    angles = np.arange(12) * np.pi / 6
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return {
        (phase, 0): SliceAnnotation(
            "1.2.3",
            phase,
            0,
            (
                Contour(Structure.LV_ENDOCARDIUM, 30 + radius_px * circle, "unet@1.0.0", quality),
                Contour(Structure.LV_EPICARDIUM, 30 + 1.5 * radius_px * circle, "unet@1.0.0", quality),
            ),
        )
        for phase in range(phases)
    }


def test_contours_are_rated_as_parts_of_their_cine(make_stack) -> None:
    stack = make_stack(phases=8, positions_mm=(0.0,))
    contours = drawn(8)
    contours[3, 0] = drawn(8, 15.0)[3, 0]
    rated = rate(stack, contours, contours)
    assert rated == contours
    worst = rated_contours(rated)[:2]
    assert {(one.phase_index, one.slice_index) for one in worst} == {(3, 0)}
    assert worst[0].quality < 0.7
    np.testing.assert_allclose([one.quality for one in rated_contours(rated)[2:]], 0.9)


def test_one_image_segmented_again_is_rated_among_the_others(make_stack) -> None:
    stack = make_stack(phases=8, positions_mm=(0.0,))
    fresh = {(3, 0): drawn(8, 15.0)[3, 0]}
    rated = rate(stack, drawn(8) | fresh, fresh)
    assert list(rated) == [(3, 0)]
    assert all(contour.quality < 0.7 for contour in rated[3, 0].contours)


def test_a_missing_image_or_phase_leaves_the_quality_of_the_images(make_stack) -> None:
    contours = drawn(8)
    contours[3, 0] = drawn(8, 15.0)[3, 0]
    stack = make_stack(phases=8, positions_mm=(0.0,))
    stack.present[5, 0] = False
    assert {one.quality for one in rated_contours(rate(stack, contours, contours))} == {0.9}
    del contours[5, 0]
    stack = make_stack(phases=8, positions_mm=(0.0,))
    assert {one.quality for one in rated_contours(rate(stack, contours, contours))} == {0.9}


def test_a_contour_of_unknown_quality_stays_unknown(make_stack) -> None:
    contours = drawn(8, quality=None)
    rated = rate(make_stack(phases=8, positions_mm=(0.0,)), contours, contours)
    assert rated_contours(rated) == []
    assert np.isnan(mean_quality(rated, 8)).all()


def test_the_mean_quality_is_that_of_each_phase() -> None:
    contours = drawn(1, quality=0.5) | {(2, 0): drawn(3, quality=0.75)[2, 0]}
    np.testing.assert_array_equal(mean_quality(contours, 4), [0.5, np.nan, 0.75, np.nan])


@pytest.mark.parametrize(
    ("quality", "words"),
    [
        (1.0, "good"),
        (0.9, "good"),
        (0.85, "fair"),
        (0.62, "worth a look"),
        (0.3, "probably wrong"),
        (0, "probably wrong"),
    ],
)
def test_a_quality_is_said_in_plain_words(quality: float, words: str) -> None:
    assert verdict(quality) == words
