"""One file that carries a model from one computer to another: its card, its weights and their hashes, numbers only."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cmrstudio.domain.errors import ModelError
from cmrstudio.inference.model_card import (
    CARD_FILE,
    LARGEST_CARD_BYTES,
    WEIGHTS_FILE,
    ModelCard,
    card_bytes,
    card_from_bytes,
)
from cmrstudio.inference.registry import largest_weights_bytes, weights_from_bytes

PACKAGE_ENDING = ".cmrmodel"
MANIFEST_FILE = "manifest.json"
FORMAT, FORMAT_VERSION = "cmrstudio model", 1
LARGEST_MANIFEST_BYTES = 1 << 12
_PARTS = (MANIFEST_FILE, CARD_FILE, WEIGHTS_FILE)
_NOT_A_PACKAGE = (ValueError, OSError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, NotImplementedError)


class _UnfitPartsError(Exception):
    """What is wrong with the parts of a file; who reads the file adds its name and what to do."""


@dataclass(frozen=True)
class ModelPackage:
    """What a package holds: a card, and the bytes of the weights file that belongs to it."""

    card: ModelCard
    weights: bytes


def pack(package: ModelPackage) -> bytes:
    """The bytes of a package's file; of equal models they are equal."""
    contents = {CARD_FILE: card_bytes(package.card), WEIGHTS_FILE: package.weights}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, "sha256": hashes}
    contents = {MANIFEST_FILE: (json.dumps(manifest, indent=2) + "\n").encode(), **contents}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in _PARTS:
            part = zipfile.ZipInfo(name)
            part.create_system = 3  # the same bytes on every system
            archive.writestr(part, contents[name])
    return buffer.getvalue()


def read_package(path: Path) -> ModelPackage:
    """Read and check a package; nothing of it is unpacked to the disk or executed.

    Raises ``ModelError`` that names the file and what is amiss: parts that do not belong there, a hash or shapes that
    differ, an architecture that this version does not know, anything that is no number.
    """
    largest = LARGEST_MANIFEST_BYTES + LARGEST_CARD_BYTES + largest_weights_bytes() + (1 << 12)
    try:
        if not path.is_file():
            raise ModelError(f"{path}: there is no such file. Choose a model's file (*{PACKAGE_ENDING}).")
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise ModelError(
            f"{path}: the model's file cannot be read ({error.strerror}). Check that you may read it."
        ) from error
    if len(content) > largest:
        raise ModelError(
            f"{path}: a model's file of more than {largest} bytes is not believed. "
            f"Choose a model's file (*{PACKAGE_ENDING})."
        )
    try:
        parts = _parts(content)
    except _NOT_A_PACKAGE as error:
        raise ModelError(
            f"{path}: the file is damaged or holds no model of cmrstudio ({error}). Export the model again."
        ) from error
    except _UnfitPartsError as error:
        raise ModelError(f"{path}: {error} Export the model again.") from error
    _check_manifest(path, parts)
    card = card_from_bytes(parts[CARD_FILE], path / CARD_FILE)
    if card.is_ensemble:
        raise ModelError(f"{path}: an ensemble is no model of its own. Import networks, one file each.")
    weights_from_bytes(parts[WEIGHTS_FILE], card, path / WEIGHTS_FILE)
    package = ModelPackage(card, parts[WEIGHTS_FILE])
    if pack(package) != content:
        raise ModelError(
            f"{path}: the file holds more than a model, or is written otherwise than cmrstudio does. "
            "Export the model again."
        )
    return package


def _parts(content: bytes) -> dict[str, bytes]:
    """The bytes of each part; they lie there as they are, so that none can become larger than the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.filename for member in members]
        if sorted(names) != sorted(_PARTS):
            shown = ", ".join(repr(name[:40]) for name in names[:5])
            raise _UnfitPartsError(f"a model's file holds {', '.join(_PARTS)} and nothing else, but this one {shown}.")
        for member in members:
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > len(content):
                raise _UnfitPartsError(f"{member.filename} is compressed or claims to be larger than the file.")
        return {member.filename: archive.read(member) for member in members}


def _check_manifest(path: Path, parts: dict[str, bytes]) -> None:
    for name, largest in ((MANIFEST_FILE, LARGEST_MANIFEST_BYTES), (CARD_FILE, LARGEST_CARD_BYTES)):
        if len(parts[name]) > largest:
            raise ModelError(f"{path}: {name} of more than {largest} bytes is not believed. Export the model again.")
    try:
        manifest = json.loads(parts[MANIFEST_FILE].decode("utf-8"))
        kind, version, hashes = manifest["format"], manifest["format_version"], dict(manifest["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(
            f"{path}: {MANIFEST_FILE} is not that of a model ({error}). Export the model again."
        ) from error
    if (kind, version) != (FORMAT, FORMAT_VERSION):
        found = f"{str(kind)[:40]!r}, version {str(version)[:10]}"
        raise ModelError(f"{path}: the file is of another kind ({found}). Update cmrstudio to read it.")
    for name in (CARD_FILE, WEIGHTS_FILE):
        digest = hashlib.sha256(parts[name]).hexdigest()
        if hashes.get(name) != digest:
            raise ModelError(
                f"{path}: {name} has SHA-256 {digest}, but the file says otherwise: it is damaged. "
                "Export the model again."
            )
