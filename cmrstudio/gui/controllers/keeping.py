"""Keeping the reader's work: every decision goes to the store, and the store's answer to the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import Study
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.workers.background import BackgroundThread

if TYPE_CHECKING:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter

FLUSH_TIMEOUT_S = 10.0


class SaveState(StrEnum):
    """How the work stands with the disk."""

    OPENING = "opening"
    IDLE = "idle"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True)
class _Kept:
    """What a workspace knows of a series."""

    series_uid: str
    annotations: dict
    verifications: dict
    phases: PhaseSelection | None


class KeepingController(QObject):
    """Owns the workspace's store. It opens and reads it on a background thread and writes through a ``StoreWriter``."""

    opened = Signal()
    refused = Signal(str)
    """The workspace cannot be used, and why; nothing will be kept."""
    restored = Signal(str)
    """What was kept of this series is in the session."""
    save_state_changed = Signal(object, str)
    """A ``SaveState`` and its text for the status bar."""
    recent_changed = Signal(object)
    """tuple[StudyRecord, ...], latest first."""
    _answered = Signal(object)
    _stored = Signal(object)

    def __init__(self, session: ReadingSession, thread: BackgroundThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._thread = session, thread
        self._store: AnnotationStore | None = None
        self._writer: StoreWriter | None = None
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
    def store(self) -> AnnotationStore | None:
        """The open workspace, None while there is none; it may be read on any thread."""
        return self._store

    def open(self, path: Path) -> None:
        """Open the workspace in the background; ``opened`` or ``refused`` follows."""
        self.save_state_changed.emit(SaveState.OPENING, "Opening the workspace…")
        self._thread.submit(
            lambda: _open_store(path, self._stored.emit), self._take_store, lambda error: self._refuse(str(error))
        )

    def _take_store(self, opened: tuple) -> None:
        self._store, self._writer, recent = opened
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
        from cmrstudio.store.records import StudyRecord

        record = StudyRecord(
            study.study_uid,
            study.patient_key,
            study.patient_label,
            str(study.source),
            study.acquired_on,
            datetime.now(UTC),
        )
        self._follow(self._writer.remember_study(record))
        store, uid, writer = self._store, series.series_uid, self._writer

        def read() -> tuple:
            writer.flush()
            annotations, verifications = store.annotations(uid), store.verifications(uid)
            return _Kept(uid, annotations, verifications, store.phases(uid)), store.recent_studies()

        self._thread.submit(read, self._take_kept, lambda error: self._fail(str(error)))

    def _take_kept(self, found: tuple) -> None:
        kept, recent = found
        self.recent_changed.emit(recent)
        series = self._session.series
        if series is not None and series.series_uid == kept.series_uid:
            self._session.restore(
                {(key.phase_index, key.slice_index): value for key, value in kept.annotations.items()},
                {(key.phase_index, key.slice_index): value for key, value in kept.verifications.items()},
                kept.phases,
            )
            self.restored.emit(kept.series_uid)

    # Writing

    @Slot(object, str)
    def _keep_annotations(self, annotations: Sequence[SliceAnnotation], gesture: str) -> None:
        if self._writer is not None:
            self._follow(self._writer.edit_all(annotations, gesture))

    @Slot(object, str)
    def _keep_draft(self, annotation: SliceAnnotation, gesture: str) -> None:
        if self._writer is not None:
            self._follow(self._writer.edit(annotation, gesture, final=False))

    @Slot(str, object)
    def _keep_phases(self, series_uid: str, phases: PhaseSelection) -> None:
        if self._writer is not None:
            self._follow(self._writer.save_phases(series_uid, phases))

    @Slot(object)
    def keep_qualities(self, annotations: Sequence[SliceAnnotation]) -> None:
        """Keep the quality of contours that are kept already."""
        if self._writer is not None:
            self._follow(self._writer.rate(annotations))

    def verify(self, annotations: Sequence[SliceAnnotation], reviewer: str) -> None:
        """Store that ``reviewer`` verified these; the session shows each once it is on disk."""
        if self._writer is None:
            self._fail("The workspace is not open: a verification cannot be kept.")
            return
        now = datetime.now(UTC)
        for annotation in annotations:
            self._follow(self._writer.verify(annotation, reviewer, now))

    def _follow(self, future: Future) -> None:
        self._waiting += 1
        if self._waiting == 1 and self._failure is None:
            self.save_state_changed.emit(SaveState.SAVING, "Saving…")
        future.add_done_callback(self._answered.emit)

    @Slot(object)
    def _take_answer(self, future: Future) -> None:
        from cmrstudio.domain.verification import Verification

        self._waiting -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            self._fail(str(error))
            return
        result = future.result()
        if isinstance(result, Verification):
            self._session.take_verification(result)
        self._tell_saved()

    @Slot(object)
    def _take_stored(self, stored: tuple[SliceAnnotation, ...]) -> None:
        """Also what the disk took at a later try comes this way."""
        self._session.take_revisions(stored)
        if self._failure is not None:
            self._tell_saved()

    def _tell_saved(self) -> None:
        if self._waiting == 0 and self._writer is not None and not self._writer.unsaved:
            self._failure = None
            now = datetime.now().astimezone()
            self.save_state_changed.emit(SaveState.SAVED, f"Saved {now:%H:%M:%S}")

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


def _open_store(path: Path, on_stored: Callable[[tuple[SliceAnnotation, ...]], None]) -> tuple:
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the folder of the workspace cannot be made ({error.strerror}).") from error
    store = AnnotationStore.open(path)
    return store, StoreWriter(store, on_stored), store.recent_studies()
