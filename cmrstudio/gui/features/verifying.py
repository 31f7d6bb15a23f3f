"""An expert's word on contours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    verifying, box = window.verifying, window.page.verify_box
    window.actions_by_name.connect(
        {
            "verify_image": verifying.verify_image,
            "verify_phase": verifying.verify_phase,
            "next_to_look_at": lambda: _go_to_next(window),
            "reviewer": verifying.ask_reviewer,
        }
    )
    box.verify_requested.connect(verifying.verify_image)
    box.next_requested.connect(lambda: _go_to_next(window))
    box.reviewer_requested.connect(verifying.ask_reviewer)
    box.set_reviewer(verifying.reviewer)
    verifying.reviewer_changed.connect(box.set_reviewer)
    verifying.refused.connect(lambda text: window.show_message(text))


def _go_to_next(window: MainWindow) -> None:
    key = window.verifying.next_to_look_at()
    if key is not None:
        window.playback.stop()
        window.session.go_to(*key)
    elif window.session.annotations:
        window.show_message("Every contour at end-diastole and end-systole is verified.")
    else:
        window.show_message("There are no contours yet: segment the study first.")
