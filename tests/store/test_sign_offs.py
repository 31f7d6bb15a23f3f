"""Contours verified one by one, sign-offs, readers and reveals are kept for ever, and older workspaces learn to."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.errors import CancelledError, StoreError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.readers import SEPARATOR, Reveal, reading_key, split_reading_key
from cmrstudio.domain.sign_off import NUMBERS, SignOff, SignOffContent, counted
from cmrstudio.domain.verification import Verification
from cmrstudio.store import rows, sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from cmrstudio.store.records import AuditAction, NewEdit
from cmrstudio.store.schema import (
    SCHEMA_VERSION,
    edits,
    metadata,
    tables_of_version,
    verifications,
    workspace_versions,
)
from cmrstudio.store.writer import StoreWriter

SERIES = "1.2.840.1"
ENDOCARDIUM, EPICARDIUM = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
PHASES = PhaseSelection(0, 3)
NEW_TABLES = ("contour_verifications", "sign_offs", "reader_switches", "reveals")


def image(phase: int, reader: str = "", radius_px: float = 20.0, slice_: int = 4) -> SliceAnnotation:
    angles = np.arange(12) * np.pi / 6
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    contours = (
        Contour(ENDOCARDIUM, circle * radius_px + 60, "unet@1.0.0"),
        Contour(EPICARDIUM, circle * radius_px * 1.3 + 60, "unet@1.0.0"),
    )
    return SliceAnnotation(reading_key(SERIES, reader), phase, slice_, contours)


def signature(annotations: list[SliceAnnotation], reader: str = "", by: str = "Dr. Example") -> SignOff:
    here = {(one.phase_index, one.slice_index): one for one in annotations}
    numbers = dict.fromkeys(NUMBERS, 50.0)
    content = SignOffContent(SERIES, PHASES.end_diastole, PHASES.end_systole, counted(here, PHASES), numbers)
    return SignOff(content, by, NOW, {"unet@1.0.0": 3}, study_uid="1.1", study_label="Patient A", reader=reader)


def read_and_sign(store: AnnotationStore, reader: str = "", radius_px: float = 20.0) -> SignOff:
    drawn = [image(phase, reader, radius_px) for phase in (0, 3)]
    for stored in store.append(drawn, "Segment"):
        store.verify(stored, reader or "Dr. Example", NOW)
    return ReadingRecords(store).sign(signature(drawn, reader, reader or "Dr. Example"))


class TestContours:
    def test_a_contour_is_verified_alone_and_the_image_once_both_are(self, store):
        (stored,) = store.append([image(0)], "Segment")
        records = ReadingRecords(store)
        (first,), whole = records.verify_contours(stored, [EPICARDIUM], "Dr. A", NOW)
        assert whole is None
        assert (first.structure, first.reviewer, first.verified_at_utc) == (EPICARDIUM, "Dr. A", NOW)
        assert store.verifications(SERIES) == {}
        _, whole = records.verify_contours(stored, [ENDOCARDIUM], "Dr. B", NOW)
        assert whole == store.verifications(SERIES)[stored.key]
        kept = records.contour_verifications(SERIES)
        assert [kept[0, 4, structure].reviewer for structure in Structure] == ["Dr. B", "Dr. A"]

    def test_verifying_an_image_says_so_of_each_of_its_contours(self, store):
        (stored,) = store.append([image(0)], "Segment")
        store.verify(stored, "Dr. A", NOW)
        kept = ReadingRecords(store).contour_verifications(SERIES)
        assert [kept[0, 4, c.structure].contour_sha256 for c in stored.contours] == [
            c.content_sha256 for c in stored.contours
        ]

    def test_a_contour_that_changed_in_the_meantime_does_not_make_the_image_verified(self, store):
        (stored,) = store.append([image(0)], "Segment")
        records = ReadingRecords(store)
        records.verify_contours(stored, [EPICARDIUM], "Dr. A", NOW)
        (stored,) = store.append([image(0, radius_px=21)], "Move")
        assert records.verify_contours(stored, [ENDOCARDIUM], "Dr. A", NOW)[1] is None

    def test_what_is_not_stored_as_shown_cannot_be_verified(self, store):
        store.append([image(0)], "Segment")
        with pytest.raises(StoreError, match="slice 5 at phase 1 is not stored as it is shown"):
            ReadingRecords(store).verify_contours(image(0, radius_px=21), [ENDOCARDIUM], "Dr. A", NOW)

    def test_a_name_is_needed(self, store):
        (stored,) = store.append([image(0)], "Segment")
        with pytest.raises(StoreError, match="reviewer's name"):
            ReadingRecords(store).verify_contours(stored, [ENDOCARDIUM], " ", NOW)


class TestSignOffs:
    def test_a_signature_is_kept_with_all_it_says(self, workspace):
        store = AnnotationStore.open(workspace)
        signed = read_and_sign(store)
        store.close()
        store = AnnotationStore.open(workspace)
        (found,) = ReadingRecords(store).sign_offs(SERIES)
        assert found == signed
        assert (found.signed_by, found.signed_at_utc, dict(found.drawn_by)) == ("Dr. Example", NOW, {"unet@1.0.0": 3})
        assert found.study_label == "Patient A"
        trail = store.audit_trail(SERIES)[-1]
        assert (trail.action, trail.actor) == (AuditAction.SIGNED_OFF, "Dr. Example")
        assert found.content_sha256 in trail.detail
        store.close()

    def test_signing_again_keeps_the_signature_before(self, store):
        first = read_and_sign(store)
        second = read_and_sign(store, radius_px=22)
        assert ReadingRecords(store).sign_offs(SERIES) == (first, second)

    def test_what_is_not_verified_cannot_be_signed(self, store):
        drawn = [image(0), image(3)]
        (diastole, _) = store.append(drawn, "Segment")
        store.verify(diastole, "Dr. Example", NOW)
        with pytest.raises(StoreError, match="Slice 5 at end-systole, endocardium: not verified"):
            ReadingRecords(store).sign(signature(drawn))

    def test_one_contour_of_an_image_is_not_enough_where_both_count(self, store):
        drawn = [image(0), image(3)]
        diastole, systole = store.append(drawn, "Segment")
        store.verify(diastole, "Dr. Example", NOW)
        ReadingRecords(store).verify_contours(systole, [ENDOCARDIUM], "Dr. Example", NOW)
        with pytest.raises(StoreError, match="Slice 5 at end-systole, epicardium: not verified"):
            ReadingRecords(store).sign(signature(drawn))
        ReadingRecords(store).verify_contours(systole, [EPICARDIUM], "Dr. Example", NOW)
        assert ReadingRecords(store).sign(signature(drawn)).signed_by == "Dr. Example"

    def test_what_is_stored_otherwise_cannot_be_signed(self, store):
        read_and_sign(store)
        with pytest.raises(StoreError, match="not stored as they are shown"):
            ReadingRecords(store).sign(signature([image(0, radius_px=22), image(3)]))

    def test_a_contour_more_than_is_signed_cannot_be_passed_over(self, store):
        read_and_sign(store)
        store.append([image(0, slice_=5)], "Draw")
        with pytest.raises(StoreError, match="not stored as they are shown"):
            ReadingRecords(store).sign(signature([image(0), image(3)]))

    def test_nobody_signs_nameless(self, store):
        with pytest.raises(StoreError, match="name"):
            ReadingRecords(store).sign(signature([], by=" "))

    def test_an_edit_a_phase_or_a_new_contour_makes_it_void_and_undoing_does_not(self, store):
        records, signed = ReadingRecords(store), read_and_sign(store)
        assert records.holds(signed)
        store.append([image(3, radius_px=21)], "Move")
        assert not records.holds(signed)
        store.append([image(3)], "Undo: Move")
        assert records.holds(signed)
        store.save_phases(SERIES, PhaseSelection(0, 2))
        assert not records.holds(signed)
        store.save_phases(SERIES, PHASES)
        store.append([image(0, slice_=5)], "Draw")
        assert not records.holds(signed)

    def test_other_conventions_make_it_void(self, store):
        records, signed = ReadingRecords(store), read_and_sign(store)
        store.save_conventions(SERIES, Conventions(papillary_muscles=PapillaryMuscles.MASS))
        assert not records.holds(records.sign_offs(SERIES)[-1])
        store.save_conventions(SERIES, signed.conventions)
        assert records.holds(records.sign_offs(SERIES)[-1])

    def test_a_contour_that_was_removed_since_the_image_was_verified_keeps_it_from_being_signed(self, store):
        read_and_sign(store)
        removed = image(0).without(EPICARDIUM)
        (stored,) = store.append([removed], "Remove epicardium")
        with pytest.raises(StoreError, match="Slice 5 at end-diastole, epicardium: removed since verified"):
            ReadingRecords(store).sign(signature([removed, image(3)]))
        store.verify(stored, "Dr. Example", NOW)
        assert ReadingRecords(store).sign(signature([removed, image(3)])).signed_by == "Dr. Example"

    def test_the_conventions_it_was_signed_by_are_kept_with_it_whatever_was_chosen_when(self, store):
        drawn = [image(phase) for phase in (0, 3)]
        for stored in store.append(drawn, "Segment"):
            store.verify(stored, "Dr. Example", NOW)
        mass = Conventions(papillary_muscles=PapillaryMuscles.MASS)
        store.save_conventions(SERIES, mass)
        unsigned = signature(drawn)
        with_conventions = replace(unsigned, content=replace(unsigned.content, conventions=mass))
        signed_at_a_wrong_time = replace(with_conventions, signed_at_utc=datetime(2001, 1, 1, tzinfo=UTC))
        records = ReadingRecords(store)
        assert records.sign(signed_at_a_wrong_time).conventions == mass
        (found,) = records.sign_offs(SERIES)
        assert found.conventions == mass
        assert records.holds(found)

    def test_what_was_signed_before_that_is_held_by_the_conventions_chosen_then(self, store):
        records, signed = ReadingRecords(store), read_and_sign(store)
        assert signed.content.conventions is None
        store.save_conventions(SERIES, Conventions(papillary_muscles=PapillaryMuscles.MASS))
        (found,) = records.sign_offs(SERIES)
        assert found.conventions == Conventions()
        assert not records.holds(found)

    def test_reading_all_signatures_tells_how_far_it_is_and_can_be_cancelled(self, store):
        for radius_px in (20.0, 21.0, 22.0):
            read_and_sign(store, radius_px=radius_px)
        told = []

        class Listener:
            def report(self, done: int, total: int, message: str) -> None:
                told.append((done, total))

            def is_cancelled(self) -> bool:
                return len(told) == 5

        listener = Listener()
        found = ReadingRecords(store).signed_readings(listener, listener)
        assert [holds for _, holds in found] == [False, False, True]
        assert told == [(0, 3), (1, 3), (2, 3)]
        with pytest.raises(CancelledError):
            ReadingRecords(store).signed_readings(listener, listener)
        assert told[3:] == [(0, 3), (1, 3)]

    def test_a_row_that_was_tampered_with_is_damage(self, workspace):
        store = AnnotationStore.open(workspace)
        read_and_sign(store)
        store.close()
        connection = sqlite3.connect(workspace)
        connection.execute("DROP TRIGGER sign_offs_no_update")
        connection.execute("UPDATE sign_offs SET content_json = replace(content_json, '50.0', '60.0')")
        connection.commit()
        connection.close()
        store = AnnotationStore.open(workspace)
        with pytest.raises(StoreError, match="sign-off 1 is not what was signed"):
            ReadingRecords(store).sign_offs(SERIES)
        store.close()

    def test_a_signature_goes_after_the_edits_before_it_through_the_writer(self, store):
        writer = StoreWriter(store)
        drawn = [image(0), image(3)]
        writer.edit_all(drawn, "Segment")
        for one in drawn:
            writer.verify(one, "Dr. Example", NOW)
        signed = writer.call(lambda opened: ReadingRecords(opened).sign(signature(drawn))).result(10)
        assert ReadingRecords(store).sign_offs(SERIES) == (signed,)
        writer.close()


class TestReaders:
    def test_the_workspace_knows_who_reads(self, workspace):
        for name in ("Dr. B", "Dr. A", ""):
            store = AnnotationStore.open(workspace)
            ReadingRecords(store).switch_reader(f" {name} ")
            store.close()
            store = AnnotationStore.open(workspace)
            assert ReadingRecords(store).active_reader() == name
            store.close()
        store = AnnotationStore.open(workspace)
        assert ReadingRecords(store).readers() == ("Dr. A", "Dr. B")
        store.close()

    def test_a_new_workspace_has_the_shared_reading(self, store):
        assert (ReadingRecords(store).active_reader(), ReadingRecords(store).readers()) == ("", ())

    def test_a_name_that_would_be_taken_apart_is_refused(self, store):
        with pytest.raises(StoreError, match="name"):
            ReadingRecords(store).switch_reader(f"A{SEPARATOR}B")

    def test_keys_come_apart_as_they_were_put_together(self):
        for reader in ("", "Dr. A", "100 %_x"):
            assert split_reading_key(reading_key(SERIES, reader)) == (SERIES, reader)

    def test_each_reader_has_contours_verifications_phases_and_signatures_of_their_own(self, store):
        records = ReadingRecords(store)
        signed = read_and_sign(store, "Dr. A")
        store.save_phases(reading_key(SERIES, "Dr. A"), PHASES)
        for other in (SERIES, reading_key(SERIES, "Dr. B")):
            assert (store.annotations(other), store.verifications(other), store.phases(other)) == ({}, {}, None)
            assert (records.contour_verifications(other), records.sign_offs(other)) == ({}, ())
        assert records.sign_offs(reading_key(SERIES, "Dr. A")) == (signed,)
        assert store.audit_trail(SERIES) == ()

    def test_readings_are_found_and_those_of_other_series_are_not(self, store):
        for key in (SERIES, SERIES + "1", reading_key(SERIES, "Dr. B"), reading_key(SERIES + "1", "Dr. C")):
            store.append([SliceAnnotation(key, 0, 0)], "Clear")
        assert ReadingRecords(store).readings(SERIES) == ("", "Dr. B")

    def test_a_blind_reading_is_no_truth_to_train_on(self, store):
        read_and_sign(store, "Dr. A")
        assert store.verified_series() == ()
        read_and_sign(store)
        assert store.verified_series() == (SERIES,)

    def test_a_signature_is_blind_until_both_have_signed(self, store):
        assert read_and_sign(store, "Dr. A").was_blind
        assert read_and_sign(store, "Dr. A", 21).was_blind
        assert read_and_sign(store, "Dr. B").was_blind
        assert not read_and_sign(store, "Dr. A", 22).was_blind
        assert read_and_sign(store, "Dr. C").was_blind

    def test_the_shared_reading_is_blind_until_two_others_could_be_compared(self, store):
        read_and_sign(store, "Dr. A")
        assert read_and_sign(store).was_blind
        read_and_sign(store, "Dr. B")
        assert not read_and_sign(store, radius_px=21).was_blind

    def test_a_reveal_is_kept_with_name_and_reason_and_ends_the_blindness(self, store):
        records = ReadingRecords(store)
        reveal = records.reveal(Reveal(SERIES, "Prof. S", "teaching", NOW))
        assert records.reveals(SERIES) == (reveal,)
        assert store.audit_trail(SERIES)[-1].action is AuditAction.REVEALED
        assert not read_and_sign(store, "Dr. A").was_blind

    @pytest.mark.parametrize(("supervisor", "reason"), [("", "x"), ("Prof. S", " ")])
    def test_a_reveal_needs_a_name_and_a_reason(self, store, supervisor, reason):
        with pytest.raises(StoreError, match="supervisor's name and a reason"):
            ReadingRecords(store).reveal(Reveal(SERIES, supervisor, reason, NOW))


@pytest.mark.parametrize("table", NEW_TABLES)
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET id = 99", "INSERT OR REPLACE INTO {} SELECT * FROM {}"]
)
def test_rows_can_neither_be_changed_nor_deleted_nor_replaced(workspace: Path, table: str, statement: str):
    store = AnnotationStore.open(workspace)
    read_and_sign(store)
    ReadingRecords(store).switch_reader("Dr. A")
    ReadingRecords(store).reveal(Reveal(SERIES, "Prof. S", "teaching", NOW))
    store.close()
    connection = sqlite3.connect(workspace)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement.format(table, table))
    connection.close()


class TestOlderWorkspaces:
    @pytest.fixture
    def second_format(self, workspace: Path) -> Path:
        """A workspace as format 2 had it, with a verified image in it."""
        engine = sqlite.open_engine(workspace)
        sqlite.use_write_ahead_log(engine, workspace)
        with sqlite.writing(engine, workspace) as connection:
            tables = tables_of_version(2)
            metadata.create_all(connection, tables)
            sqlite.append_only(connection, tables)
            values = {"schema_version": 2, "written_by": "0.1.0", "recorded_at_utc": NOW.isoformat()}
            connection.execute(insert(workspace_versions), values)
            annotation = image(0)
            edit = NewEdit(annotation, "Segment")
            stored = replace(annotation, revision=1)
            connection.execute(insert(edits), rows.edit_values(stored, edit, NOW.isoformat()))
            word = Verification(stored.key, 1, "Dr. Old", NOW, stored.content_sha256)
            connection.execute(insert(verifications), rows.verification_values(word))
        engine.dispose()
        return workspace

    def test_it_opens_keeps_everything_and_can_then_be_signed(self, second_format):
        store = AnnotationStore.open(second_format)
        (stored,) = store.annotations(SERIES).values()
        assert store.verifications(SERIES)[stored.key].reviewer == "Dr. Old"
        assert ReadingRecords(store).contour_verifications(SERIES) == {}
        (systole,) = store.append([image(3)], "Segment")
        store.verify(systole, "Dr. New", NOW)
        signed = ReadingRecords(store).sign(signature([image(0), image(3)]))
        assert ReadingRecords(store).holds(signed)
        store.close()

    def test_its_new_tables_are_append_only_and_its_version_is_noted(self, second_format):
        AnnotationStore.open(second_format).close()
        connection = sqlite3.connect(second_format)
        versions = [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")]
        assert versions == [2, SCHEMA_VERSION]
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert {f"{table}_no_{what}" for table in NEW_TABLES for what in ("update", "delete", "replace")} <= names
        connection.close()
