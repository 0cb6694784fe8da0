"""Variance by Taylor linearisation over first-stage clusters (ultimate clusters).

Source: Wolter (2007), Introduction to Variance Estimation, chapters 2 and 6; Lumley (2010), Complex
Surveys, chapters 2 and 3. See docs/methods/estimates.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.estimates.answers import Form
from datashift.estimates.estimate import Lonely
from datashift.estimates.moments import Cells, Moments, Strata, psus_with_answers
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Mask, Numbers, counted, summed

BLOCK = 16_384  # cells worked on at once, so that they stay in the processor's cache
ROUNDING = 1e-15  # a difference of equals may be this much of them
CERTAIN = 1e-7  # a stratum with less than this left unsampled was taken whole


@dataclass(frozen=True)
class Figures:
    """Estimates of one measure, one entry per domain; NaN where there is none."""

    value: Numbers
    variance: Numbers
    simple_variance: Numbers
    degrees_of_freedom: Integers


def values(moments: Moments, form: Form) -> Numbers:
    """The estimates: sum wy / sum wx, or sum wy; NaN without an answer."""
    if form == "total":
        return np.where(moments.n > 0, moments.y, np.nan)
    return moments.centre + divided(moments.a, moments.x)


def linearised(moments: Moments, form: Form, strata: Strata, lonely: Lonely) -> Figures:
    """Estimates with their variances.

    Args:
        moments: with cells.
        form: what is estimated from them.
        strata: of the whole design, with answers or not.
        lonely: what a stratum with a single PSU adds.

    Raises:
        Problem: a stratum has a single PSU and `lonely` is "error".
    """
    cells = moments.cells
    if cells is None:
        raise ValueError("moments without cells have no variance")
    value = values(moments, form)
    slope = divided(moments.a, moments.x) if form == "ratio" else np.zeros_like(value)
    size = len(value)
    variance = added(cells, slope, strata, lonely, size)
    if form == "ratio":
        variance = divided(variance, moments.x**2)
    variance = np.where(np.isnan(value), np.nan, variance)
    return Figures(
        value=value,
        variance=variance,
        simple_variance=_simple_variance(moments, form),
        degrees_of_freedom=psus_with_answers(cells, size),
    )


def added(cells: Cells, slope: Numbers, strata: Strata, lonely: Lonely, size: int) -> Numbers:
    """Variance of the sum of A - slope B over PSUs, per domain.

    Raises:
        Problem: a stratum has a single PSU and `lonely` is "error".
    """
    if lonely == "error" and (strata.psus == 1).any():
        single = int((strata.psus == 1).sum())
        raise Problem(
            f"{how_many(single, 'stratum has', 'strata have')} only one sampled cluster",
            safe="A variance cannot be computed inside such a stratum",
            do="Join each with a similar stratum, or choose how to treat them",
            code="estimates.lonely",
        )
    parts = np.empty(len(cells.psus))
    for start in range(0, len(parts), BLOCK):
        block = slice(start, start + BLOCK)
        parts[block] = _parts(cells, block, slope, strata, lonely)
    together = summed(cells.domain, parts, size)
    if lonely == "average":
        single_here = (strata.psus == 1)[cells.stratum]
        together = together * _inflation(cells, single_here, strata.unsampled, size)
    return together


def _parts(cells: Cells, block: slice, slope: Numbers, strata: Strata, lonely: Lonely) -> Numbers:
    """What each of some cells adds to the variance of its domain."""
    psus = strata.psus.astype(np.float64)
    factor = strata.unsampled * psus / np.maximum(psus - 1, 1)
    stratum, some = cells.stratum[block], cells.psus[block]
    rate, here = slope[cells.domain[block]], psus[stratum]
    a = cells.a[block]
    total = a - rate * cells.b[block]
    total[np.abs(total) <= ROUNDING * np.abs(a)] = 0.0  # a domain that one PSU holds whole
    squares = cells.aa[block] - rate * (2 * cells.ab[block] - rate * cells.bb[block])
    np.maximum(squares, 0.0, out=squares)
    total *= total
    squares += total * (here - some) / (some * here)  # PSUs of the stratum with no answer here
    squares *= factor[stratum]
    if lonely == "centred" and (psus == 1).any():
        return np.where(here == 1, strata.unsampled[stratum] * total, squares)
    return squares


def _inflation(cells: Cells, single: Mask, unsampled: Numbers, size: int) -> Numbers:
    """Strata of each domain over those of them with several PSUs."""
    paired = ~single | (unsampled[cells.stratum] < CERTAIN)
    return divided(
        counted(cells.domain, size).astype(np.float64), summed(cells.domain, paired, size)
    )


def _simple_variance(moments: Moments, form: Form) -> Numbers:
    """Variance of the same estimate from a simple random sample with replacement of n answers."""
    slope = divided(moments.a, moments.x)
    squares = np.maximum(moments.yy - 2 * slope * moments.yx + slope**2 * moments.xx, 0.0)
    scale = moments.weight if form == "total" else divided(moments.weight, moments.x**2)
    return divided(squares * scale, moments.n - 1)


def divided(top: Numbers, bottom: Numbers | Integers) -> Numbers:
    """The quotient; NaN where the denominator is not positive."""
    result = np.full(np.shape(top), np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result
