"""What a reader enters or marks once for a study or a series is kept with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cmrstudio.domain.errors import StoreError
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.schema import ADDED_IN_VERSION, SCHEMA_VERSION
from cmrstudio.store.writer import StoreWriter

MARK = {"phase_index": 0, "slice_index": 4, "column_px": 101.25, "row_px": 88.5}
FIRST_FORMAT = Path(__file__).with_name("workspace_format_1.sql")


def test_facts_survive_closing_the_workspace(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    store.save_facts("1.2", {"height_cm": 172.5, "sex": "female"})
    store.save_facts("1.2.3", {"rv_insertion": MARK})
    store.close()
    store = AnnotationStore.open(workspace)
    assert store.facts("1.2") == {"height_cm": 172.5, "sex": "female"}
    assert store.facts("1.2.3") == {"rv_insertion": MARK}
    assert store.facts("9.9") == {}
    store.close()


def test_the_latest_fact_of_a_name_counts_and_none_takes_it_back(store: AnnotationStore) -> None:
    store.save_facts("1.2", {"height_cm": 172.5, "weight_kg": 80})
    store.save_facts("1.2", {"height_cm": 173.0})
    store.save_facts("1.2", {"weight_kg": None})
    assert store.facts("1.2") == {"height_cm": 173.0, "weight_kg": None}


def test_facts_written_through_the_writer_are_on_disk_after_a_flush(store: AnnotationStore) -> None:
    writer = StoreWriter(store)
    writer.save_facts("1.2", {"age_years": 61})
    writer.flush(10)
    assert store.facts("1.2") == {"age_years": 61}
    writer.close()


@pytest.mark.parametrize("value", [float("nan"), object()])
def test_what_cannot_be_read_back_is_refused(store: AnnotationStore, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        store.save_facts("1.2", {"height_cm": value})
    assert store.facts("1.2") == {}


def test_a_damaged_fact_is_named(workspace: Path) -> None:
    AnnotationStore.open(workspace).close()
    connection = sqlite3.connect(workspace)
    connection.execute("INSERT INTO study_facts VALUES (NULL, '1.2', 'height_cm', '{', '2026-01-01T00:00:00+00:00')")
    connection.commit()
    connection.close()
    store = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: fact 1 \(height_cm\) cannot be read"):
        store.facts("1.2")
    store.close()


def test_a_workspace_of_format_2_learns_to_keep_facts(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    store.close()
    connection = sqlite3.connect(workspace)
    for name, table in list(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")):
        if table == "workspace_versions" or ADDED_IN_VERSION.get(table, 1) > 2:
            connection.execute(f'DROP TRIGGER "{name}"')
    for table, version in ADDED_IN_VERSION.items():
        if version > 2:
            connection.execute(f'DROP TABLE "{table}"')
    connection.execute("UPDATE workspace_versions SET schema_version = 2")
    connection.commit()
    connection.close()
    store = AnnotationStore.open(workspace)
    store.save_facts("1.2", {"age_years": 61})
    store.close()
    connection = sqlite3.connect(workspace)
    versions = [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")]
    assert versions == [2, SCHEMA_VERSION]
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE study_facts SET value_json = '62'")
    connection.close()


def test_the_first_format_gets_the_table_too(workspace: Path) -> None:
    connection = sqlite3.connect(workspace)
    connection.executescript(FIRST_FORMAT.read_text())
    connection.close()
    store = AnnotationStore.open(workspace)
    store.save_facts("1.2", {"age_years": 61})
    assert store.facts("1.2") == {"age_years": 61}
    store.close()
