"""The drawings of a report, as shapes that PDF and HTML draw alike: the volume-time curve and the bull's-eye.

Lengths are in points, y runs downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reading_report import BullsEye, PhaseRow

INK = "#1f2933"
MUTED = "#5f6c7b"
RULE = "#d5dbe2"
CURVE = "#1f5f99"
MARK = "#9a5b00"
UNKNOWN_FILL = "#eceff3"
SCALE = ("#f3f7fb", "#bcd7ee", "#6aaed6", "#2b7bba", "#08447e")
"""From low to high: lighter to darker, so that it is read in black and white too."""

Point = tuple[float, float]

CHART_SIZE = (500.0, 165.0)
PLOT = (46.0, 14.0, 488.0, 130.0)
EYE_SIZE = (166.0, 210.0)
EYE_CENTRE = (80.0, 99.0)
RING_RADII = (70.0, 52.0, 34.0, 15.0)
RINGS = (6, 6, 4)
"""Segments in the basal, mid and apical ring; the first of each is anterior, at the top."""
TOP_DEGREES = 90.0
SEGMENT_COUNTS = (16, 17)


@dataclass(frozen=True)
class Line:
    """A straight line."""

    start: Point
    end: Point
    colour: str = RULE
    width: float = 0.6
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Path:
    """A line through points; closed and filled where ``fill`` is given."""

    points: tuple[Point, ...]
    colour: str = INK
    width: float = 1.0
    fill: str = ""


@dataclass(frozen=True)
class Dot:
    """A filled disc."""

    centre: Point
    radius: float
    colour: str = INK


@dataclass(frozen=True)
class Label:
    """A line of text; ``anchor`` is "start", "middle" or "end"."""

    place: Point
    text: str
    size: float = 8.0
    colour: str = INK
    anchor: str = "middle"
    is_bold: bool = False
    is_upright: bool = False


Shape = Line | Path | Dot | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes in a box of ``size`` (width, height); ``title`` says in words what is drawn."""

    size: tuple[float, float]
    shapes: tuple[Shape, ...]
    title: str


def volume_curve(volumes: Sequence[PhaseRow], phases: PhaseSelection) -> Drawing:
    """The LV volume over the cardiac cycle with end-diastole and end-systole; unknown volumes are gaps."""
    times = [row.time_ms for row in volumes]
    in_time = all(late > early for early, late in pairwise(times)) and len(times) > 1
    places = times if in_time else [float(row.phase_index + 1) for row in volumes]
    known = [row.volume_ml for row in volumes if row.volume_ml is not None]
    across, up = _axis(places, PLOT[0], PLOT[2], from_zero=in_time), _axis([0.0, *known], PLOT[3], PLOT[1])
    shapes: list[Shape] = [*_grid(across, up, "Time after the R wave (ms)" if in_time else "Phase")]
    marks = (("ED", phases.end_diastole), ("ES", phases.end_systole))
    for name, index in marks:
        x = across.place(places[index])
        volume = volumes[index].volume_ml
        text = f"{name}  phase {index + 1}" + ("" if volume is None else f"  ·  {volume:.1f} ml")
        anchor = "start" if x < (PLOT[0] + PLOT[2]) / 2 else "end"
        shapes.append(Line((x, PLOT[1]), (x, PLOT[3]), MARK, 0.8, (3, 2)))
        shapes.append(Label((x + (5 if anchor == "start" else -5), PLOT[1] + 7), text, 7.5, MARK, anchor, is_bold=True))
    for run in _runs(volumes):
        points = tuple((across.place(places[row.phase_index]), up.place(row.volume_ml or 0.0)) for row in run)
        shapes += [Path(points, CURVE, 1.6)] if len(points) > 1 else []
        shapes += [Dot(point, 1.9, CURVE) for point in points]
    return Drawing(CHART_SIZE, tuple(shapes), "LV volume over the cardiac cycle")


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float
    start: float
    end: float
    step: float

    def place(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [index * self.step for index in range(first, last + 1)]


def _axis(values: Sequence[float], start: float, end: float, *, from_zero: bool = True) -> _Axis:
    low, high = (0.0 if from_zero else min(values)), max(values)
    high = high if high > low else low + 1.0
    rough = (high - low) / (8 if abs(end - start) > 200 else 5)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * 0.999)
    is_height = end < start
    return _Axis(low, math.ceil(high * 1.06 / step) * step if is_height else high, start, end, step)


def _grid(across: _Axis, up: _Axis, name: str) -> Iterator[Shape]:
    for value in up.ticks:
        y = up.place(value)
        yield Line((PLOT[0], y), (PLOT[2], y))
        yield Label((PLOT[0] - 5, y + 2.7), f"{value:g}", 7.5, MUTED, "end")
    for value in across.ticks:
        x = across.place(value)
        yield Line((x, PLOT[3]), (x, PLOT[3] + 3), MUTED)
        yield Label((x, PLOT[3] + 12), f"{value:g}", 7.5, MUTED)
    yield Line((PLOT[0], PLOT[3]), (PLOT[2], PLOT[3]), MUTED, 0.8)
    yield Label(((PLOT[0] + PLOT[2]) / 2, PLOT[3] + 26), name, 7.5, MUTED)
    yield Label((10, (PLOT[1] + PLOT[3]) / 2), "LV volume (ml)", 7.5, MUTED, is_upright=True)


def _runs(volumes: Sequence[PhaseRow]) -> list[list[PhaseRow]]:
    """Phases with a known volume, those next to each other together."""
    runs: list[list[PhaseRow]] = []
    for row in volumes:
        if row.volume_ml is None:
            continue
        if runs and runs[-1][-1].phase_index + 1 == row.phase_index:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def bulls_eye(eye: BullsEye) -> Drawing:
    """The segments of the left ventricle seen from the apex, base outside, with the septum on the left.

    Segments as in Cerqueira MD et al., Circulation 105:539 (2002). Raises ``ValueError`` unless there are 16 or 17.
    """
    if len(eye.values) not in SEGMENT_COUNTS:
        raise ValueError(f"A bull's-eye has 16 or 17 values, not {len(eye.values)}.")
    known = [value for value in eye.values if value is not None and math.isfinite(value)]
    low, high = eye.value_range or ((min(known), max(known)) if known else (0.0, 1.0))
    shapes: list[Shape] = [Label((4, 10), f"{eye.title} ({eye.unit})", 8.0, INK, "start", is_bold=True)]
    for outline, place, value in zip(*_segments(len(eye.values)), eye.values, strict=True):
        is_known = value is not None and math.isfinite(value)
        share = (value - low) / (high - low) if is_known and value is not None and high > low else 0.5
        shapes.append(Path(outline, "#ffffff", 1.2, shade(share) if is_known else UNKNOWN_FILL))
        ink = "#ffffff" if is_known and share > 0.55 else INK
        text = f"{value:z.{eye.decimals}f}" if is_known else "–"
        shapes.append(Label((place[0], place[1] + 2.7), text, 7.5, ink, is_bold=True))
    shapes += _names() + _scale(low, high, eye)
    return Drawing(EYE_SIZE, tuple(shapes), f"{eye.title} in {len(eye.values)} segments ({eye.unit})")


def shade(share: float) -> str:
    """The colour of the scale at 0 (low) to 1 (high)."""
    position = min(max(share, 0.0), 1.0) * (len(SCALE) - 1)
    index = min(int(position), len(SCALE) - 2)
    pairs = zip(_rgb(SCALE[index]), _rgb(SCALE[index + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (position - index)):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _segments(count: int) -> tuple[list[tuple[Point, ...]], list[Point]]:
    """Outlines of the segments in their order, and where their values stand."""
    outlines, places = [], []
    innermost = 0.0 if count == 16 else RING_RADII[3]
    for ring, parts in enumerate(RINGS):
        outer, inner = RING_RADII[ring], RING_RADII[ring + 1] if ring < 2 else innermost
        width = 360 / parts
        for part in range(parts):
            middle = TOP_DEGREES + part * width  # anterior first, then by way of the septum
            edges = [middle - width / 2 + width * step / 24 for step in range(25)]
            outlines.append((*(_on_ring(outer, a) for a in edges), *(_on_ring(inner, a) for a in reversed(edges))))
            places.append(_on_ring((outer + max(inner, 12.0)) / 2, middle))
    if count == 17:
        outlines.append(tuple(_on_ring(innermost, 360 * step / 48) for step in range(48)))
        places.append(EYE_CENTRE)
    return outlines, places


def _on_ring(radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return EYE_CENTRE[0] + radius * math.cos(angle), EYE_CENTRE[1] - radius * math.sin(angle)


def _names() -> list[Shape]:
    x, y = EYE_CENTRE
    return [
        Label((x, y - RING_RADII[0] - 3), "Anterior", 6.5, MUTED),
        Label((x, y + RING_RADII[0] + 8), "Inferior", 6.5, MUTED),
        Label((7.0, y), "Septal", 6.5, MUTED, is_upright=True),
        Label((2 * x - 2.5, y), "Lateral", 6.5, MUTED, is_upright=True),
    ]


def _scale(low: float, high: float, eye: BullsEye) -> list[Shape]:
    """The colours below the eye, from low to high."""
    left, top, width, height = 20.0, 186.0, 120.0, 7.0
    steps = 30
    shapes: list[Shape] = []
    for step in range(steps):
        x0, x1 = left + width * step / steps, left + width * (step + 1) / steps
        colour = shade((step + 0.5) / steps)
        shapes.append(Path(((x0, top), (x1, top), (x1, top + height), (x0, top + height)), colour, 0.4, colour))
    for value, x in ((low, left), ((low + high) / 2, left + width / 2), (high, left + width)):
        shapes.append(Label((x, top + height + 9), f"{value:z.{eye.decimals}f}", 6.5, MUTED))
    return shapes
