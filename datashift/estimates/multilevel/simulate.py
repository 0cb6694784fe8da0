"""Chance draws of a fitted model, carried to the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.multilevel.intercepts import Fitted, Matrix, Terms
from datashift.estimates.selection.propensity import expit
from datashift.tables.arrays import Integers, Numbers, summed

AT_ONCE = 4_000_000  # cells times draws in memory


@dataclass(frozen=True)
class Domain:
    """A cross-classification of the population cells.

    Args:
        of: domain of each cell.
        size: domains.
        totals: people in each.
    """

    of: Integers
    size: int
    totals: Numbers


def inverse_link(eta: Matrix, binary: bool) -> Matrix:
    """The expected answer of a linear predictor."""
    return expit(eta) if binary else eta


def expected(fitted: Fitted, terms: Terms) -> Numbers:
    """The expected answer of each cell at the estimates."""
    eta = terms.x @ fitted.beta + terms.spread(fitted.b(terms))
    return inverse_link(eta, fitted.binary)


def averaged(values: Numbers, totals: Numbers, domain: Domain) -> Numbers:
    """The population's mean of each domain."""
    return summed(domain.of, values * totals, domain.size) / domain.totals


@dataclass(frozen=True)
class Drawn:
    """Parameters drawn from their joint normal approximation.

    Args:
        beta: shape (p, draws).
        b: shape (q, draws).
    """

    beta: Matrix
    b: Matrix


def drawn(fitted: Fitted, terms: Terms, number: int, chance: np.random.Generator) -> Drawn:
    """Draw the standard deviations, then the effects given these.

    With I what the answers of one intercept say about it, its mean is its data's times
    theta^2 I / (1 + theta^2 I) and its variance theta^2 / (1 + theta^2 I), as if it stood alone; what
    the others and the fixed effects add follows theta in a straight line.
    """
    p = len(fitted.beta)
    theta = _deviations(fitted, terms.factors, number, chance)
    moves = theta - fitted.theta[:, None]
    # information = C C'; C'^-1 z has the inverse as covariance
    factor = np.linalg.cholesky(fitted.information)
    noise = np.linalg.solve(factor.T, chance.standard_normal((len(factor), number)))
    noise = fitted.scale * noise
    before, after = fitted.theta[terms.factor][:, None], theta[terms.factor]
    said = terms.gathered(fitted.weights)[:, None]
    alone = (1 + before**2 * said) / (1 + after**2 * said)
    positive = np.where(before > 0, before, 1.0)
    b = fitted.b(terms)[:, None]  # 0 where theta is
    member = terms.factor[:, None] == np.arange(terms.factors)
    follows = member * fitted.u[:, None] + before * fitted.slopes[p:]
    follows = follows - member * b * 2 / (positive * (1 + before**2 * said))
    return Drawn(
        fitted.beta[:, None] + fitted.slopes[:p] @ moves + noise[:p],
        b * (after / positive) ** 2 * alone + follows @ moves + after * np.sqrt(alone) * noise[p:],
    )


def _deviations(fitted: Fitted, factors: int, number: int, chance: np.random.Generator) -> Matrix:
    """Standard deviations, shape (factors, draws): normal on the log scale, or folded near 0."""
    moves = _roots(fitted.theta_covariance) @ chance.standard_normal((factors, number))
    theta = fitted.theta[:, None]
    apart = np.sqrt(np.diag(fitted.theta_covariance))[:, None] < theta
    share = moves / np.where(apart, theta, 1.0)
    return np.where(apart, theta * np.exp(np.where(apart, share, 0.0)), np.abs(theta + moves))


def _roots(covariance: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def simulated(
    draws: Drawn, terms: Terms, totals: Numbers, domains: Sequence[Domain], binary: bool
) -> list[Matrix]:
    """Means of the domains in every draw, shapes (size, draws)."""
    from scipy import sparse

    cells, number = len(totals), draws.beta.shape[1]
    averages = [
        sparse.csr_array(
            (totals / one.totals[one.of], (one.of, np.arange(cells))), shape=(one.size, cells)
        )
        for one in domains
    ]
    found = [np.empty((one.size, number)) for one in domains]
    step = max(1, AT_ONCE // max(cells, 1))
    for start in range(0, number, step):
        part = slice(start, start + step)
        eta = terms.x @ draws.beta[:, part] + terms.spread(draws.b[:, part])
        mean = inverse_link(eta, binary)
        for average, place in zip(averages, found, strict=True):
            place[:, part] = np.asarray(average @ mean)
    return found


def own_shares(
    fitted: Fitted,
    terms: Terms,
    population: Terms,
    totals: Numbers,
    domain: Domain,
    answers: Numbers,
    member: Integers,
) -> Numbers:
    """How far each domain's figure moves when all its own answers move by 1, shape (size,).

    Args:
        answers: of each cell of the data.
        member: domain of each cell of the data; -1 for none.
    """
    p, q = len(fitted.beta), terms.intercepts
    each = fitted.theta[terms.factor]
    mean = expected(fitted, population)
    slope = totals * (mean * (1 - mean) if fitted.binary else 1.0)
    towards = np.zeros((p + q, domain.size))
    for column in range(p):
        towards[column] = summed(domain.of, slope * population.x[:, column], domain.size)
    pulls = np.zeros((p + q, domain.size))
    inside = np.maximum(member, 0)
    weights = np.where(member >= 0, answers, 0.0)
    for column in range(p):
        pulls[column] = summed(inside, weights * terms.x[:, column], domain.size)
    for factor in range(terms.factors):
        np.add.at(towards, (p + population.codes[:, factor], domain.of), slope)
        np.add.at(pulls, (p + terms.codes[:, factor], inside), weights)
    towards[p:] *= each[:, None]
    pulls[p:] *= each[:, None]
    moved = np.linalg.solve(fitted.information, pulls)
    return np.asarray(np.clip((towards * moved).sum(axis=0) / domain.totals, 0.0, 1.0))
