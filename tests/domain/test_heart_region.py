"""Where the heart is in a study's images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.heart_region import LEAST_SIZE_MM, middle_region, region_of_contours, region_of_motion
from cmrstudio.domain.study import CineStack

ROWS, COLUMNS = 160, 200


def stack(centre_px: tuple[float, float] = (120.0, 70.0), phases: int = 12, slices: int = 4) -> CineStack:
    """A bright disc at (column, row) that shrinks and grows, on a still noise."""
    rows, columns = np.mgrid[:ROWS, :COLUMNS]
    distance = np.hypot(columns - centre_px[0], rows - centre_px[1])
    radius = 16 - 5 * np.sin(np.pi * np.arange(phases) / phases)
    noise = np.random.default_rng(3).integers(0, 60, (ROWS, COLUMNS))
    images = np.where(distance[None] < radius[:, None, None], 800, 100 + noise).astype(np.int16)
    return CineStack(
        pixels=np.repeat(images[:, None], slices, axis=1),
        present=np.ones((phases, slices), bool),
        pixel_spacing_mm=(1.4, 1.4),
        slice_positions_mm=np.arange(slices) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], slices, axis=0),
        trigger_times_ms=np.zeros((phases, slices)),
        sop_uids=np.full((phases, slices), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )


@given(column=st.floats(60, 140), row=st.floats(50, 110))
def test_motion_finds_the_beating_disc_wherever_it_is(column: float, row: float) -> None:
    found = region_of_motion(stack((column, row), phases=8, slices=2))
    assert np.allclose(found.centre_px, (column, row), atol=3)


def test_without_motion_the_middle_is_looked_at() -> None:
    still = stack()
    still = replace(still, pixels=np.repeat(still.pixels[:1], 12, axis=0))
    assert region_of_motion(still) == middle_region(still)
    assert middle_region(still).centre_px == ((COLUMNS - 1) / 2, (ROWS - 1) / 2)


def test_where_no_slice_is_complete_the_middle_is_looked_at() -> None:
    holes = stack()
    holes.present[3] = False
    assert region_of_motion(holes) == middle_region(holes)


def test_grey_values_that_are_no_numbers_do_no_harm() -> None:
    broken = stack()
    broken = replace(broken, pixels=broken.pixels.astype(np.float32))
    broken.pixels[:, :, :30, :30] = np.nan
    assert np.allclose(region_of_motion(broken).centre_px, (120, 70), atol=3)


@given(
    column=st.floats(40, 160),
    row=st.floats(40, 120),
    radius=st.floats(4, 30),
    count=st.integers(1, 6),
)
def test_contours_lie_inside_their_region_with_room_around(
    column: float, row: float, radius: float, count: int
) -> None:
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = np.array([column, row]) + radius * np.column_stack([np.cos(angle), np.sin(angle)])
    found = region_of_contours(stack(phases=1, slices=1), [circle] * count)
    assert found is not None
    assert found.size_mm >= min(LEAST_SIZE_MM, ROWS * 1.4)
    assert (np.abs(circle - found.centre_px) * 1.4 <= found.size_mm / 2).all()


def test_no_contours_no_region() -> None:
    assert region_of_contours(stack(phases=1), []) is None


@pytest.mark.parametrize("size_px", [2000.0, 5000.0])
def test_a_region_is_never_larger_than_the_images(size_px: float) -> None:
    found = region_of_contours(stack(phases=1), [np.array([[0, 0], [size_px, 0], [0, size_px]])])
    assert found is not None
    assert found.size_mm <= ROWS * 1.4
