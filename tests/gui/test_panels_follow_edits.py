"""After an edit, after undo and after redo, every panel shows the numbers of the contours as they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.gui.features.surfaces import PANEL_TITLE
from cmrstudio.gui.views.walls_panel import WallPlot
from tests.gui.conftest import ring

READER = PhaseSource.READER
ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM


@pytest.fixture
def window(qtbot, open_window, make_study):
    made = open_window(start=False)
    study = make_study(12, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    drawn = []
    for phase in range(12):
        inner = 10 + 2 * np.cos(2 * np.pi * phase / 12)
        for index in range(5):
            contours = (Contour(ENDO, ring(inner), "reader"), Contour(EPI, ring(18.0), "reader"))
            drawn.append(SliceAnnotation(made.session.series.series_uid, phase, index, contours))
    made.session.place(drawn, None)
    made.session.place_phases(PhaseSelection(0, 6, READER, READER))
    made.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 12.0))
    made.study_facts.enter("heart_rate_bpm", 125.0)
    qtbot.waitUntil(lambda: made.page.curve.rates_text != "" and len(made.page.curve.volumes_ml) == 12)
    return made


def _walls(plot: WallPlot) -> Callable:
    def shown(window) -> tuple:
        window.walls_panel.choose(plot)
        return tuple(np.round(window.walls_panel.bulls_eye.values, 9).tolist())

    return shown


def _volume(window) -> float:
    surface = window.surfaces.view.scene.endocardium
    return 0.0 if surface is None else round(surface.volume_ml, 6)


PANELS: dict[str, tuple[str, Callable]] = {
    "volumes": (
        "Reading",
        lambda window: tuple(window.page.measures.value_text(name) for name in ("edv_ml", "ef_percent")),
    ),
    "curve": ("Reading", lambda window: tuple(np.round(window.page.curve.volumes_ml, 9).tolist())),
    "rates on the curve": ("Reading", lambda window: window.page.curve.rates_text),
    "numbers": ("Numbers", lambda window: window.numbers_panel.text("edv_ml")),
    "output": ("Numbers", lambda window: window.numbers_panel.text("co_l_per_min")),
    "mass": ("Numbers", lambda window: window.numbers_panel.text("lv_mass_g")),
    "rates": ("Numbers", lambda window: window.numbers_panel.text("peak_ejection_rate")),
    "thickness": ("Walls", _walls(WallPlot.END_DIASTOLE)),
    "thickening": ("Walls", _walls(WallPlot.THICKENING)),
    "surfaces": (PANEL_TITLE, _volume),
}


def show(window, title: str) -> None:
    panels = window.page.panels
    panels.setCurrentIndex(next(index for index in range(panels.count()) if panels.tabText(index) == title))
    QApplication.processEvents()


def edit(window) -> None:
    """One gesture at end-diastole: a few steps of a drag, then its end."""
    session = window.session
    session.go_to(0, 2)
    contour = session.annotation().contour(ENDO)
    for radius in (12.5, 13.0, 14.0):
        session.preview(contour.with_points(ring(radius)), "Drag")
    session.finish_gesture(session.annotation(), "Drag")


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_that_is_seen_follows_edit_undo_and_redo(qtbot, window, name) -> None:
    title, shown = PANELS[name]
    show(window, title)
    before = shown(window)
    edit(window)
    qtbot.waitUntil(lambda: shown(window) != before)
    after = shown(window)
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: shown(window) == before)
    window.session.undo_stack.redo()
    qtbot.waitUntil(lambda: shown(window) == after)


@pytest.mark.parametrize("name", [name for name, (title, _) in PANELS.items() if title != "Reading"])
def test_a_panel_that_was_hidden_during_the_edit_is_up_to_date_once_it_is_seen(window, name) -> None:
    title, shown = PANELS[name]
    show(window, title)
    before = shown(window)
    show(window, "Reading")
    edit(window)
    show(window, title)
    assert shown(window) != before
    show(window, "Reading")
    window.session.undo_stack.undo()
    show(window, title)
    assert shown(window) == before


def test_every_panel_with_numbers_is_among_those_that_are_checked(window) -> None:
    tabs = {window.page.panels.tabText(index) for index in range(window.page.panels.count())}
    assert {title for title, _ in PANELS.values()} == tabs & {"Reading", "Numbers", "Walls", PANEL_TITLE}
    assert tabs - {"Reading", "Numbers", "Walls", PANEL_TITLE} <= {"Sign-off", "Start"}
