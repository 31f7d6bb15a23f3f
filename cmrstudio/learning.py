"""A model learns from verified masks: what is verified -> snapshot -> training -> candidate -> comparison -> promotion.

The command line and the window both call it; networks run in the engine's process alone.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cmrstudio import workflow
from cmrstudio.domain.contour import Contour
from cmrstudio.domain.errors import ModelError, StudyReadError, TrainingError, VerifiedSetError
from cmrstudio.domain.learning_advice import advice
from cmrstudio.domain.learning_parts import TRAIN, VALIDATION
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, raise_if_cancelled
from cmrstudio.domain.reader_consensus import CONSENSUS, Contradiction, resolve_readers
from cmrstudio.domain.verified_set import VerifiedSet
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.model_versions import ModelVersions
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.learning_runs import LEARNED_FILE, runs_folder
from training.comparison import Comparison, Contestant, Draw, compare, read_comparison, write_comparison
from training.finetune_settings import FineTuneRequest, FineTuneResult, FineTuneSettings
from training.run_folder import read_record
from training.snapshot import Snapshot, make_snapshot, read_snapshot
from training.truth import TruthVolume
from training.volume_score import labels_from_contours

if TYPE_CHECKING:
    from cmrstudio.engine.client import EngineClient
    from cmrstudio.engine.protocol import Reply
    from cmrstudio.store.annotation_store import AnnotationStore
    from training.scores import Labels

OnReply = Callable[["Reply"], None]
FineTune = Callable[[FineTuneRequest, Path, OnReply, Cancellation], FineTuneResult]
"""Trains in a run's folder, going on where it was cut off, as ``EngineClient.fine_tune`` does."""


@dataclass(frozen=True)
class LearningSet:
    """What a model learns from and is judged by, and what was left out since its contours contradict each other."""

    snapshot: Snapshot
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class Learned:
    """What came of a fine-tuning: the new version, kept and not in use, beside the one that it was trained from."""

    candidate: ModelCard
    comparison: Comparison
    result: FineTuneResult


def model_versions(workspace: Path | None = None) -> ModelVersions:
    """All versions of the models of a workspace."""
    return ModelVersions(workflow.models_user_folder(workspace))


def user_name() -> str:
    """Who works at this computer, as far as the system knows; "unknown" where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def learning_set(
    store: AnnotationStore,
    *,
    reader: str = CONSENSUS,
    viewer: str | None = None,
    studies: Sequence[Path] = (),
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> LearningSet:
    """Take a snapshot of all that is verified in a workspace; new patients are dealt to training and validation.

    ``reader`` is whose reading counts (``resolve_readers``); where a ``viewer`` is given (empty is the shared reading),
    what this one may not see yet is left out, since pictures show what is learned from. ``studies`` are places to look
    for images that are not where they were opened. Raises ``VerifiedSetError`` where there is too little,
    ``SnapshotError``, ``StoreError``, ``TrainingDataError``, ``OutputError``, ``CancelledError``.
    """
    from cmrstudio.store.verified_set import LearningParts, read_verified_set

    resolution = resolve_readers(read_verified_set(store, viewer), reader)
    verified = _with_all_patients(resolution.verified, studies, cancellation or NeverCancelled())
    parts = LearningParts(store)
    lacking = advice(verified, parts.parts()).lacking
    if lacking:
        raise VerifiedSetError(" ".join(sentence.text for sentence in lacking))
    folder = workflow.learning_folder(store.path) / "snapshots"
    snapshot = make_snapshot(verified, parts.assign(verified.patients), folder, studies, progress, cancellation)
    return LearningSet(snapshot, resolution.contradictions)


def _with_all_patients(verified: VerifiedSet, studies: Sequence[Path], cancellation: Cancellation) -> VerifiedSet:
    """The set with the patients that only the studies themselves name: those of old workspaces."""
    waiting = set(verified.series_without_patient)
    found: dict[str, tuple[str, str]] = {}
    for source in dict.fromkeys([*map(Path, verified.sources), *studies]):
        if not waiting:
            break
        raise_if_cancelled(cancellation)
        try:
            study = workflow.open_study(source, cancellation=cancellation)
        except StudyReadError:
            continue  # it has moved; what is then missing is told where the images are read
        found |= {series.series_uid: (study.study_uid, study.patient_key) for series in study.series}
        waiting -= found.keys()
    return verified.with_patients(found)


def learn(
    learned_from: LearningSet,
    settings: FineTuneSettings,
    versions: ModelVersions,
    client: EngineClient,
    on_reply: OnReply,
    *,
    fine_tune: FineTune | None = None,
    reference: Sequence[TruthVolume] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Learned:
    """Fine-tune the version in use of a model, keep what comes of it as a candidate, and compare the two.

    The same snapshot with the same settings is the same run, which goes on where it was cut off. ``on_reply`` is told
    on this thread what the engine tells of it (``FineTuningProgress`` and others). The engine trains unless another
    ``fine_tune`` is given; ``reference`` are the volumes of the shipped reference set unless others are. The version in
    use stays in use. Raises ``ModelError`` for an ensemble, which does not learn, and what training, engine and disk
    raise.
    """
    cancellation = cancellation or NeverCancelled()
    parent = versions.in_use(settings.base_model_id)
    if parent.is_ensemble:
        members = ", ".join(parent.members)
        raise ModelError(f"{parent.model_id} is an ensemble and does not learn: choose one of its networks, {members}.")
    snapshot = learned_from.snapshot
    request = FineTuneRequest(replace(settings, base_model_id=parent.source), snapshot.path)
    run = runs_folder(versions) / run_id(parent, snapshot, settings)
    result = (fine_tune or client.fine_tune)(request, run, on_reply, cancellation)
    return _judge(result, parent, snapshot, versions, client, reference, progress, cancellation)


def go_on(
    run: Path,
    versions: ModelVersions,
    client: EngineClient,
    on_reply: OnReply,
    *,
    fine_tune: FineTune | None = None,
    reference: Sequence[TruthVolume] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Learned:
    """Go on with a run that was cut off, from its last epoch; all else is as for ``learn``.

    Raises ``TrainingError`` where the folder holds no run, ``SnapshotError``, and what ``learn`` raises.
    """
    cancellation = cancellation or NeverCancelled()
    record = read_record(run)
    if record is None:
        raise TrainingError(run, "no fine-tuning was begun here; begin another one")
    snapshot = read_snapshot(record.request.snapshot)
    parent = versions.registry().card(record.parent)
    result = (fine_tune or client.fine_tune)(record.request, run, on_reply, cancellation)
    return _judge(result, parent, snapshot, versions, client, reference, progress, cancellation)


def _judge(
    result: FineTuneResult,
    parent: ModelCard,
    snapshot: Snapshot,
    versions: ModelVersions,
    client: EngineClient,
    reference: Sequence[TruthVolume] | None,
    progress: Progress | None,
    cancellation: Cancellation,
) -> Learned:
    """Keep what a run came to as a candidate, compare it with its parent, and note that the run is done with."""
    candidate = keep_candidate(versions, parent, snapshot, result)
    comparison = compare_versions(
        versions,
        client,
        parent.source,
        candidate.source,
        snapshot.volumes(VALIDATION),
        reference,
        progress=progress,
        cancellation=cancellation,
    )
    write_atomically(result.run / LEARNED_FILE, json.dumps({"candidate": candidate.source}).encode())
    return Learned(candidate, comparison, result)


def run_id(parent: ModelCard, snapshot: Snapshot, settings: FineTuneSettings) -> str:
    """The name of a run's folder: it says what is learned from what, and how."""
    facts = json.dumps({**settings.facts(), "parent": parent.source, "weights": parent.weights_sha256}, sort_keys=True)
    return f"{parent.model_id}-{snapshot.sha256[:12]}-{hashlib.sha256(facts.encode()).hexdigest()[:12]}"


def keep_candidate(versions: ModelVersions, parent: ModelCard, snapshot: Snapshot, result: FineTuneResult) -> ModelCard:
    """Keep what a run came to as a version of its model, not in use; the same weights twice are one version."""
    from training.checkpoints import read_weights

    weights = read_weights(result.weights, parent.architecture)
    images = sum(snapshot.parts[image.patient_key] == TRAIN for image in snapshot.verified.images)
    patients = len(snapshot.patients(TRAIN))
    source = f"Verified images, snapshot {snapshot.sha256[:12]}: {images} of {patients} patients"
    card = replace(
        parent,
        version=versions.learned_version(parent, weights),
        trained_on=(*parent.trained_on, source),
        metrics={},  # the parent's are not its own; its comparison lies beside it
        parent=parent.source,
        weights_sha256="",
    )
    return versions.add_candidate(card, weights)


def compare_versions(
    versions: ModelVersions,
    client: EngineClient,
    parent: str,
    candidate: str,
    user_volumes: Sequence[TruthVolume],
    reference: Sequence[TruthVolume] | None = None,
    *,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Comparison:
    """Compare two versions, such as "unet@1.1.0", and keep the comparison beside the candidate.

    The engine of ``client`` draws, as it does for readers. Raises ``ModelError``, ``EngineError``, ``EvaluationError``,
    ``OutputError``, ``CancelledError``.
    """
    if reference is None:
        from training.reference import reference_volumes

        reference = reference_volumes()
    registry = versions.registry()
    cancellation = cancellation or NeverCancelled()
    sides = [registry.card(source) for source in (parent, candidate)]
    before, after = (
        Contestant(card.source, card.weights_sha256, engine_draws(client, card.source, cancellation)) for card in sides
    )
    comparison = compare(before, after, user_volumes, reference, progress=progress, cancellation=cancellation)
    write_comparison(_beside(versions, sides[1]), comparison)
    return comparison


def engine_draws(client: EngineClient, model_id: str, cancellation: Cancellation) -> Draw:
    """How the engine's model draws the slices of a volume, as labels."""

    def draw(volume: TruthVolume) -> Labels:
        from cmrstudio.engine.protocol import PhaseImages, PhaseSegmented, SegmentRequest

        contours: list[tuple[Contour, ...]] = []

        def take(reply: Reply) -> None:
            if isinstance(reply, PhaseSegmented):
                contours.extend(reply.contours)

        slices, rows, columns = volume.images.shape
        images = PhaseImages(0, volume.images, np.ones(slices, bool))
        request = SegmentRequest(client.next_generation(), model_id, volume.pixel_spacing_mm, (images,))
        client.segment(request, take, cancellation)
        return labels_from_contours(contours, (rows, columns))

    return draw


def kept_comparison(versions: ModelVersions, card: ModelCard) -> Comparison | None:
    """The latest comparison of a version with another, None where there is none. Raises ``EvaluationError``."""
    return read_comparison(_beside(versions, card))


def _beside(versions: ModelVersions, card: ModelCard) -> Path:
    return versions.folder(card.model_id, card.version)


def obstacle_to_promotion(versions: ModelVersions, card: ModelCard) -> str:
    """Why a version is not offered to be put to use in place of the one that is, in words; empty where it is offered.

    Those that ship or were in use before are always offered: whoever wants one back may have it.
    """
    known = {one.card.source: one for one in versions.versions(card.model_id)}
    used_before = {change.version for change in versions.history(card.model_id)}
    version = known.get(card.source)
    if version is not None and (version.is_shipped or version.is_in_use or card.version in used_before):
        return ""
    comparison = kept_comparison(versions, card)
    in_use = versions.in_use(card.model_id)
    if comparison is None:
        return f"{card.source} was never compared with another version: compare it first."
    sides = (comparison.parent, comparison.parent_sha256), (comparison.candidate, comparison.candidate_sha256)
    if sides != ((in_use.source, in_use.weights_sha256), (card.source, card.weights_sha256)):
        return f"{card.source} was not compared with {in_use.source}, which is in use: compare it again."
    verdict = comparison.verdict
    return "" if verdict.is_offered else verdict.text


def promote(versions: ModelVersions, source: str, who: str, *, anyway: bool = False) -> ModelCard:
    """Put a version ("unet@1.1.0") to use for everybody, if it is offered, or ``anyway``.

    Raises ``ModelError`` with the reasons where it is not.
    """
    card = versions.registry().card(source)
    obstacle = "" if anyway else obstacle_to_promotion(versions, card)
    if obstacle:
        raise ModelError(obstacle)
    return versions.promote(card.model_id, card.version, who)
