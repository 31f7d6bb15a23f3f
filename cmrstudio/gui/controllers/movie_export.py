"""A movie of the cine: frames are drawn on the thread of the window, one at a time, and written on another."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cmrstudio.domain.errors import CancelledError, CmrstudioError
from cmrstudio.gui.cine_pictures import CinePictures, rgb
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag

if TYPE_CHECKING:
    from cmrstudio.io.cine_movie import Frame

_FRAMES_AHEAD = 4
_WAIT_MS = 8
_LOOK_FOR_CANCEL_S = 0.1


@dataclass(frozen=True)
class MovieOptions:
    """What the reader wants of a movie: one slice or all in turn, each ``repeats`` times."""

    all_slices: bool = False
    with_overlays: bool = True
    with_name: bool = False
    repeats: int = 1


class MovieExport(QObject):
    """Writes one movie at a time. The contours are those of the moment in which each frame is drawn."""

    started = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()
    """Nothing runs any more, whichever way it came to its end."""
    finished = Signal(str)
    failed = Signal(str)

    def __init__(
        self, make_pictures: Callable[[], CinePictures], session: ReadingSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_pictures, self._session = make_pictures, session
        self._thread: BackgroundThread | None = None
        self._cancel_flag = CancelFlag()
        self._frames: queue.Queue[Frame | None] = queue.Queue(_FRAMES_AHEAD)
        self._waiting: list[Key] = []
        self._pictures: CinePictures | None = None
        self._options = MovieOptions()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_next)
        session.study_opened.connect(self.cancel)
        session.study_closed.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether a movie is being written."""
        return self._pictures is not None

    def export(self, path: Path, options: MovieOptions) -> None:
        """Write the cine that is open; ``finished`` or ``failed`` follows, and ``ended`` in any case."""
        from cmrstudio.io.cine_movie import phase_durations_ms, write_movie

        stack = self._session.stack
        if stack is None or self.is_busy:
            return
        slices = range(stack.slice_count) if options.all_slices else [self._session.position[1]]
        self._waiting = [
            (phase, each) for each in slices for _ in range(options.repeats) for phase in range(stack.phase_count)
        ]
        durations_ms = [ms for each in slices for ms in phase_durations_ms(stack, each) * options.repeats]
        self._options, self._cancel_flag = options, CancelFlag()
        self._frames = queue.Queue(_FRAMES_AHEAD)
        self._pictures = self._make_pictures()
        self._pictures.fit_to_image()
        frames = _arriving(self._frames, self._cancel_flag)
        flag = self._cancel_flag
        self._thread = self._thread or BackgroundThread("movie-writer", self)
        self.started.emit("Writing the movie…")
        self._thread.submit(
            lambda: write_movie(path, frames, durations_ms, progress=self, cancellation=flag),
            lambda _: self._finish(path),
            self._fail,
        )
        self._timer.start(0)

    def cancel(self) -> None:
        """Give the movie up; no file is written."""
        self._cancel_flag.cancel()
        self._stop_drawing()

    def close(self) -> None:
        """Give the movie up and end the thread."""
        self.cancel()
        if self._thread is not None:
            self._thread.close()

    def report(self, done: int, total: int, message: str) -> None:
        """Told by the writer, on its thread."""
        self.progressed.emit(done, total)

    def _draw_next(self) -> None:
        if self._frames.full():
            self._timer.setInterval(_WAIT_MS)
            return
        self._timer.setInterval(0)
        if not self._waiting:
            self._frames.put_nowait(None)
            self._stop_drawing()
            return
        key = self._waiting.pop(0)
        options = self._options
        picture = self._pictures.picture(key, with_overlays=options.with_overlays, with_name=options.with_name)
        self._frames.put_nowait(rgb(picture))

    def _stop_drawing(self) -> None:
        self._timer.stop()
        self._waiting = []

    def _end(self) -> None:
        self._stop_drawing()
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None
        self.ended.emit()

    def _finish(self, path: Path) -> None:
        self._end()
        self.finished.emit(tr("The movie is in {path}.").format(path=path))

    def _fail(self, error: CmrstudioError) -> None:
        self._end()
        if not isinstance(error, CancelledError):
            self.failed.emit(str(error))


def _arriving(frames: queue.Queue[Frame | None], flag: CancelFlag) -> Iterator[Frame]:
    """The frames as they come, until None; a cancel ends the wait for the next one."""
    while True:
        try:
            frame = frames.get(timeout=_LOOK_FOR_CANCEL_S)
        except queue.Empty:
            if flag.is_cancelled():
                raise CancelledError from None
            continue
        if frame is None:
            return
        yield frame
