"""What is open and what has been drawn on it: the one source of truth that views follow and commands change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.live_measures import LiveMeasures
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.domain.verification import ContourState, Verification, state_of
from cmrstudio.gui.commands import ChangeAnnotations, SetPhases

Key = tuple[int, int]
"""(phase index, slice index), both zero-based."""


class ReadingSession(QObject):
    """The open study with its position, contours, verifications, phases, measures and undo history.

    Everything is read and changed on the thread of the window. Contours change by ``finish_gesture`` (one undo step),
    by ``preview`` (a step of a gesture that goes on) or by ``place`` (without an undo step: predictions, undo itself).
    """

    study_opened = Signal(object)
    """A ``Study`` whose images may still be arriving."""
    study_completed = Signal(object)
    study_closed = Signal()
    frames_arrived = Signal(object)
    """list[Key] of images that are now there."""
    position_changed = Signal(int, int)
    annotations_changed = Signal(object)
    """set[Key] of images whose contours or state changed."""
    phases_changed = Signal(object)
    measures_changed = Signal(object)
    annotations_decided = Signal(object, str)
    """tuple[SliceAnnotation] to keep, and the name of the gesture."""
    annotation_drafted = Signal(object, str)
    phases_decided = Signal(str, object)
    """Series UID and the ``PhaseSelection`` to keep."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._forget()

    def _forget(self) -> None:
        self._study: Study | None = None
        self._series: Series | None = None
        self._annotations: dict[Key, SliceAnnotation] = {}
        self._verifications: dict[Key, Verification] = {}
        self._phases = PhaseSelection(0, 0)
        self._position: Key = (0, 0)
        self._live: LiveMeasures | None = None
        self._conventions = AS_TRAINED
        self._measures: Measures | None = None
        self._gesture_before: dict[Key, SliceAnnotation] = {}
        self._touched_by_reader: set[Key] = set()
        self.verified_contours: set[tuple[int, int, Structure]] = set()  # one by one, as ``ContourVerdicts`` knows them
        self._complete = False
        self._restored = False

    # What is open

    @property
    def study(self) -> Study | None:
        """The open study, or None."""
        return self._study

    @property
    def series(self) -> Series | None:
        """The series being read, or None."""
        return self._series

    @property
    def stack(self) -> CineStack | None:
        """The images being read, or None."""
        return self._series.stack if self._series else None

    @property
    def is_complete(self) -> bool:
        """Whether all images of the study have arrived."""
        return self._complete

    @property
    def is_restored(self) -> bool:
        """Whether what was kept of this series earlier is here; until then no model may draw."""
        return self._restored

    def open_study(self, study: Study, series: Series | None = None) -> None:
        """Begin to read a study, at its middle slice and first phase; its images may still be arriving."""
        self.undo_stack.clear()
        self._forget()
        self._study, self._series = study, series or study.short_axis
        stack = self._series.stack
        self._live = LiveMeasures(stack, self._annotations)
        self._position = (0, stack.slice_count // 2)
        self.study_opened.emit(study)
        self.position_changed.emit(*self._position)
        self._measure()

    def complete_study(self, study: Study) -> None:
        """All images are there; ``study`` is what the reader of files made of them in the end."""
        if self._series is None or study.study_uid != (self._study.study_uid if self._study else None):
            self.open_study(study)
        else:
            same = (s for s in study.series if s.series_uid == self._series.series_uid)
            series = next(same, None)
            if series is None or series.stack.pixels is not self._series.stack.pixels:
                self.open_study(study)
            else:
                self._study, self._series = study, series
                self._live = LiveMeasures(series.stack, self._annotations, self._conventions)
        self._complete = True
        self.study_completed.emit(study)
        self._measure()

    def close_study(self) -> None:
        """Leave nothing open."""
        self.undo_stack.clear()
        self._forget()
        self.study_closed.emit()

    def take_frames(self, keys: list[Key]) -> None:
        """Images have arrived in the stack."""
        if self._live and self._annotations:
            for phase_index in {phase for phase, _ in keys}:
                self._live.touch(phase_index)
            self._measure()
        self.frames_arrived.emit(keys)

    # Where the reader is

    @property
    def position(self) -> Key:
        """(phase index, slice index) on the screen."""
        return self._position

    def go_to(self, phase_index: int | None = None, slice_index: int | None = None) -> None:
        """Show another image; None stays. Phases go round, slices end at base and apex."""
        if self.stack is None:
            return
        phase = self._position[0] if phase_index is None else phase_index % self.stack.phase_count
        slice_ = self._position[1] if slice_index is None else max(0, min(slice_index, self.stack.slice_count - 1))
        if (phase, slice_) != self._position:
            self._position = (phase, slice_)
            self.position_changed.emit(phase, slice_)

    # Contours

    @property
    def annotations(self) -> Mapping[Key, SliceAnnotation]:
        """Contours by (phase index, slice index); images never annotated are not in it."""
        return self._annotations

    def annotation(self, key: Key | None = None) -> SliceAnnotation:
        """The annotation of an image, by default the one on the screen; an empty one where there is none."""
        phase_index, slice_index = key or self._position
        found = self._annotations.get((phase_index, slice_index))
        uid = self._series.series_uid if self._series else ""
        return found or SliceAnnotation(uid, phase_index, slice_index)

    def state(self, key: Key | None = None) -> ContourState:
        """The state of an image's contours, by default of the one on the screen."""
        key = key or self._position
        return state_of(self.annotation(key), self._verifications.get(key))

    def verification(self, key: Key | None = None) -> Verification | None:
        """The latest verification of an image, by default of the one on the screen."""
        return self._verifications.get(key or self._position)

    def is_readers_work(self, key: Key) -> bool:
        """Whether a reader edited, cleared or verified this image: no model may replace its contours unasked."""
        if key in self._gesture_before or key in self._touched_by_reader:
            return True
        if any((*key, structure) in self.verified_contours for structure in Structure):
            return True
        cleared = key in self._annotations and not self._annotations[key].contours
        return cleared or self.state(key) not in (ContourState.EMPTY, ContourState.PREDICTED)

    def is_in_gesture(self, key: Key) -> bool:
        """Whether the reader's hand is on this image at the moment."""
        return key in self._gesture_before

    def preview(self, contour: Contour, gesture: str) -> None:
        """Show and keep as a draft one step of a gesture on the current image, without an undo step."""
        key = self._position
        self._gesture_before.setdefault(key, self.annotation(key))
        annotation = self.annotation(key).with_contour(contour)
        self._put([annotation])
        self._measure()
        self.annotation_drafted.emit(annotation, gesture)

    def finish_gesture(self, changed: SliceAnnotation | Iterable[SliceAnnotation], gesture: str) -> None:
        """Make one undo step of a finished gesture that left these annotations; nothing where nothing changed."""
        after = {_key(a): a for a in ([changed] if isinstance(changed, SliceAnnotation) else changed)}
        drafted = [key for key in after if key in self._gesture_before]
        before = {key: self._gesture_before.pop(key, None) or self.annotation(key) for key in after}
        differing = [key for key in after if before[key].contours != after[key].contours]
        if not differing:
            self.place([before[key] for key in drafted], gesture)
            return
        self._touched_by_reader.update(differing)
        self.undo_stack.push(
            ChangeAnnotations(self, {k: before[k] for k in differing}, {k: after[k] for k in differing}, gesture)
        )

    def take_back_gesture(self) -> None:
        """Put the current image back to before the gesture in progress, also where drafts of it are kept."""
        before = self._gesture_before.pop(self._position, None)
        if before is not None:
            self.place([before], "Cancelled gesture")

    def place(self, annotations: Iterable[SliceAnnotation], gesture: str | None) -> None:
        """Put annotations in place without an undo step and have them kept under the name ``gesture``, if given."""
        placed = [replace(a, revision=max(self.annotation(_key(a)).revision, a.revision)) for a in annotations]
        if placed:
            self._put(placed)
            self._measure()
        if placed and gesture:
            self.annotations_decided.emit(tuple(placed), gesture)

    def restore(
        self,
        annotations: Mapping[Key, SliceAnnotation],
        verifications: Mapping[Key, Verification],
        phases: PhaseSelection | None,
    ) -> None:
        """Take what was kept of this series; what has been drawn since it was opened stays."""
        self._verifications = dict(verifications) | self._verifications
        self._put([a for key, a in annotations.items() if key not in self._annotations and self._inside(key)])
        if phases and self._inside((phases.end_diastole, 0)) and self._inside((phases.end_systole, 0)):
            self._take_phases(phases.improved_by(self._phases))
        self._restored = True
        self._measure()
        if verifications:
            self.annotations_changed.emit(set(verifications))

    def take_revisions(self, stored: Iterable[SliceAnnotation]) -> None:
        """Note the revisions under which annotations were stored."""
        for annotation in stored:
            key = _key(annotation)
            known = self._annotations.get(key)
            if known and known.series_uid == annotation.series_uid and known.revision < annotation.revision:
                self._annotations[key] = replace(known, revision=annotation.revision)

    def take_verification(self, verification: Verification) -> None:
        """Show a verification that has been stored."""
        if self._series and verification.key.series_uid == self._series.series_uid:
            key = (verification.key.phase_index, verification.key.slice_index)
            self._verifications[key] = verification
            self.annotations_changed.emit({key})

    def _put(self, annotations: Iterable[SliceAnnotation]) -> None:
        placed = {_key(annotation): annotation for annotation in annotations}
        self._annotations.update(placed)
        if self._live:
            for phase_index in {phase_index for phase_index, _ in placed}:
                self._live.touch(phase_index)
        if placed:
            self.annotations_changed.emit(set(placed))

    def _inside(self, key: Key) -> bool:
        return self.stack is not None and 0 <= key[0] < self.stack.phase_count and 0 <= key[1] < self.stack.slice_count

    # Phases and measures

    @property
    def phases(self) -> PhaseSelection:
        """End-diastole and end-systole."""
        return self._phases

    def choose_phases(self, phases: PhaseSelection, gesture: str) -> None:
        """The reader's choice, as one undo step."""
        if phases != self._phases:
            self.undo_stack.push(SetPhases(self, self._phases, phases, gesture))

    def place_phases(self, phases: PhaseSelection) -> None:
        """Put a choice of phases in place without an undo step and have it kept."""
        if self._series and phases != self._phases:
            self._take_phases(phases)
            self._measure()
            self.phases_decided.emit(self._series.series_uid, phases)

    def guess_phases(self, guess: PhaseSelection) -> None:
        """Take a guess that is not worth keeping, where nothing better is known."""
        if self._series:
            self._take_phases(self._phases.improved_by(guess))
            self._measure()

    def improve_phases(self) -> None:
        """Take the phases that the volumes speak for; what the reader chose stays."""
        if self._measures:
            self.place_phases(self._measures.improved_phases())

    def _take_phases(self, phases: PhaseSelection) -> None:
        self._phases = phases
        self.phases_changed.emit(phases)

    @property
    def measures(self) -> Measures | None:
        """The measures as of now, None without a study."""
        return self._measures

    def measure_by(self, conventions: Conventions) -> None:
        """Measure by these conventions from now on, until another study is opened."""
        self._conventions = conventions
        if self._live:
            self._live.count_by(conventions)
        self._measure()

    def _measure(self) -> None:
        if self._live:
            self._measures = self._live.measure(self._phases)
            self.measures_changed.emit(self._measures)


def copy_would_cost(session: ReadingSession, key: Key) -> bool:
    """Whether contours copied to an image would replace a reader's, or the word that there is no LV on it.

    An image that a reader only cleared has nothing to lose.
    """
    has_something = bool(session.annotation(key).contours) or session.state(key) is ContourState.VERIFIED
    return has_something and session.is_readers_work(key)


def _key(annotation: SliceAnnotation) -> Key:
    return annotation.phase_index, annotation.slice_index
