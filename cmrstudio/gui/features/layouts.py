"""Layouts of images: the cine alone or with end-diastole and end-systole, a montage, and the matrix to select from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.commands import place_name
from cmrstudio.gui.controllers.chosen_images import ChosenImages
from cmrstudio.gui.controllers.layouts import MATRIX_LAYOUT, MONTAGE_LAYOUT, PHASES_LAYOUT, Layouts
from cmrstudio.gui.controllers.pins import Pins
from cmrstudio.gui.grid_selection import selection_text
from cmrstudio.gui.study_pictures import StudyPictures
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.views.layout_pages import LAYOUT_ACTIONS, LayoutSwitch, MatrixPage, MontagePage
from cmrstudio.gui.views.matrix_view import MatrixView
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.models_dialog import NO_MODEL
from cmrstudio.gui.views.montage_view import MontageView, PhasesView

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

VERIFIED = ContourState.VERIFIED
CINE_SHARE, PHASES_SHARE = 5, 3


def wire(window: MainWindow) -> None:
    """Add the layouts to a window whose controllers and views are there, and show the one of the last time."""
    LayoutsFeature(window)


def write_again(window: MainWindow) -> None:
    """Write what is said over montage and matrix in the language of the moment."""
    window.layouts_feature.show_words()


class LayoutsFeature:
    """The views of the layouts and what joins them to the window, which keeps it as ``layouts_feature``."""

    def __init__(self, window: MainWindow) -> None:
        window.layouts_feature = self
        self._window, session, page, actions = window, window.session, window.page, window.actions_by_name
        self.pictures = StudyPictures(session, window)
        self.pins = Pins(session, window)
        self.chosen_images = ChosenImages(session, window.keeping, window.verifying, window)
        self.matrix_page = MatrixPage(MatrixView(self.pictures), actions)
        self.montage_page = MontagePage(MontageView(self.pictures), actions)
        self.phases_view = PhasesView(self.pictures)
        self.layouts = Layouts(session, page, self.pictures, self.phases_view, window.settings, window)
        self.switch = LayoutSwitch(actions)
        self._place()
        self._connect_views()
        self._connect_actions()
        self.layouts.show(self.layouts.stored)
        self.show_words()

    @property
    def matrix(self) -> MatrixView:
        """Every slice against every phase."""
        return self.matrix_page.matrix

    @property
    def montage(self) -> MontageView:
        """All slices at one phase."""
        return self.montage_page.montage

    def _place(self) -> None:
        page = self._window.page
        page.add_layout(MONTAGE_LAYOUT, self.montage_page)
        page.add_layout(MATRIX_LAYOUT, self.matrix_page)
        beside_cine = page.cine.parentWidget().layout()
        place = beside_cine.indexOf(page.cine)
        beside_cine.setStretch(place, CINE_SHARE)
        beside_cine.insertWidget(place + 1, self.phases_view, PHASES_SHARE)
        page.phase_slider.layout().addWidget(self.switch)

    def _connect_views(self) -> None:
        session, playback, layouts = self._window.session, self._window.playback, self.layouts
        keeping = self._window.keeping
        for name, view in (
            (PHASES_LAYOUT, self.phases_view),
            (MONTAGE_LAYOUT, self.montage),
            (MATRIX_LAYOUT, self.matrix),
        ):
            layouts.take_view(name, view)
            view.slice_step_requested.connect(lambda steps: session.go_to(None, session.position[1] + steps))
            view.phase_step_requested.connect(self._step_phase)
            view.cine_requested.connect(playback.stop)
        for view in (self.phases_view, self.matrix):
            view.image_requested.connect(playback.stop)
        for pinning in (self.matrix, self.montage):
            pinning.pin_requested.connect(self.pins.toggle)
        self.pins.changed.connect(self._show_pins)
        self.pins.decided.connect(keeping.keep_facts)
        keeping.facts_recalled.connect(self._recall_pins)
        self.matrix.selection_changed.connect(self._show_selection)
        session.position_changed.connect(self._show_selection)
        session.position_changed.connect(self._show_pin_action)
        session.position_changed.connect(self.matrix_page.keep_in_sight)
        self.matrix.menu_requested.connect(lambda place: self.matrix_page.make_menu().popup(place))
        self.montage.menu_requested.connect(self._show_montage_menu)
        for controller in (self._window.editing, self._window.propagation):
            controller.refused.connect(self._tell_refusal)
        self.chosen_images.refused.connect(lambda text: self._window.show_message(text))
        self.chosen_images.done.connect(lambda text: self._window.show_message(text))

    def _connect_actions(self) -> None:
        actions, layouts, images = self._window.actions_by_name, self.layouts, self.chosen_images
        for name in LAYOUT_ACTIONS:
            actions.connect({name: lambda name=name: layouts.show(name.removeprefix("layout_"))})
        layouts.changed.connect(lambda name: actions[f"layout_{name}"].setChecked(True))
        actions.connect(
            {
                "pin_slice": lambda: self.pins.toggle(self._window.session.position[1]),
                "unpin_slices": self.pins.clear,
                "segment_selected": self._segment,
                "copy_to_selected": self._copy,
                "clear_selected": self._clear,
                "verify_selected": lambda: images.verify(self.selected),
                "reset_view": self.pictures.reset_view,
            }
        )
        actions["overlays"].toggled.connect(self.pictures.set_contours_visible)

    # Acting on the selection

    @property
    def selected(self) -> frozenset[tuple[int, int]]:
        """The images that actions are about: those selected where the selection is to be seen, else the present one."""
        if self._window.page.layout_name == MATRIX_LAYOUT:
            return self.matrix.chosen
        return frozenset([self._window.session.position])

    def _segment(self) -> None:
        window, keys = self._window, self.selected
        if window.session.stack is None:
            return
        if window.models.model_id is None:
            window.show_message(NO_MODEL, MessageKind.WARNING)
            return
        may_replace = self._may_replace(window.segmentation.readers_work(keys), len(keys), "Segment again")
        if may_replace is not None:
            window.segmentation.segment_images(window.models.model_id, keys, may_replace=may_replace)

    def _copy(self) -> None:
        keys = self.selected - {self._window.session.position}
        made_by_reader = self.chosen_images.would_replace(keys)
        may_replace = self._may_replace(made_by_reader, len(keys), "Copy contours")
        if may_replace is not None:  # where there is nothing to lose, it need not be looked for again
            self.chosen_images.copy_to(self.selected, may_replace=may_replace or not made_by_reader)

    def _clear(self) -> None:
        keys, session = self.selected, self._window.session
        verified = [key for key in keys if session.annotation(key).contours and session.state(key) is VERIFIED]
        if not verified or self._window.dialogs.ask_clear_verified(len(verified)):
            self.chosen_images.clear(keys)

    def _may_replace(self, made_by_reader: list[tuple[int, int]], of_count: int, title: str) -> bool | None:
        """Whether readers' contours, on some of so many images, may be replaced; None to do nothing at all."""
        if not made_by_reader:
            return False
        place = place_name(made_by_reader) if len(made_by_reader) == 1 < of_count else ""
        may_keep = len(made_by_reader) < of_count
        answer = self._window.dialogs.ask_overwrite(len(made_by_reader), title, may_keep=may_keep, place=place)
        return None if answer is Overwrite.CANCEL else answer is Overwrite.REPLACE

    # Showing

    def _step_phase(self, steps: int) -> None:
        self._window.playback.stop()
        self._window.session.go_to(self._window.session.position[0] + steps)

    def _tell_refusal(self, text: str) -> None:
        """Say why an edit cannot be done where the cine, which has a place for that, is not seen."""
        if not self._window.page.cine.isVisible():
            self._window.show_message(text)

    def show_words(self) -> None:
        """Write what is said over montage and matrix."""
        self._show_selection()
        self._show_pins()

    def _show_selection(self) -> None:
        session, strip = self._window.session, self.matrix_page.strip
        if session.stack is None:
            strip.say("")
        elif self.matrix.selection.keys:
            strip.say(tr("Selected: {images}").format(images=selection_text(self.matrix.selection.keys)))
        else:
            phase_index, slice_index = session.position
            strip.say(tr("Slice {slice}, phase {phase}").format(slice=slice_index + 1, phase=phase_index + 1))

    def _recall_pins(self, kept: dict[str, dict[str, object]]) -> None:
        self.pins.recall(kept[self._window.session.series.series_uid])

    def _show_pins(self) -> None:
        stack = self._window.session.stack
        self.montage_page.show_pins(self.pins.slices, stack.slice_count if stack else 0)
        self.matrix.set_pinned(self.pins.slices)
        self._show_pin_action()

    def _show_pin_action(self) -> None:
        is_pinned = self._window.session.position[1] in self.pins.slices
        wanted = "Un&pin this slice" if is_pinned else "&Pin this slice"
        action = self._window.actions_by_name["pin_slice"]
        if action.text() != tr(wanted):
            action.setText(tr(wanted))

    def _show_montage_menu(self, slice_index: int, place) -> None:
        self._window.session.go_to(None, slice_index)
        self.montage_page.make_menu().popup(place)
