"""The linear algebra of varying intercepts: sums over groups instead of a sparse matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.tables.arrays import Integers, Numbers

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """What a model says of each cell.

    Args:
        x: fixed effects, shape (cells, p), a constant first.
        codes: number of the varying intercept of each grouping factor, shape (cells, factors); the
            intercepts of all factors are numbered in one row, 0..q-1.
        factor: factor of each varying intercept, shape (q,).
    """

    x: Matrix
    codes: Integers
    factor: Integers

    @property
    def factors(self) -> int:
        return int(self.codes.shape[1])

    @property
    def intercepts(self) -> int:
        return len(self.factor)

    def spread(self, b: Matrix) -> Matrix:
        """Zb: the sum of each cell's intercepts. `b` has shape (q, ...)."""
        total = b[self.codes[:, 0]]
        for column in range(1, self.factors):
            total = total + b[self.codes[:, column]]
        return np.asarray(total)

    def gathered(self, values: Matrix) -> Matrix:
        """Z'v: sums of the cells' values by intercept. `values` has shape (cells, ...)."""
        flat = values.reshape(len(values), -1)
        found = np.zeros((self.intercepts, flat.shape[1]))
        for column in range(flat.shape[1]):
            for factor in range(self.factors):
                found[:, column] += np.bincount(
                    self.codes[:, factor], weights=flat[:, column], minlength=self.intercepts
                )
        return found.reshape(self.intercepts, *values.shape[1:])

    def gram(self, weights: Numbers) -> Matrix:
        """Z'WZ, shape (q, q)."""
        q = self.intercepts
        found = np.zeros(q * q)
        for first in range(self.factors):
            for second in range(self.factors):
                key = self.codes[:, first] * q + self.codes[:, second]
                found += np.bincount(key, weights=weights, minlength=q * q)
        return found.reshape(q, q)

    def diagonal(self, middle: Matrix) -> Numbers:
        """The diagonal of Z M Z', shape (cells,), for a symmetric M of shape (q, q)."""
        found = np.zeros(len(self.codes))
        for first in range(self.factors):
            found += middle[self.codes[:, first], self.codes[:, first]]
            for second in range(first):
                found += 2 * middle[self.codes[:, first], self.codes[:, second]]
        return found


@dataclass(frozen=True)
class Fitted:
    """A fitted model, u standard normal times `scale` and b = theta[factor] * u.

    Args:
        beta: fixed effects, shape (p,).
        beta_covariance: theirs, shape (p, p).
        theta: standard deviation of the intercepts of each factor, relative to `scale`.
        theta_covariance: shape (factors, factors).
        u: shape (q,).
        scale: residual standard deviation; 1 for yes or no.
        weights: of the cells in the information, shape (cells,).
        information: of (beta, u) given theta, shape (p + q, p + q); their covariance is scale^2
            times its inverse.
        slopes: derivative of (beta, u) by theta, shape (p + q, factors).
        deviance: -2 log likelihood by Laplace's approximation, or the REML criterion.
        binary: whether the answer is yes or no (logistic) or an amount.
    """

    beta: Numbers
    beta_covariance: Matrix
    theta: Numbers
    theta_covariance: Matrix
    u: Numbers
    scale: float
    weights: Numbers
    information: Matrix
    slopes: Matrix
    deviance: float
    binary: bool

    def b(self, terms: Terms) -> Numbers:
        """The varying intercepts, shape (q,)."""
        return np.asarray(self.theta[terms.factor] * self.u)


def joint_information(terms: Terms, theta: Numbers, weights: Numbers) -> Matrix:
    """[X'WX, X'WZL; LZ'WX, LZ'WZL + I] with L the diagonal of theta."""
    p, q = terms.x.shape[1], terms.intercepts
    each = theta[terms.factor]
    found = np.empty((p + q, p + q))
    weighted = terms.x * weights[:, None]
    found[:p, :p] = terms.x.T @ weighted
    cross = each[:, None] * terms.gathered(weighted)
    found[p:, :p], found[:p, p:] = cross, cross.T
    found[p:, p:] = each[:, None] * terms.gram(weights) * each + np.eye(q)
    return found


def covariance_of(hessian: Matrix) -> Matrix:
    """The inverse of half the second derivatives of a deviance, made positive where it is not."""
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 4)
    floor = 1e-10 * max(float(np.abs(values).max(initial=0.0)), 1e-300)
    return np.asarray((vectors / np.maximum(np.abs(values), floor)) @ vectors.T)
