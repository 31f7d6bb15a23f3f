"""The words on the screen in the reader's language; the English words in the code are the keys.

Words that stay (labels, buttons, tool tips, accessible names, titles, tabs and menus) are written in English and need
nothing more: ``translate_widgets`` puts them into the language in use, when the window is made, when a dialog opens and
when another language is chosen. Words with something in them go through ``tr``, with named places to fill:
``tr("Slice {number}").format(number=3)``. German stands in resources/translations/cmrstudio_de.ts, which
``make translations`` compiles.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QTabWidget, QWidget

from cmrstudio.domain.resource_paths import resource_folder

CONTEXT = "cmrstudio"
WORDS = (
    *("text", "title", "windowTitle", "toolTip", "statusTip", "accessibleName", "accessibleDescription"),
    *("placeholderText", "informativeText"),
)
"""The properties of widgets and actions that hold words."""


class Language(StrEnum):
    """A language that the window speaks."""

    ENGLISH = "en"
    GERMAN = "de"


class _LanguageChanges(QObject):
    """Says that the words on the screen are in another language now."""

    changed = Signal()


language_changes = _LanguageChanges()
_state: dict[str, Language] = {"language": Language.ENGLISH}
_translators: list[QTranslator] = []
_english: dict[str, str] = {"": ""}
"""The English words of what has been translated where it was made, so that there is a way back."""


def tr(text: str) -> str:
    """``text``, English in the code, in the language in use; English where there is no translation."""
    translated = QCoreApplication.translate(CONTEXT, text)
    if translated != text:
        _english[translated] = text
    return translated


def current_language() -> Language:
    """The language in use."""
    return _state["language"]


def use_language(language: Language) -> None:
    """Speak another language from now on, on all widgets there are. Raises ``OSError`` without its file of words."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for translator in _translators:
        application.removeTranslator(translator)
    _translators.clear()
    _state["language"] = language
    if language is not Language.ENGLISH:
        own = resource_folder() / "translations" / f"cmrstudio_{language.value}.qm"
        _install(application, str(own))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _install(application, f"{qt_folder}/qtbase_{language.value}.qm", is_needed=False)
    for widget in getattr(application, "topLevelWidgets", list)():
        translate_widgets(widget)
    language_changes.changed.emit()


def _install(application: QCoreApplication, path: str, *, is_needed: bool = True) -> None:
    translator = QTranslator(application)
    if translator.load(path):
        application.installTranslator(translator)
        _translators.append(translator)
    elif is_needed:
        raise FileNotFoundError(f"{path}: the words of this language are missing. Run `make translations`.")


def translate_widgets(root: QWidget) -> None:
    """Put the words that stay, of a widget and all in it, into the language in use."""
    if not _translators and len(_english) == 1:
        return  # nothing has ever been in another language than English
    for shown in (root, *root.findChildren(QWidget), *root.findChildren(QAction)):
        for name in WORDS:
            words = shown.property(name)
            if isinstance(words, str) and words and not (name == "text" and isinstance(shown, QLineEdit)):
                _put(shown, name, words, partial(shown.setProperty, name))
        if isinstance(shown, QTabWidget):
            for index in range(shown.count()):
                _put(shown, f"tab{index}", shown.tabText(index), partial(shown.setTabText, index))
        elif isinstance(shown, QComboBox):
            for index in range(shown.count()):
                _put(shown, f"item{index}", shown.itemText(index), partial(shown.setItemText, index))


def _put(shown: QObject, name: str, words: str, write: Callable[[str], object]) -> None:
    """Write ``words`` in the language in use, and keep the English beside them: two words may have one translation."""
    kept = shown.property(f"english_{name}")
    english = kept[0] if kept and kept[1] == words else _english.get(words, words)
    translated = tr(english)
    if translated != words:
        write(translated)
        shown.setProperty(f"english_{name}", [english, translated])
