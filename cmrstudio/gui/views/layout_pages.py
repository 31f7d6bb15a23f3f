"""Montage and matrix with the strips of tools over them, and the switch between layouts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.actions import ActionSet, plain_text
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.matrix_grid import HEADER_HEIGHT, HEADER_WIDTH
from cmrstudio.gui.views.matrix_view import MatrixView
from cmrstudio.gui.views.montage_view import MontageView
from cmrstudio.gui.views.picture_marks import StateLegend

SELECTION_ACTIONS = {
    "segment_selected": "Segment",
    "copy_to_selected": "Copy to selected",
    "clear_selected": "Clear",
    "verify_selected": "Verify",
}
LAYOUT_ACTIONS = ("layout_cine", "layout_phases", "layout_montage", "layout_matrix")
STRIP_HEIGHT = 38


def action_button(actions: ActionSet, name: str, text: str = "") -> QToolButton:
    """A button for an action of the window, with a word of its own beside the icon or with the icon alone."""
    button, action = QToolButton(), actions[name]
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(tr(plain_text(action)))
    button.setIconSize(QSize(18, 18))
    if text:
        button.setText(tr(text))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        action.changed.connect(lambda: button.setText(tr(text)))  # the button takes the action's words at every change
    return button


class _Strip(QWidget):
    """A sentence at the left and buttons at the right, which lose their words where the sentence would be cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("positionBar")
        self.setFixedHeight(STRIP_HEIGHT)
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 2, 8, 2)
        self._row.setSpacing(2)
        self._row.addWidget(self.text, 1)
        self._buttons: list[QToolButton] = []

    def add(self, button: QToolButton) -> None:
        """Add a button at the right."""
        self._row.addWidget(button)
        self._buttons.append(button)

    def say(self, words: str) -> None:
        """Show this sentence."""
        self.text.setText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sentence its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        shown = [button for button in self._buttons if not button.isHidden()]
        for button in shown:
            button.setToolButtonStyle(beside)
        margins = self._row.contentsMargins()
        taken = sum(button.sizeHint().width() + self._row.spacing() for button in shown)
        room = self.width() - margins.left() - margins.right() - taken
        if room < self.text.sizeHint().width():
            for button in shown:
                button.setToolButtonStyle(alone)


class MatrixPage(QWidget):
    """The matrix between what can be done to its selection and what its marks mean."""

    def __init__(self, matrix: MatrixView, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = matrix
        self._actions = actions
        self.strip = _Strip()
        for name, text in SELECTION_ACTIONS.items():
            self.strip.add(action_button(actions, name, text))
        self.legend = StateLegend()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(matrix)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.legend)
        self._scroll = scroll
        for bar in (scroll.horizontalScrollBar(), scroll.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: matrix.update())

    def keep_in_sight(self, phase_index: int, slice_index: int) -> None:
        """Scroll, where all do not fit, so that an image is seen."""
        cell = self.matrix.cell_rect((phase_index, slice_index))
        across, down = HEADER_WIDTH + round(cell.width()), HEADER_HEIGHT + round(cell.height())
        self._scroll.ensureVisible(round(cell.center().x()), round(cell.center().y()), across, down)

    def make_menu(self) -> QMenu:
        """The menu of what is selected."""
        menu = QMenu(self)
        for name in SELECTION_ACTIONS:
            menu.addAction(self._actions[name])
        menu.addSeparator()
        menu.addAction(self._actions["pin_slice"])
        menu.addAction(self._actions["layout_cine"])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


class MontagePage(QWidget):
    """The montage under a line that says which slices it shows."""

    def __init__(self, montage: MontageView, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.montage = montage
        self._actions = actions
        self.strip = _Strip()
        self.unpin = action_button(actions, "unpin_slices", "Show all slices")
        pin = action_button(actions, "pin_slice")
        pin.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.strip.add(pin)
        self.strip.add(self.unpin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(montage, 1)

    def show_pins(self, pinned: frozenset[int], slice_count: int) -> None:
        """Say which slices are shown."""
        self.montage.set_pinned(pinned)
        self.unpin.setVisible(bool(pinned))
        words = ""
        if pinned:
            words = tr("{pinned} pinned of {count} slices").format(pinned=len(pinned), count=slice_count)
        elif slice_count:
            words = tr("All {count} slices, base first").format(count=slice_count)
        self.strip.say(words)

    def make_menu(self) -> QMenu:
        """The menu of the slice on the screen."""
        menu = QMenu(self)
        for name in ("pin_slice", "unpin_slices", "layout_cine"):
            menu.addAction(self._actions[name])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


class LayoutSwitch(QWidget):
    """One small button a layout."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layout of images")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(1)
        self.buttons = {name: action_button(actions, name) for name in LAYOUT_ACTIONS}
        for button in self.buttons.values():
            row.addWidget(button)
