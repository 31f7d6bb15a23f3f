"""The language of the window, chosen under View > Language and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.accessibility import complete
from cmrstudio.gui.features import layouts, readers, signing_off, work_list
from cmrstudio.gui.features.keyboard import show_keys
from cmrstudio.gui.translation import (
    LANGUAGE_NAMES,
    Language,
    current_language,
    language_changes,
    language_pieces,
    translate_widgets,
    use_language,
)
from cmrstudio.gui.views.choice_menu import ChoiceMenu

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

SETTING = "language"


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers, views and other features are there."""
    menu = ChoiceMenu("&Language", LANGUAGE_NAMES, current_language, language_changes.changed, window)
    menu.chosen.connect(lambda language: choose_language(window, language))
    menu.changed.connect(lambda: rewrite(window))
    actions = window.actions_by_name.menus["view"].actions()
    after = actions[actions.index(window.actions_by_name["next_theme"]) + 1]
    window.actions_by_name.menus["view"].insertMenu(after, menu)
    remembered = window.settings.value(SETTING)
    if remembered in list(Language) and remembered != current_language():
        use_language(Language(remembered))
    translate_widgets(window)


def choose_language(window: MainWindow, language: Language) -> None:
    """Speak a language, now and at the next start."""
    window.settings.setValue(SETTING, language.value)
    window.turns.run(language_pieces(language))


def rewrite(window: MainWindow) -> None:
    """Write again what is put together from words and numbers; words that stay are translated already."""
    window.actions_by_name.write_words()
    show_keys(window)
    complete(window)
    window.page.verify_box.set_reviewer(window.verifying.reviewer)
    signing_off.write_again(window)
    readers.write_again(window)
    work_list.write_again(window)
    layouts.write_again(window)
    window.page_presenter.write_again()
    window.cine_presenter.write_again()
