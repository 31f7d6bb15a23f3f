"""What is known of the patient and marked on the study: from the headers, or entered by the reader and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.body_surface_area import BsaFormula
from cmrstudio.domain.errors import PatientFactError
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.report_contents import BSA_FORMULA as _FORMULA
from cmrstudio.domain.report_contents import RV_INSERTION as _INSERTION
from cmrstudio.domain.report_contents import header_facts
from cmrstudio.gui.commands import MarkRvInsertion
from cmrstudio.gui.controllers.reading_session import ReadingSession

_PATIENT_NAMES = tuple(field.name for field in fields(PatientFacts))


class StudyFacts(QObject):
    """The facts of the open study. What the reader enters goes before the headers, and None gives it back to them."""

    changed = Signal()
    decided = Signal(str, object)
    """The UID of the study or series, and the facts to keep for it, by name."""
    refused = Signal(str, str)
    """The name of a fact that cannot be, and why."""

    def __init__(self, session: ReadingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._forget()
        session.study_opened.connect(self._begin)
        session.study_completed.connect(lambda _study: self.changed.emit())
        session.study_closed.connect(self._begin)

    def _forget(self) -> None:
        self._entered = PatientFacts()
        self._insertion: RvInsertion | None = None
        self._formula = BsaFormula.MOSTELLER
        self._decided_here: set[str] = set()

    @Slot()
    def _begin(self) -> None:
        self._forget()
        self.changed.emit()

    # What is known

    @property
    def header(self) -> PatientFacts:
        """What the headers tell."""
        study, stack = self._session.study, self._session.stack
        if study is None or stack is None:
            return PatientFacts()
        return header_facts(study, stack)

    @property
    def entered(self) -> PatientFacts:
        """What the reader entered."""
        return self._entered

    @property
    def patient(self) -> PatientFacts:
        """What is known, from whichever source."""
        return self._entered.or_else(self.header)

    @property
    def insertion(self) -> RvInsertion | None:
        """Where the RV inserts into the septum in front, None until it is marked."""
        return self._insertion

    @property
    def formula(self) -> BsaFormula:
        """How the body surface area is computed."""
        return self._formula

    # What the reader decides

    def enter(self, name: str, value: float | Sex | None) -> None:
        """Take a fact by its name in ``PatientFacts``; one that cannot be is refused and changes nothing."""
        if getattr(self._entered, name) == value:
            return
        try:
            self._entered = replace(self._entered, **{name: value})
        except PatientFactError as error:
            self.refused.emit(name, str(error))
            return
        self._decide(name, value)

    def choose_formula(self, formula: BsaFormula) -> None:
        """Compute the body surface area by another formula."""
        if formula is not self._formula:
            self._formula = formula
            self._decide(_FORMULA, formula)

    def mark_insertion(self, mark: RvInsertion) -> None:
        """Take where the reader marked the RV insertion, for all slices and phases, as one undo step."""
        if mark != self._insertion:
            step = MarkRvInsertion(self._session, self._place_insertion, self._insertion, mark)
            self._session.undo_stack.push(step)

    def _place_insertion(self, mark: RvInsertion | None) -> None:
        self._insertion = mark
        self._decide(_INSERTION, self._plain(_INSERTION))

    def _decide(self, name: str, value: object) -> None:
        self._decided_here.add(name)
        self._keep(name, value)
        self.changed.emit()

    def _keep(self, name: str, value: object) -> None:
        study, series = self._session.study, self._session.series
        if study is not None and series is not None:
            self.decided.emit(series.series_uid if name == _INSERTION else study.study_uid, {name: value})

    # What was kept

    @Slot(object)
    def recall(self, kept: Mapping[str, Mapping[str, object]]) -> None:
        """Take what was kept of this study and series; what has been decided since it was opened stays, and is kept."""
        study, series = self._session.study, self._session.series
        if study is None or series is None or series.series_uid not in kept:
            return
        facts = dict(kept.get(study.study_uid, {})) | dict(kept[series.series_uid])
        for name, value in facts.items():
            if name not in self._decided_here:
                self._take(name, value)
        for name in self._decided_here:
            self._keep(name, self._plain(name))
        self.changed.emit()

    def _take(self, name: str, value: object) -> None:
        """A fact of another version or a damaged one is told and left out."""
        try:
            if name == _INSERTION:
                self._insertion = None if value is None else RvInsertion(**value)
            elif name == _FORMULA:
                self._formula = BsaFormula(value)
            elif name in _PATIENT_NAMES:
                known = Sex(value) if name == "sex" and value is not None else value
                self._entered = replace(self._entered, **{name: known})
        except (PatientFactError, ValueError, TypeError) as error:
            self.refused.emit(
                name, f"What was kept of {name.replace('_', ' ')} cannot be used: {error} Enter it again."
            )

    def _plain(self, name: str) -> object:
        if name == _INSERTION:
            return asdict(self._insertion) if self._insertion else None
        return self._formula if name == _FORMULA else getattr(self._entered, name)
