"""Contours under the reader's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.actions import shortcut_text
from cmrstudio.gui.controllers.half_drawn import HalfDrawn
from cmrstudio.gui.editing_tools import EditTool, Stroke
from cmrstudio.gui.views.dialogs import GREATEST_OFFSET_MM, LEAST_OFFSET_MM

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

PUSHER_STEP_MM = 1.0
OFFSET_SETTING = "offset_step_mm"


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
            "offset_step": lambda: _ask_offset(window),
            "make_convex": editing.make_convex,
            "remove_contour": editing.remove,
            "copy_apical": lambda: editing.copy_to(0, 1),
            "copy_basal": lambda: editing.copy_to(0, -1),
            "copy_forward": lambda: editing.copy_to(1, 0),
            "copy_backward": lambda: editing.copy_to(-1, 0),
        }
    )
    actions["refine_copies"].setChecked(editing.refines_copies)
    actions["refine_copies"].toggled.connect(lambda is_on: setattr(editing, "refines_copies", is_on))
    _set_offset(window, _number(window.settings.value(OFFSET_SETTING), editing.offset_step_mm))
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
    _keep_half_drawn(window)


def _keep_half_drawn(window: MainWindow) -> None:
    """Freehand lines wait on their image while the reader looks at another one."""
    half_drawn = window.half_drawn = HalfDrawn(window.session, window)
    freehand = window.page.cine.editor.freehand
    freehand.on_left = half_drawn.leave
    freehand.on_taken_up = half_drawn.take_up
    half_drawn.offered.connect(lambda stroke: _offer(window, stroke))
    half_drawn.noted.connect(window.page.cine.show_note)


def _offer(window: MainWindow, stroke: Stroke | None) -> None:
    cine = window.page.cine
    if stroke is not None:
        cine.set_tool(EditTool.FREEHAND)
        window.editing.choose_structure(stroke.structure)
    cine.editor.freehand.resume(stroke)


def _ask_offset(window: MainWindow) -> None:
    chosen_mm = window.dialogs.ask_offset_mm(window.editing.offset_step_mm)
    if chosen_mm is not None:
        window.settings.setValue(OFFSET_SETTING, chosen_mm)
        _set_offset(window, chosen_mm)


def _set_offset(window: MainWindow, step_mm: float) -> None:
    window.editing.offset_step_mm = step_mm
    for name, verb in (("expand", "&Expand"), ("contract", "&Contract")):
        action = window.actions_by_name[name]
        action.setText(f"{verb} by {step_mm:g} mm")
        tip = f"{verb.replace('&', '')} the active contour by {step_mm:g} mm"
        action.setStatusTip(tip)
        action.setToolTip(f"{tip} ({shortcut_text(action)})")


def _number(stored: object, otherwise: float) -> float:
    """A number from the settings file, which holds text; what a hand wrote there may be none."""
    try:
        value = float(str(stored))
    except ValueError:
        return otherwise
    return value if LEAST_OFFSET_MM <= value <= GREATEST_OFFSET_MM else otherwise
