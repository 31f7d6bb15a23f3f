from __future__ import annotations

import pytest

from cmrstudio.domain.body_surface_area import BsaFormula, body_surface_area_m2, patient_bsa_m2
from cmrstudio.domain.errors import PatientFactError
from cmrstudio.domain.patient_facts import PatientFacts, Sex, plausible_facts


def test_mosteller_is_the_root_of_height_times_weight_over_3600() -> None:
    assert body_surface_area_m2(180, 80) == pytest.approx(2.0)
    assert body_surface_area_m2(160, 56.25) == pytest.approx(1.5811, abs=1e-4)


def test_du_bois_gives_its_published_value() -> None:
    # 0.007184 * 70^0.425 * 170^0.725, worked by hand with logarithms: 0.007184 * 6.0834 * 41.4022
    assert body_surface_area_m2(170, 70, BsaFormula.DU_BOIS) == pytest.approx(1.8097, abs=2e-4)


def test_the_two_formulas_agree_on_an_ordinary_adult() -> None:
    mosteller, du_bois = (body_surface_area_m2(175, 75, formula) for formula in BsaFormula)
    assert mosteller == pytest.approx(du_bois, rel=0.03)


@pytest.mark.parametrize(
    ("height", "weight", "field"),
    [
        (1.75, 75, "Height"),
        (175, 0, "Weight"),
        (175, 900, "Weight"),
        (float("nan"), 75, "Height"),
        (-170, 70, "Height"),
    ],
)
def test_a_size_that_no_patient_has_is_refused_by_name(height: float, weight: float, field: str) -> None:
    with pytest.raises(PatientFactError, match=rf"{field}: .* cannot be\. Enter"):
        body_surface_area_m2(height, weight)


@pytest.mark.parametrize("facts", [PatientFacts(), PatientFacts(height_cm=170), PatientFacts(weight_kg=70)])
def test_without_height_or_weight_there_is_no_area(facts: PatientFacts) -> None:
    assert patient_bsa_m2(facts) is None


def test_a_patient_has_the_area_of_height_and_weight() -> None:
    assert patient_bsa_m2(PatientFacts(height_cm=180, weight_kg=80)) == pytest.approx(2.0)


def test_what_the_reader_enters_goes_before_the_header() -> None:
    header = PatientFacts(sex=Sex.MALE, age_years=60, weight_kg=90)
    assert PatientFacts(weight_kg=85).or_else(header) == PatientFacts(sex=Sex.MALE, age_years=60, weight_kg=85)


def test_a_header_that_cannot_be_is_left_unknown() -> None:
    assert plausible_facts(Sex.FEMALE, 61, 1.7, 0) == PatientFacts(sex=Sex.FEMALE, age_years=61)
