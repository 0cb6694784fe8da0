"""The answer expected from the covariates: the second of the two models of a doubly robust figure."""

from __future__ import annotations

import numpy as np

from datashift.estimates.selection.covariates import Matrix
from datashift.estimates.selection.propensity import expit
from datashift.tables.arrays import Numbers

ROUNDS = 50
CLOSE = 1e-13  # relative change of the deviance; a separated answer ends here too


def expected(
    y: Numbers, data: Matrix, reference: Matrix, binary: bool, counts: Numbers | None = None
) -> tuple[Numbers, Numbers]:
    """Least squares for amounts, logistic regression for 0 and 1.

    Returns:
        the expected answers of the rows of the data, and of the reference sample.
    """
    counts = np.ones(len(y)) if counts is None else counts
    if not binary:
        beta = _solved(data, counts, y)
        return data @ beta, reference @ beta
    beta = np.zeros(data.shape[1])
    before = np.inf
    for _ in range(ROUNDS):
        eta = data @ beta
        mean = expit(eta)
        weight = np.maximum(mean * (1 - mean), 1e-12)
        beta = _solved(data, counts * weight, eta + (y - mean) / weight)
        eta = np.clip(data @ beta, -30, 30)
        now = float(counts @ (np.logaddexp(0, eta) - y * eta))
        if abs(before - now) <= CLOSE * (abs(now) + 0.1):
            break
        before = now
    return expit(data @ beta), expit(reference @ beta)


def _solved(x: Matrix, weights: Numbers, y: Numbers) -> Numbers:
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(x * root[:, None], y * root, rcond=1e-12)[0])
