"""The sentences in the code, as templates: what a test of completeness holds against the words of another language.

A template has ``{}`` for each value that is put in: the code's ``f"Slice {index + 1} is missing."`` is
``Slice {} is missing.``. Where a word depends on a condition, there is one template for each outcome.
"""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from cmrstudio.domain.resource_paths import resource_folder

PLACE = re.compile(r"\{\w*\}")
CODE = re.compile(r"<\w+ |=\"|color: |-src |\\b|\b(PRAGMA|CREATE|SELECT|BEGIN|OR|AND|NEW)\b")
NO_WORDS = {"cm", "cmrstudio", "EDV", "kg", "ml", "mm", "ms"}


def templates(path: Path) -> dict[str, int]:
    """Every sentence or phrase of two words or more in a module, with the line that it stands in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: dict[str, int] = {}
    for node, text in _texts(tree):
        if is_prose(text):
            found.setdefault(text, node.lineno)
    return found


def blank(text: str) -> str:
    """A template without the names of its places."""
    return PLACE.sub("{}", text)


def is_prose(text: str) -> bool:
    """Whether a text is words for people: two words at least, and no unit, markup, style or statement of SQL."""
    words = PLACE.sub(" ", text)
    found = set(re.findall(r"[A-Za-z]{2,}", words)) - NO_WORDS
    return bool(found) and " " in text.strip() and not CODE.search(text)


def _texts(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            skipped |= {id(inner) for part in node.values for inner in _choices(part)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            for parts in product(*(_alternatives(part) for part in node.values)):
                yield node, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def _choices(part: ast.expr) -> list[ast.expr]:
    value = part.value if isinstance(part, ast.FormattedValue) else None
    if isinstance(value, ast.IfExp) and all(isinstance(end, ast.Constant) for end in (value.body, value.orelse)):
        return [value.body, value.orelse]
    return []


def _alternatives(part: ast.expr) -> list[str]:
    if isinstance(part, ast.Constant):
        return [str(part.value)]
    return [str(end.value) for end in _choices(part) if isinstance(end, ast.Constant)] or ["{}"]


def german_words() -> dict[str, str]:
    """What is said in German, by the English of the code; nothing for what has not been translated yet."""
    trees = [ET.parse(path) for path in sorted((resource_folder() / "translations").glob("*_de.ts"))]
    messages = (one for tree in trees for one in tree.iter("message"))
    return {one.findtext("source", ""): one.findtext("translation", "") for one in messages}
