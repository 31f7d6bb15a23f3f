"""How data sets lie on the disk: every layout gives the same volumes of images with truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cmrstudio.domain.errors import UnknownLayoutError
from training.layouts.acdc import AcdcLayout
from training.layouts.dicom import DicomLayout
from training.layouts.layout import ACDC_NUMBERS, LabelNumbers, Layout, Subject
from training.layouts.png import PngLayout
from training.layouts.sunnybrook import SunnybrookLayout
from training.layouts.verified import VerifiedLayout

__all__ = ["LAYOUTS", "LabelNumbers", "Layout", "Subject", "make_layout"]

LAYOUTS: dict[str, Callable[..., Layout]] = {
    "acdc": AcdcLayout,
    "sunnybrook": SunnybrookLayout,
    "dicom": DicomLayout,
    "png": PngLayout,
    "verified": VerifiedLayout,
}


def make_layout(name: str, labels: LabelNumbers = ACDC_NUMBERS, studies: Sequence[Path] = ()) -> Layout:
    """The layout of a name.

    ``labels`` is for those whose truth is numbers (acdc, png), ``studies`` for ``verified``: where to look for studies
    that have moved. Raises ``UnknownLayoutError``.
    """
    if name not in LAYOUTS:
        raise UnknownLayoutError(name, tuple(LAYOUTS))
    settings: dict[str, dict[str, Any]] = {
        "acdc": {"labels": labels},
        "png": {"labels": labels},
        "verified": {"studies": tuple(studies)},
    }
    return LAYOUTS[name](**settings.get(name, {}))
