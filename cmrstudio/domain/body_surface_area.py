"""Body surface area, which volumes and mass are indexed to."""

from __future__ import annotations

import math
from enum import StrEnum

from cmrstudio.domain.patient_facts import PatientFacts


class BsaFormula(StrEnum):
    """Which formula makes an area of height and weight."""

    MOSTELLER = "Mosteller"
    DU_BOIS = "Du Bois"


def body_surface_area_m2(height_cm: float, weight_kg: float, formula: BsaFormula = BsaFormula.MOSTELLER) -> float:
    """Body surface area in m².

    Mosteller, N Engl J Med 1987;317:1098: the square root of height (cm) times weight (kg) over 3600. Du Bois and
    Du Bois, Arch Intern Med 1916;17:863: 0.007184 times weight^0.425 times height^0.725. Raises ``PatientFactError``
    for a height or weight that no patient has.
    """
    PatientFacts(height_cm=height_cm, weight_kg=weight_kg)
    if formula is BsaFormula.MOSTELLER:
        return math.sqrt(height_cm * weight_kg / 3600)
    return float(0.007184 * weight_kg**0.425 * height_cm**0.725)


def patient_bsa_m2(facts: PatientFacts, formula: BsaFormula = BsaFormula.MOSTELLER) -> float | None:
    """Body surface area of a patient in m², None where height or weight is unknown."""
    if facts.height_cm is None or facts.weight_kg is None:
        return None
    return body_surface_area_m2(facts.height_cm, facts.weight_kg, formula)
