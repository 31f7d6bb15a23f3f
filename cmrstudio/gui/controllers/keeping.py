"""Keeping the reader's work: every decision goes to the store, and the store's answer to the status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from cmrstudio.domain.annotation import SliceAnnotation, by_image
from cmrstudio.domain.conventions import Conventions
from cmrstudio.domain.errors import CancelledError, CmrstudioError, StoreError
from cmrstudio.domain.image_measurements import ImageMeasurement
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.readers import SHARED, reading_key, split_reading_key
from cmrstudio.domain.study import Study
from cmrstudio.domain.verification import Verification
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.background import BackgroundThread

if TYPE_CHECKING:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.records import StudyRecord
    from cmrstudio.store.writer import StoreWriter

FLUSH_TIMEOUT_S = 10.0
NOTHING_KEPT = "The workspace is not open: nothing can be kept. Wait for it, or start cmrstudio again."
VERIFICATION_LOST = "The workspace is not open: a verification cannot be kept. Wait for it, or start cmrstudio again."


class SaveState(StrEnum):
    """How the work stands with the disk."""

    OPENING = "opening"
    IDLE = "idle"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True)
class _Kept:
    """What a workspace knows of a reading, by its key."""

    key: str
    annotations: dict
    verifications: dict
    phases: PhaseSelection | None
    conventions: Conventions
    facts: dict
    measurements: tuple[ImageMeasurement, ...]


class KeepingController(QObject):
    """Owns the workspace's store. It opens and reads it on a background thread and writes through a ``StoreWriter``.

    The session knows series only; here their contours get the key of the reader who is at work, and what comes back
    under the key of another reader is dropped.
    """

    opened = Signal()
    refused = Signal(str)
    """The workspace cannot be used, and why; nothing will be kept."""
    restored = Signal(str)
    """What was kept of this series is in the session."""
    conventions_restored = Signal(object)
    """The ``Conventions`` that were kept of this series."""
    facts_recalled = Signal(object)
    """dict of the facts that were kept, by name, by the UID of study and series and by the key of the reading."""
    measurements_restored = Signal(object)
    """tuple[ImageMeasurement, ...] that was kept of the series in the session."""
    save_state_changed = Signal(object, str)
    """A ``SaveState`` and its text for the status bar."""
    recent_changed = Signal(object)
    """tuple[StudyRecord, ...], latest first."""
    reader_changed = Signal(str)
    """Who reads from now on; empty is the shared reading."""
    _answered = Signal(object)
    _stored = Signal(object)

    def __init__(self, session: ReadingSession, thread: BackgroundThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._thread = session, thread
        self._store: AnnotationStore | None = None
        self._writer: StoreWriter | None = None
        self._reader = SHARED
        self._callbacks: dict[Future, tuple[Callable[[Any], None] | None, Callable[[str], None] | None]] = {}
        self._waiting = 0
        self._failure: str | None = None
        self._is_shut = False
        self._answered.connect(self._take_answer, Qt.ConnectionType.QueuedConnection)
        self._stored.connect(self._take_stored, Qt.ConnectionType.QueuedConnection)
        session.annotations_decided.connect(self._keep_annotations)
        session.annotation_drafted.connect(self._keep_draft)
        session.phases_decided.connect(self._keep_phases)
        session.study_opened.connect(self._recall)

    @property
    def is_open(self) -> bool:
        """Whether work is being kept."""
        return self._writer is not None

    @property
    def is_shut(self) -> bool:
        """Whether ``close`` was called."""
        return self._is_shut

    @property
    def reader(self) -> str:
        """Whose reading is open; empty is the shared reading."""
        return self._reader

    def set_reader(self, reader: str) -> None:
        """Keep under this reader's name from now on, and recall that reader's work when a study is opened next."""
        self._reader = reader
        self.reader_changed.emit(reader)

    @property
    def store(self) -> AnnotationStore | None:
        """The open workspace, None while there is none; it may be read on any thread."""
        return self._store

    @property
    def writer(self) -> StoreWriter | None:
        """What writes into the open workspace, None while there is none."""
        return self._writer

    def open(self, path: Path) -> None:
        """Open the workspace in the background; ``opened`` or ``refused`` follows."""
        self.save_state_changed.emit(SaveState.OPENING, "Opening the workspace…")
        self._thread.submit(
            lambda: _open_store(path, self._stored.emit), self._take_store, lambda error: self._refuse(str(error))
        )

    def _take_store(self, opened: tuple) -> None:
        self._store, self._writer, recent, reader = opened
        self.set_reader(reader)
        self.save_state_changed.emit(SaveState.IDLE, "")
        self.recent_changed.emit(recent)
        self.opened.emit()
        if self._session.study is not None:
            self._recall(self._session.study)
            unkept = [a for a in self._session.annotations.values() if a.revision == 0]
            if unkept:
                self._keep_annotations(unkept, "Drawn before the workspace was open")

    def _refuse(self, message: str) -> None:
        self.save_state_changed.emit(SaveState.FAILED, "Not saved")
        self.refused.emit(message)

    # Reading

    @Slot(object)
    def _recall(self, study: Study) -> None:
        series = self._session.series
        if self._store is None or self._writer is None or series is None:
            return
        self._follow(self._writer.remember_study(_record(study)))
        key = reading_key(series.series_uid, self._reader)
        subjects = {study.study_uid: study.study_uid, series.series_uid: key}  # what a reader marks is that reader's

        def read(store: AnnotationStore) -> tuple:
            annotations, verifications = store.annotations(key), store.verifications(key)
            facts = {subject: store.facts(kept_under) for subject, kept_under in subjects.items()}
            chosen = store.phases(key), store.conventions(key)
            kept = _Kept(key, annotations, verifications, *chosen, facts, store.measurements(key))
            return kept, store.recent_studies()

        self.read(read, self._take_kept)

    def read(
        self,
        work: Callable[[AnnotationStore], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[str], None] | None = None,
        thread: BackgroundThread | None = None,
    ) -> None:
        """Read from the store in the background, after all that was handed over before; nothing where it is shut.

        What takes long gets a ``thread`` of its own; nobody is told of a ``CancelledError``.
        """
        store, writer = self._store, self._writer
        if store is None or writer is None:
            return

        def read() -> Any:
            writer.flush()
            return work(store)

        (thread or self._thread).submit(read, on_done, _unless_cancelled(on_error or self._fail))

    def _take_kept(self, found: tuple) -> None:
        kept, recent = found
        self.recent_changed.emit(recent)
        series = self._session.series
        if series is not None and reading_key(series.series_uid, self._reader) == kept.key:
            own = {key: replace(value, series_uid=series.series_uid) for key, value in kept.annotations.items()}
            self._session.restore(by_image(own), by_image(kept.verifications), kept.phases)
            self.conventions_restored.emit(kept.conventions)
            self.facts_recalled.emit(kept.facts)
            self.measurements_restored.emit(kept.measurements)
            self.restored.emit(series.series_uid)

    # Writing

    @Slot(object, str)
    def _keep_annotations(self, annotations: Sequence[SliceAnnotation], gesture: str) -> None:
        if self._writer is not None:
            self._follow(self._writer.edit_all([self.outward(annotation) for annotation in annotations], gesture))

    @Slot(object, str)
    def _keep_draft(self, annotation: SliceAnnotation, gesture: str) -> None:
        if self._writer is not None:
            self._follow(self._writer.edit(self.outward(annotation), gesture, final=False))

    @Slot(str, object)
    def _keep_phases(self, series_uid: str, phases: PhaseSelection) -> None:
        if self._writer is not None:
            self._follow(self._writer.save_phases(reading_key(series_uid, self._reader), phases))

    @Slot(str, object)
    def keep_conventions(self, series_uid: str, conventions: Conventions) -> None:
        """Keep how a series is measured."""
        if self._writer is not None:
            self._follow(self._writer.save_conventions(reading_key(series_uid, self._reader), conventions))

    @Slot(str, object)
    def keep_facts(self, subject_uid: str, facts: Mapping[str, object]) -> None:
        """Keep facts about a study, which are everybody's, or what the reader at work marked on a series, by name."""
        series = self._session.series
        if self._writer is not None:
            is_marked = series is not None and subject_uid == series.series_uid
            key = reading_key(subject_uid, self._reader) if is_marked else subject_uid
            self._follow(self._writer.save_facts(key, facts))

    @Slot(object)
    def keep_qualities(self, annotations: Sequence[SliceAnnotation]) -> None:
        """Keep the quality of contours that are kept already."""
        if self._writer is not None:
            self._follow(self._writer.rate([self.outward(annotation) for annotation in annotations]))

    def keep_measurements(self, series_uid: str, measurements: Sequence[ImageMeasurement], *, is_deleted: bool) -> None:
        """Keep calipers and areas as they are now, or that they were deleted."""
        if self._writer is not None:
            key = reading_key(series_uid, self._reader)
            self._follow(self._writer.save_measurements(key, measurements, is_deleted=is_deleted))

    def verify(self, annotations: Sequence[SliceAnnotation], reviewer: str) -> None:
        """Store that ``reviewer`` verified these; the session shows each once it is on disk."""
        if self._writer is None:
            self._fail(VERIFICATION_LOST)
            return
        now = datetime.now(UTC)
        for annotation in annotations:
            self._follow(self._writer.verify(self.outward(annotation), reviewer, now))

    def write(
        self,
        work: Callable[[AnnotationStore], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[str], None] | None = None,
    ) -> None:
        """Have something written after all that was handed over before; one of the two is called with the outcome."""
        if self._writer is None:
            (on_error or self._fail)(NOTHING_KEPT)
            return
        future = self._writer.call(work)
        self._callbacks[future] = (on_done, on_error)
        self._follow(future)

    def outward(self, annotation: SliceAnnotation) -> SliceAnnotation:
        """An annotation under the key of the reader at work."""
        if not self._reader:
            return annotation
        return replace(annotation, series_uid=reading_key(annotation.series_uid, self._reader))

    def inward(self, verification: Verification) -> Verification | None:
        """A verification as the session knows it; None where it is another reader's."""
        series_uid, reader = split_reading_key(verification.key.series_uid)
        if reader != self._reader:
            return None
        return replace(verification, key=replace(verification.key, series_uid=series_uid))

    def _follow(self, future: Future) -> None:
        self._waiting += 1
        if self._waiting == 1 and self._failure is None:
            self.save_state_changed.emit(SaveState.SAVING, "Saving…")
        future.add_done_callback(self._answered.emit)

    @Slot(object)
    def _take_answer(self, future: Future) -> None:
        self._waiting -= 1
        on_done, on_error = self._callbacks.pop(future, (None, None))
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            (on_error or self._fail)(str(error))
            return
        result = future.result()
        if isinstance(result, Verification) and (own := self.inward(result)) is not None:
            self._session.take_verification(own)
        if on_done is not None:
            on_done(result)
        self._tell_saved()

    @Slot(object)
    def _take_stored(self, stored: tuple[SliceAnnotation, ...]) -> None:
        """Also what the disk took at a later try comes this way."""
        own = [
            replace(annotation, series_uid=series_uid)
            for annotation in stored
            for series_uid, reader in [split_reading_key(annotation.series_uid)]
            if reader == self._reader
        ]
        self._session.take_revisions(own)
        if self._failure is not None:
            self._tell_saved()

    def _tell_saved(self) -> None:
        if self._waiting == 0 and self._writer is not None and not self._writer.unsaved:
            self._failure = None
            now = datetime.now().astimezone()
            self.save_state_changed.emit(SaveState.SAVED, tr(f"Saved {now:%H:%M:%S}"))

    def _fail(self, message: str) -> None:
        self._failure = message
        self.save_state_changed.emit(SaveState.FAILED, message)

    def flush(self) -> str | None:
        """Wait until all work is on disk; the reason where it cannot be."""
        if self._writer is None:
            return None
        try:
            self._writer.flush(FLUSH_TIMEOUT_S)
        except (StoreError, TimeoutError) as error:
            return str(error) or f"the disk did not answer for {FLUSH_TIMEOUT_S:.0f} seconds."
        return None

    def close(self) -> None:
        """Write what waits and close the workspace; what the disk refuses is lost, so call ``flush`` first."""
        self._is_shut = True
        if self._writer is not None:
            writer, self._writer = self._writer, None
            try:
                writer.close()
            except StoreError as error:
                self._fail(str(error))
        if self._store is not None:
            self._store.close()
            self._store = None


def _unless_cancelled(tell: Callable[[str], None]) -> Callable[[CmrstudioError], None]:
    return lambda error: None if isinstance(error, CancelledError) else tell(str(error))


def _record(study: Study) -> StudyRecord:
    from cmrstudio.store.records import StudyRecord

    return StudyRecord(
        study.study_uid,
        study.patient_key,
        study.patient_label,
        str(study.source),
        study.acquired_on,
        datetime.now(UTC),
    )


def _open_store(path: Path, on_stored: Callable[[tuple[SliceAnnotation, ...]], None]) -> tuple:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.reading_records import ReadingRecords
    from cmrstudio.store.writer import StoreWriter

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path}: the folder of the workspace cannot be made: {error.strerror}. Choose another workspace."
        ) from error
    store = AnnotationStore.open(path)
    return store, StoreWriter(store, on_stored), store.recent_studies(), ReadingRecords(store).active_reader()
