"""The window in German: every action has its words, and a change of the language reaches what is on the screen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from string import Formatter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QTabWidget

from cmrstudio.domain import learning_advice, reader_consensus
from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.action_table import MENUS, MOUSE_GESTURES, SPECS
from cmrstudio.gui.controllers.shortcuts import FIXED_KEYS
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.translation import (
    CONTEXT,
    FILES,
    Language,
    current_language,
    tr,
    translate_widgets,
    use_language,
)
from cmrstudio.gui.views.dialogs import ReviewerDialog
from cmrstudio.gui.views.gestures_card import GESTURES
from cmrstudio.gui.views.slice_list import LABELS
from training import comparison

FOLDER = resource_folder() / "translations"
SAME_IN_GERMAN = {
    "cmrstudio",
    "Endo",
    "EDV",
    "ESV",
    "Phase",
    "Version",
    "English",
    "Deutsch",
    "Cine",
    "E&xcel",
    "Patient",
}


@pytest.fixture
def german(qapp):
    """Speak German for one test."""
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


@pytest.fixture
def english_again(qapp):
    yield
    use_language(Language.ENGLISH)


@pytest.fixture
def window(open_window, make_study, english_again):
    made = open_window(start=False)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    return made


def _messages() -> dict[str, str]:
    trees = [ET.parse(FOLDER / f"{name}_de.ts") for name in FILES]
    return {m.findtext("source"): m.findtext("translation") or "" for tree in trees for m in tree.iter("message")}


class TestWords:
    @pytest.mark.parametrize("text", [text for spec in SPECS for text in (spec.text, spec.tip) if text])
    def test_no_action_is_without_german_text(self, text):
        assert _messages().get(text), f"resources/translations/cmrstudio_de.ts lacks “{text}”; then: make translations"

    @pytest.mark.parametrize("text", [*MENUS.values(), *(text for row in MOUSE_GESTURES for text in row)])
    def test_no_menu_and_no_mouse_gesture_is_without_german_text(self, text):
        assert _messages().get(text), f"resources/translations/cmrstudio_de.ts lacks “{text}”; then: make translations"

    def test_no_first_gesture_state_or_fixed_key_is_without_german_text(self):
        words = (
            {gesture.text for gesture in GESTURES} | set(FIXED_KEYS.values()) | {word for _, word in LABELS.values()}
        )
        assert words - set(_messages()) == set()

    @pytest.mark.parametrize(
        "template", [*learning_advice.TEMPLATES, *reader_consensus.TEMPLATES.values(), *comparison.TEMPLATES]
    )
    def test_what_is_said_about_learning_can_be_said_in_german(self, template):
        translated = _messages().get(template, "")
        places = [sorted(str(place[1:3]) for place in Formatter().parse(text)) for text in (template, translated)]
        assert translated
        assert {*places[0]} == {*places[1]}

    def test_what_is_compiled_is_what_is_written(self):
        translators = [QTranslator() for _ in FILES]
        for name, translator in zip(FILES, translators, strict=True):
            assert translator.load(str(FOLDER / f"{name}_de.qm"))
        found = {s: {translator.translate(CONTEXT, s) for translator in translators} for s in _messages()}
        stale = [s for s, words in _messages().items() if words not in found[s]]
        assert stale == [], "run: make translations"

    def test_places_to_fill_are_the_same_in_both_languages(self):
        places = re.compile(r"\{\w*\}")
        wrong = [s for s, words in _messages().items() if sorted(places.findall(s)) != sorted(places.findall(words))]
        assert wrong == []

    def test_words_with_a_menu_key_have_one_in_german(self):
        wrong = [s for s, words in _messages().items() if re.search(r"&\w", s) and not re.search(r"&\w", words)]
        assert wrong == []

    def test_no_shortcut_opens_a_german_menu_instead(self, german, open_window):
        window = open_window(start=False)
        keys = {f"Alt+{menu.title().split('&')[1][0].upper()}" for menu in window.actions_by_name.menus.values()}
        assert len(keys) == len(window.actions_by_name.menus)
        taken = {key.toString() for name in window.actions_by_name.names for key in window.shortcuts.keys(name)}
        assert keys & taken == set()

    def test_words_without_a_translation_stay_english(self, german):
        assert tr("Nobody has translated this") == "Nobody has translated this"


class TestChange:
    @staticmethod
    def _menu(window):
        menus = [action.menu() for action in window.actions_by_name.menus["view"].actions() if action.menu()]
        return next(menu for menu in menus if {"Deutsch", "English"} <= {action.text() for action in menu.actions()})

    def test_the_menu_changes_the_language_of_the_running_window_and_back(self, window):
        english, german = self._menu(window).actions()
        german.trigger()
        window.turns.finish()
        assert german.isChecked()
        assert window.actions_by_name["smooth"].text() == "&Glätten"
        assert window.actions_by_name["smooth"].toolTip() == "Glätten (O)"
        assert window.actions_by_name.menus["file"].title() == "Da&tei"
        assert window.page.verify_box.verify_button.text() == "Bestätigen (V)"
        assert window.page.phase_slider._label.text() == "Phase 1 / 10"
        assert window.page.slice_list.item(0).text().endswith("keine Konturen")
        assert window.page.curve.getPlotItem().getAxis("left").labelText == "Volumen (ml)"
        english.trigger()
        window.turns.finish()
        assert window.actions_by_name["smooth"].text() == "Sm&ooth"
        assert window.page.verify_box.verify_button.text() == "Verify (V)"
        assert window.page.slice_list.item(0).text().endswith("no contours")

    def test_the_language_comes_back_at_the_next_start(self, window, open_window):
        self._menu(window).actions()[1].trigger()
        window.shut_down()
        use_language(Language.ENGLISH)
        again = open_window(start=False)
        assert current_language() is Language.GERMAN
        assert again.actions_by_name["quit"].text() == tr("&Quit") != "&Quit"
        assert {b.text() for b in again.start_page.findChildren(QPushButton)} >= {"Ordner öffnen…", "Verstanden"}

    def test_what_undo_would_take_back_is_said_in_german(self, window, make_contour, german):
        session = window.session
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw contour")
        assert window.actions_by_name.undo.text() == "Rückgängig: Kontur zeichnen (Schicht 3, Phase 1)"

    def test_undo_names_commands_and_phases_in_german(self, window, make_contour, german):
        session, actions = window.session, window.actions_by_name
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw contour")
        actions["smooth"].trigger()
        assert actions.undo.text() == "Rückgängig: Endokard glätten (Schicht 3, Phase 1)"
        session.go_to(3)
        actions["set_es"].trigger()
        assert actions.undo.text() == "Rückgängig: Endsystole setzen (Phase 4)"

    def test_small_pictures_and_what_is_done_to_them_are_named_in_german(self, window, make_contour, german):
        session, feature = window.session, window.layouts_feature
        session.finish_gesture(session.annotation().with_contour(make_contour(12, "reader")), "Draw contour")
        assert feature.montage.titles((0, 2), 2)[0] == "Schicht 3"
        assert feature.phases_view.titles((0, 2), 0)[0] == "Enddiastole, Phase 1"
        window.actions_by_name["layout_matrix"].trigger()
        assert feature.matrix_page.strip.text.text() == "Schicht 3, Phase 1"
        tip = feature.matrix.tip_at(feature.matrix.cell_rect((0, 2)).center())
        assert tip.startswith("Schicht 3, Phase 1: ")
        window.actions_by_name["clear_selected"].trigger()
        assert window.status.currentMessage() == "Konturen entfernt: 1 Bild."

    def test_a_study_that_is_read_and_contours_that_are_drawn_are_said_in_german(self, window, german):
        window.cine_presenter.show_preview(np.zeros((8, 8), np.int16), (1.0, 1.0))
        assert window.page.cine._overlay.content.corners[0] == "Wird geladen…"
        assert tr("{contours} drawn on {images}.").format(contours=tr("Contours"), images="2") == (
            "Konturen gezeichnet: 2."
        )

    def test_state_messages_and_tasks_are_said_in_german(self, window, german):
        window.page.verify_box.show_state(ContourState.STALE, None, "")
        assert window.page.verify_box.state_text.endswith("Geändert seit Bestätigung")
        window.show_message("There are no contours yet: segment the study first.")
        assert window.status.currentMessage().startswith("Es gibt noch keine Konturen")
        window.message_bar.show_message(
            "No model is installed: contours can be drawn by hand. Import one under Segment > Training."
        )
        assert window.message_bar._text.text().startswith("Kein Modell ist installiert")
        assert window.message_bar.text.startswith("No model")

    def test_standard_buttons_of_dialogs_are_german(self, qtbot, window, german):
        dialog = ReviewerDialog("", window)
        qtbot.addWidget(dialog)
        dialog.show()
        assert "Abbrechen" in {b.text().replace("&", "") for b in dialog.findChildren(QPushButton)}
        assert dialog.windowTitle() == "Befunder"

    def test_changed_keys_are_named_in_german_too(self, window, german):
        window.shortcuts.assign("play", [QKeySequence("J"), QKeySequence("Ctrl+J")])
        assert window.actions_by_name["play"].toolTip() == "Cine abspielen oder anhalten (J oder Strg+J)"

    @pytest.mark.parametrize(
        "part",
        [
            *("start page", "tool bar", "segmenting bar", "change shortcuts", "keys", "left out", "reviewer", "report"),
            "training",
        ],
    )
    def test_no_word_of_these_views_stays_english(self, qtbot, window, part):
        make = {
            "start page": lambda: window.start_page,
            "tool bar": lambda: window.tool_bar,
            "segmenting bar": lambda: window.segmenting_bar,
            "change shortcuts": lambda: make_editor(window),
            "keys": window.make_shortcuts_dialog,
            "left out": window.make_left_out_dialog,
            "reviewer": lambda: ReviewerDialog("", window),
            "report": lambda: window.report_dialog,
            "training": lambda: window.learning_window,
        }

        def words() -> list[str]:
            root = make[part]()
            if root.isWindow():
                qtbot.addWidget(root)
                root.show()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            shown = [*root.findChildren(QLabel), *root.findChildren(QAbstractButton)]
            return [text for widget in shown for text in (widget.text(), widget.toolTip(), widget.accessibleName())]

        english = words()
        use_language(Language.GERMAN)
        same = {text for text in set(english) & set(words()) if re.search(r"[a-z]{4}", text)}
        assert {text for text in same if text.split()[0] not in SAME_IN_GERMAN | {"U-Net"}} == set()


class TestWidgets:
    def test_what_a_reader_has_typed_is_never_translated(self, qtbot, german):
        field = QLineEdit("Smooth")
        qtbot.addWidget(field)
        translate_widgets(field)
        assert field.text() == "Smooth"

    def test_tabs_and_tool_tips_are_translated_and_come_back(self, qtbot, english_again):
        tabs, label = QTabWidget(), QLabel("Reviewer")
        label.setToolTip("Progress")
        tabs.addTab(label, "Ten gestures")
        qtbot.addWidget(tabs)
        use_language(Language.GERMAN)
        assert (tabs.tabText(0), label.text(), label.toolTip()) == ("Zehn Handgriffe", "Befunder", "Fortschritt")
        use_language(Language.ENGLISH)
        assert (tabs.tabText(0), label.text(), label.toolTip()) == ("Ten gestures", "Reviewer", "Progress")

    def test_two_words_with_one_translation_come_back_as_what_they_were(self, qtbot, english_again):
        labels = [QLabel("Dismiss"), QLabel("Progress"), QLabel("Model")]
        labels[1].setText("Cancel what is running")
        labels[2].setText("&Cancel what is running")
        for label in labels:
            qtbot.addWidget(label)
        use_language(Language.GERMAN)
        use_language(Language.ENGLISH)
        assert [label.text() for label in labels] == ["Dismiss", "Cancel what is running", "&Cancel what is running"]

    def test_a_label_that_was_given_other_words_keeps_them(self, qtbot, english_again):
        label = QLabel("Reviewer")
        qtbot.addWidget(label)
        use_language(Language.GERMAN)
        label.setText("Dr. Example")
        use_language(Language.ENGLISH)
        assert label.text() == "Dr. Example"
        assert label.textFormat() == Qt.TextFormat.AutoText
