from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cmrstudio.domain.body_surface_area import BsaFormula
from cmrstudio.domain.clinical_numbers import cardiac_output_l_per_min, clinical_numbers
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.measures import Measures, Volume
from cmrstudio.domain.normal_ranges import NormalRange, Place
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.phases import PhaseSelection

MEASURES = Measures(
    PhaseSelection(0, 1), Volume(150, (0,)), Volume(60, (0,)), Volume(100, (0,)), np.array([150.0, 60.0]), ()
)
MAN = PatientFacts(Sex.MALE, 60, 180, 80, 70)


def readings(patient: PatientFacts, measures: Measures | None = MEASURES, formula: BsaFormula = BsaFormula.MOSTELLER):
    found = clinical_numbers(measures, patient, formula)
    both = [number.absolute for number in found] + [number.indexed for number in found if number.indexed]
    return {reading.key: reading for reading in both}


def test_numbers_are_those_of_the_measures_and_halved_by_two_square_metres() -> None:
    found = readings(MAN)
    expected = {"edv_ml": 150, "esv_ml": 60, "sv_ml": 90, "ef_percent": 60, "co_l_per_min": 6.3, "lv_mass_g": 105}
    assert {key: found[key].value for key in expected} == pytest.approx(expected)
    indexed = {"edv_ml_per_m2": 75, "esv_ml_per_m2": 30, "sv_ml_per_m2": 45, "co_l_per_min_per_m2": 3.15}
    assert {key: found[key].value for key in indexed} == pytest.approx(indexed)
    assert found["lv_mass_g_per_m2"].value == pytest.approx(52.5)
    assert found["co_l_per_min_per_m2"].unit == "l/min/m²"
    assert "ef_percent_per_m2" not in found


def test_another_formula_gives_another_index() -> None:
    assert readings(MAN, formula=BsaFormula.DU_BOIS)["edv_ml_per_m2"].value == pytest.approx(150 / 1.9964, rel=0.001)


def test_values_are_placed_beside_their_ranges() -> None:
    found = readings(MAN)
    assert found["edv_ml"].place is Place.NORMAL
    assert found["co_l_per_min"].place is Place.NORMAL
    assert found["co_l_per_min_per_m2"].place is None
    assert readings(PatientFacts(Sex.FEMALE, 60))["esv_ml"].place is Place.NORMAL
    assert readings(PatientFacts(Sex.FEMALE, 60, 150, 42))["edv_ml_per_m2"].place is Place.HIGH


def test_ranges_count_papillary_muscles_as_the_measures_do() -> None:
    to_mass = replace(MEASURES, conventions=Conventions(papillary_muscles=PapillaryMuscles.MASS))
    assert readings(MAN)["lv_mass_g_per_m2"].normal == NormalRange(38, 65)
    assert readings(MAN, to_mass)["lv_mass_g_per_m2"].normal == NormalRange(44, 77)


def test_what_is_unknown_stays_unknown() -> None:
    found = readings(PatientFacts(), None)
    assert all(reading.value is None and reading.place is None for reading in found.values())
    assert readings(PatientFacts(height_cm=180))["edv_ml_per_m2"].value is None
    assert cardiac_output_l_per_min(MEASURES, PatientFacts()) is None
