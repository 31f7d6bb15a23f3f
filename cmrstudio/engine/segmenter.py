"""From the images of one phase to its contours, with the models that are loaded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from cmrstudio.engine.protocol import PhaseImages
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.preprocess import GridTransform, prepare
from cmrstudio.inference.registry import ModelRegistry

MODELS_KEPT = 2
SliceContours = tuple[tuple[Contour, ...], ...]


class Segmenter:
    """Keeps the last models in memory and runs them."""

    def __init__(self, registry: ModelRegistry) -> None:
        self._registry = registry
        self._loaded: OrderedDict[tuple[str, str], Predictor] = OrderedDict()

    def load(self, model_id: str) -> tuple[ModelCard, Predictor]:
        """The model, ready to run; loaded anew where its weights have changed. Raises ``ModelError``."""
        card = self._registry.card(model_id)
        key = (model_id, card.weights_sha256)
        if key not in self._loaded:
            while len(self._loaded) >= MODELS_KEPT:
                self._loaded.popitem(last=False)
            predictor = Predictor(card.architecture, self._registry.weights(model_id), side_px=card.input_size_px)
            predictor.warm_up()
            self._loaded[key] = predictor
        self._loaded.move_to_end(key)
        return card, self._loaded[key]

    def segment(
        self,
        model_id: str,
        images: PhaseImages,
        pixel_spacing_mm: tuple[float, float],
        after_batch: Callable[[int], None],
    ) -> SliceContours:
        """Contours by slice, empty where there is no image or no heart; ``pixel_spacing_mm`` is (row, column).

        ``after_batch`` hears how many images each batch had; what it raises ends the work. Raises ``ModelError``.
        """
        card, predictor = self.load(model_id)
        slice_count, rows, columns = images.pixels.shape
        contours: list[tuple[Contour, ...]] = [()] * slice_count
        present = [int(index) for index in np.flatnonzero(images.present)]
        if not present:
            return tuple(contours)
        grid = (card.spacing_mm, card.input_size_px)
        prepared = np.stack([prepare(images.pixels[index], pixel_spacing_mm, *grid)[0] for index in present])
        parts: list[npt.NDArray[np.float32]] = []
        for part in predictor.batches(prepared):
            parts.append(part)
            after_batch(len(part))
        transform = GridTransform((rows, columns), pixel_spacing_mm, *grid)
        found = contours_from_probabilities(np.concatenate(parts), transform, card.source)
        for index, drawn in zip(present, found, strict=True):
            contours[index] = drawn
        return tuple(contours)
