"""What the headers tell of the patient's sex, age and size."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmrstudio.domain.patient_facts import PatientFacts, Sex


def write(synthetic_cine, folder: Path, **elements: object) -> Path:
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        for name, value in elements.items():
            setattr(dataset, name, value)
    cine.write(folder)
    return folder


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (
            {"PatientSex": "F", "PatientAge": "061Y", "PatientSize": 1.68, "PatientWeight": 70.5},
            PatientFacts(Sex.FEMALE, 61, 168, 70.5),
        ),
        ({"PatientSex": "M", "PatientAge": "018M"}, PatientFacts(Sex.MALE, 1.5)),
        ({"PatientSex": "O", "PatientAge": "000Y", "PatientSize": 0, "PatientWeight": 0}, PatientFacts()),
        ({"PatientBirthDate": "19600301"}, PatientFacts(age_years=63)),  # the study is of the day before the 64th
        ({"PatientBirthDate": "19600228", "PatientAge": "040Y"}, PatientFacts(age_years=40)),
        ({"PatientBirthDate": "19600231"}, PatientFacts()),
        ({"PatientSize": 168, "PatientWeight": 7000}, PatientFacts()),
        ({}, PatientFacts()),
    ],
)
def test_facts_are_read_where_they_can_be_true(synthetic_cine, read, tmp_path, elements, expected) -> None:
    assert read(write(synthetic_cine, tmp_path / "study", **elements)).patient == expected
