"""Tells whoever watches a run how it goes, and lets him act between its batches."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping, Sequence

import keras
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.labels import BACKGROUND, CAVITY
from cmrstudio.inference.postprocess import contour_from_field, contours_from_probabilities
from cmrstudio.inference.preprocess import MODEL_SPACING_MM, GridTransform
from training.callbacks import VALIDATION_LOSS, Logs, Validation
from training.checkpoints import RunState
from training.distribution import peak_accelerator_mb
from training.finetune_settings import EpochReport, FineTuneHooks, GalleryImage
from training.settings import FitSettings
from training.truth import TruthImage

GALLERY_IMAGES = 6
LEARNING, READER = "learning", "reader"
"""Who drew the contours of a gallery."""

Probabilities = npt.NDArray[np.float32]


class Watch(keras.callbacks.Callback):
    """Calls the hooks of a run: between batches, and with figures and pictures when an epoch is kept.

    To be called after ``RunKeeper``. A run that goes on tells of the epochs that it has behind it once more, so that
    whoever watches need not have watched before.
    """

    def __init__(
        self, hooks: FineTuneHooks, images: Sequence[TruthImage], settings: FitSettings, state: RunState, machine: str
    ) -> None:
        super().__init__()
        self._hooks = hooks
        self._images = images
        self._settings = settings
        self._state = state
        self._machine = machine
        self._drawn: dict[int, GalleryImage] = {}
        self._chosen = frozenset(gallery_choice(images))
        self._away_s = 0.0

    def seconds_away(self) -> float:
        """How much of the epoch under way the hooks took for other things."""
        return self._away_s

    def begin(self, validation: Validation) -> None:
        """Judge the model that a fresh run begins with, and tell of all that is done already."""
        state = self._state
        if state.baseline is None and not state.rows:
            state.baseline = validation.scores()
            self._show_gallery(0)
        if state.baseline is not None:
            self._hooks.on_epoch(self._report(0, state.baseline))
        for epoch, row in enumerate(state.rows, start=1):
            self._hooks.on_epoch(self._report(epoch, row))

    def validated(self, first: int, probabilities: Probabilities) -> None:
        """Take note of what was drawn on the validation images from ``first``, and let the hooks act."""
        for number in self._chosen.intersection(range(first, first + len(probabilities))):
            self._drawn[number] = gallery_image(self._images[number], probabilities[number - first])
        self.act()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Begin to count the time away."""
        del epoch, logs
        self._away_s = 0.0

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Let the hooks act."""
        del batch, logs
        self.act()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Tell of the epoch."""
        del logs
        self._show_gallery(epoch + 1)
        self._hooks.on_epoch(self._report(epoch + 1, self._state.rows[epoch]))

    def act(self) -> None:
        """Let the hooks act; what they take is no time of the epoch."""
        began = time.monotonic()
        self._hooks.between_batches()
        self._away_s += time.monotonic() - began

    def _show_gallery(self, epoch: int) -> None:
        self._hooks.on_gallery(epoch, tuple(self._drawn[number] for number in sorted(self._drawn)))
        self._drawn.clear()

    def _report(self, epoch: int, row: Mapping[str, float]) -> EpochReport:
        state, epochs = self._state, self._settings.epochs
        losses = [earlier[VALIDATION_LOSS] for earlier in state.rows[:epoch]]
        seconds = state.seconds[:epoch]
        left_s = math.fsum(seconds) / len(seconds) * (epochs - epoch) if seconds else None
        return EpochReport(
            epoch=epoch,
            epochs=epochs,
            loss=row.get("loss", math.nan),
            val_loss=row[VALIDATION_LOSS],
            dice={structure: row[f"val_{structure}_dice"] for structure in ("cavity", "myocardium")},
            best_epoch=int(np.argmin(losses)) + 1 if losses else 0,
            seconds_left=0.0 if state.stopped and epoch == state.epochs_done else left_s,
            peak_memory_mb=peak_memory_mb(),
            device=self._machine,
        )


def gallery_choice(images: Sequence[TruthImage], wanted: int = GALLERY_IMAGES) -> list[int]:
    """The numbers of a few images that show a heart: evenly over all, so that patients, phases and slices differ."""
    with_heart = [number for number, truth in enumerate(images) if truth.labels.any()]
    places = np.linspace(0, len(with_heart) - 1, min(wanted, len(with_heart))).round().astype(int)
    return [with_heart[place] for place in places]


def gallery_image(truth: TruthImage, probabilities: Probabilities) -> GalleryImage:
    """An image with its truth and what a network makes of it; ``probabilities`` [row, column, 3]."""
    shape = (truth.image.shape[0], truth.image.shape[1])
    grid = GridTransform(shape, (MODEL_SPACING_MM, MODEL_SPACING_MM), model_side_px=shape[0])
    (drawn,) = contours_from_probabilities(probabilities[None], grid, LEARNING)
    fields = [(Structure.LV_ENDOCARDIUM, truth.labels == CAVITY)]
    if truth.myocardium_known:
        fields.append((Structure.LV_EPICARDIUM, truth.labels != BACKGROUND))
    contours = (contour_from_field(field.astype(np.float32), structure, grid, READER) for structure, field in fields)
    known: tuple[Contour, ...] = tuple(contour for contour in contours if contour is not None)
    return GalleryImage(truth.subject, truth.phase, truth.slice_index, truth.image, known, drawn)


def peak_memory_mb() -> float | None:
    """The most memory that was in use, of the accelerator where there is one, else of this process."""
    on_accelerator = peak_accelerator_mb()
    if on_accelerator is not None:
        return on_accelerator
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
