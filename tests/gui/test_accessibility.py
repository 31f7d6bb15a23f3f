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
    QRadioButton,
    QWidget,
)

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.reading_comparison import compare_readings
from cmrstudio.gui.demonstration_readings import READERS, signed_studies, two_readings
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.theme import Theme, apply_theme
from cmrstudio.gui.views.agreement_window import AgreementWindow
from cmrstudio.gui.views.comparison_window import ComparisonWindow
from cmrstudio.gui.views.dialogs import ReviewerDialog
from cmrstudio.gui.views.movie_dialog import MovieDialog
from cmrstudio.gui.views.propagation_dialog import PropagationDialog
from cmrstudio.gui.views.readers_dialog import ReadersDialog, RevealDialog
from cmrstudio.gui.views.sign_off_dialog import SignOffDialog

MOST_STEPS = 400


@pytest.fixture
def window(open_window, make_study, make_contour):
    made = open_window(start=False)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    made.session.place([made.session.annotation().with_contour(make_contour())], "Segment")
    return made


DIALOGS = (
    *("shortcuts", "change shortcuts", "models", "left out", "reviewer", "report", "conventions", "comparison"),
    *("agreement", "readers", "reveal", "sign-off", "movie", "propagate", "training"),
)
PAGES = ("window", "start page", "work list", "matrix", "montage", "numbers", "walls", "sign-off panel", "surfaces")
PANELS = ("numbers", "walls", "sign-off panel", "surfaces")


@pytest.fixture(params=[*PAGES, *DIALOGS])
def shown(request, qtbot, window):
    """The window and every dialog of it."""
    if request.param in PAGES:
        _turn_to(window, request.param)
        return window
    session = window.session
    make = {
        "shortcuts": window.make_shortcuts_dialog,
        "change shortcuts": lambda: make_editor(window),
        "models": window.make_models_dialog,
        "left out": window.make_left_out_dialog,
        "reviewer": lambda: ReviewerDialog("Dr. Example", window),
        "report": lambda: window.report_dialog,
        "conventions": lambda: window.conventions_dialog,
        "comparison": lambda: _comparison(window),
        "agreement": lambda: AgreementWindow(signed_studies(session), READERS[0], window),
        "readers": lambda: ReadersDialog(READERS, READERS[0], window),
        "reveal": lambda: RevealDialog(window),
        "sign-off": lambda: SignOffDialog(window.sign_off.refresh(), "Dr. Example", window),
        "movie": lambda: MovieDialog(1, 5, window),
        "propagate": lambda: PropagationDialog(10, 0, 4, window),
        "training": lambda: window.learning_window,
    }
    dialog = make[request.param]()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _turn_to(window, page: str) -> None:
    if page == "start page":
        window.session.close_study()
    elif page in PANELS:
        window.page.panels.setCurrentIndex(1 + PANELS.index(page))
    elif page != "window":
        window.actions_by_name["work_list" if page == "work list" else f"layout_{page}"].trigger()


def _comparison(window) -> ComparisonWindow:
    made = ComparisonWindow(window.session.stack, READERS, window)
    made.begin(READERS[0])
    made.show_comparison(compare_readings(window.session.stack, two_readings(window.session)))
    return made


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


def test_every_control_has_a_name_and_a_role_for_screen_readers(shown):
    nameless = []
    for widget in _everything_in(shown):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or _is_inside_a_control(widget):
            continue
        if widget.focusProxy() is not None or widget.window() is not shown:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            nameless.append(_describe(widget))
        elif interface.role() == QAccessible.Role.NoRole:
            nameless.append(f"{_describe(widget)} has no role")
    assert nameless == []


def test_every_button_says_in_a_tool_tip_what_it_does(shown):
    buttons = [button for button in shown.findChildren(QAbstractButton) if button.window() is shown]
    assert [_describe(button) for button in buttons if not button.toolTip().strip()] == []


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
