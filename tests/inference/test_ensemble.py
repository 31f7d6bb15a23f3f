"""Networks that agree are believed, networks that do not are not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.inference.ensemble import combine, contour_quality

SIDE_PX, SPACING_MM = 64, 1.5
Array = npt.NDArray[np.float32]


def heart(shift_px: float = 0.0, radius_px: float = 12.0, softness_px: float = 0.3) -> Array:
    """Probabilities [row, column, 3] of a round heart with a wall of 5 pixels, ``shift_px`` columns off the middle."""
    row, column = np.mgrid[:SIDE_PX, :SIDE_PX] - SIDE_PX / 2
    distance = np.hypot(row, column - shift_px)
    inner, outer = (1 / (1 + np.exp((distance - edge) / softness_px)) for edge in (radius_px, radius_px + 5))
    return np.stack([inner, outer - inner, 1 - outer], axis=-1).astype(np.float32)


def nothing() -> Array:
    return np.tile(np.float32([0, 0, 1]), (SIDE_PX, SIDE_PX, 1))


def stack(*members: list[Array]) -> Array:
    return np.stack([np.stack(slices) for slices in members])


def test_the_common_answer_is_the_mean_of_all() -> None:
    members = np.random.default_rng(0).random((3, 2, 8, 8, 3), np.float32)
    assert combine(members).dtype == np.float32
    np.testing.assert_allclose(combine(members), members.mean(axis=0), rtol=1e-6)


def test_a_single_network_is_its_own_answer() -> None:
    members = stack([heart(), nothing()])
    assert np.array_equal(combine(members), members[0])


def test_there_is_no_quality_where_nothing_is_drawn() -> None:
    quality = contour_quality(stack([nothing(), heart(), nothing()]), SPACING_MM)
    assert quality.shape == (3, 2)
    assert quality.dtype == np.float32
    assert np.isnan(quality[[0, 2]]).all()
    assert np.isfinite(quality[1]).all()


def test_a_wall_without_a_cavity_has_the_quality_of_its_epicardium_alone() -> None:
    solid = heart()
    solid[..., 1] += solid[..., 0]
    solid[..., 0] = 0
    quality = contour_quality(stack([solid]), SPACING_MM)[0]
    assert np.isnan(quality[0])
    assert quality[1] > 0.9


@pytest.mark.parametrize("count", [1, 4])
def test_sure_networks_that_agree_are_believed(count: int) -> None:
    assert contour_quality(stack(*[[heart()]] * count), SPACING_MM).min() > 0.9


def test_the_farther_networks_are_apart_the_lower_the_quality() -> None:
    scores = [contour_quality(stack([heart(-shift)], [heart(shift)]), SPACING_MM)[0] for shift in (0, 1, 2, 4, 6)]
    assert (np.diff(np.stack(scores), axis=0) < 0).all()
    assert max(scores[-1]) < 0.7


def test_a_network_that_sees_no_heart_lowers_the_quality() -> None:
    others = [[heart()]] * 3
    assert contour_quality(stack(*others, [nothing()]), SPACING_MM).max() < 0.8


def test_the_less_sure_a_single_network_is_the_lower_the_quality() -> None:
    scores = [contour_quality(stack([heart(softness_px=soft)]), SPACING_MM)[0] for soft in (0.3, 1, 2, 3)]
    assert (np.diff(np.stack(scores), axis=0) < 0).all()
    assert max(scores[-1]) < 0.8


def test_a_doubtful_slice_lowers_no_other() -> None:
    sure = contour_quality(stack([heart(), heart(), heart()]), SPACING_MM)
    mixed = contour_quality(stack([heart(), heart(softness_px=3), heart()]), SPACING_MM)
    assert np.array_equal(sure[[0, 2]], mixed[[0, 2]])
    assert (mixed[1] < sure[1]).all()


def test_a_region_around_the_heart_gives_the_quality_of_the_whole_image() -> None:
    members = stack([heart(1, softness_px=1)], [heart(softness_px=1)])
    region = members[:, :, 4:60, 3:61]
    np.testing.assert_allclose(contour_quality(region, SPACING_MM), contour_quality(members, SPACING_MM), rtol=1e-3)


def test_any_probabilities_have_a_quality_between_0_and_1() -> None:
    random = np.random.default_rng(1)
    for _ in range(10):
        members = random.random((3, 2, SIDE_PX, SIDE_PX, 3), np.float32) ** random.uniform(0.2, 4)
        quality = contour_quality(members, SPACING_MM)
        known = quality[np.isfinite(quality)]
        assert ((known >= 0) & (known <= 1)).all()
