"""Normal ranges of LV measures, by sex, by age and by where papillary muscles are counted.

Source: Raisi-Estabragh Z, Szabo L, McCracken C et al., "Cardiovascular Magnetic Resonance Reference Ranges From the
Healthy Hearts Consortium", JACC Cardiovasc Imaging 2024;17:746, doi:10.1016/j.jcmg.2024.01.009: 9088 healthy adults of
18 to 83 years, 95 % prediction intervals by decade of age. These are its supplemental tables of women and men of White
ethnicity, by far the largest group (7425), indexed by body surface area: those of "smooth" segmentation, with papillary
muscles and trabeculae in the blood pool, and those of "anatomical" segmentation, with both of them in the mass. The
tables give whole numbers, also for cardiac output in l/min, and none for the cardiac index.

How they were held against it: the paper itself was not at hand. Every value here is from a table that a program read
out of the paper's supplement (github.com/nethahussain/cardiac-mri-reference-converter). All 120 ranges with papillary
muscles in the blood pool were compared with another transcription (github.com/g-gmb/CMR-report-builder): no difference.
Of the 120 with them in the mass, EDV per m² at 40 to 49 years is as a third reader of the tables gives it for both
sexes; the others have that one witness, and lie about the ranges that Kawel-Boehm N et al., J Cardiovasc Magn Reson
2025;27:101853, table 2, give for all ages together (EDV and ESV per m², EF). The limits at 50 to 69 years differ by at
most 11 ml, 4 % of EF and 5 g/m² from mean ± 1.96 SD of Petersen SE et al., J Cardiovasc Magn Reson 2017;19:18.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cmrstudio.domain.conventions import PapillaryMuscles
from cmrstudio.domain.patient_facts import PatientFacts, Sex

SOURCE = "Raisi-Estabragh et al., JACC Cardiovasc Imaging 2024;17:746 (Healthy Hearts Consortium)"
COHORT = "White adults aged {ages}"
CONVENTION = {
    PapillaryMuscles.BLOOD_POOL: "papillary muscles in the blood pool",
    PapillaryMuscles.MASS: "papillary muscles in the mass",
}
LEAST_AGE_YEARS, GREATEST_AGE_YEARS = 18, 83
_FIRST_YEARS = (18, 30, 40, 50, 60, 70)
"""The age in years at which each age group begins."""

Limits = tuple[int, int]


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


_RANGES: dict[PapillaryMuscles, dict[Sex, dict[str, tuple[Limits, ...]]]] = {
    PapillaryMuscles.BLOOD_POOL: {
        Sex.FEMALE: {
            "edv_ml": ((107, 191), (101, 185), (94, 179), (88, 173), (82, 166), (76, 160)),
            "edv_ml_per_m2": ((60, 102), (57, 99), (54, 96), (51, 93), (48, 90), (46, 87)),
            "esv_ml": ((36, 82), (33, 78), (30, 75), (27, 72), (24, 69), (20, 66)),
            "esv_ml_per_m2": ((20, 44), (19, 42), (17, 41), (15, 39), (14, 38), (12, 36)),
            "sv_ml": ((62, 119), (58, 116), (55, 113), (52, 110), (49, 107), (46, 103)),
            "sv_ml_per_m2": ((34, 64), (33, 62), (32, 61), (30, 59), (29, 58), (27, 57)),
            "ef_percent": ((49, 72), (49, 72), (50, 73), (51, 74), (51, 74), (52, 75)),
            "co_l_per_min": ((4, 8), (4, 8), (3, 8), (3, 7), (3, 7), (3, 7)),
            "lv_mass_g": ((55, 102), (54, 101), (53, 99), (51, 98), (50, 97), (49, 96)),
            "lv_mass_g_per_m2": ((32, 52), (32, 52), (32, 51), (31, 51), (31, 51), (31, 50)),
        },
        Sex.MALE: {
            "edv_ml": ((134, 252), (126, 244), (117, 235), (109, 227), (101, 218), (92, 210)),
            "edv_ml_per_m2": ((65, 119), (61, 116), (58, 112), (54, 109), (51, 106), (48, 102)),
            "esv_ml": ((46, 113), (42, 109), (39, 105), (35, 101), (31, 98), (27, 94)),
            "esv_ml_per_m2": ((22, 54), (21, 52), (19, 50), (18, 49), (16, 47), (14, 46)),
            "sv_ml": ((75, 151), (71, 147), (66, 142), (62, 137), (57, 133), (52, 128)),
            "sv_ml_per_m2": ((36, 72), (34, 70), (32, 68), (31, 66), (29, 64), (27, 63)),
            "ef_percent": ((46, 71), (46, 71), (47, 72), (47, 72), (47, 72), (48, 73)),
            "co_l_per_min": ((5, 10), (5, 10), (4, 9), (4, 9), (3, 9), (3, 8)),
            "lv_mass_g": ((82, 152), (79, 149), (76, 147), (73, 144), (70, 141), (67, 138)),
            "lv_mass_g_per_m2": ((42, 69), (41, 68), (40, 67), (39, 66), (38, 65), (37, 64)),
        },
    },
    PapillaryMuscles.MASS: {
        Sex.FEMALE: {
            "edv_ml": ((98, 175), (92, 169), (86, 163), (80, 157), (74, 151), (68, 145)),
            "edv_ml_per_m2": ((55, 94), (52, 91), (49, 88), (46, 85), (43, 82), (40, 79)),
            "esv_ml": ((29, 67), (25, 63), (22, 60), (19, 57), (16, 54), (13, 51)),
            "esv_ml_per_m2": ((16, 36), (14, 35), (13, 33), (11, 31), (9, 30), (8, 28)),
            "sv_ml": ((61, 116), (58, 114), (55, 111), (53, 108), (50, 105), (47, 102)),
            "sv_ml_per_m2": ((34, 62), (33, 61), (32, 60), (30, 58), (29, 57), (28, 56)),
            "ef_percent": ((54, 76), (55, 77), (56, 78), (57, 79), (58, 80), (59, 81)),
            "co_l_per_min": ((4, 8), (4, 8), (3, 7), (3, 7), (3, 7), (3, 7)),
            "lv_mass_g": ((63, 119), (62, 118), (61, 117), (60, 116), (58, 114), (57, 113)),
            "lv_mass_g_per_m2": ((38, 61), (37, 61), (37, 60), (37, 60), (36, 60), (36, 59)),
        },
        Sex.MALE: {
            "edv_ml": ((120, 229), (113, 221), (105, 213), (97, 205), (89, 197), (81, 189)),
            "edv_ml_per_m2": ((58, 109), (55, 106), (51, 102), (48, 99), (45, 96), (41, 92)),
            "esv_ml": ((35, 91), (31, 87), (28, 84), (24, 80), (20, 76), (17, 73)),
            "esv_ml_per_m2": ((17, 44), (15, 42), (13, 40), (12, 39), (10, 37), (9, 35)),
            "sv_ml": ((75, 149), (70, 144), (66, 140), (62, 136), (58, 131), (53, 127)),
            "sv_ml_per_m2": ((36, 71), (34, 69), (32, 67), (31, 66), (29, 64), (27, 62)),
            "ef_percent": ((51, 76), (52, 77), (53, 77), (53, 78), (54, 79), (55, 80)),
            "co_l_per_min": ((5, 10), (5, 10), (4, 9), (4, 9), (4, 8), (3, 8)),
            "lv_mass_g": ((94, 178), (91, 175), (88, 171), (84, 168), (81, 165), (78, 161)),
            "lv_mass_g_per_m2": ((48, 81), (47, 80), (46, 79), (45, 78), (44, 77), (43, 76)),
        },
    },
}


def normal_range(measure: str, facts: PatientFacts, papillary: PapillaryMuscles) -> NormalRange | None:
    """The normal range of a measure such as "edv_ml" or "edv_ml_per_m2" for a patient, counted as ``papillary`` says.

    None where the patient's sex or age is unknown, where the age is outside the cohort's, and for other measures.
    """
    group = _age_group(facts)
    if group is None or facts.sex is None:
        return None
    limits = _RANGES[papillary][facts.sex].get(measure)
    return None if limits is None else NormalRange(*limits[group])


def ages_compared(facts: PatientFacts) -> str:
    """The ages, such as "60–69", of the people that a patient is compared with; empty where there are no ranges."""
    group = _age_group(facts)
    if group is None:
        return ""
    ends = (*_FIRST_YEARS[1:], GREATEST_AGE_YEARS + 1)
    return f"{_FIRST_YEARS[group]}–{ends[group] - 1}"


def why_no_range(facts: PatientFacts) -> str:
    """Why there is no normal range for a patient, as a sentence; empty where there are ranges."""
    missing = [name for name, value in (("sex", facts.sex), ("age", facts.age_years)) if value is None]
    if missing:
        return f"Enter the patient's {' and '.join(missing)} to see normal ranges."
    if _age_group(facts) is None:
        return f"No normal ranges at this age: the source covers {LEAST_AGE_YEARS} to {GREATEST_AGE_YEARS} years."
    return ""


def _age_group(facts: PatientFacts) -> int | None:
    """Which of the age groups a patient is in, None where the age is unknown or outside them."""
    if facts.age_years is None or not LEAST_AGE_YEARS <= int(facts.age_years) <= GREATEST_AGE_YEARS:
        return None
    return sum(int(facts.age_years) >= first for first in _FIRST_YEARS) - 1
