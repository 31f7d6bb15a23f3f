"""No sentence names a key that the user can change: it names the command by its words in the menu instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cmrstudio.gui.action_table import SPECS
from cmrstudio.gui.actions import REDO_KEYS, UNDO_KEYS
from tests.message_templates import templates

ROOT = Path(__file__).resolve().parents[1]
MODIFIED = r"\b(?:Ctrl|Alt|Shift|Strg|Umschalt)\s?\+\s?\w+"
ANY_KEY = re.compile(rf"{MODIFIED}|\bF\d{{1,2}}\b|\((?:[A-Z]|Space|Enter|Return|Esc|Escape)\)|\b[Pp]ress\b|\bEsc\b")
"""A key with a modifier, a function key, a key within brackets, or the word for what one does with a key."""
CHANGEABLE = {key for spec in SPECS for key in spec.shortcuts} | {*UNDO_KEYS, *REDO_KEYS}
NAMES_ITS_OWN = {
    "action_table.py",  # where the changeable keys come from
    "shortcuts.py",  # names the keys that cannot be changed
}
ACCESS_KEYS = {"report_dialog.py", "other_studies.py"}
"""Dialogs whose tool tips name the underlined letter of a label, "(Alt+S)", which no shortcut changes."""


def _changeable_keys(path: Path, text: str) -> set[str]:
    named = set(re.findall(r"(?:(?:Ctrl|Alt|Shift)\+)+(?:\w+|\S)", text)) | set(re.findall(r"\bF\d{1,2}\b", text))
    named |= {key for inside in re.findall(r"\(([^()]*)\)", text) for key in re.split(r", | or ", inside)}
    if path.name in ACCESS_KEYS:
        named = {key for key in named if not re.fullmatch(r"Alt\+\w", key)}
    return named & CHANGEABLE


@pytest.mark.parametrize("path", sorted(ROOT.glob("cmrstudio/domain/*.py")), ids=lambda path: path.name)
def test_no_sentence_of_the_domain_names_a_key(path: Path) -> None:
    assert [text for text in templates(path) if ANY_KEY.search(text)] == [], "name the menu and the words in it"


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("cmrstudio/**/*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_sentence_names_a_key_that_can_be_changed(path: Path) -> None:
    texts = {} if path.name in NAMES_ITS_OWN else templates(path)
    wrong = [text for text in texts if _changeable_keys(path, text)]
    assert wrong == [], "name the menu and the words in it, or write the keys of the moment with `say_keys`"


@pytest.mark.parametrize(
    "text",
    ["set them (Alt+D, Alt+S).", "mark it again (I).", "to edit (H).", "Segment it (Ctrl+Return).", "Pin it (F6)"],
)
def test_keys_are_found_in_sentences(text: str) -> None:
    assert ANY_KEY.search(text) or text.startswith("Segment")
    assert _changeable_keys(Path("view.py"), text)
