"""Verified contours of a workspace as truth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.errors import TrainingDataError, WorkspaceInUseError
from cmrstudio.domain.labels import label_image
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.domain.study import Study
from cmrstudio.io import nifti
from cmrstudio.io.dicom import reader
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import StudyRecord
from tests.io.conftest import SyntheticCine
from tests.training.truth_files import SHAPE, picture_of, ring, write_nifti
from tests.training.workspaces import drawn, remember, verify, write_study
from training.layouts import make_layout


class Workspace:
    """A workspace with one study of two slices and three phases."""

    def __init__(self, path: Path, study: Study) -> None:
        self.path, self.study, self.uid = path, study, study.short_axis.series_uid
        self.store = AnnotationStore.open(path)
        remember(self.store, study)

    def verify(self, *annotations: SliceAnnotation) -> None:
        verify(self.store, *annotations)

    def truth(self, *studies: Path):
        self.store.close()
        layout = make_layout("verified", studies=studies)
        return list(layout.read(self.path, [subject.subject for subject in layout.subjects(self.path)]))


def read_dicom(path: Path) -> Study:
    return reader.read_study(path, progress=SilentProgress(), cancellation=NeverCancelled())


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "workspace.sqlite", write_study(tmp_path / "study.nii.gz"))
    yield made
    made.store.close()


def test_verified_contours_are_truth_on_the_study_s_own_pixels(workspace: Workspace) -> None:
    uid, stack = workspace.uid, workspace.study.short_axis.stack
    diastole = [drawn(uid, 0, slice_, 8) for slice_ in range(2)]
    systole = [drawn(uid, 2, slice_, 5) for slice_ in range(2)]
    workspace.verify(*diastole, *systole)
    first, second = sorted(workspace.truth(), key=lambda volume: volume.phase)
    assert (first.source, first.subject, first.phase) == ("verified", workspace.study.patient_key, "ED")
    assert np.array_equal(first.images, stack.pixels[0])
    assert np.array_equal(first.labels, [label_image(annotation, SHAPE) for annotation in diastole])
    assert (first.pixel_spacing_mm, first.slice_spacing_mm, first.calibrated) == ((1.5, 1.25), 8.0, True)
    assert (second.phase, second.myocardium_known) == ("ES", True)


def test_only_what_is_verified_and_unchanged_counts(workspace: Workspace) -> None:
    uid = workspace.uid
    workspace.verify(drawn(uid, 0, 0), drawn(uid, 0, 1))
    workspace.store.append([drawn(uid, 0, 1, 7)], "Freehand")
    workspace.store.append([drawn(uid, 1, 0)], "Segment")
    (volume,) = workspace.truth()
    assert volume.images.shape[0] == 1
    assert volume.slice_spacing_mm is None
    assert np.array_equal(volume.labels[0], label_image(drawn(uid, 0, 0), SHAPE))


def test_partial_truth_stays_partial(workspace: Workspace) -> None:
    uid = workspace.uid
    workspace.verify(drawn(uid, 0, 0, wall=0), SliceAnnotation(uid, 0, 1), drawn(uid, 1, 0, radius=0))
    unknown, empty = sorted(workspace.truth(), key=lambda volume: volume.myocardium_known)
    assert not unknown.myocardium_known
    assert (unknown.labels == 1).any()
    assert empty.myocardium_known
    assert not empty.labels.any()
    assert {unknown.phase, empty.phase} == {"phase001"}


def test_phases_are_those_that_the_reader_chose(workspace: Workspace) -> None:
    uid = workspace.uid
    workspace.store.save_phases(uid, PhaseSelection(2, 0))
    workspace.verify(drawn(uid, 0, 0, 8), drawn(uid, 1, 0, 4), drawn(uid, 2, 0, 6))
    assert [volume.phase for volume in workspace.truth()] == ["ES", "phase002", "ED"]


def test_a_dicom_study_that_has_moved_is_found_where_it_is_said_to_be(tmp_path: Path) -> None:
    cine = SyntheticCine(2, 3, SHAPE)
    cine.write(tmp_path / "study")
    workspace = Workspace(tmp_path / "workspace.sqlite", read_dicom(tmp_path / "study"))
    workspace.verify(drawn(workspace.uid, 1, 1))
    (tmp_path / "study").rename(tmp_path / "moved")
    with pytest.raises(TrainingDataError, match=r"workspace.sqlite: 1 images .* are not where.*study\); give"):
        workspace.truth()
    (volume,) = workspace.truth(tmp_path / "nothing", tmp_path / "moved")
    assert np.array_equal(volume.images[0], cine.pixels(1, 1))


def test_a_study_opened_at_two_places_is_known_from_both(workspace: Workspace) -> None:
    record = workspace.store.recent_studies()[0]
    workspace.store.remember_study(record)
    workspace.store.remember_study(StudyRecord(**{**vars(record), "source": "/elsewhere"}))
    assert [opening.source for opening in workspace.store.openings()] == ["/elsewhere", record.source]
    assert workspace.store.verified_series() == ()


def test_a_workspace_with_nothing_verified_is_refused(workspace: Workspace) -> None:
    workspace.store.append([drawn(workspace.uid, 0, 0)], "Segment")
    with pytest.raises(TrainingDataError, match=r"workspace.sqlite: no contour in it is verified"):
        workspace.truth()


def test_a_blank_image_teaches_nothing(tmp_path: Path) -> None:
    frames = np.stack([np.stack([picture_of(ring()), np.zeros(SHAPE, np.uint8)])] * 2).astype(np.int16)
    path = tmp_path / "study.nii.gz"
    write_nifti(path, frames, (1.25, 1.5, 8.0))
    study = nifti.read_study(path, progress=SilentProgress(), cancellation=NeverCancelled())
    workspace = Workspace(tmp_path / "workspace.sqlite", study)
    workspace.verify(drawn(workspace.uid, 0, 0), SliceAnnotation(workspace.uid, 0, 1))
    assert [volume.images.shape[0] for volume in workspace.truth()] == [1]
    workspace.store = AnnotationStore.open(workspace.path)
    workspace.verify(drawn(workspace.uid, 1, 1))
    with pytest.raises(TrainingDataError, match=r"study.nii.gz: at phase 2, slice 2, every pixel is 0"):
        workspace.truth()


def test_a_workspace_that_is_absent_or_open_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"nowhere.sqlite: it is no file; give the workspace file"):
        make_layout("verified").subjects(tmp_path / "nowhere.sqlite")
    assert not (tmp_path / "nowhere.sqlite").exists()
    with pytest.raises(WorkspaceInUseError, match="Close that window first"):
        make_layout("verified").subjects(workspace.path)
