from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED
from cmrstudio.domain.measures import measure, numbers_text
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reading_report import NormalRange, ReadingReport, compose
from cmrstudio.domain.study import BURNT_IN_TEXT_NOTE, LeftOut, Series, Study, View
from cmrstudio.domain.verification import ContourState, Verification

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def make(make_stack, circle):
    """The report of one phase at two, of which the second is end-systole; the middle slice has no contours."""

    def make_report(*, notes: tuple[str, ...] = (), verified: bool = False, **options) -> ReadingReport:
        stack = make_stack(phases=2)
        annotations = {(p, s): circle(p, s, 14.0 - 4 * p) for p in (0, 1) for s in (0, 2)}
        series = Series("1.2", View.SHORT_AXIS, "SA", stack, notes=notes)
        left_out = tuple(LeftOut(Path(f"/secret/{i}.dcm"), "no cine") for i in range(3))
        study = Study("1.1", "ab" * 32, "2020-03-04", (series,), Path("/secret/Smith"), left_out, "Smith")
        word = {k: Verification(a.key, 1, "Dr. Example", NOW, a.content_sha256) for k, a in annotations.items()}
        measures = measure(stack, annotations, PhaseSelection(0, 1))
        return compose(study, series, measures, annotations, word if verified else {}, made_at=NOW, **options)

    return make_report


def test_numbers_are_those_of_the_measures_and_say_what_they_rest_on(make) -> None:
    rows = {row.name: row for row in make().measures}
    assert list(rows) == ["ef_percent", "edv_ml", "esv_ml", "sv_ml", "lv_mass_g"]
    assert rows["edv_ml"].rests_on == "slices 1, 3"
    assert rows["sv_ml"].value == pytest.approx(rows["edv_ml"].value - rows["esv_ml"].value)
    assert rows["edv_ml"].is_flagged, "slice 2 has no contour"


def test_without_identity_nothing_in_it_says_who_it_is(make) -> None:
    report = make(with_identity=False)
    assert report.patient is None
    assert report.label == "ab" * 6
    assert report.study.acquired_on == "2020"
    assert "Smith" not in repr(report)
    assert "secret" not in repr(report)
    assert "1.1'" not in repr(report)


def test_with_identity_it_is_there(make) -> None:
    report = make()
    assert report.label == "Smith"
    assert report.study.acquired_on == "2020-03-04"
    assert report.file_stem == "Smith_2020-03-04_report"


def test_a_label_makes_a_file_name_that_every_system_takes(make) -> None:
    report = make()
    wild = replace(report, patient=replace(report.patient, label="../a/b\\c:*?\n" + "x" * 300))
    assert "/" not in wild.file_stem
    assert not set(wild.file_stem) & set('\\:*?"<>|\n')
    assert len(wild.file_stem) < 100
    assert not wild.file_stem.startswith(".")


def test_verified_contours_name_the_reviewer_and_changed_ones_do_not(make) -> None:
    assert {row.state for row in make().counted} == {ContourState.PREDICTED}
    counted = make(verified=True).counted
    assert len(counted) == 4
    assert {(row.state, row.reviewer) for row in counted} == {(ContourState.VERIFIED, "Dr. Example")}


def test_left_out_files_are_counted_by_reason(make) -> None:
    assert make().left_out == (("no cine", 3),)


def test_burnt_in_text_is_known_from_the_notes(make) -> None:
    assert not make().has_burnt_in_text
    assert make(notes=(BURNT_IN_TEXT_NOTE,)).has_burnt_in_text


def test_it_says_what_was_counted(make) -> None:
    conventions = dict(make().conventions)
    assert conventions["Basal slices"] == AS_TRAINED.basal_text
    assert conventions["Papillary muscles"] == AS_TRAINED.papillary_text


def test_a_value_is_below_within_or_above_its_range() -> None:
    usual = NormalRange(50, 70)
    assert [usual.verdict(value) for value in (49.9, 50, 70, 70.1)] == ["below", "within", "within", "above"]
    assert NormalRange(None, 70).verdict(-1) == "within"
    assert NormalRange(50, None).verdict(1e9) == "within"


def test_runs_of_slices_are_joined() -> None:
    assert numbers_text([0, 1, 2, 4, 6, 7]) == "1–3, 5, 7–8"
    assert numbers_text([]) == ""


def test_areas_are_in_square_millimetres(make_stack, circle) -> None:
    report = _of_one_circle(make_stack, radius_px=10.0)
    (row,) = report.counted
    assert row.endocardial_area_mm2 == pytest.approx(np.pi * 100 * 1.25 * 1.5, rel=0.01)
    assert row.epicardial_area_mm2 is None


def _of_one_circle(make_stack, radius_px: float) -> ReadingReport:
    from cmrstudio.domain.annotation import SliceAnnotation

    angles = np.arange(16) * np.pi / 8
    points = 40 + radius_px * np.column_stack([np.cos(angles), np.sin(angles)])
    one = SliceAnnotation("1.2", 0, 1, (Contour(Structure.LV_ENDOCARDIUM, points, "reader"),))
    stack = make_stack()
    series = Series("1.2", View.SHORT_AXIS, "SA", stack)
    study = Study("1.1", "ab" * 32, None, (series,), Path("/x"))
    annotations = {(0, 1): one}
    return compose(study, series, measure(stack, annotations, PhaseSelection(0, 0)), annotations, {}, made_at=NOW)
