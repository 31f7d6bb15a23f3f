"""Images on the model's grid, read once and kept in a file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.io.atomic_file import write_atomically
from training.layouts import Layout, make_layout
from training.split import read_split, source_folder
from training.truth import TruthImage, on_model_grid

FORMAT = 3
"""Changed whenever the same data would be kept as something else, for instance by another preprocessing."""
DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


def load_images(layout: Layout, folder: Path, subjects: Iterable[str], cache: Path | None = None) -> list[TruthImage]:
    """Images of some subjects of a data set on the model's grid, through a cache folder where one is given.

    The cache knows the data by their files' names, sizes and times: changed data, other subjects or another layout are
    read anew, and so is what a damaged cache file held. Raises ``TrainingDataError`` (none at all is an error too) and
    ``OutputError`` where the cache cannot be written; then no part of it stays.
    """
    wanted = list(subjects)
    kept = cache / f"{layout.name}-{_fingerprint(layout, folder, wanted, cache)}.npz" if cache else None
    images = _read_cache(kept) if kept and kept.exists() else None
    if images is None:
        images = [image for volume in layout.read(folder, wanted) for image in on_model_grid(volume)]
        if not images:
            raise TrainingDataError(folder, f"it gives no image of {len(wanted)} subjects; choose subjects with truth")
        if kept:
            write_atomically(kept, _to_bytes(images))
    return images


def load_part(data: Path, part: str, sources: Sequence[str], cache: Path | None = None) -> list[TruthImage]:
    """Images of one part of the fixed split on the model's grid, through a cache folder where one is given."""
    return [
        image
        for source in sources
        for image in load_images(make_layout(source), source_folder(data, source), read_split()[source][part], cache)
    ]


def _fingerprint(layout: Layout, folder: Path, subjects: Sequence[str], cache: Path) -> str:
    """A short hash that differs whenever the images could; a layout's repr tells its settings."""
    folder, cache = folder.resolve(), cache.resolve()
    if folder.is_dir():
        inside = sorted(path for path in folder.rglob("*") if path.is_file() and cache not in path.parents)
    else:  # a workspace, with what SQLite has not yet moved into it
        inside = [path for path in (folder, folder.with_name(f"{folder.name}-wal")) if path.is_file()]
    files = [(str(path), (found := path.stat()).st_size, found.st_mtime_ns) for path in inside]
    content = json.dumps([FORMAT, repr(layout), str(folder), list(subjects), files])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _to_bytes(images: Sequence[TruthImage]) -> bytes:
    facts = [[i.subject, i.group, i.phase, i.slice_index, i.myocardium_known] for i in images]
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        images=np.stack([i.image for i in images]),
        labels=np.stack([i.labels for i in images]),
        facts=np.array(json.dumps(facts)),
    )
    return buffer.getvalue()


def _read_cache(path: Path) -> list[TruthImage] | None:
    """The images that a cache file keeps, None where it is damaged."""
    try:
        with path.open("rb") as file, np.load(file) as stored:
            images, labels, facts = stored["images"], stored["labels"], json.loads(str(stored["facts"]))
        return [TruthImage(i, m, *fact) for i, m, fact in zip(images, labels, facts, strict=True)]
    except DAMAGED:
        return None
