"""A bar over the images that says what went wrong until it is dismissed."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr


class MessageKind(StrEnum):
    """How much a message matters."""

    INFO = "info"
    """News; it belongs into the status bar."""
    WARNING = "warning"
    ERROR = "error"


class MessageBar(QFrame):
    """Shows one message at a time; an error is not replaced by a mere warning."""

    put_away = Signal(str)
    """The text of a message that the reader dismissed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAccessibleName("Message")
        dismiss = QToolButton()
        dismiss.setIcon(icon("dismiss"))
        dismiss.setToolTip("Dismiss")
        dismiss.setAccessibleName("Dismiss message")
        dismiss.clicked.connect(self._put_away)
        layout.addWidget(self._text, 1)
        layout.addWidget(dismiss)
        self._kind = MessageKind.WARNING
        self._message = ""
        self.hide()

    @property
    def text(self) -> str:
        """The message shown, as it was given, empty when none is."""
        return self._message if not self.isHidden() else ""

    @property
    def kind(self) -> MessageKind:
        """How much the message shown matters."""
        return self._kind

    def show_message(self, text: str, kind: MessageKind = MessageKind.WARNING) -> None:
        """Show a message until it is dismissed."""
        if kind is not MessageKind.ERROR and self._kind is MessageKind.ERROR and not self.isHidden():
            return
        self._kind = kind
        self._message = text
        self._text.setText(tr(text))
        self._text.setAccessibleName(tr(text))
        self.setProperty("kind", kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()

    def _put_away(self) -> None:
        self.dismiss()
        self.put_away.emit(self._message)
