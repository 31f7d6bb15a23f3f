"""The real window, worked by mouse and keys as a reader would."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.phases import PhaseSource
from cmrstudio.gui.action_table import SPECS
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.views.dialogs import Overwrite

PATIENCE_MS = 120_000


def _show_phantom(window, study):
    window.session.open_study(study)
    window.session.complete_study(study)
    window.session.restore({}, {}, None)


@pytest.fixture
def window(open_window, make_study):
    """A window with a phantom in it; nothing runs in the background."""
    made = open_window(start=False)
    _show_phantom(made, make_study(10, 5))
    return made


def _press_key(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.page.cine, key, modifier)


def _drag_first_point(window, factor=1.2, steps=6):
    """Drag the first control point of the endocardium away from the contour's centre."""
    contour = window.session.annotation().contour(Structure.LV_ENDOCARDIUM)
    centre, start = contour.points_px.mean(axis=0), contour.points_px[0]
    canvas = window.page.cine.canvas
    viewport, left, none = canvas.viewport(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind, point_px, button, held):
        place = canvas.to_screen(point_px)
        everywhere = QPointF(viewport.mapToGlobal(QPoint(0, 0))) + place
        QApplication.sendEvent(
            viewport, QMouseEvent(kind, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        )

    send(QEvent.Type.MouseMove, start, none, none)
    send(QEvent.Type.MouseButtonPress, start, left, left)
    for share in np.linspace(0, 1, steps + 1)[1:]:
        send(QEvent.Type.MouseMove, start + (start - centre) * (factor - 1) * share, none, left)
    seen_live = window.page.measures.value_text("edv_ml")
    send(QEvent.Type.MouseButtonRelease, start + (start - centre) * (factor - 1), left, none)
    return seen_live


class TestActions:
    def test_every_action_is_in_a_menu_with_a_shortcut(self, window):
        in_menus = {action for menu in window.actions_by_name.menus.values() for action in menu.actions()}
        for spec in SPECS:
            action = window.actions_by_name[spec.name]
            assert action in in_menus
            assert action.shortcuts(), spec.name

    def test_no_two_actions_share_a_shortcut(self, window):
        keys = Counter(key.toString() for action in window.findChildren(QAction) for key in action.shortcuts())
        assert [key for key, count in keys.items() if count > 1] == []

    def test_no_shortcut_opens_a_menu_instead(self, window):
        menu_keys = {f"Alt+{menu.title().split('&')[1][0].upper()}" for menu in window.actions_by_name.menus.values()}
        assert len(menu_keys) == len(window.actions_by_name.menus)
        keys = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()}
        assert keys & menu_keys == set()

    def test_the_list_of_shortcuts_has_them_all(self, qtbot, window):
        dialog = window.make_shortcuts_dialog()
        qtbot.addWidget(dialog)
        listed = {dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())}
        assert {"Space or P", "Ctrl+Z", "Alt+D", "V", "F1", "Shift + wheel"} <= listed
        assert dialog.table.rowCount() > len(SPECS)

    def test_without_a_study_only_what_makes_sense_is_enabled(self, open_window):
        window = open_window(start=False)
        for spec in SPECS:
            assert window.actions_by_name[spec.name].isEnabled() is not spec.needs_study


class TestKeys:
    @pytest.mark.parametrize(
        ("key", "moved"),
        [
            (Qt.Key.Key_Right, (1, 0)),
            (Qt.Key.Key_Left, (-1, 0)),
            (Qt.Key.Key_Up, (0, -1)),
            (Qt.Key.Key_Down, (0, 1)),
        ],
    )
    def test_arrows_step_phases_and_slices(self, qtbot, window, key, moved):
        window.session.go_to(5, 2)
        _press_key(qtbot, window, key)
        assert window.session.position == (5 + moved[0], 2 + moved[1])

    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_P])
    def test_space_and_p_play_and_stop(self, qtbot, window, key):
        _press_key(qtbot, window, key)
        assert window.playback.is_playing
        _press_key(qtbot, window, key)
        assert not window.playback.is_playing

    def test_stepping_stops_the_cine(self, qtbot, window):
        window.playback.play()
        _press_key(qtbot, window, Qt.Key.Key_Right)
        assert not window.playback.is_playing

    def test_alt_d_and_alt_s_set_phases_and_d_and_s_go_there(self, qtbot, window):
        window.session.go_to(3)
        _press_key(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        window.session.go_to(8)
        _press_key(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
        _press_key(qtbot, window, Qt.Key.Key_S)
        assert window.session.position[0] == 3
        _press_key(qtbot, window, Qt.Key.Key_D)
        assert window.session.position[0] == 8
        assert window.session.phases.end_diastole_source is PhaseSource.READER

    def test_h_hides_the_contours(self, qtbot, window):
        _press_key(qtbot, window, Qt.Key.Key_H)
        assert not window.page.cine.editor.overlays_visible
        _press_key(qtbot, window, Qt.Key.Key_H)
        assert window.page.cine.editor.overlays_visible

    def test_digits_choose_tools(self, qtbot, window):
        keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
        for key, tool in zip(keys, EditTool, strict=True):
            _press_key(qtbot, window, key)
            assert window.page.cine.tool is tool
            assert window.actions_by_name[tool.value].isChecked()

    def test_e_switches_the_structure_everywhere(self, qtbot, window):
        _press_key(qtbot, window, Qt.Key.Key_E)
        assert window.page.cine.active_structure is Structure.LV_EPICARDIUM
        assert window.editing.structure is Structure.LV_EPICARDIUM
        assert window.tool_bar._structures[Structure.LV_EPICARDIUM].isChecked()


class TestViews:
    def test_the_wheel_steps_slices_and_with_shift_phases(self, window):
        window.page.cine.slice_step_requested.emit(1)
        window.page.cine.phase_step_requested.emit(-1)
        assert window.session.position == (9, 3)

    def test_sliders_list_and_curve_follow_and_lead(self, window):
        window.session.go_to(4, 1)
        page = window.page
        assert (page.phase_slider.slider.value(), page.slice_slider.slider.value()) == (4, 1)
        assert page.slice_list.currentRow() == 1
        page.slice_list.setCurrentRow(3)
        page.curve.phase_requested.emit(7)
        assert window.session.position == (7, 3)

    def test_a_missing_image_is_said_to_be_missing_and_not_shown_as_black(self, window):
        window.session.stack.present[0, 3] = False
        window.session.go_to(0, 3)
        assert window.page.cine.canvas.image is None

    def test_the_panel_follows_a_drag_and_undo_takes_it_back(self, window, make_contour):
        session = window.session
        session.place([session.annotation().with_contour(make_contour(12))], "Segment")
        before = window.page.measures.value_text("edv_ml")
        live = _drag_first_point(window)
        assert float(live) > float(before)
        assert session.undo_stack.count() == 1
        session.go_to(6, 4)
        window.actions_by_name.undo.trigger()
        assert window.page.measures.value_text("edv_ml") == before
        assert session.position == (0, 2)

    def test_dropping_a_folder_opens_it(self, qtbot, window, tmp_path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
        event = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        with qtbot.waitSignal(window.opening.failed, timeout=PATIENCE_MS):
            window.dropEvent(event)
        assert str(tmp_path) in window.message_bar.text
        assert window.session.study.patient_label == "Phantom"

    def test_another_short_axis_cine_of_the_study_can_be_read(self, window, make_study):
        study, other = make_study(10, 5), make_study(6, 4, "2").short_axis
        _show_phantom(window, replace(study, series=(*study.series, other)))
        window.series_menu.actions()[1].trigger()
        assert window.session.series is other
        assert window.page.slice_list.count() == 4
        assert window.series_menu.actions()[1].isChecked()

    def test_closing_a_study_brings_back_the_start_page(self, window):
        window.actions_by_name["close_study"].trigger()
        assert window.pages.currentWidget() is window.start_page

    def test_segmenting_again_over_a_readers_contour_asks_first(self, window, make_contour, monkeypatch):
        session, asked = window.session, []
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw")
        monkeypatch.setattr(window.models, "_model_id", "unet")
        monkeypatch.setattr(window.dialogs, "ask_overwrite", lambda count: asked.append(count) or Overwrite.CANCEL)
        window.actions_by_name["segment_slice"].trigger()
        assert asked == [1]
        assert not window.segmentation.is_busy

    def test_unsaved_work_keeps_the_window_open_when_the_reader_says_so(self, window, monkeypatch):
        monkeypatch.setattr(window.keeping, "flush", lambda: "The disk is full.")
        monkeypatch.setattr(window.dialogs, "ask_quit_unsaved", lambda reason: False)
        assert not window.close()
        assert window.isVisible()
