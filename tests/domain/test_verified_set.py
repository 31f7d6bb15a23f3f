"""What a set of verified images holds."""

from __future__ import annotations

from cmrstudio.domain.verified_set import Origin, VerifiedSet
from tests.domain.verified_images import NOW, verified_image

SET = VerifiedSet(
    (
        verified_image(0, "ED", patient="a", region="base"),
        verified_image(1, "ED", patient="a", region="middle", source="unet@1.1.0", days=2),
        verified_image(1, "ES", patient="b", wall=0, source="file"),
        verified_image(2, "ES", patient="b", radius=0, region="below_apex"),
        verified_image(2, "phase003", patient="", days=3),
    )
)


def test_images_are_counted_by_patient_phase_region_and_origin() -> None:
    assert SET.by_patient() == {"": 1, "a": 2, "b": 2}
    assert SET.by_phase() == {"ED": 2, "ES": 2, "other": 1}
    assert SET.by_region() == {"base": 1, "below_apex": 1, "middle": 1, "unknown": 2}
    assert SET.by_origin() == {
        Origin.CORRECTED: 2,
        Origin.AS_DRAWN: 1,
        Origin.OTHER: 1,
        Origin.NO_VENTRICLE: 1,
    }
    assert (SET.contour_count, SET.patients, SET.readers) == (7, ("a", "b"), ("",))


def test_nothing_verified_is_counted_as_nothing() -> None:
    empty = VerifiedSet(())
    assert (empty.by_patient(), empty.by_phase(), empty.by_region()) == ({}, {"ED": 0, "ES": 0, "other": 0}, {})
    assert (empty.contour_count, empty.patients) == (0, ())


def test_what_was_verified_since_a_version_is_told_by_time_and_by_what_it_learned_from() -> None:
    assert [image.slice_index for image in SET.since(NOW).images] == [1, 2]
    assert SET.without(VerifiedSet(SET.images[:4]).contents).images == SET.images[4:]
    assert SET.without([(SET.images[0].place, "changed since")]) == SET


def test_what_a_version_drew_and_was_verified_as_it_is_is_told() -> None:
    assert SET.drawn_by("unet@1.1.0").images == (SET.images[1],)
    assert SET.drawn_by("unet@1.0.0").images == ()


def test_patients_that_only_the_studies_know_are_filled_in() -> None:
    assert SET.series_without_patient == ("series of ",)
    known = SET.with_patients({"series of ": ("1.2", "c"), "series of a": ("1.3", "d")})
    assert known.patients == ("a", "b", "c")
    assert known.series_without_patient == ()
