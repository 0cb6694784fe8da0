"""The variance between areas that the official figures do not explain.

Model: direct estimate = x'b + v + e, v with variance A between areas, e with the known variance d.
Sources: Fay & Herriot (1979), JASA 74, 269-277 (moments); Rao & Molina (2015), Small Area
Estimation, section 6.1 (ML, REML).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.small_areas.areas import Laid, Method
from datashift.tables.arrays import Numbers

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ModelFit:
    """The model, fitted.

    Args:
        names: of the coefficients, "" for the constant.
        coefficients: b.
        errors: their standard errors.
        variance: A, 0 where the official figures seem to explain everything.
        variance_error: standard error of A, by its asymptotic variance.
        log_likelihood: of the direct estimates, at these values.
        explained: share of the variance between areas that the official figures explain, 0-1; None
            without them.
        method: how A was estimated.
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    variance: float
    variance_error: float
    log_likelihood: float
    explained: float | None
    method: Method


def between(y: Numbers, x: Matrix, d: Numbers, method: Method) -> float:
    """A at the root of its estimating equation; 0 when there is none above 0."""
    from scipy import optimize

    equation = _EQUATIONS[method]

    def at(a: float) -> float:
        return equation(y, x, d, a)

    spread = float(np.var(y, ddof=1)) if len(y) > 1 else 1.0
    furthest = max(spread, float(d.max())) * 10
    # a likelihood may have several peaks: the largest root where the equation falls through 0 is
    # compared with 0 and with the others by likelihood
    grid = np.concatenate([[0.0], np.geomspace(float(d.min()) * 1e-6, furthest, 40)])
    signs = [at(a) for a in grid]
    roots = [
        float(optimize.brentq(at, low, high, xtol=1e-300, rtol=1e-14))
        for low, high, left, right in zip(grid, grid[1:], signs, signs[1:], strict=False)
        if left > 0 >= right
    ]
    if signs[0] <= 0:
        roots.append(0.0)
    if method == "moments":
        return roots[0]
    return max(roots, key=lambda a: _likelihood(y, x, d, a, method))


def weighted(y: Numbers, x: Matrix, v: Numbers) -> tuple[Numbers, Matrix]:
    """Coefficients by weighted least squares and their covariance, for total variances v."""
    across = x.T / v
    covariance = np.asarray(np.linalg.inv(across @ x), dtype=np.float64)
    return covariance @ (across @ y), covariance


def asymptotic(d: Numbers, a: float, method: Method) -> tuple[float, float]:
    """Variance and bias-related sum of the estimate of A.

    Returns:
        The asymptotic variance, and the bias of the moments estimate (0 for the others; the bias of
        ML depends on x: see `bias_of_ml`).
    """
    v = a + d
    squares = float((1 / v**2).sum())
    if method != "moments":
        return 2 / squares, 0.0
    plain, m = float((1 / v).sum()), len(d)
    return 2 * m / plain**2, 2 * (m * squares - plain**2) / plain**3


def bias_of_ml(x: Matrix, d: Numbers, a: float) -> float:
    """Datta & Lahiri (2000): the bias of the ML estimate of A."""
    v = a + d
    covariance = np.linalg.inv((x.T / v) @ x)
    return -float(np.trace(covariance @ ((x.T / v**2) @ x))) / float((1 / v**2).sum())


def fit(laid: Laid, method: Method) -> ModelFit:
    """The model by the method."""
    x = laid.x[laid.seen]
    a = between(laid.y, x, laid.d, method)
    b, covariance = weighted(laid.y, x, a + laid.d)
    explained = None
    if laid.names:
        alone = between(laid.y, np.ones((len(laid.y), 1)), laid.d, method)
        explained = max(1 - a / alone, 0.0) if alone > 0 else 0.0
    residual = laid.y - x @ b
    v = a + laid.d
    return ModelFit(
        names=("", *laid.names),
        coefficients=tuple(float(one) for one in b),
        errors=tuple(float(one) for one in np.sqrt(np.diag(covariance))),
        variance=a,
        variance_error=asymptotic(laid.d, a, method)[0] ** 0.5,
        log_likelihood=-0.5 * float((np.log(2 * np.pi * v) + residual**2 / v).sum()),
        explained=explained,
        method=method,
    )


def _likelihood(y: Numbers, x: Matrix, d: Numbers, a: float, method: Method) -> float:
    v = a + d
    b, covariance = weighted(y, x, v)
    plain = -0.5 * float((np.log(v) + (y - x @ b) ** 2 / v).sum())
    if method == "ml":
        return plain
    return plain + 0.5 * float(np.linalg.slogdet(covariance)[1])


def _projected(y: Numbers, x: Matrix, d: Numbers, a: float) -> tuple[Numbers, Matrix]:
    """Py and the hat matrix part needed for tr(P)."""
    v = a + d
    b, covariance = weighted(y, x, v)
    return (y - x @ b) / v, covariance


def _reml(y: Numbers, x: Matrix, d: Numbers, a: float) -> float:
    py, covariance = _projected(y, x, d, a)
    v = a + d
    trace = float((1 / v).sum()) - float(np.trace(covariance @ ((x.T / v**2) @ x)))
    return float(np.sum(py**2)) - trace


def _ml(y: Numbers, x: Matrix, d: Numbers, a: float) -> float:
    py, _ = _projected(y, x, d, a)
    return float(np.sum(py**2 - 1 / (a + d)))


def _moments(y: Numbers, x: Matrix, d: Numbers, a: float) -> float:
    py, _ = _projected(y, x, d, a)
    return float(np.sum(py**2 * (a + d)) - (len(y) - x.shape[1]))


_Equation = Callable[[Numbers, Matrix, Numbers, float], float]
_EQUATIONS: dict[Method, _Equation] = {"reml": _reml, "ml": _ml, "moments": _moments}
