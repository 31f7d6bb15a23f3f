"""A report as sections of texts, tables and drawings, in the order in which PDF and HTML show them.

A new part of the report is one function in ``SECTIONS``; it gives nothing where the reading has nothing of the kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from cmrstudio.domain.errors import CmrstudioError
from cmrstudio.domain.image_measurements import area_text
from cmrstudio.domain.measures import numbers_text
from cmrstudio.domain.reading_report import (
    SOURCE_NAMES,
    DrawnRow,
    MeasureRow,
    PatientBlock,
    ReadingReport,
    SliceRow,
)
from cmrstudio.domain.verification import ContourState
from cmrstudio.domain.wording import AsGiven, Wording
from cmrstudio.io.report_charts import Drawing, Label, bulls_eye, volume_curve

TITLE = "Cardiac MRI report"
SUBTITLE = "Left ventricular volumes, function and mass from short-axis cine images"
WHAT_IS_SIGNED = (
    "What is signed are the counted contours, the two phases, the conventions, and EDV, ESV, SV, EF and LV mass. "
    "Output and indexed numbers also follow heart rate, height and weight, which no signature covers."
)
NO_VALUE = "–"
NOT_KNOWN = "not known"
EYES_IN_LINE = 3
STATE_NAMES = {
    ContourState.EMPTY: "no contours",
    ContourState.PREDICTED: "drawn by a model, not verified",
    ContourState.EDITED: "edited by a reader, not verified",
    ContourState.VERIFIED: "verified",
    ContourState.STALE: "changed since it was verified",
}
SHORT_STATES = {
    ContourState.EMPTY: NO_VALUE,
    ContourState.PREDICTED: "model",
    ContourState.EDITED: "edited",
    ContourState.VERIFIED: "verified",
    ContourState.STALE: "changed since",
}


@dataclass(frozen=True)
class Facts:
    """Names with their values, side by side."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``widths`` are shares of the page; a cell of a ``marked`` row is shown as doubtful."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric_columns: tuple[int, ...] = ()
    bold_columns: tuple[int, ...] = ()
    headline_rows: tuple[int, ...] = ()
    marked_rows: tuple[int, ...] = ()
    is_dense: bool = False


@dataclass(frozen=True)
class Sentences:
    """Paragraphs; warnings stand out, ``is_muted`` ones stand back."""

    texts: tuple[str, ...]
    is_warning: bool = False
    is_muted: bool = False


@dataclass(frozen=True)
class Picture:
    """An image as a PNG file, of ``size_px`` (width, height), and what it shows."""

    png: bytes
    size_px: tuple[int, int]
    title: str


@dataclass(frozen=True)
class Drawings:
    """Drawings beside each other."""

    drawings: tuple[Drawing, ...]


Part = Facts | Grid | Sentences | Picture | Drawings


@dataclass(frozen=True)
class Section:
    """A part of a report under a heading of its own; ``begins_page`` where paper has pages."""

    title: str
    parts: tuple[Part, ...]
    begins_page: bool = False


def sections(report: ReadingReport) -> list[Section]:
    """What a report says, in order and in its language."""
    return [_worded(section, report.wording) for make in SECTIONS for section in make(report)]


def _worded(section: Section, say: Wording) -> Section:
    parts = tuple(_part_worded(part, say) for part in section.parts)
    return replace(section, title=say(section.title), parts=parts)


def _part_worded(part: Part, say: Wording) -> Part:
    match part:
        case Facts():
            return _facts_worded(part, say)
        case Grid():
            rows = tuple(tuple(map(say, row)) for row in part.rows)
            return replace(part, header=tuple(map(say, part.header)), rows=rows)
        case Sentences():
            return replace(part, texts=tuple(map(say, part.texts)))
        case Picture():
            return replace(part, title=say(part.title))
        case Drawings():
            return Drawings(tuple(_drawing_worded(drawing, say) for drawing in part.drawings))


def _facts_worded(facts: Facts, say: Wording) -> Facts:
    return Facts(tuple((say(name), say(value)) for name, value in facts.pairs))


def _drawing_worded(drawing: Drawing, say: Wording) -> Drawing:
    shapes = (replace(one, text=say(one.text)) if isinstance(one, Label) else one for one in drawing.shapes)
    return replace(drawing, shapes=tuple(shapes), title=say(drawing.title))


def heading_facts(report: ReadingReport) -> Facts:
    """Who and what was examined."""
    study = report.study
    rows, columns = study.image_shape
    row_mm, column_mm = study.pixel_spacing_mm
    pairs = [
        *_patient_facts(report),
        ("Examined on", study.acquired_on),
        ("Series", AsGiven(study.description)),
        ("Images", f"{study.slice_count} slices, {study.phase_count} phases, {columns} × {rows} pixels"),
        ("Resolution", f"{row_mm:.2f} × {column_mm:.2f} mm, slices {study.slice_thickness_mm:.1f} mm thick"),
        ("Heart rate", f"{study.heart_rate_bpm:.0f} beats per minute" if study.heart_rate_bpm else NOT_KNOWN),
    ]
    return _facts_worded(Facts(tuple((name, value) for name, value in pairs if value)), report.wording)


def _patient_facts(report: ReadingReport) -> list[tuple[str, str]]:
    patient = report.patient
    if patient is None:
        return [("Patient", "withheld"), ("Pseudonym", AsGiven(report.pseudonym)), *_person_facts(report.withheld)]
    return [
        ("Patient", AsGiven(patient.name)),
        ("Patient ID", AsGiven(patient.label) if patient.label else "not given"),
        ("Born on", patient.born_on or ""),
        *_person_facts(patient),
    ]


def _person_facts(patient: PatientBlock | None) -> list[tuple[str, str]]:
    if patient is None:
        return []
    return [
        ("Sex and age", ", ".join(filter(None, (patient.sex, _years(patient)))) or NOT_KNOWN),
        ("Size", ", ".join(_body(patient)) or NOT_KNOWN),
    ]


def _years(patient: PatientBlock) -> str:
    return "" if patient.age_years is None else f"{int(patient.age_years)} years"


def _body(patient: PatientBlock) -> Iterator[str]:
    if patient.height_cm is not None:
        yield f"{patient.height_cm:.0f} cm"
    if patient.weight_kg is not None:
        yield f"{patient.weight_kg:.0f} kg"
    if patient.body_surface_area_m2 is not None:
        formula = f" ({patient.body_surface_formula})" if patient.body_surface_formula else ""
        yield f"body surface {patient.body_surface_area_m2:.2f} m²{formula}"


def _measures(report: ReadingReport) -> Iterator[Section]:
    marked = tuple(index for index, row in enumerate(report.measures) if row.is_flagged)
    parts: list[Part] = [_measure_grid(report.measures, marked)]
    phases = report.phases
    text = (
        f"End-diastole is phase {phases.end_diastole + 1} ({SOURCE_NAMES[phases.end_diastole_source]}), "
        f"end-systole phase {phases.end_systole + 1} ({SOURCE_NAMES[phases.end_systole_source]}) "
        f"of {report.study.phase_count}."
    )
    texts = [text, *(f"{rule}." for _, rule in report.counting_rules)]
    sources = dict.fromkeys(row.normal.source for row in report.numbers if row.normal and row.normal.source)
    texts += [f"Normal ranges: {'; '.join(sources)}."] if sources else []
    texts += [report.ranges_note] if report.ranges_note else []
    texts += ["* See the warnings on these numbers."] if marked else []
    parts.append(Sentences((" ".join(texts),), is_muted=True))
    if report.flags:
        parts.append(Sentences(report.flags, is_warning=True))
    yield Section("Left ventricle", tuple(parts))


def _measure_grid(measures: tuple[MeasureRow, ...], marked: tuple[int, ...]) -> Grid:
    """The numbers with what is known of them: normal ranges, the same per m², the slices they are from."""
    has_index = any(row.indexed is not None for row in measures)
    has_ranges = any(row.normal is not None for row in measures)
    has_index_ranges = any(row.indexed is not None and row.indexed.normal is not None for row in measures)
    columns: list[tuple[str, float, Callable[[MeasureRow], str]]] = [
        ("Measure", 0.265, lambda row: row.title + (" *" if row.is_flagged else "")),
        ("Value", 0.085, lambda row: row.value_text),
        ("Unit", 0.075, lambda row: row.unit),
    ]
    if has_ranges:
        columns.append(("Normal range", 0.16, _range_text))
    if has_index:
        columns.append(("Indexed", 0.09, lambda row: row.indexed.value_text if row.indexed else ""))
        columns.append(("Unit", 0.1, lambda row: row.indexed.unit if row.indexed else ""))
    if has_index_ranges:
        columns.append(("Normal range", 0.16, lambda row: _range_text(row.indexed) if row.indexed else ""))
    columns.append(("Taken from", 0.15, lambda row: row.rests_on))
    names = tuple(name for name, _, _ in columns)
    total = sum(width for _, width, _ in columns)
    return Grid(
        names,
        tuple(tuple(text(row) for _, _, text in columns) for row in measures),
        tuple(width / total for _, width, _ in columns),
        tuple(index for index, name in enumerate(names) if name in ("Value", "Indexed")),
        (1,),
        (0,),
        marked,
    )


def _range_text(row: MeasureRow) -> str:
    if row.normal is None:
        return NO_VALUE
    low, high = row.normal.low, row.normal.high
    if low is not None and high is not None:
        text = f"{low:.0f}–{high:.0f}"
    else:
        text = f"from {low:.0f}" if low is not None else f"up to {high:.0f}"
    verdict = "" if row.value is None else row.normal.verdict(row.value)
    return f"{text} ({verdict})" if verdict in ("below", "above") else text


def _missing(report: ReadingReport) -> Iterator[Section]:
    if report.missing:
        yield Section("Not in this report", (Sentences(report.missing),))


def _conclusion(report: ReadingReport) -> Iterator[Section]:
    paragraphs = tuple(AsGiven(line.strip()) for line in report.conclusion.splitlines() if line.strip())
    if paragraphs:
        yield Section("Conclusion", (Sentences(paragraphs),))


def _curve(report: ReadingReport) -> Iterator[Section]:
    if any(row.volume_ml is not None for row in report.volumes):
        drawing = volume_curve(report.volumes, report.phases)
        yield Section("Volume over the cardiac cycle", (Drawings((drawing,)),))


def _rates(report: ReadingReport) -> Iterator[Section]:
    """A line for ejection and one for filling, of three numbers each."""
    triples = [report.rates[first : first + 3] for first in range(0, len(report.rates), 3)]
    if triples:
        rows = tuple((triple[0].title, *(f"{row.value_text} {row.unit}" for row in triple)) for triple in triples)
        grid = Grid(("Measure", "Rate", "Over EDV", "Time"), rows, (0.28, 0.2, 0.2, 0.32))
        note = Sentences((report.rates_note,), is_muted=True)
        yield Section("Ejection and filling", (grid, note) if report.rates_note else (grid,))


def _notes(report: ReadingReport) -> Iterator[Section]:
    texts = [*report.notes, *report.curve_flags]
    if report.left_out:
        counts = "; ".join(f"{reason.rstrip('.')} ({count})" for reason, count in report.left_out)
        texts.append(f"Files that are not part of what was read: {counts}.")
    if texts:
        yield Section("Notes on the images", (Sentences(tuple(texts)),))


def _bulls_eyes(report: ReadingReport) -> Iterator[Section]:
    for first in range(0, len(report.bulls_eyes), EYES_IN_LINE):
        eyes = report.bulls_eyes[first : first + EYES_IN_LINE]
        captions = tuple(f"{eye.title}: {eye.caption}" for eye in eyes if eye.caption)
        parts: list[Part] = [Drawings(tuple(bulls_eye(eye) for eye in eyes))]
        parts += [Sentences(captions, is_muted=True)] if captions else []
        parts += [Sentences((report.bulls_eyes_note,), is_warning=True)] if report.bulls_eyes_note and not first else []
        yield Section("Segments of the left ventricle" if first == 0 else "Further values by segment", tuple(parts))


def _tables(report: ReadingReport) -> Iterator[Section]:
    for table in report.tables:
        width = 1 / max(len(table.header), 1)
        parts: list[Part] = [Grid(table.header, table.rows, (width,) * len(table.header), table.numeric_columns)]
        if table.note:
            parts.append(Sentences((table.note,), is_muted=True))
        yield Section(table.title, tuple(parts))


def _drawn(report: ReadingReport) -> Iterator[Section]:
    """What was measured by hand."""
    if report.drawn:
        header = ("Drawn on the image", "Slice", "Phase", "Length or area", "Grey values")
        rows = tuple(_drawn_cells(row) for row in report.drawn)
        note = "Calipers and areas by hand, at the phase on which they were drawn last; grey values are mean ± SD."
        grid = Grid(header, rows, (0.2,) * len(header), (1, 2, 3, 4))
        yield Section("Measured on the images", (grid, Sentences((note,), is_muted=True)))


def _drawn_cells(row: DrawnRow) -> tuple[str, ...]:
    size = f"{row.length_mm:.1f} mm" if row.length_mm is not None else area_text(row.area_mm2 or 0.0)
    grey = "" if row.grey is None else f"{row.grey.mean:.0f} ± {row.grey.standard_deviation:.0f}"
    return row.kind.capitalize(), str(row.slice_index + 1), str(row.phase_index + 1), size, grey


def _images(report: ReadingReport) -> Iterator[Section]:
    if report.contact_sheet is not None:
        text = "Endocardium red, epicardium green; slices from base to apex, with their position along the long axis."
        yield Section(
            "Contours at end-diastole and end-systole",
            (_picture(report.contact_sheet, "Contact sheet"), Sentences((text,), is_muted=True)),
            begins_page=True,
        )


def _picture(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], title: str) -> Picture:
    import cv2

    done, encoded = cv2.imencode(".png", image)
    if not done:
        raise CmrstudioError("The contact sheet cannot be encoded as PNG: make the report without images.")
    return Picture(encoded.tobytes(), (image.shape[1], image.shape[0]), title)


def _verification(report: ReadingReport) -> Iterator[Section]:
    counted = report.counted
    signed = tuple(Sentences((one.text,), is_warning=one.is_void) for one in report.signatures)
    if signed:
        signed += (Sentences((WHAT_IS_SIGNED,), is_muted=True),)
    if not counted:
        if signed:
            yield Section("Verification", signed)
        return
    verified = [row for row in counted if row.state is ContourState.VERIFIED]
    text = f"{len(verified)} of the {len(counted)} images that were counted are verified"
    names = ", ".join(sorted({row.reviewer for row in verified if row.reviewer}))
    times = [row.verified_at_utc for row in verified if row.verified_at_utc]
    text += f" by {names}" if names else ""
    text += f", the last on {time_text(max(times))}." if times else "."
    others = Counter(row.state for row in counted if row.state is not ContourState.VERIFIED)
    rest = ", ".join(f"{count} {STATE_NAMES[state]}" for state, count in others.most_common())
    text += f" The others: {rest}." if rest else ""
    yield Section("Verification", (*signed, Sentences((text,), is_warning=bool(others))))


def _contours(report: ReadingReport) -> Iterator[Section]:
    if report.counted:
        yield Section("Contours by slice", (_contour_grid(report),))


def _contour_grid(report: ReadingReport) -> Grid:
    phases = report.phases
    by_place = {(row.phase_index, row.slice_index): row for row in report.slices}
    header = ("Slice", "Position", "ED endo", "ED epi", "ED contours", "ES endo", "ES epi", "ES contours")
    rows = []
    for slice_index in range(report.study.slice_count):
        diastolic = by_place[phases.end_diastole, slice_index]
        systolic = by_place[phases.end_systole, slice_index]
        position = f"{diastolic.position_mm:.1f} mm"
        rows.append((str(slice_index + 1), position, *_areas_and_state(diastolic), *_areas_and_state(systolic)))
    widths = (0.07, 0.12, 0.12, 0.12, 0.165, 0.12, 0.12, 0.165)
    return Grid(header, tuple(rows), widths, (0, 1, 2, 3, 5, 6), is_dense=True)


def _areas_and_state(row: SliceRow) -> tuple[str, str, str]:
    areas = (row.endocardial_area_mm2, row.epicardial_area_mm2)
    shown = [NO_VALUE if area is None else f"{area / 100:.1f} cm²" for area in areas]
    return shown[0], shown[1], SHORT_STATES[row.state] if row.has_image else "no image"


def _method(report: ReadingReport) -> Iterator[Section]:
    pairs = [*report.conventions]
    for origin in report.origins:
        count = "1 contour" if origin.contour_count == 1 else f"{origin.contour_count} contours"
        text = f"{count} at end-diastole and end-systole"
        pairs.append((origin.title, f"{text}; weights {origin.licence}" if origin.licence else text))
    absent = [row for row in report.slices if not row.has_image]
    if absent:
        slices = numbers_text(sorted({row.slice_index for row in absent}))
        pairs.append(("Missing images", f"{len(absent)} of {len(report.slices)}, at slices {slices}"))
    pairs += [("Study UID", AsGiven(report.study.study_uid))] if report.study.study_uid else []
    pairs += [("Reading", f"by {report.reader}, blind to other readers")] if report.reader else []
    pairs += [("Reported by", AsGiven(report.reported_by))] if report.reported_by else []
    pairs.append(("Report made", f"{made_text(report.made_at)}, cmrstudio {report.software_version}"))
    yield Section("Method", (Facts(tuple(pairs)),))


def time_text(time: datetime) -> str:
    """A moment as date and time, in UTC."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def made_text(time: datetime) -> str:
    """When a report was made, in its own time zone."""
    return f"{time:%Y-%m-%d %H:%M} {time.tzname() or ''}".strip()


SECTIONS: tuple[Callable[[ReadingReport], Iterator[Section]], ...] = (
    _measures,
    _conclusion,
    _verification,
    _missing,
    _curve,
    _rates,
    _bulls_eyes,
    _drawn,
    _tables,
    _notes,
    _method,
    _images,
    _contours,
)
