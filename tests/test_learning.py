"""From verified contours to a version that is in use: each step on real files, with the real engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio import learning, learning_overview, learning_runs, workflow
from cmrstudio.domain.errors import ModelError, TrainingError, VerifiedSetError
from cmrstudio.domain.learning_parts import TRAIN, VALIDATION
from cmrstudio.domain.progress import Cancellation
from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import Reply
from cmrstudio.inference.model_card import ENSEMBLE
from cmrstudio.inference.model_versions import ModelVersions
from cmrstudio.inference.registry import ModelRegistry, write_ensemble, write_model
from cmrstudio.store.annotation_store import AnnotationStore
from tests import brightness_model
from tests.verified_hearts import SPACING_MM, WHO, hearts, verify
from training.checkpoints import write_weights
from training.comparison import COMPARISON_FILE, REFERENCE, USER
from training.finetune_settings import FineTuneRequest, FineTuneResult, FineTuneSettings
from training.run_folder import RunRecord, write_record
from training.truth import TruthVolume

MODEL = brightness_model.MODEL_ID
GREY_IS_CAVITY = np.array([0.4, -0.9, -0.3], np.float32) * brightness_model.STEEPNESS
"""Another bias of the last layer: the model then takes the wall for cavity too."""
Weights = list[npt.NDArray[np.float32]]


brightness_weights = cache(brightness_model.weights)


def ignore(_reply: Reply) -> None:
    """Nobody listens."""


def weights(*, right: bool) -> Weights:
    """The brightness model's weights, or such as take grey for cavity."""
    found = list(brightness_weights())
    if not right:
        found[-1] = GREY_IS_CAVITY
    return found


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes grey for cavity, its twin, and an ensemble of the two."""
    folder = tmp_path_factory.mktemp("shipped")
    for model_id in (MODEL, "twin"):
        write_model(folder / model_id, brightness_model.card(model_id), weights(right=False))
    both = replace(brightness_model.card("both"), architecture=ENSEMBLE, members=(MODEL, "twin"))
    write_ensemble(folder / "both", both, ModelRegistry([folder]))
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def versions(shipped: Path, home: Path) -> ModelVersions:
    return ModelVersions(workflow.models_user_folder(home / "workspace.sqlite"), shipped)


@pytest.fixture(scope="module")
def client(shipped: Path, versions: ModelVersions) -> Iterator[EngineClient]:
    engine = EngineClient([shipped], versions.user_folder)
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def learned_from(home: Path) -> learning.LearningSet:
    return learning_set(verify(home, 3))


def learning_set(workspace: Path, **choices: object) -> learning.LearningSet:
    store = AnnotationStore.open(workspace)
    try:
        return learning.learning_set(store, **choices)  # type: ignore[arg-type]
    finally:
        store.close()


@pytest.fixture(scope="module")
def reference() -> list[TruthVolume]:
    images = hearts(5)
    labels = np.where(images == 800, 1, np.where(images > 300, 2, 0)).astype(np.uint8)
    return [
        TruthVolume("toy", "reference", "", name, images[phase], labels[phase], SPACING_MM, 8.0, True)
        for phase, name in enumerate(("ED", "ES"))
    ]


class Teacher:
    """In place of hours of training: writes weights that are known to be right or wrong, as a run would."""

    def __init__(self, found: Weights) -> None:
        self._weights = found
        self.asked: list[tuple[FineTuneRequest, Path]] = []

    def __call__(
        self, request: FineTuneRequest, run: Path, _on_reply: learning.OnReply, _cancellation: Cancellation
    ) -> FineTuneResult:
        self.asked.append((request, run))
        run.mkdir(parents=True, exist_ok=True)
        write_weights(run / "trained.npz", "unet", self._weights)
        source = request.settings.base_model_id
        return FineTuneResult(run, run / "trained.npz", "unet", source, request.settings, (), 1, False, 1.0, 8)


Learn = Callable[[Teacher], learning.Learned]


@pytest.fixture(scope="module")
def learn(
    learned_from: learning.LearningSet,
    versions: ModelVersions,
    client: EngineClient,
    reference: Sequence[TruthVolume],
) -> Learn:
    def do(teacher: Teacher) -> learning.Learned:
        return learning.learn(
            learned_from,
            FineTuneSettings(MODEL),
            versions,
            client,
            ignore,
            fine_tune=teacher,
            reference=reference,
        )

    return do


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    return Teacher(weights(right=True))


@pytest.fixture(scope="module")
def learned(learn: Learn, teacher: Teacher) -> learning.Learned:
    """What came of a fine-tuning to weights that are right."""
    return learn(teacher)


def test_the_learning_set_is_all_that_is_verified_with_patients_of_both_parts(
    learned_from: learning.LearningSet, home: Path
) -> None:
    snapshot = learned_from.snapshot
    assert snapshot.path.parent == home / "learning" / "snapshots"
    assert len(snapshot.verified.images) == 18
    assert sorted(map(len, (snapshot.patients(TRAIN), snapshot.patients(VALIDATION)))) == [1, 2]
    assert {volume.phase for volume in snapshot.volumes(VALIDATION)} == {"ED", "ES"}
    assert learning_set(home / "workspace.sqlite").snapshot.path == snapshot.path, "the same set is the same snapshot"


def test_a_better_candidate_is_kept_compared_offered_promoted_and_rolled_back(
    learned: learning.Learned,
    teacher: Teacher,
    versions: ModelVersions,
    learned_from: learning.LearningSet,
    home: Path,
) -> None:
    request, run = teacher.asked[0]
    assert request.settings.base_model_id == f"{MODEL}@1.0.0"
    assert request.snapshot == learned_from.snapshot.path
    assert run.parent == home / "learning" / "runs"
    card, comparison = learned.candidate, learned.comparison
    assert (card.parent, card.licence, card.metrics) == (f"{MODEL}@1.0.0", "CC0 1.0", {})
    assert card.trained_on[-1].startswith(f"Verified images, snapshot {learned_from.snapshot.sha256[:12]}: ")
    assert versions.in_use(MODEL).version == "1.0.0", "what is learned is not in use by itself"
    assert comparison.verdict.is_offered, comparison.verdict.text
    assert comparison.differences(USER)[0].candidate > 0.97
    assert comparison.differences(REFERENCE)[0].candidate > 0.9
    assert learning.kept_comparison(versions, card) == comparison
    assert learning.promote(versions, card.source, WHO) == versions.in_use(MODEL) == card
    assert versions.rollback(MODEL, WHO).version == "1.0.0"
    assert learning.obstacle_to_promotion(versions, card) == "", "what was in use before may come back"


def test_the_same_lesson_again_is_the_same_run_and_the_same_version(
    learned: learning.Learned, learn: Learn, teacher: Teacher
) -> None:
    assert learn(teacher).candidate == learned.candidate
    assert teacher.asked[0] == teacher.asked[1]


def test_a_worse_candidate_is_kept_but_not_offered_and_only_promoted_when_that_is_insisted_on(
    learn: Learn, versions: ModelVersions
) -> None:
    blind = weights(right=False)
    blind[-1] = np.array([-9, -9, 9], np.float32) * brightness_model.STEEPNESS
    worse = learn(Teacher(blind))
    assert not worse.comparison.verdict.is_offered
    with pytest.raises(ModelError, match="Not offered for promotion"):
        learning.promote(versions, worse.candidate.source, WHO)
    assert versions.in_use(MODEL).version == "1.0.0"
    experiment = versions.keep_as_experiment(MODEL, worse.candidate.version, "Blind", WHO)
    assert versions.in_use("blind") == experiment
    assert learning.promote(versions, worse.candidate.source, WHO, anyway=True) == worse.candidate
    versions.rollback(MODEL, WHO)


def test_a_version_that_was_never_compared_or_with_another_is_not_promoted(
    learned: learning.Learned, versions: ModelVersions
) -> None:
    candidate = learned.candidate
    other = versions.add_candidate(replace(candidate, version="3.0.0", weights_sha256=""), brightness_model.weights())
    with pytest.raises(ModelError, match=r"3\.0\.0 was never compared with another version"):
        learning.promote(versions, other.source, WHO)
    learning.promote(versions, other.source, WHO, anyway=True)
    new = versions.add_candidate(replace(candidate, version="4.0.0", weights_sha256=""), weights(right=True))
    kept = versions.folder(MODEL, candidate.version) / COMPARISON_FILE
    (versions.folder(MODEL, new.version) / COMPARISON_FILE).write_bytes(kept.read_bytes())
    with pytest.raises(ModelError, match=rf"4\.0\.0 was not compared with {MODEL}@3\.0\.0, which is in use"):
        learning.promote(versions, new.source, WHO)
    versions.rollback(MODEL, WHO)


def test_a_run_that_was_cut_off_waits_until_its_candidate_is_judged(
    learned: learning.Learned,
    learned_from: learning.LearningSet,
    versions: ModelVersions,
    client: EngineClient,
    reference: Sequence[TruthVolume],
) -> None:
    assert learning_runs.waiting_runs(versions) == ()
    run = learning_runs.runs_folder(versions) / "cut"
    settings = FineTuneSettings(f"{MODEL}@1.0.0", epochs=3).complete("unet")
    request = FineTuneRequest(settings, learned_from.snapshot.path)
    parent = versions.registry().card(f"{MODEL}@1.0.0")
    run.mkdir()
    write_record(run, RunRecord(request, parent.source, parent.weights_sha256, "unet", "float32"))
    (waiting,) = learning_runs.waiting_runs(versions)
    assert (waiting.folder, waiting.record.request) == (run, request)
    teacher = Teacher(weights(right=True))
    again = learning.go_on(run, versions, client, ignore, fine_tune=teacher, reference=reference)
    assert teacher.asked == [(request, run)]
    assert again.candidate == learned.candidate, "the same weights are the same version"
    assert learning_runs.waiting_runs(versions) == ()


def test_a_folder_without_a_run_does_not_go_on(versions: ModelVersions, client: EngineClient, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no fine-tuning was begun here"):
        learning.go_on(tmp_path, versions, client, ignore)


def test_what_a_version_has_learned_from_is_not_new_to_it(
    learned: learning.Learned, versions: ModelVersions, home: Path
) -> None:
    store = AnnotationStore.open(home / "workspace.sqlite")
    try:
        before = learning_overview.overview(store, versions, MODEL)
        versions.promote(MODEL, learned.candidate.version, WHO)
        after = learning_overview.overview(store, versions, MODEL)
    finally:
        versions.rollback(MODEL, WHO)
        store.close()
    assert (len(before.new.images), len(after.new.images)) == (18, 0)
    assert after.version == learned.candidate.version
    assert len(after.verified.images) == 18


def test_an_ensemble_does_not_learn_and_says_which_models_do(
    learned_from: learning.LearningSet, versions: ModelVersions, client: EngineClient
) -> None:
    with pytest.raises(ModelError, match=f"choose one of its networks, {MODEL}, twin"):
        learning.learn(learned_from, FineTuneSettings("both"), versions, client, ignore)


@pytest.mark.parametrize("patients", [0, 1])
def test_too_little_that_is_verified_is_told_with_what_to_do(tmp_path: Path, patients: int) -> None:
    with pytest.raises(VerifiedSetError, match="of at least 2 patients"):
        learning_set(verify(tmp_path, patients))
    assert not (tmp_path / "learning").exists()


def test_a_reader_who_verified_nothing_is_named(home: Path, learned_from: learning.LearningSet) -> None:
    with pytest.raises(VerifiedSetError, match=r"Dr\. Nobody: this reader has verified nothing"):
        learning_set(home / "workspace.sqlite", reader="Dr. Nobody")
