"""The way to the model's grid and back: points to rounding, images to half a source pixel.

A point mapped there and back is where it was to a millionth of a pixel. What a model can see is limited by sampling:
the boundary found on the 1.5 mm grid and mapped back is where the source has it to half a source pixel, or to a quarter
of a model pixel (0.375 mm) where the source's pixels are so small that half of one is less than that.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.geometry import centroid_px, closed_spline
from cmrstudio.inference.postprocess import contour_from_field
from cmrstudio.inference.preprocess import (
    MODEL_SIDE_PX,
    MODEL_SPACING_MM,
    GridTransform,
    normalise_intensity,
    prepare,
)
from tests import brightness_model

HALF_A_PIXEL = 0.5
MODEL_LIMIT_MM = 0.25 * MODEL_SPACING_MM

sizes = st.integers(64, 512)
spacings_mm = st.floats(0.5, 3.0)
anisotropies = st.floats(0.67, 1.5)


@st.composite
def transforms(draw: st.DrawFn) -> GridTransform:
    """Any source: 64 to 512 pixels a side, 0.5 to 3 mm along rows, up to half as much again or less along columns."""
    row_mm = draw(spacings_mm)
    column_mm = float(np.clip(row_mm * draw(anisotropies), 0.5, 3.0))
    return GridTransform((draw(sizes), draw(sizes)), (row_mm, column_mm))


points = st.lists(st.tuples(st.floats(-50, 600), st.floats(-50, 600)), min_size=1, max_size=20)


@given(transforms(), points)
def test_points_come_back_exactly(transform: GridTransform, source: list[tuple[float, float]]) -> None:
    there_and_back = transform.to_source(transform.to_model(source))
    assert np.abs(there_and_back - np.array(source)).max() < 1e-6


@given(transforms())
def test_the_matrix_says_what_the_mapping_does(transform: GridTransform) -> None:
    source = np.array([[0.0, 0.0], [17.0, 3.0], [63.0, 63.0]])
    mapped = source @ transform.matrix[:, :2].T + transform.matrix[:, 2]
    assert np.allclose(mapped, transform.to_model(source))


@given(transforms())
def test_distances_on_the_models_grid_are_millimetres_over_spacing(transform: GridTransform) -> None:
    row_mm, column_mm = transform.pixel_spacing_mm
    origin, right, below = transform.to_model([[0, 0], [10, 0], [0, 10]])
    assert np.linalg.norm(right - origin) * MODEL_SPACING_MM == pytest.approx(10 * column_mm)
    assert np.linalg.norm(below - origin) * MODEL_SPACING_MM == pytest.approx(10 * row_mm)


@given(transforms())
def test_the_middle_of_the_source_is_the_middle_of_the_models_view(transform: GridTransform) -> None:
    rows, columns = transform.source_shape
    middle = transform.to_model([[(columns - 1) / 2, (rows - 1) / 2]])
    assert np.allclose(middle, (MODEL_SIDE_PX - 1) / 2)


@st.composite
def hearts(draw: st.DrawFn) -> tuple[GridTransform, tuple[float, float], float]:
    """A source, the centre (column, row) of a disc in it, and its radius in mm; it lies in both views with a margin."""
    transform = draw(transforms())
    radius_mm = draw(st.floats(8, 35))
    extent_mm = np.array(transform.source_shape) * transform.pixel_spacing_mm
    room_mm = np.minimum(extent_mm, MODEL_SIDE_PX * MODEL_SPACING_MM) / 2 - radius_mm - 8
    assume((room_mm > 0).all())
    shift_mm = [draw(st.floats(-1, 1)) * room for room in room_mm]
    row, column = (np.array(transform.source_shape) - 1) / 2 + np.array(shift_mm) / transform.pixel_spacing_mm
    return transform, (float(column), float(row)), radius_mm


@given(hearts())
def test_a_boundary_seen_on_the_models_grid_is_where_the_source_has_it(
    heart: tuple[GridTransform, tuple[float, float], float],
) -> None:
    transform, centre_px, radius_mm = heart
    row_mm, column_mm = transform.pixel_spacing_mm
    image = brightness_model.heart(transform.source_shape, centre_px, radius_mm, 0.0, transform.pixel_spacing_mm)
    seen = transform.image_to_model(image)
    contour = contour_from_field(seen, Structure.LV_ENDOCARDIUM, transform, "test")
    assert contour is not None
    curve = closed_spline(contour.points_px)
    tolerance_mm = max(HALF_A_PIXEL * min(row_mm, column_mm), MODEL_LIMIT_MM)
    centre_error_mm = (centroid_px(curve) - centre_px) * [column_mm, row_mm]
    assert np.abs(centre_error_mm).max() < tolerance_mm / 2
    radii_mm = np.linalg.norm((curve - centre_px) * [column_mm, row_mm], axis=1)
    assert np.abs(radii_mm - radius_mm).max() < tolerance_mm


@given(hearts())
def test_an_image_there_and_back_keeps_its_middle(
    heart: tuple[GridTransform, tuple[float, float], float],
) -> None:
    transform, centre_px, radius_mm = heart
    image = brightness_model.heart(transform.source_shape, centre_px, radius_mm, 0.0, transform.pixel_spacing_mm)
    back = transform.image_to_source(transform.image_to_model(image))
    row, column = np.indices(back.shape)
    middle = np.array([(column * back).sum(), (row * back).sum()]) / back.sum()
    assert np.abs(middle - centre_px).max() < HALF_A_PIXEL / 2


def test_a_source_larger_than_the_models_view_is_cropped_about_its_middle() -> None:
    image = np.zeros((512, 512), np.float32)
    image[255:257, 255:257] = 1
    image[:20, :20] = 1
    seen = GridTransform((512, 512), (1.5, 1.5)).image_to_model(image)
    assert np.flatnonzero(seen.any(axis=0)).tolist() == [127, 128]


def test_what_the_source_does_not_cover_is_zero() -> None:
    seen, _ = prepare(np.random.default_rng(0).random((64, 64)).astype(np.float32) + 1, (1.5, 1.5))
    assert seen[:90].max() == 0
    assert seen[100:150, 100:150].max() > 0


def test_intensity_runs_from_zero_to_one_between_percentiles() -> None:
    scaled = normalise_intensity(np.arange(10_000, dtype=np.int16).reshape(100, 100) - 500)
    assert (scaled.min(), scaled.max()) == (0, 1)
    assert scaled[50, 0] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32"])
def test_a_constant_image_becomes_zero(dtype: str) -> None:
    assert not normalise_intensity(np.full((64, 64), 7, dtype)).any()


@given(st.floats(0.1, 1000), st.floats(-1000, 1000))
def test_intensity_does_not_depend_on_scale_and_offset(scale: float, offset: float) -> None:
    image = np.random.default_rng(0).random((32, 32))
    assert np.allclose(normalise_intensity(image), normalise_intensity(image * scale + offset), atol=1e-2)
