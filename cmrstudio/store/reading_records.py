"""What readers say about a reading: contours verified one by one, sign-offs, who reads, and what was revealed.

A reading is kept under a key (``domain.readers.reading_key``): that of the shared reading is the series' own UID.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, insert, or_, select

from cmrstudio.domain.annotation import SliceAnnotation, by_image
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import HiddenReadingError, StoreError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, SilentProgress, raise_if_cancelled
from cmrstudio.domain.readers import (
    SEPARATOR,
    SHARED,
    Reading,
    Reveal,
    reader_name,
    reading_key,
    split_reading_key,
)
from cmrstudio.domain.sign_off import Annotations, Remark, SignOff, counted, unverified
from cmrstudio.domain.verification import ContourState, ContourVerification, Verification, state_of, state_of_contour
from cmrstudio.store import rows
from cmrstudio.store.annotation_store import AnnotationStore, keep_contour_verifications, keep_verification
from cmrstudio.store.records import AuditAction
from cmrstudio.store.schema import (
    audit_entries,
    contour_verifications,
    edits,
    reader_switches,
    reveals,
    sign_offs,
)

ContourKey = tuple[int, int, Structure]
"""(phase index, slice index, structure)."""


class ReadingRecords:
    """Reads and writes them in a workspace that is open; every table is append-only. All raise ``StoreError``."""

    def __init__(self, store: AnnotationStore) -> None:
        self._store = store

    # Contours verified one by one

    def verify_contours(
        self, annotation: SliceAnnotation, structures: Sequence[Structure], reviewer: str, verified_at_utc: datetime
    ) -> tuple[tuple[ContourVerification, ...], Verification | None]:
        """Keep a reviewer's word for some contours of an image, which must be stored as they are shown.

        Once all contours of the image are verified the image is too; that verification is returned, else None.
        """
        if not reviewer.strip():
            raise StoreError(
                f"{self._store.path}: a verification needs the reviewer's name. Enter it and verify again."
            )
        known = self.contour_verifications(annotation.series_uid)
        others = [contour for contour in annotation.contours if contour.structure not in structures]
        found = [known.get((annotation.phase_index, annotation.slice_index, other.structure)) for other in others]
        waiting = any(
            word is None or word.contour_sha256 != other.content_sha256
            for word, other in zip(found, others, strict=True)
        )
        whole: Verification | None = None
        with self._store.writing() as connection:
            stored = self._store.stored_as_shown(connection, annotation)
            word = Verification(stored.key, stored.revision, reviewer.strip(), verified_at_utc, stored.content_sha256)
            if waiting:
                keep_contour_verifications(connection, word, stored, structures)
            else:
                whole = keep_verification(connection, stored, reviewer, verified_at_utc, structures)
        verified = tuple(
            ContourVerification(stored.key, one.structure, one.content_sha256, word.reviewer, verified_at_utc)
            for one in stored.contours
            if one.structure in structures
        )
        return verified, whole

    def contour_verifications(self, key: str) -> dict[ContourKey, ContourVerification]:
        """The latest verification of every contour of a reading that has one."""
        query = select(contour_verifications).where(contour_verifications.c.series_uid == key)
        with self._store.reading() as connection:
            found = [
                rows.contour_verification(row) for row in connection.execute(query.order_by(contour_verifications.c.id))
            ]
        return {(one.key.phase_index, one.key.slice_index, one.structure): one for one in found}

    # Sign-offs

    def sign(self, sign_off: SignOff) -> SignOff:
        """Keep a signature and return it, with its ``was_blind`` as the workspace knows it.

        Raises ``StoreError`` where what is stored is not what is signed, or is not verified.
        """
        path = self._store.path
        if not sign_off.signed_by.strip():
            raise StoreError(f"{path}: a sign-off needs the reader's name. Enter it and sign again.")
        content = sign_off.content
        key = reading_key(content.series_uid, sign_off.reader)
        phases = PhaseSelection(content.end_diastole, content.end_systole)
        annotations = by_image(self._store.annotations(key))
        if counted(annotations, phases) != content.contours:
            raise StoreError(
                f"{path}: the contours are not stored as they are shown. Wait for “Saved”, then sign again."
            )
        remarks = self._unverified(key, annotations, phases)
        if remarks:
            raise StoreError(f"{path}: {remarks[0].text}. Verify it, then sign.")
        sign_off = replace(sign_off, was_blind=self._is_blind(content.series_uid, sign_off.reader))
        now = rows.time_to_text(datetime.now(UTC))
        detail = f"numbers signed off, content {sign_off.content_sha256}"
        audit = rows.audit_values(key, now, AuditAction.SIGNED_OFF, sign_off.signed_by, detail)
        with self._store.writing() as connection:
            connection.execute(insert(sign_offs), rows.sign_off_values(key, sign_off))
            connection.execute(insert(audit_entries), audit)
        return sign_off

    def _unverified(self, key: str, annotations: Annotations, phases: PhaseSelection) -> tuple[Remark, ...]:
        """What of a reading's contours keeps it from being signed."""
        images, known = by_image(self._store.verifications(key)), self.contour_verifications(key)

        def image_state(image: tuple[int, int]) -> ContourState:
            return state_of(annotations[image], images.get(image))

        def contour_state(image: tuple[int, int], structure: Structure) -> ContourState:
            contour = annotations[image].contour(structure)
            return state_of_contour(contour, image_state(image), known.get((*image, structure)))

        return unverified(annotations, phases, contour_state, image_state)

    def _is_blind(self, series_uid: str, reader: str) -> bool:
        """Whether no other reading of a series can have been shown to this reader so far."""
        query = select(sign_offs.c.series_uid).where(_of_series(sign_offs.c.series_uid, series_uid)).distinct()
        with self._store.reading() as connection:
            signed = {split_reading_key(key)[1] for key in connection.execute(query).scalars()}
        others = signed - {reader}
        may_have_seen = len(others) > 1 if reader == SHARED else reader in signed and bool(others)
        return not self.reveals(series_uid) and not may_have_seen

    def sign_offs(self, key: str) -> tuple[SignOff, ...]:
        """All signatures under a reading, oldest first."""
        query = select(sign_offs).where(sign_offs.c.series_uid == key).order_by(sign_offs.c.id)
        return self._sign_offs(query)

    def all_sign_offs(self) -> tuple[SignOff, ...]:
        """All signatures of the workspace, oldest first."""
        return self._sign_offs(select(sign_offs).order_by(sign_offs.c.id))

    def _sign_offs(self, query: Select[Any]) -> tuple[SignOff, ...]:
        """Each with the conventions that were chosen when it was signed, where they are no part of what was signed."""
        with self._store.reading() as connection:
            found = connection.execute(query).all()
        return tuple(self._with_conventions(row.series_uid, rows.sign_off(row, self._store.path)) for row in found)

    def _with_conventions(self, key: str, sign_off: SignOff) -> SignOff:
        if sign_off.content.conventions is not None:
            return sign_off
        return replace(sign_off, chosen_then=self._store.conventions(key, sign_off.signed_at_utc))

    def holds(self, sign_off: SignOff) -> bool:
        """Whether contours, phases and conventions are stored as they were signed."""
        content = sign_off.content
        key = reading_key(content.series_uid, sign_off.reader)
        signed = PhaseSelection(content.end_diastole, content.end_systole)
        phases = self._store.phases(key) or signed
        if (phases.end_diastole, phases.end_systole) != (signed.end_diastole, signed.end_systole):
            return False
        if self._store.conventions(key) != sign_off.conventions:
            return False
        annotations = self._store.annotations(key, {signed.end_diastole, signed.end_systole})
        return counted(by_image(annotations), signed) == content.contours

    # Readers

    def switch_reader(self, reader: str) -> str:
        """Note who reads from now on; an empty name is the shared reading. Returns the name as it is kept."""
        name = reader.strip()
        if SEPARATOR in name:
            raise StoreError(f"{self._store.path}: a reader's name cannot contain “{SEPARATOR}”. Choose another name.")
        values = {"reader": name, "switched_at_utc": rows.time_to_text(datetime.now(UTC))}
        with self._store.writing() as connection:
            connection.execute(insert(reader_switches), values)
        return name

    def active_reader(self) -> str:
        """Who reads in this workspace; empty is the shared reading."""
        query = select(reader_switches.c.reader).order_by(reader_switches.c.id.desc()).limit(1)
        with self._store.reading() as connection:
            return str(connection.execute(query).scalar_one_or_none() or SHARED)

    def readers(self) -> tuple[str, ...]:
        """Everybody who ever read here under a name of their own, sorted."""
        query = select(reader_switches.c.reader).distinct()
        with self._store.reading() as connection:
            return tuple(sorted(name for name in connection.execute(query).scalars() if name))

    def readings(self, series_uid: str) -> tuple[str, ...]:
        """The readers who drew anything on a series, sorted; an empty name is the shared reading."""
        query = select(edits.c.series_uid).where(_of_series(edits.c.series_uid, series_uid)).distinct()
        with self._store.reading() as connection:
            return tuple(sorted(split_reading_key(key)[1] for key in connection.execute(query).scalars()))

    def compared(self, series_uid: str, readers: Sequence[str], viewer: str) -> tuple[Reading, ...]:
        """The readings of a series by these readers, to be seen by ``viewer``.

        Raises ``HiddenReadingError`` until all of them have signed off, the viewer too where the viewer reads under a
        name, with signatures that hold; or until a supervisor has revealed the readings.
        """
        waiting = [reader_name(reader) for reader in self.waited_for(series_uid, readers, viewer)]
        if waiting:
            raise HiddenReadingError(
                f"{' and '.join(waiting)}: not signed off yet, or changed since. The readings are shown to each "
                "other once all have signed the study off, or a supervisor reveals them (Verify > Readers)."
            )
        return tuple(self._reading(series_uid, reader) for reader in readers)

    def waited_for(self, series_uid: str, readers: Sequence[str], viewer: str) -> tuple[str, ...]:
        """Those whose signatures are lacking before ``viewer`` may see what these readers made of a series."""
        if self.reveals(series_uid):
            return ()
        asked = dict.fromkeys([*readers, viewer] if viewer else readers)
        return tuple(reader for reader in asked if not self._has_signed(series_uid, reader))

    def _has_signed(self, series_uid: str, reader: str) -> bool:
        signed = self.sign_offs(reading_key(series_uid, reader))
        return bool(signed) and self.holds(signed[-1])

    def _reading(self, series_uid: str, reader: str) -> Reading:
        key = reading_key(series_uid, reader)
        annotations = by_image(self._store.annotations(key))
        phases, signed = self._store.phases(key), self.sign_offs(key)
        if phases is None and signed:  # a guess is not kept by itself, but what was signed says which it was
            phases = PhaseSelection(signed[-1].content.end_diastole, signed[-1].content.end_systole)
        return Reading(reader, annotations, phases, self._store.conventions(key))

    def signed_readings(
        self, progress: Progress | None = None, cancellation: Cancellation | None = None
    ) -> tuple[tuple[SignOff, bool], ...]:
        """All signatures, oldest first, each with whether the reading is still as it was signed.

        It takes milliseconds for each. Raises ``CancelledError``.
        """
        progress, cancellation = progress or SilentProgress(), cancellation or NeverCancelled()
        signed, found = self.all_sign_offs(), []
        for index, one in enumerate(signed):
            raise_if_cancelled(cancellation)
            progress.report(index, len(signed), "Reading the signatures")
            found.append((one, self.holds(one)))
        return tuple(found)

    def reveal(self, reveal: Reveal) -> Reveal:
        """Keep that a supervisor lets everybody see all readings of a series from now on."""
        if not reveal.supervisor.strip() or not reveal.reason.strip():
            raise StoreError(f"{self._store.path}: revealing needs the supervisor's name and a reason. Enter both.")
        when = rows.time_to_text(reveal.revealed_at_utc)
        audit = rows.audit_values(
            reveal.series_uid, when, AuditAction.REVEALED, reveal.supervisor, f"readings revealed: {reveal.reason}"
        )
        with self._store.writing() as connection:
            connection.execute(insert(reveals), {**vars(reveal), "revealed_at_utc": when})
            connection.execute(insert(audit_entries), audit)
        return reveal

    def reveals(self, series_uid: str) -> tuple[Reveal, ...]:
        """Every time that the readings of a series were revealed, oldest first."""
        query = select(reveals).where(reveals.c.series_uid == series_uid).order_by(reveals.c.id)
        with self._store.reading() as connection:
            return tuple(
                Reveal(row.series_uid, row.supervisor, row.reason, rows.time_from_text(row.revealed_at_utc))
                for row in connection.execute(query)
            )


def _of_series(column: Column[str], series_uid: str) -> ColumnElement[bool]:
    """Whether a column names any reading of a series."""
    return or_(column == series_uid, column.startswith(series_uid + SEPARATOR, autoescape=True))
