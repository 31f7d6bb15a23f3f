"""The window of the training: what is verified, how a model learns from it, and whether it became better."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from cmrstudio.gui.views.learning_controls import LearningControls
from cmrstudio.gui.views.learning_curves import LearningCurves
from cmrstudio.gui.views.learning_data import LearningData
from cmrstudio.gui.views.learning_gallery import LearningGallery
from cmrstudio.gui.views.learning_result import LearningResult
from cmrstudio.gui.views.learning_settings import LearningSettings
from cmrstudio.gui.views.learning_versions import LearningVersions

SETTINGS_WIDTH_PX = 350


class LearningWindow(QDialog):
    """Puts the views of the training in their places; reading goes on beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Training")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, on=True)
        self.resize(1120, 780)
        self.controls = LearningControls()
        self.data, self.settings = LearningData(), LearningSettings()
        self.curves, self.gallery = LearningCurves(), LearningGallery()
        self.result, self.versions = LearningResult(), LearningVersions()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.settings.setFixedWidth(SETTINGS_WIDTH_PX)
        first = _page()
        first.layout().addWidget(_scrolled(self.data), 1)
        first.layout().addWidget(self.settings)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.curves)
        splitter.addWidget(self.gallery)
        splitter.setSizes([520, 580])
        self._pages = {"data": first}
        for name, view in (("progress", splitter), ("result", self.result), ("versions", self.versions)):
            self._pages[name] = _page()
            self._pages[name].layout().addWidget(view)
        titles = {"data": "What is verified", "progress": "Progress", "result": "Result", "versions": "Versions"}
        for name, title in titles.items():
            self.tabs.addTab(self._pages[name], title)
        layout = QVBoxLayout(self)
        layout.addWidget(self.controls)
        layout.addWidget(self.tabs, 1)

    def show_page(self, name: str) -> None:
        """Turn to "data", "progress", "result" or "versions"."""
        self.tabs.setCurrentWidget(self._pages[name])


def _page() -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(4, 12, 4, 4)
    row.setSpacing(18)
    return page


def _scrolled(view: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(view)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll
