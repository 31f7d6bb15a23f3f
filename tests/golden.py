"""Holds pictures of views against pictures kept beside the tests (golden images).

``CMRSTUDIO_RENEW_PICTURES=1 make unit ARGS='-k looks_as_kept'`` keeps the pictures as they are drawn now: look at every
one that changed before it is committed. A failure names the file with what was drawn instead.
"""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QWidget

from cmrstudio.domain.resource_paths import resource_folder

RENEW = "CMRSTUDIO_RENEW_PICTURES"
GOLDEN_FOLDER = Path(__file__).parent / "golden_images"
NEAR = np.ones((3, 3), np.uint8)
LEVELS = 48
"""How far a channel may lie outside what the other picture has within one pixel of the place."""
TOLERATED = 0.0002
"""Share of pixels that may differ: a few of antialiasing and hinting, fewer than those of the smallest contour."""

Picture = npt.NDArray[np.uint8]


def plain_font() -> QFont:
    """The font that is shipped, drawn alike on all machines."""
    number = QFontDatabase.addApplicationFont(str(resource_folder() / "fonts" / "LiberationSans-Regular.ttf"))
    QFontDatabase.addApplicationFont(str(resource_folder() / "fonts" / "LiberationSans-Bold.ttf"))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def picture_of(widget: QWidget) -> Picture:
    """A widget as RGB [row, column, 3], one pixel a pixel on every screen."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)  # nothing may be left undrawn
    painter = QPainter(image)
    QWidget.render(widget, painter, QPoint())  # plots have a method of this name that draws their scene alone
    painter.end()
    return values_of(image)


def values_of(image: QImage) -> Picture:
    """An image as RGB [row, column, 3]."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def share_that_differs(drawn: Picture, expected: Picture) -> float:
    """The share of pixels of either picture that the other one has nothing like within one pixel; 1 for other sizes."""
    if drawn.shape != expected.shape:
        return 1.0
    return float((_unlike(drawn, expected) | _unlike(expected, drawn)).mean())


def _unlike(one: Picture, other: Picture) -> npt.NDArray[np.bool_]:
    least, most = cv2.erode(other, NEAR).astype(int) - LEVELS, cv2.dilate(other, NEAR).astype(int) + LEVELS
    return np.asarray(((one < least) | (one > most)).any(axis=2))


def golden(name: str) -> Picture:
    """The picture that is kept under a name. Raises ``FileNotFoundError``."""
    path = GOLDEN_FOLDER / f"{name}.png"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not there: {RENEW}=1 makes it.")
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8)


def assert_looks_as_kept(drawn: Picture, name: str, folder: Path) -> None:
    """Fail where a picture differs from the one kept under ``name``, and leave it in ``folder`` to be looked at."""
    if os.environ.get(RENEW):
        GOLDEN_FOLDER.mkdir(exist_ok=True)
        _save(GOLDEN_FOLDER / f"{name}.png", drawn)
        pytest.skip(f"{name}.png was renewed: look at it")
    share = share_that_differs(drawn, golden(name))
    if share > TOLERATED:
        path = folder / f"{name}-drawn.png"
        _save(path, drawn)
        pytest.fail(f"{share:.2%} of the pixels of {name}.png differ, {TOLERATED:.2%} may. Now it looks like {path}")


def _save(path: Path, picture: Picture) -> None:
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9])
