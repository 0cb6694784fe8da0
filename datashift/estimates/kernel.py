"""Rows in memory to moments, in NumPy: one pass per measure and cross-classification.

Sums run in the order of the rows in one thread, so that the same input gives the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.answers import Answers, answers
from datashift.estimates.cells import cells
from datashift.estimates.clusters import Weighed, clustered, fits, weighed
from datashift.estimates.distributions import distributed
from datashift.estimates.estimate import Design, Lonely, Measure
from datashift.estimates.groupings import Grouping, grouping
from datashift.estimates.influence import linearised_rows, variances
from datashift.estimates.moments import Beyond, Moments, Table, Tables
from datashift.estimates.ordered import is_ordered
from datashift.estimates.replicates import Replicates, replicated_variance
from datashift.estimates.sample import Sample, sample
from datashift.estimates.stages import later_stages, later_variance
from datashift.tables.arrays import Mask, Numbers, counted, summed
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import pyarrow as pa


def tabulate(
    data: pa.Table,
    design: Design,
    measures: Sequence[Measure],
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
) -> Tables:
    """Moments of every measure in all its cross-classifications.

    Raises:
        Problem: a column is absent or does not suit its use.
    """
    laid = sample(data, design, calibration)
    stages = later_stages(data, design, laid)
    groupings: dict[tuple[str, ...], Grouping] = {}
    tables: dict[tuple[int, int], Table] = {}
    for number, measure in enumerate(measures):
        asked = answers(data, measure, laid.weighed)
        products = weighed(asked, laid.weights)
        for place, by in enumerate(measure.by):
            group = groupings.get(by) or groupings.setdefault(by, grouping(data, by))
            seen = moments(asked, group, laid, products, variance=design.sampling == "probability")
            beyond = Beyond()
            if is_ordered(measure):
                more = (stages, calibration, replicates)
                beyond = distributed(measure, asked, group, laid, seen, design, more)
            elif replicates is not None:
                beyond = _replicated(asked, group, laid, seen, replicates)
            elif seen.cells is not None and (calibration is not None or stages):
                beyond = _linearised(asked, group, laid, seen, design.lonely, stages, calibration)
            tables[number, place] = Table(group.domains, seen, beyond)
    unweighted = 0
    if laid.weighed is not None and calibration is None:
        unweighted = int((~laid.weighed).sum())
    return Tables(tables, laid.strata, unweighted)


def _linearised(
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    seen: Moments,
    lonely: Lonely,
    stages: tuple[Sample, ...],
    calibration: Calibrated | None,
) -> Beyond:
    z = linearised_rows(answers, grouping, seen)
    variance = None
    if calibration is not None:
        variance = variances(z, grouping, sample, calibration, lonely)
    later = later_variance(z, answers, grouping, stages, lonely, calibration)
    return Beyond(variance=variance, later=later)


def _replicated(
    answers: Answers, grouping: Grouping, sample: Sample, seen: Moments, replicates: Replicates
) -> Beyond:
    degrees = None
    if replicates.degrees is not None:
        degrees = np.where(seen.n > 0, replicates.degrees, 0)
    variance = replicated_variance(answers, grouping, sample, seen, replicates)
    return Beyond(variance=variance, degrees=degrees, method="replication")


def moments(
    answers: Answers,
    grouping: Grouping,
    sample: Sample,
    products: Weighed | None = None,
    *,
    variance: bool,
) -> Moments:
    """Moments of one measure in the domains of one cross-classification.

    Args:
        products: of the measure's rows, if they are at hand.
    """
    if products is None:
        products = weighed(answers, sample.weights)
    if variance and fits(grouping, sample):
        return clustered(answers, products, grouping, sample)
    size = grouping.size
    weights, weighted_x = products.w, products.w if products.wx is None else products.wx
    domain = grouping.domain
    y, x = answers.y, answers.x

    def added(values: Numbers | Mask) -> Numbers:
        return summed(domain, values, size)

    members = counted(domain, size)
    n = members if answers.usable is None else added(answers.usable).astype(np.int64)
    weight = added(weights)
    sum_y = added(products.wy)
    sum_x = weight if x is None else added(weighted_x)
    centre = np.zeros(size)
    np.divide(sum_y, sum_x, out=centre, where=sum_x != 0)
    apart = y - np.append(centre, 0.0)[domain] * (1.0 if x is None else x)
    weighted_apart = weights * apart
    a = weighted_apart if answers.form == "ratio" else products.wy
    return Moments(
        n=n,
        missing=members - n,
        plain=added(y),
        y=sum_y,
        x=sum_x,
        weight=weight,
        centre=centre,
        a=added(weighted_apart),
        yy=added(weighted_apart * apart),
        yx=added(weighted_apart if x is None else weighted_apart * x),
        xx=weight if products.wxx is None else added(products.wxx),
        cells=cells(a, weighted_x, answers.usable, grouping, sample) if variance else None,
    )
