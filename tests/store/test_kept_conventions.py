"""How a series is measured, kept in the workspace, also in one of an older format."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.errors import StoreError
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import AuditAction, NewEdit
from cmrstudio.store.rows import edit_values, time_to_text
from cmrstudio.store.schema import edits, metadata, tables_of_version, workspace_versions
from cmrstudio.store.writer import StoreWriter

SERIES = "1.2.840.1"
OLD_WORKSPACE = Path(__file__).with_name("workspace_format_1.sql")
ALL_CHOSEN = Conventions(
    BasalRule.MITRAL_PLANE, 62.5, MitralPlane(-31.25, -18.1), PapillaryMuscles.MASS, papillary_grey_percent=47.0
)


def test_conventions_come_back_as_they_were_chosen_last(store: AnnotationStore, workspace: Path) -> None:
    assert store.conventions(SERIES) == AS_TRAINED
    store.save_conventions(SERIES, AS_TRAINED)
    store.save_conventions(SERIES, ALL_CHOSEN)
    store.save_conventions("1.2.840.2", AS_TRAINED)
    store.close()
    again = AnnotationStore.open(workspace)
    assert again.conventions(SERIES) == ALL_CHOSEN
    assert again.conventions("1.2.840.2") == AS_TRAINED
    again.close()


def test_the_audit_trail_tells_how_a_series_was_measured(store: AnnotationStore) -> None:
    store.save_conventions(SERIES, ALL_CHOSEN)
    (entry,) = store.audit_trail(SERIES)
    assert (entry.action, entry.actor, entry.detail) == (AuditAction.CONVENTIONS_CHOSEN, "reader", ALL_CHOSEN.text)


def test_the_writer_keeps_conventions(store: AnnotationStore) -> None:
    writer = StoreWriter(store)
    writer.save_conventions(SERIES, ALL_CHOSEN).result(10)
    writer.close()
    assert store.conventions(SERIES) == ALL_CHOSEN


def test_a_workspace_of_format_1_keeps_all_and_takes_conventions(workspace: Path) -> None:
    connection = sqlite3.connect(workspace)
    connection.executescript(OLD_WORKSPACE.read_text(encoding="utf-8"))
    connection.close()
    store = AnnotationStore.open(workspace)
    assert len(store.annotations(SERIES)) == 2
    assert store.conventions(SERIES) == AS_TRAINED
    store.save_conventions(SERIES, ALL_CHOSEN)
    assert store.conventions(SERIES) == ALL_CHOSEN
    store.close()


def test_a_workspace_of_format_2_keeps_all_and_takes_conventions(workspace: Path, drawn) -> None:
    engine, now = sqlite.open_engine(workspace), time_to_text(datetime.now(UTC))
    with sqlite.writing(engine, workspace) as connection:
        metadata.create_all(connection, tables_of_version(2))
        sqlite.append_only(connection, tables_of_version(2))
        version = {"schema_version": 2, "written_by": "0.1.0", "recorded_at_utc": now}
        connection.execute(insert(workspace_versions), version)
        connection.execute(insert(edits), edit_values(drawn(1), NewEdit(drawn(1), "Draw"), now))
    engine.dispose()
    store = AnnotationStore.open(workspace)
    assert len(store.annotations(SERIES)) == 1
    store.save_conventions(SERIES, ALL_CHOSEN)
    store.close()
    again = AnnotationStore.open(workspace)
    assert again.conventions(SERIES) == ALL_CHOSEN
    again.close()


def test_conventions_cannot_be_changed_or_deleted_in_the_file(store: AnnotationStore, workspace: Path) -> None:
    store.save_conventions(SERIES, ALL_CHOSEN)
    store.close()
    connection = sqlite3.connect(workspace)
    for statement in ("UPDATE conventions_chosen SET papillary_muscles = 'x'", "DELETE FROM conventions_chosen"):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(statement)
    connection.close()


def test_conventions_that_no_cmrstudio_wrote_are_named(store: AnnotationStore, workspace: Path) -> None:
    store.close()
    connection = sqlite3.connect(workspace)
    values = f"(NULL, '{SERIES}', 'by_moonlight', 50, NULL, NULL, 'mass', 50, '2026-01-01T00:00:00+00:00')"
    connection.execute(f"INSERT INTO conventions_chosen VALUES {values}")
    connection.commit()
    connection.close()
    again = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the conventions of row 1 cannot be read"):
        again.conventions(SERIES)
    again.close()
