"""Intervals at 95 % (by default) from an estimate, its variance and its degrees of freedom.

All functions take and give arrays of one entry per domain; NaN goes in, NaN comes out.
Sources: Korn & Graubard (1998), Survey Methodology 24, 193-201 (beta); Wilson (1927), JASA 22, with
the effective sample size of Franco et al. (2019), JSSAM 7 (wilson).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datashift.tables.arrays import Integers, Numbers, renumbered

LEVEL = 0.95
Ends = tuple[Numbers, Numbers]  # lower, upper


def quantile(degrees: Integers | Numbers, level: float = LEVEL) -> Numbers:
    """Upper quantile of Student's t; NaN without degrees of freedom."""

    each: Any = np.asarray(degrees)
    known = each > 0
    found = np.full(np.shape(known), np.nan)
    found[known] = _quantiles(each[known], 0.5 + level / 2)
    return found


def _quantiles(degrees: Integers | Numbers, share: float) -> Numbers:
    """Of each different number of degrees only once: they repeat, and the quantile is slow."""
    from scipy import special

    if degrees.dtype.kind in "iu" and len(degrees):
        different, place = renumbered(degrees.astype(np.int64), int(degrees.max()) + 1)
    else:
        different, place = np.unique(degrees, return_inverse=True)
    return np.asarray(special.stdtrit(different, share)[place])


def t(value: Numbers, error: Numbers, degrees: Integers | Numbers, level: float = LEVEL) -> Ends:
    """value -+ t * standard error."""
    reach = quantile(degrees, level) * error
    return value - reach, value + reach


def logit(share: Numbers, error: Numbers, degrees: Integers, level: float = LEVEL) -> Ends:
    """Interval on the log-odds scale, carried back; NaN at 0 and 1."""
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    middle = np.log(safe / (1 - safe))
    reach = quantile(degrees, level) * error / (safe * (1 - safe))
    lower = 1 / (1 + np.exp(-(middle - reach)))
    upper = 1 / (1 + np.exp(-(middle + reach)))
    return np.where(inside, lower, np.nan), np.where(inside, upper, np.nan)


def beta(
    share: Numbers, error: Numbers, degrees: Integers, n: Integers, level: float = LEVEL
) -> Ends:
    """Korn-Graubard: Clopper-Pearson at the effective sample size, corrected for its degrees.

    At 0 and 1, where the standard error is 0, the effective sample size is n.
    """
    from scipy import special

    size = effective(share, error, degrees, n, level)
    tail = (1 - level) / 2
    count = size * share
    with np.errstate(invalid="ignore"):
        lower = special.betaincinv(count, size - count + 1, tail)
        upper = special.betaincinv(count + 1, size - count, 1 - tail)
    known = ~np.isnan(size)
    lower = np.where(known & (share <= 0), 0.0, lower)
    upper = np.where(known & (share >= 1), 1.0, upper)
    return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)


def wilson(
    share: Numbers, error: Numbers, degrees: Integers, n: Integers, level: float = LEVEL
) -> Ends:
    """Wilson's score interval at the effective sample size, with the t quantile."""
    plain = share * (1 - share)
    size = np.asarray(n, dtype=np.float64)
    np.divide(plain, error**2, out=size, where=error > 0)
    upper = quantile(degrees, level)
    square = upper**2 / size
    middle = (share + square / 2) / (1 + square)
    reach = upper / (1 + square) * np.sqrt(plain / size + square / (4 * size))
    return np.maximum(middle - reach, 0.0), np.minimum(middle + reach, 1.0)


def effective(
    share: Numbers, error: Numbers, degrees: Integers, n: Integers, level: float = LEVEL
) -> Numbers:
    """Effective sample size of a share, corrected for its degrees of freedom."""
    size = np.array(n, dtype=np.float64)
    np.divide(share * (1 - share), error**2, out=size, where=error > 0)
    correction = (quantile(np.asarray(n) - 1, level) / quantile(degrees, level)) ** 2
    return np.where(error > 0, size * correction, np.where(np.isnan(correction), np.nan, size))
