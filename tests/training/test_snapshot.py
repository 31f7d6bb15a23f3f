"""A snapshot holds all that a model learns from, is the same for the same set, and is refused once it was changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.errors import CancelledError, OutputError, SnapshotError, TrainingDataError
from cmrstudio.domain.labels import label_image
from cmrstudio.domain.reader_consensus import resolve_readers
from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.verified_set import VerifiedSet
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.verified_set import LearningParts, read_verified_set
from tests.training.truth_files import SHAPE
from tests.training.workspaces import drawn, verify, verify_both_phases, write_study
from training.snapshot import IMAGES_FILE, SNAPSHOT_FILE, Snapshot, make_snapshot, read_snapshot
from training.truth import on_model_grid


class Reading:
    """A workspace in which two patients were read at both phases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "snapshots"
        self.store = AnnotationStore.open(folder / "workspace.sqlite")
        self.studies = [write_study(folder / f"study{number}.nii.gz", 100 * number) for number in range(2)]
        for study in self.studies:
            verify_both_phases(self.store, study)
        self.parts = LearningParts(self.store).assign([study.patient_key for study in self.studies])

    @property
    def verified(self) -> VerifiedSet:
        return resolve_readers(read_verified_set(self.store)).verified

    def take(self, **options) -> Snapshot:
        return make_snapshot(self.verified, self.parts, self.folder, **options)


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    made = Reading(tmp_path)
    yield made
    made.store.close()


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_snapshot_holds_images_contours_reviewers_split_and_phases(reading: Reading) -> None:
    taken = reading.take()
    read = read_snapshot(taken.path)
    assert (read.sha256, read.parts, read.path) == (taken.path.name, reading.parts, taken.path)
    assert read.verified == taken.verified
    assert {image.reviewer for image in read.verified.images} == {"A. Reader"}
    assert read.verified.by_phase() == {"ED": 4, "ES": 4, "other": 0}
    assert read.verified.patients == tuple(sorted(study.patient_key for study in reading.studies))
    for snapshot in (taken, read):
        for study in reading.studies:
            part = reading.parts[study.patient_key]
            assert snapshot.patients(part) == (study.patient_key,)
            diastole, systole = snapshot.volumes(part)
            stack, uid = study.short_axis.stack, study.short_axis.series_uid
            assert (diastole.phase, systole.phase, diastole.subject) == ("ED", "ES", study.patient_key)
            assert np.array_equal(diastole.images, stack.pixels[0])
            assert np.array_equal(systole.images, stack.pixels[2])
            assert systole.images.dtype == stack.pixels.dtype
            assert np.array_equal(diastole.labels, [label_image(drawn(uid, 0, n, 8), SHAPE) for n in range(2)])
            assert (diastole.pixel_spacing_mm, diastole.slice_spacing_mm) == ((1.5, 1.25), 8.0)


def test_images_are_those_of_the_volumes_on_the_model_s_grid(reading: Reading) -> None:
    taken = reading.take()
    images = taken.images("train")
    expected = [image for volume in taken.volumes("train") for image in on_model_grid(volume)]
    assert len(images) == 4
    assert all(np.array_equal(one.image, other.image) for one, other in zip(images, expected, strict=True))


def test_the_same_set_twice_is_the_same_snapshot_and_nothing_is_written(reading: Reading) -> None:
    first = reading.take()
    before = files(reading.folder)
    assert sorted(before) == [f"{first.sha256}/{IMAGES_FILE}", f"{first.sha256}/{SNAPSHOT_FILE}"]
    again = reading.take()
    assert (again.sha256, again.verified, again.parts) == (first.sha256, first.verified, first.parts)
    shuffled = replace(reading.verified, images=reading.verified.images[::-1])
    assert make_snapshot(shuffled, reading.parts, reading.folder).sha256 == first.sha256
    assert files(reading.folder) == before


def test_another_contour_reviewer_or_part_is_another_snapshot_and_the_first_stays(reading: Reading) -> None:
    first = reading.take()
    before = files(first.path)
    uid = reading.studies[0].short_axis.series_uid
    verify(reading.store, drawn(uid, 0, 0, 8), reviewer="B. Reader")
    reviewer = reading.take()
    verify(reading.store, drawn(uid, 0, 0, 8.5))
    contour = reading.take()
    other_parts = dict.fromkeys(reading.parts, "train")
    part = make_snapshot(reading.verified, other_parts, reading.folder)
    assert len({first.sha256, reviewer.sha256, contour.sha256, part.sha256}) == 4
    assert files(first.path) == before
    assert read_snapshot(first.path).verified == first.verified


def test_a_study_that_has_moved_gives_the_same_snapshot(reading: Reading, tmp_path: Path) -> None:
    first = reading.take()
    shutil.move(tmp_path / "study0.nii.gz", tmp_path / "moved.nii.gz")
    assert reading.take(studies=[tmp_path / "moved.nii.gz"]).sha256 == first.sha256


def test_every_image_has_its_own_hash(reading: Reading) -> None:
    entries = json.loads((reading.take().path / SNAPSHOT_FILE).read_bytes())["images"]
    assert len({entry["image_sha256"] for entry in entries}) == len(entries) == 8


@pytest.mark.parametrize("name", [SNAPSHOT_FILE, IMAGES_FILE])
def test_a_changed_cut_off_or_absent_file_is_refused_and_named(reading: Reading, name: str) -> None:
    path = reading.take().path
    content = (path / name).read_bytes()
    for damaged in (content[: len(content) // 2], b"", content.replace(b"A. Reader", b"B. Reader")):
        if damaged != content:
            (path / name).write_bytes(damaged)
            with pytest.raises(SnapshotError, match=rf"{name}: .*take the snapshot again"):
                read_snapshot(path)
            with pytest.raises(SnapshotError, match=name):
                reading.take()
    (path / name).unlink()
    with pytest.raises(SnapshotError, match=name):
        read_snapshot(path)


def test_another_pixel_is_refused_though_the_file_is_sound(reading: Reading) -> None:
    path = reading.take().path
    with np.load(path / IMAGES_FILE) as stored:
        arrays = dict(stored)
    arrays["image000003"][5, 5] += 1
    np.savez_compressed(path / IMAGES_FILE, **arrays)
    with pytest.raises(SnapshotError, match=rf"{IMAGES_FILE}: an image is not what was written"):
        read_snapshot(path)


def test_pickled_arrays_are_refused(reading: Reading) -> None:
    path = reading.take().path
    with np.load(path / IMAGES_FILE) as stored:
        arrays = {name: np.array([stored[name], None], object) for name in stored}
    np.savez_compressed(path / IMAGES_FILE, **arrays)
    with pytest.raises(SnapshotError, match=IMAGES_FILE):
        read_snapshot(path)


def test_a_patient_without_a_part_and_an_empty_set_are_refused(reading: Reading) -> None:
    first, second = sorted(reading.parts)
    for parts in ({second: "train"}, {first: "test", second: "train"}):
        with pytest.raises(SnapshotError, match=f"whether to train on or to validate with {first}"):
            make_snapshot(reading.verified, parts, reading.folder)
    with pytest.raises(SnapshotError, match="there is no verified image to learn from; verify some contours first"):
        make_snapshot(VerifiedSet(()), reading.parts, reading.folder)
    assert not reading.folder.exists()


def test_a_study_that_is_not_there_any_more_is_named(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "study1.nii.gz").rename(tmp_path / "moved.nii.gz")
    with pytest.raises(TrainingDataError, match=r"workspace\.sqlite: 4 images with verified .* are not where"):
        reading.take()
    assert len(reading.take(studies=[tmp_path / "moved.nii.gz"]).verified.images) == 8


def test_progress_is_told_and_a_cancelled_snapshot_leaves_nothing(reading: Reading) -> None:
    class Watch:
        def __init__(self, last: int) -> None:
            self.told: list[tuple[int, int]] = []
            self.last = last

        def report(self, done: int, total: int, message: str) -> None:
            self.told.append((done, total))

        def is_cancelled(self) -> bool:
            return len(self.told) >= self.last

    for last in range(3):
        watch = Watch(last)
        with pytest.raises(CancelledError):
            reading.take(progress=watch, cancellation=watch)
    assert not reading.folder.exists()
    watch = Watch(9)
    reading.take(progress=watch, cancellation=watch)
    assert watch.told == [(1, 2), (2, 2)]


def test_a_full_disk_is_told_and_leaves_nothing(reading: Reading) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputError, match=f"{IMAGES_FILE}: the file cannot be written: .* free some space"):
            reading.take()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(reading.folder.iterdir()) == []
    assert len(reading.take().verified.images) == 8


def test_what_a_killed_program_left_half_made_goes_with_the_next_snapshot_after_a_day(reading: Reading) -> None:
    old, young = (reading.folder / f".{name}.part" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / IMAGES_FILE).write_bytes(b"half")
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    reading.take()
    assert not old.exists()
    assert young.exists(), "another program may be at work on it"


def test_a_damaged_snapshot_can_be_taken_again_once_it_was_moved_away(reading: Reading) -> None:
    taken = reading.take()
    (taken.path / IMAGES_FILE).write_bytes(b"")
    with pytest.raises(SnapshotError, match="move its folder away and take the snapshot again"):
        reading.take()
    taken.path.rename(reading.folder / "moved away")
    assert read_snapshot(reading.take().path).sha256 == taken.sha256


def test_a_folder_that_cannot_be_written_is_named_and_nothing_stays(reading: Reading) -> None:
    reading.folder.write_text("a file in its place")
    with pytest.raises(OutputError, match="snapshots"):
        reading.take()
    assert reading.folder.read_text() == "a file in its place"


def test_an_image_without_a_ventricle_is_truth_and_an_unknown_epicardium_stays_unknown(reading: Reading) -> None:
    study = reading.studies[0]
    uid = study.short_axis.series_uid
    verify(reading.store, drawn(uid, 0, 0, 8, wall=0), SliceAnnotation(uid, 0, 1), SliceAnnotation(uid, 1, 0))
    volumes = reading.take().volumes(reading.parts[study.patient_key])
    known = {(volume.phase, volume.myocardium_known): volume.labels for volume in volumes}
    assert not known["ED", True].any()
    assert set(np.unique(known["ED", False])) == {0, 1}
    assert not known["phase002", True].any()


def test_the_consensus_of_two_readers_is_what_is_learned(reading: Reading) -> None:
    study = reading.studies[0]
    blind = reading_key(study.short_axis.series_uid, "B")
    verify(reading.store, drawn(blind, 0, 0, 9), drawn(blind, 0, 1, 3))
    found = resolve_readers(read_verified_set(reading.store))
    assert [told.slice_index for told in found.contradictions] == [1]
    snapshot = make_snapshot(found.verified, reading.parts, reading.folder)
    (image,) = (one for one in snapshot.verified.images if one.reader == "consensus")
    assert (image.slice_index, image.drawn_by, image.reviewer) == (0, ("reader",), "A. Reader")
    assert len(read_snapshot(snapshot.path).verified.images) == 7


def test_taking_and_reading_snapshots_needs_no_keras() -> None:
    code = "import sys, training.snapshot, training.reference; print(*{'keras', 'tensorflow'} & set(sys.modules))"
    root = Path(__file__).resolve().parents[2]
    shown = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""
