"""The fixed split keeps subjects apart."""

import itertools

import pytest

from training.split import read_split


@pytest.mark.parametrize("source", ["acdc", "sunnybrook"])
def test_no_subject_is_in_two_parts(source: str) -> None:
    parts = [set(subjects) for subjects in read_split()[source].values()]
    assert all(not first & second for first, second in itertools.combinations(parts, 2))


def test_enough_subjects_are_kept_out() -> None:
    split = read_split()
    assert len(split["acdc"]["test"]) >= 16
    assert len(split["sunnybrook"]["test"]) >= 6


def test_the_bundled_study_is_kept_out_of_training() -> None:
    assert "SC-HF-I-01" in read_split()["sunnybrook"]["test"]
