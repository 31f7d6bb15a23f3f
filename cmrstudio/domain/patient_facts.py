"""What is known of the patient that numbers are indexed to or compared by."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import StrEnum

from cmrstudio.domain.errors import PatientFactError


class Sex(StrEnum):
    """The sexes that normal ranges are published for."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True)
class FactSpan:
    """What a number about a patient may be: anything else is a slip of the hand or a broken header."""

    name: str
    least: float
    greatest: float
    unit: str


SPANS = {
    "age_years": FactSpan("Age", 0, 120, "years"),
    "height_cm": FactSpan("Height", 30, 250, "cm"),
    "weight_kg": FactSpan("Weight", 1, 400, "kg"),
    "heart_rate_bpm": FactSpan("Heart rate", 20, 250, "beats/min"),
}


@dataclass(frozen=True)
class PatientFacts:
    """Sex, age, height, weight and heart rate; None where unknown.

    Raises ``PatientFactError`` for a number outside ``SPANS``.
    """

    sex: Sex | None = None
    age_years: float | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    heart_rate_bpm: float | None = None

    def __post_init__(self) -> None:
        for name, span in SPANS.items():
            value = getattr(self, name)
            if value is not None and not _is_within(value, span):
                raise PatientFactError(span.name, value, span.least, span.greatest, span.unit)

    def or_else(self, others: PatientFacts) -> PatientFacts:
        """These facts, and those of ``others`` where these are unknown."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return PatientFacts(**{name: getattr(others, name) if value is None else value for name, value in own.items()})


def plausible_facts(
    sex: Sex | None,
    age_years: float | None,
    height_cm: float | None,
    weight_kg: float | None,
    heart_rate_bpm: float | None = None,
) -> PatientFacts:
    """Facts as a header gives them: numbers outside ``SPANS`` (a weight of 0, a height in metres) are left unknown."""
    numbers = {
        "age_years": age_years,
        "height_cm": height_cm,
        "weight_kg": weight_kg,
        "heart_rate_bpm": heart_rate_bpm,
    }
    kept = {name: value for name, value in numbers.items() if value is not None and _is_within(value, SPANS[name])}
    return PatientFacts(sex=sex, **kept)


def _is_within(value: float, span: FactSpan) -> bool:
    return math.isfinite(value) and span.least <= value <= span.greatest
