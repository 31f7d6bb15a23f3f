"""Contours that a reader verified in cmrstudio, as truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import StudyReadError, TrainingDataError
from cmrstudio.domain.labels import CAVITY, label_image
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.domain.verification import ContourState, Verification, state_of
from cmrstudio.io import nifti
from cmrstudio.io.dicom import reader
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.store.annotation_store import AnnotationStore
from training.layouts.images import LabelledImage, check_image, chosen_subjects, phase_names, volumes
from training.layouts.layout import UNKNOWN_GROUP, Subject
from training.truth import TruthVolume

Labels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class _VerifiedSeries:
    """The verified, not stale annotations of a series by (phase index, slice index), and its ED and ES if chosen."""

    annotations: Mapping[tuple[int, int], SliceAnnotation]
    phases: PhaseSelection | None


@dataclass(frozen=True)
class VerifiedLayout:
    """A cmrstudio workspace file, in place of a folder. Only contours that were verified and not changed since count.

    The images come from where the workspace says each study was opened; ``studies`` are further folders or files to
    look in where a study has moved. A subject is a patient, by the key that does not say who it is. An image verified
    with an endocardium alone has an unknown myocardium; with no contour at all it is truth that no LV is there; with an
    epicardium alone it is left out, since nobody said where the cavity is. A workspace that is open in a window is
    refused. It is read once in the life of this object.
    """

    studies: tuple[Path, ...] = ()
    name: str = "verified"
    _kept: dict[Path, dict[str, list[list[LabelledImage]]]] = field(default_factory=dict, repr=False, compare=False)

    def subjects(self, folder: Path) -> list[Subject]:
        """Every patient with verified images."""
        found = [Subject(patient, UNKNOWN_GROUP) for patient in sorted(self._patients(folder))]
        if not found:
            raise TrainingDataError(
                folder, "no contour in it is verified and unchanged since; verify some in cmrstudio"
            )
        return found

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """A volume a series and phase; slices run as in the study."""
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            for images in self._patients(folder)[subject.subject]:
                yield from volumes(self.name, subject, images)

    def _patients(self, workspace: Path) -> dict[str, list[list[LabelledImage]]]:
        if workspace not in self._kept:
            verified, sources = _read_workspace(workspace)
            self._kept[workspace] = _images_by_patient(workspace, verified, [*sources, *self.studies])
        return self._kept[workspace]


def _read_workspace(workspace: Path) -> tuple[dict[str, _VerifiedSeries], list[Path]]:
    """What was verified by series, and where the studies came from."""
    if not workspace.is_file():
        raise TrainingDataError(workspace, "it is no file; give the workspace file that `cmrstudio info` names")
    store = AnnotationStore.open(workspace)
    try:
        found = {}
        for uid in store.verified_series():
            verifications = store.verifications(uid)
            verified = {
                (key.phase_index, key.slice_index): annotation
                for key, annotation in store.annotations(uid).items()
                if _is_truth(annotation, verifications.get(key))
            }
            if verified:
                found[uid] = _VerifiedSeries(verified, store.phases(uid))
        return found, [Path(record.source) for record in store.openings()]
    finally:
        store.close()


def _is_truth(annotation: SliceAnnotation, verification: Verification | None) -> bool:
    """Whether contours are verified, not stale, and tell where the cavity is or that there is none."""
    tells_the_cavity = not annotation.contours or annotation.contour(Structure.LV_ENDOCARDIUM) is not None
    return tells_the_cavity and state_of(annotation, verification) is ContourState.VERIFIED


def _images_by_patient(
    workspace: Path, verified: Mapping[str, _VerifiedSeries], sources: Sequence[Path]
) -> dict[str, list[list[LabelledImage]]]:
    """Labelled images of every verified series, by patient."""
    patients: dict[str, list[list[LabelledImage]]] = {}
    pending = dict(verified)
    with DecodePool() as pool:
        for source in dict.fromkeys(sources):
            study = _open(source, pool) if pending else None
            for series in study.series if study else ():
                if study and (truth := pending.pop(series.series_uid, None)):
                    patients.setdefault(study.patient_key, []).append(_labelled(study, series, truth))
    if pending:
        count = sum(len(truth.annotations) for truth in pending.values())
        raise TrainingDataError(
            workspace,
            f"{count} images with verified contours, of {len(pending)} series, are not where they were opened "
            f"({', '.join(str(source) for source in sources) or 'no place is known'}); give the studies' folders",
        )
    return patients


def _open(source: Path, pool: DecodePool) -> Study | None:
    """The study at a path, None where there is none any more."""
    try:
        if source.name.lower().endswith((".nii", ".nii.gz")):
            return nifti.read_study(source, progress=SilentProgress(), cancellation=NeverCancelled())
        return reader.read_study(source, progress=SilentProgress(), cancellation=NeverCancelled(), pool=pool)
    except StudyReadError:
        return None


def _labelled(study: Study, series: Series, truth: _VerifiedSeries) -> list[LabelledImage]:
    stack = series.stack
    labels = {}
    for place, annotation in truth.annotations.items():
        if place[0] >= stack.phase_count or place[1] >= stack.slice_count or not stack.present[place]:
            raise TrainingDataError(
                study.source,
                f"the image of phase {place[0] + 1}, slice {place[1] + 1} was verified but is not there any more; "
                "bring its file back",
            )
        if annotation.contours:
            check_image(study.source, stack.pixels[place], f"at phase {place[0] + 1}, slice {place[1] + 1}, ")
        elif stack.pixels[place].min() == stack.pixels[place].max():
            continue  # a blank image without a heart teaches nothing
        labels[place] = label_image(annotation, stack.image_shape)
    names = _phase_names(labels, truth.phases)
    whole = {phase for phase in names if _is_whole(phase, labels, stack)}
    return [
        LabelledImage(
            stack.pixels[place].copy(),
            drawn,
            names[place[0]],
            float(stack.slice_positions_mm[place[1]]),
            stack.pixel_spacing_mm,
            True,
            place[0] in whole,
        )
        for place, drawn in labels.items()
    ]


def _phase_names(labels: Mapping[tuple[int, int], Labels], chosen: PhaseSelection | None) -> dict[int, str]:
    cavity_px: dict[int, dict[int, int]] = {}
    for (phase, slice_), drawn in labels.items():
        cavity_px.setdefault(phase, {})[slice_] = int((drawn == CAVITY).sum())
    if chosen is None:
        return phase_names(cavity_px)
    names = {phase: f"phase{phase + 1:03d}" for phase in cavity_px}
    return names | {
        phase: name for phase, name in ((chosen.end_systole, "ES"), (chosen.end_diastole, "ED")) if phase in names
    }


def _is_whole(phase: int, labels: Mapping[tuple[int, int], Labels], stack: CineStack) -> bool:
    """Whether every slice of a phase has truth, so that areas add up to a volume."""
    return all((phase, slice_) in labels for slice_ in range(stack.slice_count))
