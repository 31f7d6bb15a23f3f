"""Open, segment, measure and report without a window; the command line and the window both call it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.measures import Measures, measure
from cmrstudio.domain.phases import PhaseSelection, phases_from_images
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, SilentProgress
from cmrstudio.domain.quality import STRUCTURES, rate
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.domain.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from cmrstudio.domain.image_measurements import ImageMeasurement
    from cmrstudio.domain.reading_report import ReadingReport
    from cmrstudio.domain.sign_off import SignOff
    from cmrstudio.domain.study import StudyListener
    from cmrstudio.domain.verification import Verification
    from cmrstudio.engine.client import EngineClient
    from cmrstudio.engine.protocol import PhaseSegmented, Reply
    from cmrstudio.inference.registry import ModelRegistry
    from cmrstudio.io.dicom.decode_pool import DecodePool
    from cmrstudio.store.annotation_store import AnnotationStore

Annotations = dict[tuple[int, int], SliceAnnotation]
"""Contours by (phase index, slice index)."""

OnPhase = Callable[[int, Annotations], None]

NIFTI_ENDINGS = (".nii", ".nii.gz")
WORKSPACE_VARIABLE = "CMRSTUDIO_WORKSPACE"
DEFAULT_MODEL = "unet"


def workspace_file() -> Path:
    """The SQLite file that keeps the user's work; the environment variable CMRSTUDIO_WORKSPACE names another one."""
    import platformdirs

    chosen = os.environ.get(WORKSPACE_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("cmrstudio") / "workspace.sqlite"


def learning_folder(workspace: Path | None = None) -> Path:
    """Where what is learned from a workspace lies, beside it: snapshots, runs and versions of models."""
    return (workspace or workspace_file()).parent / "learning"


def models_user_folder(workspace: Path | None = None) -> Path:
    """Where the versions of models that did not ship lie, and which of them are in use."""
    return learning_folder(workspace) / "models"


def model_registry(workspace: Path | None = None) -> ModelRegistry:
    """The models of a workspace in their versions in use."""
    from cmrstudio.inference.registry import ModelRegistry

    return ModelRegistry(user_folder=models_user_folder(workspace))


def is_nifti(path: Path) -> bool:
    """Whether a path is named like a NIfTI file."""
    return path.name.lower().endswith(NIFTI_ENDINGS)


def open_study(
    path: Path,
    *,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
    listener: StudyListener | None = None,
    pool: DecodePool | None = None,
) -> Study:
    """Read a DICOM folder, DICOM file, zipped study or NIfTI file.

    ``listener`` hears of the first image, the sorted but still empty study, and every image that arrives. Raises
    ``StudyReadError``, ``NoShortAxisCineError``, ``CancelledError``.
    """
    progress = progress or SilentProgress()
    cancellation = cancellation or NeverCancelled()
    if is_nifti(path):
        from cmrstudio.io import nifti

        return nifti.read_study(path, progress=progress, cancellation=cancellation, listener=listener)
    from cmrstudio.io.dicom import reader

    return reader.read_study(path, progress=progress, cancellation=cancellation, listener=listener, pool=pool)


def first_guess(stack: CineStack) -> PhaseSelection:
    """ED and ES from the images alone, before anything is segmented."""
    return phases_from_images(stack.pixels, stack.present)


def segmentation_order(selection: PhaseSelection, phase_count: int) -> list[int]:
    """All phases, the two that the reader waits for first, then by distance from end-systole."""
    first = list(dict.fromkeys([selection.end_diastole, selection.end_systole]))
    rest = sorted(set(range(phase_count)) - set(first), key=lambda index: abs(index - selection.end_systole))
    return first + rest


def segment_phases(
    client: EngineClient,
    series: Series,
    model_id: str,
    phase_indices: Sequence[int],
    *,
    slice_indices: Iterable[int] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
    on_phase: OnPhase | None = None,
) -> Annotations:
    """Have a model draw the contours of some phases of a series, all slices or those of ``slice_indices``.

    Blocks until the engine is done; ``on_phase`` is called with each phase as it arrives, whose contours carry the
    quality that their images give them. In what is returned it takes the other phases into account. Raises
    ``ModelError``, ``EngineError``, ``CancelledError``.
    """
    from cmrstudio.engine.protocol import PhaseImages, PhaseSegmented, SegmentProgress, SegmentRequest

    progress = progress or SilentProgress()
    stack = series.stack
    wanted = np.zeros(stack.slice_count, bool)
    wanted[list(range(stack.slice_count)) if slice_indices is None else list(slice_indices)] = True
    present = stack.present & wanted
    images = tuple(PhaseImages(index, stack.pixels[index], present[index]) for index in phase_indices)
    found: Annotations = {}

    def take(reply: Reply) -> None:
        if isinstance(reply, PhaseSegmented):
            phase = _to_annotations(series, reply, present[reply.phase_index])
            found.update(phase)
            if on_phase:
                on_phase(reply.phase_index, phase)
        elif isinstance(reply, SegmentProgress):
            progress.report(reply.done, reply.total, "Segmenting")

    request = SegmentRequest(client.next_generation(), model_id, stack.pixel_spacing_mm, images)
    client.segment(request, take, cancellation or NeverCancelled())
    return rate(stack, found, found)


def _to_annotations(series: Series, reply: PhaseSegmented, present: npt.NDArray[np.bool_]) -> Annotations:
    return {
        (reply.phase_index, index): SliceAnnotation(
            series.series_uid, reply.phase_index, index, tuple(_with_quality(contours, reply.quality[index]))
        )
        for index, contours in enumerate(reply.contours)
        if present[index]
    }


def _with_quality(contours: Iterable[Contour], quality: npt.NDArray[np.float32]) -> Iterable[Contour]:
    """Contours with the quality of their structures [structure], where that is known."""
    for contour in contours:
        value = float(quality[STRUCTURES.index(contour.structure)])
        yield contour.with_quality(value if np.isfinite(value) else None)


@dataclass(frozen=True)
class Reading:
    """A study segmented and measured; ``model_version`` is what stands in the contours' source."""

    study: Study
    series: Series
    annotations: Annotations
    measures: Measures
    model_id: str
    model_version: str
    model_licence: str

    @property
    def phases(self) -> PhaseSelection:
        """The phases the measures were taken at."""
        return self.measures.phases


def measure_series(
    series: Series, annotations: Annotations, selection: PhaseSelection, conventions: Conventions = AS_TRAINED
) -> Measures:
    """Measure a series, taking ED and ES from its volumes where they are known and no reader has chosen otherwise."""
    measures = measure(series.stack, annotations, selection, conventions)
    improved = measures.improved_phases()
    return measures if improved == selection else measure(series.stack, annotations, improved, conventions)


def read(
    study: Study,
    client: EngineClient,
    model_id: str,
    *,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Reading:
    """Segment every phase of a study's short-axis cine, find ED and ES from the volumes, and measure."""
    card = client.registry.card(model_id)
    series = study.short_axis
    guess = first_guess(series.stack)
    order = segmentation_order(guess, series.stack.phase_count)
    annotations = segment_phases(client, series, model_id, order, progress=progress, cancellation=cancellation)
    measures = measure_series(series, annotations, guess)
    return Reading(study, series, annotations, measures, card.model_id, card.version, card.licence)


def phases_to_write(reading: Reading, all_phases: bool) -> tuple[int, ...]:
    """Which phases get masks: ED and ES, or every one."""
    if all_phases:
        return tuple(range(reading.series.stack.phase_count))
    return tuple(dict.fromkeys((reading.phases.end_diastole, reading.phases.end_systole)))


def write_results(reading: Reading, folder: Path, *, all_phases: bool = False) -> list[Path]:
    """Write measures and the quality of contours (JSON, CSV), RGB TIFF masks, and the contact sheet.

    For NIfTI input the label map is written too. Returns the files written. Raises ``OutputError``.
    """
    from cmrstudio.io import contact_sheet, mask_tiff, nifti, results

    stack = reading.series.stack
    written = results.write_measures(
        folder,
        reading.study,
        reading.series,
        reading.measures,
        results.Origin(reading.model_id, reading.model_version, reading.model_licence),
        reading.annotations,
    )
    for phase_index in phases_to_write(reading, all_phases):
        for slice_index in range(stack.slice_count):
            if not stack.present[phase_index, slice_index]:
                continue
            path = folder / "masks" / f"phase{phase_index + 1:03d}_slice{slice_index + 1:03d}.tiff"
            mask_tiff.write_mask(path, _annotation(reading.annotations, phase_index, slice_index), stack.image_shape)
            written.append(path)
    sheet = folder / "contact_sheet.png"
    contact_sheet.write_contact_sheet(sheet, stack, reading.annotations, reading.phases, reading.measures.conventions)
    written.append(sheet)
    if is_nifti(reading.study.source):
        labels = folder / "labels.nii.gz"
        wanted = None if all_phases else phases_to_write(reading, all_phases)
        nifti.write_labels(labels, reading.study.source, stack, reading.annotations, wanted)
        written.append(labels)
    return written


def _annotation(annotations: Mapping[tuple[int, int], SliceAnnotation], phase: int, slice_: int) -> SliceAnnotation:
    return annotations.get((phase, slice_), SliceAnnotation("", phase, slice_))


@dataclass(frozen=True)
class KeptReading:
    """What a workspace knows of a reading: contours and verifications by (phase index, slice index), and the phases.

    ``facts`` are the facts that were entered or marked, by name, ``drawn`` the calipers and areas. ``reader`` is empty
    for the shared reading.
    """

    annotations: Annotations
    verifications: dict[tuple[int, int], Verification]
    phases: PhaseSelection | None
    conventions: Conventions = AS_TRAINED
    facts: Mapping[str, object] = field(default_factory=dict)
    reader: str = ""
    sign_offs: tuple[SignOff, ...] = ()
    drawn: tuple[ImageMeasurement, ...] = ()


def kept_reading(study: Study, series: Series, workspace: Path) -> KeptReading | None:
    """The active reader's contours of a series in a workspace; None where it keeps none.

    Raises ``StoreError``, ``WorkspaceInUseError`` while a window has the workspace open.
    """
    from cmrstudio.store.annotation_store import AnnotationStore

    if not workspace.exists():
        return None
    store = AnnotationStore.open(workspace)
    try:
        return kept_in(store, study, series)
    finally:
        store.close()


def kept_in(store: AnnotationStore, study: Study, series: Series) -> KeptReading | None:
    """The active reader's contours of a series in an open workspace; None where it keeps none. Raises ``StoreError``.

    Where no phases are kept they are those that were signed last.
    """
    from cmrstudio.domain.readers import reading_key
    from cmrstudio.store.reading_records import ReadingRecords

    records = ReadingRecords(store)
    reader = records.active_reader()
    key = reading_key(series.series_uid, reader)
    kept, verifications, sign_offs = store.annotations(key), store.verifications(key), records.sign_offs(key)
    phases = store.phases(key)
    if phases is None and sign_offs:  # a guess is not kept by itself
        signed = sign_offs[-1].content
        phases = PhaseSelection(signed.end_diastole, signed.end_systole)
    phase_count, slice_count = series.stack.phase_count, series.stack.slice_count
    inside = [one for one in kept if one.phase_index < phase_count and one.slice_index < slice_count]
    if not any(kept[one].contours for one in inside):
        return None
    return KeptReading(
        {(one.phase_index, one.slice_index): replace(kept[one], series_uid=series.series_uid) for one in inside},
        {
            (one.phase_index, one.slice_index): _of_series(verifications[one], series)
            for one in inside
            if one in verifications
        },
        phases if phases and max(phases.end_diastole, phases.end_systole) < phase_count else None,
        store.conventions(key),
        store.facts(study.study_uid) | store.facts(key),
        reader,
        sign_offs,
        tuple(
            one for one in store.measurements(key) if one.phase_index < phase_count and one.slice_index < slice_count
        ),
    )


def _of_series(verification: Verification, series: Series) -> Verification:
    """A verification that was kept under a reader's key, as one of the series itself."""
    return replace(verification, key=replace(verification.key, series_uid=series.series_uid))


def report_on(
    study: Study,
    series: Series,
    kept: KeptReading,
    *,
    with_identity: bool = True,
    reported_by: str = "",
    conclusion: str = "",
    wording: Wording = ENGLISH,
    workspace: Path | None = None,
    with_contact_sheet: bool = True,
) -> ReadingReport:
    """The report of a reading; without kept phases they are taken from images and volumes.

    ``workspace`` is the one whose models may have drawn.
    """
    from cmrstudio.domain.reading_report import compose
    from cmrstudio.domain.report_contents import complete, facts_from_kept, header_facts
    from cmrstudio.io.report_files import illustrated

    if kept.phases is None:
        measures = measure_series(series, kept.annotations, first_guess(series.stack), kept.conventions)
    else:  # what is kept is what the window shows, and what was signed
        measures = measure(series.stack, kept.annotations, kept.phases, kept.conventions)
    entered, unusable = facts_from_kept(kept.facts)
    facts = replace(entered, patient=entered.patient.or_else(header_facts(study, series.stack)))
    report = compose(
        study,
        series,
        measures,
        kept.annotations,
        kept.verifications,
        made_at=datetime.now().astimezone(),
        with_identity=with_identity,
        licences=model_licences(workspace),
        reported_by=reported_by,
        conclusion=conclusion,
        wording=wording,
    )
    report = complete(
        *(report, series, kept.annotations, measures, facts),
        reader=kept.reader,
        sign_offs=kept.sign_offs,
        drawn=kept.drawn,
    )
    notes = tuple(f"What was entered as {name} cannot be used: enter it again." for name in unusable)
    report = replace(report, notes=(*report.notes, *notes))
    return illustrated(report, series.stack, kept.annotations, kept.conventions) if with_contact_sheet else report


def model_licences(workspace: Path | None = None) -> dict[str, str]:
    """The licences of all models' weights, by what stands in the contours' source ("unet@1.0.0").

    Versions that are not in use any more are among them. Raises ``ModelError``.
    """
    from cmrstudio.inference.model_versions import ModelVersions

    return {card.source: card.licence for card in ModelVersions(models_user_folder(workspace)).every_card()}
