"""Calibration by a distance: factors g = F(x'eta) with sum(w g x) equal to the known totals.

Newton's method on eta with step halving. Source: Deville & Särndal (1992), JASA 87, 376-382.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers
from datashift.weights.auxiliaries import Auxiliaries

Bounds = tuple[float, float]
ROUNDS = 100
CLOSE = 1e-12


@dataclass(frozen=True)
class Distance:
    """The factor as a function of x'eta, and its derivative."""

    name: str
    factor: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]
    bounds: Bounds | None


def linear(bounds: Bounds | None) -> Distance:
    """g = 1 + x'eta, cut off at the bounds if there are any: generalised regression (GREG)."""
    if bounds is None:
        return Distance("linear", lambda u: 1 + u, np.ones_like, None)
    low, high = bounds
    return Distance(
        "linear",
        lambda u: np.clip(1 + u, low, high),
        lambda u: ((1 + u > low) & (1 + u < high)).astype(np.float64),
        bounds,
    )


def logit(bounds: Bounds) -> Distance:
    """g between the bounds, by the logistic curve through g(0) = 1 with slope 1."""
    low, high = bounds
    steep = (high - low) / ((1 - low) * (high - 1))

    def factor(u: Numbers) -> Numbers:
        growth = np.exp(np.clip(steep * u, -700, 700))
        top = low * (high - 1) + high * (1 - low) * growth
        return np.asarray(top / (high - 1 + (1 - low) * growth), dtype=np.float64)

    def slope(u: Numbers) -> Numbers:
        g = factor(u)
        return np.asarray((g - low) * (high - g) / ((1 - low) * (high - 1)), dtype=np.float64)

    return Distance("logit", factor, slope, bounds)


def exponential() -> Distance:
    """g = exp(x'eta): the weights that raking converges to."""

    def growth(u: Numbers) -> Numbers:
        return np.asarray(np.exp(np.clip(u, -700, 700)), dtype=np.float64)

    return Distance("exponential", growth, growth, None)


def solve(columns: Auxiliaries, weights: Numbers, distance: Distance) -> tuple[Numbers, int]:
    """Factors that meet the totals, and the rounds it took.

    Raises:
        Problem: none do; the sentence names the total that is missed most.
    """
    matrix, totals = columns.matrix, columns.totals
    eta = np.zeros(matrix.shape[1])
    factors = distance.factor(matrix @ eta)
    scale = np.maximum(np.abs(totals), 1.0)
    missed = totals - matrix.T @ (weights * factors)
    for round_ in range(1, ROUNDS + 1):
        slopes = distance.slope(matrix @ eta)
        step = columns.solve(weights * slopes, missed)
        for _ in range(20):
            tried = distance.factor(matrix @ (eta + step))
            left = totals - matrix.T @ (weights * tried)
            if np.abs(left / scale).max() < np.abs(missed / scale).max():
                break
            step = step / 2
        else:
            break
        eta, factors, missed = eta + step, tried, left
        if np.abs(missed / scale).max() <= CLOSE:
            return factors, round_
    if np.abs(missed / scale).max() <= 1e-9:  # as near as the digits of the totals allow
        return factors, ROUNDS
    worst = int(np.argmax(np.abs(missed / scale)))
    within = f" within {distance.bounds[0]:g} and {distance.bounds[1]:g}" if distance.bounds else ""
    raise Problem(
        f"No weights{within} meet the known totals: {columns.names[worst]} reaches "
        f"{totals[worst] - missed[worst]:,.6g} instead of {totals[worst]:,.6g}",
        do="Widen the bounds, join categories with few rows, or leave one variable out",
        code="calibrate.conflict",
    )
