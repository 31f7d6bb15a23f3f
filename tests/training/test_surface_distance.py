"""Distances between outlines: known shifts and rings by hand, and what must hold of any two masks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as arrays

from training.surface_distance import outline, surface_distance

masks = arrays.arrays(np.bool_, (2, 7, 8))
SPACING_MM = (1.5, 1.5)


def stack(*slices: np.ndarray) -> np.ndarray:
    return np.stack(slices)


def rectangle(rows: slice, columns: slice) -> np.ndarray:
    mask = np.zeros((40, 50), bool)
    mask[rows, columns] = True
    return mask


def disc(radius_px: float) -> np.ndarray:
    row, column = np.mgrid[:101, :101]
    return (row - 50) ** 2 + (column - 50) ** 2 <= radius_px**2


def test_equal_masks_are_zero_apart() -> None:
    mask = stack(disc(10), disc(20))
    found = surface_distance(mask, mask, SPACING_MM)
    assert (found.hd95_mm, found.asd_mm) == (0, 0)
    assert (found.slices, found.missed, found.extra) == (2, 0, 0)


def test_the_outline_is_the_pixels_that_touch_the_outside_and_the_border_of_the_image() -> None:
    expected = rectangle(slice(0, 5), slice(10, 15))
    expected[1:4, 11:14] = False
    assert np.array_equal(outline(rectangle(slice(0, 5), slice(10, 15))), expected)


def test_single_pixels_four_columns_and_three_rows_apart() -> None:
    first, second = rectangle(slice(10, 11), slice(10, 11)), rectangle(slice(13, 14), slice(14, 15))
    found = surface_distance(stack(first), stack(second), (2.0, 1.0))
    assert found.hd95_mm == found.asd_mm == pytest.approx(np.hypot(3 * 2.0, 4 * 1.0))


def test_a_line_of_pixels_shifted_along_itself() -> None:
    # Ten pixels against ten shifted by 2: from each side eight lie on the other, one is 1 and one 2 pixels away.
    first, second = rectangle(slice(5, 6), slice(10, 20)), rectangle(slice(5, 6), slice(12, 22))
    found = surface_distance(stack(first), stack(second), (1.0, 0.5))
    assert found.asd_mm == pytest.approx(0.5 * 3 / 10)
    assert found.hd95_mm == pytest.approx(0.5 * np.percentile([0] * 16 + [1, 1, 2, 2], 95))


def test_rings_of_two_radii_are_as_far_apart_as_the_radii_differ() -> None:
    found = surface_distance(stack(disc(24)), stack(disc(20)), SPACING_MM)
    assert found.asd_mm == pytest.approx(4 * 1.5, abs=0.5)
    assert found.hd95_mm == pytest.approx(4 * 1.5, abs=0.8)


def test_rows_and_columns_have_spacings_of_their_own() -> None:
    there = rectangle(slice(10, 11), slice(5, 45))
    down = rectangle(slice(14, 15), slice(5, 45))
    assert surface_distance(stack(there), stack(down), (1.25, 9.0)).hd95_mm == pytest.approx(5.0)


def test_distances_of_all_slices_are_pooled() -> None:
    point, near, far = (rectangle(slice(5, 6), slice(at, at + 1)) for at in (10, 12, 16))
    found = surface_distance(stack(point, point), stack(near, far), (1.0, 1.0))
    assert found.asd_mm == pytest.approx((2 + 6) / 2)
    assert found.hd95_mm == pytest.approx(np.percentile([2, 2, 6, 6], 95))


def test_a_slice_that_one_side_lacks_is_counted_and_carries_no_distance() -> None:
    one, empty = rectangle(slice(5, 9), slice(5, 9)), rectangle(slice(0, 0), slice(0, 0))
    found = surface_distance(stack(one, empty, one, empty), stack(one, one, empty, empty), SPACING_MM)
    assert (found.hd95_mm, found.asd_mm) == (0, 0)
    assert (found.slices, found.missed, found.extra) == (1, 1, 1)


def test_without_a_common_slice_there_is_no_distance() -> None:
    one, empty = rectangle(slice(5, 9), slice(5, 9)), rectangle(slice(0, 0), slice(0, 0))
    found = surface_distance(stack(one, empty), stack(empty, empty), SPACING_MM)
    assert (found.hd95_mm, found.asd_mm, found.slices, found.extra) == (None, None, 0, 1)


@given(masks, masks)
def test_distance_is_symmetric_and_no_larger_than_the_image(first: np.ndarray, second: np.ndarray) -> None:
    there, back = surface_distance(first, second, SPACING_MM), surface_distance(second, first, SPACING_MM)
    assert (there.slices, there.missed, there.extra) == (back.slices, back.extra, back.missed)
    if there.hd95_mm is None or there.asd_mm is None:
        assert back.hd95_mm is None
    else:
        assert there.hd95_mm == pytest.approx(back.hd95_mm)
        assert there.asd_mm == pytest.approx(back.asd_mm)
        assert 0 <= there.hd95_mm <= np.hypot(6, 7) * 1.5
        assert 0 <= there.asd_mm <= np.hypot(6, 7) * 1.5


@given(masks, masks)
def test_spacing_scales_the_distance(first: np.ndarray, second: np.ndarray) -> None:
    fine, coarse = (surface_distance(first, second, spacing) for spacing in ((1.0, 1.0), (2.0, 2.0)))
    if fine.hd95_mm is not None and fine.asd_mm is not None:
        assert coarse.hd95_mm == pytest.approx(2 * fine.hd95_mm)
        assert coarse.asd_mm == pytest.approx(2 * fine.asd_mm)
