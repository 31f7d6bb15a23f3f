"""Telling whether a text in another language has English left in it."""

from __future__ import annotations

import re

ENGLISH = """
a after and apical are at be beats been before below by cannot cardiac choose contour contours counts drawn edited
enter for from has have here image images is it its left made mass mid missing model never no not of off on only open
peak range rate read reader see set signed slice slices source study than that the them there these this those to
unknown unlike until up ventricle verified volume volumes weight were which while with without wrong years you
your
"""
WORDS = frozenset(ENGLISH.split())


def english_in(text: str) -> list[str]:
    """The English words in a text, those within file names, links and code aside."""
    return [word for word in re.findall(r"(?<![\w/.@\\-])[a-z]+(?![\w/.@\\-]|\()", text) if word in WORDS]
