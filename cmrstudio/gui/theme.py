"""Colours, style sheet and icons of the window: a dark, a light and a high-contrast theme, changed while it runs.

``COLOURS``, ``STATE_COLOURS`` and ``QUALITY_COLOURS`` are those of the theme in use at the moment that they are read.
Style sheet, palette and icons follow a change by themselves; what was given a colour for good (a pen of a plot, the
foreground of an item) has to be given the new one when ``theme_changes.changed`` says so. The image is always black.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import cache

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.verification import ContourState

ICON_SIZES_PX = (20, 40)
WIDGETS_A_PIECE = 200


@dataclass(frozen=True)
class Colours:
    """The colours of a theme, by default those of the dark one.

    Text on any of the backgrounds has a contrast of at least 4.5 to 1, in the high-contrast theme of 7 to 1; text of
    what is disabled has at least 3 to 1.
    """

    background: str = "#14171b"
    panel: str = "#1b1f25"
    raised: str = "#262b33"
    stripe: str = "#20252c"
    border: str = "#343b45"
    text: str = "#d9dee5"
    muted: str = "#98a2b0"
    disabled: str = "#7a8493"
    focus: str = "#ffffff"
    accent: str = "#5aa9e6"
    accent_hover: str = "#7cbdf0"
    on_accent: str = "#0c1218"
    accent_deep: str = "#1c3850"
    amber: str = "#e6b450"
    amber_deep: str = "#3a2f17"
    red: str = "#ff8a80"
    red_deep: str = "#45211f"
    endocardium: str = "#ff766e"
    epicardium: str = "#43d17a"
    predicted: str = "#9db4c8"
    edited: str = "#ffffff"
    verified: str = "#6cc4ff"
    quality_good: str = "#56b4e9"
    quality_fair: str = "#f0e442"
    quality_look: str = "#e69f00"
    quality_wrong: str = "#ff7f57"


class Theme(StrEnum):
    """A look of the whole window."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high-contrast"


THEMES: dict[Theme, Colours] = {
    Theme.DARK: Colours(),
    Theme.LIGHT: Colours(
        background="#eceff3",
        panel="#f8fafc",
        raised="#e2e7ed",
        stripe="#f0f3f6",
        border="#b9c2cd",
        text="#1a2129",
        muted="#495462",
        disabled="#6f7a89",
        focus="#0a1420",
        accent="#0a5c9e",
        accent_hover="#084878",
        on_accent="#ffffff",
        accent_deep="#cfe2f4",
        amber="#744800",
        amber_deep="#fdf0d2",
        red="#a8201a",
        red_deep="#fde3e0",
        endocardium="#b3161a",
        epicardium="#0b6035",
        predicted="#3c5468",
        edited="#0a1420",
        verified="#0a5c9e",
        quality_good="#005f96",
        quality_fair="#5c5300",
        quality_look="#7a4a00",
        quality_wrong="#a8331a",
    ),
    Theme.HIGH_CONTRAST: Colours(
        background="#000000",
        panel="#000000",
        raised="#161616",
        stripe="#0e0e0e",
        border="#c8c8c8",
        text="#ffffff",
        muted="#e2e2e2",
        disabled="#9a9a9a",
        focus="#ffe14d",
        accent="#7fd4ff",
        accent_hover="#b0e5ff",
        on_accent="#000000",
        accent_deep="#00304a",
        amber="#ffd35c",
        amber_deep="#241a00",
        red="#ffb0a8",
        red_deep="#3a0600",
        endocardium="#ffa59f",
        epicardium="#5ef09a",
        predicted="#c3d8ea",
        edited="#ffffff",
        verified="#8fd6ff",
        quality_good="#8ccdf5",
        quality_fair="#f5ea5a",
        quality_look="#ffbb33",
        quality_wrong="#ffa184",
    ),
}


class _ThemeChanges(QObject):
    """Says that another theme is in use."""

    changed = Signal()


theme_changes = _ThemeChanges()


class _CurrentColours:
    """The ``Colours`` of the theme in use."""

    theme = Theme.DARK

    def __getattr__(self, name: str) -> str:
        return getattr(THEMES[self.theme], name)


class _CurrentMap(Mapping):
    """Colours of the theme in use by what they stand for."""

    def __init__(self, names: dict) -> None:
        self._names = names

    def __getitem__(self, key) -> str:
        return getattr(COLOURS, self._names[key])

    def __iter__(self) -> Iterator:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def on_image(self, key) -> str:
        """The colour on an image."""
        return getattr(ON_IMAGE, self._names[key])


COLOURS = _CurrentColours()
ON_IMAGE = THEMES[Theme.DARK]
"""What is drawn on images, which are black in every theme."""

# A shape and a word always stand beside the colour.
STATE_COLOURS = _CurrentMap(
    {
        ContourState.EMPTY: "muted",
        ContourState.PREDICTED: "predicted",
        ContourState.EDITED: "edited",
        ContourState.VERIFIED: "verified",
        ContourState.STALE: "amber",
    }
)

# Told apart by readers who see no red or green, and by their lightness; a number always stands beside the colour.
QUALITY_COLOURS = _CurrentMap(
    {
        "good": "quality_good",
        "fair": "quality_fair",
        "worth a look": "quality_look",
        "probably wrong": "quality_wrong",
    }
)


def current_theme() -> Theme:
    """The theme in use."""
    return COLOURS.theme


def apply_theme(application: QApplication, theme: Theme = Theme.DARK) -> None:
    """Give the whole application a theme, also while its window is open: everything on the screen changes at once."""
    for _ in theme_pieces(application, theme):
        pass


def theme_pieces(application: QApplication, theme: Theme) -> Iterator[None]:
    """The same a piece at a time, each of which takes a fraction of the whole.

    Qt puts a sheet that takes the place of another one on every widget once for each widget around it, and one that
    comes where there is none just once.
    """
    COLOURS.theme = theme
    hidden = [widget for widget in application.allWidgets() if not widget.isVisible()]
    for widget in hidden:  # most of all: Qt puts no sheet on what lacks this mark
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Polished, False)
    yield
    application.setStyleSheet("")
    yield
    if application.style().name() != "fusion":  # a style sheet would hide the name
        application.setStyle("Fusion")
    application.setPalette(_palette())
    yield
    application.setStyleSheet(style_sheet())
    yield
    for index, widget in enumerate(hidden):
        if shiboken6.isValid(widget):
            widget.setAttribute(Qt.WidgetAttribute.WA_WState_Polished)
            application.style().polish(widget)
        if index % WIDGETS_A_PIECE == WIDGETS_A_PIECE - 1:
            yield
    _recolour_icons(application)
    yield
    theme_changes.changed.emit()


def style_sheet() -> str:
    """resources/styles/cmrstudio.qss with its @names@ replaced. Raises ``KeyError`` for a name that is no colour."""
    template = (resource_folder() / "styles" / "cmrstudio.qss").read_text(encoding="utf-8")
    colours = asdict(THEMES[COLOURS.theme])
    shade, mark_shade = ("dark", "light") if COLOURS.theme is Theme.LIGHT else ("light", "dark")  # of arrows, of checks
    names = colours | {"icons": (resource_folder() / "icons").as_posix(), "shade": shade, "mark_shade": mark_shade}
    return re.sub(r"@(\w+)@", lambda match: names[match[1]], template)


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


# Icons

_icons_made: dict[int, tuple[str, str]] = {}
"""Name and colour of every icon by its cache key, so that it can be found on buttons and actions and replaced."""


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon resources/icons/``name``.svg, muted where disabled. Raises ``OSError`` without it.

    ``colour`` is a name of ``Colours`` or a colour of the theme in use; actions and buttons that show the icon get it
    in the colours of another theme when that is chosen.
    """
    return _icon(name, _colour_name(colour), COLOURS.theme)


@cache
def _icon(name: str, colour: str, theme: Theme) -> QIcon:
    svg = (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    tints = asdict(THEMES[theme])
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, tints.get(colour, colour)), (QIcon.Mode.Disabled, tints["disabled"])):
        for size_px in ICON_SIZES_PX:
            made.addPixmap(_render(svg.replace("currentColor", tint), size_px), mode)
    _icons_made[made.cacheKey()] = (name, colour)
    return made


def _colour_name(colour: str) -> str:
    """The name of a colour of the theme in use; a colour that it has not stays what it is."""
    names = [field.name for field in fields(Colours)]
    return next((name for name in names if colour in {name, getattr(COLOURS, name)}), colour)


def _recolour_icons(application: QApplication) -> None:
    """Give actions and buttons their icons in the colours of the theme in use."""
    for widget in application.topLevelWidgets():
        for shown in (*widget.findChildren(QAction), *widget.findChildren(QAbstractButton)):
            made = _icons_made.get(shown.icon().cacheKey())
            if made is not None:
                shown.setIcon(_icon(*made, COLOURS.theme))


def _render(svg: str, size_px: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(QSize(size_px, size_px), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return QPixmap.fromImage(image)
