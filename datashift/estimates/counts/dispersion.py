"""Whether counts of several periods or areas vary more than chance alone would make them.

Negative binomial by maximum likelihood, one rate and one dispersion: variance = mean + mean^2 /
size. Sources: Lawless (1987), Canadian Journal of Statistics 15, 209-225; Venables & Ripley (2002),
Modern Applied Statistics with S, section 7.4 (`MASS::glm.nb`); Self & Liang (1987), JASA 82,
605-610 (the test at the boundary).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.counts.events import Events, refuse_unusable
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

FEWEST = 3  # periods
_HUGE = 1e9  # a size beyond which the negative binomial is Poisson in every digit that counts
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Dispersion:
    """How much counts vary beyond a Poisson process of one rate.

    Args:
        rate: events per unit of exposure, by the negative binomial.
        size: of the negative binomial; infinity when it is Poisson.
        log_error: standard error of the logarithm of the rate, with the dispersion.
        pearson: Pearson's statistic over its degrees of freedom; about 1 for Poisson (the factor of
            a quasi-Poisson variance).
        pearson_p: probability of so large a statistic if the counts were Poisson.
        likelihood_ratio: twice the gain in log-likelihood over Poisson.
        likelihood_p: its probability, half a chi-square with 1 degree, the size lying on the
            boundary of what it can be.
        periods: how many counts.
    """

    rate: float
    size: float
    log_error: float
    pearson: float
    pearson_p: float
    likelihood_ratio: float
    likelihood_p: float
    periods: int

    @property
    def overdispersed(self) -> bool:
        """Whether the likelihood-ratio test rejects Poisson at 5 %."""
        return self.likelihood_p < SIGNIFICANT

    @property
    def statement(self) -> str:
        """One plain sentence."""
        if self.overdispersed:
            return (
                f"The {self.periods} counts vary {self.pearson:.1f} times as much as events that "
                "happen separately would; the range allows for it."
            )
        return (
            f"The {self.periods} counts vary no more than events that happen separately would; "
            "with so few a difference could stay unseen."
        )


def dispersion(events: Sequence[Events]) -> Dispersion:
    """Fit one rate and one dispersion to counts of several periods or areas.

    Raises:
        Problem: fewer than 3 counts, none above 0, or unusable ones.
    """
    refuse_unusable(events)
    counts = np.array([one.count for one in events], dtype=np.float64)
    exposure = np.array([1.0 if one.exposure is None else one.exposure for one in events])
    if len(counts) < FEWEST or not counts.any():
        raise Problem(
            "How much counts vary cannot be worked out from fewer than 3 periods, or without events",
            do="Give at least 3 periods (10 or more are better), or take the events as separate",
            code="counts.few_periods",
        )
    from scipy import special

    plain = counts.sum() / exposure.sum()
    mean = plain * exposure
    pearson = float(((counts - mean) ** 2 / mean).sum())
    degrees = len(counts) - 1
    size = _size(counts, exposure)
    rate = plain if np.isinf(size) else _rate(counts, exposure, size)
    gain = 0.0
    if not np.isinf(size):
        poisson = float((counts * np.log(mean) - mean - special.gammaln(counts + 1)).sum())
        gain = max(2 * (_likelihood(counts, rate * exposure, size) - poisson), 0.0)
    information = float((rate * exposure / (1 + rate * exposure / size)).sum())
    return Dispersion(
        rate=float(rate),
        size=size,
        log_error=information**-0.5,
        pearson=pearson / degrees,
        pearson_p=float(special.gammaincc(degrees / 2, pearson / 2)),
        likelihood_ratio=gain,
        likelihood_p=float(special.erfc((gain / 2) ** 0.5)) / 2 if gain > 0 else 1.0,
        periods=len(counts),
    )


def _likelihood(counts: Numbers, mean: Numbers, size: float) -> float:
    from scipy import special

    # gammaln(c + s) - gammaln(s) loses its digits when s is large; betaln keeps them
    ways = -special.betaln(counts + 1, size) - np.log(counts + size)
    return float(
        (ways + counts * np.log(mean / (mean + size)) - size * np.log1p(mean / size)).sum()
    )


def _rate(counts: Numbers, exposure: Numbers, size: float) -> float:
    """The likeliest rate at that size: the root of a falling score."""
    from scipy import optimize

    def score(rate: float) -> float:
        mean = rate * exposure
        return float(((counts - mean) / (1 + mean / size)).sum())

    each = counts / exposure
    if (exposure == exposure[0]).all():
        return float(each.mean())  # whatever the size
    lowest, highest = float(each.min()), float(each.max())
    if lowest == highest:
        return lowest
    return float(optimize.brentq(score, lowest, highest, xtol=1e-300, rtol=1e-14))


def _size(counts: Numbers, exposure: Numbers) -> float:
    """The likeliest size; infinity when Poisson is at least as likely."""
    from scipy import optimize

    def loss(log_size: float) -> float:
        size = float(np.exp(log_size))
        return -_likelihood(counts, _rate(counts, exposure, size) * exposure, size)

    grid = np.linspace(np.log(1e-3), np.log(_HUGE), 80)
    losses = [loss(one) for one in grid]
    best = int(np.argmin(losses))
    if best == len(grid) - 1:
        return float("inf")
    if best == 0:
        return float(np.exp(grid[0]))
    bracket = (grid[best - 1], grid[best], grid[best + 1])
    found = optimize.minimize_scalar(loss, bracket=bracket, method="brent", tol=1e-12)
    near = _polished(counts, exposure, float(found.x))
    return float(np.exp(near)) if loss(near) < losses[-1] else float("inf")


def _polished(counts: Numbers, exposure: Numbers, log_size: float) -> float:
    """The root of the score in the size, as a minimiser finds it to half the digits only."""
    from scipy import optimize, special

    def score(at: float) -> float:
        size = float(np.exp(at))
        mean = _rate(counts, exposure, size) * exposure
        return float(
            (
                special.digamma(counts + size)
                - special.digamma(size)
                - np.log1p(mean / size)
                + (mean - counts) / (mean + size)
            ).sum()
        )

    low, high = log_size - 1e-3, log_size + 1e-3
    if score(low) * score(high) >= 0:
        return log_size
    return float(optimize.brentq(score, low, high, xtol=1e-14, rtol=1e-14))
