"""One truth out of what several readers verified, and what is told where they contradict each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import VerifiedSetError
from cmrstudio.domain.geometry import centroid_px, closed_spline
from cmrstudio.domain.measures import enclosed_area_px
from cmrstudio.domain.reader_consensus import LEAST_DICE, Clash, contour_dice, resolve_readers
from cmrstudio.domain.verified_set import VerifiedSet
from tests.domain.verified_images import circle, verified_image

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM


def radius_of(contour) -> float:
    return float(np.sqrt(enclosed_area_px(contour) / np.pi))


def of_two(first, second) -> VerifiedSet:
    return VerifiedSet((replace(first, reader="A", reviewer="Dr. A"), replace(second, reader="B", reviewer="Dr. B")))


def test_the_shared_reading_and_each_reader_s_own_are_chosen_by_name() -> None:
    shared, own = verified_image(radius=20), verified_image(radius=22, reader="B")
    both = VerifiedSet((shared, own, verified_image(1)))
    assert resolve_readers(both, "shared").verified.images == (shared, verified_image(1))
    assert resolve_readers(both, "B").verified.images == (own,)


def test_a_reader_who_verified_nothing_is_refused_and_the_others_are_named() -> None:
    with pytest.raises(VerifiedSetError, match="C: this reader has verified nothing here; choose one of shared"):
        resolve_readers(VerifiedSet((verified_image(), verified_image(reader="B"))), "C")
    assert resolve_readers(VerifiedSet((verified_image(reader="B"),)), "shared").verified.images == ()


def test_the_consensus_lies_halfway_between_two_readers() -> None:
    found = resolve_readers(of_two(verified_image(radius=18), verified_image(radius=22)), "consensus")
    (image,) = found.verified.images
    assert found.contradictions == ()
    assert radius_of(image.contour(ENDO)) == pytest.approx(20, rel=0.01)
    assert radius_of(image.contour(EPI)) == pytest.approx(26, rel=0.01)
    assert (image.reader, image.reviewer, image.contour(ENDO).source) == ("consensus", "Dr. A, Dr. B", "consensus")
    assert image.content_sha256 == image.annotation.content_sha256


def test_of_three_readers_each_counts_the_same() -> None:
    images = tuple(verified_image(radius=r, reader=name) for r, name in ((18, "A"), (19, "B"), (23, "C")))
    (image,) = resolve_readers(VerifiedSet(images)).verified.images
    assert radius_of(image.contour(ENDO)) == pytest.approx(20, rel=0.01)


def test_readers_who_drew_the_same_keep_it_to_the_last_bit() -> None:
    (image,) = resolve_readers(of_two(verified_image(), verified_image())).verified.images
    assert image.contours == verified_image().contours


def test_an_image_that_one_reader_verified_is_that_reader_s() -> None:
    only = verified_image(3, reader="B")
    assert resolve_readers(VerifiedSet((verified_image(), only))).verified.images == (verified_image(), only)


def test_an_epicardium_that_not_all_drew_is_not_known() -> None:
    (image,) = resolve_readers(of_two(verified_image(), verified_image(wall=0))).verified.images
    assert [contour.structure for contour in image.contours] == [ENDO]


def test_cavities_that_hardly_overlap_are_left_out_and_told() -> None:
    first, second = verified_image(4, "ES"), verified_image(4, "ES", shift=(15, 0))
    found = resolve_readers(VerifiedSet((verified_image(), *of_two(first, second).images)))
    assert found.verified.images == (verified_image(),)
    (told,) = found.contradictions
    assert (told.clash, told.readers, told.patient_key) == (Clash.CAVITIES_DIFFER, ("A", "B"), "patient")
    assert told.dice == pytest.approx(contour_dice(first.contour(ENDO), second.contour(ENDO)))
    words = f"Slice 5, phase 2: the cavities of A, B overlap with a Dice of {told.dice:.2f} only."
    assert told.text == f"{words} Have them look at it again."
    assert resolve_readers(of_two(first, second), "A").contradictions == ()


def test_a_ventricle_that_another_reader_does_not_see_is_left_out_and_told() -> None:
    found = resolve_readers(of_two(verified_image(), verified_image(radius=0)))
    assert found.verified.images == ()
    assert [one.clash for one in found.contradictions] == [Clash.VENTRICLE_OR_NONE]
    assert "one verified that no ventricle is there, another drew it" in found.contradictions[0].text
    (nothing,) = resolve_readers(of_two(verified_image(radius=0), verified_image(radius=0))).verified.images
    assert nothing.contours == ()


def test_an_endocardium_outside_the_epicardium_is_left_out_and_told() -> None:
    aside = replace(verified_image(), contours=(circle(ENDO, 20), circle(EPI, 22, (72, 50))))
    touching = replace(verified_image(1), contours=(circle(ENDO, 20), circle(EPI, 22, (63, 50))))
    found = resolve_readers(VerifiedSet((aside, touching)), "shared")
    assert found.verified.images == (touching,)
    assert [(one.clash, one.readers) for one in found.contradictions] == [(Clash.OUTSIDE_EPICARDIUM, ("Dr. Shared",))]
    assert "lies outside the epicardium. Correct one of them" in found.contradictions[0].text


def test_a_slice_without_a_ventricle_between_slices_with_one_is_left_out_and_told() -> None:
    images = tuple(verified_image(slice_, radius=0 if slice_ in (0, 2, 4) else 20) for slice_ in range(5))
    found = resolve_readers(VerifiedSet(images))
    assert [image.slice_index for image in found.verified.images] == [0, 1, 3, 4]
    assert [(one.clash, one.slice_index) for one in found.contradictions] == [(Clash.GAP, 2)]
    assert "slices above and below" in found.contradictions[0].text


ellipses = st.tuples(st.floats(8, 30), st.floats(0.7, 1.4), st.floats(-3, 3), st.floats(-3, 3), st.integers(0, 15))


@settings(deadline=None)
@given(ellipses, ellipses)
def test_the_consensus_lies_between_two_readers_whatever_they_drew(one, other) -> None:
    def drawn(radius, share, column, row, turn):
        contour = circle(ENDO, radius)
        points = (np.roll(contour.points_px, turn, axis=0) - (60, 50)) * (share, 1) + (60 + column, 50 + row)
        return replace(verified_image(), contours=(contour.with_points(points),))

    first, second = drawn(*one), drawn(*other)
    found = resolve_readers(of_two(first, second))
    swapped = resolve_readers(of_two(second, first))
    contours = [image.contour(ENDO) for image in (first, second)]
    if contour_dice(*contours) < LEAST_DICE:
        assert [told.clash for told in found.contradictions] == [Clash.CAVITIES_DIFFER]
        return
    mean = found.verified.images[0].contour(ENDO)
    areas = sorted(enclosed_area_px(contour) for contour in contours)
    assert 0.97 * areas[0] <= enclosed_area_px(mean) <= 1.03 * areas[1]
    middle = np.mean([centroid_px(closed_spline(contour.points_px)) for contour in contours], axis=0)
    assert np.linalg.norm(centroid_px(closed_spline(mean.points_px)) - middle) < 1
    assert min(contour_dice(mean, contour) for contour in contours) >= contour_dice(*contours) - 0.02
    assert contour_dice(mean, swapped.verified.images[0].contour(ENDO)) > 0.98
