"""How data sets lie on the disk: every layout gives the same volumes of images with truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from training.layouts.acdc import read_acdc
from training.layouts.sunnybrook import read_sunnybrook
from training.truth import TruthVolume

SOURCES: dict[str, Callable[[Path, Iterable[str]], Iterator[TruthVolume]]] = {
    "acdc": read_acdc,
    "sunnybrook": read_sunnybrook,
}
