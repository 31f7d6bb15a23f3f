"""Real studies with the experts' contours, verified in a workspace, on their way to a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cmrstudio import workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.curves import fit_control_points
from cmrstudio.domain.learning_advice import advice
from cmrstudio.domain.reader_consensus import resolve_readers
from cmrstudio.domain.study import Study
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.io.contour_text import read_contour
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.verified_set import LearningParts, read_verified_set
from tests.training.workspaces import remember, verify
from training.snapshot import make_snapshot, read_snapshot

CINES = Path(__file__).resolve().parents[2] / "../shared/data/sunnybrook/cine"
SUBJECTS = ("SC-HF-I-01", "SC-HF-I-04")


def expert_reading(folder: Path, study: Study) -> list[SliceAnnotation]:
    """The experts' contours of a study, on the images that their files' names count."""
    series = study.short_axis
    drawn: dict[tuple[int, int], list[Contour]] = defaultdict(list)
    for path in sorted((folder / "contours").glob("*contour-manual.txt")):
        slice_index, phase_index = divmod(int(path.name.split("-")[2]) - 1, series.stack.phase_count)
        contour = read_contour(path)
        drawn[phase_index, slice_index].append(contour.with_points(fit_control_points(contour.points_px)))
    return [SliceAnnotation(series.series_uid, *key, tuple(contours)) for key, contours in sorted(drawn.items())]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnnotationStore]:
    if not CINES.is_dir():
        pytest.skip(f"{CINES} with the experts' contours is not here")
    opened = AnnotationStore.open(tmp_path / "workspace.sqlite")
    for subject in SUBJECTS:
        study = workflow.open_study(CINES / subject / "dicom")
        remember(opened, study)
        uid = study.short_axis.series_uid
        state = ReadingState.IN_REVIEW
        opened.summaries.put(StudySummary(study.study_uid, uid, study.patient_key, "", "", "", None, state))
        verify(opened, *expert_reading(CINES / subject, study))
    yield opened
    opened.close()


def test_real_studies_of_the_reference_set_come_to_a_snapshot_but_are_never_trained_on(
    store: AnnotationStore, tmp_path: Path
) -> None:
    resolution = resolve_readers(read_verified_set(store))
    verified = resolution.verified
    assert resolution.contradictions == ()
    assert len(verified.patients) == len(SUBJECTS)
    assert verified.by_phase()["other"] == 0
    assert {"base", "middle", "apex"} <= verified.by_region().keys()
    assert not advice(verified, {}).is_enough
    parts = LearningParts(store).assign(verified.patients)
    assert set(parts.values()) == {"validation"}
    taken = make_snapshot(verified, parts, tmp_path / "snapshots")
    read = read_snapshot(taken.path)
    assert len(read.verified.images) == len(verified.images)
    volumes = [*read.volumes("train"), *read.volumes("validation")]
    assert {(volume.subject, volume.phase) for volume in volumes} == {
        (patient, phase) for patient in verified.patients for phase in ("ED", "ES")
    }
    assert {volume.myocardium_known for volume in volumes if volume.phase == "ED"} >= {True}
    assert not any(volume.myocardium_known for volume in volumes if volume.phase == "ES")
    assert read.volumes("train") == []
    images = read.images("validation")
    assert all(np.unique(image.image).size > 50 for image in images)
    assert all((image.labels == 1).any() for image in images)
