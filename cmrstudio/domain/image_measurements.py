"""What a reader measures on an image by hand: distances, and areas with the grey values inside. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import InvalidMeasurementError
from cmrstudio.domain.geometry import Points, polygon_area_px, rasterise

MM2_PER_CM2 = 100.0
_ELLIPSE_STEPS = 96


class MeasurementKind(StrEnum):
    """What is measured, and what the points of a measurement are."""

    DISTANCE = "distance"
    """Two ends."""
    POLYGON = "polygon"
    """Three or more corners."""
    ELLIPSE = "ellipse"
    """The middle and the ends of two radii at right angles (in mm)."""


_POINT_COUNTS = {MeasurementKind.DISTANCE: (2, 2), MeasurementKind.POLYGON: (3, 500), MeasurementKind.ELLIPSE: (3, 3)}


@dataclass(frozen=True, eq=False)
class ImageMeasurement:
    """A line or an area on the images of one slice.

    ``points_px`` [n, 2] as (column, row), pixel centres on integers, see ``MeasurementKind``. It belongs to its slice
    and is shown at all phases; ``phase_index`` is the phase it was drawn or moved at last. ``measurement_id`` stays the
    same when it is moved. Raises ``InvalidMeasurementError``.
    """

    measurement_id: str
    kind: MeasurementKind
    slice_index: int
    phase_index: int
    points_px: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        points = np.array(self.points_px, dtype=np.float64)
        least, most = _POINT_COUNTS[self.kind]
        if points.ndim != 2 or points.shape[1] != 2 or not least <= len(points) <= most:
            raise InvalidMeasurementError(
                f"A measurement of a {self.kind} needs {least} to {most} (column, row) points, not {points.shape}: "
                "measure again."
            )
        if not np.isfinite(points).all():
            raise InvalidMeasurementError(
                f"A measurement of a {self.kind} has a point that is not finite: measure again."
            )
        points.setflags(write=False)
        object.__setattr__(self, "points_px", points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ImageMeasurement):
            return NotImplemented
        mine = (self.measurement_id, self.kind, self.slice_index, self.phase_index)
        theirs = (other.measurement_id, other.kind, other.slice_index, other.phase_index)
        return mine == theirs and np.array_equal(self.points_px, other.points_px)

    def with_points(self, points_px: npt.ArrayLike, phase_index: int | None = None) -> ImageMeasurement:
        """The same measurement with other points, moved at that phase."""
        phase = self.phase_index if phase_index is None else phase_index
        return replace(self, points_px=np.asarray(points_px, np.float64), phase_index=phase)


@dataclass(frozen=True)
class GreyValues:
    """Mean and standard deviation of the ``count`` pixels whose centres lie in an area."""

    mean: float
    standard_deviation: float
    count: int


def distance_mm(points_px: npt.ArrayLike, pixel_spacing_mm: tuple[float, float]) -> float:
    """The distance between the first two points; the spacing is (row, column)."""
    across, down = np.diff(np.asarray(points_px, np.float64)[:2], axis=0)[0]
    return float(np.hypot(across * pixel_spacing_mm[1], down * pixel_spacing_mm[0]))


def outline_px(measurement: ImageMeasurement) -> Points:
    """The line that is drawn [n, 2]: both ends of a distance, else a closed outline, its first point not repeated."""
    points = measurement.points_px
    if measurement.kind is not MeasurementKind.ELLIPSE:
        return points
    angle = (np.arange(_ELLIPSE_STEPS) * 2 * np.pi / _ELLIPSE_STEPS)[:, None]
    middle, first, second = points
    return np.asarray(middle + np.cos(angle) * (first - middle) + np.sin(angle) * (second - middle))


def area_mm2(measurement: ImageMeasurement, pixel_spacing_mm: tuple[float, float]) -> float:
    """The area of a polygon (shoelace formula) or an ellipse (pi times its half axes); a distance has none."""
    area_of_pixel = pixel_spacing_mm[0] * pixel_spacing_mm[1]
    if measurement.kind is MeasurementKind.DISTANCE:
        return 0.0
    if measurement.kind is MeasurementKind.POLYGON:
        return polygon_area_px(measurement.points_px) * area_of_pixel
    (x_1, y_1), (x_2, y_2) = measurement.points_px[1:] - measurement.points_px[0]
    return float(np.pi * abs(x_1 * y_2 - x_2 * y_1) * area_of_pixel)


def grey_values(measurement: ImageMeasurement, image: npt.NDArray[np.generic]) -> GreyValues | None:
    """The grey values of ``image`` [row, column] inside an area; None where no pixel's centre lies in it."""
    if measurement.kind is MeasurementKind.DISTANCE:
        return None
    rows, columns = image.shape
    inside = np.asarray(image, np.float64)[rasterise(outline_px(measurement), (rows, columns))]
    inside = inside[np.isfinite(inside)]
    if not inside.size:
        return None
    return GreyValues(float(inside.mean()), float(inside.std()), int(inside.size))


def moved_handle(
    measurement: ImageMeasurement, handle_index: int, to_px: npt.ArrayLike, pixel_spacing_mm: tuple[float, float]
) -> Points:
    """The points after one of ``handles_px`` was dragged. The radii of an ellipse stay at right angles in mm."""
    to = np.asarray(to_px, np.float64)
    points = measurement.points_px.copy()
    if measurement.kind is not MeasurementKind.ELLIPSE:
        points[handle_index] = to
        return points
    if handle_index == 0:
        return np.asarray(points + (to - points[0]))
    scale = np.array(pixel_spacing_mm[::-1])
    middle = points[0]
    dragged, other = (1, 2) if handle_index in {1, 3} else (2, 1)
    radius_mm = (to - middle) * scale * (1 if handle_index < 3 else -1)
    length_mm = float(np.linalg.norm(radius_mm))
    if length_mm < 1e-6:
        return points
    other_mm = (points[other] - middle) * scale
    across = np.array([-radius_mm[1], radius_mm[0]]) / length_mm
    across *= np.linalg.norm(other_mm) * (1 if across @ other_mm >= 0 else -1)
    points[dragged], points[other] = middle + radius_mm / scale, middle + across / scale
    return np.asarray(points)


def handles_px(measurement: ImageMeasurement) -> Points:
    """Where a measurement can be taken hold of [k, 2]: its points and, of an ellipse, the far ends of its axes too."""
    points = measurement.points_px
    if measurement.kind is not MeasurementKind.ELLIPSE:
        return points
    return np.vstack([points, 2 * points[0] - points[1:]])


def ellipse_in_box(corner_px: npt.ArrayLike, other_px: npt.ArrayLike) -> Points:
    """The points of the ellipse that fills the box between two corners."""
    one, two = np.asarray(corner_px, np.float64), np.asarray(other_px, np.float64)
    middle, half = (one + two) / 2, np.abs(two - one) / 2
    return np.asarray(middle + np.array([[0, 0], [half[0], 0], [0, half[1]]]))


def nearest_handle(
    measurement: ImageMeasurement, position_px: npt.ArrayLike, screen_px_per_image_px: tuple[float, float]
) -> tuple[int, float]:
    """(index of the nearest of ``handles_px``, its distance on the screen); the scale is (column, row)."""
    offsets = (handles_px(measurement) - np.asarray(position_px)) * np.array(screen_px_per_image_px)
    distances = np.linalg.norm(offsets, axis=1)
    nearest = int(np.argmin(distances))
    return nearest, float(distances[nearest])


def distance_to_line(
    measurement: ImageMeasurement, position_px: npt.ArrayLike, screen_px_per_image_px: tuple[float, float]
) -> float:
    """How far a position is from the line that is drawn, on the screen; the scale is (column, row)."""
    scale = np.array(screen_px_per_image_px)
    line, position = outline_px(measurement) * scale, np.asarray(position_px, np.float64) * scale
    start = line[:1] if measurement.kind is MeasurementKind.DISTANCE else line
    step = (np.roll(line, -1, axis=0) - line)[: len(start)]
    length = np.maximum(np.einsum("ij,ij->i", step, step), 1e-12)
    share = np.clip(np.einsum("ij,ij->i", position - start, step) / length, 0, 1)
    return float(np.linalg.norm(start + share[:, None] * step - position, axis=1).min())


def value_text(measurement: ImageMeasurement, pixel_spacing_mm: tuple[float, float]) -> str:
    """The distance in mm, or the area as ``area_text`` has it."""
    if measurement.kind is MeasurementKind.DISTANCE:
        return f"{distance_mm(measurement.points_px, pixel_spacing_mm):.1f} mm"
    return area_text(area_mm2(measurement, pixel_spacing_mm))


def area_text(mm2: float) -> str:
    """An area in mm² below 1 cm² and in cm² from there on."""
    return f"{mm2 / MM2_PER_CM2:.2f} cm²" if mm2 >= MM2_PER_CM2 else f"{mm2:.0f} mm²"
