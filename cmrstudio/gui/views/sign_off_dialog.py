"""The last look before a signature: what is signed, in whose name, and what is doubtful about it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from cmrstudio.gui.controllers.sign_off import SignOffStatus
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.scrolled_body import ScrolledBody
from cmrstudio.gui.views.sign_off_panel import numbers_text


class SignOffDialog(QDialog):
    """Shows the numbers and asks for the word of the reader; it signs nothing itself."""

    def __init__(self, status: SignOffStatus, signer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign the study off")
        self.setMinimumWidth(440)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        text = QLabel(
            tr(
                f"{signer or 'You'} will sign these numbers. The signature is kept with the time and with a "
                "fingerprint of every contour counted; any later change of them makes it void."
            )
        )
        text.setWordWrap(True)
        numbers = QLabel(numbers_text(status))
        numbers.setWordWrap(True)
        layout.addWidget(text)
        layout.addWidget(numbers)
        if status.doubts:
            doubts = QLabel("\n".join(map(tr, status.doubts)))
            doubts.setProperty("role", "flag")
            doubts.setWordWrap(True)
            layout.addWidget(doubts)
        self.agreed = QCheckBox("I have looked at every contour that these numbers count")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.sign_button = buttons.addButton("Sign off", QDialogButtonBox.ButtonRole.AcceptRole)
        self.sign_button.setProperty("primary", "true")
        self.sign_button.setEnabled(False)
        self.agreed.toggled.connect(self.sign_button.setEnabled)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setSpacing(12)
        outer.addWidget(ScrolledBody(body), 1)
        outer.addWidget(self.agreed)
        outer.addWidget(buttons)
