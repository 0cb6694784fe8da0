"""Variance of estimates whose weights were calibrated: that of the regression residuals.

What the auxiliary variables explain has no sampling error any more. The linearised variable z of
each estimate is regressed on the auxiliaries with the base weights; the variance is that of the
PSU totals of (calibrated weight) x (residual). Source: Deville & Särndal (1992), section 3;
R `survey::calibrate`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import Answers
from datashift.estimates.estimate import Lonely
from datashift.estimates.kernel import Grouping
from datashift.estimates.linearisation import CERTAIN
from datashift.estimates.moments import Moments
from datashift.estimates.sample import Sample
from datashift.tables.arrays import Integers, Numbers, counted, summed
from datashift.weights import Calibrated

CHUNK = 4_000_000  # PSU totals held at once


def residual_variance(
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    calibration: Calibrated,
    moments: Moments,
    value: Numbers,
    lonely: Lonely,
) -> Numbers:
    """Variance of each domain's estimate, shape (domains,)."""
    size = len(grouping.codes)
    z = answers.y.copy()
    if answers.form == "ratio":
        rate = np.append(np.where(np.isnan(value), 0.0, value), 0.0)[grouping.domain]
        bottom = np.append(np.where(moments.x > 0, moments.x, np.nan), 1.0)[grouping.domain]
        z = (z - rate * (1.0 if answers.x is None else answers.x)) / bottom
    if answers.usable is not None:
        z = np.where(answers.usable, z, 0.0)
    z = np.where(np.isnan(z), 0.0, z)

    matrix = calibration.auxiliaries.matrix
    products = np.vstack(
        [
            summed(grouping.domain, calibration.base * z * matrix[:, k], size)
            for k in range(matrix.shape[1])
        ]
    )
    slopes = calibration.auxiliaries.solve(calibration.base, products)

    psu = np.arange(sample.rows) if sample.psu is None else sample.psu
    count = len(sample.stratum)
    explained = np.column_stack(
        [summed(psu, calibration.weights * matrix[:, k], count) for k in range(matrix.shape[1])]
    )
    order = np.argsort(sample.stratum, kind="stable")
    variances = np.empty(size)
    width = max(1, CHUNK // max(count, 1))
    for first in range(0, size, width):
        last = min(first + width, size)
        inside = (grouping.domain >= first) & (grouping.domain < last)
        key = psu[inside] * (last - first) + grouping.domain[inside] - first
        totals = summed(key, (calibration.weights * z)[inside], count * (last - first))
        apart = totals.reshape(count, last - first) - explained @ slopes[:, first:last]
        variances[first:last] = _between(apart[order], sample, lonely)
    return np.where(np.isnan(value), np.nan, variances)


def _between(totals: NDArray[np.float64], sample: Sample, lonely: Lonely) -> Numbers:
    """Variance of the sum of PSU totals (rows, sorted by stratum) for each column."""
    psus: Integers = counted(sample.stratum, len(sample.psus))
    starts = np.concatenate([[0], np.cumsum(psus)[:-1]])
    means = np.add.reduceat(totals, starts, axis=0) / psus[:, None]
    single = psus == 1
    if lonely == "centred":
        means[single] = 0.0
    squares = np.add.reduceat((totals - np.repeat(means, psus, axis=0)) ** 2, starts, axis=0)
    scale = sample.unsampled * psus / np.maximum(psus - 1, 1)
    added = (scale[:, None] * squares).sum(axis=0)
    if lonely == "average":
        paired = int((~single | (sample.unsampled < CERTAIN)).sum())
        added = added * len(psus) / paired if paired else np.full_like(added, np.nan)
    return np.asarray(added, dtype=np.float64)
