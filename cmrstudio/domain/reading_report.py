"""What a report of a reading says, as plain values: the writers of files only lay it out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cmrstudio import __version__
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import PapillaryMuscles
from cmrstudio.domain.image_measurements import GreyValues, MeasurementKind
from cmrstudio.domain.measures import (
    MYOCARDIAL_DENSITY_G_PER_ML,
    Annotations,
    Measures,
    Volume,
    enclosed_area_px,
    numbers_text,
)
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.study import BURNT_IN_TEXT_NOTE, CineStack, Series, Study
from cmrstudio.domain.verification import READER_SOURCE, ContourState, Verification, state_of
from cmrstudio.domain.wording import ENGLISH, Wording

NOT_FOR_DIAGNOSTIC_USE = "Not for diagnostic use"
PSEUDONYM_LENGTH = 12
FILE_SOURCE = "file"
SOURCE_NAMES = {
    PhaseSource.IMAGES: "guessed from images",
    PhaseSource.VOLUMES: "from volumes",
    PhaseSource.READER: "set by reader",
}
STANDING_CONVENTIONS = (
    ("Volumes", "Sum over the slices of the enclosed area times the extent of the slice, half-way to its neighbours"),
    ("LV mass", f"Epicardial minus endocardial volume at end-diastole, times {MYOCARDIAL_DENSITY_G_PER_ML:g} g/ml"),
)


class ReportFormat(StrEnum):
    """The kinds of file that a report can be written as."""

    PDF = "pdf"
    HTML = "html"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class PatientBlock:
    """Who was examined; what is not known is empty or None. ``label`` is the patient ID."""

    label: str
    name: str = ""
    born_on: str | None = None
    sex: str = ""
    age_years: float | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    body_surface_area_m2: float | None = None
    body_surface_formula: str = ""


@dataclass(frozen=True)
class StudyBlock:
    """What was examined and how. ``study_uid`` and ``source`` are empty where the patient is not to be known."""

    acquired_on: str
    description: str
    phase_count: int
    slice_count: int
    image_shape: tuple[int, int]
    pixel_spacing_mm: tuple[float, float]
    slice_thickness_mm: float
    heart_rate_bpm: float | None
    study_uid: str = ""
    source: str = ""


@dataclass(frozen=True)
class NormalRange:
    """Between what values a number is usual; None is no limit. ``source`` says for whom, and who found it."""

    low: float | None
    high: float | None
    source: str = ""

    def verdict(self, value: float) -> str:
        """Where a value lies: "below", "within" or "above"."""
        if self.low is not None and value < self.low:
            return "below"
        return "above" if self.high is not None and value > self.high else "within"


@dataclass(frozen=True)
class MeasureRow:
    """One number. ``name`` is that of the field with its unit ("edv_ml"), ``rests_on`` says which slices it is from.

    ``indexed`` is the same per m² of body surface area, where that is known.
    """

    name: str
    title: str
    value: float | None
    unit: str
    rests_on: str = ""
    is_flagged: bool = False
    normal: NormalRange | None = None
    decimals: int = 1
    indexed: MeasureRow | None = None

    @property
    def value_text(self) -> str:
        """The number as the window shows it."""
        return "–" if self.value is None else f"{self.value:z.{self.decimals}f}"


@dataclass(frozen=True)
class PhaseRow:
    """The LV volume at one phase; ``volume_ml`` is None where it is unknown, ``time_ms`` counts from the R wave."""

    phase_index: int
    time_ms: float
    volume_ml: float | None
    slice_indices: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class SliceRow:
    """The contours of one image: areas (None without a contour), who drew them and who verified them."""

    phase_index: int
    slice_index: int
    position_mm: float
    has_image: bool
    endocardial_area_mm2: float | None
    epicardial_area_mm2: float | None
    state: ContourState
    sources: tuple[str, ...] = ()
    quality: float | None = None
    reviewer: str = ""
    verified_at_utc: datetime | None = None


@dataclass(frozen=True)
class DrawnRow:
    """What the reader measured by hand on one image: the length of a caliper, or an area with its grey values."""

    kind: MeasurementKind
    slice_index: int
    phase_index: int
    position_mm: float
    length_mm: float | None = None
    area_mm2: float | None = None
    grey: GreyValues | None = None


@dataclass(frozen=True)
class ContourOrigin:
    """Who drew contours ("unet@1.0.0", "reader", "file"), how many of those counted, under which licence."""

    source: str
    contour_count: int
    licence: str = ""

    @property
    def title(self) -> str:
        """The origin in words."""
        names = {READER_SOURCE: "Reader, by hand", FILE_SOURCE: "Contours from a file"}
        model_id, _, version = self.source.partition("@")
        return names.get(self.source) or (f"Model {model_id}, version {version}" if version else f"Model {model_id}")


@dataclass(frozen=True)
class BullsEye:
    """One value for each of the 16 or 17 segments of the American Heart Association, None where it is unknown.

    ``value_range`` are the values at the ends of the colour scale, by default the lowest and highest value.
    """

    title: str
    unit: str
    values: tuple[float | None, ...]
    value_range: tuple[float, float] | None = None
    caption: str = ""
    decimals: int = 1


@dataclass(frozen=True)
class ReportTable:
    """A further table of a report, as texts. ``numeric_columns`` are set to the right."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_columns: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Signature:
    """A sentence: who signed what and when; void where the reading has changed since."""

    text: str
    is_void: bool = False


@dataclass(frozen=True)
class ReadingReport:
    """Everything a report says of one reading. What is empty or None has no place in it.

    ``patient`` is None where the report must not say who it is; ``pseudonym`` then tells patients apart, and
    ``withheld`` is a block without label, name and date of birth. ``ranges_note`` says why there are no normal ranges,
    ``missing`` what else is not in the report, and why, ``bulls_eyes_note`` which walls nobody has verified. ``reader``
    is empty for the shared reading. Texts are English here; writers of files say them in ``wording``.
    ``contact_sheet`` is uint8 [row, column, (blue, green, red)].
    """

    pseudonym: str
    patient: PatientBlock | None
    study: StudyBlock
    phases: PhaseSelection
    measures: tuple[MeasureRow, ...]
    volumes: tuple[PhaseRow, ...]
    slices: tuple[SliceRow, ...]
    made_at: datetime
    flags: tuple[str, ...] = ()
    curve_flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    origins: tuple[ContourOrigin, ...] = ()
    counting_rules: tuple[tuple[str, str], ...] = ()
    reported_by: str = ""
    conclusion: str = ""
    signatures: tuple[Signature, ...] = ()
    withheld: PatientBlock | None = None
    reader: str = ""
    ranges_note: str = ""
    missing: tuple[str, ...] = ()
    rates: tuple[MeasureRow, ...] = ()
    rates_note: str = ""
    contact_sheet: npt.NDArray[np.uint8] | None = None
    bulls_eyes: tuple[BullsEye, ...] = ()
    bulls_eyes_note: str = ""
    drawn: tuple[DrawnRow, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    software_version: str = __version__
    wording: Wording = ENGLISH

    @property
    def conventions(self) -> tuple[tuple[str, str], ...]:
        """How numbers come about, by name: what holds of all studies, and what counts in this one."""
        return (*STANDING_CONVENTIONS, *self.counting_rules)

    @property
    def label(self) -> str:
        """What the patient is called in this report."""
        return self.pseudonym if self.patient is None else (self.patient.label or self.pseudonym)

    @property
    def has_burnt_in_text(self) -> bool:
        """Whether the headers say that text stands in the images, which may name the patient."""
        return BURNT_IN_TEXT_NOTE in self.notes

    @property
    def counted(self) -> tuple[SliceRow, ...]:
        """The images at end-diastole and end-systole that have contours: what the numbers rest on."""
        used = (self.phases.end_diastole, self.phases.end_systole)
        return tuple(
            row
            for row in self.slices
            if row.phase_index in used and (row.endocardial_area_mm2 is not None or row.epicardial_area_mm2 is not None)
        )

    @property
    def numbers(self) -> tuple[MeasureRow, ...]:
        """All measures, each with its indexed one behind it, then the rates."""
        measured = (row for measure in self.measures for row in (measure, measure.indexed) if row is not None)
        return (*measured, *self.rates)

    @property
    def file_stem(self) -> str:
        """A file name without its ending, safe on every system."""
        name = re.sub(r"[^\w.-]+", "-", f"{self.label}_{self.study.acquired_on}").strip("-._")
        return f"{name[:80] or 'study'}_report"


def compose(
    study: Study,
    series: Series,
    measures: Measures,
    annotations: Annotations,
    verifications: Mapping[tuple[int, int], Verification],
    *,
    made_at: datetime,
    with_identity: bool = True,
    patient: PatientBlock | None = None,
    licences: Mapping[str, str] | None = None,
    reported_by: str = "",
    conclusion: str = "",
    wording: Wording = ENGLISH,
) -> ReadingReport:
    """Gather the report of a reading; ``measures`` are those on the screen, so that both say the same.

    ``verifications`` is by (phase index, slice index). ``licences`` of models is by source ("unet@1.0.0"). Without
    identity the report keeps neither name nor patient ID, path and UIDs, and of the date the year alone.
    """
    slices = _slice_rows(series.stack, annotations, verifications)
    phases = measures.phases
    known = patient or PatientBlock(study.patient_label, study.patient_name, study.born_on)
    at_phases = [a for key, a in annotations.items() if key[0] in (phases.end_diastole, phases.end_systole)]
    return ReadingReport(
        pseudonym=study.patient_key[:PSEUDONYM_LENGTH],
        patient=known if with_identity else None,
        study=_study_block(study, series, with_identity=with_identity),
        phases=phases,
        measures=measure_rows(measures),
        volumes=_phase_rows(series.stack, measures),
        slices=slices,
        made_at=made_at,
        flags=tuple(flag.message for flag in measures.flags),
        curve_flags=tuple(flag.message for flag in measures.curve_flags),
        notes=series.notes,
        left_out=tuple(Counter(item.reason for item in study.left_out).most_common()),
        origins=_origins(at_phases, licences or {}),
        counting_rules=counting_rules(measures),
        reported_by=reported_by,
        conclusion=conclusion.strip(),
        wording=wording,
    )


def counting_rules(measures: Measures) -> tuple[tuple[str, str], ...]:
    """What counts into the numbers, by name, and how much papillary muscle went from the volumes to the mass."""
    conventions, at_diastole, at_systole = measures.conventions, measures.end_diastolic, measures.end_systolic
    papillary_rule, basal_rule = conventions.papillary_text, conventions.basal_text
    if conventions.papillary_muscles is PapillaryMuscles.MASS and at_diastole and at_systole:
        papillary_rule += (
            f": {at_diastole.papillary_ml:.1f} ml at end-diastole, {at_systole.papillary_ml:.1f} ml at end-systole"
        )
    return ("Papillary muscles", papillary_rule), ("Basal slices", basal_rule)


def measure_rows(measures: Measures) -> tuple[MeasureRow, ...]:
    """The numbers of a reading in the order of a report."""
    flagged = flagged_numbers(measures)
    diastolic, systolic = slices_text(measures.end_diastolic), slices_text(measures.end_systolic)
    rows = (
        ("ef_percent", "Ejection fraction (EF)", measures.ef_percent, "%", ""),
        ("edv_ml", "End-diastolic volume (EDV)", measures.edv_ml, "ml", diastolic),
        ("esv_ml", "End-systolic volume (ESV)", measures.esv_ml, "ml", systolic),
        ("sv_ml", "Stroke volume (SV)", measures.sv_ml, "ml", ""),
        ("lv_mass_g", "LV mass at end-diastole", measures.lv_mass_g, "g", slices_text(measures.myocardial)),
    )
    return tuple(
        MeasureRow(name, title, value, unit, rests_on or ("EDV and ESV" if value is not None else ""), flagged[name])
        for name, title, value, unit, rests_on in rows
    )


def slices_text(volume: Volume | None, words: tuple[str, str, str] = ("slice", "slices", "not")) -> str:
    """The slices a volume was summed over, counted from one, with runs joined: "slices 2–9, not 1".

    ``words`` are those for one slice, for several, and before what is left out.
    """
    if volume is None:
        return ""
    one, several, without = words
    left_out = ", ".join(str(index + 1) for index in volume.left_out_indices)
    not_counted = f", {without} {left_out}" if left_out else ""
    return f"{one if len(volume.slice_indices) == 1 else several} {numbers_text(volume.slice_indices)}{not_counted}"


def flagged_numbers(measures: Measures) -> dict[str, bool]:
    """Which numbers rest on a volume that has a flag; the mass rests on both contours at end-diastole."""
    volumes = (measures.end_diastolic, measures.end_systolic, measures.myocardial)
    diastolic, systolic, mass = (bool(volume and volume.flags) for volume in volumes)
    either = diastolic or systolic
    return {
        "edv_ml": diastolic,
        "esv_ml": systolic,
        "lv_mass_g": mass or (diastolic and measures.myocardial is not None),
        "sv_ml": either,
        "ef_percent": either,
    }


def _study_block(study: Study, series: Series, *, with_identity: bool) -> StudyBlock:
    stack, acquired_on = series.stack, study.acquired_on or ""
    return StudyBlock(
        acquired_on if with_identity else acquired_on[:4],
        series.description,
        stack.phase_count,
        stack.slice_count,
        stack.image_shape,
        stack.pixel_spacing_mm,
        stack.slice_thickness_mm,
        stack.heart_rate_bpm,
        study.study_uid if with_identity else "",
        str(study.source) if with_identity else "",
    )


def _phase_rows(stack: CineStack, measures: Measures) -> tuple[PhaseRow, ...]:
    rows = []
    for index, volume_ml in enumerate(measures.volumes_ml.tolist()):
        times = stack.trigger_times_ms[index]
        known = times[np.isfinite(times)]
        time_ms = float(known.mean()) if len(known) else index * stack.frame_time_ms
        volume = measures.cavities[index] if measures.cavities else None
        flags = tuple(flag.message for flag in volume.flags) if volume else ()
        slices = volume.slice_indices if volume else ()
        rows.append(PhaseRow(index, time_ms, volume_ml if np.isfinite(volume_ml) else None, slices, flags))
    return tuple(rows)


def _slice_rows(
    stack: CineStack, annotations: Annotations, verifications: Mapping[tuple[int, int], Verification]
) -> tuple[SliceRow, ...]:
    rows = []
    for phase_index, slice_index in np.ndindex(stack.phase_count, stack.slice_count):
        key = (phase_index, slice_index)
        annotation = annotations.get(key) or SliceAnnotation("", phase_index, slice_index)
        verification = verifications.get(key)
        state = state_of(annotation, verification)
        verified = verification if state is ContourState.VERIFIED else None
        qualities = [contour.quality for contour in annotation.contours if contour.quality is not None]
        rows.append(
            SliceRow(
                phase_index,
                slice_index,
                float(stack.slice_positions_mm[slice_index]),
                bool(stack.present[key]),
                _area_mm2(stack, annotation, Structure.LV_ENDOCARDIUM),
                _area_mm2(stack, annotation, Structure.LV_EPICARDIUM),
                state,
                tuple(dict.fromkeys(contour.source for contour in annotation.contours)),
                min(qualities) if qualities else None,
                verified.reviewer if verified else "",
                verified.verified_at_utc if verified else None,
            )
        )
    return tuple(rows)


def _area_mm2(stack: CineStack, annotation: SliceAnnotation, structure: Structure) -> float | None:
    contour = annotation.contour(structure)
    return None if contour is None else enclosed_area_px(contour) * stack.pixel_area_mm2


def _origins(annotations: Sequence[SliceAnnotation], licences: Mapping[str, str]) -> tuple[ContourOrigin, ...]:
    counts = Counter(contour.source for annotation in annotations for contour in annotation.contours)
    return tuple(ContourOrigin(source, count, licences.get(source, "")) for source, count in counts.most_common())
