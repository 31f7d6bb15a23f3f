"""Wall thickness and thickening in the segments of the American Heart Association.

Cerqueira MD et al., "Standardized myocardial segmentation and nomenclature for tomographic imaging of the heart",
Circulation 2002;105:539. Segments 1 to 16 lie on short-axis slices; segment 17, the apical cap, does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import SegmentsUnknownError
from cmrstudio.domain.geometry import centroid_px, closed_spline
from cmrstudio.domain.measures import Annotations, numbers_text
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack
from cmrstudio.domain.wall_thickness import WallChords, wall_chords

SEGMENT_NAMES = (
    "basal anterior",
    "basal anteroseptal",
    "basal inferoseptal",
    "basal inferior",
    "basal inferolateral",
    "basal anterolateral",
    "mid anterior",
    "mid anteroseptal",
    "mid inferoseptal",
    "mid inferior",
    "mid inferolateral",
    "mid anterolateral",
    "apical anterior",
    "apical septal",
    "apical inferior",
    "apical lateral",
)
LEVEL_NAMES = ("basal", "mid", "apical")
LEVEL_SEGMENTS = (tuple(range(6)), tuple(range(6, 12)), tuple(range(12, 16)))
SEGMENT_COUNT = 16
ABOUT = (
    "The 16 segments of the short axis; segment 17, the apical cap, cannot be seen on it. Centre-line method, "
    "papillary muscles left out."
)
"""What is to be said beside values of the segments."""
_APICAL_TURN_DEGREES = 15.0
"""The apical septum begins 15 degrees after the anterior RV insertion: four segments of 90 degrees stand where six of
60 would, with the anterior one still in front."""

_ANGLES_DEGREES = np.arange(0.25, 360, 0.5)

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RvInsertion:
    """Where the reader marked the anterior insertion of the RV into the septum: (column, row) in source pixels."""

    phase_index: int
    slice_index: int
    column_px: float
    row_px: float


@dataclass(frozen=True, eq=False)
class SegmentThickness:
    """Mean thickness [16] in mm of each segment at one phase, NaN where unknown.

    ``level_slices`` are the zero-based slices used of the basal, mid and apical third; ``crossing_slices`` those on
    which the endocardium leaves the epicardium; ``without_epicardium`` those of the thirds that could not be used.
    ``problem`` says why nothing is known of the phase, in a sentence.
    """

    phase_index: int
    thickness_mm: Values
    level_slices: tuple[tuple[int, ...], ...]
    crossing_slices: tuple[int, ...]
    without_epicardium: tuple[int, ...] = ()
    problem: str = ""

    @property
    def slice_indices(self) -> tuple[int, ...]:
        """All slices used, base first."""
        return tuple(index for level in self.level_slices for index in level)


@dataclass(frozen=True, eq=False)
class WallMeasures:
    """Thickness at end-diastole and end-systole, and thickening [16] in percent of the former, NaN where unknown."""

    end_diastolic: SegmentThickness
    end_systolic: SegmentThickness

    @property
    def thickening_percent(self) -> Values:
        """How much thicker the wall of each segment gets."""
        before, after = self.end_diastolic.thickness_mm, self.end_systolic.thickness_mm
        return np.asarray(100 * (after - before) / np.where(before > 0, before, np.nan))


def segment_edges_degrees(level: int) -> tuple[float, ...]:
    """Where the segments of a level (0 basal, 1 mid, 2 apical) begin, in the order of their numbers.

    Degrees from the anterior RV insertion, growing towards the septum. The first segment of a level is the anterior
    one, on the near side of the insertion.
    """
    if level < 2:
        return tuple(60.0 * (index - 1) for index in range(6))
    return tuple(90.0 * (index - 1) + _APICAL_TURN_DEGREES for index in range(4))


def is_from_dicom(stack: CineStack) -> bool:
    """Whether images of the stack come from DICOM files, whose headers are trusted to tell how they lie."""
    return bool((stack.sop_uids != "").any())


def septum_is_anticlockwise(stack: CineStack) -> bool:
    """Whether, on the screen, the way from the anterior insertion over the septum goes anticlockwise.

    So it does where the heart is seen from the apex, as is usual. Where the headers of DICOM files tell that it is seen
    from the base, the image is mirrored; other files are not trusted to tell.
    """
    if not is_from_dicom(stack):
        return True
    into_screen = np.cross(stack.affine_mm[0, :3, 0], stack.affine_mm[0, :3, 1])
    to_apex = stack.affine_mm[-1, :3, 3] - stack.affine_mm[0, :3, 3]
    return bool(into_screen @ to_apex <= 0)


def insertion_angle_degrees(stack: CineStack, annotations: Annotations, mark: RvInsertion) -> float:
    """The direction of the RV insertion from the middle of the LV, the same for all slices and phases.

    Degrees from the image's x axis, growing clockwise on the screen. The middle is that of the image on which it was
    marked, or of the nearest slice with contours, at the same phase if there is one. Raises ``SegmentsUnknownError``
    where the LV is drawn nowhere.
    """
    spacing = np.array(stack.pixel_spacing_mm[::-1])
    drawn = [key for key, annotation in annotations.items() if annotation.contours]
    if not drawn:
        raise SegmentsUnknownError("There are no contours yet: segment the study to see its walls.")
    nearest = min(
        drawn,
        key=lambda key: (key[0] != mark.phase_index, abs(key[1] - mark.slice_index), abs(key[0] - mark.phase_index)),
    )
    offset = np.array([mark.column_px, mark.row_px]) * spacing - _middle_mm(annotations[nearest], spacing)
    if np.linalg.norm(offset) < 1e-6:
        raise SegmentsUnknownError(
            "The RV insertion is marked in the middle of the LV: mark it again (Contour > Mark RV insertion)."
        )
    return float(np.degrees(np.arctan2(offset[1], offset[0])))


def segment_numbers(angles_degrees: npt.ArrayLike, level: int) -> npt.NDArray[np.intp]:
    """The zero-based segment of each of ``angles_degrees`` [n], from the insertion towards the septum, at a level."""
    count = len(LEVEL_SEGMENTS[level])
    first = segment_edges_degrees(level)[0]
    turn = (np.asarray(angles_degrees, np.float64) - first) % 360
    return LEVEL_SEGMENTS[level][0] + np.minimum((turn * count / 360).astype(np.intp), count - 1)


def septal_angles_degrees(stack: CineStack, offsets: npt.ArrayLike, insertion_degrees: float) -> Values:
    """Angles [n] from the insertion towards the septum of ``offsets`` [n, 2] (x right, y down) from the LV's middle."""
    return _angles_degrees(offsets, insertion_degrees, is_anticlockwise=septum_is_anticlockwise(stack))


def _angles_degrees(offsets: npt.ArrayLike, insertion_degrees: float, *, is_anticlockwise: bool) -> Values:
    x, y = np.asarray(offsets, np.float64).T
    clockwise = np.degrees(np.arctan2(y, x)) - insertion_degrees
    return np.asarray((-clockwise if is_anticlockwise else clockwise) % 360)


def level_slices(stack: CineStack, annotations: Annotations, phase_index: int) -> tuple[tuple[int, ...], ...]:
    """The zero-based slices of the basal, mid and apical third of the LV at one phase.

    The LV goes from the first slice with both contours to the last with an endocardium; slices without one do not
    count, and what is left over goes to the base first. Raises ``SegmentsUnknownError`` where fewer than three slices
    have both contours.
    """
    inside = [
        index for index in range(stack.slice_count) if _has(annotations, phase_index, index, Structure.LV_ENDOCARDIUM)
    ]
    both = [index for index in inside if _has(annotations, phase_index, index, Structure.LV_EPICARDIUM)]
    if len(both) < 3:
        raise SegmentsUnknownError(
            f"Phase {phase_index + 1} has both contours on {len(both)} slices; segments need three. Segment the phase."
        )
    from_first = np.array([index for index in inside if index >= both[0]])
    return tuple(tuple(int(index) for index in part) for part in np.array_split(from_first, 3))


def _has(annotations: Annotations, phase_index: int, slice_index: int, structure: Structure) -> bool:
    found = annotations.get((phase_index, slice_index))
    return found is not None and found.contour(structure) is not None


def segment_thickness(
    stack: CineStack, annotations: Annotations, phase_index: int, insertion_degrees: float
) -> SegmentThickness:
    """Thickness in the segments at one phase: the mean over directions and over the slices of each third.

    A slice without epicardium keeps its place in its third and is left out of the mean. Raises
    ``SegmentsUnknownError`` where fewer than three slices have both contours.
    """
    thirds = level_slices(stack, annotations, phase_index)
    levels = tuple(
        tuple(index for index in third if _has(annotations, phase_index, index, Structure.LV_EPICARDIUM))
        for third in thirds
    )
    walls = {index: _wall(stack, annotations[phase_index, index]) for level in levels for index in level}
    is_anticlockwise = septum_is_anticlockwise(stack)
    thickness_mm = np.full(SEGMENT_COUNT, np.nan)
    for level, slices in enumerate(levels):
        around = [_around_mm(walls[index], insertion_degrees, is_anticlockwise=is_anticlockwise) for index in slices]
        known = [profile for profile in around if profile is not None]
        if known:
            numbers = segment_numbers(_ANGLES_DEGREES, level)
            for number in LEVEL_SEGMENTS[level]:
                thickness_mm[number] = np.mean(known, axis=0)[numbers == number].mean()
    crossing = tuple(index for index in sorted(walls) if not walls[index].is_nested)
    missing = tuple(index for third in thirds for index in third if index not in walls)
    return SegmentThickness(phase_index, thickness_mm, levels, crossing, missing)


def wall_measures(
    stack: CineStack, annotations: Annotations, phases: PhaseSelection, mark: RvInsertion | None
) -> WallMeasures:
    """Thickness and thickening in the segments.

    Where one of the phases lacks contours, its values are NaN and its ``problem`` says why. Raises
    ``SegmentsUnknownError`` with what the reader is to add where nothing can be had.
    """
    if mark is None:
        raise SegmentsUnknownError(
            "Mark the anterior RV insertion on one image (Contour > Mark RV insertion) to divide the wall "
            "into segments."
        )
    degrees = insertion_angle_degrees(stack, annotations, mark)
    diastolic, systolic = (
        _thickness_or_why_not(stack, annotations, phase_index, degrees)
        for phase_index in (phases.end_diastole, phases.end_systole)
    )
    if diastolic.problem and systolic.problem:
        raise SegmentsUnknownError(diastolic.problem)
    return WallMeasures(diastolic, systolic)


def unverified_text(walls: WallMeasures, is_verified: Callable[[int, int], bool]) -> str:
    """On which slices the walls rest on a contour that nobody has verified, in a sentence; empty where all are.

    ``is_verified`` is asked of a phase and a slice, both zero-based.
    """
    texts = []
    for used in (walls.end_diastolic, walls.end_systolic):
        slices = [index for index in used.slice_indices if not is_verified(used.phase_index, index)]
        if slices:
            texts.append(f"phase {used.phase_index + 1}, slices {numbers_text(slices)}")
    return f"Rests on contours that are not verified: {'; '.join(dict.fromkeys(texts))}." if texts else ""


def _thickness_or_why_not(
    stack: CineStack, annotations: Annotations, phase_index: int, insertion_degrees: float
) -> SegmentThickness:
    try:
        return segment_thickness(stack, annotations, phase_index, insertion_degrees)
    except SegmentsUnknownError as error:
        return SegmentThickness(phase_index, np.full(SEGMENT_COUNT, np.nan), ((), (), ()), (), problem=str(error))


def _wall(stack: CineStack, annotation: SliceAnnotation) -> WallChords:
    endocardium, epicardium = (annotation.contour(structure) for structure in Structure)
    assert endocardium is not None
    assert epicardium is not None
    return wall_chords(endocardium, epicardium, stack.pixel_spacing_mm)


def _around_mm(wall: WallChords, insertion_degrees: float, *, is_anticlockwise: bool) -> Values | None:
    """Thickness at ``_ANGLES_DEGREES``, from chord to chord along a straight line; None where no chord is known.

    So a chord that turns from one segment into the next takes no jump with it.
    """
    offsets = wall.middles_mm - wall.centre_mm
    angles = _angles_degrees(offsets, insertion_degrees, is_anticlockwise=is_anticlockwise)
    known = np.isfinite(wall.thickness_mm) & np.isfinite(angles)
    if not known.any():
        return None
    return np.asarray(np.interp(_ANGLES_DEGREES, angles[known], wall.thickness_mm[known], period=360))


def _middle_mm(annotation: SliceAnnotation, spacing: Values) -> Values:
    contour = annotation.contour(Structure.LV_EPICARDIUM) or annotation.contours[0]
    return centroid_px(closed_spline(contour.points_px) * spacing)
