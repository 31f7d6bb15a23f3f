"""How long it will still take: from the pace so far, and not before it is known."""

from __future__ import annotations

import pytest

from cmrstudio.gui.time_left import TimeLeft, coarse_seconds, time_left_text
from cmrstudio.gui.views.report_dialog import ReportDialog
from cmrstudio.gui.views.status_strip import StatusStrip


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def _run(left, clock, reports, total, step_s):
    said = None
    for done in reports:
        said = left.report(done, total)
        clock.now_s += step_s
    return said


def test_a_steady_task_takes_as_long_as_its_pace_says(clock):
    assert _run(TimeLeft(clock), clock, range(11), 30, 1.0) == pytest.approx(20.0)


def test_what_went_before_the_first_piece_does_not_count(clock):
    left = TimeLeft(clock)
    left.report(0, 0)
    clock.now_s += 60
    assert _run(left, clock, (1, 2, 3), 5, 1.0) == pytest.approx(2.0)


def test_nothing_is_said_in_the_first_half_second(clock):
    assert _run(TimeLeft(clock), clock, range(5), 30, 0.1) is None


def test_another_task_begins_anew(clock):
    left = TimeLeft(clock)
    _run(left, clock, range(20), 30, 5.0)
    assert left.report(0, 30) is None
    assert _run(left, clock, range(4), 30, 1.0) == pytest.approx(27.0, rel=0.3)
    left.forget()
    assert left.report(29, 30) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, (1, False)), (7.4, (7, False)), (13.0, (15, False)), (88.0, (90, False)), (150.0, (2, True))],
)
def test_the_number_is_coarse(seconds, said):
    assert coarse_seconds(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.0, ""),
        (3, "about 3 s left"),
        (46, "about 45 s left"),
        (240, "about 4 min left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_the_time_left_is_said_in_words(seconds, text):
    assert time_left_text(seconds) == text


def test_the_report_says_how_long_it_will_take_and_begins_anew_with_the_next(qtbot, clock):
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog._time_left = TimeLeft(clock)
    dialog.show_started()
    for done in range(11):
        dialog.show_progress(done, 30, "Writing a.pdf")
        clock.now_s += 1.0
    assert dialog.state.text() == "Writing a.pdf · about 20 s left"
    dialog.show_started()
    dialog.show_progress(0, 30, "Writing b.pdf")
    assert dialog.state.text() == "Writing b.pdf"


def test_the_strip_says_how_long_it_will_take_and_stops_saying_so(qtbot, clock):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip._time_left = TimeLeft(clock)
    strip.show_task("Segmenting 30 phases")
    for done in range(11):
        strip.show_progress(done, 30)
        clock.now_s += 1.0
    assert strip.time_text == "about 20 s left"
    strip.end_task()
    assert strip.time_text == ""
