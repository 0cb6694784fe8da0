from __future__ import annotations

import numpy as np
import pytest

from datashift.estimates.multilevel import gaussian, logistic
from datashift.estimates.multilevel.intercepts import Terms


def terms(chance: np.random.Generator) -> Terms:
    x = np.column_stack([np.ones(60), chance.normal(size=60)])
    codes = np.column_stack([chance.integers(0, 6, 60), 6 + chance.integers(0, 4, 60)])
    return Terms(x, codes, np.repeat([0, 1], [6, 4]))


def test_the_derivatives_of_the_logistic_deviance_are_its_slopes() -> None:
    chance = np.random.default_rng(5)
    laid = terms(chance)
    trials = chance.integers(1, 6, 60).astype(float)
    counts = logistic.Counts(trials, np.floor(chance.random(60) * (trials + 1)))
    psi = np.array([0.7, 0.3, -0.2, 0.4])
    mode = logistic._mode(laid, counts, psi)
    for position in range(4):
        step = np.eye(4)[position] * 1e-5
        above, below = (logistic._mode(laid, counts, psi + s) for s in (step, -step))
        slope = (above.deviance - below.deviance) / 2e-5
        assert mode.gradient[position] == pytest.approx(slope, rel=1e-6, abs=1e-6)
        assert mode.slopes[:, position] == pytest.approx((above.u - below.u) / 2e-5, abs=1e-6)


def test_the_derivatives_of_the_reml_criterion_are_its_slopes() -> None:
    chance = np.random.default_rng(6)
    laid = terms(chance)
    means = gaussian.Means(chance.integers(1, 6, 60).astype(float), chance.normal(size=60), 80.0)
    theta = np.array([0.7, 0.3])
    solved = gaussian._solved(laid, means, theta)
    for position in range(2):
        step = np.eye(2)[position] * 1e-5
        above = gaussian._solved(laid, means, theta + step).criterion
        below = gaussian._solved(laid, means, theta - step).criterion
        assert solved.gradient[position] == pytest.approx((above - below) / 2e-5, rel=1e-6)
