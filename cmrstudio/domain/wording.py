"""Saying finished English sentences in another language.

Code below the window makes its messages as English sentences with the values in them. Some come out of other processes,
some lie in a workspace for years, so nothing but the sentence itself can be counted on. A ``Wording`` therefore knows
sentences as templates, ``Slice {slice} is missing.``, finds the one that a sentence was made from, and says that one in
its language, with the same values; values that are words are said in that language too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from operator import itemgetter

AS_GIVEN = frozenset(
    {
        *("code", "endings", "file", "hash", "id", "kind", "label", "licence", "name", "names", "path", "person"),
        *("shape", "system", "text", "version"),
    }
)
"""Names of places whose values are no words of ours: what people typed, what files and systems are called and say."""
HANDED_ON = "reason"
"""The name of a last place whose value is a message of its own, of one sentence or several."""
NUMBERS = frozenset({"count", "dice", "number", "percent", "phase", "seconds", "slice"})
"""Names of places that take nothing but a number."""
REMEMBERED = 4096
END = 6
LEAST_LITERAL = 12
LEAST_LETTERS = 5
_PLACE = re.compile(r"\{(\w+)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])(?<!Dr\.)(?<!Prof\.) (?=[A-Z*“])|\n")
_NUMBER = r"([+\-−]?[\d.,]+)"
_ASIDE = re.compile(r"(.*) \((.*?)\)", re.DOTALL)
_DECIMAL = re.compile(r"([+\-−]?\d+)\.(\d+(?: \S+)?)")
_BETWEEN_WORDS = {" and "}
"""Joints that also stand within sentences: there all parts must be known, or half of one would be translated."""
_JOINTS = (" · ", "; ", ", ", " and ", ": ", " *")


class Language(StrEnum):
    """A language that the window and reports speak."""

    ENGLISH = "en"
    GERMAN = "de"


DECIMAL_MARKS = {Language.ENGLISH: ".", Language.GERMAN: ","}


class AsGiven(str):
    """A text that came from outside, such as a patient's name: no wording touches it."""

    __slots__ = ()


class Wording:
    """Turns English texts into those of a language; what it does not know it leaves alone. Safe in every thread.

    ``words`` gives translations by English texts; both may have named places to fill, the same ones.
    """

    def __init__(self, language: Language = Language.ENGLISH, words: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._words = dict(words or {})
        for english, said in (words or {}).items():  # what a menu says is also said without the mark of its key
            self._words.setdefault(english.replace("&", ""), said.replace("&", ""))
        made = [_Template.of(english, text) for english, text in self._words.items() if _PLACE.search(english)]
        made.sort(key=lambda template: template.literal_length, reverse=True)
        self._templates: dict[tuple[str, str], list[tuple[int, _Template]]] = {}
        for rank, template in enumerate(made):
            if template.is_telling:
                ends = template.pieces[0][:END], template.pieces[-1][-END:]
                self._templates.setdefault(ends, []).append((rank, template))
        self._say = lru_cache(REMEMBERED)(self._find_or_keep)

    @property
    def tag(self) -> str:
        """The language as documents name theirs, "en-GB"."""
        return {Language.ENGLISH: "en-GB", Language.GERMAN: "de-DE"}[self.language]

    def __call__(self, text: str) -> str:
        """The text in this language."""
        return text if self.language is Language.ENGLISH or isinstance(text, AsGiven) else self._say(text)

    def _find_or_keep(self, text: str) -> str:
        number = _DECIMAL.fullmatch(text)
        if number:
            return DECIMAL_MARKS[self.language].join(number.groups())
        if "\n" in text and self._find_one(text) is None:
            return "\n".join(map(self, text.split("\n")))
        found = self._find(text)
        return self._say_parts(text) if found is None else found

    def _find(self, text: str) -> str | None:
        """What a text is known as: in itself, as made from a template, as several sentences; None where it is not."""
        return (
            self._find_handed_on(text)
            or self._find_one(text)
            or self._find_sentences(text)
            or self._fill(text, is_strict=False)
            or self._find_behind_name(text, self._find)
        )

    def _find_handed_on(self, text: str) -> str | None:
        """A message within another one; looked for first, lest its path be said to begin with the outer one."""
        for _, template in self._apt_templates(text):
            values = template.values_of(text) if template.hands_on else None
            if values is not None and self._find(values[-1]) is not None:
                return template.filled(values, self)
        return None

    def _find_one(self, text: str) -> str | None:
        found = self._words.get(text) or self._fill(text, is_strict=True)
        if found is None and text.endswith("."):
            unended = self._find_one(text[:-1])
            return None if unended is None else f"{unended}."
        return found

    def _find_behind_name(self, text: str, find: Callable[[str], str | None]) -> str | None:
        """Something said of a file or a thing: "/path: it is damaged."."""
        name, colon, said_of_it = text.partition(": ")
        found = find(said_of_it) if colon and not _BETWEEN_SENTENCES.search(name) else None
        return f"{self(name)}: {found}" if found is not None else None

    def _fill(self, text: str, *, is_strict: bool) -> str | None:
        """``is_strict``: no value has the end of a sentence in it."""
        breaks = len(_BETWEEN_SENTENCES.findall(text)) if is_strict else 0
        for _, template in self._apt_templates(text):
            is_apt = breaks <= template.breaks if is_strict else template.literal_length >= LEAST_LITERAL
            values = template.values_of(text) if is_apt else None
            if values is not None:
                return template.filled(values, self)
        return None

    def _apt_templates(self, text: str) -> list[tuple[int, _Template]]:
        """Those that a text may be made from that begins and ends like this, the longest first."""
        beginnings = {text[:length] for length in range(END + 1)}
        endings = {text[len(text) - length :] for length in range(min(END, len(text)) + 1)}
        known = self._templates
        found = [one for begin in beginnings for end in endings if (begin, end) in known for one in known[begin, end]]
        return sorted(found, key=itemgetter(0))

    def _find_sentences(self, text: str) -> str | None:
        """Sentences one after the other, of which some belong together; None where one of them is unknown."""
        sentences = _BETWEEN_SENTENCES.split(text)
        said: list[str] = []
        begin = 0
        while begin < len(sentences):
            for end in range(len(sentences), begin, -1):
                run = " ".join(sentences[begin:end])
                found = self._find_one(run) or self._find_behind_name(run, self._find_one) if run != text else None
                if found is not None:
                    said.append(found)
                    begin = end
                    break
            else:
                return None
        return " ".join(said)

    def _say_parts(self, text: str) -> str:
        """The parts of a list, or of a name with something said of it."""
        aside = _ASIDE.fullmatch(text)
        if aside and not any(joint in aside[1] for joint in _JOINTS):  # a list within brackets is no list of halves
            return f"{self(aside[1])} ({self(aside[2])})"
        for joint in _JOINTS:
            first, found, others = text.partition(joint)
            if not found:
                continue
            is_known = (self(first) != first, self(others) != others)
            if all(is_known) if joint in _BETWEEN_WORDS else any(is_known):
                return self(first) + self._words.get(joint, joint) + self(others)
        return f"{self(aside[1])} ({self(aside[2])})" if aside else text


@dataclass(frozen=True)
class _Template:
    """``pieces`` stand before, between and behind the values; ``breaks`` are the ends of sentences within it."""

    pieces: tuple[str, ...]
    places: tuple[str, ...]
    breaks: int
    translation: str

    @classmethod
    def of(cls, english: str, translation: str) -> _Template:
        pieces, places = tuple(_PLACE.split(english)[::2]), tuple(_PLACE.findall(english))
        return cls(pieces, places, len(_BETWEEN_SENTENCES.findall(_PLACE.sub(".", english))), translation)

    @cached_property
    def literal_length(self) -> int:
        return sum(map(len, self.pieces))

    @property
    def hands_on(self) -> bool:
        """Whether it ends in a message of its own."""
        return bool(self.places) and self.places[-1] == HANDED_ON and not self.pieces[-1]

    @cached_property
    def _longest(self) -> str:
        """What few other texts have in them."""
        return max(self.pieces, key=len)

    @property
    def is_telling(self) -> bool:
        """Whether a text can be told by what stands between the values; by "{} of {}" none can."""
        return self.pieces[0][:1].isalpha() or sum(map(str.isalpha, "".join(self.pieces))) >= LEAST_LETTERS

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        values = (_NUMBER if place in NUMBERS else "(.*?)" for place in self.places)
        literals = map(re.escape, self.pieces)
        return re.compile("".join(chain(*zip_longest(literals, values, fillvalue=""))), re.DOTALL)

    def values_of(self, text: str) -> tuple[str, ...] | None:
        """What stands in the places of a text made from this template; None where it was not."""
        is_alike = self._longest in text and text.startswith(self.pieces[0])
        match = self._pattern.fullmatch(text) if is_alike else None
        return match.groups() if match else None

    def filled(self, values: tuple[str, ...], wording: Wording) -> str:
        """The translation with these values."""
        said = {
            place: value if place in AS_GIVEN else wording(value)
            for place, value in zip(self.places, values, strict=True)
        }
        return _PLACE.sub(lambda place: said[place[1]], self.translation)


ENGLISH = Wording()
