"""Where along the ventricle a slice lies, told by the slices that are drawn; the standard library only."""

from __future__ import annotations

from collections.abc import Iterable

ABOVE_BASE, BASE, MIDDLE, APEX, BELOW_APEX = "above_base", "base", "middle", "apex", "below_apex"
REGIONS = (ABOVE_BASE, BASE, MIDDLE, APEX, BELOW_APEX)
VENTRICLE = (BASE, MIDDLE, APEX)


def slice_regions(has_truth: Iterable[bool]) -> list[str]:
    """The region of each slice of a volume whose slices run from base to apex.

    The n slices with truth are shared out by their order: slice k = 0..n-1 among them is of the base where
    (k + 0.5) / n is below a third, of the apex where it is above two thirds, else of the middle; a single one is the
    middle. What lies before the first of them is above the base, what lies after the last below the apex: there every
    prediction is one too many. A slice without truth between others counts as its place in their order has it. Without
    any truth all slices are above the base.
    """
    marked = [bool(truth) for truth in has_truth]
    count, last = sum(marked), max((index for index, truth in enumerate(marked) if truth), default=-1)
    regions, before = [], 0
    for index, truth in enumerate(marked):
        if index > last:
            regions.append(BELOW_APEX if count else ABOVE_BASE)
        elif before or truth:
            regions.append(_third(before, count))
        else:
            regions.append(ABOVE_BASE)
        before += truth
    return regions


def _third(order: int, count: int) -> str:
    """Exact in whole numbers, so that no rounding moves a slice: (order + 0.5) / count against 1/3 and 2/3."""
    doubled = 3 * (2 * order + 1)
    if doubled < 2 * count:
        return BASE
    return APEX if doubled > 4 * count else MIDDLE
