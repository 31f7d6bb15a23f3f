"""Undo and redo say what they undo, and show the image on which it happens."""

from __future__ import annotations

import pytest

from cmrstudio.domain.contour import Structure


@pytest.fixture
def window(qtbot, open_window, make_study):
    opened = open_window()
    study = make_study(6, 5)
    opened.session.open_study(study)
    opened.session.complete_study(study)
    qtbot.waitUntil(lambda: opened.session.is_restored)
    return opened


@pytest.fixture
def edit(window, make_contour):
    def make(phase, slice_, radius=10.0, gesture="Draw contour"):
        session = window.session
        session.go_to(phase, slice_)
        session.finish_gesture(session.annotation().with_contour(make_contour(radius, "reader")), gesture)

    return make


def test_undo_names_the_gesture_and_its_image(window, edit):
    edit(2, 3)
    assert window.actions_by_name.undo.text() == "Undo: Draw contour (slice 4, phase 3)"
    window.actions_by_name.undo.trigger()
    assert window.actions_by_name.redo.text() == "Redo: Draw contour (slice 4, phase 3)"


def test_undo_and_redo_on_another_image_show_that_image(window, edit):
    edit(2, 3)
    window.session.go_to(5, 0)
    window.actions_by_name.undo.trigger()
    assert window.session.position == (2, 3)
    assert window.page.cine.contours() == ()
    window.session.go_to(5, 0)
    window.actions_by_name.redo.trigger()
    assert window.session.position == (2, 3)
    assert [contour.structure for contour in window.page.cine.contours()] == [Structure.LV_ENDOCARDIUM]


def test_undo_walks_back_through_the_images_in_turn(window, edit):
    edit(1, 1)
    edit(4, 2)
    window.session.go_to(0, 0)
    window.actions_by_name.undo.trigger()
    assert window.session.position == (4, 2)
    window.actions_by_name.undo.trigger()
    assert window.session.position == (1, 1)


def test_of_many_images_the_nearest_is_shown(window, make_contour):
    session = window.session
    changed = [session.annotation((phase, 3)).with_contour(make_contour(9, "reader")) for phase in (0, 2, 5)]
    session.finish_gesture(changed, "Draw contours")
    session.go_to(3, 1)
    window.actions_by_name.undo.trigger()
    assert session.position == (2, 3)


def test_undo_on_an_image_that_changed_stays_there(window, edit):
    edit(2, 3)
    window.actions_by_name.undo.trigger()
    assert window.session.position == (2, 3)


def test_undoing_and_redoing_a_choice_of_phase_shows_that_phase(window):
    session = window.session
    session.choose_phases(session.phases.with_end_systole(4), "Set end-systole")
    session.go_to(1)
    window.actions_by_name.undo.trigger()
    assert session.position[0] == session.phases.end_systole
    session.go_to(1)
    window.actions_by_name.redo.trigger()
    assert session.position[0] == 4
