"""The words of other languages, read from Qt's translation files, which a report needs without Qt too."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

from cmrstudio.domain.errors import WordsError
from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.wording import ENGLISH, Language, Wording


@cache
def read_wording(language: Language) -> Wording:
    """The wording of a language, from all resources/translations/*_<language>.ts. Raises ``WordsError``."""
    if language is Language.ENGLISH:
        return ENGLISH
    folder = resource_folder() / "translations"
    words: dict[str, str] = {}
    for path in sorted(folder.glob(f"*_{language.value}.ts")):
        try:
            messages = list(ET.parse(path).iter("message"))  # noqa: S314 - our own file
        except (OSError, ET.ParseError) as error:
            raise WordsError(path, str(error)) from error
        words |= {one.findtext("source", ""): one.findtext("translation", "") for one in messages}
    if not words:
        raise WordsError(folder / f"cmrstudio_{language.value}.ts", "there is no such file")
    return Wording(language, words)
