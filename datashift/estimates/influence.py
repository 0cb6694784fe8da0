"""PSU totals of the linearised variable of each estimate: variances and covariances of any kind.

The linearised variable z of a ratio is (y - rx) / sum(wx) and that of a total is y. The variance of
an estimate is that of the PSU totals of w z; the covariance of two estimates is theirs.

With calibrated weights, what the auxiliary variables explain has no sampling error any more: z is
replaced by the residual of its regression on them, weighted by the base weights. Source: Deville &
Särndal (1992), JASA 87, section 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import Answers
from datashift.estimates.estimate import Lonely
from datashift.estimates.groupings import Grouping
from datashift.estimates.linearisation import CERTAIN, divided
from datashift.estimates.moments import Moments
from datashift.estimates.sample import Sample
from datashift.tables.arrays import Integers, Numbers, summed
from datashift.weights import Calibrated

CHUNK = 4_000_000  # PSU totals held at once
Matrix = NDArray[np.float64]


def linearised_rows(answers: Answers, grouping: Grouping, moments: Moments) -> Numbers:
    """z of each row for the estimate of its own domain, shape (rows,); 0 without a usable answer."""
    z = answers.y
    if answers.form == "ratio":
        rate = np.append(divided(moments.a, moments.x), 0.0)[grouping.domain]
        centre = np.append(moments.centre, 0.0)[grouping.domain]
        bottom = np.append(moments.x, 1.0)[grouping.domain]
        x = 1.0 if answers.x is None else answers.x
        z = ((z - centre * x) - rate * x) / np.where(bottom > 0, bottom, np.nan)
    if answers.usable is not None:
        z = np.where(answers.usable, z, 0.0)
    return np.nan_to_num(z)


def explained(z: Numbers, grouping: Grouping, calibration: Calibrated) -> Matrix:
    """Coefficients of each domain's z on the auxiliaries, shape (auxiliaries, domains)."""
    matrix = calibration.auxiliaries.matrix
    products = [
        summed(grouping.domain, calibration.base * z * matrix[:, k], grouping.size)
        for k in range(matrix.shape[1])
    ]
    right = np.array(products).reshape(matrix.shape[1], grouping.size)
    return calibration.auxiliaries.solve(calibration.base, right)


def psu_totals(
    z: Numbers,
    domain: Integers,
    domains: int,
    sample: Sample,
    fitted: tuple[Calibrated, Matrix] | None = None,
) -> Matrix:
    """Totals of w z per PSU and domain, shape (psus, domains), less what calibration explains.

    Args:
        z: of each row for its own domain.
        domain: of each row; rows outside 0..domains-1 are in none.
        fitted: a calibration and the coefficients of the same domains.
    """
    psu = np.arange(sample.rows) if sample.psu is None else sample.psu
    count = len(sample.stratum)
    inside = (domain >= 0) & (domain < domains)
    key = psu[inside] * domains + domain[inside]
    totals = summed(key, (sample.weights * z)[inside], count * domains).reshape(count, domains)
    if fitted is None:
        return totals
    calibration, slopes = fitted
    totals = totals - _sums(calibration, psu, count) @ slopes
    if calibration.responded is None:
        return totals
    return totals - _of_those_who_answered(z, domain, domains, psu, count, calibration, slopes)


def _sums(calibration: Calibrated, group: Integers, groups: int) -> Matrix:
    """Calibrated sums of the auxiliaries per group, shape (groups, auxiliaries)."""
    columns = calibration.auxiliaries.matrix.T
    sums = [summed(group, calibration.weights * column, groups) for column in columns]
    return np.array(sums).reshape(len(sums), groups).T


def _of_those_who_answered(
    z: Numbers,
    domain: Integers,
    domains: int,
    psu: Integers,
    psus: int,
    calibration: Calibrated,
    slopes: Matrix,
) -> Matrix:
    """What adjustment classes take out of PSU totals, shape (psus, domains).

    In a class, the mean of those who answered is carried over to the weights of all who were asked,
    so its error is that of the whole sample. Source: Yung & Rao (2000), JASA 95, 903-915; Shao &
    Steel (1999), JASA 94, 254-265.
    """
    responded = calibration.responded
    assert responded is not None
    classes = len(responded.labels)
    inside = (domain >= 0) & (domain < domains)
    key = responded.codes[inside] * domains + domain[inside]
    wz = (calibration.weights * z)[inside]
    sums = summed(key, wz, classes * domains).reshape(classes, domains)
    residuals = sums - _sums(calibration, responded.codes, classes) @ slopes
    means = residuals / summed(responded.codes, responded.adjusted, classes)[:, None]
    place = psu * classes + responded.codes
    gap = summed(place, responded.adjusted - responded.asked, psus * classes)
    return np.asarray(gap.reshape(psus, classes) @ means)


def variance(totals: Matrix, sample: Sample, lonely: Lonely) -> Numbers:
    """Variances of the sums of PSU totals, shape (domains,)."""
    return np.asarray((_between(totals, sample, lonely) ** 2).sum(axis=0))


def _between(totals: Matrix, sample: Sample, lonely: Lonely) -> Matrix:
    """PSU totals less their stratum's mean, scaled so that their squares add up to the variance."""
    order = np.argsort(sample.stratum, kind="stable")
    psus, unsampled = sample.strata.psus, sample.strata.unsampled
    totals = totals[order]
    starts = np.concatenate([[0], np.cumsum(psus)[:-1]])
    means = np.add.reduceat(totals, starts, axis=0) / psus[:, None]
    single = psus == 1
    if lonely == "centred":
        means[single] = 0.0
    scale = np.sqrt(unsampled * psus / np.maximum(psus - 1, 1))
    if lonely == "average":
        paired = int((~single | (unsampled < CERTAIN)).sum())
        scale = scale * np.sqrt(len(psus) / paired if paired else np.nan)
    return np.asarray((totals - np.repeat(means, psus, axis=0)) * np.repeat(scale, psus)[:, None])


def variances(
    z: Numbers,
    grouping: Grouping,
    sample: Sample,
    calibration: Calibrated,
    lonely: Lonely,
) -> Numbers:
    """Variance of each domain's sum of w z with calibrated weights, shape (domains,)."""
    slopes = explained(z, grouping, calibration)
    found = np.empty(grouping.size)
    width = max(1, CHUNK // max(len(sample.stratum), 1))
    for first in range(0, grouping.size, width):
        last = min(first + width, grouping.size)
        fitted = (calibration, slopes[:, first:last])
        totals = psu_totals(z, grouping.domain - first, last - first, sample, fitted)
        found[first:last] = variance(totals, sample, lonely)
    return found
