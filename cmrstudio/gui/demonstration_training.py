"""The stations of a tour at which a model learns: from the open study, and from its mirror images as other patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cmrstudio import workflow
from cmrstudio.domain.annotation import SliceAnnotation, by_image
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.study_summary import summarise
from cmrstudio.gui.demonstration_readings import READERS
from cmrstudio.gui.views.message_bar import MessageKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cmrstudio.gui.controllers.reading_session import ReadingSession
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.store.annotation_store import AnnotationStore

VERIFIED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EPOCHS = 3
MIRRORS = {"Mirrored across": (False, True), "Mirrored along": (True, False)}
"""Whether rows and columns run the other way."""

Wait = Callable[[str, Callable[[], bool]], None]
Shoot = Callable[[str, Callable[[], "QWidget"]], None]


def learn(window: MainWindow, folder: Path, wait: Wait, shoot: Shoot) -> None:
    """Let a model learn for a few epochs in the open window; other patients' studies are written into ``folder``.

    ``wait`` takes what is waited for and how it is known that it is there, ``shoot`` a station and what to picture.
    """
    session, done = window.session, []
    window.keeping.write(
        lambda store: add_mirrored_patients(store, session, folder),
        done.append,
        lambda text: window.show_message(text, MessageKind.WARNING),
    )
    wait("other patients", lambda: bool(done))
    window.actions_by_name["training"].trigger()
    view, told = window.learning_window, []
    window.learning.overview_changed.connect(told.append)
    window.learning.refresh()
    wait("what is verified", lambda: bool(told) and len(told[-1].verified.patients) > len(MIRRORS))
    view.show_page("data")
    shoot("training_data", lambda: view)
    view.settings.epochs.setValue(EPOCHS)
    view.controls.start.click()
    wait("an epoch", lambda: len(view.curves.dice.values("cavity")) > 1 or bool(view.controls.message.text()))
    shoot("training_progress", lambda: view)
    wait("the comparison", lambda: bool(view.result.source) or bool(view.controls.message.text()))
    view.show_page("result")
    shoot("training_result", lambda: view)
    view.show_page("versions")
    shoot("training_versions", lambda: view)
    view.close()


def add_mirrored_patients(store: AnnotationStore, session: ReadingSession, folder: Path) -> None:
    """Add verified studies to a workspace: end-diastole and end-systole of the open one, mirrored, contours too."""
    import nibabel

    stack = session.stack
    row_mm, column_mm = stack.pixel_spacing_mm
    slice_mm = float(np.abs(np.diff(stack.slice_positions_mm)).mean()) if stack.slice_count > 1 else 8.0
    phases = [session.phases.end_diastole, session.phases.end_systole]
    for name, (rows_run_back, columns_run_back) in MIRRORS.items():
        pixels = stack.pixels[phases]
        pixels = pixels[:, :, :: -1 if rows_run_back else 1, :: -1 if columns_run_back else 1]
        path = folder / f"{name}.nii.gz"
        image = nibabel.Nifti1Image(np.ascontiguousarray(pixels).T, np.diag([column_mm, row_mm, slice_mm, 1.0]))
        image.header.set_xyzt_units("mm", "msec")
        image.to_filename(path)
        _verify(store, path, _mirrored(session, phases, (rows_run_back, columns_run_back)))


def _mirrored(
    session: ReadingSession, phases: list[int], runs_back: tuple[bool, bool]
) -> Mapping[tuple[int, int], SliceAnnotation]:
    """The contours of two phases as they lie on the mirrored images, by (phase, slice) of these."""
    rows, columns = session.stack.pixels.shape[2:]
    rows_run_back, columns_run_back = runs_back
    last, sign = np.array([columns - 1, rows - 1]), np.array([columns_run_back, rows_run_back])
    found = {}
    for (phase, slice_index), annotation in session.annotations.items():
        if phase in phases:
            contours = tuple(
                replace(contour, points_px=np.where(sign, last - contour.points_px, contour.points_px))
                for contour in annotation.contours
            )
            found[phases.index(phase), slice_index] = replace(annotation, contours=contours)
    return found


def _verify(store: AnnotationStore, path: Path, contours: Mapping[tuple[int, int], SliceAnnotation]) -> None:
    from cmrstudio.store.records import StudyRecord

    study = workflow.open_study(path)
    series, name = study.series[0], path.name.partition(".")[0]
    phases = PhaseSelection(0, 1, PhaseSource.READER, PhaseSource.READER)
    store.remember_study(StudyRecord(study.study_uid, study.patient_key, name, str(path), None, VERIFIED_AT))
    store.save_phases(series.series_uid, phases)
    for (phase, slice_index), drawn in sorted(contours.items()):
        (stored,) = store.append([SliceAnnotation(series.series_uid, phase, slice_index, drawn.contours)], "Segment")
        store.verify(stored, READERS[0], VERIFIED_AT)
    annotations, verifications = store.annotations(series.series_uid), store.verifications(series.series_uid)
    summary = summarise(
        study,
        series,
        by_image(annotations),
        by_image(verifications),
        phases,
    )
    store.summaries.put(replace(summary, patient_label=name))
