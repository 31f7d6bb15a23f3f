"""What scrolls where there is too little room for it: a dialog above its buttons, a message that is long."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

LEAST_HEIGHT_PX = 120


class ScrolledBody(QScrollArea):
    """Asks for all the room that what is in it needs, and is content with a little; as wide as that, always."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)
        body.setAutoFillBackground(False)  # what is behind shows through: a message has a colour of its own

    def body_height_px(self, width_px: int) -> int:
        """How high the body is at a width."""
        body = self.widget()
        return body.heightForWidth(width_px) if body.hasHeightForWidth() else body.sizeHint().height()

    def sizeHint(self) -> QSize:
        """As wide as the body likes to be, or as it is by now, and then as high as its words need."""
        width_px = max(self.widget().sizeHint().width(), self.width() if self.isVisible() else 0)
        return QSize(width_px, self.body_height_px(width_px))

    def minimumSizeHint(self) -> QSize:
        """As wide as the body and the bar beside it."""
        least = self.widget().minimumSizeHint()
        return QSize(least.width() + self.verticalScrollBar().sizeHint().width(), min(least.height(), LEAST_HEIGHT_PX))
