from __future__ import annotations

import itertools

import pytest

from cmrstudio.domain.conventions import PapillaryMuscles
from cmrstudio.domain.normal_ranges import (
    _RANGES,
    COHORT,
    CONVENTION,
    SOURCE,
    NormalRange,
    Place,
    ages_compared,
    normal_range,
    why_no_range,
)
from cmrstudio.domain.patient_facts import PatientFacts, Sex

BLOOD, MASS = PapillaryMuscles.BLOOD_POOL, PapillaryMuscles.MASS
MAN = PatientFacts(sex=Sex.MALE, age_years=60)
WOMAN = PatientFacts(sex=Sex.FEMALE, age_years=45)


@pytest.mark.parametrize(
    ("facts", "papillary", "measure", "low", "high"),
    [  # as printed in the source's tables
        (MAN, BLOOD, "edv_ml", 101, 218),
        (MAN, BLOOD, "ef_percent", 47, 72),
        (MAN, BLOOD, "lv_mass_g", 70, 141),
        (MAN, BLOOD, "co_l_per_min", 3, 9),
        (MAN, MASS, "edv_ml_per_m2", 45, 96),
        (MAN, MASS, "lv_mass_g", 81, 165),
        (WOMAN, BLOOD, "esv_ml_per_m2", 17, 41),
        (WOMAN, BLOOD, "lv_mass_g_per_m2", 32, 51),
        (WOMAN, MASS, "edv_ml_per_m2", 49, 88),
        (WOMAN, MASS, "ef_percent", 56, 78),
    ],
)
def test_ranges_are_those_of_the_source(
    facts: PatientFacts, papillary: PapillaryMuscles, measure: str, low: float, high: float
) -> None:
    assert normal_range(measure, facts, papillary) == NormalRange(low, high)


@pytest.mark.parametrize(
    ("age", "ages", "high"),
    [
        (18.0, "18–29", 252),
        (29.9, "18–29", 252),
        (30.0, "30–39", 244),
        (55.0, "50–59", 227),
        (69.9, "60–69", 218),
        (70.0, "70–83", 210),
        (83.9, "70–83", 210),
    ],
)
def test_a_patient_is_compared_with_people_of_the_same_age(age: float, ages: str, high: float) -> None:
    facts = PatientFacts(sex=Sex.MALE, age_years=age)
    found = normal_range("edv_ml", facts, BLOOD)
    assert found is not None
    assert found.high == high
    assert ages_compared(facts) == ages


def test_muscle_counted_to_the_mass_makes_the_normal_cavity_smaller_and_the_normal_mass_larger() -> None:
    for sex in Sex:
        for age in (25, 35, 45, 55, 65, 75):
            facts = PatientFacts(sex=sex, age_years=age)
            for measure in ("edv_ml", "esv_ml", "edv_ml_per_m2", "esv_ml_per_m2"):
                blood, mass = (normal_range(measure, facts, papillary) for papillary in (BLOOD, MASS))
                assert blood is not None
                assert mass is not None
                assert (mass.low, mass.high) < (blood.low, blood.high)
            for measure in ("lv_mass_g", "lv_mass_g_per_m2", "ef_percent"):
                blood, mass = (normal_range(measure, facts, papillary) for papillary in (BLOOD, MASS))
                assert blood is not None
                assert mass is not None
                assert (mass.low, mass.high) > (blood.low, blood.high)


def test_limits_change_with_age_without_a_jump_as_they_do_in_the_source() -> None:
    """The source's limits lie on straight lines over age: a slip of a figure would stand out."""
    for papillary, by_sex in _RANGES.items():
        for sex, table in by_sex.items():
            for measure, limits in table.items():
                assert len(limits) == 6
                for end in (0, 1):
                    steps = [after[end] - before[end] for before, after in itertools.pairwise(limits)]
                    assert max(steps) - min(steps) <= 2, (papillary, sex, measure)


@pytest.mark.parametrize("age", [17.9, 84.0, 5.0, 99.0])
def test_outside_the_ages_of_the_source_there_is_no_range(age: float) -> None:
    facts = PatientFacts(sex=Sex.MALE, age_years=age)
    assert normal_range("edv_ml", facts, BLOOD) is None
    assert ages_compared(facts) == ""
    assert "18 to 83 years" in why_no_range(facts)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (PatientFacts(), "sex and age"),
        (PatientFacts(age_years=60), "patient's sex to"),
        (PatientFacts(sex=Sex.MALE), "patient's age to"),
    ],
)
def test_without_sex_or_age_it_asks_for_them(facts: PatientFacts, asked: str) -> None:
    assert normal_range("ef_percent", facts, BLOOD) is None
    assert asked in why_no_range(facts)


def test_a_measure_that_the_source_does_not_give_has_no_range() -> None:
    assert why_no_range(MAN) == ""
    assert normal_range("co_l_per_min_per_m2", MAN, BLOOD) is None


def test_the_limits_themselves_are_normal() -> None:
    limits = NormalRange(50, 100)
    assert [limits.place(value) for value in (49.9, 50, 75, 100, 100.1)] == [
        Place.LOW,
        Place.NORMAL,
        Place.NORMAL,
        Place.NORMAL,
        Place.HIGH,
    ]


def test_source_cohort_and_convention_are_named() -> None:
    assert "Healthy Hearts Consortium" in SOURCE
    assert COHORT.format(ages="60–69") == "White adults aged 60–69"
    assert CONVENTION == {
        BLOOD: "papillary muscles in the blood pool",
        MASS: "papillary muscles in the mass",
    }
