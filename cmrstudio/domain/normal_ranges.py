"""Normal ranges of LV measures whose contours were drawn as here: papillary muscles in the blood pool.

Source: Petersen SE et al., "Reference ranges for cardiac structure and function using cardiovascular magnetic resonance
(CMR) in Caucasians from the UK Biobank population cohort", J Cardiovasc Magn Reson 2017;19:18,
doi:10.1186/s12968-017-0327-9: 368 men and 432 women of 45 to 74 years, 1.5 T, short-axis bSSFP, papillary muscles and
trabeculae in the LV volume (so also table 1 of Kawel-Boehm N et al., J Cardiovasc Magn Reson 2020;22:87).

Ranges with a mean are mean ± 1.96 SD of all men or all women: EDV, ESV, SV, EF and SV/BSA from the paper's table by
sex, mass/BSA from its abstract. Those of EDV/BSA and ESV/BSA are the widest limits of the paper's three age groups. One
range serves all ages from 45 to 74: over these the paper found EF the same and volumes a little smaller with age. There
is none here for mass that is not indexed and for cardiac output.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cmrstudio.domain.patient_facts import PatientFacts, Sex

SOURCE = "Petersen et al., JCMR 2017;19:18 (UK Biobank)"
COHORT = "Caucasians aged 45–74"
CONVENTION = "papillary muscles in the blood pool"
LEAST_AGE_YEARS, GREATEST_AGE_YEARS = 45, 74
_SHARE_95_PERCENT = 1.96


class Place(StrEnum):
    """Where a value lies beside its normal range."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True)
class NormalRange:
    """The limits that 95 % of healthy people lie between."""

    low: float
    high: float

    def place(self, value: float) -> Place:
        """Where a value lies; the limits themselves are normal."""
        if value < self.low:
            return Place.LOW
        return Place.HIGH if value > self.high else Place.NORMAL


def _around(mean: float, deviation: float) -> NormalRange:
    return NormalRange(mean - _SHARE_95_PERCENT * deviation, mean + _SHARE_95_PERCENT * deviation)


_RANGES: dict[Sex, dict[str, NormalRange]] = {
    Sex.MALE: {
        "edv_ml": _around(166, 32),
        "esv_ml": _around(69, 16),
        "sv_ml": _around(96, 20),
        "ef_percent": _around(58, 5),
        "edv_ml_per_m2": NormalRange(52, 117),
        "esv_ml_per_m2": NormalRange(19, 52),
        "sv_ml_per_m2": _around(49, 10),
        "lv_mass_g_per_m2": _around(53, 9),
    },
    Sex.FEMALE: {
        "edv_ml": _around(124, 21),
        "esv_ml": _around(49, 11),
        "sv_ml": _around(75, 14),
        "ef_percent": _around(61, 5),
        "edv_ml_per_m2": NormalRange(50, 101),
        "esv_ml_per_m2": NormalRange(16, 43),
        "sv_ml_per_m2": _around(45, 8),
        "lv_mass_g_per_m2": _around(42, 7),
    },
}


def normal_range(measure: str, facts: PatientFacts) -> NormalRange | None:
    """The normal range of a measure such as "edv_ml" or "edv_ml_per_m2" for a patient.

    None where the patient's sex or age is unknown, where the age is outside the cohort's, and for other measures.
    """
    if why_no_range(facts) or facts.sex is None:
        return None
    return _RANGES[facts.sex].get(measure)


def why_no_range(facts: PatientFacts) -> str:
    """Why there is no normal range for a patient, as a sentence; empty where there are ranges."""
    missing = [name for name, value in (("sex", facts.sex), ("age", facts.age_years)) if value is None]
    if missing:
        return f"Enter the patient's {' and '.join(missing)} to see normal ranges."
    if facts.age_years is None or not LEAST_AGE_YEARS <= int(facts.age_years) <= GREATEST_AGE_YEARS:
        covered = f"{LEAST_AGE_YEARS} to {GREATEST_AGE_YEARS}"
        return f"No normal ranges at {facts.age_years:.0f} years: the source covers ages {covered}."
    return ""
