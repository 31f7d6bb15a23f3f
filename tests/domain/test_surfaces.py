"""Surfaces through contours: known volumes, no holes but the base, and no dependence on how a contour was drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.surfaces import (
    SLICE_STEPS,
    HeartFrame,
    SurfaceMesh,
    heart_frame,
    loft,
    ring,
    ventricle_surface,
    with_rings_between,
)

ENDO = Structure.LV_ENDOCARDIUM
radii_mm = st.floats(5, 60)


def circle_mm(radius_mm: float, centre=(0.0, 0.0), count: int = 64, squeeze: float = 1.0) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return np.column_stack([radius_mm * np.cos(angle), squeeze * radius_mm * np.sin(angle)]) + np.asarray(centre)


def lofted(radii: np.ndarray, heights: np.ndarray, apex_height_mm: float = 0.0, centre=(0.0, 0.0)) -> SurfaceMesh:
    rings = [np.column_stack([ring(circle_mm(r, centre)), np.full(48, z)]) for r, z in zip(radii, heights, strict=True)]
    return loft(rings, apex_height_mm)


def edges(mesh: SurfaceMesh) -> Counter:
    """How often each directed edge is walked along."""
    corners, following = mesh.quads, np.roll(mesh.quads, -1, axis=1)
    pairs = np.column_stack([corners.ravel(), following.ravel()]).tolist()
    return Counter((a, b) for a, b in pairs if a != b)


@given(radius=radii_mm, height=st.floats(20, 120), slices=st.integers(2, 14), x=st.floats(-90, 90))
def test_a_cylinder_has_its_volume(radius, height, slices, x) -> None:
    mesh = lofted(np.full(slices, radius), np.linspace(-7, height - 7, slices), centre=(x, 30.0))
    assert mesh.volume_ml == pytest.approx(np.pi * radius**2 * height / 1000, rel=0.01)


@given(radius=radii_mm, length=st.floats(40, 120), slices=st.integers(10, 16))
def test_half_an_ellipsoid_has_its_volume(radius, length, slices) -> None:
    gap = length / (slices + 0.5)
    heights = np.arange(slices) * gap
    mesh = lofted(radius * np.sqrt(1 - (heights / length) ** 2), heights, length - heights[-1])
    assert mesh.volume_ml == pytest.approx(2 / 3 * np.pi * radius**2 * length / 1000, rel=0.03)


@given(radii=st.lists(radii_mm, min_size=2, max_size=12), apex=st.floats(0, 20))
def test_the_surface_has_no_hole_but_the_base(radii, apex) -> None:
    mesh = lofted(np.array(radii), np.arange(len(radii)) * 8.0, apex)
    walked = edges(mesh)
    assert set(walked.values()) == {1}, "two faces walk one edge the same way: one of them is inside out"
    open_edges = {edge for edge in walked if (edge[1], edge[0]) not in walked}
    base = range(mesh.ring_points)
    assert open_edges == {(i, (i + 1) % mesh.ring_points) for i in base}
    assert set(mesh.quads.ravel()) == set(range(len(mesh.vertices_mm)))


@given(
    distances=st.lists(st.floats(10, 30), min_size=8, max_size=24),
    start=st.integers(0, 30),
    backwards=st.booleans(),
)
def test_it_does_not_matter_where_and_which_way_round_an_outline_begins(distances, start, backwards) -> None:
    angle = np.arange(len(distances)) * 2 * np.pi / len(distances)
    outline = np.array(distances)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]) + [50, 40]
    other = np.roll(outline[::-1] if backwards else outline, start, axis=0)
    assert ring(other) == pytest.approx(ring(outline), abs=1e-6)


def test_rings_go_counter_clockwise_from_the_ray_along_x() -> None:
    made = ring(circle_mm(10, (3, 4), squeeze=0.6)[::-1])
    assert made[0] == pytest.approx([13, 4], abs=0.05)
    assert made[1, 1] > 4
    assert np.linalg.norm(np.diff(made, axis=0), axis=1) == pytest.approx(
        np.full(47, np.linalg.norm(made[1] - made[0])), rel=0.02
    )


def test_an_outline_whose_middle_lies_outside_makes_a_ring() -> None:
    angle = np.linspace(-2.6, 2.6, 40)
    sickle = np.vstack([20 * np.column_stack([np.cos(angle), np.sin(angle)]),
                        17 * np.column_stack([np.cos(angle), np.sin(angle)])[::-1]])  # fmt: skip
    assert ring(sickle).shape == (48, 2)
    assert ring(np.roll(sickle, 11, axis=0)) == pytest.approx(ring(sickle))


@pytest.mark.parametrize("outline", [[[0, 0], [5, 0], [9, 0]], [[1, 1], [1, 1], [1, 1]], [[0, 0], [0, 4], [0, 9]]])
def test_an_outline_without_an_area_makes_a_flat_ring(outline) -> None:
    made = ring(np.array(outline, float))
    assert made.shape == (48, 2)
    assert np.isfinite(made).all()


@given(
    slope=st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
    gaps=st.lists(st.floats(4, 20), min_size=1, max_size=6),
    steps=st.integers(1, 4),
)
def test_rings_between_slices_follow_a_leaning_cylinder_and_keep_the_rings_given(slope, gaps, steps) -> None:
    heights = np.concatenate([[0.0], np.cumsum(gaps)])

    def at(height: float) -> np.ndarray:
        return np.column_stack([ring(circle_mm(20)) + np.array(slope) * height, np.full(48, height)])

    made = with_rings_between([at(z) for z in heights], steps)
    assert len(made) == steps * len(gaps) + 1
    for each in made:
        assert each == pytest.approx(at(each[0, 2]), abs=1e-6)
    assert [each[0, 2] for each in made[::steps]] == pytest.approx(heights.tolist())


def test_one_ring_makes_no_surface() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        loft([np.zeros((48, 3))])


# From contours


@settings(max_examples=25)
@given(row_mm=st.floats(0.7, 3), column_mm=st.floats(0.7, 3), radius=st.floats(10, 30))
def test_the_volume_respects_the_spacing_of_pixels_and_slices(row_mm, column_mm, radius) -> None:
    mesh = _surface_of_equal_circles(row_mm, column_mm, radius)
    # Four slices 10 mm apart, and a dome of 5 mm: an ellipsoid's half.
    assert mesh.volume_ml == pytest.approx(np.pi * radius**2 * (30 + 2 / 3 * 5) / 1000, rel=0.02)


def _surface_of_equal_circles(row_mm: float, column_mm: float, radius_mm: float) -> SurfaceMesh:
    points = circle_mm(radius_mm, count=16) / [column_mm, row_mm] + 60
    annotations = {i: SliceAnnotation("1", 0, i, (Contour(ENDO, points, "reader"),)) for i in range(4)}
    to_mm = np.zeros((4, 3, 3))
    to_mm[:, 0, 0], to_mm[:, 1, 1], to_mm[:, 2, 2] = column_mm, row_mm, np.arange(4) * 10.0
    return ventricle_surface(HeartFrame(to_mm, None), annotations, ENDO)


def test_slices_without_the_contour_are_passed_over(make_stack, circle) -> None:
    stack = make_stack(positions_mm=(0.0, 10.0, 20.0, 30.0))
    frame = heart_frame(stack)
    annotations = {i: circle(0, i, 20.0, 30.0 if i != 2 else None) for i in range(4)}
    surface = ventricle_surface(frame, annotations, Structure.LV_EPICARDIUM)
    assert sorted(set(surface.vertices_mm[: 5 * 48, 2])) == [0.0, 5.0, 10.0, 20.0, 30.0]
    assert ventricle_surface(frame, {0: annotations[0]}, ENDO) is None
    assert ventricle_surface(frame, {}, ENDO) is None


def _tilted(stack, way: float):
    """The stack with patient coordinates of an oblique plane, slices going along or against the normal."""
    rng = np.random.default_rng(4)
    axes, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    axes = axes * np.sign(np.linalg.det(axes))
    affine = np.repeat(np.eye(4)[None], stack.slice_count, axis=0)
    affine[:, :3, 0] = axes[:, 0] * stack.pixel_spacing_mm[1]
    affine[:, :3, 1] = axes[:, 1] * stack.pixel_spacing_mm[0]
    affine[:, :3, 3] = [40, -20, 7] + way * stack.slice_positions_mm[:, None] * axes[:, 2]
    return replace(stack, affine_mm=affine)


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_patient_coordinates_are_used_where_they_agree_with_the_slice_positions(make_stack, circle, way) -> None:
    stack = _tilted(make_stack(positions_mm=(0.0, 10.0, 20.0)), way)
    frame = heart_frame(stack)
    assert np.linalg.det(frame.patient_axes) == pytest.approx(1)
    surface = ventricle_surface(frame, {i: circle(0, i, 20.0) for i in range(3)}, ENDO)
    z = surface.vertices_mm[:: surface.ring_points, 2][: 3 * SLICE_STEPS : SLICE_STEPS]
    assert np.diff(z) == pytest.approx([10, 10])
    assert surface.volume_ml > 0
    origin_px = frame.place([[0, 0]], 1)[0]
    assert frame.patient_axes.T @ origin_px == pytest.approx(stack.affine_mm[1, :3, 3])


def test_slices_shifted_in_their_planes_stay_shifted(make_stack) -> None:
    stack = _tilted(make_stack(), 1.0)
    across = stack.affine_mm[0, :3, 0] / stack.pixel_spacing_mm[1]
    stack.affine_mm[1, :3, 3] += 6 * across
    places = [heart_frame(stack).place([[10, 10]], i)[0] for i in range(3)]
    assert places[1][0] - places[0][0] == pytest.approx(6)
    assert places[2][:2] == pytest.approx(places[0][:2])


@pytest.mark.parametrize("damage", ["all the same", "not finite", "not square", "other gaps"])
def test_patient_coordinates_that_make_no_sense_are_not_used(make_stack, damage) -> None:
    stack = make_stack() if damage == "all the same" else _tilted(make_stack(), 1.0)
    if damage == "not finite":
        stack.affine_mm[1, 0, 3] = np.nan
    elif damage == "not square":
        stack.affine_mm[:, :3, 1] += stack.affine_mm[:, :3, 0]
    elif damage == "other gaps":
        stack.affine_mm[2, :3, 3] += 5 * np.cross(stack.affine_mm[0, :3, 0], stack.affine_mm[0, :3, 1])
    frame = heart_frame(stack)
    assert frame.patient_axes is None
    assert frame.place([[2, 4]], 2)[0] == pytest.approx([3.0, 5.0, 20.0])
