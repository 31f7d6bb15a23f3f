"""Data that ship with cmrstudio: the locked reference set, and images to rehearse while a model learns. No Keras.

Both come from the Sunnybrook Cardiac Data (CC0). The reference set is subjects that no model was trained on or chosen
by; a model that learned something new must not have become worse on them. The replay set is subjects that the shipped
models were trained on, shown again in every epoch so that a model does not forget them.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cmrstudio.domain.errors import ShippedDataError
from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.io.atomic_file import write_atomically
from training.layouts.sunnybrook import SunnybrookLayout
from training.split import read_split, source_folder
from training.truth import TruthImage, TruthVolume, on_model_grid

REFERENCE, REPLAY = "reference", "replay"
MOST_BYTES = {REFERENCE: 4_000_000, REPLAY: 8_000_000}
REPLAY_SUBJECTS = 12
VOLUMES_FILE, CARD_FILE = "volumes.npz", "card.json"
SOURCE = "sunnybrook"
CITATION = (
    "Sunnybrook Cardiac Data: Radau P, Lu Y, Connelly K, Paul G, Dick AJ, Wright GA, Evaluation framework for "
    "algorithms segmenting short axis cardiac MRI, The MIDAS Journal, 2009"
)
_DAMAGED = (EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class DataCard:
    """What a shipped data set is; ``sha256`` is that of its file."""

    purpose: str
    subjects: tuple[str, ...]
    image_count: int
    source: str
    licence: str
    sha256: str


def reference_volumes(folder: Path | None = None) -> list[TruthVolume]:
    """The locked reference set: ED and ES of seven subjects on source pixels; at ES the myocardium is unknown.

    ``folder`` is another place than the shipped one. Raises ``ShippedDataError`` where the set is absent, damaged or
    changed.
    """
    return _read(folder or resource_folder() / REFERENCE)


def replay_images(folder: Path | None = None) -> list[TruthImage]:
    """The images to rehearse, on the model's grid; see ``reference_volumes`` for ``folder`` and errors."""
    return [image for volume in _read(folder or resource_folder() / REPLAY) for image in on_model_grid(volume)]


def read_card(folder: Path) -> DataCard:
    """What the data set in a folder is. Raises ``ShippedDataError``."""
    path = folder / CARD_FILE
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return DataCard(**{**facts, "subjects": tuple(facts["subjects"])})
    except OSError as error:
        raise ShippedDataError(path, f"it cannot be read ({error.strerror}); install cmrstudio again") from error
    except _DAMAGED as error:
        raise ShippedDataError(path, f"it is damaged ({error}); install cmrstudio again") from error


def _read(folder: Path) -> list[TruthVolume]:
    card, path = read_card(folder), folder / VOLUMES_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ShippedDataError(path, f"it cannot be read ({error.strerror}); install cmrstudio again") from error
    if hashlib.sha256(content).hexdigest() != card.sha256:
        raise ShippedDataError(path, "it is not what its card says, so it is not used; install cmrstudio again")
    try:
        return _from_bytes(content)
    except _DAMAGED as error:
        raise ShippedDataError(path, f"it is damaged ({error}); install cmrstudio again") from error


def make_shipped_data(data: Path, resources: Path) -> list[DataCard]:
    """Make both sets anew from ``data`` (the folder with sunnybrook/) below ``resources``; same data, same bytes.

    The reference set is all test subjects of the fixed split; the replay set is 12 training subjects, as many of every
    group. Raises ``TrainingDataError``, ``ShippedDataError``, ``OutputError``.
    """
    layout, folder, split = SunnybrookLayout(), source_folder(data, SOURCE), read_split()[SOURCE]
    groups = {subject.subject: subject.group for subject in layout.subjects(folder)}
    reference = list(layout.read(folder, split["test"]))
    replay = list(layout.read(folder, sorted(_in_turn(split["train"], groups)[:REPLAY_SUBJECTS])))
    return [
        _write(resources / REFERENCE, "never trained on: a model that learned must not be worse on it", reference),
        _write(resources / REPLAY, "trained on: shown again while a model learns, so that it does not forget", replay),
    ]


def _in_turn(subjects: Sequence[str], groups: Mapping[str, str]) -> list[str]:
    """Subjects in the order of their names, one of every group at a time."""
    seen: dict[str, int] = {}
    order = {}
    for subject in sorted(subjects):
        group = groups[subject]
        order[subject] = (seen.setdefault(group, 0), group)
        seen[group] += 1
    return sorted(order, key=lambda subject: order[subject])


def _write(folder: Path, purpose: str, volumes: Sequence[TruthVolume]) -> DataCard:
    content = _to_bytes(volumes)
    if len(content) > MOST_BYTES[folder.name]:
        raise ShippedDataError(
            folder, f"it would have {len(content)} bytes: choose fewer images, at most {MOST_BYTES[folder.name]} ship"
        )
    subjects = tuple(sorted({volume.subject for volume in volumes}))
    count = sum(len(volume.images) for volume in volumes)
    card = DataCard(purpose, subjects, count, CITATION, "CC0-1.0", hashlib.sha256(content).hexdigest())
    write_atomically(folder / VOLUMES_FILE, content)
    write_atomically(folder / CARD_FILE, (json.dumps(asdict(card), indent=2) + "\n").encode())
    return card


def _to_bytes(volumes: Sequence[TruthVolume]) -> bytes:
    facts = [
        [volume.subject, volume.group, volume.phase, *volume.pixel_spacing_mm, volume.myocardium_known]
        for volume in volumes
    ]
    arrays: dict[str, Any] = {"facts": np.array(json.dumps(facts))}
    arrays |= {f"images{n:03d}": volume.images for n, volume in enumerate(volumes)}
    arrays |= {f"labels{n:03d}": volume.labels for n, volume in enumerate(volumes)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def _from_bytes(content: bytes) -> list[TruthVolume]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return [
            TruthVolume(
                SOURCE,
                subject,
                group,
                phase,
                arrays[f"images{n:03d}"],
                arrays[f"labels{n:03d}"],
                (row_mm, column_mm),
                None,
                False,
                myocardium_known,
            )
            for n, (subject, group, phase, row_mm, column_mm, myocardium_known) in enumerate(
                json.loads(str(arrays["facts"]))
            )
        ]
