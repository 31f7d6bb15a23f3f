"""The data that ship with cmrstudio to learn with: what is in them, and that a damaged file is refused."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import ShippedDataError, TrainingDataError
from cmrstudio.domain.learning_parts import REFERENCE_PATIENT_IDS
from cmrstudio.domain.resource_paths import resource_folder
from training.layouts import make_layout
from training.reference import (
    CARD_FILE,
    MOST_BYTES,
    REFERENCE,
    REPLAY,
    VOLUMES_FILE,
    make_shipped_data,
    read_card,
    reference_volumes,
    replay_images,
)
from training.split import read_split

SETS = (REFERENCE, REPLAY)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in SETS:
        shutil.copytree(resource_folder() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def data(project_root: Path) -> Path:
    folder = project_root / "../shared/data"
    if not folder.is_dir():
        pytest.skip("needs the Sunnybrook images in ../shared/data")
    return folder


def test_the_reference_set_is_all_test_subjects_at_both_phases_on_source_pixels() -> None:
    volumes = reference_volumes()
    assert [(volume.subject, volume.phase) for volume in volumes] == [
        (subject, phase) for subject in read_split()["sunnybrook"]["test"] for phase in ("ED", "ES")
    ]
    for volume in volumes:
        assert volume.images.shape == volume.labels.shape
        assert (volume.images.dtype, volume.labels.dtype) == (np.uint8, np.uint8)
        assert volume.myocardium_known == (volume.phase == "ED")
        assert set(np.unique(volume.labels)) == ({0, 1, 2} if volume.phase == "ED" else {0, 1})
        assert (volume.source, volume.calibrated) == ("sunnybrook", False)


def test_no_subject_of_the_reference_set_was_ever_trained_on_or_is_rehearsed() -> None:
    reference, replay = ({*read_card(resource_folder() / name).subjects} for name in SETS)
    split = read_split()["sunnybrook"]
    assert reference.isdisjoint({*split["train"], *split["validation"], *replay})
    assert replay <= {*split["train"]}


def test_the_images_to_rehearse_are_on_the_model_s_grid_and_of_all_groups_alike() -> None:
    images = replay_images()
    card = read_card(resource_folder() / REPLAY)
    assert len(images) == card.image_count
    assert {image.subject for image in images} == {*card.subjects}
    assert {image.image.shape for image in images} == {(256, 256)}
    groups = Counter(group for _, group in {(image.subject, image.group) for image in images})
    assert groups == {"HF-I": 3, "HF-NI": 3, "HYP": 3, "N": 3}


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_small_free_and_what_its_card_says(name: str) -> None:
    folder = resource_folder() / name
    card = read_card(folder)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= MOST_BYTES[name]
    assert card.sha256 == hashlib.sha256((folder / VOLUMES_FILE).read_bytes()).hexdigest()
    assert card.licence == "CC0-1.0"
    assert "Radau P" in card.source


@pytest.mark.parametrize("name", [VOLUMES_FILE, CARD_FILE])
def test_a_damaged_or_absent_file_is_refused_and_named(copied: Path, name: str) -> None:
    path = copied / REFERENCE / name
    content = path.read_bytes()
    for damaged in (content[: len(content) // 2], content.replace(content[99:103], b"0000"), b""):
        path.write_bytes(damaged)
        with pytest.raises(ShippedDataError, match=r"install cmrstudio again"):
            reference_volumes(copied / REFERENCE)
    path.unlink()
    with pytest.raises(ShippedDataError, match=rf"{name}: it cannot be read .*install cmrstudio again"):
        reference_volumes(copied / REFERENCE)


def test_a_damaged_replay_set_is_refused_too(copied: Path) -> None:
    path = copied / REPLAY / VOLUMES_FILE
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ShippedDataError, match=rf"{VOLUMES_FILE}: it is not what its card says"):
        replay_images(copied / REPLAY)


def test_a_file_with_the_right_hash_but_no_volumes_in_it_is_refused(copied: Path) -> None:
    folder = copied / REFERENCE
    content = b"no volumes"
    (folder / VOLUMES_FILE).write_bytes(content)
    card = json.loads((folder / CARD_FILE).read_text())
    card["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / CARD_FILE).write_text(json.dumps(card))
    with pytest.raises(ShippedDataError, match=rf"{VOLUMES_FILE}: it is damaged"):
        reference_volumes(folder)


def test_both_sets_are_made_anew_from_the_same_images_with_the_same_bytes(data: Path, tmp_path: Path) -> None:
    cards = make_shipped_data(data, tmp_path / "first")
    assert make_shipped_data(data, tmp_path / "second") == cards
    made = reference_volumes(tmp_path / "first" / REFERENCE)
    for one, shipped in zip(made, reference_volumes(), strict=True):
        assert np.array_equal(one.images, shipped.images)
        assert np.array_equal(one.labels, shipped.labels)
    assert [read_card(tmp_path / "first" / name) for name in SETS] == cards
    assert [card.subjects for card in cards] == [read_card(resource_folder() / name).subjects for name in SETS]


def test_the_volumes_are_those_that_the_data_set_itself_gives(data: Path) -> None:
    shipped = {(volume.subject, volume.phase): volume for volume in reference_volumes()}
    for volume in make_layout("sunnybrook").read(data / "sunnybrook/edes", ["SC-HYP-01"]):
        found = shipped[volume.subject, volume.phase]
        assert np.array_equal(found.images, volume.images)
        assert np.array_equal(found.labels, volume.labels)
        assert found.pixel_spacing_mm == volume.pixel_spacing_mm


def test_the_patients_who_are_kept_from_training_are_those_of_the_reference_set(data: Path) -> None:
    with (data / "sunnybrook/patients.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(*row["OriginalID"].rsplit("-", 1), row["PatientID"]) for row in csv.DictReader(file)]
    patient_ids = {f"{group}-{int(number):02d}": patient_id for group, number, patient_id in rows}
    subjects = read_card(resource_folder() / REFERENCE).subjects
    assert tuple(patient_ids[subject] for subject in subjects) == REFERENCE_PATIENT_IDS


def test_data_without_the_sunnybrook_images_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"edes: the folder is absent"):
        make_shipped_data(tmp_path, tmp_path / "out")
