"""Images as a network meets them: augmented batches for training, whole frames for validation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import keras
import numpy as np
import numpy.typing as npt

from training.augment import AugmentSettings, WholeFrameSettings, augment
from training.losses import encode_truth
from training.settings import FitSettings
from training.truth import TruthImage

Batch = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""Images [n, row, column, 1] in 0..1 and their truth [n, row, column, 6] as ``training.losses.encode_truth`` has it."""


class AugmentedBatches(keras.utils.PyDataset):
    """Batches of freshly augmented images; the same seed, epoch and index always give the same batch.

    ``epoch`` counts from 1 and is set from outside before an epoch begins: Keras reads ahead, so that counting epochs
    here would depend on how far it got. Every epoch shows all of ``images`` or as many as its shortest length takes,
    and of ``replay`` its share, other ones from epoch to epoch.
    """

    def __init__(
        self,
        images: Sequence[TruthImage],
        settings: FitSettings,
        epoch: int = 1,
        replay: Sequence[TruthImage] = (),
    ) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=8)
        self._images = [*images, *replay]
        self._settings = settings
        self.epoch = epoch
        self._length = max(round(len(images) / (1 - settings.replay_share)), settings.shortest_epoch)
        self._replayed = round(self._length * settings.replay_share) if replay else 0
        self._own = len(images)

    def __len__(self) -> int:
        return max(1, self._length // self._settings.batch_size)

    def __getitem__(self, index: int) -> Batch:
        settings = self._settings
        chosen = self._order()[index * settings.batch_size : (index + 1) * settings.batch_size]
        change, count = self._change(index)
        random = np.random.default_rng([settings.seed, self.epoch, index])
        pairs = []
        for number in chosen[:count]:
            truth = self._images[number]
            image, labels = augment(truth.image, truth.labels, change, random)
            pairs.append((image[..., None], encode_truth(labels, truth.myocardium_known)))
        return np.stack([image for image, _ in pairs]), np.stack([encoded for _, encoded in pairs])

    def _order(self) -> npt.NDArray[np.int64]:
        """The images of this epoch by number, in random order."""
        random = np.random.default_rng([self._settings.seed, self.epoch])
        if self._length == self._own and not self._replayed:
            return random.permutation(self._own)
        own = _dealt(self._own, self._length - self._replayed, random)
        old = _dealt(len(self._images) - self._own, self._replayed, random) + self._own
        return random.permutation(np.concatenate([own, old]))

    def _change(self, index: int) -> tuple[AugmentSettings | WholeFrameSettings, int]:
        """How the images of a batch are changed, and how many there are: of whole frames as many as cost the same.

        The first batch of several is always a wide one and the second never: Keras looks at these two, and learns that
        sides differ.
        """
        settings, change = self._settings, self._settings.augment
        wide = settings.wide_every > 1 and len(self) > 1 and index % settings.wide_every == 0
        if not (wide and isinstance(change, AugmentSettings)):
            return change, settings.batch_size
        side_px = self._images[0].image.shape[0]
        count = max(1, round(settings.batch_size * change.side_px**2 / side_px**2))
        return replace(change, side_px=side_px), min(count, settings.batch_size)


def _dealt(available: int, wanted: int, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """So many numbers below ``available``, in random order, each before any comes again."""
    rounds = math.ceil(wanted / available) if available else 0
    dealt = [random.permutation(available) for _ in range(rounds)]
    return np.concatenate([np.empty(0, np.int64), *dealt])[:wanted]


def whole_frames(images: Sequence[TruthImage], batch_size: int) -> Iterator[Batch]:
    """The images as they are, in order, in batches; the last may be smaller."""
    for start in range(0, len(images), batch_size):
        part = images[start : start + batch_size]
        yield (
            np.asarray(np.stack([truth.image for truth in part])[..., None] / np.float32(255), np.float32),
            np.stack([encode_truth(truth.labels, truth.myocardium_known) for truth in part]),
        )
