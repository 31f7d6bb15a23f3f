"""What the engine process is told, sorted, while it is at work."""

from __future__ import annotations

import os
import threading
from collections import deque
from multiprocessing.connection import Connection

from cmrstudio.domain.errors import CancelledError
from cmrstudio.engine.protocol import (
    BeginSegment,
    CancelRequest,
    Message,
    PauseFineTuning,
    PhaseImages,
    Request,
    ResumeFineTuning,
    SegmentPhase,
    ShutDown,
)


class Inbox:
    """Reads the pipe on a thread of its own, so that a cancel is known and a sender never waits while a network runs.

    Requests wait in their order; images wait for the segmentation that takes them. When the other end of the pipe is
    gone or says so, this process ends at once, whatever it is doing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._news = threading.Condition()
        self._requests: deque[Request] = deque()
        self._phases: deque[SegmentPhase] = deque()
        self._cancelled: set[int] = set()
        self._paused: set[int] = set()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                message: Message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(message, ShutDown):
                os._exit(0)  # what is worth saving is on the disk, and TensorFlow's threads would take their time
            with self._news:
                self._sort(message)
                self._news.notify_all()

    def _sort(self, message: Message) -> None:
        match message:
            case CancelRequest():
                self._cancelled.add(message.generation)
            case PauseFineTuning():
                self._paused.add(message.generation)
            case ResumeFineTuning():
                self._paused.discard(message.generation)
            case SegmentPhase():
                self._phases.append(message)
            case BeginSegment():
                self._phases.clear()  # one segmentation is asked for at a time: these are of one that was given up
                self._requests.append(message)
            case ShutDown():
                pass
            case _:
                self._requests.append(message)

    def next_request(self) -> Request:
        """Wait for the next request."""
        with self._news:
            self._news.wait_for(lambda: self._requests)
            return self._requests.popleft()

    def waiting_request(self) -> Request | None:
        """The next request if there is one already."""
        with self._news:
            return self._requests.popleft() if self._requests else None

    def rest(self, generation: int) -> None:
        """Wait while a generation is paused, until there is a request to answer or the generation is cancelled."""
        with self._news:
            self._news.wait_for(
                lambda: self._requests or generation in self._cancelled or generation not in self._paused
            )

    def is_paused(self, generation: int) -> bool:
        """Whether a generation is to rest."""
        return generation in self._paused

    def raise_if_cancelled(self, generation: int) -> None:
        """Raise ``CancelledError`` where this generation was cancelled."""
        if generation in self._cancelled:
            raise CancelledError

    def next_phase(self, generation: int) -> PhaseImages:
        """Wait for the next images of a generation. Raises ``CancelledError``."""
        with self._news:
            while True:
                self._news.wait_for(lambda: self._phases or generation in self._cancelled)
                self.raise_if_cancelled(generation)
                message = self._phases.popleft()
                if message.generation == generation:
                    return message.images
