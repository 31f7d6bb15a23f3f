"""What changes everything on the screen is done a piece in a turn of the event loop, and painted once at the end."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from cmrstudio.gui.turns import Turns

PATIENCE_MS = 5000


@pytest.fixture
def shown(qtbot):
    label = QLabel("shown")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    return label


@pytest.fixture
def turns(qapp):
    made = Turns(qapp)
    yield made
    made.deleteLater()


def pieces(taken: list, count: int = 3, name: str = ""):
    for index in range(count):
        taken.append(f"{name}{index}")
        yield


def test_the_first_piece_is_taken_at_once_and_each_other_one_in_a_turn_of_its_own(qapp, turns):
    taken = []
    turns.run(pieces(taken))
    most = 0
    while turns.is_running:
        before = len(taken)
        qapp.processEvents()
        most = max(most, len(taken) - before)
    assert taken == ["0", "1", "2"]
    assert most == 1


def test_nothing_is_painted_until_all_is_done(qtbot, turns, shown):
    seen = []

    def look():
        for _ in range(3):
            seen.append(shown.updatesEnabled())
            yield

    turns.run(look())
    qtbot.waitUntil(lambda: not turns.is_running, timeout=PATIENCE_MS)
    assert seen == [False] * 3
    assert shown.updatesEnabled()


def test_what_runs_is_finished_before_the_next_begins(qtbot, turns):
    taken = []
    turns.run(pieces(taken, 2, "a"))
    turns.run(pieces(taken, 2, "b"))
    qtbot.waitUntil(lambda: not turns.is_running, timeout=PATIENCE_MS)
    assert taken == ["a0", "a1", "b0", "b1"]


def test_a_piece_that_fails_leaves_the_screen_alive(turns, shown):
    def fail():
        yield
        raise ValueError("no such colour")

    turns.run(fail())
    with pytest.raises(ValueError, match="no such colour"):
        turns.finish()
    assert shown.updatesEnabled()
    assert not turns.is_running


def test_a_window_that_is_gone_when_all_is_done_is_no_matter(qtbot, turns):
    label = QLabel()
    label.show()
    turns.run(pieces([]))
    label.deleteLater()
    del label
    qtbot.waitUntil(lambda: not turns.is_running, timeout=PATIENCE_MS)


def test_finishing_what_does_not_run_is_no_matter(turns):
    turns.finish()
    assert not turns.is_running
