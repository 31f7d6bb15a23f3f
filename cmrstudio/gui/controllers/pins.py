"""The slices that the reader pinned."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.gui.controllers.reading_session import ReadingSession

PINNED_SLICES = "pinned_slices"


class Pins(QObject):
    """Pinned slices of the open series; the workspace keeps them with the reading they belong to."""

    changed = Signal(object)
    """frozenset[int] of slice indices."""
    decided = Signal(str, object)
    """The UID of the series, and the pins to keep for it as a fact by its name."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._slices: frozenset[int] = frozenset()
        self._is_decided_here = False
        session.study_opened.connect(self.forget)
        session.study_closed.connect(self.forget)

    @property
    def slices(self) -> frozenset[int]:
        """The pinned slices."""
        return self._slices

    def toggle(self, slice_index: int) -> None:
        """Pin a slice, or unpin it."""
        self._set(self._slices ^ {slice_index})

    def clear(self) -> None:
        """Unpin all slices."""
        self._set(frozenset())

    def recall(self, kept: Mapping[str, object]) -> None:
        """Take what was kept of this reading; what the reader pinned since it was opened stays, and is kept."""
        stack, slices = self._session.stack, kept.get(PINNED_SLICES, [])
        if self._is_decided_here:
            self._keep()
        elif stack is not None and isinstance(slices, list):
            self._show(frozenset(index for index in range(stack.slice_count) if index in slices))

    @Slot()
    def forget(self) -> None:
        """Show no pins until those of the series, or of the reader, who is there now are recalled."""
        self._is_decided_here = False
        self._show(frozenset())

    def _set(self, slices: frozenset[int]) -> None:
        if self._session.series is not None and slices != self._slices:
            self._is_decided_here = True
            self._show(slices)
            self._keep()

    def _keep(self) -> None:
        if self._session.series is not None:
            self.decided.emit(self._session.series.series_uid, {PINNED_SLICES: sorted(self._slices)})

    def _show(self, slices: frozenset[int]) -> None:
        self._slices = slices
        self.changed.emit(slices)
