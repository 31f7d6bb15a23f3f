from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import StoreError, WorkspaceInUseError
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.verification import ContourState, state_of
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import AuditAction, StudyRecord
from cmrstudio.store.rows import contours_from_json, contours_to_json

NOW = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)


def study(uid: str, opened_at_utc: datetime = NOW, label: str = "Ängström^Ødegård") -> StudyRecord:
    return StudyRecord(uid, "k1", label, "/data/x y", "2024-05-06", opened_at_utc)


def test_what_was_appended_is_there_after_reopening(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    (stored,) = store.append([drawn(1)], "Freehand")
    store.close()
    reopened = AnnotationStore.open(workspace)
    assert reopened.annotations("1.2.840.1") == {stored.key: stored}
    assert stored == replace(drawn(1), revision=1)
    reopened.close()


def test_each_append_is_a_revision_and_the_latest_counts(store: AnnotationStore, drawn) -> None:
    for number in range(3):
        store.append([drawn(number)], f"Gesture {number}")
    latest = store.annotations("1.2.840.1")[drawn().key]
    assert latest == replace(drawn(2), revision=3)
    history = store.history(drawn().key)
    assert [edit.annotation.revision for edit in history] == [1, 2, 3]
    assert [edit.gesture for edit in history] == ["Gesture 0", "Gesture 1", "Gesture 2"]
    assert all(edit.recorded_at_utc.tzinfo is UTC for edit in history)


def test_one_call_may_hold_several_images_and_one_image_twice(store: AnnotationStore, drawn) -> None:
    stored = store.append([drawn(1), drawn(2, slice_=7), drawn(3)], "Propagate")
    assert [annotation.revision for annotation in stored] == [1, 1, 2]


def test_a_deleted_contour_stays_deleted(store: AnnotationStore, drawn) -> None:
    store.append([drawn(1)], "Freehand")
    store.append([drawn(1).without(Structure.LV_ENDOCARDIUM)], "Delete contour")
    assert store.annotations("1.2.840.1")[drawn().key].contours == ()


def test_series_do_not_mix(store: AnnotationStore, drawn) -> None:
    store.append([drawn(1), replace(drawn(2), series_uid="1.2.840.2")], "Freehand")
    assert [a.contours for a in store.annotations("1.2.840.2").values()] == [drawn(2).contours]
    assert store.annotations("9.9") == {}


@settings(max_examples=100, deadline=None)
@given(arrays(np.float64, st.tuples(st.integers(3, 24), st.just(2)), elements=st.floats(-1e300, 1e300)))
def test_points_are_kept_to_the_last_bit(points: np.ndarray) -> None:
    contour = Contour(Structure.LV_EPICARDIUM, points, "unet@1.0.0")
    (back,) = contours_from_json(contours_to_json([contour]))
    assert back.points_px.tobytes() == contour.points_px.tobytes()
    assert back == contour


def test_a_verification_names_the_revision_the_reviewer_and_the_time(store: AnnotationStore, drawn) -> None:
    store.append([drawn(1)], "Segment")
    (second,) = store.append([drawn(2)], "Freehand")
    verification = store.verify(second, " A. Reader ", NOW)
    assert (verification.revision, verification.reviewer, verification.verified_at_utc) == (2, "A. Reader", NOW)
    assert store.verifications("1.2.840.1") == {second.key: verification}
    assert state_of(second, verification) is ContourState.VERIFIED


def test_an_edit_after_a_verification_makes_it_stale_and_keeps_it(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    store.verify(first, "A. Reader", NOW)
    (second,) = store.append([drawn(2)], "Freehand")
    assert state_of(second, store.verifications("1.2.840.1")[second.key]) is ContourState.STALE


def test_the_latest_verification_counts(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    store.verify(first, "A", NOW)
    store.verify(first, "B", NOW + timedelta(hours=1))
    assert store.verifications("1.2.840.1")[first.key].reviewer == "B"


def test_an_image_without_a_ventricle_can_be_verified(store: AnnotationStore) -> None:
    empty = SliceAnnotation("1.2.840.1", 0, 9)
    verification = store.verify(empty, "A. Reader", NOW)
    assert verification.revision == 1
    assert state_of(store.annotations("1.2.840.1")[empty.key], verification) is ContourState.VERIFIED


def test_what_is_not_stored_cannot_be_verified(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    store.append([drawn(2)], "Freehand")
    with pytest.raises(StoreError, match="slice 5 at phase 4 is not stored as it is shown"):
        store.verify(first, "A. Reader", NOW)
    assert store.verifications("1.2.840.1") == {}


def test_a_verification_needs_a_name(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    with pytest.raises(StoreError, match="reviewer's name"):
        store.verify(first, "  ", NOW)


def test_times_are_kept_in_utc(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    store.verify(first, "A", NOW.astimezone(timezone(timedelta(hours=9))))
    kept = store.verifications("1.2.840.1")[first.key].verified_at_utc
    assert kept == NOW
    assert kept.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused_and_nothing_kept(store: AnnotationStore, drawn) -> None:
    (first,) = store.append([drawn(1)], "Segment")
    with pytest.raises(ValueError, match="time zone"):
        store.verify(first, "A", NOW.replace(tzinfo=None))
    assert store.verifications("1.2.840.1") == {}


def test_the_latest_choice_of_phases_counts(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    assert store.phases("1.2") is None
    store.save_phases("1.2", PhaseSelection(0, 8))
    chosen = PhaseSelection(1, 9, PhaseSource.VOLUMES).with_end_systole(10)
    store.save_phases("1.2", chosen)
    store.close()
    reopened = AnnotationStore.open(workspace)
    assert reopened.phases("1.2") == chosen
    reopened.close()


def test_recent_studies_come_latest_first_and_once(store: AnnotationStore) -> None:
    for uid in ("1", "2", "3", "1"):
        store.remember_study(study(uid, label=f"label {uid}"))
    assert [record.study_uid for record in store.recent_studies()] == ["1", "3", "2"]
    assert [record.study_uid for record in store.recent_studies(limit=2)] == ["1", "3"]


def test_a_study_comes_back_as_it_was_remembered(store: AnnotationStore) -> None:
    record = study("1.2.3")
    store.remember_study(record)
    assert store.recent_studies() == (record,)


def test_the_audit_trail_tells_who_did_what(store: AnnotationStore, drawn) -> None:
    store.append([drawn(1, source="unet@1.0.0")], "Segment")
    (edited,) = store.append([drawn(2)], "Move control point")
    store.verify(edited, "A. Reader", NOW)
    store.save_phases("1.2.840.1", PhaseSelection(0, 8).with_end_systole(9))
    trail = store.audit_trail("1.2.840.1")
    assert [(entry.action, entry.actor, entry.revision) for entry in trail] == [
        (AuditAction.EDITED, "unet@1.0.0", 1),
        (AuditAction.EDITED, "reader", 2),
        (AuditAction.VERIFIED, "A. Reader", 2),
        (AuditAction.PHASES_CHOSEN, "reader", None),
    ]
    assert trail[1].detail == "Move control point"
    assert "end-systole 10 (reader)" in trail[3].detail
    assert [entry.recorded_at_utc for entry in trail] == sorted(entry.recorded_at_utc for entry in trail)


STATEMENTS = (
    "UPDATE {table} SET id = id + 1",
    "DELETE FROM {table}",
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    "REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
)
TABLES = ("edits", "verifications", "phase_selections", "audit_entries", "study_openings", "workspace_versions")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_row_can_be_changed_or_taken_away_even_from_outside(workspace: Path, drawn, table, statement) -> None:
    store = AnnotationStore.open(workspace)
    (stored,) = store.append([drawn(1)], "Segment")
    store.verify(stored, "A", NOW)
    store.save_phases("1.2.840.1", PhaseSelection(0, 8))
    store.remember_study(study("1"))
    store.close()
    # A connection without any of the store's settings: the guard is in the file.
    outside = sqlite3.connect(workspace)
    try:
        before = outside.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            outside.execute(statement.format(table=table))
        assert outside.execute(f"SELECT * FROM {table}").fetchall() == before
    finally:
        outside.close()


def test_a_revision_cannot_be_replaced_by_another_with_its_number(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    store.append([drawn(1)], "Segment")
    store.close()
    outside = sqlite3.connect(workspace)
    columns = "series_uid, phase_index, slice_index, revision, gesture, is_draft, contours_json, content_sha256"
    try:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            outside.execute(
                f"INSERT OR REPLACE INTO edits ({columns}, recorded_at_utc) SELECT {columns}, 'never' FROM edits"
            )
    finally:
        outside.close()


def test_every_connection_commits_durably(store: AnnotationStore) -> None:
    full = 2
    assert store.durability() == {
        "journal_mode": "wal",
        "synchronous": full,
        "recursive_triggers": 1,
        "foreign_keys": 1,
    }


def test_a_second_window_of_the_same_process_is_refused(store: AnnotationStore, workspace: Path) -> None:
    with pytest.raises(WorkspaceInUseError, match=r"workspace\.sqlite: .*already open in another cmrstudio window"):
        AnnotationStore.open(workspace)


def test_a_second_process_is_refused_and_told_who_holds_the_workspace(store: AnnotationStore, workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from cmrstudio.store.annotation_store import AnnotationStore\n"
        "from cmrstudio.domain.errors import WorkspaceInUseError\n"
        "try: AnnotationStore.open(Path(sys.argv[1]))\n"
        "except WorkspaceInUseError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, workspace],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Close that window first" in done.stdout
    assert "(process " in done.stdout


def test_another_name_of_the_same_file_is_refused_too(store: AnnotationStore, workspace: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(workspace)
    with pytest.raises(WorkspaceInUseError):
        AnnotationStore.open(link)


def test_a_closed_workspace_can_be_opened_again(workspace: Path) -> None:
    for _ in range(3):
        AnnotationStore.open(workspace).close()


def test_a_closed_store_says_so(workspace: Path, drawn) -> None:
    store = AnnotationStore.open(workspace)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.append([drawn(1)], "Segment")


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "50 % näher?#" / "w.sqlite"
    AnnotationStore.open(path).close()
    assert path.exists()


def test_a_failed_open_does_not_hold_the_workspace(workspace: Path) -> None:
    workspace.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError):
        AnnotationStore.open(workspace)
    workspace.unlink()
    AnnotationStore.open(workspace).close()
