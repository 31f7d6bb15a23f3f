"""Colours, style sheet and icons of the window: dark and quiet, for a reading room."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.verification import ContourState

ICON_SIZES_PX = (20, 40)


@dataclass(frozen=True)
class Colours:
    """The colours of the dark theme; text on any of the backgrounds has a contrast of at least 4.5 to 1."""

    background: str = "#14171b"
    panel: str = "#1b1f25"
    raised: str = "#262b33"
    border: str = "#343b45"
    text: str = "#d9dee5"
    muted: str = "#98a2b0"
    disabled: str = "#5d6673"
    accent: str = "#5aa9e6"
    on_accent: str = "#0c1218"
    accent_deep: str = "#24435c"
    amber: str = "#e6b450"
    amber_deep: str = "#3a2f17"
    red: str = "#ff8a80"
    red_deep: str = "#45211f"
    endocardium: str = "#ff5a52"
    epicardium: str = "#43d17a"


COLOURS = Colours()

# The same as on the image; a shape and a word always stand beside the colour.
STATE_COLOURS = {
    ContourState.EMPTY: COLOURS.disabled,
    ContourState.PREDICTED: "#9db4c8",
    ContourState.EDITED: "#ffffff",
    ContourState.VERIFIED: "#6cc4ff",
    ContourState.STALE: COLOURS.amber,
}

# Told apart by readers who see no red or green, and by their lightness; a number always stands beside the colour.
QUALITY_COLOURS = {"good": "#56b4e9", "fair": "#f0e442", "worth a look": "#e69f00", "probably wrong": "#ff7043"}


def apply_theme(application: QApplication) -> None:
    """Give the whole application the dark theme."""
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """resources/styles/dark.qss with its @names@ replaced. Raises ``KeyError`` for a name that is no colour."""
    template = (resource_folder() / "styles" / "dark.qss").read_text(encoding="utf-8")
    colours = asdict(COLOURS)
    folder = (resource_folder() / "icons").as_posix()
    return re.sub(r"@(\w+)@", lambda match: folder if match[1] == "icons" else colours[match[1]], template)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: COLOURS.background,
        role.WindowText: COLOURS.text,
        role.Base: COLOURS.panel,
        role.AlternateBase: COLOURS.raised,
        role.Text: COLOURS.text,
        role.Button: COLOURS.raised,
        role.ButtonText: COLOURS.text,
        role.ToolTipBase: COLOURS.raised,
        role.ToolTipText: COLOURS.text,
        role.PlaceholderText: COLOURS.muted,
        role.Highlight: COLOURS.accent,
        role.HighlightedText: COLOURS.on_accent,
        role.Link: COLOURS.accent,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(COLOURS.disabled))
    return palette


@lru_cache
def icon(name: str, colour: str = COLOURS.text) -> QIcon:
    """The icon resources/icons/``name``.svg in ``colour``, muted where disabled. Raises ``OSError`` without it."""
    svg = (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, COLOURS.disabled)):
        for size_px in ICON_SIZES_PX:
            made.addPixmap(_render(svg.replace("currentColor", tint), size_px), mode)
    return made


def _render(svg: str, size_px: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(QSize(size_px, size_px), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return QPixmap.fromImage(image)
