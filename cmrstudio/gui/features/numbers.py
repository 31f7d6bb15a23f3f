"""Numbers for the report: the patient, normal ranges, rates, and the walls in segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.gui.controllers.numbers_presenter import NumbersPresenter
from cmrstudio.gui.controllers.study_facts import StudyFacts
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.numbers_panel import NumbersPanel
from cmrstudio.gui.views.point_picker import PointPicker
from cmrstudio.gui.views.reading_page import CINE_LAYOUT
from cmrstudio.gui.views.segment_overlay import SegmentOverlay
from cmrstudio.gui.views.walls_panel import WallsPanel

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

_HINT = "Click where the right ventricle meets the septum in front (anterior RV insertion); Esc cancels"


def wire(window: MainWindow) -> None:
    """Make the feature's panels and controllers and connect them in a window."""
    session, keeping, page = window.session, window.keeping, window.page
    facts = window.study_facts = StudyFacts(session, window)
    numbers, walls = window.numbers_panel, window.walls_panel = NumbersPanel(), WallsPanel()
    page.add_panel("Numbers", numbers)
    page.add_panel("Walls", walls)
    overlay, picker = SegmentOverlay(page.cine.canvas), PointPicker(page.cine)
    presenter = NumbersPresenter(session, facts, window.verifying.verdicts, numbers, walls, page.curve, overlay, window)
    window.actions_by_name["overlays"].toggled.connect(overlay.set_allowed)
    page.panels.currentChanged.connect(lambda _index: presenter.refresh())
    facts.decided.connect(keeping.keep_facts)
    keeping.facts_recalled.connect(facts.recall)
    facts.refused.connect(lambda _name, text: _refuse(window, text))
    numbers.patient.fact_entered.connect(facts.enter)
    numbers.patient.formula_chosen.connect(facts.choose_formula)
    walls.mark_requested.connect(window.actions_by_name["mark_rv_insertion"].trigger)
    window.actions_by_name.connect({"mark_rv_insertion": lambda: _begin_marking(window, picker)})
    picker.picked.connect(lambda column, row: facts.mark_insertion(RvInsertion(*session.position, column, row)))
    session.study_closed.connect(picker.cancel)


def _begin_marking(window: MainWindow, picker: PointPicker) -> None:
    if window.page.layout_name != CINE_LAYOUT:
        window.show_message("Show the single cine to mark the RV insertion.")
        return
    window.playback.stop()
    window.page.panels.setCurrentWidget(_tab_of(window))
    picker.begin(_HINT)


def _tab_of(window: MainWindow):
    """The tab that holds the walls, so that what is marked is seen at once."""
    panels = window.page.panels
    tabs = (panels.widget(index) for index in range(panels.count()))
    return next(tab for tab in tabs if tab.isAncestorOf(window.walls_panel))


def _refuse(window: MainWindow, text: str) -> None:
    if window.numbers_panel.isVisible():
        window.numbers_panel.patient.show_problem(text)
    else:
        window.show_message(text, MessageKind.WARNING)
