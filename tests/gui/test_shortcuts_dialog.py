"""Shortcuts that the reader changes, and single keys that go to the control with the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.action_table import SPECS
from cmrstudio.gui.controllers.shortcuts import FIXED_KEYS, ShortcutTakenError
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.translation import Language, use_language

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    made.activateWindow()
    return made


@pytest.fixture
def editor(qtbot, window):
    made = make_editor(window)
    qtbot.addWidget(made)
    made.show()
    return made


def _keys(window, name):
    return [key.toString() for key in window.shortcuts.keys(name)]


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("sign_off", lambda window: window.sign_off_panel.sign_button),
        ("sign_off", lambda window: window.page.verify_box.sign_off),
        ("report_now", lambda window: window.sign_off_panel.report_button),
        ("readers", lambda window: window.reader_button),
        ("conventions", lambda window: window.page.measures.conventions_button),
        ("work_list", lambda window: window.work_list.back),
        ("training", lambda window: window.training_button),
        ("mark_rv_insertion", lambda window: window.walls_panel.mark_button),
    ],
)
def test_the_tip_of_a_button_names_the_keys_of_the_moment_in_every_language(window, action, found):
    button, old = found(window), _keys(window, action)[0]
    assert button.toolTip().endswith(f" ({old})")
    window.shortcuts.assign(action, [QKeySequence("Ctrl+Alt+Shift+F12")])
    assert button.toolTip().endswith(" (Ctrl+Alt+Shift+F12)")
    english = button.toolTip().partition(" (")[0]
    use_language(Language.GERMAN)
    try:
        assert button.toolTip().endswith("F12)")
        assert not button.toolTip().startswith(english)
    finally:
        use_language(Language.ENGLISH)
    assert button.toolTip() == f"{english} (Ctrl+Alt+Shift+F12)"


def test_the_tips_of_the_buttons_of_single_contours_name_the_key_of_the_moment(window):
    button = window.page.verify_box.contour_buttons[Structure.LV_ENDOCARDIUM]
    assert button.toolTip().endswith("Verify this contour only (Y, for the active contour)")
    window.shortcuts.assign("verify_contour", [QKeySequence("Ctrl+J")])
    assert button.toolTip().endswith("Verify this contour only (Ctrl+J, for the active contour)")
    window.shortcuts.assign("verify_contour", [])
    assert button.toolTip().endswith("Verify this contour only")


def test_a_kept_key_that_another_action_has_from_the_start_is_taken_from_that_one(window, open_window):
    window.settings.setValue("shortcuts/smooth", "Ctrl+E")
    again = open_window(start=False)
    assert _keys(again, "smooth") == ["Ctrl+E"]
    assert _keys(again, "expand") == []


class TestBook:
    def test_the_tool_tip_and_the_menu_follow(self, window):
        window.shortcuts.assign("smooth", [QKeySequence("Ctrl+J")])
        action = window.actions_by_name["smooth"]
        assert action.toolTip() == "Smooth (Ctrl+J)"
        assert action.shortcut().toString() == "Ctrl+J"

    def test_the_button_that_names_the_key_follows(self, window):
        window.shortcuts.assign("verify_image", [QKeySequence("Ctrl+J")])
        assert window.page.verify_box.verify_button.text() == "Verify (Ctrl+J)"

    def test_a_new_key_works_and_the_old_one_no_more(self, qtbot, window):
        window.shortcuts.assign("next_phase", [QKeySequence("J")])
        qtbot.keyClick(window.page.cine, Qt.Key.Key_J)
        assert window.session.position[0] == 1
        qtbot.keyClick(window.page.cine, Qt.Key.Key_Right)
        assert window.session.position[0] == 1

    def test_a_taken_key_is_refused_and_its_owner_named(self, window):
        with pytest.raises(ShortcutTakenError, match="Expand by 1 mm"):
            window.shortcuts.assign("smooth", [QKeySequence("Ctrl+E")])
        assert _keys(window, "smooth") == ["O"]
        assert _keys(window, "expand") == ["Ctrl+E"]

    def test_taking_over_leaves_the_owner_its_other_keys(self, window):
        window.shortcuts.assign("smooth", [QKeySequence("P")], take_over=True)
        assert _keys(window, "smooth") == ["P"]
        assert _keys(window, "play") == ["Space"]

    @pytest.mark.parametrize("key", list(FIXED_KEYS))
    def test_keys_that_the_image_or_controls_need_are_never_given_away(self, window, key):
        with pytest.raises(ShortcutTakenError, match="Choose another key"):
            window.shortcuts.assign("smooth", [QKeySequence(key)], take_over=True)

    def test_the_beginning_of_another_shortcut_is_taken_too(self, window):
        window.shortcuts.assign("smooth", [QKeySequence("Ctrl+J, Ctrl+L")])
        assert window.shortcuts.conflict("expand", QKeySequence("Ctrl+J")).owner == "smooth"

    def test_an_action_may_have_no_key_at_all(self, window):
        window.shortcuts.assign("smooth", [])
        assert window.actions_by_name["smooth"].toolTip() == "Smooth"

    def test_changed_keys_are_there_at_the_next_start(self, window, open_window):
        window.shortcuts.assign("slower", [QKeySequence(";"), QKeySequence("Ctrl+,")])
        window.shortcuts.assign("smooth", [])
        window.shut_down()
        again = open_window(start=False)
        assert _keys(again, "slower") == [";", "Ctrl+,"]
        assert _keys(again, "smooth") == []
        assert again.shortcuts.is_changed("slower")
        assert not again.shortcuts.is_changed("faster")

    def test_resetting_takes_the_key_back_from_who_has_it_now(self, window):
        window.shortcuts.assign("smooth", [QKeySequence("J")])
        window.shortcuts.assign("expand", [QKeySequence("O")])
        window.shortcuts.reset("smooth")
        assert (_keys(window, "smooth"), _keys(window, "expand")) == (["O"], [])

    def test_resetting_all_leaves_nothing_changed(self, window, open_window):
        for spec in SPECS[:8]:
            window.shortcuts.assign(spec.name, [])
        window.shortcuts.reset_all()
        assert not any(window.shortcuts.is_changed(name) for name in window.actions_by_name.names)
        window.shut_down()
        assert _keys(open_window(start=False), "open_folder") == ["Ctrl+O"]


class TestEditor:
    def test_every_action_is_listed_with_its_keys(self, window, editor):
        for name in window.actions_by_name.names:
            for key in window.shortcuts.keys(name):
                assert key.toString(QKeySequence.SequenceFormat.NativeText) in editor.row_text(name)

    def test_a_free_key_is_typed_and_assigned(self, qtbot, window, editor):
        editor.choose("smooth")
        qtbot.keyClick(editor.fields[0], Qt.Key.Key_J, CTRL)
        assert editor.verdict.text() == "The key is free."
        qtbot.mouseClick(editor.assign_button, Qt.MouseButton.LeftButton)
        assert _keys(window, "smooth") == ["Ctrl+J"]
        assert editor.row_text("smooth") == "Ctrl+J"
        assert not editor.assign_button.isEnabled()

    def test_a_taken_key_names_its_owner_and_is_taken_only_on_demand(self, qtbot, window, editor):
        editor.choose("smooth")
        qtbot.keyClick(editor.fields[0], Qt.Key.Key_E, CTRL)
        assert "Expand by 1 mm" in editor.verdict.text()
        assert editor.assign_button.text() == "Take over"
        assert _keys(window, "expand") == ["Ctrl+E"]
        qtbot.mouseClick(editor.assign_button, Qt.MouseButton.LeftButton)
        assert (_keys(window, "smooth"), _keys(window, "expand")) == (["Ctrl+E"], [])
        assert editor.row_text("expand") == ""

    def test_a_fixed_key_cannot_be_assigned(self, qtbot, editor):
        editor.choose("smooth")
        qtbot.keyClick(editor.fields[0], Qt.Key.Key_W)
        assert "window and level" in editor.verdict.text()
        assert not editor.assign_button.isEnabled()

    def test_a_second_key_keeps_the_first(self, qtbot, window, editor):
        editor.choose("smooth")
        qtbot.keyClick(editor.fields[1], Qt.Key.Key_J)
        qtbot.mouseClick(editor.assign_button, Qt.MouseButton.LeftButton)
        assert _keys(window, "smooth") == ["O", "J"]

    def test_reset_buttons_bring_the_keys_back(self, qtbot, window, editor):
        for name in ("smooth", "expand"):
            window.shortcuts.assign(name, [])
        editor.choose("smooth")
        qtbot.mouseClick(editor.reset_button, Qt.MouseButton.LeftButton)
        assert (editor.row_text("smooth"), editor.row_text("expand")) == ("O", "")
        assert not editor.reset_button.isEnabled()
        qtbot.mouseClick(editor.reset_all_button, Qt.MouseButton.LeftButton)
        assert editor.row_text("expand") == "Ctrl+E"

    def test_searching_finds_actions_by_word_and_by_key(self, qtbot, editor):
        for text, name in (("smoo", "smooth"), ("Ctrl+Shift+R", "reviewer")):
            editor.search.setText(text)
            shown = [found for found, row in editor._rows.items() if not row.isHidden()]
            assert shown == [name]

    def test_escape_leaves_the_key_field_and_the_dialog(self, qtbot, editor):
        editor.fields[0].setFocus()
        qtbot.keyClick(editor.fields[0], Qt.Key.Key_Escape)
        assert not editor.isVisible()


class TestFocus:
    @pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox, QKeySequenceEdit])
    def test_single_keys_are_no_shortcuts_while_typing(self, qtbot, window, kind):
        field = kind()
        window.page.verify_box.layout().addWidget(field)
        field.show()
        qtbot.waitActive(window)
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        before = window.session.position
        for key in (Qt.Key.Key_H, Qt.Key.Key_S, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_P, Qt.Key.Key_2):
            qtbot.keyClick(field, key)
        assert window.session.position == before
        assert not window.playback.is_playing
        assert window.actions_by_name["overlays"].isChecked()

    def test_typing_in_an_editable_list_is_typing(self, qtbot, window):
        box = QComboBox(editable=True)
        window.page.verify_box.layout().addWidget(box)
        qtbot.waitActive(window)
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_H)
        assert window.actions_by_name["overlays"].isChecked()

    def test_space_presses_the_button_with_the_focus_and_does_not_play(self, qtbot, window):
        button = window.page.verify_box.next_button
        pressed = []
        button.clicked.connect(lambda: pressed.append(True))
        qtbot.waitActive(window)
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.keyClick(button, Qt.Key.Key_Return)
        assert pressed == [True, True]
        assert not window.playback.is_playing

    def test_arrows_move_the_slider_with_the_focus_along_its_way_only(self, qtbot, window):
        slider = window.page.slice_slider.slider
        window.session.go_to(5, 2)
        qtbot.waitActive(window)
        slider.setFocus()
        qtbot.keyClick(slider, Qt.Key.Key_Down)
        assert window.session.position == (5, 3)
        qtbot.keyClick(slider, Qt.Key.Key_Right)
        assert window.session.position == (6, 3)

    def test_escape_goes_back_to_the_image(self, qtbot, window):
        qtbot.waitActive(window)
        window.page.slice_list.setFocus()
        qtbot.waitUntil(window.page.slice_list.hasFocus)
        qtbot.keyClick(window.page.slice_list, Qt.Key.Key_Escape)
        assert window.page.cine.hasFocus()

    def test_two_windows_do_not_disturb_each_other(self, qtbot, window):
        other = QWidget()
        QVBoxLayout(other).addWidget(QLineEdit())
        qtbot.addWidget(other)
        other.show()
        other.deleteLater()
        qtbot.wait(20)
        window.page.cine.setFocus()
