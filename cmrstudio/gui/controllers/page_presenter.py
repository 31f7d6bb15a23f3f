"""Keeps the views around the cine in step with the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from cmrstudio.domain.measures import Measures
from cmrstudio.domain.verification import READER_SOURCE
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.reading_page import ReadingPage

CURVE_MS = 80


class PagePresenter(QObject):
    """Shows position, measures, states and phases of the session in a ``ReadingPage``.

    The curve is redrawn at most 12 times a second, so that it takes nothing from a drag.
    """

    def __init__(self, session: ReadingSession, page: ReadingPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self._curve_timer = QTimer(self)
        self._curve_timer.setSingleShot(True)
        self._curve_timer.setInterval(CURVE_MS)
        self._curve_timer.timeout.connect(self._show_curve)
        self._listed_phase: int | None = None
        session.study_opened.connect(self._begin)
        session.study_completed.connect(self._list_states)
        session.position_changed.connect(self._show_position)
        session.annotations_changed.connect(self._show_annotations)
        session.measures_changed.connect(self._show_measures)
        page.phase_slider.index_requested.connect(session.go_to)
        page.slice_slider.index_requested.connect(self._go_to_slice)
        page.slice_list.slice_requested.connect(self._go_to_slice)
        page.curve.phase_requested.connect(session.go_to)

    @Slot(int)
    def _go_to_slice(self, slice_index: int) -> None:
        self._session.go_to(None, slice_index)

    @Slot()
    def _begin(self) -> None:
        stack = self._session.stack
        if stack is None:
            return
        self._page.phase_slider.set_count(stack.phase_count)
        self._page.slice_slider.set_count(stack.slice_count)
        self._page.slice_list.set_slices([float(position) for position in stack.slice_positions_mm])
        self._page.measures.show_measures(None)
        self._listed_phase = None

    @Slot(int, int)
    def _show_position(self, phase_index: int, slice_index: int) -> None:
        self._page.phase_slider.set_index(phase_index)
        self._page.slice_slider.set_index(slice_index)
        self._page.slice_list.show_slice(slice_index)
        self._page.curve.show_phase(phase_index)
        if phase_index != self._listed_phase:
            self._list_states()
        self._show_state()

    @Slot()
    def _list_states(self) -> None:
        stack = self._session.stack
        if stack is None:
            return
        phase_index, _ = self._session.position
        self._listed_phase = phase_index
        for slice_index in range(stack.slice_count):
            self._show_slice(phase_index, slice_index)

    def _show_slice(self, phase_index: int, slice_index: int) -> None:
        stack = self._session.stack
        if stack is not None:
            is_present = not self._session.is_complete or bool(stack.present[phase_index, slice_index])
            key = (phase_index, slice_index)
            known = [c.quality for c in self._session.annotation(key).contours if c.quality is not None]
            self._page.slice_list.set_state(
                slice_index, self._session.state(key), is_present=is_present, quality=min(known, default=None)
            )

    @Slot(object)
    def _show_annotations(self, keys: set[Key]) -> None:
        for phase_index, slice_index in keys:
            if phase_index == self._session.position[0]:
                self._show_slice(phase_index, slice_index)
        if self._session.position in keys:
            self._show_state()

    def _show_state(self) -> None:
        sources = {c.source for c in self._session.annotation().contours}
        drawn_by = sorted(
            tr("by hand") if source == READER_SOURCE else tr("by {source}").format(source=source) for source in sources
        )
        text = tr("drawn {by}").format(by=tr(" and ").join(drawn_by)) if drawn_by else ""
        self._page.verify_box.show_state(self._session.state(), self._session.verification(), text)
        self._page.verify_box.show_quality(self._session.annotation().contours)

    def write_again(self) -> None:
        """Write everything in the language of the moment."""
        if self._session.stack is None:
            return
        phase_index, slice_index = self._session.position
        self._page.phase_slider.set_index(phase_index)
        self._page.slice_slider.set_index(slice_index)
        self._list_states()
        self._show_state()
        if self._session.measures is not None:
            self._show_measures(self._session.measures)

    @Slot(object)
    def _show_measures(self, measures: Measures) -> None:
        self._page.measures.show_measures(measures if self._session.annotations else None)
        if not self._curve_timer.isActive():
            self._curve_timer.start()

    @Slot()
    def _show_curve(self) -> None:
        measures = self._session.measures
        if measures is not None:
            self._page.curve.show_measures(measures.volumes_ml, measures.phases)
            self._page.curve.show_phase(self._session.position[0])
