"""Calipers and areas on the cine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.controllers.image_measuring import ImageMeasuringController

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there; its tools are chosen as all others are."""
    view = window.page.cine.measuring
    view.gesture_began.connect(window.playback.stop)
    window.image_measuring = ImageMeasuringController(window.session, window.keeping, view, window)
