"""The engine process: loads TensorFlow, answers requests one after the other, and ends when its client is gone."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cmrstudio.domain.errors import CancelledError, CmrstudioError, DeviceLostError, EngineError, ModelError
from cmrstudio.engine.inbox import Inbox
from cmrstudio.engine.protocol import (
    BeginFineTuning,
    BeginSegment,
    EngineReady,
    EngineStarted,
    EngineUnusable,
    FineTuningCancelled,
    ModelWarm,
    PhaseSegmented,
    Request,
    RequestFailed,
    SegmentCancelled,
    SegmentFinished,
    SegmentProgress,
    WarmRequest,
)
from cmrstudio.engine.tuning import Tuning
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.io.native_output import quiet_unless_it_fails

if TYPE_CHECKING:
    from cmrstudio.engine.cine import PhaseResult

NICENESS = 5
"""The window, which shares the processor with the engine, comes first."""


class Service:
    """Answers requests on the process's main thread."""

    def __init__(self, connection: Connection, inbox: Inbox, registry: ModelRegistry) -> None:
        from cmrstudio.engine.segmenter import Segmenter

        self._connection = connection
        self._inbox = inbox
        self._registry = registry
        self._segmenter = Segmenter(registry)
        self._is_tuning = False

    def run(self) -> NoReturn:
        """Answer until the inbox ends the process."""
        while True:
            self._answer(self._inbox.next_request())

    def _answer(self, request: Request) -> None:
        generation = request.generation
        tunes = isinstance(request, BeginFineTuning)
        try:
            match request:
                case WarmRequest():
                    self._segmenter.load(request.model_id)
                    self._connection.send(ModelWarm(generation))
                case BeginSegment():
                    self._segment(request)
                case BeginFineTuning():
                    self._fine_tune(request)
        except CancelledError:
            self._connection.send(FineTuningCancelled(generation) if tunes else SegmentCancelled(generation))
        except CmrstudioError as error:
            failed = RequestFailed(generation, str(error), is_model_error=isinstance(error, ModelError))
            self._connection.send(failed)
            if isinstance(error, DeviceLostError):
                os._exit(1)  # nothing in this process can use the device again; the client starts another
        except Exception as error:  # noqa: BLE001 - whatever a network dies of, the user hears of it and the engine lives
            traceback.print_exc()
            what = "fine-tuning" if tunes else "segmentation"
            text = f"The {what} failed inside the engine: {type(error).__name__}: {error}. Try again."
            self._connection.send(RequestFailed(generation, text))

    def _fine_tune(self, request: BeginFineTuning) -> None:
        if self._is_tuning:
            raise EngineError("A fine-tuning is going on already; wait for its end or cancel it first.")
        self._is_tuning = True
        try:
            Tuning(request.generation, self._connection, self._inbox, self._answer).run(request, self._registry)
        finally:
            self._is_tuning = False

    def _segment(self, request: BeginSegment) -> None:
        began = time.monotonic()
        done = 0

        def after_batch(count: int) -> None:
            nonlocal done
            done += count
            if count:
                self._connection.send(SegmentProgress(request.generation, done, request.image_count))
            self._inbox.raise_if_cancelled(request.generation)

        def deliver(result: PhaseResult) -> None:
            reply = PhaseSegmented(request.generation, result.phase_index, result.contours, result.quality)
            self._connection.send(reply)

        with self._segmenter.begin(request.model_id, request.pixel_spacing_mm, after_batch, deliver) as cine:
            for _ in range(request.phase_count):
                cine.add(self._inbox.next_phase(request.generation))
            cine.finish()
        self._connection.send(SegmentFinished(request.generation, time.monotonic() - began))


def run_engine(connection: Connection, model_folders: Sequence[Path] | None, user_models: Path | None = None) -> None:
    """The engine process's whole life, at its end of the pipe.

    ``model_folders`` None means the shipped models; ``user_models`` holds further versions of them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the client's to handle
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    connection.send(EngineStarted(os.getpid()))
    inbox = Inbox(connection)
    try:
        with quiet_unless_it_fails():
            ready = _load_tensorflow()
            service = Service(connection, inbox, ModelRegistry(model_folders, user_models))
    except Exception as error:  # noqa: BLE001 - an import may fail in any way; the client must hear why
        traceback.print_exc()
        text = f"TensorFlow cannot be loaded ({type(error).__name__}: {error}). Install cmrstudio again."
        connection.send(EngineUnusable(text))
        return
    connection.send(ready)
    service.run()


def _load_tensorflow() -> EngineReady:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    os.environ["KERAS_BACKEND"] = "tensorflow"
    from cmrstudio.inference.predictor import describe_device

    return EngineReady(*describe_device())
