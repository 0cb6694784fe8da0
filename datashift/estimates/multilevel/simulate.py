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

    A standard deviation drawn below 0 stands for its absolute value, as the intercepts then change
    their sign with it: the deviance is the same at both.
    """
    p = len(fitted.beta)
    moves = _roots(fitted.theta_covariance) @ chance.standard_normal((terms.factors, number))
    # information = C C'; C'^-1 z has the inverse as covariance
    factor = np.linalg.cholesky(fitted.information)
    noise = np.linalg.solve(factor.T, chance.standard_normal((len(factor), number)))
    both = np.concatenate([fitted.beta, fitted.u])[:, None] + fitted.slopes @ moves
    both = both + fitted.scale * noise
    theta = (fitted.theta[:, None] + moves)[terms.factor]
    return Drawn(both[:p], theta * both[p:])


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
            place[:, part] = average @ mean
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
    return np.clip((towards * moved).sum(axis=0) / domain.totals, 0.0, 1.0)
