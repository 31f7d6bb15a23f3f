"""The ten gestures at the first start, and only then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel

from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.gui.theme import Theme
from cmrstudio.gui.translation import Language, tr, use_language
from cmrstudio.gui.views.gestures_card import ARROWS, GESTURES


@pytest.fixture
def window(open_window):
    return open_window(start=False)


def _words(card):
    return [text for _, text in card.rows]


def test_the_start_page_shows_the_gestures_at_the_first_start(window):
    assert window.first_run.card.isVisible()
    assert len(GESTURES) == 10
    shown = {label.text() for label in window.first_run.card.findChildren(QLabel)}
    assert set(_words(window.first_run.card)) <= shown
    assert {"Space", "W", "N", "V", "←", "→"} <= shown


def _key_caps(card) -> list[str]:
    """What stands on the keys, row by row from left to right."""
    QApplication.processEvents()  # new rows are shown in the next turn
    caps = [label for label in card.findChildren(QLabel) if label.property("role") == "key"]
    return [label.text() for label in caps if label.isVisibleTo(card)]


def _keys_of_the_moment(window) -> list[str]:
    """What has to stand there: the first keys of each gesture's actions, then the hand movements."""
    wanted: list[str] = []
    for gesture in GESTURES:
        keys = [window.actions_by_name[name].shortcut() for name in gesture.actions]
        wanted += [
            ARROWS.get(key.toString(), key.toString(QKeySequence.SequenceFormat.NativeText))
            for key in keys
            if not key.isEmpty()
        ]
        wanted += gesture.hands
    return wanted


@pytest.mark.parametrize("where", ["card", "panel_card"])
def test_exactly_ten_gestures_are_shown_each_with_its_keys(window, where):
    card = getattr(window.first_run, where)
    assert len(card.rows) == len(GESTURES) == 10
    assert all(caps for caps, _ in card.rows)
    assert _key_caps(card) == _keys_of_the_moment(window)


@pytest.mark.parametrize("where", ["card", "panel_card"])
def test_there_are_still_ten_with_the_keys_that_a_reader_gave_them(window, where):
    window.shortcuts.assign("verify_image", [QKeySequence("Ctrl+J")])
    window.shortcuts.assign("play", [QKeySequence("Ctrl+F12")])
    card = getattr(window.first_run, where)
    assert len(card.rows) == 10
    assert {"Ctrl+J", "Ctrl+F12"} <= set(_key_caps(card))
    assert _key_caps(card) == _keys_of_the_moment(window)


def test_the_key_caps_follow_changed_shortcuts(window):
    window.shortcuts.assign("verify_image", [QKeySequence("Ctrl+J")])
    assert (("Ctrl+J",), "Verify the contours that are right") in window.first_run.card.rows
    assert "Ctrl+J" in {label.text() for label in window.first_run.card.findChildren(QLabel)}


def test_gestures_that_were_out_of_sight_are_written_with_the_keys_of_the_moment(window):
    card = window.first_run.card
    card.hide()
    window.shortcuts.assign("verify_image", [QKeySequence("Ctrl+J")])
    card.show()
    assert "Ctrl+J" in {label.text() for label in card.findChildren(QLabel)}


def test_once_dismissed_they_are_never_shown_again(qtbot, window, open_window):
    qtbot.mouseClick(window.first_run.card.dismiss_button, Qt.MouseButton.LeftButton)
    assert not window.first_run.card.isVisible()
    window.shut_down()
    assert not open_window(start=False).first_run.card.isVisible()


def test_until_they_are_dismissed_they_come_back(window, open_window):
    window.shut_down()
    assert open_window(start=False).first_run.card.isVisible()


def test_they_stay_beside_the_bundled_study_until_dismissed(qtbot, open_window):
    window = open_window()
    qtbot.mouseClick(window.first_run.card.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.study is not None and window.session.is_complete, timeout=60_000)
    assert window.session.study.source == sample_study_folder()
    assert window.first_run.panel_card.isVisible()
    qtbot.mouseClick(window.first_run.panel_card.dismiss_button, Qt.MouseButton.LeftButton)
    assert not window.first_run.is_panel_shown
    assert window.page.measures.isVisible()


def test_help_brings_them_back_over_an_open_study(qtbot, window, make_study):
    window.first_run.dismiss()
    window.session.open_study(make_study(4, 3))
    assert not window.first_run.is_panel_shown
    window.actions_by_name["gestures"].trigger()
    assert window.first_run.panel_card.isVisible()
    window.first_run.dismiss()
    window.actions_by_name["gestures"].trigger()
    assert window.first_run.panel_card.isVisible()


@pytest.mark.parametrize("language", Language)
def test_beside_the_images_they_push_no_panel_out_of_sight(qtbot, window, make_study, use_theme, language):
    use_language(language)
    use_theme(Theme.DARK)
    try:
        window.session.open_study(make_study(4, 3))
        window.actions_by_name["gestures"].trigger()
        bar = window.page.panels.tabBar()
        qtbot.wait(50)
        assert bar.currentIndex() == bar.count() - 1
        assert bar.tabRect(0).left() >= 0
        assert bar.tabRect(bar.count() - 1).right() <= bar.width()
        assert bar.accessibleTabName(bar.count() - 1) == tr("Ten gestures")
    finally:
        use_language(Language.ENGLISH)


@pytest.mark.parametrize("width", [820, 1400])
def test_nothing_is_cut_off_in_narrow_and_wide_windows(qtbot, window, width):
    window.resize(width, 720)
    qtbot.wait(20)
    inside, card = window.start_page.widget(), window.first_run.card
    place = card.mapTo(inside, card.rect().topLeft())
    assert place.x() >= 0
    assert place.x() + card.width() <= inside.width() <= window.start_page.viewport().width()
    assert place.y() + card.height() <= inside.height()


def test_where_german_is_spoken_from_the_start_the_gestures_beside_the_images_are_german(open_window, make_study):
    use_language(Language.GERMAN)
    try:
        window = open_window(start=False)
        window.session.open_study(make_study(4, 3))
        window.actions_by_name["gestures"].trigger()
        card = window.first_run.panel_card
        shown = [label.text() for label in card.findChildren(QLabel)]
        assert card.dismiss_button.text() == tr("Got it") != "Got it"
        assert tr("Ten gestures to read a heart") in shown
        assert "Ten gestures to read a heart" not in shown
    finally:
        use_language(Language.ENGLISH)
