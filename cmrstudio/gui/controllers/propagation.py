"""From contours of one image to those of others: over phases, and between slices. One undo step each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import CancelledError, CmrstudioError
from cmrstudio.domain.measures import numbers_text
from cmrstudio.gui.commands import ChangeAnnotations
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.workers.background import BackgroundThread, CancelFlag

AskOverwrite = Callable[[int], Overwrite]
"""Asks whether readers' contours on so many images may be replaced."""


class Propagation(QObject):
    """Propagates the contours on the screen over phases, off the window's thread, and interpolates between slices.

    Only images without contours or with predicted ones are filled; what a reader edited, cleared or verified stays
    unless the reader says otherwise.
    """

    started = Signal(str)
    finished = Signal(str)
    """A sentence on what was done and what was kept."""
    refused = Signal(str)
    """Why nothing is done, and what to do instead."""

    def __init__(
        self,
        session: ReadingSession,
        thread: BackgroundThread,
        ask_overwrite: AskOverwrite,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._thread, self._ask = session, thread, ask_overwrite
        self._flag: CancelFlag | None = None
        session.study_opened.connect(self.cancel)
        session.study_closed.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether contours are being propagated."""
        return self._flag is not None

    @Slot()
    def cancel(self) -> None:
        """Ask a propagation to stop; it leaves nothing behind."""
        if self._flag is not None:
            self._flag.cancel()

    def propagate(self, phase_indices: Iterable[int]) -> None:
        """Carry the contours of the image on the screen to these phases of its slice."""
        from cmrstudio.domain import propagation

        stack, source = self._session.stack, self._session.annotation()
        here, slice_index = self._session.position
        targets = sorted(set(phase_indices) - {here})
        problem = self._problem(source)
        if problem or stack is None or not targets:
            self.refused.emit(problem or "There is no other phase to propagate to.")
            return
        protected = [index for index in targets if self._session.is_readers_work((index, slice_index))]
        answer = self._ask(len(protected)) if protected else Overwrite.KEEP
        if answer is Overwrite.CANCEL:
            return
        kept_phases = protected if answer is Overwrite.KEEP else []
        kept = {index: self._session.annotation((index, slice_index)).contours for index in kept_phases}
        before = {(index, slice_index): self._session.annotation((index, slice_index)) for index in targets}
        images, present = stack.pixels[:, slice_index], stack.present[:, slice_index]
        spacing, series = stack.pixel_spacing_mm, self._session.series
        flag = self._flag = CancelFlag()
        self.started.emit(tr("Propagating contours to {phases}").format(phases=_phases(len(targets) - len(kept))))
        self._thread.submit(
            lambda: propagation.propagate(source.contours, here, targets, images, present, spacing, kept, flag),
            lambda found: self._take(flag, series, before, {(p, slice_index): c for p, c in found.items()}, len(kept)),
            lambda error: self._fail(flag, error),
        )

    def _problem(self, source: SliceAnnotation) -> str:
        if not (self._session.is_complete and self._session.is_restored):
            return "The study is still loading: propagate when all of its images are there."
        if self.is_busy:
            return "Contours are being propagated: wait for it or cancel it first."
        if not source.contours:
            return "This image has no contours to propagate. Draw or segment it first."
        return ""

    def _take(
        self,
        flag: CancelFlag,
        series: object,
        before: dict[Key, SliceAnnotation],
        found: dict[Key, tuple[Contour, ...]],
        kept_count: int,
    ) -> None:
        self._end(flag)
        if flag.is_cancelled() or self._session.series is not series:
            return
        unchanged = {
            key: contours
            for key, contours in found.items()
            if self._session.annotation(key).contours == before[key].contours and not self._session.is_in_gesture(key)
        }
        self._push(unchanged, "Propagate contours")
        text = tr("Contours propagated to {phases}.").format(phases=_phases(len(unchanged)))
        kept_count += len(found) - len(unchanged)
        if kept_count:
            kept = tr("{phases} with edited or verified contours kept as they were.")
            text += f" {kept.format(phases=_phases(kept_count))}"
        self.finished.emit(text)

    def _fail(self, flag: CancelFlag, error: CmrstudioError) -> None:
        self._end(flag)
        self.finished.emit("Propagation cancelled." if isinstance(error, CancelledError) else str(error))

    def _end(self, flag: CancelFlag) -> None:
        if self._flag is flag:
            self._flag = None

    def interpolate(self) -> None:
        """Fill the slices of the current phase that lie between slices on which a reader drew."""
        from cmrstudio.domain.interpolation import fill_between

        stack = self._session.stack
        if stack is None:
            return
        phase_index = self._session.position[0]
        drawn = self._drawn_by_reader(phase_index)
        filled = fill_between(drawn, [float(mm) for mm in stack.slice_positions_mm], tuple(Structure))
        found = {
            (phase_index, index): contours for index, contours in filled.items() if stack.present[phase_index, index]
        }
        if not found:
            refusal = tr("Draw contours on two slices of phase {phase} with slices between them, then interpolate.")
            self.refused.emit(refusal.format(phase=phase_index + 1))
            return
        self._push(found, "Interpolate contours")
        text = tr(
            "Contours interpolated on slice {numbers}."
            if len(found) == 1
            else "Contours interpolated on slices {numbers}."
        )
        self.finished.emit(text.format(numbers=numbers_text(sorted(index for _, index in found))))

    def _drawn_by_reader(self, phase_index: int) -> dict[int, SliceAnnotation]:
        """Slices of a phase that a reader edited, cleared or verified, by slice index."""
        stack = self._session.stack
        keys = [(phase_index, index) for index in range(stack.slice_count)] if stack is not None else []
        return {key[1]: self._session.annotation(key) for key in keys if self._session.is_readers_work(key)}

    def _push(self, found: dict[Key, tuple[Contour, ...]], gesture: str) -> None:
        """Put contours in place as one undo step; a structure that was not found stays as it is."""
        before = {key: self._session.annotation(key) for key in found}
        after = {}
        for key, contours in found.items():
            after[key] = before[key]
            for contour in contours:
                after[key] = after[key].with_contour(contour)
        if after:
            self._session.undo_stack.push(ChangeAnnotations(self._session, before, after, gesture))


def phases_between(first: int, last: int, phase_count: int) -> list[int]:
    """Phases from ``first`` to ``last``, both included, going round the end of the cycle where ``last`` is before."""
    return [(first + step) % phase_count for step in range((last - first) % phase_count + 1)]


def _phases(count: int) -> str:
    return tr("1 phase" if count == 1 else "{count} phases").format(count=count)
