"""Which layout of images is shown, and what all layouts share."""

from __future__ import annotations

from math import exp

from PySide6.QtCore import QObject, QPointF, QSettings, Signal

from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.study_pictures import StudyPictures
from cmrstudio.gui.views.cine_view import CineView
from cmrstudio.gui.views.montage_view import PhasesView
from cmrstudio.gui.views.picture_view import PictureView
from cmrstudio.gui.views.reading_page import CINE_LAYOUT, ReadingPage

PHASES_LAYOUT, MONTAGE_LAYOUT, MATRIX_LAYOUT = "phases", "montage", "matrix"
LAYOUTS = (CINE_LAYOUT, PHASES_LAYOUT, MONTAGE_LAYOUT, MATRIX_LAYOUT)
SETTING = "layout"
WINDOW_TRAVEL_SCREEN_PX = 300.0


class Layouts(QObject):
    """Switches between the layouts of a ``ReadingPage`` and links what they show to its cine.

    End-diastole and end-systole stand beside the cine and look where it looks; montage and matrix share a zoom of their
    own, around the heart. Window, level and hidden contours are the cine's in all of them.
    """

    changed = Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        page: ReadingPage,
        pictures: StudyPictures,
        phases_view: PhasesView,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._page, self._pictures, self._settings = session, page, pictures, settings
        self._phases_view = phases_view
        self._views: dict[str, PictureView] = {}
        self._name = CINE_LAYOUT
        canvas = page.cine.canvas
        canvas.window_level_changed.connect(pictures.set_window_level)
        canvas.view_changed.connect(self._follow_cine)
        session.position_changed.connect(self._follow_cine)
        session.study_opened.connect(self._take_keys)

    @property
    def name(self) -> str:
        """The layout that is shown."""
        return self._name

    @property
    def stored(self) -> str:
        """The layout of the last time; the cine alone where that is unknown."""
        name = str(self._settings.value(SETTING, CINE_LAYOUT))
        return name if name in LAYOUTS else CINE_LAYOUT

    def take_view(self, name: str, view: PictureView) -> None:
        """Link a view with many images, of the layout of that name, to the cine and to the session."""
        self._views[name] = view
        view.image_requested.connect(self._session.go_to)
        view.cine_requested.connect(self._show_in_cine)
        view.window_dragged.connect(self._drag_window)
        if view is self._phases_view:
            view.zoom_requested.connect(lambda factor: self._page.cine.zoom_in(factor))
            view.pan_dragged.connect(self._pan_cine)
        else:
            view.zoom_requested.connect(self._pictures.zoom_by)
            view.pan_dragged.connect(lambda x, y: self._pan(view, x, y))

    def show(self, name: str) -> None:
        """Show a layout, now and at the next start. Raises ``KeyError`` for an unknown one."""
        if name not in LAYOUTS:
            raise KeyError(name)
        cine: CineView = self._page.cine
        if name != self._name:
            cine.cancel_gesture()
        self._name = name
        self._phases_view.setVisible(name == PHASES_LAYOUT)
        self._page.show_layout(CINE_LAYOUT if name == PHASES_LAYOUT else name)
        self._take_keys()
        self._settings.setValue(SETTING, name)
        self._follow_cine()
        self.changed.emit(name)

    def _take_keys(self) -> None:
        (self._views[self._name] if self._name in (MONTAGE_LAYOUT, MATRIX_LAYOUT) else self._page.cine).setFocus()

    def reset_view(self) -> None:
        """Show everything as at first: the whole image in the cine, the heart in the small pictures."""
        self._page.cine.reset_view()
        self._pictures.reset_view()

    def _show_in_cine(self, phase_index: int, slice_index: int) -> None:
        self._session.go_to(phase_index, slice_index)
        self.show(PHASES_LAYOUT if self._name == PHASES_LAYOUT else CINE_LAYOUT)

    def _follow_cine(self) -> None:
        canvas = self._page.cine.canvas
        if self._name == PHASES_LAYOUT and canvas.image is not None:
            centre = canvas.to_mm(QPointF(canvas.width() / 2, canvas.height() / 2))
            self._phases_view.look_at((float(centre[0]), float(centre[1])), canvas.zoom)

    def _drag_window(self, x: float, y: float) -> None:
        cine = self._page.cine
        centre, width = self._pictures.window_level
        wider = max(width * exp(x / WINDOW_TRAVEL_SCREEN_PX), 1e-3)
        cine.set_window_level(centre + y / WINDOW_TRAVEL_SCREEN_PX * width, wider)
        cine.window_level_changed.emit(*cine.canvas.window_level)

    def _pan(self, view: PictureView, x: float, y: float) -> None:
        scale = view.screen_px_per_image_px()
        self._pictures.pan_by(-x / scale[0], -y / scale[1])

    def _pan_cine(self, x: float, y: float) -> None:
        canvas = self._page.cine.canvas
        scale = self._phases_view.screen_px_per_image_px()
        across, down = canvas.screen_px_per_image_px
        canvas.pan_by(x * across / scale[0], y * down / scale[1])
