"""The three themes: what is written stands out, and a change reaches everything on the screen."""

from __future__ import annotations

import ast
from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui import theme as theme_module
from cmrstudio.gui.cine_pictures import rgb
from cmrstudio.gui.theme import COLOURS, STATE_COLOURS, THEMES, Colours, Theme, current_theme, icon
from cmrstudio.gui.views.contour_graphics import STRUCTURE_COLOURS

BACKGROUNDS = ("background", "panel", "raised", "stripe")
TEXTS = (
    *("text", "muted", "accent", "amber", "red", "endocardium", "epicardium", "predicted", "edited", "verified"),
    *("quality_good", "quality_fair", "quality_look", "quality_wrong"),
)
ON_COLOURS = (
    *(("on_accent", "accent"), ("on_accent", "accent_hover"), ("amber", "amber_deep"), ("text", "amber_deep")),
    *(("text", "red_deep"), *((text, "accent_deep") for text in TEXTS)),
)


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def window(open_window, make_study, use_theme):
    use_theme(Theme.DARK)
    made = open_window(start=False)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    return made


@pytest.mark.parametrize("theme", list(Theme))
class TestContrast:
    @pytest.mark.parametrize("text", TEXTS)
    @pytest.mark.parametrize("background", BACKGROUNDS)
    def test_text_stands_out_from_every_background(self, theme, text, background):
        colours = THEMES[theme]
        least = 7.0 if theme is Theme.HIGH_CONTRAST else 4.5
        assert _contrast(getattr(colours, text), getattr(colours, background)) >= least

    @pytest.mark.parametrize(("text", "background"), ON_COLOURS)
    def test_text_stands_out_from_buttons_bars_and_selections(self, theme, text, background):
        colours = THEMES[theme]
        least = 7.0 if theme is Theme.HIGH_CONTRAST else 4.5
        assert _contrast(getattr(colours, text), getattr(colours, background)) >= least

    @pytest.mark.parametrize("background", BACKGROUNDS)
    def test_the_focus_ring_can_be_seen(self, theme, background):
        assert _contrast(THEMES[theme].focus, getattr(THEMES[theme], background)) >= 7.0

    @pytest.mark.parametrize("background", BACKGROUNDS)
    def test_what_is_disabled_can_be_read_and_told_from_the_rest(self, theme, background):
        colours = THEMES[theme]
        assert _contrast(colours.disabled, getattr(colours, background)) >= 3.0
        assert _contrast(colours.disabled, colours.text) >= 1.5

    @pytest.mark.parametrize("colour", list(STRUCTURE_COLOURS.values()))
    def test_contours_stand_out_from_the_black_image(self, theme, colour):
        assert _contrast(colour.name(), "#000000") >= 4.5

    @pytest.mark.parametrize(("line", "background"), [("accent", "panel"), ("amber", "panel"), ("text", "panel")])
    def test_the_lines_of_the_curve_stand_out(self, theme, line, background):
        assert _contrast(getattr(THEMES[theme], line), getattr(THEMES[theme], background)) >= 3.0

    def test_every_name_in_the_style_sheet_is_a_colour(self, theme, use_theme):
        use_theme(theme)
        assert "@" not in theme_module.style_sheet()

    def test_every_colour_is_written_in_full(self, theme):
        assert all(
            QColor(getattr(THEMES[theme], f.name)).name() == getattr(THEMES[theme], f.name) for f in fields(Colours)
        )


def test_no_large_area_is_bright_in_the_dark_themes():
    for theme in (Theme.DARK, Theme.HIGH_CONTRAST):
        assert all(_luminance(getattr(THEMES[theme], name)) < 0.05 for name in BACKGROUNDS)


def test_views_read_colours_when_they_draw_and_not_when_they_are_imported(project_root):
    live = {"COLOURS", "STATE_COLOURS", "QUALITY_COLOURS"}
    found = []
    for path in (project_root / "cmrstudio" / "gui").rglob("*.py"):
        if path.name == "theme.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        statements = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        statements += [n for made in classes for n in made.body if isinstance(n, ast.Assign | ast.AnnAssign)]
        found += [
            f"{path.name}:{statement.lineno}"
            for statement in statements
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and node.id in live
        ]
    assert found == []


class TestChange:
    def test_the_menu_changes_the_theme_and_marks_it(self, qtbot, window, qapp):
        menu = next(a.menu() for a in window.actions_by_name.menus["view"].actions() if a.text() == "&Theme")
        menu.actions()[1].trigger()
        assert current_theme() is Theme.LIGHT
        qtbot.waitUntil(lambda: not window.turns.is_running, timeout=5000)
        assert [action.isChecked() for action in menu.actions()] == [False, True, False]
        assert THEMES[Theme.LIGHT].panel in qapp.styleSheet()

    def test_a_key_goes_through_the_themes(self, qtbot, window):
        seen = []
        for _ in Theme:
            qtbot.keyClick(window.page.cine, Qt.Key.Key_F9)
            seen.append(current_theme())
        assert seen == [Theme.LIGHT, Theme.HIGH_CONTRAST, Theme.DARK]

    def test_one_that_is_chosen_while_another_comes_is_the_one_that_stays(self, qtbot, window, qapp):
        window.actions_by_name["next_theme"].trigger()
        window.actions_by_name["next_theme"].trigger()
        qtbot.waitUntil(lambda: not window.turns.is_running, timeout=5000)
        assert current_theme() is Theme.HIGH_CONTRAST
        assert THEMES[Theme.HIGH_CONTRAST].panel in qapp.styleSheet()
        assert window.updatesEnabled()

    def test_the_theme_comes_back_at_the_next_start(self, window, open_window, use_theme):
        window.actions_by_name["next_theme"].trigger()
        window.shut_down()
        use_theme(Theme.DARK)
        open_window(start=False)
        assert current_theme() is Theme.LIGHT

    def test_the_curve_is_drawn_in_the_new_colours(self, window, use_theme):
        use_theme(Theme.LIGHT)
        curve = window.page.curve
        assert curve.backgroundBrush().color().name() == THEMES[Theme.LIGHT].panel
        assert curve._curve.opts["pen"].color().name() == THEMES[Theme.LIGHT].accent

    def test_slices_and_state_are_written_in_the_new_colours(self, window, use_theme, make_contour):
        session = window.session
        session.place([session.annotation().with_contour(make_contour())], "Segment")
        use_theme(Theme.LIGHT)
        row = window.page.slice_list.item(session.position[1])
        assert row.foreground().color().name() == STATE_COLOURS[ContourState.PREDICTED] == THEMES[Theme.LIGHT].predicted
        assert THEMES[Theme.LIGHT].predicted in window.page.verify_box._state.styleSheet()

    def test_every_icon_of_an_action_is_recoloured(self, window, use_theme):
        before = {
            name: window.actions_by_name[name].icon().cacheKey() for name in ("play", "segment_study", "verify_image")
        }
        use_theme(Theme.LIGHT)
        for name, key in before.items():
            shown = window.actions_by_name[name].icon()
            assert shown.cacheKey() != key
        assert window.actions_by_name["play"].icon().cacheKey() == icon("play").cacheKey()
        assert window.actions_by_name["segment_study"].icon().cacheKey() == icon("segment", "on_accent").cacheKey()

    def test_the_image_stays_black_and_contours_keep_their_colours(self, window, use_theme):
        contours = {structure: QColor(colour) for structure, colour in STRUCTURE_COLOURS.items()}
        window.page.cine.set_image(None)
        window.resize(1300, 820)
        for theme in Theme:
            use_theme(theme)
            canvas = window.page.cine.canvas
            assert canvas.backgroundBrush().color() == QColor("black")
            corner = canvas.grab().toImage().pixelColor(canvas.width() // 4, canvas.height() // 3)
            assert corner == QColor("black")
        assert contours == STRUCTURE_COLOURS
        assert set(contours) == set(Structure)

    def test_what_was_hidden_is_in_the_new_colours_when_it_is_shown(self, window, use_theme):
        dialog = window.conventions_dialog
        dialog.show()
        dialog.hide()
        use_theme(Theme.LIGHT)
        dialog.show()
        assert all(
            label.palette().windowText().color().name() == THEMES[Theme.LIGHT].muted
            for label in dialog.findChildren(QLabel)
            if label.property("role") == "muted"
        )
        box = next(iter(dialog.findChildren(QRadioButton)))
        assert box.palette().windowText().color().name() == THEMES[Theme.LIGHT].text
        assert dialog.grab().toImage().pixelColor(2, 2).name() == THEMES[Theme.LIGHT].background

    @pytest.mark.parametrize("name", ["learning_window", "report_dialog", "conventions_dialog"])
    def test_a_hidden_window_looks_as_one_that_was_made_in_that_theme(self, window, open_window, use_theme, name):
        getattr(window, name).show()
        getattr(window, name).hide()
        use_theme(Theme.LIGHT)
        pictures = []
        for each in (window, open_window(start=False)):
            dialog = getattr(each, name)
            dialog.resize(900, 500)
            dialog.show()
            dialog.setFocus()
            QApplication.processEvents()
            pictures.append(rgb(dialog.grab().toImage()))
        assert np.array_equal(*pictures)

    def test_nothing_on_the_screen_moves(self, window, use_theme):
        shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
        before = [widget.geometry() for widget in shown]
        for theme in (Theme.LIGHT, Theme.HIGH_CONTRAST, Theme.DARK):
            use_theme(theme)
            QApplication.processEvents()
            assert [widget.geometry() for widget in shown] == before

    def test_words_change_their_colour_while_they_are_shown(self, qtbot, use_theme):
        use_theme(Theme.DARK)
        label = QLabel("words")
        qtbot.addWidget(label)
        label.show()
        use_theme(Theme.LIGHT)
        assert label.palette().windowText().color().name() == COLOURS.text == THEMES[Theme.LIGHT].text


class TestIcons:
    def test_an_icon_is_muted_where_disabled(self, qapp):
        modes = (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        images = [icon("segment").pixmap(QSize(20, 20), mode).toImage() for mode in modes]
        assert images[0] != images[1]
        assert any(images[0].pixelColor(x, y).alpha() for x in range(20) for y in range(20))

    def test_a_colour_can_be_named_or_given(self, qapp):
        assert icon("segment", "amber").cacheKey() == icon("segment", COLOURS.amber).cacheKey()

    def test_an_icon_that_does_not_exist_is_an_error(self, qapp):
        with pytest.raises(OSError, match="no_such_icon"):
            icon("no_such_icon")
