"""Readers of one study who do not see each other's reading: the name under which each one's work is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.phases import PhaseSelection

SEPARATOR = "|reader="
"""No series UID has it: those of DICOM are digits and dots, and those made from files are hashes and names."""
SHARED = ""
"""The reader of the reading that everybody sees."""
SHARED_NAME = "Shared reading"


def reading_key(series_uid: str, reader: str) -> str:
    """The series UID under which a reader's work on a series is kept; that of the shared reading is the series' own."""
    return f"{series_uid}{SEPARATOR}{reader}" if reader else series_uid


def split_reading_key(key: str) -> tuple[str, str]:
    """(series UID, reader) of what ``reading_key`` made."""
    series_uid, _, reader = key.partition(SEPARATOR)
    return series_uid, reader


def reader_name(reader: str) -> str:
    """A reader as the window shows it."""
    return reader or SHARED_NAME


@dataclass(frozen=True)
class Reveal:
    """A supervisor let everybody see all readings of a series from then on, and why; time is UTC."""

    series_uid: str
    supervisor: str
    reason: str
    revealed_at_utc: datetime


@dataclass(frozen=True)
class Reading:
    """What one reader made of a series: ``annotations`` by (phase index, slice index); phases None where unknown.

    ``conventions`` are those by which the reader's numbers are counted.
    """

    reader: str
    annotations: Mapping[tuple[int, int], SliceAnnotation]
    phases: PhaseSelection | None
    conventions: Conventions = AS_TRAINED

    @property
    def name(self) -> str:
        """The reader as the window shows it."""
        return reader_name(self.reader)
