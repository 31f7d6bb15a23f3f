from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.study_summary import ReadingState, StudySummary, unreadable
from cmrstudio.domain.work_list import Selection, SortKey, WorkList, folded

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def summary(number: int, **changes) -> StudySummary:
    made = StudySummary(
        study_uid=f"1.2.{number}",
        series_uid="",
        patient_key="",
        patient_label=f"P-{number:03d}",
        description="SA cine",
        source=f"/data/case{number}",
        acquired_on="2024-02-29",
        state=ReadingState.NEW,
        changed_at_utc=AT + timedelta(days=number),
    )
    return replace(made, **changes)


@pytest.fixture
def work_list() -> WorkList:
    return WorkList(
        [
            summary(1, reviewer="Dr. Müller", state=ReadingState.VERIFIED, ef_percent=61.0),
            summary(2, description="cine_retro SSFP", acquired_on="2023-11-05", ef_percent=22.0),
            summary(3, source="/archive/Zürich/003", state=ReadingState.PREDICTED, lowest_quality=0.4),
            unreadable(Path("/data/broken"), "no short-axis cine"),
        ]
    )


def labels(found: list[StudySummary]) -> list[str]:
    return [one.patient_label for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p-002", ["P-002"]),
        ("ssfp", ["P-002"]),
        ("zurich", ["P-003"]),
        ("MULLER", ["P-001"]),
        ("2023-11", ["P-002"]),
        ("2026-03-02", ["P-001"]),
        ("short-axis", ["broken"]),
        ("sa cine 2024 p-001", ["P-001"]),
        ("p-001 ssfp", []),
        ("  ", ["P-003", "P-002", "P-001", "broken"]),
    ],
)
def test_every_word_is_looked_for_in_every_field_without_case_and_accents(work_list, text, expected) -> None:
    assert labels(work_list.select(Selection(text))) == expected


def test_states_are_filtered_and_counted(work_list) -> None:
    chosen = frozenset({ReadingState.VERIFIED, ReadingState.UNREADABLE})
    assert set(labels(work_list.select(Selection(states=chosen)))) == {"P-001", "broken"}
    assert work_list.counts()[ReadingState.NEW] == 1
    assert sum(work_list.counts().values()) == len(work_list) == 4


@pytest.mark.parametrize("is_descending", [False, True])
def test_what_has_no_value_comes_last_in_either_direction(work_list, is_descending) -> None:
    found = work_list.select(Selection(sort_key=SortKey.EF, is_descending=is_descending))
    assert [one.ef_percent for one in found[:2]] == ([61.0, 22.0] if is_descending else [22.0, 61.0])
    assert [one.ef_percent for one in found[2:]] == [None, None]


@pytest.mark.parametrize("sort_key", list(SortKey))
def test_it_can_be_sorted_by_every_key(work_list, sort_key) -> None:
    assert len(work_list.select(Selection(sort_key=sort_key))) == 4


def test_a_study_that_could_be_read_at_last_takes_the_place_of_the_failure(work_list) -> None:
    work_list.put([summary(9, source="/data/broken")])
    assert "broken" not in labels(work_list.select(Selection()))
    assert work_list.get("/data/broken") is None
    assert "/data/broken" in work_list.readable_sources


def test_a_changed_summary_is_found_by_its_new_words_and_sorted_anew(work_list) -> None:
    work_list.select(Selection())
    work_list.put([summary(1, reviewer="Dr. Example", changed_at_utc=AT + timedelta(days=30))])
    assert labels(work_list.select(Selection("example"))) == ["P-001"]
    assert work_list.select(Selection("muller")) == []
    assert labels(work_list.select(Selection()))[0] == "P-001"


def test_removing_passes_over_what_is_not_there(work_list) -> None:
    work_list.remove(["/data/broken", "nowhere"])
    assert len(work_list) == 3


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
