"""Closed contours of the left ventricle in source pixels."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

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
    ("unet@1.0.0") or "reader" or "file". ``quality`` in 0..1 is the Dice with an expert's contour that is expected of
    it, None where nothing is known; two contours that differ in it alone are equal. Raises ``InvalidContourError``.
    """

    structure: Structure
    points_px: npt.NDArray[np.float64]
    source: str
    quality: float | None = None

    def __post_init__(self) -> None:
        points = np.array(self.points_px, dtype=np.float64) + 0.0  # no negative zero: equal contours have equal hashes
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 3 or not np.isfinite(points).all():
            raise InvalidContourError(
                f"A contour needs at least 3 finite (column, row) points; {self.structure} has shape {points.shape}: "
                "draw it again."
            )
        if self.quality is not None and not 0 <= self.quality <= 1:
            raise InvalidContourError(
                f"The quality of a contour must be 0 to 1, not {self.quality!r}. Segment the image again."
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
        """The same structure with other control points, by default drawn by the reader; nothing says how good it is."""
        return Contour(self.structure, np.asarray(points_px, np.float64), source)

    def with_quality(self, quality: float | None) -> Contour:
        """The same contour with another quality."""
        return replace(self, quality=quality)

    @property
    def content(self) -> list[object]:
        """What is drawn, as plain values: structure, and points to a thousandth of a pixel."""
        return [self.structure, (np.round(self.points_px, 3) + 0.0).tolist()]  # + 0.0 makes a negative zero positive

    @cached_property
    def content_sha256(self) -> str:
        """Hash of what is drawn, neither of who drew it nor of how good it is; kept, as states are asked for often."""
        return hashlib.sha256(json.dumps(self.content).encode()).hexdigest()
