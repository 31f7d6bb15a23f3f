"""Which subjects train, validate and test: split by subject, never by slice; the same for the same seed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from cmrstudio.domain.errors import SplitError, TrainingDataError
from training.layouts import Subject, make_layout
from training.truth import TruthImage, TruthVolume

SOURCE_FOLDERS = {"acdc": Path("acdc"), "sunnybrook": Path("sunnybrook/edes")}
PARTS = ("train", "validation", "test")


def read_split() -> dict[str, dict[str, list[str]]]:
    """The fixed split by subject: source -> part (train, validation, test, excluded) -> subjects.

    Excluded is SC-N-06 alone: its expert masks lie about 20 mm away from the ventricle on every slice, at both phases.
    """
    text = resources.files("training").joinpath("split.json").read_text()
    split: dict[str, dict[str, list[str]]] = json.loads(text)
    return split


def source_folder(data: Path, source: str) -> Path:
    """The folder of a source of the fixed split below ``data``. Raises ``TrainingDataError`` where it is absent."""
    folder = data / SOURCE_FOLDERS[source]
    if not folder.is_dir():
        raise TrainingDataError(folder, "the folder is absent; give the folder that holds acdc/ and sunnybrook/")
    return folder


def read_part(data: Path, part: str, source: str) -> Iterator[TruthVolume]:
    """Read the volumes of one part of the fixed split of one source below ``data``."""
    yield from make_layout(source).read(source_folder(data, source), read_split()[source][part])


def stratified_split(
    subjects: Sequence[Subject], shares: tuple[float, float, float] = (8, 1, 1), seed: int = 0
) -> dict[str, list[str]]:
    """Deal subjects into train, validation and test by ``shares``, every group spread evenly over the parts.

    A part with a share gets at least one subject. In every part the number of a group's subjects is within 2 of its
    share of the group. Neither the order of ``subjects`` nor anything but them and ``seed`` matters. Raises
    ``SplitError`` for fewer subjects than parts, for one named twice, for shares below zero or all zero.
    """
    counts = _counts(len(_without_repeats(subjects)), shares)
    dealt: dict[str, list[str]] = {part: [] for part in PARTS}
    for number, subject in enumerate(_group_by_group(subjects, seed), start=1):
        lacking = [count * number / len(subjects) - len(dealt[part]) for part, count in zip(PARTS, counts, strict=True)]
        dealt[PARTS[int(np.argmax(lacking))]].append(subject.subject)
    return {part: sorted(names) for part, names in dealt.items()}


def choose_subjects(subjects: Sequence[Subject], count: int, seed: int = 0) -> list[str]:
    """Choose ``count`` subjects, every group by its share; more are always the fewer and others.

    Raises ``SplitError`` where there are not that many, or for none.
    """
    if not 0 < count <= len(_without_repeats(subjects)):
        raise SplitError(f"{count} of {len(subjects)} subjects cannot be chosen; ask for 1 to {len(subjects)}.")
    return [subject.subject for subject in _all_groups_alike(subjects, seed)[:count]]


def choose_images(images: Sequence[TruthImage], count: int, seed: int = 0) -> list[TruthImage]:
    """Choose ``count`` images, subject after subject and every group by its share; the last subject may give a few.

    More images are always the fewer and others. Raises ``SplitError`` where there are not that many, or for none.
    """
    if not 0 < count <= len(images):
        raise SplitError(f"{count} of {len(images)} images cannot be chosen; ask for 1 to {len(images)}.")
    by_subject: defaultdict[Subject, list[TruthImage]] = defaultdict(list)
    for image in images:
        by_subject[Subject(image.subject, image.group)].append(image)
    ordered = [image for subject in _all_groups_alike(list(by_subject), seed) for image in by_subject[subject]]
    return ordered[:count]


def _counts(subject_count: int, shares: Sequence[float]) -> list[int]:
    """How many subjects each part gets: the shares by largest remainder, none empty that has a share."""
    wanted = np.array(shares, np.float64)
    if len(wanted) != len(PARTS) or not np.isfinite(wanted).all() or (wanted < 0).any() or not wanted.any():
        raise SplitError(f"The shares {tuple(shares)} are not three numbers from zero up; give some like 8, 1 and 1.")
    parts = int((wanted > 0).sum())
    if subject_count < parts:
        raise SplitError(
            f"{subject_count} subjects cannot be split into {parts} parts, since a subject belongs to one part alone; "
            "add subjects."
        )
    exact = wanted / wanted.sum() * subject_count
    counts = np.floor(exact).astype(int)
    for part in np.argsort(counts - exact, kind="stable")[: subject_count - counts.sum()]:
        counts[part] += 1
    for part in np.flatnonzero((wanted > 0) & (counts == 0)):
        counts[np.argmax(counts)] -= 1
        counts[part] = 1
    return [int(count) for count in counts]


def _without_repeats(subjects: Sequence[Subject]) -> Sequence[Subject]:
    repeated = [name for name, count in Counter(subject.subject for subject in subjects).items() if count > 1]
    if repeated:
        raise SplitError(f"{repeated[0]} is among the subjects twice; name each once.")
    return subjects


def _group_by_group(subjects: Sequence[Subject], seed: int) -> list[Subject]:
    """Groups one after another, in a random order that depends on names and seed alone."""
    return sorted(
        subjects, key=lambda subject: (_draw(seed, subject.group), _draw(seed, subject.group, subject.subject))
    )


def _all_groups_alike(subjects: Sequence[Subject], seed: int) -> list[Subject]:
    """An order of which every beginning holds each group by its share, as near as can be."""
    groups: defaultdict[str, list[Subject]] = defaultdict(list)
    for subject in _group_by_group(subjects, seed):
        groups[subject.group].append(subject)
    placed = [
        ((index + 0.5) / len(members), _draw(seed, group), subject)
        for group, members in groups.items()
        for index, subject in enumerate(members)
    ]
    return [subject for *_, subject in sorted(placed, key=lambda item: item[:2])]


def _draw(seed: int, *words: str) -> str:
    """A random word that is the same on every computer and with every version of every library."""
    return hashlib.sha256(json.dumps([seed, *words]).encode()).hexdigest()
