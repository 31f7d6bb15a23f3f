"""Which model draws, of those installed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.gui.views.models_dialog import NO_MODEL
from cmrstudio.gui.workers.background import BackgroundThread

SETTING = "model_id"
TOLD_SETTING = "model_replaced_told"


def read_cards(user_models: Path | None = None) -> tuple:
    """The cards of all models in their versions in use, and the reasons why others are unusable."""
    from cmrstudio.inference.registry import ModelRegistry

    registry = ModelRegistry(user_folder=user_models)
    return registry.cards(), registry.broken()


def read_licences(user_models: Path | None = None) -> dict[str, str]:
    """The licences of all versions of all models, by what stands in a contour's source ("unet@1.0.0")."""
    from cmrstudio.inference.model_versions import ModelVersions
    from cmrstudio.inference.registry import ModelRegistry

    cards = ModelRegistry().cards() if user_models is None else ModelVersions(user_models).every_card()
    return {card.source: card.licence for card in cards}


def replacement_text(model_id: str, card, broken: tuple) -> str:
    """What to tell of a chosen model that cannot be used and of the one (``ModelCard``) that takes its place."""
    reason = next((bad.reason for bad in broken if model_id in (bad.model_id, bad.folder.name)), "")
    trouble = "cannot be used" if reason else "is no longer installed"
    hint = reason or "Segment > Models lists all models."
    return f'The chosen model "{model_id}" {trouble}: {card.name} is used instead. {hint}'


class ModelChoice(QObject):
    """The installed models and the one in use; remembers from session to session which one the reader chose.

    Where that one is gone another takes its place, which is told once; the choice is kept, so that the model is used
    again when it comes back, until the reader chooses or accepts (``accept``) another. ``user_models`` is the folder
    with versions of models that did not ship.
    """

    cards_changed = Signal(object)
    """tuple[ModelCard, ...]."""
    model_changed = Signal(str)
    replaced = Signal(str)
    """What to tell the reader of a chosen model that is gone; ``note_told`` when it was told, else it comes again."""
    failed = Signal(str)

    def __init__(
        self,
        thread: BackgroundThread,
        settings: QSettings,
        parent: QObject | None = None,
        *,
        user_models: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._user_models = user_models
        self._thread, self._settings = thread, settings
        self._cards: tuple = ()
        self._broken: tuple = ()
        self._licences: dict[str, str] = {}
        self._model_id: str | None = None
        self._replacement = ""

    @property
    def cards(self) -> tuple:
        """The cards of the installed models."""
        return self._cards

    @property
    def licences(self) -> dict[str, str]:
        """The licences of all versions of all models, by what stands in a contour's source ("unet@1.0.0")."""
        return self._licences

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
        self._thread.submit(lambda: read_licences(self._user_models), self._take_licences, self._fail)
        self._thread.submit(lambda: read_cards(self._user_models), self._take, self._fail)

    def choose(self, model_id: str) -> None:
        """Use this model from now on."""
        if not any(card.model_id == model_id for card in self._cards):
            return
        self._settings.setValue(SETTING, model_id)
        self._settings.remove(TOLD_SETTING)
        self._replacement = ""
        if model_id != self._model_id:
            self._use(model_id)

    def note_told(self) -> None:
        """The reader was told that the chosen model is gone and what is used instead; not to be told again."""
        self._settings.setValue(TOLD_SETTING, self._replacement)

    def accept(self, text: str) -> None:
        """The reader has put a message away; where it was that of ``replaced``, choose the model in use."""
        if text and text == self._replacement and self._model_id is not None:
            self.choose(self._model_id)

    def _take(self, found: tuple) -> None:
        from cmrstudio.workflow import DEFAULT_MODEL

        self._cards, self._broken = found
        self.cards_changed.emit(self._cards)
        chosen = str(self._settings.value(SETTING, ""))
        by_id = {card.model_id: card for card in self._cards}
        usable = next((model_id for model_id in (chosen, DEFAULT_MODEL, *by_id) if model_id in by_id), None)
        if usable:
            self._use(usable)
        else:
            self.failed.emit(NO_MODEL)
        for model in self._broken:
            self.failed.emit(model.reason)
        if usable:  # last, since only one message is shown at a time
            self._tell_replaced(chosen, by_id[usable])

    def _take_licences(self, licences: dict[str, str]) -> None:
        self._licences = licences

    def _use(self, model_id: str) -> None:
        self._model_id = model_id
        self.model_changed.emit(model_id)

    def _tell_replaced(self, chosen: str, card) -> None:
        """Tell, once, that ``card`` (``ModelCard``) is used instead of the model chosen, if that is so."""
        self._replacement = ""
        if chosen in ("", card.model_id):
            self._settings.remove(TOLD_SETTING)
            return
        self._replacement = replacement_text(chosen, card, self._broken)
        if self._settings.value(TOLD_SETTING, "") != self._replacement:
            self.replaced.emit(self._replacement)

    def _fail(self, error: CmrstudioError) -> None:
        self.failed.emit(str(error))
