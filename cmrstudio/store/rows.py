"""Rows of the tables to and from types; contours as text that keeps every bit of their points."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.errors import CmrstudioError, StoreError
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.readers import split_reading_key
from cmrstudio.domain.sign_off import SignOff, SignOffContent
from cmrstudio.domain.verification import ContourVerification, Verification
from cmrstudio.store.records import AuditAction, AuditEntry, Edit, NewEdit, StudyRecord
from cmrstudio.store.sqlite import DAMAGED

AnyRow = Row[*tuple[Any, ...]]
Values = dict[str, Any]


def contours_to_json(contours: Sequence[Contour]) -> str:
    """Write contours as JSON; Python's shortest decimals read back as the same float64."""
    return json.dumps(
        [
            {"structure": contour.structure, "source": contour.source, "points_px": contour.points_px.tolist()}
            for contour in contours
        ]
    )


def contours_from_json(text: str) -> tuple[Contour, ...]:
    """Read what ``contours_to_json`` wrote. Raises ``ValueError``, ``KeyError`` or ``TypeError`` where it did not."""
    return tuple(Contour(Structure(item["structure"]), item["points_px"], item["source"]) for item in json.loads(text))


def time_to_text(moment: datetime) -> str:
    """Write an aware time as ISO 8601 in UTC. Raises ``ValueError`` for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: give a time in UTC.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def time_from_text(text: str) -> datetime:
    """Read what ``time_to_text`` wrote."""
    return datetime.fromisoformat(text)


def key(row: AnyRow) -> AnnotationKey:
    """Which image a row is about."""
    return AnnotationKey(row.series_uid, row.phase_index, row.slice_index)


def edit_values(annotation: SliceAnnotation, new_edit: NewEdit, recorded_at: str) -> Values:
    """The row of one edit; ``annotation`` has its new revision."""
    return {
        **vars(annotation.key),
        "revision": annotation.revision,
        "gesture": new_edit.gesture,
        "is_draft": new_edit.is_draft,
        "contours_json": contours_to_json(annotation.contours),
        "content_sha256": annotation.content_sha256,
        "recorded_at_utc": recorded_at,
    }


def annotation(row: AnyRow, path: Path) -> SliceAnnotation:
    """The annotation of an edit's row. Raises ``StoreError`` where it is not what was written."""
    try:
        contours = contours_from_json(row.contours_json)
        found = SliceAnnotation(row.series_uid, row.phase_index, row.slice_index, contours, row.revision)
    except (ValueError, KeyError, TypeError, CmrstudioError) as error:
        raise StoreError(f"{path}: edit {row.id} cannot be read; {DAMAGED}.") from error
    if found.content_sha256 != row.content_sha256:
        raise StoreError(f"{path}: edit {row.id} is not what was written; {DAMAGED}.")
    return found


def quality_values(annotation: SliceAnnotation, recorded_at: str) -> list[Values]:
    """The rows of what is known of the quality of an annotation's contours."""
    return [
        {
            **vars(annotation.key),
            "contour_sha256": contour.content_sha256,
            "quality": contour.quality,
            "recorded_at_utc": recorded_at,
        }
        for contour in annotation.contours
        if contour.quality is not None
    ]


def with_qualities(annotation: SliceAnnotation, qualities: Mapping[str, float], path: Path) -> SliceAnnotation:
    """The annotation with the quality of each contour whose hash is among ``qualities``.

    Raises ``StoreError`` where one is no quality.
    """
    if not qualities:
        return annotation
    try:
        contours = tuple(contour.with_quality(qualities.get(contour.content_sha256)) for contour in annotation.contours)
    except (TypeError, CmrstudioError) as error:
        raise StoreError(f"{path}: the quality of a contour is not what was written; {DAMAGED}.") from error
    return replace(annotation, contours=contours)


def edit(row: AnyRow, path: Path) -> Edit:
    """The edit of a row. Raises ``StoreError`` where it is not what was written."""
    return Edit(annotation(row, path), row.gesture, row.is_draft, time_from_text(row.recorded_at_utc))


def verification_values(verification: Verification) -> Values:
    """The row of a verification."""
    return {
        **vars(verification.key),
        "revision": verification.revision,
        "reviewer": verification.reviewer,
        "verified_at_utc": time_to_text(verification.verified_at_utc),
        "content_sha256": verification.content_sha256,
    }


def verification(row: AnyRow) -> Verification:
    """The verification of a row."""
    return Verification(key(row), row.revision, row.reviewer, time_from_text(row.verified_at_utc), row.content_sha256)


def contour_verification_values(verification: Verification, contours: Sequence[Contour]) -> list[Values]:
    """The rows of a verification of some of an image's contours."""
    return [
        {
            **vars(verification.key),
            "structure": contour.structure,
            "contour_sha256": contour.content_sha256,
            "reviewer": verification.reviewer,
            "verified_at_utc": time_to_text(verification.verified_at_utc),
        }
        for contour in contours
    ]


def contour_verification(row: AnyRow) -> ContourVerification:
    """The verification of one contour of a row."""
    when = time_from_text(row.verified_at_utc)
    return ContourVerification(key(row), Structure(row.structure), row.contour_sha256, row.reviewer, when)


def sign_off_values(reading_key: str, sign_off: SignOff) -> Values:
    """The row of a signature under a reading."""
    return {
        "series_uid": reading_key,
        "study_uid": sign_off.study_uid,
        "study_label": sign_off.study_label,
        "signed_by": sign_off.signed_by.strip(),
        "signed_at_utc": time_to_text(sign_off.signed_at_utc),
        "content_sha256": sign_off.content_sha256,
        "content_json": sign_off.content.canonical,
        "drawn_by_json": json.dumps(dict(sign_off.drawn_by), sort_keys=True),
        "was_blind": sign_off.was_blind,
    }


def sign_off(row: AnyRow, path: Path) -> SignOff:
    """The signature of a row. Raises ``StoreError`` where it is not what was written."""
    try:
        content = SignOffContent.from_canonical(row.content_json)
        drawn_by = dict(json.loads(row.drawn_by_json))
    except (ValueError, KeyError, TypeError, CmrstudioError) as error:
        raise StoreError(f"{path}: sign-off {row.id} cannot be read; {DAMAGED}.") from error
    if content.content_sha256 != row.content_sha256:
        raise StoreError(f"{path}: sign-off {row.id} is not what was signed; {DAMAGED}.")
    return SignOff(
        content,
        row.signed_by,
        time_from_text(row.signed_at_utc),
        drawn_by,
        bool(row.was_blind),
        row.study_uid,
        row.study_label,
        split_reading_key(row.series_uid)[1],
    )


def phase_values(series_uid: str, selection: PhaseSelection, recorded_at: str) -> Values:
    """The row of a choice of phases."""
    return {"series_uid": series_uid, **vars(selection), "recorded_at_utc": recorded_at}


def phase_selection(row: AnyRow) -> PhaseSelection:
    """The choice of phases of a row."""
    sources = PhaseSource(row.end_diastole_source), PhaseSource(row.end_systole_source)
    return PhaseSelection(row.end_diastole, row.end_systole, *sources)


def conventions_values(series_uid: str, chosen: Conventions, recorded_at: str) -> Values:
    """The row of how a series is measured."""
    plane = chosen.mitral_plane
    return {
        "series_uid": series_uid,
        "basal_rule": chosen.basal_rule,
        "least_circumference_percent": chosen.least_circumference_percent,
        "mitral_plane_end_diastole_mm": plane and plane.end_diastole_mm,
        "mitral_plane_end_systole_mm": plane and plane.end_systole_mm,
        "papillary_muscles": chosen.papillary_muscles,
        "papillary_grey_percent": chosen.papillary_grey_percent,
        "recorded_at_utc": recorded_at,
    }


def conventions(row: AnyRow, path: Path) -> Conventions:
    """How a series is measured, of a row. Raises ``StoreError`` where it is not what was written."""
    place_mm = (row.mitral_plane_end_diastole_mm, row.mitral_plane_end_systole_mm)
    try:
        return Conventions(
            BasalRule(row.basal_rule),
            row.least_circumference_percent,
            None if None in place_mm else MitralPlane(*place_mm),
            PapillaryMuscles(row.papillary_muscles),
            row.papillary_grey_percent,
        )
    except (ValueError, TypeError, CmrstudioError) as error:
        raise StoreError(f"{path}: the conventions of row {row.id} cannot be read; {DAMAGED}.") from error


def fact_values(subject_uid: str, name: str, value: Any, recorded_at: str) -> Values:
    """The row of a fact about a study or a series. Raises ``TypeError`` for what JSON cannot hold."""
    text = json.dumps(value, allow_nan=False)
    return {"subject_uid": subject_uid, "name": name, "value_json": text, "recorded_at_utc": recorded_at}


def fact(row: AnyRow, path: Path) -> Any:
    """The fact of a row. Raises ``StoreError`` where it is not what was written."""
    try:
        return json.loads(row.value_json)
    except ValueError as error:
        raise StoreError(f"{path}: fact {row.id} ({row.name}) cannot be read; {DAMAGED}.") from error


def study_values(record: StudyRecord) -> Values:
    """The row of a study's opening."""
    return {**vars(record), "opened_at_utc": time_to_text(record.opened_at_utc)}


def study_record(row: AnyRow) -> StudyRecord:
    """The study of an opening's row."""
    return StudyRecord(
        row.study_uid,
        row.patient_key,
        row.patient_label,
        row.source,
        row.acquired_on,
        time_from_text(row.opened_at_utc),
    )


def audit_values(
    series_uid: str,
    recorded_at: str,
    action: AuditAction,
    actor: str,
    detail: str,
    annotation: SliceAnnotation | None = None,
) -> Values:
    """The row of an audit entry, about one image where ``annotation`` is given."""
    return {
        "series_uid": series_uid,
        "recorded_at_utc": recorded_at,
        "action": action,
        "actor": actor,
        "detail": detail,
        "phase_index": annotation and annotation.phase_index,
        "slice_index": annotation and annotation.slice_index,
        "revision": annotation and annotation.revision,
    }


def audit_entry(row: AnyRow) -> AuditEntry:
    """The audit entry of a row."""
    return AuditEntry(
        row.series_uid,
        time_from_text(row.recorded_at_utc),
        AuditAction(row.action),
        row.actor,
        row.detail,
        row.phase_index,
        row.slice_index,
        row.revision,
    )
