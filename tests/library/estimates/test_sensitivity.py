from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.estimates.sensitivity import defect, ratio_to_reach, selection

SHARES = st.floats(0.01, 0.99)


@given(SHARES, st.floats(1.1, 10))
def test_the_ends_are_what_unequal_inclusion_would_show_as_the_share(
    share: float, ratio: float
) -> None:
    found = selection(share, ratio)
    yes, no = found.lower * ratio, 1 - found.lower  # "yes" counted `ratio` times as often
    assert yes / (yes + no) == pytest.approx(share)
    yes, no = found.upper, (1 - found.upper) * ratio
    assert yes / (yes + no) == pytest.approx(share)


@given(SHARES, SHARES)
def test_the_ratio_to_reach_a_truth_reaches_it(share: float, truth: float) -> None:
    ratio = ratio_to_reach(share, truth)
    assert ratio is not None
    assert ratio * truth / (ratio * truth + 1 - truth) == pytest.approx(share)


def test_the_statement_is_a_plain_sentence() -> None:
    assert selection(0.4).statement == (
        'If "yes" was twice as likely to be in the data as "no", the true share would be 25 in '
        '100; if "no" was, it would be 57 in 100.'
    )


def test_the_defect_correlation_is_that_of_answering_and_answer() -> None:
    """Meng's identity holds exactly in any finite population."""
    chance = np.random.default_rng(3)
    y = (chance.random(5000) < 0.6).astype(float)
    answered = chance.random(5000) < np.where(y == 1, 0.3, 0.2)
    found = defect(
        y[answered].mean(), y.mean(), float(y.std()), int(answered.sum()), population=len(y)
    )
    assert found is not None
    assert found.correlation == pytest.approx(np.corrcoef(y, answered)[0, 1])


def test_a_tiny_correlation_makes_a_large_data_set_small() -> None:
    """The example of Meng (2018): 2.3 million answers of 231 million people, correlation -0.005."""
    error = -0.005 * ((231_000_000 - 2_300_000) / 2_300_000) ** 0.5 * 0.5
    found = defect(0.5 + error, 0.5, 0.5, 2_300_000, 231_000_000)
    assert found is not None
    assert found.equivalent == pytest.approx(401, abs=2)
