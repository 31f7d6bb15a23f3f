"""A bar over the images that says what went wrong until it is dismissed."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from cmrstudio.gui.theme import icon
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.scrolled_body import ScrolledBody

MOST_LINES = 3
"""A longer message scrolls: on a small screen it would leave no room for the images."""


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
        self._scroll = ScrolledBody(self._text)
        layout.addWidget(self._scroll, 1)
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
        for widget in (self._text, self._scroll):
            widget.setAccessibleName(tr(text))
        self._scroll.verticalScrollBar().setValue(0)
        self._fit()
        self.setProperty("kind", kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as many lines as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed_px = self._scroll.body_height_px(self._scroll.width())
        most_px = MOST_LINES * self._text.fontMetrics().lineSpacing()
        self._scroll.setFixedHeight(min(needed_px, most_px))
        is_cut = needed_px > most_px
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_cut else Qt.FocusPolicy.NoFocus)

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()

    def _put_away(self) -> None:
        self.dismiss()
        self.put_away.emit(self._message)
