"""Reads studies on a thread and tells the window of images in batches."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError
from cmrstudio.domain.study import Study
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag
from cmrstudio.gui.workers.kept_pool import KeptPool

BATCH_MS = 33


class _Arrivals:
    """What the reading thread has to tell, collected until the window asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._preview: tuple[np.ndarray, tuple[float, float]] | None = None
        self._study: Study | None = None
        self._frames: list[tuple[int, int]] = []
        self._progress: tuple[int, int, str] | None = None

    def preview(self, image: np.ndarray, pixel_spacing_mm: tuple[float, float]) -> None:
        """One early image [row, column]."""
        with self._lock:
            self._preview = (image, pixel_spacing_mm)

    def planned(self, study: Study) -> None:
        """The study is sorted; its images come next."""
        with self._lock:
            self._study = study

    def frame(self, phase_index: int, slice_index: int) -> None:
        """An image is there."""
        with self._lock:
            self._frames.append((phase_index, slice_index))

    def report(self, done: int, total: int, message: str) -> None:
        """How far the reading has come."""
        with self._lock:
            self._progress = (done, total, message)

    def take(self) -> tuple:
        """Preview, study, frames and progress since the last call."""
        with self._lock:
            taken = (self._preview, self._study, self._frames, self._progress)
            self._preview, self._study, self._frames, self._progress = None, None, [], None
        return taken


class StudyLoader(QObject):
    """Reads one study at a time; a new ``open`` abandons the one before.

    Signals in their order: ``preview_ready``, ``study_planned``, ``frames_ready`` many times beside ``progressed``,
    then one of ``study_ready``, ``failed``, ``cancelled``. ``warm_up`` starts the processes that decode pixels.
    """

    preview_ready = Signal(object, object)
    """Image [row, column] and pixel spacing (row, column) in mm."""
    study_planned = Signal(object)
    frames_ready = Signal(object)
    """list of (phase index, slice index)."""
    progressed = Signal(int, int, str)
    study_ready = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = BackgroundThread("study-loader", self)
        self._pool = KeptPool()
        self._flag: CancelFlag | None = None
        self._arrivals = _Arrivals()
        self._timer = QTimer(self)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self._pass_on)

    @property
    def is_loading(self) -> bool:
        """Whether a study is being read."""
        return self._flag is not None

    def warm_up(self) -> None:
        """Start the decoding processes ahead of the first study."""
        self._thread.submit(self._pool.start)

    def open(self, path: Path) -> None:
        """Begin to read ``path``."""
        self.cancel()
        flag, arrivals = CancelFlag(), _Arrivals()
        self._flag, self._arrivals = flag, arrivals
        self._timer.start()

        def read() -> Study:
            from cmrstudio import workflow

            pool = self._pool.start()
            return workflow.open_study(path, progress=arrivals, cancellation=flag, listener=arrivals, pool=pool)

        self._thread.submit(read, lambda study: self._finish(flag, study), lambda error: self._fail(flag, error))

    def cancel(self) -> None:
        """Ask the reading to stop; ``cancelled`` follows."""
        if self._flag is not None:
            self._flag.cancel()

    def close(self) -> None:
        """Stop reading and end the decoding processes."""
        self.cancel()
        self._timer.stop()
        self._thread.submit(self._pool.stop)
        self._thread.close()

    def _pass_on(self) -> None:
        preview, study, frames, progress = self._arrivals.take()
        if preview is not None and study is None:
            self.preview_ready.emit(*preview)
        if study is not None:
            self.study_planned.emit(study)
        if frames:
            self.frames_ready.emit(frames)
        if progress is not None:
            self.progressed.emit(*progress)

    def _end(self, flag: CancelFlag) -> bool:
        if self._flag is not flag:
            return False
        self._pass_on()
        self._timer.stop()
        self._flag = None
        return True

    def _finish(self, flag: CancelFlag, study: Study) -> None:
        if self._end(flag):
            self.study_ready.emit(study)

    def _fail(self, flag: CancelFlag, error: CmrstudioError) -> None:
        if not self._end(flag):
            return
        if isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            self.failed.emit(str(error))
