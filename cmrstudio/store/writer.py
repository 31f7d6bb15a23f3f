"""One background thread that keeps what the window hands it, in order, and never forgets what could not be kept yet."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Thread
from typing import Any, TypeVar

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.conventions import Conventions
from cmrstudio.domain.errors import StoreError, StoreWriteError
from cmrstudio.domain.image_measurements import ImageMeasurement
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.readers import SHARED
from cmrstudio.domain.study_summary import StudySummary
from cmrstudio.domain.verification import Verification
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import NewEdit, StudyRecord

# Drafts are promised to the disk every 250 ms; the rest is time to commit.
DRAFT_INTERVAL_S = 0.2
RETRY_INTERVAL_S = 2.0

Result = TypeVar("Result")
OnStored = Callable[[tuple[SliceAnnotation, ...]], None]
OnFailed = Callable[[StoreError], None]

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Job:
    """Edits, or a call; ``is_kept`` says whether it is tried again after the disk refused it."""

    edits: tuple[NewEdit, ...] = ()
    call: Callable[[], Any] | None = None
    future: Future[Any] = field(default_factory=Future)
    due_at: float = 0.0
    is_kept: bool = True
    has_failed: bool = False

    @property
    def is_draft(self) -> bool:
        return bool(self.edits) and all(edit.is_draft for edit in self.edits)

    def succeed(self, result: Any) -> None:
        if not self.future.done():
            self.future.set_result(result)

    def fail(self, error: Exception) -> None:
        self.has_failed = True
        if not self.future.done():
            self.future.set_exception(error)


class StoreWriter:
    """Writes to a store off the caller's thread.

    Every method returns at once with a future that is done when the disk has it. Where the disk refuses, the future
    raises ``StoreWriteError`` and the work stays in memory, in order: it is tried again every two seconds, with the
    next work, and by ``flush`` and ``close``. ``on_stored`` gets every stored annotation with its revision, also those
    stored at a later try; ``on_failed`` the error of each new failure. Both are called on the writer's thread.
    """

    def __init__(
        self, store: AnnotationStore, on_stored: OnStored | None = None, on_failed: OnFailed | None = None
    ) -> None:
        self._store = store
        self._on_stored = on_stored
        self._on_failed = on_failed
        self._queue: list[_Job] = []
        self._refused: list[_Job] = []
        self._changed = Condition()
        self._is_closing = False
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def edit(self, annotation: SliceAnnotation, gesture: str, final: bool) -> Future[SliceAnnotation]:
        """Keep an edit; drafts (not ``final``) of one image within 200 ms become one revision."""
        job = _Job(edits=(NewEdit(annotation, gesture, is_draft=not final),))
        outcome: Future[SliceAnnotation] = _running()

        def take(done: Future[tuple[SliceAnnotation, ...]]) -> None:
            error = done.exception()
            if error is None:
                outcome.set_result(done.result()[0])
            else:
                outcome.set_exception(error)

        job.future.add_done_callback(take)
        self._submit(job)
        return outcome

    def edit_all(self, annotations: Sequence[SliceAnnotation], gesture: str) -> Future[tuple[SliceAnnotation, ...]]:
        """Keep one gesture that changes several images, in one transaction."""
        return self._submit(_Job(edits=tuple(NewEdit(annotation, gesture) for annotation in annotations)))

    def rate(self, annotations: Sequence[SliceAnnotation]) -> Future[None]:
        """Keep the quality of contours, after all edits handed over before."""
        return self._submit(_Job(call=lambda: self._store.rate(annotations)))

    def verify(self, annotation: SliceAnnotation, reviewer: str, verified_at_utc: datetime) -> Future[Verification]:
        """Keep a verification, after all edits handed over before."""
        return self._submit(_Job(call=lambda: self._store.verify(annotation, reviewer, verified_at_utc)))

    def call(self, work: Callable[[AnnotationStore], Result]) -> Future[Result]:
        """Have something else done with the store, after all edits handed over before.

        Where the disk refuses it is not tried again: whoever asked for it is told, and asks again.
        """
        return self._submit(_Job(call=lambda: work(self._store), is_kept=False))

    def save_phases(self, series_uid: str, selection: PhaseSelection) -> Future[None]:
        """Keep a choice of phases."""
        return self._submit(_Job(call=lambda: self._store.save_phases(series_uid, selection)))

    def save_measurements(
        self, series_uid: str, measurements: Sequence[ImageMeasurement], *, is_deleted: bool = False
    ) -> Future[None]:
        """Keep calipers and areas, or that they were deleted."""
        return self._submit(
            _Job(call=lambda: self._store.save_measurements(series_uid, measurements, is_deleted=is_deleted))
        )

    def save_conventions(self, series_uid: str, conventions: Conventions) -> Future[None]:
        """Keep how a series is measured."""
        return self._submit(_Job(call=lambda: self._store.save_conventions(series_uid, conventions)))

    def save_facts(self, subject_uid: str, facts: Mapping[str, Any]) -> Future[None]:
        """Keep facts about a study or a series."""
        kept = dict(facts)
        return self._submit(_Job(call=lambda: self._store.save_facts(subject_uid, kept)))

    def remember_study(self, record: StudyRecord) -> Future[None]:
        """Note that a study was opened."""
        return self._submit(_Job(call=lambda: self._store.remember_study(record)))

    def summarise(
        self, summary: StudySummary, thumbnail_png: bytes | None = None, reader: str = SHARED
    ) -> Future[StudySummary]:
        """Keep what the work list shows a reader of a study, after all edits handed over before."""
        return self._submit(_Job(call=lambda: self._store.summaries.put(summary, thumbnail_png, reader)))

    @property
    def unsaved(self) -> tuple[SliceAnnotation, ...]:
        """The annotations that the disk has refused so far, oldest first."""
        with self._changed:
            return tuple(edit.annotation for job in self._refused for edit in job.edits)

    def flush(self, timeout_s: float | None = None) -> None:
        """Wait until everything handed over is on the disk. Raises ``StoreError``, or ``TimeoutError``."""
        self._submit(_Job(call=lambda: None, is_kept=False)).result(timeout_s)

    def close(self) -> None:
        """Store what is left and end the thread; a second call does nothing.

        Raises ``StoreError`` where the disk still refuses: that work is then lost with this process, so call ``flush``
        first and ask the user.
        """
        with self._changed:
            if self._is_closing:
                return
            self._is_closing = True
            self._changed.notify()
        self._thread.join()
        if self._refused:
            raise StoreError(f"{self._store.path}: {len(self._refused)} changes could not be stored before closing.")

    def _submit(self, job: _Job) -> Future[Any]:
        job.future.set_running_or_notify_cancel()
        with self._changed:
            if self._is_closing:
                raise StoreError(f"{self._store.path}: the workspace has been closed. Open it again.")
            job.due_at = time.monotonic() + (DRAFT_INTERVAL_S if job.is_draft else 0.0)
            self._queue.append(job)
            self._changed.notify()
        return job.future

    def _run(self) -> None:
        is_last = False
        while not is_last:
            with self._changed:
                self._wait_until_due()
                jobs, self._queue = self._refused + self._queue, []
                is_last = self._is_closing
            self._work(jobs)

    def _wait_until_due(self) -> None:
        retry_at = time.monotonic() + RETRY_INTERVAL_S if self._refused else float("inf")
        while not self._is_closing:
            due_at = min((job.due_at for job in self._queue), default=retry_at)
            wait_s = min(due_at, retry_at) - time.monotonic()
            if wait_s <= 0:
                return
            self._changed.wait(None if wait_s == float("inf") else wait_s)

    def _work(self, jobs: list[_Job]) -> None:
        """Do jobs in order; from the first that the disk refuses on, all wait for the next try."""
        groups = deque(_grouped(jobs))
        while groups:
            group = groups.popleft()
            try:
                self._do(group)
            except StoreWriteError as error:
                self._refuse([job for each in (group, *groups) for job in each], error)
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever waits for the future
                if len(group) == 1:
                    group[0].fail(error)
                else:  # one of them is at fault: the others must not suffer
                    groups.extendleft([job] for job in reversed(group))
        with self._changed:
            self._refused = []

    def _do(self, group: list[_Job]) -> None:
        if group[0].call is not None:
            group[0].succeed(group[0].call())
            return
        stored = _append(self._store, group)
        for job, found in zip(group, stored, strict=True):
            job.succeed(found)
        if self._on_stored:
            _tell(self._on_stored, tuple(dict.fromkeys(annotation for found in stored for annotation in found)))

    def _refuse(self, jobs: list[_Job], error: StoreWriteError) -> None:
        is_news = any(not job.has_failed for job in jobs)
        with self._changed:
            self._refused = [job for job in jobs if job.is_kept]
        for job in jobs:
            job.fail(error)
        if is_news and self._on_failed:
            _tell(self._on_failed, error)


def _running() -> Future[Any]:
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future


def _tell(listener: Callable[[Any], None], news: Any) -> None:
    try:
        listener(news)
    except Exception:  # noqa: BLE001 - the listener's mistake must not end the thread that keeps the reader's work
        _log.exception("A listener of the store failed")


def _grouped(jobs: list[_Job]) -> list[list[_Job]]:
    """Neighbouring edits go together into one transaction, calls alone."""
    groups: list[list[_Job]] = []
    for job in jobs:
        if groups and job.edits and groups[-1][-1].edits:
            groups[-1].append(job)
        else:
            groups.append([job])
    return groups


def _append(store: AnnotationStore, jobs: list[_Job]) -> list[tuple[SliceAnnotation, ...]]:
    """Store the edits of jobs in one transaction, without drafts that a later edit of the same image replaces.

    Returns the stored annotations of each job; those of a replaced draft are what replaced it.
    """
    all_edits = [edit for job in jobs for edit in job.edits]
    last = {edit.annotation.key: index for index, edit in enumerate(all_edits)}
    kept = [i for i, edit in enumerate(all_edits) if not edit.is_draft or last[edit.annotation.key] == i]
    stored = dict(zip(kept, store.append_edits([all_edits[index] for index in kept]), strict=True))
    results, index = [], 0
    for job in jobs:
        numbers = range(index, index + len(job.edits))
        results.append(tuple(stored.get(n) or stored[last[all_edits[n].annotation.key]] for n in numbers))
        index += len(job.edits)
    return results
