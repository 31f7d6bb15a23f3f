"""Putting a study on the work list: read as little of it as it takes to know it and to have a picture of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cmrstudio.domain.annotation import by_image
from cmrstudio.domain.conventions import PapillaryMuscles
from cmrstudio.domain.errors import CancelledError, CmrstudioError, DecodePoolError, StoreError
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import Cancellation
from cmrstudio.domain.readers import SHARED, reading_key
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.domain.study_summary import StudySummary, summarise, unreadable

if TYPE_CHECKING:
    from cmrstudio.io.dicom.decode_pool import DecodePool
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.store.writer import StoreWriter

log = logging.getLogger(__name__)

USUAL_END_SYSTOLE = 0.35
"""The share of the cycle at which end-systole lies where nothing better is known."""


class _Glance:
    """Listens to a study being read, and has the reading stop once a middle image is there."""

    def __init__(self, cancellation: Cancellation) -> None:
        self._cancellation = cancellation
        self.study: Study | None = None
        self.has_picture = False

    def is_cancelled(self) -> bool:
        """Whether no more needs to be read."""
        return self.has_picture or self._cancellation.is_cancelled()

    def preview(self, image: np.ndarray, pixel_spacing_mm: tuple[float, float]) -> None:
        """An early image from anywhere is no picture to know a study by."""

    def planned(self, study: Study) -> None:
        """The study is sorted; its images come next, those of the middle slice first."""
        self.study = study

    def frame(self, phase_index: int, slice_index: int) -> None:
        """An image is there."""
        self.has_picture = True


def glance_at(path: Path, pool: DecodePool, cancellation: Cancellation) -> Study:
    """The study at ``path`` with one image of it at least. Raises as ``workflow.open_study`` does."""
    from cmrstudio import workflow

    glance = _Glance(cancellation)
    try:
        return workflow.open_study(path, cancellation=glance, listener=glance, pool=pool)
    except CancelledError:
        if glance.study is None or not glance.has_picture:
            raise
        return glance.study


def import_study(
    path: Path,
    store: AnnotationStore,
    writer: StoreWriter,
    pool: DecodePool,
    cancellation: Cancellation,
    reader: str = SHARED,
) -> StudySummary:
    """Read the study at ``path`` and keep its summary for a reader, or why it cannot be read; what was kept stays.

    Raises ``CancelledError``; ``StoreError`` or ``DecodePoolError`` where no other study could be imported either.
    """
    try:
        study = glance_at(path, pool, cancellation)
        if _is_measured_by_grey_values(study, store, reader):
            from cmrstudio import workflow

            study = workflow.open_study(path, cancellation=cancellation, pool=pool)
        summary = summary_of_kept(study, study.short_axis, None, store, reader)
        picture = picture_of(study.short_axis.stack)
    except (CancelledError, StoreError, DecodePoolError):
        raise
    except CmrstudioError as error:
        summary, picture = unreadable(path, str(error)), None
    except Exception as unexpected:  # one study must not keep the others out
        log.exception("A study could not be imported")
        summary, picture = unreadable(path, f"{path}: {type(unexpected).__name__}: {unexpected}"), None
    return writer.summarise(summary, picture, reader).result()


def summary_of_kept(
    study: Study, series: Series, phases: PhaseSelection | None, store: AnnotationStore, reader: str = SHARED
) -> StudySummary:
    """The summary of a study from what the workspace keeps of a reader's work on ``series``.

    ``phases`` are those shown in the window; None takes those that are kept, or else those that the volumes speak for.
    """
    uid = reading_key(series.series_uid, reader)
    annotations = by_image(store.annotations(uid))
    conventions = store.conventions(uid)
    verifications = by_image(store.verifications(uid))
    if phases is None:
        series = replace(series, stack=replace(series.stack, present=np.ones_like(series.stack.present)))
        phases = store.phases(uid)
    if phases is None:
        phase_count = series.stack.phase_count
        usual = PhaseSelection(0, min(phase_count - 1, round(phase_count * USUAL_END_SYSTOLE)))
        phases = measure(series.stack, annotations, usual, conventions).improved_phases() if annotations else usual
    annotations = {key: one for key, one in annotations.items() if _is_inside(key, series.stack)}
    verifications = {key: one for key, one in verifications.items() if _is_inside(key, series.stack)}
    return summarise(study, series, annotations, verifications, phases, conventions)


def _is_measured_by_grey_values(study: Study, store: AnnotationStore, reader: str) -> bool:
    """Whether one image is not enough to measure what is kept: papillary muscle is told from blood on every image."""
    uid = reading_key(study.short_axis.series_uid, reader)
    conventions = store.conventions(uid)
    return conventions.papillary_muscles is PapillaryMuscles.MASS and bool(store.annotations(uid))


def picture_of(stack: CineStack, phase_index: int = 0) -> bytes | None:
    """A small picture of the middle slice as PNG, or of the image nearest to it that is there; None without any."""
    from cmrstudio.io.thumbnail import thumbnail_png

    there = [(int(phase), int(slice_)) for phase, slice_ in np.argwhere(stack.present)]
    if not there:
        return None
    middle = stack.slice_count // 2
    nearest = min(there, key=lambda key: (abs(key[1] - middle), abs(key[0] - phase_index)))
    return thumbnail_png(stack.pixels[nearest], stack.pixel_spacing_mm)


def _is_inside(key: tuple[int, int], stack: CineStack) -> bool:
    return key[0] < stack.phase_count and key[1] < stack.slice_count
