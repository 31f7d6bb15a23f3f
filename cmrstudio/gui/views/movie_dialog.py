"""Asks what a movie of the cine is to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from cmrstudio.gui.controllers.movie_export import MovieOptions
from cmrstudio.gui.translation import tr

MOST_REPEATS = 20
NOTES = (
    "The movie has the window, zoom and place of the image on the screen and plays at the speed of the heart.",
    (
        "An MP4 holds MPEG-4 Part 2 video: VLC and most other players show it, many web browsers do not. "
        "An animated GIF is shown by browsers and on slides too, in 256 colours."
    ),
)


class MovieDialog(QDialog):
    """The choices for a movie; the patient's name is left out unless it is asked for."""

    def __init__(self, slice_index: int, slice_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export the cine as a movie")
        self.setMinimumWidth(430)
        self.this_slice = QRadioButton(tr("Slice {number}, as shown").format(number=slice_index + 1))
        self.all_slices = QRadioButton(tr("All {count} slices, from base to apex").format(count=slice_count))
        self.this_slice.setChecked(True)
        self.all_slices.setEnabled(slice_count > 1)
        self._which = QButtonGroup(self)
        self.overlays = QCheckBox("Contours and measurements")
        self.overlays.setChecked(True)
        self.name = QCheckBox("Patient's name and series")
        self.name.setToolTip("Left out unless you tick it: the file may be passed on")
        self.repeats = QSpinBox()
        self.repeats.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.repeats.setRange(1, MOST_REPEATS)
        self.repeats.setValue(1)
        self.repeats.setSuffix(" ×")
        self.repeats.setMaximumWidth(90)
        self.repeats.setAccessibleName("How often each slice beats")
        self.repeats.setToolTip("How often each slice beats in the file; a GIF goes round by itself")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for row, (title, widget) in enumerate(
            (
                ("Show", self.this_slice),
                ("", self.all_slices),
                ("With", self.overlays),
                ("", self.name),
                ("Heartbeats", self.repeats),
            )
        ):
            if isinstance(widget, QRadioButton):
                self._which.addButton(widget, row)
            form.addRow(title, widget)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setText("Choose a file…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        for text in NOTES:
            note = QLabel(text)
            note.setWordWrap(True)
            note.setProperty("role", "muted")
            layout.addWidget(note)
        layout.addWidget(buttons)

    @property
    def options(self) -> MovieOptions:
        """What was chosen."""
        return MovieOptions(
            all_slices=self.all_slices.isChecked(),
            with_overlays=self.overlays.isChecked(),
            with_name=self.name.isChecked(),
            repeats=self.repeats.value(),
        )
