"""Probabilities become one heart: smooth closed contours where there is one, and none where there is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import contained, is_simple
from cmrstudio.domain.geometry import closed_spline, contour_area_px, rasterise_contour
from cmrstudio.inference.postprocess import (
    CAVITY,
    MYOCARDIUM,
    contour_from_field,
    contours_from_probabilities,
    labels_from_probabilities,
)
from cmrstudio.inference.preprocess import GridTransform

SIDE = 128
GRID = GridTransform((SIDE, SIDE), (1.5, 1.5), model_side_px=SIDE)
Labels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
ROW, COLUMN = np.indices((SIDE, SIDE))


def disc(column: float, row: float, radius_px: float) -> Mask:
    return np.asarray(np.hypot(COLUMN - column, ROW - row) <= radius_px)


def heart(column: float = 64, row: float = 64, cavity_px: float = 14, wall_px: float = 6) -> Labels:
    labels = np.zeros((SIDE, SIDE), np.uint8)
    labels[disc(column, row, cavity_px + wall_px)] = MYOCARDIUM
    labels[disc(column, row, cavity_px)] = CAVITY
    return labels


EMPTY = np.zeros((SIDE, SIDE), np.uint8)


def probabilities(*labels: Labels, certainty: float = 0.95) -> npt.NDArray[np.float32]:
    """What a network that is this certain of these labels says, by slice."""
    stack = np.stack(labels)
    channels = np.stack([stack == CAVITY, stack == MYOCARDIUM, stack == 0], axis=-1)
    return np.where(channels, certainty, 1 - certainty).astype(np.float32)


def contours_of(*labels: Labels) -> list[dict[Structure, Contour]]:
    found = contours_from_probabilities(probabilities(*labels), GRID, "test@1.0.0")
    return [{contour.structure: contour for contour in drawn} for drawn in found]


def dice(a: Mask, b: Mask) -> float:
    return 2 * float((a & b).sum()) / float(a.sum() + b.sum())


def rasterised(contour: Contour) -> Mask:
    return rasterise_contour(contour.points_px, (SIDE, SIDE))


def test_a_heart_gets_an_endocardium_and_an_epicardium_from_its_model() -> None:
    (drawn,) = contours_of(heart())
    assert set(drawn) == {Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM}
    assert {contour.source for contour in drawn.values()} == {"test@1.0.0"}
    assert dice(rasterised(drawn[Structure.LV_ENDOCARDIUM]), heart() == CAVITY) > 0.99
    assert dice(rasterised(drawn[Structure.LV_EPICARDIUM]), heart() != 0) > 0.99


def test_no_heart_means_no_contour() -> None:
    assert contours_of(EMPTY, EMPTY) == [{}, {}]


def test_an_empty_stack_has_no_contours() -> None:
    assert contours_from_probabilities(np.zeros((0, SIDE, SIDE, 3), np.float32), GRID, "test") == []


def test_specks_are_no_heart() -> None:
    specks = EMPTY.copy()
    specks[10, 10] = CAVITY
    specks[100:105, 40:45] = MYOCARDIUM
    assert contours_of(specks) == [{}]


def test_a_false_heart_beside_the_real_one_vanishes_also_where_it_is_larger_in_that_slice() -> None:
    small_heart = heart(cavity_px=6, wall_px=4)
    both = np.maximum(small_heart, heart(column=20, row=20, cavity_px=10, wall_px=5))
    labels = labels_from_probabilities(probabilities(heart(), both, small_heart))
    assert np.array_equal(labels[1] != 0, labels[2] != 0)


def test_a_false_heart_beyond_the_apex_vanishes() -> None:
    assert contours_of(heart(), heart(), heart(column=20, row=100, cavity_px=8))[2] == {}


def test_a_heart_is_followed_across_a_slice_where_nothing_was_found() -> None:
    assert [len(drawn) for drawn in contours_of(heart(), EMPTY, heart(cavity_px=8))] == [2, 0, 2]


def test_a_heart_that_a_breath_has_moved_is_still_one() -> None:
    small = heart(column=64, cavity_px=4, wall_px=4)
    moved = heart(column=64 + 18, cavity_px=4, wall_px=4)
    assert [len(drawn) for drawn in contours_of(small, moved)] == [2, 2]


def test_holes_are_filled() -> None:
    papillary = heart()
    papillary[disc(60, 64, 3)] = MYOCARDIUM
    papillary[disc(68, 64, 2)] = 0
    labels = labels_from_probabilities(probabilities(papillary))[0]
    assert np.array_equal(labels == CAVITY, heart() == CAVITY)


def test_a_second_cavity_in_the_wall_is_not_kept() -> None:
    two = heart(wall_px=10)
    two[disc(64 + 19, 64, 2.5)] = CAVITY
    labels = labels_from_probabilities(probabilities(two))[0]
    assert np.array_equal(labels == CAVITY, heart() == CAVITY)


def test_a_thin_tail_of_the_wall_is_cut_off() -> None:
    tailed = heart()
    tailed[62:66, 80:120] = MYOCARDIUM
    labels = labels_from_probabilities(probabilities(tailed))[0]
    assert not labels[:, 90:].any()
    assert dice(labels != 0, heart() != 0) > 0.98


def test_an_apical_cap_without_cavity_has_an_epicardium_only() -> None:
    cap = np.where(disc(64, 64, 8), MYOCARDIUM, 0).astype(np.uint8)
    assert [set(drawn) for drawn in contours_of(heart(), cap)][1] == {Structure.LV_EPICARDIUM}


def test_a_cavity_too_small_to_measure_is_part_of_the_wall() -> None:
    slit = np.where(disc(64, 64, 8), MYOCARDIUM, 0).astype(np.uint8)
    slit[63:65, 62:66] = CAVITY
    assert set(contours_of(heart(), slit)[1]) == {Structure.LV_EPICARDIUM}


def open_towards_the_base() -> Labels:
    """A horseshoe: a quarter of the wall is missing."""
    labels = heart()
    labels[(labels == MYOCARDIUM) & (COLUMN > 64) & (abs(ROW - 64) < COLUMN - 64)] = 0
    return labels


def test_the_epicardium_of_a_horseshoe_is_the_outer_boundary_of_wall_and_cavity() -> None:
    (drawn,) = contours_of(open_towards_the_base())
    outside = rasterised(drawn[Structure.LV_EPICARDIUM])
    assert dice(outside, open_towards_the_base() != 0) > 0.95
    assert contained(drawn[Structure.LV_ENDOCARDIUM].points_px, drawn[Structure.LV_EPICARDIUM].points_px)


def test_a_cavity_without_any_wall_still_has_an_epicardium_around_it() -> None:
    (drawn,) = contours_of(np.where(heart() == CAVITY, CAVITY, 0).astype(np.uint8))
    assert contained(drawn[Structure.LV_ENDOCARDIUM].points_px, drawn[Structure.LV_EPICARDIUM].points_px)


def test_a_heart_at_the_edge_of_the_view_is_closed_along_it() -> None:
    (drawn,) = contours_of(heart(column=8))
    assert dice(rasterised(drawn[Structure.LV_EPICARDIUM]), heart(column=8) != 0) > 0.97


def test_contours_follow_the_probabilities_between_pixels() -> None:
    """A disc whose radius is no whole number of pixels, as a network shades it."""
    field = np.clip(20.3 - np.hypot(COLUMN - 64.4, ROW - 63.7) + 0.5, 0, 1)
    contour = contour_from_field(field, Structure.LV_EPICARDIUM, GRID, "test")
    assert contour is not None
    radii = np.linalg.norm(closed_spline(contour.points_px) - [64.4, 63.7], axis=1)
    assert np.abs(radii - 20.3).max() < 0.15


@pytest.mark.parametrize(("radius_px", "fewest", "most"), [(3, 8, 8), (12, 14, 19), (35, 24, 24)])
def test_larger_contours_have_more_control_points(radius_px: float, fewest: int, most: int) -> None:
    contour = contour_from_field(disc(64, 64, radius_px), Structure.LV_EPICARDIUM, GRID, "test")
    assert contour is not None
    assert fewest <= len(contour.points_px) <= most


def test_control_points_are_about_equally_far_apart() -> None:
    contour = contour_from_field(heart() != 0, Structure.LV_EPICARDIUM, GRID, "test")
    assert contour is not None
    gaps = np.linalg.norm(contour.points_px - np.roll(contour.points_px, 1, axis=0), axis=1)
    assert gaps.max() / gaps.min() < 1.25


@st.composite
def cavities(draw: st.DrawFn) -> Mask:
    """LV-sized shapes at 1.5 mm: ellipses turned any way, some dented on one side as by a flat septum."""
    long_px = draw(st.floats(8, 30))
    short_px = long_px * draw(st.floats(0.6, 1))
    angle = draw(st.floats(0, np.pi))
    column, row = (draw(st.floats(60, 68)) for _ in range(2))
    along = (COLUMN - column) * np.cos(angle) + (ROW - row) * np.sin(angle)
    across = (ROW - row) * np.cos(angle) - (COLUMN - column) * np.sin(angle)
    ellipse = np.hypot(along / long_px, across / short_px) <= 1
    dent_px = draw(st.floats(0, 0.35)) * short_px
    far_px = 3 * short_px
    dented = ellipse & (np.hypot(along, across - far_px - short_px + dent_px) > far_px)
    return np.asarray(ndimage.binary_opening(dented, iterations=1))


@given(cavities())
def test_masks_become_contours_and_back_again(mask: Mask) -> None:
    contour = contour_from_field(mask, Structure.LV_ENDOCARDIUM, GRID, "test")
    assert contour is not None
    assert is_simple(contour.points_px)
    assert 8 <= len(contour.points_px) <= 24
    assert dice(rasterised(contour), mask) >= 0.98


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(1.5, 8), st.integers(1, 3))
def test_any_probabilities_make_sound_contours_or_none(seed: int, blob_px: float, slice_count: int) -> None:
    noise = np.random.default_rng(seed).normal(size=(slice_count, 96, 96, 3))
    smooth = ndimage.gaussian_filter(noise, (0, blob_px, blob_px, 0)) * blob_px * 8
    grid = GridTransform((120, 80), (1.2, 1.7), model_side_px=96)
    for drawn in contours_from_probabilities((1 / (1 + np.exp(-smooth))).astype(np.float32), grid, "test"):
        by_structure = {contour.structure: contour.points_px for contour in drawn}
        assert len(by_structure) == len(drawn)
        assert all(8 <= len(points) <= 24 and contour_area_px(points) > 0 for points in by_structure.values())
        if Structure.LV_ENDOCARDIUM in by_structure:
            assert contained(by_structure[Structure.LV_ENDOCARDIUM], by_structure[Structure.LV_EPICARDIUM])


def acdc_truth(project_root: Path, count: int) -> list[Mask]:
    """Truth masks of real hearts, cavity and whole, on the 1.5 mm grid; every fifth image of some patients."""
    from training.cache import load_part

    data = project_root / "../shared/data"
    if not (data / "acdc").is_dir():
        pytest.skip(f"no ACDC data in {data}")
    labels = [image.labels for image in load_part(data, "validation", ["acdc"])[::5]][:count]
    return [mask for image in labels for mask in (image == 1, image > 0) if mask.sum() * 1.5**2 >= 200]


def test_real_hearts_become_contours_and_back_again(project_root: Path) -> None:
    grid = GridTransform((256, 256), (1.5, 1.5))
    scores = []
    for mask in acdc_truth(project_root, 20):
        contour = contour_from_field(mask, Structure.LV_EPICARDIUM, grid, "test")
        assert contour is not None
        scores.append(dice(rasterise_contour(contour.points_px, mask.shape), mask))
    assert min(scores) >= 0.98
    assert np.mean(scores) >= 0.995
