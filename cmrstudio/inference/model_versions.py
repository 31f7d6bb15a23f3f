"""The versions of every model: kept side by side, put to use, taken back, carried to other computers."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.inference.model_card import (
    CARD_FILE,
    WEIGHTS_FILE,
    ModelCard,
    card_bytes,
    is_model_id,
    write_together,
)
from cmrstudio.inference.model_package import ModelPackage, pack, read_package
from cmrstudio.inference.registry import (
    STORED_DTYPE,
    BrokenModel,
    ModelRegistry,
    model_ids_in,
    read_version,
    read_weights,
    versions_in,
    weights_bytes,
)
from cmrstudio.inference.version_history import Action, VersionChange, VersionHistory

LEARNED = "learned"
"""What stands in the version of a model that was trained on a user's own masks."""
FIRST_VERSION = "1.0.0"
_HASH_LETTERS = 8
_LEARNED = re.compile(rf"(?P<base>[^+]+)\+{LEARNED}\.(?P<number>\d+)\.(?P<name>[0-9a-f]+)")


@dataclass(frozen=True)
class ModelVersion:
    """One version of a model: ``is_shipped`` where it came with cmrstudio, ``is_in_use`` where its id means it."""

    card: ModelCard
    is_shipped: bool
    is_in_use: bool


@dataclass(frozen=True)
class LineageNode:
    """A version and those that training made of it; of a root, ``card.parent`` is None or not here any more."""

    version: ModelVersion
    children: tuple[LineageNode, ...] = ()


class ModelVersions:
    """All versions of the models that ship (in the folder ``shipped``), and the models of the user's own.

    Those that do not ship lie in ``user_folder/<model id>/<version>/``; a version that is there is never changed. Which
    is in use stands in the history, and ``registry`` follows it. Every method looks anew. Where a card, weights or the
    history is damaged they raise ``ModelError``; what writes raises ``OutputError`` where the disk refuses.
    """

    def __init__(self, user_folder: Path, shipped: Path | Sequence[Path] | None = None) -> None:
        self.user_folder = user_folder
        self._folders = (shipped,) if isinstance(shipped, Path) else shipped
        self._history = VersionHistory(user_folder)

    def registry(self) -> ModelRegistry:
        """What serves the versions in use."""
        return ModelRegistry(self._folders, self.user_folder)

    def folder(self, model_id: str, version: str) -> Path:
        """Where a version that does not ship lies or would lie."""
        return self._history.version_folder(model_id, version)

    def model_ids(self) -> tuple[str, ...]:
        """The ids of all models that have versions: shipped networks, then the user's own."""
        shipped = [card.model_id for card in ModelRegistry(self._folders).cards() if not card.is_ensemble]
        return tuple(dict.fromkeys([*shipped, *model_ids_in(self.user_folder)]))

    def versions(self, model_id: str) -> tuple[ModelVersion, ...]:
        """The readable versions of a model, the shipped one first. Raises ``UnknownModelError``."""
        found, broken = self._look(model_id)
        if not found and not broken:
            raise UnknownModelError(model_id, known=self.model_ids())
        return found

    def broken(self, model_id: str) -> tuple[BrokenModel, ...]:
        """The versions of a model whose card is damaged, and why."""
        return self._look(model_id)[1]

    def every_card(self) -> tuple[ModelCard, ...]:
        """The cards of all readable versions of all models, in use or not: whatever may have drawn a contour."""
        kept = (card for model_id in model_ids_in(self.user_folder) for card in self._kept(model_id)[0])
        return (*ModelRegistry(self._folders).cards(), *kept)

    def in_use(self, model_id: str) -> ModelCard:
        """The card of the version that a model's id means."""
        return self.registry().card(model_id)

    def history(self, model_id: str | None = None) -> tuple[VersionChange, ...]:
        """Which versions were put to use and taken back, the oldest first; of all models or of one."""
        return tuple(change for change in self._history.changes() if model_id in (None, change.model_id))

    def learned_version(self, parent: ModelCard, weights: Sequence[npt.ArrayLike]) -> str:
        """A version for what was trained from ``parent``: numbered, and no other computer's with other weights.

        Such as "1.1.0+learned.2.3fa94c21", with the beginning of a hash over the weights: equal ones that are here
        already keep their number.
        """
        digest = hashlib.sha256()
        for array in weights:
            digest.update(np.ascontiguousarray(array, STORED_DTYPE).tobytes())
        base, name = parent.version.partition("+")[0], digest.hexdigest()[:_HASH_LETTERS]
        found = [_LEARNED.fullmatch(version) for version in versions_in(self.user_folder, parent.model_id)]
        known = {(match["base"], match["name"]): int(match["number"]) for match in found if match}
        number = known.get((base, name), 1 + max(known.values(), default=0))
        return f"{base}+{LEARNED}.{number}.{name}"

    def add_candidate(self, card: ModelCard, weights: Sequence[npt.ArrayLike]) -> ModelCard:
        """Keep a new version, not in use yet; returns its card with the hash of the weights.

        ``weights`` are in the order of Keras's ``get_weights``. Raises ``ModelError`` where that version is there
        already with other content.
        """
        content = weights_bytes(card, weights)
        complete = replace(card, weights_sha256=hashlib.sha256(content).hexdigest())
        self._keep(ModelPackage(complete, content))
        return complete

    def promote(self, model_id: str, version: str, who: str) -> ModelCard:
        """Put a version to use, after a look at its weights; the one in use stays, to be rolled back to."""
        chosen = next((one for one in self.versions(model_id) if one.card.version == version), None)
        if chosen is None:
            reasons = [one.reason for one in self.broken(model_id) if one.folder.name == version]
            known = ", ".join(one.card.version for one in self.versions(model_id))
            raise ModelError(*reasons or [f"{model_id} has no version {version!r}; choose one of {known}."])
        self.registry().weights(chosen.card)
        if not chosen.is_in_use:
            self._history.add(Action.PROMOTED, model_id, version, who)
        return chosen.card

    def rollback(self, model_id: str, who: str) -> ModelCard:
        """Put the version to use again that was in use before the one that is; down to the shipped one."""
        promoted = self._history.chosen().get(model_id, ())
        before = promoted[-2] if len(promoted) > 1 else self._shipped_version(model_id)
        if not promoted or before is None:
            first = promoted[0] if promoted else before
            if first is None:
                raise UnknownModelError(model_id, known=self.model_ids())
            raise ModelError(
                f"{model_id}@{first} is in use, and there was none before it: nothing to roll back to. "
                "Choose another version instead."
            )
        self._history.add(Action.ROLLED_BACK, model_id, before, who)
        return self.in_use(model_id)

    def lineage(self, model_id: str) -> tuple[LineageNode, ...]:
        """The trees of who was trained from whom in which versions of a model stand; experiments are among them."""
        every = {one.card.source: one for other in self.model_ids() for one in self._look(other)[0]}
        roots = dict.fromkeys(_root(one.card, every) for one in self.versions(model_id))
        return tuple(_tree(every[source], every, frozenset()) for source in roots)

    def export(self, model_id: str, version: str, path: Path) -> Path:
        """Write a version as one file that ``import_`` takes on another computer; returns its path."""
        registry = self.registry()
        card = registry.card(f"{model_id}@{version}")
        if card.is_ensemble:
            raise ModelError(f"{card.source} is an ensemble: export its networks, {', '.join(card.members)}.")
        registry.weights(card)
        weights = registry.weights_file(card).read_bytes()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                path, f"the model's file cannot be written ({error.strerror}). Choose another place or free some space."
            ) from error
        write_together({path: pack(ModelPackage(card, weights))})
        return path

    def import_(self, path: Path, who: str) -> ModelCard:
        """Keep the version that a file holds; returns its card. The version in use stays in use.

        A model that was not there at all is in use at once under its own id. Raises ``ModelError`` where the file is
        damaged or hostile, or its version is there already with other content: nothing is then changed.
        """
        package = read_package(path)
        self._keep(package)
        self._use_if_alone(package.card, who)
        return package.card

    def keep_as_experiment(self, model_id: str, version: str, name: str, who: str) -> ModelCard:
        """Make of a version a model of its own, called ``name``, beside the one that it was trained from."""
        registry = self.registry()
        card = registry.card(f"{model_id}@{version}")
        own_id = _as_model_id(name)
        if own_id in self.model_ids() or own_id in {one.model_id for one in registry.cards()}:
            raise ModelError(f"There is a model {own_id!r} already: give the experiment another name.")
        registry.weights(card)
        experiment = replace(card, model_id=own_id, version=FIRST_VERSION, name=name.strip(), parent=card.source)
        self._keep(ModelPackage(experiment, registry.weights_file(card).read_bytes()))
        self._use_if_alone(experiment, who)
        return experiment

    def discard(self, model_id: str, version: str) -> None:
        """Remove a version that was never in use and from which no other was trained; none else can be removed."""
        card = self.registry().card(f"{model_id}@{version}")
        if self._shipped_version(model_id) == version or version in {one.version for one in self.history(model_id)}:
            raise ModelError(
                f"{card.source} is or was in use: it stays, so that contours know what drew them. "
                "Choose another version to remove."
            )
        if any(other.parent == card.source for other in self.every_card()):
            raise ModelError(f"{card.source} stays: another version was trained from it. Remove that one first.")
        folder = self.folder(model_id, version)
        leaving = folder.with_name(f".{version}.{secrets.token_hex(4)}.partial")  # no half of it is ever seen
        try:
            folder.rename(leaving)
            shutil.rmtree(leaving)
        except OSError as error:
            raise OutputError(
                folder,
                f"the version cannot be removed ({error.strerror}). "
                "Close other programs that use the folder, then try again.",
            ) from error

    def _look(self, model_id: str) -> tuple[tuple[ModelVersion, ...], tuple[BrokenModel, ...]]:
        promoted = self._history.chosen().get(model_id, ())
        shipped = self._shipped_version(model_id)
        in_use = promoted[-1] if promoted else shipped
        found = []
        if shipped is not None:
            card = ModelRegistry(self._folders).card(model_id)
            found.append(ModelVersion(card, is_shipped=True, is_in_use=shipped == in_use))
        kept, broken = self._kept(model_id)
        found += [ModelVersion(card, is_shipped=False, is_in_use=card.version == in_use) for card in kept]
        return tuple(found), tuple(broken)

    def _kept(self, model_id: str) -> tuple[list[ModelCard], list[BrokenModel]]:
        """The cards of the versions of a model that did not ship, and those that are damaged."""
        found, broken = [], []
        for version in versions_in(self.user_folder, model_id) if is_model_id(model_id) else ():
            folder = self.folder(model_id, version)
            try:
                found.append(read_version(folder, model_id, version))
            except ModelError as error:
                broken.append(BrokenModel(folder, str(error), model_id))
        return found, broken

    def _shipped_version(self, model_id: str) -> str | None:
        cards = ModelRegistry(self._folders).cards()
        return next((card.version for card in cards if card.model_id == model_id), None)

    def _use_if_alone(self, card: ModelCard, who: str) -> None:
        """A model that nothing else is called like is used as it comes: there is nothing that it could replace."""
        alone = self._shipped_version(card.model_id) is None and card.model_id not in self._history.chosen()
        if alone:
            self._history.add(Action.PROMOTED, card.model_id, card.version, who)

    def _keep(self, package: ModelPackage) -> None:
        """Write a version, whole or not at all; one that is there with the same content is mended if need be."""
        card, folder = package.card, self.folder(package.card.model_id, package.card.version)
        if self._shipped_version(card.model_id) == card.version:
            _check_same(card, ModelRegistry(self._folders).card(card.model_id))
            return
        contents = {WEIGHTS_FILE: package.weights, CARD_FILE: card_bytes(card)}
        if folder.exists():
            _check_same(card, read_version(folder, card.model_id, card.version))
            try:
                read_weights(folder / WEIGHTS_FILE, card)
            except ModelError:  # they were damaged since, and here they are whole
                write_together({folder / name: content for name, content in contents.items()})
            return
        partial = folder.with_name(f".{card.version}.{secrets.token_hex(4)}.partial")
        try:
            partial.mkdir(parents=True)
            write_together({partial / name: content for name, content in contents.items()})
            partial.rename(folder)
        except OSError as error:
            raise OutputError(folder, f"the model cannot be kept ({error.strerror}). Free some space.") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _check_same(card: ModelCard, there: ModelCard) -> None:
    if card != there:
        raise ModelError(
            f"{card.source} is here already with other content (SHA-256 {there.weights_sha256[:12]}, not "
            f"{card.weights_sha256[:12]}): it stays as it is. Ask for the other one under a name of its own."
        )


def _as_model_id(name: str) -> str:
    """A name as an id: "Müller's 3 T" is "muller-s-3-t". Raises ``ModelError`` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    model_id = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:64]
    if not is_model_id(model_id):
        raise ModelError(f"{name!r} is no name for an experiment: give it one with letters or digits.")
    return model_id


def _root(card: ModelCard, every: dict[str, ModelVersion]) -> str:
    """The oldest ancestor that is here; where cards name each other in a ring, one of them."""
    seen = {card.source}
    while card.parent in every and card.parent not in seen:
        card = every[card.parent].card
        seen.add(card.source)
    return card.source


def _tree(version: ModelVersion, every: dict[str, ModelVersion], above: frozenset[str]) -> LineageNode:
    source = version.card.source
    above = above | {source}
    children = [one for one in every.values() if one.card.parent == source and one.card.source not in above]
    return LineageNode(version, tuple(_tree(child, every, above) for child in children))
