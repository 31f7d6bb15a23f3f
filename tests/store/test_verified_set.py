"""What is read of a workspace to learn from, and that a patient's part is decided once and for ever."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.readers import Reveal, reading_key
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.verified_set import Origin, VerifiedImage
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from cmrstudio.store.records import StudyRecord
from cmrstudio.store.schema import SCHEMA_VERSION
from cmrstudio.store.verified_set import LearningParts, read_verified_set

OLD_WORKSPACE = Path(__file__).with_name("workspace_format_3.sql")
SERIES = "1.2.840.1"
NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
ANGLES = np.arange(12) * np.pi / 6
CIRCLE = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def image(
    phase: int, slice_: int, radius: float = 20, wall: float = 5, source: str = "reader", series: str = SERIES
) -> SliceAnnotation:
    """Two circles; no epicardium where ``wall`` is 0, no endocardium where ``radius`` is 0."""
    contours = []
    if radius:
        contours.append(Contour(Structure.LV_ENDOCARDIUM, CIRCLE * radius + 60, source))
    if wall:
        contours.append(Contour(Structure.LV_EPICARDIUM, CIRCLE * (radius + wall) + 60, source))
    return SliceAnnotation(series, phase, slice_, tuple(contours))


def verify(store: AnnotationStore, *annotations: SliceAnnotation, reviewer: str = "Dr. A") -> None:
    for annotation in annotations:
        (stored,) = store.append([annotation], "Freehand")
        store.verify(stored, reviewer, NOW)


def places(store: AnnotationStore) -> list[tuple[int, int, str]]:
    return [(found.phase_index, found.slice_index, found.reader) for found in read_verified_set(store).images]


@pytest.fixture
def old_workspace(workspace: Path) -> Path:
    """A workspace as cmrstudio wrote it in format 3, with verified images of two readers."""
    connection = sqlite3.connect(workspace)
    connection.executescript(OLD_WORKSPACE.read_text(encoding="utf-8"))
    connection.close()
    return workspace


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[AnnotationStore]:
    opened = AnnotationStore.open(tmp_path / "empty.sqlite")
    yield opened
    opened.close()


def test_only_verified_contours_that_nobody_changed_since_are_read(store: AnnotationStore) -> None:
    verify(store, image(0, 0), image(0, 1), SliceAnnotation(SERIES, 0, 2))
    store.append([image(0, 1, radius=18)], "Freehand")
    store.append([image(0, 3)], "Segment")
    assert places(store) == [(0, 0, ""), (0, 2, "")]
    store.append([image(0, 1)], "Undo")
    assert places(store) == [(0, 0, ""), (0, 1, ""), (0, 2, "")]


def test_an_image_verified_without_contours_is_truth_and_an_epicardium_alone_is_not(store: AnnotationStore) -> None:
    verify(store, SliceAnnotation(SERIES, 0, 0), image(0, 1, radius=0))
    (found,) = read_verified_set(store).images
    assert (found.slice_index, found.contours, found.origin) == (0, (), Origin.NO_VENTRICLE)


def test_a_verified_contour_counts_beside_one_that_is_not(store: AnnotationStore) -> None:
    (stored,) = store.append([image(0, 0)], "Segment")
    ReadingRecords(store).verify_contours(stored, [Structure.LV_ENDOCARDIUM], "Dr. A", NOW)
    (stored,) = store.append([image(0, 1)], "Segment")
    ReadingRecords(store).verify_contours(stored, [Structure.LV_EPICARDIUM], "Dr. A", NOW)
    verify(store, image(0, 2))
    store.append([image(0, 2, wall=9)], "Freehand")
    found = read_verified_set(store).images
    assert [one.slice_index for one in found] == [0, 2]
    assert [[contour.structure for contour in one.contours] for one in found] == [[Structure.LV_ENDOCARDIUM]] * 2
    assert [one.reviewer for one in found] == ["Dr. A"] * 2


def test_who_verified_what_and_when_is_told(store: AnnotationStore) -> None:
    verify(store, image(0, 0, source="unet@1.1.0"), reviewer="Dr. A")
    blind = reading_key(SERIES, "Dr. B")
    verify(store, image(0, 0, radius=19, series=blind), reviewer="Dr. B")
    shared, other = read_verified_set(store).images
    assert (shared.reviewer, shared.reader, shared.drawn_by, shared.origin) == (
        *("Dr. A", "", ("unet@1.1.0",)),
        Origin.AS_DRAWN,
    )
    assert (other.reviewer, other.reader, other.series_uid, other.origin) == ("Dr. B", "Dr. B", SERIES, "corrected")
    assert shared.verified_at_utc == NOW
    assert shared.content_sha256 == image(0, 0).content_sha256


def test_the_patient_is_told_where_the_workspace_knows_it(store: AnnotationStore) -> None:
    verify(store, image(0, 0))
    assert read_verified_set(store).series_without_patient == (SERIES,)
    store.remember_study(StudyRecord("1.2", "patient", "P", "/data/a", None, NOW))
    store.summaries.put(StudySummary("1.2", SERIES, "patient", "P", "", "/data/a", None, ReadingState.IN_REVIEW))
    found = read_verified_set(store)
    assert found.series_without_patient == ()
    assert (found.images[0].patient_key, found.images[0].study_uid, found.sources) == ("patient", "1.2", ("/data/a",))


def test_places_of_studies_with_verified_images_are_looked_at_first(store: AnnotationStore) -> None:
    for name in ("1.2", "1.3", "1.4"):
        store.remember_study(StudyRecord(name, "patient", "P", f"/data/{name}", None, NOW))
    verify(store, image(0, 0))
    store.summaries.put(StudySummary("1.3", SERIES, "patient", "P", "", "/data/1.3", None, ReadingState.IN_REVIEW))
    found = read_verified_set(store)
    assert found.sources == ("/data/1.3", "/data/1.4", "/data/1.2")
    assert found.workspace == str(store.path)


def test_phases_have_the_names_that_were_chosen_or_else_those_of_their_volumes(store: AnnotationStore) -> None:
    verify(store, image(0, 0, radius=10), image(1, 0, radius=15), image(2, 0, radius=20))
    assert [one.phase_name for one in read_verified_set(store).images] == ["ES", "phase002", "ED"]
    store.save_phases(SERIES, PhaseSelection(1, 2))
    assert [one.phase_name for one in read_verified_set(store).images] == ["phase001", "ED", "ES"]


def test_base_middle_and_apex_are_told_from_all_slices_that_are_drawn(store: AnnotationStore) -> None:
    store.append([image(0, slice_) for slice_ in range(1, 7)], "Segment")
    store.append([image(1, slice_) for slice_ in range(2)], "Segment")
    verify(store, SliceAnnotation(SERIES, 0, 0), *(image(0, slice_) for slice_ in (1, 4, 6)), image(1, 0))
    regions = [one.region for one in read_verified_set(store).images]
    assert regions == ["above_base", "base", "middle", "apex", None]


def test_a_workspace_of_format_3_keeps_all_and_learns_to_keep_the_parts(old_workspace: Path) -> None:
    store = AnnotationStore.open(old_workspace)
    found = read_verified_set(store)
    assert [(*one.place[1:], one.reader, len(one.contours)) for one in found.images] == [
        *((0, 0, "", 2), (0, 0, "Dr. B", 2), (0, 1, "", 2)),
        *((1, 0, "", 1), (2, 0, "", 2), (2, 1, "", 0)),
    ]
    assert found.patients == ("patient-a",)
    assert LearningParts(store).parts() == {}
    assert LearningParts(store).assign(["patient-a"]) == {"patient-a": "train"}
    store.close()
    connection = sqlite3.connect(old_workspace)
    versions = [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")]
    assert versions == [3, SCHEMA_VERSION]
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE learning_parts SET part = 'train'",
        "DELETE FROM learning_parts",
        "INSERT OR REPLACE INTO learning_parts SELECT id, patient_key, 'train', decided_at_utc FROM learning_parts",
        "INSERT OR REPLACE INTO learning_parts SELECT id + 9, patient_key, 'train', decided_at_utc FROM learning_parts",
    ],
)
def test_the_database_itself_refuses_to_change_a_part(old_workspace: Path, statement: str) -> None:
    store = AnnotationStore.open(old_workspace)
    before = LearningParts(store).assign(["a", "b", "c"])
    store.close()
    connection = sqlite3.connect(old_workspace)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()
    store = AnnotationStore.open(old_workspace)
    assert LearningParts(store).parts() == before
    store.close()


def test_as_soon_as_there_are_two_patients_one_trains_and_one_validates(store: AnnotationStore) -> None:
    parts = LearningParts(store)
    assert parts.assign(["first"]) == {"first": "train"}
    assert parts.assign(["second"]) == {"second": "validation"}
    assert parts.parts() == {"first": "train", "second": "validation"}


def test_who_validates_does_not_hang_on_the_order_in_which_patients_are_named(
    store: AnnotationStore, empty: AnnotationStore
) -> None:
    names = [f"patient{number}" for number in range(10)]
    dealt = LearningParts(store).assign(names, seed=3)
    assert dealt == LearningParts(empty).assign([*names[::-1], "", names[0]], seed=3)
    assert Counter(dealt.values()) == {"train": 8, "validation": 2}


@settings(max_examples=15)
@given(st.lists(st.sets(st.text("abcdef", min_size=1, max_size=2), max_size=6), max_size=8), st.integers(0, 9))
def test_a_patient_once_dealt_never_changes_and_about_one_of_five_validates(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[set[str]], seed: int
) -> None:
    store = AnnotationStore.open(tmp_path_factory.mktemp("parts") / "workspace.sqlite")
    known: dict[str, str] = {}
    try:
        for patients in arrivals:
            given_parts = LearningParts(store).assign(known.keys() | patients, seed)
            assert given_parts.items() >= known.items()
            assert set(given_parts) == known.keys() | patients
            known = now = LearningParts(store).parts()
            assert now == given_parts
            counts = Counter(now.values())
            assert abs(counts["validation"] - len(now) / 5) <= 1
            assert len(now) < 2 or min(counts["train"], counts["validation"]) >= 1
    finally:
        store.close()


def test_an_image_knows_its_place(store: AnnotationStore) -> None:
    verify(store, image(3, 4))
    (found,) = read_verified_set(store).images
    assert isinstance(found, VerifiedImage)
    assert found.place == (SERIES, 3, 4)
    assert found.annotation.content_sha256 == found.content_sha256


def test_a_phase_is_whole_once_no_contour_of_it_waits_whether_or_not_empty_slices_were_verified(
    store: AnnotationStore,
) -> None:
    verify(store, image(0, 1), image(0, 2), image(3, 1))
    store.append([SliceAnnotation(SERIES, 0, 3)], "Remove")
    store.append([image(3, 2)], "Segment")
    found = {one.phase_index: one.phase_is_whole for one in read_verified_set(store).images}
    assert found == {0: True, 3: False}


def test_a_viewer_gets_the_shared_and_the_own_reading_and_others_once_they_are_revealed(
    store: AnnotationStore,
) -> None:
    verify(store, image(0, 0), *(image(0, 1, series=reading_key(SERIES, name)) for name in ("Dr. A", "Dr. B")))

    def readers_for(viewer: str | None) -> tuple[set[str], int]:
        found = read_verified_set(store, viewer)
        return {one.reader for one in found.images}, found.hidden_count

    assert readers_for(None) == ({"", "Dr. A", "Dr. B"}, 0)
    assert readers_for("") == ({""}, 2)
    assert readers_for("Dr. A") == ({"", "Dr. A"}, 1)
    ReadingRecords(store).reveal(Reveal(SERIES, "Dr. Head", "to learn from", NOW))
    assert readers_for("Dr. A") == ({"", "Dr. A", "Dr. B"}, 0)
