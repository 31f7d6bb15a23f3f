"""Keeps the surfaces showing the phase and the slice of the session, while they can be seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QColor

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.geometry import closed_spline
from cmrstudio.domain.surfaces import HeartFrame, SurfaceMesh, heart_frame, ventricle_surface
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession
from cmrstudio.gui.theme import COLOURS, theme_changes
from cmrstudio.gui.translation import language_changes, tr
from cmrstudio.gui.views.surface_drawing import Scene
from cmrstudio.gui.views.surface_view import SurfacePanel

_STRUCTURES = (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM)
_PLANE_MARGIN = 1.12
EDITS_MS = 20
"""How long edits gather before they are lofted and drawn: a drag must not wait for that at each of its steps."""

Surfaces = dict[Structure, SurfaceMesh | None]
Contours = dict[int, tuple[Contour, ...]]
"""Those of one phase by slice index."""


class SurfacePresenter(QObject):
    """Lofts the contours of a phase when that phase is first seen, and again when one of them has changed.

    The camera keeps to the sphere round the heart at end-diastole, so that the heart beats in its place.
    """

    def __init__(self, session: ReadingSession, panel: SurfacePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._panel = session, panel
        self._frame: HeartFrame | None = None
        self._lofted: dict[int, tuple[Contours, Surfaces]] = {}
        self._framed_by: Surfaces | None = None
        self._edits = QTimer(self)
        self._edits.setSingleShot(True)
        self._edits.setInterval(EDITS_MS)
        self._edits.timeout.connect(self._show)
        session.study_opened.connect(self._forget)
        session.study_closed.connect(self._forget)
        session.study_completed.connect(self._forget)
        session.position_changed.connect(self._show)
        session.phases_changed.connect(self._show)
        session.annotations_changed.connect(self._take_annotations)
        panel.view.shown_changed.connect(self._show)
        panel.styles.currentIndexChanged.connect(self._show)
        theme_changes.changed.connect(self._show)
        language_changes.changed.connect(self._show)

    @property
    def lofted_phases(self) -> frozenset[int]:
        """The phases whose surfaces are in memory."""
        return frozenset(self._lofted)

    @Slot()
    def _forget(self) -> None:
        self._lofted.clear()
        self._frame = self._framed_by = None
        self._show()

    @Slot(object)
    def _take_annotations(self, keys: set[Key]) -> None:
        """A word of verification changes no contour, and so no surface."""
        changed = {phase for phase in {phase_index for phase_index, _ in keys} if not self._is_lofted_as_drawn(phase)}
        for phase_index in changed:
            self._lofted.pop(phase_index, None)
        is_needed = not changed.isdisjoint({self._session.position[0], self._session.phases.end_diastole})
        if is_needed and not self._edits.isActive():
            self._edits.start()

    @Slot()
    def _show(self, *_: object) -> None:
        self._edits.stop()
        if not self._panel.view.isVisible():
            return
        stack = self._session.stack
        if stack is None:
            self._panel.caption.setText("")
            self._panel.view.show_scene(Scene(), "No study is open.")
            return
        if self._frame is None:
            self._frame = heart_frame(stack)
        phase_index, slice_index = self._session.position
        here = self._surfaces_of(phase_index)
        scene = Scene(
            here[Structure.LV_ENDOCARDIUM],
            here[Structure.LV_EPICARDIUM],
            epicardium_style=self._panel.style_chosen,
        )
        self._set_camera(here)
        if not scene.is_empty:
            scene.plane_mm = self._plane(here, slice_index)
            scene.outlines_mm = self._outlines(phase_index, slice_index)
        self._panel.caption.setText(self._caption(phase_index, slice_index))
        self._panel.view.show_scene(
            scene,
            "Surfaces need contours on at least two slices of this phase.\n\n"
            "Segment the study (Segment > Segment the study), or draw them.",
        )

    def _surfaces_of(self, phase_index: int) -> Surfaces:
        if phase_index not in self._lofted:
            drawn = self._drawn(phase_index)
            surfaces = {structure: ventricle_surface(self._frame, drawn, structure) for structure in _STRUCTURES}
            self._lofted[phase_index] = _contours(drawn), surfaces
        return self._lofted[phase_index][1]

    def _is_lofted_as_drawn(self, phase_index: int) -> bool:
        lofted = self._lofted.get(phase_index)
        return lofted is not None and lofted[0] == _contours(self._drawn(phase_index))

    def _drawn(self, phase_index: int) -> dict[int, SliceAnnotation]:
        annotations = self._session.annotations.items()
        return {slice_index: annotation for (phase, slice_index), annotation in annotations if phase == phase_index}

    def _set_camera(self, here: Surfaces) -> None:
        at_end_diastole = self._surfaces_of(self._session.phases.end_diastole)
        chosen = at_end_diastole if any(at_end_diastole.values()) else here
        if chosen is self._framed_by or not any(chosen.values()):
            return
        self._framed_by = chosen
        points = np.concatenate([surface.vertices_mm for surface in chosen.values() if surface is not None])
        centre = (points.min(axis=0) + points.max(axis=0)) / 2
        radius_mm = float(np.linalg.norm(points - centre, axis=1).max())
        self._panel.view.set_frame(self._frame, centre, 1.02 * radius_mm)

    def _plane(self, here: Surfaces, slice_index: int) -> np.ndarray:
        """The corners of the present slice about the widest surface."""
        points = np.concatenate([surface.vertices_mm[:, :2] for surface in here.values() if surface is not None])
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        half = _PLANE_MARGIN * (points.max(axis=0) - points.min(axis=0)).max() / 2
        corners = middle + half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        return np.column_stack([corners, np.full(4, self._frame.place([[0, 0]], slice_index)[0, 2])])

    def _outlines(self, phase_index: int, slice_index: int) -> list[tuple[np.ndarray, QColor]]:
        annotation = self._session.annotation((phase_index, slice_index))
        return [
            (self._frame.place(closed_spline(contour.points_px, 4), slice_index), QColor(colour))
            for structure, colour in zip(_STRUCTURES, (COLOURS.edited, COLOURS.epicardium), strict=True)
            if (contour := annotation.contour(structure)) is not None
        ]

    def _caption(self, phase_index: int, slice_index: int) -> str:
        stack = self._session.stack
        drawn = sum(
            1
            for index in range(stack.slice_count)
            if self._session.annotation((phase_index, index)).contour(Structure.LV_ENDOCARDIUM) is not None
        )
        return tr(
            "Phase {phase} of {phases}, endocardium on {drawn} of {slices} slices; the blue plane is slice {slice}. "
            "Between the slices it is interpolated."
        ).format(
            phase=phase_index + 1,
            phases=stack.phase_count,
            drawn=drawn,
            slices=stack.slice_count,
            slice=slice_index + 1,
        )


def _contours(drawn: dict[int, SliceAnnotation]) -> Contours:
    return {slice_index: annotation.contours for slice_index, annotation in drawn.items()}
