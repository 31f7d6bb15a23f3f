"""What every data set looks like to the training program, whatever it looks like on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cmrstudio.domain.errors import TrainingError
from cmrstudio.domain.labels import BACKGROUND
from training.truth import TruthVolume

UNKNOWN_GROUP = "unknown"


@dataclass(frozen=True)
class Subject:
    """One person of a data set; ``group`` is the pathology that a split spreads evenly, or "unknown"."""

    subject: str
    group: str


@dataclass(frozen=True)
class LabelNumbers:
    """Which numbers of a label image mean what; all others are background.

    The defaults are ACDC's. Without ``myocardium`` only the cavity is truth. Raises ``TrainingError`` where one number
    would stand for two things; 0 is always background.
    """

    cavity: int = 3
    myocardium: int | None = 2

    def __post_init__(self) -> None:
        if self.cavity == self.myocardium or BACKGROUND in (self.cavity, self.myocardium):
            raise TrainingError(
                "label numbers",
                f"{self.cavity} is the cavity and {self.myocardium} the myocardium; give two different numbers, none "
                f"of them {BACKGROUND}, which is background",
            )


ACDC_NUMBERS = LabelNumbers()


class Layout(Protocol):
    """Reads one kind of data set; all raise ``TrainingDataError`` or another ``CmrstudioError`` naming the file."""

    @property
    def name(self) -> str:
        """The name by which it is chosen."""

    def subjects(self, folder: Path) -> list[Subject]:
        """All subjects of a data set, in the order of their names; never none."""

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """The volumes of some subjects, in the order asked for; a subject's own are read only when it is reached."""
