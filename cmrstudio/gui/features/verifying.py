"""An expert's word on contours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox

from cmrstudio.domain.review_order import ReviewItem
from cmrstudio.domain.sign_off import NAMES
from cmrstudio.gui.translation import tr

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

REASONS_MS = 100


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    verifying, box, session = window.verifying, window.page.verify_box, window.session
    window.actions_by_name.connect(
        {
            "verify_image": verifying.verify_image,
            "verify_contour": lambda: verifying.verify_contour(window.page.cine.active_structure),
            "verify_phase": verifying.verify_phase,
            "verify_slice": verifying.verify_slice,
            "verify_study": lambda: _ask_to_verify_study(window),
            "next_to_look_at": lambda: _go_to_next(window),
            "reviewer": verifying.ask_reviewer,
        }
    )
    box.verify_requested.connect(verifying.verify_image)
    box.contour_requested.connect(verifying.verify_contour)
    box.next_requested.connect(lambda: _go_to_next(window))
    box.reviewer_requested.connect(verifying.ask_reviewer)
    box.set_reviewer(verifying.reviewer)
    verifying.reviewer_changed.connect(box.set_reviewer)
    verifying.refused.connect(lambda text: window.show_message(text))
    window.cine_presenter.show_states(verifying.verdicts)
    reasons = QTimer(window)
    reasons.setSingleShot(True)
    reasons.setInterval(REASONS_MS)
    reasons.timeout.connect(lambda: _show_reasons(window))
    verifying.verdicts.changed.connect(
        lambda keys: _show_verdicts(window, reasons) if session.position in keys else None
    )
    session.position_changed.connect(lambda *_: _show_verdicts(window, reasons))


def _show_verdicts(window: MainWindow, reasons: QTimer) -> None:
    key = window.session.position
    if window.session.is_in_gesture(key):
        return
    window.page.verify_box.show_contour_states(window.verifying.verdicts.states(key))
    window.page.verify_box.show_reason("")
    reasons.start()  # once more, so that nobody waits for reasons who plays a cine or drags through it


def _show_reasons(window: MainWindow) -> None:
    items = window.verifying.review_items(window.session.position)
    window.page.verify_box.show_reason("\n".join(_reason(item) for item in items if item.says_something))


def _reason(item: ReviewItem) -> str:
    return f"{NAMES[item.structure].capitalize()}: {item.text}"


def _go_to_next(window: MainWindow) -> None:
    item = window.verifying.next_item()
    if item is not None:
        window.playback.stop()
        window.session.go_to(*item.key)
        window.page.cine.set_active_structure(item.structure)
        window.show_message(f"Look at this: {_reason(item)}")
    elif window.session.annotations:
        window.show_message("Every contour at end-diastole and end-systole is verified.")
    else:
        window.show_message("There are no contours yet: segment the study first.")


def _ask_to_verify_study(window: MainWindow) -> None:
    waiting = window.verifying.waiting()
    if not waiting:
        window.show_message("No contours of this study wait for verification.")
        return
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Verify the study")
    phases = len({annotation.phase_index for annotation in waiting})
    images = "1 image" if len(waiting) == 1 else f"{len(waiting)} images"
    box.setText(tr(f"Verify the contours of {images} at {phases} {'phase' if phases == 1 else 'phases'}?"))
    box.setInformativeText("Your name is kept with each of them: do this only where you have looked at all.")
    box.addButton("Verify all", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.accepted.connect(lambda: window.verifying.verify(waiting))
    box.open()
