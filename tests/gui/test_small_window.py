"""In a small window nothing is cut off, and nothing is out of reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolBar, QToolButton, QWidget

from cmrstudio.gui.features.language import rewrite
from cmrstudio.gui.translation import Language, use_language
from tests.gui.layout_hand import PHASES, SLICES, draw, show_phantom

SIZES = [(1024, 700), (800, 600)]
EXTENSION = "qt_toolbar_ext_button"


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]} x {size[1]}")
def size(request):
    return request.param


@pytest.fixture(params=list(Language))
def window(request, size, open_window, make_study):
    made = open_window(start=False)
    show_phantom(made, make_study(PHASES, SLICES))
    draw(made.session, *[(phase, 2) for phase in range(PHASES)], quality=0.6)
    use_language(request.param)
    rewrite(made)
    made.resize(*size)
    QApplication.processEvents()
    yield made
    use_language(Language.ENGLISH)


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def widgets_of(bar: QToolBar) -> list[QWidget]:
    found = [bar.widgetForAction(action) for action in bar.actions()]
    return [widget for widget in found if isinstance(widget, QWidget) and widget.accessibleName() + widget.toolTip()]


def test_what_a_reading_ends_with_stays_in_sight_and_no_tool_is_cut_off(window, size):
    assert (window.width(), window.height()) == size
    shown = widgets_of(window.segmenting_bar)
    assert len(shown) == 5
    assert all(widget.isVisible() for widget in (*shown, *window.tool_bar._structures.values()))
    for bar in (window.segmenting_bar, window.tool_bar):
        for widget in widgets_of(bar):
            if widget.isVisible():
                assert widget.width() >= widget.minimumSizeHint().width()
                assert bar.rect().contains(widget.geometry())
                assert window.rect().contains(place_of(widget))


def test_tools_without_room_come_out_behind_the_button_at_the_end(qtbot, window):
    bar = window.tool_bar
    hidden = [widget for widget in widgets_of(bar) if not widget.isVisible()]
    more = bar.findChild(QToolButton, EXTENSION)
    assert more.isVisible() is bool(hidden)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(widget.isVisible() for widget in hidden))
    assert all(window.rect().contains(place_of(widget)) for widget in hidden)


def test_strips_and_legend_of_montage_and_matrix_have_all_their_words(window):
    feature = window.layouts_feature
    for name, page in (("montage", feature.montage_page), ("matrix", feature.matrix_page)):
        window.actions_by_name[f"layout_{name}"].trigger()
        QApplication.processEvents()
        assert page.strip.text.width() >= page.strip.text.sizeHint().width(), name
        for button in page.strip.findChildren(QToolButton):
            assert button.isHidden() or button.width() >= button.minimumSizeHint().width(), name
    legend = window.layouts_feature.matrix_page.legend
    places = legend.places(legend.width())
    assert len(places) == 7
    assert all(place.right() <= legend.width() and place.bottom() <= legend.height() for place in places)


def test_every_tool_of_the_bars_is_in_a_menu_too(open_window):
    window = open_window(start=False)
    menus = {action for menu in window.actions_by_name.menus.values() for action in menu.actions()}
    actions = [action for bar in (window.tool_bar, window.segmenting_bar) for action in bar.actions()]
    plain = [action for action in actions if type(action) is QAction and not action.isSeparator()]
    assert plain
    assert [action.text() for action in plain if action not in menus] == []


def test_in_a_wide_window_what_a_reading_ends_with_is_at_the_right(open_window):
    window = open_window(start=False)
    window.resize(1600, 900)
    QApplication.processEvents()
    last = window.segmenting_bar.widgetForAction(window.actions_by_name["next_to_look_at"])
    assert window.width() - 20 <= place_of(last).right() < window.width()
    assert all(widget.isVisible() for widget in widgets_of(window.tool_bar))
