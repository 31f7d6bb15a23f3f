"""An expert's word that contours are right, and what becomes of it when they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation


@dataclass(frozen=True)
class Verification:
    """A reviewer verified one revision; ``content_sha256`` is the annotation's at that moment, time is UTC."""

    key: AnnotationKey
    revision: int
    reviewer: str
    verified_at_utc: datetime
    content_sha256: str


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
