"""Replicate weights: the same estimate from many versions of the sample, and how far they differ.

Source: Wolter (2007), Introduction to Variance Estimation, chapters 3-5. See
docs/methods/replication.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import Answers
from datashift.estimates.estimate import Design
from datashift.estimates.groupings import Grouping
from datashift.estimates.linearisation import divided
from datashift.estimates.moments import Moments
from datashift.estimates.sample import Sample
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Mask, Numbers, summed

Matrix = NDArray[np.float64]
Centre = Literal["estimate", "mean"]
CHUNK = 4_000_000  # numbers held at once


@dataclass(frozen=True)
class Deleted:
    """The jackknife: each replicate leaves one PSU out, and the rest of its stratum stands in.

    Args:
        psu: the PSU left out of each replicate, shape (replicates,).
        alone: whether it is the only one of its stratum; then all other strata stand in.
    """

    psu: Integers
    alone: Mask


@dataclass(frozen=True)
class Replicates:
    """Versions of one sample. Exactly one of `deleted`, `factors` and `weights` is given.

    Args:
        scales: what each squared deviation counts for, shape (replicates,).
        deleted: of a jackknife.
        factors: what the weights of each PSU are multiplied by, shape (psus, replicates), PSUs in
            the order of `sample`.
        weights: whole weights of each row, shape (rows, replicates).
        centre: deviations are from the estimate of the whole sample, or from the mean of the
            replicates (smaller or equal).
        degrees: degrees of freedom; None counts PSUs less strata.
    """

    scales: Numbers
    deleted: Deleted | None = None
    factors: Matrix | None = None
    weights: Matrix | None = None
    centre: Centre = "estimate"
    degrees: int | None = None

    def __len__(self) -> int:
        return len(self.scales)


def replicated(
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    moments: Moments,
    replicates: Replicates,
    domains: Integers | None = None,
) -> Matrix:
    """Replicates of the estimates less the estimates, shape (replicates, domains).

    NaN where a replicate has nobody in the domain.

    Args:
        domains: numbers of the domains; None is all.
    """
    chosen = np.arange(grouping.size) if domains is None else domains
    place = np.full(grouping.size + 1, -1)
    place[chosen] = np.arange(len(chosen))
    domain = place[grouping.domain]
    y, x = answers.y, answers.x
    if answers.form == "total":
        return _sums(y, domain, len(chosen), answers, sample, replicates) - moments.y[chosen]
    whole = divided(moments.a, moments.x) + moments.centre
    around = np.append(np.nan_to_num(whole), 0.0)[grouping.domain]  # keeps digits
    apart = y - around * (1.0 if x is None else x)
    if answers.usable is not None:
        apart = np.where(answers.usable, apart, 0.0)
    top = _sums(apart, domain, len(chosen), answers, sample, replicates)
    ones = np.ones(sample.rows) if x is None else x
    return divided(top, _sums(ones, domain, len(chosen), answers, sample, replicates))


def spread(apart: Matrix, replicates: Replicates) -> Numbers:
    """Variances from the deviations of the replicates, shape (columns,).

    Replicates without an estimate are left out, as R does. Where none had to be made, because
    everybody was asked, there is no error.
    """
    if not len(replicates):
        return np.zeros(apart.shape[1])
    known = ~np.isnan(apart)
    if replicates.centre == "mean":
        counts = known & (replicates.scales > 0)[:, None]
        apart = apart - divided(np.where(counts, apart, 0.0).sum(axis=0), counts.sum(axis=0))
    squares = np.where(known, apart, 0.0) ** 2
    return np.where(known.any(axis=0), replicates.scales @ squares, np.nan)


def replicated_variance(
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    moments: Moments,
    replicates: Replicates,
) -> Numbers:
    """Variance of each domain's estimate, shape (domains,)."""
    found = np.full(grouping.size, np.nan)
    width = max(1, CHUNK // max(len(replicates), len(sample.stratum), 1))
    for first in range(0, grouping.size, width):
        part = np.arange(first, min(first + width, grouping.size))
        apart = replicated(answers, grouping, sample, moments, replicates, part)
        found[part] = spread(apart, replicates)
    return found


def total_variance(
    z: Numbers, grouping: Grouping, sample: Sample, replicates: Replicates
) -> Numbers:
    """Variance of each domain's sum of w z, shape (domains,)."""
    total = Answers("total", z, None, None, binary=False)
    found = np.full(grouping.size, np.nan)
    width = max(1, CHUNK // max(len(replicates), len(sample.stratum), 1))
    whole = summed(grouping.domain, sample.weights * z, grouping.size)
    for first in range(0, grouping.size, width):
        last = min(first + width, grouping.size)
        inside = (grouping.domain >= first) & (grouping.domain < last)
        domain = np.where(inside, grouping.domain - first, -1)
        sums = _sums(z, domain, last - first, total, sample, replicates)
        found[first:last] = spread(sums - whole[first:last], replicates)
    return found


def refuse_not_random(design: Design) -> None:
    """Raises Problem if the rows are no random sample."""
    if design.sampling != "probability":
        raise Problem(
            "Replicate weights are for random samples, and this is not one",
            do="Leave them out: there is no sampling error to be found",
            code="replicates.not_random",
        )


def _sums(
    values: Numbers,
    domain: Integers,
    domains: int,
    answers: Answers,
    sample: Sample,
    replicates: Replicates,
) -> Matrix:
    """Weighted sums of `values` by replicate and domain, shape (replicates, domains)."""
    inside = domain >= 0 if answers.usable is None else (domain >= 0) & answers.usable
    kept, values = domain[inside], values[inside]
    if replicates.weights is not None:
        weights = replicates.weights[inside]
        return np.stack([summed(kept, column * values, domains) for column in weights.T])
    psu = np.arange(sample.rows) if sample.psu is None else sample.psu
    count = len(sample.stratum)
    key = psu[inside] * domains + kept
    totals = summed(key, sample.weights[inside] * values, count * domains)
    return _replicated_totals(totals.reshape(count, domains), sample, replicates)


def _replicated_totals(totals: Matrix, sample: Sample, replicates: Replicates) -> Matrix:
    if replicates.factors is not None:
        return np.asarray(replicates.factors.T @ totals)
    if replicates.deleted is None:
        raise ValueError("replicates without weights")
    out, alone = replicates.deleted.psu, replicates.deleted.alone
    strata = len(sample.strata.psus)
    whole = totals.sum(axis=0)
    of_stratum = np.zeros((strata, totals.shape[1]))
    np.add.at(of_stratum, sample.stratum, totals)
    stratum = sample.stratum[out]
    n = sample.strata.psus[stratum][:, None]
    found = whole + (of_stratum[stratum] - n * totals[out]) / np.maximum(n - 1, 1)
    if alone.any():
        found[alone] = (whole - totals[out[alone]]) * strata / max(strata - 1, 1)
    return np.asarray(found)
