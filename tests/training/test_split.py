"""Splits and subsets keep subjects apart and groups together."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.errors import SplitError
from training.layouts import Subject
from training.split import choose_images, choose_subjects, read_split, stratified_split
from training.truth import TruthImage

PARTS = ("train", "validation", "test")
SPLIT_OF_SEED_7 = {
    "train": ["s0", "s1", "s10", "s11", "s2", "s3", "s4", "s5", "s6", "s7"],
    "validation": ["s8"],
    "test": ["s9"],
}
SEEDS = st.integers(0, 2**32)


@st.composite
def subject_lists(draw: st.DrawFn, smallest: int = 3) -> list[Subject]:
    sizes = draw(st.lists(st.integers(1, 25), min_size=1, max_size=6).filter(lambda sizes: sum(sizes) >= smallest))
    subjects = [Subject(f"s{group}-{n}", f"g{group}") for group, size in enumerate(sizes) for n in range(size)]
    return draw(st.permutations(subjects))


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


@given(subject_lists(), SEEDS)
def test_every_subject_is_in_exactly_one_part_and_no_part_is_empty(subjects: list[Subject], seed: int) -> None:
    split = stratified_split(subjects, seed=seed)
    assert tuple(split) == PARTS
    assert sorted(itertools.chain(*split.values())) == sorted(subject.subject for subject in subjects)
    assert all(split.values())


@given(subject_lists(), st.tuples(*[st.integers(1, 10)] * 3), SEEDS)
def test_parts_and_groups_get_their_shares(subjects: list[Subject], shares: tuple[int, int, int], seed: int) -> None:
    split = stratified_split(subjects, shares, seed)
    group_of = {subject.subject: subject.group for subject in subjects}
    sizes = Counter(group_of.values())
    for part, share in zip(PARTS, shares, strict=True):
        exact = len(subjects) * share / sum(shares)
        assert abs(len(split[part]) - exact) < 1 or len(subjects) < 30
        found = Counter(group_of[name] for name in split[part])
        for group, size in sizes.items():
            assert abs(found[group] - size * len(split[part]) / len(subjects)) < 2


@given(subject_lists(), SEEDS)
def test_a_seed_gives_the_same_split_whatever_the_order(subjects: list[Subject], seed: int) -> None:
    assert stratified_split(subjects, seed=seed) == stratified_split(subjects[::-1], seed=seed)


def test_other_seeds_give_other_splits() -> None:
    subjects = [Subject(f"s{n}", "abc"[n % 3]) for n in range(60)]
    assert len({tuple(stratified_split(subjects, seed=seed)["test"]) for seed in range(20)}) > 15


def test_the_split_of_a_seed_stays_what_it_was() -> None:
    subjects = [Subject(f"s{n}", "abc"[n % 3]) for n in range(12)]
    assert stratified_split(subjects, seed=7) == SPLIT_OF_SEED_7


def test_the_paper_s_shares_of_a_hundred_subjects() -> None:
    subjects = [Subject(f"s{n:03d}", f"g{n % 5}") for n in range(100)]
    split = stratified_split(subjects, seed=2020)
    assert [len(split[part]) for part in PARTS] == [80, 10, 10]
    for part in ("validation", "test"):
        assert max(Counter(int(name[1:]) % 5 for name in split[part]).values()) <= 3


@pytest.mark.parametrize(
    ("count", "shares", "problem"),
    [
        (1, (8, 1, 1), "1 subjects cannot be split into 3 parts.*add subjects"),
        (0, (8, 1, 1), "0 subjects cannot be split"),
        (1, (1, 0, 1), "into 2 parts"),
        (9, (0, 0, 0), "not three numbers from zero up"),
        (9, (8, -1, 1), "not three numbers from zero up"),
        (9, (8, float("nan"), 1), "not three numbers from zero up"),
    ],
)
def test_what_cannot_be_split_is_refused(count: int, shares: tuple[float, float, float], problem: str) -> None:
    with pytest.raises(SplitError, match=problem):
        stratified_split([Subject(f"s{n}", "g") for n in range(count)], shares)


def test_a_subject_named_twice_is_refused() -> None:
    with pytest.raises(SplitError, match="s1 is among the subjects twice"):
        stratified_split([Subject("s1", "a"), Subject("s1", "b"), Subject("s2", "a"), Subject("s3", "a")])


def test_a_part_may_be_left_out() -> None:
    assert stratified_split([Subject("only", "g")], (1, 0, 0)) == {"train": ["only"], "validation": [], "test": []}


@given(subject_lists(), st.data(), SEEDS)
def test_a_larger_choice_holds_the_smaller_and_every_group(
    subjects: list[Subject], data: st.DataObject, seed: int
) -> None:
    counts = st.integers(1, len(subjects))
    smaller, larger = sorted((data.draw(counts), data.draw(counts)))
    chosen = choose_subjects(subjects, larger, seed)
    assert len(set(chosen)) == larger
    assert choose_subjects(subjects[::-1], smaller, seed) == chosen[:smaller]
    group_of = {subject.subject: subject.group for subject in subjects}
    found, sizes = Counter(group_of[name] for name in chosen), Counter(group_of.values())
    assert all(abs(found[group] - size * larger / len(subjects)) < len(sizes) for group, size in sizes.items())


def images(subjects: int, slices: int) -> list[TruthImage]:
    blank = np.zeros((2, 2), np.uint8)
    return [TruthImage(blank, blank, f"s{s}", "ab"[s % 2], "ED", n) for s in range(subjects) for n in range(slices)]


def test_images_are_chosen_subject_by_subject() -> None:
    everything = images(6, 5)
    chosen = choose_images(everything, 12, seed=3)
    assert len(chosen) == 12
    assert sorted(Counter(image.subject for image in chosen).values()) == [2, 5, 5]
    assert [id(image) for image in choose_images(everything, 7, seed=3)] == [id(image) for image in chosen[:7]]
    assert len({image.group for image in chosen}) == 2


@pytest.mark.parametrize("count", [0, -1, 31])
def test_more_than_there_is_cannot_be_chosen(count: int) -> None:
    with pytest.raises(SplitError, match=r"of 30 images cannot be chosen; ask for 1 to 30"):
        choose_images(images(6, 5), count)
    with pytest.raises(SplitError, match=r"of 6 subjects cannot be chosen; ask for 1 to 6"):
        choose_subjects([Subject(f"s{n}", "g") for n in range(6)], count)
