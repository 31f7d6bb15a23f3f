"""Images as a network meets them: augmented batches for training, whole frames for validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import keras
import numpy as np
import numpy.typing as npt

from training.augment import augment
from training.losses import encode_truth
from training.settings import FitSettings
from training.truth import TruthImage

Batch = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""Images [n, row, column, 1] in 0..1 and their truth [n, row, column, 6] as ``training.losses.encode_truth`` has it."""


class AugmentedBatches(keras.utils.PyDataset):
    """Batches of freshly augmented images; the same seed, epoch and index always give the same batch.

    ``epoch`` counts from 1 and is set from outside before an epoch begins: Keras reads ahead, so that counting epochs
    here would depend on how far it got.
    """

    def __init__(self, images: Sequence[TruthImage], settings: FitSettings, epoch: int = 1) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=8)
        self._images = images
        self._settings = settings
        self.epoch = epoch

    def __len__(self) -> int:
        return max(1, len(self._images) // self._settings.batch_size)

    def __getitem__(self, index: int) -> Batch:
        settings = self._settings
        order = np.random.default_rng([settings.seed, self.epoch]).permutation(len(self._images))
        chosen = order[index * settings.batch_size : (index + 1) * settings.batch_size]
        random = np.random.default_rng([settings.seed, self.epoch, index])
        pairs = []
        for number in chosen:
            truth = self._images[number]
            image, labels = augment(truth.image, truth.labels, settings.augment, random)
            pairs.append((image[..., None], encode_truth(labels, truth.myocardium_known)))
        return np.stack([image for image, _ in pairs]), np.stack([encoded for _, encoded in pairs])


def whole_frames(images: Sequence[TruthImage], batch_size: int) -> Iterator[Batch]:
    """The images as they are, in order, in batches; the last may be smaller."""
    for start in range(0, len(images), batch_size):
        part = images[start : start + batch_size]
        yield (
            np.asarray(np.stack([truth.image for truth in part])[..., None] / np.float32(255), np.float32),
            np.stack([encode_truth(truth.labels, truth.myocardium_known) for truth in part]),
        )
