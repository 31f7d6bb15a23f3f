"""What a header tells of the patient: name, date of birth, sex, age and size."""

from __future__ import annotations

import re
from datetime import date

from cmrstudio.domain.patient_facts import PatientFacts, Sex, plausible_facts
from cmrstudio.io.dicom import tags
from cmrstudio.io.dicom.fields import HeaderFields

_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
_AGE = re.compile(r"(\d{1,3})([DWMY])")
_PER_YEAR = {"D": 365.25, "W": 365.25 / 7, "M": 12.0, "Y": 1.0}


def patient_facts(fields: HeaderFields) -> PatientFacts:
    """Sex, age, height and weight; what is absent, or cannot be, is unknown.

    The age is PatientAge, or else counted from the birth date to the study's date. PatientSize is in m (DICOM PS3.3
    C.7.2.2).
    """
    size_m = fields.positive(tags.PATIENT_SIZE)
    age_years = _age_years(fields.string(tags.PATIENT_AGE))
    if age_years is None:
        age_years = _years_between(fields.string(tags.PATIENT_BIRTH_DATE), fields.string(tags.STUDY_DATE))
    return plausible_facts(
        _SEXES.get(fields.string(tags.PATIENT_SEX).upper()),
        age_years,
        None if size_m is None else round(100 * size_m, 1),
        fields.positive(tags.PATIENT_WEIGHT),
    )


def patient_name(fields: HeaderFields) -> str:
    """The name as people write it, "Yamada, Tarou (山田, 太郎)"; empty where there is none, or only the PatientID.

    A person's name in DICOM is up to three spellings of family, given and middle name, prefix and suffix (PS3.5 6.2.1).
    """
    name, *others = (_spelling(text) for text in fields.text(tags.PATIENT_NAME).split("="))
    found = [*dict.fromkeys(filter(None, (name, *others[:1])))]
    shown = f"{found[0]} ({found[1]})" if len(found) > 1 else "".join(found)
    return "" if shown == on_one_line(fields.text(tags.PATIENT_ID)) else shown


def _spelling(text: str) -> str:
    parts = [on_one_line(part) for part in text.split("^")]
    family, given, middle, prefix, suffix = (*parts, *[""] * 5)[:5]
    return ", ".join(filter(None, (family, " ".join(filter(None, (prefix, given, middle, suffix))))))


def on_one_line(text: str) -> str:
    """A text from a header for people to read, without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def iso_date(text: str) -> str | None:
    """A DICOM date as YYYY-MM-DD, or None where it is none (20120000)."""
    digits = text.replace(".", "")
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def _age_years(text: str) -> float | None:
    match = _AGE.fullmatch(text.upper())
    # Archives write 000Y where the age was taken out.
    return int(match[1]) / _PER_YEAR[match[2]] if match and int(match[1]) else None


def _years_between(born: str, studied: str) -> float | None:
    try:
        first, last = (date(int(text[:4]), int(text[4:6]), int(text[6:8])) for text in (born, studied))
    except ValueError:
        return None
    return float(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))
