"""The stations of a tour at which slices are pinned, images selected, and menus opened by the right button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.demonstration_camera import context_menu

if TYPE_CHECKING:
    from cmrstudio.gui.controllers.reading_session import Key
    from cmrstudio.gui.demonstration_camera import Camera
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.gui.views.matrix_view import MatrixView

PINNED_SHARES = (0.15, 0.5, 0.85)
"""Where the pinned slices lie between base and apex."""
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


def pin_and_select(window: MainWindow, camera: Camera) -> None:
    """Picture the montage of pinned slices and the matrix with a range selected; leaves the cine as it was."""
    session, actions = window.session, window.actions_by_name
    before, last_slice = session.position, session.stack.slice_count - 1
    for slice_index in sorted({round(share * last_slice) for share in PINNED_SHARES}):
        session.go_to(None, slice_index)
        actions["pin_slice"].trigger()
    actions["layout_montage"].trigger()
    camera.shoot("montage_pinned")
    session.go_to(*before)
    actions["layout_matrix"].trigger()
    select_around(window)
    camera.shoot("matrix_selected")
    window.layouts_feature.matrix.clear_selection()
    actions["unpin_slices"].trigger()
    actions["layout_cine"].trigger()
    session.go_to(*before)


def open_menus(window: MainWindow, camera: Camera) -> None:
    """Picture what the right button offers on a contour in the cine, in the montage, and on selected images."""
    session, actions, layouts = window.session, window.actions_by_name, window.layouts_feature
    canvas, before = window.page.cine.canvas, session.position
    contour = session.annotation().contour(Structure.LV_ENDOCARDIUM)
    on_contour = canvas.to_screen(contour.points_px[0]) if contour else QPointF(canvas.viewport().rect().center())
    camera.shoot("cine_menu", lambda: context_menu(canvas.viewport(), on_contour.toPoint()))
    actions["layout_montage"].trigger()
    montage = layouts.montage
    camera.shoot("montage_menu", lambda: context_menu(montage, montage.tile_rects()[0].center().toPoint()))
    actions["layout_matrix"].trigger()
    select_around(window)
    matrix = layouts.matrix
    camera.shoot(
        "matrix_menu", lambda: context_menu(matrix, matrix.cell_rect(min(matrix.selection.keys)).center().toPoint())
    )
    matrix.clear_selection()
    actions["layout_cine"].trigger()
    session.go_to(*before)


def select_around(window: MainWindow) -> None:
    """Draw with the left button over the images around the present one in the matrix, which must be on the screen."""
    matrix, (phase_index, slice_index) = window.layouts_feature.matrix, window.session.position
    phases, slices = matrix.counts
    QApplication.processEvents()  # the matrix takes its size
    first = max(0, phase_index - 1), max(0, slice_index - 2)
    _drag(matrix, first, (min(phases - 1, first[0] + 4), min(slices - 1, first[1] + 3)))


def _drag(matrix: MatrixView, first: Key, last: Key) -> None:
    for kind, key, button, held in (
        (QEvent.Type.MouseButtonPress, first, LEFT, LEFT),
        (QEvent.Type.MouseMove, last, NONE, LEFT),
        (QEvent.Type.MouseButtonRelease, last, LEFT, NONE),
    ):
        place = matrix.cell_rect(key).center()
        everywhere = QPointF(matrix.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(
            matrix, QMouseEvent(kind, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        )
