"""The slices that the reader pinned."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.gui.controllers.reading_session import ReadingSession


class Pins(QObject):
    """Pinned slices of the open series; those of other series are remembered while the program runs."""

    changed = Signal(object)
    """frozenset[int] of slice indices."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._by_series: dict[str, frozenset[int]] = {}
        session.study_opened.connect(self._tell)
        session.study_closed.connect(self._tell)

    @property
    def slices(self) -> frozenset[int]:
        """The pinned slices."""
        series = self._session.series
        return self._by_series.get(series.series_uid, frozenset()) if series else frozenset()

    def toggle(self, slice_index: int) -> None:
        """Pin a slice, or unpin it."""
        self._set(self.slices ^ {slice_index})

    def clear(self) -> None:
        """Unpin all slices."""
        self._set(frozenset())

    def forget(self) -> None:
        """Unpin the slices of all series, also of those that are not open: another reader pins for themselves."""
        self._by_series = {}
        self._tell()

    def _set(self, slices: frozenset[int]) -> None:
        series = self._session.series
        if series is not None and slices != self.slices:
            self._by_series[series.series_uid] = slices
            self._tell()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.slices)
