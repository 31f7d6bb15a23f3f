"""Which model draws, of those installed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.gui.workers.background import BackgroundThread

SETTING = "model_id"


def read_cards() -> tuple:
    """The cards of all installed models and the reasons why others are unusable."""
    from cmrstudio.inference.registry import ModelRegistry

    registry = ModelRegistry()
    return registry.cards(), registry.broken()


class ModelChoice(QObject):
    """The installed models and the one in use; remembers it from session to session."""

    cards_changed = Signal(object)
    """tuple[ModelCard, ...]."""
    model_changed = Signal(str)
    failed = Signal(str)

    def __init__(self, thread: BackgroundThread, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread, self._settings = thread, settings
        self._cards: tuple = ()
        self._broken: tuple = ()
        self._model_id: str | None = None

    @property
    def cards(self) -> tuple:
        """The cards of the installed models."""
        return self._cards

    @property
    def broken(self) -> tuple:
        """What is installed and cannot be used (``BrokenModel``), and why."""
        return self._broken

    @property
    def model_id(self) -> str | None:
        """The model in use, None while none is known."""
        return self._model_id

    def load(self) -> None:
        """Look for installed models on the background thread."""
        self._thread.submit(read_cards, self._take, self._fail)

    def choose(self, model_id: str) -> None:
        """Use this model from now on."""
        if model_id != self._model_id and any(card.model_id == model_id for card in self._cards):
            self._model_id = model_id
            self._settings.setValue(SETTING, model_id)
            self.model_changed.emit(model_id)

    def _take(self, found: tuple) -> None:
        from cmrstudio.workflow import DEFAULT_MODEL

        self._cards, self._broken = found
        self.cards_changed.emit(self._cards)
        known = [card.model_id for card in self._cards]
        wanted = (str(self._settings.value(SETTING, "")), DEFAULT_MODEL, *known)
        usable = next((model_id for model_id in wanted if model_id in known), None)
        if usable:
            self._model_id = usable
            self.model_changed.emit(usable)
        else:
            self.failed.emit("No model is installed: contours can be drawn by hand, but not predicted.")
        for model in self._broken:
            self.failed.emit(model.reason)

    def _fail(self, error: CmrstudioError) -> None:
        self.failed.emit(str(error))
