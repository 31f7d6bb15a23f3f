"""The endocardial and epicardial surfaces in space, turned by dragging and zoomed by the wheel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cmrstudio.domain.surfaces import HeartFrame
from cmrstudio.gui.theme import COLOURS
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.surface_drawing import Camera, EpicardiumStyle, Scene, draw

Array = npt.NDArray[np.float64]

LEAST_ZOOM, GREATEST_ZOOM = 0.3, 6.0
_ZOOM_PER_NOTCH = 1.15
_RADIANS_PER_PX = 0.01
_KEY_STEP = np.radians(10.0)
_TRIAD_PX = 22.0
_HINT = "Drag to turn · wheel to zoom"
STYLE_NAMES = {
    EpicardiumStyle.WIRES: "Epicardium as wires",
    EpicardiumStyle.TRANSLUCENT: "Epicardium translucent",
    EpicardiumStyle.HIDDEN: "Endocardium only",
}


def side_view() -> Array:
    """The base on top, seen a little from above, so that one looks into the cavity."""
    upright = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return _about_x(np.radians(24)) @ _about_y(np.radians(-25)) @ upright


class SurfaceView(QWidget):
    """Draws a ``Scene``. It keeps no study: it is told what to show, and says when it can be seen."""

    shown_changed = Signal(bool)
    """Whether it can be seen: nothing need be computed for it while it cannot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Surfaces in space")
        self.setAccessibleDescription(
            "The endocardium in red and the epicardium in green, lofted through the contours of this phase."
        )
        self.setToolTip("Drag to turn, wheel or + and − to zoom, Shift+arrows to turn, Home for the view from the side")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.scene = Scene()
        self.rotation = side_view()
        self.zoom = 1.0
        self._centre_mm, self._radius_mm = np.zeros(3), 50.0
        self._patient_axes: Array | None = None
        self.image_rotation = side_view()
        self._message = "No study is open."
        self._dragged_from: QPointF | None = None

    def set_frame(self, frame: HeartFrame, centre_mm: Array, radius_mm: float) -> None:
        """Look at the sphere round ``centre_mm``, in these axes."""
        self._centre_mm, self._radius_mm = np.asarray(centre_mm), max(float(radius_mm), 1e-3)
        self._patient_axes = frame.patient_axes
        across, down = (frame.to_mm[0, :, axis] / np.linalg.norm(frame.to_mm[0, :, axis]) for axis in (0, 1))
        self.image_rotation = np.array([across, -down, np.cross(across, -down)])
        self.update()

    def show_scene(self, scene: Scene, message: str = "") -> None:
        """Draw this; where it is empty the message instead, which says why."""
        self.scene, self._message = scene, message
        self.update()

    def look(self, rotation: Array) -> None:
        """Look from there (right, up, towards the eye as rows), with the whole heart in the view."""
        self.rotation, self.zoom = rotation, 1.0
        self.update()

    def turn(self, right: float, down: float) -> None:
        """Turn the heart by radians, as a hand on it that moves right and down."""
        turned = _about_x(down) @ _about_y(right) @ self.rotation
        left, _, other = np.linalg.svd(turned)  # many small turns must not stretch it
        self.rotation = left @ other
        self.update()

    def zoom_by(self, factor: float) -> None:
        """Make the heart larger or smaller."""
        self.zoom = float(np.clip(self.zoom * factor, LEAST_ZOOM, GREATEST_ZOOM))
        self.update()

    @property
    def camera(self) -> Camera:
        """From where one looks at present."""
        return Camera(self.rotation, self._centre_mm, self._radius_mm, self.zoom, (self.width(), self.height()))

    # Qt

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(320, 240)  # it takes what the panel has; more would make a small window scroll

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surfaces, or say why there are none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(COLOURS.background))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scene.is_empty:
            painter.setPen(QColor(COLOURS.muted))
            area = QRectF(self.rect()).adjusted(16, 16, -16, -16)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._message))
        else:
            draw(painter, self.camera, self.scene)
            self._draw_triad(painter)
            painter.setPen(QColor(COLOURS.muted))
            area = QRectF(self.rect()).adjusted(10, 0, -10, -8)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, tr(_HINT))
        if self.hasFocus():
            painter.setPen(QPen(QColor(COLOURS.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw_triad(self, painter: QPainter) -> None:
        """Arrows to the patient's left, back and head; base and apex where the files do not tell these."""
        if self._patient_axes is None:
            named = [("Apex", np.array([0.0, 0.0, 1.0])), ("Base", np.array([0.0, 0.0, -1.0]))]
        else:
            named = list(zip("LPH", self._patient_axes.T, strict=True))
        middle = QPointF(38, self.height() - 46)
        font = QFont(self.font())
        font.setBold(True)
        font.setPixelSize(11)
        painter.setFont(font)
        for name, direction in sorted(named, key=lambda item: float(self.rotation[2] @ item[1])):
            right, up, towards = (self.rotation @ direction).tolist()
            painter.setPen(QPen(QColor(COLOURS.text if towards > 0 else COLOURS.muted), 1.6))
            painter.drawLine(middle, middle + _TRIAD_PX * QPointF(right, -up))
            spot = middle + (_TRIAD_PX + 9) * QPointF(right, -up)
            painter.drawText(QRectF(spot.x() - 20, spot.y() - 8, 40, 16), Qt.AlignmentFlag.AlignCenter, tr(name))
        painter.setFont(self.font())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the heart."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it."""
        if self._dragged_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.turn(moved.x() * _RADIANS_PER_PX, moved.y() * _RADIANS_PER_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._dragged_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the view from the side."""
        self.look(side_view())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; the panel must not scroll."""
        self.zoom_by(_ZOOM_PER_NOTCH ** ((event.angleDelta().y() or event.angleDelta().x()) / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with Shift and the arrows, zoom with + and −, Home goes back."""
        turns = {
            Qt.Key.Key_Left: (-_KEY_STEP, 0.0),
            Qt.Key.Key_Right: (_KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_KEY_STEP),
            Qt.Key.Key_Down: (0.0, _KEY_STEP),
        }
        zooms = {
            Qt.Key.Key_Plus: _ZOOM_PER_NOTCH,
            Qt.Key.Key_Equal: _ZOOM_PER_NOTCH,
            Qt.Key.Key_Minus: 1 / _ZOOM_PER_NOTCH,
        }
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in turns:
            self.turn(*turns[event.key()])
        elif event.key() in zooms:
            self.zoom_by(zooms[event.key()])
        elif event.key() == Qt.Key.Key_Home:
            self.look(side_view())
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """It can be seen."""
        super().showEvent(event)
        self.shown_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """It cannot be seen."""
        super().hideEvent(event)
        self.shown_changed.emit(False)


class SurfacePanel(QWidget):
    """The surfaces with what chooses how they are seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = SurfaceView()
        self.styles = QComboBox()
        self.styles.setAccessibleName("How the epicardium is drawn")
        self.styles.setToolTip("How the epicardium is drawn, so that the endocardium can be seen")
        for style, name in STYLE_NAMES.items():
            self.styles.addItem(name, style)
        self.side = _button("From the side", "The base on top, looking a little into the cavity (Home)")
        self.side.clicked.connect(lambda: self.view.look(side_view()))
        self.as_images = _button("As the images", "Rows and columns as in the short-axis images")
        self.as_images.clicked.connect(lambda: self.view.look(self.view.image_rotation))
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(self.side)
        row.addWidget(self.as_images)
        layout.addLayout(row)
        layout.addWidget(self.styles)
        layout.addWidget(self.caption)

    @property
    def style_chosen(self) -> EpicardiumStyle:
        """How the epicardium is to be drawn."""
        return EpicardiumStyle(self.styles.currentData())  # Qt gives back plain text


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


def _about_x(angle: float) -> Array:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])


def _about_y(angle: float) -> Array:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])
