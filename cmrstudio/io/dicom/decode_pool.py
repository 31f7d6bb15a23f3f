"""Child processes that read and decode DICOM files, so that no file can hang, crash or bloat the application.

A file that keeps a child busy for longer than the time limit costs that child its life and the file its place in the
study; another child takes over and everything else goes on.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

from cmrstudio.domain.errors import DecodePoolError
from cmrstudio.domain.progress import Cancellation, raise_if_cancelled
from cmrstudio.io.dicom.worker import (
    DecodeTask,
    ForgetFiles,
    HeadersRead,
    Reply,
    Task,
    TaskFailed,
    WorkerReady,
    run_worker,
)

DECODE_TIMEOUT_S = 5.0
MEMORY_LIMIT_BYTES = 1 << 30
START_TIMEOUT_S = 60.0
FAILED_STARTS_ALLOWED = 3
TASKS_AHEAD = 8
POLL_S = 0.05


class DecodePool:
    """A few spawned children that are started early and used by one reader at a time.

    ``start`` returns at once; the children load their decoders meanwhile. As a context manager it starts and closes.
    """

    def __init__(
        self,
        worker_count: int | None = None,
        *,
        timeout_s: float = DECODE_TIMEOUT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._worker_count = worker_count or max(1, min(4, len(_usable_cores())))
        self._timeout_s = timeout_s
        self._memory_limit_bytes = memory_limit_bytes
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()

    def __enter__(self) -> DecodePool:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """Process ids of the children, for those who watch them."""
        return tuple(worker.pid for worker in self._workers)

    def start(self) -> None:
        """Spawn the children unless they run already."""
        while len(self._workers) < self._worker_count:
            self._workers.append(self._new_worker())

    def wait_until_ready(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Block until every child has loaded its decoders. Raises ``DecodePoolError`` when that takes too long."""
        deadline = time.monotonic() + timeout_s
        with self._lock:
            self.start()
            for worker in self._workers:
                while not worker.is_ready:
                    if not worker.connection.poll(max(0.0, deadline - time.monotonic())):
                        raise DecodePoolError(
                            f"The processes that decode images did not start within {timeout_s:.0f} s; "
                            "close other programs and try again."
                        )
                    worker.receive()

    def close(self) -> None:
        """End the children."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    @contextlib.contextmanager
    def session(self) -> Iterator[DecodeSession]:
        """The pool for one reader; a second reader waits until the first has finished."""
        with self._lock:
            self.start()
            session = DecodeSession(self)
            try:
                yield session
            finally:
                session.abandon()

    def _new_worker(self) -> _Worker:
        return _Worker(self._memory_limit_bytes, self._timeout_s)


class DecodeSession:
    """Tasks of one reader and the replies to them. Tasks may be added while replies come in."""

    def __init__(self, pool: DecodePool) -> None:
        self._pool = pool
        self._numbers = _TASK_NUMBERS
        self._waiting: deque[Task] = deque()
        self._waiting_by_worker: dict[_Worker, deque[Task]] = {}
        self._holder: dict[str, _Worker] = {}
        self._failed_starts = 0

    def next_task_id(self) -> int:
        """A number that no other task of this program has."""
        return next(self._numbers)

    def submit(self, task: Task, *, urgent: bool = False) -> None:
        """Queue a task; an image is decoded by the child that has read its file, unless that one is busy for longer."""
        holder = self._holder.get(task.path) if isinstance(task, DecodeTask) else None
        lives = holder is not None and holder in self._workers()
        queue = self._waiting_by_worker.setdefault(holder, deque()) if lives and holder else self._waiting
        if urgent:
            queue.appendleft(task)
        else:
            queue.append(task)

    def replies(self, cancellation: Cancellation) -> Iterator[Reply]:
        """Yield a reply to every task, in the order they come, until none is left. Raises ``CancelledError``."""
        while self._has_work():
            raise_if_cancelled(cancellation)
            self._feed()
            for worker in self._workers_with_news():
                yield from self._news_of(worker)
            self._feed()
            yield from self._end_overdue()

    def abandon(self) -> None:
        """Drop what is queued; replies still under way are thrown away when they come."""
        self._waiting.clear()
        self._waiting_by_worker.clear()
        for worker in self._pool._workers:  # noqa: SLF001  pool and session are one thing in two classes
            worker.forget()

    def _workers(self) -> list[_Worker]:
        return self._pool._workers  # noqa: SLF001

    def _has_work(self) -> bool:
        return (
            bool(self._waiting)
            or any(self._waiting_by_worker.values())
            or any(worker.has_current_tasks for worker in self._workers())
        )

    def _feed(self) -> None:
        for worker in self._workers():
            if worker.is_ready and worker.load < TASKS_AHEAD // 2:
                tasks = self._tasks_for(worker)
                if tasks:
                    worker.send(tasks)

    def _tasks_for(self, worker: _Worker) -> tuple[Task, ...]:
        """Its own tasks, then anybody's; if there are none and it is idle, one from the far end of another's queue."""
        tasks: list[Task] = []
        for queue in (self._waiting_by_worker.get(worker, deque()), self._waiting):
            while queue and len(tasks) < TASKS_AHEAD - worker.load:
                tasks.append(queue.popleft())
        if not tasks and worker.load == 0:
            longest = max(self._waiting_by_worker.values(), key=len, default=None)
            if longest:
                tasks.append(longest.pop())
        return tuple(tasks)

    def _workers_with_news(self) -> list[_Worker]:
        by_connection = {worker.connection: worker for worker in self._workers()}
        return [by_connection[connection] for connection in wait(list(by_connection), POLL_S)]  # type: ignore[index]

    def _news_of(self, worker: _Worker) -> Iterator[Reply]:
        try:
            task, reply = worker.receive()
        except (EOFError, OSError):
            yield from self._replace(worker, "it crashes the decoder")
            return
        if task is not None and reply is not None:
            if isinstance(reply, HeadersRead):
                self._holder[task.path] = worker
            yield reply

    def _end_overdue(self) -> Iterator[Reply]:
        for worker in list(self._workers()):
            if worker.is_overdue():
                seconds = f"{self._pool._timeout_s:g}"  # noqa: SLF001
                yield from self._replace(worker, f"reading it takes longer than {seconds} s")

    def _replace(self, worker: _Worker, reason: str) -> Iterator[Reply]:
        """End a child that died or hangs; the task it was at fails, its other tasks go back into the queue."""
        workers = self._workers()
        culprit, unanswered = worker.unanswered()
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS_ALLOWED:
                raise DecodePoolError("The processes that decode images do not start; see whether memory is short.")
        worker.end()
        workers[workers.index(worker)] = self._pool._new_worker()  # noqa: SLF001
        self._waiting.extendleft(reversed(unanswered))
        self._waiting.extend(self._waiting_by_worker.pop(worker, ()))
        if culprit is not None:
            yield TaskFailed(culprit.task_id, f"refused: {reason}")


class _Worker:
    """One child, what it has been asked and since when it is at it."""

    def __init__(self, memory_limit_bytes: int, timeout_s: float) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection: Connection = ours
        self.is_ready = False
        self._timeout_s = timeout_s
        self._asked: deque[Task] = deque()
        self._forgotten = 0
        self._busy_since = time.monotonic()
        alarm_s = int(timeout_s) + 10
        self._process: BaseProcess = context.Process(
            target=run_worker, args=(theirs, memory_limit_bytes, alarm_s), name="cmrstudio-decoder", daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid or 0

    @property
    def load(self) -> int:
        """How many tasks it has not answered."""
        return len(self._asked)

    @property
    def has_current_tasks(self) -> bool:
        """Whether answers are due that somebody waits for."""
        return len(self._asked) > self._forgotten

    def unanswered(self) -> tuple[Task | None, list[Task]]:
        """The task that it is at, if somebody waits for that one, and the others that somebody waits for."""
        wanted = list(itertools.islice(self._asked, self._forgotten, None))
        return (None, wanted) if self._forgotten or not wanted else (wanted[0], wanted[1:])

    def send(self, tasks: tuple[Task, ...]) -> None:
        """Hand over tasks."""
        if not self._asked:
            self._busy_since = time.monotonic()
        self._asked.extend(tasks)
        with contextlib.suppress(OSError):  # a dead child is noticed when its news are read
            self.connection.send(tasks)

    def forget(self) -> None:
        """Nobody waits for what it is at any more, nor for the files that it keeps."""
        self._forgotten = len(self._asked)
        with contextlib.suppress(OSError):
            self.connection.send(ForgetFiles())

    def receive(self) -> tuple[Task | None, Reply | None]:
        """The next answer with its task; (None, None) for news that no one waits for. Raises EOFError if it died."""
        message = self.connection.recv()
        self._busy_since = time.monotonic()
        if isinstance(message, WorkerReady):
            self.is_ready = True
            return None, None
        task = self._asked.popleft()
        if self._forgotten:
            self._forgotten -= 1
            return None, None
        return task, message

    def is_overdue(self) -> bool:
        """Whether it has been at one task, or at its start, for too long and has not answered in this moment."""
        if self.is_ready and not self._asked:
            return False
        limit_s = self._timeout_s if self.is_ready else START_TIMEOUT_S
        return time.monotonic() - self._busy_since > limit_s and not self.connection.poll()

    def end(self) -> None:
        """Kill the process; it holds nothing worth keeping."""
        self._process.kill()
        self._process.join(timeout=2.0)
        self.connection.close()


_TASK_NUMBERS = itertools.count(1)


def _usable_cores() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))
