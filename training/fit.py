"""One training run: batches, schedule, checkpoints and exact resume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from cmrstudio.inference import architectures
from training.augment import AugmentSettings, augment
from training.losses import cross_entropy_and_dice, encode_truth
from training.truth import TruthImage


@dataclass(frozen=True)
class FitSettings:
    """What a run is made of; the learning rate falls along a cosine to a hundredth of its start."""

    architecture: str = "unet"
    epochs: int = 60
    batch_size: int = 16
    learning_rate: float = 1e-3
    warm_up_steps: int = 200
    weight_decay: float = 1e-4
    average_momentum: float = 0.995
    dtype_policy: str = "mixed_bfloat16"
    seed: int = 2020
    augment: AugmentSettings = field(default_factory=AugmentSettings)


class AugmentedBatches(keras.utils.PyDataset):
    """Batches of freshly augmented images; the same seed, epoch and index always give the same batch."""

    def __init__(self, images: Sequence[TruthImage], settings: FitSettings, first_epoch: int = 0) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=8)
        self._images = images
        self._settings = settings
        self._epoch = first_epoch

    def __len__(self) -> int:
        return max(1, len(self._images) // self._settings.batch_size)

    def __getitem__(self, index: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        settings = self._settings
        order = np.random.default_rng([settings.seed, self._epoch]).permutation(len(self._images))
        chosen = order[index * settings.batch_size : (index + 1) * settings.batch_size]
        random = np.random.default_rng([settings.seed, self._epoch, index])
        pairs = []
        for number in chosen:
            truth = self._images[number]
            image, labels = augment(truth.image, truth.labels, settings.augment, random)
            pairs.append((image[..., None], encode_truth(labels, truth.myocardium_known)))
        return np.stack([image for image, _ in pairs]), np.stack([encoded for _, encoded in pairs])

    def on_epoch_end(self) -> None:
        """Move on to the next epoch's order and augmentation."""
        self._epoch += 1


def compile_model(settings: FitSettings, steps: int) -> keras.Model:
    """A fresh network with its optimiser; ``steps`` is the whole length of the run in batches."""
    keras.utils.set_random_seed(settings.seed)
    keras.mixed_precision.set_global_policy(settings.dtype_policy)
    model = architectures.build(settings.architecture)
    schedule = keras.optimizers.schedules.CosineDecay(
        1e-5,
        max(1, steps - settings.warm_up_steps),
        alpha=0.01,
        warmup_target=settings.learning_rate,
        warmup_steps=settings.warm_up_steps,
    )
    optimiser = keras.optimizers.AdamW(
        schedule,
        weight_decay=settings.weight_decay,
        clipnorm=1.0,
        use_ema=True,
        ema_momentum=settings.average_momentum,
    )
    model.compile(optimiser, loss=cross_entropy_and_dice)
    return model


class AveragedWeights(keras.callbacks.Callback):
    """Writes the averaged weights after every epoch, for evaluation while the run goes on."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Save the optimiser's moving average of the weights, and leave the model itself as it was."""
        del epoch, logs
        current = self.model.get_weights()
        self.model.optimizer.finalize_variable_values(self.model.trainable_variables)
        partial = self._path.with_name("partial.weights.h5")
        self.model.save_weights(partial)
        partial.replace(self._path)
        self.model.set_weights(current)


def fit(images: Sequence[TruthImage], settings: FitSettings, run: Path, initial_weights: Path | None = None) -> Path:
    """Train on ``images`` and return the file of averaged weights; a run that was cut off goes on where it stopped."""
    run.mkdir(parents=True, exist_ok=True)
    log = run / "epochs.csv"
    done = max(0, len(log.read_text().splitlines()) - 1) if log.exists() else 0
    batches = AugmentedBatches(images, settings, first_epoch=done)
    model = compile_model(settings, len(batches) * settings.epochs)
    if initial_weights is not None and not done:
        model.load_weights(initial_weights)
    averaged = run / "averaged.weights.h5"
    model.fit(
        batches,
        epochs=settings.epochs,
        verbose=2,
        callbacks=[
            AveragedWeights(averaged),
            keras.callbacks.CSVLogger(str(log), append=True),
            keras.callbacks.BackupAndRestore(str(run / "backup"), delete_checkpoint=False),
        ],
    )
    return averaged
