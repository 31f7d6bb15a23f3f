"""The bar over the images: tools, structure, playing, segmenting and verifying."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.actions import ActionSet, with_keys
from cmrstudio.gui.controllers.playback import SPEEDS
from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.model_chooser import ModelChooser

STRUCTURES = {
    Structure.LV_ENDOCARDIUM: ("Endo", "structureEndocardium", "Edit the endocardium"),
    Structure.LV_EPICARDIUM: ("Epi", "structureEpicardium", "Edit the epicardium"),
}


class ReadingToolBar(QToolBar):
    """Shows the actions one needs most, with the structure, the speed and the model beside them."""

    structure_chosen = Signal(object)
    speed_chosen = Signal(float)
    model_chosen = Signal(str)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__("Reading", parent)
        self.setObjectName("readingToolBar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._add(actions, "navigate", "control_points", "freehand", "pusher", "whole_contour")
        self.measuring = self._add_choice(actions, "caliper", "ellipse", "polygon")
        self.addSeparator()
        self._structures = self._add_structures()
        self.addSeparator()
        self.addAction(actions.undo)
        self.addAction(actions.redo)
        self._add(actions, "smooth", None, "overlays", "reset_view", "auto_window", None, "play")
        self.speeds = self._add_speeds()
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.models = self._add_models()
        self._add(actions, "segment_slice", "segment_study", None, "verify_image", "next_to_look_at")
        button = self.widgetForAction(actions["segment_study"])
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setObjectName("segmentStudy")
            actions["segment_study"].setIconText(tr("Segment"))
            actions["segment_study"].setIcon(icon("segment", "on_accent"))
            actions["segment_study"].setIconVisibleInMenu(False)  # the menu has no such background
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._segment = actions["segment_study"]

    def _add(self, actions: ActionSet, *names: str | None) -> None:
        for name in names:
            if name is None:
                self.addSeparator()
            else:
                self.addAction(actions[name])

    def _add_choice(self, actions: ActionSet, *names: str) -> QToolButton:
        """One button for tools of a kind, since the bar has no room for all: held down it offers the others."""
        button = QToolButton()
        menu = QMenu(button)
        for name in names:
            menu.addAction(actions[name])
            actions[name].toggled.connect(
                lambda chosen, action=actions[name]: button.setDefaultAction(action) if chosen else None
            )
        button.setDefaultAction(actions[names[0]])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.addWidget(button)
        return button

    def _add_structures(self) -> dict[Structure, QToolButton]:
        group = QButtonGroup(self)
        buttons = {}
        for structure, (text, name, tip) in STRUCTURES.items():
            button = QToolButton()
            button.setText(text)
            button.setObjectName(name)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, structure=structure: self.structure_chosen.emit(structure))
            group.addButton(button)
            self.addWidget(button)
            buttons[structure] = button
        buttons[Structure.LV_ENDOCARDIUM].setChecked(True)
        return buttons

    def _add_speeds(self) -> QComboBox:
        box = QComboBox()
        box.setToolTip("How fast to play, 1× is the speed of the heart")
        box.setAccessibleName("Speed")
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for speed in SPEEDS:
            box.addItem(f"{speed:g}×", speed)
        box.setCurrentIndex(SPEEDS.index(1.0))
        box.activated.connect(lambda index: self.speed_chosen.emit(box.itemData(index)))
        self.addWidget(box)
        return box

    def _add_models(self) -> ModelChooser:
        chooser = ModelChooser()
        chooser.activated.connect(lambda index: self.model_chosen.emit(chooser.itemData(index)))
        self.addWidget(chooser)
        return chooser

    def show_keys(self, switch_keys: str) -> None:
        """Say in the tool tips which keys switch the structure, in the language in use."""
        for structure, button in self._structures.items():
            button.setToolTip(with_keys(tr(STRUCTURES[structure][2]), switch_keys))
        self._segment.setIconText(tr("Segment"))

    def show_structure(self, structure: Structure) -> None:
        """Mark the structure being edited."""
        self._structures[structure].setChecked(True)

    def show_speed(self, speed: float) -> None:
        """Show how fast is played."""
        self.speeds.setCurrentIndex(min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - speed)))

    def show_models(self, cards: tuple) -> None:
        """Offer these models (``ModelCard``)."""
        self.models.show_models(cards)

    def show_model(self, model_id: str) -> None:
        """Mark the model in use."""
        self.models.show_model(model_id)
