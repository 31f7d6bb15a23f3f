"""Keeps numbers, rates and walls in step with contours, phases and what is known of the patient."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from cmrstudio.domain.aha_segments import (
    LEVEL_SEGMENTS,
    WallMeasures,
    insertion_angle_degrees,
    is_from_dicom,
    level_slices,
    segment_edges_degrees,
    septal_angles_degrees,
    unverified_text,
    wall_measures,
)
from cmrstudio.domain.clinical_numbers import clinical_numbers
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import AS_TRAINED
from cmrstudio.domain.errors import RatesUnknownError, SegmentsUnknownError
from cmrstudio.domain.filling_rates import FillingRates, covered_ms, filling_rates, phase_times, unverified_phases_text
from cmrstudio.domain.normal_ranges import COHORT, CONVENTION, SOURCE, ages_compared, why_no_range
from cmrstudio.domain.patient_facts import PatientFacts
from cmrstudio.domain.verification import ContourState
from cmrstudio.domain.wall_thickness import WallChords, wall_chords
from cmrstudio.gui.controllers.contour_verdicts import ContourVerdicts
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.controllers.study_facts import StudyFacts
from cmrstudio.gui.theme import theme_changes
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.measures_panel import conventions_text, slices_text
from cmrstudio.gui.views.numbers_panel import NumbersPanel
from cmrstudio.gui.views.segment_overlay import Place, SegmentMarks, SegmentOverlay
from cmrstudio.gui.views.volume_curve import VolumeCurve
from cmrstudio.gui.views.walls_panel import WallsPanel

NUMBERS_MS = 30
"""How long changes gather before they are shown: with the work itself, an edit is seen within 100 ms."""


class NumbersPresenter(QObject):
    """Shows the numbers of a session. Panels that nobody sees wait until they are looked at."""

    def __init__(
        self,
        session: ReadingSession,
        facts: StudyFacts,
        verdicts: ContourVerdicts,
        numbers: NumbersPanel,
        walls: WallsPanel,
        curve: VolumeCurve,
        overlay: SegmentOverlay,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._facts, self._verdicts = session, facts, verdicts
        self._numbers, self._walls, self._curve, self._overlay = numbers, walls, curve, overlay
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NUMBERS_MS)
        self._timer.timeout.connect(self.refresh)
        session.measures_changed.connect(self._soon)
        session.study_closed.connect(self._soon)
        session.position_changed.connect(self._show_marks)
        facts.changed.connect(self._soon)
        verdicts.changed.connect(self._soon)
        theme_changes.changed.connect(self._soon)
        language_changes.changed.connect(self._soon)
        self.refresh()

    @Slot()
    def _soon(self, *_: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def refresh(self) -> None:
        """Show everything as it is now."""
        self._show_rates()
        if self._numbers.isVisible():
            self._show_numbers()
        if self._walls.isVisible():
            self._show_walls()
        self._show_marks()

    # Numbers and rates

    def _show_numbers(self) -> None:
        facts = self._facts
        self._numbers.patient.show_facts(facts.header, facts.entered, facts.formula)
        measures = self._session.measures if self._session.annotations else None
        resting_on = ""
        if measures is not None and measures.end_diastolic and measures.end_systolic:
            resting_on = tr("ED phase {ed}, {ed_slices}; ES phase {es}, {es_slices}.").format(
                ed=measures.phases.end_diastole + 1,
                ed_slices=slices_text(measures.end_diastolic),
                es=measures.phases.end_systole + 1,
                es_slices=slices_text(measures.end_systolic),
            )
            resting_on += f"\n{conventions_text(measures)}"
            if facts.patient.heart_rate_bpm is None:
                resting_on += f"\n{self._why_no_output()}"
        numbers = clinical_numbers(measures, facts.patient, facts.formula)
        warnings = [tr(flag.message) for flag in measures.flags] if measures is not None else []
        self._numbers.show_numbers(numbers, self._ranges_text(facts.patient), resting_on, warnings)

    def _why_no_output(self) -> str:
        """What the cardiac output lacks, and what the trigger times tell of it."""
        text = tr("Cardiac output needs the heart rate, which the headers do not tell: enter it above.")
        covered = covered_ms(self._session.stack)
        if covered is not None:
            known = tr("The rate is at most {rate}/min, since the images cover {time} ms of a cycle.")
            text += " " + known.format(rate=f"{60_000 / covered:.0f}", time=f"{covered:.0f}")
        return text

    def _ranges_text(self, patient: PatientFacts) -> str:
        """Whom the normal ranges are of and where they are from, or why there are none."""
        if problem := why_no_range(patient):
            return tr(problem)
        measures = self._session.measures
        papillary = (AS_TRAINED if measures is None else measures.conventions).papillary_muscles
        return tr("Normal: 95 % of healthy {cohort} of the same sex, {convention}. {source}.").format(
            cohort=tr(COHORT).format(ages=ages_compared(patient)), convention=tr(CONVENTION[papillary]), source=SOURCE
        )

    def _show_rates(self) -> None:
        rates: FillingRates | None = None
        problem = ""
        stack, measures = self._session.stack, self._session.measures
        if stack is not None and measures is not None and self._session.annotations:
            try:
                times = phase_times(stack, self._facts.entered.heart_rate_bpm)
                rates = filling_rates(times, measures.complete_volumes_ml, measures.phases)
            except RatesUnknownError as error:
                problem = tr(str(error))
        self._curve.show_rates(rates)
        unverified = ""
        if rates is not None and measures is not None:
            state = self._session.state
            unverified = unverified_phases_text(measures.cavities, lambda *key: state(key) is ContourState.VERIFIED)
        self._numbers.show_rates(rates, problem, tr(unverified))

    # Walls

    def _show_walls(self) -> None:
        walls, problem = self._wall_measures()
        mark = self._facts.insertion
        told = ""
        if mark is not None:
            sentence = tr("Marked on slice {slice}, phase {phase}.")
            told = sentence.format(slice=mark.slice_index + 1, phase=mark.phase_index + 1)
        if told and not is_from_dicom(self._session.stack):
            told += " " + tr("Not a DICOM study: taken as seen from the apex.")
        self._walls.show_walls(walls, problem, told, self._unverified_text(walls))

    def _unverified_text(self, walls: WallMeasures | None) -> str:
        if walls is None:
            return ""

        def is_verified(*key: int) -> bool:
            return all(self._verdicts.state(key, each) is ContourState.VERIFIED for each in Structure)

        return tr(unverified_text(walls, is_verified))

    def _wall_measures(self) -> tuple[WallMeasures | None, str]:
        stack, measures = self._session.stack, self._session.measures
        if stack is None or measures is None:
            return None, ""
        try:
            return wall_measures(stack, self._session.annotations, measures.phases, self._facts.insertion), ""
        except SegmentsUnknownError as error:
            return None, tr(str(error))

    # What is drawn over the image

    @Slot()
    def _show_marks(self) -> None:
        self._overlay.show_marks(self._marks() if self._walls.isVisible() else SegmentMarks())

    def _marks(self) -> SegmentMarks:
        stack, mark = self._session.stack, self._facts.insertion
        if stack is None or mark is None:
            return SegmentMarks()
        phase_index, slice_index = self._session.position
        own = (
            (mark.column_px, mark.row_px)
            if (mark.phase_index, mark.slice_index) == (phase_index, slice_index)
            else None
        )
        annotation = self._session.annotation()
        inner, outer = (annotation.contour(structure) for structure in Structure)
        try:
            degrees = insertion_angle_degrees(stack, self._session.annotations, mark)
            if inner is None or outer is None:
                return SegmentMarks(own)
            levels = level_slices(stack, self._session.annotations, phase_index)
        except SegmentsUnknownError:
            return SegmentMarks(own)
        level = next(level for level, slices in enumerate(levels) if slice_index in slices)
        wall = wall_chords(inner, outer, stack.pixel_spacing_mm)
        angles = septal_angles_degrees(stack, wall.middles_mm - wall.centre_mm, degrees)
        spacing = np.array(stack.pixel_spacing_mm[::-1])
        return _segment_marks(wall, angles, level, spacing, own)


def _segment_marks(
    wall: WallChords, angles: np.ndarray, level: int, spacing: np.ndarray, own: Place | None
) -> SegmentMarks:
    """Marks on an image whose slice belongs to a level, by its chords and their angles from the insertion [n]."""

    def chord_at(degrees: float) -> int:
        return int(np.nan_to_num(np.abs((angles - degrees + 180) % 360 - 180), nan=np.inf).argmin())

    def place(point_mm: np.ndarray) -> Place:
        column, row = point_mm / spacing
        return float(column), float(row)

    edges = segment_edges_degrees(level)
    half = 180 / len(edges)
    borders = tuple((place(wall.endocardial_mm[at]), place(wall.epicardial_mm[at])) for at in map(chord_at, edges))
    numbers = tuple(
        (place(wall.middles_mm[chord_at(edge + half)]), str(number + 1))
        for edge, number in zip(edges, LEVEL_SEGMENTS[level], strict=True)
    )
    return SegmentMarks(own or place(wall.epicardial_mm[chord_at(0.0)]), borders, numbers)
