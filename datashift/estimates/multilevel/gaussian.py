"""Linear regression with varying intercepts, by restricted maximum likelihood (REML).

The criterion is that of R's `lme4::lmer`: Bates et al. (2015), Journal of Statistical Software 67(1),
equation 42; its derivatives: Lindstrom & Bates (1988), JASA 83, 1014-1022.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.estimates.multilevel.intercepts import (
    Fitted,
    Matrix,
    Terms,
    covariance_of,
    joint_information,
)
from datashift.tables.arrays import Numbers, summed

STEP = 1e-4
NONE = 1e-5


@dataclass(frozen=True)
class Means:
    """Answers by cell.

    Args:
        n: answers.
        mean: of them.
        within: sum of the squared distances of all answers from the mean of their cell.
    """

    n: Numbers
    mean: Numbers
    within: float


@dataclass(frozen=True)
class _Solved:
    criterion: float
    gradient: Numbers  # by theta
    both: Numbers  # (beta, u)
    variance: float
    beta_factor: Matrix  # (X'V^-1 X)^-1


def fit_gaussian(terms: Terms, means: Means) -> Fitted:
    """Fit the model."""
    from scipy import optimize

    def target(theta: Numbers) -> tuple[float, Numbers]:
        found = _solved(terms, means, theta)
        return found.criterion, found.gradient

    found = optimize.minimize(
        target,
        np.ones(terms.factors),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-9},
    )
    theta = np.abs(np.asarray(found.x, dtype=np.float64))
    for _ in range(6):
        theta = np.where(theta < NONE, 0.0, theta)
        free = theta != 0
        gradient = _solved(terms, means, theta).gradient
        if not free.any() or np.abs(gradient[free]).max() < 1e-8:
            break
        step = covariance_of(_hessian(terms, means, theta)[np.ix_(free, free)]) @ gradient[free] / 2
        theta[free] = np.abs(theta[free] - step)
    return _fitted(terms, means, theta)


def _solved(terms: Terms, means: Means, theta: Numbers) -> _Solved:
    p = terms.x.shape[1]
    each = theta[terms.factor]
    information = joint_information(terms, theta, means.n)
    weighted = means.n * means.mean
    right = np.concatenate([terms.x.T @ weighted, each * terms.gathered(weighted)])
    inverse = np.linalg.inv(information)
    both = inverse @ right
    rest = means.mean - terms.x @ both[:p] - terms.spread(each * both[p:])
    squares = float(means.n @ rest**2) + means.within + float(both[p:] @ both[p:])
    free = float(means.n.sum()) - p
    # log|L|^2 + log|R|^2 is the log determinant of the joint information
    _, determinant = np.linalg.slogdet(information)
    criterion = determinant + free * (1 + np.log(2 * np.pi * squares / free))
    pulled = terms.gathered(means.n * rest)  # Z'V^-1 (y - X beta)
    gram = terms.gram(means.n)
    cross = terms.gathered(terms.x * means.n[:, None])
    # d log|J| = tr(J^-1 dJ), of which dJ has the rows and columns of the factor
    by_each = 2 * (
        (inverse[:p, p:] * cross.T).sum(axis=0) + (inverse[p:, p:] * (each[:, None] * gram)).sum(0)
    )
    by_each = by_each - free * 2 * each * pulled**2 / squares
    gradient = summed(terms.factor, by_each, terms.factors)
    inside = np.asarray(inverse[:p, :p], dtype=np.float64)
    return _Solved(float(criterion), gradient, both, squares / free, inside)


def _hessian(terms: Terms, means: Means, theta: Numbers) -> Matrix:
    found = np.empty((len(theta), len(theta)))
    for position in range(len(theta)):
        step = np.zeros(len(theta))
        step[position] = STEP
        above = _solved(terms, means, theta + step).gradient
        below = _solved(terms, means, theta - step).gradient
        found[position] = (above - below) / (2 * STEP)
    return (found + found.T) / 2


def _fitted(terms: Terms, means: Means, theta: Numbers) -> Fitted:
    p = terms.x.shape[1]
    found = _solved(terms, means, theta)
    slopes = np.empty((len(found.both), len(theta)))
    for position in range(len(theta)):
        step = np.zeros(len(theta))
        step[position] = STEP
        above = _solved(terms, means, theta + step).both
        below = _solved(terms, means, theta - step).both
        slopes[:, position] = (above - below) / (2 * STEP)
    return Fitted(
        beta=found.both[:p],
        beta_covariance=found.variance * found.beta_factor,
        theta=theta,
        theta_covariance=covariance_of(_hessian(terms, means, theta)),
        u=found.both[p:],
        scale=found.variance**0.5,
        weights=means.n,
        information=joint_information(terms, theta, means.n),
        slopes=slopes,
        deviance=found.criterion,
        binary=False,
    )
