"""The one background thread that talks to the engine process."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError, ModelError
from cmrstudio.domain.study import Series
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag

if TYPE_CHECKING:
    from cmrstudio.engine.client import EngineClient

READY_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class SegmentJob:
    """What the engine is to segment: all slices of some phases, or those of ``slice_indices``."""

    run_id: int
    series: Series
    model_id: str
    phase_indices: Sequence[int]
    slice_indices: Sequence[int] | None = None


class GpuWorker(QObject):
    """Owns the ``EngineClient``: starts, warms and stops it, and runs segmentations one after another.

    Big arrays are pickled on its thread, never on the window's. Every signal of a segmentation carries its ``run_id``.
    ``user_models`` is the folder with versions of models that did not ship.
    """

    engine_ready = Signal(object)
    """An ``EngineReady``."""
    engine_failed = Signal(str)
    model_failed = Signal(str)
    """A model that was to be loaded ahead of its first use cannot be used; the engine lives on."""
    phase_segmented = Signal(int, int, object)
    """run_id, phase index, annotations by (phase index, slice index)."""
    progressed = Signal(int, int, int)
    """run_id, images done, images in all."""
    finished = Signal(int)
    cancelled = Signal(int)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None, *, user_models: Path | None = None) -> None:
        super().__init__(parent)
        self._user_models = user_models
        self._thread = BackgroundThread("gpu-worker", self)
        self._client: EngineClient | None = None
        self._opening = threading.Lock()
        self._flag: CancelFlag | None = None
        self._closing = CancelFlag()
        self._is_warm = False

    @property
    def engine_pid(self) -> int | None:
        """Process id of the engine, None while there is none."""
        return self._client.pid if self._client else None

    @property
    def is_warm(self) -> bool:
        """Whether a model has been loaded ahead of its first use."""
        return self._is_warm

    def start(self, model_id: str | None = None) -> None:
        """Start the engine and load a model ahead of the first segmentation."""
        self._thread.submit(
            lambda: self._open_client().wait_until_ready(READY_TIMEOUT_S, self._closing),
            self.engine_ready.emit,
            lambda error: self.engine_failed.emit(str(error)),
        )
        if model_id:
            self.warm(model_id)

    def warm(self, model_id: str) -> None:
        """Load another model ahead of its first use."""
        self._thread.submit(
            lambda: self._open_client().warm(model_id, self._closing),
            self._note_warm,
            lambda error: (self.model_failed if isinstance(error, ModelError) else self.engine_failed).emit(str(error)),
        )

    def segment(self, job: SegmentJob) -> None:
        """Segment; ``phase_segmented`` many times, then one of ``finished``, ``cancelled``, ``failed``."""
        flag = self._flag = CancelFlag()
        self._thread.submit(
            lambda: self._segment(job, flag),
            lambda _: self.finished.emit(job.run_id),
            lambda error: self._fail(job.run_id, error),
        )

    def cancel(self) -> None:
        """Ask the latest segmentation to stop."""
        if self._flag is not None:
            self._flag.cancel()

    def client(self) -> EngineClient:
        """The engine's client, for what runs beside segmentations on a thread of its own; safe on any thread."""
        return self._open_client()

    def close(self) -> None:
        """Stop what runs and end the engine."""
        self.cancel()
        self._closing.cancel()
        self._thread.submit(self._stop_client)
        if not self._thread.close() and self._client is not None:
            self._client.kill()

    def _note_warm(self, _result: None) -> None:
        self._is_warm = True

    def _open_client(self) -> EngineClient:
        with self._opening:
            if self._client is None:
                from cmrstudio.engine.client import EngineClient

                self._client = EngineClient(user_models=self._user_models)
                self._client.start()
            return self._client

    def _stop_client(self) -> None:
        if self._client is not None:
            self._client.stop()

    def _segment(self, job: SegmentJob, flag: CancelFlag) -> None:
        from cmrstudio import workflow

        workflow.segment_phases(
            self._open_client(),
            job.series,
            job.model_id,
            list(job.phase_indices),
            slice_indices=job.slice_indices,
            progress=_Report(self, job.run_id),
            cancellation=flag,
            on_phase=lambda phase_index, found: self.phase_segmented.emit(job.run_id, phase_index, found),
        )

    def _fail(self, run_id: int, error: CmrstudioError) -> None:
        if isinstance(error, CancelledError):
            self.cancelled.emit(run_id)
        else:
            self.failed.emit(run_id, str(error))


class _Report:
    """A ``Progress`` that speaks through the worker's signal."""

    def __init__(self, worker: GpuWorker, run_id: int) -> None:
        self._worker, self._run_id = worker, run_id

    def report(self, done: int, total: int, message: str) -> None:
        """Pass on how far the engine has come."""
        self._worker.progressed.emit(self._run_id, done, total)
