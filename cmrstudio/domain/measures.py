"""Volumes, ejection fraction and mass of the left ventricle from contours on a stack of slices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, PapillaryMuscles
from cmrstudio.domain.counting import PapillaryAreas, counted_shares
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.domain.phases import PhaseSelection, phases_from_volumes
from cmrstudio.domain.study import CineStack

MYOCARDIAL_DENSITY_G_PER_ML = 1.05
MM3_PER_ML = 1000.0
GAP_TOLERANCE = 1.5
VOLUMES_NEEDED = 3


class FlagKind(StrEnum):
    """Why a number is not to be trusted as it stands."""

    NO_CONTOURS = "no_contours"
    MISSING_CONTOUR = "missing_contour"
    MISSING_EPICARDIUM = "missing_epicardium"
    MISSING_IMAGE = "missing_image"
    SLICE_GAP = "slice_gap"
    SINGLE_SLICE = "single_slice"
    PAPILLARY_UNKNOWN = "papillary_unknown"


@dataclass(frozen=True)
class Flag:
    """A warning on a number: at which phase, and at which slices where that is known."""

    kind: FlagKind
    message: str
    phase_index: int | None = None
    slice_indices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Volume:
    """A volume in ml with the zero-based slices it was summed over, and what is wrong with it.

    ``left_out_indices`` are slices with a contour that the basal rule does not count, ``papillary_ml`` what of
    papillary muscle was moved from the cavity to the myocardium.
    """

    volume_ml: float
    slice_indices: tuple[int, ...]
    flags: tuple[Flag, ...] = ()
    left_out_indices: tuple[int, ...] = ()
    papillary_ml: float = 0.0


@dataclass(frozen=True)
class Measures:
    """LV measures; a number is None where it cannot be had.

    ``volumes_ml`` [phase] is the cavity at each phase, or NaN, and ``cavities`` [phase] the same with slices and flags.
    ``flags`` are those of ED and ES.
    """

    phases: PhaseSelection
    end_diastolic: Volume | None
    end_systolic: Volume | None
    myocardial: Volume | None
    volumes_ml: npt.NDArray[np.float64]
    flags: tuple[Flag, ...]
    cavities: tuple[Volume | None, ...] = ()
    conventions: Conventions = AS_TRAINED

    @property
    def curve_flags(self) -> tuple[Flag, ...]:
        """What is wrong at the other phases of the volume curve, as far as ``flags`` does not say it."""
        flags: list[Flag] = []
        for volume in self.cavities:
            flags += [flag for flag in (volume.flags if volume else ()) if flag not in self.flags and flag not in flags]
        return tuple(flags)

    @property
    def complete_volumes_ml(self) -> npt.NDArray[np.float64]:
        """``volumes_ml`` with NaN where an image or a contour is missing: among these ED and ES are looked for."""
        incomplete = {FlagKind.MISSING_CONTOUR, FlagKind.MISSING_IMAGE}
        volumes = self.volumes_ml.copy()
        for phase_index, volume in enumerate(self.cavities):
            if volume is not None and incomplete.intersection(flag.kind for flag in volume.flags):
                volumes[phase_index] = np.nan
        return volumes

    def improved_phases(self) -> PhaseSelection:
        """The phases as the volumes of complete phases would have them; a reader's choice stays.

        They stay as they are while fewer than three such volumes are known, which say little about the largest.
        """
        volumes_ml = self.complete_volumes_ml
        found = phases_from_volumes(volumes_ml) if np.isfinite(volumes_ml).sum() >= VOLUMES_NEEDED else None
        return self.phases if found is None else self.phases.improved_by(found)

    @property
    def edv_ml(self) -> float | None:
        """End-diastolic volume."""
        return self.end_diastolic.volume_ml if self.end_diastolic else None

    @property
    def esv_ml(self) -> float | None:
        """End-systolic volume."""
        return self.end_systolic.volume_ml if self.end_systolic else None

    @property
    def sv_ml(self) -> float | None:
        """Stroke volume."""
        return self.edv_ml - self.esv_ml if self.edv_ml is not None and self.esv_ml is not None else None

    @property
    def ef_percent(self) -> float | None:
        """Ejection fraction."""
        return 100 * self.sv_ml / self.edv_ml if self.sv_ml is not None and self.edv_ml else None

    @property
    def lv_mass_g(self) -> float | None:
        """Mass of the myocardium at end-diastole, at 1.05 g/ml."""
        return self.myocardial.volume_ml * MYOCARDIAL_DENSITY_G_PER_ML if self.myocardial else None


Annotations = Mapping[tuple[int, int], SliceAnnotation]
"""Contours by (phase index, slice index)."""


def slice_extents_mm(slice_positions_mm: npt.ArrayLike, slice_thickness_mm: float) -> npt.NDArray[np.float64]:
    """How much of the long axis each slice stands for: half-way to its neighbours on both sides.

    Positions [slice] in mm, ascending. The outer side of an end slice counts as much as its inner side, so that evenly
    spaced slices each count thickness plus gap. A single slice counts its thickness.
    """
    positions = np.asarray(slice_positions_mm, np.float64)
    if len(positions) < 2:
        return np.full(len(positions), slice_thickness_mm)
    gaps = np.diff(positions)
    return np.asarray((np.concatenate([gaps[:1], gaps]) + np.concatenate([gaps, gaps[-1:]])) / 2)


def gaps_in_stack(slice_positions_mm: npt.ArrayLike) -> tuple[int, ...]:
    """Slices after which one or more are missing: the distance to the next is over 1.5 times the usual.

    The usual distance is the lower median, so that one of two distances can be too large.
    """
    gaps = np.diff(np.asarray(slice_positions_mm, np.float64))
    if len(gaps) < 2:
        return ()
    usual = np.sort(gaps)[(len(gaps) - 1) // 2]
    return tuple(int(index) for index in np.flatnonzero(gaps > GAP_TOLERANCE * usual))


@dataclass(frozen=True)
class Counting:
    """What decides how contours become volumes, beside the contours: conventions, the two phases, papillary areas."""

    conventions: Conventions = AS_TRAINED
    phases: PhaseSelection = field(default_factory=lambda: PhaseSelection(0, 0))
    papillary: PapillaryAreas | None = None

    @classmethod
    def of(
        cls, stack: CineStack, annotations: Annotations, conventions: Conventions, phases: PhaseSelection
    ) -> Counting:
        """How these contours are counted under ``conventions``."""
        is_muscle = conventions.papillary_muscles is PapillaryMuscles.MASS
        papillary = PapillaryAreas(stack, annotations, conventions.papillary_grey_percent) if is_muscle else None
        return cls(conventions, phases, papillary)


AS_DRAWN = Counting()


def cavity_volume(
    stack: CineStack, annotations: Annotations, phase_index: int, counting: Counting = AS_DRAWN
) -> Volume | None:
    """LV cavity at one phase: sum of endocardial area times the extent of its slice; None without any contour.

    By default all contours count in full; ``counting`` says otherwise.
    """
    areas_mm2 = {
        index: area
        for index in range(stack.slice_count)
        if (area := _area_mm2(stack, annotations, phase_index, index, Structure.LV_ENDOCARDIUM)) is not None
    }
    return _summed(stack, annotations, areas_mm2, phase_index, "endocardial", counting, papillary_sign=-1)


def myocardial_volume(
    stack: CineStack, annotations: Annotations, phase_index: int, counting: Counting = AS_DRAWN
) -> Volume | None:
    """LV myocardium at one phase: epicardial minus endocardial volume; None without any epicardial contour.

    A slice with an epicardium and no endocardium counts in full (the apical cap), and is flagged where it lies between
    slices that have one; a slice with an endocardium and no epicardium counts nothing and is flagged.
    """
    areas_mm2, with_endocardium, without_epicardium = {}, [], []
    for index in range(stack.slice_count):
        endocardium = _area_mm2(stack, annotations, phase_index, index, Structure.LV_ENDOCARDIUM)
        epicardium = _area_mm2(stack, annotations, phase_index, index, Structure.LV_EPICARDIUM)
        if epicardium is not None:
            areas_mm2[index] = max(0.0, epicardium - (endocardium or 0.0))
        if endocardium is not None:
            with_endocardium.append(index)
            if epicardium is None:
                without_epicardium.append(index)
    volume = _summed(stack, annotations, areas_mm2, phase_index, "epicardial", counting, papillary_sign=1)
    if volume is None:
        return None
    flags = list(volume.flags)
    without_epicardium = [index for index in without_epicardium if index not in volume.left_out_indices]
    if without_epicardium:
        text = (
            f"No epicardium on {name_slices(without_epicardium)} at phase {phase_index + 1}, which the mass leaves out."
        )
        flags.append(Flag(FlagKind.MISSING_EPICARDIUM, text, phase_index, tuple(without_epicardium)))
    inside = range(with_endocardium[0], with_endocardium[-1]) if with_endocardium else ()
    solid = [index for index in inside if index in areas_mm2 and index not in with_endocardium]
    if solid:
        text = (
            f"No endocardium on {name_slices(solid)} at phase {phase_index + 1}, where the mass counts all as muscle."
        )
        flags.append(Flag(FlagKind.MISSING_CONTOUR, text, phase_index, tuple(solid)))
    return replace(volume, flags=tuple(flags))


def measure(
    stack: CineStack, annotations: Annotations, phases: PhaseSelection, conventions: Conventions = AS_TRAINED
) -> Measures:
    """All LV measures of a stack from its contours, with a flag for everything that makes a number doubtful."""
    counting = Counting.of(stack, annotations, conventions, phases)
    volumes = [cavity_volume(stack, annotations, index, counting) for index in range(stack.phase_count)]
    return combine(phases, volumes, myocardial_volume(stack, annotations, phases.end_diastole, counting), conventions)


def combine(
    phases: PhaseSelection,
    volumes: Sequence[Volume | None],
    myocardial: Volume | None,
    conventions: Conventions = AS_TRAINED,
) -> Measures:
    """All LV measures from the cavity volumes of every phase [phase] and the myocardial volume at end-diastole."""
    end_diastolic, end_systolic = volumes[phases.end_diastole], volumes[phases.end_systole]
    flags: list[Flag] = []
    for name, phase_index, volume in (
        ("end-diastole", phases.end_diastole, end_diastolic),
        ("end-systole", phases.end_systole, end_systolic),
    ):
        if volume is None:
            that_counts = "" if conventions.basal_rule is BasalRule.ALL_CONTOURS else " that counts"
            text = f"There is no endocardial contour{that_counts} at {name}."
            flags.append(Flag(FlagKind.NO_CONTOURS, text, phase_index))
        else:
            flags.extend(flag for flag in volume.flags if flag not in flags)
    if myocardial is not None:
        flags.extend(flag for flag in myocardial.flags if flag not in flags)
    elif end_diastolic is not None:
        text = "There is no epicardial contour at end-diastole: the mass is unknown."
        flags.append(Flag(FlagKind.MISSING_EPICARDIUM, text, phases.end_diastole, end_diastolic.slice_indices))
    return Measures(
        phases,
        end_diastolic,
        end_systolic,
        myocardial,
        np.array([np.nan if volume is None else volume.volume_ml for volume in volumes]),
        tuple(flags),
        tuple(volumes),
        conventions,
    )


def _area_mm2(
    stack: CineStack, annotations: Annotations, phase_index: int, slice_index: int, structure: Structure
) -> float | None:
    annotation = annotations.get((phase_index, slice_index))
    contour = annotation.contour(structure) if annotation else None
    return None if contour is None else enclosed_area_px(contour) * stack.pixel_area_mm2


@lru_cache(maxsize=4096)
def enclosed_area_px(contour: Contour) -> float:
    """The area in square pixels inside a contour.

    It is kept per contour, so that measuring again while one contour is dragged costs the area of that one alone.
    """
    return contour_area_px(contour.points_px)


def _summed(
    stack: CineStack,
    annotations: Annotations,
    areas_mm2: Mapping[int, float],
    phase_index: int,
    name: str,
    counting: Counting,
    papillary_sign: int,
) -> Volume | None:
    if not areas_mm2:
        return None
    extents_mm = slice_extents_mm(stack.slice_positions_mm, stack.slice_thickness_mm)
    shares = counted_shares(stack, annotations, phase_index, extents_mm, counting.conventions, counting.phases)
    heights_mm = extents_mm * shares
    used = tuple(index for index in sorted(areas_mm2) if heights_mm[index] > 0)
    left_out = tuple(sorted(set(areas_mm2) - set(used)))
    if not used:
        return None
    volume_ml = sum(areas_mm2[index] * heights_mm[index] for index in used) / MM3_PER_ML
    flags = _flags(stack, used, phase_index, name)
    papillary_ml = 0.0
    if counting.papillary is not None:
        found = {index: counting.papillary.area_px(phase_index, index) for index in used}
        known = sum(area * heights_mm[index] for index, area in found.items() if area is not None)
        papillary_ml = float(known * stack.pixel_area_mm2 / MM3_PER_ML)
        flags += _papillary_flags(annotations, phase_index, [index for index, area in found.items() if area is None])
    return Volume(float(volume_ml) + papillary_sign * papillary_ml, used, tuple(flags), left_out, papillary_ml)


def _papillary_flags(annotations: Annotations, phase_index: int, unknown: list[int]) -> list[Flag]:
    """A slice with a cavity in which muscle cannot be told from blood."""
    unknown = [index for index in unknown if annotations[phase_index, index].contour(Structure.LV_ENDOCARDIUM)]
    if not unknown:
        return []
    text = (
        f"Papillary muscles stay in the blood pool on {name_slices(unknown)} at phase {phase_index + 1}: without an "
        "epicardium and muscle darker than blood they cannot be told."
    )
    return [Flag(FlagKind.PAPILLARY_UNKNOWN, text, phase_index, tuple(unknown))]


def _flags(stack: CineStack, used: tuple[int, ...], phase_index: int, name: str) -> list[Flag]:
    flags = []
    inside = [index for index in range(used[0], used[-1] + 1) if index not in used]
    absent = [index for index in range(stack.slice_count) if not stack.present[phase_index, index]]
    undrawn = [index for index in inside if index not in absent]
    if undrawn:
        text = f"No {name} contour on {name_slices(undrawn)} at phase {phase_index + 1}, between slices that have one."
        flags.append(Flag(FlagKind.MISSING_CONTOUR, text, phase_index, tuple(undrawn)))
    if absent:
        text = f"The image of {name_slices(absent)} at phase {phase_index + 1} is missing from the study."
        flags.append(Flag(FlagKind.MISSING_IMAGE, text, phase_index, tuple(absent)))
    gaps = [index for index in gaps_in_stack(stack.slice_positions_mm) if used[0] <= index < used[-1]]
    if gaps:
        text = f"At least one slice is missing after {name_slices(gaps)}: its share is taken from the neighbours."
        flags.append(Flag(FlagKind.SLICE_GAP, text, None, tuple(gaps)))
    if stack.slice_count == 1:
        text = "There is one slice only: this is no volume of a ventricle."
        flags.append(Flag(FlagKind.SINGLE_SLICE, text, None, (0,)))
    return flags


def name_slices(indices: Sequence[int]) -> str:
    """Slices of zero-based indices as a reader counts them: "slice 3" or "slices 1–3, 5"."""
    return f"{'slice' if len(indices) == 1 else 'slices'} {numbers_text(indices)}"


def numbers_text(indices: Iterable[int]) -> str:
    """Zero-based indices in order, counted from one, with runs joined: "2–9, 11"."""
    runs: list[list[int]] = []
    for number in (index + 1 for index in indices):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
