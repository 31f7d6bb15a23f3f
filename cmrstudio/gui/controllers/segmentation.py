"""Segmenting with the engine: what to ask for, what to keep of the answer, and what to tell the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.quality import rate
from cmrstudio.domain.study import Series
from cmrstudio.domain.verification import READER_SOURCE, ContourState
from cmrstudio.gui.commands import ChangeAnnotations
from cmrstudio.gui.controllers.contour_editing import STRUCTURE_NAMES
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.workers.gpu_worker import GpuWorker, SegmentJob

PLACE_MS = 15


@dataclass
class _Run:
    run_id: int
    series: Series
    model_id: str
    whole_study: bool
    may_replace: bool
    structure: Structure | None = None
    only: frozenset[Key] | None = None
    before: dict[Key, SliceAnnotation] = field(default_factory=dict)
    drawn: int = 0
    kept: set[Key] = field(default_factory=set)
    placed: dict[Key, SliceAnnotation] = field(default_factory=dict)
    replaced: dict[Key, tuple[SliceAnnotation, SliceAnnotation]] = field(default_factory=dict)


class SegmentationController(QObject):
    """Runs one segmentation at a time over the open study.

    What a reader edited, cleared or verified stays as it is unless ``may_replace`` was given, and then one undo step
    brings it back. A run over the whole study sets end-diastole and end-systole from the volumes where no reader did.
    When a run ends, its contours are rated among all that is drawn.
    """

    started = Signal(str)
    progressed = Signal(int, int)
    finished = Signal(str)
    """A sentence on what was drawn and what was kept."""
    failed = Signal(str)
    rated = Signal(object)
    """tuple[SliceAnnotation, ...] whose contours have the quality that all phases together give them."""
    busy_changed = Signal(bool)

    def __init__(self, session: ReadingSession, worker: GpuWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._worker = session, worker
        self._run: _Run | None = None
        self._last_run_id = 0
        self._waiting: list[Mapping[Key, SliceAnnotation]] = []
        self._placing = QTimer(self)
        self._placing.setInterval(PLACE_MS)
        self._placing.timeout.connect(self._place_next)
        worker.phase_segmented.connect(self._take_phase)
        worker.progressed.connect(self._take_progress)
        worker.finished.connect(self._take_finish)
        worker.cancelled.connect(self._take_cancel)
        worker.failed.connect(self._take_failure)
        session.study_opened.connect(self.abandon)
        session.study_closed.connect(self.abandon)

    @property
    def is_busy(self) -> bool:
        """Whether a segmentation runs."""
        return self._run is not None

    def segment_study(self, model_id: str) -> None:
        """Segment every phase, end-diastole and end-systole first."""
        from cmrstudio.workflow import segmentation_order

        stack = self._session.stack
        if stack is not None:
            order = segmentation_order(self._session.phases, stack.phase_count)
            self._start(
                model_id, order, None, tr("Segmenting {count} phases").format(count=stack.phase_count), whole_study=True
            )

    def segment_phase(self, model_id: str, *, may_replace: bool = False) -> None:
        """Segment all slices of the current phase."""
        phase_index, _ = self._session.position
        self._start(
            model_id,
            [phase_index],
            None,
            tr("Segmenting phase {phase}").format(phase=phase_index + 1),
            may_replace=may_replace,
        )

    def segment_slice(self, model_id: str, *, may_replace: bool = False) -> None:
        """Segment the image on the screen."""
        phase_index, slice_index = self._session.position
        text = tr("Segmenting slice {slice}, phase {phase}").format(slice=slice_index + 1, phase=phase_index + 1)
        self._start(model_id, [phase_index], [slice_index], text, may_replace=may_replace)

    def segment_contour(self, model_id: str, structure: Structure, *, may_replace: bool = False) -> None:
        """Segment one contour of the image on the screen, as one undo step; the other contour stays as it is."""
        phase_index, slice_index = self._session.position
        text = tr("Segmenting the {structure} of slice {slice}, phase {phase}").format(
            structure=tr(STRUCTURE_NAMES[structure]), slice=slice_index + 1, phase=phase_index + 1
        )
        self._start(model_id, [phase_index], [slice_index], text, may_replace=may_replace, structure=structure)

    def is_readers_contour(self, key: Key, structure: Structure) -> bool:
        """Whether one contour of an image is a reader's own, or verified: a model may not replace it unasked."""
        if self._session.state(key) in (ContourState.VERIFIED, ContourState.STALE):
            return True
        if (*key, structure) in self._session.verified_contours:
            return True
        contour = self._session.annotation(key).contour(structure)
        return contour is not None and contour.source == READER_SOURCE

    def segment_images(self, model_id: str, keys: Iterable[Key], *, may_replace: bool = False) -> None:
        """Segment some images, end-diastole and end-systole first; one undo step brings back what was there."""
        stack = self._session.stack
        only = frozenset(key for key in keys if stack is not None and stack.present[key])
        if not only:
            self.failed.emit("There are no images there to segment: select others.")
        else:
            chosen = self._session.phases
            phases = sorted({key[0] for key in only}, key=lambda phase: (phase != chosen.end_diastole, phase))
            phases.sort(key=lambda phase: phase not in (chosen.end_diastole, chosen.end_systole))
            slices = sorted({key[1] for key in only})
            text = tr("Segmenting {images}").format(images=_images(len(only)))
            self._start(model_id, phases, slices, text, may_replace=may_replace, only=only)

    def readers_work(self, keys: Iterable[Key]) -> list[Key]:
        """Those of some images that a model may not replace unasked."""
        return [key for key in keys if self._session.is_readers_work(key)]

    def cancel(self) -> None:
        """Ask the run to stop; what has been drawn so far stays."""
        self._worker.cancel()

    @Slot()
    def abandon(self) -> None:
        """The study is gone: stop, and drop what still comes."""
        if self._run is not None:
            self._worker.cancel()
            self._end()

    def _start(
        self,
        model_id: str,
        phases: Sequence[int],
        slices: Sequence[int] | None,
        text: str,
        *,
        whole_study: bool = False,
        may_replace: bool = False,
        structure: Structure | None = None,
        only: frozenset[Key] | None = None,
    ) -> None:
        series = self._session.series
        if series is None:
            return
        if self.is_busy:
            self.failed.emit("A segmentation is running: wait for it or cancel it first.")
            return
        if not (self._session.is_complete and self._session.is_restored):
            self.failed.emit("The study is still loading: segment it when all of its images are there.")
            return
        self._last_run_id += 1
        self._run = _Run(self._last_run_id, series, model_id, whole_study, may_replace, structure, only)
        self.busy_changed.emit(True)
        self.started.emit(text)
        self._worker.segment(SegmentJob(self._last_run_id, series, model_id, phases, slices))

    @Slot(int, int, object)
    def _take_phase(self, run_id: int, _phase_index: int, found: Mapping[Key, SliceAnnotation]) -> None:
        if self._is_current(run_id):
            self._waiting.append(found)
            self._placing.start()

    @Slot()
    def _place_next(self) -> None:
        """Put one phase in place at a time, so that the window stays alive between them."""
        if self._waiting and self._run is not None:
            self._place(self._run, self._waiting.pop(0))
        if not self._waiting:
            self._placing.stop()

    def _place_contour(self, run: _Run, found: Mapping[Key, SliceAnnotation], structure: Structure) -> None:
        """Take one contour of what was found, and only where there is one: none found is no reason to remove one."""
        for key, annotation in found.items():
            contour = annotation.contour(structure)
            if contour is None or self._session.is_in_gesture(key):
                continue
            if self.is_readers_contour(key, structure) and not run.may_replace:
                run.kept.add(key)
                continue
            before = self._session.annotation(key)
            run.drawn += 1
            run.replaced[key] = (before, before.with_contour(contour))

    def _place(self, run: _Run, found: Mapping[Key, SliceAnnotation]) -> None:
        if run.structure is not None:
            self._place_contour(run, found, run.structure)
            return
        placed = []
        for key, annotation in found.items():
            if run.only is not None and key not in run.only:
                continue  # the engine was given all slices of all phases that have one of them
            known = key in self._session.annotations
            run.drawn += bool(annotation.contours)
            if not self._session.is_readers_work(key):
                if annotation.contours or known:
                    run.before[key] = self._session.annotation(key)
                    placed.append(annotation)
                    run.placed[key] = annotation
            elif run.may_replace and not self._session.is_in_gesture(key):
                run.replaced[key] = (self._session.annotation(key), annotation)
            else:
                run.kept.add(key)
                run.drawn -= bool(annotation.contours)
        self._session.place(placed, f"Segment with {_source(placed, run.model_id)}")

    @Slot(int, int, int)
    def _take_progress(self, run_id: int, done: int, total: int) -> None:
        if self._is_current(run_id):
            self.progressed.emit(done, total)

    @Slot(int)
    def _take_finish(self, run_id: int) -> None:
        if not self._is_current(run_id):
            return
        run = self._close_run()
        if run.whole_study:
            self._session.improve_phases()
        self.finished.emit(_summary(run))

    @Slot(int)
    def _take_cancel(self, run_id: int) -> None:
        if self._is_current(run_id):
            run = self._close_run()
            self.finished.emit(tr("Segmentation cancelled; {images} had been drawn.").format(images=_images(run.drawn)))

    @Slot(int, str)
    def _take_failure(self, run_id: int, message: str) -> None:
        if self._is_current(run_id):
            self._close_run()
            self.failed.emit(message)

    def _close_run(self) -> _Run:
        run = self._run
        assert run is not None
        while self._waiting:
            self._place(run, self._waiting.pop(0))
        replacing = {key: pair[1] for key, pair in run.replaced.items()}
        rated = self._rated(run.placed | replacing)
        after = {key: rated[key] for key in replacing}
        if run.replaced and run.only is not None:
            self._session.place(after.values(), "Segment images")
        elif run.replaced:
            before = {key: pair[0] for key, pair in run.replaced.items()}
            gesture = f"Segment {STRUCTURE_NAMES[run.structure]}" if run.structure else "Segment again"
            self._session.undo_stack.push(ChangeAnnotations(self._session, before, after, gesture))
        self._rate({key: rated[key] for key in run.placed})
        if run.only is not None:
            self._make_undo_step(run)
        self._end()
        return run

    def _make_undo_step(self, run: _Run) -> None:
        """One undo step for all that the run drew on chosen images and nobody changed since."""
        now = {key: self._session.annotation(key) for key in run.placed}
        after = {key: one for key, one in now.items() if one.contours == run.placed[key].contours}
        before = {key: run.before[key] for key in after} | {key: pair[0] for key, pair in run.replaced.items()}
        after |= {key: self._session.annotation(key) for key in run.replaced}
        changed = [key for key in after if before[key].contours != after[key].contours]
        if changed:
            ends = ({key: which[key] for key in changed} for which in (before, after))
            self._session.undo_stack.push(ChangeAnnotations(self._session, *ends, "Segment images", in_place=True))

    def _rated(self, fresh: Mapping[Key, SliceAnnotation]) -> dict[Key, SliceAnnotation]:
        """What the model drew in this run with the quality that it has among all that is drawn."""
        stack = self._session.stack
        return rate(stack, {**self._session.annotations, **fresh}, fresh) if stack is not None else dict(fresh)

    def _rate(self, rated: Mapping[Key, SliceAnnotation]) -> None:
        """Give the contours that are still as the model drew them their quality; no edit and no undo step."""
        changed = []
        for key, annotation in rated.items():
            now = self._session.annotation(key)
            if not self._session.is_in_gesture(key) and now.contours == annotation.contours:
                changed.append(replace(now, contours=annotation.contours))
        if changed:
            self._session.place(changed, None)
            self.rated.emit(tuple(changed))

    def _end(self) -> None:
        self._run = None
        self._waiting.clear()
        self._placing.stop()
        self.busy_changed.emit(False)

    def _is_current(self, run_id: int) -> bool:
        return self._run is not None and self._run.run_id == run_id


def _source(placed: Sequence[SliceAnnotation], model_id: str) -> str:
    return next((contour.source for annotation in placed for contour in annotation.contours), model_id)


def _images(count: int) -> str:
    return tr("1 image" if count == 1 else "{count} images").format(count=count)


def _summary(run: _Run) -> str:
    name = STRUCTURE_NAMES[run.structure].capitalize() if run.structure else "Contours"
    text = tr("{contours} drawn on {images}.").format(contours=tr(name), images=_images(run.drawn))
    if not run.drawn:
        missing = name.lower() if run.structure else "left ventricle"
        text = tr("No {structure} was found there.").format(structure=tr(missing))
    if run.kept:
        kept = tr("{images} with edited or verified contours kept as they were.").format(images=_images(len(run.kept)))
        text += f" {kept}"
    return text
