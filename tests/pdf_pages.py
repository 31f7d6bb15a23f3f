"""What a reader sees in a PDF file: the text of its pages, where it stands, and the pages as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PrintedWord:
    """A word and where it stands on its page, in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def page_texts(content: bytes) -> list[str]:
    """The text of each page, line by line."""
    return [text.replace("\r\n", "\n") for text in _on_each_page(content, lambda text: text.get_text_range())]


def page_words(content: bytes) -> list[list[PrintedWord]]:
    """The words of each page."""
    return _on_each_page(content, lambda text: list(_words(text)))


def page_picture(content: bytes, page_index: int = 0, dots_per_inch: float = 60) -> npt.NDArray[np.uint8]:
    """A page as RGB [row, column, 3]."""
    with _opened(content) as document:
        page = document[page_index]
        bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True)
        drawn = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        page.close()
    return drawn


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def _on_each_page(content: bytes, read) -> list:
    found = []
    with _opened(content) as document:
        for page in document:
            text = page.get_textpage()
            found.append(read(text))
            text.close()
            page.close()
    return found


def _words(text: pypdfium2.PdfTextPage) -> Iterator[PrintedWord]:
    for match in re.finditer(r"\S+", text.get_text_range()):
        boxes = [text.get_charbox(index) for index in range(*match.span())]
        left, bottom, right, top = zip(*boxes, strict=True)
        yield PrintedWord(match.group(), min(left), min(bottom), max(right), max(top))
