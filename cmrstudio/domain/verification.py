"""An expert's word that contours are right, and what becomes of it when they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure


@dataclass(frozen=True)
class Verification:
    """A reviewer verified one revision; ``content_sha256`` is the annotation's at that moment, time is UTC."""

    key: AnnotationKey
    revision: int
    reviewer: str
    verified_at_utc: datetime
    content_sha256: str


@dataclass(frozen=True)
class ContourVerification:
    """A reviewer verified one contour of an image; ``contour_sha256`` is that contour's at that moment, time is UTC."""

    key: AnnotationKey
    structure: Structure
    contour_sha256: str
    reviewer: str
    verified_at_utc: datetime


class ContourState(StrEnum):
    """What the window shows beside the contours of an image."""

    EMPTY = "empty"
    PREDICTED = "predicted"
    EDITED = "edited"
    VERIFIED = "verified"
    STALE = "stale"


READER_SOURCE = "reader"


def state_of(annotation: SliceAnnotation, verification: Verification | None) -> ContourState:
    """The state of one image's contours, given the latest verification of that image if there is one.

    A verification holds as long as the content is what was verified, also when it was changed and changed back; an
    image verified as having no LV is verified, not empty.
    """
    if verification is not None:
        if verification.content_sha256 == annotation.content_sha256:
            return ContourState.VERIFIED
        return ContourState.STALE
    if not annotation.contours:
        return ContourState.EMPTY
    if any(contour.source == READER_SOURCE for contour in annotation.contours):
        return ContourState.EDITED
    return ContourState.PREDICTED


def state_of_contour(
    contour: Contour | None, image_state: ContourState, verification: ContourVerification | None
) -> ContourState:
    """The state of one contour, given that of its image and the latest verification of the contour if there is one.

    A contour that stays as it was verified stays verified, also where the image's other contour changed since.
    """
    if contour is None:
        return ContourState.EMPTY
    if image_state is ContourState.VERIFIED:
        return ContourState.VERIFIED
    if verification is not None:
        is_same = verification.contour_sha256 == contour.content_sha256
        return ContourState.VERIFIED if is_same else ContourState.STALE
    if image_state is ContourState.STALE:
        return ContourState.STALE
    return ContourState.EDITED if contour.source == READER_SOURCE else ContourState.PREDICTED
