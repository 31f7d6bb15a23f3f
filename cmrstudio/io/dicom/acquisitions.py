"""Slices that were acquired more than once: find them, and settle on one acquisition of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from cmrstudio.io.dicom.header import ImageHeader
from cmrstudio.io.dicom.planes import Excluded

REPEATED_SHARE = 0.4
CROWDED = 1.5


@dataclass(frozen=True)
class ChosenSlice:
    """The images kept of one slice, those left out, and a note where there was a choice."""

    images: list[ImageHeader]
    excluded: list[Excluded]
    note: str = ""


def choose_acquisition(images: list[ImageHeader], usual_count: int, slice_number: int) -> ChosenSlice:
    """Keep the later complete acquisition of one slice; ``usual_count`` is how many images a slice of this stack has.

    Complete means as many images as the usual count, or as the fullest acquisition where none has that many.
    """
    acquisitions = _acquisitions(images, usual_count)
    if len(acquisitions) == 1:
        return ChosenSlice(images, [])
    enough = min(usual_count, max(len(acquisition) for acquisition in acquisitions))
    complete = [acquisition for acquisition in acquisitions if len(acquisition) >= enough]
    chosen = max(complete, key=_lateness)
    excluded = [
        Excluded(image, f"slice {slice_number} was acquired {len(acquisitions)} times: the later complete one is used")
        for acquisition in acquisitions
        if acquisition is not chosen
        for image in acquisition
    ]
    others = ", ".join(f"{len(acquisition)}" for acquisition in acquisitions if acquisition is not chosen)
    note = (
        f"Slice {slice_number} was acquired {len(acquisitions)} times: the later complete acquisition "
        f"({len(chosen)} images{_when(chosen)}) is used; left out: {others} images."
    )
    return ChosenSlice(chosen, excluded, note)


def _acquisitions(images: list[ImageHeader], usual_count: int) -> list[list[ImageHeader]]:
    by_series = _split(images, lambda image: image.series_uid)
    several_series = len(by_series) > 1 and min(map(len, by_series)) >= 2
    crowded = len(images) >= CROWDED * usual_count
    if not (several_series or crowded or _times_repeat(images)):
        stray = [part for part in by_series if len(part) == 1 and len(images) > usual_count]
        return by_series if stray and len(by_series) == 2 else [images]
    if several_series:
        return by_series
    for key in (_acquisition_number, _acquisition_time):
        parts = _split(images, key)
        if len(parts) > 1 and min(map(len, parts)) >= 2:
            return parts
    return _by_repetition(images) if _times_repeat(images) else [images]


def _times_repeat(images: list[ImageHeader]) -> bool:
    """Whether a good part of the trigger times occurs more than once, without all of them being the same."""
    times = Counter(image.timing.trigger_time_ms for image in images if image.timing.trigger_time_ms is not None)
    repeated = sum(count - 1 for count in times.values())
    return len(times) > 1 and repeated >= REPEATED_SHARE * len(images)


def _by_repetition(images: list[ImageHeader]) -> list[list[ImageHeader]]:
    """First, second, ... image of every trigger time, in the order of their instance numbers."""
    parts: defaultdict[int, list[ImageHeader]] = defaultdict(list)
    seen: Counter[float | None] = Counter()
    for image in sorted(images, key=lambda image: (image.instance_number or 0, image.acquired_at)):
        parts[seen[image.timing.trigger_time_ms]].append(image)
        seen[image.timing.trigger_time_ms] += 1
    return list(parts.values())


def _split(images: list[ImageHeader], key: Callable[[ImageHeader], Hashable]) -> list[list[ImageHeader]]:
    parts: defaultdict[Hashable, list[ImageHeader]] = defaultdict(list)
    for image in images:
        parts[key(image)].append(image)
    return list(parts.values())


def _acquisition_number(image: ImageHeader) -> Hashable:
    return image.acquisition_number


def _acquisition_time(image: ImageHeader) -> Hashable:
    return image.acquired_at


def _lateness(images: list[ImageHeader]) -> tuple[str, int, int, int]:
    return (
        max(image.acquired_at for image in images),
        max(image.series_number or 0 for image in images),
        max(image.acquisition_number or 0 for image in images),
        max(image.instance_number or 0 for image in images),
    )


def _when(images: list[ImageHeader]) -> str:
    time = min(image.acquired_at for image in images)[8:14]
    return f", acquired at {time[:2]}:{time[2:4]}:{time[4:6]}" if len(time) == 6 and time.isdigit() else ""
