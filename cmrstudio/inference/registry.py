"""Finds models on disk, checks them, and reads their weights as numbers only: nothing in a model file is executed."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.domain.resource_paths import models_folder
from cmrstudio.inference.architectures import weight_shapes
from cmrstudio.inference.model_card import (
    CARD_FILE,
    WEIGHTS_FILE,
    ModelCard,
    card_bytes,
    members_sha256,
    read_card,
    write_card,
    write_together,
)

Weights = list[npt.NDArray[np.float32]]
STORED_DTYPE = np.dtype(np.float16)
_NOT_AN_ARCHIVE = (ValueError, OSError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)
_HEADER_BYTES = 1024
"""More than the .npy header of any one array takes."""


@dataclass(frozen=True)
class BrokenModel:
    """A folder that looks like a model and is none, with the reason; ``model_id`` where its card could be read."""

    folder: Path
    reason: str
    model_id: str = ""


class ModelRegistry:
    """The models in some folders, each in a sub-folder with its card.json and, unless it is an ensemble, weights.npz.

    Folders are looked at anew on every call, so that a model added while the program runs is found. Of two models with
    one id the one in the earlier folder counts.
    """

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self._folders = (models_folder(),) if folders is None else tuple(folders)

    def cards(self) -> tuple[ModelCard, ...]:
        """The cards of all readable models, in order of folder and id."""
        found, _ = self._scan()
        return tuple(card for card, _ in found.values())

    def broken(self) -> tuple[BrokenModel, ...]:
        """The model folders whose card is not usable, and why; also ensembles that lack a member."""
        _, broken = self._scan()
        return broken

    def card(self, model_id: str) -> ModelCard:
        """The card of a model. Raises ``UnknownModelError``, or ``ModelError`` where its card is damaged."""
        return self._find(model_id)[0]

    def members(self, model_id: str) -> tuple[ModelCard, ...]:
        """The cards of the networks that a model runs, in order: an ensemble's members, or the one network itself.

        Raises ``UnknownModelError``, or ``ModelError`` where a member is missing, an ensemble, or not what the ensemble
        was made of.
        """
        found, _ = self._scan()
        card, folder = self._find(model_id)
        return _members(card, folder, {name: other for name, (other, _) in found.items()})

    def trainable_parameters(self, model_id: str) -> int:
        """How many numbers training may change, over all the networks of a model. Raises as ``members`` does."""
        return sum(card.trainable_parameters for card in self.members(model_id))

    def weights(self, model_id: str) -> Weights:
        """The weights of a model in the order of Keras's ``get_weights``, as float32.

        Raises ``UnknownModelError``, or ``ModelError`` where the file's hash differs from the card's, or number, shapes
        or type of its arrays are not those of the architecture, a value is not finite, or the model is an ensemble.
        """
        card, folder = self._find(model_id)
        if card.is_ensemble:
            raise ModelError(f"{folder}: an ensemble has no weights of its own; its members {card.members} have.")
        return read_weights(folder / WEIGHTS_FILE, card)

    def _find(self, model_id: str) -> tuple[ModelCard, Path]:
        found, broken = self._scan()
        if model_id in found:
            return found[model_id]
        for model in broken:
            if model_id in (model.model_id, model.folder.name):
                raise ModelError(model.reason)
        raise UnknownModelError(model_id, known=tuple(found))

    def _scan(self) -> tuple[dict[str, tuple[ModelCard, Path]], tuple[BrokenModel, ...]]:
        found: dict[str, tuple[ModelCard, Path]] = {}
        broken = []
        for folder in self._folders:
            try:
                card_paths = _card_paths(folder)
            except ModelError as error:
                broken.append(BrokenModel(folder, str(error)))
                continue
            for card_path in card_paths:
                try:
                    card = read_card(card_path)
                except ModelError as error:
                    broken.append(BrokenModel(card_path.parent, str(error)))
                else:
                    found.setdefault(card.model_id, (card, card_path.parent))
        cards = {model_id: card for model_id, (card, _) in found.items()}
        for model_id, (card, folder) in list(found.items()):
            try:
                _members(card, folder, cards)
            except ModelError as error:
                broken.append(BrokenModel(folder, str(error), model_id))
                del found[model_id]
        return found, tuple(broken)


def _card_paths(folder: Path) -> list[Path]:
    """The cards in the sub-folders of a folder, none where it is absent. Raises ``ModelError``."""
    try:
        return sorted(path for model in folder.iterdir() if _may_be_there(path := model / CARD_FILE))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ModelError(f"{folder}: the folder of models cannot be read ({error.strerror}).") from error


def _may_be_there(path: Path) -> bool:
    """Whether there is a file, or something that keeps it from being seen, which reading it will tell."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _members(card: ModelCard, folder: Path, cards: Mapping[str, ModelCard]) -> tuple[ModelCard, ...]:
    """The networks of a model among ``cards``; raises ``ModelError`` where they are not what its card says."""
    if not card.is_ensemble:
        return (card,)
    members = []
    for model_id in card.members:
        member = cards.get(model_id)
        if member is None:
            raise ModelError(
                f"{folder}: the ensemble's member {model_id!r} is not installed. Install it, or use another."
            )
        if member.is_ensemble:
            raise ModelError(f"{folder}: the ensemble's member {model_id!r} is itself an ensemble, not a network.")
        if _grid(member) != _grid(card):
            raise ModelError(
                f"{folder}: the ensemble's member {model_id!r} sees images on another grid: {_grid(member)}."
            )
        members.append(member)
    if members_sha256(members) != card.weights_sha256:
        raise ModelError(
            f"{folder}: the members {', '.join(card.members)} are not those that the ensemble was made of: one has "
            "been changed since (SHA-256). Install the ensemble again together with its members."
        )
    return tuple(members)


def _grid(card: ModelCard) -> tuple[float, int, str]:
    return card.spacing_mm, card.input_size_px, card.intensity


def read_weights(path: Path, card: ModelCard) -> Weights:
    """Read and check a weights file against its card; see ``ModelRegistry.weights``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: the weights cannot be read ({error.strerror}).") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != card.weights_sha256:
        raise ModelError(
            f"{path}: the weights have SHA-256 {digest}, but the card says {card.weights_sha256}: the file is damaged "
            "or does not belong to the card. Install the model again."
        )
    shapes = weight_shapes(card.architecture)
    try:
        return _read_arrays(content, shapes)
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from error
    except _NOT_AN_ARCHIVE as error:
        raise ModelError(f"{path}: the weights are not an archive of plain number arrays ({error}).") from error


def _read_arrays(content: bytes, shapes: Sequence[tuple[int, ...]]) -> Weights:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    if len(members) != len(shapes):
        raise ModelError(f"there are {len(members)} arrays of weights, but the architecture has {len(shapes)}.")
    largest = sum(STORED_DTYPE.itemsize * int(np.prod(shape)) + _HEADER_BYTES for shape in shapes)
    if sum(member.file_size for member in members) > largest:
        raise ModelError(f"the arrays unpack to more than the {largest} bytes that the architecture has.")
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return [_checked(stored, index, shape) for index, shape in enumerate(shapes)]


def _checked(stored: np.lib.npyio.NpzFile, index: int, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    name = _array_name(index)
    if name not in stored.files:
        raise ModelError(f"array {name} is missing.")
    array = stored[name]
    if getattr(array, "dtype", None) != STORED_DTYPE:  # a member that is no array comes as bytes
        raise ModelError(f"array {name} is not of type {STORED_DTYPE.name}.")
    if array.shape != shape:
        raise ModelError(f"array {name} has shape {array.shape}, but the architecture has {shape}.")
    if not np.isfinite(array).all():
        raise ModelError(f"array {name} has values that are not finite.")
    return array.astype(np.float32)


def _array_name(index: int) -> str:
    return f"{index:03d}"


def write_model(folder: Path, card: ModelCard, weights: Sequence[npt.ArrayLike]) -> ModelCard:
    """Write a model's card and its weights, rounded to float16, into ``folder``; return the card with their hash.

    ``weights`` are in the order of Keras's ``get_weights``. The card takes its name last, so that a new model cut off
    half-way is not a model; where the disk refuses, the model that was there before stays. Raises ``ModelError`` for
    weights that are not the architecture's or do not fit float16, ``OutputError``.
    """
    shapes = weight_shapes(card.architecture)
    arrays = [np.asarray(array, np.float32) for array in weights]
    if tuple(array.shape for array in arrays) != shapes:
        raise ModelError(f"The weights of {card.model_id!r} do not have the shapes of {card.architecture!r}.")
    with np.errstate(over="ignore"):
        halves = [array.astype(STORED_DTYPE) for array in arrays]
    if not all(np.isfinite(half).all() for half in halves):
        raise ModelError(f"The weights of {card.model_id!r} have values that are not finite or too large for float16.")
    content = _archive(halves)
    complete = replace(card, weights_sha256=hashlib.sha256(content).hexdigest())
    path = folder / WEIGHTS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(path, f"the weights cannot be written ({error.strerror}).") from error
    write_together({path: content, folder / CARD_FILE: card_bytes(complete)})
    return complete


def write_ensemble(folder: Path, card: ModelCard, registry: ModelRegistry) -> ModelCard:
    """Write the card of an ensemble of models that ``registry`` knows into ``folder``; return it with its hash.

    ``card.members`` names them. Raises ``ModelError`` where one is missing or does not fit, ``OutputError``.
    """
    known = {member.model_id: member for member in registry.cards()}
    members = [known[model_id] for model_id in card.members if model_id in known]
    complete = replace(card, weights_sha256=members_sha256(members))
    if not complete.is_ensemble:
        raise ModelError(f"{folder}: the architecture of {card.model_id!r} is {card.architecture!r}, not an ensemble.")
    _members(complete, folder, known)
    path = folder / CARD_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(path, f"the model card cannot be written ({error.strerror}).") from error
    write_card(path, complete)
    return complete


def _archive(arrays: Sequence[npt.NDArray[np.float16]]) -> bytes:
    """An .npz as numpy reads it; unlike ``np.savez`` it carries no date, so that equal weights have equal hashes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, array in enumerate(arrays):
            plain = io.BytesIO()
            np.lib.format.write_array(plain, np.ascontiguousarray(array), allow_pickle=False)
            member = zipfile.ZipInfo(f"{_array_name(index)}.npy")
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, plain.getvalue())
    return buffer.getvalue()
