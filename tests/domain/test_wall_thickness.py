"""Phantoms whose thickness is worked by hand: within 1 %."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.wall_thickness import CHORDS, wall_chords

CENTRE = np.array([64.0, 60.0])


def circle(radius: float, centre: np.ndarray = CENTRE, count: int = 24, begin: float = 0.0) -> np.ndarray:
    angle = begin + np.arange(count) * 2 * np.pi / count
    return centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def ellipse(a: float, b: float, count: int = 24) -> np.ndarray:
    angle = np.arange(count) * 2 * np.pi / count
    return CENTRE + np.column_stack([a * np.cos(angle), b * np.sin(angle)])


def chords(inner: np.ndarray, outer: np.ndarray, spacing: tuple[float, float] = (1.0, 1.0)):
    return wall_chords(
        Contour(Structure.LV_ENDOCARDIUM, inner, "reader"), Contour(Structure.LV_EPICARDIUM, outer, "reader"), spacing
    )


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_a_ring_is_equally_thick_everywhere_whichever_way_it_is_drawn(order: slice) -> None:
    wall = chords(circle(20)[order], circle(28), (1.5, 1.5))
    assert wall.thickness_mm == pytest.approx(12.0, rel=0.01)
    assert len(wall.thickness_mm) == CHORDS
    assert wall.is_nested
    assert wall.centre_mm == pytest.approx(CENTRE * 1.5, abs=0.01)


def test_pixels_that_are_no_squares_are_measured_in_mm() -> None:
    squeezed = np.array([2.0, 1.0])  # columns 2 mm apart, rows 1 mm
    wall = chords(circle(30) / squeezed, circle(40) / squeezed, (1.0, 2.0))
    assert wall.thickness_mm == pytest.approx(10.0, rel=0.01)


def test_eccentric_circles_are_as_thick_as_their_geometry_says() -> None:
    shift, inner, outer = 3.0, 20.0, 30.0
    wall = chords(circle(inner, CENTRE + np.array([shift, 0])), circle(outer))
    middles = wall.middles_mm - CENTRE
    angle = np.degrees(np.arctan2(middles[:, 1], middles[:, 0]))
    # Midway between two circles lies an ellipse with their centres as foci. Where it lies at distance r from the outer
    # centre, both circles are outer - r away, and a chord at right angles to it is twice that long, but for the cosine
    # of the small angle between the radii, which is above 0.998 here.
    exact = 2 * (outer - np.linalg.norm(middles, axis=1))
    assert wall.thickness_mm == pytest.approx(exact, rel=0.01)
    assert wall.thickness_mm[np.abs(angle).argmin()] == pytest.approx(outer - inner - shift, rel=0.01)
    assert wall.thickness_mm[np.abs(np.abs(angle) - 180).argmin()] == pytest.approx(outer - inner + shift, rel=0.01)


def test_concentric_ellipses_are_as_thick_as_their_axes_say() -> None:
    wall = chords(ellipse(30, 20), ellipse(38, 28))
    middles = wall.middles_mm - CENTRE
    angle = np.degrees(np.arctan2(middles[:, 1], middles[:, 0]))
    for at in (0, 90, 180, -90):
        nearest = np.abs((angle - at + 180) % 360 - 180).argmin()
        assert wall.thickness_mm[nearest] == pytest.approx(8.0, rel=0.01)


def test_a_thick_bump_is_found_where_it_is() -> None:
    angle = np.arange(24) * 2 * np.pi / 24
    radius = 20 - 4 * np.exp(-(((angle - np.pi) / 0.4) ** 2))
    inner = CENTRE + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    wall = chords(inner, circle(28))
    middles = wall.middles_mm - CENTRE
    thickest = np.degrees(np.arctan2(*middles[wall.thickness_mm.argmax()][::-1]))
    assert abs(thickest) == pytest.approx(180, abs=5)
    assert wall.thickness_mm.max() == pytest.approx(12, rel=0.02)


def test_crossing_contours_are_told_and_give_no_negative_thickness() -> None:
    wall = chords(circle(20, CENTRE + np.array([12, 0])), circle(26))
    assert not wall.is_nested
    assert np.nanmin(wall.thickness_mm) == 0


def test_a_contour_without_an_area_makes_no_wall() -> None:
    line = np.column_stack([np.linspace(40, 80, 8), np.full(8, 60.0)])
    for inner, outer in ((line, circle(28)), (circle(20), line)):
        wall = chords(inner, outer)
        assert np.isnan(wall.thickness_mm).all()
        assert not wall.is_nested


@given(
    begin=st.floats(0, 2 * np.pi),
    inner=st.floats(8, 30),
    wall_mm=st.floats(4, 20),
    spacing=st.floats(0.6, 2.0),
    shift=st.floats(-50, 50),
)
def test_thickness_depends_neither_on_place_nor_turn(
    begin: float, inner: float, wall_mm: float, spacing: float, shift: float
) -> None:
    centre = CENTRE + shift
    wall = chords(
        circle(inner / spacing, centre, begin=begin), circle((inner + wall_mm) / spacing, centre), (spacing, spacing)
    )
    assert wall.thickness_mm == pytest.approx(wall_mm, rel=0.01)


def test_what_was_computed_for_a_pair_of_contours_is_kept() -> None:
    assert chords(circle(20), circle(28)) is chords(circle(20), circle(28))
