"""The bars over the images: tools, structure and playing, and beside them segmenting and verifying."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.actions import ActionSet, with_keys
from cmrstudio.gui.controllers.playback import SPEEDS
from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.model_chooser import ModelChooser

NARROW_PX = 900
STRUCTURES = {
    Structure.LV_ENDOCARDIUM: ("Endo", "structureEndocardium", "Edit the endocardium"),
    Structure.LV_EPICARDIUM: ("Epi", "structureEpicardium", "Edit the epicardium"),
}


class _Bar(QToolBar):
    """A bar that stays where it is."""

    def __init__(self, title: str, name: str, parent: QWidget | None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def _add(self, actions: ActionSet, *names: str | None) -> None:
        for name in names:
            if name is None:
                self.addSeparator()
            else:
                self.addAction(actions[name])

    def _take_tab(self) -> None:
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class ReadingToolBar(_Bar):
    """Shows the tools one needs most, with the structure and the speed beside them.

    In a narrow window the last of them go behind the button at its end.
    """

    structure_chosen = Signal(object)
    speed_chosen = Signal(float)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__("Reading", "readingToolBar", parent)
        self._add(actions, "navigate", "control_points", "freehand", "pusher", "whole_contour")
        self.measuring = self._add_choice(actions, "caliper", "ellipse", "polygon")
        self.addSeparator()
        self._structures = self._add_structures()
        self.addSeparator()
        self.addAction(actions.undo)
        self.addAction(actions.redo)
        self._add(actions, "smooth", None, "overlays", "reset_view", "auto_window", None, "play")
        self.speeds = self._add_speeds()
        self._take_tab()

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

    def show_keys(self, switch_keys: str) -> None:
        """Say in the tool tips which keys switch the structure, in the language in use."""
        for structure, button in self._structures.items():
            button.setToolTip(with_keys(tr(STRUCTURES[structure][2]), switch_keys))

    def show_structure(self, structure: Structure) -> None:
        """Mark the structure being edited."""
        self._structures[structure].setChecked(True)

    def show_speed(self, speed: float) -> None:
        """Show how fast is played."""
        self.speeds.setCurrentIndex(min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - speed)))


class SegmentingToolBar(_Bar):
    """Shows the model with the actions that end a reading; in a narrow window too, where a word goes but no button."""

    model_chosen = Signal(str)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__("Segmenting", "segmentingToolBar", parent)
        spacer = QWidget()  # a line's last bar gets the room that is left
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.models = ModelChooser()
        self.models.activated.connect(lambda index: self.model_chosen.emit(self.models.itemData(index)))
        self.addWidget(self.models)
        self._add(actions, "segment_slice", "segment_study", None, "verify_image", "next_to_look_at")
        self._segment = actions["segment_study"]
        button = self.widgetForAction(self._segment)
        if isinstance(button, QToolButton):
            button.setObjectName("segmentStudy")
            self._segment.setIcon(icon("segment", "on_accent"))
            self._segment.setIconVisibleInMenu(False)  # the menu has no such background
        self._button = button
        self.write()
        self.fit(NARROW_PX)
        self._take_tab()

    def minimumSizeHint(self) -> QSize:
        """All of it."""
        return self.sizeHint()

    def fit(self, window_width_px: int) -> None:
        """Leave the tools more room in a narrow window."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self._button.setToolButtonStyle(alone if window_width_px < NARROW_PX else beside)

    def write(self) -> None:
        """Write the button that segments in the language in use, shorter than the action in the menu."""
        self._segment.setIconText(tr("Segment"))

    def show_models(self, cards: tuple) -> None:
        """Offer these models (``ModelCard``)."""
        self.models.show_models(cards)

    def show_model(self, model_id: str) -> None:
        """Mark the model in use."""
        self.models.show_model(model_id)
