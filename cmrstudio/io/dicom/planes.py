"""Sort images into planes: which belong to one stack of parallel slices, and which stack is the short-axis cine."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cmrstudio.io.dicom.header import ImageHeader, Vector

APEX_DIRECTION = np.array([1.0, -1.0, -1.0]) / np.sqrt(3)
"""From base to apex the heart points left, forward and down: +x, -y, -z in patient coordinates (LPS)."""

SAME_DIRECTION_DEGREES = 1.0
SAME_SPACING = 1e-3
SAME_POSITION_MM = 0.5
TYPICAL_SHORT_AXIS = 0.8
PLAUSIBLE_SHORT_AXIS = 0.5
PHASES_WITHOUT_TIMING = 5
"""So many images at one place make a cine even where no header speaks of the cardiac cycle."""

SHORT_AXIS_NAME = re.compile(r"\b(sax|sa|sh(or)?t[ _-]*ax(is)?)\b|kurzachse|petit[ _-]axe", re.IGNORECASE)
OTHER_NAME = re.compile(
    r"\b([234] ?-?(ch|chamber|kammer)\w*|lax|hla|vla|la|long[ _-]*axis|lvot|rvot|aort\w*|ao|flow|venc|pc|perf\w*|lge"
    r"|psir|molli|t1|t2|tag\w*|loc\w*|scout|survey)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Excluded:
    """An image that is not part of the stack, and why."""

    image: ImageHeader
    reason: str


@dataclass
class PlaneStack:
    """Images in parallel planes of one orientation, matrix and spacing."""

    images: list[ImageHeader]

    @cached_property
    def towards_apex(self) -> npt.NDArray[np.float64]:
        """Unit normal [3] of the planes, on the side on which the apex lies."""
        row, column = self.orientation
        normal = np.cross(row, column)
        return np.asarray(normal if normal @ APEX_DIRECTION >= 0 else -normal)

    @property
    def orientation(self) -> tuple[Vector, Vector]:
        """Row and column direction of the first image."""
        orientation = self.images[0].orientation
        assert orientation is not None
        return orientation

    @property
    def alignment(self) -> float:
        """How well the slice normal points where the apex usually lies: 1 exactly, 0 not at all."""
        return float(self.towards_apex @ APEX_DIRECTION)

    @cached_property
    def slices(self) -> list[list[ImageHeader]]:
        """Images by place along the normal, base first."""
        return slices_along(self.images, self.towards_apex)

    @property
    def phase_count(self) -> int:
        """How many images most slices have; of two counts equally common the larger one."""
        return common_count([len(images) for images in self.slices])

    @property
    def is_cine(self) -> bool:
        """Whether most slices have several images over the cardiac cycle."""
        return self.phase_count >= (2 if self.speaks_of_the_cycle else PHASES_WITHOUT_TIMING)

    @property
    def speaks_of_the_cycle(self) -> bool:
        """Whether any image says where in the cardiac cycle it lies."""
        return any(image.timing.speaks_of_the_cycle for image in self.images)

    @property
    def name_hint(self) -> int:
        """What the descriptions say: 1 short axis, -1 something else, 0 nothing."""
        names = {image.description.replace("_", " ") for image in self.images}
        if any(SHORT_AXIS_NAME.search(name) for name in names):
            return 1
        return -1 if any(OTHER_NAME.search(name) for name in names) else 0

    @property
    def may_be_short_axis(self) -> bool:
        """A cine of several parallel slices; fewer slices need a name or an orientation that says short axis."""
        if not self.is_cine:
            return False
        if len(self.slices) >= 3:
            return self.name_hint >= 0 or self.alignment >= TYPICAL_SHORT_AXIS
        if len(self.slices) == 2:
            return self.name_hint == 1 or (self.name_hint == 0 and self.alignment >= PLAUSIBLE_SHORT_AXIS)
        return self.name_hint == 1 or (self.name_hint == 0 and self.alignment >= TYPICAL_SHORT_AXIS)

    @property
    def rank(self) -> tuple[bool, int, bool, int, str]:
        """The larger, the more likely this is the short-axis cine to show; of equal stacks the later one."""
        latest = max(image.acquired_at for image in self.images)
        return (
            len(self.slices) >= 3,
            self.name_hint,
            self.alignment >= PLAUSIBLE_SHORT_AXIS + 0.1,
            min(len(self.images), len(self.slices) * self.phase_count),
            latest,
        )


def common_count(counts: Iterable[int]) -> int:
    """The most frequent of several numbers, the larger one of a draw."""
    frequency = Counter(counts)
    return max(frequency, key=lambda count: (frequency[count], count))


def slices_along(images: Iterable[ImageHeader], normal: npt.NDArray[np.float64]) -> list[list[ImageHeader]]:
    """Images grouped by their place along ``normal``, in growing order."""
    placed = sorted(((position_along(image, normal), image) for image in images), key=lambda pair: pair[0])
    slices: list[list[ImageHeader]] = []
    previous_mm = -np.inf
    for position_mm, image in placed:
        if position_mm - previous_mm > SAME_POSITION_MM:
            slices.append([])
        slices[-1].append(image)
        previous_mm = position_mm
    return slices


def position_along(image: ImageHeader, normal: npt.NDArray[np.float64]) -> float:
    """Where an image lies along ``normal`` in mm."""
    assert image.position_mm is not None
    return float(np.dot(image.position_mm, normal))


def plane_stacks(images: list[ImageHeader]) -> list[PlaneStack]:
    """All stacks: grouped by study, geometry, frame of reference and kind of sequence, never by file name."""
    groups = [images]
    for split in (_by_study, _by_geometry, _by_frame_of_reference, _by_sequence):
        groups = [part for group in groups for part in split(group)]
    stacks = [PlaneStack(group) for group in groups if group]
    return [part for stack in stacks for part in _repeated_stacks(stack)]


def angle_degrees(first: tuple[Vector, Vector], second: tuple[Vector, Vector]) -> float:
    """The larger of the angles between the row and between the column directions of two images."""
    cosines = [np.clip(np.dot(a, b), -1, 1) for a, b in zip(first, second, strict=True)]
    return float(np.degrees(np.arccos(min(cosines))))


def same_spacing(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two pixel spacings are equal to a thousandth."""
    return all(abs(a - b) <= SAME_SPACING * max(a, b) for a, b in zip(first, second, strict=True))


def _by_study(images: list[ImageHeader]) -> list[list[ImageHeader]]:
    return _split_if_meaningful(images, lambda image: image.study_uid)


def _by_frame_of_reference(images: list[ImageHeader]) -> list[list[ImageHeader]]:
    return _split_if_meaningful(images, lambda image: image.frame_of_reference_uid)


def _by_sequence(images: list[ImageHeader]) -> list[list[ImageHeader]]:
    return _split_if_meaningful(images, lambda image: image.sequence)


def _split_if_meaningful(images: list[ImageHeader], key: Callable[[ImageHeader], Hashable]) -> list[list[ImageHeader]]:
    """Split by a key, unless most images have one of their own: then an anonymiser made it up and it says nothing."""
    groups: defaultdict[Hashable, list[ImageHeader]] = defaultdict(list)
    for image in images:
        groups[key(image)].append(image)
    return [images] if len(groups) > len(images) / 2 else list(groups.values())


def _by_geometry(images: list[ImageHeader]) -> list[list[ImageHeader]]:
    exact: defaultdict[Hashable, list[ImageHeader]] = defaultdict(list)
    for image in images:
        exact[image.rows, image.columns, image.pixel_spacing_mm, image.orientation].append(image)
    groups: list[list[ImageHeader]] = []
    for alike in exact.values():
        group = next((group for group in groups if same_geometry(group[0], alike[0])), None)
        if group is None:
            groups.append(list(alike))
        else:
            group.extend(alike)
    return groups


def same_geometry(first: ImageHeader, second: ImageHeader) -> bool:
    """Whether two images have the same matrix, spacing and orientation, up to rounding."""
    assert first.pixel_spacing_mm is not None
    assert second.pixel_spacing_mm is not None
    assert first.orientation is not None
    assert second.orientation is not None
    return (
        (first.rows, first.columns) == (second.rows, second.columns)
        and same_spacing(first.pixel_spacing_mm, second.pixel_spacing_mm)
        and angle_degrees(first.orientation, second.orientation) <= SAME_DIRECTION_DEGREES
    )


def _repeated_stacks(stack: PlaneStack) -> list[PlaneStack]:
    """Tell apart whole stacks that were acquired again in another series; a single slice acquired again is no stack."""
    if len(stack.slices) < 3:
        return [stack]
    places_by_series: defaultdict[str, set[int]] = defaultdict(set)
    counts: Counter[tuple[str, int]] = Counter()
    for index, images in enumerate(stack.slices):
        for image in images:
            counts[image.series_uid, index] += 1
    for (series_uid, index), count in counts.items():
        if count >= 2:
            places_by_series[series_uid].add(index)
    whole = {uid for uid, places in places_by_series.items() if len(places) > len(stack.slices) / 2}
    if len(whole) < 2:
        return [stack]
    parts = [[image for image in stack.images if image.series_uid == uid] for uid in sorted(whole)]
    rest = [image for image in stack.images if image.series_uid not in whole]
    return [PlaneStack(part) for part in (*parts, rest) if part]
