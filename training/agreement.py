"""How two ways to measure one quantity agree: bias and limits of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NORMAL_95 = 1.96


@dataclass(frozen=True)
class Agreement:
    """What the differences of measured pairs come to, in the unit of the quantity; a difference is predicted - truth.

    ``bias`` is their mean, ``deviation`` their standard deviation (n - 1), ``lower`` and ``upper`` the 95 % limits of
    agreement, bias -+ 1.96 deviations; these three are None for a single pair. ``correlation`` is Pearson's r, None
    where fewer than three pairs are there or one side does not vary.
    """

    count: int
    mean_truth: float
    mean_predicted: float
    bias: float
    deviation: float | None
    lower: float | None
    upper: float | None
    mean_absolute_error: float
    correlation: float | None


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement | None:
    """Agreement of (predicted, truth) pairs; None where there is no pair.

    After Bland and Altman, "Statistical methods for assessing agreement between two methods of clinical measurement",
    Lancet 1986.
    """
    if not pairs:
        return None
    predicted, truth = np.asarray(pairs, np.float64).T
    differences = predicted - truth
    bias = float(differences.mean())
    deviation = float(differences.std(ddof=1)) if len(pairs) > 1 else None
    reach = None if deviation is None else NORMAL_95 * deviation
    varies = len(pairs) > 2 and predicted.std() > 0 and truth.std() > 0
    return Agreement(
        count=len(pairs),
        mean_truth=float(truth.mean()),
        mean_predicted=float(predicted.mean()),
        bias=bias,
        deviation=deviation,
        lower=None if reach is None else bias - reach,
        upper=None if reach is None else bias + reach,
        mean_absolute_error=float(np.abs(differences).mean()),
        correlation=float(np.corrcoef(predicted, truth)[0, 1]) if varies else None,
    )
