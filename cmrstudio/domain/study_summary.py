"""What a list of studies shows of one: how far its reading has come, how good its contours are, and its measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.measures import Counting, FlagKind, Measures, Volume, cavity_volume, combine, name_slices
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import Series, Study
from cmrstudio.domain.verification import ContourState, Verification, state_of

Key = tuple[int, int]
"""(phase index, slice index), both zero-based."""


class ReadingState(StrEnum):
    """How far the reading of a study has come, in the order in which a study goes through it."""

    NEW = "new"
    PREDICTED = "predicted"
    IN_REVIEW = "in_review"
    VERIFIED = "verified"
    OPENED = "opened"
    """Opened in this workspace before summaries were kept; how far it came is not known until it is read again."""
    UNREADABLE = "unreadable"
    """Nothing could be read at its path; ``StudySummary.problem`` says why."""


@dataclass(frozen=True)
class StudySummary:
    """One study of a workspace, or one path at which none could be read.

    The counts are of images at end-diastole and end-systole by the state of their contours. Qualities are 0..1 and
    those of the contours at these phases; every number is None where it is not known. ``measured_on`` says in words on
    which phases and slices the volumes were measured, by which conventions, and what makes them doubtful where
    ``is_doubtful``. ``changed_at_utc`` is when contours, verifications, phases or conventions changed last, or when the
    study came into the list.
    """

    study_uid: str
    series_uid: str
    patient_key: str
    patient_label: str
    description: str
    source: str
    acquired_on: str | None
    state: ReadingState
    predicted_count: int = 0
    edited_count: int = 0
    verified_count: int = 0
    stale_count: int = 0
    lowest_quality: float | None = None
    mean_quality: float | None = None
    ef_percent: float | None = None
    edv_ml: float | None = None
    esv_ml: float | None = None
    measured_on: str = ""
    is_doubtful: bool = False
    reviewer: str = ""
    problem: str = ""
    changed_at_utc: datetime | None = None

    @property
    def entry_id(self) -> str:
        """What the list knows it by: the study's UID, or the path at which no study could be read."""
        return self.study_uid or self.source

    @property
    def name(self) -> str:
        """What the study is called: its patient, or its folder where the files name none."""
        return self.patient_label or PurePath(self.source).name

    @property
    def drawn_count(self) -> int:
        """Images at end-diastole and end-systole that have contours, or a reviewer's word that there are none."""
        return self.predicted_count + self.edited_count + self.verified_count + self.stale_count

    def without_reading(self, state: ReadingState = ReadingState.NEW) -> StudySummary:
        """Who and what was examined, and nothing of what a reader made of it: as others may see it."""
        return StudySummary(
            self.study_uid,
            self.series_uid,
            self.patient_key,
            self.patient_label,
            self.description,
            self.source,
            self.acquired_on,
            state,
        )


def unreadable(source: Path, problem: str) -> StudySummary:
    """The entry of a path at which no study could be read, and why."""
    return StudySummary("", "", "", source.name, "", str(source), None, ReadingState.UNREADABLE, problem=problem)


def summarise(
    study: Study,
    series: Series,
    annotations: Mapping[Key, SliceAnnotation],
    verifications: Mapping[Key, Verification],
    phases: PhaseSelection,
    conventions: Conventions = AS_TRAINED,
) -> StudySummary:
    """What is to be said of a study whose ``series`` is read: contours and latest verifications by image.

    Volumes and counts are those at the end-diastole and end-systole of ``phases``; images elsewhere only tell whether a
    reader has begun. Volumes are measured by ``conventions``.
    """
    shown_phases = {phases.end_diastole, phases.end_systole}
    states = {
        key: state_of(
            annotations.get(key, SliceAnnotation(series.series_uid, *key)),
            verifications.get(key),
        )
        for key in {*annotations, *verifications}
        if key[0] in shown_phases
    }
    counts = Counter(states.values())
    qualities = [
        contour.quality
        for key, annotation in annotations.items()
        if key[0] in shown_phases
        for contour in annotation.contours
        if contour.quality is not None
    ]
    measures = _measures_at(series, annotations, phases, conventions)
    latest = max(verifications.values(), key=lambda one: one.verified_at_utc, default=None)
    flags = [flag.message for flag in measures.flags if flag.kind is not FlagKind.MISSING_EPICARDIUM]
    is_measured = measures.edv_ml is not None or measures.esv_ml is not None
    return StudySummary(
        study_uid=study.study_uid,
        series_uid=series.series_uid,
        patient_key=study.patient_key,
        patient_label=study.patient_label,
        description=series.description,
        source=str(study.source),
        acquired_on=study.acquired_on,
        state=_state(states, annotations, bool(verifications), shown_phases),
        predicted_count=counts[ContourState.PREDICTED],
        edited_count=counts[ContourState.EDITED],
        verified_count=counts[ContourState.VERIFIED],
        stale_count=counts[ContourState.STALE],
        lowest_quality=min(qualities, default=None),
        mean_quality=sum(qualities) / len(qualities) if qualities else None,
        ef_percent=measures.ef_percent,
        edv_ml=measures.edv_ml,
        esv_ml=measures.esv_ml,
        measured_on="\n".join([*_where(measures), conventions.text, *flags]) if is_measured else "",
        is_doubtful=is_measured and bool(flags),
        reviewer=latest.reviewer if latest else "",
    )


def _state(
    states: Mapping[Key, ContourState],
    annotations: Mapping[Key, SliceAnnotation],
    has_verifications: bool,
    shown_phases: set[int],
) -> ReadingState:
    found = set(states.values())
    verified_phases = {key[0] for key, state in states.items() if state is ContourState.VERIFIED}
    waiting = found & {ContourState.PREDICTED, ContourState.EDITED, ContourState.STALE}
    if verified_phases == shown_phases and not waiting:
        return ReadingState.VERIFIED
    if has_verifications or ContourState.EDITED in found:
        return ReadingState.IN_REVIEW
    contours = [contour for annotation in annotations.values() for contour in annotation.contours]
    if any(state_of(annotation, None) is ContourState.EDITED for annotation in annotations.values()):
        return ReadingState.IN_REVIEW
    return ReadingState.PREDICTED if contours else ReadingState.NEW


def _measures_at(
    series: Series, annotations: Mapping[Key, SliceAnnotation], phases: PhaseSelection, conventions: Conventions
) -> Measures:
    """The measures of the cavity at end-diastole and end-systole; no other phase is looked at."""
    counting = Counting.of(series.stack, annotations, conventions, phases)
    volumes: list[Volume | None] = [None] * series.stack.phase_count
    for phase_index in {phases.end_diastole, phases.end_systole}:
        volumes[phase_index] = cavity_volume(series.stack, annotations, phase_index, counting)
    return combine(phases, volumes, None, conventions)


def _where(measures: Measures) -> list[str]:
    places = (
        ("End-diastole", measures.phases.end_diastole, measures.end_diastolic),
        ("End-systole", measures.phases.end_systole, measures.end_systolic),
    )
    return [
        f"{name}: phase {phase_index + 1}, {name_slices(volume.slice_indices)}."
        for name, phase_index, volume in places
        if volume is not None
    ]
