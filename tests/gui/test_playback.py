from __future__ import annotations

import itertools
import time

import pytest

from cmrstudio.gui.controllers.playback import Playback
from cmrstudio.gui.controllers.reading_session import ReadingSession


@pytest.fixture
def playback(session):
    made = Playback(session)
    yield made
    made.stop()


def test_playing_shows_one_phase_after_another(qtbot, session, playback):
    seen = []
    session.position_changed.connect(lambda phase, _: seen.append(phase))
    playback.play()
    qtbot.waitUntil(lambda: len(seen) >= 12, timeout=5000)
    assert {(later - earlier) % 10 for earlier, later in itertools.pairwise(seen)} <= {1, 2, 3}


def test_the_pace_is_that_of_the_heart(qtbot, session, playback):
    started = time.perf_counter()
    playback.play()
    qtbot.waitUntil(lambda: session.position[0] == 8, timeout=5000)
    assert 0.3 < time.perf_counter() - started < 2.0  # 8 phases of 40 ms, on a busy machine too


def test_a_stalled_window_drops_images_instead_of_falling_behind(qtbot, session, playback):
    seen = []
    session.position_changed.connect(lambda phase, _: seen.append(phase))
    playback.play()
    time.sleep(0.21)
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=1000)
    assert seen[0] >= 5


def test_twice_the_speed_halves_the_time_of_a_phase(playback):
    playback.set_speed(2.0)
    assert playback.frame_ms == 20.0


@pytest.mark.parametrize(("asked", "got"), [(0.01, 0.25), (99.0, 4.0)])
def test_the_speed_stays_between_a_quarter_and_four(playback, asked, got):
    playback.set_speed(asked)
    assert playback.speed == got


def test_faster_and_slower_go_through_the_usual_speeds(playback):
    playback.change_speed(1)
    assert playback.speed == 1.5
    playback.change_speed(-3)
    assert playback.speed == 0.25


def test_a_change_of_speed_goes_on_from_the_phase_shown(qtbot, session, playback):
    session.go_to(5)
    playback.play()
    playback.set_speed(0.25)
    assert session.position[0] == 5


def test_a_study_of_one_phase_does_not_play(qapp, make_study):
    session = ReadingSession()
    session.open_study(make_study(1, 3))
    playback = Playback(session)
    playback.play()
    assert not playback.is_playing


def test_nothing_plays_without_a_study(qapp):
    playback = Playback(ReadingSession())
    playback.toggle()
    assert not playback.is_playing


def test_opening_another_study_stops_playing(session, playback, make_study):
    playback.play()
    session.open_study(make_study(5, 3, "2"))
    assert not playback.is_playing
