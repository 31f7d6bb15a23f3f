"""A small picture of one image, to know a study by in a list."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

SIDE_PX = 64
SHOWN_SHARE = 0.7
"""The heart lies near the middle of a short-axis image; its border shows the chest and air."""
WINDOW_PERCENTILES = (1.0, 99.0)


def thumbnail_png(image: npt.NDArray[np.generic], pixel_spacing_mm: tuple[float, float]) -> bytes:
    """A square picture of the middle of ``image`` [row, column], as PNG of 8 bits a pixel.

    ``pixel_spacing_mm`` is (row, column): the picture has square pixels also where the image has none. A constant or
    empty image gives a black one.
    """
    rows, columns = image.shape
    side_mm = SHOWN_SHARE * min(rows * pixel_spacing_mm[0], columns * pixel_spacing_mm[1])
    height = max(1, min(rows, round(side_mm / pixel_spacing_mm[0])))
    width = max(1, min(columns, round(side_mm / pixel_spacing_mm[1])))
    top, left = (rows - height) // 2, (columns - width) // 2
    part = np.nan_to_num(image[top : top + height, left : left + width].astype(np.float32))
    low, high = np.percentile(part, WINDOW_PERCENTILES)
    grey = np.clip((part - low) / (high - low), 0, 1) * 255 if high > low else np.zeros_like(part)
    small = cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".png", np.round(small).astype(np.uint8))
    assert done  # an 8-bit image of this size can always be encoded
    return encoded.tobytes()
