"""The page on which a study is read: the cine, its sliders and curve, and the panel of numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from cmrstudio.gui.views.cine_view import CineView
from cmrstudio.gui.views.measures_panel import MeasuresPanel
from cmrstudio.gui.views.position_controls import PhaseSlider, SliceSlider
from cmrstudio.gui.views.slice_list import SliceList
from cmrstudio.gui.views.verify_box import VerifyBox
from cmrstudio.gui.views.volume_curve import VolumeCurve

PANEL_WIDTH_PX = 330


class ReadingPage(QSplitter):
    """Puts the views in their places; controllers fill them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.cine = CineView()
        self.phase_slider = PhaseSlider()
        self.slice_slider = SliceSlider()
        self.curve = VolumeCurve()
        self.measures = MeasuresPanel()
        self.verify_box = VerifyBox()
        self.slice_list = SliceList()
        self.addWidget(self._images())
        self.addWidget(self._panel())
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setCollapsible(0, False)
        self.setSizes([900, PANEL_WIDTH_PX])

    def _images(self) -> QSplitter:
        area = QWidget()
        area.setObjectName("readingArea")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.cine, 1)
        row.addWidget(self.slice_slider)
        layout = QVBoxLayout(area)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row, 1)
        layout.addWidget(self.phase_slider)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(area)
        splitter.addWidget(self.curve)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setCollapsible(0, False)
        splitter.setSizes([560, 170])
        return splitter

    def _panel(self) -> QScrollArea:
        panel = QWidget()
        panel.setObjectName("sidePanel")
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
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(panel)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(PANEL_WIDTH_PX - 30)
        return scroll


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setStyleSheet("color: #343b45;")
    return line
