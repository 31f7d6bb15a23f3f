"""The words on the screen in the reader's language; the English words in the code are the keys.

Words that stay (labels, buttons, tool tips, accessible names, titles, tabs and menus) are written in English and need
nothing more: ``translate_widgets`` puts them into the language in use, when the window is made, when a dialog opens and
when another language is chosen. Words with something in them go through ``tr``, with named places to fill:
``tr("Slice {number}").format(number=3)``. German stands in resources/translations/cmrstudio_de.ts, which
``make translations`` compiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QTabWidget, QWidget

from cmrstudio.domain.errors import WordsError
from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.wording import ENGLISH, Language, Wording
from cmrstudio.io.words import read_wording

CONTEXT = "cmrstudio"
FILES = ("cmrstudio", "messages")
"""What the window says of its own, and what code below it says and reports hold."""
WORDS = (
    *("text", "title", "windowTitle", "toolTip", "statusTip", "accessibleName", "accessibleDescription"),
    *("placeholderText", "informativeText"),
)
"""The properties of widgets and actions that hold words."""

WIDGETS_A_PIECE = 250


class _LanguageChanges(QObject):
    """Says that the words on the screen are in another language now."""

    changed = Signal()


LANGUAGE_NAMES = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}
"""Each in its own language, whatever the window speaks."""

language_changes = _LanguageChanges()
_state: dict[str, Wording] = {"wording": ENGLISH}
_translators: list[QTranslator] = []
_spoken = {Language.ENGLISH}
"""The languages that have been in use."""
_english: dict[str, str] = {"": ""}
"""The English words of what has been said in the language in use, so that there is a way to another one."""


def tr(text: str) -> str:
    """``text``, English in the code, in the language in use; English where there is no translation.

    Messages of code below the window are finished sentences: they are found by the templates they were made from.
    """
    translated = _translate_word(text)
    return _remember(_state["wording"](text), text) if translated == text else translated


def _translate_word(text: str) -> str:
    return _remember(QCoreApplication.translate(CONTEXT, text), text)


def _remember(translated: str, english: str) -> str:
    if translated == english:
        _english.setdefault(english, english)
    else:
        _english[translated] = english
    return translated


def current_language() -> Language:
    """The language in use."""
    return current_wording().language


def current_wording() -> Wording:
    """How the language in use says English sentences; for reports, and safe in every thread."""
    return _state["wording"]


def use_language(language: Language) -> None:
    """Speak another language from now on, on all widgets there are. Raises ``WordsError`` without its words."""
    for _ in language_pieces(language):
        pass


def language_pieces(language: Language) -> Iterator[None]:
    """The same a piece at a time, each of which takes a fraction of the whole."""
    application = QCoreApplication.instance()
    if application is None:
        return
    wording = read_wording(language)
    yield
    for translator in _translators:
        application.removeTranslator(translator)
    _translators.clear()
    _state["wording"] = wording
    _spoken.add(language)
    if language is not Language.ENGLISH:
        for name in FILES:
            _install(application, resource_folder() / "translations" / f"{name}_{language.value}.qm")
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _install(application, Path(qt_folder) / f"qtbase_{language.value}.qm", is_needed=False)
    yield
    for window in getattr(application, "topLevelWidgets", list)():
        if shiboken6.isValid(window) and window.parentWidget() is None:  # menus and dialogs are their window's children
            for index, shown in enumerate(_all_in(window)):
                if index % WIDGETS_A_PIECE == WIDGETS_A_PIECE - 1:
                    yield
                if shiboken6.isValid(shown):
                    _translate(shown)
    yield
    language_changes.changed.emit()


def _all_in(root: QWidget) -> list[QObject]:
    return [root, *root.findChildren(QWidget), *root.findChildren(QAction)]


def _install(application: QCoreApplication, path: Path, *, is_needed: bool = True) -> None:
    translator = QTranslator(application)
    if translator.load(str(path)):
        application.installTranslator(translator)
        _translators.append(translator)
    elif is_needed:
        raise WordsError(path, "there is no such file")


def translate_widgets(root: QWidget) -> None:
    """Put the words that stay, of a widget and all in it, into the language in use."""
    if len(_spoken) == 1:
        return  # nothing has ever been in another language than English
    for shown in _all_in(root):
        _translate(shown)


def _translate(shown: QObject) -> None:
    for name in WORDS:
        words = shown.property(name)
        if isinstance(words, str) and words and not (name == "text" and isinstance(shown, QLineEdit)):
            _put(shown, name, words, partial(shown.setProperty, name))
    if isinstance(shown, QTabWidget):
        for index in range(shown.count()):
            _put(shown, f"tab{index}", shown.tabText(index), partial(shown.setTabText, index))
    elif isinstance(shown, QAbstractSpinBox):
        shown.setLocale(QLocale(current_language().value))  # numbers with its decimal mark
    elif isinstance(shown, QComboBox):
        for index in range(shown.count()):
            _put(shown, f"item{index}", shown.itemText(index), partial(shown.setItemText, index))


def _put(shown: QObject, name: str, words: str, write: Callable[[str], object]) -> None:
    """Write ``words`` in the language in use, and keep the English beside them: two words may have one translation."""
    kept = shown.property(f"english_{name}")
    english = kept[0] if kept and kept[1] == words else _english.get(words)
    # What nobody has said through ``tr`` may be a patient's name or a path: only words known as they are become others.
    translated = _translate_word(words) if english is None else tr(english)
    if translated != words:
        write(translated)
        shown.setProperty(f"english_{name}", [english or words, translated])
