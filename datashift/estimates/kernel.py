"""Rows in memory to moments, in NumPy: one pass per measure and cross-classification.

Sums run in the order of the rows in one thread, so that the same input gives the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.answers import Answers
from datashift.estimates.moments import Cells, Moments, about_means
from datashift.estimates.sample import Sample
from datashift.tables.arrays import (
    Integers,
    Mask,
    Numbers,
    coded,
    counted,
    crossed,
    renumbered,
    summed,
)

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Grouping:
    """A cross-classification of the rows.

    Args:
        by: its columns.
        domain: domain of each row, shape (rows,); the number of domains where a code is missing.
        codes: the codes of each domain, in order.
        unplaced: rows where a code is missing.
    """

    by: tuple[str, ...]
    domain: Integers
    codes: tuple[tuple[str, ...], ...]
    unplaced: int


def grouping(data: pa.Table, by: tuple[str, ...]) -> Grouping:
    """Classify the rows.

    Raises:
        Problem: there is no such column.
    """
    if not by:
        return Grouping(by, np.zeros(data.num_rows, np.int64), ((),) if data.num_rows else (), 0)
    parts = [coded(data, name) for name in by]
    missing = np.logical_or.reduce([part.codes < 0 for part in parts])
    unplaced = int(missing.sum())
    placed = [part.codes[~missing] if unplaced else part.codes for part in parts]
    numbered, combinations = crossed(placed)
    domain = numbered
    if unplaced:
        domain = np.full(data.num_rows, len(combinations), np.int64)
        domain[~missing] = numbered
    codes = tuple(
        tuple(part.labels[code] for part, code in zip(parts, row, strict=True))
        for row in combinations.tolist()
    )
    return Grouping(by, domain, codes, unplaced)


def moments(answers: Answers, grouping: Grouping, sample: Sample, *, variance: bool) -> Moments:
    """Moments of one measure in the domains of one cross-classification."""
    size = len(grouping.codes)
    weights = sample.weights
    domain = grouping.domain
    y, x = answers.y, answers.x
    if answers.usable is not None:
        weights = np.where(answers.usable, weights, 0.0)

    def added(values: Numbers | Mask) -> Numbers:
        return summed(domain, values, size)

    members = counted(domain, size)
    n = members if answers.usable is None else added(answers.usable).astype(np.int64)
    weight = added(weights)
    sum_y = added(weights * y)
    sum_x = weight if x is None else added(weights * x)
    centre = np.zeros(size)
    np.divide(sum_y, sum_x, out=centre, where=sum_x != 0)
    apart = y - np.append(centre, 0.0)[domain] * (1.0 if x is None else x)
    weighted_apart = weights * apart
    weighted_x = weights if x is None else weights * x
    a = weighted_apart if answers.form == "ratio" else weights * y
    return Moments(
        n=n,
        missing=members - n,
        plain=added(y),
        y=sum_y,
        x=sum_x,
        weight=weight,
        squared_weight=added(weights * weights),
        centre=centre,
        a=added(weighted_apart),
        yy=added(weighted_apart * apart),
        yx=added(weighted_apart if x is None else weighted_apart * x),
        xx=weight if x is None else added(weighted_x * x),
        cells=_cells(answers, grouping, sample, a, weighted_x) if variance else None,
    )


def _cells(answers: Answers, grouping: Grouping, sample: Sample, a: Numbers, b: Numbers) -> Cells:
    size = len(grouping.codes)
    domain = grouping.domain
    kept = domain < size if grouping.unplaced else None
    if answers.usable is not None:
        kept = answers.usable if kept is None else kept & answers.usable
    psu = sample.psu
    if kept is not None:
        domain, a, b = domain[kept], a[kept], b[kept]
        psu = None if psu is None else psu[kept]
    if psu is None:
        stratum = sample.stratum if kept is None else sample.stratum[kept]
        return about_means(stratum, domain, a, b, size)
    distinct, total = renumbered(psu * size + domain, len(sample.stratum) * size)
    return about_means(
        sample.stratum[distinct // size],
        distinct % size,
        summed(total, a, len(distinct)),
        summed(total, b, len(distinct)),
        size,
    )
