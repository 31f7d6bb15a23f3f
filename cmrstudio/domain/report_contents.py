"""What a report says beyond volumes: the patient, indexed numbers, normal ranges, rates, walls, readers, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from cmrstudio.domain.aha_segments import (
    ABOUT,
    LEVEL_NAMES,
    RvInsertion,
    SegmentThickness,
    WallMeasures,
    is_from_dicom,
    unverified_text,
    wall_measures,
)
from cmrstudio.domain.body_surface_area import BsaFormula, patient_bsa_m2
from cmrstudio.domain.clinical_numbers import ClinicalNumber, Reading, clinical_numbers
from cmrstudio.domain.errors import PatientFactError, RatesUnknownError, SegmentsUnknownError
from cmrstudio.domain.filling_rates import filling_rates, phase_times, unverified_phases_text
from cmrstudio.domain.image_measurements import (
    ImageMeasurement,
    MeasurementKind,
    area_mm2,
    distance_mm,
    grey_values,
)
from cmrstudio.domain.measures import Annotations, Measures, numbers_text
from cmrstudio.domain.normal_ranges import COHORT, CONVENTION, SOURCE, ages_compared, why_no_range
from cmrstudio.domain.patient_facts import PatientFacts, Sex, plausible_facts
from cmrstudio.domain.reading_report import (
    BullsEye,
    DrawnRow,
    MeasureRow,
    NormalRange,
    PatientBlock,
    ReadingReport,
    Signature,
)
from cmrstudio.domain.sign_off import SignOff, changes_since, content_of
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.domain.verification import ContourState

RV_INSERTION, BSA_FORMULA = "rv_insertion", "bsa_formula"
OLDEST_YEARS_WITHOUT_IDENTITY = 90
HASH_LENGTH = 12
CHANGES_NAMED = 3
THICKNESS_RANGE_MM = (4.0, 16.0)
THICKENING_RANGE_PERCENT = (-20.0, 100.0)


@dataclass(frozen=True)
class KnownFacts:
    """What is known of a patient, from headers or entered, and what the reader marked on the study."""

    patient: PatientFacts = field(default_factory=PatientFacts)
    formula: BsaFormula = BsaFormula.MOSTELLER
    insertion: RvInsertion | None = None


def header_facts(study: Study, stack: CineStack) -> PatientFacts:
    """What the headers of a study tell of the patient."""
    return study.patient.or_else(plausible_facts(None, None, None, None, stack.heart_rate_bpm))


def facts_from_kept(kept: Mapping[str, object]) -> tuple[KnownFacts, tuple[str, ...]]:
    """Facts as a workspace keeps them by name, and the names of those that cannot be used."""
    facts, unusable = KnownFacts(), []
    names = {each.name for each in fields(PatientFacts)}
    for name, value in kept.items():
        try:
            if name == RV_INSERTION:
                insertion = RvInsertion(**value) if isinstance(value, Mapping) else None
                facts = replace(facts, insertion=insertion)
            elif name == BSA_FORMULA:
                facts = replace(facts, formula=BsaFormula(str(value)))
            elif name in names:
                known = Sex(str(value)) if name == "sex" and value is not None else value
                facts = replace(facts, patient=replace(facts.patient, **{name: known}))  # type: ignore[arg-type]
        except (PatientFactError, ValueError, TypeError):
            unusable.append(name.replace("_", " "))
    return facts, tuple(unusable)


def complete(
    report: ReadingReport,
    series: Series,
    annotations: Annotations,
    measures: Measures,
    facts: KnownFacts,
    *,
    reader: str = "",
    sign_offs: Iterable[SignOff] = (),
    drawn: Iterable[ImageMeasurement] = (),
) -> ReadingReport:
    """The report with all that is known; ``measures`` are those it was made of, ``reader`` is empty for the shared one.

    ``drawn`` are the calipers and areas on the images.

    Where the report withholds who the patient is, sex, age, height and weight are given, but no age above 90.
    """
    numbers = clinical_numbers(measures, facts.patient, facts.formula)
    rates, rates_note, no_rates = _rates(series.stack, measures, facts)
    if rates:
        rates_note = f"{rates_note} {unverified_phases_text(measures.cavities, _is_verified(report))}".strip()
    walls, no_segments = _walls(series.stack, annotations, measures, facts.insertion)
    known = _patient_block(report, facts)
    return replace(
        report,
        patient=known if report.patient is not None else None,
        withheld=known if report.patient is None else None,
        study=replace(report.study, heart_rate_bpm=facts.patient.heart_rate_bpm),
        measures=_measures(report.measures, numbers, measures, facts),
        ranges_note=_why_no_ranges(facts.patient),
        rates=rates,
        rates_note=rates_note,
        bulls_eyes=_bulls_eyes(series.stack, walls) if walls is not None else (),
        bulls_eyes_note=_unverified(report, walls) if walls is not None else "",
        missing=(*_unknown_numbers(measures, facts), *filter(None, (no_rates, no_segments))),
        reader=reader,
        signatures=signatures(series.series_uid, annotations, measures, sign_offs),
        drawn=_drawn_rows(series.stack, drawn),
    )


def signatures(
    series_uid: str, annotations: Annotations, measures: Measures, sign_offs: Iterable[SignOff]
) -> tuple[Signature, ...]:
    """Who signed what and when, oldest first; void where it is no longer what ``annotations`` and ``measures`` say."""
    now = content_of(series_uid, annotations, measures)
    found = []
    for one in sign_offs:
        drawn = ", ".join(f"{source} ({count})" for source, count in one.drawn_by.items())
        text = f"Signed off by {one.signed_by} on {one.signed_at_utc:%Y-%m-%d %H:%M} UTC"
        text += f", content {one.content_sha256[:HASH_LENGTH]}"
        text += f"; contours by {drawn}." if drawn else "."
        changes = changes_since(one, now)
        if changes:
            named = "; ".join(change.text.rstrip(".") for change in changes[:CHANGES_NAMED])
            more = f"; and {len(changes) - CHANGES_NAMED} more" if len(changes) > CHANGES_NAMED else ""
            text = f"Void, changed since: {text} Changes: {named}{more}."
        found.append(Signature(text, is_void=bool(changes)))
    return tuple(found)


def _patient_block(report: ReadingReport, facts: KnownFacts) -> PatientBlock:
    patient, is_named = facts.patient, report.patient is not None
    age_years = patient.age_years
    if age_years is not None and not is_named:  # with the year of the study a finer age would tell the day of birth
        age_years = float(min(int(age_years), OLDEST_YEARS_WITHOUT_IDENTITY))
    block = report.patient or PatientBlock("")
    return replace(
        block,
        sex=str(patient.sex) if patient.sex is not None else block.sex,
        age_years=age_years,
        height_cm=patient.height_cm,
        weight_kg=patient.weight_kg,
        body_surface_area_m2=patient_bsa_m2(patient, facts.formula),
        body_surface_formula=str(facts.formula),
    )


def _measures(
    rows: tuple[MeasureRow, ...], numbers: tuple[ClinicalNumber, ...], measures: Measures, facts: KnownFacts
) -> tuple[MeasureRow, ...]:
    """The rows with normal ranges and indexed numbers, and cardiac output behind the stroke volume."""
    by_key = {number.absolute.key: number for number in numbers}
    found = []
    basis = f"95 % of healthy {COHORT.format(ages=ages_compared(facts.patient))} of the same sex"
    basis += f", {CONVENTION[measures.conventions.papillary_muscles]}; {SOURCE}"
    for row in rows:
        found.append(_with_number(row, by_key[row.name], basis))
        output = by_key["co_l_per_min"]
        if row.name == "sv_ml" and output.absolute.value is not None:
            reading = output.absolute
            rests_on = f"SV at {facts.patient.heart_rate_bpm:.0f} beats/min"
            plain = MeasureRow(reading.key, "Cardiac output (CO)", reading.value, reading.unit, rests_on)
            plain = replace(plain, is_flagged=row.is_flagged, decimals=reading.decimals)
            found.append(_with_number(plain, output, basis))
    return tuple(found)


def _with_number(row: MeasureRow, number: ClinicalNumber, basis: str) -> MeasureRow:
    """A row with its normal range, which rests on ``basis``, and per m²."""
    indexed = None
    if number.indexed is not None and number.indexed.value is not None:
        one = number.indexed
        indexed = MeasureRow(one.key, f"{row.title} per m²", one.value, one.unit, "", row.is_flagged)
        indexed = replace(indexed, normal=_normal(one, basis), decimals=one.decimals)
    return replace(row, normal=_normal(number.absolute, basis), indexed=indexed)


def _normal(reading: Reading, basis: str) -> NormalRange | None:
    return None if reading.normal is None else NormalRange(reading.normal.low, reading.normal.high, basis)


def _why_no_ranges(patient: PatientFacts) -> str:
    if not why_no_range(patient):
        return ""
    if patient.sex is None or patient.age_years is None:
        return "No normal ranges: the patient's sex or age is not known."
    return why_no_range(patient)


def _unknown_numbers(measures: Measures, facts: KnownFacts) -> Iterable[str]:
    """What numbers there are not, and why."""
    phases = measures.phases
    for phase_index, name, numbers, value in (
        (phases.end_diastole, "end-diastole", "EDV, SV and EF", measures.edv_ml),
        (phases.end_systole, "end-systole", "ESV, SV and EF", measures.esv_ml),
    ):
        if value is None:
            yield f"No {numbers}: there is no endocardium at {name} (phase {phase_index + 1})."
    if measures.lv_mass_g is None:
        yield "No LV mass: no slice has both contours at end-diastole."
    if measures.sv_ml is not None and facts.patient.heart_rate_bpm is None:
        yield "No cardiac output: the heart rate is not known."
    if patient_bsa_m2(facts.patient, facts.formula) is None:
        yield "No values per m²: the patient's height or weight is not known."


def _rates(stack: CineStack, measures: Measures, facts: KnownFacts) -> tuple[tuple[MeasureRow, ...], str, str]:
    """Peak rates, each as it is, per EDV and with its time, and a note on them; or none, and why."""
    try:
        times = phase_times(stack, facts.patient.heart_rate_bpm)
        rates = filling_rates(times, measures.complete_volumes_ml, measures.phases)
    except RatesUnknownError as error:
        return (), "", f"No ejection and filling rates: {error}"
    rows = []
    for name, title, after in (
        ("peak_ejection", "Peak ejection rate", "end-diastole"),
        ("peak_filling", "Peak filling rate", "end-systole"),
    ):
        ml_per_s, edv_per_s = getattr(rates, f"{name}_ml_per_s"), getattr(rates, f"{name}_edv_per_s")
        time_ms = getattr(rates, f"time_to_{name}_ms")
        rows += [
            MeasureRow(f"{name}_ml_per_s", title, ml_per_s, "ml/s", decimals=0),
            MeasureRow(f"{name}_edv_per_s", f"{title} over EDV", edv_per_s, "EDV/s", decimals=2),
            MeasureRow(f"time_to_{name}_ms", f"Time to {title.lower()}", time_ms, f"ms after {after}", decimals=0),
        ]
    note = (
        f"From a smooth curve through the volumes of all phases; times from {rates.times.source}, "
        f"cycle {rates.times.cycle_ms:.0f} ms."
    )
    return tuple(rows), note, ""


def _drawn_rows(stack: CineStack, drawn: Iterable[ImageMeasurement]) -> tuple[DrawnRow, ...]:
    """Calipers and areas from base to apex, with the grey values of the image on which they were drawn last."""
    rows = []
    for one in sorted(drawn, key=lambda each: (each.slice_index, each.phase_index)):
        key = (one.phase_index, one.slice_index)
        row = DrawnRow(one.kind, one.slice_index, one.phase_index, float(stack.slice_positions_mm[one.slice_index]))
        if one.kind is MeasurementKind.DISTANCE:
            rows.append(replace(row, length_mm=distance_mm(one.points_px, stack.pixel_spacing_mm)))
        else:
            grey = grey_values(one, stack.pixels[key]) if stack.present[key] else None
            rows.append(replace(row, area_mm2=area_mm2(one, stack.pixel_spacing_mm), grey=grey))
    return tuple(rows)


def _walls(
    stack: CineStack, annotations: Annotations, measures: Measures, insertion: RvInsertion | None
) -> tuple[WallMeasures | None, str]:
    """The walls; or none, and why."""
    try:
        return wall_measures(stack, annotations, measures.phases, insertion), ""
    except SegmentsUnknownError as error:
        return None, f"No wall thickness by segment: {error}"


def _unverified(report: ReadingReport, walls: WallMeasures) -> str:
    return unverified_text(walls, _is_verified(report))


def _is_verified(report: ReadingReport) -> Callable[[int, int], bool]:
    verified = {(row.phase_index, row.slice_index) for row in report.slices if row.state is ContourState.VERIFIED}
    return lambda *key: key in verified


def _bulls_eyes(stack: CineStack, walls: WallMeasures) -> tuple[BullsEye, ...]:
    """Thickness at end-diastole and end-systole and thickening."""
    diastolic, systolic = walls.end_diastolic, walls.end_systolic
    guessed = "" if is_from_dicom(stack) else " Not a DICOM study: taken as seen from the apex."
    plots = [
        ("Wall thickness at end-diastole", "mm", diastolic.thickness_mm, THICKNESS_RANGE_MM, 1, _levels(diastolic)),
        ("Wall thickness at end-systole", "mm", systolic.thickness_mm, THICKNESS_RANGE_MM, 1, _levels(systolic)),
        (
            *("Wall thickening in systole", "%", walls.thickening_percent, THICKENING_RANGE_PERCENT, 0),
            f"in percent of the thickness at end-diastole.{guessed}",
        ),
    ]
    problem = diastolic.problem or systolic.problem
    if problem:  # the one plot that there is says why there are not three
        title, unit, values, span, decimals, caption = plots[0 if systolic.problem else 1]
        plots = [(title, unit, values, span, decimals, f"{caption} No thickening: {problem}")]
    *first, (title, unit, values, span, decimals, caption) = plots
    plots = [*first, (title, unit, values, span, decimals, f"{caption} {ABOUT}")]
    return tuple(
        BullsEye(
            title,
            unit,
            tuple(float(value) if np.isfinite(value) else None for value in values),
            span,
            caption,
            decimals,
        )
        for title, unit, values, span, decimals, caption in plots
    )


def _levels(used: SegmentThickness) -> str:
    levels = ", ".join(
        f"{name} {numbers_text(slices) or '–'}" for name, slices in zip(LEVEL_NAMES, used.level_slices, strict=True)
    )
    text = f"phase {used.phase_index + 1}, slices {levels}."
    if used.crossing_slices:
        text += f" The contours cross on slice {numbers_text(used.crossing_slices)}, where the wall counts as 0."
    if used.without_epicardium:
        text += f" Left out for want of an epicardium: slice {numbers_text(used.without_epicardium)}."
    return text
