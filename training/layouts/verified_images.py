"""The pixels of verified images, read from where their studies were opened. No Keras."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import StudyReadError, TrainingDataError
from cmrstudio.domain.labels import label_image
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, SilentProgress, raise_if_cancelled
from cmrstudio.domain.study import Series, Study
from cmrstudio.domain.verified_set import VerifiedImage, VerifiedSet
from cmrstudio.io import nifti
from cmrstudio.io.dicom import reader
from cmrstudio.io.dicom.decode_pool import DecodePool
from training.layouts.images import LabelledImage, check_image, volumes
from training.layouts.layout import UNKNOWN_GROUP, Subject
from training.truth import TruthVolume

SOURCE = "verified"


@dataclass(frozen=True)
class VerifiedPixels:
    """A verified image with what its study says of it: its patient, and its pixels [row, column] as they lie there.

    ``position_mm`` is along the slices, ``pixel_spacing_mm`` is (row, column).
    """

    verified: VerifiedImage
    pixels: npt.NDArray[np.generic]
    pixel_spacing_mm: tuple[float, float]
    position_mm: float

    @property
    def labelled(self) -> LabelledImage:
        """The image with its contours as labels."""
        rows, columns = self.pixels.shape
        return LabelledImage(
            self.pixels,
            label_image(self.verified.annotation, (rows, columns)),
            self.verified.phase_name,
            self.position_mm,
            self.pixel_spacing_mm,
            True,
            self.verified.phase_is_whole,
        )


def read_pixels(
    verified: VerifiedSet,
    workspace: Path,
    studies: Sequence[Path] = (),
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> list[VerifiedPixels]:
    """The verified images of every series with their pixels, series after series; at most one truth for every image.

    Studies are looked for where they were opened, then in ``studies``: further files and folders. A blank image that is
    verified as having no ventricle is left out. Raises ``TrainingDataError`` naming the study where an image is absent
    or nothing can be learned from it, or ``workspace`` where a whole study is not found; ``CancelledError``.
    """
    waiting: dict[str, list[VerifiedImage]] = {}
    for image in verified.images:
        waiting.setdefault(image.series_uid, []).append(image)
    found: list[VerifiedPixels] = []
    total, progress = len(waiting), progress or SilentProgress()
    for study in _studies([*map(Path, verified.sources), *studies], cancellation or NeverCancelled()):
        for series in study.series:
            if images := waiting.pop(series.series_uid, None):
                found += _of_series(study, series, images)
                progress.report(total - len(waiting), total, "Reading the verified images")
        if not waiting:
            return found
    count = sum(len(images) for images in waiting.values())
    if count:
        raise TrainingDataError(
            workspace,
            f"{count} images with verified contours, of {len(waiting)} series, are not where they were opened "
            f"({', '.join(verified.sources) or 'no place is known'}); give the studies' folders",
        )
    return found


def truth_volumes(images: Iterable[VerifiedPixels]) -> Iterator[TruthVolume]:
    """The images as volumes, a patient after the other in the order of their keys; slices run as in the study."""
    patients: dict[str, dict[str, list[LabelledImage]]] = {}
    for image in images:
        of_series = patients.setdefault(image.verified.patient_key, {})
        of_series.setdefault(image.verified.series_uid, []).append(image.labelled)
    for patient in sorted(patients):
        for labelled in patients[patient].values():
            yield from volumes(SOURCE, Subject(patient, UNKNOWN_GROUP), labelled)


def _studies(sources: Iterable[Path], cancellation: Cancellation) -> Iterator[Study]:
    """The studies that can be read at ``sources``, each place once."""
    with DecodePool() as pool:
        for source in dict.fromkeys(sources):
            raise_if_cancelled(cancellation)
            try:
                if source.name.lower().endswith((".nii", ".nii.gz")):
                    yield nifti.read_study(source, progress=SilentProgress(), cancellation=cancellation)
                else:
                    yield reader.read_study(source, progress=SilentProgress(), cancellation=cancellation, pool=pool)
            except StudyReadError:
                continue  # it has moved; a later place may have it


def _of_series(study: Study, series: Series, images: Sequence[VerifiedImage]) -> list[VerifiedPixels]:
    stack = series.stack
    found = []
    for image in images:
        _, phase, slice_ = image.place
        if phase >= stack.phase_count or slice_ >= stack.slice_count or not stack.present[phase, slice_]:
            raise TrainingDataError(
                study.source,
                f"the image of phase {phase + 1}, slice {slice_ + 1} was verified but is not there any more: "
                "bring its file back",
            )
        pixels = stack.pixels[phase, slice_]
        if image.contours:
            check_image(study.source, pixels, f"at phase {phase + 1}, slice {slice_ + 1}, ")
        elif pixels.min() == pixels.max():
            continue  # a blank image without a heart teaches nothing
        placed = replace(image, study_uid=study.study_uid, patient_key=study.patient_key)
        position_mm = float(stack.slice_positions_mm[slice_])
        found.append(VerifiedPixels(placed, pixels.copy(), stack.pixel_spacing_mm, position_mm))
    return found
