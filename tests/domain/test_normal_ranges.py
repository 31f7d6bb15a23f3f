from __future__ import annotations

import pytest

from cmrstudio.domain.normal_ranges import COHORT, CONVENTION, SOURCE, NormalRange, Place, normal_range, why_no_range
from cmrstudio.domain.patient_facts import PatientFacts, Sex

MAN = PatientFacts(sex=Sex.MALE, age_years=60)
WOMAN = PatientFacts(sex=Sex.FEMALE, age_years=60)


@pytest.mark.parametrize(
    ("facts", "measure", "low", "high"),
    [  # mean ± 1.96 SD, worked by hand
        (MAN, "edv_ml", 103.28, 228.72),
        (MAN, "ef_percent", 48.2, 67.8),
        (MAN, "lv_mass_g_per_m2", 35.36, 70.64),
        (WOMAN, "edv_ml", 82.84, 165.16),
        (WOMAN, "sv_ml_per_m2", 29.32, 60.68),
        (WOMAN, "ef_percent", 51.2, 70.8),
        (WOMAN, "edv_ml_per_m2", 50, 101),
    ],
)
def test_ranges_are_those_of_the_source(facts: PatientFacts, measure: str, low: float, high: float) -> None:
    found = normal_range(measure, facts)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.01)


@pytest.mark.parametrize("age", [44.9, 75.0, 20.0, 5.0, 90.0])
def test_outside_the_ages_of_the_source_there_is_no_range(age: float) -> None:
    facts = PatientFacts(sex=Sex.MALE, age_years=age)
    assert normal_range("edv_ml", facts) is None
    assert "45 to 74" in why_no_range(facts)


@pytest.mark.parametrize("age", [45.0, 74.0, 74.9])
def test_the_ages_of_the_source_are_in_whole_years(age: float) -> None:
    assert normal_range("edv_ml", PatientFacts(sex=Sex.MALE, age_years=age)) is not None


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (PatientFacts(), "sex and age"),
        (PatientFacts(age_years=60), "patient's sex to"),
        (PatientFacts(sex=Sex.MALE), "patient's age to"),
    ],
)
def test_without_sex_or_age_it_asks_for_them(facts: PatientFacts, asked: str) -> None:
    assert normal_range("ef_percent", facts) is None
    assert asked in why_no_range(facts)


def test_a_measure_that_the_source_does_not_give_has_no_range() -> None:
    assert why_no_range(MAN) == ""
    assert normal_range("co_l_per_min", MAN) is None


def test_the_limits_themselves_are_normal() -> None:
    limits = NormalRange(50, 100)
    assert [limits.place(value) for value in (49.9, 50, 75, 100, 100.1)] == [
        Place.LOW,
        Place.NORMAL,
        Place.NORMAL,
        Place.NORMAL,
        Place.HIGH,
    ]


def test_the_source_names_the_convention_of_the_papillary_muscles() -> None:
    assert "Petersen" in SOURCE
    assert "45–74" in COHORT
    assert CONVENTION == "papillary muscles in the blood pool"
