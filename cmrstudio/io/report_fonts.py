"""The fonts of the PDF report, and what becomes of characters that they do not have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from cmrstudio.domain.resource_paths import resource_folder

REGULAR, BOLD = "LiberationSans", "LiberationSans-Bold"
FILES = {REGULAR: "LiberationSans-Regular.ttf", BOLD: "LiberationSans-Bold.ttf"}
FROM_RIGHT = {"R", "AL", "AN"}
NEWLINES = {"\n", "\r", "\t"}


@lru_cache(maxsize=1)
def register() -> frozenset[int]:
    """Make the fonts known to the PDF library, once; returns the characters that both of them have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    glyphs = []
    for name, file in FILES.items():
        font = TTFont(name, str(resource_folder() / "fonts" / file))
        pdfmetrics.registerFont(font)
        glyphs.append(set(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset(glyphs[0] & glyphs[1])


@dataclass
class PrintedText:
    """Makes texts printable with the fonts at hand and remembers what could not be shown, for a note at the end.

    Characters of other scripts are replaced by their numbers in Unicode, so that no name turns into empty boxes and
    two different names stay different; Arabic and Hebrew too, which would come out in the wrong order.
    """

    known: frozenset[int]
    missing: dict[str, None] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """The text with every character that cannot be shown replaced by its number: ``[U+5C71 U+7530]``."""
        shown: list[str] = []
        waiting: list[str] = []
        for character in unicodedata.normalize("NFC", text):
            if self._can_show(character):
                _put_numbers(shown, waiting)
                shown.append(" " if character in NEWLINES else character)
            elif unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
                waiting.append(character)
                self.missing[character] = None
        _put_numbers(shown, waiting)
        return "".join(shown)

    def _can_show(self, character: str) -> bool:
        if character in NEWLINES:
            return True
        is_control = unicodedata.category(character) in ("Cc", "Cf", "Cs")
        from_right = unicodedata.bidirectional(character) in FROM_RIGHT
        return ord(character) in self.known and not is_control and not from_right

    @property
    def note(self) -> str:
        """A sentence that names the scripts that could not be shown; empty where everything was."""
        if not self.missing:
            return ""
        scripts = dict.fromkeys(_script(character) for character in self.missing)
        return (
            f"{len(self.missing)} characters cannot be printed here ({', '.join(scripts)}); they stand as their "
            "Unicode numbers in square brackets. The HTML report shows them as they are."
        )


def _put_numbers(shown: list[str], waiting: list[str]) -> None:
    if waiting:
        shown.append(f"[{' '.join(f'U+{ord(character):04X}' for character in waiting)}]")
        waiting.clear()


def _script(character: str) -> str:
    """The first word of a character's name is its script: CJK, HIRAGANA, ARABIC."""
    word = unicodedata.name(character, "unnamed").split()[0].split("-")[0]
    return word if word == "CJK" else word.capitalize()
