"""One run of the engine process, seen from its client: starting it, talking to it, ending it."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cmrstudio.engine.main import run_engine
from cmrstudio.engine.protocol import Message, Reply, ShutDown

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_END_S = 2.0


class EngineGoneError(Exception):
    """The pipe to the engine process has ended; the client makes of it what the user is told."""


class EngineChild:
    """A spawned engine process and this end of its pipe.

    Messages go out on a thread of their own: an engine that does not read, whatever the reason, never blocks the
    caller. Replies are taken by one thread at a time.
    """

    def __init__(self, model_folders: Sequence[Path] | None, user_models: Path | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        folders = None if model_folders is None else tuple(model_folders)
        self._process: SpawnProcess = context.Process(
            target=run_engine, args=(theirs, folders, user_models), name="cmrstudio-engine", daemon=True
        )
        self._process.start()
        theirs.close()  # so that the pipe ends when the process does
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._sender = threading.Thread(target=self._send_all, name="engine-outbox", daemon=True)
        self._sender.start()

    @property
    def pid(self) -> int | None:
        """The process's id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    def send(self, message: Message) -> None:
        """Send a message soon; one to a dead engine is lost, which shows when its reply is waited for."""
        self._outbox.put(message)

    def _send_all(self) -> None:
        while (message := self._outbox.get()) is not None:
            try:
                self._connection.send(message)
            except OSError:  # the engine is gone
                return

    def receive(self, timeout_s: float) -> Reply | None:
        """The next reply, or None after ``timeout_s``. Raises ``EngineGoneError``."""
        try:
            if not self._connection.poll(timeout_s):
                return None
            reply: Reply = self._connection.recv()
        except (EOFError, OSError) as error:
            raise EngineGoneError from error
        return reply

    def how_it_ended(self) -> str:
        """In words, how the process ended."""
        self._process.join(_END_S)
        code = self._process.exitcode
        if code is None:
            return "closed its pipe"
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            return f"was killed by {name}"
        return f"ended with exit code {code}"

    def end(self) -> None:
        """Ask the process to end, and kill it where it does not within two seconds."""
        self.send(ShutDown())
        self._process.join(_END_S)
        self.kill()

    def kill(self) -> None:
        """End the process at once; the pipe closes itself when nobody listens to it any more."""
        self._process.kill()
        self._process.join(_END_S)
        self._outbox.put(None)
