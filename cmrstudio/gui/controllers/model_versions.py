"""The versions of a model: looked at, put to use, taken back, kept as experiments, carried to other computers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.gui.controllers.learning import LearningController

if TYPE_CHECKING:
    from cmrstudio.inference.model_card import ModelCard


class ModelVersionsController(QObject):
    """What is done with versions runs on the reading thread of a ``LearningController``; ``told`` says it is done."""

    listed = Signal(object)
    """``learning_overview.VersionsOverview`` of the model that was asked for."""
    candidate_changed = Signal(object)
    """``learning_overview.Candidate`` to be shown, None where it is gone."""
    in_use_changed = Signal(str)
    """The id of the model of which another version is in use now, or that is new."""
    told = Signal(str, object)
    """A template and what fills its places (a dict)."""
    failed = Signal(str)

    def __init__(self, learning: LearningController, who: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._learning, self._who = learning, who

    def list_versions(self) -> None:
        """Read the versions of the base model; ``listed`` follows."""
        model_id = self._learning.model_id

        def read() -> object:
            from cmrstudio import learning_overview

            return learning_overview.versions_overview(self._learning.versions(), model_id)

        if model_id:
            self._submit(read, self.listed.emit)

    def show(self, source: str) -> None:
        """Read how a version compares; ``candidate_changed`` follows."""

        def read() -> object:
            from cmrstudio import learning_overview

            return learning_overview.candidate(self._learning.versions(), source)

        self._submit(read, self.candidate_changed.emit)

    def promote(self, source: str) -> None:
        """Put a version to use, if it is offered."""
        who = self._name()

        def promote() -> ModelCard:
            from cmrstudio import learning

            return learning.promote(self._learning.versions(), source, who)

        self._submit(promote, lambda card: self._in_use("{version} is in use now.", card))

    def roll_back(self) -> None:
        """Use the version again that was in use before."""
        model_id, who = self._learning.model_id, self._name()
        self._submit(
            lambda: self._learning.versions().rollback(model_id, who),
            lambda card: self._in_use("Rolled back: {version} is in use again.", card),
        )

    def keep_as_experiment(self, source: str, name: str) -> None:
        """Make a model of its own of a version."""
        model_id, _, version = source.partition("@")
        who = self._name()
        self._submit(
            lambda: self._learning.versions().keep_as_experiment(model_id, version, name, who),
            lambda card: self._in_use("Kept as the experiment {version}; choose it in the list of models.", card),
        )

    def discard(self, source: str) -> None:
        """Remove a version that was never in use."""
        model_id, _, version = source.partition("@")

        def gone(_: object) -> None:
            self.told.emit("{version} is discarded.", {"version": source})
            self.candidate_changed.emit(None)
            self.list_versions()

        self._submit(lambda: self._learning.versions().discard(model_id, version), gone)

    def export(self, source: str, path: Path) -> None:
        """Write a version as one file."""
        model_id, _, version = source.partition("@")
        self._submit(
            lambda: self._learning.versions().export(model_id, version, path),
            lambda written: self.told.emit("Written: {path}", {"path": str(written)}),
        )

    def import_(self, path: Path) -> None:
        """Take the version that a file holds; one that is hostile or damaged is refused."""
        who = self._name()

        def take(card: ModelCard) -> None:
            self._in_use("Imported: {version}. It is listed among the versions of its model.", card)

        self._submit(lambda: self._learning.versions().import_(path, who), take)

    def _name(self) -> str:
        from cmrstudio import learning

        return self._who() or learning.user_name()

    def _in_use(self, template: str, card: ModelCard) -> None:
        self.told.emit(template, {"version": card.source})
        self.in_use_changed.emit(card.model_id)
        self.list_versions()
        self._learning.refresh()

    def _submit(self, work: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._learning.thread.submit(work, on_done, self._fail)

    def _fail(self, error: CmrstudioError) -> None:
        self.failed.emit(str(error))
