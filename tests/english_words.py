"""Telling whether a text has words of another language left in it."""

from __future__ import annotations

import re

ENGLISH = """
a after and apical are at be beats been before below by cannot cardiac choose contour contours counts drawn edited
enter folder for from has have here image images is it its left made mass mid missing model never no not of off on
only open peak range rate read reader see set signed slice slices source study than that the them there these this
those to unknown unlike until up ventricle verified volume volumes weight were which while with without wrong years you
your
"""
WORDS = frozenset(ENGLISH.split())
NAMES = {"A", "Cardiac", "Enter", "Rate", "Study"}
"""Capitalised, these are German words too, or names that stay as they are."""
GERMAN = """
alle auf aus bei bis das dem den der des die ein eine einem einen einer für gesichert gibt hat im ist kein keine
kontur konturen mit nach nicht noch ohne rechenwerk schicht schichten schlagvolumen seit sich sind sie studie und
volumen vom von vor warnung werden wie wird zu zum zur
"""
GERMAN_WORDS = frozenset(GERMAN.split())


def english_in(text: str) -> list[str]:
    """The English words in a text, those within file names, links and code aside."""
    return [word for word in _words_of(text) if word.lower() in WORDS and word not in NAMES]


def german_in(text: str) -> list[str]:
    """The German words in a text, likewise."""
    return [word for word in _words_of(text) if word.lower() in GERMAN_WORDS]


def _words_of(text: str) -> list[str]:
    return re.findall(r"(?<![\w/.@\\-])[A-Za-zÄÖÜäöüß]+(?![\w/.@\\-]|\()", text)
