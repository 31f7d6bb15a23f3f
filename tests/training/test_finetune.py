"""A shipped model learns: what it is trained with, how a run is remembered, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import (
    CancelledError,
    CheckpointError,
    OutputError,
    TrainingDataError,
    TrainingError,
    UnknownArchitectureError,
)
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.inference.topology import ARCHITECTURES, weighted_steps
from tests.training.toy import toy_images
from training.augment import AugmentSettings, WholeFrameSettings
from training.checkpoints import CHECKPOINT_FILE, read_weights
from training.finetune import Lessons, fit_settings, learn
from training.finetune_settings import PRESETS, FineTuneRequest, FineTuneSettings, NobodyWatches
from training.run_folder import RunRecord, held, read_record, read_result, unfinished_runs, write_record

SHIPPED = {"unet": "unet", "unet_dropout": "unet_dropout", "residual_unet": "sunnybrook", "fcn": "fcn"}
"""A shipped model of every architecture."""
SETTINGS = FineTuneSettings("sunnybrook", epochs=1, batch_size=64, replay_share=0.25)
REQUEST = FineTuneRequest(SETTINGS, Path("snapshots") / "abc")


def lessons(side_px: int = 96) -> Lessons:
    images = toy_images(8, side_px=side_px)
    return Lessons(images[:6], images[6:], toy_images(4, side_px=side_px, seed=1))


class StopsOnceThereIs(NobodyWatches):
    """Hooks that raise as soon as a file is there."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def between_batches(self) -> None:
        if self._file.exists():
            raise CancelledError


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_settings_for_every_architecture(architecture: str, preset: str) -> None:
    chosen = FineTuneSettings("some", preset).complete(architecture)
    settings = fit_settings(chosen, architecture, "float32", lessons())
    settings.check()
    assert settings.architecture == architecture
    assert settings.freeze_norms
    assert settings.replay_share == 0.5
    assert settings.patience < settings.epochs
    assert isinstance(settings.augment, WholeFrameSettings if preset == "paper" else AugmentSettings)
    assert 1e-6 < settings.learning_rate < 3e-4


def test_what_the_reader_chose_counts() -> None:
    chosen = FineTuneSettings("some", epochs=3, learning_rate=1e-6, batch_size=2, augment=False, seed=5, replay_share=0)
    settings = fit_settings(chosen.complete("fcn"), "fcn", "float32", lessons())
    assert (settings.epochs, settings.learning_rate, settings.batch_size, settings.seed) == (3, 1e-6, 2, 5)
    assert settings.augment == WholeFrameSettings(rotation_degrees=0.0, clahe_share=0.0)
    assert settings.replay_share == 0
    assert settings.wide_every == 0


def test_averaged_weights_look_back_over_a_tenth_of_the_run() -> None:
    many = Lessons(toy_images(400, side_px=16), toy_images(1), ())
    settings = FineTuneSettings("some", epochs=10, batch_size=8, replay_share=0.0).complete("unet")
    assert fit_settings(settings, "unet", "float32", many).average_momentum == pytest.approx(1 - 1 / 51)
    assert fit_settings(settings, "unet", "float32", lessons()).average_momentum == 0.9


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"preset": "slow"}, "preset: there is no 'slow'; choose one of quick, thorough, paper"),
        ({"epochs": 0}, "epochs: it is 0"),
        ({"learning_rate": float("nan")}, "learning_rate: it is nan"),
        ({"batch_size": 0}, "batch_size: it is 0"),
        ({"replay_share": 1.0}, r"replay_share: it is 1\.0: choose 0 to 0\.9"),
        ({"seed": -1}, "seed: it is -1"),
    ],
)
def test_a_setting_that_cannot_be_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(TrainingError, match=named):
        replace(SETTINGS, **changes).complete("unet")


def test_an_ensemble_has_no_settings() -> None:
    with pytest.raises(UnknownArchitectureError):
        SETTINGS.complete("ensemble")


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_learns_and_keeps_its_norms(architecture: str, tmp_path: Path) -> None:
    registry = ModelRegistry()
    request = replace(REQUEST, settings=replace(SETTINGS, base_model_id=SHIPPED[architecture]))
    run = tmp_path / "run"
    result = learn(request, run, lessons(), NobodyWatches(), registry)
    assert result == read_result(run)
    assert result.architecture == architecture
    assert len(result.epochs) == 1
    before, after = registry.weights(SHIPPED[architecture]), read_weights(result.weights, architecture)
    names = [step.kind for step in weighted_steps(architecture) for _ in step.weight_shapes]
    for kind, one, other in zip(names, before, after, strict=True):
        assert np.isfinite(other).all()
        assert np.array_equal(one, other) == (kind == "norm")


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_learns_from_batches_of_images_that_are_larger_than_its_crops(
    architecture: str, tmp_path: Path
) -> None:
    settings = FineTuneSettings(SHIPPED[architecture], "quick", epochs=1, batch_size=16, replay_share=0.25)
    request, run = replace(REQUEST, settings=settings), tmp_path / "run"
    result = learn(request, run, lessons(side_px=192), NobodyWatches(), ModelRegistry())
    assert len(result.epochs) == 1


@pytest.mark.slow
def test_a_run_that_was_cut_off_goes_on_whatever_became_of_the_model_meanwhile(tmp_path: Path) -> None:
    run, whole = tmp_path / "cut", tmp_path / "whole"
    request = replace(REQUEST, settings=replace(SETTINGS, epochs=2))
    with pytest.raises(CancelledError):
        learn(request, run, lessons(), StopsOnceThereIs(run / CHECKPOINT_FILE), ModelRegistry())
    assert unfinished_runs(tmp_path) == [run]
    nothing_installed = ModelRegistry([])
    result = learn(request, run, lessons(), NobodyWatches(), nothing_installed)
    assert unfinished_runs(tmp_path) == []
    assert learn(request, whole, lessons(), NobodyWatches(), ModelRegistry()).epochs == result.epochs
    # Done is done.
    assert learn(request, run, lessons(), NobodyWatches(), nothing_installed).epochs == result.epochs


@pytest.mark.parametrize(
    "change",
    [
        lambda request: replace(request, snapshot=Path("snapshots") / "def"),
        lambda request: replace(request, settings=replace(request.settings, epochs=9)),
    ],
)
def test_a_folder_of_another_request_is_refused(
    tmp_path: Path, change: Callable[[FineTuneRequest], FineTuneRequest]
) -> None:
    settings = SETTINGS.complete("residual_unet")
    write_record(
        tmp_path, RunRecord(replace(REQUEST, settings=settings), "sunnybrook@1", "a", "residual_unet", "float32")
    )
    with pytest.raises(TrainingError, match="it holds another fine-tuning; choose another folder"):
        learn(change(REQUEST), tmp_path, lessons(), NobodyWatches(), ModelRegistry())


def test_the_same_request_goes_on_after_its_workspace_was_moved(tmp_path: Path) -> None:
    settings = SETTINGS.complete("residual_unet")
    record = RunRecord(replace(REQUEST, settings=settings), "sunnybrook@1", "a", "residual_unet", "float32")
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record
    (tmp_path / "checkpoint.npz").write_bytes(b"found, and damaged")
    moved = replace(REQUEST, snapshot=tmp_path / "elsewhere" / "abc")
    with pytest.raises(CheckpointError, match="damaged"):
        learn(moved, tmp_path, lessons(), NobodyWatches(), ModelRegistry())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"settings": {"epochs": 1}}'])
def test_a_damaged_record_is_named(tmp_path: Path, content: str) -> None:
    for name, read in (("request.json", read_record), ("result.json", read_result)):
        (tmp_path / name).write_text(content)
        with pytest.raises(TrainingError, match=rf"{name}: it is damaged .* begin another fine-tuning"):
            read(tmp_path)


def test_too_few_patients_are_told_of(tmp_path: Path) -> None:
    known = lessons()
    for lacking in (replace(known, training=[]), replace(known, validation=[])):
        with pytest.raises(TrainingDataError, match="verify contours of at least two patients"):
            learn(REQUEST, tmp_path, lacking, NobodyWatches(), ModelRegistry())
    assert list(tmp_path.iterdir()) == []


def test_an_ensemble_is_refused_with_its_members_named(tmp_path: Path) -> None:
    request = replace(REQUEST, settings=replace(SETTINGS, base_model_id="ensemble"))
    with pytest.raises(TrainingError, match="fine-tune one of them: unet, unet_dropout, residual_unet, fcn"):
        learn(request, tmp_path, lessons(), NobodyWatches(), ModelRegistry())


def test_two_runs_beside_each_other_are_refused_and_one_after_the_other_are_not(tmp_path: Path) -> None:
    with held(tmp_path / "one"), pytest.raises(TrainingError, match="another fine-tuning is going on"):
        held(tmp_path / "two").__enter__()
    with held(tmp_path / "two"):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file/runs/one: the fine-tuning cannot be kept"):
        held(tmp_path / "file" / "runs" / "one").__enter__()


def test_what_a_run_came_to_is_kept_without_places_that_may_change(tmp_path: Path) -> None:
    facts = {
        "architecture": "unet",
        "parent": "unet@1.1.0",
        "settings": SETTINGS.facts(),
        "epochs": [{"loss": 1.0}],
        "best_epoch": 1,
        "stopped_early": False,
        "minutes": 2.0,
        "batch_size": 4,
        "notes": ["Memory ran out."],
    }
    (tmp_path / "result.json").write_text(json.dumps(facts))
    result = read_result(tmp_path)
    assert (result.run, result.weights) == (tmp_path, tmp_path / "trained.npz")
    assert (result.settings, result.notes) == (SETTINGS, ("Memory ran out.",))
