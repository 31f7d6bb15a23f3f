"""The tables of a workspace. Every table only ever grows, and what counts is the latest row.

But for ``REPLACEABLE``: what is in these is worked out from the others and the studies, and can be worked out again.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 4

metadata = MetaData()

workspace_versions = Table(
    "workspace_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("schema_version", Integer, nullable=False),
    Column("written_by", String, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
)

study_openings = Table(
    "study_openings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("study_uid", String, nullable=False),
    Column("patient_key", String, nullable=False),
    Column("patient_label", String, nullable=False),
    Column("source", String, nullable=False),
    Column("acquired_on", String, nullable=True),
    Column("opened_at_utc", String, nullable=False),
    Index("study_openings_by_study", "study_uid"),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("phase_index", Integer, nullable=False),
    Column("slice_index", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("gesture", String, nullable=False),
    Column("is_draft", Boolean, nullable=False),
    Column("contours_json", Text, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    UniqueConstraint("series_uid", "phase_index", "slice_index", "revision"),
)

verifications = Table(
    "verifications",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("phase_index", Integer, nullable=False),
    Column("slice_index", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("verified_at_utc", String, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    ForeignKeyConstraint(
        ["series_uid", "phase_index", "slice_index", "revision"],
        ["edits.series_uid", "edits.phase_index", "edits.slice_index", "edits.revision"],
    ),
    Index("verifications_by_image", "series_uid", "phase_index", "slice_index"),
)

phase_selections = Table(
    "phase_selections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("end_diastole", Integer, nullable=False),
    Column("end_systole", Integer, nullable=False),
    Column("end_diastole_source", String, nullable=False),
    Column("end_systole_source", String, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Index("phase_selections_by_series", "series_uid"),
)

contour_qualities = Table(
    "contour_qualities",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("phase_index", Integer, nullable=False),
    Column("slice_index", Integer, nullable=False),
    Column("contour_sha256", String(64), nullable=False),
    Column("quality", Float, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Index("contour_qualities_by_series", "series_uid"),
)
"""How good a contour is to be expected to be. It belongs to what is drawn, whichever revision shows that."""

conventions_chosen = Table(
    "conventions_chosen",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("basal_rule", String, nullable=False),
    Column("least_circumference_percent", Float, nullable=False),
    Column("mitral_plane_end_diastole_mm", Float, nullable=True),
    Column("mitral_plane_end_systole_mm", Float, nullable=True),
    Column("papillary_muscles", String, nullable=False),
    Column("papillary_grey_percent", Float, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Index("conventions_chosen_by_series", "series_uid"),
)
"""How a series is measured; one that has none is measured by the defaults."""

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Column("action", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("phase_index", Integer, nullable=True),
    Column("slice_index", Integer, nullable=True),
    Column("revision", Integer, nullable=True),
    Index("audit_entries_by_series", "series_uid"),
)

image_measurements = Table(
    "image_measurements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("measurement_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("slice_index", Integer, nullable=False),
    Column("phase_index", Integer, nullable=False),
    Column("points_json", Text, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Index("image_measurements_by_series", "series_uid"),
)
"""Calipers and areas. A moved one has another row under the same id, a deleted one a last row that says so."""

contour_verifications = Table(
    "contour_verifications",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("phase_index", Integer, nullable=False),
    Column("slice_index", Integer, nullable=False),
    Column("structure", String, nullable=False),
    Column("contour_sha256", String(64), nullable=False),
    Column("reviewer", String, nullable=False),
    Column("verified_at_utc", String, nullable=False),
    Index("contour_verifications_by_series", "series_uid"),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("study_uid", String, nullable=False),
    Column("study_label", String, nullable=False),
    Column("signed_by", String, nullable=False),
    Column("signed_at_utc", String, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("content_json", Text, nullable=False),
    Column("drawn_by_json", Text, nullable=False),
    Column("was_blind", Boolean, nullable=False),
    Index("sign_offs_by_series", "series_uid"),
)

reader_switches = Table(
    "reader_switches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reader", String, nullable=False),
    Column("switched_at_utc", String, nullable=False),
)
"""Who reads in this workspace: the latest row; an empty name is the shared reading."""

reveals = Table(
    "reveals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("series_uid", String, nullable=False),
    Column("supervisor", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("revealed_at_utc", String, nullable=False),
    Index("reveals_by_series", "series_uid"),
)

study_summaries = Table(
    "study_summaries",
    metadata,
    Column("entry_id", String, primary_key=True),
    Column("study_uid", String, nullable=False),
    Column("series_uid", String, nullable=False),
    Column("patient_key", String, nullable=False),
    Column("patient_label", String, nullable=False),
    Column("description", String, nullable=False),
    Column("source", String, nullable=False),
    Column("acquired_on", String, nullable=True),
    Column("state", String, nullable=False),
    Column("predicted_count", Integer, nullable=False),
    Column("edited_count", Integer, nullable=False),
    Column("verified_count", Integer, nullable=False),
    Column("stale_count", Integer, nullable=False),
    Column("lowest_quality", Float, nullable=True),
    Column("mean_quality", Float, nullable=True),
    Column("ef_percent", Float, nullable=True),
    Column("edv_ml", Float, nullable=True),
    Column("esv_ml", Float, nullable=True),
    Column("measured_on", Text, nullable=False),
    Column("is_doubtful", Boolean, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("problem", Text, nullable=False),
    Column("changed_at_utc", String, nullable=False),
)
"""One row an entry of the work list."""

study_thumbnails = Table(
    "study_thumbnails",
    metadata,
    Column("entry_id", String, primary_key=True),
    Column("png", LargeBinary, nullable=False),
)

REPLACEABLE = {study_summaries.name, study_thumbnails.name}

study_facts = Table(
    "study_facts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject_uid", String, nullable=False),
    Column("name", String, nullable=False),
    Column("value_json", Text, nullable=False),
    Column("recorded_at_utc", String, nullable=False),
    Index("study_facts_by_subject", "subject_uid"),
)
"""What was entered for a study (height), by its UID, or marked by a reader (RV insertion, pins), by the reading."""

learning_parts = Table(
    "learning_parts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("patient_key", String, nullable=False),
    Column("part", String, nullable=False),
    Column("decided_at_utc", String, nullable=False),
    UniqueConstraint("patient_key"),
)
"""Whether models are trained on a patient's verified contours or validated with them, decided once and for ever."""

ADDED_IN_VERSION = {
    contour_qualities.name: 2,
    contour_verifications.name: 3,
    sign_offs.name: 3,
    reader_switches.name: 3,
    reveals.name: 3,
    conventions_chosen.name: 3,
    study_summaries.name: 3,
    study_thumbnails.name: 3,
    study_facts.name: 3,
    image_measurements.name: 3,
    learning_parts.name: 4,
}
"""Tables that workspaces of earlier versions lack; they are added when such a workspace is opened."""


def tables_of_version(version: int) -> list[Table]:
    """The tables that a workspace of a schema version has, in the order in which they can be made."""
    return [table for table in metadata.sorted_tables if ADDED_IN_VERSION.get(table.name, 1) <= version]
