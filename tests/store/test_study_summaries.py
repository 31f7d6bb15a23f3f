"""What the work list shows is kept beside the work, can be replaced, and older workspaces learn to keep it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.study_summary import ReadingState, StudySummary, unreadable
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import StudyRecord
from cmrstudio.store.schema import SCHEMA_VERSION, metadata, tables_of_version, workspace_versions
from cmrstudio.store.writer import StoreWriter

SERIES = "1.2.840.1"
NEW = StudySummary("1.2", SERIES, "key", "P-001", "SA cine", "/data/p1", "2024-02-29", ReadingState.NEW)
FULL = replace(
    NEW,
    state=ReadingState.IN_REVIEW,
    predicted_count=12,
    edited_count=3,
    verified_count=4,
    stale_count=1,
    lowest_quality=0.1234567890123,
    mean_quality=0.85,
    ef_percent=54.3,
    edv_ml=180.25,
    esv_ml=82.5,
    measured_on="End-diastole: phase 1, slices 1 to 9.",
    is_doubtful=True,
    reviewer="Dr. Example",
)


def opening(uid: str = "1.9", source: str = "/data/old") -> StudyRecord:
    return StudyRecord(uid, "key", "P-old", source, "2020-01-01", datetime(2021, 5, 6, tzinfo=UTC))


@pytest.fixture
def workspace_of_format_2(workspace: Path, drawn) -> Path:
    """A workspace with contours and an opened study as cmrstudio had it before there was a work list."""
    store = AnnotationStore.open(workspace)
    store.append([drawn()], "Segment")
    store.remember_study(opening())
    store.close()
    connection = sqlite3.connect(workspace)
    dump = list(connection.iterdump())
    connection.close()
    older = {table.name for table in tables_of_version(2)} - {workspace_versions.name}
    rows = [line for line in dump if any(line.startswith(f'INSERT INTO "{name}"') for name in older)]
    made = workspace.with_name("format2.sqlite")
    engine = sqlite.open_engine(made)
    with sqlite.writing(engine, made) as writing:
        metadata.create_all(writing, tables_of_version(2))
        sqlite.append_only(writing, tables_of_version(2))
        values = {"schema_version": 2, "written_by": "0.1.0", "recorded_at_utc": "2026-01-01T00:00:00.000000+00:00"}
        writing.execute(insert(workspace_versions), values)
        for row in rows:
            writing.exec_driver_sql(row.replace("%", "%%"))
    engine.dispose()
    return made


def test_a_summary_comes_back_as_it_was_kept(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    kept = store.summaries.put(FULL, b"png")
    store.close()
    store = AnnotationStore.open(workspace)
    assert store.summaries.all() == (kept,)
    assert replace(kept, changed_at_utc=None) == FULL
    assert store.summaries.thumbnails(["1.2", "nowhere"]) == {"1.2": b"png"}
    store.close()


def test_a_later_summary_replaces_the_earlier_and_keeps_its_picture(store: AnnotationStore) -> None:
    store.summaries.put(NEW, b"png")
    store.summaries.put(FULL)
    assert [one.state for one in store.summaries.all()] == [ReadingState.IN_REVIEW]
    assert store.summaries.thumbnails(["1.2"]) == {"1.2": b"png"}
    store.summaries.put(FULL, b"another")
    assert store.summaries.thumbnails(["1.2"]) == {"1.2": b"another"}


def test_the_last_change_is_that_of_the_contours_and_not_of_the_summary(store: AnnotationStore, drawn) -> None:
    first = store.summaries.put(NEW).changed_at_utc
    assert first is not None
    assert datetime.now(UTC) - first < timedelta(minutes=1)
    assert store.summaries.put(NEW).changed_at_utc == first
    store.append([drawn()], "Segment")
    edited_at = store.audit_trail(SERIES)[-1].recorded_at_utc
    assert store.summaries.put(FULL).changed_at_utc == edited_at
    assert store.summaries.put(FULL).changed_at_utc == edited_at


def test_a_study_read_at_last_takes_the_failure_away(store: AnnotationStore) -> None:
    store.summaries.put(unreadable(Path("/data/p1"), "no short-axis cine"))
    store.summaries.put(unreadable(Path("/data/p2"), "there are no files in it"))
    store.summaries.put(NEW)
    assert {one.entry_id for one in store.summaries.all()} == {"1.2", "/data/p2"}


def test_only_failures_to_read_can_be_removed(store: AnnotationStore) -> None:
    store.summaries.put(NEW)
    store.summaries.put(unreadable(Path("/data/p2"), "there are no files in it"))
    store.summaries.remove_unreadable(["1.2", "/data/p2"])
    assert [one.entry_id for one in store.summaries.all()] == ["1.2"]


def test_studies_opened_before_summaries_were_kept_are_listed_once(store: AnnotationStore) -> None:
    store.remember_study(opening(source="/data/older"))
    store.remember_study(opening())
    (entry,) = store.summaries.all()
    assert (entry.state, entry.source, entry.patient_label) == (ReadingState.OPENED, "/data/old", "P-old")
    store.summaries.put(replace(NEW, study_uid="1.9"))
    assert [one.state for one in store.summaries.all()] == [ReadingState.NEW]


def test_the_writer_keeps_a_summary_after_the_edits_before_it(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    writer = StoreWriter(store)
    writer.edit_all([drawn()], "Segment")
    kept = writer.summarise(FULL, b"png").result(10)
    assert kept.changed_at_utc == store.audit_trail(SERIES)[-1].recorded_at_utc
    writer.close()
    store.close()


def test_pictures_of_many_studies_are_asked_for_at_once(store: AnnotationStore) -> None:
    store.summaries.put(NEW, b"png")
    assert store.summaries.thumbnails([f"9.{number}" for number in range(2000)] + ["1.2"]) == {"1.2": b"png"}


def test_an_entry_that_cannot_be_is_damage(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    store.summaries.put(NEW)
    store.close()
    connection = sqlite3.connect(workspace)
    connection.execute("UPDATE study_summaries SET state = 'finished'")
    connection.commit()
    connection.close()
    store = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: an entry of the work list is not what was written"):
        store.summaries.all()
    store.close()


def test_a_workspace_of_format_2_keeps_all_and_lists_its_studies(workspace_of_format_2: Path) -> None:
    for _ in range(2):  # the second time it is no older one any more
        store = AnnotationStore.open(workspace_of_format_2)
        assert len(store.annotations(SERIES)) == 1
        assert [one.patient_label for one in store.recent_studies()] == ["P-old"]
        (entry,) = (one for one in store.summaries.all() if one.study_uid == "1.9")
        assert entry.state is ReadingState.OPENED
        store.summaries.put(NEW, b"png")
        store.close()
    connection = sqlite3.connect(workspace_of_format_2)
    versions = [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")]
    assert versions == [2, SCHEMA_VERSION]
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM edits")
    connection.close()


def test_both_ways_to_the_newest_format_end_in_the_same_tables(workspace_of_format_2: Path, tmp_path: Path) -> None:
    names = []
    for path in (workspace_of_format_2, tmp_path / "made.sqlite"):
        AnnotationStore.open(path).close()
        connection = sqlite3.connect(path)
        found = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        names.append([name for (name,) in found])
        connection.close()
    assert names[0] == names[1]


def test_every_reader_has_entries_of_their_own(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    shared = store.summaries.put(FULL)
    blind = store.summaries.put(replace(NEW, state=ReadingState.PREDICTED, ef_percent=61.0), None, "Dr. A")
    assert store.summaries.all() == (shared,)
    assert store.summaries.all("Dr. A") == (blind,)
    assert blind.entry_id == shared.entry_id == "1.2"
    store.close()


@pytest.mark.parametrize(("whose", "viewer"), [("", "Dr. A"), ("Dr. A", ""), ("Dr. A", "Dr. B")])
def test_of_a_study_that_others_read_nothing_of_their_reading_is_told(workspace: Path, whose: str, viewer: str) -> None:
    store = AnnotationStore.open(workspace)
    store.remember_study(opening("1.2"))
    store.summaries.put(FULL, None, whose)
    assert store.summaries.all(viewer) == (NEW,)
    store.close()


def test_a_study_that_a_reader_began_before_there_was_an_entry_waits_to_be_read_again(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    store.append([replace(drawn(), series_uid=reading_key(FULL.series_uid, "Dr. A"))], "Draw")
    store.summaries.put(FULL)
    (found,) = store.summaries.all("Dr. A")
    assert (found.state, found.ef_percent, found.reviewer) == (ReadingState.OPENED, None, "")
    store.close()


def test_the_last_change_is_the_readers_own(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    before = store.summaries.put(FULL, None, "Dr. A").changed_at_utc
    store.append([replace(drawn(), series_uid=FULL.series_uid)], "Draw")
    assert store.summaries.put(FULL, None, "Dr. A").changed_at_utc == before
    store.close()


def test_what_cannot_be_read_is_on_every_readers_list(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    kept = store.summaries.put(unreadable(Path("/data/broken"), "no images"))
    assert store.summaries.all("Dr. A") == store.summaries.all() == (kept,)
    store.close()
