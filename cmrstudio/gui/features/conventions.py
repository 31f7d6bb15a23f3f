"""What counts into volumes and mass: shown beside the numbers, chosen in a box of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import AS_TRAINED, MitralPlane, PapillaryMuscles
from cmrstudio.domain.counting import papillary_pixels_px
from cmrstudio.domain.measures import Measures, slice_extents_mm
from cmrstudio.gui.controllers.measuring import MeasuringController
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.conventions_dialog import ConventionsDialog

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    session, keeping = window.session, window.keeping
    measuring = window.measuring = MeasuringController(session, window)
    measuring.conventions_decided.connect(keeping.keep_conventions)
    keeping.opened.connect(measuring.keep_again)
    keeping.conventions_restored.connect(measuring.restore)
    dialog = window.conventions_dialog = ConventionsDialog(window)
    dialog.conventions_chosen.connect(measuring.choose)
    dialog.plane_requested.connect(lambda at_systole: _place_plane(window, at_systole))
    measuring.conventions_changed.connect(dialog.show_conventions)
    measuring.conventions_changed.connect(lambda chosen: window.page.curve.setToolTip(tr(chosen.text)))
    window.page.curve.setToolTip(tr(AS_TRAINED.text))
    session.measures_changed.connect(lambda measures: _show_effect(window, measures))
    session.study_closed.connect(dialog.hide)
    _tint_papillary_muscles(window)
    window.actions_by_name.connect({"conventions": lambda: _show(window)})
    window.page.measures.conventions_requested.connect(lambda: _show(window))


def _tint_papillary_muscles(window: MainWindow) -> None:
    """Show on the image what counts as papillary muscle, wherever image, contours or conventions change."""
    session, layer = window.session, window.page.cine.canvas.layer

    def show() -> None:
        layer.show_papillary(_papillary_pixels(window))

    session.position_changed.connect(lambda *_: show())
    session.study_completed.connect(lambda *_: show())
    session.study_closed.connect(show)
    session.annotations_changed.connect(lambda keys: show() if session.position in keys else None)
    window.measuring.conventions_changed.connect(lambda _: show())


def _papillary_pixels(window: MainWindow) -> np.ndarray | None:
    session, chosen = window.session, window.measuring.conventions
    stack, annotation = session.stack, session.annotation()
    if stack is None or chosen.papillary_muscles is not PapillaryMuscles.MASS or not stack.present[session.position]:
        return None
    endocardium, epicardium = annotation.contour(Structure.LV_ENDOCARDIUM), annotation.contour(Structure.LV_EPICARDIUM)
    if endocardium is None or epicardium is None:
        return None
    image = stack.pixels[session.position]
    return papillary_pixels_px(image, endocardium, epicardium, chosen.papillary_grey_percent)


def _show(window: MainWindow) -> None:
    if window.session.stack is None:
        return
    dialog = window.conventions_dialog
    dialog.suggest_plane(_suggested_plane(window))
    dialog.show()
    _show_effect(window, window.session.measures)
    dialog.raise_()
    dialog.activateWindow()


def _suggested_plane(window: MainWindow) -> MitralPlane:
    """The basal edge of the most basal slice that counts now, so that nothing changes before the reader moves it."""
    measures = window.session.measures
    volumes = (measures.end_diastolic, measures.end_systolic) if measures else (None, None)
    first = [volume.slice_indices[0] if volume else 0 for volume in volumes]
    return MitralPlane(*(_basal_edge_mm(window, index) for index in first))


def _basal_edge_mm(window: MainWindow, slice_index: int) -> float:
    stack = window.session.stack
    extents_mm = slice_extents_mm(stack.slice_positions_mm, stack.slice_thickness_mm)
    return float(stack.slice_positions_mm[slice_index] - extents_mm[slice_index] / 2)


def _place_plane(window: MainWindow, at_systole: bool) -> None:
    window.conventions_dialog.place_plane(at_systole, _basal_edge_mm(window, window.session.position[1]))


def _show_effect(window: MainWindow, measures: Measures | None) -> None:
    dialog = window.conventions_dialog
    if not dialog.isVisible():
        return
    dialog.show_effect(
        tr(
            f"EDV {_text(measures and measures.edv_ml, 'ml')}   ESV {_text(measures and measures.esv_ml, 'ml')}   "
            f"EF {_text(measures and measures.ef_percent, '%')}   LV mass {_text(measures and measures.lv_mass_g, 'g')}"
        )
    )


def _text(value: float | None, unit: str) -> str:
    return "–" if value is None else tr(f"{value:.1f} {unit}")
