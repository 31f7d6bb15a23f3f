"""The stations of a tour at which the window asks: before it replaces or loses work, and for a number or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.demonstration_layouts import select_around

if TYPE_CHECKING:
    from cmrstudio.gui.demonstration_camera import Camera
    from cmrstudio.gui.main_window import MainWindow

UNSAVED = "/data/reading/workspace.sqlite: the disk is full. Free some space and save again."


def ask_all(window: MainWindow, camera: Camera) -> None:
    """Picture every question, on a study of which the image on the screen was edited; each is left unanswered."""
    actions = window.actions_by_name
    actions["layout_matrix"].trigger()
    select_around(window)
    camera.shoot_question("question_replace", actions["segment_selected"].trigger)
    window.layouts_feature.matrix.clear_selection()
    actions["layout_cine"].trigger()
    camera.shoot_question("question_verify", actions["verify_study"].trigger)
    camera.shoot_question("question_offset", actions["offset_step"].trigger)
    camera.shoot_question("question_unsaved", lambda: window.dialogs.ask_quit_unsaved(UNSAVED))
    camera.shoot_question("about", actions["about"].trigger)
