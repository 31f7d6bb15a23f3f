"""The models that are loaded, and what they make of images."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from cmrstudio.engine.cine import Cine, PhaseResult
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.registry import ModelRegistry

NETWORKS_KEPT = 5
"""The four of an ensemble and one more; an ensemble of more is kept whole."""


class Segmenter:
    """Keeps the networks that were used last in memory, and runs them."""

    def __init__(self, registry: ModelRegistry) -> None:
        self._registry = registry
        self._loaded: OrderedDict[tuple[str, str], Predictor] = OrderedDict()

    def load(self, model_id: str) -> tuple[ModelCard, tuple[Predictor, ...]]:
        """The model's card and its networks (one, or those of an ensemble), ready to run.

        Loaded anew where weights have changed. Raises ``ModelError``.
        """
        card, members = self._registry.card_and_members(model_id)
        kept = max(NETWORKS_KEPT, len(members))
        return card, tuple(self._network(member, kept) for member in members)

    def _network(self, card: ModelCard, kept: int) -> Predictor:
        key = (card.model_id, card.weights_sha256)
        if key not in self._loaded:
            while len(self._loaded) >= kept:
                self._loaded.popitem(last=False)
            weights = self._registry.weights(card)
            self._loaded[key] = Predictor(card.architecture, weights, side_px=card.input_size_px)
            self._loaded[key].warm_up()
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def begin(
        self,
        model_id: str,
        pixel_spacing_mm: tuple[float, float],
        after_batch: Callable[[int], None],
        deliver: Callable[[PhaseResult], None],
    ) -> Cine:
        """Something to add the phases of a request to; ``pixel_spacing_mm`` is (row, column). Raises ``ModelError``."""
        return Cine(*self.load(model_id), pixel_spacing_mm, after_batch, deliver)
