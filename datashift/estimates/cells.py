"""Rows to moments of PSU totals, holding only totals of PSUs and domains that occur together."""

from __future__ import annotations

from datashift.estimates.groupings import Grouping
from datashift.estimates.moments import Cells, about_means
from datashift.estimates.sample import Sample
from datashift.tables.arrays import Mask, Numbers, renumbered, summed


def cells(a: Numbers, b: Numbers, usable: Mask | None, grouping: Grouping, sample: Sample) -> Cells:
    """Moments of the PSU totals of a and b, values of each row that hold its weight already.

    Args:
        usable: whether a row has an answer; None when all have.
    """
    size = grouping.size
    domain = grouping.domain
    kept = domain < size if grouping.domains.unplaced else None
    if usable is not None:
        kept = usable if kept is None else kept & usable
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
