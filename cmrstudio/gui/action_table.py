"""Every action of the window, in one table: its words, menu, shortcut and icon."""

from __future__ import annotations

from dataclasses import dataclass

MENUS = {
    "file": "&File",
    "edit": "&Edit",
    "contour": "&Contour",
    "cine": "C&ine",
    "view": "&View",
    "segment": "Seg&ment",
    "verify": "Verif&y",
    "help": "&Help",
}


@dataclass(frozen=True)
class ActionSpec:
    """One action. The first of its ``shortcuts`` stands in the menu. ``group`` makes a choice of one among several."""

    name: str
    menu: str
    text: str
    shortcuts: tuple[str, ...]
    icon: str = ""
    tip: str = ""
    group: str = ""
    checkable: bool = False
    needs_study: bool = True
    separator_before: bool = False


def _spec(name: str, menu: str, text: str, *shortcuts: str, **options) -> ActionSpec:
    return ActionSpec(name, menu, text, shortcuts, **options)


SPECS: tuple[ActionSpec, ...] = (
    _spec("open_folder", "file", "Open &folder…", "Ctrl+O", icon="open_folder", needs_study=False),
    _spec("open_file", "file", "&Open file…", "Ctrl+Shift+O", icon="open_file", needs_study=False),
    _spec("open_sample", "file", "Open the &bundled study", "Ctrl+B", needs_study=False),
    _spec("left_out", "file", "What was &left out…", "Ctrl+I", separator_before=True),
    _spec("report", "file", "Re&port…", "Ctrl+R", tip="Write the numbers and contours as PDF, HTML, CSV or Excel"),
    _spec("close_study", "file", "&Close study", "Ctrl+W"),
    _spec("quit", "file", "&Quit", "Ctrl+Q", needs_study=False, separator_before=True),
    _spec(
        "navigate", "contour", "&Navigate", "1", icon="navigate", group="tool", tip="Look only: nothing can be moved"
    ),
    _spec(
        "control_points",
        "contour",
        "Control &points",
        "2",
        icon="control_points",
        group="tool",
        tip="Drag control points; double-click inserts one",
    ),
    _spec(
        "freehand", "contour", "&Freehand", "3", icon="freehand", group="tool", tip="Redraw a contour or a part of it"
    ),
    _spec("pusher", "contour", "Pus&her", "4", icon="pusher", group="tool", tip="Nudge a contour with a round brush"),
    _spec("pusher_larger", "contour", "Larger pusher", "]"),
    _spec("pusher_smaller", "contour", "Smaller pusher", "["),
    _spec("switch_structure", "contour", "Switch endocardium / epicardium", "E", separator_before=True),
    _spec("smooth", "contour", "Sm&ooth", "O", icon="smooth"),
    _spec("expand", "contour", "&Expand by 1 mm", "Ctrl+E"),
    _spec("contract", "contour", "&Contract by 1 mm", "Ctrl+K"),
    _spec("remove_contour", "contour", "&Remove contour", "Ctrl+Backspace"),
    _spec("copy_apical", "contour", "Copy to next &apical slice", "Ctrl+D", separator_before=True),
    _spec("copy_basal", "contour", "Copy to next &basal slice", "Ctrl+U"),
    _spec("copy_forward", "contour", "Copy forward to next phase", "Ctrl+F"),
    _spec("play", "cine", "&Play", "Space", "P", icon="play", tip="Play or stop the cine"),
    _spec("faster", "cine", "&Faster", "."),
    _spec("slower", "cine", "&Slower", ","),
    _spec("previous_phase", "cine", "Previous phase", "Left", separator_before=True),
    _spec("next_phase", "cine", "Next phase", "Right"),
    _spec("basal_slice", "cine", "Next basal slice", "Up"),
    _spec("apical_slice", "cine", "Next apical slice", "Down"),
    _spec("go_to_ed", "cine", "Go to end-&diastole", "D", separator_before=True),
    _spec("go_to_es", "cine", "Go to end-&systole", "S"),
    _spec("set_ed", "cine", "Set end-diastole here", "Alt+D"),
    _spec("set_es", "cine", "Set end-systole here", "Alt+S"),
    _spec("overlays", "view", "Show &contours", "H", icon="overlays", checkable=True),
    _spec("reset_view", "view", "&Fit image", "R", "Ctrl+0", icon="reset_view"),
    _spec("auto_window", "view", "&Automatic window/level", "A", icon="auto_window"),
    _spec("full_screen", "view", "F&ull screen", "F11", checkable=True, needs_study=False, separator_before=True),
    _spec(
        "segment_study",
        "segment",
        "Segment the &study",
        "Ctrl+Return",
        "Ctrl+Enter",
        icon="segment",
        tip="Draw all contours: end-diastole and end-systole first, then the other phases",
    ),
    _spec("segment_phase", "segment", "Segment this &phase", "Shift+G"),
    _spec("segment_slice", "segment", "Segment this s&lice", "G", icon="segment_slice"),
    _spec("models", "segment", "&Models…", "Ctrl+M", needs_study=False, separator_before=True),
    _spec("cancel", "segment", "&Cancel what is running", "Ctrl+.", needs_study=False, separator_before=True),
    _spec("verify_image", "verify", "&Verify this image", "V", icon="verify"),
    _spec("verify_phase", "verify", "Verify all contours of this &phase", "Shift+V"),
    _spec("next_to_look_at", "verify", "&Next contour that needs a look", "N", icon="next_review"),
    _spec("reviewer", "verify", "&Reviewer…", "Ctrl+Shift+R", needs_study=False, separator_before=True),
    _spec("shortcuts", "help", "&Keyboard and mouse", "F1", needs_study=False),
    _spec("about", "help", "&About cmrstudio", "Shift+F1", needs_study=False),
)

MOUSE_GESTURES = (
    ("Wheel", "Next or previous slice"),
    ("Shift + wheel", "Next or previous phase"),
    ("Ctrl + wheel", "Zoom"),
    ("Middle button drag", "Pan"),
    ("W + left button drag", "Window (sideways) and level (up and down)"),
    ("Click on the volume curve", "Go to that phase"),
)
