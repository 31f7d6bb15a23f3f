"""The page on which a study is read: layouts of images, the curve below them, and panels beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.views.cine_view import CineView
from cmrstudio.gui.views.measures_panel import MeasuresPanel
from cmrstudio.gui.views.position_controls import PhaseSlider, SliceSlider
from cmrstudio.gui.views.slice_list import SliceList
from cmrstudio.gui.views.verify_box import VerifyBox
from cmrstudio.gui.views.volume_curve import VolumeCurve

PANEL_WIDTH_PX = 330
CINE_LAYOUT = "cine"


class ReadingPage(QSplitter):
    """Puts the views in their places; controllers fill them.

    Features add layouts of images, of which one is shown at a time, and panels, each a tab beside the images. The cine
    alone is the layout that is there from the start.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("pageSplitter")
        self.cine = CineView()
        self.phase_slider = PhaseSlider()
        self.slice_slider = SliceSlider()
        self.curve = VolumeCurve()
        self.measures = MeasuresPanel()
        self.verify_box = VerifyBox()
        self.slice_list = SliceList()
        self._layouts = QStackedWidget()
        self._layouts_by_name: dict[str, QWidget] = {}
        self.add_layout(CINE_LAYOUT, self._cine_alone())
        self.panels = QTabWidget()
        self.panels.setDocumentMode(True)
        self.panels.setTabBarAutoHide(True)
        self.panels.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes the focus; a hidden one would hold Tab
        self.add_panel("Reading", self._reading_panel())
        self.addWidget(self._images())
        self.addWidget(self.panels)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setCollapsible(0, False)
        self.setSizes([900, PANEL_WIDTH_PX])

    # Layouts and panels

    def add_layout(self, name: str, layout: QWidget) -> None:
        """Add a way of showing the images, by a name to show it by."""
        self._layouts_by_name[name] = layout
        self._layouts.addWidget(layout)

    def show_layout(self, name: str) -> None:
        """Show the images in the layout of that name. Raises ``KeyError`` where there is none."""
        self._layouts.setCurrentWidget(self._layouts_by_name[name])

    @property
    def layout_name(self) -> str:
        """The name of the layout that is shown."""
        shown = self._layouts.currentWidget()
        return next(name for name, layout in self._layouts_by_name.items() if layout is shown)

    def add_panel(self, title: str, panel: QWidget) -> None:
        """Add a tab beside the images; what does not fit its height is scrolled to."""
        panel.setObjectName("sidePanel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(panel)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(PANEL_WIDTH_PX - 30)
        self.panels.addTab(scroll, title)

    # What is there from the start

    def _cine_alone(self) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.cine, 1)
        row.addWidget(self.slice_slider)
        return area

    def _images(self) -> QSplitter:
        area = QWidget()
        area.setObjectName("readingArea")
        layout = QVBoxLayout(area)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._layouts, 1)
        layout.addWidget(self.phase_slider)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("imagesSplitter")
        splitter.addWidget(area)
        splitter.addWidget(self.curve)
        splitter.setCollapsible(0, False)
        sizes_px = [560, 170]
        for index, size_px in enumerate(sizes_px):  # in a small window the curve leaves the images their share
            splitter.setStretchFactor(index, size_px)
        splitter.setSizes(sizes_px)
        return splitter

    def _reading_panel(self) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self.measures)
        layout.addWidget(_line())
        layout.addWidget(self.verify_box)
        layout.addWidget(_line())
        title = QLabel("SLICES AT THIS PHASE, BASE FIRST")
        title.setProperty("role", "section")
        layout.addWidget(title)
        self.slice_list.setMinimumHeight(150)
        layout.addWidget(self.slice_list, 1)
        return panel


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setProperty("role", "line")
    return line
