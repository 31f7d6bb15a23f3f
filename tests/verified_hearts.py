"""Workspaces with verified contours of hearts whose size is known, and the studies that they are of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio import workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import StudyRecord
from tests import brightness_model
from tests.training.truth_files import write_nifti

WHO = "Dr. Example"
NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
SHAPE = (96, 112)
SPACING_MM = (1.5, 1.5)
CENTRE_PX = (56.0, 48.0)
WALL_MM = 9.0
ANGLES = np.arange(16) * np.pi / 8
CIRCLE = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def radius_mm(patient: int, phase: int) -> float:
    return 24.0 + patient - 6.0 * phase


def hearts(patient: int) -> npt.NDArray[np.int16]:
    """Two phases of three equal slices."""
    phases = [
        brightness_model.heart(SHAPE, CENTRE_PX, radius_mm(patient, phase), WALL_MM, SPACING_MM) for phase in range(2)
    ]
    return np.stack([np.stack([heart * 800] * 3) for heart in phases]).astype(np.int16)


def drawn(series_uid: str, patient: int, phase: int, slice_: int, centre: npt.NDArray[np.float64]) -> SliceAnnotation:
    radius_px = radius_mm(patient, phase) / SPACING_MM[0]
    contours = (
        Contour(Structure.LV_ENDOCARDIUM, CIRCLE * radius_px + centre, "reader"),
        Contour(Structure.LV_EPICARDIUM, CIRCLE * (radius_px + WALL_MM / SPACING_MM[0]) + centre, "reader"),
    )
    return SliceAnnotation(series_uid, phase, slice_, contours)


def verify(folder: Path, patients: int) -> Path:
    """A workspace with the verified hearts of some patients, whose studies lie beside it; returns its file."""
    workspace = folder / "workspace.sqlite"
    store = AnnotationStore.open(workspace)
    for patient in range(patients):
        path = folder / f"patient{patient}.nii.gz"
        write_nifti(path, hearts(patient), (SPACING_MM[1], SPACING_MM[0], 8.0))
        study = workflow.open_study(path)
        series = study.short_axis
        rows, columns = np.nonzero(series.stack.pixels[0, 0] > 700)
        centre = np.array([columns.mean(), rows.mean()])
        store.remember_study(StudyRecord(study.study_uid, study.patient_key, "", str(path), None, NOW))
        store.save_phases(series.series_uid, PhaseSelection(0, 1, PhaseSource.READER, PhaseSource.READER))
        for place in np.ndindex(2, 3):
            (stored,) = store.append([drawn(series.series_uid, patient, *place, centre)], "Freehand")
            store.verify(stored, WHO, NOW)
    store.close()
    return workspace
