"""The thread on which a model learns: snapshot, fine-tuning in the engine and comparison, while reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag
from cmrstudio.gui.workers.gpu_worker import GpuWorker

if TYPE_CHECKING:
    from cmrstudio.inference.model_versions import ModelVersions
    from cmrstudio.learning import Learned
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter
    from training.finetune_settings import FineTuneSettings
    from training.truth import TruthVolume

CLOSE_TIMEOUT_S = 5.0


class LearningWorker(QObject):
    """Runs one fine-tuning at a time beside the segmentations of a ``GpuWorker``, in the same engine.

    After each start: ``progressed`` and ``replied`` many times, then one of ``learned``, ``cancelled``, ``failed``.
    ``reference`` are the volumes that a candidate may not forget, the shipped ones where it is None.
    """

    replied = Signal(object)
    """What the engine tells of the fine-tuning (``engine.protocol.Reply``)."""
    progressed = Signal(int, int, str)
    """How many parts are done, of how many (0 is unknown), and of what; while images are read and models compared."""
    learned = Signal(object)
    """A ``learning.Learned``."""
    cancelled = Signal()
    failed = Signal(str)

    def __init__(self, gpu_worker: GpuWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reference: Sequence[TruthVolume] | None = None
        self._gpu_worker = gpu_worker
        self._thread: BackgroundThread | None = None
        self._flag: CancelFlag | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a model learns or is being judged."""
        return self._flag is not None

    def learn(
        self,
        store: AnnotationStore,
        writer: StoreWriter,
        versions: ModelVersions,
        settings: FineTuneSettings,
        reader: str,
        viewer: str,
    ) -> None:
        """Learn from all that is verified by now and that ``viewer`` may see (empty is the shared reading)."""

        def work(flag: CancelFlag) -> Learned:
            from cmrstudio import learning

            writer.flush()
            progress = _Told(self.progressed.emit)
            found = learning.learning_set(store, reader=reader, viewer=viewer, progress=progress, cancellation=flag)
            return learning.learn(
                found,
                settings,
                versions,
                self._gpu_worker.client(),
                self.replied.emit,
                reference=self.reference,
                progress=progress,
                cancellation=flag,
            )

        self._run(work)

    def go_on(self, run: Path, versions: ModelVersions) -> None:
        """Go on with a run that was cut off."""

        def work(flag: CancelFlag) -> Learned:
            from cmrstudio import learning

            return learning.go_on(
                run,
                versions,
                self._gpu_worker.client(),
                self.replied.emit,
                reference=self.reference,
                progress=_Told(self.progressed.emit),
                cancellation=flag,
            )

        self._run(work)

    def pause(self) -> None:
        """Let the fine-tuning rest after the batch under way."""
        if self.is_busy:
            self._gpu_worker.client().pause_fine_tuning()

    def resume(self) -> None:
        """Let a fine-tuning that rests go on."""
        if self.is_busy:
            self._gpu_worker.client().resume_fine_tuning()

    def cancel(self) -> None:
        """Stop after the batch under way; what is done so far stays on disk."""
        if self._flag is not None:
            self._flag.cancel()

    def close(self) -> None:
        """Stop and end the thread; the engine should have been ended before."""
        self.cancel()
        if self._thread is not None:
            self._thread.close(CLOSE_TIMEOUT_S)

    def _run(self, work: Callable[[CancelFlag], Learned]) -> None:
        if self._thread is None:
            self._thread = BackgroundThread("learning", self)
        flag = self._flag = CancelFlag()
        self._thread.submit(lambda: work(flag), self._end, self._fail)

    def _end(self, learned: Learned) -> None:
        self._flag = None
        self.learned.emit(learned)

    def _fail(self, error: CmrstudioError) -> None:
        self._flag = None
        if isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            self.failed.emit(str(error))


class _Told:
    """A ``Progress`` that passes on what it is told."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell

    def report(self, done: int, total: int, message: str) -> None:
        """Pass it on."""
        self._tell(done, total, message)
