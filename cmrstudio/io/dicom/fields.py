"""Fast and forgiving access to DICOM elements: an element that cannot be read counts as absent."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

TEXT_REPRESENTATIONS = frozenset({"AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI"})
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    EOFError,
    LookupError,
)
"""What pydicom raises on elements whose bytes do not fit their value representation."""


class HeaderFields:
    """Looks tags up in several datasets, first come first served (an enhanced frame, then what all frames share).

    Elements that pydicom has not converted yet are read from their bytes: much faster, and broken values do no harm.
    """

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        self._datasets = datasets

    def strings(self, tag: int) -> tuple[str, ...]:
        """Values of an element made of plain ASCII (numbers as text, codes, UIDs, dates); empty where absent."""
        for dataset in self._datasets:
            if tag not in dataset:
                continue
            values = _strings(dataset, tag)
            if any(values):
                return values
        return ()

    def string(self, tag: int) -> str:
        """The first value as text, or an empty one."""
        return next(iter(self.strings(tag)), "")

    def text(self, tag: int) -> str:
        """A text in the character set that the file names, or an empty one."""
        for dataset in self._datasets:
            if tag in dataset:
                try:
                    value = dataset[BaseTag(tag)].value
                except UNREADABLE:
                    continue
                if value:
                    return str(value).strip()
        return ""

    def numbers(self, tag: int) -> tuple[float, ...]:
        """Values as finite numbers; empty where absent or where one of them is none."""
        try:
            values = tuple(float(value) for value in self.strings(tag))
        except ValueError:
            return ()
        return values if all(math.isfinite(value) for value in values) else ()

    def number(self, tag: int) -> float | None:
        """The first value as a finite number, or None."""
        return next(iter(self.numbers(tag)), None)

    def positive(self, tag: int) -> float | None:
        """The first value where it is above zero, or None."""
        value = self.number(tag)
        return value if value is not None and value > 0 else None

    def integer(self, tag: int) -> int | None:
        """The first value as a whole number, or None."""
        value = self.number(tag)
        return int(value) if value is not None and value == int(value) else None


def _strings(dataset: Dataset, tag: int) -> tuple[str, ...]:
    element = dataset.get_item(BaseTag(tag))
    if isinstance(element, RawDataElement) and isinstance(element.value, bytes):
        plain = element.VR in TEXT_REPRESENTATIONS if element.VR else not _is_binary(tag)
        if plain:
            return tuple(part.strip(" \0") for part in element.value.decode("ascii", "replace").split("\\"))
    try:
        value = dataset[BaseTag(tag)].value
    except UNREADABLE:
        return ()
    if value is None:
        return ()
    values = value if not isinstance(value, str | bytes) and hasattr(value, "__iter__") else (value,)
    return tuple(str(part).strip(" \0") for part in values)


def _is_binary(tag: int) -> bool:
    """Whether an element of an implicit file holds numbers in binary rather than text."""
    from pydicom.datadict import dictionary_VR

    try:
        return dictionary_VR(tag) not in TEXT_REPRESENTATIONS
    except KeyError:
        return True
