"""Surfaces of the ventricle, lofted through the contours of one phase. Numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import Points, centroid_px, closed_spline, resample_closed
from cmrstudio.domain.study import CineStack

RING_POINTS = 48
CAP_RINGS = 2
SLICE_STEPS = 2
_LEAST_RINGS = 2
_PARALLEL = 1e-3
_POSITION_TOLERANCE_MM = 0.5


@dataclass(frozen=True, eq=False)
class SurfaceMesh:
    """A surface of quads in mm, closed at the apex and open at the base.

    ``vertices_mm`` [n, 3] as (x, y, z), z towards the apex; the first ``ring_points`` of them are the open base.
    ``quads`` [m, 4] are indices of vertices, counter-clockwise seen from outside; a triangle names its last one twice.
    """

    vertices_mm: npt.NDArray[np.float64]
    quads: npt.NDArray[np.int64]
    ring_points: int

    @property
    def volume_ml(self) -> float:
        """The volume inside, closed by a flat lid at the base (divergence theorem over the triangles)."""
        # Seen from the middle of the base the lid has no volume, so that it need not be there.
        corners = (self.vertices_mm - self.vertices_mm[: self.ring_points].mean(axis=0))[self.quads]
        first, second, third, fourth = np.moveaxis(corners, 1, 0)
        six_times = np.einsum("ij,ij->", first, np.cross(second, third) + np.cross(third, fourth))
        return float(six_times) / 6000


@dataclass(frozen=True, eq=False)
class HeartFrame:
    """How the slices lie to each other: axes along a row, along a column and towards the apex, right-handed, in mm.

    ``to_mm`` [slice, 3, 3] maps (column, row, 1) in source pixels to (x, y, z). ``patient_axes`` [3, 3] has the
    patient's left, back and head as columns; None where the files do not tell.
    """

    to_mm: npt.NDArray[np.float64]
    patient_axes: npt.NDArray[np.float64] | None

    def place(self, points_px: npt.ArrayLike, slice_index: int) -> npt.NDArray[np.float64]:
        """Points (column, row) [n, 2] of a slice as (x, y, z) [n, 3] in mm."""
        points = np.asarray(points_px, np.float64)
        return np.asarray(np.column_stack([points, np.ones(len(points))]) @ self.to_mm[slice_index].T)


def heart_frame(stack: CineStack) -> HeartFrame:
    """The frame of a stack: by patient coordinates where they agree with the slice positions, else by those alone."""
    row_spacing_mm, column_spacing_mm = stack.pixel_spacing_mm
    linear = stack.affine_mm[:, :3, :2] / np.array([column_spacing_mm, row_spacing_mm])
    across, down = linear[0].T
    normal = np.cross(across, down)
    origins_mm = stack.affine_mm[:, :3, 3]
    along_mm = origins_mm @ normal
    way = -1.0 if along_mm[-1] < along_mm[0] else 1.0  # a half turn about the rows keeps the frame right-handed
    axes = np.array([across, way * down, way * normal])
    steps_mm = np.diff(stack.slice_positions_mm)
    agrees = (
        np.isfinite(stack.affine_mm).all()
        and np.allclose(axes @ axes.T, np.eye(3), atol=_PARALLEL)
        and np.allclose(linear, linear[0], atol=_PARALLEL)
        and np.allclose(np.diff(way * along_mm), steps_mm, atol=_POSITION_TOLERANCE_MM)
    )
    if agrees:
        placed = np.concatenate([stack.affine_mm[:, :3, :2], origins_mm[:, :, None]], axis=2)
        return HeartFrame(axes @ placed, axes)
    to_mm = np.zeros((stack.slice_count, 3, 3))
    to_mm[:, 0, 0], to_mm[:, 1, 1], to_mm[:, 2, 2] = column_spacing_mm, row_spacing_mm, stack.slice_positions_mm
    return HeartFrame(to_mm, None)


def ring(outline_mm: Points, count: int = RING_POINTS) -> Points:
    """``count`` points at equal arc lengths along a closed outline (x, y) [n, 2], counter-clockwise.

    The first lies on the ray along x from the centroid, so that rings of neighbouring slices face each other and it
    does not matter where the outline begins. Where the ray crosses the outline several times, the last crossing counts.
    """
    outline = np.asarray(outline_mm, np.float64)
    following = np.roll(outline, -1, axis=0)
    if np.sum(outline[:, 0] * following[:, 1] - following[:, 0] * outline[:, 1]) < 0:
        outline = outline[::-1]
        following = np.roll(outline, -1, axis=0)
    middle = centroid_px(outline)
    height, height_next = outline[:, 1] - middle[1], following[:, 1] - middle[1]
    crosses = np.flatnonzero((height <= 0) & (height_next > 0))
    if not len(crosses):  # an outline without any height
        return resample_closed(np.roll(outline, -int(np.argmax(outline[:, 0])), axis=0), count)
    share = -height[crosses] / (height_next[crosses] - height[crosses])
    x = outline[crosses, 0] + share * (following[crosses, 0] - outline[crosses, 0])
    last = int(np.argmax(x))
    begun = np.roll(outline, -1 - int(crosses[last]), axis=0)
    return resample_closed(np.vstack([[x[last], middle[1]], begun]), count)


def with_rings_between(rings_mm: Sequence[npt.NDArray[np.float64]], steps: int) -> list[npt.NDArray[np.float64]]:
    """The rings [count, 3] with ``steps`` - 1 between every two: cubic across the slices, with slopes over the height.

    The heights must grow. The rings given stay as they are.
    """
    rings = np.asarray(rings_mm, np.float64)
    height = rings[:, 0, 2]
    slopes = np.gradient(rings[:, :, :2], height, axis=0)
    made = [rings[0]]
    for index, gap in enumerate(np.diff(height).tolist()):
        for share in (np.arange(steps) + 1) / steps:
            square, cube = share**2, share**3
            ends = (2 * cube - 3 * square + 1) * rings[index, :, :2] + (3 * square - 2 * cube) * rings[index + 1, :, :2]
            bends = (cube - 2 * square + share) * slopes[index] + (cube - square) * slopes[index + 1]
            flat = ends + gap * bends
            made.append(np.column_stack([flat, np.full(len(flat), height[index] + share * gap)]))
    return made


def loft(rings_mm: Sequence[npt.NDArray[np.float64]], apex_height_mm: float = 0.0) -> SurfaceMesh:
    """A surface through rings [count, 3] from base to apex, counter-clockwise about z, point by point.

    It ends in a dome that is ``apex_height_mm`` high, or in a flat lid. Raises ``ValueError`` for fewer than two rings.
    """
    if len(rings_mm) < _LEAST_RINGS:
        raise ValueError(f"A surface needs at least {_LEAST_RINGS} rings, not {len(rings_mm)}.")
    rings = list(rings_mm)
    last, count = rings[-1], len(rings[-1])
    middle = last.mean(axis=0)
    up = np.array([0.0, 0.0, apex_height_mm])
    for step in range(1, CAP_RINGS + 1):  # an ellipse from the edge to the tip
        angle = step / (CAP_RINGS + 1) * np.pi / 2
        rings.append(middle + (last - middle) * np.cos(angle) + up * np.sin(angle))
    here = np.arange(count)
    after = np.roll(here, -1)
    one = np.column_stack([here, after, after + count, here + count])
    walls = (one[None] + count * np.arange(len(rings) - 1)[:, None, None]).reshape(-1, 4)
    edge, tip = count * (len(rings) - 1), count * len(rings)
    lid = np.column_stack([edge + here, edge + after, np.full(count, tip), np.full(count, tip)])
    return SurfaceMesh(np.vstack([*rings, middle + up]), np.vstack([walls, lid]), count)


@lru_cache(maxsize=1024)
def _contour_ring(frame: HeartFrame, contour: Contour, slice_index: int, count: int) -> npt.NDArray[np.float64]:
    """The ring [count, 3] of a contour; it is kept, so that after an edit only the ring of that contour is made."""
    outline_mm = frame.place(closed_spline(contour.points_px), slice_index)
    flat = ring(outline_mm[:, :2], count)
    return np.column_stack([flat, np.full(count, outline_mm[0, 2])])


def ventricle_surface(
    frame: HeartFrame, annotations: Mapping[int, SliceAnnotation], structure: Structure, count: int = RING_POINTS
) -> SurfaceMesh | None:
    """The surface through a structure's contours of one phase, given by slice index; None with fewer than two.

    Every ``SLICE_STEPS``-th ring is a contour, those between are cubic. Slices without the contour are passed over. The
    dome is half as high as the last two contours lie apart.
    """
    rings = []
    for slice_index in sorted(annotations):
        contour = annotations[slice_index].contour(structure)
        if contour is not None:
            rings.append(_contour_ring(frame, contour, slice_index, count))
    if len(rings) < _LEAST_RINGS:
        return None
    return loft(with_rings_between(rings, SLICE_STEPS), float(rings[-1][0, 2] - rings[-2][0, 2]) / 2)
