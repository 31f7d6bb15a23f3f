"""Contours that a reader verified in cmrstudio, as truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.reader_consensus import SHARED_READING, resolve_readers
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.verified_set import read_verified_set
from training.layouts.images import chosen_subjects
from training.layouts.layout import UNKNOWN_GROUP, Subject
from training.layouts.verified_images import SOURCE, read_pixels, truth_volumes
from training.truth import TruthVolume


@dataclass(frozen=True)
class VerifiedLayout:
    """A cmrstudio workspace file, in place of a folder. Only contours that were verified and not changed since count.

    The images come from where the workspace says each study was opened; ``studies`` are further folders or files to
    look in where a study has moved. A subject is a patient, by the key that does not say who it is. An image verified
    with an endocardium alone has an unknown myocardium; with no contour at all it is truth that no LV is there; with an
    epicardium alone it is left out, since nobody said where the cavity is, and so is one whose contours contradict
    each other. ``reader`` is whose reading counts, as ``domain.reader_consensus`` has it: the shared one, that of one
    reader, or the consensus of all. A workspace that is open in a window is refused. It is read once in the life of
    this object.
    """

    studies: tuple[Path, ...] = ()
    name: str = SOURCE
    reader: str = SHARED_READING
    _kept: dict[Path, tuple[TruthVolume, ...]] = field(default_factory=dict, repr=False, compare=False)

    def subjects(self, folder: Path) -> list[Subject]:
        """Every patient with verified images."""
        found = sorted({volume.subject for volume in self._volumes(folder)})
        if not found:
            raise TrainingDataError(
                folder, "no contour in it is verified and unchanged since; verify some in cmrstudio"
            )
        return [Subject(patient, UNKNOWN_GROUP) for patient in found]

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """A volume a series and phase; slices run as in the study."""
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            yield from (volume for volume in self._volumes(folder) if volume.subject == subject.subject)

    def _volumes(self, workspace: Path) -> tuple[TruthVolume, ...]:
        if workspace not in self._kept:
            if not workspace.is_file():
                raise TrainingDataError(workspace, "it is no file; give the workspace file that `cmrstudio info` names")
            store = AnnotationStore.open(workspace)
            try:
                verified = resolve_readers(read_verified_set(store), self.reader).verified
            finally:
                store.close()
            self._kept[workspace] = tuple(truth_volumes(read_pixels(verified, workspace, self.studies)))
        return self._kept[workspace]
