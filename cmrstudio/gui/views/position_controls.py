"""Sliders for phase and slice that say in words where they stand."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from cmrstudio.gui.translation import tr


class _PositionSlider(QWidget):
    """A slider over zero-based indices with a label beside it that counts from one."""

    index_requested = Signal(int)

    def __init__(self, layout_type: type[QBoxLayout], orientation: Qt.Orientation, name: str) -> None:
        super().__init__()
        self.setObjectName("positionBar")
        self._name = name
        self.slider = QSlider(orientation)
        self.slider.setAccessibleName(name)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.valueChanged.connect(self._request)
        self._label = QLabel()
        self._label.setProperty("role", "muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = layout_type(self)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many positions there are; none disables the slider."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(count - 1, 0))
        self.slider.setEnabled(count > 1)
        self._count = count
        self.set_index(self.slider.value())

    def set_index(self, index: int) -> None:
        """Stand at a zero-based index, without asking for it."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(index)
        self._label.setText(self._text(index) if self._count else "")

    def _text(self, index: int) -> str:
        return f"{tr(self._name)} {index + 1} / {self._count}"

    def _request(self, index: int) -> None:
        self.index_requested.emit(index)


class PhaseSlider(_PositionSlider):
    """Runs from left to right through the cardiac cycle."""

    def __init__(self) -> None:
        super().__init__(QHBoxLayout, Qt.Orientation.Horizontal, "Phase")
        self._layout.setContentsMargins(10, 2, 10, 2)
        self._label.setMinimumWidth(96)
        self._layout.addWidget(self._label)
        self._layout.addWidget(self.slider, 1)


class SliceSlider(_PositionSlider):
    """Runs from the base at the top to the apex at the bottom."""

    def __init__(self) -> None:
        super().__init__(QVBoxLayout, Qt.Orientation.Vertical, "Slice")
        self.slider.setInvertedAppearance(True)
        self.slider.setInvertedControls(True)
        self._layout.setContentsMargins(4, 6, 4, 6)
        for widget, stretch in ((_end("base"), 0), (self.slider, 1), (_end("apex"), 0), (self._label, 0)):
            if widget is self.slider:
                self._layout.addWidget(widget, stretch, Qt.AlignmentFlag.AlignHCenter)
            else:
                self._layout.addWidget(widget, stretch)
        self.setFixedWidth(58)

    def _text(self, index: int) -> str:
        return f"{index + 1} / {self._count}"


def _end(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
