"""The numbers of a report: volumes, output and mass, indexed to body surface area and beside their normal ranges."""

from __future__ import annotations

from dataclasses import dataclass

from cmrstudio.domain.body_surface_area import BsaFormula, patient_bsa_m2
from cmrstudio.domain.conventions import AS_TRAINED
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.normal_ranges import NormalRange, Place, normal_range
from cmrstudio.domain.patient_facts import PatientFacts

ML_PER_L = 1000.0


@dataclass(frozen=True)
class Reading:
    """A value with its unit and normal range; None where unknown, or where there is no range."""

    key: str
    value: float | None
    unit: str
    decimals: int
    normal: NormalRange | None

    @property
    def place(self) -> Place | None:
        """Where the value lies beside its normal range, None where one of them is unknown."""
        return None if self.value is None or self.normal is None else self.normal.place(self.value)


@dataclass(frozen=True)
class ClinicalNumber:
    """One measure, as measured and per m² of body surface area (None where that makes no sense)."""

    name: str
    meaning: str
    absolute: Reading
    indexed: Reading | None


_TABLE = (
    ("edv_ml", "EDV", "End-diastolic volume", "ml", 1),
    ("esv_ml", "ESV", "End-systolic volume", "ml", 1),
    ("sv_ml", "SV", "Stroke volume: EDV minus ESV", "ml", 1),
    ("ef_percent", "EF", "Ejection fraction: stroke volume over EDV", "%", 1),
    ("co_l_per_min", "CO", "Cardiac output: stroke volume times heart rate; per m² the cardiac index", "l/min", 2),
    ("lv_mass_g", "Mass", "LV mass at end-diastole, at 1.05 g/ml", "g", 1),
)


def cardiac_output_l_per_min(measures: Measures, patient: PatientFacts) -> float | None:
    """Stroke volume times heart rate in l/min, None where one of them is unknown."""
    if measures.sv_ml is None or patient.heart_rate_bpm is None:
        return None
    return measures.sv_ml * patient.heart_rate_bpm / ML_PER_L


def clinical_numbers(
    measures: Measures | None, patient: PatientFacts, formula: BsaFormula = BsaFormula.MOSTELLER
) -> tuple[ClinicalNumber, ...]:
    """EDV, ESV, SV, EF, cardiac output and mass, in this order; indexed where height and weight are known.

    Normal ranges are those of people whose papillary muscles were counted as they are in ``measures``.
    """
    bsa_m2 = patient_bsa_m2(patient, formula)
    papillary = (AS_TRAINED if measures is None else measures.conventions).papillary_muscles
    numbers = []
    for key, name, meaning, unit, decimals in _TABLE:
        if measures is None:
            value = None
        elif key == "co_l_per_min":
            value = cardiac_output_l_per_min(measures, patient)
        else:
            value = getattr(measures, key)
        indexed = None
        if key != "ef_percent":
            index_key = f"{key}_per_m2"
            per_m2 = None if value is None or bsa_m2 is None else value / bsa_m2
            indexed = Reading(index_key, per_m2, f"{unit}/m²", decimals, normal_range(index_key, patient, papillary))
        absolute = Reading(key, value, unit, decimals, normal_range(key, patient, papillary))
        numbers.append(ClinicalNumber(name, meaning, absolute, indexed))
    return tuple(numbers)
