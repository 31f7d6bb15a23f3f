"""Which images of a study are selected, as a reader picks them by ranges and one by one."""

from __future__ import annotations

from cmrstudio.gui.controllers.reading_session import Key


def rectangle(one: Key, other: Key) -> frozenset[Key]:
    """All images from one to the other, both among them."""
    phases = range(min(one[0], other[0]), max(one[0], other[0]) + 1)
    slices = range(min(one[1], other[1]), max(one[1], other[1]) + 1)
    return frozenset((phase_index, slice_index) for phase_index in phases for slice_index in slices)


class GridSelection:
    """A set of images: those kept from before and the range in the making, from its anchor to its other end."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Select nothing."""
        self._kept: frozenset[Key] = frozenset()
        self._range: tuple[Key, Key] | None = None

    @property
    def keys(self) -> frozenset[Key]:
        """The selected images."""
        return self._kept | rectangle(*self._range) if self._range else self._kept

    @property
    def end(self) -> Key | None:
        """The moving end of the range in the making."""
        return self._range[1] if self._range else None

    def extend(self, key: Key, anchor: Key) -> None:
        """Take the range up to ``key``; it begins at ``anchor`` where none is in the making."""
        self._range = (self._range[0] if self._range else anchor, key)

    def begin(self, key: Key) -> None:
        """Begin another range, with what is selected kept."""
        self._kept = self.keys
        self._range = (key, key)

    def toggle(self, key: Key, position: Key) -> None:
        """Take ``key`` in or out; where nothing is selected yet, the image on the screen is the first."""
        self._kept = (self.keys or frozenset([position])) ^ {key}
        self._range = None

    def take(self, keys: frozenset[Key], *, keep: bool) -> None:
        """Select ``keys``, beside what is selected where ``keep``."""
        self._kept = self.keys | keys if keep else keys
        self._range = None


def selection_text(keys: frozenset[Key]) -> str:
    """What is selected, in words and counted from one: "15 images: slices 3–5, phases 1–5"."""
    if len(keys) == 1:
        [(phase_index, slice_index)] = keys
        return f"1 image: slice {slice_index + 1}, phase {phase_index + 1}"
    phases, slices = {key[0] for key in keys}, {key[1] for key in keys}
    full = len(keys) == len(phases) * len(slices)
    if not full or not (_is_run(phases) and _is_run(slices)):
        return f"{len(keys)} images"
    return f"{len(keys)} images: {_run_text('slice', slices)}, {_run_text('phase', phases)}"


def _is_run(indices: set[int]) -> bool:
    return max(indices) - min(indices) + 1 == len(indices)


def _run_text(name: str, indices: set[int]) -> str:
    first, last = min(indices) + 1, max(indices) + 1
    return f"{name} {first}" if first == last else f"{name}s {first}–{last}"
