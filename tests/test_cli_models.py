"""The commands on versions of models: what they print and change, and one clear line where they refuse."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cmrstudio import cli, learning
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.model_versions import ModelVersions
from cmrstudio.inference.registry import ModelRegistry
from tests.verified_hearts import verify


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def versions(workspace: Path) -> ModelVersions:
    return learning.model_versions(workspace)


@pytest.fixture
def candidate(versions: ModelVersions) -> ModelCard:
    """A version of the shipped FCN with other weights."""
    parent = versions.registry().card("fcn")
    weights = [array * 0.999 for array in versions.registry().weights("fcn")]
    version = versions.learned_version(parent, weights)
    return versions.add_candidate(replace(parent, version=version, parent=parent.source, metrics={}), weights)


class Commands:
    """The command line on one workspace."""

    def __init__(self, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._workspace, self._capsys = workspace, capsys

    def run(self, *words: str) -> str:
        assert cli.main(["models", *words, "--workspace", str(self._workspace)]) == 0, self._capsys.readouterr().err
        return self._capsys.readouterr().out

    def refused(self, *words: str) -> str:
        """The one line that standard error must hold."""
        assert cli.main(["models", *words, "--workspace", str(self._workspace)]) == 1
        told = self._capsys.readouterr()
        assert told.out == ""
        (line,) = told.err.splitlines()
        return line


@pytest.fixture
def models(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(workspace, capsys)


def test_the_lineage_shows_what_is_shipped_what_is_in_use_and_who_decided(
    models: Commands, candidate: ModelCard
) -> None:
    shown = models.run("lineage", "fcn")
    assert re.search(r"fcn@1\.1\.0 \(shipped, in use\)\n└── fcn@1\.1\.0\+learned\.1\.[0-9a-f]{8}\n", shown)
    models.run("promote", candidate.source, "--anyway", "--by", "Dr. Example")
    shown = models.run("lineage", "fcn")
    assert f"{candidate.source} (in use)" in shown
    assert f"{candidate.source} promoted by Dr. Example" in shown


def test_a_version_is_put_to_use_for_every_command_and_taken_back(models: Commands, candidate: ModelCard) -> None:
    assert candidate.source in models.run("promote", candidate.source, "--anyway")

    def version_of_fcn() -> str:
        listed = {model["id"]: model for model in json.loads(models.run("--json"))}
        assert len(listed["ensemble"]["members"]) == 4
        return listed["fcn"]["version"]

    assert version_of_fcn() == candidate.version
    assert "fcn@1.1.0 is in use" in models.run("rollback", "fcn")
    assert version_of_fcn() == "1.1.0"
    assert "nothing to roll back to" in models.refused("rollback", "fcn")


def test_what_was_not_compared_is_not_promoted(models: Commands, candidate: ModelCard, versions: ModelVersions) -> None:
    assert "was never compared with another version: compare it first" in models.refused("promote", candidate.source)
    assert versions.in_use("fcn").version == "1.1.0"


def test_a_version_travels_as_one_file(
    models: Commands, candidate: ModelCard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fcn.cmrmodel"
    assert str(path) in models.run("export", candidate.source, "--out", str(path))
    elsewhere = Commands(tmp_path / "elsewhere" / "workspace.sqlite", capsys)
    assert candidate.source in elsewhere.run("import", str(path))
    assert candidate.source in elsewhere.run("lineage", "fcn")
    path.write_bytes(path.read_bytes()[:-100])
    assert str(path) in elsewhere.refused("import", str(path))


def test_an_experiment_is_chosen_by_its_own_name(models: Commands, candidate: ModelCard) -> None:
    assert "--model high-contrast" in models.run("keep", candidate.source, "--name", "High contrast")
    assert "high-contrast" in {model["id"] for model in json.loads(models.run("--json"))}
    assert "already" in models.refused("keep", candidate.source, "--name", "High contrast")


def test_unknown_models_and_versions_are_one_line(models: Commands, workspace: Path) -> None:
    for words in (
        ("lineage", "vnet"),
        ("promote", "vnet@1.0.0"),
        ("promote", "fcn@9.9.9"),
        ("rollback", "vnet"),
        ("export", "vnet", "--out", str(workspace)),
        ("compare", "fcn@9.9.9"),
    ):
        line = models.refused(*words)
        assert words[1] in line or "vnet" in line
        assert "fcn" in line, "what there is instead"


def test_learning_without_a_workspace_enough_contours_or_a_network_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*words: str) -> str:
        assert cli.main(["finetune", *words]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        return line

    absent = tmp_path / "absent.sqlite"
    assert f"{absent}: there is no such workspace" in refused(str(absent))
    assert not absent.exists()
    workspace = verify(tmp_path, 1)
    assert "of at least 2 patients" in refused(str(workspace))
    assert "no model 'vnet'" in refused(str(workspace), "--model", "vnet")


def test_a_preset_that_is_none_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["finetune", str(tmp_path / "workspace.sqlite"), "--preset", "magic"]) == 2
    told = capsys.readouterr().err
    assert all(preset in told for preset in ("magic", "quick", "thorough", "paper"))


@pytest.mark.slow
def test_a_model_learns_is_compared_and_put_to_use_if_it_is_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = verify(tmp_path, 2)
    words = ["finetune", str(workspace), "--model", "residual_unet", "--epochs", "1", "--promote"]
    assert cli.main(words) == 0, capsys.readouterr().err
    shown = capsys.readouterr().out
    versions = learning.model_versions(workspace)
    shipped, learned = versions.versions("residual_unet")
    assert learned.card.parent == ModelRegistry().card("residual_unet").source
    assert f"{learned.card.source} is kept" in shown
    assert "Your validation patients: Dice" in shown
    assert "The reference set: Dice" in shown
    comparison = learning.kept_comparison(versions, learned.card)
    assert comparison is not None
    assert ("Offered for promotion" in shown) == comparison.verdict.is_offered
    assert learned.is_in_use == comparison.verdict.is_offered == (not shipped.is_in_use)
    page = versions.folder("residual_unet", learned.card.version) / "comparison.html"
    assert str(page) in shown
    assert page.is_file()
