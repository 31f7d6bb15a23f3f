"""How far the outlines of two masks lie apart, in mm within the image plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Mask = npt.NDArray[np.bool_]
Distances = npt.NDArray[np.float64]
HAUSDORFF_PERCENT = 95.0


@dataclass(frozen=True)
class SurfaceDistance:
    """Distances between two outlines in mm; None where no slice has both of them.

    ``slices`` counts the slices that have both and were measured, ``missed`` those with truth and no prediction,
    ``extra`` those with a prediction and no truth.
    """

    hd95_mm: float | None
    asd_mm: float | None
    slices: int
    missed: int
    extra: int


def surface_distance(predicted: Mask, truth: Mask, pixel_spacing_mm: tuple[float, float]) -> SurfaceDistance:
    """HD95 and average symmetric surface distance of two stacks of masks [slice, row, column].

    ``pixel_spacing_mm`` is (row, column) of the pixels that the masks lie on, which are those of the source. An outline
    is the set of the mask's pixels that touch, over an edge, a pixel outside it or the border of the image. On every
    slice that has both masks each outline pixel's distance to the nearest one of the other outline is taken, centre to
    centre, within the plane: slices are 5 to 10 mm apart, so that a distance through them would tell of the spacing
    rather than of the outline, and the spacing of some sources is unknown. The distances of all slices are then pooled
    into two lists, from the prediction to the truth and back. HD95 is the 95th percentile (linear interpolation) of
    both lists together, which is the robust form of the Hausdorff distance that ACDC's papers print as its maximum and
    in three dimensions; the average surface distance is the mean of the two lists' means. Slices that only one of both
    has carry no distance: they count in ``missed`` and ``extra``, and Dice pays for them.
    """
    drawn, true = predicted.any(axis=(1, 2)), truth.any(axis=(1, 2))
    to_truth, to_predicted = [], []
    for index in np.flatnonzero(drawn & true):
        there, back = _distances(predicted[index], truth[index], pixel_spacing_mm)
        to_truth.append(there)
        to_predicted.append(back)
    counts = (int((drawn & true).sum()), int((true & ~drawn).sum()), int((drawn & ~true).sum()))
    if not to_truth:
        return SurfaceDistance(None, None, *counts)
    there, back = np.concatenate(to_truth), np.concatenate(to_predicted)
    hd95_mm = float(np.percentile(np.concatenate([there, back]), HAUSDORFF_PERCENT))
    return SurfaceDistance(hd95_mm, float(there.mean() + back.mean()) / 2, *counts)


def outline(mask: Mask) -> Mask:
    """The pixels of a mask (row, column) that touch a pixel outside it, or the border of the image, over an edge."""
    return np.asarray(mask & ~ndimage.binary_erosion(mask))


def _distances(predicted: Mask, truth: Mask, pixel_spacing_mm: tuple[float, float]) -> tuple[Distances, Distances]:
    """Distances in mm from each outline pixel of ``predicted`` to the outline of ``truth``, and the other way round."""
    outlines = outline(predicted), outline(truth)
    rows, columns = (np.flatnonzero((predicted | truth).any(axis=axis)) for axis in (1, 0))
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    mine, theirs = (edge[window] for edge in outlines)
    from_truth, from_predicted = (
        ndimage.distance_transform_edt(~edge, sampling=pixel_spacing_mm) for edge in (theirs, mine)
    )
    return np.asarray(from_truth[mine], np.float64), np.asarray(from_predicted[theirs], np.float64)
