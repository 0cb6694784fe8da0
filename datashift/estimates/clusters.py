"""Moments of rows in clusters: sums per PSU and domain first, all else from those."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import Answers
from datashift.estimates.groupings import Grouping
from datashift.estimates.moments import Cells, Moments
from datashift.estimates.sample import Sample
from datashift.tables.arrays import Integers, Numbers, counted, summed

Matrix = NDArray[np.float64]
ROOM = 4  # PSU totals per row that may be held; beyond, most would be empty


def fits(grouping: Grouping, sample: Sample) -> bool:
    """Whether a total per PSU and domain can be held for all PSUs and domains."""
    totals = len(sample.stratum) * (grouping.size + 1)
    return sample.psu is not None and sample.rows > 0 and totals <= ROOM * sample.rows + 1024


def clustered(answers: Answers, grouping: Grouping, sample: Sample) -> Moments:
    """Moments of one measure in the domains of one cross-classification."""
    if sample.psu is None:
        raise ValueError("the rows are not in clusters")
    width = grouping.size + 1  # the last column is of rows in no domain
    key = sample.psu * width + grouping.domain
    shape = (len(sample.stratum), width)

    def added(values: Numbers | None) -> Matrix:
        if values is None:
            return counted(key, shape[0] * width).astype(np.float64).reshape(shape)[:, :-1]
        return summed(key, values, shape[0] * width).reshape(shape)[:, :-1]

    y, x, usable = answers.y, answers.x, answers.usable
    w = sample.weights if usable is None else np.where(usable, sample.weights, 0.0)
    wx = w if x is None else w * x
    centre = 0.0 if answers.binary else _middle(w * y, wx)
    apart = y if centre == 0.0 else y - centre * (1.0 if x is None else x)
    wa = w * apart
    members = added(None)
    n = members if usable is None else added(usable.astype(np.float64))
    bottom, a = added(wx), added(wa)
    sum_x, sum_a = bottom.sum(axis=0), a.sum(axis=0)
    # from the common centre to the domain's own: digits are kept where domains lie far apart
    shift = np.zeros(grouping.size)
    np.divide(sum_a, sum_x, out=shift, where=sum_x != 0)
    own = a - shift * bottom
    total = a if centre == 0.0 else a + centre * bottom
    yy = (a if answers.binary and x is None else added(wa * apart)).sum(axis=0)
    yx = sum_a if x is None else added(wa * x).sum(axis=0)
    xx = sum_x if x is None else added(wx * x).sum(axis=0)
    count = n.sum(axis=0).astype(np.int64)
    return Moments(
        n=count,
        missing=members.sum(axis=0).astype(np.int64) - count,
        plain=added(y).sum(axis=0),
        y=total.sum(axis=0),
        x=sum_x,
        weight=sum_x if x is None else added(w).sum(axis=0),
        centre=centre + shift,
        a=own.sum(axis=0),
        yy=yy - 2 * shift * yx + shift**2 * xx,
        yx=yx - shift * xx,
        xx=xx,
        cells=_cells(n > 0, own if answers.form == "ratio" else total, bottom, sample),
    )


def _middle(top: Numbers, bottom: Numbers) -> float:
    below = float(bottom.sum())
    return float(top.sum()) / below if below else 0.0


def _cells(answered: NDArray[np.bool_], a: Matrix, b: Matrix, sample: Sample) -> Cells:
    """Moments about the means over PSUs with answers; PSUs come sorted by stratum."""
    stratum: Integers = sample.stratum
    starts = np.concatenate([[0], np.cumsum(sample.strata.psus)[:-1]])

    def over(values: NDArray[np.float64]) -> Matrix:
        return np.asarray(np.add.reduceat(values, starts, axis=0))

    psus = over(answered.astype(np.float64))
    some = np.maximum(psus, 1)
    sum_a, sum_b = over(a), over(b)
    apart_a = np.where(answered, a - (sum_a / some)[stratum], 0.0)
    apart_b = np.where(answered, b - (sum_b / some)[stratum], 0.0)
    aa, ab, bb = over(apart_a * apart_a), over(apart_a * apart_b), over(apart_b * apart_b)
    where, domain = np.nonzero(psus > 0)
    return Cells(
        stratum=where,
        domain=domain,
        psus=psus[where, domain].astype(np.int64),
        a=sum_a[where, domain],
        b=sum_b[where, domain],
        aa=aa[where, domain],
        ab=ab[where, domain],
        bb=bb[where, domain],
    )
