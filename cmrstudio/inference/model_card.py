"""What a model is: the facts beside its weights, checked field by field before anything is believed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from cmrstudio.domain.errors import ModelError, OutputError
from cmrstudio.inference.architectures import SIDE_MULTIPLE, TRAINABLE_PARAMETERS
from cmrstudio.inference.preprocess import INTENSITY_NAME, MODEL_SIDE_PX, MODEL_SPACING_MM

CARD_FILE = "card.json"
WEIGHTS_FILE = "weights.npz"
LABELS = ("lv_cavity", "lv_myocardium", "background")
LARGEST_CARD_BYTES = 1 << 20
LARGEST_METRIC = 1e12
ENSEMBLE = "ensemble"
"""The architecture of a model that is several others together."""
LARGEST_ENSEMBLE = 16
OPTIONAL_FIELDS = frozenset({"members"})
"""What cards written before there were ensembles lack."""
_MODEL_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){1,2}([-+][0-9A-Za-z.-]+)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Metrics = Mapping[str, Mapping[str, float]]
"""Test set -> metric -> value, such as ``{"acdc_test": {"lv_cavity_dice": 0.93}}``."""


@dataclass(frozen=True)
class ModelCard:
    """The facts of one model.

    ``architecture`` is a key of ``architectures.TRAINABLE_PARAMETERS``, or ``ENSEMBLE`` for a model that averages the
    probabilities of ``members`` (model ids) and has no weights of its own; ``weights_sha256`` is the hash of the
    weights file as it lies on disk, of an ensemble ``members_sha256`` of its members; the model sees squares of
    ``input_size_px`` pixels of ``spacing_mm``, with ``intensity`` naming how grey values are scaled; ``labels`` are its
    output channels; ``trained_on`` names data sets with their subjects; ``parent`` is "model_id@version" of what it was
    fine-tuned from. A value that cannot be raises ``ModelError``.
    """

    model_id: str
    version: str
    name: str
    description: str
    architecture: str
    licence: str
    trained_on: tuple[str, ...] = ()
    metrics: Metrics = field(default_factory=dict)
    parent: str | None = None
    weights_sha256: str = ""
    spacing_mm: float = MODEL_SPACING_MM
    input_size_px: int = MODEL_SIDE_PX
    intensity: str = INTENSITY_NAME
    labels: tuple[str, ...] = LABELS
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, (is_right, wanted) in _RULES.items():
            value = getattr(self, name)
            if not is_right(value):
                raise ModelError(
                    f"Model card {self.model_id!r}: {name} is {value!r}, but must be {wanted}. "
                    "Mend the card, or install the model again."
                )
        if self.is_ensemble == (not self.members) or self.model_id in self.members:
            wanted = "ids of at least two other models" if self.is_ensemble else f"empty, as it is no {ENSEMBLE}"
            raise ModelError(
                f"Model card {self.model_id!r}: members is {self.members!r}, but must be {wanted}. "
                "Mend the card, or install the model again."
            )

    @property
    def is_ensemble(self) -> bool:
        """Whether the model is several others together."""
        return self.architecture == ENSEMBLE

    @property
    def source(self) -> str:
        """Who drew a contour: model id and version, such as "unet@1.0.0"."""
        return f"{self.model_id}@{self.version}"

    @property
    def trainable_parameters(self) -> int:
        """How many numbers training may change; an ensemble has none of its own."""
        return TRAINABLE_PARAMETERS.get(self.architecture, 0)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _is_members(value: object) -> bool:
    if not _is_texts(value):
        return False
    ids: tuple[str, ...] = value  # type: ignore[assignment]
    is_known = all(_MODEL_ID.fullmatch(item) for item in ids)
    return is_known and len(set(ids)) == len(ids) and len(ids) != 1 and len(ids) <= LARGEST_ENSEMBLE


def _is_metrics(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str)
        and isinstance(scores, Mapping)
        and all(
            isinstance(key, str) and _is_number(score, -LARGEST_METRIC, LARGEST_METRIC) for key, score in scores.items()
        )
        for name, scores in value.items()
    )


def _is_side(value: object) -> bool:
    return isinstance(value, int) and _is_number(value, 64, 1024) and value % SIDE_MULTIPLE == 0


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_ARCHITECTURES = (*TRAINABLE_PARAMETERS, ENSEMBLE)
_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "model_id": (_matches(_MODEL_ID), "a lower-case letter or digit and up to 63 more of these, '_', '.' and '-'"),
    "version": (_matches(_VERSION), "a version such as 1.0.0"),
    "name": (_is_text, "a text"),
    "description": (_is_text, "a text"),
    "architecture": (lambda value: value in _ARCHITECTURES, f"one of {', '.join(_ARCHITECTURES)}"),
    "licence": (_is_text, "a text"),
    "trained_on": (_is_texts, "a list of texts"),
    "metrics": (_is_metrics, "numbers by metric by test set"),
    "parent": (lambda value: value is None or _is_text(value), "null or model_id@version"),
    "weights_sha256": (lambda value: value == "" or _matches(_SHA256)(value), "64 hexadecimal digits"),
    "spacing_mm": (lambda value: _is_number(value, 0.5, 5), "a number of millimetres between 0.5 and 5"),
    "input_size_px": (_is_side, f"a multiple of {SIDE_MULTIPLE} between 64 and 1024"),
    "intensity": (lambda value: value == INTENSITY_NAME, f"{INTENSITY_NAME!r}, the only one this version knows"),
    "labels": (lambda value: value == LABELS, f"{list(LABELS)}"),
    "members": (_is_members, f"ids of 2 to {LARGEST_ENSEMBLE} models, each once, or empty"),
}


def is_model_id(text: object) -> bool:
    """Whether a model can be called so; such a name is a safe one for a folder."""
    return _matches(_MODEL_ID)(text)


def is_version(text: object) -> bool:
    """Whether a model's version can be called so; such a name is a safe one for a folder."""
    return _matches(_VERSION)(text)


def members_sha256(members: Sequence[ModelCard]) -> str:
    """The hash that stands for the weights of an ensemble: of its members' hashes in order, one a line."""
    return hashlib.sha256("\n".join(card.weights_sha256 for card in members).encode()).hexdigest()


def card_to_json(card: ModelCard) -> dict[str, Any]:
    """The card as plain lists, dictionaries, texts and numbers; without members where it is no ensemble."""
    plain = asdict(card)
    if not card.is_ensemble:
        del plain["members"]
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


def card_from_json(content: object, origin: Path) -> ModelCard:
    """The card that a decoded JSON object holds; ``origin`` is named in the ``ModelError`` that a bad one raises."""
    if not isinstance(content, dict):
        raise ModelError(
            f"{origin}: a model card must be a JSON object, not {type(content).__name__}. Install the model again."
        )
    known = {item.name for item in fields(ModelCard)}
    missing, unknown = sorted(known - OPTIONAL_FIELDS - content.keys()), sorted(content.keys() - known)
    if missing or unknown:
        problems = [f"lacks {', '.join(missing)}"] if missing else []
        problems += [f"has the unknown field {', '.join(unknown)}"] if unknown else []
        raise ModelError(f"{origin}: the model card {' and '.join(problems)}. Install the model again.")
    if content["weights_sha256"] == "":
        raise ModelError(f"{origin}: the model card has no weights_sha256. Install the model again.")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    try:
        return ModelCard(**values)
    except ModelError as error:
        raise ModelError(f"{origin}: {error}") from error


def read_card(path: Path) -> ModelCard:
    """Read a card.json. Raises ``ModelError`` that names the file and the field where anything is amiss."""
    try:
        if path.stat().st_size > LARGEST_CARD_BYTES:
            raise ModelError(
                f"{path}: a model card of more than {LARGEST_CARD_BYTES} bytes is not believed. "
                "Install the model again."
            )
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: the model card cannot be read ({error.strerror}). Check that you may read it."
        ) from error
    return card_from_bytes(content, path)


def card_from_bytes(content: bytes, origin: Path) -> ModelCard:
    """The card in the bytes of a card.json; ``origin`` is named in the ``ModelError`` that bad ones raise."""
    try:
        decoded = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{origin}: the model card is not JSON ({error}). Install the model again.") from error
    return card_from_json(decoded, origin)


def write_card(path: Path, card: ModelCard) -> None:
    """Write a card.json, whole or not at all. Raises ``OutputError``."""
    write_together({path: card_bytes(card)})


def card_bytes(card: ModelCard) -> bytes:
    """A card as its file holds it."""
    return (json.dumps(card_to_json(card), indent=2, ensure_ascii=False) + "\n").encode()


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write the files of one model in this order: none takes its name before all are on the disk, even without power.

    Raises ``OutputError``; what was there before is then still there.
    """
    partials = {path: path.with_name(f"{path.name}.partial") for path in contents}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            with partials[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, partial in partials.items():
            partial.replace(path)
    except OSError as error:
        for partial in partials.values():
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        what = {CARD_FILE: "model card", WEIGHTS_FILE: "weights"}.get(path.name, "model's file")
        raise OutputError(
            path,
            f"the {what} cannot be written ({error.strerror}). Check that you may write there, and free some space.",
        ) from error
