"""What the headers tell of the patient: name, date of birth, sex, age and size."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.measures import measure
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reading_report import compose
from cmrstudio.domain.study_summary import summarise
from cmrstudio.io.report_html import to_html


def write(synthetic_cine, folder: Path, **elements: object) -> Path:
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        for name, value in elements.items():
            setattr(dataset, name, value)
    cine.write(folder)
    return folder


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Somebody^Real", "Somebody, Real"),
        ("Müller-Lüdenscheidt^Karl^Friedrich^Dr.^MSc", "Müller-Lüdenscheidt, Dr. Karl Friedrich MSc"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田, 太郎)"),
        ("=محمد^علي", "محمد, علي"),
        ("ANON", "ANON"),
        ("P-001", ""),  # archives that take names out write the PatientID here
        ("", ""),
        ("^^", ""),
    ],
)
def test_the_name_is_read_as_people_write_it(synthetic_cine, read, tmp_path, name, shown) -> None:
    folder = write(synthetic_cine, tmp_path / "study", SpecificCharacterSet="ISO_IR 192", PatientName=name)
    assert read(folder).patient_name == shown


def test_name_and_date_of_birth_are_in_the_report_and_never_without_identity(synthetic_cine, read, tmp_path) -> None:
    folder = write(synthetic_cine, tmp_path / "study", PatientBirthDate="19600301")
    study = read(folder)
    series, phases = study.short_axis, PhaseSelection(0, 1)
    contour = Contour(Structure.LV_ENDOCARDIUM, np.array([[3.0, 3], [7, 3], [7, 8], [3, 8]]), "reader")
    drawn = {(phase, 1): SliceAnnotation(series.series_uid, phase, 1, (contour,)) for phase in (0, 1)}
    measures = measure(series.stack, drawn, phases)
    made_at = datetime(2026, 3, 4, tzinfo=UTC)
    named, nameless = (
        to_html(compose(study, series, measures, drawn, {}, made_at=made_at, with_identity=identity))
        for identity in (True, False)
    )
    for text in ("Somebody, Real", "1960-03-01", "P-001"):
        assert text in named
        assert text not in nameless
    assert "Somebody" not in repr(vars(summarise(study, series, drawn, {}, phases))), "nor does a workspace keep it"


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
