from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.verification import ContourState, Verification, state_of

POINTS = np.array([[10.0, 10], [20, 10], [20, 22], [10, 22]])
PREDICTED = SliceAnnotation("1.2.3", 0, 1, (Contour(Structure.LV_ENDOCARDIUM, POINTS, "unet@1.0.0"),), 1)
EDITED = PREDICTED.with_contour(PREDICTED.contours[0].with_points(POINTS + 1))
EMPTY = SliceAnnotation("1.2.3", 0, 1)


def verified(annotation: SliceAnnotation) -> Verification:
    moment = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    return Verification(annotation.key, annotation.revision, "A. Reader", moment, annotation.content_sha256)


def test_without_a_verification_the_source_of_the_contours_decides() -> None:
    assert state_of(EMPTY, None) is ContourState.EMPTY
    assert state_of(PREDICTED, None) is ContourState.PREDICTED
    assert state_of(EDITED, None) is ContourState.EDITED


def test_one_contour_of_the_reader_among_predicted_ones_is_an_edit() -> None:
    mixed = EDITED.with_contour(Contour(Structure.LV_EPICARDIUM, POINTS * 1.5, "unet@1.0.0"))
    assert state_of(mixed, None) is ContourState.EDITED


def test_what_was_verified_is_verified() -> None:
    assert state_of(PREDICTED, verified(PREDICTED)) is ContourState.VERIFIED


def test_an_edit_makes_a_verification_stale() -> None:
    assert state_of(EDITED, verified(PREDICTED)) is ContourState.STALE


def test_clearing_a_verified_image_makes_it_stale() -> None:
    assert state_of(EMPTY, verified(PREDICTED)) is ContourState.STALE


def test_undoing_the_edit_makes_it_verified_again() -> None:
    undone = replace(PREDICTED, revision=3)
    assert state_of(undone, verified(PREDICTED)) is ContourState.VERIFIED


def test_an_image_verified_as_having_no_ventricle_is_verified() -> None:
    assert state_of(EMPTY, verified(EMPTY)) is ContourState.VERIFIED
    assert state_of(PREDICTED, verified(EMPTY)) is ContourState.STALE
