"""What a model could learn from now, and how its versions stand: what a window shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cmrstudio import learning
from cmrstudio.domain.errors import EvaluationError
from cmrstudio.domain.learning_advice import Advice, UnreadStudy, advice, rank_unread
from cmrstudio.domain.reader_consensus import CONSENSUS, SHARED_READING, Contradiction, resolve_readers
from cmrstudio.domain.readers import SHARED
from cmrstudio.domain.verified_set import Place, VerifiedSet
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.model_versions import LineageNode, ModelVersions
from cmrstudio.inference.version_history import Action
from training.comparison import Comparison
from training.snapshot import read_snapshot

if TYPE_CHECKING:
    from cmrstudio.store.annotation_store import AnnotationStore

_SNAPSHOT = re.compile(r"Verified images, snapshot ([0-9a-f]{12}): ")


@dataclass(frozen=True)
class Overview:
    """What is verified, with one truth for every image, and what is to be said of it.

    ``new`` is what the version in use of the model ``model_id`` has not learned from; ``reader`` is the choice that was
    made for ``resolve_readers`` among ``readers``; ``unread`` are the studies that would teach most, the best first.
    ``patient_names`` are the names in the work list by patient key.
    """

    model_id: str
    version: str
    reader: str
    verified: VerifiedSet
    new: VerifiedSet
    readers: tuple[str, ...]
    advice: Advice
    contradictions: tuple[Contradiction, ...]
    unread: tuple[UnreadStudy, ...]
    patient_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VersionsOverview:
    """The versions of a model: which is in use, and who was trained from whom."""

    model_id: str
    in_use: ModelCard
    lineage: tuple[LineageNode, ...]
    can_roll_back: bool


@dataclass(frozen=True)
class Candidate:
    """A version beside the one it was compared with.

    ``obstacle`` says why it is not offered, empty where it is; ``folder`` holds the pictures of the worst cases.
    """

    card: ModelCard
    comparison: Comparison | None
    obstacle: str
    is_in_use: bool
    folder: Path


def overview(
    store: AnnotationStore, versions: ModelVersions, model_id: str, reader: str = CONSENSUS, viewer: str = SHARED
) -> Overview:
    """What a model could learn from in a workspace, as far as ``viewer`` may see it (empty is the shared reading).

    Raises ``StoreError``, ``ModelError``, ``VerifiedSetError``.
    """
    from cmrstudio.store.verified_set import LearningParts, read_verified_set

    every = read_verified_set(store, viewer)
    resolution = resolve_readers(every, reader)
    verified, card = resolution.verified, versions.in_use(model_id)
    summaries = store.summaries.all(viewer)
    return Overview(
        model_id,
        card.version,
        reader,
        verified,
        verified.without(learned_contents(versions, card)),
        (CONSENSUS, SHARED_READING, *(name for name in every.readers if name)),
        advice(verified, LearningParts(store).parts()),
        resolution.contradictions,
        tuple(rank_unread(summaries, verified.patients)),
        {summary.patient_key: summary.name for summary in summaries if summary.patient_key},
    )


def learned_contents(versions: ModelVersions, card: ModelCard) -> frozenset[tuple[Place, str]]:
    """What a version has learned from of this workspace, for ``VerifiedSet.without``. Raises ``SnapshotError``."""
    folder = versions.user_folder.parent / "snapshots"
    found: frozenset[tuple[Place, str]] = frozenset()
    for words in card.trained_on:
        match = _SNAPSHOT.match(words)
        for path in folder.glob(f"{match[1]}*") if match else ():
            found |= _contents(path)
    return found


@lru_cache(maxsize=16)
def _contents(snapshot: Path) -> frozenset[tuple[Place, str]]:
    """What is in a snapshot, which never changes: one look is enough."""
    return read_snapshot(snapshot).verified.contents


def versions_overview(versions: ModelVersions, model_id: str) -> VersionsOverview:
    """How the versions of a model stand. Raises ``ModelError``."""
    in_use = versions.in_use(model_id)
    steps = (1 if change.action is Action.PROMOTED else -1 for change in versions.history(model_id))
    is_shipped = any(one.is_shipped for one in versions.versions(model_id))
    can_roll_back = sum(steps) > (0 if is_shipped else 1)
    return VersionsOverview(model_id, in_use, versions.lineage(model_id), can_roll_back)


def candidate(versions: ModelVersions, source: str) -> Candidate:
    """All that is known of whether a version is better. Raises ``ModelError``, ``EvaluationError``."""
    card = versions.registry().card(source)
    in_use = versions.in_use(card.model_id)
    try:
        comparison = learning.kept_comparison(versions, card)
    except EvaluationError:
        if card.source != in_use.source:
            raise
        comparison = None  # it is in use whatever a comparison says
    return Candidate(
        card,
        comparison,
        learning.obstacle_to_promotion(versions, card),
        card.source == in_use.source,
        versions.folder(card.model_id, card.version),
    )
