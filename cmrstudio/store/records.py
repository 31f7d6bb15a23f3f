"""What the store takes and gives out beside the domain's own types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cmrstudio.domain.annotation import SliceAnnotation


@dataclass(frozen=True)
class StudyRecord:
    """A study that was opened in this workspace; ``source`` is the path it came from, the time is UTC."""

    study_uid: str
    patient_key: str
    patient_label: str
    source: str
    acquired_on: str | None
    opened_at_utc: datetime


@dataclass(frozen=True)
class NewEdit:
    """An edit on its way into the store; a draft is kept in the middle of a gesture."""

    annotation: SliceAnnotation
    gesture: str
    is_draft: bool = False


@dataclass(frozen=True)
class Edit:
    """One stored revision of one image's contours; a draft was kept in the middle of a gesture. The time is UTC."""

    annotation: SliceAnnotation
    gesture: str
    is_draft: bool
    recorded_at_utc: datetime


class AuditAction(StrEnum):
    """What the audit trail tells of."""

    EDITED = "edited"
    VERIFIED = "verified"
    PHASES_CHOSEN = "phases_chosen"
    SIGNED_OFF = "signed_off"
    REVEALED = "revealed"
    CONVENTIONS_CHOSEN = "conventions_chosen"


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to a series and when (UTC); image and revision where it concerns one image."""

    series_uid: str
    recorded_at_utc: datetime
    action: AuditAction
    actor: str
    detail: str
    phase_index: int | None = None
    slice_index: int | None = None
    revision: int | None = None
