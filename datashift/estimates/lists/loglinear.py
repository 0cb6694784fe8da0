"""Log-linear models of the overlap of three or more lists.

The number of people with each history is Poisson; its logarithm adds a term per list and a term per
dependence between lists. The model without terms for dependence says what it expects on no list at
all: exp(intercept). Sources: Fienberg (1972), Biometrika 59, 591-603; Cormack (1989), Biometrics
45, 395-413; Bishop, Fienberg & Holland (1975), chapter 6. Where the overlap is empty a model may
have no finite estimate: Chan, Silverman & Vincent (2021), JASA 116, 1297-1306; those are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.lists.overlap import Overlap
from datashift.tables.arrays import Mask, Numbers

Term = frozenset[int]  # lists that depend on each other, by position
Model = frozenset[Term]  # the dependences; the terms of single lists are always there
Matrix = NDArray[np.float64]

STEPS = 60
EMPTY = 1e-6  # a fitted count this small means a coefficient on its way to minus infinity
ALL_UP_TO = 4  # lists for which dependences of three lists are tried too


@dataclass(frozen=True)
class LogLinear:
    """One model, fitted.

    Args:
        dependences: which lists depend on each other, "hospital x clinic"; () for independent.
        total: people on the lists and on none.
        missed: people on no list.
        standard_error: of `total`, with the Poisson variation of those missed (Cormack 1989).
        deviance: against the saturated model.
        degrees: cells less parameters.
        p: probability of so large a deviance if the model held; None without degrees.
        parameters: how many.
        log_likelihood: Poisson, of the observed histories.
        weight: share in the average; 0 when the model was fitted alone.
    """

    dependences: tuple[str, ...]
    total: float
    missed: float
    standard_error: float
    deviance: float
    degrees: int
    p: float | None
    parameters: int
    log_likelihood: float
    weight: float = 0.0


def hierarchical(lists: int) -> list[Model]:
    """All models that hold with a dependence all the smaller ones in it, less the highest.

    8 for three lists, 113 for four. For five lists only dependences of two: 1,024.
    """
    pairs = [frozenset(one) for one in combinations(range(lists), 2)]
    triples = [frozenset(one) for one in combinations(range(lists), 3)]
    found: list[Model] = []
    for chosen in _subsets(pairs):
        held = frozenset(chosen)
        higher = [
            triple
            for triple in triples
            if 3 < lists <= ALL_UP_TO and all(frozenset(c) in held for c in combinations(triple, 2))
        ]
        found += [held | frozenset(more) for more in _subsets(higher)]
    return found


def fitted(seen: Overlap, models: Sequence[Model]) -> list[LogLinear | None]:
    """Each model by maximum likelihood; None where no finite estimate exists.

    Newton's method, all models with the same number of terms at once.
    """
    inside, counts = seen.cells()
    by_size: dict[int, list[int]] = {}
    for position, model in enumerate(models):
        by_size.setdefault(len(model), []).append(position)
    found: list[LogLinear | None] = [None] * len(models)
    for positions in by_size.values():
        designs = np.stack([design(inside, models[at]) for at in positions])
        for at, one in zip(positions, _fits(designs, counts), strict=True):
            if one is not None:
                found[at] = _described(seen, models[at], *one)
    return found


def design(inside: Mask, model: Model) -> Matrix:
    """Columns: 1, each list, each dependence (products of lists)."""
    singles = [inside[:, at] for at in range(inside.shape[1])]
    together = [inside[:, sorted(term)].all(axis=1) for term in ordered(model)]
    columns = [np.ones(len(inside)), *singles, *together]
    return np.column_stack(columns).astype(np.float64)


def ordered(model: Model) -> list[Term]:
    """The dependences in a fixed order."""
    return sorted(model, key=lambda term: (len(term), sorted(term)))


def newton(designs: Matrix, counts: Numbers) -> tuple[Matrix, Matrix]:
    """Coefficients, (models, terms), and fitted counts, (models, cells), of Poisson regressions.

    A coefficient without a finite estimate ends far from 0 and its fitted counts near 0.
    """
    start = np.log(counts + 0.5)
    across = designs.transpose(0, 2, 1)
    ridge = 1e-10 * np.eye(designs.shape[2])  # keeps the step solvable; its end stays the same
    response, weights = start, counts + 0.5
    beta = np.zeros(designs.shape[:1] + designs.shape[2:])
    for step in range(STEPS):
        if step:
            eta = np.clip(np.einsum("mcp,mp->mc", designs, beta), -40, 40)
            weights = np.exp(eta)
            response = eta + (counts - weights) / weights
        else:
            weights = np.broadcast_to(weights, designs.shape[:2])
            response = np.broadcast_to(response, designs.shape[:2])
        left = across @ (weights[:, :, None] * designs) + ridge
        right = np.einsum("mpc,mc->mp", across, weights * response)
        before, beta = beta, np.linalg.solve(left, right[:, :, None])[:, :, 0]
        if np.abs(beta - before).max() < 1e-11:
            break
    return beta, np.exp(np.clip(np.einsum("mcp,mp->mc", designs, beta), -40, 40))


_Fit = tuple[
    float, float, float, float, int
]  # missed, variance of its log, deviance, loglik, terms


def _fits(designs: Matrix, counts: Numbers) -> list[_Fit | None]:
    from scipy import special

    beta, mean = newton(designs, counts)
    constant = float(special.gammaln(counts + 1).sum())
    found: list[_Fit | None] = []
    for columns, coefficients, expected in zip(designs, beta, mean, strict=True):
        score = columns.T @ (counts - expected)
        solved = np.abs(score).max() <= 1e-6 * max(counts.sum(), 1.0)
        if expected.min() < EMPTY or not solved or abs(coefficients[0]) > 25:
            found.append(None)
            continue
        information = columns.T @ (expected[:, None] * columns)
        log_variance = float(np.linalg.inv(information)[0, 0])
        deviance = 2 * float((special.xlogy(counts, counts / expected) - counts + expected).sum())
        likelihood = float((counts * np.log(expected) - expected).sum()) - constant
        missed = float(np.exp(coefficients[0]))
        found.append((missed, log_variance, max(deviance, 0.0), likelihood, columns.shape[1]))
    return found


def _described(
    seen: Overlap,
    model: Model,
    missed: float,
    log_variance: float,
    deviance: float,
    likelihood: float,
    terms: int,
) -> LogLinear:
    from scipy import special

    degrees = 2 ** len(seen.lists) - 1 - terms
    return LogLinear(
        dependences=tuple(
            " x ".join(seen.lists[at] for at in sorted(term)) for term in ordered(model)
        ),
        total=seen.listed + missed,
        missed=missed,
        standard_error=float(np.sqrt(missed + missed**2 * log_variance)),
        deviance=deviance,
        degrees=degrees,
        p=float(special.gammaincc(degrees / 2, deviance / 2)) if degrees else None,
        parameters=terms,
        log_likelihood=likelihood,
    )


def _subsets(of: Sequence[Term]) -> list[tuple[Term, ...]]:
    return list(chain.from_iterable(combinations(of, size) for size in range(len(of) + 1)))
