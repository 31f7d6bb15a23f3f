"""The work list: what it shows, how it is worked by mouse and keys, and how it follows the reading of a study."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study_summary import ReadingState, StudySummary, unreadable
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.views.work_list import WorkListPage
from cmrstudio.gui.views.work_list_delegate import without_path
from cmrstudio.gui.views.work_list_model import (
    CHANGED,
    EDV,
    EF,
    QUALITY,
    REVIEWER,
    STATE,
    STUDY,
    THUMBNAIL_ROLE,
    cell_text,
    cell_tip,
    state_detail,
    time_text,
)
from cmrstudio.io.thumbnail import thumbnail_png
from cmrstudio.store.annotation_store import AnnotationStore

PATIENCE_MS = 60_000
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def summary(number: int, state: ReadingState = ReadingState.NEW, **changes) -> StudySummary:
    made = StudySummary(
        f"1.2.{number}",
        f"1.3.{number}",
        "key",
        f"P-{number:03d}",
        "SA cine",
        f"/data/case{number}",
        "2024-02-29",
        state,
        changed_at_utc=AT + timedelta(days=number),
    )
    return replace(made, **changes)


SUMMARIES = (
    summary(1, ReadingState.VERIFIED, verified_count=18, ef_percent=61.2, edv_ml=140.4, reviewer="Dr. Example"),
    summary(2, ReadingState.IN_REVIEW, verified_count=4, predicted_count=14, ef_percent=22.0, lowest_quality=0.42),
    summary(3, ReadingState.PREDICTED, predicted_count=18, ef_percent=35.0, lowest_quality=0.93, mean_quality=0.95),
    summary(4),
    unreadable(Path("/data/broken"), "/data/broken: no short-axis cine: expected several slices"),
)


@pytest.fixture
def page(qtbot) -> WorkListPage:
    made = WorkListPage()
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.set_work_list(WorkList(SUMMARIES))
    return made


def shown(page: WorkListPage) -> list[str]:
    return [page.model.index(row, STUDY).data() for row in range(page.model.rowCount())]


class TestList:
    def test_the_model_keeps_to_the_rules_of_models(self, page):
        tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        page.model.select(text="p-00")
        page.put([summary(9)])
        page.model.remove(["1.2.4"])
        page.model.sort(EF)
        assert tester.model() is page.model

    def test_all_studies_are_listed_the_last_changed_first(self, page):
        assert shown(page) == ["P-004", "P-003", "P-002", "P-001", "broken"]
        assert page.count.text() == "5 studies"

    def test_a_search_follows_the_typing_and_esc_clears_it(self, qtbot, page):
        page.search.setFocus()
        qtbot.keyClicks(page.search, "dr. exam")
        assert shown(page) == ["P-001"]
        assert page.count.text() == "1 of 5 studies"
        qtbot.keyClick(page.search, Qt.Key.Key_Escape)
        assert page.search.text() == ""
        assert page.model.rowCount() == 5

    def test_each_key_finds_among_ten_thousand_studies(self, qtbot, page):
        page.set_work_list(WorkList(summary(number) for number in range(10_000)))
        for typed, count in (("p", 10_000), ("-", 10_000), ("9", 1_100), ("8", 110), ("7", 11), ("6", 1)):
            qtbot.keyClick(page.search, typed)
            assert page.model.rowCount() == count
        assert shown(page) == ["P-9876"]

    def test_what_matches_nothing_says_what_to_do(self, qtbot, page):
        qtbot.keyClicks(page.search, "nothing like it")
        assert page.body.currentWidget() is page.empty
        assert "Esc clears the search" in page.empty.text()
        page.search.clear()
        assert page.body.currentWidget() is page.table

    def test_an_empty_list_says_how_to_fill_it(self, page):
        page.set_work_list(WorkList())
        assert "import a folder" in page.empty.text()
        assert page.body.currentWidget() is page.empty

    def test_chips_filter_by_state_and_count(self, qtbot, page):
        chip = page.chips[ReadingState.IN_REVIEW]
        assert chip.text() == "◐ In review  1"
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert shown(page) == ["P-002"]
        qtbot.mouseClick(page.chips[ReadingState.VERIFIED], Qt.MouseButton.LeftButton)
        assert shown(page) == ["P-002", "P-001"]
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert shown(page) == ["P-001"]

    def test_a_state_that_no_study_has_and_few_ever_do_is_not_offered(self, page):
        assert page.chips[ReadingState.OPENED].isHidden()
        assert not page.chips[ReadingState.UNREADABLE].isHidden()

    def test_a_click_on_a_heading_sorts_and_another_turns_the_order(self, qtbot, page):
        header = page.table.horizontalHeader()
        place = header.viewport().rect().topLeft()
        place.setX(header.sectionViewportPosition(EF) + 10)
        place.setY(header.height() // 2)
        first = []
        for _ in range(2):
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
            first.append(shown(page)[0])
            assert set(shown(page)[3:]) == {"P-004", "broken"}  # what is not known comes last either way
        assert sorted(first) == ["P-001", "P-002"]

    def test_the_marked_study_stays_marked_while_the_list_changes(self, page):
        page.choose("1.2.2")
        page.put([summary(7), summary(8)])
        assert page.current.entry_id == "1.2.2"
        page.model.select(text="p-001")
        assert page.current is None
        page.model.select(text="")
        assert page.current.entry_id == "1.2.2"

    def test_studies_that_arrive_do_not_move_what_is_on_the_screen(self, qtbot, page):
        page.set_work_list(WorkList(summary(number) for number in range(300)))
        page.choose("1.2.299")
        bar = page.table.verticalScrollBar()
        bar.setValue(100 * 58 + 7)
        before = page.model.summary(page.table.rowAt(0)).entry_id
        page.put(summary(number) for number in range(300, 320))
        assert page.model.summary(page.table.rowAt(0)).entry_id == before
        assert bar.value() == 120 * 58 + 7
        assert page.current.entry_id == "1.2.299"

    def test_at_the_top_studies_that_arrive_are_seen(self, page):
        page.set_work_list(WorkList(summary(number) for number in range(300)))
        page.put([summary(300)])
        assert page.model.summary(page.table.rowAt(0)).entry_id == "1.2.300"

    def test_a_search_begins_at_the_top_and_sorting_stays_with_the_marked_study(self, page):
        page.set_work_list(WorkList(summary(number) for number in range(300)))
        page.choose("1.2.10")
        page.table.sortByColumn(STUDY, Qt.SortOrder.AscendingOrder)
        rows = range(page.table.rowAt(0), page.table.rowAt(page.table.viewport().height() - 1) + 1)
        assert "1.2.10" in [page.model.summary(row).entry_id for row in rows]
        page.table.verticalScrollBar().setValue(3000)
        page.search.setText("p-")
        assert page.table.verticalScrollBar().value() == 0

    def test_where_room_is_short_the_folder_gives_way(self, page):
        assert not page.table.isColumnHidden(9)
        page.resize(1000, 700)
        assert page.table.isColumnHidden(9)


class TestKeys:
    def test_enter_opens_the_marked_study(self, qtbot, page):
        page.choose("1.2.3")
        page.focus_table()
        with qtbot.waitSignal(page.study_requested) as asked:
            qtbot.keyClick(page.table, Qt.Key.Key_Return)
        assert asked.args[0].entry_id == "1.2.3"

    def test_enter_in_the_search_opens_the_first_match(self, qtbot, page):
        qtbot.keyClicks(page.search, "p-001")
        with qtbot.waitSignal(page.study_requested) as asked:
            qtbot.keyClick(page.search, Qt.Key.Key_Return)
        assert asked.args[0].entry_id == "1.2.1"

    def test_a_double_click_opens(self, qtbot, page):
        place = page.table.visualRect(page.model.index(1, STATE)).center()
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        with qtbot.waitSignal(page.study_requested) as asked:
            qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert asked.args[0].entry_id == "1.2.3"

    def test_down_goes_from_the_search_into_the_list_and_typing_back(self, qtbot, page):
        page.search.setFocus()
        qtbot.keyClick(page.search, Qt.Key.Key_Down)
        assert page.table.hasFocus()
        assert page.current.entry_id == "1.2.4"
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        assert page.current.entry_id == "1.2.3"
        qtbot.keyClick(page.table, Qt.Key.Key_P)
        assert page.search.hasFocus()
        assert page.search.text() == "p"

    def test_home_and_end_go_to_the_first_and_the_last_study(self, qtbot, page):
        page.focus_table()
        qtbot.keyClick(page.table, Qt.Key.Key_End)
        assert page.current.entry_id == "/data/broken"
        qtbot.keyClick(page.table, Qt.Key.Key_Home)
        assert page.current.entry_id == "1.2.4"

    def test_delete_takes_off_only_what_cannot_be_read(self, qtbot, page):
        asked = []
        page.removal_requested.connect(asked.append)
        page.choose("1.2.3")
        page.focus_table()
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
        assert asked == []
        page.choose("/data/broken")
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
        assert asked == [("/data/broken",)]

    def test_esc_goes_back_to_an_open_study_once_there_is_nothing_to_clear(self, qtbot, page):
        page.set_back_possible(True)
        page.search.setText("p")
        page.focus_table()
        qtbot.keyClick(page.table, Qt.Key.Key_Escape)
        assert page.search.text() == ""
        with qtbot.waitSignal(page.back_requested):
            qtbot.keyClick(page.table, Qt.Key.Key_Escape)


class TestCells:
    def test_states_are_told_by_shape_and_word(self):
        assert [cell_text(one, STATE) for one in SUMMARIES] == [
            "verified",
            "in review",
            "predicted",
            "new",
            "cannot be read",
        ]
        assert state_detail(SUMMARIES[1]) == "4 of 18 verified"
        assert state_detail(replace(SUMMARIES[1], stale_count=2)) == "2 changed"
        assert "4 verified" in cell_tip(SUMMARIES[1], STATE)

    def test_numbers_say_where_they_were_measured_and_when_they_are_doubtful(self):
        doubtful = replace(SUMMARIES[0], is_doubtful=True, measured_on="End-diastole: phase 1, slices 1–9.")
        assert [cell_text(SUMMARIES[0], column) for column in (EF, EDV)] == ["61", "140"]
        assert cell_text(doubtful, EF) == "61 !"
        assert cell_tip(doubtful, EDV) == "End-diastole: phase 1, slices 1–9."
        assert cell_text(SUMMARIES[3], EF) == "–"
        assert "no contours" in cell_tip(SUMMARIES[3], EF)

    def test_a_quality_is_told_in_words_too(self):
        assert cell_text(SUMMARIES[2], QUALITY) == "0.93"
        assert "0.93, good\nMean: 0.95" in cell_tip(SUMMARIES[2], QUALITY)

    def test_what_cannot_be_read_says_why(self):
        broken = SUMMARIES[4]
        assert "no short-axis cine" in cell_tip(broken, STATE)
        assert without_path(broken.problem, broken.source) == "no short-axis cine: expected several slices"
        assert cell_text(broken, REVIEWER) == "–"

    def test_times_are_short(self):
        noon = datetime.now().astimezone().replace(hour=12, minute=5)
        assert time_text(noon, noon) == "today 12:05"
        assert time_text(noon - timedelta(days=1), noon) == "yesterday 12:05"
        assert time_text(AT, noon + timedelta(days=400)) == f"{AT.astimezone():%Y-%m-%d}"


class TestPictures:
    def test_only_rows_on_the_screen_ask_for_pictures_and_each_once(self, qtbot):
        page = WorkListPage()
        qtbot.addWidget(page)
        page.resize(1300, 600)
        asked = []
        page.model.thumbnails_wanted.connect(asked.extend)
        page.set_work_list(WorkList(summary(number) for number in range(2000)))
        page.show()
        qtbot.waitUntil(lambda: len(asked) > 4, timeout=5000)
        qtbot.wait(100)
        assert len(asked) < 40
        assert len(set(asked)) == len(asked)

    def test_a_picture_that_changes_while_it_is_asked_for_is_asked_for_again(self, qtbot, page):
        asked = []
        page.model.thumbnails_wanted.connect(asked.extend)
        cell = page.model.index(0, STUDY)
        page.model.take_thumbnails({"1.2.4": None})
        page.model.forget_thumbnails(["1.2.4"])
        cell.data(THUMBNAIL_ROLE)
        qtbot.waitUntil(lambda: "1.2.4" in asked, timeout=5000)
        page.model.forget_thumbnails(["1.2.4"])  # there is one now, but the answer on its way is older
        asked.clear()
        page.model.take_thumbnails({"1.2.4": None})
        cell.data(THUMBNAIL_ROLE)
        qtbot.waitUntil(lambda: "1.2.4" in asked, timeout=5000)

    def test_looking_again_and_again_does_not_put_the_question_off(self, qtbot, page):
        asked = []
        page.model.thumbnails_wanted.connect(asked.extend)
        page.model.forget_thumbnails(["1.2.4"])

        def look() -> bool:
            page.model.index(0, STUDY).data(THUMBNAIL_ROLE)
            QTest.qWait(1)
            return "1.2.4" in asked

        qtbot.waitUntil(look, timeout=5000)

    def test_a_picture_that_came_is_drawn(self, qtbot, page):
        image = np.zeros((64, 64), np.int16)
        image[16:48, 16:48] = 500
        page.take_thumbnails({"1.2.4": thumbnail_png(image, (1.0, 1.0)), "1.2.3": None, "1.2.2": b"no picture"})
        assert page.model.index(0, STUDY).data(THUMBNAIL_ROLE).width() == 64
        assert page.model.index(1, STUDY).data(THUMBNAIL_ROLE) is None
        assert page.model.index(2, STUDY).data(THUMBNAIL_ROLE) is None
        drawn = page.table.viewport().grab().toImage()
        place = page.table.visualRect(page.model.index(0, STUDY))
        ratio = drawn.devicePixelRatio()
        centre = drawn.pixelColor(round((place.left() + 32) * ratio), round(place.center().y() * ratio))
        assert centre.value() > 200


class TestWindow:
    @pytest.fixture
    def filled(self, workspace) -> None:
        store = AnnotationStore.open(workspace)
        for one in SUMMARIES:
            store.summaries.put(one)
        store.close()

    @pytest.fixture
    def read_phantom(self, qtbot, make_study):
        def read(window, name: str = "7"):
            window.session.open_study(make_study(10, 5, name))
            window.session.complete_study(window.session.study)
            qtbot.waitUntil(lambda: window.session.is_restored, timeout=PATIENCE_MS)

        return read

    def entry(self, window, uid: str) -> StudySummary | None:
        return next((one for one in window.work_list.model.entries if one.study_uid == uid), None)

    def test_an_empty_workspace_begins_with_the_start_page(self, qtbot, open_window):
        window = open_window()
        with qtbot.waitSignal(window.work_list_controller.listed, timeout=PATIENCE_MS):
            window.work_list_controller.load()
        assert window.pages.currentWidget() is window.start_page

    def test_a_workspace_with_studies_begins_with_its_list(self, qtbot, filled, open_window):
        window = open_window()
        qtbot.waitUntil(lambda: window.pages.currentWidget() is window.work_list, timeout=PATIENCE_MS)
        assert len(shown(window.work_list)) == 5

    def test_ctrl_l_goes_to_the_list_and_back(self, qtbot, open_window, read_phantom):
        window = open_window()
        read_phantom(window)
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentWidget() is window.work_list
        assert window.work_list.back.isVisible()
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentWidget() is window.page

    def test_a_click_goes_to_the_list_and_another_back(self, qtbot, open_window, read_phantom):
        window = open_window()
        read_phantom(window)
        button = window.menuBar().cornerWidget()
        assert button.toolTip().endswith("(Ctrl+L)")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.pages.currentWidget() is window.work_list
        qtbot.mouseClick(window.work_list.back, Qt.MouseButton.LeftButton)
        assert window.pages.currentWidget() is window.page

    def test_on_the_list_no_key_reaches_the_study_behind_it(self, qtbot, open_window, read_phantom, make_contour):
        window = open_window()
        read_phantom(window)
        session = window.session
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
        window.actions_by_name["work_list"].trigger()
        for name in ("verify_image", "remove_contour", "close_study", "play"):
            assert not window.actions_by_name[name].isEnabled()
        assert not window.actions_by_name.undo.isEnabled()
        window.actions_by_name["work_list"].trigger()
        assert window.actions_by_name["verify_image"].isEnabled()
        assert window.actions_by_name.undo.isEnabled()

    def test_the_entry_follows_contours_and_verifications(self, qtbot, open_window, read_phantom, make_contour):
        window = open_window()
        window.verifying.set_reviewer("Dr. Example")
        read_phantom(window)
        qtbot.waitUntil(
            lambda: (found := self.entry(window, "1.1.7")) is not None and found.state is ReadingState.NEW,
            timeout=PATIENCE_MS,
        )
        session = window.session
        session.choose_phases(session.phases.with_end_diastole(0).with_end_systole(9), "Set phases")
        both = {session.phases.end_diastole, session.phases.end_systole}
        drawn = [
            session.annotation((phase, slice_)).with_contour(make_contour(12 - phase / 3).with_quality(0.62))
            for phase in range(10)
            for slice_ in range(5)
        ]
        session.place(drawn, "Segment")
        qtbot.waitUntil(lambda: self.entry(window, "1.1.7").state is ReadingState.PREDICTED, timeout=PATIENCE_MS)
        entry, measures = self.entry(window, "1.1.7"), session.measures
        assert (entry.edv_ml, entry.ef_percent) == (pytest.approx(measures.edv_ml), pytest.approx(measures.ef_percent))
        assert (entry.predicted_count, entry.lowest_quality) == (5 * len(both), 0.62)
        model = window.work_list.model
        row = model.row_of("1.1.7")
        cells = [model.index(row, column).data() for column in (QUALITY, EF, CHANGED)]
        assert cells == ["0.62", f"{measures.ef_percent:.0f}", time_text(entry.changed_at_utc)]
        window.keeping.verify([session.annotation((phase, slice_)) for phase in both for slice_ in range(5)], "Dr. X")
        qtbot.waitUntil(lambda: self.entry(window, "1.1.7").state is ReadingState.VERIFIED, timeout=PATIENCE_MS)
        assert self.entry(window, "1.1.7").reviewer == "Dr. X"
        assert self.entry(window, "1.1.7").changed_at_utc > entry.changed_at_utc

    def test_an_edit_right_before_another_study_is_opened_is_in_the_list(
        self, qtbot, open_window, read_phantom, make_contour
    ):
        window = open_window()
        read_phantom(window, "7")
        session = window.session
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
        read_phantom(window, "8")
        qtbot.waitUntil(
            lambda: (found := self.entry(window, "1.1.7")) is not None and found.state is ReadingState.IN_REVIEW,
            timeout=PATIENCE_MS,
        )

    def test_an_edit_right_before_the_end_is_in_the_list_at_the_next_start(
        self, qtbot, open_window, workspace, read_phantom, make_contour
    ):
        window = open_window()
        read_phantom(window)
        session = window.session
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
        window.shut_down()
        store = AnnotationStore.open(workspace)
        (kept,) = store.summaries.all()
        pictures = store.summaries.thumbnails([kept.entry_id])
        store.close()
        assert kept.state is ReadingState.IN_REVIEW
        assert pictures[kept.entry_id].startswith(b"\x89PNG")

    def test_a_study_opens_from_the_list_and_the_list_is_there_when_it_is_closed(self, qtbot, open_window, workspace):
        store = AnnotationStore.open(workspace)
        store.summaries.put(summary(5, source=str(sample_study_folder()), study_uid="9.9"))
        store.close()
        window = open_window()
        qtbot.waitUntil(lambda: window.pages.currentWidget() is window.work_list, timeout=PATIENCE_MS)
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.session.is_complete, timeout=PATIENCE_MS)
        assert window.pages.currentWidget() is window.page
        window.actions_by_name["close_study"].trigger()
        assert window.pages.currentWidget() is window.work_list

    def test_a_study_that_is_gone_says_so_and_the_list_stays(self, qtbot, filled, open_window):
        window = open_window()
        qtbot.waitUntil(lambda: window.pages.currentWidget() is window.work_list, timeout=PATIENCE_MS)
        window.work_list.choose("1.2.3")
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_Return)
        assert "no such file or folder" in window.message_bar.text
        assert window.pages.currentWidget() is window.work_list

    def test_what_cannot_be_read_is_taken_off_for_good(self, qtbot, filled, open_window, workspace):
        window = open_window()
        qtbot.waitUntil(lambda: window.work_list.model.total == 5, timeout=PATIENCE_MS)
        window.work_list.choose("/data/broken")
        qtbot.keyClick(window.work_list.table, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: window.work_list.model.total == 4, timeout=PATIENCE_MS)
        assert "broken" not in shown(window.work_list)
        window.shut_down()
        store = AnnotationStore.open(workspace)
        assert len(store.summaries.all()) == 4
        store.close()
