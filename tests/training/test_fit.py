"""A run writes averaged weights and goes on where it stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from training.augment import AugmentSettings
from training.fit import AugmentedBatches, FitSettings, fit
from training.truth import TruthImage

TINY = FitSettings(
    architecture="residual_unet",
    epochs=1,
    batch_size=2,
    warm_up_steps=1,
    dtype_policy="float32",
    augment=AugmentSettings(side_px=32),
)


def images() -> list[TruthImage]:
    random = np.random.default_rng(0)
    labels = np.zeros((256, 256), np.uint8)
    labels[100:150, 100:150] = 2
    labels[110:140, 110:140] = 1
    return [
        TruthImage(random.integers(0, 255, (256, 256), np.uint8), labels, f"subject{n}", "NOR", "ED", 0)
        for n in range(4)
    ]


def test_batches_repeat_for_the_same_epoch_and_differ_between_epochs() -> None:
    first, again, later = (AugmentedBatches(images(), TINY, first_epoch=epoch)[0][0] for epoch in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)


def test_a_finished_epoch_is_not_trained_again(tmp_path: Path) -> None:
    fit(images(), TINY, tmp_path)
    averaged = fit(images(), replace(TINY, epochs=2), tmp_path)
    assert averaged.is_file()
    assert len((tmp_path / "epochs.csv").read_text().splitlines()) == 3
