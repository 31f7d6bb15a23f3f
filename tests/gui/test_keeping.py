from __future__ import annotations

import sqlite3

import pytest

from cmrstudio.domain.phases import PhaseSource
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.keeping import KeepingController, SaveState
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.controllers.verifying import VerifyingController
from cmrstudio.gui.workers.background import BackgroundThread
from cmrstudio.store.annotation_store import AnnotationStore


@pytest.fixture
def open_keeping(qtbot, workspace):
    """Make a session and the controller that keeps its work in the test's workspace."""
    made = []

    def make():
        session, thread = ReadingSession(), BackgroundThread("test-workspace")
        keeping = KeepingController(session, thread)
        made.append((keeping, thread))
        keeping.open(workspace)
        qtbot.waitUntil(lambda: keeping.is_open, timeout=10_000)
        return session, keeping

    yield make
    for keeping, thread in made:
        thread.close()
        keeping.close()


def _read(qtbot, session, study):
    session.open_study(study)
    session.complete_study(study)
    qtbot.waitUntil(lambda: session.is_restored, timeout=10_000)


def test_everything_is_as_it_was_when_the_study_is_opened_again(qtbot, open_keeping, make_study, make_contour):
    session, keeping = open_keeping()
    _read(qtbot, session, make_study(10, 5))
    session.go_to(3, 1)
    session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Draw")
    session.choose_phases(session.phases.with_end_systole(4), "Set end-systole")
    keeping.verify([session.annotation()], "Dr. Example")
    qtbot.waitUntil(lambda: session.state() is ContourState.VERIFIED, timeout=10_000)
    drawn = session.annotation((3, 1)).contours
    assert keeping.flush() is None
    keeping.close()

    again, _ = open_keeping()
    _read(qtbot, again, make_study(10, 5))
    assert again.annotation((3, 1)).contours == drawn
    assert again.state((3, 1)) is ContourState.VERIFIED
    assert again.verification((3, 1)).reviewer == "Dr. Example"
    assert (again.phases.end_systole, again.phases.end_systole_source) == (4, PhaseSource.READER)


def test_a_draft_is_on_disk_while_the_gesture_goes_on(qtbot, open_keeping, workspace, make_study, make_contour):
    session, keeping = open_keeping()
    _read(qtbot, session, make_study(10, 5))
    session.preview(make_contour(15, "reader"), "Move control point")
    with qtbot.waitSignal(keeping.save_state_changed, timeout=5000):
        pass
    qtbot.wait(400)
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    connection.close()
    assert max(counts.get(name, 0) for name in counts if "edit" in name) == 1


def test_revisions_come_back_from_the_store(qtbot, open_keeping, make_study, make_contour):
    session, _ = open_keeping()
    _read(qtbot, session, make_study(10, 5))
    for radius in (12, 13):
        session.finish_gesture(session.annotation().with_contour(make_contour(radius, "reader")), "Draw")
    qtbot.waitUntil(lambda: session.annotation().revision == 2, timeout=5000)


def test_the_status_says_when_the_work_was_saved(qtbot, open_keeping, make_study, make_contour):
    session, keeping = open_keeping()
    texts = []
    keeping.save_state_changed.connect(lambda state, text: texts.append((state, text)))
    _read(qtbot, session, make_study(10, 5))
    session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
    qtbot.waitUntil(lambda: texts and texts[-1][0] is SaveState.SAVED, timeout=5000)
    assert texts[-1][1].startswith("Saved ")
    assert (SaveState.SAVING, "Saving…") in texts


def test_recent_studies_are_told_latest_first(qtbot, open_keeping, make_study):
    session, keeping = open_keeping()
    told = []
    keeping.recent_changed.connect(told.append)
    for name in ("1", "2"):
        _read(qtbot, session, make_study(4, 3, name))
    qtbot.waitUntil(lambda: told and len(told[-1]) == 2, timeout=5000)
    assert [record.source for record in told[-1]] == ["/phantom/2", "/phantom/1"]


def test_a_study_opened_before_the_workspace_is_remembered_and_its_contours_kept(
    qtbot, workspace, make_study, make_contour
):
    session, thread = ReadingSession(), BackgroundThread("test-workspace")
    keeping = KeepingController(session, thread)
    session.open_study(make_study(4, 3))
    session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
    keeping.open(workspace)
    qtbot.waitUntil(lambda: session.is_restored, timeout=10_000)
    qtbot.waitUntil(lambda: session.annotation().revision == 1, timeout=5000)
    thread.close()
    keeping.close()


def test_a_workspace_held_by_another_window_is_refused_politely(qtbot, workspace):
    holder = AnnotationStore.open(workspace)
    thread = BackgroundThread("test-workspace")
    keeping = KeepingController(ReadingSession(), thread)
    with qtbot.waitSignal(keeping.refused, timeout=10_000) as refusal:
        keeping.open(workspace)
    assert "already open in another cmrstudio window" in refusal.args[0]
    thread.close()
    keeping.close()
    holder.close()


def test_a_file_that_is_no_workspace_is_refused_by_name(qtbot, workspace):
    workspace.write_text("no database")
    thread = BackgroundThread("test-workspace")
    keeping = KeepingController(ReadingSession(), thread)
    with qtbot.waitSignal(keeping.refused, timeout=10_000) as refusal:
        keeping.open(workspace)
    assert str(workspace) in refusal.args[0]
    thread.close()
    keeping.close()


def test_a_verification_without_a_workspace_is_refused(session, qapp):
    thread = BackgroundThread("test-workspace")
    keeping = KeepingController(session, thread)
    told = []
    keeping.save_state_changed.connect(lambda state, text: told.append((state, text)))
    keeping.verify([session.annotation()], "Dr. Example")
    assert told[0][0] is SaveState.FAILED
    thread.close()


class TestVerifying:
    @pytest.fixture
    def verifying(self, qtbot, open_keeping, settings, make_study):
        session, keeping = open_keeping()
        _read(qtbot, session, make_study(10, 5))
        self.asked = []

        def ask(suggestion):
            self.asked.append(suggestion)
            return "Dr. Example"

        return session, VerifyingController(session, keeping, settings, ask)

    def test_the_reviewer_is_asked_for_once(self, qtbot, verifying, make_contour):
        session, controller = verifying
        for slice_index in (1, 2):
            session.go_to(0, slice_index)
            session.finish_gesture(session.annotation().with_contour(make_contour()), "Draw")
            controller.verify_image()
            qtbot.waitUntil(lambda: session.state() is ContourState.VERIFIED, timeout=5000)
        assert len(self.asked) == 1

    def test_without_a_name_nothing_is_verified(self, qtbot, open_keeping, settings, make_study):
        session, keeping = open_keeping()
        _read(qtbot, session, make_study(10, 5))
        VerifyingController(session, keeping, settings, lambda _: None).verify_image()
        assert keeping.flush() is None
        assert session.verification() is None

    def test_an_image_without_contours_can_be_verified_as_such(self, qtbot, verifying):
        session, controller = verifying
        controller.verify_image()
        qtbot.waitUntil(lambda: session.state() is ContourState.VERIFIED, timeout=5000)

    def test_a_missing_image_cannot_be_verified(self, verifying):
        session, controller = verifying
        refusals = []
        controller.refused.connect(refusals.append)
        session.stack.present[0, 2] = False
        controller.verify_image()
        assert refusals == ["There is no image here that could be verified: go to another one."]

    def test_a_phase_is_verified_where_it_has_contours(self, qtbot, verifying, draw_on):
        session, controller = verifying
        for slice_index in (1, 2, 3):
            draw_on(session, 0, slice_index)
        controller.verify_phase()
        qtbot.waitUntil(lambda: session.state((0, 3)) is ContourState.VERIFIED, timeout=5000)
        assert [session.state((0, index)) is ContourState.VERIFIED for index in range(5)] == [0, 1, 1, 1, 0]

    def test_next_goes_through_ed_and_es_and_to_stale_ones_first(self, qtbot, verifying, draw_on, make_contour):
        session, controller = verifying
        session.choose_phases(session.phases.with_end_systole(4), "Set end-systole")
        for key in ((0, 1), (0, 2), (4, 2), (7, 2)):
            draw_on(session, *key)
        session.go_to(0, 1)
        visited = []
        for _ in range(3):
            session.go_to(*controller.next_to_look_at())
            visited.append(session.position)
        assert visited == [(0, 2), (4, 2), (0, 1)]
        session.go_to(4, 2)
        controller.verify_image()
        qtbot.waitUntil(lambda: session.state() is ContourState.VERIFIED, timeout=5000)
        session.finish_gesture(session.annotation().with_contour(make_contour(15, "reader")), "Move")
        session.go_to(0, 0)
        assert controller.next_to_look_at() == (4, 2)

    def test_next_is_nothing_where_nothing_waits(self, verifying):
        assert verifying[1].next_to_look_at() is None


@pytest.fixture
def draw_on(make_contour):
    def put(session, phase_index, slice_index):
        annotation = session.annotation((phase_index, slice_index))
        session.place([annotation.with_contour(make_contour())], "Segment")

    return put
