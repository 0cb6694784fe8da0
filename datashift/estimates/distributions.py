"""Quantiles and inequality with their errors: what takes the place of moments."""

from __future__ import annotations

import numpy as np

from datashift.estimates import intervals
from datashift.estimates.answers import Answers
from datashift.estimates.cells import cells
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.groupings import Grouping
from datashift.estimates.influence import variances
from datashift.estimates.linearisation import added, divided
from datashift.estimates.moments import Beyond, Moments, psus_with_answers
from datashift.estimates.ordered import (
    QUANTILES,
    Ordered,
    below,
    in_order,
    inequality,
    quantiles,
    share_of,
)
from datashift.estimates.replicates import Replicates, total_variance
from datashift.estimates.sample import Sample
from datashift.estimates.stages import later_variance
from datashift.tables.arrays import Integers, Numbers, summed
from datashift.weights import Calibrated

Ends = tuple[Numbers, Numbers]


def distributed(
    measure: Measure,
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    seen: Moments,
    design: Design,
    more: tuple[tuple[Sample, ...], Calibrated | None, Replicates | None],
) -> Beyond:
    """Value, variance and interval of a quantile or an inequality in every domain.

    Raises:
        Problem: amounts are negative, or the share of a quantile is not between 0 and 1.
    """
    ordered = in_order(answers, grouping, sample)
    probability = design.sampling == "probability"
    if measure.quantity in QUANTILES:
        asked = np.full(grouping.size, share_of(measure))
        value = quantiles(ordered, asked)
        if not probability:
            return Beyond(value=value)
        share, z = below(ordered, value, sample.rows)
    else:
        value, z = inequality(measure, ordered, sample.rows)
        if not probability:
            return Beyond(value=value)
    stages, calibration, replicates = more
    if replicates is not None:
        variance = total_variance(z, grouping, sample, replicates)
    elif calibration is not None:
        variance = variances(z, grouping, sample, calibration, design.lonely)
    else:
        wz = sample.weights * z
        totals = cells(wz, wz, answers.usable, grouping, sample)
        none = np.zeros(grouping.size)
        variance = added(totals, none, sample.strata, design.lonely, grouping.size)
    if replicates is None:
        variance += later_variance(z, answers, grouping, stages, design.lonely, calibration)
    variance = np.where(np.isnan(value), np.nan, variance)
    simple = _simple(z, grouping, sample, seen)
    degrees = _degrees(seen, replicates, grouping.size)
    method = "linearisation" if replicates is None else "replication"
    if measure.quantity not in QUANTILES:
        return Beyond(value, variance, simple, degrees=degrees, method=method)
    lower, upper = _woodruff(measure, ordered, share, variance, degrees, seen)
    error = (upper - lower) / (2 * intervals.quantile(degrees))
    effect = divided(variance, simple)
    return Beyond(
        value, error**2, divided(error**2, effect), lower, upper, degrees=degrees, method=method
    )


def _woodruff(
    measure: Measure,
    ordered: Ordered,
    share: Numbers,
    variance: Numbers,
    degrees: Integers,
    seen: Moments,
) -> Ends:
    """The interval of the share below the quantile, carried back to amounts; NaN beyond 0 and 1."""
    error = np.sqrt(variance)
    if measure.interval == "logit":
        low, high = intervals.logit(share, error, degrees)
    elif measure.interval == "beta":
        low, high = intervals.beta(share, error, degrees, seen.n)
    elif measure.interval == "wilson":
        low, high = intervals.wilson(share, error, degrees, seen.n)
    else:
        low, high = intervals.t(share, error, degrees)
    lower, upper = quantiles(ordered, low), quantiles(ordered, high)
    known = ~np.isnan(lower) & ~np.isnan(upper)
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def _degrees(seen: Moments, replicates: Replicates | None, size: int) -> Integers:
    if replicates is not None and replicates.degrees is not None:
        return np.where(seen.n > 0, replicates.degrees, 0)
    if seen.cells is None:
        return np.zeros(size, np.int64)
    return psus_with_answers(seen.cells, size)


def _simple(z: Numbers, grouping: Grouping, sample: Sample, seen: Moments) -> Numbers:
    """Variance of the same estimate from a simple random sample with replacement of n answers."""
    squares = summed(grouping.domain, sample.weights * z * z, grouping.size)
    return divided(squares * seen.weight, seen.n - 1)
