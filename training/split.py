"""Which subjects train, validate and test: split by subject, never by slice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from cmrstudio.domain.errors import TrainingDataError
from training.layouts import SOURCES
from training.truth import TruthVolume

SOURCE_FOLDERS = {"acdc": Path("acdc"), "sunnybrook": Path("sunnybrook/edes")}


def read_split() -> dict[str, dict[str, list[str]]]:
    """The fixed split by subject: source -> part (train, validation, test, excluded) -> subjects.

    Excluded is SC-N-06 alone: its expert masks lie about 20 mm away from the ventricle on every slice, at both phases.
    """
    text = resources.files("training").joinpath("split.json").read_text()
    split: dict[str, dict[str, list[str]]] = json.loads(text)
    return split


def read_part(data: Path, part: str, source: str) -> Iterator[TruthVolume]:
    """Read the volumes of one part of the fixed split of one source below ``data``."""
    folder = data / SOURCE_FOLDERS[source]
    if not folder.is_dir():
        raise TrainingDataError(folder, "the folder is absent")
    yield from SOURCES[source](folder, read_split()[source][part])
