"""The presets say what the paper says and what the shipped weights were made with."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import CheckpointError, TrainingError, UnknownArchitectureError, UnknownModelError
from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS
from cmrstudio.inference.registry import ModelRegistry
from tests.training.toy import PLAIN_TOY, TINY, TOY, toy_images
from training.augment import AugmentSettings, WholeFrameSettings
from training.batches import AugmentedBatches
from training.checkpoints import read_weights, write_weights
from training.presets import PRESETS, Stage, change_stages, find_preset
from training.recipe import run_recipe


@pytest.mark.parametrize("architecture", TRAINABLE_PARAMETERS)
def test_paper_is_the_papers_recipe(architecture: str) -> None:
    (stage,) = PRESETS["paper"].stages(architecture)
    settings = stage.settings
    assert (settings.architecture, settings.epochs, settings.batch_size, settings.patience) == (
        architecture,
        200,
        4,
        20,
    )
    assert (settings.learning_rate, settings.schedule, settings.loss) == (1e-5, "constant", "cross_entropy")
    assert (settings.weight_decay, settings.clip_norm, settings.average_momentum) == (None, None, None)
    assert settings.dtype_policy == "float32"
    assert settings.augment == WholeFrameSettings(rotation_degrees=90.0, clahe_share=0.5)


def test_shipped_has_a_recipe_for_all_four() -> None:
    shipped = PRESETS["shipped"]
    stages = {name: shipped.stages(name) for name in TRAINABLE_PARAMETERS}
    described = {
        name: [
            (stage.warm_start, stage.settings.augment.side_px, stage.settings.epochs, stage.settings.learning_rate)
            for stage in recipe
        ]
        for name, recipe in stages.items()
    }
    assert described == {
        "unet": [(None, 128, 40, 1e-3), (None, 112, 18, 8e-4), (None, 112, 14, 5e-4)],
        "unet_dropout": [("unet", 112, 6, 4e-4), (None, 112, 18, 6e-4)],
        "fcn": [("unet", 96, 12, 1e-3), (None, 96, 22, 8e-4), (None, 96, 10, 5e-4)],
        "residual_unet": [(None, 96, 30, 1e-3), (None, 128, 8, 5e-4), (None, 112, 16, 6e-4)],
    }
    assert stages["residual_unet"][0].settings.augment == replace(AugmentSettings(), side_px=96, heart_shift_px=21.0)
    assert all(stage.settings.architecture == name for name, recipe in stages.items() for stage in recipe)


def test_unknown_names_are_errors() -> None:
    with pytest.raises(TrainingError, match="there is no preset 'best'; choose one of paper, shipped"):
        find_preset("best")
    with pytest.raises(UnknownArchitectureError):
        PRESETS["paper"].stages("vgg")


def test_whole_frames_without_augmentation_stay_as_they_are() -> None:
    (stage,) = change_stages(PRESETS["paper"].stages("unet"), augment=False, batch_size=8, seed=3)
    image = toy_images(1)[0]
    inputs, encoded = AugmentedBatches([image], stage.settings)[0]
    assert np.array_equal(inputs[0, ..., 0], image.image / np.float32(255))
    assert np.array_equal(encoded[0, ..., 0], image.labels == 1)
    assert (stage.settings.batch_size, stage.settings.seed) == (8, 3)


def test_whole_frames_turn_with_their_truth() -> None:
    settings = replace(TINY, augment=WholeFrameSettings(clahe_share=0.0))
    images = toy_images(1)
    seen = [AugmentedBatches(images, settings, epoch)[0] for epoch in range(1, 9)]
    assert any(not np.array_equal(inputs, seen[0][0]) for inputs, _ in seen)
    for inputs, encoded in seen:
        assert inputs.shape == (1, 64, 64, 1)
        assert ((inputs[..., 0] > 150 / 255) == (encoded[..., 0] > 0)).mean() > 0.98


def test_a_stage_begins_with_what_the_one_before_came_to(tmp_path: Path) -> None:
    """With a learning rate of 0 every stage hands on what it was given."""
    still = replace(TINY, architecture=PLAIN_TOY, schedule="constant", learning_rate=0.0, average_momentum=None)
    stages = (Stage(still), Stage(replace(still, seed=1)))
    given = [np.full(shape, 0.25, np.float32) for shape in ((3, 3, 1, 4), (4,), (1, 1, 4, 3), (3,))]
    write_weights(tmp_path / "start.npz", PLAIN_TOY, given)
    result = run_recipe(stages, toy_images(), tmp_path / "run", start=str(tmp_path / "start.npz"))
    assert result.weights == tmp_path / "run" / "stage2" / "trained.npz"
    for kept, begun in zip(read_weights(result.weights, PLAIN_TOY), given, strict=True):
        assert np.array_equal(kept, begun)
    assert run_recipe(stages, toy_images(), tmp_path / "run", start=str(tmp_path / "start.npz")) == result
    assert result.time.epochs == 2


def test_a_run_goes_on_only_with_the_weights_that_it_began_with(tmp_path: Path) -> None:
    stages = [Stage(replace(TINY, architecture=PLAIN_TOY, epochs=2))]
    for name, value in (("start.npz", 0.25), ("other.npz", 0.5)):
        given = [np.full(shape, value, np.float32) for shape in ((3, 3, 1, 4), (4,), (1, 1, 4, 3), (3,))]
        write_weights(tmp_path / name, PLAIN_TOY, given)
    run_recipe(stages, toy_images(), tmp_path / "run", start=str(tmp_path / "start.npz"))
    with pytest.raises(CheckpointError, match=r"initial weights is .* of start.npz', here it is .* of other.npz"):
        run_recipe(stages, toy_images(), tmp_path / "run", start=str(tmp_path / "other.npz"))
    with pytest.raises(CheckpointError, match="no such file"):
        run_recipe(stages, toy_images(), tmp_path / "run", start=str(tmp_path / "gone.npz"))


def test_what_to_begin_with_is_looked_at_first(tmp_path: Path) -> None:
    write_weights(tmp_path / "start.npz", PLAIN_TOY, [np.zeros(1)])
    for start, error in ((str(tmp_path / "start.npz"), CheckpointError), ("no-such-model", UnknownModelError)):
        with pytest.raises(error):
            run_recipe([Stage(replace(TINY, architecture=TOY))], toy_images(), tmp_path / "run", start=start)
    with pytest.raises(UnknownModelError):
        run_recipe([Stage(TINY, "unet")], toy_images(), tmp_path / "run", registry=ModelRegistry([tmp_path]))
