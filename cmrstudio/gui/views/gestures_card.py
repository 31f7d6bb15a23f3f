"""The ten gestures with which a study is read, with the keys that they have at the moment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cmrstudio.gui.actions import ActionSet
from cmrstudio.gui.translation import tr, translate_widgets

ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


@dataclass(frozen=True)
class Gesture:
    """What a reader does, by which ``actions``' first keys or, where they are none, by which hand movements."""

    text: str
    actions: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()


GESTURES = (
    Gesture("Step through slices and phases", ("basal_slice", "apical_slice", "previous_phase", "next_phase")),
    Gesture("Play the cine and stop it", ("play",)),
    Gesture("Next slice; with Shift next phase, with Ctrl zoom", hands=("Wheel",)),
    Gesture("Change window and level", hands=("W", "Drag")),
    Gesture("Have all contours drawn", ("segment_study",)),
    Gesture("Move a point of a contour", ("control_points",), ("Drag",)),
    Gesture("Redraw a part of a contour", ("freehand",), ("Drag",)),
    Gesture("Verify the contours that are right", ("verify_image",)),
    Gesture("Go to the next contour that needs a look", ("next_to_look_at",)),
    Gesture("Write the report", ("report",)),
)


class GesturesCard(QFrame):
    """Teaches the gestures; it goes when the reader has got them."""

    sample_requested = Signal()
    dismissed = Signal()

    def __init__(self, actions: ActionSet, parent: QWidget | None = None, *, offers_sample: bool = True) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setObjectName("gesturesCard")
        self._title = QLabel("Ten gestures to read a heart")
        self._title.setProperty("role", "subtitle")
        self._title.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self.sample_button = QPushButton("Try them on the bundled study")
        self.sample_button.setProperty("primary", "true")
        self.sample_button.setToolTip("Open the bundled study with this list beside it")
        self.sample_button.clicked.connect(self.sample_requested)
        self.sample_button.setVisible(offers_sample)
        self.dismiss_button = QPushButton("Got it")
        self.dismiss_button.setToolTip("Do not show this again; Help brings it back")
        self.dismiss_button.clicked.connect(self.dismissed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sample_button)
        buttons.addWidget(self.dismiss_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(14)
        layout.addWidget(self._title)
        layout.addLayout(self._grid)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.write()

    @property
    def rows(self) -> list[tuple[tuple[str, ...], str]]:
        """The key caps and the words of each row."""
        return [
            (self._caps(gesture), tr(gesture.text))
            for gesture in GESTURES
            if all(name in self._actions.names for name in gesture.actions)
        ]

    def _caps(self, gesture: Gesture) -> tuple[str, ...]:
        keys = []
        for name in gesture.actions:
            key = self._actions[name].shortcut()
            native = key.toString(QKeySequence.SequenceFormat.NativeText)
            keys += [ARROWS.get(key.toString(QKeySequence.SequenceFormat.PortableText), native)] if native else []
        return (*keys, *map(tr, gesture.hands))

    def write(self) -> None:
        """Write all rows, with the keys and in the language of the moment."""
        translate_widgets(self)  # a card without a window is in nobody's reach who translates
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (caps, text) in enumerate(self.rows):
            words = QLabel(text)
            words.setWordWrap(True)
            words.setAccessibleName(f"{' '.join(caps)}: {text}")
            self._grid.addWidget(_cap_row(caps), row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignVCenter)


def _cap_row(caps: tuple[str, ...]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for cap in caps:
        label = QLabel(cap)
        label.setProperty("role", "key")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(label)
    return box
