"""Measures and the quality of contours as files: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cmrstudio import __version__
from cmrstudio.domain.measures import Annotations, Flag, Measures, Volume
from cmrstudio.domain.quality import WORTH_A_LOOK, RatedContour, mean_quality, rated_contours
from cmrstudio.domain.study import CineStack, Series, Study
from cmrstudio.io.atomic_file import write_atomically

MEASURES_JSON = "measures.json"
MEASURES_CSV = "measures.csv"
VOLUMES_CSV = "volumes.csv"
CONTOURS_CSV = "contours.csv"
LOWEST_SHOWN = 5
NOT_FOR_DIAGNOSIS = "Not for diagnostic use."


@dataclass(frozen=True)
class Origin:
    """The model that drew the contours, with the licence of its weights."""

    model_id: str
    model_version: str
    model_licence: str


def write_measures(
    folder: Path, study: Study, series: Series, measures: Measures, origin: Origin, annotations: Annotations
) -> list[Path]:
    """Write ``measures.json``, ``measures.csv``, ``volumes.csv`` and ``contours.csv``; returns their paths.

    ``annotations`` are the contours that were measured, by (phase index, slice index). Raises ``OutputError``.
    """
    paths = [folder / MEASURES_JSON, folder / MEASURES_CSV, folder / VOLUMES_CSV, folder / CONTOURS_CSV]
    write_measures_json(paths[0], study, series, measures, origin, annotations)
    write_measures_csv(paths[1], study, series, measures, origin)
    write_volumes_csv(paths[2], series, measures, annotations)
    write_contours_csv(paths[3], annotations)
    return paths


def write_measures_json(
    path: Path, study: Study, series: Series, measures: Measures, origin: Origin, annotations: Annotations
) -> None:
    """Write everything known about the measures and the quality of the contours.

    Unknown is null, indices are zero-based. Raises ``OutputError``.
    """
    phases = measures.phases
    content = {
        "end_diastole_index": phases.end_diastole,
        "end_systole_index": phases.end_systole,
        "end_diastole_source": phases.end_diastole_source,
        "end_systole_source": phases.end_systole_source,
        **{name: value for name, value, _, _ in _rows(measures)},
        "volumes_ml": [_known(volume) for volume in measures.volumes_ml.tolist()],
        "slices_used": {
            "edv_ml": _slices(measures.end_diastolic),
            "esv_ml": _slices(measures.end_systolic),
            "lv_mass_g": _slices(measures.myocardial),
        },
        "conventions": _conventions(measures),
        "flags": [_flag(flag) for flag in (*measures.flags, *measures.curve_flags)],
        "quality": _quality(annotations, series.stack.phase_count),
        "study": _study(study),
        "series": _series(series),
        "model": {"id": origin.model_id, "version": origin.model_version, "licence": origin.model_licence},
        "cmrstudio_version": __version__,
        "notice": NOT_FOR_DIAGNOSIS,
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomically(path, f"{text}\n".encode())


def write_measures_csv(path: Path, study: Study, series: Series, measures: Measures, origin: Origin) -> None:
    """Write one row a measure: value, unit, phase, slices used (counted from 1) and flags. Raises ``OutputError``."""
    phases = measures.phases
    phase_of = {
        "edv_ml": [phases.end_diastole],
        "esv_ml": [phases.end_systole],
        "lv_mass_g": [phases.end_diastole],
    }
    header = (
        "measure",
        "value",
        "unit",
        "phases",
        "slices",
        "flags",
        "series_uid",
        "patient_key",
        "model",
        "conventions",
    )
    rows = []
    for name, value, unit, volumes in _rows(measures):
        used = phase_of.get(name, [phases.end_diastole, phases.end_systole])
        slices = " / ".join(_from_one(volume.slice_indices if volume else ()) for volume in volumes)
        flags = _flags_of(volumes, measures, used)
        shown = "" if value is None else f"{value:.3f}"
        rows.append(
            (
                name,
                shown,
                unit,
                " / ".join(str(index + 1) for index in used),
                slices,
                " ".join(flag.message for flag in flags),
                series.series_uid,
                study.patient_key,
                f"{origin.model_id}@{origin.model_version}",
                measures.conventions.text,
            )
        )
    write_atomically(path, _csv(header, rows))


def write_volumes_csv(path: Path, series: Series, measures: Measures, annotations: Annotations) -> None:
    """Write one row a phase (counted from 1): time, LV volume, whether ED or ES, flags, mean quality of its contours.

    Raises ``OutputError``.
    """
    header = (
        "phase",
        "time_ms",
        "lv_volume_ml",
        "is_end_diastole",
        "is_end_systole",
        "slices",
        "flags",
        "mean_quality",
        "conventions",
    )
    means = mean_quality(annotations, series.stack.phase_count).tolist()
    rows = []
    for index, volume_ml in enumerate(measures.volumes_ml.tolist()):
        volume = measures.cavities[index] if measures.cavities else None
        rows.append(
            (
                index + 1,
                f"{_time_ms(series.stack, index):.1f}",
                "" if _known(volume_ml) is None else f"{volume_ml:.3f}",
                int(index == measures.phases.end_diastole),
                int(index == measures.phases.end_systole),
                _from_one(volume.slice_indices if volume else ()),
                " ".join(flag.message for flag in (volume.flags if volume else ())),
                _shown_quality(_known(means[index])),
                measures.conventions.text,
            )
        )
    write_atomically(path, _csv(header, rows))


def write_contours_csv(path: Path, annotations: Annotations) -> None:
    """Write one row a contour: phase and slice (counted from 1), structure, source, quality. Raises ``OutputError``."""
    rows = [
        (phase_index + 1, slice_index + 1, contour.structure, contour.source, _shown_quality(contour.quality))
        for (phase_index, slice_index), annotation in sorted(annotations.items())
        for contour in annotation.contours
    ]
    write_atomically(path, _csv(("phase", "slice", "structure", "source", "quality"), rows))


def _rows(measures: Measures) -> list[tuple[str, float | None, str, tuple[Volume | None, ...]]]:
    end_diastolic, end_systolic = measures.end_diastolic, measures.end_systolic
    return [
        ("edv_ml", measures.edv_ml, "ml", (end_diastolic,)),
        ("esv_ml", measures.esv_ml, "ml", (end_systolic,)),
        ("sv_ml", measures.sv_ml, "ml", (end_diastolic, end_systolic)),
        ("ef_percent", measures.ef_percent, "%", (end_diastolic, end_systolic)),
        ("lv_mass_g", measures.lv_mass_g, "g", (measures.myocardial,)),
    ]


def _flags_of(volumes: Sequence[Volume | None], measures: Measures, phases: Sequence[int]) -> list[Flag]:
    """The flags of the volumes a number is made of; where one is not there, those that say why."""
    flags = [flag for volume in volumes if volume for flag in volume.flags]
    if any(volume is None for volume in volumes):
        flags += [flag for flag in measures.flags if flag.phase_index in phases]
    return list(dict.fromkeys(flags))


def _time_ms(stack: CineStack, phase_index: int) -> float:
    """Mean trigger time of a phase, or what the frame time makes it where no trigger time is known."""
    times = stack.trigger_times_ms[phase_index]
    known = times[np.isfinite(times)]
    return float(known.mean()) if len(known) else phase_index * stack.frame_time_ms


def _study(study: Study) -> dict[str, Any]:
    return {
        "study_uid": study.study_uid,
        "patient_key": study.patient_key,
        "acquired_on": study.acquired_on,
        "source": str(study.source),
        "left_out": [{"path": str(item.path), "reason": item.reason} for item in study.left_out],
    }


def _series(series: Series) -> dict[str, Any]:
    stack = series.stack
    return {
        "series_uid": series.series_uid,
        "description": series.description,
        "phases": stack.phase_count,
        "slices": stack.slice_count,
        "rows": stack.image_shape[0],
        "columns": stack.image_shape[1],
        "row_spacing_mm": stack.pixel_spacing_mm[0],
        "column_spacing_mm": stack.pixel_spacing_mm[1],
        "slice_positions_mm": [_known(position) for position in stack.slice_positions_mm.tolist()],
        "slice_thickness_mm": _known(stack.slice_thickness_mm),
        "notes": list(series.notes),
    }


def _conventions(measures: Measures) -> dict[str, Any]:
    """What was counted, in words and as settings, and what that did at end-diastole and end-systole."""
    conventions, plane = measures.conventions, measures.conventions.mitral_plane
    diastolic, systolic = measures.end_diastolic, measures.end_systolic
    return {
        "text": conventions.text,
        "basal_rule": conventions.basal_rule,
        "least_circumference_percent": conventions.least_circumference_percent,
        "mitral_plane_mm": plane and {"end_diastole": plane.end_diastole_mm, "end_systole": plane.end_systole_mm},
        "papillary_muscles": conventions.papillary_muscles,
        "papillary_grey_percent": conventions.papillary_grey_percent,
        "slices_left_out": {
            "edv_ml": list(diastolic.left_out_indices) if diastolic else [],
            "esv_ml": list(systolic.left_out_indices) if systolic else [],
            "lv_mass_g": list(measures.myocardial.left_out_indices) if measures.myocardial else [],
        },
        "papillary_ml": {
            "end_diastole": diastolic.papillary_ml if diastolic else None,
            "end_systole": systolic.papillary_ml if systolic else None,
        },
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "kind": flag.kind,
        "message": flag.message,
        "phase_index": flag.phase_index,
        "slice_indices": list(flag.slice_indices),
    }


def _quality(annotations: Annotations, phase_count: int) -> dict[str, Any]:
    """The Dice with an expert's contours that is to be expected of these, and where it is lowest."""
    rated = rated_contours(annotations)
    return {
        "mean": float(np.mean([one.quality for one in rated])) if rated else None,
        "mean_by_phase": [_known(mean) for mean in mean_quality(annotations, phase_count).tolist()],
        "worth_a_look_below": WORTH_A_LOOK,
        "worth_a_look": [_rated(one) for one in rated if one.quality < WORTH_A_LOOK],
        "lowest": [_rated(one) for one in rated[:LOWEST_SHOWN]],
    }


def _rated(one: RatedContour) -> dict[str, Any]:
    return {
        "phase_index": one.phase_index,
        "slice_index": one.slice_index,
        "structure": one.contour.structure,
        "quality": one.quality,
    }


def _shown_quality(quality: float | None) -> str:
    return "" if quality is None else f"{quality:.3f}"


def _slices(volume: Volume | None) -> list[int]:
    return list(volume.slice_indices) if volume else []


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _from_one(indices: Iterable[int]) -> str:
    return " ".join(str(index + 1) for index in indices)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t", "\r") else cell
