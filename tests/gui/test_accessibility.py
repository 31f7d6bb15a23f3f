"""The window for readers who see it through a screen reader or work it by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QWidget,
)

from cmrstudio.domain.contour import Structure
from cmrstudio.gui.theme import Theme, apply_theme
from tests.gui.dialog_hand import DIALOGS, QUESTIONS, look_at, show_drawn_phantom
from tests.gui.layout_hand import PHASES, SLICES

DESTRUCTIVE = QDialogButtonBox.ButtonRole.DestructiveRole
MOST_STEPS = 400


@pytest.fixture
def window(open_window, make_study):
    made = open_window(start=False)
    show_drawn_phantom(made, make_study(PHASES, SLICES))
    return made


PAGES = (
    *("window", "start page", "work list", "phases", "matrix", "montage", "ten gestures"),
    *("numbers", "walls", "sign-off panel", "surfaces"),
)
PANELS = ("numbers", "walls", "sign-off panel", "surfaces")


@pytest.fixture(params=[*PAGES, *DIALOGS])
def shown(request, qtbot, window):
    """The window and every dialog of it."""
    if request.param in PAGES:
        _turn_to(window, request.param)
        return window
    dialog = DIALOGS[request.param](window)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _turn_to(window, page: str) -> None:
    if page == "start page":
        window.session.close_study()
    elif page == "ten gestures":
        window.actions_by_name["gestures"].trigger()
    elif page in PANELS:
        window.page.panels.setCurrentIndex(1 + PANELS.index(page))
    elif page != "window":
        window.actions_by_name["work_list" if page == "work list" else f"layout_{page}"].trigger()


def _everything_in(root: QWidget) -> list[QWidget]:
    return [root, *root.findChildren(QWidget)]


def _is_inside_a_control(widget: QWidget) -> bool:
    """Whether a widget is a part of a control of Qt's own, which speaks for it."""
    parent = widget.parent()
    owners = (QAbstractSpinBox, QComboBox)
    return isinstance(parent, owners) or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget)


def _describe(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    parent = widget.parent()
    return f"{type(widget).__name__} “{text}” {widget.objectName()} in {type(parent).__name__} {parent.objectName()}"


def _without_name_or_role(shown: QWidget) -> list[str]:
    found = []
    for widget in _everything_in(shown):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or _is_inside_a_control(widget):
            continue
        if widget.focusProxy() is not None or widget.window() is not shown:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(_describe(widget))
        elif interface.role() == QAccessible.Role.NoRole:
            found.append(f"{_describe(widget)} has no role")
    return found


def _without_tool_tip(shown: QWidget) -> list[str]:
    buttons = [button for button in shown.findChildren(QAbstractButton) if button.window() is shown]
    return [_describe(button) for button in buttons if not button.toolTip().strip()]


def test_every_control_has_a_name_and_a_role_for_screen_readers(shown):
    assert _without_name_or_role(shown) == []


def test_every_button_says_in_a_tool_tip_what_it_does(shown):
    assert _without_tool_tip(shown) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_control_of_a_question_has_a_name_and_a_role(qtbot, window, question):
    assert look_at(qtbot, window, QUESTIONS[question], _without_name_or_role) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_button_of_a_question_has_a_tool_tip(qtbot, window, question):
    assert look_at(qtbot, window, QUESTIONS[question], _without_tool_tip) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_says_by_its_own_name_what_it_asks(qtbot, window, question):
    """Of a window, a screen reader says the title first."""

    def look(box: QWidget) -> list[str]:
        interface = QAccessible.queryAccessibleInterface(box)
        is_said = interface is not None and bool(interface.text(QAccessible.Text.Name).strip())
        return [] if is_said else ["it has no name"]

    assert look_at(qtbot, window, QUESTIONS[question], look) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_return_alone_loses_nothing(qtbot, window, question):
    def look(box: QWidget) -> list[str]:
        buttons = box.findChild(QDialogButtonBox)
        pressed = [button for button in buttons.buttons() if button.isDefault() or button.hasFocus()]
        return [_describe(one) for one in pressed if buttons.buttonRole(one) is DESTRUCTIVE]

    assert look_at(qtbot, window, QUESTIONS[question], look) == []


def test_the_panel_of_gestures_is_read_out_gesture_by_gesture_with_its_keys(window):
    _turn_to(window, "ten gestures")
    card = window.first_run.panel_card
    said = [QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) for label in _gesture_words(card)]
    assert said == [f"{' '.join(caps)}: {text}" for caps, text in card.rows]
    assert len(said) == 10


def _gesture_words(card: QWidget) -> list[QLabel]:
    return [label for label in card.findChildren(QLabel) if label.accessibleName() and label.isVisible()]


def test_tab_goes_round_in_every_dialog_and_escape_leaves_it(qtbot, shown, window):
    if shown is window:
        pytest.skip("the window has tests of its own")
    wanted = [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible()
        if widget.window() is shown and not _is_inside_a_control(widget) and not isinstance(widget, QRadioButton)
    ]
    qtbot.waitActive(shown)
    seen = set()
    for _ in range(3 * len(wanted) + 3):
        seen.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Tab)
    assert [_describe(widget) for widget in wanted if widget not in seen and widget.focusProxy() not in seen] == []
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_every_button_of_an_action_names_its_keys(window):
    without = []
    for name in window.actions_by_name.names:
        action = window.actions_by_name[name]
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if not all(key in action.toolTip() for key in keys):
            without.append(name)
        for bar in (window.tool_bar, window.segmenting_bar):
            button = bar.widgetForAction(action)
            if button is not None and keys and keys[0] not in button.toolTip():
                without.append(f"button of {name}")
    assert without == []


def _walk_by_tab(qtbot, window) -> list[QWidget]:
    """The controls that Tab leads to, from the image on until it is back."""
    qtbot.waitActive(window)
    window.page.cine.setFocus()
    qtbot.waitUntil(window.page.cine.hasFocus)
    seen: list[QWidget] = []
    for _ in range(MOST_STEPS):
        focused = QApplication.focusWidget()
        if focused in seen:
            return seen
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes back")


def test_tab_leads_to_every_control_and_back(qtbot, window):
    seen = _walk_by_tab(qtbot, window)
    page = window.page
    for wanted in (
        page.cine,
        page.phase_slider.slider,
        page.slice_slider.slider,
        page.slice_list,
        page.verify_box.verify_button,
        page.verify_box.next_button,
        window.tool_bar.speeds,
        window.segmenting_bar.widgetForAction(window.actions_by_name["segment_study"]),
        window.tool_bar._structures[Structure.LV_ENDOCARDIUM],  # arrows go from there to the other
    ):
        assert wanted in seen, _describe(wanted)


def test_tab_goes_through_the_page_from_left_to_right_and_down(qtbot, window):
    seen = _walk_by_tab(qtbot, window)
    box = window.page.verify_box
    order = [window.page.cine, window.page.slice_slider.slider, window.page.phase_slider.slider]
    order += [box.verify_button, box.next_button, window.page.slice_list]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)


def _grabbed(widget: QWidget):
    window = widget.window()
    QApplication.processEvents()
    margin = QPoint(3, 3)
    place = widget.mapTo(window, QPoint(0, 0)) - margin
    return window.grab().copy(place.x(), place.y(), widget.width() + 6, widget.height() + 6).toImage()


@pytest.mark.parametrize("theme", list(Theme))
def test_the_focus_can_be_seen_on_every_kind_of_control(qtbot, qapp, window, theme):
    palette = qapp.palette()
    apply_theme(qapp, theme)
    qtbot.waitActive(window)
    box, tools = window.page.verify_box, window.tool_bar
    try:
        for control in (
            *(window.page.cine, box.verify_button, box.next_button, window.page.slice_list, tools.speeds),
            *(window.page.slice_slider.slider, window.page.phase_slider.slider),
            *(tools.widgetForAction(window.actions_by_name[name]) for name in ("smooth", "freehand")),
            window.segmenting_bar.widgetForAction(window.actions_by_name["segment_study"]),
            *tools._structures.values(),
        ):
            window.setFocus()
            QApplication.sendEvent(control, QEvent(QEvent.Type.Leave))
            before = _grabbed(control)
            control.setFocus(Qt.FocusReason.TabFocusReason)
            assert _grabbed(control) != before, _describe(control)
    finally:
        apply_theme(qapp, Theme.DARK)
        qapp.setStyleSheet("")
        qapp.setPalette(palette)


def test_a_study_is_stepped_through_verified_and_left_by_keyboard_alone(qtbot, window):
    qtbot.waitActive(window)
    window.verifying.set_reviewer("Dr. Example")
    window.page.cine.setFocus()
    qtbot.keyClick(window.page.cine, Qt.Key.Key_Down)
    qtbot.keyClick(window.page.cine, Qt.Key.Key_Up)
    box = window.page.verify_box
    box.verify_button.setFocus()
    qtbot.keyClick(box.verify_button, Qt.Key.Key_Space)
    assert window.session.position == (0, 2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.page.cine.hasFocus()


def test_arrows_choose_the_structure_where_its_buttons_have_the_focus(qtbot, window):
    qtbot.waitActive(window)
    endocardium, epicardium = window.tool_bar._structures.values()
    endocardium.setFocus()
    qtbot.keyClick(endocardium, Qt.Key.Key_Right)
    assert epicardium.isChecked()
    assert window.editing.structure is Structure.LV_EPICARDIUM
    assert window.session.position[0] == 0
