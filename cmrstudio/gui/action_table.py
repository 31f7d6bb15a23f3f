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
    _spec(
        "work_list",
        "file",
        "&Work list",
        "Ctrl+L",
        icon="work_list",
        tip="All studies of the workspace, and back to the open one",
        needs_study=False,
        separator_before=True,
    ),
    _spec("import_folder", "file", "&Import a folder of studies…", "Ctrl+Shift+L", needs_study=False),
    _spec("left_out", "file", "What was &left out…", "Ctrl+I", separator_before=True),
    _spec("export_movie", "file", "Export the cine as a &movie…", "Ctrl+Alt+M"),
    _spec("report", "file", "Re&port…", "Ctrl+R", tip="Write the numbers and contours as PDF, HTML, CSV or Excel"),
    _spec("report_now", "file", "Report &now", "Ctrl+Alt+P", tip="Write the report as it was asked for last"),
    _spec(
        "export_studies",
        "file",
        "E&xport numbers of marked studies…",
        "Ctrl+Shift+X",
        tip="CSV, Excel or reports of all studies that are marked on the work list",
        needs_study=False,
    ),
    _spec("close_study", "file", "&Close study", "Ctrl+W"),
    _spec("quit", "file", "&Quit", "Ctrl+Q", needs_study=False, separator_before=True),
    _spec(
        "copy_image",
        "edit",
        "&Copy image",
        "Ctrl+C",
        tip="Copy the image, montage or matrix as shown, without the patient's name",
        separator_before=True,
    ),
    _spec("copy_curve", "edit", "Copy the &volume curve", "Ctrl+Alt+1", tip="Copy it with what the volumes count"),
    _spec("copy_bulls_eye", "edit", "Copy the &bull's-eye", "Ctrl+Alt+2", tip="Copy the bull's-eye as shown"),
    _spec("copy_surfaces", "edit", "Copy the &3-D view", "Ctrl+Alt+3", tip="Copy the surfaces as shown"),
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
    _spec(
        "whole_contour",
        "contour",
        "&Whole contour",
        "5",
        icon="whole_contour",
        group="tool",
        tip="Drag inside moves a contour, dragging its line or Shift+drag scales it",
    ),
    _spec(
        "caliper",
        "contour",
        "Measure a &distance",
        "6",
        "M",
        icon="caliper",
        group="tool",
        tip="Measure a distance: drag, or click at both ends; hold the button for areas",
        separator_before=True,
    ),
    _spec(
        "ellipse",
        "contour",
        "Measure an e&llipse",
        "7",
        "Shift+M",
        icon="ellipse",
        group="tool",
        tip="Area and mean grey value of an ellipse: drag across it",
    ),
    _spec(
        "polygon",
        "contour",
        "Measure an &area",
        "8",
        icon="polygon",
        group="tool",
        tip="Area and mean grey value of a polygon: click at each corner, double-click to close it",
    ),
    _spec("pusher_larger", "contour", "Larger pusher", "]"),
    _spec("pusher_smaller", "contour", "Smaller pusher", "["),
    _spec("switch_structure", "contour", "Switch endocardium / epicardium", "E", separator_before=True),
    _spec("smooth", "contour", "Sm&ooth", "O", icon="smooth"),
    _spec("expand", "contour", "&Expand by 1 mm", "Ctrl+E"),
    _spec("contract", "contour", "&Contract by 1 mm", "Ctrl+K"),
    _spec("offset_step", "contour", "Expand and contract by…", "Ctrl+Shift+E"),
    _spec(
        "make_convex", "contour", "Make con&vex", "Ctrl+Shift+H", tip="Replace the active contour by its convex hull"
    ),
    _spec("remove_contour", "contour", "&Remove contour", "Ctrl+Backspace"),
    _spec("copy_apical", "contour", "Copy to next &apical slice", "Ctrl+D", separator_before=True),
    _spec("copy_basal", "contour", "Copy to next &basal slice", "Ctrl+U"),
    _spec("copy_forward", "contour", "Copy forward to next phase", "Ctrl+F"),
    _spec("copy_backward", "contour", "Copy back to previous phase", "Ctrl+Shift+B"),
    _spec(
        "refine_copies",
        "contour",
        "Fit copies to the image",
        "Ctrl+Alt+D",
        tip="Move a copied contour to the walls of its new image",
        checkable=True,
    ),
    _spec("propagate", "contour", "Propa&gate to all phases", "Ctrl+Shift+F", separator_before=True),
    _spec("propagate_range", "contour", "Propagate to some phases…", "Ctrl+Alt+F"),
    _spec(
        "interpolate",
        "contour",
        "&Interpolate between slices",
        "Ctrl+Shift+I",
        tip="Fill the slices of this phase between those that you drew",
    ),
    _spec(
        "copy_to_selected",
        "contour",
        "Cop&y to selected images",
        "Ctrl+Alt+C",
        icon="copy",
        tip="Copy the contours of the image on the screen to all images selected in the matrix",
    ),
    _spec(
        "clear_selected",
        "contour",
        "C&lear selected images",
        "Ctrl+Shift+Backspace",
        icon="clear",
        tip="Remove all contours of the images selected in the matrix, or of the image on the screen",
    ),
    _spec(
        "mark_rv_insertion",
        "contour",
        "Mark RV &insertion",
        "I",
        tip="Click the anterior RV insertion once: it divides the wall into segments",
        separator_before=True,
    ),
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
    _spec("next_theme", "view", "Next t&heme", "F9", needs_study=False, tip="Dark, light or high contrast"),
    _spec(
        "conventions",
        "view",
        "Con&ventions…",
        "Ctrl+Shift+M",
        tip="What counts into volumes and mass: basal slices and papillary muscles",
        separator_before=True,
    ),
    _spec(
        "layout_cine",
        "view",
        "Cine al&one",
        "F2",
        icon="layout_cine",
        group="layout",
        tip="One image, to be drawn on",
        separator_before=True,
    ),
    _spec(
        "layout_phases",
        "view",
        "Cine with end-&diastole and end-systole",
        "F3",
        icon="layout_phases",
        group="layout",
        tip="The cine beside the same slice at end-diastole and end-systole",
    ),
    _spec(
        "layout_montage",
        "view",
        "&Montage of slices",
        "F4",
        icon="layout_montage",
        group="layout",
        tip="All slices playing together, or those pinned",
    ),
    _spec(
        "layout_matrix",
        "view",
        "Matri&x of slices and phases",
        "F5",
        icon="layout_matrix",
        group="layout",
        tip="Every slice at every phase, to select from",
    ),
    _spec("pin_slice", "view", "&Pin this slice", "F6", icon="pin", tip="Pin or unpin the slice on the screen"),
    _spec("unpin_slices", "view", "U&npin all slices", "Shift+F6"),
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
    _spec("segment_contour", "segment", "Segment the ac&tive contour only", "Ctrl+G"),
    _spec(
        "segment_selected",
        "segment",
        "Segment selected &images",
        "Ctrl+Shift+G",
        icon="segment_slice",
        tip="Draw contours on the images selected in the matrix, or on the image on the screen",
    ),
    _spec("models", "segment", "&Models…", "Ctrl+M", needs_study=False, separator_before=True),
    _spec(
        "training",
        "segment",
        "&Training…",
        "Ctrl+T",
        needs_study=False,
        tip="Let a model learn from verified contours, in the background",
    ),
    _spec("cancel", "segment", "&Cancel what is running", "Ctrl+.", needs_study=False, separator_before=True),
    _spec("verify_image", "verify", "&Verify this image", "V", icon="verify"),
    _spec("verify_contour", "verify", "Verify this &contour only", "Y", tip="Verify the active contour, not the other"),
    _spec("verify_phase", "verify", "Verify all contours of this &phase", "Shift+V"),
    _spec("verify_slice", "verify", "Verify all contours of this s&lice", "Alt+Shift+V", tip="At all of its phases"),
    _spec("verify_study", "verify", "Verify all contours of the &study…", "Ctrl+Shift+V"),
    _spec(
        "verify_selected",
        "verify",
        "Verify selected &images",
        "Ctrl+Alt+V",
        icon="verify",
        tip="Verify the contours of the images selected in the matrix, or of the image on the screen",
    ),
    _spec("next_to_look_at", "verify", "&Next contour that needs a look", "N", icon="next_review"),
    _spec("sign_off", "verify", "Sign the study &off…", "Ctrl+Shift+S", separator_before=True),
    _spec("readers", "verify", "Rea&ders…", "Ctrl+Alt+R", needs_study=False, tip="Change who reads, blind to others"),
    _spec(
        "compare_readers", "verify", "Compare two readers…", "Ctrl+Shift+C", tip="Both readers' contours on the image"
    ),
    _spec("agreement", "verify", "&Agreement over studies…", "Ctrl+Shift+A", needs_study=False),
    _spec("reviewer", "verify", "&Reviewer…", "Ctrl+Shift+R", needs_study=False, separator_before=True),
    _spec("shortcuts", "help", "&Keyboard and mouse", "F1", needs_study=False),
    _spec("gestures", "help", "Ten &gestures", "F12", needs_study=False),
    _spec("change_shortcuts", "help", "Change &shortcuts…", "Ctrl+F1", needs_study=False),
    _spec("about", "help", "&About cmrstudio", "Shift+F1", needs_study=False),
)

MOUSE_GESTURES = (
    ("Wheel", "Next or previous slice"),
    ("Shift + wheel", "Next or previous phase"),
    ("Ctrl + wheel", "Zoom"),
    ("Ctrl + wheel over a contour, with the whole contour tool", "Larger or smaller contour"),
    ("Shift + arrow keys, + and −, with the whole contour tool", "Move or scale the contour in small steps"),
    ("Middle button drag", "Pan"),
    ("W + left button drag", "Window (sideways) and level (up and down)"),
    ("Click on the volume curve", "Go to that phase"),
    ("Drag an end or the line of a measurement", "Move it; Delete takes away the one that was clicked"),
    ("Drag in the 3-D view", "Turn the heart; the wheel zooms, a double click goes back"),
    ("Click on an image of montage or matrix", "Go there; a double-click shows it in the cine alone"),
    ("Drag, Shift + click, Shift + arrows in the matrix", "Select a range of images"),
    ("Ctrl + click in the matrix", "Select an image more, or one less"),
    ("Click on a number in the matrix", "Select all images of that phase or slice"),
)
