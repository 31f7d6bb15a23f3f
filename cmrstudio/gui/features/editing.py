"""Contours under the reader's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.editing_tools import EditTool

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

PUSHER_STEP_MM = 1.0


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    editing, cine, actions = window.editing, window.page.cine, window.actions_by_name
    for tool in EditTool:
        actions[tool.value].triggered.connect(lambda _=False, tool=tool: cine.set_tool(tool))
    cine.set_tool(EditTool.CONTROL_POINTS)
    actions[EditTool.CONTROL_POINTS.value].setChecked(True)
    cine.tool_changed.connect(lambda tool: actions[tool.value].setChecked(True))
    actions.connect(
        {
            "pusher_larger": lambda: cine.set_pusher_radius_mm(cine.pusher_radius_mm + PUSHER_STEP_MM),
            "pusher_smaller": lambda: cine.set_pusher_radius_mm(cine.pusher_radius_mm - PUSHER_STEP_MM),
            "switch_structure": editing.switch_structure,
            "smooth": editing.smooth,
            "expand": editing.expand,
            "contract": editing.contract,
            "remove_contour": editing.remove,
            "copy_apical": lambda: editing.copy_to(0, 1),
            "copy_basal": lambda: editing.copy_to(0, -1),
            "copy_forward": lambda: editing.copy_to(1, 0),
        }
    )
    cine.contour_edit_started.connect(editing.begin)
    cine.contour_dragged.connect(editing.drag)
    cine.contour_edit_finished.connect(editing.finish)
    cine.contour_edit_cancelled.connect(editing.cancel)
    cine.active_structure_changed.connect(editing.choose_structure)
    editing.structure_changed.connect(cine.set_active_structure)
    editing.structure_changed.connect(window.tool_bar.show_structure)
    editing.gesture_began.connect(window.playback.stop)
    editing.refused.connect(cine.show_hint)
    window.tool_bar.structure_chosen.connect(editing.choose_structure)
