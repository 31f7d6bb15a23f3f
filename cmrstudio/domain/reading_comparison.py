"""Two readings of one series held against each other: their numbers, and their contours image by image."""

from __future__ import annotations

from dataclasses import dataclass

from cmrstudio.domain.measures import Measures, measure
from cmrstudio.domain.phases import PhaseSelection, phases_from_images
from cmrstudio.domain.progress import Cancellation
from cmrstudio.domain.reader_agreement import SliceAgreement, compare_slices
from cmrstudio.domain.readers import Reading
from cmrstudio.domain.study import CineStack


@dataclass(frozen=True)
class Comparison:
    """Two readings, the phases and numbers of each, and how well their contours agree where one of them counts."""

    readings: tuple[Reading, Reading]
    phases: tuple[PhaseSelection, PhaseSelection]
    measures: tuple[Measures, Measures]
    rows: tuple[SliceAgreement, ...]


def compare_readings(
    stack: CineStack, readings: tuple[Reading, ...], cancellation: Cancellation | None = None
) -> Comparison:
    """Compare two readings. Raises ``ValueError`` for another number of them, and ``CancelledError``.

    A reading without phases of its own is seen at those guessed from the images, as it was drawn.
    """
    first, second = readings
    if first.phases and second.phases:
        phases = first.phases, second.phases
    else:
        guess = phases_from_images(stack.pixels, stack.present)
        phases = first.phases or guess, second.phases or guess
    measures = (
        measure(stack, first.annotations, phases[0], first.conventions),
        measure(stack, second.annotations, phases[1], second.conventions),
    )
    rows = compare_slices(stack, (first, second), phases, cancellation)
    return Comparison((first, second), phases, measures, rows)
