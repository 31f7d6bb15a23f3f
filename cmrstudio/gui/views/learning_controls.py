"""The head of the training window: which model, how it stands, and the buttons that start and stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from cmrstudio.gui.controllers.learning import Stage
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import button, decimals, label, time_left_text

if TYPE_CHECKING:
    from cmrstudio.learning_runs import WaitingRun
    from training.finetune_settings import EpochReport

STAGE_NAMES = {
    Stage.IDLE: "Nothing is running",
    Stage.PREPARING: "Reading what is verified",
    Stage.TRAINING: "Learning",
    Stage.PAUSING: "Pausing after this batch",
    Stage.PAUSED: "Paused",
    Stage.COMPARING: "Comparing with the version it was trained from",
    Stage.STOPPING: "Stopping after this batch",
}


class LearningControls(QWidget):
    """Shows state, time left, memory and device of a run; asks for it to start, pause, go on and stop."""

    model_chosen = Signal(str)
    start_requested = Signal()
    pause_requested = Signal()
    cancel_requested = Signal()
    go_on_requested = Signal(object)
    """The ``WaitingRun`` that is offered."""
    discard_requested = Signal(object)
    state_changed = Signal(str)
    """How the run stands, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._is_enough = Stage.IDLE, False
        self._report: EpochReport | None = None
        self._waiting: WaitingRun | None = None
        self._cards: list = []
        self.models = QComboBox()
        self.models.setAccessibleName("Model that learns")
        self.models.setToolTip("The model that is to learn; the version in use stays in use meanwhile")
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state = QLabel()
        self.state.setProperty("role", "subtitle")
        self.state.setAccessibleName("State of the training")
        self.facts = QLabel()
        self.facts.setProperty("role", "muted")
        self.facts.setAccessibleName("Time left, memory and device")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the training")
        self.start = button("Start", "Let the model learn from what is verified, in the background")
        self.start.setProperty("primary", "true")
        self.pause = button("Pause", "Rest after the batch under way; reading has the whole computer then")
        self.cancel = button("Cancel", "Stop; what is done so far stays, and can go on later")
        self.go_on = button("Go on", "Go on from the last epoch that was finished")
        self.discard = button("Discard", "Remove what was cut off")
        self.offer = QFrame()
        self.offer.setAccessibleName("A training that was cut off")
        self.offer_text = label("", "muted")
        self.message = label("", "flag", name="Message about the training")
        self._lay_out()
        self._connect()
        self.show_stage(Stage.IDLE)
        self.show_waiting(())
        self.show_message("")

    def _lay_out(self) -> None:
        caption = QLabel("Model that learns")
        caption.setBuddy(self.models)
        top = QHBoxLayout()
        top.addWidget(caption)
        top.addWidget(self.models)
        top.addStretch(1)
        for one in (self.start, self.pause, self.cancel):
            top.addWidget(one)
        middle = QHBoxLayout()
        middle.addWidget(self.state)
        middle.addWidget(self.facts, 1)
        row = QHBoxLayout(self.offer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.offer_text, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(middle)
        for widget in (self.bar, self.offer, self.message):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.models.currentIndexChanged.connect(lambda _: self.model_chosen.emit(self.model_id))
        self.start.clicked.connect(self.start_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.go_on.clicked.connect(lambda: self.go_on_requested.emit(self._waiting))
        self.discard.clicked.connect(lambda: self.discard_requested.emit(self._waiting))
        language_changes.changed.connect(self._write)

    @property
    def model_id(self) -> str:
        """The model that is chosen, empty while there is none."""
        return self.models.currentData() or ""

    def show_models(self, cards: tuple, model_id: str) -> None:
        """Offer the models that can learn (``ModelCard``), with their version in use; ensembles cannot."""
        chosen = self.model_id or model_id
        self._cards = [card for card in cards if not card.is_ensemble]
        self.models.blockSignals(True)
        self.models.clear()
        for card in self._cards:
            self.models.addItem("", card.model_id)
        self._write_models()
        self.models.setCurrentIndex(max(0, self.models.findData(chosen)))
        self.models.blockSignals(False)
        self.model_chosen.emit(self.model_id)

    def show_enough(self, *, is_enough: bool) -> None:
        """Whether there is enough to learn from."""
        self._is_enough = is_enough
        self._write()

    def show_stage(self, stage: Stage) -> None:
        """Where the run is."""
        if stage is Stage.PREPARING:
            self._report = None
            self.show_message("")
        if stage in (Stage.PREPARING, Stage.COMPARING):
            self.bar.setRange(0, 0)
        self._stage = stage
        self._write()

    def show_report(self, report: EpochReport) -> None:
        """How far the run is."""
        self._report = report
        self.bar.setRange(0, report.epochs)
        self.bar.setValue(report.epoch)
        self._write()

    def show_progress(self, done: int, total: int) -> None:
        """How far the reading of images or the comparison is."""
        if self._stage in (Stage.PREPARING, Stage.COMPARING):
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def show_waiting(self, waiting: tuple) -> None:
        """Offer to go on with the first of what was cut off (``WaitingRun``)."""
        self._waiting = waiting[0] if waiting else None
        self.offer.setVisible(self._waiting is not None)
        self._write()

    def show_message(self, text: str) -> None:
        """Say what went wrong or is done otherwise than asked; an empty text takes it away."""
        self.message.setText(tr(text).partition("\n\n")[0])  # what follows is for those who mend it
        self.message.setToolTip(text)
        self.message.setVisible(bool(text))

    def _write_models(self) -> None:
        for index, card in enumerate(self._cards):
            self.models.setItemText(index, f"{tr(card.name)} {card.version}")

    def _write(self) -> None:
        stage, report = self._stage, self._report
        self._write_models()
        is_busy = stage is not Stage.IDLE
        text = tr(STAGE_NAMES[stage])
        if report is not None and stage in (Stage.TRAINING, Stage.PAUSING, Stage.PAUSED):
            text += tr(": epoch {epoch} of {epochs}").format(epoch=report.epoch, epochs=report.epochs)
        self.state.setText(text)
        self.state_changed.emit(text)
        self.facts.setText(_facts_text(report) if report is not None and is_busy else "")
        self.bar.setVisible(is_busy)
        self.models.setEnabled(not is_busy)
        self.start.setEnabled(not is_busy and self._is_enough and bool(self.model_id))
        self.pause.setEnabled(stage in (Stage.TRAINING, Stage.PAUSING, Stage.PAUSED))
        self.pause.setText(tr("Continue" if stage in (Stage.PAUSING, Stage.PAUSED) else "Pause"))
        self.cancel.setEnabled(is_busy and stage is not Stage.STOPPING)
        if self._waiting is not None:
            record = self._waiting.record
            words = tr("A training of {parent} (up to {epochs} epochs) was cut off; it can go on from its last epoch.")
            self.offer_text.setText(words.format(parent=record.parent, epochs=record.request.settings.epochs))


def _facts_text(report: EpochReport) -> str:
    memory = report.peak_memory_mb
    parts = [
        time_left_text(report.seconds_left),
        "" if memory is None else tr("{memory} GB of memory").format(memory=decimals(memory / 1024, 1)),
        tr(report.device),
    ]
    return " · ".join(filter(None, parts))
