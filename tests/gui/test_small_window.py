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


def test_the_window_gets_as_small_as_it_is_asked_to(window, size):
    assert (window.width(), window.height()) == size


def test_model_segmenting_and_verifying_stay_in_sight(window):
    shown = widgets_of(window.segmenting_bar)
    assert len(shown) == 5
    for widget in shown:
        assert widget.isVisible()
        assert widget.width() >= widget.minimumSizeHint().width()
        assert window.rect().contains(place_of(widget))


def test_no_tool_of_the_bar_is_cut_off_and_both_structures_can_be_chosen(window):
    for widget in widgets_of(window.tool_bar):
        if widget.isVisible():
            assert widget.width() >= widget.minimumSizeHint().width()
            assert window.tool_bar.rect().contains(widget.geometry())
    assert all(button.isVisible() for button in window.tool_bar._structures.values())


def test_tools_without_room_come_out_behind_the_button_at_the_end(qtbot, window):
    bar = window.tool_bar
    hidden = [widget for widget in widgets_of(bar) if not widget.isVisible()]
    more = bar.findChild(QToolButton, EXTENSION)
    assert more.isVisible() is bool(hidden)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(widget.isVisible() for widget in hidden))
    assert all(window.rect().contains(place_of(widget)) for widget in hidden)


def test_every_tool_of_the_bars_is_in_a_menu_too(window):
    menus = {action for menu in window.actions_by_name.menus.values() for action in menu.actions()}
    actions = [action for bar in (window.tool_bar, window.segmenting_bar) for action in bar.actions()]
    plain = [action for action in actions if type(action) is QAction and not action.isSeparator()]
    assert plain
    assert [action.text() for action in plain if action not in menus] == []


def test_the_strips_over_montage_and_matrix_keep_their_sentence_and_buttons(window):
    feature = window.layouts_feature
    for name, page in (("montage", feature.montage_page), ("matrix", feature.matrix_page)):
        window.actions_by_name[f"layout_{name}"].trigger()
        QApplication.processEvents()
        assert page.strip.text.width() >= page.strip.text.sizeHint().width(), name
        for button in page.strip.findChildren(QToolButton):
            assert button.isHidden() or button.width() >= button.minimumSizeHint().width(), name


def test_the_legend_of_the_matrix_has_all_its_words(window):
    window.actions_by_name["layout_matrix"].trigger()
    QApplication.processEvents()
    legend = window.layouts_feature.matrix_page.legend
    places = legend.places(legend.width())
    assert len(places) == 7
    assert all(place.right() <= legend.width() and place.bottom() <= legend.height() for place in places)
