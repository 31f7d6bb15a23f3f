"""Masks as RGB TIFF: red is the LV cavity, green the LV myocardium, blue everything else (Sinha et al., ICMLA 2020)."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import tifffile

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM, label_image
from cmrstudio.io.atomic_file import write_atomically

COLOURS = {BACKGROUND: (0, 0, 255), CAVITY: (255, 0, 0), MYOCARDIUM: (0, 255, 0)}
_PALETTE = np.array([COLOURS[label] for label in sorted(COLOURS)], np.uint8)


def write_mask(path: Path, annotation: SliceAnnotation, shape: tuple[int, int]) -> None:
    """Write the mask of one image of ``shape`` (rows, columns), exactly one channel on in each pixel.

    The papillary muscles are where the contours put them: in the cavity. Raises ``OutputError``.
    """
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, _PALETTE[label_image(annotation, shape)], photometric="rgb", compression="zlib")
    write_atomically(path, buffer.getvalue())


def read_mask(path: Path) -> npt.NDArray[np.uint8]:
    """Read a mask as labels [row, column]: 0 background, 1 LV cavity, 2 LV myocardium.

    Raises ``StudyReadError`` for what is no such mask, naming the first pixel with a colour that is none of the three.
    """
    try:
        pixels = _pixels(path)
    except (OSError, ValueError, IndexError, zlib.error, cv2.error, tifffile.TiffFileError) as error:
        raise StudyReadError(path, f"this cannot be read as a TIFF mask ({error}). Choose another file.") from error
    return labels_from_colours(path, pixels)


def _pixels(path: Path) -> npt.NDArray[np.generic]:
    try:
        return np.asarray(tifffile.imread(path))
    except tifffile.TiffFileError:
        raise
    except ValueError:  # a compression, LZW for one, that tifffile alone does not undo
        found = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
        if found is None:
            raise
        return np.asarray(found[..., ::-1] if found.ndim == 3 else found)


def labels_from_colours(path: Path, pixels: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Labels [row, column] of the RGB pixels [row, column, 3] of a mask that was read from ``path``.

    Raises ``StudyReadError`` naming the first pixel with a colour that is none of the three.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise StudyReadError(
            path, f"a mask is 8-bit RGB; this is {pixels.dtype} of shape {pixels.shape}. Save it as 8-bit RGB."
        )
    labels = np.full(pixels.shape[:2], 255, np.uint8)
    for label, colour in COLOURS.items():
        labels[(pixels == colour).all(axis=2)] = label
    strange = np.argwhere(labels == 255)
    if len(strange):
        row, column = (int(index) for index in strange[0])
        raise StudyReadError(
            path,
            f"{len(strange)} pixels are none of pure red, green and blue, the first at row {row}, column {column} with "
            f"{tuple(pixels[row, column].tolist())}. Save the mask without smoothing or lossy compression.",
        )
    return labels
