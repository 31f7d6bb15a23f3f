"""Pictures of the cine as it is shown, of any image of the study, drawn off the screen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from cmrstudio.domain.orientation import edge_letters
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.cine_presenter import corner_texts, window_for
from cmrstudio.gui.controllers.contour_verdicts import ContourVerdicts
from cmrstudio.gui.controllers.image_measuring import ImageMeasuringController
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.cine_view import CineView, EditTool
from cmrstudio.gui.views.status_strip import NOT_FOR_DIAGNOSTIC_USE

_LEAST_SIDE_PX = 360


class CinePictures:
    """Draws images of the session in a view of its own that looks as ``shown`` does: window, zoom and place.

    Control points, the cursor and what is selected are not drawn. Use it on the thread of the window.
    """

    def __init__(
        self,
        session: ReadingSession,
        measuring: ImageMeasuringController,
        verdicts: ContourVerdicts,
        shown: CineView,
    ) -> None:
        self._session, self._measuring, self._verdicts, self._shown = session, measuring, verdicts, shown
        self._view = CineView()
        self._view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._view.set_tool(EditTool.NAVIGATE)
        self._view.show()  # or it would not lay itself out
        self._scale = 1.0

    def close(self) -> None:
        """Let the view go."""
        self._view.deleteLater()

    def fit_to_image(self) -> tuple[int, int]:
        """Have the pictures show what of the image is seen, without the black beside it; returns (width, height)."""
        canvas, rows_columns = self._shown.canvas, self._session.stack.image_shape
        extent = np.array(rows_columns[::-1]) * np.array(canvas.pixel_spacing_mm[::-1]) * canvas.screen_px_per_mm
        seen = np.minimum(extent, [self._shown.width(), self._shown.height()])
        self._scale = max(1.0, _LEAST_SIDE_PX / float(seen.min()))
        width, height = (round(side * self._scale / 2) * 2 for side in seen.tolist())
        self._view.resize(width, height)
        return width, height

    def fit_to_view(self) -> None:
        """Have the pictures be as large as the view on the screen, with all that is seen there."""
        self._scale = 1.0
        self._view.resize(self._shown.size())

    def picture(
        self, key: Key, *, with_overlays: bool = True, with_name: bool = False, device_pixel_ratio: float = 1.0
    ) -> QImage:
        """Draw an image, with contours and measurements, and with the names of patient and series, where wanted."""
        self._prepare(key, with_overlays=with_overlays, with_name=with_name)
        view, ratio = self._view, device_pixel_ratio
        image = QImage(view.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        view.render(painter, QPoint())
        painter.end()
        return image

    def _prepare(self, key: Key, *, with_overlays: bool, with_name: bool) -> None:
        view, stack, (phase_index, slice_index) = self._view, self._session.stack, key
        view.ensurePolished()
        if stack.present[phase_index, slice_index]:
            image = stack.pixels[phase_index, slice_index]
            view.set_image(image, stack.pixel_spacing_mm)
            view.set_window_level(*(self._shown.canvas.window_level or window_for(image)))
            is_dicom = bool(stack.sop_uids[phase_index, slice_index])
            view.set_orientation_markers(*(edge_letters(stack.affine_mm[slice_index]) if is_dicom else [""] * 4))
        else:
            view.show_message("This image is missing from the study")
            with_overlays = False
        view.set_contours(
            self._session.annotation(key).contours if with_overlays else (),
            self._session.state(key) if with_overlays else ContourState.EMPTY,
        )
        view.set_contour_states(self._verdicts.states(key) if with_overlays else {})
        measurements = self._measuring.on_slice(slice_index) if with_overlays else ()
        view.measuring.set_measurements(measurements, phase_index, slice_index)
        top_left, top_right, _, bottom_right = corner_texts(self._session, key, with_name=with_name)
        view.set_corner_text(top_left, top_right, "", f"{bottom_right}\n{tr(NOT_FOR_DIAGNOSTIC_USE)}")
        view.canvas.look_as(self._shown.canvas, self._shown.canvas.screen_px_per_mm * self._scale)


def rgb(image: QImage) -> npt.NDArray[np.uint8]:
    """The pixels of an image as RGB [row, column, 3]."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns, stride = plain.height(), plain.width(), plain.bytesPerLine()
    data = np.frombuffer(plain.constBits(), np.uint8).reshape(rows, stride)
    return data[:, : 3 * columns].reshape(rows, columns, 3).copy()
