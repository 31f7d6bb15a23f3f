"""How a model is to learn: in plain words, with defaults that suit nearly everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.learning_words import label

if TYPE_CHECKING:
    from training.finetune_settings import FineTuneSettings

PRESETS = {
    "quick": (
        "Quick",
        "Some minutes: enough to get used to the images of your scanner. Choose this first.",
    ),
    "thorough": ("Thorough", "Up to an hour: more epochs, for ten patients and more."),
    "paper": (
        "As in the paper",
        "Hours: small steps for up to 200 epochs, on whole frames. For comparison with the published method.",
    ),
}
RATE_STEPS_PER_UNIT = 1e-5
"""Learning rates are shown in hundred-thousandths, which reads better than 0.00020."""


class LearningSettings(QWidget):
    """Asks for the settings of a fine-tuning; ``architecture`` decides what the defaults are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = ""
        self.preset = QComboBox()
        for name, (title, _) in PRESETS.items():
            self.preset.addItem(title, name)
        self.explanation = label("", "muted")
        self.epochs = QSpinBox()
        self.epochs.setRange(1, 500)
        self.learning_rate = QDoubleSpinBox()
        self.learning_rate.setDecimals(1)
        self.learning_rate.setRange(0.1, 1000.0)
        self.learning_rate.setSuffix(" · 10⁻⁵")
        self.replay = QSpinBox()
        self.replay.setRange(0, 90)
        self.replay.setSingleStep(10)
        self.replay.setSuffix(" %")
        self.augment = QCheckBox("Vary the images (turn, scale, contrast)")
        self._lay_out()
        self.preset.currentIndexChanged.connect(self.use_defaults)
        language_changes.changed.connect(self._explain)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows = (
            ("How thorough", self.preset, "How long and how carefully the model learns"),
            (
                "Epochs at most",
                self.epochs,
                "How often the model sees all images; it stops early if that helps no more",
            ),
            (
                "Learning rate",
                self.learning_rate,
                "How far each step moves the weights; larger learns and forgets more",
            ),
            ("Rehearsal", self.replay, "How much of each epoch are shipped images, so that nothing is forgotten"),
        )
        for title, field, tip in rows:
            caption = QLabel(title)
            caption.setBuddy(field)
            for widget in (caption, field):
                widget.setToolTip(tip)
            field.setAccessibleName(title)
            form.addRow(caption, field)
        self.augment.setToolTip("Show the images turned, scaled and with other contrast, so that the model learns more")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("HOW IT LEARNS", "section"))
        layout.addLayout(form)
        layout.addWidget(self.augment)
        layout.addWidget(self.explanation)
        layout.addStretch(1)

    def show_architecture(self, architecture: str) -> None:
        """Offer the defaults of another kind of network, unless it is the one that is shown."""
        if architecture != self._architecture:
            self._architecture = architecture
            self.use_defaults()

    def use_defaults(self) -> None:
        """Offer what the chosen preset stands for."""
        from training.finetune_settings import FineTuneSettings

        if self._architecture:
            settings = FineTuneSettings("", self.preset.currentData()).complete(self._architecture)
            self.show_settings(settings)
        self._explain()

    def show_settings(self, settings: FineTuneSettings) -> None:
        """Show complete settings."""
        with QSignalBlocker(self.preset):
            self.preset.setCurrentIndex(self.preset.findData(settings.preset))
        self.epochs.setValue(settings.epochs)
        self.learning_rate.setValue(settings.learning_rate / RATE_STEPS_PER_UNIT)
        self.replay.setValue(round(100 * settings.replay_share))
        self.augment.setChecked(settings.augment)

    def settings(self, model_id: str) -> FineTuneSettings:
        """What is asked for, of this model."""
        from training.finetune_settings import FineTuneSettings

        return FineTuneSettings(
            model_id,
            self.preset.currentData(),
            epochs=self.epochs.value(),
            learning_rate=round(self.learning_rate.value() * RATE_STEPS_PER_UNIT, 12),
            augment=self.augment.isChecked(),
            replay_share=self.replay.value() / 100,
        )

    def _explain(self) -> None:
        self.explanation.setText(tr(PRESETS[self.preset.currentData()][1]))
