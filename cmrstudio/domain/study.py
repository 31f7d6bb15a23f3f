"""A study as it is read: series of cine stacks, slices ordered from base to apex."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.patient_facts import PatientFacts


class View(StrEnum):
    """The imaging plane of a series."""

    SHORT_AXIS = "short_axis"
    OTHER = "other"


BURNT_IN_TEXT_NOTE = "The headers say that text is burnt into the images: it may name the patient."
"""The note of a series whose images may not leave the house unseen."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is not part of what is read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class CineStack:
    """A short-axis cine: images over phases and slices, with their place in space and time.

    ``pixels`` is [phase, slice, row, column] (int16, uint16 or float32; rescaled, bright is high), ``present`` is
    [phase, slice] and false where no image was found or it cannot be decoded; such pixels are zero and never shown.
    ``pixel_spacing_mm`` is (row spacing, column spacing). Slices run from base to apex where the reader could tell,
    ``slice_positions_mm`` [slice] grows along them. ``affine_mm`` [slice, 4, 4] maps (column, row, 0, 1) to patient
    coordinates (LPS). ``trigger_times_ms`` is [phase, slice], NaN where unknown. ``sop_uids`` is [phase, slice] of str,
    empty where not present. While a study is loading, ``pixels`` fills and ``present`` turns true in place.
    """

    pixels: npt.NDArray[np.generic]
    present: npt.NDArray[np.bool_]
    pixel_spacing_mm: tuple[float, float]
    slice_positions_mm: npt.NDArray[np.float64]
    affine_mm: npt.NDArray[np.float64]
    trigger_times_ms: npt.NDArray[np.float64]
    sop_uids: npt.NDArray[np.str_]
    slice_thickness_mm: float
    frame_time_ms: float
    heart_rate_bpm: float | None = None

    @property
    def phase_count(self) -> int:
        """Number of phases."""
        return int(self.pixels.shape[0])

    @property
    def slice_count(self) -> int:
        """Number of slices."""
        return int(self.pixels.shape[1])

    @property
    def image_shape(self) -> tuple[int, int]:
        """(rows, columns) of every image."""
        return int(self.pixels.shape[2]), int(self.pixels.shape[3])

    @property
    def pixel_area_mm2(self) -> float:
        """Area of one pixel."""
        return self.pixel_spacing_mm[0] * self.pixel_spacing_mm[1]


@dataclass(frozen=True)
class Series:
    """One cine of a study. ``notes`` are sentences the reader should see (sorting fallbacks, gaps, holes)."""

    series_uid: str
    view: View
    description: str
    stack: CineStack
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """What was opened. ``patient_key`` is a stable hash that names the patient without saying who it is.

    ``patient`` holds what the headers tell of the patient that numbers are indexed to or compared by. ``patient_name``
    and ``born_on`` (YYYY-MM-DD) are for the report alone: no workspace keeps them.
    """

    study_uid: str
    patient_key: str
    acquired_on: str | None
    series: tuple[Series, ...]
    source: Path
    left_out: tuple[LeftOut, ...] = field(default=())
    patient_label: str = ""
    patient: PatientFacts = field(default_factory=PatientFacts)
    patient_name: str = ""
    born_on: str | None = None

    @property
    def short_axis(self) -> Series:
        """The first short-axis cine; readers of files refuse a study without one."""
        return next(series for series in self.series if series.view is View.SHORT_AXIS)


class StudyListener(Protocol):
    """Told of a study while it is being read, on the thread that reads it."""

    def preview(self, image: npt.NDArray[np.generic], pixel_spacing_mm: tuple[float, float]) -> None:
        """Show one early image [row, column], read before it is known where it belongs."""

    def planned(self, study: Study) -> None:
        """Take the sorted study: its stack is allocated, and ``present`` is false everywhere."""

    def frame(self, phase_index: int, slice_index: int) -> None:
        """Take note that this image has arrived in the stack and is present."""
