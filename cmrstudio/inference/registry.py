"""Finds models on disk, checks them, and reads their weights as numbers only: nothing in a model file is executed."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.domain.resource_paths import models_folder
from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS, weight_shapes
from cmrstudio.inference.model_card import (
    CARD_FILE,
    WEIGHTS_FILE,
    ModelCard,
    card_bytes,
    is_model_id,
    is_version,
    members_sha256,
    read_card,
    write_card,
    write_together,
)
from cmrstudio.inference.version_history import VersionHistory

Weights = list[npt.NDArray[np.float32]]
STORED_DTYPE = np.dtype(np.float16)
_NOT_AN_ARCHIVE = (ValueError, OSError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)
_HEADER_BYTES = 1024
"""More than the .npy header of any one array takes."""


class _UnfitArraysError(Exception):
    """What is wrong with the arrays of a file; who reads the file adds its name and what to do."""


@dataclass(frozen=True)
class BrokenModel:
    """A folder that looks like a model and is none, with the reason; ``model_id`` where its card could be read."""

    folder: Path
    reason: str
    model_id: str = ""


_Placed = tuple[ModelCard, Path]
"""A card and the folder that it lies in."""


@dataclass(frozen=True)
class _Found:
    """What there is at one moment: the models in the registry's folders, and what each id means."""

    installed: dict[str, _Placed]
    in_use: dict[str, _Placed]
    broken: tuple[BrokenModel, ...]


class ModelRegistry:
    """The models in some folders, each in a sub-folder with its card.json and, unless it is an ensemble, weights.npz.

    Folders are looked at anew on every call, so that a model added while the program runs is found. Of two models with
    one id the one in the earlier folder counts. In ``user_folder`` lie further versions of these models, and models of
    the user's own, with the history (``VersionHistory``) of which is in use: that one is what an id means. An id with a
    version, as "unet@1.1.0", means just that version. An ensemble is of the models in ``folders``, of which it was
    made, whichever versions of its members are in use.
    """

    def __init__(self, folders: Sequence[Path] | None = None, user_folder: Path | None = None) -> None:
        self._folders = (models_folder(),) if folders is None else tuple(folders)
        self._history = None if user_folder is None else VersionHistory(user_folder)

    def cards(self) -> tuple[ModelCard, ...]:
        """The cards of all readable models in their versions in use, in order of folder and id."""
        return tuple(card for card, _ in self._scan().in_use.values())

    def broken(self) -> tuple[BrokenModel, ...]:
        """The model folders whose card is not usable, and why; also ensembles that lack a member."""
        return self._scan().broken

    def card(self, model_id: str) -> ModelCard:
        """The card of a model. Raises ``UnknownModelError``, or ``ModelError`` where its card is damaged."""
        return self._find(model_id, self._scan())[0]

    def members(self, model_id: str) -> tuple[ModelCard, ...]:
        """The cards of the networks that a model runs, in order: an ensemble's members, or the one network itself.

        Raises ``UnknownModelError``, or ``ModelError`` where a member is missing, an ensemble, or not what the ensemble
        was made of.
        """
        return self.card_and_members(model_id)[1]

    def card_and_members(self, model_id: str) -> tuple[ModelCard, tuple[ModelCard, ...]]:
        """``card`` and ``members`` of one moment: no version is put to use between the two."""
        found = self._scan()
        card, folder = self._find(model_id, found)
        return card, _members(card, folder, _cards(found.installed))

    def trainable_parameters(self, model_id: str) -> int:
        """How many numbers training may change, over all the networks of a model. Raises as ``members`` does."""
        return sum(card.trainable_parameters for card in self.members(model_id))

    def weights(self, model: str | ModelCard) -> Weights:
        """The weights of a model, or of the very version that a card is of, as float32.

        They are in the order of Keras's ``get_weights``. Raises ``UnknownModelError``, or ``ModelError`` where the
        file's hash differs from the card's, or number, shapes or type of its arrays are not those of the architecture,
        a value is not finite, or the model is an ensemble.
        """
        card, folder = self._find(model if isinstance(model, str) else model.source, self._scan())
        if card.is_ensemble:
            raise ModelError(
                f"{folder}: an ensemble has no weights of its own; its members {card.members} have. Choose one of them."
            )
        return read_weights(folder / WEIGHTS_FILE, model if isinstance(model, ModelCard) else card)

    def weights_file(self, model: str | ModelCard) -> Path:
        """Where the weights of a model, or of the very version that a card is of, lie. Raises as ``card`` does."""
        return self._find(model if isinstance(model, str) else model.source, self._scan())[1] / WEIGHTS_FILE

    def _find(self, model_id: str, found: _Found) -> _Placed:
        name, at, version = model_id.partition("@")
        if at and not _is_version_of(found.in_use.get(name), version):
            return self._find_version(name, version, found)
        if name in found.in_use:
            return found.in_use[name]
        for model in found.broken:
            if name in (model.model_id, model.folder.name):
                raise ModelError(model.reason)
        raise UnknownModelError(model_id, known=tuple(found.in_use))

    def _find_version(self, model_id: str, version: str, found: _Found) -> _Placed:
        """A version that may not be the one in use."""
        placed = found.installed.get(model_id)
        if placed is not None and _is_version_of(placed, version):
            return placed
        if self._history is not None:
            folder = self._history.version_folder(model_id, version)
            if _may_be_there(folder / CARD_FILE):
                return read_version(folder, model_id, version), folder
        raise UnknownModelError(f"{model_id}@{version}", known=tuple(card.source for card, _ in found.in_use.values()))

    def _scan(self) -> _Found:
        installed, broken = self._scan_installed()
        in_use, unusable = self._versions_in_use(installed)
        return _Found(installed, in_use, (*broken, *unusable))

    def _scan_installed(self) -> tuple[dict[str, _Placed], list[BrokenModel]]:
        found: dict[str, _Placed] = {}
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
        cards = _cards(found)
        for model_id, (card, folder) in list(found.items()):
            try:
                _members(card, folder, cards)
            except ModelError as error:
                broken.append(BrokenModel(folder, str(error), model_id))
                del found[model_id]
        return found, broken

    def _versions_in_use(self, installed: Mapping[str, _Placed]) -> tuple[dict[str, _Placed], list[BrokenModel]]:
        """What each id means; without the models of which the version in use is damaged or not known, and why."""
        in_use = dict(installed)
        if self._history is None:
            return in_use, []
        broken = []
        try:
            chosen = {model_id: versions[-1] for model_id, versions in self._history.chosen().items()}
        except ModelError as error:  # whichever model has several versions: nobody knows which one is in use
            reasons = {name: str(error) for name in model_ids_in(self._history.user_folder)}
            broken = [BrokenModel(self._history.user_folder / name, reason, name) for name, reason in reasons.items()]
            return {name: placed for name, placed in in_use.items() if name not in reasons}, broken
        for model_id, version in sorted(chosen.items()):
            if _is_version_of(installed.get(model_id), version):
                continue
            folder = self._history.version_folder(model_id, version)
            try:
                in_use[model_id] = (read_version(folder, model_id, version), folder)
            except ModelError as error:
                broken.append(BrokenModel(folder, f"{error} Roll back to the version before it.", model_id))
                in_use.pop(model_id, None)
        return in_use, broken


def _cards(placed: Mapping[str, _Placed]) -> dict[str, ModelCard]:
    return {model_id: card for model_id, (card, _) in placed.items()}


def _is_version_of(placed: _Placed | None, version: str) -> bool:
    return placed is not None and placed[0].version == version


def model_ids_in(user_folder: Path) -> tuple[str, ...]:
    """The models of which ``user_folder`` holds versions, none where it is absent. Raises ``ModelError``."""
    return tuple(path.name for path in _folders_in(user_folder) if is_model_id(path.name))


def versions_in(user_folder: Path, model_id: str) -> tuple[str, ...]:
    """The versions of a model that lie in ``user_folder``, the oldest number first. Raises ``ModelError``."""
    found = [path.name for path in _folders_in(user_folder / model_id) if is_version(path.name)]
    return tuple(sorted(found, key=lambda name: [int(x) if x.isdigit() else x for x in re.split(r"(\d+)", name)]))


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ModelError(
            f"{folder}: the folder of models cannot be read ({error.strerror}). Check that you may read it."
        ) from error


def read_version(folder: Path, model_id: str, version: str) -> ModelCard:
    """The card of the version that lies in ``folder``. Raises ``ModelError`` where it is of another one."""
    card = read_card(folder / CARD_FILE)
    if (card.model_id, card.version) != (model_id, version) or card.is_ensemble:
        raise ModelError(
            f"{folder / CARD_FILE}: the card is of {card.source}, not of the network {model_id}@{version}. "
            "Import that version again."
        )
    return card


def _card_paths(folder: Path) -> list[Path]:
    """The cards in the sub-folders of a folder, none where it is absent. Raises ``ModelError``."""
    try:
        return sorted(path for model in folder.iterdir() if _may_be_there(path := model / CARD_FILE))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ModelError(
            f"{folder}: the folder of models cannot be read ({error.strerror}). Check that you may read it."
        ) from error


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
            raise ModelError(
                f"{folder}: the ensemble's member {model_id!r} is itself an ensemble, not a network. "
                "Install the ensemble again together with its members."
            )
        if _grid(member) != _grid(card):
            raise ModelError(
                f"{folder}: the ensemble's member {model_id!r} sees images on another grid: {_grid(member)}. "
                "Install the ensemble again together with its members."
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
        raise ModelError(
            f"{path}: the weights cannot be read ({error.strerror}). "
            "Check that you may read them, or install the model again."
        ) from error
    return weights_from_bytes(content, card, path)


def weights_from_bytes(content: bytes, card: ModelCard, path: Path) -> Weights:
    """Check the bytes of a weights file against its card; ``path`` is named in the ``ModelError`` of bad ones."""
    digest = hashlib.sha256(content).hexdigest()
    if digest != card.weights_sha256:
        raise ModelError(
            f"{path}: the weights have SHA-256 {digest}, but the card says {card.weights_sha256}: the file is damaged "
            "or does not belong to the card. Install the model again."
        )
    shapes = weight_shapes(card.architecture)
    try:
        return _read_arrays(content, shapes)
    except _UnfitArraysError as error:
        raise ModelError(f"{path}: {error} Install the model again.") from error
    except _NOT_AN_ARCHIVE as error:
        raise ModelError(
            f"{path}: the weights are not an archive of plain number arrays ({error}). Install the model again."
        ) from error


def _read_arrays(content: bytes, shapes: Sequence[tuple[int, ...]]) -> Weights:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    if len(members) != len(shapes):
        raise _UnfitArraysError(f"there are {len(members)} arrays of weights, but the architecture has {len(shapes)}.")
    largest = sum(STORED_DTYPE.itemsize * int(np.prod(shape)) + _HEADER_BYTES for shape in shapes)
    if sum(member.file_size for member in members) > largest:
        raise _UnfitArraysError(f"the arrays unpack to more than the {largest} bytes that the architecture has.")
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return [_checked(stored, index, shape) for index, shape in enumerate(shapes)]


def largest_weights_bytes() -> int:
    """More than the weights file of any architecture takes; compressing may make a file a little larger."""
    numbers = max(sum(int(np.prod(shape)) for shape in weight_shapes(name)) for name in TRAINABLE_PARAMETERS)
    return 2 * STORED_DTYPE.itemsize * numbers


def _checked(stored: np.lib.npyio.NpzFile, index: int, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    name = _array_name(index)
    if name not in stored.files:
        raise _UnfitArraysError(f"array {name} is missing.")
    array = stored[name]
    if getattr(array, "dtype", None) != STORED_DTYPE:  # a member that is no array comes as bytes
        raise _UnfitArraysError(f"array {name} is not of type {STORED_DTYPE.name}.")
    if array.shape != shape:
        raise _UnfitArraysError(f"array {name} has shape {array.shape}, but the architecture has {shape}.")
    if not np.isfinite(array).all():
        raise _UnfitArraysError(f"array {name} has values that are not finite.")
    return array.astype(np.float32)


def _array_name(index: int) -> str:
    return f"{index:03d}"


def write_model(folder: Path, card: ModelCard, weights: Sequence[npt.ArrayLike]) -> ModelCard:
    """Write a model's card and its weights, rounded to float16, into ``folder``; return the card with their hash.

    ``weights`` are in the order of Keras's ``get_weights``. The card takes its name last, so that a new model cut off
    half-way is not a model; where the disk refuses, the model that was there before stays. Raises ``ModelError`` for
    weights that are not the architecture's or do not fit float16, ``OutputError``.
    """
    content = weights_bytes(card, weights)
    complete = replace(card, weights_sha256=hashlib.sha256(content).hexdigest())
    path = folder / WEIGHTS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            path,
            f"the weights cannot be written ({error.strerror}). Check that you may write there, and free some space.",
        ) from error
    write_together({path: content, folder / CARD_FILE: card_bytes(complete)})
    return complete


def weights_bytes(card: ModelCard, weights: Sequence[npt.ArrayLike]) -> bytes:
    """What the weights file of a model holds: ``weights`` rounded to float16. Raises as ``write_model`` does."""
    shapes = weight_shapes(card.architecture)
    arrays = [np.asarray(array, np.float32) for array in weights]
    if tuple(array.shape for array in arrays) != shapes:
        raise ModelError(
            f"The weights of {card.model_id!r} do not have the shapes of {card.architecture!r}. "
            "Choose the architecture that they were trained with."
        )
    with np.errstate(over="ignore"):
        halves = [array.astype(STORED_DTYPE) for array in arrays]
    if not all(np.isfinite(half).all() for half in halves):
        raise ModelError(
            f"The weights of {card.model_id!r} have values that are not finite or too large for float16. "
            "Train the model again."
        )
    return _archive(halves)


def write_ensemble(folder: Path, card: ModelCard, registry: ModelRegistry) -> ModelCard:
    """Write the card of an ensemble of models that ``registry`` knows into ``folder``; return it with its hash.

    ``card.members`` names them. Raises ``ModelError`` where one is missing or does not fit, ``OutputError``.
    """
    known = {member.model_id: member for member in registry.cards()}
    members = [known[model_id] for model_id in card.members if model_id in known]
    complete = replace(card, weights_sha256=members_sha256(members))
    if not complete.is_ensemble:
        raise ModelError(
            f"{folder}: the architecture of {card.model_id!r} is {card.architecture!r}, not an ensemble. "
            "Choose the architecture “ensemble”."
        )
    _members(complete, folder, known)
    path = folder / CARD_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            path,
            f"the model card cannot be written ({error.strerror}). "
            "Check that you may write there, and free some space.",
        ) from error
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
