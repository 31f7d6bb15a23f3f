"""The surfaces of the ventricle in space, beating beside the images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.controllers.surface_presenter import SurfacePresenter
from cmrstudio.gui.views.surface_view import SurfacePanel

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

PANEL_TITLE = "3-D"


def wire(window: MainWindow) -> None:
    """Add the panel to a window whose controllers and views are there."""
    window.surfaces = SurfacePanel()
    window.surface_presenter = SurfacePresenter(window.session, window.surfaces, window)
    window.page.add_panel(PANEL_TITLE, window.surfaces)
