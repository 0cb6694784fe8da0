"""Additive moments: all that the rows have to say about an estimate and its variance.

One pass over the rows sums, for every first-stage cluster (PSU) and domain, A = sum w(y - cx) and
B = sum wx. What is kept per (stratum, domain) is the number of PSUs with answers, their means of A
and B, and their sums of squares and products *about those means*. PSUs of the stratum without
answers in the domain are A = B = 0; they are added at the end, exactly, from their number alone.
So moments of disjoint sets of PSUs add up, in any order, whatever engine made them.

y is centred on c times x. Without it, digits are lost when y varies little around a large value.
Of a total, which has no x, A is left uncentred: A = sum wy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from datashift.tables.arrays import Integers, Numbers, counted, renumbered, summed


@dataclass(frozen=True)
class Cells:
    """Moments of PSU totals, one entry per (stratum, domain) that has answers.

    Args:
        stratum: number of the stratum.
        domain: number of the domain.
        psus: PSUs with at least one answer in the domain.
        a, b: sums over those PSUs of A = sum w(y - cx) and B = sum wx.
        aa, ab, bb: sums of squares and products of A and B about their means over those PSUs.
    """

    stratum: Integers
    domain: Integers
    psus: Integers
    a: Numbers
    b: Numbers
    aa: Numbers
    ab: Numbers
    bb: Numbers


@dataclass(frozen=True)
class Strata:
    """The strata of the whole design, with answers or not.

    Args:
        psus: PSUs per stratum.
        unsampled: 1 - n/N per stratum; 1 without a finite population correction.
        names: of the strata; one without a name when the design has none.
        population: N per stratum, where the design gives it.
    """

    psus: Integers
    unsampled: Numbers
    names: tuple[str, ...] = ()
    population: Numbers | None = None


@dataclass(frozen=True)
class Domains:
    """The domains of a cross-classification.

    Args:
        by: its columns.
        codes: the codes of each domain, in order.
        unplaced: rows in no domain because a code is missing.
    """

    by: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    unplaced: int


@dataclass(frozen=True)
class Moments:
    """Moments of one measure in all domains of one cross-classification.

    Every array has one entry per domain. Weighted sums run over the usable answers.

    Args:
        n: usable answers.
        missing: rows of the domain without one.
        plain: unweighted sum of y.
        y, x: weighted sums of y and x; of a total, x is 1.
        weight: sum of the weights.
        centre: the c that y was centred on.
        a: weighted sum of y - cx.
        yy, yx, xx: weighted sums of (y - cx)^2, (y - cx)x and x^2.
        cells: moments of the PSUs; None when no variance was asked for.
    """

    n: Integers
    missing: Integers
    plain: Numbers
    y: Numbers
    x: Numbers
    weight: Numbers
    centre: Numbers
    a: Numbers
    yy: Numbers
    yx: Numbers
    xx: Numbers
    cells: Cells | None


@dataclass(frozen=True)
class Beyond:
    """What the moments do not tell, one entry per domain; None is left to the moments.

    Args:
        value: the estimate (of a quantile, an inequality).
        variance: of the estimate (calibrated or replicate weights).
        simple_variance: from a simple random sample of as many answers.
        lower, upper: the interval, where it does not follow from the variance.
        degrees: degrees of freedom.
        later: what later stages add to the variance of the moments.
        method: name of the method that gave the variance.
    """

    value: Numbers | None = None
    variance: Numbers | None = None
    simple_variance: Numbers | None = None
    lower: Numbers | None = None
    upper: Numbers | None = None
    degrees: Integers | None = None
    later: Numbers | float = 0.0
    method: str = "linearisation"


@dataclass(frozen=True)
class Table:
    """Moments of one measure in one cross-classification, and what they do not tell."""

    domains: Domains
    moments: Moments
    beyond: Beyond = Beyond()


@dataclass(frozen=True)
class Tables:
    """All that was asked of the rows.

    Args:
        tables: by position of the measure and of its cross-classification.
        strata: of a probability sample.
        unweighted: rows without a weight.
    """

    tables: Mapping[tuple[int, int], Table]
    strata: Strata
    unweighted: int


def psus_with_answers(cells: Cells, domains: int) -> Integers:
    """Degrees of freedom of each domain: PSUs with answers, less strata with them."""
    psus = summed(cells.domain, cells.psus, domains)
    return (psus - counted(cells.domain, domains)).astype(np.int64)


def about_means(stratum: Integers, domain: Integers, a: Numbers, b: Numbers, domains: int) -> Cells:
    """Moments of PSU totals.

    Args:
        stratum, domain: of each total, shape (totals,).
        a, b: the totals, one per PSU and domain with answers.
        domains: number of domains.
    """
    key = stratum * domains + domain
    distinct, cell = renumbered(key, (int(stratum.max(initial=0)) + 1) * domains)
    size = len(distinct)
    psus = counted(cell, size)
    sum_a = summed(cell, a, size)
    sum_b = summed(cell, b, size)
    apart_a = a - (sum_a / psus)[cell]
    apart_b = b - (sum_b / psus)[cell]
    return Cells(
        stratum=distinct // domains,
        domain=distinct % domains,
        psus=psus,
        a=sum_a,
        b=sum_b,
        aa=summed(cell, apart_a * apart_a, size),
        ab=summed(cell, apart_a * apart_b, size),
        bb=summed(cell, apart_b * apart_b, size),
    )
