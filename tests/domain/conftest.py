from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.study import CineStack

MakeStack = Callable[..., CineStack]
Circle = Callable[..., SliceAnnotation]


@pytest.fixture
def make_stack() -> MakeStack:
    """A stack of black images; positions in mm, spacing (row, column)."""

    def make(
        phases: int = 1,
        positions_mm: tuple[float, ...] = (0.0, 10.0, 20.0),
        spacing_mm: tuple[float, float] = (1.25, 1.5),
        thickness_mm: float = 8.0,
    ) -> CineStack:
        slices = len(positions_mm)
        return CineStack(
            pixels=np.zeros((phases, slices, 96, 80), np.int16),
            present=np.ones((phases, slices), bool),
            pixel_spacing_mm=spacing_mm,
            slice_positions_mm=np.array(positions_mm),
            affine_mm=np.repeat(np.eye(4)[None], slices, axis=0),
            trigger_times_ms=np.full((phases, slices), np.nan),
            sop_uids=np.full((phases, slices), ""),
            slice_thickness_mm=thickness_mm,
            frame_time_ms=40.0,
        )

    return make


@pytest.fixture
def circle() -> Circle:
    """An annotation of round contours of given radii in mm, drawn in pixels of given spacing (row, column)."""

    def make(
        phase: int,
        slice_: int,
        endocardium_mm: float | None,
        epicardium_mm: float | None = None,
        spacing_mm: tuple[float, float] = (1.25, 1.5),
        points: int = 16,
    ) -> SliceAnnotation:
        angles = np.arange(points) * 2 * np.pi / points
        contours = []
        for structure, radius in ((Structure.LV_ENDOCARDIUM, endocardium_mm), (Structure.LV_EPICARDIUM, epicardium_mm)):
            if radius is not None:
                column = 40 + radius * np.cos(angles) / spacing_mm[1]
                row = 48 + radius * np.sin(angles) / spacing_mm[0]
                contours.append(Contour(structure, np.column_stack([column, row]), "unet@1.0.0"))
        return SliceAnnotation("1.2.3", phase, slice_, tuple(contours))

    return make
