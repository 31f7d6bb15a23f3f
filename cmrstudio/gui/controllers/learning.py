"""A model learns from what was verified: what there is to learn from, and the run that goes on in the background."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.domain.reader_consensus import CONSENSUS
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.workers.background import BackgroundThread
from cmrstudio.gui.workers.learning_worker import LearningWorker

if TYPE_CHECKING:
    from cmrstudio.inference.model_versions import ModelVersions
    from cmrstudio.learning import Learned
    from cmrstudio.learning_overview import Overview
    from cmrstudio.learning_runs import WaitingRun
    from training.finetune_settings import FineTuneSettings

ONE_AT_A_TIME = "A fine-tuning is going on already; wait for its end or cancel it first."


class Stage(StrEnum):
    """Where a fine-tuning is."""

    IDLE = "idle"
    PREPARING = "preparing"
    TRAINING = "training"
    PAUSING = "pausing"
    PAUSED = "paused"
    COMPARING = "comparing"
    STOPPING = "stopping"


class LearningController(QObject):
    """Starts, pauses and stops the fine-tuning of one model, and reads what there is to learn from.

    All that takes time runs on threads of their own: ``LearningWorker``'s, and one that reads.
    """

    overview_changed = Signal(object)
    """``learning_overview.Overview`` of the base model."""
    waiting_changed = Signal(object)
    """tuple[WaitingRun, ...]: what was cut off and can go on."""
    stage_changed = Signal(object)
    epoch_told = Signal(object)
    """``EpochReport``; of a run that goes on those of the epochs behind it come again."""
    gallery_told = Signal(int, object)
    """epoch, tuple[GalleryImage, ...]."""
    noted = Signal(str)
    progressed = Signal(int, int, str)
    learned = Signal(object)
    """``learning.Learned``."""
    cancelled = Signal()
    failed = Signal(str)

    def __init__(
        self, keeping: KeepingController, worker: LearningWorker, user_models: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keeping, self._worker, self._user_models = keeping, worker, user_models
        self._thread: BackgroundThread | None = None
        self._stage = Stage.IDLE
        self.model_id = ""
        self.reader = CONSENSUS
        worker.replied.connect(self._take)
        worker.progressed.connect(self.progressed)
        worker.learned.connect(self._end)
        worker.cancelled.connect(lambda: self._stop(self.cancelled.emit))
        worker.failed.connect(lambda text: self._stop(lambda: self.failed.emit(text)))

    @property
    def stage(self) -> Stage:
        """Where the fine-tuning is."""
        return self._stage

    @property
    def thread(self) -> BackgroundThread:
        """The thread that reads for the window of the training; the run has another."""
        if self._thread is None:
            self._thread = BackgroundThread("learning-reader", self)
        return self._thread

    def versions(self) -> ModelVersions:
        """All versions of the models of the workspace."""
        from cmrstudio.inference.model_versions import ModelVersions

        return ModelVersions(self._user_models)

    # What there is to learn from

    def choose_model(self, model_id: str) -> None:
        """The model that is to learn."""
        if model_id and model_id != self.model_id:
            self.model_id = model_id
            self.refresh()

    def choose_reader(self, reader: str) -> None:
        """Whose reading counts where several readers verified the same image."""
        if reader and reader != self.reader:
            self.reader = reader
            self.refresh()

    def refresh(self) -> None:
        """Read anew what is verified, and what waits to go on."""
        store, writer, viewer = self._keeping.store, self._keeping.writer, self._keeping.reader
        model_id, reader = self.model_id, self.reader
        if store is None or writer is None or not model_id:
            return

        def read() -> Overview:
            from cmrstudio import learning_overview

            writer.flush()
            return learning_overview.overview(store, self.versions(), model_id, reader, viewer)

        self.thread.submit(read, self._take_overview, self._fail)
        self.look_for_waiting()

    def look_for_waiting(self) -> None:
        """Look for what was cut off, by whatever, and can go on."""

        def look() -> tuple[WaitingRun, ...]:
            from cmrstudio.learning_runs import waiting_runs

            return waiting_runs(self.versions())

        self.thread.submit(look, self._take_waiting, self._fail)

    def _take_overview(self, overview: Overview) -> None:
        if (overview.model_id, overview.reader) == (self.model_id, self.reader):
            self.overview_changed.emit(overview)

    def _take_waiting(self, waiting: tuple[WaitingRun, ...]) -> None:
        self.waiting_changed.emit(() if self._worker.is_busy else waiting)

    # The run

    def start(self, settings: FineTuneSettings) -> None:
        """Learn from what is verified now."""
        store, writer = self._keeping.store, self._keeping.writer
        if store is None or writer is None:
            self.failed.emit(
                "The workspace is not open: nothing that is verified can be read. "
                "Wait for it, or start cmrstudio again."
            )
        elif self._worker.is_busy:
            self.failed.emit(ONE_AT_A_TIME)
        else:
            self._begin()
            self._worker.learn(store, writer, self.versions(), settings, self.reader, self._keeping.reader)

    def go_on(self, run: WaitingRun) -> None:
        """Go on with what was cut off, from its last epoch."""
        if self._worker.is_busy:
            self.failed.emit(ONE_AT_A_TIME)
            return
        self._begin()
        self._worker.go_on(run.folder, self.versions())

    def discard_run(self, run: WaitingRun) -> None:
        """Remove what was cut off."""

        def discard() -> None:
            from cmrstudio.learning_runs import discard_run

            discard_run(run)

        self.thread.submit(discard, lambda _: self.refresh(), self._fail)

    def pause(self) -> None:
        """Rest after the batch under way, or go on."""
        if self._stage is Stage.TRAINING:
            self._set_stage(Stage.PAUSING)
            self._worker.pause()
        elif self._stage in (Stage.PAUSING, Stage.PAUSED):
            self._worker.resume()
            if self._stage is Stage.PAUSING:
                self._set_stage(Stage.TRAINING)

    def cancel(self) -> None:
        """Stop; what is done so far stays, and can go on later."""
        if self._worker.is_busy:
            self._set_stage(Stage.STOPPING)
            self._worker.cancel()

    def close(self) -> None:
        """Stop and end the threads; the engine should have been ended before."""
        self._worker.close()
        if self._thread is not None:
            self._thread.close()

    def _begin(self) -> None:
        self._set_stage(Stage.PREPARING)
        self.waiting_changed.emit(())

    def _take(self, reply: object) -> None:
        from cmrstudio.engine import protocol

        match reply:
            case protocol.FineTuningStarted():
                self._reach(Stage.TRAINING)
            case protocol.FineTuningProgress(report=report):
                self.epoch_told.emit(report)
            case protocol.FineTuningGallery(epoch=epoch, images=images):
                self.gallery_told.emit(epoch, images)
            case protocol.FineTuningNote(text=text):
                self.noted.emit(text)
            case protocol.FineTuningPaused(is_paused=is_paused):
                self._reach(Stage.PAUSED if is_paused else Stage.TRAINING)
            case protocol.FineTuningFinished():
                self._reach(Stage.COMPARING)

    def _reach(self, stage: Stage) -> None:
        """What the engine does is news, unless it has been asked to stop."""
        if self._stage is not Stage.STOPPING:
            self._set_stage(stage)

    def _set_stage(self, stage: Stage) -> None:
        if stage is not self._stage:
            self._stage = stage
            self.stage_changed.emit(stage)

    def _end(self, learned: Learned) -> None:
        self._stop(lambda: self.learned.emit(learned))

    def _stop(self, tell) -> None:
        self._set_stage(Stage.IDLE)
        tell()
        self.refresh()

    def _fail(self, error: CmrstudioError) -> None:
        self.failed.emit(str(error))
