"""One run of the engine process, seen from its client: starting it, talking to it, ending it."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cmrstudio.engine.main import run_engine
from cmrstudio.engine.protocol import Message, Reply, ShutDown

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_END_S = 2.0


class EngineGoneError(Exception):
    """The pipe to the engine process has ended; the client makes of it what the user is told."""


class Mailbox:
    """The replies to one request, in the order in which they came; for one thread."""

    def __init__(self) -> None:
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()

    def put(self, reply: Reply | None) -> None:
        """Add a reply, or None where there will be no more."""
        self._replies.put(reply)

    def receive(self, timeout_s: float) -> Reply | None:
        """The next reply, or None after ``timeout_s``. Raises ``EngineGoneError``."""
        try:
            reply = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if reply is None:
            self._replies.put(None)  # whoever asks again learns it again
            raise EngineGoneError
        return reply


class EngineChild:
    """A spawned engine process and this end of its pipe.

    Messages go out on a thread of their own: an engine that does not read, whatever the reason, never blocks the
    caller. Replies come in on another, which puts each into the mailbox of its generation, so that several threads can
    wait for answers to different requests; what nobody waits for any more is dropped.
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
        self._mailboxes: dict[int, Mailbox] = {}
        self.about_itself = Mailbox()
        """What the process tells without being asked: that it runs, that it is ready or cannot be."""
        self._sorting = threading.Lock()
        self._is_gone = False
        self.heard_at = time.monotonic()
        """When it last gave a sign of life, by the monotonic clock in seconds."""
        for target, name in ((self._send_all, "engine-outbox"), (self._receive_all, "engine-replies")):
            threading.Thread(target=target, name=name, daemon=True).start()

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

    @contextmanager
    def listen(self, generation: int) -> Iterator[Mailbox]:
        """Within this the replies of a generation are kept for whoever asks."""
        mailbox = Mailbox()
        with self._sorting:
            self._mailboxes[generation] = mailbox
            if self._is_gone:
                mailbox.put(None)
        try:
            yield mailbox
        finally:
            with self._sorting:
                del self._mailboxes[generation]

    def _receive_all(self) -> None:
        try:
            while True:
                reply: Reply = self._connection.recv()
                self.heard_at = time.monotonic()
                generation = getattr(reply, "generation", None)
                with self._sorting:
                    mailbox = self.about_itself if generation is None else self._mailboxes.get(generation)
                if mailbox is not None:
                    mailbox.put(reply)
        except (EOFError, OSError):  # the engine is gone
            return
        finally:
            with self._sorting:
                self._is_gone = True
                for mailbox in (self.about_itself, *self._mailboxes.values()):
                    mailbox.put(None)

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
        """End the process at once; the pipe ends with it."""
        self._process.kill()
        self._process.join(_END_S)
        self._outbox.put(None)
