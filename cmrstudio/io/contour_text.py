"""Contours as text, one `x y` a line, as the Sunnybrook set has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import InvalidContourError, StudyReadError
from cmrstudio.domain.geometry import without_repeats

FILE_SOURCE = "file"
# The set was drawn and is scored with MATLAB, whose first pixel has its centre at (1, 1). On the images of the set the
# edges of the blood pool lie nearest to the contours when they are moved by this much.
FIRST_PIXEL = 1.0
STRUCTURES_BY_NAME = {"icontour": Structure.LV_ENDOCARDIUM, "ocontour": Structure.LV_EPICARDIUM}


def read_contour(path: Path, structure: Structure | None = None, first_pixel: float = FIRST_PIXEL) -> Contour:
    """Read one contour; without ``structure`` the file's name tells it (icontour, ocontour).

    ``first_pixel`` is the coordinate of the first pixel's centre in the file; the contour's is 0. Raises
    ``StudyReadError`` naming the file and the line.
    """
    structure = structure or _structure_of(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StudyReadError(
            path, f"this cannot be read as contour text ({error}). Choose a text file of points."
        ) from error
    points = [_point(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    distinct = without_repeats(np.array(points, np.float64).reshape(-1, 2))
    try:
        return Contour(structure, distinct - first_pixel, FILE_SOURCE)
    except InvalidContourError as error:
        raise StudyReadError(
            path, f"a contour needs at least 3 points; this has {len(distinct)}. Choose another file."
        ) from error


def _structure_of(path: Path) -> Structure:
    for name, structure in STRUCTURES_BY_NAME.items():
        if name in path.name:
            return structure
    names = " nor ".join(STRUCTURES_BY_NAME)
    raise StudyReadError(path, f"the name holds neither {names}: say which structure the contour encloses.")


def _point(path: Path, number: int, line: str) -> tuple[float, float]:
    try:
        column, row = (float(word) for word in line.replace(",", " ").split())
    except ValueError as error:
        raise StudyReadError(
            path, f"line {number} holds no `x y` point: {line.strip()[:40]!r}. Mend that line."
        ) from error
    if not np.isfinite([column, row]).all():
        raise StudyReadError(
            path, f"line {number} holds a point that is not finite: {line.strip()[:40]!r}. Mend that line."
        )
    return column, row
