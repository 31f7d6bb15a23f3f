"""A run keeps what it came to, and says what it cannot do."""

import csv
import math
import re
from dataclasses import replace
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from cmrstudio.domain.errors import CheckpointError, TrainingDataError, TrainingError
from cmrstudio.inference import architectures
from tests.training.toy import TINY, TOY, toy_images
from training import distribution
from training.batches import AugmentedBatches
from training.callbacks import Validation
from training.checkpoints import read_weights, training_time, write_weights
from training.distribution import Distribution
from training.fit import FitResult, FitSettings, compile_model, fit, take_over


def rows(run: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((run / "epochs.csv").read_text().splitlines()))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FitResult, str]:
    """A run of two epochs with validation, where the myocardium of one image is unknown, and what it printed."""
    run = tmp_path_factory.mktemp("finished")
    images = toy_images()
    validation = [images[0], replace(images[1], myocardium_known=False)]
    shown = StringIO()
    console = Console(file=shown, width=200)
    result = fit(images, replace(TINY, epochs=2), run, validation=validation, console=console)
    return run, result, shown.getvalue()


def test_batches_repeat_for_the_same_epoch_and_differ_between_epochs() -> None:
    first, again, later = (AugmentedBatches(toy_images(), TINY, epoch)[0][0] for epoch in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)


def test_every_epoch_has_its_losses_and_the_dice_of_either_structure(finished: tuple[Path, FitResult, str]) -> None:
    run, result, _ = finished
    table = rows(run)
    assert [row["epoch"] for row in table] == ["1", "2"]
    for row, figures in zip(table, result.epochs, strict=True):
        for name in ("loss", "val_loss", "val_cavity_dice", "val_myocardium_dice"):
            assert math.isfinite(float(row[name]))
            assert float(row[name]) == figures[name]


def test_the_time_of_every_epoch_is_kept_beside_its_figures(finished: tuple[Path, FitResult, str]) -> None:
    run, result, _ = finished
    times = list(csv.DictReader((run / "times.csv").read_text().splitlines()))
    assert [row["epoch"] for row in times] == ["1", "2"]
    assert {row["machine"] for row in times} == {distribution.devices_in_words()}
    assert result.time.seconds == pytest.approx(sum(float(row["seconds"]) for row in times))
    assert training_time(result.weights) == result.time
    assert "trained for" in result.summary()


def test_weights_without_a_run_beside_them_have_no_training_time(tmp_path: Path) -> None:
    assert training_time(tmp_path / "trained.npz") is None


def test_progress_tells_figures_and_time_left(finished: tuple[Path, FitResult, str]) -> None:
    _, _, shown = finished
    assert "1/2  loss" in shown
    assert "val_cavity_dice" in shown
    assert shown.rstrip().endswith("0:00:00 left")


@pytest.mark.skipif(find_spec("tensorboard") is None, reason="tensorboard is not installed")
def test_tensorboard_gets_its_logs(finished: tuple[Path, FitResult, str]) -> None:
    run, _, _ = finished
    assert list((run / "tensorboard" / "train").glob("events.*"))
    assert list((run / "tensorboard" / "validation").glob("events.*"))


def test_without_tensorboard_nothing_is_logged_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "find_spec", lambda name: None)
    assert not distribution.can_log_to_tensorboard()


def test_the_result_holds_the_weights_of_its_architecture(finished: tuple[Path, FitResult, str]) -> None:
    _, result, _ = finished
    weights = read_weights(result.weights, TOY)
    assert [array.shape for array in weights] == list(architectures.weight_shapes(TOY))
    with pytest.raises(CheckpointError, match=r"trained\.npz: its weights are of 'toy', not of 'unet'"):
        read_weights(result.weights, "unet")


def test_a_run_of_other_settings_is_not_gone_on_with(finished: tuple[Path, FitResult, str]) -> None:
    run, _, _ = finished
    for other, named in (
        (replace(TINY, epochs=2, architecture="unet"), "architecture"),
        (replace(TINY, epochs=2, learning_rate=0.5), "learning_rate"),
        (replace(TINY, epochs=3), "epochs"),
    ):
        with pytest.raises(CheckpointError, match=rf"checkpoint\.npz: it belongs to another run: its {named} is"):
            fit(toy_images(), other, run)


def test_a_run_of_other_images_is_not_gone_on_with(finished: tuple[Path, FitResult, str]) -> None:
    run, _, _ = finished
    mended = toy_images()
    mended[3] = replace(mended[3], labels=np.where(mended[3].labels == 2, 0, mended[3].labels).astype(np.uint8))
    for others in (toy_images(7), toy_images(seed=1), mended):
        with pytest.raises(CheckpointError, match="training images"):
            fit(others, replace(TINY, epochs=2), run)


def test_a_damaged_checkpoint_is_named(finished: tuple[Path, FitResult, str], tmp_path: Path) -> None:
    run, _, _ = finished
    content = (run / "checkpoint.npz").read_bytes()
    (tmp_path / "checkpoint.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(CheckpointError, match=r"checkpoint\.npz: it is damaged"):
        fit(toy_images(), replace(TINY, epochs=2), tmp_path)


def test_a_finished_run_is_not_trained_again(
    finished: tuple[Path, FitResult, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, result, _ = finished
    images = toy_images()
    validation = [images[0], replace(images[1], myocardium_known=False)]
    monkeypatch.setattr("training.fit.compile_model", None)
    assert fit(images, replace(TINY, epochs=2), run, validation=validation) == result


def test_initial_weights_of_another_architecture_are_named(tmp_path: Path) -> None:
    start = tmp_path / "start.npz"
    write_weights(start, "fcn", [np.zeros(shape) for shape in architectures.weight_shapes("fcn")])
    with pytest.raises(CheckpointError, match=r"start\.npz: its weights are of 'fcn'"):
        fit(toy_images(), TINY, tmp_path / "run", initial_weights=start)
    assert not (tmp_path / "run").exists()


def test_weights_of_keras_itself_can_begin_a_run_too(tmp_path: Path) -> None:
    path = tmp_path / "some.weights.h5"
    network = architectures.build(TOY)
    network.save_weights(path)
    for read, kept in zip(read_weights(path, TOY), network.get_weights(), strict=True):
        assert np.array_equal(read, kept)
    with pytest.raises(CheckpointError, match=r"some\.weights\.h5"):
        read_weights(path, "unet")


def test_a_missing_file_of_weights_is_named(tmp_path: Path) -> None:
    for name in ("none.npz", "none.weights.h5"):
        with pytest.raises(CheckpointError, match=name):
            read_weights(tmp_path / name, TOY)


def test_what_layers_agree_in_is_taken_over() -> None:
    random = np.random.default_rng(0)
    unet = [random.normal(size=shape).astype(np.float32) for shape in architectures.weight_shapes("unet")]
    fcn = take_over(unet, "unet", FitSettings(architecture="fcn"))
    assert all(np.array_equal(mine, given) for mine, given in zip(fcn[:20], unet[:20], strict=True))
    assert [array.shape for array in fcn] == list(architectures.weight_shapes("fcn"))


def test_nothing_to_train_on_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="not one image"):
        fit([], TINY, tmp_path / "run")


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_an_error(tmp_path: Path, seed: int) -> None:
    with pytest.raises(TrainingError, match=r"seed: it is .*: choose 0 to 4294967295"):
        fit(toy_images(), replace(TINY, seed=seed), tmp_path / "run")


def test_early_stopping_without_validation_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="validation"):
        fit(toy_images(), replace(TINY, patience=3), tmp_path / "run")


def test_dropout_is_as_strong_as_the_settings_say() -> None:
    def strengths(settings: FitSettings) -> set[float]:
        return {layer.rate for layer in compile_model(settings, 1).layers if hasattr(layer, "rate")}

    published = FitSettings(architecture="fcn")
    assert strengths(published) == {0.5}
    assert strengths(replace(published, dropout_rate=0.1)) == {0.1}


def test_a_dropout_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="dropout_rate"):
        fit(toy_images(), replace(TINY, dropout_rate=1.0), tmp_path / "run")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"learning_rate": math.nan}, "learning_rate: it is nan"),
        ({"epochs": 0}, "epochs: it is 0"),
        ({"clip_norm": 0.0}, "clip_norm: it is 0.0"),
        ({"loss": "hinge"}, "loss: there is no 'hinge'"),
        ({"augment": replace(TINY.augment, side_px=100)}, "side_px: it is 100: choose a multiple of 16"),
        ({"augment": replace(TINY.augment, flip_share=1.5)}, "flip_share: it is 1.5: choose 0 to 1"),
        ({"augment": replace(TINY.augment, scale_range=(1.0, math.inf))}, "scale_range: it is inf"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(TrainingError, match=re.escape(named)):
        fit(toy_images(), replace(TINY, **changes), tmp_path)


def test_an_epoch_that_ends_in_no_number_keeps_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="the loss of epoch 1 is nan"):
        fit(toy_images(), replace(TINY, learning_rate=1e38, clip_norm=None), tmp_path)
    assert not (tmp_path / "checkpoint.npz").exists()


def test_a_validation_that_ends_in_no_number_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = toy_images()
    monkeypatch.setattr(Distribution, "forward", lambda *_: np.full((1, 64, 64, 3), np.nan, np.float32))
    with pytest.raises(TrainingError, match="the validation loss of epoch 1 is nan"):
        fit(images, replace(TINY, patience=3), tmp_path, validation=images[:1])
    assert not (tmp_path / "checkpoint.npz").exists()


def test_where_the_myocardium_is_unknown_it_does_not_validate() -> None:
    truth = replace(toy_images(1)[0], myocardium_known=False)
    cavity = truth.labels == 1

    def scores(myocardium: float) -> dict[str, float]:
        seen = np.stack([cavity, np.where(cavity, 0, myocardium), ~cavity], axis=-1)
        distribution = SimpleNamespace(forward=lambda *_: seen[None].astype(np.float32), gather=lambda value: [value])
        validation = Validation([truth], TINY, distribution)
        model = compile_model(TINY, 1)
        validation.set_model(model)
        logs: dict[str, float] = {}
        validation.on_epoch_end(0, logs)
        return logs

    nothing, everywhere = scores(0.0), scores(1.0)
    assert nothing["val_loss"] == everywhere["val_loss"]
    assert nothing["val_cavity_dice"] == 1
    assert math.isnan(nothing["val_myocardium_dice"])
    assert math.isnan(everywhere["val_myocardium_dice"])
