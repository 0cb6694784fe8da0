"""Counters with noise: the shape of the noise, its stated margin, and a budget that ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.disclosure.privacy import Budget, count_privately, margin
from datashift.kit.problem import Problem


def test_the_noise_is_discrete_laplace_and_its_margin_true() -> None:
    """P(X = x) = (1 - a) / (1 + a) a^|x|, a = exp(-epsilon): Ghosh, Roughgarden, Sundararajan 2012."""
    shown = count_privately([1_000] * 5_000, epsilon=0.5, budget=Budget(1.0))
    noise = np.array(shown.counts) - 1_000
    shrink = np.exp(-0.5)
    for size in range(4):
        expected = (1 - shrink) / (1 + shrink) * shrink**size
        assert (noise == size).mean() == pytest.approx(expected, abs=0.025)
        assert (noise == -size).mean() == pytest.approx(expected, abs=0.025)
    assert (np.abs(noise) <= shown.margin).mean() == pytest.approx(0.955, abs=0.02)


def test_epsilon_one_is_off_by_three() -> None:
    """P(|X| > 3) = 2 e^-4 / (1 + e^-1) = 2.7 %; P(|X| > 2) = 7.3 %."""
    assert margin(1.0) == 3


def test_epsilon_is_printed_and_the_budget_shrinks() -> None:
    shown = count_privately([4, 0], epsilon=0.25, budget=Budget(1.0, (0.5,)), most=2)
    assert "ε = 0.25" in shown.sentence
    assert shown.budget.left == pytest.approx(0.25)
    assert min(shown.counts) >= 0


def test_a_spent_budget_gives_no_number() -> None:
    with pytest.raises(Problem, match="privacy budget is spent"):
        count_privately([4], epsilon=0.6, budget=Budget(1.0, (0.5,)))


@given(st.lists(st.floats(0.01, 0.2), max_size=20))
def test_never_more_is_spent_than_there_is(prices: list[float]) -> None:
    budget = Budget(1.0)
    for price in prices:
        if price <= budget.left:
            budget = budget.spend(price)
        else:
            with pytest.raises(Problem):
                budget.spend(price)
    assert sum(budget.spent) <= 1.0 + 1e-9
