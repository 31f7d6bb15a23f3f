"""The surfaces in space: drawn in software, turned and zoomed by hand, and beating with the cine while seen."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.surfaces import heart_frame, ventricle_surface
from cmrstudio.domain.verification import ContourState, Verification
from cmrstudio.gui.controllers.surface_presenter import EDITS_MS, SurfacePresenter
from cmrstudio.gui.features.surfaces import PANEL_TITLE
from cmrstudio.gui.theme import COLOURS, THEMES, Theme, theme_changes
from cmrstudio.gui.views.surface_drawing import EpicardiumStyle
from cmrstudio.gui.views.surface_view import SurfacePanel, SurfaceView, side_view
from tests.gui.conftest import ring

ENDO, EPI = Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM
NO_BUTTON, LEFT, NO_KEY = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(qtbot, session) -> SurfacePanel:
    made = SurfacePanel()
    qtbot.addWidget(made)
    made.presenter = SurfacePresenter(session, made, made)
    made.resize(420, 640)
    return made


@pytest.fixture
def view(panel) -> SurfaceView:
    return panel.view


def draw_phase(session, phase_index: int, endocardium_px: float = 9.0, slices=range(5)) -> None:
    uid = session.series.series_uid
    session.place(
        [
            SliceAnnotation(
                uid,
                phase_index,
                index,
                (
                    Contour(ENDO, ring(endocardium_px - index), "unet@1.0.0"),
                    Contour(EPI, ring(14.0 - index), "unet@1.0.0"),
                ),
            )
            for index in slices
        ],
        None,
    )


def shown(qtbot, panel) -> None:
    panel.show()
    qtbot.waitExposed(panel)
    QApplication.processEvents()


def colours(view) -> tuple[int, int, int]:
    """How many pixels are clearly red, green and blue."""
    image = view.grab().toImage()
    found = [0, 0, 0]
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            parts = image.pixelColor(x, y).getRgb()[:3]
            strongest = int(np.argmax(parts))
            if parts[strongest] > 15 + sorted(parts)[1]:
                found[strongest] += 1
    return tuple(found)


def send_mouse(view, kind, place, button, held) -> None:
    QApplication.sendEvent(
        view, QMouseEvent(kind, QPointF(place), view.mapToGlobal(QPointF(place)), button, held, NO_KEY)
    )


def drag(view, start, end) -> None:
    QTest.mousePress(view, LEFT, NO_KEY, QPoint(*start))
    for share in (0.5, 1.0):
        place = QPointF(*(np.array(start) * (1 - share) + np.array(end) * share).tolist())
        send_mouse(view, QEvent.Type.MouseMove, place, NO_BUTTON, LEFT)
    QTest.mouseRelease(view, LEFT, NO_KEY, QPoint(*end))


def wheel(view, delta: int) -> QWheelEvent:
    place = QPointF(view.rect().center())
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, delta),
        NO_BUTTON,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    return event


def test_endocardium_is_red_epicardium_green_and_the_slice_blue(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    red, green, _ = colours(view)
    assert red > 1000
    assert green > 100
    view.scene.epicardium = None
    view.scene.outlines_mm = []
    assert colours(view)[1] == 0


@pytest.mark.parametrize("style", list(EpicardiumStyle))
def test_the_reader_chooses_how_the_epicardium_is_drawn(qtbot, session, panel, view, style) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    panel.styles.setCurrentIndex(panel.styles.findData(style))
    assert view.scene.epicardium_style is style
    view.scene.outlines_mm = []
    assert (colours(view)[1] > 0) == (style is not EpicardiumStyle.HIDDEN)


def test_the_present_slice_is_outlined_where_it_lies(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    for slice_index in (0, 4):
        session.go_to(0, slice_index)
        heights = {round(float(z), 3) for z in view.scene.plane_mm[:, 2]}
        assert heights == {slice_index * 10.0}
        assert len(view.scene.outlines_mm) == 2
        assert view.scene.outlines_mm[0][0][:, 2] == pytest.approx(slice_index * 10.0)


# Only while it can be seen


def test_nothing_is_computed_while_the_panel_is_hidden(session, panel) -> None:
    for phase in range(3):
        draw_phase(session, phase)
        session.go_to(phase)
    assert panel.presenter.lofted_phases == frozenset()


def test_each_phase_is_lofted_once_and_again_only_when_its_contours_change(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    draw_phase(session, 1, 7.0)
    shown(qtbot, panel)
    first = view.scene.endocardium
    session.go_to(1)
    second = view.scene.endocardium
    assert second.volume_ml < first.volume_ml
    session.go_to(0)
    assert view.scene.endocardium is first
    draw_phase(session, 0, 8.0, slices=[2])
    qtbot.waitUntil(lambda: view.scene.endocardium is not first)
    session.go_to(1)
    assert view.scene.endocardium is second
    panel.hide()
    draw_phase(session, 1, 5.0)
    assert 1 not in panel.presenter.lofted_phases
    panel.show()
    assert view.scene.endocardium.volume_ml < second.volume_ml


def test_a_verification_lofts_and_draws_nothing_anew(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    before, annotation = view.scene, session.annotation((0, 2))
    now = datetime.now(UTC)
    session.take_verification(Verification(annotation.key, 1, "Dr. Example", now, annotation.content_sha256))
    assert session.state((0, 2)) is ContourState.VERIFIED
    qtbot.wait(5 * EDITS_MS)
    assert view.scene is before


def test_the_steps_of_a_drag_are_lofted_together_and_the_last_of_them_is_seen(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    draw_phase(session, 1)
    shown(qtbot, panel)
    session.go_to(1, 2)
    session.go_to(0, 2)
    before = view.scene
    contour = session.annotation().contour(ENDO)
    for step in range(30):
        session.preview(contour.with_points(ring(7.0 + 0.1 * step)), "Drag")
        assert view.scene is before  # nothing is lofted while the hand moves on
    assert panel.presenter.lofted_phases == {1}
    qtbot.waitUntil(lambda: view.scene is not before)
    drawn = {index: session.annotation((0, index)) for index in range(5)}
    last = ventricle_surface(heart_frame(session.stack), drawn, ENDO)
    assert np.array_equal(view.scene.endocardium.vertices_mm, last.vertices_mm)


def test_a_long_drag_is_followed_while_it_goes_on(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    session.go_to(0, 2)
    contour = session.annotation().contour(ENDO)
    seen, step = {id(view.scene)}, 0
    kept = [view.scene]

    def went_on() -> bool:
        nonlocal step
        step += 1
        session.preview(contour.with_points(ring(7.0 + 0.01 * (step % 100))), "Drag")
        if id(view.scene) not in seen:
            seen.add(id(view.scene))
            kept.append(view.scene)
        return len(kept) > 3

    qtbot.waitUntil(went_on, timeout=5000)  # never a moment without an edit, and still it follows


def test_the_heart_beats_in_its_place(qtbot, session, panel, view) -> None:
    draw_phase(session, 0, 12.0)
    draw_phase(session, 1, 6.0)
    shown(qtbot, panel)
    before = view.camera
    session.go_to(1)
    assert np.array_equal(view.camera.centre_mm, before.centre_mm)
    assert view.camera.radius_mm == before.radius_mm


def test_without_contours_a_sentence_says_what_to_do(qtbot, session, panel, view) -> None:
    shown(qtbot, panel)
    assert view.scene.is_empty
    assert "Segment the study" in view._message
    assert view.grab().toImage().pixelColor(2, 2) == QColor(COLOURS.background)
    draw_phase(session, 0, slices=[1])
    assert view.scene.is_empty
    session.close_study()
    assert view._message == "No study is open."


def test_the_caption_says_which_slices_and_phase_are_seen(qtbot, session, panel) -> None:
    draw_phase(session, 0, slices=[1, 2, 3])
    shown(qtbot, panel)
    session.go_to(0, 3)
    assert "Phase 1 of 10" in panel.caption.text()
    assert "3 of 5 slices" in panel.caption.text()
    assert "slice 4" in panel.caption.text()


def test_surfaces_and_their_ground_are_drawn_in_the_new_colours_when_the_theme_changes(
    qtbot, session, panel, view, monkeypatch
) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    before = view.grab().toImage()
    monkeypatch.setattr(COLOURS, "theme", Theme.LIGHT)
    theme_changes.changed.emit()
    after = view.grab().toImage()
    assert after.pixelColor(2, 2) == QColor(THEMES[Theme.LIGHT].background) != before.pixelColor(2, 2)
    assert [colour.name() for _, colour in view.scene.outlines_mm] == [
        THEMES[Theme.LIGHT].edited,
        THEMES[Theme.LIGHT].epicardium,
    ]


# By hand


def test_dragging_turns_the_heart_and_keeps_its_shape(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    before = view.rotation.copy()
    drag(view, (100, 100), (180, 130))
    assert not np.allclose(view.rotation, before)
    for _ in range(200):
        view.turn(0.1, 0.07)
    assert view.rotation @ view.rotation.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(view.rotation) == pytest.approx(1)


def test_what_faces_the_reader_follows_the_hand(view) -> None:
    near = view.rotation[2].copy()
    view.turn(0.2, 0.0)
    assert view.rotation[0] @ near > 0, "dragged to the right it goes right"
    near = view.rotation[2].copy()
    view.turn(0.0, 0.2)
    assert view.rotation[1] @ near < 0, "dragged down it goes down"


def test_the_wheel_zooms_within_limits_and_does_not_scroll_the_panel(qtbot, panel, view) -> None:
    shown(qtbot, panel)
    assert wheel(view, 120).isAccepted()
    assert view.zoom > 1
    for _ in range(80):
        wheel(view, -120)
    assert view.zoom == pytest.approx(0.3)


def test_it_is_worked_by_keys_too(qtbot, panel, view) -> None:
    shown(qtbot, panel)
    before = view.rotation.copy()
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert not np.allclose(view.rotation, before)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.rotation == pytest.approx(side_view())
    assert view.zoom == 1


def test_the_view_as_the_images_has_columns_to_the_right_and_rows_down(qtbot, session, panel, view) -> None:
    draw_phase(session, 0)
    shown(qtbot, panel)
    qtbot.mouseClick(panel.as_images, LEFT)
    frame = panel.presenter._frame
    origin, right, down = (
        view.camera.project(frame.place([place], 2))[0, :2] for place in ([32, 32], [42, 32], [32, 42])
    )
    assert right - origin == pytest.approx([np.linalg.norm(right - origin), 0], abs=1e-6)
    assert down - origin == pytest.approx([0, np.linalg.norm(down - origin)], abs=1e-6)
    qtbot.mouseClick(panel.side, LEFT)
    assert view.rotation == pytest.approx(side_view())


# In the window


def test_the_panel_is_a_tab_that_plays_with_the_cine(open_window, make_study, qtbot) -> None:
    window = open_window(start=False)
    study = make_study(10, 5)
    window.session.open_study(study)
    window.session.complete_study(study)
    for phase in range(10):
        draw_phase(window.session, phase, 9.0 - phase / 3)
    assert window.surface_presenter.lofted_phases == frozenset()
    tabs = window.page.panels
    (tab,) = [index for index in range(tabs.count()) if tabs.tabText(index) == PANEL_TITLE]
    tabs.setCurrentIndex(tab)
    volumes = set()
    window.playback.play()
    qtbot.waitUntil(lambda: volumes.add(window.surfaces.view.scene.endocardium.volume_ml) or len(volumes) > 3)
    window.playback.stop()
    tabs.setCurrentIndex(0)
    seen = window.surfaces.view.scene
    window.session.go_to(window.session.position[0] + 1)
    assert window.surfaces.view.scene is seen
