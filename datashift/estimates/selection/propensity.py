"""The chance of being in the data, estimated with a reference sample.

Source: Chen, Li & Wu (2020), JASA 115, 2011-2021; the idea is Elliott & Valliant (2017), Statistical
Science 32, 249-264, and Valliant & Dever (2011), Sociological Methods & Research 40, 105-137.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.estimates.selection.covariates import Matrix
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

ROUNDS = 60
CLOSE = 1e-12  # of the Newton decrement, per row of the data
TINY = 1e-12  # a propensity below is none


@dataclass(frozen=True)
class Propensity:
    """Chances of being in the data by logistic regression.

    Args:
        coefficients: shape (columns,).
        data: of the rows of the data.
        reference: of the rows of the reference sample.
        information: of the coefficients, shape (columns, columns).
    """

    coefficients: Numbers
    data: Numbers
    reference: Numbers
    information: Matrix


def propensity(
    data: Matrix, reference: Matrix, weights: Numbers, counts: Numbers | None = None
) -> Propensity:
    """Solve sum over the data of x = sum over the reference sample of weight * chance * x.

    Args:
        data: covariates of the rows of the data, a constant first.
        reference: of the reference sample.
        weights: of the reference sample; they add up to the population.
        counts: how often each row of the data counts (for a bootstrap); once if None.

    Raises:
        Problem: no chances do it: some people in the data have no like in the reference sample.
    """
    total = data.sum(axis=0) if counts is None else counts @ data
    theta = np.zeros(data.shape[1])
    share = min(total[0] / weights.sum(), 0.5)
    theta[0] = np.log(share / (1 - share))
    now = _likelihood(theta, total, reference, weights)
    for _ in range(ROUNDS):
        chance = expit(reference @ theta)
        score = total - (weights * chance) @ reference
        information = reference.T @ (reference * (weights * chance * (1 - chance))[:, None])
        step = np.linalg.lstsq(information, score, rcond=1e-14)[0]
        if float(score @ step) <= CLOSE * total[0]:
            theta = theta + step
            chance = expit(reference @ theta)
            information = reference.T @ (reference * (weights * chance * (1 - chance))[:, None])
            return Propensity(theta, expit(data @ theta), chance, information)
        while (then := _likelihood(theta + step, total, reference, weights)) < now and np.abs(
            step
        ).max() > 1e-9:
            step = step / 2
        theta, now = theta + step, then
    raise Problem(
        "The chance of being in the data cannot be worked out: some people in the data have no like "
        "in the reference sample, or the other way round",
        do="Leave a column out, or join categories with few rows",
        code="selection.no_support",
    )


def _likelihood(theta: Numbers, total: Numbers, reference: Matrix, weights: Numbers) -> float:
    return float(total @ theta - weights @ np.logaddexp(0, reference @ theta))


def expit(x: Numbers) -> Numbers:
    """1 / (1 + exp(-x)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(x / 2)))
