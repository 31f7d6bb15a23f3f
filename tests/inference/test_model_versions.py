"""Versions lie side by side: one is in use, and it is always known which, how it came to be so, and how to go back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.inference.model_card import CARD_FILE, WEIGHTS_FILE, ModelCard
from cmrstudio.inference.model_versions import LineageNode, ModelVersions
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.inference.version_history import HISTORY_FILE, Action
from tests.inference import constant_network

WHO = "Dr. Example"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return constant_network.write_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def versions(shipped: Path, tmp_path: Path) -> ModelVersions:
    return ModelVersions(tmp_path / "models", shipped)


def add(versions: ModelVersions, value: float, parent: str = "first") -> ModelCard:
    """A candidate trained from ``parent``, told from others by its ``value``."""
    card = versions.registry().card(parent)
    weights = constant_network.weights(value)
    version = versions.learned_version(card, weights)
    return versions.add_candidate(replace(card, version=version, parent=card.source), weights)


def value_of(registry: ModelRegistry, model: str | ModelCard) -> float:
    return float(registry.weights(model)[0].flat[0])


def test_the_shipped_version_is_in_use_until_another_is_promoted(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    assert versions.in_use("first").version == "1.0.0"
    assert [(one.card.source, one.is_shipped, one.is_in_use) for one in versions.versions("first")] == [
        ("first@1.0.0", True, True),
        (candidate.source, False, False),
    ]
    assert versions.history() == ()


def test_an_id_means_the_promoted_version_at_once_and_for_everybody(versions: ModelVersions) -> None:
    registry = versions.registry()
    candidate = add(versions, 0.25)
    assert versions.promote("first", candidate.version, WHO) == candidate
    assert registry.card("first") == candidate
    assert candidate in registry.cards()
    assert registry.members("first") == (candidate,)
    assert value_of(registry, "first") == 0.25
    assert registry.broken() == ()


def test_a_version_can_be_asked_for_by_name_whichever_is_in_use(versions: ModelVersions) -> None:
    registry = versions.registry()
    candidate = add(versions, 0.25)
    assert value_of(registry, candidate.source) == value_of(registry, candidate) == 0.25
    versions.promote("first", candidate.version, WHO)
    assert value_of(registry, "first@1.0.0") == 0
    for unknown in ("first@9.9.9", "first@", "first@../1.0.0", "absent@1.0.0"):
        with pytest.raises(ModelError):
            registry.card(unknown)


def test_an_ensemble_stays_what_it_was_made_of_whichever_versions_are_in_use(versions: ModelVersions) -> None:
    registry = versions.registry()
    before = registry.members("both")
    versions.promote("second", add(versions, 0.5, "second").version, WHO)
    assert registry.members("both") == before
    assert [value_of(registry, member) for member in registry.members("both")] == [0, 0.125]
    assert [card.model_id for card in registry.cards()] == ["both", "first", "second"]
    assert value_of(registry, "second") == 0.5


def test_rolling_back_goes_step_by_step_down_to_the_shipped_version(versions: ModelVersions) -> None:
    first, second = add(versions, 0.25), add(versions, 0.5)
    for candidate in (first, second):
        versions.promote("first", candidate.version, WHO)
    assert versions.rollback("first", WHO) == first
    assert versions.rollback("first", WHO).version == "1.0.0"
    with pytest.raises(ModelError, match=r"first@1\.0\.0 is in use, and there was none before it"):
        versions.rollback("first", WHO)
    assert versions.promote("first", second.version, WHO) == versions.in_use("first") == second
    told = [(change.action, change.version, change.who) for change in versions.history("first")]
    assert told == [
        (Action.PROMOTED, first.version, WHO),
        (Action.PROMOTED, second.version, WHO),
        (Action.ROLLED_BACK, first.version, WHO),
        (Action.ROLLED_BACK, "1.0.0", WHO),
        (Action.PROMOTED, second.version, WHO),
    ]


def test_the_shipped_version_can_be_promoted_again_and_that_be_rolled_back(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    versions.promote("first", candidate.version, WHO)
    assert versions.promote("first", "1.0.0", WHO) == versions.in_use("first")
    assert versions.rollback("first", WHO) == candidate


def test_promoting_what_is_in_use_changes_nothing(versions: ModelVersions) -> None:
    versions.promote("first", "1.0.0", WHO)
    assert versions.history() == ()


def test_a_version_that_is_not_there_is_not_promoted(versions: ModelVersions) -> None:
    with pytest.raises(ModelError, match=r"first has no version '2\.0\.0'; choose one of 1\.0\.0"):
        versions.promote("first", "2.0.0", WHO)
    with pytest.raises(UnknownModelError, match="no model 'absent'; choose one of first, second"):
        versions.promote("absent", "1.0.0", WHO)
    with pytest.raises(UnknownModelError, match="absent"):
        versions.rollback("absent", WHO)


def test_a_version_with_damaged_weights_is_not_promoted(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    (versions.folder("first", candidate.version) / WEIGHTS_FILE).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="SHA-256"):
        versions.promote("first", candidate.version, WHO)
    assert versions.in_use("first").version == "1.0.0"


def test_a_damaged_version_in_use_is_told_and_never_quietly_replaced(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    versions.promote("first", candidate.version, WHO)
    (versions.folder("first", candidate.version) / CARD_FILE).write_text("{}")
    registry = versions.registry()
    assert [card.model_id for card in registry.cards()] == ["both", "second"]
    with pytest.raises(ModelError, match=r"card\.json: the model card lacks .* Roll back to the version before it"):
        registry.card("first")
    assert [bad.model_id for bad in registry.broken()] == ["first"]
    assert len(registry.members("both")) == 2
    assert [one.card.version for one in versions.versions("first")] == ["1.0.0"]
    assert "lacks" in versions.broken("first")[0].reason
    assert versions.rollback("first", WHO).version == "1.0.0"
    assert registry.broken() == ()


def test_a_card_of_another_model_in_a_versions_place_is_refused(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    path = versions.folder("first", candidate.version) / CARD_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "model_id": "second"}))
    with pytest.raises(ModelError, match="the card is of second@"):
        versions.promote("first", candidate.version, WHO)


def test_a_history_cut_off_by_a_loss_of_power_counts_up_to_the_last_whole_line(versions: ModelVersions) -> None:
    first, second = add(versions, 0.25), add(versions, 0.5)
    versions.promote("first", first.version, WHO)
    path = versions.user_folder / HISTORY_FILE
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2].rstrip(b"\n"))
    assert versions.in_use("first") == first
    versions.promote("first", second.version, WHO)
    assert [change.version for change in versions.history()] == [first.version, second.version]


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        "{}",
        '{"at_utc": "today", "who": "", "action": "promoted", "model_id": "first", "version": "1.0.0"}',
        '{"at_utc": "2026-01-01", "who": "", "action": "stolen", "model_id": "first", "version": "1.0.0"}',
        '{"at_utc": "2026-01-01", "who": "", "action": "promoted", "model_id": "../..", "version": "1.0.0"}',
        '{"at_utc": "2026-01-01", "who": "", "action": "promoted", "model_id": "first", "version": "../../x"}',
        "[" * 100_000,
    ],
)
def test_a_damaged_history_is_named_and_only_models_with_versions_are_in_doubt(
    versions: ModelVersions, line: str
) -> None:
    add(versions, 0.25)
    path = versions.user_folder / HISTORY_FILE
    path.write_text(f"{line}\n")
    registry = versions.registry()
    assert [card.model_id for card in registry.cards()] == ["both", "second"]
    with pytest.raises(ModelError, match=r"history\.jsonl: line 1"):
        registry.card("first")
    with pytest.raises(ModelError, match=r"history\.jsonl: line 1"):
        versions.promote("second", "1.0.0", WHO)
    assert path.read_text() == f"{line}\n", "nothing is added to what cannot be read"


def test_a_version_is_never_changed(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    again = versions.add_candidate(replace(candidate, weights_sha256=""), constant_network.weights(0.25))
    assert again == candidate
    with pytest.raises(ModelError, match="is here already with other content"):
        versions.add_candidate(candidate, constant_network.weights(0.5))
    with pytest.raises(ModelError, match=r"first@1\.0\.0 is here already with other content"):
        versions.add_candidate(constant_network.card("first"), constant_network.weights(0.5))
    assert value_of(versions.registry(), candidate) == 0.25


def test_a_version_is_discarded_only_where_nobody_needs_it(versions: ModelVersions) -> None:
    used, parent, unused = add(versions, 0.25), add(versions, 0.5), add(versions, 0.75)
    child = add(versions, 0.125, parent.source)
    versions.promote("first", used.version, WHO)
    versions.rollback("first", WHO)
    for version, reason in (
        ("1.0.0", "is or was in use"),
        (used.version, "is or was in use"),
        (parent.version, "was trained from it"),
    ):
        with pytest.raises(ModelError, match=reason):
            versions.discard("first", version)
    versions.discard("first", unused.version)
    versions.discard("first", child.version)
    versions.discard("first", parent.version)
    assert [one.card.version for one in versions.versions("first")] == ["1.0.0", used.version]


def test_versions_are_numbered_and_named_after_their_weights(versions: ModelVersions) -> None:
    first, second = add(versions, 0.25), add(versions, 0.5)
    versions.promote("first", second.version, WHO)
    third = add(versions, 0.75)
    numbers = [card.version.rpartition(".")[0] for card in (first, second, third)]
    assert numbers == ["1.0.0+learned.1", "1.0.0+learned.2", "1.0.0+learned.3"]
    assert len({card.version.rpartition(".")[2] for card in (first, second, third)}) == 3
    assert [one.card for one in versions.versions("first")[1:]] == [first, second, third]


def test_the_same_weights_learned_twice_are_one_version(versions: ModelVersions) -> None:
    assert add(versions, 0.25) == add(versions, 0.25)
    assert len(versions.versions("first")) == 2


def shape(nodes: tuple[LineageNode, ...]) -> dict[str, object]:
    return {node.version.card.source: shape(node.children) for node in nodes}


def test_the_lineage_is_a_tree_of_who_was_trained_from_whom(versions: ModelVersions) -> None:
    one, other = add(versions, 0.25), add(versions, 0.5)
    versions.promote("first", one.version, WHO)
    child = add(versions, 0.75)
    experiment = versions.keep_as_experiment("first", other.version, "Contrast", WHO)
    tree = {"first@1.0.0": {one.source: {child.source: {}}, other.source: {experiment.source: {}}}}
    assert shape(versions.lineage("first")) == shape(versions.lineage("contrast")) == tree
    assert shape(versions.lineage("second")) == {"second@1.0.0": {}}


def test_parents_in_a_ring_or_unknown_end_the_lineage(versions: ModelVersions) -> None:
    for version, parent in (("2.0.0", "first@3.0.0"), ("3.0.0", "first@2.0.0"), ("4.0.0", "elsewhere@1.0.0")):
        card = constant_network.card("first", version=version, parent=parent)
        versions.add_candidate(card, constant_network.weights(0))
    tree = shape(versions.lineage("first"))
    assert tree.keys() == {"first@1.0.0", "first@2.0.0", "first@3.0.0", "first@4.0.0"}
    assert tree["first@2.0.0"] == {"first@3.0.0": {}}


def test_an_experiment_is_a_model_of_its_own(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    experiment = versions.keep_as_experiment("first", candidate.version, " Müller's 3 T ", WHO)
    assert (experiment.model_id, experiment.version, experiment.name) == ("muller-s-3-t", "1.0.0", "Müller's 3 T")
    assert experiment.parent == candidate.source
    registry = versions.registry()
    assert value_of(registry, "muller-s-3-t") == 0.25
    assert registry.card("first").version == "1.0.0"
    with pytest.raises(ModelError, match="none before it"):
        versions.rollback("muller-s-3-t", WHO)


@pytest.mark.parametrize(
    ("name", "reason"), [("First", "already"), ("both", "already"), ("→ ?", "no name"), ("", "no name")]
)
def test_an_experiment_needs_a_name_of_its_own(versions: ModelVersions, name: str, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        versions.keep_as_experiment("first", "1.0.0", name, WHO)


def test_every_version_that_may_have_drawn_is_known_also_when_it_is_in_use_no_more(versions: ModelVersions) -> None:
    candidate = add(versions, 0.25)
    versions.promote("first", candidate.version, WHO)
    versions.rollback("first", WHO)
    sources = [card.source for card in versions.every_card()]
    assert sorted(sources) == sorted(["both@1.0.0", "first@1.0.0", "second@1.0.0", candidate.source])


def test_a_version_that_cannot_be_written_leaves_nothing_behind(shipped: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way")
    versions = ModelVersions(tmp_path / "models", shipped)
    with pytest.raises((OutputError, ModelError), match="models"):
        versions.add_candidate(constant_network.card("first", version="2.0.0"), constant_network.weights(0))
    assert (tmp_path / "models").read_text() == "in the way"


def test_a_full_disk_leaves_the_version_in_use_and_no_half_one(
    versions: ModelVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OutputError, match="No space left on device"):
        add(versions, 0.25)
    assert [path for path in versions.user_folder.rglob("*") if path.is_file()] == []
    assert [one.card.version for one in versions.versions("first")] == ["1.0.0"]


def test_without_a_folder_of_the_users_only_the_shipped_versions_are_known(versions: ModelVersions) -> None:
    assert not versions.user_folder.exists()
    assert versions.model_ids() == ("first", "second")
    assert [card.model_id for card in versions.registry().cards()] == ["both", "first", "second"]
    assert not versions.user_folder.exists(), "looking makes nothing"
