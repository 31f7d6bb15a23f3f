"""Python's collection of garbage, in the window's thread alone.

By itself Python collects in whichever thread happens to allocate. A worker's thread that takes a forgotten widget apart
in this way may wait for ever, or bring the program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500


class GarbageCollection(QObject):
    """Collects in the thread that it lives in, between events, as soon as Python itself would have done so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(INTERVAL_MS)

    def spare_what_is_there(self) -> None:
        """Look no more at what is in memory by now: modules and the window stay until the end of the program.

        Going through all of them took up to 130 ms, which the window was held up for once a minute.
        """
        gc.freeze()

    def collect(self) -> None:
        """Collect the generations that are due: an older one after so many collections of the one before."""
        for generation, threshold in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] <= threshold:
                break
            gc.collect(generation)
