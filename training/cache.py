"""Images on the model's grid, read once and kept in a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.split import read_part, read_split
from training.truth import TruthImage, on_model_grid


def load_part(data: Path, part: str, sources: Sequence[str], cache: Path | None = None) -> list[TruthImage]:
    """Images of one part of the fixed split on the model's grid, through a cache folder where one is given."""
    images = []
    for source in sources:
        key = hashlib.sha256(json.dumps([source, read_split()[source][part]]).encode()).hexdigest()[:16]
        cached = cache / f"{source}-{part}-{key}.npz" if cache else None
        if cached and cached.exists():
            images += _read_cache(cached)
            continue
        loaded = [image for volume in read_part(data, part, source) for image in on_model_grid(volume)]
        if cached:
            _write_cache(cached, loaded)
        images += loaded
    return images


def _write_cache(path: Path, images: Sequence[TruthImage]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = [[i.subject, i.group, i.phase, i.slice_index, i.myocardium_known] for i in images]
    np.savez_compressed(
        path,
        images=np.stack([i.image for i in images]),
        labels=np.stack([i.labels for i in images]),
        facts=np.array(json.dumps(facts)),
    )


def _read_cache(path: Path) -> list[TruthImage]:
    with np.load(path) as stored:
        images, labels, facts = stored["images"], stored["labels"], json.loads(str(stored["facts"]))
    return [TruthImage(i, m, *fact) for i, m, fact in zip(images, labels, facts, strict=True)]
