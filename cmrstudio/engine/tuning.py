"""A fine-tuning as it goes on in the engine: what it tells, and what is answered between its batches."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from cmrstudio.engine.inbox import Inbox
from cmrstudio.engine.protocol import (
    BeginFineTuning,
    FineTuningFinished,
    FineTuningGallery,
    FineTuningNote,
    FineTuningPaused,
    FineTuningProgress,
    FineTuningStarted,
    Request,
)
from cmrstudio.inference.registry import ModelRegistry

if TYPE_CHECKING:
    from training.finetune_settings import EpochReport, GalleryImage


class Tuning:
    """The hooks of a fine-tuning (``training.finetune_settings.FineTuneHooks``).

    Between two batches the requests that wait are answered with ``answer``, so that a reader waits for a batch at most;
    there a pause begins, during which they are answered too, and a cancel ends the run.
    """

    def __init__(
        self, generation: int, connection: Connection, inbox: Inbox, answer: Callable[[Request], None]
    ) -> None:
        self._generation = generation
        self._connection = connection
        self._inbox = inbox
        self._answer = answer

    def run(self, request: BeginFineTuning, registry: ModelRegistry) -> None:
        """Fine-tune to the end. Raises what ``fine_tune`` raises, ``CancelledError`` among it."""
        from training.distribution import make_repeatable
        from training.finetune import fine_tune

        self.between_batches()
        make_repeatable()
        self._connection.send(FineTuningStarted(self._generation))
        result = fine_tune(request.request, request.folder, self, registry)
        self._connection.send(FineTuningFinished(self._generation, result))

    def between_batches(self) -> None:
        """Answer what waits, rest if that is asked for. Raises ``CancelledError``."""
        self._answer_waiting()
        self._inbox.raise_if_cancelled(self._generation)
        if not self._inbox.is_paused(self._generation):
            return
        self._connection.send(FineTuningPaused(self._generation))
        while self._inbox.is_paused(self._generation):
            self._inbox.rest(self._generation)
            self._answer_waiting()
            self._inbox.raise_if_cancelled(self._generation)
        self._connection.send(FineTuningPaused(self._generation, is_paused=False))

    def on_epoch(self, report: EpochReport) -> None:
        """Pass it on."""
        self._connection.send(FineTuningProgress(self._generation, report))

    def on_gallery(self, epoch: int, images: tuple[GalleryImage, ...]) -> None:
        """Pass it on."""
        self._connection.send(FineTuningGallery(self._generation, epoch, images))

    def on_note(self, text: str) -> None:
        """Pass it on."""
        self._connection.send(FineTuningNote(self._generation, text))

    def _answer_waiting(self) -> None:
        while (request := self._inbox.waiting_request()) is not None:
            self._answer(request)
