"""From the headers of all images in a folder to the plan of the one short-axis cine stack to load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.measures import gaps_in_stack
from cmrstudio.domain.study import BURNT_IN_TEXT_NOTE
from cmrstudio.io.dicom.acquisitions import choose_acquisition
from cmrstudio.io.dicom.header import ImageHeader
from cmrstudio.io.dicom.phases import PhaseTable, arrange_phases, interval_ms
from cmrstudio.io.dicom.planes import (
    Excluded,
    PlaneStack,
    angle_degrees,
    common_count,
    plane_stacks,
    position_along,
    same_spacing,
)

FEWEST_PHASES_SHARE = 0.25
"""A place with less than this share of the usual images is not taken for a slice of the cine."""

UNCERTAIN_ALIGNMENT = 0.35
PLAUSIBLE_INTERVAL_MS = (250.0, 3000.0)
DEFAULT_FRAME_TIME_MS = 40.0
EVEN_SPACING_SHARE = 0.1


class NoStackError(Exception):
    """No images make a short-axis cine; the message says what was found instead, ``excluded`` each image's reason."""

    def __init__(self, found: str, excluded: Sequence[Excluded]) -> None:
        self.excluded = tuple(excluded)
        super().__init__(found)


@dataclass
class StackPlan:
    """The stack to load: which image goes where, and everything about it but its pixels.

    ``images`` is keyed by (phase index, slice index); slices run from base to apex. ``distinction`` is a text that
    tells the stack from other short-axis cines in the same series, and empty where there is none.
    """

    images: dict[tuple[int, int], ImageHeader]
    phase_count: int
    towards_apex: npt.NDArray[np.float64]
    slice_positions_mm: npt.NDArray[np.float64]
    affine_mm: npt.NDArray[np.float64]
    trigger_times_ms: npt.NDArray[np.float64]
    slice_thickness_mm: float
    frame_time_ms: float
    heart_rate_bpm: float | None
    distinction: str = ""
    excluded: list[Excluded] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def slice_count(self) -> int:
        """Number of slices."""
        return len(self.slice_positions_mm)

    @property
    def first(self) -> ImageHeader:
        """An image to take what all share from."""
        return next(iter(self.images.values()))


def plan_stack(images: Sequence[ImageHeader], preferred_file: int | None = None) -> StackPlan:
    """Choose and sort the short-axis cine among all images; ``preferred_file`` wins where there are several.

    Raises ``NoStackError``.
    """
    usable, excluded = _usable(images)
    stacks = plane_stacks(usable) if usable else []
    candidates = [stack for stack in stacks if stack.may_be_short_axis]
    if not candidates:
        excluded += [Excluded(image, _kind(stack)) for stack in stacks for image in stack.images]
        raise NoStackError(_what_was_found(stacks, excluded), excluded)
    chosen = max(candidates, key=lambda stack: (any(i.file_index == preferred_file for i in stack.images), *stack.rank))
    notes: list[str] = []
    for stack in stacks:
        if stack is not chosen:
            reason, is_notable = _why_not(stack, chosen)
            excluded += [Excluded(image, reason) for image in stack.images]
            if is_notable:
                count = f"{len(stack.images)} image{'s' if len(stack.images) > 1 else ''}"
                notes.append(f"{count} left out: {reason}.")
    plan = _plan(chosen, excluded, notes)
    series = {image.series_uid for image in chosen.images}
    rivals = [stack for stack in candidates if stack is not chosen]
    if any(image.series_uid in series for stack in rivals for image in stack.images):
        first = plan.first
        origin_mm = plan.affine_mm[0, :3, 3].round(1).tolist()
        plan.distinction = repr(
            (first.frame_of_reference_uid, first.orientation, first.pixel_spacing_mm, first.rows, origin_mm)
        )
    return plan


def _usable(images: Sequence[ImageHeader]) -> tuple[list[ImageHeader], list[Excluded]]:
    usable, excluded = [], []
    for image in images:
        reason = _unusable(image)
        if reason:
            excluded.append(Excluded(image, reason))
        else:
            usable.append(image)
    return usable, excluded


def _unusable(image: ImageHeader) -> str:
    if image.problem:
        return image.problem
    if image.position_mm is None or image.orientation is None:
        return "has no usable position or orientation (ImagePositionPatient, ImageOrientationPatient)"
    if image.pixel_spacing_mm is None:
        return "has no usable pixel spacing (PixelSpacing)"
    if "LOCALIZER" in image.image_type:
        return "localizer (scout) image"
    if image.is_phase_contrast:
        return "flow (velocity) image, not anatomy"
    return ""


def _kind(stack: PlaneStack) -> str:
    if not stack.is_cine:
        return "no cine: one image at its place (localizer or still image)"
    slices, phases = len(stack.slices), stack.phase_count
    return f"a cine in another plane ({slices} {'slice' if slices == 1 else 'slices'}, {phases} phases), not short axis"


def _why_not(stack: PlaneStack, chosen: PlaneStack) -> tuple[str, bool]:
    """Why a stack is left out, and whether the reader should see that among the notes of the cine."""
    image, shown = stack.images[0], chosen.images[0]
    if image.study_uid != shown.study_uid and not {i.study_uid for i in stack.images} & {
        i.study_uid for i in chosen.images
    }:
        return "belongs to another study than the one shown", False
    series = {image.series_uid for image in stack.images} & {image.series_uid for image in chosen.images}
    difference = _difference(image, shown)
    if series and difference and stack.speaks_of_the_cycle:
        return f"{difference} than in the rest of its series", True
    if not stack.is_cine or not stack.may_be_short_axis:
        return _kind(stack), False
    return (
        f"another short-axis cine ({len(stack.slices)} slices, {stack.phase_count} phases); one at a time is read",
        True,
    )


def _difference(image: ImageHeader, shown: ImageHeader) -> str:
    assert image.orientation is not None
    assert shown.orientation is not None
    assert image.pixel_spacing_mm is not None
    assert shown.pixel_spacing_mm is not None
    if (image.rows, image.columns) != (shown.rows, shown.columns):
        return f"other matrix size ({image.rows} x {image.columns}, not {shown.rows} x {shown.columns})"
    if not same_spacing(image.pixel_spacing_mm, shown.pixel_spacing_mm):
        ours, theirs = (" x ".join(f"{mm:g}" for mm in i.pixel_spacing_mm or ()) for i in (image, shown))
        return f"other pixel spacing ({ours} mm, not {theirs} mm)"
    angle = angle_degrees(image.orientation, shown.orientation)
    return f"other orientation (turned by {angle:.0f} degrees)" if angle > 1 else ""


def _what_was_found(stacks: Sequence[PlaneStack], excluded: Sequence[Excluded]) -> str:
    if not stacks and not excluded:
        return "there is no MR image in it"
    kinds = dict.fromkeys(item.reason for item in excluded)
    listed = "; ".join(list(kinds)[:4])
    return f"none of its {len(excluded)} MR images belongs to one ({listed})"


def _plan(stack: PlaneStack, excluded: list[Excluded], notes: list[str]) -> StackPlan:
    slices = _settled_slices(stack, excluded, notes)
    if not slices:
        raise NoStackError("no place has several images over the cardiac cycle", excluded)
    table = arrange_phases(slices)
    excluded += table.excluded
    notes += table.notes
    positions = np.array([np.median([position_along(i, stack.towards_apex) for i in images]) for images in slices])
    thickness_mm = _slice_thickness_mm(slices, positions, notes)
    triggers = _trigger_times_ms(table, len(slices))
    plan = StackPlan(
        images=table.images,
        phase_count=table.phase_count,
        towards_apex=stack.towards_apex,
        slice_positions_mm=positions - positions[0],
        affine_mm=np.stack([_affine_mm(images[0], stack.towards_apex) for images in slices]),
        trigger_times_ms=triggers,
        slice_thickness_mm=thickness_mm,
        frame_time_ms=_frame_time_ms(slices, triggers, table.phase_count, notes),
        heart_rate_bpm=_heart_rate_bpm(slices),
        excluded=excluded,
        notes=notes,
    )
    notes += _stack_notes(stack, plan)
    return plan


def _settled_slices(stack: PlaneStack, excluded: list[Excluded], notes: list[str]) -> list[list[ImageHeader]]:
    """Slices with one acquisition each, without the places that hold too few images to be a slice of the cine."""
    announced = [image.timing.expected_phases for image in stack.images if image.timing.expected_phases]
    usual = min([stack.phase_count, *([common_count(announced)] if announced else [])])
    settled = []
    for number, images in enumerate(stack.slices, start=1):
        choice = choose_acquisition(images, usual, number)
        excluded += choice.excluded
        if choice.note:
            notes.append(choice.note)
        settled.append(choice.images)
    usual = common_count([len(images) for images in settled])
    fewest = max(2.0, FEWEST_PHASES_SHARE * usual)
    kept = []
    for number, images in enumerate(settled, start=1):
        if len(images) >= fewest:
            kept.append(images)
            continue
        reason = f"only {len(images)} of {usual} phases at this place ({number} of {len(settled)} from the base)"
        excluded += [Excluded(image, reason) for image in images]
        notes.append(f"{len(images)} image{'s' if len(images) > 1 else ''} left out: {reason}.")
    return kept


def _affine_mm(image: ImageHeader, towards_apex: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """[4, 4] from (column, row, 0, 1) to patient coordinates (DICOM PS3.3 C.7.6.2.1.1)."""
    assert image.orientation is not None
    assert image.pixel_spacing_mm is not None
    affine = np.eye(4)
    affine[:3, 0] = np.multiply(image.orientation[0], image.pixel_spacing_mm[1])
    affine[:3, 1] = np.multiply(image.orientation[1], image.pixel_spacing_mm[0])
    affine[:3, 2] = towards_apex
    affine[:3, 3] = image.position_mm
    return affine


def _slice_thickness_mm(
    slices: Sequence[list[ImageHeader]], positions: npt.NDArray[np.float64], notes: list[str]
) -> float:
    known = [image.slice_thickness_mm for images in slices for image in images if image.slice_thickness_mm]
    if known:
        return float(np.median(known))
    if len(positions) > 1:
        spacing_mm = float(np.median(np.diff(positions)))
        notes.append(
            f"The slice thickness is not given: the distance between slices, {spacing_mm:g} mm, is taken for it."
        )
        return spacing_mm
    spacings = [
        image.spacing_between_slices_mm for images in slices for image in images if image.spacing_between_slices_mm
    ]
    if spacings:
        notes.append("The slice thickness is not given: the spacing between slices is taken for it.")
        return abs(float(np.median(spacings)))
    notes.append("The slice thickness is not given: no volume can be measured.")
    return float("nan")


def _trigger_times_ms(table: PhaseTable, slice_count: int) -> npt.NDArray[np.float64]:
    times = np.full((table.phase_count, slice_count), np.nan)
    if table.trigger_times_valid:
        for (phase_index, slice_index), image in table.images.items():
            if image.timing.trigger_time_ms is not None:
                times[phase_index, slice_index] = image.timing.trigger_time_ms
    return times


def _frame_time_ms(
    slices: Sequence[list[ImageHeader]], triggers: npt.NDArray[np.float64], phase_count: int, notes: list[str]
) -> float:
    """Time between phases: the usual step of the trigger times, or else the R-R interval over the count of phases."""
    if phase_count > 1:
        steps = np.diff(triggers, axis=0)
        steps = steps[np.isfinite(steps) & (steps > 0)]
        if steps.size:
            return float(np.median(steps))
    intervals = [interval for images in slices if (interval := interval_ms(images)) is not None]
    if intervals and PLAUSIBLE_INTERVAL_MS[0] <= np.median(intervals) <= PLAUSIBLE_INTERVAL_MS[1]:
        return float(np.median(intervals)) / phase_count
    given = [image.timing.frame_time_ms for images in slices for image in images if image.timing.frame_time_ms]
    if given:
        return float(np.median(given))
    notes.append(
        f"No header tells the time between phases: the cine plays at {1000 / DEFAULT_FRAME_TIME_MS:g} images a second."
    )
    return DEFAULT_FRAME_TIME_MS


def _heart_rate_bpm(slices: Sequence[list[ImageHeader]]) -> float | None:
    intervals = [interval for images in slices if (interval := interval_ms(images)) is not None]
    if not intervals or not PLAUSIBLE_INTERVAL_MS[0] <= np.median(intervals) <= PLAUSIBLE_INTERVAL_MS[1]:
        return None
    return 60_000 / float(np.median(intervals))


def _stack_notes(stack: PlaneStack, plan: StackPlan) -> list[str]:
    notes = []
    if stack.alignment < UNCERTAIN_ALIGNMENT:
        notes.append(
            "The orientation is unusual for a short axis: base and apex may be swapped, or it may be another view."
        )
    gaps = gaps_in_stack(plan.slice_positions_mm)
    distances = np.diff(plan.slice_positions_mm)
    for index in gaps:
        usual = float(np.median(distances))
        notes.append(
            f"At least one slice is missing between slices {index + 1} and {index + 2}: "
            f"they are {distances[index]:.1f} mm apart, the others {usual:.1f} mm."
        )
    even = [distance for index, distance in enumerate(distances) if index not in gaps]
    if even and max(even) - min(even) > EVEN_SPACING_SHARE * float(np.median(even)):
        notes.append(f"The slices are not evenly spaced: {min(even):.1f} to {max(even):.1f} mm apart.")
    if plan.slice_count == 1:
        notes.append("There is one slice only: this is no volume of a ventricle.")
    if any(image.has_burned_in_text for image in plan.images.values()):
        notes.append(BURNT_IN_TEXT_NOTE)
    return notes
