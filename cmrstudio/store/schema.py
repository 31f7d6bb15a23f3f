"""The tables of a workspace. Every table only ever grows; what counts is the latest row."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 3

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

ADDED_IN_VERSION = {contour_qualities.name: 2, image_measurements.name: 3}
"""Tables that workspaces of earlier versions lack; they are added when such a workspace is opened."""


def tables_of_version(version: int) -> list[Table]:
    """The tables that a workspace of a schema version has, in the order in which they can be made."""
    return [table for table in metadata.sorted_tables if ADDED_IN_VERSION.get(table.name, 1) <= version]
