"""Who reads: changing the reader, revealing readings, and comparing what may be seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.readers import Reveal
from cmrstudio.domain.reading_comparison import Comparison, compare_readings
from cmrstudio.domain.sign_off import SignOff
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.opening import OpeningController
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag

PROGRESS_S = 0.1


class ReadersController(QObject):
    """Changes the reader of the workspace. The open study is then begun anew with that reader's own work."""

    switched = Signal(str)
    revealed = Signal(object)
    refused = Signal(str)
    progressed = Signal(int, int)
    """How many of how many signatures are read."""

    def __init__(
        self,
        session: ReadingSession,
        keeping: KeepingController,
        opening: OpeningController,
        end_gesture: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._opening, self._end_gesture = session, keeping, opening, end_gesture
        self._thread = BackgroundThread("readers", self)  # comparing takes seconds, and reading studies is not to wait
        self._flag = CancelFlag()

    @property
    def reader(self) -> str:
        """Whose reading is open; empty is the shared reading."""
        return self._keeping.reader

    def switch(self, reader: str) -> None:
        """Read under another name from now on, empty for the shared reading; ``switched`` or ``refused`` follows."""
        from cmrstudio.store.reading_records import ReadingRecords

        name = reader.strip()
        if self._session.study is not None and not self._session.is_complete:
            self.refused.emit("Wait until all images of the study are read, then change the reader.")
        elif name != self.reader:
            self._end_gesture()
            self._keeping.write(
                lambda store: ReadingRecords(store).switch_reader(name), self._take_reader, self.refused.emit
            )

    def _take_reader(self, reader: str) -> None:
        self._end_gesture()  # one that began while the disk was at work is the reader's who began it
        self._keeping.set_reader(reader)
        self._opening.reload()
        self.switched.emit(reader)

    def list_readers(self, take: Callable[[tuple[str, ...]], None]) -> None:
        """Find everybody who ever read here under a name."""
        from cmrstudio.store.reading_records import ReadingRecords

        self._keeping.read(lambda store: ReadingRecords(store).readers(), take, self.refused.emit)

    def reveal(self, supervisor: str, reason: str) -> None:
        """Let everybody see all readings of the open series from now on."""
        from cmrstudio.store.reading_records import ReadingRecords

        if self._session.series is None:
            self.refused.emit("Open the study whose readings are to be revealed.")
            return
        reveal = Reveal(self._session.series.series_uid, supervisor.strip(), reason.strip(), datetime.now(UTC))
        self._keeping.write(lambda store: ReadingRecords(store).reveal(reveal), self.revealed.emit, self.refused.emit)

    def list_readings(self, take: Callable[[tuple[str, ...]], None]) -> None:
        """Find the readers who drew anything on the open series, by name alone."""
        from cmrstudio.store.reading_records import ReadingRecords

        if self._session.series is not None:
            uid = self._session.series.series_uid
            self._keeping.read(lambda store: ReadingRecords(store).readings(uid), take, self.refused.emit)

    def compare(
        self, readers: tuple[str, str], take: Callable[[Comparison], None], refuse: Callable[[str], None]
    ) -> None:
        """Fetch two readings of the open series, where they may be seen, and compare them; what was fetched stops."""
        from cmrstudio.store.reading_records import ReadingRecords

        series, viewer, flag = self._session.series, self.reader, self._begin()
        if series is not None:
            self._keeping.read(
                lambda store: compare_readings(
                    series.stack, ReadingRecords(store).compared(series.series_uid, readers, viewer), flag
                ),
                take,
                refuse,
                self._thread,
            )

    def list_signed(
        self, take: Callable[[tuple[tuple[SignOff, bool], ...]], None], refuse: Callable[[str], None]
    ) -> None:
        """Fetch all signatures of the workspace, each with whether it holds; ``progressed`` tells how far it is."""
        from cmrstudio.store.reading_records import ReadingRecords

        flag, progress = self._begin(), _SparseProgress(self.progressed.emit)
        self._keeping.read(
            lambda store: ReadingRecords(store).signed_readings(progress, flag), take, refuse, self._thread
        )

    def cancel(self) -> None:
        """Stop what is being fetched to be compared; nobody is told of it any more."""
        self._flag.cancel()

    def _begin(self) -> CancelFlag:
        self._flag.cancel()
        self._flag = CancelFlag()
        return self._flag

    def close(self) -> None:
        """Stop what is being fetched and end its thread."""
        self.cancel()
        self._thread.close()

    def export(self, path: Path, pairs: tuple, take: Callable[[tuple[Path, Path]], None]) -> None:
        """Write the agreement of two readers over studies as CSV."""
        from cmrstudio.io.agreement_csv import write_agreement

        self._keeping.read(lambda _: write_agreement(path, pairs), take, self.refused.emit)


class _SparseProgress:
    """Tells how far work is a few times a second, from whichever thread it runs on."""

    def __init__(self, tell: Callable[[int, int], object]) -> None:
        self._tell, self._told_s = tell, float("-inf")

    def report(self, done: int, total: int, _message: str) -> None:
        """Tell it where that was not just done."""
        now_s = time.monotonic()
        if now_s - self._told_s >= PROGRESS_S:
            self._told_s = now_s
            self._tell(done, total)
