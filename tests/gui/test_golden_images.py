"""Cine, matrix and volume curve look as the pictures that are kept of them, and a picture tells what is wrong."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.study_pictures import StudyPictures
from cmrstudio.gui.theme import Theme, apply_theme
from cmrstudio.gui.views import contour_graphics, matrix_mosaic
from cmrstudio.gui.views.cine_view import CineView, EditTool
from cmrstudio.gui.views.matrix_view import MatrixView
from cmrstudio.gui.views.volume_curve import VolumeCurve
from tests.golden import TOLERATED, assert_looks_as_kept, golden, picture_of, plain_font, share_that_differs
from tests.gui.layout_hand import circle, draw

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
VOLUMES_ML = 90 + 45 * np.cos(np.linspace(0, 2 * np.pi, 25, endpoint=False))


@pytest.fixture(autouse=True, scope="module")
def shipped_font(qapp):
    """The same letters on every machine, in the dark theme."""
    font, palette = qapp.font(), qapp.palette()
    qapp.setFont(plain_font())
    apply_theme(qapp, Theme.DARK)
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


def assert_differs(drawn, name: str) -> None:
    assert share_that_differs(drawn, golden(name)) > 2 * TOLERATED


class TestComparison:
    def test_the_same_a_fifth_of_a_pixel_further_is_the_same(self):
        picture = golden("volume_curve")
        rows, columns = picture.shape[:2]
        move = np.array([[1, 0, 0.2], [0, 1, 0.2]])
        further = cv2.warpAffine(picture, move, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
        assert share_that_differs(further, picture) <= TOLERATED

    def test_three_pixels_further_is_not(self):
        picture = golden("volume_curve")
        assert share_that_differs(np.roll(picture, 3, axis=0), picture) > 2 * TOLERATED

    def test_another_size_is_not(self):
        picture = golden("volume_curve")
        assert share_that_differs(picture[:-1], picture) == 1.0


class TestCine:
    @pytest.fixture
    def cine(self, qtbot, make_study) -> CineView:
        stack = make_study(4, 3).short_axis.stack
        made = CineView()
        qtbot.addWidget(made)
        made.resize(400, 400)
        made.show()
        made.set_image(stack.pixels[0, 1], stack.pixel_spacing_mm)
        made.set_window_level(900.0, 500.0)
        made.set_orientation_markers("H", "F", "A", "P")
        made.set_corner_text("Phantom", "Slice 2 of 3", "", "Phase 1 of 4")
        made.set_tool(EditTool.CONTROL_POINTS)
        self.show(made)
        return made

    @staticmethod
    def show(cine: CineView, endo_px: float = 11.5, structures=(ENDO, EPI)) -> None:
        radii = {ENDO: endo_px, EPI: 17.0}
        contours = tuple(Contour(one, circle(radii[one]), "unet@1.0.0") for one in structures)
        cine.set_contours(contours, ContourState.PREDICTED)
        QApplication.processEvents()

    def test_it_looks_as_kept(self, cine, tmp_path):
        assert_looks_as_kept(picture_of(cine), "cine", tmp_path)

    def test_a_missing_contour_is_seen(self, cine):
        self.show(cine, structures=(ENDO,))
        assert_differs(picture_of(cine), "cine")

    def test_a_contour_that_is_half_a_millimetre_too_large_is_seen(self, cine):
        self.show(cine, endo_px=11.5 + 0.5 / 1.5 * 2)
        assert_differs(picture_of(cine), "cine")

    def test_swapped_colours_are_seen(self, cine, monkeypatch):
        colours = contour_graphics.STRUCTURE_COLOURS
        for structure, other in ((ENDO, colours[EPI]), (EPI, colours[ENDO])):
            monkeypatch.setitem(colours, structure, other)
        self.show(cine, structures=())
        self.show(cine)
        assert_differs(picture_of(cine), "cine")

    def test_another_state_is_seen(self, cine):
        cine.set_contours(cine.contours(), ContourState.VERIFIED)
        QApplication.processEvents()
        assert_differs(picture_of(cine), "cine")


class TestMatrix:
    @pytest.fixture
    def matrix(self, qtbot, session) -> MatrixView:
        pictures = StudyPictures(session)
        made = MatrixView(pictures)
        qtbot.addWidget(made)
        made.resize(620, 340)
        made.show()
        draw(session, *[(phase, slice_) for phase in range(10) for slice_ in range(1, 4)], quality=0.9)
        draw(session, (3, 0), (7, 4), quality=0.4)
        session.choose_phases(session.phases.with_end_diastole(0).with_end_systole(4), "Set phases")
        session.go_to(2, 2)
        self.settle(qtbot, made)
        return made

    @staticmethod
    def settle(qtbot, matrix) -> None:
        qtbot.waitUntil(lambda: matrix.mosaic.is_current and not matrix.mosaic.image.isNull())
        QApplication.processEvents()

    def test_it_looks_as_kept(self, matrix, tmp_path):
        assert_looks_as_kept(picture_of(matrix), "matrix", tmp_path)

    def test_the_missing_contours_of_one_image_are_seen(self, qtbot, session, matrix):
        session.place([session.annotation((5, 2)).without(ENDO).without(EPI)], "Clear")
        self.settle(qtbot, matrix)
        assert_differs(picture_of(matrix), "matrix")

    def test_another_phase_at_end_systole_is_seen(self, qtbot, session, matrix):
        session.choose_phases(session.phases.with_end_systole(5), "Set phases")
        self.settle(qtbot, matrix)
        assert_differs(picture_of(matrix), "matrix")

    def test_swapped_colours_are_seen(self, qtbot, matrix, monkeypatch):
        colours = matrix_mosaic.LINE_COLOURS
        for structure, other in ((ENDO, colours[EPI]), (EPI, colours[ENDO])):
            monkeypatch.setitem(colours, structure, other)
        matrix._pictures.restyled.emit()
        self.settle(qtbot, matrix)
        assert_differs(picture_of(matrix), "matrix")


class TestVolumeCurve:
    @pytest.fixture
    def curve(self, qtbot, make_study) -> VolumeCurve:
        made = VolumeCurve()
        qtbot.addWidget(made)
        made.resize(600, 200)
        made.show()
        self.show(made)
        return made

    @staticmethod
    def show(curve: VolumeCurve, volumes_ml=VOLUMES_ML, end_systole: int = 12) -> None:
        curve.show_measures(volumes_ml, PhaseSelection(0, end_systole))
        curve.show_phase(6)
        QApplication.processEvents()

    def test_it_looks_as_kept(self, curve, tmp_path):
        assert_looks_as_kept(picture_of(curve), "volume_curve", tmp_path)

    def test_a_shifted_curve_is_seen(self, curve):
        self.show(curve, VOLUMES_ML + 3)
        assert_differs(picture_of(curve), "volume_curve")

    def test_one_other_volume_is_seen(self, curve):
        other = VOLUMES_ML.copy()
        other[5] += 6
        self.show(curve, other)
        assert_differs(picture_of(curve), "volume_curve")

    def test_another_end_systole_is_seen(self, curve):
        self.show(curve, end_systole=13)
        assert_differs(picture_of(curve), "volume_curve")

    def test_another_colour_is_seen(self, qapp, curve):
        curve._curve.setPen(curve._marks["ED"].pen)
        assert_differs(picture_of(curve), "volume_curve")
