"""Masks as truth: RGB masks in TIFF or PNG, and label images whose numbers can be chosen."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM
from cmrstudio.io.mask_tiff import labels_from_colours
from training.layouts.images import picture
from training.layouts.layout import LabelNumbers


def read_png_mask(path: Path) -> tuple[npt.NDArray[np.generic], bool]:
    """A PNG mask: labels where it is in colour (then true), else its numbers as they stand [row, column]."""
    pixels = picture(path)
    if pixels.ndim == 2:
        return pixels, False
    if (pixels == pixels[..., :1]).all():
        return pixels[..., 0], False
    return labels_from_colours(path, pixels), True


def labels_from_numbers(truth: npt.NDArray[np.generic], numbers: LabelNumbers) -> npt.NDArray[np.uint8]:
    """Label numbers of a data set as our own: 0 background, 1 LV cavity, 2 LV myocardium."""
    labels = np.full(truth.shape, BACKGROUND, np.uint8)
    if numbers.myocardium is not None:
        labels[truth == numbers.myocardium] = MYOCARDIUM
    labels[truth == numbers.cavity] = CAVITY
    return labels


def check_numbers(path: Path, found: Collection[int], numbers: LabelNumbers) -> None:
    """Refuse truth of a whole subject in which something is drawn, but not with the numbers that were chosen.

    Where the cavity alone is drawn and nothing else at all, nobody drew an epicardium, and nothing is wrong.
    """
    drawn = sorted(set(found) - {BACKGROUND})
    if not drawn or drawn == [numbers.cavity]:
        return
    wanted = {"LV cavity": numbers.cavity, "LV myocardium": numbers.myocardium}
    for name, number in wanted.items():
        if number is not None and number not in drawn:
            listed = ", ".join(str(value) for value in drawn[:10])
            raise TrainingDataError(
                path,
                f"no pixel has the label {number}, which stands for the {name} here; the labels drawn are {listed}. "
                "Set the label numbers to those of this data set",
            )
