"""Draws surfaces in software: projected and shaded by numpy, sorted by depth, filled by QPainter. No OpenGL."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from cmrstudio.domain.surfaces import CAP_RINGS, SLICE_STEPS, SurfaceMesh
from cmrstudio.gui.theme import COLOURS, THEMES, Theme, current_theme

Array = npt.NDArray[np.float64]

_SHADES = 40
_EYE_DISTANCE = 5.0
_WIDTH_SHARE = 1.25  # a heart is longer than it is wide: upright, it may be larger than the sphere round it allows
_LIGHT = np.array([-0.35, 0.55, 0.76]) / np.linalg.norm([-0.35, 0.55, 0.76])
_AMBIENT = 0.30
_INSIDE = 0.62
_EPICARDIUM_ALPHA = 72
_MERIDIAN_STEP = 6


class EpicardiumStyle(StrEnum):
    """How the epicardium lets the endocardium be seen."""

    WIRES = "wires"
    TRANSLUCENT = "translucent"
    HIDDEN = "hidden"


@dataclass(eq=False)
class Scene:
    """What is to be drawn, in the axes of the heart (mm). ``plane_mm`` [4, 3] are the corners of the present slice,
    ``outlines_mm`` its contours [n, 3] with their colours.
    """

    endocardium: SurfaceMesh | None = None
    epicardium: SurfaceMesh | None = None
    plane_mm: Array | None = None
    outlines_mm: list[tuple[Array, QColor]] = field(default_factory=list)
    epicardium_style: EpicardiumStyle = EpicardiumStyle.WIRES

    @property
    def is_empty(self) -> bool:
        """Whether there is no surface."""
        return self.endocardium is None and self.epicardium is None


@dataclass(frozen=True, eq=False)
class Camera:
    """From where one looks: ``rotation`` [3, 3] has right, up and towards the eye as rows, in the axes of the heart."""

    rotation: Array
    centre_mm: Array
    radius_mm: float
    zoom: float
    size: tuple[int, int]

    def project(self, points_mm: Array) -> Array:
        """Points [n, 3] as (x, y, depth) on the widget; depth grows towards the eye, to 1 at the sphere."""
        turned = (points_mm - self.centre_mm) @ self.rotation.T / self.radius_mm
        nearer = _EYE_DISTANCE / (_EYE_DISTANCE - np.minimum(turned[:, 2], 0.8 * _EYE_DISTANCE))
        scale = 0.5 * min(_WIDTH_SHARE * self.size[0], self.size[1]) * self.zoom * nearer
        return np.column_stack(
            [self.size[0] / 2 + turned[:, 0] * scale, self.size[1] / 2 - turned[:, 1] * scale, turned[:, 2]]
        )


@dataclass(frozen=True, eq=False)
class _Faces:
    """Quads of one surface ready to be filled: corners [m, 4, 2] and, for each [m], its depth, whether its outside is
    seen, its brush and whether it lies before the plane of the present slice.
    """

    corners: Array
    depth: Array
    outside: npt.NDArray[np.bool_]
    brush: npt.NDArray[np.int64]
    before_plane: npt.NDArray[np.bool_]


def _shades(colour: str, alpha: int = 255, darkest: float = 0.0) -> list[QBrush]:
    base = QColor(colour)
    made = []
    for step in range(_SHADES):
        share = darkest + (1 - darkest) * step / (_SHADES - 1)
        bright = max(0.0, share - 0.86) * 1.2  # a highlight that goes to white
        parts = [min(255, round(part * min(1.0, share * 1.12) + 255 * bright)) for part in base.getRgb()[:3]]
        made.append(QBrush(QColor(*parts, alpha)))
    return made


@cache
def _brushes(theme: Theme) -> tuple[list[QBrush], list[QPen]]:
    """The shades of the endocardium and then of the epicardium in a theme, and pens for the edges of the former.

    The colours of the light theme are made for thin lines on white; under a light they would be nearly black.
    """
    colours = THEMES[Theme.DARK if theme is Theme.LIGHT else theme]
    endocardium = _shades(colours.endocardium)
    brushes = [*endocardium, *_shades(colours.epicardium, _EPICARDIUM_ALPHA, darkest=0.4)]
    return brushes, [QPen(brush.color(), 1.0) for brush in endocardium]


def draw(painter: QPainter, camera: Camera, scene: Scene) -> None:
    """Draw the scene, from what is farthest to what is nearest."""
    style = scene.epicardium_style
    wires = scene.epicardium if style is EpicardiumStyle.WIRES else None
    chosen = [(scene.endocardium, 0)]
    if style is EpicardiumStyle.TRANSLUCENT:
        chosen.append((scene.epicardium, _SHADES))
    filled = [(mesh, first) for mesh, first in chosen if mesh is not None]
    faces = [_faces(mesh, camera, scene.plane_mm, first) for mesh, first in filled]
    # Only through the open base is the inside seen, and of what is translucent the outside is enough.
    into_base = bool(camera.rotation[2, 2] < 0.3)
    visible = [each.outside | (into_base and first == 0) for each, (_, first) in zip(faces, filled, strict=True)]
    if wires is not None:
        _draw_wires(painter, camera, wires, near=False)
    _fill(painter, faces, visible, before_plane=False)
    if scene.plane_mm is not None:
        _draw_plane(painter, camera, scene.plane_mm)
    _fill(painter, faces, visible, before_plane=True)
    if wires is not None:
        _draw_wires(painter, camera, wires, near=True)
    _draw_outlines(painter, camera, scene)


def _faces(mesh: SurfaceMesh, camera: Camera, plane_mm: Array | None, first_brush: int) -> _Faces:
    on_screen = camera.project(mesh.vertices_mm)
    corners = on_screen[mesh.quads]
    space = mesh.vertices_mm[mesh.quads]
    normals = np.cross(space[:, 2] - space[:, 0], space[:, 3] - space[:, 1])
    flat = corners[:, 2, 0] == corners[:, 3, 0]
    normals[flat] = np.cross(space[flat, 1] - space[flat, 0], space[flat, 2] - space[flat, 0])
    normals = normals @ camera.rotation.T
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    one, two = corners[:, 2, :2] - corners[:, 0, :2], corners[:, 3, :2] - corners[:, 1, :2]
    outside = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] < 0  # y goes down on the screen
    light = np.where(outside, normals @ _LIGHT, -(normals @ _LIGHT))
    brightness = (_AMBIENT + (1 - _AMBIENT) * np.clip(light, 0, 1)) * np.where(outside, 1.0, _INSIDE)
    brush = first_brush + np.clip(np.rint(brightness * (_SHADES - 1)), 0, _SHADES - 1).astype(np.int64)
    before = np.zeros(len(mesh.quads), bool)
    if plane_mm is not None:
        # A slice's plane parts what is before it from what is behind it, whatever lies where along it.
        towards_apex = camera.rotation[2, 2] > 0
        before = (space[:, :, 2].mean(axis=1) > plane_mm[0, 2]) == towards_apex
    return _Faces(corners[:, :, :2], corners[:, :, 2].mean(axis=1), outside, brush, before)


def _fill(
    painter: QPainter, surfaces: list[_Faces], visible: list[npt.NDArray[np.bool_]], *, before_plane: bool
) -> None:
    chosen = [
        (faces, np.flatnonzero((faces.before_plane == before_plane) & seen))
        for faces, seen in zip(surfaces, visible, strict=True)
    ]
    if not chosen:
        return
    depth = np.concatenate([faces.depth[index] for faces, index in chosen])
    order = np.argsort(depth, kind="stable")
    corners = np.concatenate([faces.corners[index] for faces, index in chosen])[order].tolist()
    brushes = np.concatenate([faces.brush[index] for faces, index in chosen])[order].tolist()
    all_brushes, edges = _brushes(current_theme())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    drawn_with = -1
    for quad, brush in zip(corners, brushes, strict=True):
        if brush != drawn_with:
            painter.setBrush(all_brushes[brush])
            # A line in the same colour closes the cracks between solid quads; on translucent ones it would show.
            painter.setPen(edges[brush] if brush < _SHADES else Qt.PenStyle.NoPen)
            drawn_with = brush
        painter.drawConvexPolygon([QPointF(x, y) for x, y in quad])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _draw_wires(painter: QPainter, camera: Camera, mesh: SurfaceMesh, *, near: bool) -> None:
    """Rings and meridians of a surface: those turned away from the eye thin and dim, before all else."""
    count = mesh.ring_points
    rings = len(mesh.vertices_mm) // count
    places = camera.project(mesh.vertices_mm)
    grid = places[: rings * count, :2].reshape(rings, count, 2)
    faces = _faces(mesh, camera, None, 0)
    outside = faces.outside[: (rings - 1) * count].reshape(rings - 1, count)
    colour = QColor(COLOURS.epicardium)
    colour.setAlpha(190 if near else 70)
    painter.setPen(QPen(colour, 1.2 if near else 0.8))
    lines = []
    for index in range(0, rings - CAP_RINGS, SLICE_STEPS):
        facing = outside[min(index, rings - 2)] == near
        lines += _runs(np.concatenate([grid[index], grid[index][:1]]), facing)
    for index in range(0, count, _MERIDIAN_STEP):
        meridian = np.concatenate([grid[:, index], places[-1:, :2]])
        facing = np.append(outside[:, index], outside[-1, index]) == near
        lines += _runs(meridian, facing)
    for line in lines:
        painter.drawPolyline([QPointF(x, y) for x, y in line.tolist()])


def _runs(line: Array, wanted: npt.NDArray[np.bool_]) -> list[Array]:
    """The parts of a line [n + 1, 2] whose pieces [n] are wanted."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted, [False]]).astype(np.int8)))
    return [line[start : end + 1] for start, end in edges.reshape(-1, 2)]


def _draw_plane(painter: QPainter, camera: Camera, plane_mm: Array) -> None:
    colour = QColor(COLOURS.accent)
    fill = QColor(colour)
    fill.setAlpha(36)
    painter.setBrush(fill)
    painter.setPen(QPen(colour, 1.2))
    painter.drawPolygon(_polygon(camera.project(plane_mm)))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_outlines(painter: QPainter, camera: Camera, scene: Scene) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for outline_mm, colour in scene.outlines_mm:
        line = _polygon(camera.project(outline_mm))
        for pen in (QPen(QColor(COLOURS.background), 3.4), QPen(colour, 1.8)):
            painter.setPen(pen)
            painter.drawPolygon(line)


def _polygon(places: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y, _ in places.tolist()])
