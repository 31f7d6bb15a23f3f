"""The engine process: loads TensorFlow, answers requests one after the other, and ends when its client is gone."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cmrstudio.domain.errors import CancelledError, CmrstudioError, ModelError
from cmrstudio.engine.protocol import (
    BeginSegment,
    CancelRequest,
    EngineReady,
    EngineStarted,
    EngineUnusable,
    Message,
    ModelWarm,
    PhaseImages,
    PhaseSegmented,
    RequestFailed,
    SegmentCancelled,
    SegmentFinished,
    SegmentPhase,
    SegmentProgress,
    ShutDown,
    WarmRequest,
)
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.io.native_output import quiet_unless_it_fails

if TYPE_CHECKING:
    from cmrstudio.engine.cine import PhaseResult

NICENESS = 5
"""The window, which shares the processor with the engine, comes first."""


class Inbox:
    """Reads the pipe on a thread of its own, so that a cancel is known and a sender never waits while a network runs.

    When the other end of the pipe is gone or says so, this process ends at once, whatever it is doing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._cancelled_up_to = -1
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                message: Message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(message, ShutDown):
                os._exit(0)  # nothing here is worth saving, and TensorFlow's threads would take their time
            if isinstance(message, CancelRequest):
                self._cancelled_up_to = max(self._cancelled_up_to, message.generation)
            self._messages.put(message)

    def next_message(self) -> Message:
        """Wait for the next message."""
        return self._messages.get()

    def raise_if_cancelled(self, generation: int) -> None:
        """Raise ``CancelledError`` where this generation or a later one was cancelled."""
        if generation <= self._cancelled_up_to:
            raise CancelledError

    def next_phase(self, generation: int) -> PhaseImages:
        """Wait for the next images of a generation, passing over those of older ones. Raises ``CancelledError``."""
        while True:
            self.raise_if_cancelled(generation)
            message = self.next_message()
            if isinstance(message, SegmentPhase) and message.generation == generation:
                return message.images


class Service:
    """Answers requests on the process's main thread."""

    def __init__(self, connection: Connection, inbox: Inbox, registry: ModelRegistry) -> None:
        from cmrstudio.engine.segmenter import Segmenter

        self._connection = connection
        self._inbox = inbox
        self._segmenter = Segmenter(registry)

    def run(self) -> NoReturn:
        """Answer until the inbox ends the process."""
        while True:
            message = self._inbox.next_message()
            if isinstance(message, WarmRequest | BeginSegment):
                self._answer(message)

    def _answer(self, message: WarmRequest | BeginSegment) -> None:
        try:
            if isinstance(message, WarmRequest):
                self._segmenter.load(message.model_id)
                self._connection.send(ModelWarm(message.generation))
            else:
                self._segment(message)
        except CancelledError:
            self._connection.send(SegmentCancelled(message.generation))
        except CmrstudioError as error:
            failed = RequestFailed(message.generation, str(error), is_model_error=isinstance(error, ModelError))
            self._connection.send(failed)
        except Exception as error:  # noqa: BLE001 - whatever a network dies of, the user hears of it and the engine lives
            traceback.print_exc()
            text = f"The segmentation failed inside the engine: {type(error).__name__}: {error}"
            self._connection.send(RequestFailed(message.generation, text))

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
        connection.send(EngineUnusable(f"TensorFlow cannot be loaded ({type(error).__name__}: {error})."))
        return
    connection.send(ready)
    service.run()


def _load_tensorflow() -> EngineReady:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    os.environ["KERAS_BACKEND"] = "tensorflow"
    from cmrstudio.inference.predictor import describe_device

    return EngineReady(*describe_device())
