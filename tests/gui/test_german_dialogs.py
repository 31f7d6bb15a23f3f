"""Every dialog and the work list in German: no single word stays English, opened so or changed while it is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.study_summary import unreadable
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.demonstration_readings import READERS
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.io.dicom.reader import EXPECTED
from tests.english_words import english_in
from tests.gui.dialog_hand import DIALOGS, QUESTIONS, look_at, show_drawn_phantom
from tests.gui.layout_hand import PHASES, SLICES
from tests.gui.test_german_window import english_shown, shown
from tests.gui.test_work_list import SUMMARIES
from tests.message_templates import german_words

WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{4,}")
NAMES = frozenset(
    {
        *READERS,
        *(f"○  {reader}" for reader in READERS),
        "Phantom · 2020-01-01 · phantom",
        *("Residual U-Net", "Residual U-Net 1.1.0", "Sunnybrook LV", "ACDC LV"),
        *("Deutsch", "English", "HTML"),
        *("Export", "Export..."),  # of the plots' own menu, which is turned off
    }
)
"""Of persons, studies, models and languages."""
FROM_FILES = re.compile(r"/\S+|SA cine|broken")
"""What a work list shows of files, as they are named."""
STAY_OPEN = ("agreement", "comparison", "conventions", "report", "training data", "training progress")
"""While these are open the language can be changed; the others hold the window up."""
EXAMPLES_ASIDE = sorted(set(DIALOGS) - {"report full"})
"""Without the one in which invented messages stand."""
ASKED = sorted(set(QUESTIONS) - {"folder", "file", "quit unsaved", "workspace refused", "overwrite one"})
"""Without Qt's own dialogs of files, and without those in which invented words stand."""


@pytest.fixture(scope="module")
def same_in_german() -> set[str]:
    """The words whose German is said to be the same, in the files of words."""
    pairs = ((english.replace("&", ""), german.replace("&", "")) for english, german in german_words().items())
    return {english for english, german in pairs if english == german}


@pytest.fixture
def open_english(open_window, make_study) -> Iterator[Callable[[str], MainWindow]]:
    """Open a window on a phantom; one with a workspace and models for the dialogs that show those."""

    def make(name: str) -> MainWindow:
        made = open_window(start=name.startswith(("models", "training")))
        show_drawn_phantom(made, make_study(PHASES, SLICES))
        return made

    yield make
    use_language(Language.ENGLISH)


def texts(root: QObject) -> set[str]:
    return {text.replace("&", "") for _, text in shown(root)}


def words_that_stay(english: set[str], german: set[str], same: set[str]) -> list[str]:
    """The texts that are the same in both languages, where they hold a word and nothing says that they are meant to."""
    return sorted(text for text in (english & german) - same - NAMES if WORD.search(text))


def opened(qtbot, window: MainWindow, name: str) -> QDialog:
    dialog = DIALOGS[name](window)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.parametrize("name", STAY_OPEN)
def test_no_word_of_an_open_dialog_stays_english_when_the_language_changes(qtbot, open_english, same_in_german, name):
    window = open_english(name)
    dialog = opened(qtbot, window, name)
    english = texts(dialog)
    use_language(Language.GERMAN)
    assert words_that_stay(english, texts(dialog), same_in_german) == []
    assert english_shown(dialog) == []
    dialog.close()


@pytest.mark.parametrize("name", EXAMPLES_ASIDE)
def test_no_word_of_a_dialog_is_english_where_it_is_opened_in_german(qtbot, open_english, same_in_german, name):
    window = open_english(name)
    dialog = opened(qtbot, window, name)
    english = texts(dialog)
    dialog.close()
    use_language(Language.GERMAN)
    dialog = opened(qtbot, window, name)
    assert words_that_stay(english, texts(dialog), same_in_german) == []
    assert english_shown(dialog) == []
    dialog.close()


def test_no_word_of_the_work_list_stays_english(qtbot, open_english, same_in_german):
    window = open_english("work list")
    page = window.work_list
    refused = StudyReadError(Path("/data/broken"), f"there are no files in it; {EXPECTED}.")
    page.set_work_list(WorkList((*SUMMARIES[:-1], unreadable(refused.path, str(refused)))))
    window.actions_by_name["work_list"].trigger()
    qtbot.waitUntil(page.isVisible)
    english = texts(page)
    use_language(Language.GERMAN)
    stay = words_that_stay(english, texts(page), same_in_german)
    assert [text for text in stay if WORD.search(FROM_FILES.sub("", text))] == []
    assert english_shown(page) == []


@pytest.mark.parametrize("name", ASKED)
def test_no_word_of_a_question_stays_english(qtbot, open_english, same_in_german, name):
    window = open_english(name)
    found = []
    for language in Language:
        use_language(language)
        found.append(set(look_at(qtbot, window, QUESTIONS[name], lambda dialog: sorted(texts(dialog)))))
    english, german = found
    assert english - german, "something is said in words"
    assert words_that_stay(english, german, same_in_german) == []
    assert sorted(text for text in german if english_in(text)) == []
