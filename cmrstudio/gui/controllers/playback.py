"""Playing the cine at the pace of the heart."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from cmrstudio.gui.controllers.reading_session import ReadingSession

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
SHORTEST_TICK_MS = 16
FALLBACK_FRAME_MS = 40.0


class Playback(QObject):
    """Loops over the phases of the current slice.

    The phase shown follows from the time since the start, so a slow machine drops images instead of falling behind.
    """

    playing_changed = Signal(bool)
    speed_changed = Signal(float)

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._speed = 1.0
        self._start_phase = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.study_opened.connect(self.stop)
        session.study_closed.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        """Whether the cine runs."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """How many times faster than the heart."""
        return self._speed

    @property
    def frame_ms(self) -> float:
        """How long each phase is shown at the current speed."""
        stack = self._session.stack
        frame_time = stack.frame_time_ms if stack and stack.frame_time_ms > 0 else FALLBACK_FRAME_MS
        return frame_time / self._speed

    def toggle(self) -> None:
        """Play or stop."""
        if self.is_playing:
            self.stop()
        else:
            self.play()

    def play(self) -> None:
        """Run from the current phase on; a study with one phase stays as it is."""
        stack = self._session.stack
        if stack is None or stack.phase_count < 2:
            self.playing_changed.emit(False)
            return
        self._restart()
        self.playing_changed.emit(True)

    def stop(self) -> None:
        """Stay at the current phase."""
        was_playing = self.is_playing
        self._timer.stop()
        if was_playing:
            self.playing_changed.emit(False)

    def set_speed(self, speed: float) -> None:
        """Play this many times faster than the heart, from 0.25 to 4."""
        self._speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])
        if self.is_playing:
            self._restart()
        self.speed_changed.emit(self._speed)

    def change_speed(self, steps: int) -> None:
        """Go to the next faster (positive) or slower (negative) of the usual speeds."""
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self._speed))
        self.set_speed(SPEEDS[max(0, min(nearest + steps, len(SPEEDS) - 1))])

    def _restart(self) -> None:
        self._start_phase = self._session.position[0]
        self._clock.start()
        self._timer.start(max(SHORTEST_TICK_MS, int(self.frame_ms / 2)))

    def _tick(self) -> None:
        elapsed_frames = int(self._clock.nsecsElapsed() / 1e6 / self.frame_ms)
        self._session.go_to(self._start_phase + elapsed_frames)
