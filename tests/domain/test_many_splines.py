"""Curves of many contours at once are those of each alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cmrstudio.domain.geometry import closed_spline
from cmrstudio.domain.many_splines import closed_splines

coordinates = st.integers(0, 400).map(lambda value: value / 4)
contours = st.integers(1, 9).flatmap(lambda count: arrays(np.float64, (count, 2), elements=coordinates))


@given(curves=st.lists(contours, max_size=8), steps=st.integers(1, 8))
def test_each_curve_is_what_it_is_alone(curves, steps) -> None:
    found = closed_splines(curves, steps)
    assert len(found) == len(curves)
    for one, points in zip(found, curves, strict=True):
        assert np.allclose(one, closed_spline(points, steps), atol=1e-9)


def test_no_curves_are_no_trouble() -> None:
    assert closed_splines([]) == []
