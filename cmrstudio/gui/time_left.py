"""How long a task will still take, told from how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable

from cmrstudio.gui.translation import tr

FIRST_SAID_AFTER_S = 0.5
"""Before that too little is known, and what ends so soon needs no word."""


class TimeLeft:
    """Estimates the seconds that are left of one task at a time.

    The pace is that since the task's first report, so that what went before the first piece (a network being loaded)
    does not count; ``clock`` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = 0
        self._first_done, self._last_done, self._began_s = 0, 0, 0.0

    def report(self, done: int, total: int) -> float | None:
        """Seconds left after ``done`` of ``total`` pieces; None where that cannot be told yet."""
        now_s = self._clock()
        if total != self._total or done < self._last_done or not self._began_s:
            self._total, self._first_done, self._began_s = total, done, now_s
        self._last_done = done
        passed_s, pieces = now_s - self._began_s, done - self._first_done
        if total <= 0 or pieces <= 0 or passed_s < FIRST_SAID_AFTER_S:
            return None
        return passed_s / pieces * max(total - done, 0)

    def forget(self) -> None:
        """The task has ended."""
        self._total, self._last_done, self._began_s = 0, 0, 0.0


def coarse_seconds(seconds: float) -> tuple[int, bool]:
    """A number that does not flicker: (seconds in steps of 1 or 5, or minutes, whether it is minutes)."""
    if seconds >= 90:
        return round(seconds / 60), True
    whole = max(1, round(seconds))
    return (whole if whole < 10 else 5 * round(whole / 5)), False


def time_left_text(seconds: float | None) -> str:
    """The time left in words of the language in use, empty where it is unknown or over."""
    if seconds is None or seconds <= 0:
        return ""
    if seconds >= 90 * 60:
        return tr("about {number} h left").format(number=tr(f"{seconds / 3600:.1f}"))
    number, is_minutes = coarse_seconds(seconds)
    return tr("about {number} min left" if is_minutes else "about {number} s left").format(number=number)
