"""Source image to model input and back: 1.5 mm pixels on a square grid, with the way back remembered."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

MODEL_SPACING_MM = 1.5
MODEL_SIDE_PX = 256
INTENSITY_PERCENTILES = (1.0, 99.0)
INTENSITY_NAME = "percentile_1_99_per_slice"


@dataclass(frozen=True)
class GridTransform:
    """Maps pixel coordinates between a source image and the model's grid.

    Points are (column, row) with pixel centres on integers; the centres of both grids coincide, and what lies farther
    from there than half the model's view is not seen. ``pixel_spacing_mm`` is (row, column), as in DICOM. Points map
    there and back exactly. The boundary of a blob of at least 8 mm radius that is found on the model's grid lies within
    half a source pixel of where the source has it, or within a quarter of a model pixel where that is more.
    """

    source_shape: tuple[int, int]
    pixel_spacing_mm: tuple[float, float]
    model_spacing_mm: float = MODEL_SPACING_MM
    model_side_px: int = MODEL_SIDE_PX

    @property
    def scale(self) -> npt.NDArray[np.float64]:
        """Model pixels per source pixel, as (column, row)."""
        row_mm, column_mm = self.pixel_spacing_mm
        return np.array([column_mm, row_mm]) / self.model_spacing_mm

    @property
    def _source_centre(self) -> npt.NDArray[np.float64]:
        rows, columns = self.source_shape
        return np.array([columns - 1, rows - 1]) / 2

    @property
    def _model_centre(self) -> float:
        return (self.model_side_px - 1) / 2

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The 2 x 3 affine matrix from source to model (column, row) coordinates."""
        offset = self._model_centre - self._source_centre * self.scale
        return np.column_stack([np.diag(self.scale), offset])

    def to_model(self, points_px: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Map source points (n, 2) as (column, row) to the model's grid."""
        return (np.asarray(points_px, np.float64) - self._source_centre) * self.scale + self._model_centre

    def to_source(self, points_px: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Map model points (n, 2) as (column, row) back to source pixels."""
        return (np.asarray(points_px, np.float64) - self._model_centre) / self.scale + self._source_centre

    def image_to_model(self, image: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Resample a source image (row, column) to the model's grid; outside the source it is zero."""
        smooth = _without_aliasing(np.asarray(image, np.float32), self.scale)
        return _warp(smooth, self.matrix, self.model_side_px, self.model_side_px, 0)

    def image_to_source(self, image: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Resample a map on the model's grid (row, column) to the source grid; outside the model's view it is zero."""
        smooth = _without_aliasing(np.asarray(image, np.float32), 1 / self.scale)
        rows, columns = self.source_shape
        return _warp(smooth, self.matrix, rows, columns, cv2.WARP_INVERSE_MAP)


def _warp(
    image: npt.NDArray[np.float32], matrix: npt.NDArray[np.float64], rows: int, columns: int, flag: int
) -> npt.NDArray[np.float32]:
    warped = cv2.warpAffine(
        image, matrix, (columns, rows), flags=cv2.INTER_LINEAR | flag, borderMode=cv2.BORDER_CONSTANT, borderValue=0.0
    )
    return np.asarray(warped, np.float32)


def _without_aliasing(image: npt.NDArray[np.float32], scale: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Blur an image as much as sampling it ``scale`` (column, row) times as densely requires."""
    sigma_column, sigma_row = np.maximum((1 / scale - 1) / 2, 0)
    if max(sigma_column, sigma_row) < 0.1:
        return image
    blurred = cv2.GaussianBlur(
        image, (0, 0), sigmaX=max(sigma_column, 0.01), sigmaY=max(sigma_row, 0.01), borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(blurred, np.float32)


def normalise_intensity(image: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """Scale an image (row, column) to 0..1 between its 1st and 99th percentile; a constant image becomes zero."""
    values = np.asarray(image, np.float32)
    low, high = np.percentile(values, INTENSITY_PERCENTILES)
    if high <= low:
        return np.zeros_like(values)
    return np.asarray(np.clip((values - low) / (high - low), 0, 1), np.float32)


def prepare(
    image: npt.NDArray[np.generic],
    pixel_spacing_mm: tuple[float, float],
    model_spacing_mm: float = MODEL_SPACING_MM,
    model_side_px: int = MODEL_SIDE_PX,
) -> tuple[npt.NDArray[np.float32], GridTransform]:
    """Make the model input (side, side) in 0..1 from one source image (row, column), with the way back."""
    rows, columns = image.shape
    transform = GridTransform((rows, columns), pixel_spacing_mm, model_spacing_mm, model_side_px)
    return transform.image_to_model(normalise_intensity(image)), transform
