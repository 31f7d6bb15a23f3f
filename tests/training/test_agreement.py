"""Bias and limits of agreement, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.agreement import agreement

volumes = st.floats(0, 400)


def test_four_pairs_by_hand() -> None:
    # Differences 2, -2, 4, 0: mean 1, squares about it 1 + 9 + 9 + 1 = 20, so that the variance is 20 / 3.
    found = agreement([(102, 100), (148, 150), (204, 200), (250, 250)])
    assert found is not None
    deviation = (20 / 3) ** 0.5
    assert found.count == 4
    assert found.bias == pytest.approx(1)
    assert found.deviation == pytest.approx(deviation)
    assert found.lower == pytest.approx(1 - 1.96 * deviation)
    assert found.upper == pytest.approx(1 + 1.96 * deviation)
    assert found.mean_absolute_error == pytest.approx(2)
    assert (found.mean_truth, found.mean_predicted) == (175, 176)
    assert found.correlation == pytest.approx(0.9992, abs=1e-4)


def test_a_single_pair_has_a_bias_and_no_limits() -> None:
    found = agreement([(60.0, 55.0)])
    assert found is not None
    assert found.bias == found.mean_absolute_error == 5
    assert (found.deviation, found.lower, found.upper, found.correlation) == (None, None, None, None)


def test_what_does_not_vary_has_no_correlation() -> None:
    found = agreement([(50, 10), (50, 20), (50, 30)])
    assert found is not None
    assert found.correlation is None


def test_no_pair_has_no_agreement() -> None:
    assert agreement([]) is None


@given(st.lists(st.tuples(volumes, volumes), min_size=2, max_size=12))
def test_swapping_the_sides_mirrors_bias_and_limits(pairs: list[tuple[float, float]]) -> None:
    there, back = agreement(pairs), agreement([(truth, predicted) for predicted, truth in pairs])
    assert there is not None
    assert back is not None
    assert there.bias == pytest.approx(-back.bias, abs=1e-9)
    assert there.lower == pytest.approx(-(back.upper or 0), abs=1e-9)
    assert there.mean_absolute_error == pytest.approx(back.mean_absolute_error)
    assert (there.lower or 0) <= there.bias <= (there.upper or 0)
    assert abs(there.bias) <= there.mean_absolute_error + 1e-9
