"""What one DICOM image says of itself, as plain values; no DICOM library here.

The types are named tuples because thousands of them travel between processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cmrstudio.domain.patient_facts import PatientFacts

MAXIMUM_EDGE_PX = 2048
"""Rows or columns beyond this are refused: cardiac cine comes at up to 512."""

Vector = tuple[float, float, float]


class PixelFormat(NamedTuple):
    """How an image's stored values are to be read. ``slope`` and ``intercept`` give the values that mean something."""

    bits_allocated: int
    bits_stored: int
    is_signed: bool
    is_float: bool
    is_inverted: bool
    slope: float
    intercept: float

    @property
    def stored_range(self) -> tuple[int, int]:
        """Smallest and largest value that can be stored."""
        if self.is_signed:
            return -(1 << (self.bits_stored - 1)), (1 << (self.bits_stored - 1)) - 1
        return 0, (1 << self.bits_stored) - 1

    @property
    def is_integral(self) -> bool:
        """Whether every value stays a whole number after slope and intercept."""
        return not self.is_float and self.slope == int(self.slope) and self.intercept == int(self.intercept)

    @property
    def value_range(self) -> tuple[float, float]:
        """Smallest and largest value after slope and intercept."""
        ends = [self.slope * value + self.intercept for value in self.stored_range]
        return min(ends), max(ends)


class Timing(NamedTuple):
    """Where in the cardiac cycle an image says it lies; None where it does not say. Times in ms."""

    trigger_time_ms: float | None = None
    phase_percent: float | None = None
    temporal_index: int | None = None
    nominal_interval_ms: float | None = None
    heart_rate_bpm: float | None = None
    expected_phases: int | None = None
    frame_time_ms: float | None = None

    @property
    def speaks_of_the_cycle(self) -> bool:
        """Whether the image says in any way where in the cardiac cycle it lies."""
        told = (self.trigger_time_ms, self.phase_percent, self.temporal_index, self.expected_phases)
        return any(value is not None for value in told)

    @property
    def interval_ms(self) -> float | None:
        """The R-R interval: as measured, or else from the heart rate."""
        if self.nominal_interval_ms:
            return self.nominal_interval_ms
        return 60_000 / self.heart_rate_bpm if self.heart_rate_bpm else None


class ImageHeader(NamedTuple):
    """One image: a classic file or one frame of a multi-frame file. Texts are empty and numbers None where absent.

    ``position_mm`` is the centre of the first pixel and ``orientation`` the directions along a row and down a column,
    both in patient coordinates (LPS). ``pixel_spacing_mm`` is (row spacing, column spacing). ``acquired_at`` sorts as
    text. ``problem`` says why the image cannot be used, and is empty where it can. ``patient`` is what the
    image tells of the patient's sex, age and size; ``patient_name`` is for people to read, ``born_on`` YYYY-MM-DD.
    """

    file_index: int
    frame_index: int
    frame_count: int
    sop_class: str
    modality: str
    sop_uid: str
    study_uid: str
    series_uid: str
    frame_of_reference_uid: str
    patient_id: str
    study_date: str
    description: str
    acquired_at: str
    series_number: int | None
    acquisition_number: int | None
    instance_number: int | None
    image_type: tuple[str, ...]
    sequence: tuple[str, ...]
    is_phase_contrast: bool
    has_burned_in_text: bool
    rows: int
    columns: int
    position_mm: Vector | None
    orientation: tuple[Vector, Vector] | None
    pixel_spacing_mm: tuple[float, float] | None
    slice_thickness_mm: float | None
    spacing_between_slices_mm: float | None
    timing: Timing
    pixels: PixelFormat | None
    problem: str = ""
    patient: PatientFacts = PatientFacts()
    patient_name: str = ""
    born_on: str | None = None


def common_data_type(formats: Sequence[PixelFormat]) -> str:
    """The smallest of uint16, int16 and float32 that holds every value of images in these formats."""
    if all(pixel_format.is_integral for pixel_format in formats):
        low = min(pixel_format.value_range[0] for pixel_format in formats)
        high = max(pixel_format.value_range[1] for pixel_format in formats)
        for name in ("int16", "uint16") if any(f.is_signed for f in formats) else ("uint16", "int16"):
            if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
                return name
    return "float32"
