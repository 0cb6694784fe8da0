"""Logistic regression with varying intercepts, by Laplace's approximation.

The deviance is -2 log likelihood with the intercepts integrated out by Laplace's approximation at
their mode, minimised over the fixed effects and the standard deviations together, as R's
`lme4::glmer(nAGQ = 1)` does. The derivatives are exact.

Source: Breslow & Clayton (1993), JASA 88, 9-25; Bates et al. (2015), Journal of Statistical Software
67(1); penalised least squares in the mode: Bates (2011), *Computational methods for mixed models*.
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
from datashift.estimates.selection.propensity import expit
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

ROUNDS = 60
STEP = 1e-4  # of the central differences of the exact derivatives
NONE = 1e-4  # a standard deviation below is taken as 0
FAR = 12.0  # a fixed effect beyond (on the log-odds scale) has run away: separation
START = 0.5


@dataclass(frozen=True)
class Counts:
    """Answers by cell.

    Args:
        trials: answers.
        yes: of them "yes".
    """

    trials: Numbers
    yes: Numbers


@dataclass(frozen=True)
class _Mode:
    """The intercepts' mode at given parameters."""

    deviance: float
    gradient: Numbers  # by (theta, beta)
    u: Numbers
    slopes: Matrix  # of u by (theta, beta)
    weights: Numbers


def fit_logistic(terms: Terms, counts: Counts) -> Fitted:
    """Fit the model.

    Raises:
        Problem: it cannot be fitted: an effect runs away, or the search does not end.
    """
    from scipy import optimize

    factors = terms.factors
    start = np.concatenate([np.full(factors, START), _plain(terms, counts)])

    def target(psi: Numbers) -> tuple[float, Numbers]:
        mode = _mode(terms, counts, psi)
        return mode.deviance, mode.gradient

    found = optimize.minimize(
        target, start, jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-13}
    )
    psi = np.asarray(found.x, dtype=np.float64)
    _refuse_far(psi[factors:])
    psi = _polished(terms, counts, psi)
    psi[:factors] = np.abs(psi[:factors])
    _refuse_far(psi[factors:])
    return _fitted(terms, counts, psi)


def _plain(terms: Terms, counts: Counts) -> Numbers:
    """A few steps of logistic regression without varying intercepts, to start from."""
    beta = np.zeros(terms.x.shape[1])
    for _ in range(4):
        mean = expit(terms.x @ beta)
        weights = np.maximum(counts.trials * mean * (1 - mean), 1e-8)
        score = terms.x.T @ (counts.yes - counts.trials * mean)
        step = np.linalg.lstsq(terms.x.T @ (terms.x * weights[:, None]), score, rcond=1e-12)[0]
        beta = np.clip(beta + step, -3, 3)
    return np.asarray(beta)


def _mode(terms: Terms, counts: Counts, psi: Numbers) -> _Mode:
    factors, q = terms.factors, terms.intercepts
    each = psi[:factors][terms.factor]
    base = terms.x @ psi[factors:]
    u, eta = _climb(terms, counts, base, each)
    mean = expit(eta)
    weights = counts.trials * mean * (1 - mean)
    rest = counts.yes - counts.trials * mean
    gram = terms.gram(weights)
    hessian = each[:, None] * gram * each + np.eye(q)
    inverse = np.linalg.inv(hessian)
    deviance = _deviance(counts, eta) + float(u @ u) + float(np.linalg.slogdet(hessian)[1])

    # how the mode moves with the parameters, from the condition L Z'(y - mean) = u
    pulled = terms.gathered(rest)
    member = (terms.factor[:, None] == np.arange(factors)).astype(np.float64)  # d theta[factor]
    moved = member * u[:, None]
    to_theta = member * pulled[:, None] - each[:, None] * (gram @ moved)
    to_beta = -each[:, None] * terms.gathered(terms.x * weights[:, None])
    slopes = inverse @ np.column_stack([to_theta, to_beta])
    # of the linear predictor, and of the log determinant through the weights
    shifts = terms.spread(
        np.column_stack([moved, np.zeros((q, terms.x.shape[1]))]) + each[:, None] * slopes
    )
    shifts[:, factors:] += terms.x
    leverage = terms.diagonal(each[:, None] * inverse * each)
    gradient = (leverage * weights * (1 - 2 * mean)) @ shifts
    direct = 2 * (inverse * (each[:, None] * gram)).sum(axis=0)  # of the determinant by theta
    gradient[:factors] += member.T @ direct - 2 * (pulled @ moved)
    gradient[factors:] -= 2 * (terms.x.T @ rest)
    return _Mode(deviance, gradient, u, slopes, weights)


def _climb(terms: Terms, counts: Counts, base: Numbers, each: Numbers) -> tuple[Numbers, Numbers]:
    """Newton's method for the mode of u, and the linear predictor there."""
    u = np.zeros(terms.intercepts)
    eta = base
    now = _deviance(counts, eta)
    for _ in range(ROUNDS):
        mean = expit(eta)
        weights = counts.trials * mean * (1 - mean)
        slope = each * terms.gathered(counts.yes - counts.trials * mean) - u
        hessian = each[:, None] * terms.gram(weights) * each
        hessian[np.diag_indices_from(hessian)] += 1
        step = np.linalg.solve(hessian, slope)
        if float(slope @ step) < 1e-18 * (1 + abs(now)):
            return u + step, base + terms.spread(each * (u + step))
        for _ in range(30):
            eta = base + terms.spread(each * (u + step))
            then = _deviance(counts, eta) + float((u + step) @ (u + step))
            if then <= now + 1e-10 * abs(now):
                break
            step = step / 2
        u, now = u + step, then
    raise _unfit()


def _deviance(counts: Counts, eta: Numbers) -> float:
    return 2 * float(counts.trials @ np.logaddexp(0, eta) - counts.yes @ eta)


def _polished(terms: Terms, counts: Counts, psi: Numbers) -> Numbers:
    """Newton's steps on the exact derivatives; standard deviations near 0 are set to 0."""
    factors = terms.factors
    for _ in range(8):
        psi[:factors] = np.where(np.abs(psi[:factors]) < NONE, 0.0, psi[:factors])
        free = np.concatenate([psi[:factors] != 0, np.ones(len(psi) - factors, bool)])
        gradient = _mode(terms, counts, psi).gradient
        if np.abs(gradient[free]).max() < 1e-7:
            break
        hessian = _hessian(terms, counts, psi)[np.ix_(free, free)]
        psi = psi.copy()
        psi[free] -= covariance_of(hessian) @ gradient[free] / 2
    return psi


def _hessian(terms: Terms, counts: Counts, psi: Numbers) -> Matrix:
    found = np.empty((len(psi), len(psi)))
    for position in range(len(psi)):
        step = np.zeros(len(psi))
        step[position] = STEP
        above = _mode(terms, counts, psi + step).gradient
        below = _mode(terms, counts, psi - step).gradient
        found[position] = (above - below) / (2 * STEP)
    return (found + found.T) / 2


def _fitted(terms: Terms, counts: Counts, psi: Numbers) -> Fitted:
    factors = terms.factors
    mode = _mode(terms, counts, psi)
    hessian = _hessian(terms, counts, psi)
    covariance = covariance_of(hessian)
    theta, beta = psi[:factors], psi[factors:]
    along = -np.linalg.lstsq(hessian[factors:, factors:], hessian[factors:, :factors], rcond=1e-12)[
        0
    ]  # how beta moves with theta
    slopes = np.vstack([along, mode.slopes[:, :factors] + mode.slopes[:, factors:] @ along])
    return Fitted(
        beta=beta,
        beta_covariance=covariance[factors:, factors:],
        theta=theta,
        theta_covariance=covariance[:factors, :factors],
        u=mode.u,
        scale=1.0,
        weights=mode.weights,
        information=joint_information(terms, theta, mode.weights),
        slopes=slopes,
        deviance=mode.deviance,
        binary=True,
    )


def _refuse_far(beta: Numbers) -> None:
    if not np.isfinite(beta).all() or np.abs(beta).max() > FAR:
        raise _unfit()


def _unfit() -> Problem:
    return Problem(
        "The model cannot be fitted: in some category nearly everybody gives the same answer",
        do="Join that category with another, or let it vary as a group instead of a fixed effect",
        code="multilevel.separation",
    )
