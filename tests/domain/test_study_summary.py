from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack, Series, Study, View
from cmrstudio.domain.study_summary import ReadingState, StudySummary, summarise, unreadable
from cmrstudio.domain.verification import Verification

PHASES, SLICES = 6, 4
END_DIASTOLE, END_SYSTOLE = 0, 3
SERIES_UID = "1.2.3"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def study() -> Study:
    shape = (PHASES, SLICES)
    stack = CineStack(
        pixels=np.zeros((*shape, 64, 64), np.int16),
        present=np.ones(shape, bool),
        pixel_spacing_mm=(1.0, 1.0),
        slice_positions_mm=np.arange(SLICES) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], SLICES, axis=0),
        trigger_times_ms=np.zeros(shape),
        sop_uids=np.full(shape, "1"),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )
    series = Series(SERIES_UID, View.SHORT_AXIS, "SA cine", stack)
    return Study("1.2", "key", "2024-02-29", (series,), Path("/data/p1"), patient_label="P-001")


def drawn(phase: int, slice_: int, radius_px: float = 20, source: str = "unet@1.0.0", quality: float | None = 0.9):
    angle = np.arange(16) * np.pi / 8
    points = 32 + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])
    contour = Contour(Structure.LV_ENDOCARDIUM, points, source, quality)
    return (phase, slice_), SliceAnnotation(SERIES_UID, phase, slice_, (contour,), 1)


def predicted() -> dict[tuple[int, int], SliceAnnotation]:
    at_end_diastole = [drawn(END_DIASTOLE, index, 20) for index in range(SLICES)]
    return dict([*at_end_diastole, *(drawn(END_SYSTOLE, index, 10, quality=0.7) for index in range(SLICES))])


def verified(annotation: SliceAnnotation, reviewer: str = "Dr. Example", at: datetime = AT) -> Verification:
    key = AnnotationKey(SERIES_UID, annotation.phase_index, annotation.slice_index)
    return Verification(key, 1, reviewer, at, annotation.content_sha256)


def summary_of(study: Study, annotations=None, verifications=None, conventions=AS_TRAINED) -> StudySummary:
    phases = PhaseSelection(END_DIASTOLE, END_SYSTOLE)
    return summarise(study, study.short_axis, annotations or {}, verifications or {}, phases, conventions)


def test_a_study_without_contours_is_new_and_has_no_numbers(study: Study) -> None:
    summary = summary_of(study)
    assert summary.state is ReadingState.NEW
    assert (summary.ef_percent, summary.edv_ml, summary.lowest_quality, summary.measured_on) == (None, None, None, "")
    assert (summary.patient_label, summary.description, summary.acquired_on) == ("P-001", "SA cine", "2024-02-29")
    assert summary.entry_id == "1.2"


def test_contours_of_a_model_make_it_predicted_with_volumes_and_the_lowest_quality(study: Study) -> None:
    summary = summary_of(study, predicted())
    assert summary.state is ReadingState.PREDICTED
    assert summary.predicted_count == 2 * SLICES
    assert summary.edv_ml == pytest.approx(np.pi * 20**2 * 40 / 1000, rel=0.02)
    assert summary.esv_ml == pytest.approx(np.pi * 10**2 * 40 / 1000, rel=0.02)
    assert summary.ef_percent == pytest.approx(75, abs=0.1)
    assert summary.lowest_quality == 0.7
    assert summary.mean_quality == pytest.approx(0.8)
    assert summary.measured_on.splitlines() == [
        "End-diastole: phase 1, slices 1–4.",
        "End-systole: phase 4, slices 1–4.",
        "All slices with contours count. Papillary muscles belong to the blood pool.",
    ]
    assert not summary.is_doubtful


def test_volumes_are_those_of_the_conventions_and_say_so(study: Study) -> None:
    plane = Conventions(BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(5.0, 15.0))
    measures = measure(study.short_axis.stack, predicted(), PhaseSelection(END_DIASTOLE, END_SYSTOLE), plane)
    summary = summary_of(study, predicted(), conventions=plane)
    assert (summary.edv_ml, summary.esv_ml) == (measures.edv_ml, measures.esv_ml)
    assert summary.edv_ml == pytest.approx(summary_of(study, predicted()).edv_ml * 3 / 4)
    assert summary.esv_ml == pytest.approx(summary_of(study, predicted()).esv_ml * 2 / 4)
    assert plane.text in summary.measured_on


def test_one_edit_or_one_verification_puts_it_into_review(study: Study) -> None:
    edited = predicted() | dict([drawn(END_DIASTOLE, 1, source="reader", quality=None)])
    assert summary_of(study, edited).state is ReadingState.IN_REVIEW
    assert summary_of(study, edited).edited_count == 1
    annotations = predicted()
    one = {(END_DIASTOLE, 0): verified(annotations[END_DIASTOLE, 0])}
    assert summary_of(study, annotations, one).state is ReadingState.IN_REVIEW


def test_an_edit_at_another_phase_puts_it_into_review(study: Study) -> None:
    elsewhere = predicted() | dict([drawn(1, 1, source="reader")])
    assert summary_of(study, elsewhere).state is ReadingState.IN_REVIEW


def test_it_is_verified_when_all_contours_at_both_phases_are(study: Study) -> None:
    annotations = predicted() | dict([drawn(1, 2)])
    both = {key: verified(a) for key, a in annotations.items() if key[0] in (END_DIASTOLE, END_SYSTOLE)}
    summary = summary_of(study, annotations, both)
    assert (summary.state, summary.verified_count) == (ReadingState.VERIFIED, 2 * SLICES)
    only_one_phase = {key: one for key, one in both.items() if key[0] == END_DIASTOLE}
    assert summary_of(study, annotations, only_one_phase).state is ReadingState.IN_REVIEW


def test_a_change_after_the_verification_is_counted_as_stale_and_takes_the_state_back(study: Study) -> None:
    annotations = predicted()
    both = {key: verified(a) for key, a in annotations.items()}
    changed = annotations | dict([drawn(END_SYSTOLE, 2, 11, source="reader")])
    summary = summary_of(study, changed, both)
    assert (summary.state, summary.stale_count, summary.verified_count) == (ReadingState.IN_REVIEW, 1, 7)


def test_the_reviewer_is_the_one_who_verified_last(study: Study) -> None:
    annotations = predicted()
    two = {
        (0, 0): verified(annotations[0, 0], "Dr. Late", AT.replace(hour=18)),
        (0, 1): verified(annotations[0, 1], "Dr. Early"),
    }
    assert summary_of(study, annotations, two).reviewer == "Dr. Late"


def test_a_missing_contour_makes_the_numbers_doubtful_and_says_where(study: Study) -> None:
    annotations = predicted()
    del annotations[END_DIASTOLE, 2]
    summary = summary_of(study, annotations)
    assert summary.is_doubtful
    assert "phase 1, slices 1–2, 4" in summary.measured_on
    assert "No endocardial contour on slice 3" in summary.measured_on


def test_no_myocardium_says_nothing_against_the_cavity(study: Study) -> None:
    assert not summary_of(study, predicted()).is_doubtful


def test_a_path_without_a_study_is_known_by_its_path() -> None:
    entry = unreadable(Path("/data/broken"), "no short-axis cine")
    assert (entry.entry_id, entry.state) == ("/data/broken", ReadingState.UNREADABLE)
    assert (entry.patient_label, entry.problem) == ("broken", "no short-axis cine")


def test_an_image_verified_as_empty_counts_as_verified(study: Study) -> None:
    annotations = predicted()
    annotations[END_SYSTOLE, 3] = replace(annotations[END_SYSTOLE, 3], contours=())
    both = {key: verified(a) for key, a in annotations.items()}
    summary = summary_of(study, annotations, both)
    assert (summary.state, summary.verified_count) == (ReadingState.VERIFIED, 8)
