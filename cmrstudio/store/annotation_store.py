"""The durable store of a workspace: contours, verifications, phases and who did what, in one SQLite file."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, func, insert, select

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.image_measurements import ImageMeasurement
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.readers import SEPARATOR
from cmrstudio.domain.verification import READER_SOURCE, Verification
from cmrstudio.store import measurement_rows, rows, sqlite, workspace_file
from cmrstudio.store.records import AuditAction, AuditEntry, Edit, NewEdit, StudyRecord
from cmrstudio.store.schema import (
    audit_entries,
    contour_qualities,
    contour_verifications,
    conventions_chosen,
    edits,
    phase_selections,
    study_facts,
    study_openings,
    verifications,
)
from cmrstudio.store.study_summaries import StudySummaries
from cmrstudio.store.workspace_lock import WorkspaceLock

VERIFY_GESTURE = "Verify"


class AnnotationStore:
    """A workspace held by this process; every method that writes returns when the disk has it.

    Methods may be called from several threads. All raise ``StoreError`` naming the file and what to do; a write that
    raised has kept nothing.
    """

    def __init__(self, path: Path, engine: Engine, lock: WorkspaceLock) -> None:
        self.path = path
        self._open_engine: Engine | None = engine
        self._lock = lock

    @classmethod
    def open(cls, path: Path) -> AnnotationStore:
        """Open a workspace, made if it is not there.

        Raises ``WorkspaceInUseError`` where another window holds it, ``StoreError`` where it is damaged, of a newer
        cmrstudio, not a workspace, or cannot be written.
        """
        path = Path(os.path.realpath(path.expanduser()))
        workspace_file.make_folder(path)
        lock = WorkspaceLock(path)
        lock.acquire()
        try:
            engine = workspace_file.open_workspace(path)
        except BaseException:
            lock.release()
            raise
        return cls(path, engine, lock)

    def close(self) -> None:
        """Let the workspace go; a second call does nothing."""
        if self._open_engine is not None:
            self._open_engine.dispose()
            self._open_engine = None
            self._lock.release()

    @property
    def _engine(self) -> Engine:
        if self._open_engine is None:
            raise StoreError(f"{self.path}: the workspace has been closed. Open it again.")
        return self._open_engine

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view of the workspace, for what is kept beside contours."""
        return sqlite.reading(self._engine, self.path)

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, durable once the block is left, for what is kept beside contours."""
        return sqlite.writing(self._engine, self.path)

    def remember_study(self, record: StudyRecord) -> None:
        """Note that a study was opened."""
        with sqlite.writing(self._engine, self.path) as connection:
            connection.execute(insert(study_openings), rows.study_values(record))

    def recent_studies(self, limit: int = 12) -> tuple[StudyRecord, ...]:
        """The studies opened last, latest first, each once and as it was opened last."""
        latest = select(func.max(study_openings.c.id)).group_by(study_openings.c.study_uid)
        query = select(study_openings).where(study_openings.c.id.in_(latest))
        query = query.order_by(study_openings.c.id.desc()).limit(limit)
        with sqlite.reading(self._engine, self.path) as connection:
            return tuple(rows.study_record(row) for row in connection.execute(query))

    def openings(self) -> tuple[StudyRecord, ...]:
        """Every study opened here, once for each place it came from, latest first."""
        latest = select(func.max(study_openings.c.id)).group_by(study_openings.c.study_uid, study_openings.c.source)
        query = select(study_openings).where(study_openings.c.id.in_(latest)).order_by(study_openings.c.id.desc())
        with sqlite.reading(self._engine, self.path) as connection:
            return tuple(rows.study_record(row) for row in connection.execute(query))

    def verified_series(self) -> tuple[str, ...]:
        """The series of which any image was ever verified, in the order of their first verification.

        What readers do who are blind to each other is not among them.
        """
        query = select(verifications.c.series_uid).group_by(verifications.c.series_uid)
        query = query.where(~verifications.c.series_uid.contains(SEPARATOR, autoescape=True))
        with sqlite.reading(self._engine, self.path) as connection:
            return tuple(connection.execute(query.order_by(func.min(verifications.c.id))).scalars())

    def append(self, annotations: Sequence[SliceAnnotation], gesture: str) -> tuple[SliceAnnotation, ...]:
        """Keep new revisions in one transaction; returns them, in order, with the revisions they got."""
        return self.append_edits([NewEdit(annotation, gesture) for annotation in annotations])

    def append_edits(self, new_edits: Sequence[NewEdit]) -> tuple[SliceAnnotation, ...]:
        """Keep edits of one or several gestures in one transaction; returns the annotations with their revisions."""
        if not new_edits:
            return ()
        with sqlite.writing(self._engine, self.path) as connection:
            return _append(connection, new_edits)

    def annotations(
        self, series_uid: str, phase_indices: Collection[int] | None = None
    ) -> dict[AnnotationKey, SliceAnnotation]:
        """The latest revision of every image of a series that was ever edited, also where no contour is left.

        Of all phases, or of some. Contours carry the latest quality that was kept of them.
        """
        latest_of_all = (
            select(edits.c.phase_index, edits.c.slice_index, func.max(edits.c.revision).label("revision"))
            .where(edits.c.series_uid == series_uid)
            .group_by(edits.c.phase_index, edits.c.slice_index)
        )
        if phase_indices is not None:
            latest_of_all = latest_of_all.where(edits.c.phase_index.in_(phase_indices))
        latest = latest_of_all.subquery()
        query = select(edits).join(
            latest,
            (edits.c.series_uid == series_uid)
            & (edits.c.phase_index == latest.c.phase_index)
            & (edits.c.slice_index == latest.c.slice_index)
            & (edits.c.revision == latest.c.revision),
        )
        with sqlite.reading(self._engine, self.path) as connection:
            found = [rows.annotation(row, self.path) for row in connection.execute(query)]
            qualities = _qualities(connection, series_uid, phase_indices)
        found = [rows.with_qualities(annotation, qualities.get(annotation.key, {}), self.path) for annotation in found]
        return {annotation.key: annotation for annotation in sorted(found, key=lambda a: a.key)}

    def rate(self, annotations: Sequence[SliceAnnotation]) -> None:
        """Keep the quality of contours; it makes no new revision and no verification stale."""
        now = rows.time_to_text(datetime.now(UTC))
        values = [value for annotation in annotations for value in rows.quality_values(annotation, now)]
        if values:
            with sqlite.writing(self._engine, self.path) as connection:
                connection.execute(insert(contour_qualities), values)

    def history(self, key: AnnotationKey) -> tuple[Edit, ...]:
        """Every revision of one image, oldest first."""
        query = select(edits).where(*_of_image(edits, key)).order_by(edits.c.revision)
        with sqlite.reading(self._engine, self.path) as connection:
            return tuple(rows.edit(row, self.path) for row in connection.execute(query))

    def verify(self, annotation: SliceAnnotation, reviewer: str, verified_at_utc: datetime) -> Verification:
        """Keep a reviewer's word for the contours of one image, or for there being none.

        What is verified must be the latest that is stored; an image never edited gets its first revision. Raises
        ``StoreError`` where the image has changed since, or without a reviewer.
        """
        if not reviewer.strip():
            raise StoreError(f"{self.path}: a verification needs the reviewer's name. Enter it and verify again.")
        with sqlite.writing(self._engine, self.path) as connection:
            return keep_verification(
                connection, self.stored_as_shown(connection, annotation), reviewer, verified_at_utc
            )

    def stored_as_shown(self, connection: Connection, annotation: SliceAnnotation) -> SliceAnnotation:
        """The latest revision of an image, made where there was none. Raises ``StoreError`` where it differs."""
        stored = self._latest(connection, annotation.key)
        if stored is None:
            (stored,) = _append(connection, [NewEdit(annotation, VERIFY_GESTURE)])
        if stored.content_sha256 != annotation.content_sha256:
            raise StoreError(
                f"{self.path}: slice {annotation.slice_index + 1} at phase {annotation.phase_index + 1} is not "
                "stored as it is shown, so it cannot be verified. Save its last edit, then verify it again."
            )
        return stored

    def verifications(self, series_uid: str) -> dict[AnnotationKey, Verification]:
        """The latest verification of every image of a series that has one."""
        query = select(verifications).where(verifications.c.series_uid == series_uid).order_by(verifications.c.id)
        with sqlite.reading(self._engine, self.path) as connection:
            return {rows.key(row): rows.verification(row) for row in connection.execute(query)}

    def save_phases(self, series_uid: str, selection: PhaseSelection) -> None:
        """Keep a choice of end-diastole and end-systole; earlier choices stay in the file."""
        now = rows.time_to_text(datetime.now(UTC))
        sources = (selection.end_diastole_source, selection.end_systole_source)
        audit = rows.audit_values(
            series_uid,
            now,
            AuditAction.PHASES_CHOSEN,
            READER_SOURCE if PhaseSource.READER in sources else "cmrstudio",
            f"end-diastole {selection.end_diastole + 1} ({sources[0]}), "
            f"end-systole {selection.end_systole + 1} ({sources[1]})",
        )
        with sqlite.writing(self._engine, self.path) as connection:
            connection.execute(insert(phase_selections), rows.phase_values(series_uid, selection, now))
            connection.execute(insert(audit_entries), audit)

    def phases(self, series_uid: str) -> PhaseSelection | None:
        """The latest choice of phases of a series, or None."""
        row = self._latest_choice(phase_selections, series_uid)
        return None if row is None else rows.phase_selection(row)

    def _latest_choice(self, table: Table, series_uid: str, until: datetime | None = None) -> Row[Any] | None:
        """The row that was written last of those of a series, in a table that keeps them all."""
        query = select(table).where(table.c.series_uid == series_uid).order_by(table.c.id.desc()).limit(1)
        if until is not None:
            query = query.where(table.c.recorded_at_utc <= rows.time_to_text(until))
        with sqlite.reading(self._engine, self.path) as connection:
            return connection.execute(query).one_or_none()

    def save_measurements(
        self, series_uid: str, measurements: Sequence[ImageMeasurement], *, is_deleted: bool = False
    ) -> None:
        """Keep calipers and areas as they are now, or that they were deleted."""
        with sqlite.writing(self._engine, self.path) as connection:
            measurement_rows.append(connection, series_uid, measurements, is_deleted=is_deleted)

    def measurements(self, series_uid: str) -> tuple[ImageMeasurement, ...]:
        """The calipers and areas of a series that are not deleted."""
        with sqlite.reading(self._engine, self.path) as connection:
            return measurement_rows.latest(connection, series_uid, self.path)

    def save_conventions(self, series_uid: str, conventions: Conventions) -> None:
        """Keep how a series is measured; earlier choices stay in the file."""
        now = rows.time_to_text(datetime.now(UTC))
        action = AuditAction.CONVENTIONS_CHOSEN
        audit = rows.audit_values(series_uid, now, action, READER_SOURCE, conventions.text)
        with sqlite.writing(self._engine, self.path) as connection:
            connection.execute(insert(conventions_chosen), rows.conventions_values(series_uid, conventions, now))
            connection.execute(insert(audit_entries), audit)

    def conventions(self, series_uid: str, until: datetime | None = None) -> Conventions:
        """How a series is measured as it was chosen last, up to a time where one is given; else by the defaults."""
        row = self._latest_choice(conventions_chosen, series_uid, until)
        return AS_TRAINED if row is None else rows.conventions(row, self.path)

    def save_facts(self, subject_uid: str, facts: Mapping[str, Any]) -> None:
        """Keep facts by name about a study or a series: plain values as JSON has them, None where taken back."""
        now = rows.time_to_text(datetime.now(UTC))
        values = [rows.fact_values(subject_uid, name, value, now) for name, value in facts.items()]
        if values:
            with sqlite.writing(self._engine, self.path) as connection:
                connection.execute(insert(study_facts), values)

    def facts(self, subject_uid: str) -> dict[str, Any]:
        """The latest fact of each name about a study or a series."""
        query = select(study_facts).where(study_facts.c.subject_uid == subject_uid).order_by(study_facts.c.id)
        with sqlite.reading(self._engine, self.path) as connection:
            return {row.name: rows.fact(row, self.path) for row in connection.execute(query)}

    def audit_trail(self, series_uid: str) -> tuple[AuditEntry, ...]:
        """Who did what to a series, oldest first."""
        query = select(audit_entries).where(audit_entries.c.series_uid == series_uid).order_by(audit_entries.c.id)
        with sqlite.reading(self._engine, self.path) as connection:
            return tuple(rows.audit_entry(row) for row in connection.execute(query))

    @property
    def summaries(self) -> StudySummaries:
        """What the work list shows of every study."""
        return StudySummaries(self._engine, self.path)

    def durability(self) -> dict[str, str | int]:
        """The settings in force that make a commit durable and the tables append-only, as the database gives them."""
        with sqlite.reading(self._engine, self.path) as connection:
            return sqlite.durability(connection)

    def _latest(self, connection: Connection, key: AnnotationKey) -> SliceAnnotation | None:
        query = select(edits).where(*_of_image(edits, key)).order_by(edits.c.revision.desc()).limit(1)
        row = connection.execute(query).one_or_none()
        return None if row is None else rows.annotation(row, self.path)


def _append(connection: Connection, new_edits: Sequence[NewEdit]) -> tuple[SliceAnnotation, ...]:
    now = rows.time_to_text(datetime.now(UTC))
    revisions = _latest_revisions(connection, [edit.annotation for edit in new_edits])
    stored, values, audit, qualities = [], [], [], []
    for edit in new_edits:
        key = edit.annotation.key
        revisions[key] = revisions.get(key, 0) + 1
        annotation = replace(edit.annotation, revision=revisions[key])
        stored.append(annotation)
        values.append(rows.edit_values(annotation, edit, now))
        if not edit.is_draft:  # what is in the hand has no quality, and that of the other contour is kept already
            qualities += rows.quality_values(annotation, now)
        sources = dict.fromkeys(contour.source for contour in annotation.contours)
        detail = f"{edit.gesture} (under way)" if edit.is_draft else edit.gesture
        actor = ", ".join(sources) or READER_SOURCE
        audit.append(rows.audit_values(key.series_uid, now, AuditAction.EDITED, actor, detail, annotation))
    connection.execute(insert(edits), values)
    connection.execute(insert(audit_entries), audit)
    if qualities:
        connection.execute(insert(contour_qualities), qualities)
    return tuple(stored)


def _qualities(
    connection: Connection, series_uid: str, phase_indices: Collection[int] | None
) -> dict[AnnotationKey, dict[str, float]]:
    """Of every image of a series, or of some phases of it, the latest quality of each contour by its hash."""
    query = select(contour_qualities).where(contour_qualities.c.series_uid == series_uid)
    if phase_indices is not None:
        query = query.where(contour_qualities.c.phase_index.in_(phase_indices))
    found: dict[AnnotationKey, dict[str, float]] = {}
    for row in connection.execute(query.order_by(contour_qualities.c.id)):
        found.setdefault(rows.key(row), {})[row.contour_sha256] = row.quality
    return found


def _latest_revisions(connection: Connection, annotations: Sequence[SliceAnnotation]) -> dict[AnnotationKey, int]:
    query = (
        select(edits.c.series_uid, edits.c.phase_index, edits.c.slice_index, func.max(edits.c.revision).label("latest"))
        .where(
            edits.c.series_uid.in_({annotation.series_uid for annotation in annotations}),
            edits.c.phase_index.in_({annotation.phase_index for annotation in annotations}),
            edits.c.slice_index.in_({annotation.slice_index for annotation in annotations}),
        )
        .group_by(edits.c.series_uid, edits.c.phase_index, edits.c.slice_index)
    )
    return {rows.key(row): row.latest for row in connection.execute(query)}


def keep_verification(
    connection: Connection,
    stored: SliceAnnotation,
    reviewer: str,
    verified_at_utc: datetime,
    structures: Sequence[Structure] = tuple(Structure),
) -> Verification:
    """Keep that a reviewer verified an image as it is stored, looking now at the contours of ``structures``."""
    verification = Verification(stored.key, stored.revision, reviewer.strip(), verified_at_utc, stored.content_sha256)
    connection.execute(insert(verifications), rows.verification_values(verification))
    keep_contour_verifications(connection, verification, stored, structures)
    detail = f"contours verified at {rows.time_to_text(verified_at_utc)}"
    _note_verified(connection, stored, verification.reviewer, detail)
    return verification


def keep_contour_verifications(
    connection: Connection, verification: Verification, stored: SliceAnnotation, structures: Sequence[Structure]
) -> None:
    """Keep the contours of ``structures`` as verified, each by its content."""
    contours = [contour for contour in stored.contours if contour.structure in structures]
    if contours:
        values = rows.contour_verification_values(verification, contours)
        connection.execute(insert(contour_verifications), values)


def _note_verified(connection: Connection, stored: SliceAnnotation, reviewer: str, detail: str) -> None:
    now = rows.time_to_text(datetime.now(UTC))
    audit = rows.audit_values(stored.series_uid, now, AuditAction.VERIFIED, reviewer, detail, stored)
    connection.execute(insert(audit_entries), audit)


def _of_image(table: Table, key: AnnotationKey) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.series_uid == key.series_uid,
        table.c.phase_index == key.phase_index,
        table.c.slice_index == key.slice_index,
    )
