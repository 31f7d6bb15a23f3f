"""How the work stands with the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.controllers.keeping import SaveState
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.message_bar import MessageKind

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    keeping = window.keeping
    keeping.save_state_changed.connect(lambda state, text: _show_save_state(window, state, text))
    keeping.recent_changed.connect(window.show_recent)
    keeping.refused.connect(window.workspace_refused)
    window.segmentation.rated.connect(keeping.keep_qualities)


def _show_save_state(window: MainWindow, state: SaveState, text: str) -> None:
    window.status.show_save_state(text, failed=state is SaveState.FAILED)
    if state is SaveState.FAILED:
        window.show_message(tr("Your last changes are not on disk: {reason}").format(reason=text), MessageKind.ERROR)
