"""Interval for the total of one log-linear model from the profile of its likelihood.

For each total the model is fitted with the history of zeros filled in. Source: Cormack (1992),
Biometrics 48, 567-576.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from datashift.estimates.lists.loglinear import Model, design, fitted, newton
from datashift.estimates.lists.overlap import Overlap
from datashift.kit.problem import Problem

FURTHEST = 1e7  # times the people listed; beyond, the interval has no upper end


def profile_interval(
    seen: Overlap, model: Model, level: float = 0.95
) -> tuple[float, float | None]:
    """Totals that the model does not reject; None for an upper end that does not exist.

    Raises:
        Problem: the model has no finite estimate.
    """
    from scipy import optimize, special

    found = fitted(seen, [model])[0]
    if found is None:
        raise Problem(
            "The lists overlap too little for this model",
            do="Leave out a dependence between lists that share nobody",
            code="lists.no_estimate",
        )
    inside, counts = seen.cells()
    columns = design(np.vstack([np.zeros((1, inside.shape[1]), dtype=bool), inside]), model)[None]
    limit = float(special.chdtri(1, 1 - level)) / 2

    @cache
    def likelihood(missed: float) -> float:
        filled = np.concatenate([[missed], counts])
        total = filled.sum()
        mean = newton(columns, filled)[1][0]
        return float(
            special.gammaln(total + 1)
            - special.gammaln(missed + 1)
            + special.xlogy(filled, mean / mean.sum()).sum()
        )

    reach = max(found.missed, 1.0)
    best = optimize.minimize_scalar(
        lambda log: -likelihood(float(np.exp(log))),
        bounds=(np.log(reach) - 5, np.log(reach) + 5),
        method="bounded",
        options={"xatol": 1e-9},
    )
    peak, top = float(np.exp(best.x)), -float(best.fun)

    def below(missed: float) -> float:
        return likelihood(missed) - top + limit

    lower = 0.0 if below(0.0) >= 0 else float(optimize.brentq(below, 0.0, peak, xtol=1e-8))
    far = max(2 * peak, 1.0)
    while below(far) > 0:
        far *= 2
        if far > FURTHEST * seen.listed:
            return seen.listed + lower, None
    return seen.listed + lower, seen.listed + float(optimize.brentq(below, peak, far, xtol=1e-8))
