"""The calipers and areas of the open series: kept, undone, and shown on the image they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from cmrstudio.domain.image_measurements import ImageMeasurement
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.cine_measuring import CineMeasuring


class ImageMeasuringController(QObject):
    """Owns the measurements of the series in the session."""

    changed = Signal()

    def __init__(
        self, session: ReadingSession, keeping: KeepingController, view: CineMeasuring, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._view = session, keeping, view
        self._measurements: dict[str, ImageMeasurement] = {}
        self._unkept: set[str] = set()
        view.decided.connect(self._decide)
        session.study_opened.connect(self._forget)
        session.study_closed.connect(self._forget)
        session.position_changed.connect(self._show)
        keeping.measurements_restored.connect(self.restore)
        language_changes.changed.connect(self._show)

    @property
    def measurements(self) -> Mapping[str, ImageMeasurement]:
        """All measurements of the series by their ids."""
        return self._measurements

    def on_slice(self, slice_index: int) -> tuple[ImageMeasurement, ...]:
        """The measurements of one slice; they are shown at all its phases."""
        return tuple(each for each in self._measurements.values() if each.slice_index == slice_index)

    @Slot(object)
    def restore(self, measurements: Iterable[ImageMeasurement]) -> None:
        """Take what was kept of this series; what has been drawn since it was opened stays, and is kept now."""
        stack, series = self._session.stack, self._session.series
        drawn = self._measurements
        kept = {
            each.measurement_id: each
            for each in measurements
            if stack and each.slice_index < stack.slice_count and each.phase_index < stack.phase_count
        }
        self._measurements = kept | drawn
        if series is not None and self._unkept:
            unkept = [drawn[name] for name in sorted(self._unkept) if name in drawn]
            self._keeping.keep_measurements(series.series_uid, unkept, is_deleted=False)
            self._unkept.clear()
        self._show()

    def place(self, before: ImageMeasurement | None, after: ImageMeasurement | None) -> None:
        """Put ``after`` in the place of ``before``, without an undo step, and have it kept."""
        series = self._session.series
        if series is None:
            return
        if after is None:
            self._measurements.pop(before.measurement_id, None)
        else:
            self._measurements[after.measurement_id] = after
        changed = after or before
        if self._keeping.is_open:
            self._keeping.keep_measurements(series.series_uid, [changed], is_deleted=after is None)
        elif after is not None:
            self._unkept.add(changed.measurement_id)
        self._show()

    def go_to(self, measurement: ImageMeasurement) -> None:
        """Show the slice of a measurement."""
        self._session.go_to(slice_index=measurement.slice_index)

    @Slot(object, object, str)
    def _decide(self, before: ImageMeasurement | None, after: ImageMeasurement | None, gesture: str) -> None:
        if self._session.stack is not None and before != after:
            self._session.undo_stack.push(ChangeMeasurement(self, before, after, gesture))

    @Slot()
    def _forget(self) -> None:
        self._measurements, self._unkept = {}, set()
        self._view.cancel()
        self._show()

    @Slot()
    def _show(self, *_: object) -> None:
        phase_index, slice_index = self._session.position
        self._view.set_measurements(self.on_slice(slice_index), phase_index, slice_index)
        self.changed.emit()


class ChangeMeasurement(QUndoCommand):
    """One measurement before and after one gesture; None where it was not there."""

    def __init__(
        self,
        controller: ImageMeasuringController,
        before: ImageMeasurement | None,
        after: ImageMeasurement | None,
        gesture: str,
    ) -> None:
        place = tr("slice {slice}").format(slice=(after or before).slice_index + 1)
        super().__init__(f"{tr(gesture)} ({place})")
        self._controller, self._before, self._after = controller, before, after
        self._done_before = False

    def redo(self) -> None:
        """Put the measurement as it is after the gesture."""
        self._controller.place(self._before, self._after)
        if self._done_before:
            self._controller.go_to(self._after or self._before)
        self._done_before = True

    def undo(self) -> None:
        """Put the measurement as it was before the gesture."""
        self._controller.place(self._after, self._before)
        self._controller.go_to(self._before or self._after)
