"""Which data a command works on: the fixed split of the two public sources, or any folder in one of the layouts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cmrstudio.domain.errors import SplitError, TrainingDataError
from cmrstudio.io.atomic_file import write_atomically
from training.cache import load_images, load_part
from training.layouts import Layout
from training.split import PARTS, read_part, read_split, stratified_split
from training.truth import TruthImage, TruthVolume

EVERYTHING = "all"
"""The part that is every subject of a folder."""


class Selection(Protocol):
    """Data in parts by subject: train, validation, test."""

    def subjects(self, part: str) -> Sequence[str]:
        """The subjects of a part."""

    def volumes(self, part: str) -> Iterator[TruthVolume]:
        """Their volumes, as they lie in the source."""

    def images(self, part: str, cache: Path | None = None) -> list[TruthImage]:
        """Their images on the model's grid."""


@dataclass(frozen=True)
class FixedSplit:
    """The split that the shipped models are trained and scored by, of some sources below ``data``."""

    data: Path
    sources: tuple[str, ...]

    def subjects(self, part: str) -> Sequence[str]:
        """The subjects of a part of all sources. Raises ``TrainingDataError`` for another part or source."""
        split = read_split()
        for source in self.sources:
            if source not in split:
                raise TrainingDataError(
                    self.data, f"the fixed split has no source {source!r}: choose among {', '.join(split)}"
                )
        _check_part(self.data, part)
        return [subject for source in self.sources for subject in split[source][part]]

    def volumes(self, part: str) -> Iterator[TruthVolume]:
        """The volumes of a part, source after source."""
        self.subjects(part)
        for source in self.sources:
            yield from read_part(self.data, part, source)

    def images(self, part: str, cache: Path | None = None) -> list[TruthImage]:
        """The images of a part on the model's grid."""
        self.subjects(part)
        return load_part(self.data, part, self.sources, cache)


@dataclass(frozen=True)
class OwnData:
    """A folder in one of the layouts; ``split`` is part -> subjects, without it all subjects are the one part "all"."""

    layout: Layout
    folder: Path
    split: Mapping[str, Sequence[str]] | None = None

    def subjects(self, part: str) -> Sequence[str]:
        """The subjects of a part."""
        if part == EVERYTHING or self.split is None:
            return [subject.subject for subject in self.layout.subjects(self.folder)]
        _check_part(self.folder, part)
        return self.split[part]

    def volumes(self, part: str) -> Iterator[TruthVolume]:
        """The volumes of a part."""
        return self.layout.read(self.folder, self.subjects(part))

    def images(self, part: str, cache: Path | None = None) -> list[TruthImage]:
        """The images of a part on the model's grid."""
        return load_images(self.layout, self.folder, self.subjects(part), cache)


def split_own_data(layout: Layout, folder: Path, seed: int, split_file: Path) -> OwnData:
    """A folder's subjects dealt 8 : 1 : 1, every pathology spread evenly, as ``split_file`` has it or as it is to keep.

    A split that is kept is used again, so that a run which goes on, and its evaluation, meet the same subjects. Raises
    ``TrainingDataError`` where there are too few subjects, ``OutputError``.
    """
    if split_file.exists():
        return OwnData(layout, folder, read_own_split(split_file))
    try:
        split = stratified_split(layout.subjects(folder), seed=seed)
    except SplitError as error:
        raise TrainingDataError(folder, str(error).rstrip(".")) from error
    write_atomically(split_file, json.dumps(split, indent=1).encode())
    return OwnData(layout, folder, split)


def read_own_split(path: Path) -> dict[str, list[str]]:
    """A split as ``split_own_data`` keeps it. Raises ``TrainingDataError``."""
    try:
        split = json.loads(path.read_text())
        return {part: [str(subject) for subject in split[part]] for part in PARTS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingDataError(
            path, f"it is no split into {', '.join(PARTS)} ({error!r}): give the split.json of a run"
        ) from error


def _check_part(folder: Path, part: str) -> None:
    if part not in PARTS:
        raise TrainingDataError(folder, f"there is no part {part!r}; choose one of {', '.join(PARTS)}")
