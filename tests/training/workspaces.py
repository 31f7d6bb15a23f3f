"""Workspaces with verified contours of small studies, made with the real store and the real readers of studies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.domain.study import Study
from cmrstudio.io import nifti
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import StudyRecord
from tests.training.truth_files import picture_of, ring, write_nifti

NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
ANGLES = np.arange(12) * np.pi / 6
CIRCLE = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def drawn(series_uid: str, phase: int, slice_: int, radius: float = 6, wall: float = 4) -> SliceAnnotation:
    """Two circles; no epicardium where ``wall`` is 0, no endocardium where ``radius`` is 0."""
    contours = []
    if radius:
        contours.append(Contour(Structure.LV_ENDOCARDIUM, CIRCLE * radius + 16, "reader"))
    if wall:
        contours.append(Contour(Structure.LV_EPICARDIUM, CIRCLE * (radius + wall) + 16, "reader"))
    return SliceAnnotation(series_uid, phase, slice_, tuple(contours))


def verify(store: AnnotationStore, *annotations: SliceAnnotation, reviewer: str = "A. Reader") -> None:
    """Keep annotations and a reviewer's word for them."""
    for annotation in annotations:
        (stored,) = store.append([annotation], "Freehand")
        store.verify(stored, reviewer, NOW)


def remember(store: AnnotationStore, study: Study) -> None:
    """Note that a study was opened."""
    store.remember_study(
        StudyRecord(study.study_uid, study.patient_key, study.patient_label, str(study.source), None, NOW)
    )


def write_study(path: Path, seed: int = 0) -> Study:
    """A study of two slices and three phases; another ``seed`` gives another patient."""
    frames = [np.stack([picture_of(ring(), phase + seed), picture_of(ring(4), phase + seed + 9)]) for phase in range(3)]
    write_nifti(path, np.stack(frames).astype(np.int16), (1.25, 1.5, 8.0))
    return nifti.read_study(path, progress=SilentProgress(), cancellation=NeverCancelled())


def verify_both_phases(store: AnnotationStore, study: Study) -> None:
    """Verify both slices of a study at its first and its last phase, the larger one first."""
    remember(store, study)
    uid = study.short_axis.series_uid
    verify(store, *(drawn(uid, phase, slice_, radius) for phase, radius in ((0, 8), (2, 5)) for slice_ in range(2)))
