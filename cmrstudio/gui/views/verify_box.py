"""The state of the contours on the screen, and the button that verifies them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.actions import say_keys, with_keys
from cmrstudio.gui.theme import COLOURS, STATE_COLOURS, theme_changes
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.quality_bar import QualityBar
from cmrstudio.gui.views.slice_list import LABELS

CONTOUR_BUTTON_WIDTH_PX = 106
STRUCTURE_WORDS = {Structure.LV_ENDOCARDIUM: "Endocardium", Structure.LV_EPICARDIUM: "Epicardium"}
CONTOUR_WORDS = {
    ContourState.EMPTY: ("–", ""),
    ContourState.VERIFIED: ("●", "Verified"),
    ContourState.STALE: ("▲", "Changed"),
}


class VerifyBox(QWidget):
    """Says how good the contours on the screen are to be expected to be, and who verified them and when."""

    verify_requested = Signal()
    next_requested = Signal()
    reviewer_requested = Signal()
    contour_requested = Signal(object)
    """The ``Structure`` whose contour is to be verified, and it alone."""
    sign_off_requested = Signal()

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
        self.contour_buttons = {structure: self._contour_button(structure) for structure in self.quality}
        self._reason = QLabel()
        self._reason.setProperty("role", "flag")
        self._reason.setWordWrap(True)
        self._reason.hide()
        self.sign_off = self._sign_off_button()
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
        for widget in (title, self._state, self._who, self._reason):
            layout.addWidget(widget)
        for structure, bar in self.quality.items():
            row = QHBoxLayout()
            row.addWidget(bar, 1)
            row.addWidget(self.contour_buttons[structure])
            layout.addLayout(row)
        layout.addLayout(buttons)
        layout.addWidget(self._reviewer)
        layout.addWidget(self.sign_off)
        self._contour_states: Mapping[Structure, ContourState] = {}
        self.show_sign_off("Not signed off", is_void=False)
        self.set_reviewer("")
        self.show_keys("V", "N", "Y")
        self._shown = ContourState.EMPTY
        theme_changes.changed.connect(self._take_colours)
        self.verify_button.setEnabled(False)
        self.next_button.setEnabled(False)

    def show_keys(self, verify_keys: str, next_keys: str, contour_keys: str) -> None:
        """Write on the buttons what they do and by which keys, in the language in use."""
        self.verify_button.setText(with_keys(tr("Verify"), verify_keys))
        self.verify_button.setToolTip(with_keys(tr("Verify all contours of this image"), verify_keys))
        self.next_button.setText(with_keys(tr("Next"), next_keys))
        self.next_button.setToolTip(with_keys(tr("Go to the contour at ED or ES that most needs a look"), next_keys))
        self._contour_keys = contour_keys
        self.show_contour_states(self._contour_states)

    def _sign_off_button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("link", "true")
        say_keys(button, "Open the Sign-off panel", "sign_off")
        button.clicked.connect(self.sign_off_requested)
        return button

    def _contour_button(self, structure: Structure) -> QPushButton:
        button = QPushButton()
        button.setProperty("small", "true")
        button.setFixedWidth(CONTOUR_BUTTON_WIDTH_PX)
        button.clicked.connect(lambda: self.contour_requested.emit(structure))
        return button

    def show_contour_states(self, states: Mapping[Structure, ContourState]) -> None:
        """Show the state of each contour on the screen on the button that verifies it alone."""
        self._contour_states = states
        keys = tr("{keys}, for the active contour").format(keys=self._contour_keys) if self._contour_keys else ""
        for structure, button in self.contour_buttons.items():
            state = states.get(structure, ContourState.EMPTY)
            mark, word = LABELS[state]
            name, word = tr(STRUCTURE_WORDS[structure]), tr(word)
            shown_mark, shown_word = CONTOUR_WORDS.get(state, (mark, "Verify"))
            button.setText(f"{shown_mark} {tr(shown_word)}" if shown_word else shown_mark)
            button.setEnabled(state not in (ContourState.EMPTY, ContourState.VERIFIED))
            sheet = f"padding: 2px 4px; color: {STATE_COLOURS[state]};"
            if button.styleSheet() != sheet:  # laid out anew, which would take long at every step
                button.setStyleSheet(sheet)
            button.setToolTip(f"{name}: {word}. {with_keys(tr('Verify this contour only'), keys)}")
            button.setAccessibleName(f"{name}, {word}: {tr('verify this contour only')}")

    def show_reason(self, text: str) -> None:
        """Say why the contours on the screen are worth a look; nothing where there is nothing to say."""
        if tr(text) != self._reason.text():
            self._reason.setText(tr(text))
            self._reason.setAccessibleName(tr(text))
        self._reason.setVisible(bool(text))

    @property
    def reason_text(self) -> str:
        """Why the contours on the screen are said to be worth a look."""
        return self._reason.text()

    def show_sign_off(self, text: str, *, is_void: bool) -> None:
        """Say how the study stands with its sign-off."""
        self.sign_off.setText(text)
        self.sign_off.setAccessibleName(f"{tr('Sign-off')}: {text}")
        self.sign_off.setStyleSheet(f"color: {COLOURS.amber}; font-weight: 600;" if is_void else "")

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
        """Write the states in their colours of the theme in use."""
        self.show_contour_states(self._contour_states)
        self._state.setStyleSheet(f"color: {STATE_COLOURS[self._shown]}; font-size: 16px; font-weight: 600;")

    def show_quality(self, contours: tuple[Contour, ...]) -> None:
        """Show the quality of the contours on the screen, as far as there is one."""
        drawn = {contour.structure: contour for contour in contours}
        for structure, bar in self.quality.items():
            contour = drawn.get(structure)
            bar.show_quality(contour.quality if contour else None, is_drawn=contour is not None)
