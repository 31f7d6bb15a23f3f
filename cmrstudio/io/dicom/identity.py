"""Names for what was read: identifiers from the headers where they can be trusted, hashes elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from cmrstudio.io.dicom.header import ImageHeader
from cmrstudio.io.dicom.patient import on_one_line

WELL_FORMED_UID = re.compile(r"[0-9]+(\.[0-9]+)+")
MAXIMUM_UID_LENGTH = 64


def hashed_uid(*parts: str) -> str:
    """A valid UID under 2.25 (DICOM PS3.5 annex B.2) that depends on ``parts`` alone."""
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:16], "big")
    number = number & ~(0xF << 76) | (0x8 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return f"2.25.{number}"


def trusted_uid(uid: str) -> str:
    """The UID if it is made as one (digits and points, at most 64), else an empty text: anything may stand there."""
    return uid if len(uid) <= MAXIMUM_UID_LENGTH and WELL_FORMED_UID.fullmatch(uid) else ""


def study_uid_of(images: Iterable[ImageHeader]) -> str:
    """The study's own UID, or one made from its images."""
    images = list(images)
    return trusted_uid(images[0].study_uid) or hashed_uid("study", *_fingerprints(images))


def series_uid_of(images: Iterable[ImageHeader], distinction: str = "") -> str:
    """One UID for a stack: that of its series where there is one series, else one made from all of its series.

    ``distinction`` tells the stack from others in the same series, so that no two stacks ever share a UID.
    """
    images = list(images)
    uids = sorted({image.series_uid for image in images})
    if not all(trusted_uid(uid) for uid in uids):
        return hashed_uid("series", *_fingerprints(images))
    if len(uids) == 1 and not distinction:
        return uids[0]
    return hashed_uid("series", *uids, distinction)


def sop_uid_of(image: ImageHeader) -> str:
    """The image's own UID, or one made from its place in space and time."""
    return trusted_uid(image.sop_uid) or hashed_uid("image", _fingerprint(image))


def patient_key_of(image: ImageHeader, study_uid: str) -> str:
    """SHA-256 that names the patient by PatientID, or by the study where that is empty; never by name."""
    hint = f"patient {image.patient_id}" if image.patient_id else f"study {study_uid}"
    return hashlib.sha256(hint.encode()).hexdigest()


def patient_label_of(image: ImageHeader) -> str:
    """The PatientID on one line, for people to read."""
    return on_one_line(image.patient_id)


def _fingerprints(images: Iterable[ImageHeader]) -> list[str]:
    return sorted(_fingerprint(image) for image in images)


def _fingerprint(image: ImageHeader) -> str:
    return repr(
        (
            image.sop_uid,
            image.frame_index,
            image.position_mm,
            image.orientation,
            image.timing.trigger_time_ms,
            image.instance_number,
            image.acquired_at,
        )
    )
