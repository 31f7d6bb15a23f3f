"""The region around a heart: aligned, with its margin, and known for a miss."""

from __future__ import annotations

import numpy as np
import pytest

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.inference.preprocess import GridTransform
from cmrstudio.inference.region import MARGIN_MM, Region, heart_box, misses, region_around

SPACING_MM = 1.5
MARGIN_PX = MARGIN_MM / SPACING_MM
GRID = GridTransform((256, 256), (1.5, 1.5))


def box(column: float, row: float, half_px: float = 28) -> np.ndarray:
    return np.array([[column - half_px, row - half_px], [column + half_px, row + half_px]])


def circle(column: float, row: float, radius_px: float = 28) -> tuple[Contour, ...]:
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    points = np.column_stack([column + radius_px * np.cos(angle), row + radius_px * np.sin(angle)])
    return (Contour(Structure.LV_EPICARDIUM, points, "test@1.0.0"),)


@pytest.mark.parametrize(("column", "row"), [(128, 128), (117.3, 131.9), (90, 160), (140.5, 99)])
def test_a_region_is_aligned_and_leaves_the_margin_on_every_side(column: float, row: float) -> None:
    region = region_around(box(column, row), 256, SPACING_MM)
    assert region is not None
    assert [region.row % 16, region.column % 16, region.side_px % 16] == [0, 0, 0]
    assert region.edge_distance_px(box(column, row)) >= MARGIN_PX
    assert 144 <= region.side_px <= 176


def test_a_heart_at_the_frames_edge_has_a_region_that_ends_there() -> None:
    region = region_around(box(30, 230), 256, SPACING_MM)
    assert region is not None
    assert (region.column, region.row + region.side_px) == (0, 256)


def test_a_heart_that_fills_the_frame_has_no_region() -> None:
    assert region_around(box(128, 128, 110), 256, SPACING_MM) is None
    assert region_around(box(32, 32, 20), 64, SPACING_MM) is None


def test_cutting_takes_the_regions_pixels() -> None:
    frames = np.arange(2 * 64 * 64, dtype=np.float32).reshape(2, 64, 64)
    part = Region(16, 32, 32, 64).cut(frames)
    assert part.shape == (2, 32, 32)
    assert part[1, 0, 0] == frames[1, 16, 32]


def test_the_box_of_contours_is_where_they_reach_on_the_models_grid() -> None:
    grid = GridTransform((200, 180), (0.75, 0.75))
    found = heart_box([(), circle(80, 90, 20), circle(84, 90, 20)], grid)
    assert found is not None
    assert np.allclose(found, grid.to_model([[60, 70], [104, 110]]), atol=0.05)
    assert heart_box([(), ()], grid) is None


class TestMisses:
    region = Region(64, 64, 128, 256)
    middle = circle(128, 128)

    def test_what_lies_well_inside_is_no_miss(self) -> None:
        assert not misses(self.region, [(), self.middle, self.middle, ()], [True] * 4, GRID)

    def test_nothing_at_all_is_one(self) -> None:
        assert misses(self.region, [(), ()], [False, False], GRID)

    def test_what_comes_near_the_edge_is_one(self) -> None:
        assert misses(self.region, [self.middle, circle(64 + 28 + 9, 128)], [True] * 2, GRID)

    def test_what_comes_near_an_edge_that_is_the_frames_own_is_none(self) -> None:
        at_the_left = Region(64, 0, 128, 256)
        assert not misses(at_the_left, [circle(32, 128)], [True], GRID)

    def test_an_empty_slice_amid_the_heart_is_one_where_a_heart_is_expected(self) -> None:
        drawn = [self.middle, (), self.middle]
        assert misses(self.region, drawn, [True, True, True], GRID)
        assert not misses(self.region, drawn, [True, False, True], GRID)

    def test_a_heart_of_which_most_slices_are_lost_is_one_wherever_they_lie(self) -> None:
        assert misses(self.region, [self.middle, (), (), (), ()], [True] * 5, GRID)
        assert misses(self.region, [self.middle, (), (), (), ()], [False, True, True, True, True], GRID)
        assert not misses(self.region, [(), self.middle, self.middle, self.middle, ()], [True] * 5, GRID)
