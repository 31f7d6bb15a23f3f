"""Put the images of each slice in the order of the cardiac cycle, and match the phases of all slices to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np

from cmrstudio.io.dicom.header import ImageHeader
from cmrstudio.io.dicom.planes import Excluded, common_count

LATEST_TRIGGER_SHARE = 1.1
"""A trigger time may lie this much of the R-R interval after the R wave; beats vary."""

EXACT_SHARE = 0.2
"""An image within this share of a phase's length from a phase belongs to it without doubt."""


class PhaseKey(StrEnum):
    """What the phases of a slice are ordered by, from most to least trusted."""

    PERCENT = "percentage of the cardiac phase"
    TRIGGER_TIME = "trigger time"
    TEMPORAL_INDEX = "temporal position"
    INSTANCE_NUMBER = "instance number"
    ACQUISITION_TIME = "acquisition time"
    FILE_ORDER = "order of the files"


@dataclass
class OrderedSlice:
    """One slice: its images in the order of the cycle, by what they were ordered, and the value of each."""

    images: list[ImageHeader]
    key: PhaseKey
    values: list[float]


@dataclass
class PhaseTable:
    """Which image is shown at (phase index, slice index), what is left out, and what the reader should know."""

    phase_count: int
    images: dict[tuple[int, int], ImageHeader]
    trigger_times_valid: bool
    excluded: list[Excluded] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def arrange_phases(slices: Sequence[list[ImageHeader]]) -> PhaseTable:
    """Order every slice and align slices of unequal phase counts by their share of the R-R interval.

    An image is put at one phase only and none is ever copied: phases without an image of a slice stay holes.
    """
    notes: list[str] = []
    triggers_too_late = _triggers_exceed_interval(slices)
    ordered = _order_slices(slices, triggers_too_late=triggers_too_late, notes=notes)
    phase_count = _phase_count(slices)
    table = PhaseTable(phase_count, {}, not triggers_too_late, notes=notes)
    complete = [part for part in ordered if len(part.images) == phase_count]
    for slice_index, part in enumerate(ordered):
        if len(part.images) == phase_count:
            pairs = [(index, index) for index in range(phase_count)]
        else:
            pairs = _align(part, complete, phase_count, slice_index + 1, notes)
        for image_index, phase_index in pairs:
            table.images[phase_index, slice_index] = part.images[image_index]
        used = {image_index for image_index, _ in pairs}
        table.excluded.extend(
            Excluded(
                image, f"slice {slice_index + 1} has more images than the cine has phases: this one lies in between"
            )
            for index, image in enumerate(part.images)
            if index not in used
        )
    return table


def interval_ms(images: Sequence[ImageHeader]) -> float | None:
    """The R-R interval that the headers of a slice tell, as the median over its images."""
    known = [image.timing.interval_ms for image in images if image.timing.interval_ms is not None]
    return float(np.median(known)) if known else None


def _phase_count(slices: Sequence[list[ImageHeader]]) -> int:
    """The usual count of images; more where headers announce more and hardly any slice tells what is usual."""
    counts = [len(images) for images in slices]
    usual = common_count(counts)
    announced = [image.timing.expected_phases for images in slices for image in images if image.timing.expected_phases]
    if announced:
        expected = common_count(announced)
        if usual < expected <= 1.5 * usual and (
            expected in counts or counts.count(usual) <= len(counts) / 2 or len(counts) == 1
        ):
            return expected
    return usual


def _triggers_exceed_interval(slices: Sequence[list[ImageHeader]]) -> bool:
    for images in slices:
        times = [image.timing.trigger_time_ms for image in images if image.timing.trigger_time_ms is not None]
        interval = interval_ms(images)
        if times and interval and max(times) > LATEST_TRIGGER_SHARE * interval:
            return True
    return False


def _order_slices(
    slices: Sequence[list[ImageHeader]], *, triggers_too_late: bool, notes: list[str]
) -> list[OrderedSlice]:
    keys = [key for key in PhaseKey if not (key is PhaseKey.TRIGGER_TIME and triggers_too_late)]
    if triggers_too_late:
        notes.append("Trigger times are longer than the R-R interval and are ignored.")
        keys.insert(keys.index(PhaseKey.ACQUISITION_TIME), PhaseKey.TRIGGER_TIME)
    common = next(key for key in keys if all(_key_values(images, key) is not None for images in slices))
    if common is PhaseKey.FILE_ORDER:
        chosen = [next(key for key in keys if _key_values(images, key) is not None) for images in slices]
    else:
        chosen = [common] * len(slices)
    ordered = []
    for images, key in zip(slices, chosen, strict=True):
        values = _key_values(images, key) or []
        order = sorted(range(len(images)), key=lambda index: values[index])
        ordered.append(OrderedSlice([images[i] for i in order], key, [values[i] for i in order]))
    notes.extend(_order_notes(chosen, triggers_too_late=triggers_too_late))
    return ordered


def _order_notes(chosen: Sequence[PhaseKey], *, triggers_too_late: bool) -> list[str]:
    notes = []
    for key in dict.fromkeys(chosen):
        if key in (PhaseKey.PERCENT, PhaseKey.TRIGGER_TIME) and not (
            triggers_too_late and key is PhaseKey.TRIGGER_TIME
        ):
            continue
        own = [index + 1 for index, used in enumerate(chosen) if used is key]
        which = "all slices" if len(own) == len(chosen) else counted("slice", own)
        reason = "" if triggers_too_late else "Trigger times are missing, all equal or repeated: "
        text = f"{reason}the phases of {which} are ordered by {key.value}."
        if key in (PhaseKey.ACQUISITION_TIME, PhaseKey.FILE_ORDER):
            text += " This may be wrong: check that the cine plays smoothly."
        notes.append(text[0].upper() + text[1:])
    return notes


def _key_values(images: Sequence[ImageHeader], key: PhaseKey) -> list[float] | None:
    """The value of a key for every image of a slice, or None where one lacks it or two share it."""
    values: list[float] = []
    for index, image in enumerate(images):
        value: float | None
        if key is PhaseKey.PERCENT:
            value = image.timing.phase_percent
        elif key is PhaseKey.TRIGGER_TIME:
            value = image.timing.trigger_time_ms
        elif key is PhaseKey.TEMPORAL_INDEX:
            value = image.timing.temporal_index
        elif key is PhaseKey.INSTANCE_NUMBER:
            value = image.instance_number
        elif key is PhaseKey.ACQUISITION_TIME:
            value = float(image.acquired_at) if image.acquired_at.replace(".", "", 1).isdigit() else None
        else:
            value = index
        if value is None:
            return None
        values.append(float(value))
    return values if len(set(values)) == len(values) else None


def _align(
    part: OrderedSlice, complete: Sequence[OrderedSlice], phase_count: int, slice_number: int, notes: list[str]
) -> list[tuple[int, int]]:
    """Pairs (image index, phase index) of a slice with an unusual count of images; adds to ``notes`` what was done."""
    numbered = _slots_by_number(part, complete, phase_count)
    if numbered is not None:
        pairs = list(enumerate(numbered))
        exact = True
    else:
        fractions = _fractions(part, complete, phase_count)
        reference = _reference_fractions(part, complete, phase_count)
        pairs = match_ascending(fractions, reference)
        offset = max((abs(fractions[i] - reference[j]) for i, j in pairs), default=0.0) * phase_count
        exact = len(part.images) < phase_count and offset <= EXACT_SHARE
    missing = sorted(set(range(phase_count)) - {phase_index for _, phase_index in pairs})
    if exact:
        verb = "is" if len(missing) == 1 else "are"
        noun = "image" if len(missing) == 1 else "images"
        phases = counted("phase", [index + 1 for index in missing])
        notes.append(f"Slice {slice_number}: the {noun} of {phases} {verb} missing.")
    else:
        text = (
            f"Slice {slice_number} has {len(part.images)} images where the cine has {phase_count} phases: "
            "they are aligned by their share of the R-R interval."
        )
        if missing:
            text += f" Without an image: {counted('phase', [index + 1 for index in missing])}."
        notes.append(text)
    return pairs


def _slots_by_number(part: OrderedSlice, complete: Sequence[OrderedSlice], phase_count: int) -> list[int] | None:
    """Phases of a slice ordered by running numbers, where the gaps in them tell which images are missing; else None."""
    if part.key not in (PhaseKey.TEMPORAL_INDEX, PhaseKey.INSTANCE_NUMBER) or len(part.images) >= phase_count:
        return None
    alike = [other for other in complete if other.key is part.key]
    step = min((min(np.diff(other.values)) for other in alike if phase_count > 1), default=1.0)
    if part.key is PhaseKey.TEMPORAL_INDEX:
        slots = _slots_by_temporal_index(part, alike, step, phase_count)
    else:
        slots = _slots_by_instance_number(part, alike, step, phase_count)
    if not slots:
        return None
    whole = [int(slot) for slot in slots]
    ascending = all(a < b for a, b in pairwise(whole))
    fits = ascending and whole == slots and whole[0] >= 0 and whole[-1] < phase_count
    return whole if fits else None


def _slots_by_temporal_index(
    part: OrderedSlice, alike: Sequence[OrderedSlice], step: float, phase_count: int
) -> list[float]:
    """Phases from temporal positions; none where these run without a gap and nobody says that some are missing."""
    first = min([*(other.values[0] for other in alike), part.values[0]])
    announced = any(image.timing.expected_phases == phase_count for image in part.images)
    has_gaps = part.values[-1] - part.values[0] > (len(part.images) - 1) * step
    if not (has_gaps or announced or part.values[0] > first):
        return []
    return [(value - first) / step for value in part.values]


def _slots_by_instance_number(
    part: OrderedSlice, alike: Sequence[OrderedSlice], step: float, phase_count: int
) -> list[float]:
    """Phases from instance numbers that run through all slices, slice by slice or phase by phase.

    Either way the remainder tells the phase, provided that it does so for the complete slices, of which two are needed.
    """
    if len(alike) < 2:
        return []
    lowest = min(other.values[0] for other in alike)
    for first in (lowest, lowest - (lowest - 1) % step):
        if all(((other.values[0] - first) // step) % phase_count == 0 for other in alike):
            slots = [((value - first) // step) % phase_count for value in part.values]
            if all(a < b for a, b in pairwise(slots)) and (step == 1 or first == 1):
                return slots
    return []


def _fractions(part: OrderedSlice, complete: Sequence[OrderedSlice], phase_count: int) -> list[float]:
    """Where the images of a slice lie in the cardiac cycle, 0 to 1."""
    if part.key is PhaseKey.PERCENT:
        return [value / 100 for value in part.values]
    if part.key is not PhaseKey.TRIGGER_TIME:
        return [index / len(part.images) for index in range(len(part.images))]
    interval = interval_ms(part.images)
    if interval is None:
        # The shortest step: where images are missing the others are multiples of it.
        step = float(np.min(np.diff(part.values))) if len(part.values) > 1 else 0.0
        usual_steps = [float(np.median(np.diff(other.values))) for other in complete if other.key is part.key]
        usual = float(np.median(usual_steps)) if usual_steps and phase_count > 1 else step
        close = abs(step - usual) <= 0.15 * usual
        interval = usual * phase_count if close else step * len(part.values)
    return [value / interval if interval else 0.0 for value in part.values]


def _reference_fractions(part: OrderedSlice, complete: Sequence[OrderedSlice], phase_count: int) -> list[float]:
    """Where each phase of the cine lies in the cardiac cycle: the median over the slices that have every phase."""
    alike = [
        other for other in complete if other.key is part.key and other.key in (PhaseKey.PERCENT, PhaseKey.TRIGGER_TIME)
    ]
    if not alike:
        start = part.values[0] / 100 if part.key is PhaseKey.PERCENT else 0.0
        return [start + index / phase_count for index in range(phase_count)]
    return [float(value) for value in np.median([_fractions(other, complete, phase_count) for other in alike], axis=0)]


def match_ascending(values: Sequence[float], reference: Sequence[float]) -> list[tuple[int, int]]:
    """Pair two ascending sequences one to one, in order and with the least total distance.

    Every element of the shorter one finds a partner. Returns pairs of (index in values, index in reference).
    """
    if len(values) > len(reference):
        return [(i, j) for j, i in match_ascending(reference, values)]
    rows, columns = len(values), len(reference)
    distance = np.abs(np.subtract.outer(np.asarray(values, float), np.asarray(reference, float)))
    cost = np.full((rows + 1, columns + 1), np.inf)
    cost[0] = 0.0
    for i in range(1, rows + 1):
        for j in range(i, columns + 1):
            cost[i, j] = min(cost[i, j - 1], cost[i - 1, j - 1] + distance[i - 1, j - 1])
    pairs = []
    i, j = rows, columns
    while i > 0:
        if cost[i, j] == cost[i, j - 1]:
            j -= 1
            continue
        pairs.append((i - 1, j - 1))
        i, j = i - 1, j - 1
    return pairs[::-1]


def counted(noun: str, numbers: Sequence[int]) -> str:
    """Numbers for a sentence with their noun, runs drawn together: "phase 3", "phases 1, 4-7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    text = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"{noun if len(numbers) == 1 else noun + 's'} {text}"
