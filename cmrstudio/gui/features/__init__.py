"""What the window can do, one module a feature: each joins its actions, controllers and views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.features import cine, editing, files, keeping, reporting, segmenting, verifying

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

FEATURES = (files, cine, editing, segmenting, keeping, verifying, reporting)


def wire(window: MainWindow) -> None:
    """Connect every feature in a window; its controllers and views must be there."""
    for feature in FEATURES:
        feature.wire(window)
    window.show_page()
