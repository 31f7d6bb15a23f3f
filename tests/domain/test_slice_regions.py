"""Base, middle and apex by the slices that have truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.slice_regions import REGIONS, VENTRICLE, slice_regions

SHORT = {"^": "above_base", "b": "base", "m": "middle", "a": "apex", "v": "below_apex"}


@pytest.mark.parametrize(
    ("truth", "regions"),
    [
        ("1", "m"),
        ("11", "ba"),
        ("111", "bma"),
        ("1111", "bmma"),
        ("11111", "bbmaa"),
        ("111111", "bbmmaa"),
        ("0011100", "^^bmavv"),
        ("1011", "bmma"),
        ("000", "^^^"),
        ("", ""),
    ],
)
def test_slices_are_shared_out_by_their_order(truth: str, regions: str) -> None:
    assert slice_regions(mark == "1" for mark in truth) == [SHORT[letter] for letter in regions]


@given(st.lists(st.booleans(), max_size=20))
def test_regions_run_from_base_to_apex_and_hold_all_truth(truth: list[bool]) -> None:
    regions = slice_regions(truth)
    assert len(regions) == len(truth)
    orders = [REGIONS.index(region) for region in regions]
    assert orders == sorted(orders)
    assert all(region in VENTRICLE for region, marked in zip(regions, truth, strict=True) if marked)


@given(st.integers(1, 30))
def test_base_and_apex_have_as_many_slices(count: int) -> None:
    regions = slice_regions([True] * count)
    assert regions.count("base") == regions.count("apex")
    assert abs(regions.count("middle") - regions.count("base")) <= 2
