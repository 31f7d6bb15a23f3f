"""Which way the patient lies in an image, in the letters that readers know."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Positive and negative ends of the axes of DICOM's patient coordinates (PS3.3 C.7.6.2.1.1): x to the left, y to the
# back, z to the head.
_LETTERS = (("L", "R"), ("P", "A"), ("H", "F"))
_LEAST_SHARE = 0.35
_MOST_LETTERS = 2


def edge_letters(affine_mm: npt.NDArray[np.float64]) -> tuple[str, str, str, str]:
    """Letters for the left, top, right and bottom edge of an image: R, L, A, P, H, F or two of them, strongest first.

    ``affine_mm`` [4, 4] maps (column, row, 0, 1) to patient coordinates (LPS). Empty strings where it tells nothing.
    """
    right, bottom = _letters(affine_mm[:3, 0]), _letters(affine_mm[:3, 1])
    left, top = _letters(-affine_mm[:3, 0]), _letters(-affine_mm[:3, 1])
    return left, top, right, bottom


def _letters(direction: npt.NDArray[np.float64]) -> str:
    length = float(np.linalg.norm(direction))
    if not np.isfinite(length) or length < 1e-9:
        return ""
    share = direction / length
    strongest = sorted(range(3), key=lambda axis: -abs(share[axis]))
    named = [axis for axis in strongest if abs(share[axis]) >= _LEAST_SHARE][:_MOST_LETTERS]
    return "".join(_LETTERS[axis][0 if share[axis] > 0 else 1] for axis in named)
