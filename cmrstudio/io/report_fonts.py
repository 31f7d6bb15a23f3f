"""The fonts of the PDF report, and what becomes of characters that they do not have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from cmrstudio.domain.resource_paths import resource_folder

REGULAR, BOLD = "LiberationSans", "LiberationSans-Bold"
FILES = {REGULAR: "LiberationSans-Regular.ttf", BOLD: "LiberationSans-Bold.ttf"}
FROM_RIGHT = {"R", "AL", "AN"}
NEWLINES = {"\n", "\r", "\t"}
LAST_OF_UCS2 = 0xFFFF
BORROWED = (
    "Chinese, Japanese and Korean characters are drawn with fonts of the program that shows this file. Where it has "
    "none they are missing: the HTML report shows them."
)


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


@dataclass(frozen=True)
class EastAsianFont:
    """A font that programs for PDF files bring along, so that it is not in the file; ``codec`` has its characters."""

    name: str
    codec: str

    def has(self, character: str) -> bool:
        """Whether it has a character of the width of an ideograph."""
        if unicodedata.east_asian_width(character) not in ("W", "F") or ord(character) > LAST_OF_UCS2:
            return False
        try:
            character.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True


SIMPLIFIED, TRADITIONAL = EastAsianFont("STSong-Light", "gbk"), EastAsianFont("MSung-Light", "big5")
JAPANESE, KOREAN = EastAsianFont("HeiseiMin-W3", "cp932"), EastAsianFont("HYSMyeongJo-Medium", "cp949")


def east_asian_fonts(text: str) -> tuple[EastAsianFont, ...]:
    """The fonts for a text, first that of its language, as far as its script tells: kana Japanese, hangul Korean."""
    scripts = {_script(character) for character in text}
    first = (JAPANESE,) if scripts & {"Hiragana", "Katakana"} else (KOREAN,) if "Hangul" in scripts else ()
    return tuple(dict.fromkeys((*first, SIMPLIFIED, JAPANESE, KOREAN, TRADITIONAL)))


@cache
def _register_east_asian(name: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(name))
    pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)


@dataclass(frozen=True)
class Run:
    """Text in one font; an empty ``font`` is that of the words around it."""

    text: str
    font: str = ""


@dataclass
class PrintedText:
    """Makes texts printable with the fonts at hand and remembers what could not be shown, for a note.

    Chinese, Japanese and Korean characters take a font that is not in the file. Characters of other scripts are
    replaced by their numbers in Unicode, so that no name turns into empty boxes and two different names stay different;
    Arabic and Hebrew too, which would come out in the wrong order.
    """

    known: frozenset[int]
    missing: dict[str, None] = field(default_factory=dict)
    borrowed: dict[str, None] = field(default_factory=dict)
    """The fonts that are used and not in the file."""

    def __call__(self, text: str) -> str:
        """The text in the report's own font, with what that lacks as numbers: ``[U+5C71 U+7530]``."""
        return "".join(run.text for run in self._runs(text, ()))

    def runs(self, text: str) -> list[Run]:
        """The text in pieces of one font each; what no font has stands as numbers."""
        normal = unicodedata.normalize("NFC", text)
        runs = self._runs(normal, () if normal.isascii() else east_asian_fonts(normal))
        for name in dict.fromkeys(run.font for run in runs if run.font):
            _register_east_asian(name)
            self.borrowed[name] = None
        return runs

    def _runs(self, text: str, fonts: tuple[EastAsianFont, ...]) -> list[Run]:
        shown: list[tuple[str, str]] = []
        waiting: list[str] = []
        for character in unicodedata.normalize("NFC", text):
            font = "" if self._can_show(character) else next((one.name for one in fonts if one.has(character)), None)
            if font is not None:
                _put_numbers(shown, waiting)
                shown.append((font, " " if character in NEWLINES else character))
            elif unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
                waiting.append(character)
                self.missing[character] = None
        _put_numbers(shown, waiting)
        return [Run("".join(part for _, part in parts), font) for font, parts in groupby(shown, itemgetter(0))]

    def _can_show(self, character: str) -> bool:
        if character in NEWLINES:
            return True
        is_control = unicodedata.category(character) in ("Cc", "Cf", "Cs")
        from_right = unicodedata.bidirectional(character) in FROM_RIGHT
        return ord(character) in self.known and not is_control and not from_right

    @property
    def remark(self) -> str:
        """A sentence on fonts that are not in the file; empty where all are."""
        return BORROWED if self.borrowed else ""

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


def _put_numbers(shown: list[tuple[str, str]], waiting: list[str]) -> None:
    if waiting:
        shown.append(("", f"[{' '.join(f'U+{ord(character):04X}' for character in waiting)}]"))
        waiting.clear()


def _script(character: str) -> str:
    """The first word of a character's name is its script: CJK, HIRAGANA, ARABIC."""
    word = unicodedata.name(character, "unnamed").split()[0].split("-")[0]
    return word if word == "CJK" else word.capitalize()
