"""The engine as its user sees it: one object that starts, feeds, watches and, where it must, restarts the process."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cmrstudio.domain.errors import CancelledError, EngineError, ModelError
from cmrstudio.domain.progress import Cancellation, NeverCancelled, raise_if_cancelled
from cmrstudio.engine.child import EngineChild, EngineGoneError, Mailbox
from cmrstudio.engine.protocol import (
    BeginFineTuning,
    BeginSegment,
    CancelRequest,
    EngineReady,
    EngineUnusable,
    FineTuningCancelled,
    FineTuningFinished,
    ModelWarm,
    PauseFineTuning,
    PhaseSegmented,
    Reply,
    RequestFailed,
    ResumeFineTuning,
    SegmentCancelled,
    SegmentFinished,
    SegmentPhase,
    SegmentRequest,
    WarmRequest,
)
from cmrstudio.inference.registry import ModelRegistry
from training.finetune_settings import FineTuneRequest, FineTuneResult

POLL_S = 0.02
GRACE_S = 2.0
"""How long a cancelled engine may be silent before it is killed."""
FINE_TUNING_GRACE_S = 60.0
"""The same while it fine-tunes: it hears of a cancel between two batches, and the first takes its time."""
ENDS = (SegmentCancelled, SegmentFinished, FineTuningCancelled, FineTuningFinished, RequestFailed)
PLEASE_REPEAT = "please repeat the segmentation"
PLEASE_GO_ON = "start the fine-tuning again, and it goes on from its last epoch"
START_TIMEOUT_S = 120.0
PHASES_AHEAD = 2
"""How many phases are sent before the first of them is done: the engine never waits, and never holds many."""


class EngineClient:
    """Owns one engine process.

    ``wait_until_ready``, ``warm``, ``segment`` and ``fine_tune`` block and belong on background threads: the first
    three on one, ``fine_tune`` on another, which may be at work at the same time. All else may be used from any.
    ``model_folders`` None means the shipped models; ``user_models`` is the folder with further versions and which are
    in use (``ModelRegistry``).
    """

    def __init__(self, model_folders: Sequence[Path] | None = None, user_models: Path | None = None) -> None:
        self.registry = ModelRegistry(model_folders, user_models)
        """The models as the engine finds them."""
        self._model_folders, self._user_models = model_folders, user_models
        self._generations = itertools.count(1)
        self._child: EngineChild | None = None
        self._info: EngineReady | None = None
        self._stopped = False
        self._changing_child = threading.RLock()
        self._starting = threading.RLock()
        self._conversation = threading.RLock()
        self._one_fine_tuning = threading.Lock()
        self._fine_tuned: tuple[EngineChild, int] | None = None
        """The engine that fine-tunes, and the generation of that; None where none does."""

    @property
    def info(self) -> EngineReady | None:
        """What the engine runs on; None until it is ready."""
        return self._info

    @property
    def pid(self) -> int | None:
        """The id of the engine process; None where there is none."""
        child = self._child
        return child.pid if child is not None and child.is_alive() else None

    def next_generation(self) -> int:
        """A number greater than all before it, for the next request."""
        return next(self._generations)

    def start(self) -> None:
        """Start the engine process unless it runs; returns at once, long before it is ready."""
        with self._changing_child:
            self._stopped = False
            if self._child is None:
                self._child = EngineChild(self._model_folders, self._user_models)

    def stop(self) -> None:
        """End the engine process; whoever waits for it gets an ``EngineError``. It may be started again."""
        with self._changing_child:
            self._stopped = True
            child, self._child, self._info = self._child, None, None
        if child is not None:
            child.end()

    def kill(self) -> None:
        """Kill the engine process as if it had died by itself: work under way fails, the next request restarts it."""
        child = self._child
        if child is not None:
            child.kill()

    def wait_until_ready(
        self, timeout_s: float = START_TIMEOUT_S, cancellation: Cancellation | None = None
    ) -> EngineReady:
        """Start the engine if need be and wait until it has loaded TensorFlow.

        Raises ``EngineError``, ``CancelledError``.
        """
        with self._starting:
            child = self._living_child()
            if self._info is None:
                deadline = time.monotonic() + timeout_s
                with self._death_reported(child, "while it started"):
                    self._info = self._await_ready(child, deadline, cancellation or NeverCancelled())
            return self._info

    def warm(self, model_id: str, cancellation: Cancellation | None = None) -> None:
        """Have a model loaded ahead of its first use. Raises ``ModelError``, ``EngineError``, ``CancelledError``."""
        cancellation = cancellation or NeverCancelled()
        with self._conversation:
            self.wait_until_ready(cancellation=cancellation)
            child = self._living_child()
            generation = self.next_generation()
            died = self._death_reported(child, "while it loaded a model", PLEASE_REPEAT)
            with died, child.listen(generation) as replies:
                child.send(WarmRequest(generation, model_id))
                while True:
                    raise_if_cancelled(cancellation)
                    reply = replies.receive(POLL_S)
                    if isinstance(reply, ModelWarm):
                        return
                    _raise_if_failed(reply)

    def segment(
        self, request: SegmentRequest, on_reply: Callable[[Reply], None], cancellation: Cancellation | None = None
    ) -> None:
        """Segment the phases of a request; blocks until they are done.

        ``on_reply`` is called on this thread with every reply to this request. Raises ``CancelledError``;
        ``ModelError`` where the model is unknown or damaged; ``EngineError`` where the engine failed or died: it is
        started anew by then, and the request may be made again.
        """
        cancellation = cancellation or NeverCancelled()
        with self._conversation:
            try:
                self.warm(request.model_id, cancellation)  # by itself, since loading cannot be broken off half-way
            except ModelError as error:
                on_reply(RequestFailed(request.generation, str(error), is_model_error=True))
                raise
            child = self._living_child()
            died = self._death_reported(child, "in the middle of the segmentation", PLEASE_REPEAT)
            with died, child.listen(request.generation) as replies:
                try:
                    self._converse(child, replies, request, on_reply, cancellation)
                except BaseException:
                    child.send(CancelRequest(request.generation))  # the engine must not wait for images that never come
                    raise

    def fine_tune(
        self,
        request: FineTuneRequest,
        folder: Path,
        on_reply: Callable[[Reply], None],
        cancellation: Cancellation | None = None,
    ) -> FineTuneResult:
        """Fine-tune a model, or go on in a folder where that was cut off; blocks until it is done.

        ``on_reply`` is called on this thread with every reply to this request. Raises ``CancelledError``;
        ``ModelError``; ``EngineError`` where it cannot be done, the engine died, or another fine-tuning is going on.
        In each case the same call goes on later, from the last epoch that was finished.
        """
        cancellation = cancellation or NeverCancelled()
        if not self._one_fine_tuning.acquire(blocking=False):
            raise EngineError("A fine-tuning is going on already; wait for its end or cancel it first.")
        try:
            self.wait_until_ready(cancellation=cancellation)
            child = self._living_child()
            generation = self.next_generation()
            died = self._death_reported(child, "in the middle of the fine-tuning", PLEASE_GO_ON)
            with died, child.listen(generation) as replies:
                self._fine_tuned = (child, generation)
                child.send(BeginFineTuning(generation, folder, request))
                try:
                    return self._follow(child, replies, generation, on_reply, cancellation)
                except BaseException:
                    child.send(CancelRequest(generation))
                    raise
        finally:
            self._fine_tuned = None
            self._one_fine_tuning.release()

    def pause_fine_tuning(self) -> None:
        """Let the fine-tuning rest after the batch under way; a ``FineTuningPaused`` tells that it does."""
        if (at_work := self._fine_tuned) is not None:
            child, generation = at_work
            child.send(PauseFineTuning(generation))

    def resume_fine_tuning(self) -> None:
        """Let a fine-tuning that rests go on."""
        if (at_work := self._fine_tuned) is not None:
            child, generation = at_work
            child.send(ResumeFineTuning(generation))

    def _follow(
        self,
        child: EngineChild,
        replies: Mailbox,
        generation: int,
        on_reply: Callable[[Reply], None],
        cancellation: Cancellation,
    ) -> FineTuneResult:
        while True:
            if cancellation.is_cancelled():
                self._cancel(child, replies, generation)
            reply = replies.receive(POLL_S)
            if reply is None:
                continue
            on_reply(reply)
            _raise_if_failed(reply)
            if isinstance(reply, FineTuningCancelled):
                raise CancelledError
            if isinstance(reply, FineTuningFinished):
                return reply.result

    def _converse(
        self,
        child: EngineChild,
        replies: Mailbox,
        request: SegmentRequest,
        on_reply: Callable[[Reply], None],
        cancellation: Cancellation,
    ) -> None:
        generation, waiting = request.generation, iter(request.phases)
        child.send(
            BeginSegment(
                generation, request.model_id, request.pixel_spacing_mm, len(request.phases), request.image_count
            )
        )
        for images in itertools.islice(waiting, PHASES_AHEAD):
            child.send(SegmentPhase(generation, images))
        while True:
            if cancellation.is_cancelled():
                self._cancel(child, replies, generation)
            reply = replies.receive(POLL_S)
            if reply is None:
                continue
            if isinstance(reply, PhaseSegmented):
                for images in itertools.islice(waiting, 1):
                    child.send(SegmentPhase(generation, images))
            on_reply(reply)
            _raise_if_failed(reply)
            if isinstance(reply, SegmentCancelled):
                raise CancelledError
            if isinstance(reply, SegmentFinished):
                return

    def _cancel(self, child: EngineChild, replies: Mailbox, generation: int) -> None:
        """Ask the engine to stop, kill it where it falls silent; always raises ``CancelledError``."""
        child.send(CancelRequest(generation))
        asked_at = time.monotonic()
        grace_s = GRACE_S if self._fine_tuned is None else FINE_TUNING_GRACE_S
        while time.monotonic() < max(asked_at, child.heard_at) + grace_s:
            if isinstance(replies.receive(POLL_S), ENDS):
                raise CancelledError
        self._replace(child)
        raise CancelledError

    def _await_ready(self, child: EngineChild, deadline: float, cancellation: Cancellation) -> EngineReady:
        while time.monotonic() < deadline:
            raise_if_cancelled(cancellation)
            reply = child.about_itself.receive(POLL_S)
            if isinstance(reply, EngineReady):
                return reply
            if isinstance(reply, EngineUnusable):
                raise EngineError(f"The segmentation engine cannot start: {reply.message}")
        raise EngineError("The segmentation engine did not become ready in time; close other programs and try again.")

    def _living_child(self) -> EngineChild:
        """The engine, started anew where it has died since it was last needed. Raises ``EngineError`` once stopped."""
        with self._changing_child:
            if self._stopped:
                raise EngineError("The segmentation engine has been stopped; start cmrstudio again.")
            child = self._child
            if child is not None and not child.is_alive():
                child.kill()
                self._child = self._info = None
            self.start()
            assert self._child is not None
            return self._child

    def _replace(self, child: EngineChild) -> None:
        """Kill ``child`` and start another, unless that has happened or the engine was stopped."""
        with self._changing_child:
            if self._child is child and not self._stopped:
                self._child = self._info = None
                self.start()
        child.kill()

    @contextmanager
    def _death_reported(self, child: EngineChild, when: str, advice: str | None = None) -> Iterator[None]:
        """Turn the end of the pipe into an ``EngineError`` that says what happened and what to do.

        With an ``advice`` the engine is started anew.
        """
        try:
            yield
        except EngineGoneError as error:
            if self._stopped:
                raise EngineError("The segmentation engine has been stopped; start cmrstudio again.") from error
            how = child.how_it_ended()
            if advice is None:
                child.kill()
                raise EngineError(f"The segmentation engine {how} {when}; try again.") from error
            self._replace(child)
            text = f"The segmentation engine {how} {when}. It has been started again: {advice}."
            raise EngineError(text) from error


def _raise_if_failed(reply: Reply | None) -> None:
    if isinstance(reply, RequestFailed):
        raise ModelError(reply.message) if reply.is_model_error else EngineError(reply.message)
