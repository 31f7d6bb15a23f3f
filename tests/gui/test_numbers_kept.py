"""Numbers and walls beside what the workspace keeps: facts and the mark after a restart, and verifications."""

from __future__ import annotations

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from tests.gui.test_numbers_panel import (
    ENDO,
    NUMBERS,
    WALLS,
    choose_sex,
    draw_heart,
    enter,
    open_phantom,
    settle,
    show_panel,
)


def test_walls_say_which_of_their_contours_nobody_has_verified(qtbot, open_window, make_study):
    window = open_window()
    open_phantom(window, make_study(20, 6), kept=True)
    qtbot.waitUntil(lambda: window.session.is_restored)
    draw_heart(window)
    window.verifying.set_reviewer("Dr. Example")
    show_panel(window, WALLS)
    window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
    settle(qtbot)
    panel = window.walls_panel
    assert panel.unverified_text == (
        "Rests on contours that are not verified: phase 1, slices 1–6; phase 11, slices 1–6."
    )
    for key in [(0, index) for index in range(6)] + [(10, 0), (10, 1)]:
        window.session.go_to(*key)
        window.verifying.verify_image()
    qtbot.waitUntil(lambda: panel.unverified_text.endswith(": phase 11, slices 3–6."), timeout=5000)
    window.session.go_to(10, 2)
    window.verifying.verify_contour(ENDO)
    settle(qtbot)
    assert panel.unverified_text.endswith(": phase 11, slices 3–6.")  # its epicardium is not
    window.verifying.verify_contour(Structure.LV_EPICARDIUM)
    qtbot.waitUntil(lambda: panel.unverified_text.endswith(": phase 11, slices 4–6."), timeout=5000)


def test_facts_and_mark_survive_a_restart(qtbot, open_window, make_study):
    study = make_study(20, 6)
    window = open_window()
    open_phantom(window, study, kept=True)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    show_panel(window, NUMBERS)
    enter(qtbot, window, "height_cm", "180")
    enter(qtbot, window, "age_years", "58")
    choose_sex(qtbot, window, "Female")
    window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
    window.close()
    again = open_window()
    open_phantom(again, study, kept=True)
    qtbot.waitUntil(lambda: again.session.is_restored and again.study_facts.insertion is not None, timeout=20_000)
    assert again.study_facts.patient == PatientFacts(Sex.FEMALE, 58, 180)
    assert again.study_facts.insertion == RvInsertion(0, 3, 20.0, 12.0)
    show_panel(again, NUMBERS)
    settle(qtbot)
    assert again.numbers_panel.patient.edit("height_cm").text() == "180"


def test_what_was_entered_before_the_workspace_was_open_is_kept_too(qtbot, open_window, make_study):
    study = make_study(20, 6)
    window = open_window(start=False)
    open_phantom(window, study, kept=True)
    show_panel(window, NUMBERS)
    enter(qtbot, window, "weight_kg", "77")
    window.start()
    qtbot.waitUntil(lambda: window.keeping.is_open and window.session.is_restored, timeout=20_000)
    assert window.study_facts.patient.weight_kg == 77
    window.close()
    again = open_window()
    open_phantom(again, study, kept=True)
    qtbot.waitUntil(lambda: again.study_facts.patient.weight_kg == 77, timeout=20_000)


def test_a_mark_that_was_undone_is_gone_after_a_restart(qtbot, open_window, make_study):
    study = make_study(20, 6)
    window = open_window()
    open_phantom(window, study, kept=True)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    window.study_facts.enter("height_cm", 180.0)
    window.study_facts.mark_insertion(RvInsertion(0, 3, 20.0, 12.0))
    window.actions_by_name.undo.trigger()
    window.close()
    again = open_window()
    open_phantom(again, study, kept=True)
    qtbot.waitUntil(lambda: again.study_facts.patient.height_cm == 180, timeout=20_000)
    assert again.study_facts.insertion is None
