"""The state of the contours on the screen, and the button that verifies them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.actions import with_keys
from cmrstudio.gui.theme import STATE_COLOURS, theme_changes
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.quality_bar import QualityBar
from cmrstudio.gui.views.slice_list import LABELS


class VerifyBox(QWidget):
    """Says how good the contours on the screen are to be expected to be, and who verified them and when."""

    verify_requested = Signal()
    next_requested = Signal()
    reviewer_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        title = QLabel("THIS IMAGE")
        title.setProperty("role", "section")
        self._state = QLabel()
        self._who = QLabel()
        self._who.setProperty("role", "muted")
        self._who.setWordWrap(True)
        self.quality = {
            Structure.LV_ENDOCARDIUM: QualityBar("Endocardium"),
            Structure.LV_EPICARDIUM: QualityBar("Epicardium"),
        }
        self.verify_button = QPushButton()
        self.verify_button.setProperty("primary", "true")
        self.verify_button.clicked.connect(self.verify_requested)
        self.next_button = QPushButton()
        self.next_button.clicked.connect(self.next_requested)
        self._reviewer = QPushButton()
        self._reviewer.setProperty("link", "true")
        self._reviewer.clicked.connect(self.reviewer_requested)
        buttons = QHBoxLayout()
        buttons.addWidget(self.verify_button, 1)
        buttons.addWidget(self.next_button)
        for widget in (title, self._state, self._who, *self.quality.values()):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self._reviewer)
        self.set_reviewer("")
        self.show_keys("V", "N")
        self._shown = ContourState.EMPTY
        theme_changes.changed.connect(self._take_colours)
        self.verify_button.setEnabled(False)
        self.next_button.setEnabled(False)

    def show_keys(self, verify_keys: str, next_keys: str) -> None:
        """Write on the buttons what they do and by which keys, in the language in use."""
        self.verify_button.setText(with_keys(tr("Verify"), verify_keys))
        self.verify_button.setToolTip(with_keys(tr("Verify the contours of this image"), verify_keys))
        self.next_button.setText(with_keys(tr("Next"), next_keys))
        self.next_button.setToolTip(with_keys(tr("Go to the next contour at ED or ES that is not verified"), next_keys))

    def set_reviewer(self, name: str) -> None:
        """In whose name contours are verified."""
        self._reviewer.setText(tr("Reviewer: {name}").format(name=name) if name else tr("Reviewer: not set"))
        self._reviewer.setToolTip(tr("Change the reviewer's name"))

    @property
    def state_text(self) -> str:
        """What is said about the contours on the screen."""
        return self._state.text()

    def show_state(self, state: ContourState, verification: Verification | None, source: str) -> None:
        """Show the state of the contours on the screen and who drew or verified them."""
        mark, word = LABELS[state]
        words = tr(word)
        text = f"{mark}  {words[:1].upper()}{words[1:]}"
        if self._state.text() != text:
            self._state.setText(text)
            self._shown = state
            self._take_colours()
        who = source
        if verification is not None:
            when = verification.verified_at_utc.astimezone()
            sentence = "was verified by {name}, {when}" if state is ContourState.STALE else "by {name}, {when}"
            who = tr(sentence).format(name=verification.reviewer, when=f"{when:%Y-%m-%d %H:%M}")
        if self._who.text() != who:
            self._who.setText(who)
        self.verify_button.setEnabled(state is not ContourState.VERIFIED)
        self.next_button.setEnabled(True)

    def _take_colours(self) -> None:
        """Write the state in its colour of the theme in use."""
        self._state.setStyleSheet(f"color: {STATE_COLOURS[self._shown]}; font-size: 16px; font-weight: 600;")

    def show_quality(self, contours: tuple[Contour, ...]) -> None:
        """Show the quality of the contours on the screen, as far as there is one."""
        drawn = {contour.structure: contour for contour in contours}
        for structure, bar in self.quality.items():
            contour = drawn.get(structure)
            bar.show_quality(contour.quality if contour else None, is_drawn=contour is not None)
