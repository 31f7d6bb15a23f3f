"""Closed contours of the left ventricle in source pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import InvalidContourError


class Structure(StrEnum):
    """What a contour encloses; the myocardium lies between the two."""

    LV_ENDOCARDIUM = "lv_endocardium"
    LV_EPICARDIUM = "lv_epicardium"


@dataclass(frozen=True, eq=False)
class Contour:
    """A closed contour through control points.

    ``points_px`` [n, 2] as (column, row), pixel centres on integers, n >= 3, finite, first point not repeated; the
    curve is the closed spline of ``geometry.closed_spline`` through them. ``source`` is a model id with version
    ("unet@1.0.0") or "reader" or "file". Raises ``InvalidContourError``.
    """

    structure: Structure
    points_px: npt.NDArray[np.float64]
    source: str

    def __post_init__(self) -> None:
        points = np.array(self.points_px, dtype=np.float64) + 0.0  # no negative zero: equal contours have equal hashes
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 3 or not np.isfinite(points).all():
            raise InvalidContourError(
                f"A contour needs at least 3 finite (column, row) points; {self.structure} has shape {points.shape}."
            )
        points.setflags(write=False)
        object.__setattr__(self, "points_px", points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Contour):
            return NotImplemented
        return (
            self.structure is other.structure
            and self.source == other.source
            and np.array_equal(self.points_px, other.points_px)
        )

    def __hash__(self) -> int:
        return hash((self.structure, self.source, self.points_px.tobytes()))

    def with_points(self, points_px: npt.ArrayLike, source: str = "reader") -> Contour:
        """The same structure with other control points, by default drawn by the reader."""
        return Contour(self.structure, np.asarray(points_px, np.float64), source)
