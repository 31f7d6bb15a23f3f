"""One thread that runs plain functions in turn and hands their results to the thread of the window."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from cmrstudio.domain.errors import CmrstudioError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    on_done: Callable[[Any], None] | None
    on_error: Callable[[CmrstudioError], None] | None


class UnexpectedError(CmrstudioError):
    """Work failed in a way that nobody foresaw; the message names the error for a report."""


class CancelFlag:
    """A ``Cancellation`` that another thread can raise."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    def is_cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._event.is_set()


class BackgroundThread(QObject):
    """Runs submitted functions one after another on a thread of its own.

    ``on_done`` and ``on_error`` are called on the thread that this object lives on, and not at all after ``close``.
    """

    _returned = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._is_open = True
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[CmrstudioError], None] | None = None,
    ) -> None:
        """Run ``work`` when those before it are finished; any error reaches ``on_error`` as a ``CmrstudioError``."""
        self._jobs.put(_Job(work, on_done, on_error))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Finish what was submitted and end the thread; false where that took longer than ``timeout_s``."""
        self._is_open = False
        self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._post(job)

    def _post(self, job: _Job) -> None:
        error: CmrstudioError | None = None
        result: Any = None
        try:
            result = job.work()
        except CmrstudioError as expected:
            error = expected
        except Exception as unexpected:
            log.exception("Background work failed")
            error = UnexpectedError(f"Something went wrong: {type(unexpected).__name__}: {unexpected}. Try again.")
        if not self._is_open:
            return
        if error is None and job.on_done is not None:
            self._returned.emit((job.on_done, result))
        elif error is not None and job.on_error is not None:
            self._returned.emit((job.on_error, error))

    @Slot(object)
    def _deliver(self, call: tuple[Callable[[Any], None], Any]) -> None:
        if self._is_open:
            function, argument = call
            function(argument)
