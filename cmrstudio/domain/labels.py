"""Contours of one image as a label image: what is cavity, what is myocardium."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.geometry import rasterise_contour

BACKGROUND, CAVITY, MYOCARDIUM = 0, 1, 2


def label_image(annotation: SliceAnnotation, shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Label the pixels of an image of ``shape`` (rows, columns): 0 background, 1 LV cavity, 2 LV myocardium.

    A pixel belongs to a structure when its centre lies inside the contour; the cavity wins where both contours hold it.
    Returns uint8 [row, column].
    """
    labels = np.zeros(shape, np.uint8)
    for structure, label in ((Structure.LV_EPICARDIUM, MYOCARDIUM), (Structure.LV_ENDOCARDIUM, CAVITY)):
        contour = annotation.contour(structure)
        if contour is not None:
            labels[rasterise_contour(contour.points_px, shape)] = label
    return labels
