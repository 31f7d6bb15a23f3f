"""Verified images of circles, for tests of what is learned from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verified_set import VerifiedImage

NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
ANGLES = np.arange(16) * np.pi / 8
CIRCLE = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def circle(
    structure: Structure, radius: float, centre: tuple[float, float] = (60, 50), source: str = "reader"
) -> Contour:
    return Contour(structure, CIRCLE * radius + centre, source)


def verified_image(
    slice_: int = 0,
    phase_name: str = "ED",
    radius: float = 20,
    wall: float = 6,
    *,
    patient: str = "patient",
    reader: str = "",
    source: str = "reader",
    shift: tuple[float, float] = (0, 0),
    region: str | None = None,
    days: int = 0,
) -> VerifiedImage:
    """Two circles; no epicardium where ``wall`` is 0, and neither where ``radius`` is 0."""
    phase = {"ED": 0, "ES": 1}.get(phase_name, 2)
    centre = (60 + shift[0], 50 + shift[1])
    contours = []
    if radius:
        contours.append(circle(Structure.LV_ENDOCARDIUM, radius, centre, source))
    if radius and wall:
        contours.append(circle(Structure.LV_EPICARDIUM, radius + wall, centre, source))
    annotation = SliceAnnotation(f"series of {patient}", phase, slice_, tuple(contours))
    return VerifiedImage(
        patient,
        f"study of {patient}",
        annotation.series_uid,
        phase,
        slice_,
        phase_name,
        annotation.contours,
        reader or "Dr. Shared",
        NOW + timedelta(days=days),
        1,
        annotation.content_sha256,
        tuple({one.source for one in annotation.contours}),
        region,
        reader,
    )
