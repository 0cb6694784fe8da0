from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from datashift.estimates import intervals

MANY = np.array([10**12])  # degrees of freedom: t is normal


@given(st.integers(1, 200), st.data())
@settings(deadline=None, max_examples=25)
def test_of_a_simple_sample_they_are_those_of_the_binomial(n: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, n))
    share = np.array([yes / n])
    error = np.sqrt(share * (1 - share) / n)
    theirs = stats.binomtest(yes, n).proportion_ci(method="wilson")
    lower, upper = intervals.wilson(share, error, MANY, np.array([n]))
    assert (lower[0], upper[0]) == pytest.approx((theirs.low, theirs.high), abs=1e-7)
    if n > 1:
        # Clopper-Pearson, when the degrees are those of n rows
        theirs = stats.binomtest(yes, n).proportion_ci(method="exact")
        lower, upper = intervals.beta(share, error, np.array([n - 1]), np.array([n]))
        assert (lower[0], upper[0]) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_without_degrees_of_freedom_there_is_no_interval() -> None:
    share, error, none, n = np.array([0.4]), np.array([0.1]), np.array([0]), np.array([9])
    for ends in (
        intervals.t(share, error, none),
        intervals.logit(share, error, none),
        intervals.beta(share, error, none, n),
        intervals.wilson(share, error, none, n),
    ):
        assert np.isnan(ends).all()
