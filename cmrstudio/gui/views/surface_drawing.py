"""Draws surfaces in software: projected and shaded by numpy, sorted by depth, filled by OpenCV. No OpenGL."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from cmrstudio.domain.surfaces import CAP_RINGS, SLICE_STEPS, SurfaceMesh
from cmrstudio.gui.theme import COLOURS, THEMES, Theme, current_theme

Array = npt.NDArray[np.float64]

_SHADES = 40
_EYE_DISTANCE = 5.0
_WIDTH_SHARE = 1.25  # a heart is longer than it is wide: upright, it may be larger than the sphere round it allows
_LIGHT = np.array([-0.35, 0.55, 0.76]) / np.linalg.norm([-0.35, 0.55, 0.76])
_AMBIENT = 0.30
_INSIDE = 0.62
_EPICARDIUM_OPACITY = 0.28
_SUBPIXEL_BITS = 4
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
    seen, its shade and whether it lies before the plane of the present slice.
    """

    corners: Array
    depth: Array
    outside: npt.NDArray[np.bool_]
    shade: npt.NDArray[np.int64]
    before_plane: npt.NDArray[np.bool_]


def _shades(colour: str, darkest: float = 0.0) -> list[tuple[int, ...]]:
    """A colour from dark to bright, each as (blue, green, red, opaque), which is how an image keeps its pixels."""
    base = QColor(colour)
    made = []
    for step in range(_SHADES):
        share = darkest + (1 - darkest) * step / (_SHADES - 1)
        bright = max(0.0, share - 0.86) * 1.2  # a highlight that goes to white
        parts = [min(255, round(part * min(1.0, share * 1.12) + 255 * bright)) for part in base.getRgb()[:3]]
        made.append((*parts[::-1], 255))
    return made


@cache
def _colours(theme: Theme) -> list[tuple[int, ...]]:
    """The shades of the endocardium and then of the epicardium in a theme.

    The colours of the light theme are made for thin lines on white; under a light they would be nearly black.
    """
    colours = THEMES[Theme.DARK if theme is Theme.LIGHT else theme]
    return [*_shades(colours.endocardium), *_shades(colours.epicardium, darkest=0.4)]


def draw(painter: QPainter, camera: Camera, scene: Scene) -> None:
    """Draw the scene, from what is farthest to what is nearest."""
    style = scene.epicardium_style
    far_wires, near_wires = [], []
    if style is EpicardiumStyle.WIRES and scene.epicardium is not None:
        far_wires, near_wires = _wires(camera, scene.epicardium)
    solid = None if scene.endocardium is None else _faces(scene.endocardium, camera, scene.plane_mm)
    film = None
    if style is EpicardiumStyle.TRANSLUCENT and scene.epicardium is not None:
        film = _faces(scene.epicardium, camera, scene.plane_mm, _SHADES)
    # Only through the open base is the inside seen, and of what is translucent the outside is enough.
    into_base = bool(camera.rotation[2, 2] < 0.3)
    _draw_wires(painter, far_wires, near=False)
    for before_plane in (False, True):
        if before_plane and scene.plane_mm is not None:
            _draw_plane(painter, camera, scene.plane_mm)
        if solid is not None:
            _fill(painter, camera, solid, (solid.before_plane == before_plane) & (solid.outside | into_base))
        if film is not None:
            painter.setOpacity(_EPICARDIUM_OPACITY)
            _fill(painter, camera, film, (film.before_plane == before_plane) & film.outside)
            painter.setOpacity(1.0)
    _draw_wires(painter, near_wires, near=True)
    _draw_outlines(painter, camera, scene)


def _faces(mesh: SurfaceMesh, camera: Camera, plane_mm: Array | None, first_shade: int = 0) -> _Faces:
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
    shade = first_shade + np.clip(np.rint(brightness * (_SHADES - 1)), 0, _SHADES - 1).astype(np.int64)
    before = np.zeros(len(mesh.quads), bool)
    if plane_mm is not None:
        # A slice's plane parts what is before it from what is behind it, whatever lies where along it.
        towards_apex = camera.rotation[2, 2] > 0
        before = (space[:, :, 2].mean(axis=1) > plane_mm[0, 2]) == towards_apex
    return _Faces(corners[:, :, :2], corners[:, :, 2].mean(axis=1), outside, shade, before)


def _fill(painter: QPainter, camera: Camera, faces: _Faces, chosen: npt.NDArray[np.bool_]) -> None:
    """Fill some faces of a surface, the farthest first; each covers its edges, so that there are no cracks."""
    ratio = painter.device().devicePixelRatioF()
    columns, rows = (round(side * ratio) for side in camera.size)
    layer = np.zeros((rows, columns, 4), np.uint8)
    index = np.flatnonzero(chosen)
    index = index[np.argsort(faces.depth[index], kind="stable")]
    # The middle of a pixel is a whole number for OpenCV, and a half for Qt.
    corners = np.rint((faces.corners[index] * ratio - 0.5) * 2**_SUBPIXEL_BITS).astype(np.int32)
    colours = _colours(current_theme())
    for quad, shade in zip(corners, faces.shade[index].tolist(), strict=True):
        cv2.fillConvexPoly(layer, quad, colours[shade], cv2.LINE_8, _SUBPIXEL_BITS)
    image = QImage(layer.data, columns, rows, layer.strides[0], QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(0, 0, image)


def _wires(camera: Camera, mesh: SurfaceMesh) -> tuple[list[Array], list[Array]]:
    """Rings and meridians of a surface as lines [n, 2]: those turned away from the eye, and those turned to it."""
    count = mesh.ring_points
    rings = len(mesh.vertices_mm) // count
    places = camera.project(mesh.vertices_mm)
    grid = places[: rings * count, :2].reshape(rings, count, 2)
    faces = _faces(mesh, camera, None)
    outside = faces.outside[: (rings - 1) * count].reshape(rings - 1, count)
    far, near = [], []
    for index in range(0, rings - CAP_RINGS, SLICE_STEPS):
        ring, facing = np.concatenate([grid[index], grid[index][:1]]), outside[min(index, rings - 2)]
        far += _runs(ring, ~facing)
        near += _runs(ring, facing)
    for index in range(0, count, _MERIDIAN_STEP):
        meridian = np.concatenate([grid[:, index], places[-1:, :2]])
        facing = np.append(outside[:, index], outside[-1, index])
        far += _runs(meridian, ~facing)
        near += _runs(meridian, facing)
    return far, near


def _draw_wires(painter: QPainter, lines: list[Array], *, near: bool) -> None:
    """Those turned away from the eye are thin and dim, and drawn before all else."""
    colour = QColor(COLOURS.epicardium)
    colour.setAlpha(190 if near else 70)
    painter.setPen(QPen(colour, 1.2 if near else 0.8))
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
